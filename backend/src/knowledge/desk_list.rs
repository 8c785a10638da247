//! The list of articles in the console: what is published, waits for a review, is a draft, or is put away.

use domain::Viewer;
use domain::access::Action;
use domain::knowledge::Audience;
use domain::knowledge::writing::{ArticleCounts, ArticleList, ArticleRow, ArticleState, Standing};
use domain::people::Page;
use domain::time::Instant;

use super::write::read_state;
use crate::db::q;
use crate::people::containing;
use crate::stamps::Stamper;
use crate::{Backend, Outcome, row};

const COUNTS: &str = "SELECT COUNT(*) FILTER (WHERE state = 'published') AS published,
    COUNT(*) FILTER (WHERE stage = 'review') AS review,
    COUNT(*) FILTER (WHERE stage = 'draft') AS draft,
    COUNT(*) FILTER (WHERE state = 'archived' AND stage = 'archived') AS archived
  FROM articles";
/// The newest version's title stands for the article. $1: state, $2: stage, empty: any.
const ROWS: &str = "SELECT a.id, h.title, p.name AS product, a.state, a.stage, h.audience, o.name AS owner,
    a.changed_at, a.views, a.helped, a.not_helped
  FROM articles a
  JOIN article_versions h ON h.article_id = a.id AND h.version = a.head
  LEFT JOIN products p ON p.id = h.product_id
  LEFT JOIN people o ON o.id = h.owner_id
  WHERE ($1 = '' OR a.state = $1) AND ($2 = '' OR a.stage = $2)
    AND (LOWER(h.title) LIKE $3 ESCAPE '\\' OR LOWER(h.keywords) LIKE $3 ESCAPE '\\')
    AND (a.changed_at, a.id) < ($4, $5)
  ORDER BY a.changed_at DESC, a.id DESC LIMIT $6";
const CHANGED: &str = "SELECT changed_at FROM articles WHERE id = $1";
/// Rows of one part of the list.
const ROWS_SHOWN: usize = 50;

row! {
    struct Counted { published: i64, review: i64, draft: i64, archived: i64 }
}

row! {
    struct Listed {
        id: String, title: String, product: Option<String>, state: String, stage: String, audience: String,
        owner: Option<String>, changed_at: i64, views: i64, helped: i64, not_helped: i64,
    }
}

/// The articles under the tab `of` whose title or keywords contain `query`, the last changed first; `after` is
/// [`Page::next`] of the part before.
///
/// # Errors
/// `SignIn`, `Forbidden` for customers; `NotFound` when no article is `after`.
pub async fn desk_list(
    b: &Backend,
    v: &Viewer,
    of: ArticleState,
    query: &str,
    after: Option<&str>,
) -> Outcome<ArticleList> {
    v.ensure(Action::UseConsole)?;
    let mut conn = b.db.read().await?;
    let counted: Counted = q(COUNTS).one(&mut conn).await?;
    let before = match after {
        Some(id) => q(CHANGED).bind(id).opt::<i64>(&mut conn).await?.ok_or(domain::Error::NotFound)?,
        None => i64::MAX,
    };
    let (state, stage) = match of {
        ArticleState::Published => ("published", ""),
        ArticleState::Archived => ("archived", "archived"),
        ArticleState::Review | ArticleState::Draft => ("", of.code()),
    };
    let rows = q(ROWS).bind(state).bind(stage).bind(containing(query)).bind(before);
    let rows = rows.bind(after.unwrap_or_default()).bind(ROWS_SHOWN as i64 + 1);
    let rows: Vec<Listed> = rows.all(&mut conn).await?;
    let stamper = Stamper::new(v, b.clock.now());
    Ok(ArticleList { counts: counted.counts(), page: part(rows, &stamper)? })
}

fn part(mut rows: Vec<Listed>, stamper: &Stamper) -> Outcome<Page<ArticleRow>> {
    let more = rows.len() > ROWS_SHOWN;
    rows.truncate(ROWS_SHOWN);
    let next = rows.last().filter(|_| more).map(|last| last.id.clone());
    let rows = rows.into_iter().map(|row| row.shown(stamper)).collect::<Outcome<_>>()?;
    Ok(Page { rows, next })
}

impl Counted {
    fn counts(self) -> ArticleCounts {
        let Self { published, review, draft, archived } = self;
        ArticleCounts { published, review, draft, archived }
    }
}

impl Listed {
    fn shown(self, stamper: &Stamper) -> Outcome<ArticleRow> {
        Ok(ArticleRow {
            standing: Standing { state: read_state(&self.state)?, stage: read_state(&self.stage)? },
            audience: Audience::parse(&self.audience).unwrap_or(Audience::Internal),
            changed: stamper.stamp(Instant(self.changed_at)),
            id: self.id,
            title: self.title,
            product: self.product,
            owner: self.owner,
            views: self.views,
            helped: self.helped,
            not_helped: self.not_helped,
        })
    }
}
