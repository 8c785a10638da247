//! The alarms: when each speaks up, about which promises, and what happens then.

use domain::promises::PromiseKind;
use domain::promises::policy::{AlarmAction, AlarmRule, AlarmWhen, Audience};
use domain::tickets::entry::Named;
use domain::words::{console, fill, promises::kind_name};
use leptos::prelude::*;

use super::super::super::desk::use_desk;
use super::super::edit::Editing;
use super::editor::{change, policy_of};
use super::length::{LengthField, length, seconds};
use super::{AlarmLine, alarm_looks};
use crate::me::use_me;
use crate::ui::{Button, Choice, Icon, Look, SelectField, TextField};

/// Promises that an alarm can watch.
const WATCHED: [PromiseKind; 5] = [
    PromiseKind::FirstReply,
    PromiseKind::NextReply,
    PromiseKind::PeriodicUpdate,
    PromiseKind::NextContact,
    PromiseKind::Resolution,
];

#[component]
pub fn Alarms(editing: Editing, webhooks: Vec<Named>) -> impl IntoView {
    let lang = use_me().lang;
    let (w, p) = (console::policy_editor(lang), console::policies(lang));
    let webhooks = StoredValue::new(webhooks);
    let list = move || {
        editing.shape.track();
        let alarms = untrack(|| policy_of(editing, |policy| policy.alarms.clone()));
        let none = alarms.is_empty().then(|| view! { <p class="c2">{p.warn_none}</p> });
        let alarms = alarms.into_iter().enumerate();
        let alarms = alarms.map(|(at, rule)| view! { <Alarm editing at rule webhooks/> }).collect_view();
        view! { {none}<ol role="list" class="lad">{alarms}</ol> }
    };
    let add = move |_| {
        change(editing, |policy| {
            policy.alarms.push(AlarmRule {
                // The desk gives it one when it is saved.
                id: String::new(),
                promises: Vec::new(),
                when: AlarmWhen::AtDue,
                actions: vec![AlarmAction::Notify(Audience::Assignee)],
                round_the_clock: false,
            });
        });
        let at = untrack(|| policy_of(editing, |policy| policy.alarms.len())).saturating_sub(1);
        editing.reshaped(w.alarm_add.to_owned(), format!("#alarms-{at}"));
    };
    view! {
        <section aria-labelledby="alarms-h">
            <div class="eh"><h2 id="alarms-h">{p.warn}</h2></div>
            {list}
            <p class="mt"><Button kind="button" small=true attr:id="alarm-add" on:click=add><Icon name="plus"/>{w.alarm_add}</Button></p>
        </section>
    }
}

fn with_alarm(editing: Editing, at: usize, set: impl FnOnce(&mut AlarmRule)) {
    change(editing, |policy| {
        if let Some(rule) = policy.alarms.get_mut(at) {
            set(rule);
        }
    });
}

#[component]
fn Alarm(editing: Editing, at: usize, rule: AlarmRule, webhooks: StoredValue<Vec<Named>>) -> impl IntoView {
    let lang = use_me().lang;
    let w = console::policy_editor(lang);
    let n = (at + 1).to_string();
    let label = |pattern: &str| fill(pattern, &[("n", &n)]);
    let said = label(w.alarm_removed);
    let remove = move |_| {
        change(editing, |policy| {
            if at < policy.alarms.len() {
                policy.alarms.remove(at);
            }
        });
        editing.reshaped(said.clone(), "#alarm-add");
    };
    let watched = WATCHED.map(|kind| {
        let set = move |event| {
            let on = event_target_checked(&event);
            with_alarm(editing, at, |rule| {
                rule.promises.retain(|own| *own != kind);
                if on {
                    rule.promises.push(kind);
                    rule.promises.sort_unstable();
                }
            });
        };
        tick(kind_name(lang, kind), rule.promises.contains(&kind), set)
    });
    let is_new = rule.id.is_empty();
    let now = {
        let begun = rule.clone();
        Memo::new(move |_| {
            policy_of(editing, |policy| policy.alarms.get(at).cloned()).unwrap_or_else(|| begun.clone())
        })
    };
    let looks = move || now.with(|rule| alarm_looks(rule.when));
    view! {
        <li data-state=move || looks().0>
            {move || view! { <Icon name=looks().1/> }}
            <details class="grow" open=is_new>
                <summary><AlarmLine rule=move || now.get() webhooks/></summary>
                <fieldset class="ad__al">
                    <legend class="vh">{label(w.alarm_n)}</legend>
                    <When editing at when=rule.when/>
                    <fieldset class="row row--wrap"><legend class="label">{w.watches}<span class="opt-n">{format!(" ({})", w.watches_hint)}</span></legend>{watched}</fieldset>
                    <Does editing at actions=rule.actions webhooks/>
                </fieldset>
            </details>
            <Button kind="button" small=true look=Look::Quiet icon="x" label=label(w.alarm_remove) on:click=remove/>
        </li>
    }
}

