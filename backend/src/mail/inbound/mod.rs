//! Mail that comes in: kept whole first ([`keep`]), then read ([`parse`]), then decided by the rules of `domain::mail` in one
//! transaction ([`settle`], [`deeds`]). Siblings: [`super::outbox`] for what leaves; `server/src/commands/mail_in.rs` and
//! `server/src/rest/inbound.rs` for ways in.

mod bounces;
mod clues;
mod deeds;
mod domains;
mod health;
mod held;
mod html;
mod imap;
mod keep;
mod lab;
mod large;
mod list;
mod logos;
mod mailboxes;
mod moves;
mod parse;
mod participants;
mod quarantine;
mod settle;
mod setup;
mod show;
mod take;
mod who;

pub use domains::{add_domain, domains, remove_domain};
pub use health::health;
pub use held::{let_through, refuse};
pub use imap::{Imap, Login};
pub use keep::{Arrival, Uid};
pub use lab::lab;
pub use list::list;
pub use mailboxes::{read_mailboxes, read_once};
pub(crate) use moves::copies;
pub use moves::{move_message, undo_move};
pub use quarantine::{retry, retry_all};
pub use setup::{Inbound, Mailbox, unknown_queues};
pub use show::{raw, view};
pub use take::{Taken, run, take, take_up};
