//! What several pages of the portal share.

mod due;
mod enclosing;
mod page;
mod part;
mod plain;
mod promise_line;
mod refused;
mod search_box;
mod status;

pub use due::Due;
pub use enclosing::Enclosing;
pub use page::{PageTitle, page};
pub use part::{Part, place};
pub use plain::{PostForm, Refusal, refusal};
pub use promise_line::{PromiseLine, clock_state, percent};
pub use refused::{Missing, Refused};
pub use search_box::SearchBox;
pub use status::{StatusPill, hit_href};
