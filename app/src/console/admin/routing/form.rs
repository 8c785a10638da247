//! The form of one rule. It changes the draft; what is wrong is said before that, by the desk's own checks.

use std::collections::BTreeMap;

use domain::routing::rule::{Hours, Rule, Rules, Then, When};
use domain::routing::view::{CHANNELS, RoutingPage};
use domain::tickets::entry::Named;
use domain::tickets::{Channel, Priority};
use domain::words::tickets::{channel_name, priority_name};
use domain::words::{Lang, console, fill};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

use super::super::Section;
use super::super::contracts::ticked;
use super::super::edit::faults;
use super::Drafted;
use crate::browser::form::fields;
use crate::error::AppError;
use crate::me::use_me;
use crate::ui::{Button, Check, Choice, Choices, Icon, Look, SelectField, TextArea, TextField};

/// Between the id of a calendar and whether it has to be open, in the value of a choice.
const OPEN: &str = "open:";
const CLOSED: &str = "closed:";

#[component]
pub fn Form(drafted: Drafted, place: usize) -> impl IntoView {
    let lang = use_me().lang;
    let w = console::routing(lang);
    let rule = drafted.rules.with_untracked(|rules| rules.get(place).cloned());
    let title = rule.as_ref().map_or_else(|| w.new_title.to_owned(), |rule| rule.name.clone());
    let rule = rule.unwrap_or_default();
    let wrong = RwSignal::new(None::<AppError>);
    let (begun, go) = (rule.clone(), use_navigate());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let rule = read(&event, &begun, place);
        let mut rules = drafted.rules.get_untracked();
        match rules.get_mut(place) {
            Some(known) => *known = rule,
            None => rules.push(rule),
        }
        let known = drafted.data.with_value(RoutingPage::known);
        match (Rules { version: 0, rules }).checked(&known) {
            Ok(checked) => {
                let name = checked.rules.get(place).map(|rule| rule.name.clone()).unwrap_or_default();
                drafted.change(fill(w.kept, &[("name", &name)]), |own| *own = checked.rules);
                go(&Section::Routing.address(), Default::default());
            }
            Err(error) => wrong.set(Some(AppError::Desk(error))),
        }
    };
    let id = move |name: &str| field(place, name);
    let data = drafted.data;
    view! {
        <div class="ed__b ed__b--one">
            <form class="ed__m form" novalidate on:submit=submit>
                <p class="crumb"><a href=Section::Routing.address() data-stays=""><Icon name="arrow-left"/>{w.back}</a></p>
                <h2 class="t14 w6">{title}</h2>
                {move || faults(wrong.get())}
                <div class="two">
                    <TextField id=id("name") label=w.name hint=w.name_hint value=rule.name autocomplete="off"/>
                    <Check id=id("off") label=w.is_off checked=rule.off/>
                </div>
                {conditions(lang, place, rule.when, &data.get_value())}
                {outcome(lang, place, &rule.then, &data.get_value())}
                <p class="form__go"><Button look=Look::Primary>{w.keep}</Button></p>
            </form>
        </div>
    }
}

/// Name and id of a rule's field, as a refusal names it.
fn field(place: usize, name: &str) -> String {
    format!("rules-{place}-{name}")
}

fn choices(all: &[Named]) -> Vec<Choice> {
    all.iter().map(|own| Choice::new(own.id.clone(), own.name.clone())).collect()
}

