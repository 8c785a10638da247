//! What several pages of the portal share.

mod clock;
mod page;
mod plain;
mod refused;
mod search_box;
mod status;

pub use clock::{Due, PromiseLine, clock_state, percent};
pub use page::{PageTitle, loading, page, page_of, read};
pub use plain::{PostForm, Refusal, refusal};
pub use refused::{Missing, Refused};
pub use search_box::SearchBox;
pub use status::{StatusPill, hit_href, marked, product_icon};
