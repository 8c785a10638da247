//! A request being written: kept on the server from the first answer, so that it needs no scripts, survives a lost page
//! and is sent once. Siblings: `domain::intake` (questions and their checks), `app/src/portal/new_request`.

mod deflect;
mod draft;
mod facts;
mod files;
pub mod flows;
mod given;
mod missing;
mod page;
mod phone;
mod save;
mod store;
mod submit;
mod suggest;
mod unfinished;
mod usage;

pub use deflect::{deflect, undo};
pub use draft::draft;
pub use given::{Given, answers_given, asked_of};
pub(crate) use missing::count_missing;
pub use missing::{answer_missing, missing};
pub use page::page;
pub use phone::{call_sheet, take_call};
pub use save::{Saved, begin, refuse, resume, save, typed};
pub use store::forget_abandoned;
pub(crate) use store::{ensure_open, forget_words};
pub use submit::submit;
pub use suggest::{opened, reconsider, suggest};
pub use unfinished::{discard, unfinished};
pub(crate) use usage::note_asked_again;
