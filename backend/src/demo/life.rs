//! A ticket lived through from its creation to now, in memory: the same decisions, promises, alarms and verdicts as in
//! a serving desk, at the times at which they would have happened.

use std::collections::HashSet;

use domain::Viewer;
use domain::promises::engine::Book;
use domain::tickets::decide::{Command, Draft, NewTicket, decide};
use domain::tickets::entry::Entry;
use domain::time::Instant;

use crate::Outcome;
use crate::promises::{project, timers};
use crate::tickets::append::{Pen, Telling};
use crate::tickets::change::{state, tellings};
use crate::tickets::create;
use crate::tickets::requester::For;
use crate::tickets::store::{Pressing, Ticket};

/// A ticket on its way.
pub(super) struct Life {
    pen: Pen,
    ticket: Ticket,
    entries: Vec<Entry>,
    fired: HashSet<String>,
    alarms: Vec<(String, Instant)>,
    told: Vec<(Instant, Telling)>,
}

/// A ticket as it is now, with all that belongs to it.
pub(super) struct Lived {
    pub ticket: Ticket,
    pub pressing: Pressing,
    pub entries: Vec<Entry>,
    /// Keys of the alarms that fired, and when.
    pub alarms: Vec<(String, Instant)>,
    pub told: Vec<(Instant, Telling)>,
}

impl Life {
    /// A new ticket at the pen's time, by the pen's actor.
    ///
    /// # Errors
    /// As [`create::draft`].
    pub fn begin(pen: Pen, for_whom: &For, new: &NewTicket) -> Outcome<Self> {
        let (ticket, entries, _) = create::draft(&pen, for_whom, new, None, Vec::new())?;
        Ok(Self { pen, ticket, entries, fired: HashSet::new(), alarms: Vec::new(), told: Vec::new() })
    }

    /// Lets time pass until `at`, when `by` gives `command`.
    ///
    /// # Errors
    /// What [`decide`] refuses.
    pub fn act(&mut self, at: Instant, by: &Viewer, command: &Command) -> Outcome<()> {
        self.pass(at);
        self.pen.now = at;
        self.pen.actor_id = Some(by.person_id.clone());
        let drafts = decide(&state(&self.pen.directory, &self.ticket, at), by, command, at)?;
        self.told
            .extend(tellings(&self.pen, &self.ticket, by, command).into_iter().map(|telling| (at, telling)));
        self.add(drafts);
        Ok(())
    }

    /// Lets time pass until `now` and looks at what has become of the ticket.
    ///
    /// # Errors
    /// When its row cannot be made.
    pub fn finish(mut self, now: Instant) -> Outcome<Lived> {
        self.pass(now);
        self.pen.now = now;
        self.add(Vec::new());
        let mut ticket = self.ticket;
        ticket.version = i64::try_from(self.entries.len()).unwrap_or_default();
        ticket.changed_at = self.entries.last().map_or(now, |entry| entry.at);
        let pressing = project::pressing(&ticket, &self.pen.directory.book, now)?;
        Ok(Lived { ticket, pressing, entries: self.entries, alarms: self.alarms, told: self.told })
    }

    fn book(&self) -> &Book {
        &self.pen.directory.book
    }

    /// Everything that the clock alone brings about until `until`.
    fn pass(&mut self, until: Instant) {
        while let Some(at) =
            project::wakes_at(&self.ticket, self.book(), self.pen.now).filter(|at| *at <= until)
        {
            self.pen.now = at;
            self.pen.actor_id = None;
            self.add(Vec::new());
            let firing = timers::due_alarms(&self.pen, &self.ticket.promises, &self.fired);
            let (drafts, tell) = timers::consequences(&self.pen, &self.ticket, &firing);
            let keys: Vec<String> = firing.into_iter().map(|(_, alarm)| alarm.key).collect();
            self.alarms.extend(keys.iter().map(|key| (key.clone(), at)));
            self.fired.extend(keys);
            self.told.extend(tell.into_iter().map(|telling| (at, telling)));
            if !drafts.is_empty() {
                self.add(drafts);
            }
        }
    }

    fn add(&mut self, drafts: Vec<Draft>) {
        let mut added = self.pen.entries(drafts);
        self.pen.advance(&mut self.ticket, &self.entries, &mut added);
        self.entries.append(&mut added);
    }
}
