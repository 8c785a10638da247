//! The index on disk: numbered generations in one folder, one of them current. A rebuild fills the next generation
//! while the current one answers, then becomes current by renaming one small file; every process that serves from the
//! folder notices and moves over. A generation that is damaged or of another layout is never repaired, only replaced.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use serde::{Deserialize, Serialize};
use tantivy::schema::Term;
use tantivy::{Index, IndexReader, IndexSettings, IndexWriter, ReloadPolicy, TantivyDocument, TantivyError};

use super::analysis::tokenizers;
use super::fields::{Fields, LAYOUT};
use super::folder::Folder;
use super::meaning::Meaning;
use crate::{Failure, Outcome};

/// Names the current generation.
pub(super) const CURRENT: &str = "current";
/// What the one indexing thread may hold in memory, in bytes.
const WRITER_BUDGET: usize = 50_000_000;
/// Blocks of stored keys kept in memory by a reader.
const STORE_BLOCKS: usize = 8;

/// The search index of this node. Clones share it.
#[derive(Clone)]
pub struct Search(Arc<Shelf>);

struct Shelf {
    root: PathBuf,
    live: RwLock<Arc<Generation>>,
    /// A query or a commit met damage: the follower rebuilds.
    damaged: AtomicBool,
    meaning: Meaning,
}

/// How far the index has followed the change log: number and time of the last change in it. The time tells another
/// database, or one restored from a backup, from ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Position {
    pub seq: i64,
    pub at: i64,
}

/// Documents to replace: each key's old document goes, the new one comes if there is one.
#[derive(Default)]
pub(super) struct Batch {
    pub docs: Vec<(String, Option<TantivyDocument>)>,
}

/// One index, open for reading, and for writing when there is something to write.
pub(super) struct Generation {
    pub number: u64,
    pub fields: Fields,
    index: Index,
    reader: IndexReader,
    writer: Mutex<Option<IndexWriter>>,
    position: Mutex<Option<Position>>,
}

impl Search {
    /// Opens the index in the folder `root`, made when missing. One that cannot be read or has another layout is
    /// replaced by an empty one, which the follower fills.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn open(root: &Path) -> Outcome<Self> {
        fs::create_dir_all(root)?;
        let live = match current(root).map(|number| Generation::open(root, number)) {
            Some(Ok(generation)) => generation,
            found => {
                if let Some(Err(error)) = found {
                    tracing::warn!(%error, "the search index cannot be used and is made anew");
                }
                let fresh = Generation::create(root)?;
                make_current(root, &fresh)?;
                fresh
            }
        };
        Ok(Self::of(root.to_owned(), live))
    }

    fn of(root: PathBuf, live: Generation) -> Self {
        let live = RwLock::new(Arc::new(live));
        let (damaged, meaning) = (AtomicBool::new(false), Meaning::default());
        Self(Arc::new(Shelf { root, live, damaged, meaning }))
    }

    /// An empty one that lies on no disk, for a desk that is only looked at.
    pub(crate) fn nowhere() -> Outcome<Self> {
        Ok(Self::over(Generation::over(Index::create_in_ram(Fields::build().0), 0)?))
    }

    /// One generation by itself, to be read.
    pub(super) fn over(generation: Generation) -> Self {
        Self::of(PathBuf::new(), generation)
    }

    /// What articles mean, when a model tells.
    pub(super) fn meaning(&self) -> &Meaning {
        &self.0.meaning
    }

    pub(super) fn live(&self) -> Arc<Generation> {
        self.0.live.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Moves over to the generation that another process made current.
    pub(super) fn refresh(&self) -> Outcome<()> {
        match current(&self.0.root) {
            Some(number) if number != self.live().number => {
                self.go_live(Generation::open(&self.0.root, number)?)
            }
            _ => Ok(()),
        }
    }

    /// An empty generation beside the current one.
    pub(super) fn next(&self) -> Outcome<Generation> {
        Generation::create(&self.0.root)
    }

    /// Removes a generation that was never finished.
    pub(super) fn discard(&self, number: u64) {
        if let Err(error) = fs::remove_dir_all(folder(&self.0.root, number)) {
            tracing::warn!(%error, "an unfinished search index stays on disk");
        }
    }

    /// Makes `next` the current generation, for every process, and removes older ones.
    pub(super) fn swap(&self, next: Generation) -> Outcome<()> {
        make_current(&self.0.root, &next)?;
        self.go_live(next)
    }

    fn go_live(&self, next: Generation) -> Outcome<()> {
        let number = next.number;
        *self.0.live.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(next);
        self.0.damaged.store(false, Ordering::Relaxed);
        remove_before(&self.0.root, number)?;
        Ok(())
    }

    pub(super) fn is_damaged(&self) -> bool {
        self.0.damaged.load(Ordering::Relaxed)
    }

    pub(super) fn mark_damaged(&self) {
        self.0.damaged.store(true, Ordering::Relaxed);
    }

    /// Whether every file of the index is whole; reads all of them, so call it on a blocking thread.
    ///
    /// # Errors
    /// Names what is damaged.
    pub fn check(&self) -> Outcome<()> {
        let damaged = self.live().index.validate_checksum()?;
        match damaged.iter().next() {
            None => Ok(()),
            Some(path) => Err(Failure::broken(format!("the index file {} is damaged", path.display()))),
        }
    }

    /// Runs `work` on a blocking thread. Damage that it meets, an error or a panic, is remembered.
    pub(super) async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Generation) -> tantivy::Result<T> + Send + 'static,
    ) -> Outcome<T> {
        let live = self.live();
        let done = tokio::task::spawn_blocking(move || work(&live)).await;
        let done = done.map_err(|died| Failure::broken(format!("the search index: {died}")));
        done.and_then(|result| Ok(result?)).inspect_err(|error| {
            if is_damage(error) {
                self.mark_damaged();
            }
        })
    }
}

