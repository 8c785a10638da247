//! In whose name the desk writes: its own address, and those that queues have.

use std::collections::HashMap;
use std::sync::Arc;

use domain::Viewer;
use domain::access::Action;
use domain::error::{Checks, Problem};
use domain::outbox::{MailKind, SenderRow, SendersPage};
use domain::people::email_norm;
use domain::tickets::entry::Named;
use domain::words::{Lang, fill, outgoing};

use super::MailSettings;
use super::outbox::{self, Mail};
use crate::access::in_person;
use crate::audit::{self, Deed};
use crate::db::{Conn, Query, q};
use crate::settings::Directory;
use crate::{Backend, Failure, Outcome, Settings};

const ALL: &str = "SELECT queue_id, name, address FROM mail_senders ORDER BY queue_id LIMIT 500";
/// Only over what its writer had before them.
const BEGIN: &str = "INSERT INTO mail_senders (queue_id, name, address) VALUES ($1, $2, $3)
  ON CONFLICT (queue_id) DO NOTHING";
const CHANGE: &str = "UPDATE mail_senders SET name = $2, address = $3
  WHERE queue_id = $1 AND name = $4 AND address = $5";
const FORGET: &str = "DELETE FROM mail_senders WHERE queue_id = $1 AND name = $2 AND address = $3";

const PERSON: &str = "SELECT person_id FROM person_emails WHERE email_norm = $1";

/// A name and an address that mail comes from, and that answers go to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sender {
    pub name: String,
    pub address: String,
}

impl Sender {
    /// The address `text`, with a name before it or without: `Quill Support <support@quill.example>`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mailbox: lettre::message::Mailbox = text.parse().ok()?;
        Some(Self { name: mailbox.name.unwrap_or_default(), address: mailbox.email.to_string() })
    }

    /// The address with `token` in it, so that an answer says what it is an answer to.
    #[must_use]
    pub fn with_token(&self, token: &str) -> String {
        match self.address.rsplit_once('@') {
            Some((local, host)) if !token.is_empty() => format!("{local}+{token}@{host}"),
            _ => self.address.clone(),
        }
    }
}

impl Settings {
    /// The desk's own sender. Without one in the settings: support at the host that people reach the desk under.
    #[must_use]
    pub fn sender(&self) -> Sender {
        self.mail.from.clone().unwrap_or_else(|| Sender {
            name: outgoing::pieces(Lang::default()).desk.to_owned(),
            address: format!("support@{}", host_of(&self.base_url)),
        })
    }

    /// What stands behind the `@` of our Message-IDs.
    #[must_use]
    pub fn mail_host(&self) -> String {
        let address = self.sender().address;
        address.rsplit_once('@').map_or_else(String::new, |(_, host)| host.to_ascii_lowercase())
    }
}

/// The host of a web address, without its port.
fn host_of(url: &str) -> &str {
    let (_, rest) = url.split_once("://").unwrap_or(("", url));
    let authority = rest.split('/').next().unwrap_or_default();
    authority.rsplit_once(':').map_or(authority, |(host, _)| host)
}

/// The senders of queues, by queue.
pub(super) async fn load(conn: &mut Conn) -> Outcome<HashMap<String, Sender>> {
    let rows: Vec<(String, String, String)> = q(ALL).all(conn).await?;
    Ok(rows.into_iter().map(|(queue, name, address)| (queue, Sender { name, address })).collect())
}

/// Who writes for the queue; empty: for the desk.
pub(super) fn sender(b: &Backend, directory: &Directory, queue_id: &str) -> Sender {
    directory.mail.senders.get(queue_id).cloned().unwrap_or_else(|| b.settings.sender())
}

/// Our own addresses: what is sent there would come back in.
#[derive(Debug, Clone, Default)]
pub(super) struct Own(Arc<[String]>);

impl Own {
    /// What stands behind the `@` in them.
    pub(super) fn domains(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|address| Some(address.rsplit_once('@')?.1))
    }

    /// Whether `address`, normalised, is one of ours, with or without a token.
    pub(super) fn contains(&self, address: &str) -> bool {
        let bare = match address.rsplit_once('@') {
            Some((local, host)) => format!("{}@{host}", local.split('+').next().unwrap_or(local)),
            None => address.to_owned(),
        };
        self.0.contains(&bare)
    }
}

pub(super) async fn own(b: &Backend) -> Outcome<Own> {
    let directory = b.directory().await?;
    let queues = directory.mail.senders.values().map(|sender| email_norm(&sender.address));
    let mailboxes = b.settings.mail.inbound.mailboxes.iter().map(|mailbox| email_norm(&mailbox.address));
    let others = b.settings.mail.own_servers.keys().cloned();
    let all = queues.chain(mailboxes).chain(others);
    Ok(Own(all.chain([email_norm(&b.settings.sender().address)]).collect()))
}

