//! Writing an article: rendered once, under an address of its own.

use domain::error::{Checks, Problem};
use domain::knowledge::Audience;
use domain::knowledge::writing::{ArticleForm, Field};
use domain::live::Topic;
use domain::time::Instant;
use domain::{links, text};

use super::markdown::{self, MAX_MARKDOWN};
use super::slug::{free_slug, slug_of};
use super::versions::{self, Version};
use crate::db::{Tx, q};
use crate::live::{self, Change};
use crate::{Outcome, row};

const BY_ID: &str = "SELECT slug, head, title, problem, body, html, product_id, topic, audience, state, lang,
  keywords, versions, owner_id, source_url, licence FROM articles WHERE id = $1";
const INSERT: &str =
    "INSERT INTO articles (id, slug, version, title, problem, body, html, product_id, topic, audience,
    state, lang, keywords, versions, owner_id, source_url, licence, views, helped, not_helped, deflected,
    created_at, changed_at, head, stage)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, 0, 0, 0, 0, $18, $18, $3, $11)";
const UPDATE: &str =
    "UPDATE articles SET slug = $2, version = $3, title = $4, problem = $5, body = $6, html = $7,
    product_id = $8, topic = $9, audience = $10, state = $11, lang = $12, keywords = $13, versions = $14,
    owner_id = $15, source_url = $16, licence = $17, changed_at = $18,
    head = $3, stage = $11
  WHERE id = $1";
/// Longest title, in characters.
const MAX_TITLE: u32 = 300;

/// An article as its author or a file has it; `body` is Markdown.
#[derive(Debug, Clone)]
pub struct Draft {
    pub id: String,
    /// The address wished for; empty: made of the title. One that is taken gets a number; one that was given stays.
    pub slug: String,
    pub title: String,
    pub problem: String,
    pub body: String,
    pub product_id: Option<String>,
    pub topic: Option<String>,
    pub audience: Audience,
    /// `draft`, `review`, `published` or `archived`; only published ones are found and read.
    pub state: String,
    pub lang: String,
    pub keywords: Vec<String>,
    pub versions: Vec<String>,
    pub owner_id: Option<String>,
    pub source_url: Option<String>,
    pub licence: Option<String>,
}

/// A draft with its HTML, ready to be saved. Made outside of the transaction, since rendering takes time.
#[derive(Debug, Clone)]
pub struct Rendered {
    id: String,
    state: String,
    content: Content,
}

/// What came of [`save_article`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Saved {
    Added,
    Updated,
    Unchanged,
}

/// The columns an author decides, as they are stored.
#[derive(Debug, Clone, PartialEq)]
struct Content {
    slug: String,
    title: String,
    problem: String,
    body: String,
    html: String,
    product_id: Option<String>,
    topic: Option<String>,
    audience: String,
    lang: String,
    keywords: String,
    versions: String,
    owner_id: Option<String>,
    source_url: Option<String>,
    licence: Option<String>,
}

row! {
    struct Stored {
        slug: String,
        head: i64,
        title: String,
        problem: String,
        body: String,
        html: String,
        product_id: Option<String>,
        topic: Option<String>,
        audience: String,
        state: String,
        lang: String,
        keywords: String,
        versions: String,
        owner_id: Option<String>,
        source_url: Option<String>,
        licence: Option<String>,
    }
}

impl Draft {
    /// Checks and renders the draft.
    ///
    /// # Errors
    /// `Invalid` for a title that is missing or too long, or a text too long to show.
    pub fn rendered(self) -> Outcome<Rendered> {
        let mut checks = Checks::default();
        let title = checks.line("title", &self.title, MAX_TITLE);
        let body = text::markup(&self.body);
        let max = u32::try_from(MAX_MARKDOWN).unwrap_or(u32::MAX);
        checks.ensure(body.len() <= MAX_MARKDOWN, "body", Problem::TooLong { max });
        checks.finish()?;
        let wished = if self.slug.is_empty() { &title } else { &self.slug };
        let content = Content {
            slug: slug_of(wished),
            html: markdown::render(&body),
            title,
            problem: text::prose(&self.problem),
            body,
            product_id: self.product_id,
            topic: self.topic,
            audience: self.audience.code().into_owned(),
            lang: self.lang,
            keywords: serde_json::to_string(&lines(&self.keywords))?,
            versions: serde_json::to_string(&self.versions)?,
            owner_id: self.owner_id,
            source_url: self.source_url.as_deref().map(text::line).filter(|address| links::is_web(address)),
            licence: self.licence.as_deref().map(text::line),
        };
        Ok(Rendered { id: self.id, state: self.state, content })
    }
}

