//! What the regions of the console share: what is offered in selects, what this page itself has just changed, and the
//! one line that is spoken.

use std::time::Duration;

use domain::promises::countdown::ClockFace;
use domain::tickets::view::Choices;
use domain::words::{Lang, console, count};
use leptos::prelude::*;
use leptos::reactive::spawn_local_scoped;

use crate::api;
use crate::me::use_me;

/// Turns of clocks are spoken at most this often.
const QUIET: Duration = Duration::from_secs(60);
/// How long turns are gathered before they are spoken.
const GATHER: Duration = Duration::from_secs(2);

/// Cheap to copy into handlers.
#[derive(Clone, Copy)]
pub struct Desk {
    lang: Lang,
    choices: RwSignal<Choices>,
    /// Counts what this page wrote.
    written: RwSignal<u32>,
    /// Open tickets that have missed a promise, up to what is counted.
    pub missed: RwSignal<u32>,
    /// The spoken line.
    pub spoken: RwSignal<String>,
    /// Whether the navigation lies open over the page, on small screens.
    pub drawer: RwSignal<bool>,
    /// Clocks of the reader's tickets that have turned at risk and missed since the last time it was said.
    turned: StoredValue<(u64, u64)>,
    /// Something waits to be said.
    waits: StoredValue<bool>,
}

/// Makes [`use_desk`] work below.
pub fn provide_desk() {
    provide_context(Desk::new());
}

/// What the regions share; outside the console something that nobody else sees.
#[must_use]
pub fn use_desk() -> Desk {
    use_context().unwrap_or_else(Desk::new)
}

impl Desk {
    fn new() -> Self {
        Self {
            lang: use_me().lang,
            choices: RwSignal::new(Choices::default()),
            written: RwSignal::new(0),
            missed: RwSignal::new(0),
            spoken: RwSignal::new(String::new()),
            drawer: RwSignal::new(false),
            turned: StoredValue::new((0, 0)),
            waits: StoredValue::new(false),
        }
    }

    /// What selects offer, fetched when first needed.
    pub fn choices(self) -> RwSignal<Choices> {
        Effect::new(move |_| {
            if self.choices.with_untracked(|choices| choices.types.is_empty()) {
                spawn_local_scoped(async move {
                    if let Ok(choices) = api::tickets::load_choices().await {
                        self.choices.set(choices);
                    }
                });
            }
        });
        self.choices
    }

    /// This page has changed a ticket.
    pub fn wrote(self) {
        self.written.update(|count| *count += 1);
    }

    /// Calls `action` after every change that this page made.
    pub fn on_write(self, action: impl Fn() + 'static) {
        Effect::new(move |before: Option<u32>| {
            let now = self.written.get();
            if before.is_some_and(|before| before != now) {
                action();
            }
            now
        });
    }

    /// Says something at once.
    pub fn say(self, words: impl Into<String>) {
        self.spoken.set(words.into());
    }

    /// A clock of one of the reader's tickets shows something else now.
    pub fn turned(self, to: ClockFace) {
        match to {
            ClockFace::AtRisk => self.turned.update_value(|turned| turned.0 += 1),
            ClockFace::Missed => self.turned.update_value(|turned| turned.1 += 1),
            _ => return,
        }
        if !self.waits.get_value() {
            self.waits.set_value(true);
            set_timeout(move || self.report(), GATHER);
        }
    }

    /// Says what has turned, in one sentence each, and then nothing for a while.
    fn report(self) {
        let w = console::clock(self.lang);
        let (risky, missed) = self.turned.get_value();
        self.turned.set_value((0, 0));
        let said = [(risky, w.risk_one, w.risk_many), (missed, w.missed_one, w.missed_many)];
        let said = said.into_iter().filter(|(n, ..)| *n > 0).map(|(n, one, many)| count(n, one, many));
        self.say(said.collect::<Vec<_>>().join(" "));
        set_timeout(move || self.rested(), QUIET);
    }

    fn rested(self) {
        self.waits.set_value(false);
        if self.turned.get_value() != (0, 0) {
            self.waits.set_value(true);
            self.report();
        }
    }
}
