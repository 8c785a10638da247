//! Where contents lie, in the data folder or a bucket: `parts/{upload}/{offset}` while they arrive, `whole/{first two}/{hash}`
//! for good.

use std::path::Path as Folder;
use std::sync::Arc;

use bytes::Bytes;
use domain::time::{DAY_MS, Instant};
use futures::{Stream, StreamExt, TryStreamExt, stream};
use object_store::local::LocalFileSystem;
use object_store::memory::InMemory;
use object_store::path::Path;
use object_store::{Error, ObjectStore, ObjectStoreExt, WriteMultipart};
use sha2::{Digest, Sha256};

use super::kind::{HEAD, media_of};
use crate::ids::hex;
use crate::{Failure, Outcome, Settings};

/// Bytes that are read, and written, at once: what a slow reader holds in memory.
const PIECE: u64 = 1 << 20;
/// Pieces of a content that are on their way to a bucket at a time.
const WRITTEN_AT_ONCE: usize = 2;

/// The desk's files. Cheap to clone. What was written is on disk when the call returns.
#[derive(Debug, Clone)]
pub struct Store(Arc<dyn ObjectStore>);

/// What was found when the parts were put together.
pub(crate) struct Whole {
    /// SHA-256 of the content, in hexadecimal digits.
    pub hash: String,
    pub media: &'static str,
}

impl Store {
    /// The bucket of the settings, or else the folder, made if it is missing.
    ///
    /// # Errors
    /// When the folder cannot be made or used.
    pub fn open(settings: &Settings) -> Outcome<Self> {
        if settings.bucket.is_none() {
            std::fs::create_dir_all(settings.files_dir())?;
        }
        Self::look(settings)
    }

    /// What is there; nothing is made.
    ///
    /// # Errors
    /// When the folder cannot be used.
    pub fn look(settings: &Settings) -> Outcome<Self> {
        if let Some(bucket) = &settings.bucket {
            return Ok(Self(bucket.store()));
        }
        let root: &Folder = &settings.files_dir();
        if !root.is_dir() {
            return Ok(Self(Arc::new(InMemory::new())));
        }
        let folder = LocalFileSystem::new_with_prefix(root)?.with_fsync(true).with_automatic_cleanup(true);
        Ok(Self(Arc::new(folder)))
    }

    pub(super) async fn put_part(&self, upload: &str, at: u64, bytes: Bytes) -> Outcome<()> {
        self.0.put(&parts(upload).join(format!("{at:012}")), bytes.into()).await?;
        Ok(())
    }

    /// Puts the parts together under the hash of all. A content that was written lately is not written twice.
    pub(super) async fn assemble(&self, upload: &str, now: Instant) -> Outcome<Whole> {
        let parts = self.parts(upload).await?;
        let (mut hash, mut head) = (Sha256::new(), Vec::new());
        for part in &parts {
            let bytes = self.0.get(part).await?.bytes().await?;
            hash.update(&bytes);
            head.extend(bytes.iter().take(HEAD - head.len()));
        }
        let hash = hex(&hash.finalize());
        if !self.is_fresh(&hash, now).await? {
            let mut writing = WriteMultipart::new(self.0.put_multipart(&place(&hash)).await?);
            if let Err(error) = self.pour(&parts, &mut writing).await {
                // What was begun is of no use; if it cannot be taken back either, the first fault says why.
                writing.abort().await.ok();
                return Err(error);
            }
            writing.finish().await?;
        }
        Ok(Whole { hash, media: media_of(&head) })
    }

    async fn pour(&self, parts: &[Path], into: &mut WriteMultipart) -> Outcome<()> {
        for part in parts {
            let bytes = self.0.get(part).await?.bytes().await?;
            into.wait_for_capacity(WRITTEN_AT_ONCE).await?;
            into.put(bytes);
        }
        Ok(())
    }

    /// Keeps a content that is there as a whole, under its hash. One that was written lately is not written twice.
    pub(crate) async fn put_whole(&self, content: Bytes, now: Instant) -> Outcome<Whole> {
        let hash = hex(&Sha256::digest(&content));
        let media = media_of(&content[..content.len().min(HEAD)]);
        if !self.is_fresh(&hash, now).await? {
            self.0.put(&place(&hash), content.into()).await?;
        }
        Ok(Whole { hash, media })
    }