/// In whose name the desk and each queue write, in the order of the queues, and over which server.
///
/// # Errors
/// `Forbidden`.
pub async fn senders(b: &Backend, v: &Viewer) -> Outcome<SendersPage> {
    in_person(v, Action::EditMail)?;
    let directory = b.directory().await?;
    let row = |queue: &Named| {
        let own = directory.mail.senders.get(&queue.id);
        let (name, address) = own.map(|own| (own.name.clone(), own.address.clone())).unwrap_or_default();
        SenderRow { queue: queue.clone(), name, address }
    };
    let Sender { name, address } = b.settings.sender();
    let MailSettings { smtp, own_servers, .. } = &b.settings.mail;
    let own = own_servers.iter().map(|(address, smtp)| format!("{address}: {}", smtp.server()));
    let server =
        smtp.as_ref().map(|smtp| std::iter::once(smtp.server()).chain(own).collect::<Vec<_>>().join(", "));
    Ok(SendersPage { name, address, server, queues: directory.queues.iter().map(row).collect() })
}

/// Lets the queue of `row` write in the name and from the address of `row`, or with an empty address as the desk. `seen` is
/// what the admin had before them.
///
/// # Errors
/// `Forbidden`; `NotFound` for a queue that is none; `Invalid` for an `address` that is none or a person's own; `Conflict` when somebody else changed it
/// meanwhile.
pub async fn save_sender(b: &Backend, v: &Viewer, seen: &SenderRow, row: &SenderRow) -> Outcome<()> {
    in_person(v, Action::EditMail)?;
    b.directory().await?.queue(&row.queue.id).ok_or(domain::Error::NotFound)?;
    let mut checks = Checks::default();
    let name = checks.optional_line("name", &row.name, 100);
    let address = checks.optional_line("address", &row.address, 254);
    let is_address = address.is_empty() || address.parse::<lettre::Address>().is_ok();
    checks.ensure(is_address, "address", Problem::NotAnEmail);
    // The desk believes its own addresses to be nobody's: mail of that person would come to nothing.
    let person = q(PERSON).bind(email_norm(&address)).opt::<String>(&mut b.db.read().await?).await?;
    checks.ensure(person.is_none(), "address", Problem::PersonsAddress);
    checks.finish()?;
    let Some(query) = write(seen, &row.queue.id, name, address) else { return Ok(()) };
    let entry = audit::Entry::new(b, Some(v), Deed::MailTextSaved, &row.queue.id);
    b.db.write(move |tx| {
        let (query, entry) = (query.clone(), entry.clone());
        Box::pin(async move {
            if query.exec(tx).await? == 0 {
                return Err(Failure::Refused(domain::Error::Conflict(Vec::new())));
            }
            audit::record(tx, &entry).await.map_err(Failure::from)
        })
    })
    .await?;
    b.directory_cache.forget();
    Ok(())
}

/// What puts `name` and `address` in the place of what was `seen`; nothing where neither has any.
fn write(seen: &SenderRow, queue: &str, name: String, address: String) -> Option<Query> {
    let (old_name, old_address) = (seen.name.as_str(), seen.address.as_str());
    match (old_address.is_empty(), address.is_empty()) {
        (true, true) => None,
        (true, false) => Some(q(BEGIN).bind(queue).bind(name).bind(address)),
        (false, true) => Some(q(FORGET).bind(queue).bind(old_name).bind(old_address)),
        (false, false) => {
            Some(q(CHANGE).bind(queue).bind(name).bind(address).bind(old_name).bind(old_address))
        }
    }
}

/// Sends a mail to the viewer's own address as the queue sends them; without a queue as the desk does.
///
/// # Errors
/// `Forbidden`; `NotFound` for a queue that is none.
pub async fn test_sender(b: &Backend, v: &Viewer, queue_id: &str) -> Outcome<()> {
    in_person(v, Action::EditMail)?;
    let directory = b.directory().await?;
    let queue = directory.queue(queue_id);
    if queue.is_none() && !queue_id.is_empty() {
        return Err(domain::Error::NotFound.into());
    }
    let w = outgoing::pieces(v.lang);
    let own = sender(b, &directory, queue_id);
    let body = fill(w.sender_body, &[("name", &own.name), ("address", &own.address)]);
    let words = (w.sender_subject.to_owned(), body);
    let queue_id = queue.map(|queue| queue.id.clone());
    let mail =
        Mail { name: v.name.clone(), queue_id, ..Mail::new(b, MailKind::Test, v.lang, &v.email, words) };
    let desk = b.clone();
    b.db.write(move |tx| {
        let (desk, mail) = (desk.clone(), mail.clone());
        Box::pin(async move { outbox::enqueue(tx, &desk, &mail).await })
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_takes_a_token() {
        let own = Sender::parse("Quill Support <support@quill.example>").unwrap();
        assert_eq!((own.name.as_str(), own.address.as_str()), ("Quill Support", "support@quill.example"));
        assert_eq!(own.with_token("abc"), "support+abc@quill.example");
        assert_eq!(own.with_token(""), "support@quill.example");
        assert_eq!(Sender::parse("no address"), None);
    }

    #[test]
    fn our_own_addresses_are_known_with_a_token_too() {
        let own = Own(Arc::from(["support@desk.example".to_owned()]));
        assert!(own.contains("support@desk.example") && own.contains("support+abc@desk.example"));
        assert!(!own.contains("ana@desk.example") && !own.contains("support@quill.example"));
    }

    #[test]
    fn the_host_of_an_address() {
        assert_eq!(host_of("https://desk.example:8443/x"), "desk.example");
        assert_eq!(host_of("http://127.0.0.1:3000"), "127.0.0.1");
    }
}
