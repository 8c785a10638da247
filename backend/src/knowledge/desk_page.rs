//! One article in the console, two of its versions compared, and the work of two editors brought together.

use domain::Viewer;
use domain::access::Action;
use domain::error::Error;
use domain::knowledge::Audience;
use domain::knowledge::compare::{self, Comparison, Merge};
use domain::knowledge::desk::{DeskArticle, Editing, VersionRow};
use domain::knowledge::writing::{ArticleForm, ArticleState, Field, Standing};
use domain::tickets::view::Choices;
use domain::time::Instant;

use super::write::read_state;
use super::{article_html, versions};
use crate::db::{Conn, q};
use crate::settings::{self, Directory};
use crate::stamps::Stamper;
use crate::{Backend, Outcome, row};

const ARTICLE: &str =
    "SELECT slug, state, stage, version, head, views, helped, not_helped, deflected, review_on, source_url,
  licence FROM articles WHERE id = $1";
const VERSIONS: &str = "SELECT v.version, v.at, v.note, v.published_at, p.name AS by_name, a.name AS approver
  FROM article_versions v
  LEFT JOIN people p ON p.id = v.by_id
  LEFT JOIN people a ON a.id = v.published_by
  WHERE v.article_id = $1 ORDER BY v.version DESC LIMIT 200";
const REASONS: &str = "SELECT reason FROM article_feedback
  WHERE article_id = $1 AND helped = FALSE AND reason <> '' ORDER BY at DESC, id LIMIT 10";
const SENT: &str = "SELECT COUNT(*), COUNT(solved_at) FROM ticket_articles WHERE article_id = $1";

row! {
    struct Line {
        slug: String, state: String, stage: String, version: i64, head: i64, views: i64, helped: i64, not_helped: i64,
        deflected: i64, review_on: Option<String>, source_url: Option<String>, licence: Option<String>,
    }
}

row! {
    struct VersionLine {
        version: i64, at: i64, note: String, published_at: Option<i64>, by_name: Option<String>, approver: Option<String>,
    }
}

/// The article with this id: its newest version, and what is known about it.
///
/// # Errors
/// `SignIn`, `Forbidden` for customers; `NotFound`.
pub async fn desk_page(b: &Backend, v: &Viewer, id: &str) -> Outcome<DeskArticle> {
    v.ensure(Action::UseConsole)?;
    let (directory, now) = (b.directory().await?, b.clock.now());
    let mut conn = b.db.read().await?;
    let line = line(&mut conn, id).await?;
    let form = versions::read(&mut conn, id, line.head).await?.ok_or(Error::NotFound)?;
    let versions = rows(&mut conn, id, &line, &Stamper::new(v, now)).await?;
    let reasons = q(REASONS).bind(id).all(&mut conn).await?;
    let (sent, solved): (i64, i64) = q(SENT).bind(id).one(&mut conn).await?;
    drop(conn);
    let standing = Standing { state: read_state(&line.state)?, stage: read_state(&line.stage)? };
    let is_read = standing.state == ArticleState::Published;
    let today = now.utc_date().to_string();
    Ok(DeskArticle {
        id: id.to_owned(),
        slug: line.slug,
        source_url: line.source_url,
        licence: line.licence,
        standing,
        head: line.head,
        shown: named(&form, &directory),
        html: article_html(form.get(Field::Body)).await?,
        form,
        versions,
        views: line.views,
        helped: line.helped,
        not_helped: line.not_helped,
        deflected: line.deflected,
        sent,
        solved,
        reasons,
        is_due: is_read && line.review_on.is_some_and(|day| day <= today),
    })
}

/// The newest version of the article with this id to be changed (empty: a new one), and what can be chosen.
///
/// # Errors
/// `SignIn`, `Forbidden`; `NotFound`.
pub async fn editing(b: &Backend, v: &Viewer, id: &str) -> Outcome<Editing> {
    v.ensure(Action::WriteArticle)?;
    let choices = crate::tickets::choices(b, v).await?;
    let directory = b.directory().await?;
    let mut conn = b.db.read().await?;
    let tiers = settings::tiers(&mut conn, &directory).await?;
    let (head, form) = if id.is_empty() {
        (0, fresh(v))
    } else {
        let head = line(&mut conn, id).await?.head;
        (head, versions::read(&mut conn, id, head).await?.ok_or(Error::NotFound)?)
    };
    drop(conn);
    let html = article_html(form.get(Field::Body)).await?;
    let Choices { products, staff, .. } = choices;
    Ok(Editing { id: id.to_owned(), head, form, html, products, staff, tiers })
}

