//! Mail. Out: [`outbox`] keeps what is written in the transaction of its cause ([`announce`], [`acknowledge`], [`alarms`],
//! [`letter`], [`digest`]), [`claim`] says what leaves when, [`deliver`] hands it over, [`settle`] writes down what became of
//! it and [`news`] tells it. Siblings: `domain::outbox`, `domain::words::outgoing` for the texts, `app/src/console/admin`.

pub(crate) mod acknowledge;
pub(crate) mod alarms;
pub(crate) mod announce;
mod caps;
mod claim;
pub mod deliver;
mod deliveries;
pub(crate) mod digest;
mod forget;
mod health;
pub mod ids;
pub mod inbound;
mod layout;
pub(crate) mod letter;
mod list;
mod manage;
mod mime;
mod news;
pub mod opt_outs;
pub mod outbox;
mod readers;
mod redact;
pub mod senders;
mod settle;
mod setup;
pub mod signatures;
mod smtp;
pub mod templates;
pub mod token;

use std::collections::BTreeMap;

pub use deliveries::{deliveries, retry_delivery};
pub use digest::send_due as send_digests;
pub use forget::forget_old;
pub use health::health;
pub use list::list;
pub use manage::{release_address, retry, stop_address, stopped_addresses};
pub(crate) use redact::{forget_files, forget_told, forget_words, let_go_raw, rename};
pub use senders::Sender;
pub use setup::Setup;
pub(crate) use setup::load;
pub use smtp::Smtp;

/// How an installation sends mail.
#[derive(Debug, Clone, Default)]
pub struct MailSettings {
    /// None: what is written waits.
    pub smtp: Option<Smtp>,
    /// Servers that take the mail of one sender each, by normalised address, in place of the other.
    pub own_servers: BTreeMap<String, Smtp>,
    /// In whose name the desk writes, and where answers go.
    pub from: Option<Sender>,
    /// The mailboxes it reads.
    pub inbound: inbound::Inbound,
}
