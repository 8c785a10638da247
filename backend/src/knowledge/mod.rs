//! Knowledge: articles, known problems and the state of services, as readers and authors meet them. Siblings:
//! `domain::knowledge` (shapes and rules), `app/src/portal/help.rs` (pages), `backend/src/search` (finding them).

mod article;
mod articles;
mod feedback;
mod help;
mod home;
pub mod markdown;
mod problem;
mod save;
mod status;
mod views;

pub use article::article;
pub use articles::articles;
pub use feedback::feedback;
pub use help::help;
pub use home::home_parts;
pub use problem::{ProblemDraft, problem, save_problem};
pub(crate) use save::slug_of;
pub use save::{Draft, Rendered, Saved, save_article};
pub use status::status;
pub use views::{Views, count_views, flush_views};

use domain::Viewer;
use domain::knowledge::Audience;

use crate::db::Query;

/// Binds the audiences `viewer` may read as the next three arguments, the first repeated where there are fewer.
pub(crate) fn bind_audiences(query: Query, viewer: &Viewer) -> Query {
    let readable = Audience::readable_by(viewer);
    (0..Audience::ALL.len())
        .fold(query, |query, place| query.bind(readable.get(place).unwrap_or(&readable[0]).code()))
}

/// Reads a JSON list of texts; anything else is an empty list.
pub(crate) fn list(json: &str) -> Vec<String> {
    serde_json::from_str(json).unwrap_or_default()
}
