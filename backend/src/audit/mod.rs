//! Audit: who did what to people, rights, other people's mail and files, and what readers of the help see. Rows are written in the
//! transaction of the deed and never changed. They name things by id and hold no secret and no message text.

use domain::Viewer;
use domain::time::Instant;
use serde_json::Value;

use crate::access::digest;
use crate::db::{DbError, Query, Tx, q};
use crate::{Backend, Outcome};

const INSERT_AUDIT: &str = "INSERT INTO audit (id, at, actor_id, action, target, detail) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (id) DO NOTHING";
const KNOWN: &str = "SELECT COUNT(*) FROM audit WHERE id = $1";

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
    MailTextSaved,
    MailRetried,
    DomainLinked,
    DomainUnlinked,
    AddressStopped,
    AddressReleased,
    FileRead,
    FlowPublished,
    CalendarSaved,
    PolicySaved,
    ContractSaved,
    OrganisationSaved,
    ContactJoined,
    ContactLeft,
    TypeSaved,
    ContractAlarmsSaved,
    RulesSaved,
    WorkMoved,
    WorkMovedBack,
    QueueSaved,
    QueueRemoved,
    ProductSaved,
    TopicSaved,
    ImpactsSaved,
    ProfileSaved,
    ArticleSent,
    ArticleReturned,
    ArticlePublished,
    ArticleArchived,
    EntryRedacted,
    RetentionSaved,
    WebhookSaved,
    WebhookRemoved,
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
            Self::MailTextSaved => "mail.text_saved",
            Self::MailRetried => "mail.retried",
            Self::DomainLinked => "mail.domain_linked",
            Self::DomainUnlinked => "mail.domain_unlinked",
            Self::AddressStopped => "mail.address_stopped",
            Self::AddressReleased => "mail.address_released",
            Self::FileRead => "file.read",
            Self::FlowPublished => "flow.published",
            Self::CalendarSaved => "calendar.saved",
            Self::PolicySaved => "policy.saved",
            Self::ContractSaved => "contract.saved",
            Self::OrganisationSaved => "organisation.saved",
            Self::ContactJoined => "contact.joined",
            Self::ContactLeft => "contact.left",
            Self::TypeSaved => "ticket_type.saved",
            Self::ContractAlarmsSaved => "contract_alarms.saved",
            Self::RulesSaved => "routing.rules_saved",
            Self::WorkMoved => "work.moved",
            Self::WorkMovedBack => "work.moved_back",
            Self::QueueSaved => "queue.saved",
            Self::QueueRemoved => "queue.removed",
            Self::ProductSaved => "product.saved",
            Self::TopicSaved => "topic.saved",
            Self::ImpactsSaved => "impacts.saved",
            Self::ProfileSaved => "profile.saved",
            Self::ArticleSent => "article.sent",
            Self::ArticleReturned => "article.returned",
            Self::ArticlePublished => "article.published",
            Self::ArticleArchived => "article.archived",
            Self::EntryRedacted => "entry.redacted",
            Self::RetentionSaved => "retention.saved",
            Self::WebhookSaved => "webhook.saved",
            Self::WebhookRemoved => "webhook.removed",
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

    fn insert(&self) -> Query {
        q(INSERT_AUDIT)
            .bind(self.id.as_str())
            .bind(self.at.0)
            .bind(&self.actor_id)
            .bind(self.deed.code())
            .bind(self.target.as_str())
            .bind(self.detail.to_string())
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
    entry.insert().exec(tx).await.map(drop)
}

/// Writes `entry` by itself, once for each `key`, any text: for what is done again and again.
///
/// # Errors
/// When the database refuses.
pub async fn record_once(b: &Backend, entry: Entry, key: &str) -> Outcome<()> {
    let entry = Entry { id: digest(key), ..entry };
    let known: i64 = q(KNOWN).bind(entry.id.as_str()).one(&mut b.db.read().await?).await?;
    if known == 0 {
        b.db.execute(entry.insert()).await?;
    }
    Ok(())
}
