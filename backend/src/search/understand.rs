//! Reading articles with the sentence model, beside everything else: one text after the other, each kept on disk so that
//! it is read once.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::{sleep, timeout};

use super::load;
use super::meaning::{Name, Point, Understood, name, sections};
use crate::db::q;
use crate::{Backend, Outcome};

const VERSIONS: &str =
    "SELECT slug, version FROM articles WHERE state = 'published' ORDER BY slug LIMIT 20000";
/// How long changes are left to gather, and how long the table is left alone without any.
const GATHER: Duration = Duration::from_secs(3);
const POLL: Duration = Duration::from_secs(300);
/// How long nobody asks the model before it is let go.
const REST: Duration = Duration::from_secs(60);
/// Length of a point as it is kept, in bytes: name, then its numbers.
const NUMBERS: usize = 384;
const RECORD: usize = size_of::<Name>() + NUMBERS * size_of::<f32>();

/// Loads the model in `folder` and keeps every published article read, until `shutdown` is true. Without a model it says
/// so and ends: suggestions are then ranked by their words alone.
pub async fn understand(b: Backend, folder: PathBuf, mut shutdown: watch::Receiver<bool>) {
    if !folder.is_dir() {
        tracing::info!(folder = %folder.display(), "no sentence model: suggestions are ranked by words alone");
        return;
    }
    b.search.meaning().found(&folder);
    let mut changed = b.db.changed();
    let work = async {
        loop {
            changed.borrow_and_update();
            if let Err(error) = learn_more(&b).await {
                tracing::warn!(%error, "articles were not read with the sentence model");
            }
            if !b.search.meaning().is_found() {
                return;
            }
            let _ = timeout(POLL, changed.changed()).await;
            sleep(GATHER).await;
        }
    };
    let rest = async {
        let mut asked = 0;
        loop {
            sleep(REST).await;
            asked = b.search.meaning().rest(asked).await;
        }
    };
    tokio::select! {
        _ = shutdown.wait_for(|down| *down) => {}
        () = work => {}
        () = rest => {}
    }
}

/// Reads what was published or changed since the last time, with the model in `folder`.
///
/// # Errors
/// When there is no usable model, the database cannot be read or the points not be kept.
pub async fn learn(b: &Backend, folder: &Path) -> Outcome<()> {
    b.search.meaning().found(folder);
    learn_more(b).await
}

async fn learn_more(b: &Backend) -> Outcome<()> {
    let meaning = b.search.meaning();
    let before = meaning.articles();
    let current: Vec<(String, i64)> = q(VERSIONS).all(&mut b.db.read().await?).await?;
    let is_known = |slug: &str, version| before.get(slug).is_some_and(|known| known.version == version);
    if current.len() == before.len() && current.iter().all(|(slug, version)| is_known(slug, *version)) {
        return Ok(());
    }
    let mut known = kept(b, &before);
    let mut articles = HashMap::with_capacity(current.len());
    for (slug, version) in current {
        let understood = match before.get(&slug).filter(|known| known.version == version) {
            Some(understood) => understood.clone(),
            None => read(b, &slug, version, &mut known).await?,
        };
        articles.insert(slug, understood);
    }
    keep(b, &articles)?;
    tracing::info!(articles = articles.len(), "articles are read with the sentence model");
    meaning.replace(articles);
    Ok(())
}

async fn read(
    b: &Backend,
    slug: &str,
    version: i64,
    known: &mut HashMap<Name, Point>,
) -> Outcome<Understood> {
    let mut understood = Understood { version, sections: Vec::new() };
    let Some(row) = load::article(&mut b.db.read().await?, slug).await? else { return Ok(understood) };
    for text in sections(&row) {
        let name = name(&text);
        let point = match known.get(&name) {
            Some(point) => point.clone(),
            None => point(b, &text).await?,
        };
        known.insert(name, point.clone());
        understood.sections.push((name, point));
    }
    Ok(understood)
}

/// Waits for as long as people keep the model busy: they come first.
async fn point(b: &Backend, text: &str) -> Outcome<Point> {
    loop {
        if let Some(point) = b.search.meaning().point(text.to_owned()).await {
            return Ok(point.into());
        }
        b.search.meaning().model().await?;
        sleep(GATHER).await;
    }
}

fn file(b: &Backend) -> PathBuf {
    b.settings.data_dir.join("points-1")
}

/// Points by name: those in use and those on disk. What is missing or cut short on disk is made again.
fn kept(b: &Backend, articles: &HashMap<String, Understood>) -> HashMap<Name, Point> {
    let bytes = fs::read(file(b)).unwrap_or_default();
    let mut known: HashMap<Name, Point> = bytes.chunks_exact(RECORD).filter_map(record).collect();
    known.extend(articles.values().flat_map(|understood| understood.sections.iter().cloned()));
    known
}

fn record(bytes: &[u8]) -> Option<(Name, Point)> {
    let (name, numbers) = bytes.split_first_chunk()?;
    let (numbers, _) = numbers.as_chunks::<4>();
    Some((*name, numbers.iter().map(|number| f32::from_le_bytes(*number)).collect()))
}

fn keep(b: &Backend, articles: &HashMap<String, Understood>) -> Outcome<()> {
    let mut bytes = Vec::new();
    for (name, point) in articles.values().flat_map(|understood| &understood.sections) {
        bytes.extend(name);
        bytes.extend(point.iter().flat_map(|number| number.to_le_bytes()));
    }
    let next = file(b).with_extension("next");
    fs::write(&next, bytes)?;
    fs::rename(next, file(b))?;
    Ok(())
}
