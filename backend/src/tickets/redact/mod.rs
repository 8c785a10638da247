//! Taking away for good what an entry said. The log stays: the entry keeps its place, its author and all that promises count
//! by, points to the entry that says who emptied it, and holds no words any more. [`erase`] knows where else they lay;
//! [`retention`] does the same to old requests by the desk's rule. Sibling: `domain::tickets::redact`.

mod erase;
mod retention;

use domain::Viewer;
use domain::access::Action;
use domain::error::{Checks, Problem};
use domain::tickets::MAX_REASON;
use domain::tickets::entry::{Author, Body};
use domain::tickets::redact::RedactPage;
use domain::tickets::view::Written;
use domain::words::console;

use self::erase::{Entry, Extent, erase};
pub use self::retention::{empty_old, retention, save_retention};
use super::append::Pen;
use super::store::{self, Ticket};
use super::{change, number_text, timeline, visible_id};
use crate::access::in_person;
use crate::audit::{self, Deed};
use crate::db::{Conn, Tx, q};
use crate::live::record;
use crate::mail::inbound::copies;
use crate::{Backend, Failure, Outcome};

const PLACE: &str = "SELECT id FROM entries WHERE ticket_id = $1 AND seq = $2";
const TICKET: &str = "SELECT number, subject, version FROM tickets WHERE id = $1";
const OF: &str = "SELECT ticket_id FROM entries WHERE id = $1";

/// What is about to be redacted, for who may.
///
/// # Errors
/// `SignIn`, `Forbidden` for who may not; `NotFound` for what is not there.
pub async fn to_redact(b: &Backend, v: &Viewer, number: &str, seq: u32) -> Outcome<RedactPage> {
    in_person(v, Action::Redact)?;
    let id = visible_id(b, v, number).await?;
    let mut conn = b.db.read().await?;
    let (number, subject, version): (i64, String, i64) = q(TICKET).bind(id.as_str()).one(&mut conn).await?;
    let (entries, _) = timeline::read(&mut conn, v, &id, i64::from(seq) + 1, b.clock.now()).await?;
    let entry = entries.into_iter().next().filter(|entry| entry.seq == seq);
    let entry = entry.ok_or(domain::Error::NotFound)?;
    let with_subject = matches!(entry.body, Body::Created { .. });
    Ok(RedactPage { number: number_text(number), subject, version, entry, with_subject })
}

/// Takes away what the entry `seq` of the ticket called `number` says, with its files, wherever it was moved and whatever
/// the desk made of it. Doing it again changes nothing. `seen` is the version that the asker had before them.
///
/// # Errors
/// `SignIn`, `Forbidden` for who may not, and for tokens; `NotFound`; `Conflict` with what changed since `seen`; `Invalid`
/// for `reason`, and for an `entry` that holds no words.
pub async fn redact(
    b: &Backend,
    v: &Viewer,
    number: &str,
    seq: u32,
    seen: i64,
    reason: &str,
) -> Outcome<Written> {
    in_person(v, Action::Redact)?;
    let mut checks = Checks::default();
    let reason = checks.text("reason", reason, MAX_REASON);
    checks.finish()?;
    let pen = Pen::new(b, Some(v)).await?;
    let ask = Ask { id: visible_id(b, v, number).await?, seq, seen, reason, v: v.clone() };
    b.db.write(move |tx| {
        let (pen, ask) = (pen.clone(), ask.clone());
        Box::pin(async move { ask.carry_out(tx, &pen).await })
    })
    .await
}

#[derive(Clone)]
struct Ask {
    /// Of the ticket.
    id: String,
    seq: u32,
    seen: i64,
    reason: String,
    v: Viewer,
}

