//! What readers made of an article: of those that fit a search alike, the one that helped comes first.

use domain::search::HitKind;

use super::find::Found;
use super::hits::{bind_list, list_query};
use crate::db::Conn;
use crate::{Outcome, row};

/// Read from the database, not the index: readers change these without changing the article.
const STANDINGS: &str = "SELECT slug, views, helped, not_helped, deflected FROM articles WHERE slug IN ($1)";
/// What the best standing adds to a score. As little as freshness may: it orders what fits alike.
const MOST: f32 = 0.15;
/// A request that was not raised says as much as two readers whom it helped, or a hundred who only looked.
const DEFLECTED: f32 = 2.0;
const VIEWED: f32 = 0.01;
/// Readers helped at which an article has half of the best standing.
const HALF: f32 = 20.0;

row! {
    struct Standing {
        slug: String,
        views: i64,
        helped: i64,
        not_helped: i64,
        deflected: i64,
    }
}

/// Raises the scores of the articles among `found` by what readers made of them, and sorts.
pub(super) async fn weigh(conn: &mut Conn, found: &mut [Found]) -> Outcome<()> {
    let articles = found.iter().filter(|found| found.kind == HitKind::Article);
    let slugs: Vec<&str> = articles.map(|found| found.id.as_str()).collect();
    if slugs.len() < 2 {
        return Ok(());
    }
    let rows: Vec<Standing> = bind_list(list_query(STANDINGS, 1, slugs.len()), &slugs).all(conn).await?;
    for standing in rows {
        let article = found.iter_mut().find(|f| f.kind == HitKind::Article && f.id == standing.slug);
        if let Some(article) = article {
            article.score *= 1.0 + MOST * standing.regard();
        }
    }
    found.sort_by(|a, b| b.score.total_cmp(&a.score));
    Ok(())
}

impl Standing {
    /// From 0, unknown or of no use, to 1.
    fn regard(&self) -> f32 {
        let (helped, failed) = (self.helped as f32, self.not_helped as f32);
        let good = helped + DEFLECTED * self.deflected as f32;
        let share = (good + 1.0) / (good + failed + 1.0);
        let known = good + VIEWED * self.views as f32;
        share * known / (known + HALF)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn regard(views: i64, helped: i64, not_helped: i64, deflected: i64) -> f32 {
        Standing { slug: String::new(), views, helped, not_helped, deflected }.regard()
    }

    #[test]
    fn what_helped_stands_above_what_was_only_read() {
        assert!(regard(0, 0, 0, 0).abs() < f32::EPSILON);
        assert!(regard(0, 40, 0, 0) > regard(500, 0, 0, 0));
        assert!(regard(500, 0, 0, 0) > 0.0);
        assert!(regard(500, 10, 90, 0) < regard(500, 10, 0, 0));
        assert!(regard(i64::MAX, i64::MAX, 0, i64::MAX) <= 1.0);
    }
}
