//! Tickets: made, changed, listed and read. Siblings: `domain::tickets` (the rules), `app/src/console`, `app/src/portal`.
//! Everything that changes one goes through [`append`].

pub(crate) mod append;
pub(crate) mod change;
mod choices;
pub(crate) mod create;
pub mod drafts;
mod import;
pub(crate) mod list;
pub mod notices;
mod page;
mod panel;
mod request;
mod requests;
pub(crate) mod rows;
mod scope;
pub(crate) mod store;
mod timeline;
mod views;
mod why;

pub use change::change;
pub use choices::choices;
pub use create::{Requester, create};
pub use import::import;
pub use list::list;
pub use page::page;
pub use request::request;
pub use requests::{RequestFilter, requests};
pub(crate) use scope::visible;
pub use scope::{number_text, parse_number};
pub use timeline::timeline;
pub use why::why;
