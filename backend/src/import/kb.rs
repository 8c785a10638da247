//! Articles from JSON Lines: `id`, `title` and `body` (Markdown) or `answers`; if known also `problem`, `keywords`,
//! `products`, `locale`, `audience`, `source_url`, `licence` and `credit`.

use std::collections::{BTreeSet, HashMap};
use std::path::Path;

use domain::error::{Checks, FieldError, Problem};
use domain::knowledge::Audience;
use domain::knowledge::writing::is_language;
use domain::text;
use domain::time::Instant;
use domain::words::import::import;
use domain::words::{Lang, fill};
use serde::Deserialize;

use super::stream::{Line, json_lines, reason};
use super::{Report, mark_real, stable_id};
use crate::db::q;
use crate::knowledge::{Draft, Rendered, Saved, markdown, save_article};
use crate::{Backend, Failure, Outcome, settings};

const PRODUCT_IDS: &str = "SELECT id FROM products ORDER BY id LIMIT 1000";
/// Between the answers to one question.
const RULE: &str = "\n\n---\n\n";
/// Longest id, in characters.
const MAX_ID: u32 = 200;
/// Longest summary made of the text itself, in bytes.
const SUMMARY: usize = 200;

#[derive(Debug, Deserialize)]
struct Record {
    id: String,
    title: String,
    #[serde(default)]
    body: String,
    #[serde(default)]
    answers: Vec<String>,
    #[serde(default)]
    problem: Option<String>,
    #[serde(default)]
    keywords: Vec<String>,
    #[serde(default)]
    products: Vec<String>,
    #[serde(default)]
    locale: Option<String>,
    #[serde(default)]
    audience: Option<String>,
    #[serde(default)]
    source_url: Option<String>,
    #[serde(default)]
    licence: Option<String>,
    #[serde(default)]
    credit: Option<String>,
}

/// Imports the articles in `path`, published for everybody or those whom a record names. Where a record names no licence or credit, `licence` (such
/// as "CC BY-SA 3.0, the site's contributors") stands under its text. A product is kept when the desk has it.
///
/// # Errors
/// When the file cannot be read or the database refuses; what was written before stays.
pub async fn kb(b: &Backend, path: &Path, licence: Option<&str>) -> Outcome<Report> {
    let desk = Desk::of(b, licence).await?;
    let last = last_lines(path, &desk).await?;
    let mut report = Report::default();
    let mut batches = json_lines::<Record>(path);
    while let Some(batch) = batches.next().await? {
        let articles = rendered(batch, &desk, &last, &mut report).await?;
        for saved in save(b, articles).await? {
            report.count(saved);
        }
    }
    Ok(report.in_order())
}

/// What the desk has that a record may name, and what the caller says of all.
struct Desk<'l> {
    products: Vec<String>,
    /// As audiences are written.
    tiers: BTreeSet<String>,
    licence: Option<&'l str>,
}

impl<'l> Desk<'l> {
    async fn of(b: &Backend, licence: Option<&'l str>) -> Outcome<Self> {
        let directory = b.directory().await?;
        let mut conn = b.db.read().await?;
        let tiers = settings::tiers(&mut conn, &directory).await?;
        let tiers = tiers.into_iter().map(|tier| Audience::Tier(tier).code().into_owned()).collect();
        Ok(Self { products: q(PRODUCT_IDS).all(&mut conn).await?, tiers, licence })
    }

    /// Whom `code` names.
    fn audience(&self, code: &str) -> Result<Audience, Problem> {
        let audience = Audience::parse(code).filter(|audience| {
            !matches!(audience, Audience::Tier(_)) || self.tiers.contains(audience.code().as_ref())
        });
        let w = import(Lang::En);
        let tiers: Vec<&str> = self.tiers.iter().map(String::as_str).collect();
        let choices = if tiers.is_empty() { w.audience } else { w.audience_or_tier };
        audience.ok_or_else(|| Problem::Expected(fill(choices, &[("tiers", &tiers.join(", "))])))
    }
}

/// The last line of each article by its id: the one that counts.
async fn last_lines(path: &Path, desk: &Desk<'_>) -> Outcome<HashMap<String, u64>> {
    let mut last = HashMap::new();
    let mut batches = json_lines::<Record>(path);
    while let Some(batch) = batches.next().await? {
        for line in batch {
            let draft = line.record.ok().and_then(|record| record.draft(desk).ok());
            last.extend(draft.map(|draft| (draft.id, line.number)));
        }
    }
    Ok(last)
}

