//! Making a backup, beside a running desk or a stopped one.

use std::fs::{File, OpenOptions};
use std::io::{BufWriter, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use tar::{Builder, Header};

use super::{DATABASE, FILES, FORMAT, Fault, Hashed, MANIFEST, Manifest, named, open};
use crate::db::Dialect;
use crate::{Backend, Failure, Outcome};

/// What was written.
#[derive(Debug)]
pub struct Written {
    pub bytes: u64,
    pub files: usize,
    /// Contents that the database names and that were not there.
    pub missing: Vec<String>,
}

/// Files beside the backup while it is made; they go however that ends.
struct Scratch {
    database: PathBuf,
    archive: PathBuf,
}

impl Scratch {
    /// A backup that was killed may have left them.
    fn beside(file: &Path) -> Self {
        let beside = |ending: &str| PathBuf::from(format!("{}.{ending}", file.display()));
        let scratch = Self { database: beside("database"), archive: beside("part") };
        scratch.clear();
        scratch
    }

    fn clear(&self) {
        let database = self.database.display();
        for path in [format!("{database}-wal"), format!("{database}-shm"), database.to_string()] {
            let _ = std::fs::remove_file(path);
        }
        let _ = std::fs::remove_file(&self.archive);
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        self.clear();
    }
}

/// Writes the desk as it is now into `file`, which only its owner can read: it holds everything, secrets as well. It is on
/// disk, and has its name, when this returns; before that nothing has.
///
/// # Errors
/// [`Fault`].
pub async fn write(b: &Backend, file: &Path) -> Result<Written, Fault> {
    if b.db.dialect() == Dialect::Postgres {
        return Err(Fault::Postgres);
    }
    let named_file = file.display().to_string();
    if file.exists() {
        return Err(Fault::Taken(named_file));
    }
    let scratch = Scratch::beside(file);
    let cannot = |error: std::io::Error| Fault::File { path: named_file.clone(), reason: error.to_string() };
    let archive = private(&scratch.archive).map_err(cannot)?;
    b.db.copy_to(&scratch.database).await?;
    let copy = open(&format!("sqlite://{}", scratch.database.display())).await?;
    let hashes = named(&copy).await;
    copy.close().await;
    let (archive, manifest) = fill(b, archive, &scratch.database, &hashes?).await?;
    archive.sync_all()?;
    std::fs::rename(&scratch.archive, file)?;
    settle(file)?;
    Ok(Written { bytes: archive.metadata()?.len(), files: manifest.files, missing: manifest.missing })
}

fn private(path: &Path) -> std::io::Result<File> {
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)
}

/// Makes sure of the name that `path` has got.
pub(super) fn settle(path: &Path) -> std::io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder)?.sync_all()
}

async fn fill(b: &Backend, archive: File, database: &Path, hashes: &[String]) -> Outcome<(File, Manifest)> {
    let mut tar = Builder::new(BufWriter::new(archive));
    let made_at = b.clock.now().0;
    let copy = File::open(database)?;
    let size = copy.metadata()?.len();
    let mut copy = Hashed::new(copy);
    tar.append_data(&mut header(size, made_at), DATABASE, &mut copy)?;
    let (mut files, mut missing) = (0, Vec::new());
    for hash in hashes {
        match b.files.whole(hash).await {
            Ok(content) => {
                let mut header = header(content.len() as u64, made_at);
                tar.append_data(&mut header, format!("{FILES}{hash}"), &content[..])?;
                files += 1;
            }
            Err(Failure::Stored(object_store::Error::NotFound { .. })) => missing.push(hash.clone()),
            Err(failure) => return Err(failure),
        }
    }
    let manifest = Manifest { format: FORMAT, made_at, database: copy.finish().1, files, missing };
    let text = serde_json::to_vec(&manifest)?;
    tar.append_data(&mut header(text.len() as u64, made_at), MANIFEST, &text[..])?;
    let mut buffer = tar.into_inner()?;
    buffer.flush()?;
    Ok((buffer.into_inner().map_err(std::io::IntoInnerError::into_error)?, manifest))
}

fn header(size: u64, made_at: i64) -> Header {
    let mut header = Header::new_gnu();
    header.set_size(size);
    header.set_mode(0o600);
    header.set_mtime(made_at.unsigned_abs() / 1_000);
    header
}
