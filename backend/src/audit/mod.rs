//! Audit: who did what to people, rights, other people's mail, and what readers of the help see. Rows are written in the
//! transaction of the deed and never changed. They name things by id and hold no secret and no message text.

use domain::Viewer;
use domain::time::Instant;
use serde_json::Value;

use crate::Backend;
use crate::db::{DbError, Tx, q};

const INSERT_AUDIT: &str =
    "INSERT INTO audit (id, at, actor_id, action, target, detail) VALUES ($1, $2, $3, $4, $5, $6)";

/// The deeds that are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    PersonAdded,
    PersonDisabled,
    PersonEnabled,
    RoleChanged,
    PasswordChanged,
    TokenMade,
    TokenRevoked,
    OutboxRead,
    FlowPublished,
    ArticleSent,
    ArticleReturned,
    ArticlePublished,
    ArticleArchived,
}

impl Deed {
    /// The word stored in `audit.action`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::PersonAdded => "person.added",
            Self::PersonDisabled => "person.disabled",
            Self::PersonEnabled => "person.enabled",
            Self::RoleChanged => "person.role_changed",
            Self::PasswordChanged => "person.password_changed",
            Self::TokenMade => "token.made",
            Self::TokenRevoked => "token.revoked",
            Self::OutboxRead => "outbox.read",
            Self::FlowPublished => "flow.published",
            Self::ArticleSent => "article.sent",
            Self::ArticleReturned => "article.returned",
            Self::ArticlePublished => "article.published",
            Self::ArticleArchived => "article.archived",
        }
    }
}

/// One row to be written.
#[derive(Debug, Clone)]
pub struct Entry {
    id: String,
    at: Instant,
    actor_id: Option<String>,
    deed: Deed,
    target: String,
    detail: Value,
}

impl Entry {
    /// `deed` done now to `target`, an id, by `actor`; `None` is the operator at the console.
    #[must_use]
    pub fn new(b: &Backend, actor: Option<&Viewer>, deed: Deed, target: &str) -> Self {
        let at = b.clock.now();
        let actor_id = actor.map(|viewer| viewer.person_id.clone());
        Self { id: b.ids.id(at), at, actor_id, deed, target: target.to_owned(), detail: Value::Null }
    }

    /// Adds what else a reader of the audit has to know: codes and ids, never secrets.
    #[must_use]
    pub fn with(self, detail: Value) -> Self {
        Self { detail, ..self }
    }
}

/// Writes `entry` in the transaction of the deed.
///
/// # Errors
/// When the database refuses.
pub async fn record(tx: &mut Tx, entry: &Entry) -> Result<(), DbError> {
    q(INSERT_AUDIT)
        .bind(entry.id.as_str())
        .bind(entry.at.0)
        .bind(&entry.actor_id)
        .bind(entry.deed.code())
        .bind(entry.target.as_str())
        .bind(entry.detail.to_string())
        .exec(tx)
        .await
        .map(drop)
}
