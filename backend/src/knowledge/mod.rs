//! Knowledge: articles, known problems and the state of services, as readers and authors meet them. Siblings:
//! `domain::knowledge` (shapes and rules), `app/src/portal/help` and `app/src/console/kb` (pages), `backend/src/search`
//! (finding them).

mod article;
mod articles;
mod desk_list;
mod desk_page;
mod feedback;
mod from_ticket;
mod health;
mod help;
mod home;
pub mod markdown;
mod problem;
mod review;
mod save;
mod sent;
mod slug;
mod stage;
mod status;
mod tables;
mod versions;
mod views;
mod write;

pub use article::article;
pub use articles::articles;
pub use desk_list::desk_list;
pub use desk_page::{comparison, desk_page, editing, merge};
pub use feedback::feedback;
pub use from_ticket::from_ticket;
pub use health::{health, missed, settle_search};
pub use help::help;
pub use home::home_parts;
pub use problem::{ProblemDraft, problem, save_problem};
pub use review::still_right;
pub use save::{Draft, Rendered, Saved, save_article};
pub(crate) use sent::note_articles;
pub use sent::sent_articles;
pub(crate) use slug::slug_of;
pub use stage::{move_on, restore};
pub use status::status;
pub use views::{Views, count_views, flush_views};
pub use write::save;

use domain::Viewer;
use domain::access::Action;
use domain::knowledge::Audience;

use crate::db::Query;
use crate::{Failure, Outcome};

/// Stands for every audience, as the third argument of the condition that [`bind_audiences`] fills.
const ANY: &str = "any";

/// Binds whose articles `viewer` may read as the next three arguments of
/// `(audience IN ($1, $2) OR $3 IN (audience, 'any'))`.
pub(crate) fn bind_audiences(query: Query, viewer: &Viewer) -> Query {
    let codes = match Audience::readable_by(viewer) {
        Some(readable) => readable.iter().map(|audience| audience.code().into_owned()).collect(),
        None => vec![ANY.to_owned()],
    };
    // Where there are fewer than three, the last stands for the rest.
    (0..3).fold(query, |query, place| query.bind(codes[place.min(codes.len() - 1)].as_str()))
}

/// Reads a JSON list of texts; anything else is an empty list.
pub(crate) fn list(json: &str) -> Vec<String> {
    serde_json::from_str(json).unwrap_or_default()
}

/// Markdown as readers will see it. Rendered beside the threads that answer, since a long text takes time.
async fn article_html(text: &str) -> Outcome<String> {
    let text = text.to_owned();
    let rendered = tokio::task::spawn_blocking(move || markdown::render(&text)).await;
    rendered.map_err(|died| Failure::broken(format!("rendering an article: {died}")))
}

/// How `text`, which is being typed, will look: sanitised HTML.
///
/// # Errors
/// `SignIn`, `Forbidden`.
pub async fn preview(v: &Viewer, text: &str) -> Outcome<String> {
    v.ensure(Action::WriteArticle)?;
    article_html(text).await
}
