//! A request being written: kept on the server from the first answer, so that it needs no scripts, survives a lost page
//! and is sent once. Siblings: `domain::intake` (questions and their checks), `app/src/portal/new_request`.

mod deflect;
mod page;
mod phone;
mod save;
mod store;
mod submit;
mod suggest;

pub use deflect::{deflect, undo};
pub use page::page;
pub use phone::{call_sheet, take_call};
pub use save::{Saved, save};
pub use store::forget_abandoned;
pub use submit::submit;
pub use suggest::{opened, suggest};
