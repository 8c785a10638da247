//! The editor of one policy. What is typed goes straight into the draft; saving names what is wrong at its field.

use domain::promises::policy::{Policy, Shown};
use domain::settings::{
    CalendarView, Changed, Draft, PolicyDraft, PolicyView, PromisesPage, Recount, changed,
};
use domain::tickets::entry::Named;
use domain::words::{Lang, console, fill};
use leptos::prelude::*;

use super::super::super::desk::use_desk;
use super::super::super::parts::Loaded;
use super::super::edit::{Conflict, Editing, Head, History, Of, PreviewBox, Progress};
use super::super::week::WeekPicture;
use super::super::what_if::WhatIfBox;
use super::Section;
use super::alarms::Alarms;
use super::rows::Rows;
use super::rules::Rules;
use crate::me::use_me;
use crate::ui::{Check, Choice, Choices, Pill, SelectField, TabLink, TabLinks, TextField, Tone};

#[component]
pub fn Editor(
    view: PolicyView,
    page: Loaded<PromisesPage>,
    tabs: Vec<TabLink>,
    calendars: Vec<CalendarView>,
    types: Vec<Named>,
    recounts: Vec<Recount>,
    /// What alarms can call.
    webhooks: Vec<Named>,
    /// Every tier there is.
    known_tiers: Vec<String>,
) -> impl IntoView {
    let lang = use_me().lang;
    let (w, p) = (console::policy_editor(lang), console::policies(lang));
    let PolicyView { policy, is_default, tiers, .. } = view;
    let (id, version) = (policy.id.clone(), policy.version);
    let is_new = id.is_empty();
    let title = if is_new { w.new_title.to_owned() } else { policy.name.clone() };
    let names = names(&calendars, &types);
    let address = format!("{}?policy=", Section::Promises.address());
    let tier = tiers.first().cloned().unwrap_or_default();
    let draft = Draft::Policy(PolicyDraft { policy, tier, is_default, apply: false });
    let editing = Editing::new(draft, page, address, move |a, b| changes(lang, a, b, &names));
    let versions = (!is_new).then(|| fill(console::calendars(lang).version, &[("n", &version.to_string())]));
    let usable = calendars.clone();
    view! {
        <div class="ed__b">
            <div class="ed__m">
                <TabLinks label=Section::Promises.name() tabs/>
                <Progress begun=recounts/>
                <Conflict editing/>
                <Head editing title>
                    {is_default.then(|| view! { <Pill tone=Tone::Accent icon="star">{p.default}</Pill> })}
                    <span class="c2 t12">{versions}</span>
                </Head>
                <p class="c2">{move || serves(lang, editing)}</p>
                <Basics editing calendars=usable tiers=known_tiers is_default/>
                <Rows editing types/>
                <Alarms editing webhooks/>
                <Rules editing/>
                {(!is_new).then(|| view! { <Apply editing/> })}
            </div>
            <Aside editing calendars id/>
        </div>
    }
}

#[component]
fn Aside(editing: Editing, calendars: Vec<CalendarView>, id: String) -> impl IntoView {
    let lang = use_me().lang;
    let e = console::editing(lang);
    let chosen = Memo::new(move |_| policy_of(editing, |policy| policy.calendar.clone()));
    let all = calendars.clone();
    let picture = move || {
        let id = chosen.get()?;
        all.iter().find(|own| own.id == id).cloned().map(|calendar| view! { <WeekPicture calendar/> })
    };
    let begun = chosen.get_untracked().unwrap_or_default();
    let more = (!id.is_empty()).then(|| {
        view! { <PreviewBox editing hint=e.preview_policy/><History of=Of::Policy id/> }
    });
    view! {
        <aside class="ed__s" aria-label=console::calendars(lang).try_title>
            {picture}
            <WhatIfBox calendars chosen=begun/>
            {more}
        </aside>
    }
}

/// Knows calendars, ticket types and people by id; people come with the choices of the console's selects.
fn names(calendars: &[CalendarView], types: &[Named]) -> impl Fn(&str) -> String + Send + Sync + 'static {
    let calendars = calendars.iter().map(|own| (own.id.clone(), own.name.clone()));
    let known: Vec<_> = calendars.chain(types.iter().map(|own| (own.id.clone(), own.name.clone()))).collect();
    let choices = use_desk().choices();
    move |id| {
        let named = known.iter().find(|(own, _)| own == id).map(|(_, name)| name.clone());
        let person = || {
            choices.with(|choices| choices.staff.iter().find(|own| own.id == id).map(|own| own.name.clone()))
        };
        named.or_else(person).unwrap_or_else(|| id.to_owned())
    }
}

/// What differs between two drafts of a policy.
fn changes(lang: Lang, before: &Draft, after: &Draft, name: &dyn Fn(&str) -> String) -> Vec<Changed> {
    let (Draft::Policy(before), Draft::Policy(after)) = (before, after) else { return Vec::new() };
    let lines = |draft: &PolicyDraft| console::policy_lines(lang, &draft.policy, &served(lang, draft), name);
    changed(&lines(before), &lines(after))
}