fn conditions(lang: Lang, place: usize, when: When, data: &RoutingPage) -> AnyView {
    let w = console::routing(lang);
    let id = move |name: &str| field(place, name);
    let tiers = data.tiers.iter().map(|tier| Choice::new(tier.clone(), tier.clone())).collect::<Vec<_>>();
    let langs = Lang::ALL.map(|lang| Choice::new(lang.code(), lang.name())).to_vec();
    let channels = CHANNELS.map(|channel| Choice::new(channel.code(), channel_name(lang, channel))).to_vec();
    let hours = data.calendars.iter().flat_map(|own| {
        let named = |pattern| fill(pattern, &[("name", &own.name)]);
        [
            Choice::new(format!("{OPEN}{}", own.id), named(w.open)),
            Choice::new(format!("{CLOSED}{}", own.id), named(w.closed)),
        ]
    });
    let hours = [Choice::new("", w.any_time)].into_iter().chain(hours).collect::<Vec<_>>();
    let time = when.hours.map_or_else(String::new, |hours| {
        format!("{}{}", if hours.open { OPEN } else { CLOSED }, hours.calendar)
    });
    let answers = when.answers.iter().map(console::said_line).collect::<Vec<_>>();
    let optional = domain::words::common::common(lang).optional;
    let own_langs = when.langs.iter().map(|lang| lang.code().to_owned()).collect::<Vec<_>>();
    let own_channels = when.channels.iter().map(|channel| channel.code().to_owned()).collect::<Vec<_>>();
    view! {
        <h3 class="t14 w6">{w.when}</h3>
        <div class="two">
            <Choices name=id("types") legend=w.types hint=w.any_hint options=choices(&data.types) chosen=when.types many=true/>
            <Choices name=id("products") legend=w.products hint=w.any_hint options=choices(&data.products) chosen=when.products many=true/>
            <Choices name=id("topics") legend=w.topics hint=w.any_hint options=choices(&data.topics) chosen=when.topics many=true/>
            <Choices name=id("tiers") legend=w.tiers hint=w.any_hint options=tiers chosen=when.tiers many=true/>
            <Choices name=id("channels") legend=w.channels hint=w.any_hint options=channels chosen=own_channels many=true/>
            <Choices name=id("langs") legend=w.langs hint=w.any_hint options=langs chosen=own_langs many=true/>
            <SelectField id=id("hours") label=w.hours options=hours value=time/>
        </div>
        <TextArea id=id("words") label=w.words hint=w.words_hint value=when.words.join("\n") rows=3 optional=optional/>
        <TextArea id=id("answers") label=w.answers hint=w.answers_hint value=answers.join("\n") rows=3 optional=optional/>
    }
    .into_any()
}

fn outcome(lang: Lang, place: usize, then: &Then, data: &RoutingPage) -> AnyView {
    let w = console::routing(lang);
    let id = move |name: &str| field(place, name);
    let queues = data.queues.iter().map(|own| Choice::new(own.id.clone(), own.name.clone()));
    let queues = [Choice::new("", w.own_queue)].into_iter().chain(queues).collect::<Vec<_>>();
    let priorities = Priority::ALL.iter().map(|own| Choice::new(own.code(), priority_name(lang, *own)));
    let priorities = [Choice::new("", w.same_priority)].into_iter().chain(priorities).collect::<Vec<_>>();
    let skills = then.skills.iter().map(|skill| console::skill_line(lang, skill)).collect::<Vec<_>>();
    let priority = then.priority.map(|own| own.code().to_owned()).unwrap_or_default();
    let mut names: Vec<&String> = data.rungs.values().flatten().chain(&then.rung).collect();
    names.sort_unstable();
    names.dedup();
    let rungs = names.into_iter().map(|name| Choice::new(name.clone(), name.clone()));
    let rungs = [Choice::new("", w.no_rung)].into_iter().chain(rungs).collect::<Vec<_>>();
    view! {
        <h3 class="t14 w6" id=id("then") tabindex="-1">{w.then}</h3>
        <div class="two">
            <SelectField id=id("queue") label=w.queue options=queues value=then.queue.clone().unwrap_or_default()/>
            <SelectField id=id("priority") label=w.priority options=priorities value=priority/>
            <SelectField id=id("rung") label=w.rung hint=w.rung_hint options=rungs value=then.rung.clone().unwrap_or_default()/>
        </div>
        <TextArea id=id("skills") label=w.skills hint=w.skills_hint value=skills.join("\n") rows=3 optional=domain::words::common::common(lang).optional/>
    }
    .into_any()
}

/// What stands in the form, over what was begun with.
fn read(event: &SubmitEvent, begun: &Rule, place: usize) -> Rule {
    let form = fields(event);
    let get = |name: &str| form.get(&field(place, name)).cloned().unwrap_or_default();
    let some = |name: &str| Some(get(name)).filter(|value| !value.is_empty());
    let all = |name: &str| ticked(&form, &format!("{}.", field(place, name)));
    Rule {
        id: begun.id.clone(),
        name: get("name"),
        off: !get("off").is_empty(),
        when: When {
            types: all("types"),
            products: all("products"),
            topics: all("topics"),
            tiers: all("tiers"),
            langs: all("langs").iter().filter_map(|code| Lang::parse(code)).collect(),
            channels: all("channels").iter().filter_map(|code| Channel::parse(code)).collect(),
            words: get("words").lines().map(str::to_owned).collect(),
            answers: console::read_said(&get("answers")),
            hours: hours(&form, place),
        },
        then: Then {
            queue: some("queue"),
            priority: some("priority").and_then(|code| Priority::parse(&code)),
            rung: some("rung"),
            skills: console::read_skills(&get("skills")),
        },
    }
}

fn hours(form: &BTreeMap<String, String>, place: usize) -> Option<Hours> {
    let value = form.get(&field(place, "hours"))?;
    let at = |prefix: &str, open| Some(Hours { calendar: value.strip_prefix(prefix)?.to_owned(), open });
    at(OPEN, true).or_else(|| at(CLOSED, false))
}
