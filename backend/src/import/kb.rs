//! Articles from JSON Lines: `id`, `title` and `body` (Markdown) or `answers`; if known also `problem`, `keywords`,
//! `products`, `locale`, `audience`, `source_url`, `licence` and `credit`.

use std::path::Path;

use domain::error::{Checks, Problem};
use domain::knowledge::Audience;
use domain::text;
use domain::time::Instant;
use serde::Deserialize;

use super::stream::{Line, json_lines, reason};
use super::{Report, mark_real, stable_id};
use crate::db::q;
use crate::knowledge::{Draft, Rendered, Saved, markdown, save_article};
use crate::{Backend, Failure, Outcome};

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
    let products: Vec<String> = q(PRODUCT_IDS).all(&mut b.db.read().await?).await?;
    let mut report = Report::default();
    let mut batches = json_lines::<Record>(path);
    while let Some(batch) = batches.next().await? {
        let articles = rendered(batch, &products, licence, &mut report).await?;
        for saved in save(b, articles).await? {
            report.count(saved);
        }
    }
    Ok(report.in_order())
}

/// The articles of a batch; what is no article is reported.
async fn rendered(
    batch: Vec<Line<Record>>,
    products: &[String],
    licence: Option<&str>,
    report: &mut Report,
) -> Outcome<Vec<Rendered>> {
    let drafts: Vec<(u64, Result<Draft, String>)> = batch
        .into_iter()
        .map(|line| {
            let draft = |record: Record| record.draft(products, licence).map_err(|refused| reason(&refused));
            (line.number, line.record.and_then(draft))
        })
        .collect();
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
    fn draft(self, products: &[String], licence: Option<&str>) -> Result<Draft, domain::Error> {
        let mut checks = Checks::default();
        checks.line("id", &self.id, MAX_ID);
        let body = if self.answers.is_empty() { self.body } else { self.answers.join(RULE) };
        checks.ensure(!text::prose(&body).is_empty(), "body", Problem::Required);
        checks.ensure(!text::line(&self.title).is_empty(), "title", Problem::Required);
        let audience = self.audience.as_deref().map_or(Some(Audience::Public), Audience::parse);
        checks.ensure(audience.is_some(), "audience", Problem::NotAChoice);
        checks.finish()?;
        let known = |name: &String| products.iter().find(|id| id.eq_ignore_ascii_case(name)).cloned();
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
            lang: self.locale.unwrap_or_else(|| "en".to_owned()),
            keywords: self.keywords,
            versions: Vec::new(),
            owner_id: None,
            source_url: self.source_url,
            licence: if named.is_empty() { licence.map(str::to_owned) } else { Some(named.join(", ")) },
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
