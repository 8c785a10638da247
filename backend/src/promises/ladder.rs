//! A ticket on its type's ladder: climbing, in the transaction of what made it climb. The rules are `domain::ladder`.

use std::borrow::Cow;

use domain::access::Role;
use domain::ladder::{
    Cause, Colleague, Held, Rung, RungOwner, Standing, causes, duty_rung, next, next_owner_of, owner_of,
};
use domain::promises::policy::PolicyRef;
use domain::routing::same_name;
use domain::tickets::entry::{Author, Body, Entry, Named};
use domain::tickets::view::Notice;
use domain::time::Instant;
use domain::words::{Lang, console};

use crate::Outcome;
use crate::db::{Tx, q};
use crate::settings::{DIRECTORY_FRESH_MS, Directory, Staff};
use crate::tickets::append::{Pen, Telling, apply};
use crate::tickets::store::Ticket;

/// Chooses an owner of a rung among the staff; those who have had the ticket are the last argument.
type OwnerRule = for<'s> fn(&RungOwner, &'s [Colleague], Option<&str>, &[&str]) -> Option<&'s Colleague>;

const PASS_ON: &str = "UPDATE tickets SET wake_at = $2 WHERE active = TRUE AND rung_owner_id = $1
  AND (wake_at IS NULL OR wake_at > $2)";

/// Lets `ticket` climb when something among `added`, the entries of one change, leads to a rung above: once, however much
/// happened at the same time. The one who owns the rung is told that, and not the same in other words.
pub(crate) fn climb(pen: &Pen, ticket: &mut Ticket, added: &mut Vec<Entry>, tell: &mut Vec<Telling>) {
    if !ticket.status.is_active() {
        return;
    }
    let causes = causes(added, &ticket.standing);
    let Some(climbed) = causes.into_iter().find_map(|cause| climbed(pen, ticket, cause)) else {
        return name_called(ticket.standing.waiting().map(|held| &held.owner), added);
    };
    if let Body::Climbed { owner, name, cause, .. } = &climbed {
        name_called(Some(owner).filter(|_| *cause == Cause::CustomerAsked), added);
        let reason = asked(added, cause).unwrap_or_default().to_owned();
        tell.retain(|telling| telling.person_id != owner.id);
        tell.push(telling(owner, name, cause, reason));
    }
    let entry = pen.entry((Author::System, climbed));
    apply(ticket, &entry);
    added.push(entry);
}

/// What whoever is asked on the rung called `name` hears.
fn telling(owner: &Named, name: &str, cause: &Cause, reason: String) -> Telling {
    let notice = Notice::Climbed { name: name.to_owned(), cause: cause.clone(), reason };
    Telling { at_once: *cause == Cause::CustomerAsked, ..Telling::new(owner.id.clone(), notice) }
}

/// What they hear of `climbed`, which came of no words of anybody.
pub(crate) fn told_of(climbed: &Body) -> Option<Telling> {
    let Body::Climbed { name, owner, cause, .. } = climbed else { return None };
    Some(telling(owner, name, cause, String::new()))
}

/// Names whom a customer's call waits for first among those who were told.
fn name_called(owner: Option<&Named>, added: &mut [Entry]) {
    let calls = added.iter_mut().filter_map(|entry| match &mut entry.body {
        Body::DutyManager { told, .. } => Some(told),
        _ => None,
    });
    for (told, owner) in calls.zip(owner) {
        told.retain(|person| person.id != owner.id);
        told.insert(0, owner.clone());
    }
}

/// The words of who asked.
fn asked<'e>(added: &'e [Entry], cause: &Cause) -> Option<&'e str> {
    added.iter().find_map(|entry| match (&entry.body, cause) {
        (Body::DutyManager { reason, .. }, Cause::CustomerAsked) => Some(reason.as_str()),
        (Body::HandedOver { hand_over }, Cause::AgentAsked) => Some(hand_over.question.as_str()),
        _ => None,
    })
}

/// What of a ticket says where it can climb to.
#[derive(Clone, Copy)]
pub(crate) struct Place<'t> {
    pub ticket_type: &'t str,
    pub queue: Option<&'t str>,
    pub standing: &'t Standing,
    pub assignee: Option<&'t str>,
    /// Who asks for somebody else.
    pub actor: Option<&'t str>,
}

impl<'t> Place<'t> {
    pub fn of(ticket: &'t Ticket) -> Self {
        let Ticket { ticket_type, queue_id, standing, assignee_id, .. } = ticket;
        Self {
            ticket_type,
            queue: queue_id.as_deref(),
            standing,
            assignee: assignee_id.as_deref(),
            actor: None,
        }
    }

