//! Adding entries to a ticket, the one way in which anything about it changes: apply, replay the promises, note
//! verdicts, write rows, tell who has to know, record the change. All in the caller's transaction.

use std::sync::Arc;

use domain::Viewer;
use domain::live::Topic;
use domain::promises::{Promise, Standing};
use domain::routing::view::Trace;
use domain::tickets::decide::Draft;
use domain::tickets::entry::{Author, Body, Entry};
use domain::tickets::view::Notice;
use domain::time::Instant;

use super::scope::number_text;
use super::store::{self, Pressing, Ticket};
use super::surveys;
use crate::db::Tx;
use crate::live::{Change, record};
use crate::promises::{ladder, project};
use crate::routing::workload::{self, Burden};
use crate::settings::Directory;
use crate::{Backend, Outcome};

/// Who adds entries, when, and with which settings.
#[derive(Clone)]
pub(crate) struct Pen {
    pub backend: Backend,
    pub directory: Arc<Directory>,
    pub now: Instant,
    /// Author of the staff's and customer's entries.
    pub actor_id: Option<String>,
}

/// A notice to one person about the ticket.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Telling {
    pub person_id: String,
    pub notice: Notice,
    /// Not before this, e.g. when the person's day begins.
    pub not_before: Option<Instant>,
    /// At any hour, whatever the person chose.
    pub at_once: bool,
    /// Also to somebody who chose to do without such notices: nobody else would hear of it.
    pub must: bool,
}

impl Telling {
    pub(crate) fn new(person_id: impl Into<String>, notice: Notice) -> Self {
        Self { person_id: person_id.into(), notice, not_before: None, at_once: false, must: false }
    }
}

impl Pen {
    /// For what happens now: by `actor`, or by the desk itself.
    ///
    /// # Errors
    /// When the settings cannot be read.
    pub(crate) async fn new(b: &Backend, actor: Option<&Viewer>) -> Outcome<Self> {
        let (directory, actor_id) = (b.directory().await?, actor.map(|actor| actor.person_id.clone()));
        Ok(Self { backend: b.clone(), directory, now: b.clock.now(), actor_id })
    }

    /// Whether the clock has something to write down on `ticket`, which goes before what the desk does by itself.
    pub(crate) fn is_behind(&self, ticket: &Ticket) -> bool {
        ticket.wake_at.is_some_and(|at| at <= self.now)
    }

    pub(crate) fn entry(&self, (author, body): Draft) -> Entry {
        let author_id = if author == Author::System { None } else { self.actor_id.clone() };
        Entry { id: self.backend.ids.id(self.now), at: self.now, author, author_id, body }
    }

    /// Gives drafts their ids and this pen's time.
    pub(crate) fn entries(&self, drafts: Vec<Draft>) -> Vec<Entry> {
        drafts.into_iter().map(|draft| self.entry(draft)).collect()
    }

    /// Brings `ticket` to where `history` with `added` leads, adds the verdicts that this made known, and returns what
    /// lists make of it.
    pub(crate) fn project(
        &self,
        ticket: &mut Ticket,
        history: &[Entry],
        added: &mut Vec<Entry>,
    ) -> Outcome<Pressing> {
        self.advance(ticket, history, added);
        project::pressing(ticket, &self.directory.book, self.now)
    }

    /// The half of [`Pen::project`] that the ticket's next change builds on.
    pub(crate) fn advance(&self, ticket: &mut Ticket, history: &[Entry], added: &mut Vec<Entry>) {
        for entry in added.iter() {
            apply(ticket, entry);
        }
        let facts: Vec<Entry> =
            history.iter().chain(added.iter()).filter(|entry| entry.body.moves_promises()).cloned().collect();
        let promises = project::promises(&facts, &self.directory.book, self.now);
        added.extend(self.entries(verdicts(&ticket.promises, &promises)));
        ticket.promises = promises;
    }

    /// Adds `drafts` to an existing ticket. Nothing to add is nothing written.
    ///
    /// # Errors
    /// `Busy` when the row moved under the lock; the database's faults.
    pub(crate) async fn append(
        &self,
        tx: &mut Tx,
        ticket: &mut Ticket,
        drafts: Vec<Draft>,
        tell: &[Telling],
    ) -> Outcome<()> {
        let history = store::history(tx, &ticket.id).await?;
        let before = (ticket.version, ticket.promises.clone());
        let burden = Burden::of(ticket);
        let mut added = self.entries(drafts);
        self.advance(ticket, &history, &mut added);
        let mut tell = tell.to_vec();
        ladder::climb(self, ticket, &mut added, &mut tell);
        let mut pressing = project::pressing(ticket, &self.directory.book, self.now)?;
        if self.actor_id.is_some() {
            // What came due before this, and what this made due at once, is still the timers' to fire.
            let waiting = ticket.wake_at.filter(|at| *at <= self.now);
            pressing.wake_at = waiting.or(self.due_at_once(ticket)).or(pressing.wake_at);
        }
        ticket.version += i64::try_from(added.len()).unwrap_or_default();
        if added.iter().any(|entry| !entry.body.is_upkeep()) {
            ticket.changed_at = self.now.max(ticket.changed_at);
        }
        if !added.is_empty() {
            store::insert_entries(tx, &ticket.id, before.0 + 1, &added).await?;
        }
        store::update_ticket(tx, ticket, &pressing, before.0).await?;
        let moved: Vec<&Promise> =
            ticket.promises.iter().filter(|promise| differs(&before.1, promise)).collect();
        store::upsert_promises(tx, &ticket.id, &moved).await?;
        workload::shift(tx, &burden, &Burden::of(ticket), self.now).await?;
        super::notices::tell(tx, self, ticket, &tell).await?;
        self.publish(tx, ticket, &added).await
    }

