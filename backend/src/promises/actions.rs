//! What alarms do to a ticket, what of it cannot be done now, and trying that again: never silent, the ticket and the
//! page of failed alarms say so.

use domain::Viewer;
use domain::access::{Action, Role};
use domain::ladder::Cause;
use domain::promises::policy::{AlarmAction, Audience};
use domain::promises::{PromiseKind, Trouble};
use domain::settings::FailedAction;
use domain::tickets::decide::Draft;
use domain::tickets::entry::{Author, Body, Named};
use domain::tickets::view::Notice;
use domain::time::{Instant, MINUTE_MS};

use super::ladder::Place;
use crate::db::{Tx, q};
use crate::settings::{Directory, Staff};
use crate::stamps::Stamper;
use crate::tickets::append::{Pen, Telling};
use crate::tickets::number_text;
use crate::tickets::store::{self, Ticket};
use crate::{Backend, Outcome, row, webhooks};

/// Between the first two tries; each further wait is three times as long.
const FIRST_WAIT_MS: i64 = 5 * MINUTE_MS;
/// After so many it is given up: the page says so.
const MOST_TRIES: u32 = 6;
/// Tried again in one round.
const BATCH: i64 = 20;

const INSERT: &str = "INSERT INTO failed_actions (id, ticket_id, key, action, why, tries, failed_at, next_at)
  VALUES ($1, $2, $3, $4, $5, 1, $6, $7)";
const DUE: &str = "SELECT id, ticket_id FROM failed_actions WHERE next_at <= $1 ORDER BY next_at LIMIT $2";
const ONE: &str = "SELECT key, action, tries, next_at FROM failed_actions WHERE id = $1";
const AGAIN: &str = "UPDATE failed_actions SET why = $2, tries = tries + 1, next_at = $3 WHERE id = $1";
const DONE: &str = "UPDATE failed_actions SET next_at = NULL, done_at = $2 WHERE id = $1";
const DROP: &str = "UPDATE failed_actions SET next_at = NULL WHERE id = $1";
const LIST: &str =
    "SELECT f.key, f.action, f.why, f.tries, f.failed_at, f.next_at, f.done_at, t.number, t.subject
  FROM failed_actions f JOIN tickets t ON t.id = f.ticket_id ORDER BY f.id DESC LIMIT 100";

row! { struct Kept { key: String, action: String, tries: i64, next_at: Option<i64> } }
row! {
    struct Line {
        key: String, action: String, why: String, tries: i64, failed_at: i64, next_at: Option<i64>,
        done_at: Option<i64>, number: i64, subject: String,
    }
}

/// What the actions of one alarm come to.
#[derive(Default)]
pub(super) struct Effects<'d> {
    pub told: Vec<&'d Staff>,
    pub drafts: Vec<Draft>,
    /// The ticket is to move up its ladder.
    pub escalate: bool,
    /// Called once the alarm is written down.
    pub webhooks: Vec<Named>,
}

impl<'d> Effects<'d> {
    /// Takes one action of an alarm of `promise` in.
    ///
    /// # Errors
    /// Why it cannot be done now.
    pub fn take(
        &mut self,
        directory: &'d Directory,
        ticket: &Ticket,
        promise: PromiseKind,
        action: &AlarmAction,
        now: Instant,
    ) -> Result<(), Trouble> {
        match action {
            AlarmAction::Notify(audience) => {
                let people = people(directory, ticket, audience, now);
                if people.is_empty() {
                    return Err(Trouble::Nobody);
                }
                self.told.extend(people);
            }
            AlarmAction::RaisePriority if ticket.priority.raised() != ticket.priority => {
                let (from, to) = (ticket.priority, ticket.priority.raised());
                self.drafts.push((Author::System, Body::Priority { from, to, reason: None }));
            }
            AlarmAction::RaisePriority => {}
            AlarmAction::Assign(id) => {
                let to = Some(directory.staff_member(id).ok_or(Trouble::Gone)?.named());
                let from =
                    ticket.assignee_id.as_deref().and_then(|id| directory.staff_member(id)).map(Staff::named);
                self.drafts.push((Author::System, Body::Assignee { from, to }));
            }
            AlarmAction::Escalate => {
                if directory.ladder(&ticket.ticket_type).is_empty() {
                    return Err(Trouble::NoLadder);
                }
                if !Place::of(ticket).can_climb(directory, &Cause::Alarm { promise }) {
                    return Err(Trouble::Top);
                }
                self.escalate = true;
            }
            AlarmAction::Webhook(id) => {
                self.webhooks.push(directory.webhook(id).cloned().ok_or(Trouble::NoWebhook)?)
            }
        }
        Ok(())
    }

    /// Everybody who is told, once.
    pub fn told(&mut self) -> Vec<&'d Staff> {
        self.told.sort_by(|a, b| a.id.cmp(&b.id));
        self.told.dedup_by(|a, b| a.id == b.id);
        std::mem::take(&mut self.told)
    }
}

/// The people an alarm speaks to. For an assignee who is away their stand-in hears of it, too; where there is none, and
/// where nobody is assigned, the queue's leads, so that no alarm falls on deaf ears.
fn people<'d>(
    directory: &'d Directory,
    ticket: &Ticket,
    audience: &Audience,
    now: Instant,
) -> Vec<&'d Staff> {
    let leads = || directory.leads_of(ticket.queue_id.as_deref());
    match audience {
        Audience::Assignee => {
            let assignee = ticket.assignee_id.as_deref().and_then(|id| directory.staff_member(id));
            let Some(assignee) = assignee else { return leads() };
            let worker = directory.routing.worker(&assignee.id).filter(|own| own.is_away(now));
            let Some(worker) = worker else { return vec![assignee] };
            let stand_in = directory.routing.stand_in(worker, now);
            let stand_in = stand_in.and_then(|own| directory.staff_member(&own.who.id));
            stand_in.map_or_else(leads, |own| vec![own]).into_iter().chain([assignee]).collect()
        }
        Audience::Followers => Vec::new(),
        Audience::Lead => leads(),
        Audience::Manager => directory.with_role(Role::Manager).collect(),
        Audience::Person(id) => directory.staff_member(id).into_iter().collect(),
    }
}