impl Generation {
    pub fn open(root: &Path, number: u64) -> Outcome<Self> {
        let index = Index::open(Folder::open(&folder(root, number))?)?;
        Self::over(index, number)
    }

    fn create(root: &Path) -> Outcome<Self> {
        let (schema, _) = Fields::build();
        let mut number = numbers(root)?.into_iter().max().unwrap_or(0) + 1;
        // Another process may be making one too.
        while let Err(error) = fs::create_dir(folder(root, number)) {
            if error.kind() != io::ErrorKind::AlreadyExists {
                return Err(error.into());
            }
            number += 1;
        }
        let files = Folder::open(&folder(root, number))?;
        Self::over(Index::create(files, schema, IndexSettings::default())?, number)
    }

    fn over(mut index: Index, number: u64) -> Outcome<Self> {
        let (schema, fields) = Fields::build();
        if index.schema() != schema {
            return Err(TantivyError::SchemaError("another layout".to_owned()).into());
        }
        index.set_tokenizers(tokenizers());
        let builder = index.reader_builder().reload_policy(ReloadPolicy::Manual);
        let reader = builder.doc_store_cache_num_blocks(STORE_BLOCKS).num_warming_threads(0).try_into()?;
        let payload = index.load_metas()?.payload;
        let position = Mutex::new(payload.and_then(|text| serde_json::from_str(&text).ok()));
        Ok(Self { number, fields, index, reader, writer: Mutex::new(None), position })
    }

    pub fn searcher(&self) -> tantivy::Searcher {
        self.reader.searcher()
    }

    /// How far it has followed the change log; None for one that was never filled.
    pub fn position(&self) -> Option<Position> {
        *self.position.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes documents in; nothing is found before [`Generation::commit`]. Blocks.
    pub fn put(&self, batch: Batch) -> tantivy::Result<()> {
        self.write(|writer| {
            for (key, doc) in batch.docs {
                writer.delete_term(Term::from_field_text(self.fields.key, &key));
                if let Some(doc) = doc {
                    writer.add_document(doc)?;
                }
            }
            Ok(())
        })
    }

    /// Makes what was put in durable and found, together with the position it brings the index to. Blocks.
    pub fn commit(&self, position: Position) -> tantivy::Result<()> {
        let payload = serde_json::to_string(&position)
            .map_err(|error| TantivyError::InternalError(error.to_string()))?;
        self.write(|writer| {
            let mut prepared = writer.prepare_commit()?;
            prepared.set_payload(&payload);
            prepared.commit()
        })?;
        *self.position.lock().unwrap_or_else(PoisonError::into_inner) = Some(position);
        self.reader.reload()
    }

    /// Lets the writer go, with its threads and memory, once its merges are done. Blocks.
    pub fn rest(&self) -> tantivy::Result<()> {
        let writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner).take();
        writer.map_or(Ok(()), IndexWriter::wait_merging_threads)?;
        self.reader.reload()
    }

    /// Runs `work` on the writer, opened when needed. One that failed is let go with what it held uncommitted.
    fn write<T>(&self, work: impl FnOnce(&mut IndexWriter) -> tantivy::Result<T>) -> tantivy::Result<T> {
        let mut open = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let mut writer = match open.take() {
            Some(writer) => writer,
            None => self.index.writer_with_num_threads(1, WRITER_BUDGET)?,
        };
        let done = work(&mut writer)?;
        *open = Some(writer);
        Ok(done)
    }
}

/// Files that are missing, cut short or hold nonsense, or a panic over them; not a full disk or a busy lock.
fn is_damage(error: &Failure) -> bool {
    use TantivyError::{DataCorruption, IncompatibleIndex, IoError, OpenReadError};
    match error {
        Failure::Broken(_) => true,
        Failure::Search(DataCorruption(_) | OpenReadError(_) | IncompatibleIndex(_)) => true,
        Failure::Search(IoError(error)) => error.kind() == io::ErrorKind::UnexpectedEof,
        _ => false,
    }
}

fn folder(root: &Path, number: u64) -> PathBuf {
    root.join(format!("v{LAYOUT}-{number}"))
}

/// The number in a generation's name; None for another layout's.
pub(super) fn number(name: &str) -> Option<u64> {
    name.trim().strip_prefix(&format!("v{LAYOUT}-"))?.parse().ok()
}

fn current(root: &Path) -> Option<u64> {
    number(&fs::read_to_string(root.join(CURRENT)).ok()?)
}

fn make_current(root: &Path, generation: &Generation) -> Outcome<()> {
    let next = root.join("current.next");
    fs::write(&next, format!("v{LAYOUT}-{}\n", generation.number))?;
    fs::File::open(&next)?.sync_all()?;
    fs::rename(&next, root.join(CURRENT))?;
    Ok(())
}

fn names(root: &Path) -> io::Result<Vec<String>> {
    let entries = fs::read_dir(root)?.filter_map(Result::ok).filter(|entry| entry.path().is_dir());
    Ok(entries.filter_map(|entry| entry.file_name().into_string().ok()).collect())
}

fn numbers(root: &Path) -> io::Result<Vec<u64>> {
    Ok(names(root)?.iter().filter_map(|name| number(name)).collect())
}

/// Removes generations before `keep` and those of other layouts. Newer ones may be in the making elsewhere.
fn remove_before(root: &Path, keep: u64) -> io::Result<()> {
    let old = names(root)?
        .into_iter()
        .filter(|name| name.starts_with('v') && number(name).is_none_or(|n| n < keep));
    for name in old {
        fs::remove_dir_all(root.join(name))?;
    }
    Ok(())
}
