//! Mail that comes in: kept whole first ([`keep`]), then read ([`parse`]), then decided by the rules of `domain::mail` in one
//! transaction ([`settle`], [`deeds`]). Siblings: [`super::outbox`] for what leaves; `server/src/commands/mail_in.rs` and
//! `server/src/rest/inbound.rs` for ways in.

mod bounces;
mod clues;
mod deeds;
mod held;
mod html;
mod imap;
mod keep;
mod lab;
mod large;
mod mailboxes;
mod parse;
mod participants;
mod quarantine;
mod settle;
mod setup;
mod show;
mod take;
mod who;

pub use held::let_through;
pub use html::Clean;
pub use imap::{Imap, Login};
pub use keep::{Arrival, Uid};
pub use lab::{Steps, lab};
pub use mailboxes::{read_mailboxes, read_once};
pub use quarantine::{Health, Held, MailboxHealth, health, list, raw, retry};
pub use setup::{Inbound, Mailbox};
pub use show::{Whole, whole};
pub use take::{Taken, run, take, take_up};