/// Remembers what failed among `drafts`, to try it again.
pub(super) async fn remember(tx: &mut Tx, pen: &Pen, ticket: &Ticket, drafts: &[Draft]) -> Outcome<()> {
    for (_, body) in drafts {
        let Body::ActionFailed { key, action, why, .. } = body else { continue };
        let insert = q(INSERT).bind(pen.backend.ids.id(pen.now)).bind(ticket.id.as_str()).bind(key.as_str());
        let insert = insert.bind(serde_json::to_string(action)?).bind(serde_json::to_string(why)?);
        insert.bind(pen.now.0).bind(next_try(pen.now, 1, *why)).exec(tx).await?;
    }
    Ok(())
}

/// When what has been tried so often is tried again, in milliseconds; `None`: no more.
fn next_try(now: Instant, tries: u32, why: Trouble) -> Option<i64> {
    let waits = tries < MOST_TRIES && !why.is_final();
    waits.then(|| now.0 + FIRST_WAIT_MS * 3_i64.pow(tries.saturating_sub(1)))
}

/// Tries what failed once more, where its time has come.
///
/// # Errors
/// When the database does not answer.
pub async fn retry(b: &Backend) -> Outcome<usize> {
    let now = b.clock.now();
    let due: Vec<(String, String)> = q(DUE).bind(now.0).bind(BATCH).all(&mut b.db.read().await?).await?;
    if due.is_empty() {
        return Ok(0);
    }
    let pen = Pen { backend: b.clone(), directory: b.directory().await?, now, actor_id: None };
    for (id, ticket_id) in &due {
        let (pen, id, ticket_id) = (pen.clone(), id.clone(), ticket_id.clone());
        b.db.write(move |tx| {
            let (pen, id, ticket_id) = (pen.clone(), id.clone(), ticket_id.clone());
            Box::pin(async move { again(tx, &pen, &id, &ticket_id).await })
        })
        .await?;
    }
    Ok(due.len())
}

/// The ticket's lock comes first, as everywhere. Another node may have been here already.
async fn again(tx: &mut Tx, pen: &Pen, id: &str, ticket_id: &str) -> Outcome<()> {
    let Some(mut ticket) = store::lock_by_id(tx, ticket_id).await? else { return Ok(()) };
    let kept: Kept = q(ONE).bind(id).for_update().one(tx).await?;
    if kept.next_at.is_none_or(|next| next > pen.now.0) {
        return Ok(());
    }
    let Some(promise) = PromiseKind::of_key(&kept.key) else {
        return give_up(tx, id).await;
    };
    if !ticket.status.is_active() {
        return give_up(tx, id).await;
    }
    let action: AlarmAction = serde_json::from_str(&kept.action)?;
    let mut effects = Effects::default();
    if let Err(why) = effects.take(&pen.directory, &ticket, promise, &action, pen.now) {
        let next = next_try(pen.now, u32::try_from(kept.tries).unwrap_or(MOST_TRIES) + 1, why);
        q(AGAIN).bind(id).bind(serde_json::to_string(&why)?).bind(next).exec(tx).await?;
        return Ok(());
    }
    q(DONE).bind(id).bind(pen.now.0).exec(tx).await?;
    let notice = Notice::Promise { promise, missed: true };
    let tell: Vec<Telling> =
        effects.told().iter().map(|person| Telling::new(person.id.clone(), notice.clone())).collect();
    let done = (Author::System, Body::ActionDone { key: kept.key, action, name: String::new() });
    let drafts = std::iter::once(done).chain(effects.drafts).collect();
    pen.append(tx, &mut ticket, drafts, &tell).await
}

async fn give_up(tx: &mut Tx, id: &str) -> Outcome<()> {
    q(DROP).bind(id).exec(tx).await?;
    Ok(())
}

/// What alarms could not do, newest first.
///
/// # Errors
/// `Forbidden`.
pub async fn failed(b: &Backend, v: &Viewer) -> Outcome<Vec<FailedAction>> {
    v.ensure(Action::ReadPolicies)?;
    let stamper = Stamper::new(v, b.clock.now());
    let lines: Vec<Line> = q(LIST).all(&mut b.db.read().await?).await?;
    let stamp = |at: i64| stamper.stamp(Instant(at));
    let shown = |line: Line| {
        Ok(FailedAction {
            number: number_text(line.number),
            subject: line.subject,
            promise: PromiseKind::of_key(&line.key),
            action: serde_json::from_str(&line.action)?,
            name: String::new(),
            why: serde_json::from_str(&line.why)?,
            tries: u32::try_from(line.tries).unwrap_or_default(),
            at: stamp(line.failed_at),
            next: line.next_at.map(stamp),
            done: line.done_at.map(stamp),
        })
    };
    let mut list: Vec<FailedAction> = lines.into_iter().map(shown).collect::<Outcome<_>>()?;
    list.append(&mut webhooks::failed(b, &stamper).await?);
    list.sort_by_key(|own| std::cmp::Reverse(own.at.at));
    list.truncate(webhooks::LISTED as usize);
    Ok(list)
}
