//! Those who work on tickets: what they can do, how much they carry, when they are away. Sibling: `domain::routing::agent`.

use domain::access;
use domain::routing::agent::{Absence, Profile};
use domain::routing::view::{AbsenceDraft, AgentView, AgentsPage, ProfileDraft};
use domain::tickets::entry::Named;
use domain::time::Instant;
use domain::words::{Lang, console, fill};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::super::local_time;
use super::super::parts::{Loaded, loaded, region};
use super::contracts::ticked;
use super::edit::refused;
use super::{Section, SectionHead};
use crate::api::routing::{load_agents, save_absence, save_profile};
use crate::browser::form::fields;
use crate::browser::ticker::{synchronise, use_desk_time};
use crate::console::address::use_query;
use crate::error::AppError;
use crate::me::use_me;
use crate::portal::address::with_query;
use crate::ui::{
    Avatar, Button, Choice, Choices, Column, Icon, Look, SelectField, Size, Table, TextArea, TextField,
    use_toasts,
};

#[component]
pub fn Agents() -> impl IntoView {
    let w = console::agents(use_me().lang);
    let chosen = use_query("person");
    let page = loaded(|| (), |()| load_agents());
    view! {
        <SectionHead section=Section::Agents hint=w.hint/>
        {region(page, move |data| view! { <Contents data page chosen/> }.into_any())}
    }
}

#[component]
fn Contents(data: AgentsPage, page: Loaded<AgentsPage>, chosen: Memo<String>) -> impl IntoView {
    synchronise(data.now);
    move || {
        let id = chosen.get();
        let data = data.clone();
        match data.agents.iter().find(|agent| agent.who.id == id).cloned() {
            Some(agent) => view! { <Person data page agent/> }.into_any(),
            None => view! { <List data/> }.into_any(),
        }
    }
}

#[component]
fn List(data: AgentsPage) -> impl IntoView {
    let lang = use_me().lang;
    let w = console::agents(lang);
    let columns = vec![
        Column::new(w.person),
        Column::new(w.team),
        Column::new(w.there),
        Column::new(w.load).end(),
        Column::new(w.skills),
    ];
    let row = |agent: AgentView| {
        let [load, limit] = console::load_words(&agent);
        let href = with_query(&Section::Agents.address(), &[("person", &agent.who.id)]);
        let (there, skills) = (console::absence_words(lang, &agent), console::skills_words(lang, &agent));
        let team = if agent.team.is_empty() { w.no_team.to_owned() } else { agent.team };
        view! {
            <tr>
                <th scope="row"><span class="row"><Avatar name=agent.who.name.clone() team=true size=Size::Small/><a href=href>{agent.who.name}</a></span></th>
                <td>{team}</td><td>{there}</td>
                <td class="end num">{load}<span class="c3">{format!(" / {limit}")}</span></td><td>{skills}</td>
            </tr>
        }
    };
    let rows = data.agents.into_iter().map(row).collect_view();
    view! { <div class="ed__b ed__b--one"><div class="ed__m"><Table caption=w.table columns>{rows}</Table></div></div> }
}

#[component]
fn Person(data: AgentsPage, page: Loaded<AgentsPage>, agent: AgentView) -> impl IntoView {
    let me = use_me();
    let w = console::agents(me.lang);
    let title = fill(w.profile, &[("name", &agent.who.name)]);
    let may_manage = me.viewer().may(access::Action::ManageWork);
    let may_leave = may_manage || me.person_id == agent.who.id;
    let people =
        data.agents.iter().filter(|other| other.who != agent.who).map(|other| other.who.clone()).collect();
    let profile = may_manage
        .then(|| view! { <Work agent=agent.clone() page calendars=data.calendars teams=data.teams/> });
    let absence = may_leave.then(|| view! { <Away agent=agent.clone() page people/> });
    view! {
        <div class="ed__b ed__b--one">
            <div class="ed__m">
                <p class="crumb"><a href=Section::Agents.address()><Icon name="arrow-left"/>{w.back}</a></p>
                <h2 class="t14 w6">{title}</h2>
                <p class="c2">{console::skills_words(me.lang, &agent)}". "{console::absence_words(me.lang, &agent)}</p>
                {profile}
                {absence}
            </div>
        </div>
    }
}

