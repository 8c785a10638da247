//! What is known of a message before its text is read.

use serde::{Deserialize, Serialize};

use crate::people::email_norm;

/// Somebody in a mail's head: the address as it is written, the name that stands beside it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Address {
    pub email: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
}

impl Address {
    #[must_use]
    pub fn new(name: impl Into<String>, email: impl Into<String>) -> Self {
        Self { email: email.into(), name: name.into() }
    }

    /// The form under which it is found.
    #[must_use]
    pub fn norm(&self) -> String {
        email_norm(&self.email)
    }

    /// What stands behind the `@`, in lower case.
    #[must_use]
    pub fn domain(&self) -> String {
        let norm = self.norm();
        norm.rsplit_once('@').map(|(_, domain)| domain.to_owned()).unwrap_or_default()
    }
}

/// A message's head. Message-IDs stand without their angle brackets.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Head {
    /// Every field in its order: name in lower case, value in one line.
    pub fields: Vec<(String, String)>,
    pub from: Vec<Address>,
    pub to: Vec<Address>,
    pub cc: Vec<Address>,
    pub subject: String,
    pub message_id: Option<String>,
    /// As it was named, oldest first.
    pub in_reply_to: Vec<String>,
    pub references: Vec<String>,
    /// Such as `multipart/report`, in lower case.
    pub content_type: String,
}

impl Head {
    /// The first field of this name.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    /// Every field of this name.
    pub fn fields<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.fields.iter().filter(move |(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    /// Whether From, written once, names one address: what a server found out about it is about nobody else then.
    #[must_use]
    pub fn has_one_author(&self) -> bool {
        self.fields("from").count() == 1 && self.from.len() == 1
    }

    /// Every address that it was sent to, as the message says and as those who delivered it say.
    #[must_use]
    pub fn recipients(&self) -> Vec<String> {
        let named = self.to.iter().chain(&self.cc).map(|address| address.email.clone());
        let delivered = ["delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "x-rcpt-to"];
        let delivered = delivered.iter().flat_map(|name| self.fields(name));
        let bare = |value: &str| value.trim().trim_matches(['<', '>']).to_owned();
        named.chain(delivered.map(bare)).collect()
    }

    /// The messages that it answers, the nearest first: In-Reply-To, then References from the newest back.
    #[must_use]
    pub fn ancestors(&self) -> Vec<&str> {
        let mut ids: Vec<&str> = Vec::new();
        for id in self.in_reply_to.iter().chain(self.references.iter().rev()) {
            if !id.is_empty() && !ids.contains(&id.as_str()) && ids.len() < MAX_ANCESTORS {
                ids.push(id);
            }
        }
        ids
    }
}

/// Ancestors that are looked at.
const MAX_ANCESTORS: usize = 50;
