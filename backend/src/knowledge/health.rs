//! How the articles do: what somebody should look at next, and what readers looked for in vain.

use domain::Viewer;
use domain::access::Action;
use domain::knowledge::desk::{Health, HealthRow, MissedSearch};
use domain::time::DAY_MS;

use super::list;
use crate::db::{Conn, q};
use crate::settings::Directory;
use crate::{Backend, Outcome, row};

const DUE: &str = "SELECT id, title, review_on AS note, CAST(0 AS BIGINT) AS n FROM articles
  WHERE state = 'published' AND review_on <= $1 ORDER BY review_on, id LIMIT 20";
/// At least five readers, and a third of all who said something.
const UNHELPFUL: &str = "SELECT a.id, a.title, a.not_helped AS n,
    (SELECT f.reason FROM article_feedback f WHERE f.article_id = a.id AND f.helped = FALSE AND f.reason <> ''
      ORDER BY f.at DESC, f.id LIMIT 1) AS note
  FROM articles a
  WHERE a.state = 'published' AND a.not_helped >= 5 AND a.not_helped * 2 >= a.helped
  ORDER BY (a.not_helped * 1000) / (a.helped + a.not_helped) DESC, a.id LIMIT 10";
const DEFLECTING: &str = "SELECT id, title, deflected AS n, CAST(NULL AS TEXT) AS note FROM articles
  WHERE state = 'published' AND audience <> 'internal' AND deflected > 0 ORDER BY deflected DESC, id LIMIT 10";
const WITH_VERSIONS: &str = "SELECT id, title, product_id, versions FROM articles
  WHERE state = 'published' AND product_id IS NOT NULL AND versions <> '[]' ORDER BY views DESC, id LIMIT 2000";
const MISSED: &str = "SELECT words, n FROM missed_searches ORDER BY n DESC, last_at DESC, words LIMIT 20";
const SETTLE: &str = "DELETE FROM missed_searches WHERE words = $1";
/// Articles listed as out of date.
const STALE: usize = 20;
/// Longest search that is remembered, in characters.
const MAX_WORDS: usize = 80;
/// More digits than this may be somebody's number.
const MAX_DIGITS: usize = 6;
/// How long a search that found nothing is remembered.
pub(super) const REMEMBERED_MS: i64 = 180 * DAY_MS;

row! { struct Line { id: String, title: String, n: i64, note: Option<String> } }
row! { struct Fitting { id: String, title: String, product_id: String, versions: String } }

/// What is worth a look.
///
/// # Errors
/// `SignIn`, `Forbidden` for customers.
pub async fn health(b: &Backend, v: &Viewer) -> Outcome<Health> {
    v.ensure(Action::UseConsole)?;
    let directory = b.directory().await?;
    let mut conn = b.db.read().await?;
    let due = q(DUE).bind(b.clock.now().utc_date().to_string()).all(&mut conn).await?;
    let missed: Vec<(String, i64)> = q(MISSED).all(&mut conn).await?;
    Ok(Health {
        due: lines(due),
        unhelpful: lines(q(UNHELPFUL).all(&mut conn).await?),
        deflecting: lines(q(DEFLECTING).all(&mut conn).await?),
        stale: stale(&mut conn, &directory).await?,
        missed: missed.into_iter().map(|(words, n)| MissedSearch { words, n }).collect(),
    })
}

fn lines(lines: Vec<Line>) -> Vec<HealthRow> {
    let row = |line: Line| HealthRow {
        id: line.id,
        title: line.title,
        n: line.n,
        note: line.note.unwrap_or_default(),
    };
    lines.into_iter().map(row).collect()
}

/// Articles that fit some versions of their product, but not its newest.
async fn stale(conn: &mut Conn, directory: &Directory) -> Outcome<Vec<HealthRow>> {
    let articles: Vec<Fitting> = q(WITH_VERSIONS).all(conn).await?;
    let behind = |article: Fitting| {
        let newest = directory.product(&article.product_id)?.versions.last()?;
        let versions = list(&article.versions);
        let row = HealthRow { id: article.id, title: article.title, n: 0, note: newest.clone() };
        (!fits(&versions, newest)).then_some(row)
    };
    Ok(articles.into_iter().filter_map(behind).take(STALE).collect())
}

/// "7.4" stands for "7.4.1" too.
pub(super) fn fits(versions: &[String], newest: &str) -> bool {
    let is_part = |rest: &str| rest.is_empty() || rest.starts_with('.');
    versions.iter().any(|version| newest.strip_prefix(version.as_str()).is_some_and(is_part))
}

/// Counts that `query` found nothing. What may say who somebody is does not count.
pub fn missed(b: &Backend, query: &str) {
    if let Some(words) = countable(query) {
        b.views.miss(words);
    }
}

/// The query as it is counted; `None` for one that looks personal, or is none.
fn countable(query: &str) -> Option<String> {
    let words = query.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>().join(" ");
    let digits = words.chars().filter(char::is_ascii_digit).count();
    let is_fit =
        (3..=MAX_WORDS).contains(&words.chars().count()) && digits <= MAX_DIGITS && !words.contains('@');
    is_fit.then_some(words)
}

/// Takes a search off the list: there is an answer to it now, or there will be none.
///
/// # Errors
/// `SignIn`, `Forbidden`.
pub async fn settle_search(b: &Backend, v: &Viewer, words: &str) -> Outcome<()> {
    v.ensure(Action::WriteArticle)?;
    b.db.execute(q(SETTLE).bind(words)).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{countable, fits};

    #[test]
    fn a_series_stands_for_its_versions() {
        let versions = ["7.3".to_owned(), "7.4".to_owned()];
        assert!(fits(&versions, "7.4.1") && fits(&versions, "7.4"));
        assert!(!fits(&versions, "7.40") && !fits(&versions, "8.0"));
    }

    #[test]
    fn nothing_personal_is_counted() {
        assert_eq!(countable("  Blank   Labels ").as_deref(), Some("blank labels"));
        for query in ["", "ab", "ana@quill.example", "call 020 7946 0018", &"x".repeat(81)] {
            assert_eq!(countable(query), None, "{query}");
        }
    }
}