/// What they can do and how much they carry.
#[component]
fn Work(
    agent: AgentView,
    page: Loaded<AgentsPage>,
    calendars: Vec<Named>,
    teams: Vec<String>,
) -> impl IntoView {
    let lang = use_me().lang;
    let w = console::agents(lang);
    let save = Action::new(|draft: &ProfileDraft| save_profile(draft.clone()));
    let (person, seen) = (agent.who.id.clone(), agent.version);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let form = fields(&event);
        let get = |name: &str| form.get(name).cloned().unwrap_or_default();
        let profile = Profile {
            skills: console::read_skills(&get("skills")),
            langs: ticked(&form, "langs.").iter().filter_map(|code| Lang::parse(code)).collect(),
            calendar: Some(get("calendar")).filter(|id| !id.is_empty()),
            // What is no number is refused as none.
            limit: get("limit").trim().parse().unwrap_or_default(),
        };
        save.dispatch_local(ProfileDraft { person: person.clone(), seen, team: get("team"), profile });
    };
    saved(save.value().into(), page);
    let teams = teams.into_iter().map(|team| view! { <option value=team></option> }).collect_view();
    let optional = domain::words::common::common(lang).optional;
    let hours = calendars.into_iter().map(|own| Choice::new(own.id, own.name));
    let hours = [Choice::new("", w.any_time)].into_iter().chain(hours).collect::<Vec<_>>();
    let skills: Vec<String> =
        agent.profile.skills.iter().map(|skill| console::skill_line(lang, skill)).collect();
    let langs = Lang::ALL.map(|own| Choice::new(own.code(), own.name())).to_vec();
    let own =
        agent.profile.langs.iter().chain([&agent.lang]).map(|own| own.code().to_owned()).collect::<Vec<_>>();
    view! {
        <form class="form card box" novalidate on:submit=submit>
            {move || refused(save.value().get().and_then(Result::err), w.conflict, w.theirs, move || page.refetch())}
            <div class="two">
                <TextField id="team" label=w.team hint=w.team_hint value=agent.team autocomplete="off" list="teams" optional/>
                <datalist id="teams">{teams}</datalist>
                <TextField id="limit" label=w.limit hint=w.limit_hint value=agent.profile.limit.to_string() autocomplete="off"/>
                <SelectField id="calendar" label=w.hours options=hours value=agent.profile.calendar.unwrap_or_default()/>
            </div>
            <TextArea id="skills" label=w.skills_label hint=w.skills_hint value=skills.join("\n") rows=4 optional/>
            <Choices name="langs" legend=w.langs options=langs chosen=own many=true/>
            <p class="form__go"><Button look=Look::Primary>{w.save}</Button></p>
        </form>
    }
}

/// When they are away, and who looks after things then.
#[component]
fn Away(agent: AgentView, page: Loaded<AgentsPage>, people: Vec<Named>) -> impl IntoView {
    let w = console::agents(use_me().lang);
    let save = Action::new(|draft: &AbsenceDraft| save_absence(draft.clone()));
    let (person, seen) = (StoredValue::new(agent.who.id.clone()), agent.version);
    let known = StoredValue::new(agent.absence.as_ref().map(|away| away.absence.clone()));
    let (zone, desk_time) = (use_me().time_zone.clone(), use_desk_time());
    let dispatch = move |absence| {
        save.dispatch_local(AbsenceDraft { person: person.get_value(), seen, absence });
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let form = fields(&event);
        let get = |name: &str| form.get(name).cloned().unwrap_or_default();
        // A time that is left empty stays as it was. Whoever is not away yet is so from now on.
        let was =
            |time: fn(&Absence) -> Option<Instant>| known.with_value(|known| known.as_ref().and_then(time));
        let until = local_time::read(&get("until"), &zone).or_else(|| was(|own| own.until));
        let stand_in = Some(get("stand_in")).filter(|id| !id.is_empty());
        let from = local_time::read(&get("from"), &zone).or_else(|| was(|own| Some(own.from)));
        dispatch(Some(Absence { from: from.unwrap_or_else(desk_time), until, stand_in }));
    };
    saved(save.value().into(), page);
    let problem = move || save.value().get().and_then(Result::err);
    let (from_hint, until_hint) = match agent.absence {
        Some(_) => (w.as_it_is, w.as_it_is),
        None => (w.from_hint, w.until_hint),
    };
    let stand_in = agent.absence.as_ref().and_then(|away| away.absence.stand_in.clone()).unwrap_or_default();
    let options = [Choice::new("", w.no_stand_in)].into_iter();
    let options =
        options.chain(people.into_iter().map(|own| Choice::new(own.id, own.name))).collect::<Vec<_>>();
    let back = agent.absence.is_some().then(|| {
        view! { <Button kind="button" on:click=move |_| dispatch(None)>{w.end_away}</Button> }
    });
    view! {
        <form class="form card box" novalidate on:submit=submit>
            <h3 class="t14 w6">{w.absence}</h3>
            <p class="c2">{w.absence_hint}</p>
            {move || refused(problem(), w.conflict, w.theirs, move || page.refetch())}
            <div class="two">
                <TextField id="from" label=w.from hint=from_hint kind="datetime-local"/>
                <TextField id="until" label=w.until hint=until_hint kind="datetime-local"/>
            </div>
            <SelectField id="stand_in" label=w.stand_in options value=stand_in/>
            <p class="form__go row"><Button>{w.set_away}</Button>{back}</p>
        </form>
    }
}

/// Reads the page anew after a saving, and says so.
fn saved(answer: Signal<Option<Result<(), AppError>>>, page: Loaded<AgentsPage>) {
    let (toasts, w) = (use_toasts(), console::agents(use_me().lang));
    Effect::new(move |_| {
        if let Some(Ok(())) = answer.get() {
            toasts.say(w.saved);
            page.refetch();
        }
    });
}
