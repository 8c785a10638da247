//! Lived tickets written many at a time: one transaction for hundreds, a few statements for each.

use domain::time::{HOUR_MS, Instant};

use super::life::Lived;
use super::sheet::Sheet;
use crate::db::{Tx, Value};
use crate::tickets::rows;
use crate::{Ids, Outcome};

/// Notices older than this are not kept; those older than that have been read.
const KEPT_MS: i64 = 48 * HOUR_MS;
const UNREAD_MS: i64 = 5 * HOUR_MS;

/// The rows of some tickets.
#[derive(Debug, Clone)]
pub(super) struct Batch {
    tickets: Sheet,
    entries: Sheet,
    promises: Sheet,
    alarms: Sheet,
    notices: Sheet,
    pub count: usize,
}

impl Default for Batch {
    fn default() -> Self {
        Self {
            tickets: Sheet::new("tickets", rows::TICKET),
            entries: Sheet::new("entries", rows::ENTRY),
            promises: Sheet::new("promises", rows::PROMISE),
            alarms: Sheet::new("alarms", "ticket_id, key, fired_at"),
            notices: Sheet::new("notices", "id, person_id, at, ticket_id, body, read_at"),
            count: 0,
        }
    }
}

impl Batch {
    /// Adds everything about one ticket.
    ///
    /// # Errors
    /// When something cannot be written as JSON.
    pub fn add(&mut self, lived: &Lived, ids: &dyn Ids, now: Instant) -> Outcome<()> {
        let id = lived.ticket.id.as_str();
        self.tickets.row(rows::ticket(&lived.ticket, &lived.pressing)?);
        for (seq, entry) in (1..).zip(&lived.entries) {
            self.entries.row(rows::entry(id, seq, entry)?);
        }
        for promise in &lived.ticket.promises {
            self.promises.row(rows::promise(id, promise));
        }
        for (key, at) in &lived.alarms {
            self.alarms.row([id.into(), key.into(), at.0.into()]);
        }
        for (at, telling) in lived.told.iter().filter(|(at, _)| now.ms_since(*at) < KEPT_MS) {
            let read_at = (now.ms_since(*at) > UNREAD_MS).then(|| at.0 + HOUR_MS);
            let body = serde_json::to_string(&telling.notice)?;
            let row: [Value; 6] = [
                ids.id(*at).into(),
                (&telling.person_id).into(),
                at.0.into(),
                id.into(),
                body.into(),
                read_at.into(),
            ];
            self.notices.row(row);
        }
        self.count += 1;
        Ok(())
    }

    /// Writes it all.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn write(&self, tx: &mut Tx) -> Outcome<()> {
        for sheet in [&self.tickets, &self.entries, &self.promises, &self.alarms, &self.notices] {
            sheet.write(tx).await?;
        }
        Ok(())
    }
}