/// The articles of a batch; what is no article is reported.
async fn rendered(
    batch: Vec<Line<Record>>,
    desk: &Desk<'_>,
    last: &HashMap<String, u64>,
    report: &mut Report,
) -> Outcome<Vec<Rendered>> {
    let draft = |line: Line<Record>| {
        let draft = line.record.and_then(|record| record.draft(desk).map_err(|refused| reason(&refused)));
        (line.number, draft.and_then(|draft| if_last(draft, line.number, last)))
    };
    let drafts: Vec<(u64, Result<Draft, String>)> = batch.into_iter().map(draft).collect();
    let rendered = tokio::task::spawn_blocking(move || {
        let render = |draft: Draft| {
            draft.rendered().map_err(|failure| match failure {
                Failure::Refused(refused) => reason(&refused),
                fault => fault.to_string(),
            })
        };
        drafts.into_iter().map(|(number, draft)| (number, draft.and_then(render))).collect::<Vec<_>>()
    });
    let rendered = rendered.await.map_err(|died| Failure::broken(format!("rendering an article: {died}")))?;
    let mut articles = Vec::with_capacity(rendered.len());
    for (number, article) in rendered {
        match article {
            Ok(article) => articles.push(article),
            Err(why) => report.reject(number, why),
        }
    }
    Ok(articles)
}

/// The draft, unless the article comes again further down the file.
fn if_last(draft: Draft, number: u64, last: &HashMap<String, u64>) -> Result<Draft, String> {
    match last.get(&draft.id) {
        Some(line) if *line != number => Err(fill(import(Lang::En).twice, &[("line", &line.to_string())])),
        _ => Ok(draft),
    }
}

async fn save(b: &Backend, articles: Vec<Rendered>) -> Outcome<Vec<Saved>> {
    let at: Instant = b.clock.now();
    b.db.write(move |tx| {
        let articles = articles.clone();
        Box::pin(async move {
            mark_real(tx).await?;
            let mut saved = Vec::with_capacity(articles.len());
            for article in &articles {
                saved.push(save_article(tx, article, at, None).await?);
            }
            Ok(saved)
        })
    })
    .await
}

impl Record {
    fn draft(self, desk: &Desk<'_>) -> Result<Draft, domain::Error> {
        let mut checks = Checks::default();
        checks.line("id", &self.id, MAX_ID);
        let body = if self.answers.is_empty() { self.body } else { self.answers.join(RULE) };
        checks.ensure(!text::prose(&body).is_empty(), "body", Problem::Required);
        checks.ensure(!text::line(&self.title).is_empty(), "title", Problem::Required);
        let audience = self.audience.as_deref().map_or(Ok(Audience::Public), |code| desk.audience(code));
        let locale = self.locale.unwrap_or_else(|| "en".to_owned());
        checks.extend(audience.as_ref().err().map(|problem| FieldError::new("audience", problem.clone())));
        let language = || Problem::Expected(import(Lang::En).locale.to_owned());
        checks.ensure(is_language(&locale), "locale", language());
        checks.finish()?;
        let known = |name: &String| desk.products.iter().find(|id| id.eq_ignore_ascii_case(name)).cloned();
        let named: Vec<String> = [self.licence, self.credit].into_iter().flatten().collect();
        Ok(Draft {
            id: stable_id("article", self.source_url.as_deref().unwrap_or(&self.id)),
            slug: if is_address(&self.id) { self.id } else { String::new() },
            title: self.title,
            problem: self.problem.unwrap_or_else(|| summary(&body)),
            body,
            product_id: self.products.iter().find_map(known),
            topic: None,
            audience: audience.unwrap_or(Audience::Internal),
            state: "published".to_owned(),
            lang: locale,
            keywords: self.keywords,
            versions: Vec::new(),
            owner_id: None,
            source_url: self.source_url,
            licence: if named.is_empty() { desk.licence.map(str::to_owned) } else { Some(named.join(", ")) },
        })
    }
}

/// Words rather than a number: fit to stand in an address.
fn is_address(id: &str) -> bool {
    id.contains('-') || !id.contains(|c: char| c.is_ascii_digit())
}

/// The beginning of the text, whole words.
fn summary(body: &str) -> String {
    let text = markdown::plain(markdown::cut(body, SUMMARY * 10));
    let line = text.lines().find(|line| line.len() > 20).unwrap_or_default();
    let start = markdown::cut(line, SUMMARY);
    match start.rsplit_once(' ') {
        Some((words, _)) if start.len() < line.len() => format!("{words} …"),
        _ => start.to_owned(),
    }
}
