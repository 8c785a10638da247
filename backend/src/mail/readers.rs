//! Who is written to about a ticket, and how they read.

use domain::Viewer;
use domain::people::email_norm;
use domain::time::Instant;
use domain::words::Lang;

use crate::db::{Tx, Value, places, q};
use crate::stamps::Stamper;
use crate::tickets::store::Ticket;
use crate::{Outcome, row};

const REQUESTER: &str = "SELECT p.id, p.name, p.lang, p.time_zone, e.email FROM people p
  JOIN person_emails e ON e.person_id = p.id AND e.is_primary = TRUE WHERE p.id = $1 AND p.disabled_at IS NULL";
const PARTICIPANTS: &str =
    "SELECT name, email FROM participants WHERE ticket_id = $1 ORDER BY since, email_norm LIMIT 50";

const ADDRESSES: &str = "SELECT email_norm FROM person_emails WHERE person_id = $1 LIMIT 50";

row! { struct Line { id: String, name: String, lang: String, time_zone: String, email: String } }

/// Somebody who is written to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reader {
    pub person_id: String,
    pub name: String,
    pub address: String,
    pub lang: Lang,
    pub time_zone: String,
    /// They can read the ticket on the desk, not only in their mail.
    pub has_page: bool,
}

impl Reader {
    /// A moment in the reader's zone and words. Nobody knows when a mail is read, so no "today" is in it.
    pub(super) fn time(&self, at: Instant) -> String {
        let viewer = Viewer { lang: self.lang, time_zone: self.time_zone.clone(), ..Viewer::default() };
        Stamper::new(&viewer, at).in_full(at)
    }
}

impl From<Line> for Reader {
    fn from(line: Line) -> Self {
        Self {
            person_id: line.id,
            name: line.name,
            address: line.email,
            lang: Lang::parse(&line.lang).unwrap_or_default(),
            time_zone: line.time_zone,
            has_page: true,
        }
    }
}

/// The requester, if they are still there.
pub(super) async fn requester(tx: &mut Tx, ticket: &Ticket) -> Outcome<Option<Reader>> {
    Ok(q(REQUESTER).bind(ticket.requester_id.as_str()).opt::<Line>(tx).await?.map(Reader::from))
}

/// The requester and everybody who takes part by mail, each once; the latter read as the former does.
pub(super) async fn everybody(tx: &mut Tx, ticket: &Ticket) -> Outcome<Vec<Reader>> {
    let Some(first) = requester(tx, ticket).await? else { return Ok(Vec::new()) };
    let rows: Vec<(String, String)> = q(PARTICIPANTS).bind(ticket.id.as_str()).all(tx).await?;
    let own = email_norm(&first.address);
    let others = rows.into_iter().filter(|(_, address)| email_norm(address) != own).map(|(name, address)| {
        Reader { person_id: String::new(), name, address, has_page: false, ..first.clone() }
    });
    let others: Vec<Reader> = others.collect();
    Ok([first].into_iter().chain(others).collect())
}

/// Every address of one person, normalised.
pub(super) async fn addresses(tx: &mut Tx, person_id: &str) -> Outcome<Vec<String>> {
    Ok(q(ADDRESSES).bind(person_id).all(tx).await?)
}

/// The people with these ids who can be written to.
pub(super) async fn people(tx: &mut Tx, ids: Vec<Value>) -> Outcome<Vec<Reader>> {
    let sql = format!(
        "SELECT p.id, p.name, p.lang, p.time_zone, e.email FROM people p JOIN person_emails e ON e.person_id = p.id \
         AND e.is_primary = TRUE WHERE p.disabled_at IS NULL AND p.id IN ({}) ORDER BY p.id",
        places(1, ids.len())
    );
    let lines: Vec<Line> = q(sql).bind_all(ids).all(tx).await?;
    Ok(lines.into_iter().map(Reader::from).collect())
}