impl Ask {
    async fn carry_out(self, tx: &mut Tx, pen: &Pen) -> Outcome<Written> {
        let place = q(PLACE).bind(self.id.as_str()).bind(i64::from(self.seq));
        let entry_id: String = place.opt(tx).await?.ok_or(domain::Error::NotFound)?;
        let everywhere = everywhere(tx, &entry_id).await?;
        let mut tickets = lock_all(tx, &everywhere).await?;
        let own = tickets.iter().find(|ticket| ticket.id == self.id).ok_or(domain::Error::NotFound)?;
        let entry = erase::entry(tx, &entry_id).await?.ok_or(domain::Error::NotFound)?;
        if !entry.body.is_redactable() {
            let done = Written { number: number_text(own.number), version: own.version };
            let nothing = domain::Error::field("entry", Problem::NotAChoice);
            return if entry.is_redacted { Ok(done) } else { Err(nothing.into()) };
        }
        change::ensure_seen(tx, &self.v, own, Some(self.seen)).await?;
        let audited = audit::Entry::new(&pen.backend, Some(&self.v), Deed::EntryRedacted, &entry_id);
        audit::record(tx, &audited).await?;
        for (ticket_id, entry_id) in &everywhere {
            let ticket = tickets.iter_mut().find(|ticket| ticket.id == *ticket_id);
            let ticket = ticket.ok_or_else(|| Failure::broken("an entry without its ticket"))?;
            self.empty(tx, pen, ticket, entry_id).await?;
        }
        let own = tickets.iter().find(|ticket| ticket.id == self.id).ok_or(domain::Error::NotFound)?;
        Ok(Written { number: number_text(own.number), version: own.version })
    }

    /// Empties one entry, and says so on its ticket.
    async fn empty(&self, tx: &mut Tx, pen: &Pen, ticket: &mut Ticket, entry_id: &str) -> Outcome<()> {
        let Some(entry) = erase::entry(tx, entry_id).await?.filter(|entry| entry.body.is_redactable()) else {
            return Ok(());
        };
        let by = ticket.version + 1;
        erase(tx, &entry, Extent::All, by, pen.now).await?;
        let subject = matches!(entry.body, Body::Created { .. })
            .then(|| console::redact(self.v.lang).new_subject.to_owned())
            .filter(|new| *new != ticket.subject);
        if let Some(new) = &subject {
            erase::subject(tx, ticket, new).await?;
        }
        let entry = u32::try_from(entry.seq).unwrap_or_default();
        let told = Body::Redacted { entry, reason: self.reason.clone(), subject };
        pen.append(tx, ticket, vec![(Author::Staff, told)], &[]).await?;
        tell_customers(tx, pen, ticket).await
    }
}

/// The entry and its copies on other tickets, each with its ticket's id.
async fn everywhere(conn: &mut Conn, entry_id: &str) -> Outcome<Vec<(String, String)>> {
    let mut ids = vec![entry_id.to_owned()];
    if let Some(Entry { body, .. }) = erase::entry(conn, entry_id).await?
        && let Some(came) = body.mail()
    {
        ids.extend(copies(conn, &came.id).await?);
    }
    ids.sort_unstable();
    ids.dedup();
    let mut places = Vec::with_capacity(ids.len());
    for id in ids {
        let ticket: Option<String> = q(OF).bind(id.as_str()).opt(conn).await?;
        places.extend(ticket.map(|ticket| (ticket, id)));
    }
    Ok(places)
}

/// In the order of their ids, as everybody locks several.
async fn lock_all(tx: &mut Tx, places: &[(String, String)]) -> Outcome<Vec<Ticket>> {
    let mut ids: Vec<&str> = places.iter().map(|(ticket, _)| ticket.as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    let mut tickets = Vec::with_capacity(ids.len());
    for id in ids {
        tickets.extend(store::lock_by_id(tx, id).await?);
    }
    Ok(tickets)
}

/// The entry that says so is for staff; what is gone from the customers' pages they are to see, too.
async fn tell_customers(tx: &mut Tx, pen: &Pen, ticket: &Ticket) -> Outcome<()> {
    record(tx, &pen.change(ticket, true)).await?;
    Ok(())
}
