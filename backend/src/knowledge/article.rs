//! One article for its reader.

use domain::Viewer;
use domain::knowledge::{ArticlePage, Audience};
use domain::time::Instant;

use super::{bind_audiences, list, markdown};
use crate::db::q;
use crate::stamps::Stamper;
use crate::{Backend, Outcome, row, search};

const ARTICLE: &str =
    "SELECT a.id, a.slug, a.title, a.problem, a.body, a.html, a.lang, a.keywords, a.versions,
  a.audience, a.source_url, a.licence, a.changed_at, a.product_id, p.name AS product_name, f.helped,
  k.number AS known_number, k.title AS known_title
  FROM articles a LEFT JOIN products p ON p.id = a.product_id
  LEFT JOIN article_versions w ON w.article_id = a.id AND w.version = a.version
  LEFT JOIN problems k ON k.number = w.problem_number AND k.is_public AND k.state <> 'fixed'
  LEFT JOIN article_feedback f ON f.id = a.id || '.' || $2
  WHERE a.id = COALESCE((SELECT id FROM articles WHERE slug = $1), (SELECT article_id FROM article_slugs WHERE slug = $1))
    AND a.state = 'published' AND (a.audience IN ($3, $4) OR $5 IN (a.audience, 'any'))";
/// How many other articles stand below one.
const RELATED: usize = 4;

row! {
    struct ArticleRow {
        id: String,
        slug: String,
        title: String,
        problem: String,
        body: String,
        html: String,
        lang: String,
        keywords: String,
        versions: String,
        audience: String,
        source_url: Option<String>,
        licence: Option<String>,
        changed_at: i64,
        product_id: Option<String>,
        product_name: Option<String>,
        helped: Option<bool>,
        known_number: Option<String>,
        known_title: Option<String>,
    }
}

/// The published article under `slug`, or that was under it once, and counts that it was read.
///
/// # Errors
/// `NotFound` when there is none that `v` may read.
pub async fn article(b: &Backend, v: &Viewer, slug: &str) -> Outcome<ArticlePage> {
    let row = {
        let mut conn = b.db.read().await?;
        let query = q(ARTICLE).bind(slug).bind(v.person_id.as_str());
        bind_audiences(query, v).opt::<ArticleRow>(&mut conn).await?
    };
    let row = row.ok_or(domain::Error::NotFound)?;
    b.views.add(&row.id);
    let words = format!("{} {}", row.title, list(&row.keywords).join(" "));
    let related = search::related(b, v, &row.slug, &words, RELATED).await?;
    Ok(ArticlePage {
        contents: markdown::contents(&row.body),
        product: row.product_id.zip(row.product_name),
        versions: list(&row.versions),
        keywords: list(&row.keywords),
        changed: Stamper::new(v, b.clock.now()).stamp(Instant(row.changed_at)),
        audience: Audience::parse(&row.audience).unwrap_or(Audience::Internal),
        slug: row.slug,
        title: row.title,
        problem: row.problem,
        html: row.html,
        lang: row.lang,
        source_url: row.source_url,
        licence: row.licence,
        related,
        helped: row.helped,
        known: row.known_number.zip(row.known_title),
    })
}
