//! What articles mean, section by section, as points that a sentence model gives them. There is nothing in it before a
//! model was found, and everything works without.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use sha2::{Digest, Sha256};
use tokio::sync::{Mutex, Semaphore};
use tokio::time::timeout;

use self::model::{Model, nearness};
use super::load::ArticleRow;
use crate::knowledge::markdown::{self, cut};
use crate::{Failure, Outcome};

/// How many texts the model reads at once, and how long one waits for its turn.
const TURNS: usize = 2;
const PATIENCE: Duration = Duration::from_millis(100);
/// How much of a section and of a description the model is given, in bytes: it reads no more of them.
const READ: usize = 900;
/// Most sections of an article that are read.
const MAX_SECTIONS: usize = 40;
/// Name of a text, to know it again.
pub(super) type Name = [u8; 16];
pub(super) type Point = Arc<[f32]>;

/// Builds without the feature carry a model that cannot be loaded, so that nothing else has to know.
#[cfg(not(feature = "model"))]
mod model {
    pub enum Model {}

    impl Model {
        pub fn load(_: &std::path::Path) -> Result<Self, &'static str> {
            Err("this build reads no sentence model")
        }

        pub fn point(&self, _: &str) -> Vec<f32> {
            match *self {}
        }
    }

    pub fn nearness(_: &[f32], _: &[f32]) -> f32 {
        0.0
    }
}
#[cfg(feature = "model")]
mod model {
    pub use sentences::{Model, nearness};
}

/// What is known of all articles.
pub(super) struct Meaning {
    /// Where the model lies; nowhere before one was found, and when it turned out to be of no use.
    folder: RwLock<Option<PathBuf>>,
    /// In memory while it is asked, since it is larger than all the rest.
    model: Mutex<Option<Arc<Model>>>,
    /// How often it was asked.
    asked: AtomicU64,
    articles: RwLock<Arc<HashMap<String, Understood>>>,
    turns: Semaphore,
}

/// An article's sections.
#[derive(Clone)]
pub(super) struct Understood {
    /// The article's version that was read.
    pub version: i64,
    pub sections: Vec<(Name, Point)>,
}

impl Default for Meaning {
    fn default() -> Self {
        Self {
            folder: RwLock::default(),
            model: Mutex::default(),
            asked: AtomicU64::default(),
            articles: RwLock::default(),
            turns: Semaphore::new(TURNS),
        }
    }
}

impl Meaning {
    /// From now on the model in `folder` is asked.
    pub fn found(&self, folder: &Path) {
        *self.folder.write().unwrap_or_else(PoisonError::into_inner) = Some(folder.to_owned());
    }

    /// Whether there is a model that nothing is known against.
    pub fn is_found(&self) -> bool {
        self.folder.read().unwrap_or_else(PoisonError::into_inner).is_some()
    }

    /// The model, read from its files when it is not in memory, which takes a tenth of a second.
    ///
    /// # Errors
    /// When there is none, or none that can be used.
    pub async fn model(&self) -> Outcome<Arc<Model>> {
        let mut model = self.model.lock().await;
        self.asked.fetch_add(1, Ordering::Relaxed);
        if let Some(model) = &*model {
            return Ok(model.clone());
        }
        let folder = self.folder.read().unwrap_or_else(PoisonError::into_inner).clone();
        let folder = folder.ok_or_else(|| Failure::broken("there is no sentence model"))?;
        let loaded = tokio::task::spawn_blocking(move || Model::load(&folder)).await;
        match loaded.map_err(|died| Failure::broken(died.to_string()))? {
            Ok(loaded) => Ok(model.insert(Arc::new(loaded)).clone()),
            Err(fault) => {
                tracing::warn!(%fault, "the sentence model cannot be used: suggestions are ranked by words alone");
                *self.folder.write().unwrap_or_else(PoisonError::into_inner) = None;
                Err(Failure::broken(fault.to_string()))
            }
        }
    }

    /// Lets the model go when nobody has asked it since `asked`; how often it was asked by now.
    pub async fn rest(&self, asked: u64) -> u64 {
        let mut model = self.model.lock().await;
        let by_now = self.asked.load(Ordering::Relaxed);
        if by_now == asked {
            *model = None;
        }
        by_now
    }

    pub fn articles(&self) -> Arc<HashMap<String, Understood>> {
        self.articles.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub fn replace(&self, articles: HashMap<String, Understood>) {
        *self.articles.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(articles);
    }

    /// How near the best section of each article is to `text`, by slug; None without a model or while it is busy.
    pub async fn nearest(&self, text: &str) -> Option<HashMap<String, f32>> {
        let articles = self.articles();
        if articles.is_empty() {
            return None;
        }
        let point = self.point(cut(text, READ).to_owned()).await?;
        let near = tokio::task::spawn_blocking(move || {
            let best = |understood: &Understood| {
                let near = understood.sections.iter().map(|(_, section)| nearness(section, &point));
                near.fold(0.0, f32::max)
            };
            articles.iter().map(|(slug, understood)| (slug.clone(), best(understood))).collect()
        });
        near.await.ok()
    }

    /// The point of `text`; None without a model, or when others keep it busy.
    pub async fn point(&self, text: String) -> Option<Vec<f32>> {
        let _turn = timeout(PATIENCE, self.turns.acquire()).await.ok()?.ok()?;
        let model = self.model().await.ok()?;
        tokio::task::spawn_blocking(move || model.point(&text)).await.ok()
    }
}

/// The parts of an article that are read by themselves, each under the article's title.
pub(super) fn sections(row: &ArticleRow) -> Vec<String> {
    let mut parts = vec![String::new()];
    for line in row.body.lines() {
        match parts.last_mut() {
            Some(part) if !line.starts_with('#') => part.extend([line, "\n"]),
            _ => parts.push(format!("{}. ", line.trim_matches(['#', ' ']))),
        }
    }
    let texts = std::iter::once(row.problem.clone()).chain(parts.iter().map(|part| markdown::plain(part)));
    let told = texts.filter(|text| !text.trim().is_empty());
    told.take(MAX_SECTIONS).map(|text| cut(&format!("{}. {text}", row.title), READ).to_owned()).collect()
}

pub(super) fn name(text: &str) -> Name {
    let digest = Sha256::digest(text.as_bytes());
    std::array::from_fn(|place| digest[place])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_article_is_read_in_sections_under_its_title() {
        let row = ArticleRow {
            id: "1".into(),
            slug: "a".into(),
            title: "Blank labels".into(),
            problem: String::new(),
            body: "Look **here**.\n\n## Clean the head\nWith a cloth.\n\n## Restart\n".into(),
            product_id: None,
            product: None,
            audience: "public".into(),
            keywords: "[]".into(),
            versions: "[]".into(),
            topic: None,
            lang: "en".into(),
            changed_at: 0,
        };
        let sections = sections(&row);
        assert_eq!(sections.len(), 3);
        assert!(sections[1].starts_with("Blank labels. Clean the head. With a cloth"), "{sections:?}");
        assert_ne!(name(&sections[0]), name(&sections[1]));
    }
}
