//! Mail: what waits to be sent. Siblings: `domain::words::mail` for the texts, `app/src/console/admin` for the list.

pub mod ids;
pub mod outbox;
pub mod token;