    /// The content under `hash`, at once.
    pub(crate) async fn whole(&self, hash: &str) -> Outcome<Bytes> {
        Ok(self.0.get(&place(hash)).await?.bytes().await?)
    }

    /// Whether the content under `hash` is there and younger than a day. Older ones are written anew before anybody
    /// relies on them, since they may be about to go.
    pub(super) async fn is_fresh(&self, hash: &str, now: Instant) -> Outcome<bool> {
        let found = self.head(hash).await?;
        Ok(found.is_some_and(|(_, changed)| now.ms_since(changed) < DAY_MS))
    }

    /// Bytes of the content under `hash`, and when it was written; nothing when it is not there.
    pub(super) async fn head(&self, hash: &str) -> Outcome<Option<(u64, Instant)>> {
        match self.0.head(&place(hash)).await {
            Ok(found) => Ok(Some((found.size, Instant(found.last_modified.timestamp_millis())))),
            Err(Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// The parts of an upload, in order.
    async fn parts(&self, upload: &str) -> Outcome<Vec<Path>> {
        let found = self.0.list(Some(&parts(upload)));
        let mut paths: Vec<Path> = found.map_ok(|part| part.location).try_collect().await?;
        paths.sort();
        Ok(paths)
    }

    /// The uploads of which parts lie there.
    pub(super) async fn begun(&self) -> Outcome<Vec<String>> {
        let found = self.0.list_with_delimiter(Some(&Path::from("parts"))).await?;
        Ok(found.common_prefixes.iter().filter_map(|path| Some(path.filename()?.to_owned())).collect())
    }

    pub(super) async fn drop_parts(&self, upload: &str) -> Outcome<()> {
        for part in self.parts(upload).await? {
            self.drop(&part).await?;
        }
        Ok(())
    }

    pub(super) async fn drop_whole(&self, hash: &str) -> Outcome<()> {
        self.drop(&place(hash)).await
    }

    async fn drop(&self, path: &Path) -> Outcome<()> {
        match self.0.delete(path).await {
            Ok(()) | Err(Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// The content under `hash`, piece by piece, each asked for when the one before is taken: however slow a reader is,
    /// nothing is held open for them.
    pub(super) async fn read(
        &self,
        hash: &str,
    ) -> Outcome<impl Stream<Item = Result<Bytes, Failure>> + Send + use<>> {
        let (store, place) = (self.0.clone(), place(hash));
        let size = store.head(&place).await?.size;
        let places = stream::iter((0..size).step_by(PIECE as usize));
        Ok(places.then(move |from| {
            let (store, place) = (store.clone(), place.clone());
            async move { Ok(store.get_range(&place, from..size.min(from + PIECE)).await?) }
        }))
    }
}

fn parts(upload: &str) -> Path {
    Path::from("parts").join(upload)
}

fn place(hash: &str) -> Path {
    Path::from("whole").join(hash.get(..2).unwrap_or_default()).join(hash)
}

/// Whether nothing could be written for want of space.
pub(crate) fn is_full(error: &Error) -> bool {
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(one) = cause {
        let io = one.downcast_ref::<std::io::Error>().map(std::io::Error::kind);
        if matches!(io, Some(std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded)) {
            return true;
        }
        cause = one.source();
    }
    false
}

/// Whether a bucket gave no answer, or said that it cannot for now: nothing was done, and trying again is safe.
pub(crate) fn is_away(error: &Error) -> bool {
    matches!(error, Error::Generic { store: "S3", .. })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_told_from_a_broken_one() {
        let failed = |kind| {
            let inner = Error::Generic { store: "disk", source: Box::new(std::io::Error::from(kind)) };
            Error::Generic { store: "files", source: Box::new(inner) }
        };
        assert!(is_full(&failed(std::io::ErrorKind::StorageFull)));
        assert!(!is_full(&failed(std::io::ErrorKind::PermissionDenied)));
    }
}
