//! All articles a reader may see, by slug: for those who keep a copy elsewhere.

use domain::Viewer;
use domain::knowledge::ArticleBrief;

use super::bind_audiences;
use crate::db::q;
use crate::{Backend, Outcome, row};

const BY_SLUG: &str = "SELECT a.slug, a.title, a.problem, a.topic FROM articles a
  WHERE (a.audience IN ($1, $2) OR $3 IN (a.audience, 'any')) AND a.state = 'published' AND a.slug > $4 AND ($5 = '' OR a.product_id = $5)
  ORDER BY a.slug LIMIT $6";

row! { struct Line { slug: String, title: String, problem: String, topic: Option<String> } }

/// At most `limit` articles of `product` (an id; `None`: of any) whose slugs follow `after`.
///
/// # Errors
/// When the database cannot be read.
pub async fn articles(
    b: &Backend,
    v: &Viewer,
    product: Option<&str>,
    after: Option<&str>,
    limit: u32,
) -> Outcome<Vec<ArticleBrief>> {
    let query =
        bind_audiences(q(BY_SLUG), v).bind(after.unwrap_or_default()).bind(product.unwrap_or_default());
    let lines: Vec<Line> = query.bind(i64::from(limit)).all(&mut b.db.read().await?).await?;
    let brief = |line: Line| ArticleBrief {
        slug: line.slug,
        title: line.title,
        problem: line.problem,
        topic: line.topic,
    };
    Ok(lines.into_iter().map(brief).collect())
}
