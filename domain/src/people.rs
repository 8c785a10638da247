//! People as account pages and admins see them. Siblings: `backend/src/people`, `app/src/portal/account.rs`.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::access::Role;
use crate::outbox::{MailKind, MailTrouble};
use crate::stamp::Stamp;
use crate::text::is_invisible;

/// Longest email address taken, in characters.
pub const MAX_EMAIL: u32 = 254;
/// Longest password taken, in bytes.
pub const MAX_PASSWORD: usize = 1024;
/// Shortest new password, in characters.
pub const MIN_PASSWORD: u32 = 10;

/// The form of an address under which it is stored and found: trimmed, lower case.
#[must_use]
pub fn email_norm(email: &str) -> String {
    email.trim().to_lowercase()
}

/// The form of a name under which lists sort and search it.
#[must_use]
pub fn name_norm(name: &str) -> String {
    name.trim().to_lowercase()
}

/// Whether `email` can be an address at all: one `@`, something on both sides, a dot in the domain, no
/// blanks and nothing that cannot be seen.
#[must_use]
pub fn looks_like_email(email: &str) -> bool {
    let email = email.trim();
    let Some((local, domain)) = email.split_once('@') else { return false };
    let odd = |c: char| is_invisible(c) || matches!(c, '@' | '<' | '>' | ',' | ';');
    let plain = |part: &str| !part.is_empty() && !part.contains(odd);
    email.len() <= MAX_EMAIL as usize
        && plain(local)
        && plain(domain)
        && domain.contains('.')
        && !domain.starts_with('.')
        && !domain.ends_with('.')
}

/// A row of the admin's people list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonRow {
    pub id: String,
    pub name: String,
    pub email: String,
    pub role: Role,
    pub organisation: Option<String>,
    pub team: Option<String>,
    pub disabled: bool,
    pub version: i64,
}

/// A part of a list, and where the next part starts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page<T> {
    pub rows: Vec<T>,
    /// Pass it as `after` to read on; `None` at the end.
    pub next: Option<String>,
}

/// A person to be made. Like every type here that holds a secret, it does not show it in `Debug`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewPerson {
    pub name: String,
    pub email: String,
    pub role: Role,
    pub organisation_id: Option<String>,
    /// `None`: they sign in by email code.
    pub password: Option<String>,
}

impl fmt::Debug for NewPerson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let has_password = self.password.is_some();
        f.debug_struct("NewPerson")
            .field("role", &self.role)
            .field("has_password", &has_password)
            .finish_non_exhaustive()
    }
}

/// What a person changes about themselves.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountChange {
    pub name: String,
    pub lang: crate::words::Lang,
    /// IANA name.
    pub time_zone: String,
    /// Needed with a new password, unless there is none yet.
    pub current_password: String,
    /// Empty: it stays as it is.
    pub new_password: String,
}

impl fmt::Debug for AccountChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let changes_password = !self.new_password.is_empty();
        f.debug_struct("AccountChange").field("changes_password", &changes_password).finish_non_exhaustive()
    }
}

/// The reader's own account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    pub name: String,
    pub email: String,
    pub lang: crate::words::Lang,
    pub time_zone: String,
    pub organisation: Option<String>,
    pub has_password: bool,
    pub sessions: Vec<SessionRow>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionRow {
    pub agent: String,
    pub seen: Stamp,
    pub current: bool,
}

/// A bearer token in the admin's list; the secret itself is shown once, when it is made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenRow {
    pub id: String,
    pub name: String,
    pub person: String,
    pub scopes: Vec<String>,
    pub created: Stamp,
    pub revoked: bool,
}

/// A bearer token to be made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewToken {
    /// Whose rights it carries at most.
    pub person_id: String,
    /// What it is for, in the admin's words.
    pub name: String,
    /// Codes of [`Scope`](crate::access::Scope).
    pub scopes: Vec<String>,
}

/// A token just made: the only time its secret can be read.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MadeToken {
    pub id: String,
    pub secret: String,
}

impl fmt::Debug for MadeToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MadeToken").field("id", &self.id).finish_non_exhaustive()
    }
}

/// A message waiting to be mailed, readable by an admin.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutboxRow {
    pub id: String,
    pub to: String,
    pub subject: String,
    pub body: String,
    pub at: Stamp,
    pub state: String,
    pub kind: Option<MailKind>,
    /// The ticket that it is about.
    pub number: Option<String>,
    pub trouble: Option<MailTrouble>,
    /// What the mail server said, in its own words.
    pub answer: String,
    pub attempts: u32,
    /// When it is tried next.
    pub next: Option<Stamp>,
}

impl fmt::Debug for OutboxRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OutboxRow").field("id", &self.id).field("state", &self.state).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_do_not_show() {
        let secret = || "0pen-sesame".to_owned();
        let shown = [
            format!(
                "{:?}",
                NewPerson {
                    name: "Ana".into(),
                    email: "ana@example.com".into(),
                    role: Role::Customer,
                    organisation_id: None,
                    password: Some(secret()),
                }
            ),
            format!(
                "{:?}",
                AccountChange {
                    name: "Ana".into(),
                    lang: crate::words::Lang::En,
                    time_zone: "Etc/UTC".into(),
                    current_password: secret(),
                    new_password: secret(),
                }
            ),
            format!("{:?}", MadeToken { id: "t".into(), secret: secret() }),
        ];
        assert!(shown.iter().all(|text| !text.contains("sesame")), "{shown:?}");
    }

    #[test]
    fn addresses_are_told_from_other_texts() {
        for good in ["a@b.example", " Rosalind@quillmark.example ", "o'neil+x@a.b.example"] {
            assert!(looks_like_email(good), "{good}");
        }
        for bad in [
            "",
            "a",
            "a@b",
            "@b.example",
            "a@",
            "a b@c.example",
            "a@@b.example",
            "a\0@b.example",
            "a@b\u{200B}.example",
            "a@.example",
            "a@b.example.",
        ] {
            assert!(!looks_like_email(bad), "{bad}");
        }
    }

    #[test]
    fn one_person_one_spelling() {
        assert_eq!(email_norm("  Ana@Example.COM "), "ana@example.com");
    }
}
