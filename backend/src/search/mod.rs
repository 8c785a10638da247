//! Search: finding articles, known problems and tickets by what people type, and suggesting them while they write.
//! Siblings: `domain::search` (shapes), `app/src/portal/search.rs` (pages).
//!
//! Each node keeps a tantivy index in its data folder ([`index`]), filled from the database ([`load`], [`document`]) and
//! kept up to date by following the change log ([`follow`]). A query is read into clauses ([`parse`]), made to tolerate
//! slips ([`expand`]) and ranked ([`query`], [`rank`]). The index only narrows: titles and snippets come from the
//! database, asked with the viewer's own filter ([`hits`]), so that a stale index shows nothing it should not.

mod again;
mod analysis;
mod ask;
mod codes;
mod described;
mod document;
mod expand;
mod fields;
mod filter;
mod find;
mod folder;
mod follow;
mod highlight;
mod hits;
mod index;
mod inspect;
mod load;
mod meaning;
mod parse;
mod query;
mod rank;
mod rebuild;
mod related;
mod spelling;
mod standing;
mod suggest;
mod understand;

pub use again::{look, search_again};
pub use ask::{Ask, search};
pub use described::Known;
pub use follow::{catch_up, follow};
pub use index::Search;
pub use inspect::{Found, inspect};
pub use rebuild::reindex;
pub use related::related;
pub use suggest::{reconsider, suggest};
pub use understand::{learn, understand};