    /// The rung above that `cause` leads to and its number, from 1 on.
    fn above<'d>(&self, directory: &'d Directory, cause: &Cause) -> Option<(u32, Cow<'d, Rung>)> {
        let duty_manager = console::types(Lang::En).duty_manager;
        next(directory.ladder(self.ticket_type), self.standing, cause, duty_manager)
    }

    /// The rung that it stands on, for somebody else: when its owner has left; when the customer calls and they are away;
    /// when they did not take it in time and somebody has not been asked yet.
    fn again<'d>(
        &self,
        directory: &'d Directory,
        cause: &Cause,
        now: Instant,
    ) -> Option<(u32, Cow<'d, Rung>)> {
        let held = self.standing.current()?;
        let (waits, owner) = (held.acknowledged.is_none(), held.owner.id.as_str());
        let same = self.same(directory, held);
        let passes_on = match cause {
            Cause::Unacknowledged => waits && self.find(directory, &same.1, now, next_owner_of).is_some(),
            Cause::OwnerLeft { .. } => true,
            Cause::CustomerAsked => waits && directory.routing.away(now).contains(&owner),
            _ => false,
        };
        passes_on.then_some(same)
    }

    fn same<'d>(&self, directory: &'d Directory, held: &Held) -> (u32, Cow<'d, Rung>) {
        let known = directory.ladder(self.ticket_type).iter().find(|rung| rung.id == held.rung);
        let gone = || Cow::Owned(Rung { id: held.rung.clone(), ..duty_rung(&held.name) });
        (held.level, known.map_or_else(gone, Cow::Borrowed))
    }

    /// Whoever is away at `now` comes last, as those who had it before.
    fn owner(&self, directory: &Directory, rung: &Rung, now: Instant) -> Option<Named> {
        self.find(directory, rung, now, owner_of)
    }

    /// Those who have had the ticket.
    fn passed(&self) -> impl Iterator<Item = &str> {
        let below = self.standing.rungs.iter().map(|held| held.owner.id.as_str());
        below.chain(self.assignee).chain(self.actor)
    }

    fn find(&self, directory: &Directory, rung: &Rung, now: Instant, rule: OwnerRule) -> Option<Named> {
        let team = self.queue.and_then(|id| directory.routing.queue(id)).map(|queue| queue.team.as_str());
        let passed: Vec<&str> = self.passed().chain(directory.routing.away(now)).collect();
        let staff = directory.colleagues();
        let owner = rule(&rung.owner, &staff, team, &passed)?;
        Some(Named { id: owner.id.clone(), name: owner.name.clone() })
    }

    /// The rung that an agent can hand the ticket to, with the one who would own it.
    pub fn next_for_agents(&self, directory: &Directory, now: Instant) -> Option<(String, Named)> {
        let (_, rung) = self.above(directory, &Cause::AgentAsked)?;
        Some((rung.name.clone(), self.owner(directory, &rung, now)?))
    }

    /// Whether a rung above answers to `cause`.
    pub fn can_climb(&self, directory: &Directory, cause: &Cause) -> bool {
        self.above(directory, cause).is_some()
    }
}

fn climbed(pen: &Pen, ticket: &Ticket, cause: Cause) -> Option<Body> {
    let (directory, place) = (&pen.directory, Place { actor: pen.actor_id.as_deref(), ..Place::of(ticket) });
    let above = place.above(directory, &cause);
    let (level, rung) = above.or_else(|| place.again(directory, &cause, pen.now))?;
    let owner = match (&cause, taken(directory, ticket, pen.now)) {
        (Cause::CustomerAsked, Some(owner)) => owner,
        _ => place.owner(directory, &rung, pen.now)?,
    };
    Some(asks(pen, ticket, (level, &rung), owner, cause))
}

/// That `owner` is asked on a rung of `ticket`, from now on.
fn asks(pen: &Pen, ticket: &Ticket, (level, rung): (u32, &Rung), owner: Named, cause: Cause) -> Body {
    // Whoever is asked on the same rung in another's place has the same hand-over before them.
    let same = ticket.standing.current().filter(|held| held.level == level);
    let from = match cause {
        Cause::AgentAsked => {
            let actor = pen.actor_id.as_deref().and_then(|id| pen.directory.staff_member(id));
            actor.map(Staff::named)
        }
        _ => same.and_then(|held| held.from.clone()),
    };
    Body::Climbed {
        rung: rung.id.clone(),
        name: rung.name.clone(),
        level,
        owner,
        cause,
        until: waits_until(&pen.directory, ticket, rung, pen.now),
        from,
    }
}

/// The rung called `name` on the ladder of a new ticket, as `rule` begins it there; `None` where its ladder has none.
pub(crate) fn begun_on(pen: &Pen, ticket: &Ticket, rule: String, name: &str) -> Option<Body> {
    let ladder = pen.directory.ladder(&ticket.ticket_type);
    let (level, rung) = (1..).zip(ladder).find(|(_, rung)| same_name(&rung.name, name))?;
    let owner = Place::of(ticket).owner(&pen.directory, rung, pen.now)?;
    Some(asks(pen, ticket, (level, rung), owner, Cause::Routed { rule }))
}

