//! Bringing in what another system knew: articles, tickets, contacts. Files are read as a stream, written in batches,
//! each batch in one transaction. The same file again changes nothing: what it holds is known by its source's ids. A
//! line that cannot be taken is reported and the others go on. Siblings: `server/src/commands/import.rs`.

mod contacts;
mod kb;
mod model;
mod people;
mod stream;
mod tickets;

pub use contacts::contacts;
pub use kb::kb;
pub use model::{Imported, ImportedMessage};
pub use tickets::{tickets, tickets_into};

pub use crate::knowledge::Saved;

use crate::Outcome;
use crate::db::{Tx, q};

const MARK_REAL: &str = "UPDATE desk SET data_kind = 'real' WHERE id = 1 AND data_kind <> 'real'";

/// What came of an import.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    pub added: u64,
    pub updated: u64,
    pub unchanged: u64,
    /// Number of each line that was not taken, counted from 1, and why.
    pub rejected: Vec<(u64, String)>,
}

impl Report {
    fn count(&mut self, saved: Saved) {
        match saved {
            Saved::Added => self.added += 1,
            Saved::Updated => self.updated += 1,
            Saved::Unchanged => self.unchanged += 1,
        }
    }

    /// Refusals of the database come after those of the file's own batch.
    fn in_order(mut self) -> Self {
        self.rejected.sort_unstable();
        self
    }

    fn reject(&mut self, line: u64, why: impl ToString) {
        self.rejected.push((line, why.to_string()));
    }
}

/// From now on the database holds more than invented rows.
async fn mark_real(tx: &mut Tx) -> Outcome<()> {
    q(MARK_REAL).exec(tx).await?;
    Ok(())
}

/// An id that is the same for the same thing of the same source, in every database.
pub(crate) fn stable_id(kind: &str, source_id: &str) -> String {
    use sha2::{Digest, Sha256};
    let digest = Sha256::digest(format!("{kind}\n{source_id}"));
    crate::ids::hex(&digest[..13])
}
