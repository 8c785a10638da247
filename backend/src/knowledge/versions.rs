//! Every version of an article: written once, read back as the form its author typed.

use domain::knowledge::writing::{ArticleForm, Field};
use domain::time::Instant;

use super::list;
use crate::Outcome;
use crate::db::{Conn, Query, Tx, q};
use crate::row;

const INSERT: &str = "INSERT INTO article_versions (article_id, version, by_id, at, note, published_by, published_at, slug,
    title, problem, body, product_id, topic, audience, lang, owner_id, review_on, problem_number, keywords, versions, origins)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)";
const READ: &str = "SELECT slug, title, problem, body, product_id, topic, audience, lang, owner_id, review_on, problem_number,
    keywords, versions, origins
  FROM article_versions WHERE article_id = $1 AND version = $2";
const APPROVE: &str = "UPDATE article_versions SET published_by = $3, published_at = $4
  WHERE article_id = $1 AND version = $2";

row! {
    struct Stored {
        slug: String, title: String, problem: String, body: String, product_id: Option<String>, topic: Option<String>,
        audience: String, lang: String, owner_id: Option<String>, review_on: Option<String>,
        problem_number: Option<String>, keywords: String, versions: String, origins: String,
    }
}

/// A version to be written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Version<'a> {
    pub article_id: &'a str,
    pub version: i64,
    pub form: &'a ArticleForm,
    pub by: Option<&'a str>,
    pub at: Instant,
    pub note: &'a str,
    /// Readers see it at once.
    pub is_live: bool,
}

pub(super) async fn insert(tx: &mut Tx, new: Version<'_>) -> Outcome<()> {
    let form = new.form;
    let query =
        q(INSERT).bind(new.article_id).bind(new.version).bind(new.by.map(str::to_owned)).bind(new.at.0);
    let query = query.bind(new.note).bind(new.by.filter(|_| new.is_live).map(str::to_owned));
    let query = query.bind(new.is_live.then_some(new.at.0));
    lists(texts(query, form), form)?.exec(tx).await?;
    Ok(())
}

fn texts(query: Query, form: &ArticleForm) -> Query {
    query
        .bind(form.get(Field::Slug))
        .bind(form.get(Field::Title))
        .bind(form.get(Field::Problem))
        .bind(form.get(Field::Body))
        .bind(form.optional(Field::Product))
        .bind(form.optional(Field::Topic))
        .bind(form.get(Field::Audience))
        .bind(form.get(Field::Lang))
        .bind(form.optional(Field::Owner))
        .bind(form.optional(Field::ReviewOn))
        .bind(form.optional(Field::Related))
}

fn lists(query: Query, form: &ArticleForm) -> Outcome<Query> {
    let mut query = query;
    for field in [Field::Keywords, Field::Versions, Field::Origins] {
        query = query.bind(serde_json::to_string(&form.list(field))?);
    }
    Ok(query)
}

/// The version with this number, if there is one.
pub(super) async fn read(conn: &mut Conn, article_id: &str, version: i64) -> Outcome<Option<ArticleForm>> {
    let stored: Option<Stored> = q(READ).bind(article_id).bind(version).opt(conn).await?;
    Ok(stored.map(Stored::form))
}

/// Notes who let readers see the version.
pub(super) async fn approve(
    tx: &mut Tx,
    article_id: &str,
    version: i64,
    by: &str,
    at: Instant,
) -> Outcome<()> {
    q(APPROVE).bind(article_id).bind(version).bind(by).bind(at.0).exec(tx).await?;
    Ok(())
}

impl Stored {
    fn form(self) -> ArticleForm {
        let joined = |json: &str| list(json).join(", ");
        let fields = [
            (Field::Keywords, joined(&self.keywords)),
            (Field::Versions, joined(&self.versions)),
            (Field::Origins, joined(&self.origins)),
            (Field::Slug, self.slug),
            (Field::Title, self.title),
            (Field::Problem, self.problem),
            (Field::Body, self.body),
            (Field::Product, self.product_id.unwrap_or_default()),
            (Field::Topic, self.topic.unwrap_or_default()),
            (Field::Audience, self.audience),
            (Field::Lang, self.lang),
            (Field::Owner, self.owner_id.unwrap_or_default()),
            (Field::ReviewOn, self.review_on.unwrap_or_default()),
            (Field::Related, self.problem_number.unwrap_or_default()),
        ];
        ArticleForm(fields.into())
    }
}
