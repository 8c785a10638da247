//! The portal's first page, less the reader's requests.

use domain::Viewer;
use domain::knowledge::{ArticleBrief, HomePage};

use super::{bind_audiences, help, list, status};
use crate::db::q;
use crate::{Backend, Outcome, row};

const POPULAR: &str = "SELECT slug, title, problem, topic, keywords FROM articles
  WHERE state = 'published' AND (audience IN ($1, $2) OR $3 IN (audience, 'any')) ORDER BY deflected DESC, helped DESC, id LIMIT 6";
/// How many searches are offered under the search field.
const SEARCHES: usize = 4;

row! {
    struct PopularRow {
        slug: String,
        title: String,
        problem: String,
        topic: Option<String>,
        keywords: String,
    }
}

/// Everything on the first page but the reader's own requests, which stay empty for the caller to fill.
///
/// # Errors
/// When the database cannot be read.
pub async fn home_parts(b: &Backend, v: &Viewer) -> Outcome<HomePage> {
    let mut conn = b.db.read().await?;
    let products = help::products(&mut conn, v).await?;
    let popular: Vec<PopularRow> = bind_audiences(q(POPULAR), v).all(&mut conn).await?;
    let now = b.clock.now();
    let status = status::read(&mut conn, v, now).await?;
    Ok(HomePage {
        first_name: v.name.split_whitespace().next().map(str::to_owned),
        popular_searches: searches(&popular),
        requests: Vec::new(),
        open_requests: 0,
        products,
        popular: popular.into_iter().map(PopularRow::brief).collect(),
        status,
        now,
    })
}

impl PopularRow {
    fn brief(self) -> ArticleBrief {
        ArticleBrief { slug: self.slug, title: self.title, problem: self.problem, topic: self.topic }
    }
}

/// The first keyword of each popular article: what people who were helped had looked for.
fn searches(popular: &[PopularRow]) -> Vec<String> {
    let mut searches: Vec<String> = Vec::new();
    for first in popular.iter().filter_map(|article| list(&article.keywords).into_iter().next()) {
        if !searches.contains(&first) {
            searches.push(first);
        }
    }
    searches.truncate(SEARCHES);
    searches
}
