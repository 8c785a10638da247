//! Search among a thousand articles beside many tickets, and how long the sentence model takes to rank them.

use std::path::Path;
use std::time::{Duration, Instant};

use backend::Backend;
use backend::db::q;
use backend::knowledge::{Draft, Rendered, save_article};
use backend::search::{self, Known};
use domain::Viewer;
use domain::knowledge::Audience;
use domain::words::Lang;

use crate::Fault;
use crate::client::{Load, ms};
use crate::desk::Filled;
use crate::measure::{self, TYPED};
use crate::table::Table;

/// Articles of the desk that is searched.
const ARTICLES: usize = 1_000;
/// Articles written at once.
const BATCH: usize = 100;
/// Paragraphs of an article put together from others.
const PARAGRAPHS: usize = 3;
/// How often each text is ranked.
const ROUNDS: usize = 20;

const KNOWN: &str = "SELECT title, problem, body FROM articles ORDER BY id LIMIT 1000";

/// Measures a desk with [`ARTICLES`] articles and `tickets` tickets.
pub async fn run(tickets: u32, patience: Duration, table: &mut Table) -> Result<(), Fault> {
    let filled = match Filled::make(tickets, Some(patience)).await {
        Ok(filled) => filled,
        Err(fault) => {
            table.note("search among articles left out", &fault.to_string());
            return Ok(());
        }
    };
    let b = filled.open(false).await?;
    let articles = fill(&b).await?;
    search::reindex(&b).await?;
    b.db.close().await;
    table.note(&format!("{articles} articles, {tickets} tickets"), &filled.took);
    measure::searches(&filled, table).await?;
    ranked(&filled, table).await
}

/// Puts articles together from those that are there until there are [`ARTICLES`]; how many there are now.
async fn fill(b: &Backend) -> Result<usize, Fault> {
    let known: Vec<(String, String, String)> = q(KNOWN).all(&mut b.db.read().await?).await?;
    let paragraphs: Vec<&str> = known.iter().flat_map(|(_, _, body)| body.split("\n\n")).collect();
    let drafts = (known.len()..ARTICLES).map(|n| draft(n, &known, &paragraphs).rendered());
    let drafts = drafts.collect::<Result<Vec<_>, _>>()?;
    for batch in drafts.chunks(BATCH) {
        save(b, batch.to_vec()).await?;
    }
    Ok(known.len() + drafts.len())
}

fn draft(n: usize, known: &[(String, String, String)], paragraphs: &[&str]) -> Draft {
    let of = |step: usize| &known[(n * step + step) % known.len()];
    let body: Vec<&str> =
        (0..PARAGRAPHS).map(|part| paragraphs[(n * 7 + part * 131) % paragraphs.len()]).collect();
    Draft {
        id: format!("bench-{n:05}"),
        slug: String::new(),
        title: format!("{}, {}", of(1).0, of(5).0),
        problem: of(3).1.clone(),
        body: body.join("\n\n"),
        product_id: None,
        topic: None,
        audience: Audience::Public,
        state: "published".to_owned(),
        lang: "en".to_owned(),
        keywords: Vec::new(),
        versions: Vec::new(),
        owner_id: None,
        source_url: None,
        licence: None,
    }
}

async fn save(b: &Backend, articles: Vec<Rendered>) -> Result<(), Fault> {
    let at = b.clock.now();
    let written = b.db.write(move |tx| {
        let articles = articles.clone();
        Box::pin(async move {
            for article in &articles {
                save_article(tx, article, at, None).await?;
            }
            Ok::<_, backend::Failure>(())
        })
    });
    Ok(written.await?)
}

/// Suggestions ranked by what they mean, one after the other, from text to hits.
async fn ranked(filled: &Filled, table: &mut Table) -> Result<(), Fault> {
    let Some(model) = std::env::var_os("CASEWELL_MODEL_DIR") else {
        table.note("ranking by meaning left out", "CASEWELL_MODEL_DIR names no sentence model");
        return Ok(());
    };
    let b = filled.open(false).await?;
    search::learn(&b, Path::new(&model)).await?;
    let (visitor, mut times, began) = (Viewer::visitor(Lang::En), Vec::new(), Instant::now());
    for text in std::iter::repeat_n(TYPED, ROUNDS).flatten() {
        let begun = Instant::now();
        search::reconsider(&b, &visitor, &Known::of(text)).await?;
        times.push(begun.elapsed());
    }
    let load = Load::of(times, began.elapsed());
    let p95 = format!("{:.1} ms", ms(load.within(0.95)));
    table.row("ranking by meaning, p95 (aim 150 ms)", p95, load.times());
    b.db.close().await;
    Ok(())
}
