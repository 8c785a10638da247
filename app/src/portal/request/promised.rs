//! What was promised: the next contact with its large clock, the other promises, and when their time counts.

use domain::promises::PromiseKind;
use domain::promises::countdown::{Clock, ClockFace};
use domain::stamp::Stamp;
use domain::tickets::Status;
use domain::tickets::view::{Answering, PolicyBrief, PromiseView, RequestPage, Stand};
use domain::time::Instant;
use domain::words::common::in_sentence;
use domain::words::portal::{self, figure};
use domain::words::promises::customer_kind_name;
use domain::words::{Lang, fill};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::super::parts::{Part, PromiseLine, clock_state, percent};
use super::with_moment;
use crate::browser::ticker::{synchronise, use_reading};
use crate::me::use_me;
use crate::ui::{Dial, StatusLine};

/// What a request's customer was promised.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Promised {
    status: Status,
    writer: Option<String>,
    told: Option<Answering>,
    next_contact: Option<PromiseView>,
    broken: Option<Stamp>,
    called: Option<Answering>,
    promises: Vec<PromiseView>,
    policy: PolicyBrief,
    now: Instant,
}

impl From<&RequestPage> for Promised {
    fn from(request: &RequestPage) -> Self {
        Self {
            status: request.status,
            writer: request.writer.clone(),
            told: request.told.clone(),
            next_contact: request.next_contact.clone(),
            broken: request.broken_word.clone(),
            called: request.called.clone(),
            promises: request.promises.clone(),
            policy: request.policy.clone(),
            now: request.now,
        }
    }
}

impl Promised {
    /// The promise with which the customer hears from us first: the next contact, a reply or an update that is owed.
    fn heard_with(&self) -> Option<&PromiseView> {
        let runs = |promise: &&PromiseView| {
            let state = promise.clock.at(self.now).state;
            promise.kind.is_word() && matches!(state, ClockFace::OnTrack | ClockFace::AtRisk)
        };
        let owed = self.owed().filter(runs).chain(self.next_contact.as_ref().filter(runs));
        owed.min_by_key(|promise| promise.due.as_ref().map(|due| due.at))
    }

    /// What the headline and the large clock are about: what is missed, else that promise.
    fn shown(&self) -> Option<&PromiseView> {
        self.missed().or_else(|| self.heard_with())
    }

    /// Nobody gave their word: the policy that is behind it shows estimates.
    fn is_estimate(&self) -> bool {
        !self.policy.formal && self.heard_with().is_some_and(|own| own.kind != PromiseKind::NextContact)
    }

    /// The promises besides next contacts, while it is our turn.
    fn owed(&self) -> impl Iterator<Item = &PromiseView> {
        let is_ours = matches!(self.status, Status::New | Status::Open);
        self.promises.iter().filter(move |own| is_ours && own.kind != PromiseKind::NextContact)
    }

    /// What has been missed for the longest and still is: one of them, or the contact that was promised.
    fn missed(&self) -> Option<&PromiseView> {
        let is_missed = |promise: &&PromiseView| promise.clock.at(self.now).state == ClockFace::Missed;
        let all = self.owed().chain(&self.next_contact).filter(is_missed);
        all.min_by_key(|promise| promise.due.as_ref().map(|due| due.at))
    }
}

impl Part for Promised {
    const NAME: &'static str = "promised";
    const CLASS: &'static str = "";

    fn view(self) -> AnyView {
        synchronise(self.now);
        view! { <Card promised=self/> }.into_any()
    }
}

#[component]
fn Card(promised: Promised) -> impl IntoView {
    let w = portal::request(use_me().lang);
    let now = promised.now;
    let shown = promised.shown().map(|promise| (promise.kind, use_reading(promise.clock.clone(), now)));
    let is_late = move || shown.is_some_and(|(_, clock)| clock.with(|own| own.state == ClockFace::Missed));
    let class =
        move || if is_late() { "promise card card--lift promise--late" } else { "promise card card--lift" };
    // The one that stands at the top anyway is not said twice.
    let contact = promised.next_contact.iter().filter(|contact| promised.shown() != Some(contact));
    let lines = contact.chain(&promised.promises).cloned();
    let lines = lines.map(|promise| view! { <PromiseLine promise now/> }).collect::<Vec<_>>();
    let policy = promised.policy.clone();
    let has_lines = !lines.is_empty();
    view! {
        <section class=class aria-labelledby="pr-h">
            <div class="promise__now">
                {move || headline(&promised, is_late())}
                {shown.map(|(kind, clock)| view! { <LargeClock kind clock/> })}
            </div>
            {has_lines.then(|| view! { <ul role="list" class="prom" aria-label=w.promises>{lines}</ul> })}
            {has_lines.then(|| view! { <Hours policy/> })}
        </section>
    }
}