fn tick(label: &'static str, checked: bool, set: impl FnMut(leptos::ev::Event) + 'static) -> impl IntoView {
    view! { <label class="check"><input type="checkbox" checked=checked on:change=set/><span>{label}</span></label> }
}

/// The kinds of times, by the words of the form, each with what it begins with.
const TIMES: [(&str, AlarmWhen); 4] = [
    ("percent", AlarmWhen::PercentBefore(25)),
    ("before", AlarmWhen::Before(3_600)),
    ("due", AlarmWhen::AtDue),
    ("after", AlarmWhen::After { secs: 3_600, repeat_secs: None }),
];

fn code(when: AlarmWhen) -> &'static str {
    match when {
        AlarmWhen::PercentBefore(_) => "percent",
        AlarmWhen::Before(_) => "before",
        AlarmWhen::AtDue => "due",
        AlarmWhen::After { .. } => "after",
    }
}

/// When it speaks up; which fields there are depends on the kind.
#[component]
fn When(editing: Editing, at: usize, when: AlarmWhen) -> impl IntoView {
    let lang = use_me().lang;
    let w = console::policy_editor(lang);
    let kind = RwSignal::new(when);
    let choose = move |event| {
        let chosen = event_target_value(&event);
        if let Some((_, when)) = TIMES.into_iter().find(|(own, _)| *own == chosen) {
            kind.set(when);
            with_alarm(editing, at, |rule| rule.when = when);
        }
    };
    let names = [w.when_percent, w.when_before, w.when_due, w.when_after];
    let options = TIMES.iter().zip(names).map(|((code, _), name)| Choice::new(*code, name)).collect();
    let labels = move || (w.length.to_owned(), w.length_unit.to_owned());
    let details = move || match kind.get() {
        AlarmWhen::PercentBefore(percent) => {
            let set = move |event| {
                let percent = event_target_value(&event).trim().parse().unwrap_or(0);
                with_alarm(editing, at, |rule| rule.when = AlarmWhen::PercentBefore(percent));
            };
            view! { <TextField id=format!("alarms-{at}-percent") label=w.percent kind="number" value=percent.to_string() on:input=set/> }
                .into_any()
        }
        AlarmWhen::Before(secs) => {
            let set = move |target: Option<_>| {
                with_alarm(editing, at, |rule| rule.when = AlarmWhen::Before(target.map_or(0, seconds)));
            };
            view! { <LengthField id=format!("alarms-{at}-length") labels=labels() value=Some(length(secs)) plain=true change=set/> }
                .into_any()
        }
        AlarmWhen::AtDue => ().into_any(),
        AlarmWhen::After { secs, repeat_secs } => {
            let set = move |part: fn(&mut u32, &mut Option<u32>, Option<u32>)| {
                move |target: Option<_>| {
                    with_alarm(editing, at, |rule| {
                        if let AlarmWhen::After { secs, repeat_secs } = &mut rule.when {
                            part(secs, repeat_secs, target.map(seconds));
                        }
                    });
                }
            };
            let first = set(|secs, _, new| *secs = new.unwrap_or(0));
            let again = set(|_, repeat, new| *repeat = new);
            let repeat = (w.repeat.to_owned(), w.length_unit.to_owned());
            view! {
                <LengthField id=format!("alarms-{at}-length") labels=labels() value=Some(length(secs)) plain=true change=first/>
                <span class="field"><span class="label" aria-hidden="true">{w.repeat}<span class="opt-n">" "{w.repeat_hint}</span></span>
                    <LengthField id=format!("alarms-{at}-repeat") labels=repeat value=repeat_secs.map(length) plain=true change=again/>
                </span>
            }
            .into_any()
        }
    };
    view! {
        <div class="row row--wrap ad__add">
            <SelectField id=format!("alarms-{at}") label=w.when options value=code(when) on:input=choose/>
            {details}
        </div>
    }
}