/// Who has taken a rung and decides: a call that comes after that is theirs, too.
fn taken(directory: &Directory, ticket: &Ticket, now: Instant) -> Option<Named> {
    if ticket.standing.waiting().is_some() {
        return None;
    }
    let taken = ticket.standing.rungs.iter().rev().filter(|held| held.acknowledged.is_some());
    let mut owners = taken.map(|held| held.owner.id.as_str());
    let owner = owners.find_map(|id| directory.staff_member(id).filter(|own| own.role >= Role::Manager))?;
    let is_away = directory.routing.worker(&owner.id).is_some_and(|own| own.is_away(now));
    (!is_away).then(|| owner.named())
}

fn is_there(directory: &Directory, id: &str) -> bool {
    directory.staff_member(id).is_some_and(|own| own.role >= Role::Agent)
}

/// Opening time counts in the calendar of the ticket's policy.
fn waits_until(directory: &Directory, ticket: &Ticket, rung: &Rung, now: Instant) -> Option<Instant> {
    let policy = PolicyRef { id: ticket.policy_id.clone(), version: ticket.policy_version };
    let calendar = directory.book.policy(&policy).and_then(|policy| policy.calendar.as_deref());
    let hours = calendar.and_then(|id| directory.calendar(id)).map(|known| known.schedule.as_ref());
    rung.wait?.after(now, hours)
}

/// Who is asked instead of the owner of the rung that `ticket` stands on, who is away: their `stand_in`, then somebody of
/// the same rung, then the rung above. Nobody who has had the ticket or is away; `None` where there is nobody else.
pub(crate) fn instead(pen: &Pen, ticket: &Ticket, stand_in: Option<&Named>) -> Option<Body> {
    let held = ticket.standing.current()?;
    let (directory, place) = (&pen.directory, Place::of(ticket));
    let same = place.same(directory, held);
    let next = |rung: &Rung| place.find(directory, rung, pen.now, next_owner_of);
    let cause = Cause::OwnerAway { away: held.owner.name.clone() };
    let stand_in = stand_in.filter(|own| !place.passed().any(|had| had == own.id)).cloned();
    let (level, rung, owner) = match stand_in.or_else(|| next(&same.1)) {
        Some(owner) => (same.0, same.1, owner),
        None => {
            let (level, rung) = place.above(directory, &cause)?;
            let owner = next(&rung)?;
            (level, rung, owner)
        }
    };
    Some(asks(pen, ticket, (level, &rung), owner, cause))
}

/// Lets the timers look at every rung that waits for `person_id`, who has left, as soon as each node knows of it.
pub(crate) async fn pass_on(tx: &mut Tx, person_id: &str, now: Instant) -> Outcome<()> {
    q(PASS_ON).bind(person_id).bind(now.plus_ms(DIRECTORY_FRESH_MS).0).exec(tx).await?;
    Ok(())
}

/// That nobody acknowledged the rung in time, if that is so by now, or that its owner has left. Once everybody has been
/// asked, all who lead hear of it, each day until somebody takes it.
pub(crate) fn unanswered(pen: &Pen, ticket: &Ticket, tell: &mut Vec<Telling>) -> Option<Body> {
    let held = ticket.standing.current().filter(|_| ticket.status.is_active())?;
    let is_over = ticket.standing.climbs_at().is_some_and(|at| at <= pen.now);
    // Who came a moment ago may not be known here yet.
    let since = held.acknowledged.unwrap_or(held.since).plus_ms(DIRECTORY_FRESH_MS);
    let left = since <= pen.now && !is_there(&pen.directory, &held.owner.id);
    if !is_over && !left {
        return None;
    }
    let place = Place::of(ticket);
    let cause = match left {
        true => Cause::OwnerLeft { left: held.owner.name.clone() },
        false => Cause::Unacknowledged,
    };
    let goes_on =
        place.above(&pen.directory, &cause).or_else(|| place.again(&pen.directory, &cause, pen.now));
    // Somebody else than the one who does not answer.
    let told = match goes_on {
        None => pen.directory.others_with(&[Role::Manager, Role::Admin, Role::Lead], &[&held.owner.id]),
        Some(_) => Vec::new(),
    };
    let (name, owner) = (held.name.clone(), held.owner.clone());
    let notice = Notice::Unanswered { name: name.clone(), owner: owner.name.clone(), left };
    tell.extend(told.iter().map(|manager| Telling::new(manager.id.clone(), notice.clone())));
    Some(Body::Unanswered { name, owner, left, told })
}
