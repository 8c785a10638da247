//! Mail that comes in: kept whole first ([`keep`]), then read ([`parse`]), then decided by the rules of `domain::mail` in one
//! transaction ([`settle`], [`deeds`]). Siblings: [`super::outbox`] for what leaves; `server/src/commands/mail_in.rs` and
//! `server/src/rest/inbound.rs` for ways in.

mod bounces;
mod clues;
mod deeds;
mod keep;
mod large;
mod parse;
mod participants;
mod quarantine;
mod settle;
mod setup;
mod take;
mod who;

pub use keep::{Arrival, Uid};
pub use quarantine::{Health, Held, MailboxHealth, health, list, raw, retry};
pub use setup::{Inbound, Mailbox};
pub use take::{Taken, run, take, take_up};