fn served(lang: Lang, draft: &PolicyDraft) -> String {
    let tier = Some(draft.tier.clone()).filter(|tier| !tier.is_empty());
    console::serves(lang, draft.is_default, &tier.into_iter().collect::<Vec<_>>())
}

/// Whom the draft serves, in words.
fn serves(lang: Lang, editing: Editing) -> String {
    editing.draft.with(|draft| match draft {
        Draft::Policy(draft) => served(lang, draft),
        _ => String::new(),
    })
}

/// Changes whom the draft serves, or who gets it.
fn change_draft(editing: Editing, change: impl FnOnce(&mut PolicyDraft)) {
    editing.draft.update(|draft| {
        if let Draft::Policy(draft) = draft {
            change(draft);
        }
    });
}

/// Looks at the policy of the draft, as it changes.
pub fn policy_of<T: Default>(editing: Editing, look: impl FnOnce(&Policy) -> T) -> T {
    editing.draft.with(|draft| match draft {
        Draft::Policy(draft) => look(&draft.policy),
        _ => T::default(),
    })
}

/// Changes the policy of the draft.
pub fn change(editing: Editing, change: impl FnOnce(&mut Policy)) {
    change_draft(editing, |draft| change(&mut draft.policy));
}

/// How the policy stands towards customers.
const SHOWN: [(&str, Shown); 4] = [
    ("formal", Shown::Promises),
    ("estimate", Shown::Estimates),
    ("internal", Shown::Nothing),
    ("off", Shown::Off),
];

#[component]
fn Basics(
    editing: Editing,
    calendars: Vec<CalendarView>,
    tiers: Vec<String>,
    is_default: bool,
) -> impl IntoView {
    let lang = use_me().lang;
    let w = console::policy_editor(lang);
    let (name, calendar, standing) = untrack(|| {
        policy_of(editing, |policy| {
            let standing = SHOWN.into_iter().find(|(_, own)| *own == policy.shown());
            let standing = standing.map_or_else(Default::default, |(code, _)| code);
            (policy.name.clone(), policy.calendar.clone().unwrap_or_default(), standing)
        })
    });
    let rename = move |event| {
        let name = event_target_value(&event);
        change(editing, |policy| policy.name = name);
    };
    let show = move |event| {
        let code = event_target_value(&event);
        let chosen = SHOWN.into_iter().find(|(own, _)| *own == code);
        let Some((_, shown)) = chosen else { return };
        change(editing, |policy| policy.show(shown));
    };
    let count_in = move |event| {
        let id = event_target_value(&event);
        change(editing, |policy| policy.calendar = Some(id).filter(|id| !id.is_empty()));
    };
    let tier = untrack(|| {
        editing.draft.with(|draft| match draft {
            Draft::Policy(draft) => draft.tier.clone(),
            _ => String::new(),
        })
    });
    let serve = move |event| {
        let tier = event_target_value(&event);
        change_draft(editing, |draft| draft.tier = tier);
    };
    let take_over = move |event| {
        let on = event_target_checked(&event);
        change_draft(editing, |draft| draft.is_default = on);
    };
    let tiers = tiers.into_iter().map(|tier| Choice::new(tier.clone(), tier));
    let tiers = [Choice::new("", w.no_tier)].into_iter().chain(tiers).collect();
    let states = SHOWN.map(|(code, shown)| (code, console::shown_name(lang, shown)));
    let states = states.map(|(code, words)| Choice::new(code, words)).to_vec();
    let usable = calendars.iter().filter(|own| !own.archived || own.id == calendar);
    let usable = usable.map(|own| Choice::new(&own.id, &own.name));
    let usable = [Choice::new("", w.no_calendar)].into_iter().chain(usable).collect();
    view! {
        <div class="two">
            <TextField id="name" label=w.name value=name autocomplete="off" on:input=rename/>
            <SelectField id="shown" label=w.shown options=states value=standing on:input=show/>
            <SelectField id="calendar" label=w.calendar options=usable value=calendar on:input=count_in/>
            <SelectField id="tier" label=w.tier options=tiers value=tier on:input=serve/>
        </div>
        {(!is_default).then(|| view! { <p><Check id="default" label=w.default on:change=take_over/></p> })}
    }
}

/// Who gets the new times, decided before saving.
#[component]
fn Apply(editing: Editing) -> impl IntoView {
    let w = console::editing(use_me().lang);
    let set = move |event| {
        let apply = event_target_value(&event) == "open";
        change_draft(editing, |draft| draft.apply = apply);
    };
    let options = vec![Choice::new("new", w.apply_new), Choice::new("open", w.apply_open)];
    view! {
        <section>
            <Choices name="apply" legend=w.apply hint=w.apply_hint options chosen=vec!["new".to_owned()] on:change=set/>
        </section>
    }
}