fn lines(texts: &[String]) -> Vec<String> {
    texts.iter().map(|text| text::line(text)).filter(|line| !line.is_empty()).collect()
}

/// Saves `article`, new or changed, and tells the followers of the change log. Saving the same again changes nothing.
///
/// # Errors
/// When the database refuses.
pub async fn save_article(
    tx: &mut Tx,
    article: &Rendered,
    at: Instant,
    actor_id: Option<&str>,
) -> Outcome<Saved> {
    let stored: Option<Stored> = q(BY_ID).bind(&article.id).opt(tx).await?;
    let mut content = article.content.clone();
    let mut form = ArticleForm::default();
    let (sql, version, saved) = match stored {
        None => {
            content.slug = free_slug(tx, &content.slug, &article.id).await?;
            (INSERT, 1, Saved::Added)
        }
        Some(stored) => {
            let (version, state) = (stored.head, stored.state.clone());
            // What a file does not say stays as it was typed.
            form = versions::read(tx, &article.id, version).await?.unwrap_or_default();
            content.slug.clone_from(&stored.slug);
            if state == article.state && stored.content() == content {
                return Ok(Saved::Unchanged);
            }
            (UPDATE, version + 1, Saved::Updated)
        }
    };
    let change = Change {
        topic: Topic::Article,
        id: content.slug.clone(),
        version,
        requester_id: None,
        organisation_id: None,
        is_public: content.audience == Audience::Public.code() && article.state == "published",
        actor_id: actor_id.map(str::to_owned),
        at,
    };
    content.fill(&mut form);
    write(tx, sql, article, content, version, at).await?;
    let is_live = article.state == "published";
    let kept = Version { article_id: &article.id, version, form: &form, by: actor_id, at, note: "", is_live };
    versions::insert(tx, kept).await?;
    live::record(tx, &change).await?;
    Ok(saved)
}

async fn write(
    tx: &mut Tx,
    sql: &'static str,
    article: &Rendered,
    c: Content,
    version: i64,
    at: Instant,
) -> Outcome<()> {
    q(sql)
        .bind(&article.id)
        .bind(c.slug)
        .bind(version)
        .bind(c.title)
        .bind(c.problem)
        .bind(c.body)
        .bind(c.html)
        .bind(c.product_id)
        .bind(c.topic)
        .bind(c.audience)
        .bind(&article.state)
        .bind(c.lang)
        .bind(c.keywords)
        .bind(c.versions)
        .bind(c.owner_id)
        .bind(c.source_url)
        .bind(c.licence)
        .bind(at.0)
        .exec(tx)
        .await?;
    Ok(())
}

impl Content {
    /// Puts into `form` what an author would have typed for this.
    fn fill(&self, form: &mut ArticleForm) {
        let fields = [
            (Field::Slug, self.slug.clone()),
            (Field::Title, self.title.clone()),
            (Field::Problem, self.problem.clone()),
            (Field::Body, self.body.clone()),
            (Field::Product, self.product_id.clone().unwrap_or_default()),
            (Field::Topic, self.topic.clone().unwrap_or_default()),
            (Field::Audience, self.audience.clone()),
            (Field::Lang, self.lang.clone()),
            (Field::Keywords, super::list(&self.keywords).join(", ")),
            (Field::Versions, super::list(&self.versions).join(", ")),
            (Field::Owner, self.owner_id.clone().unwrap_or_default()),
        ];
        form.0.extend(fields);
    }
}

impl Stored {
    fn content(self) -> Content {
        Content {
            slug: self.slug,
            title: self.title,
            problem: self.problem,
            body: self.body,
            html: self.html,
            product_id: self.product_id,
            topic: self.topic,
            audience: self.audience,
            lang: self.lang,
            keywords: self.keywords,
            versions: self.versions,
            owner_id: self.owner_id,
            source_url: self.source_url,
            licence: self.licence,
        }
    }
}