/// An empty article: for everybody, in its author's language, looked after by them.
fn fresh(v: &Viewer) -> ArticleForm {
    let fields = [
        (Field::Audience, Audience::Public.code()),
        (Field::Lang, v.lang.code().into()),
        (Field::Owner, v.person_id.clone().into()),
    ];
    ArticleForm(fields.map(|(field, text)| (field, text.into_owned())).into())
}

/// The version `right` beside `left` (0: the one before).
///
/// # Errors
/// `SignIn`, `Forbidden` for customers; `NotFound`.
pub async fn comparison(b: &Backend, v: &Viewer, id: &str, left: i64, right: i64) -> Outcome<Comparison> {
    v.ensure(Action::UseConsole)?;
    let directory = b.directory().await?;
    let mut conn = b.db.read().await?;
    let line = line(&mut conn, id).await?;
    let versions = rows(&mut conn, id, &line, &Stamper::new(v, b.clock.now())).await?;
    let right = if right == 0 { line.head } else { right };
    let left = if left == 0 { (right - 1).max(1) } else { left };
    let row = |n: i64| versions.iter().find(|row| row.version == n).cloned().ok_or(Error::NotFound);
    let (left_row, right_row) = (row(left)?, row(right)?);
    let before = versions::read(&mut conn, id, left).await?.ok_or(Error::NotFound)?;
    let after = versions::read(&mut conn, id, right).await?.ok_or(Error::NotFound)?;
    Ok(Comparison {
        title: after.get(Field::Title).to_owned(),
        head: line.head,
        left: left_row,
        right: right_row,
        fields: compare::compare(&named(&before, &directory), &named(&after, &directory)),
        versions,
    })
}

/// What others saved since the version `seen`, and that together with `mine`, which was typed over it.
///
/// # Errors
/// `SignIn`, `Forbidden`; `NotFound`.
pub async fn merge(b: &Backend, v: &Viewer, id: &str, seen: i64, mine: &ArticleForm) -> Outcome<Merge> {
    v.ensure(Action::WriteArticle)?;
    let directory = b.directory().await?;
    let mut conn = b.db.read().await?;
    let line = line(&mut conn, id).await?;
    let versions = rows(&mut conn, id, &line, &Stamper::new(v, b.clock.now())).await?;
    let newest = versions.into_iter().next().ok_or(Error::NotFound)?;
    let base = versions::read(&mut conn, id, seen).await?.ok_or(Error::NotFound)?;
    let theirs = versions::read(&mut conn, id, line.head).await?.ok_or(Error::NotFound)?;
    let (merged, clashes) = compare::merge(&base, mine, &theirs);
    let theirs = compare::compare(&named(&base, &directory), &named(&theirs, &directory));
    Ok(Merge { head: line.head, by: newest.by, at: newest.at, theirs, merged, clashes })
}

async fn line(conn: &mut Conn, id: &str) -> Outcome<Line> {
    Ok(q(ARTICLE).bind(id).opt(conn).await?.ok_or(Error::NotFound)?)
}

async fn rows(conn: &mut Conn, id: &str, line: &Line, stamper: &Stamper) -> Outcome<Vec<VersionRow>> {
    let live = Some(line.version).filter(|_| line.state == ArticleState::Published.code());
    let lines: Vec<VersionLine> = q(VERSIONS).bind(id).all(conn).await?;
    let row = |line: VersionLine| VersionRow {
        version: line.version,
        by: line.by_name,
        at: stamper.stamp(Instant(line.at)),
        note: line.note,
        published: line.published_at.map(|at| (line.approver, stamper.stamp(Instant(at)))),
        is_live: Some(line.version) == live,
    };
    Ok(lines.into_iter().map(row).collect())
}

/// The form with names in the place of ids.
fn named(form: &ArticleForm, directory: &Directory) -> ArticleForm {
    let mut named = form.clone();
    if let Some(product) = directory.product(form.get(Field::Product)) {
        named.set(Field::Product, product.name.as_str());
        let topic = product.topics.iter().find(|topic| topic.id == form.get(Field::Topic));
        if let Some(topic) = topic {
            named.set(Field::Topic, topic.name.as_str());
        }
    }
    if let Some(owner) = directory.staff_member(form.get(Field::Owner)) {
        named.set(Field::Owner, owner.name.as_str());
    }
    named
}
