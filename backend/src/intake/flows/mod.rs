//! Flows as their editor sees them: a draft that is saved from time to time, and versions that are published and never
//! changed. Siblings: `domain::intake` (what is asked when, and what is wrong with a draft), `app/src/console/admin/flows`.

mod publish;
mod read;
mod save;

pub use publish::publish;
pub use read::{list, open};
pub use save::save;

use domain::intake::Scope;

use crate::Outcome;
use crate::db::{Conn, Query, q};
use crate::row;
use crate::settings::Directory;

const DRAFT: &str = "SELECT version, body, published FROM flow_drafts WHERE flow_id = $1";

row! { struct DraftRow { version: i64, body: String, published: i64 } }

/// The scope of the flow `id`.
fn scope(directory: &Directory, id: &str) -> Result<Scope, domain::Error> {
    Scope::of(id, &directory.products).ok_or(domain::Error::NotFound)
}

fn draft_query(id: &str) -> Query {
    q(DRAFT).bind(id)
}

async fn draft(conn: &mut Conn, id: &str) -> Outcome<Option<DraftRow>> {
    Ok(draft_query(id).opt(conn).await?)
}
