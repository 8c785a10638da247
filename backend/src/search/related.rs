//! Articles like another one.

use domain::Viewer;
use domain::knowledge::ArticleBrief;
use domain::search::HitKind;

use super::find::{Eyes, Found, Shelf};
use super::hits;
use crate::{Backend, Outcome};

/// The `limit` articles most like `words` that `v` may read, without the one under `slug`.
///
/// # Errors
/// When index or database cannot be read.
pub async fn related(
    b: &Backend,
    v: &Viewer,
    slug: &str,
    words: &str,
    limit: usize,
) -> Outcome<Vec<ArticleBrief>> {
    let (viewer, words, now) = (v.clone(), words.to_owned(), b.clock.now());
    let found = b
        .search
        .blocking(move |live| {
            let searcher = live.searcher();
            Shelf::help(live, &searcher, Eyes { viewer: &viewer, now }, &[HitKind::Article])?
                .like_text(&words, limit + 1)
        })
        .await?;
    let slugs: Vec<&str> =
        found.iter().map(|found: &Found| found.id.as_str()).filter(|id| *id != slug).collect();
    let slugs = &slugs[..slugs.len().min(limit)];
    hits::briefs(&mut b.db.read().await?, v, slugs).await
}