/// The one sentence that matters now. `is_late`: the time of what is shown has passed.
fn headline(promised: &Promised, is_late: bool) -> impl IntoView + use<> {
    let lang = use_me().lang;
    let w = portal::request(lang);
    let name = promised.writer.as_deref().unwrap_or_default();
    let shown = promised.shown();
    let due = shown.and_then(|promise| promise.due.clone());
    let at = shown.and_then(|promise| promise.late_since.as_ref().or(promise.due.as_ref()));
    let at = at.map(|stamp| in_sentence(lang, &stamp.text)).unwrap_or_default();
    let promise = shown.map(|promise| customer_kind_name(lang, promise.kind)).unwrap_or_default();
    let late = || {
        let who = match &promised.told {
            Some(told) => {
                let pattern = match told.how {
                    Stand::HasIt => w.late_has,
                    Stand::Told => w.late_told,
                    Stand::Hears => w.late_hears,
                    Stand::OnIt => w.late_on_it,
                    Stand::Leads => w.late_leads,
                };
                let hears = told.at.as_ref().map(|at| in_sentence(lang, &at.text)).unwrap_or_default();
                fill(pattern, &[("name", &told.name), ("at", &hears)])
            }
            None => w.late_desk.to_owned(),
        };
        let next = promised.heard_with().filter(|next| Some(*next) != shown);
        let next = next.and_then(|promise| promise.due.as_ref());
        let next = next.map(|due| fill(w.hear_next, &[("at", &in_sentence(lang, &due.text))]));
        let pattern = match shown {
            Some(PromiseView { late_since: Some(_), .. }) => w.changed_hint,
            Some(PromiseView { kind: PromiseKind::NextContact, .. }) => w.late_hint,
            _ => w.overdue_hint,
        };
        let told = fill(pattern, &[("promise", promise), ("at", &at), ("who", &who)]);
        [Some(told), next].into_iter().flatten().collect::<Vec<_>>().join(" ")
    };
    let hears = if promised.is_estimate() { w.hear_probably } else { w.hear_by };
    let nothing = if promised.promises.is_empty() { w.hear_nothing_hint } else { w.hear_promised_hint };
    let due_stands = due.is_some();
    let (title, hint) = match promised.status {
        Status::Resolved => (w.solved.into_any(), w.solved_hint.to_owned()),
        Status::Closed => (w.closed.into_any(), w.closed_hint.to_owned()),
        _ if is_late => (w.late.into_any(), late()),
        Status::Waiting if due.is_none() => (w.your_turn.into_any(), w.your_turn_hint.to_owned()),
        Status::OnHold if due.is_none() => (w.on_hold.into_any(), w.on_hold_hint.to_owned()),
        _ if due.is_none() => (w.hear_nothing.into_any(), nothing.to_owned()),
        _ if name.is_empty() => (with_moment(hears, due), w.hear_desk.to_owned()),
        _ => (with_moment(hears, due), fill(w.hear_who, &[("name", name)])),
    };
    let called = promised.called.as_ref().map(|own| {
        fill(if own.how == Stand::HasIt { w.called_has } else { w.called_told }, &[("name", &own.name)])
    });
    let broken = promised.broken.as_ref().filter(|_| !is_late && due_stands);
    let broken = broken.map(|stamp| fill(w.broken_word, &[("at", &in_sentence(lang, &stamp.text))]));
    view! {
        <div>
            <h2 id="pr-h">{title}</h2>
            <p class="c2">{hint}</p>
            {broken.map(|words| view! { <p class="c2">{words}</p> })}
            {called.map(|words| view! { <p class="c2">{words}</p> })}
        </div>
    }
}

/// The large clock. It speaks twice: ten minutes before, and when the time is missed.
#[component]
fn LargeClock(kind: PromiseKind, clock: Signal<Clock>) -> impl IntoView {
    let lang = use_me().lang;
    let w = portal::request(lang);
    let name = customer_kind_name(lang, kind);
    let state = Signal::derive(move || clock.with(|clock| clock_state(clock.state)));
    let number = Signal::derive(move || figure(lang, clock.get()).0);
    let unit = Signal::derive(move || figure(lang, clock.get()).1.to_owned());
    let percent = Signal::derive(move || clock.with(percent));
    let at_first = turn(&clock.get_untracked());
    let spoken = Memo::new(move |_| {
        let now = clock.with(turn);
        if now == at_first { String::new() } else { said(lang, name, now) }
    });
    view! {
        <Dial state number unit percent label=fill(w.clock_label, &[("promise", name)])/>
        <StatusLine text=spoken hidden=true/>
    }
}

/// The turns of a clock that are spoken.
#[derive(Clone, Copy, PartialEq)]
enum Turn {
    Early,
    Close,
    Missed,
}

fn turn(clock: &Clock) -> Turn {
    use domain::promises::countdown::Length;
    match (clock.state, clock.length) {
        (ClockFace::Missed, _) => Turn::Missed,
        (ClockFace::OnTrack | ClockFace::AtRisk, Length::MinutesSeconds(..)) => Turn::Close,
        _ => Turn::Early,
    }
}

fn said(lang: Lang, promise: &str, turn: Turn) -> String {
    let w = portal::clock(lang);
    match turn {
        Turn::Early => String::new(),
        Turn::Close => fill(w.soon, &[("promise", promise)]),
        Turn::Missed => fill(w.just_missed, &[("promise", promise)]),
    }
}

/// When the promises' time counts.
#[component]
fn Hours(policy: PolicyBrief) -> impl IntoView {
    let lang = use_me().lang;
    let w = portal::request(lang);
    let counts = portal::counted_in(lang, &policy);
    let level = fill(w.policy, &[("policy", &policy.name)]);
    let estimate = (!policy.formal).then_some(w.estimate);
    view! { <p class="promise__f">{counts}" "{level}" "{estimate}</p> }
}
