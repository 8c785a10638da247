//! How one open ticket follows an edit of its policy or of a calendar. The preview of an edit and its recount both ask
//! here, so that what is shown is what happens.

use domain::promises::engine::Book;
use domain::promises::policy::{PolicyRef, Shown};
use domain::promises::{Move, Promise, PromiseKind, moves};
use domain::tickets::entry::{Author, Body, Entry, PolicyReason};
use domain::time::Instant;

use super::project;
use crate::Outcome;
use crate::db::{Conn, Query, places, q};
use crate::settings::Directory;

/// An edit as open tickets feel it.
#[derive(Debug, Clone)]
pub(crate) enum Effect {
    /// The calendar reads differently since then.
    Calendar { id: String, version: i64, name: String, since: Instant },
    /// Open tickets take this version of their own policy, as this person decided.
    Policy { policy: PolicyRef, name: String, by: String },
}

/// What an edit does to a ticket.
#[derive(Debug, Clone)]
pub(crate) struct Followed {
    /// The entry that says so.
    pub body: Body,
    pub moves: Vec<Move>,
    /// What the customer sees of what is promised, before and after; `None` where that stays.
    pub seen: Option<(Shown, Shown)>,
}

impl Effect {
    /// The policies whose tickets it can concern.
    pub fn policies(&self, directory: &Directory) -> Vec<String> {
        let mut ids: Vec<String> = match self {
            Self::Policy { policy, .. } => vec![policy.id.clone()],
            Self::Calendar { id, .. } => {
                let counting =
                    directory.policies.values().filter(|policy| policy.calendar.as_ref() == Some(id));
                counting.map(|policy| policy.id.clone()).collect()
            }
        };
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    /// What becomes of a ticket under `own` with this history at `now`; `None` when the edit does not concern it. `book`
    /// knows the edit already.
    pub fn on(&self, own: &PolicyRef, history: &[Entry], book: &Book, now: Instant) -> Option<Followed> {
        let before = project::promises(history, book, now);
        if !self.concerns(own, &before) {
            return None;
        }
        let after = |moved: Vec<Move>| {
            let entry = Entry {
                id: String::new(),
                at: now,
                author: Author::System,
                author_id: None,
                body: self.body(moved),
            };
            let entries: Vec<Entry> = history.iter().cloned().chain([entry]).collect();
            project::promises(&entries, book, now)
        };
        let after = after(Vec::new());
        let moves = moves(&before, &after);
        let is_owed = |own: &Promise| {
            own.is_open() && !matches!(own.kind, PromiseKind::NextContact | PromiseKind::Task)
        };
        let seen = self.seen(own, book).filter(|_| before.iter().chain(&after).any(is_owed));
        Some(Followed { body: self.body(moves.clone()), moves, seen })
    }

    fn seen(&self, own: &PolicyRef, book: &Book) -> Option<(Shown, Shown)> {
        let Self::Policy { policy, .. } = self else { return None };
        let (from, to) = (book.policy(own)?.shown(), book.policy(policy)?.shown());
        (from.is_told() != to.is_told() || from.is_told() && from != to).then_some((from, to))
    }

    fn concerns(&self, own: &PolicyRef, promises: &[Promise]) -> bool {
        match self {
            Self::Policy { policy, .. } => own.id == policy.id && own.version < policy.version,
            Self::Calendar { id, since, .. } => promises.iter().any(|promise| {
                let counts = promise.calendar.as_ref().is_some_and(|own| own.id == *id && own.as_of < *since);
                counts && promise.is_open() && promise.missed_at.is_none()
            }),
        }
    }

    fn body(&self, moved: Vec<Move>) -> Body {
        match self {
            Self::Calendar { id, version, name, .. } => {
                Body::CalendarChanged { calendar: id.clone(), version: *version, name: name.clone(), moved }
            }
            Self::Policy { policy, name, by } => Body::PolicyChosen {
                policy: policy.id.clone(),
                version: policy.version,
                name: name.clone(),
                reason: PolicyReason::Edited { by: by.clone(), moved },
            },
        }
    }

    /// How many open tickets stand behind it.
    pub async fn count(&self, conn: &mut Conn, directory: &Directory) -> Outcome<i64> {
        let policies = self.policies(directory);
        if policies.is_empty() {
            return Ok(0);
        }
        let sql = format!("SELECT COUNT(*) FROM tickets {}", behind(policies.len()));
        Ok(bind_all(q(sql), policies).one(conn).await?)
    }

    /// Selects `columns` of the next open tickets behind it, in the order of their ids; `None` when there can be none.
    pub fn next(&self, directory: &Directory, columns: &str, after: &str, limit: i64) -> Option<Query> {
        let policies = self.policies(directory);
        if policies.is_empty() {
            return None;
        }
        let n = policies.len();
        let sql = format!(
            "SELECT {columns} FROM tickets {} AND id > ${} ORDER BY id LIMIT ${}",
            behind(n),
            n + 1,
            n + 2
        );
        Some(bind_all(q(sql), policies).bind(after).bind(limit))
    }
}

fn behind(policies: usize) -> String {
    format!("WHERE active = TRUE AND policy_id IN ({})", places(1, policies))
}

fn bind_all(query: Query, ids: Vec<String>) -> Query {
    ids.into_iter().fold(query, |query, id| query.bind(id))
}