    /// The moment of this change, when it is itself the time of an alarm, or a survey became due without a wake: under
    /// the policy that the ticket has now.
    fn due_at_once(&self, ticket: &Ticket) -> Option<Instant> {
        let book = &self.directory.book;
        let mut alarms = ticket.promises.iter().flat_map(|promise| project::alarms(promise, book));
        let asks = surveys::due(ticket, book).is_some_and(|(_, at)| at <= self.now);
        (asks || alarms.any(|alarm| alarm.fire_at == self.now)).then_some(self.now)
    }

    /// Tells live pages and the search index that the ticket changed.
    async fn publish(&self, tx: &mut Tx, ticket: &Ticket, added: &[Entry]) -> Outcome<()> {
        // That a clock turned alone is seen without being told.
        let change = self.change(ticket, added.iter().any(|entry| entry.body.is_felt()));
        record(tx, &change).await?;
        Ok(())
    }

    pub(crate) fn change(&self, ticket: &Ticket, is_public: bool) -> Change {
        Change {
            topic: Topic::Ticket,
            id: number_text(ticket.number),
            version: ticket.version,
            requester_id: Some(ticket.requester_id.clone()),
            organisation_id: ticket.organisation_id.clone(),
            is_public,
            actor_id: self.actor_id.clone(),
            at: self.now,
        }
    }
}

/// What one entry does to the ticket's own fields.
pub(crate) fn apply(ticket: &mut Ticket, entry: &Entry) {
    ticket.standing.take(entry);
    match &entry.body {
        Body::Status { to, .. } => {
            ticket.status = *to;
            ticket.resolved_at = if to.is_active() { None } else { ticket.resolved_at.or(Some(entry.at)) };
        }
        Body::Priority { to, .. } => ticket.priority = *to,
        Body::Type { to, .. } => ticket.ticket_type.clone_from(to),
        Body::Subject { to, .. } | Body::Redacted { subject: Some(to), .. } => ticket.subject.clone_from(to),
        Body::Joined { organisation } => ticket.organisation_id = Some(organisation.id.clone()),
        Body::Assignee { to, .. } => ticket.assignee_id = to.as_ref().map(|to| to.id.clone()),
        Body::Routed(Trace { queue: Some(queue), .. }) => ticket.queue_id = Some(queue.id.clone()),
        Body::Queue { to, .. } => ticket.queue_id = to.as_ref().map(|to| to.id.clone()),
        Body::Plan { steps } => ticket.plan.clone_from(steps),
        Body::NextContact { due, .. } => ticket.next_contact = Some(*due),
        Body::PolicyChosen { policy, version, .. } => {
            ticket.policy_id.clone_from(policy);
            ticket.policy_version = *version;
        }
        _ => {}
    }
    match (&entry.body, entry.author) {
        (Body::Message { goodbye: true, .. }, _) => {}
        (Body::SurveyAnswered { answers }, _) => {
            ticket.unanswered |= answers.is_bad() && ticket.status.is_active();
        }
        (
            Body::Message { .. }
            | Body::Answers { .. }
            | Body::Created { .. }
            | Body::MoreUrgent { .. }
            | Body::DutyManager { .. },
            Author::Customer,
        ) => {
            ticket.unanswered = true;
        }
        (Body::Message { .. } | Body::Call { reached: true, .. }, Author::Staff) => {
            ticket.unanswered = false;
            // The contact has happened; a later one has to be promised anew.
            ticket.next_contact = ticket.next_contact.filter(|due| *due > entry.at);
        }
        _ => {}
    }
}

/// The entries that say what became of promises: one for each new miss and each promise that was kept.
fn verdicts(before: &[Promise], after: &[Promise]) -> Vec<Draft> {
    let known = |promise: &Promise| before.iter().find(|old| same(old, promise));
    let mut drafts = Vec::new();
    for promise in after {
        let old = known(promise);
        let (kind, cycle, due) = (promise.kind, promise.cycle, promise.due);
        if promise.missed_at.is_some() && old.is_none_or(|old| old.missed_at.is_none()) {
            drafts.push((Author::System, Body::PromiseMissed { promise: kind, cycle, due }));
        }
        let kept = |standing: Standing| matches!(standing, Standing::Kept { .. } | Standing::KeptLate { .. });
        if kept(promise.state) && old.is_none_or(|old| !kept(old.state)) {
            let late = matches!(promise.state, Standing::KeptLate { .. });
            drafts.push((Author::System, Body::PromiseKept { promise: kind, cycle, due, late }));
        }
    }
    drafts
}

fn same(a: &Promise, b: &Promise) -> bool {
    a.kind == b.kind && a.cycle == b.cycle && a.task == b.task
}

/// Whether the promise's row would read differently.
fn differs(before: &[Promise], promise: &Promise) -> bool {
    before.iter().find(|old| same(old, promise)).is_none_or(|old| {
        (old.state, old.due, old.missed_at) != (promise.state, promise.due, promise.missed_at)
    })
}
