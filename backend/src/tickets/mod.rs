//! Tickets: made, changed, listed and read. Siblings: `domain::tickets` (the rules), `app/src/console`, `app/src/portal`.
//! Everything that changes one goes through [`append`].

pub(crate) mod append;
pub(crate) mod change;
mod choices;
pub(crate) mod create;
pub mod drafts;
pub(crate) mod follow_up;
mod frame;
mod import;
mod ladder;
pub(crate) mod list;
pub mod notices;
mod once;
mod page;
mod panel;
mod parked;
mod request;
mod requests;
pub(crate) mod rows;
mod scope;
pub(crate) mod store;
pub mod surveys;
mod timeline;
pub(crate) mod views;
mod why;

pub(crate) use append::Pen;
pub use change::{change, change_all};
pub use choices::choices;
pub(crate) use create::person_by_email;
pub use create::{Requester, create, create_once};
pub use frame::frame;
pub use import::import;
pub(crate) use list::read_status;
pub use list::{list, others, rows};
pub use once::{Once, forget_keys};
pub use page::page;
pub(crate) use page::{policy_brief, promise_view};
pub use parked::{forget_parked, park, parked, unpark};
pub use request::request;
pub use requests::{open_requests, requests};
pub use scope::{number_text, parse_number};
pub(crate) use scope::{visible, visible_id};
pub(crate) use timeline::MOVED;
pub use timeline::timeline;
pub use why::why;
