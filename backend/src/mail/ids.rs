//! Message-IDs: which ticket each one belongs to, that was ever sent, stored or named. Without their angle brackets.

use domain::time::Instant;

use crate::Outcome;
use crate::db::{Conn, Tx, q};

/// What only was named before is known from now on; what is known stays as it is.
const LEARN: &str = "INSERT INTO mail_ids (message_id, ticket_id, entry_id, ours, seen, created_at)
  VALUES ($1, $2, $3, $4, $5, $6)
  ON CONFLICT (message_id) DO UPDATE SET ticket_id = excluded.ticket_id, entry_id = excluded.entry_id,
    ours = excluded.ours, seen = excluded.seen WHERE mail_ids.seen = FALSE AND excluded.seen = TRUE";
const TICKET: &str = "SELECT ticket_id, entry_id, ours, seen FROM mail_ids WHERE message_id = $1";

/// Longest id kept, in bytes; a longer one is cut, here as where it is looked for.
const MAX_ID: usize = 500;

/// How the desk came to know an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// Made here, for a message that leaves.
    Ours,
    /// Of a message that came in.
    Theirs,
    /// Only named as an ancestor by a message that came in.
    Named,
}

/// Where an id leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    pub ticket_id: String,
    pub entry_id: Option<String>,
    pub origin: Origin,
}

/// Notes that `message_id` belongs to the ticket, and to this entry if to any. The first to say so is right.
///
/// # Errors
/// When the database refuses.
pub async fn learn(
    tx: &mut Tx,
    message_id: &str,
    ticket_id: &str,
    entry_id: Option<&str>,
    origin: Origin,
    at: Instant,
) -> Outcome<()> {
    let learn = q(LEARN).bind(kept(message_id)).bind(ticket_id).bind(entry_id.map(str::to_owned));
    learn.bind(origin == Origin::Ours).bind(origin != Origin::Named).bind(at.0).exec(tx).await?;
    Ok(())
}

/// The ticket that `message_id` belongs to.
///
/// # Errors
/// When the database refuses.
pub async fn known(conn: &mut Conn, message_id: &str) -> Outcome<Option<Known>> {
    let found: Option<(String, Option<String>, bool, bool)> =
        q(TICKET).bind(kept(message_id)).opt(conn).await?;
    Ok(found.map(|(ticket_id, entry_id, ours, seen)| {
        let origin = if ours { Origin::Ours } else { Origin::Theirs };
        Known { ticket_id, entry_id, origin: if seen { origin } else { Origin::Named } }
    }))
}

/// Stands for the number `mark` of another desk in mails of `whose` domain or address: no Message-ID has such a form.
#[must_use]
pub fn of_mark(whose: &str, mark: &str) -> String {
    format!("{whose}\n{mark}")
}

fn kept(message_id: &str) -> &str {
    let id = message_id.trim().trim_start_matches('<').trim_end_matches('>');
    &id[..id.floor_char_boundary(MAX_ID)]
}