/// What happens then.
#[component]
fn Does(
    editing: Editing,
    at: usize,
    actions: Vec<AlarmAction>,
    webhooks: StoredValue<Vec<Named>>,
) -> impl IntoView {
    let w = console::policy_editor(use_me().lang);
    let turn = move |action: AlarmAction, on: bool| {
        with_alarm(editing, at, |rule| {
            rule.actions.retain(|own| *own != action);
            if on {
                rule.actions.push(action);
            }
        });
    };
    let plain = [
        (w.tell_assignee, AlarmAction::Notify(Audience::Assignee)),
        (w.tell_lead, AlarmAction::Notify(Audience::Lead)),
        (w.tell_manager, AlarmAction::Notify(Audience::Manager)),
        (w.raise, AlarmAction::RaisePriority),
        (w.escalate, AlarmAction::Escalate),
    ];
    let plain = plain.map(|(label, action)| {
        let checked = actions.contains(&action);
        tick(label, checked, move |event| turn(action.clone(), event_target_checked(&event)))
    });
    let told = actions.iter().find_map(|action| match action {
        AlarmAction::Notify(Audience::Person(id)) => Some(id.clone()),
        _ => None,
    });
    let given = actions.iter().find_map(|action| match action {
        AlarmAction::Assign(id) => Some(id.clone()),
        _ => None,
    });
    let called = actions.iter().find_map(|action| match action {
        AlarmAction::Webhook(id) => Some(id.clone()),
        _ => None,
    });
    let is_person = |action: &AlarmAction| matches!(action, AlarmAction::Notify(Audience::Person(_)));
    let is_assign = |action: &AlarmAction| matches!(action, AlarmAction::Assign(_));
    let is_call = |action: &AlarmAction| matches!(action, AlarmAction::Webhook(_));
    let tell = move |id: String| set_one(editing, at, is_person, AlarmAction::Notify(Audience::Person(id)));
    let give = move |id: String| set_one(editing, at, is_assign, AlarmAction::Assign(id));
    let call = move |event| {
        set_one(editing, at, is_call, AlarmAction::Webhook(event_target_value(&event)));
    };
    let callable = webhooks.get_value();
    let call = (!callable.is_empty()).then(|| {
        let own = callable.into_iter().map(|own| Choice::new(own.id, own.name));
        let options = [Choice::new("", w.call_none)].into_iter().chain(own).collect();
        let value = called.unwrap_or_default();
        view! { <SelectField id=format!("alarms-{at}-call") label=w.call options value on:input=call/> }
    });
    view! {
        <fieldset class="row row--wrap">
            <legend class="label">{w.does}</legend>
            {plain}
            <Person id=format!("alarms-{at}-tell") label=w.tell_person chosen=told.unwrap_or_default() set=tell/>
            <Person id=format!("alarms-{at}-assign") label=w.assign_to chosen=given.unwrap_or_default() set=give/>
            {call}
        </fieldset>
    }
}

/// Puts `action` in the place of those that `which` picks; one about nobody only takes them out.
fn set_one(editing: Editing, at: usize, which: impl Fn(&AlarmAction) -> bool, action: AlarmAction) {
    let is_nobody = match &action {
        AlarmAction::Notify(Audience::Person(id)) | AlarmAction::Assign(id) | AlarmAction::Webhook(id) => {
            id.is_empty()
        }
        _ => false,
    };
    with_alarm(editing, at, |rule| {
        rule.actions.retain(|own| !which(own));
        if !is_nobody {
            rule.actions.push(action);
        }
    });
}

/// One of the staff, or nobody.
#[component]
fn Person(
    id: String,
    label: &'static str,
    chosen: String,
    set: impl Fn(String) + Clone + Send + Sync + 'static,
) -> impl IntoView {
    let w = console::policy_editor(use_me().lang);
    let choices = use_desk().choices();
    move || {
        let set = set.clone();
        let staff = choices.with(|choices| choices.staff.clone());
        let staff = staff.into_iter().map(|own| Choice::new(own.id, own.name));
        let options = [Choice::new("", w.nobody)].into_iter().chain(staff).collect();
        view! {
            <SelectField id=id.clone() label options value=chosen.clone() on:input=move |event| set(event_target_value(&event))/>
        }
    }
}
