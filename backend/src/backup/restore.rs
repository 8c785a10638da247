//! Bringing a backup back: all of it is read, compared and opened aside before anything takes its place.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};

use domain::time::Instant;
use tar::{Archive, Entry};

use super::write::settle;
use super::{DATABASE, FILES, FORMAT, Fault, Hashed, MANIFEST, Manifest, named, open};
use crate::Settings;
use crate::db::{Db, DbError, q, sqlite_file};
use crate::files::Store;

const WHOLE: &str = "PRAGMA integrity_check(1)";
/// Their parts are in no backup; whoever was sending them begins again.
const UNFINISHED: &str = "DELETE FROM uploads WHERE hash IS NULL";

/// The largest content that is believed, in bytes; messages and files are smaller.
const LARGEST: u64 = 64 << 20;

/// What was brought back.
#[derive(Debug)]
pub struct Restored {
    pub made_at: Instant,
    pub files: usize,
    /// Contents that were not there when the backup was made.
    pub missing: Vec<String>,
    /// Where the desk lies that was there before.
    pub aside: Option<PathBuf>,
}

/// Puts the desk in `archive` where the settings have it. `replace`: one that is there is moved aside, else it stays and
/// nothing is done. Nobody may serve it meanwhile.
///
/// # Errors
/// [`Fault`]; the desk is then as it was.
pub async fn restore(
    settings: &Settings,
    url: &str,
    archive: &Path,
    replace: bool,
    now: Instant,
) -> Result<Restored, Fault> {
    let Some(database) = sqlite_file(url)? else { return Err(Fault::Postgres) };
    let cannot = |error: std::io::Error| Fault::File {
        path: archive.display().to_string(),
        reason: error.to_string(),
    };
    let archive = File::open(archive).map_err(cannot)?;
    let places = Places::of(settings, database);
    if places.is_occupied() && !replace {
        return Err(Fault::Occupied(settings.data_dir.display().to_string()));
    }
    std::fs::create_dir_all(&settings.data_dir)?;
    let _held = Db::hold(url)?;
    places.clear()?;
    let brought = places.bring(settings, archive, now).await;
    let restored = match brought {
        Ok(manifest) => places.swap(&manifest, now),
        Err(fault) => Err(fault),
    };
    places.clear()?;
    restored
}

/// Where the parts of the desk lie, and where those of the backup wait.
struct Places {
    data: PathBuf,
    database: PathBuf,
    /// None: in a bucket, where a content does no harm before anything names it.
    files: Option<PathBuf>,
    staged: PathBuf,
    staged_database: PathBuf,
}

impl Places {
    fn of(settings: &Settings, database: PathBuf) -> Self {
        Self {
            files: settings.bucket.is_none().then(|| settings.files_dir()),
            staged: settings.data_dir.join("restoring"),
            // Beside the other, so that it gets its name in one step.
            staged_database: PathBuf::from(format!("{}.restoring", database.display())),
            data: settings.data_dir.clone(),
            database,
        }
    }

    fn is_occupied(&self) -> bool {
        let has_files = |folder: &PathBuf| folder.read_dir().is_ok_and(|mut inside| inside.next().is_some());
        self.database.exists() || self.files.as_ref().is_some_and(has_files)
    }

    /// Takes away what waits.
    fn clear(&self) -> Result<(), Fault> {
        for path in with_logs(&self.staged_database) {
            gone(std::fs::remove_file(path))?;
        }
        gone(std::fs::remove_dir_all(&self.staged))
    }

    /// Unpacks the archive aside and compares all of it.
    async fn bring(&self, settings: &Settings, archive: File, now: Instant) -> Result<Manifest, Fault> {
        std::fs::create_dir_all(&self.staged)?;
        let store = Store::open(&Settings { data_dir: self.staged.clone(), ..settings.clone() })?;
        let mut archive = Archive::new(BufReader::new(archive));
        let (mut database, mut manifest, mut there) = (None, None, BTreeSet::new());
        for entry in archive.entries().map_err(broken)? {
            let mut entry = entry.map_err(broken)?;
            let name = entry.path().map_err(broken)?.display().to_string();
            match name.strip_prefix(FILES) {
                _ if name == DATABASE => database = Some(self.database(&mut entry)?),
                _ if name == MANIFEST => {
                    manifest = Some(serde_json::from_slice(&content(&mut entry)?).map_err(broken)?);
                }
                Some(hash) => {
                    let found = store.put_whole(content(&mut entry)?.into(), now).await?.hash;
                    if found != hash {
                        return Err(Fault::Damaged(format!("the file {hash} is not what it was")));
                    }
                    there.insert(found);
                }
                None => return Err(Fault::Damaged(format!("nothing here is called {name}"))),
            }
        }
        let manifest: Manifest = manifest.ok_or_else(|| Fault::Damaged("its end is missing".to_owned()))?;
        if manifest.format > FORMAT {
            return Err(Fault::Damaged("a newer program has written it".to_owned()));
        }
        if database.as_ref() != Some(&manifest.database) || there.len() != manifest.files {
            return Err(Fault::Damaged("a part of it is missing or not what it was".to_owned()));
        }
        self.verify(&manifest, &there).await?;
        Ok(manifest)
    }

    /// Writes the database aside; its hash.
    fn database(&self, entry: &mut Entry<'_, impl Read>) -> Result<String, Fault> {
        let mut file = Hashed::new(File::create(&self.staged_database)?);
        std::io::copy(entry, &mut file).map_err(broken)?;
        let (file, hash) = file.finish();
        file.sync_all()?;
        Ok(hash)
    }

    /// Opens the database: it has to be a desk's, whole, none that only a newer program knows, and every content that it
    /// names has come along, but for those that were missing before.
    async fn verify(&self, manifest: &Manifest, there: &BTreeSet<String>) -> Result<(), Fault> {
        let db = open(&format!("sqlite://{}", self.staged_database.display())).await?;
        let verified = async {
            match db.verify().await {
                Ok(()) | Err(DbError::OlderSchema { .. }) => {}
                Err(error) => return Err(error.into()),
            }
            let said: Vec<String> = q(WHOLE).all(&mut db.read().await?).await?;
            if said != ["ok"] {
                return Err(Fault::Damaged(format!("its database is damaged: {}", said.join(", "))));
            }
            db.execute(q(UNFINISHED)).await?;
            let named = named(&db).await?;
            let lost = named.iter().find(|hash| !there.contains(*hash) && !manifest.missing.contains(hash));
            lost.map_or(Ok(()), |hash| Err(Fault::Damaged(format!("the file {hash} is missing"))))
        };
        let verified = verified.await;
        db.close().await;
        verified
    }

    /// Moves what is there aside and what was brought into its place, the database last: with it the desk is there.
    fn swap(&self, manifest: &Manifest, now: Instant) -> Result<Restored, Fault> {
        let aside = self.is_occupied().then(|| self.data.join(format!("replaced-{}", now.0)));
        if let Some(aside) = &aside {
            std::fs::create_dir_all(aside)?;
            let old = with_logs(&self.database).into_iter().chain(self.files.clone());
            for path in old.chain([self.data.join("index")]) {
                if let Some(name) = path.file_name() {
                    gone(std::fs::rename(&path, aside.join(name)))?;
                }
            }
        }
        if let Some(files) = &self.files {
            gone(std::fs::remove_dir(files))?;
            std::fs::rename(self.staged.join("files"), files)?;
        }
        settle(&self.staged)?;
        std::fs::rename(&self.staged_database, &self.database)?;
        settle(&self.database)?;
        let missing = manifest.missing.clone();
        Ok(Restored { made_at: Instant(manifest.made_at), files: manifest.files, missing, aside })
    }
}

/// A database and what lies beside it while it is open.
fn with_logs(database: &Path) -> [PathBuf; 3] {
    ["", "-wal", "-shm"].map(|ending| PathBuf::from(format!("{}{ending}", database.display())))
}

/// What is not there need not go.
fn gone(done: std::io::Result<()>) -> Result<(), Fault> {
    match done {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

fn content(entry: &mut Entry<'_, impl Read>) -> Result<Vec<u8>, Fault> {
    let mut content = Vec::new();
    entry.take(LARGEST + 1).read_to_end(&mut content).map_err(broken)?;
    if content.len() as u64 > LARGEST {
        return Err(Fault::Damaged("one of its files is larger than any may be".to_owned()));
    }
    Ok(content)
}

fn broken(error: impl std::fmt::Display) -> Fault {
    Fault::Damaged(error.to_string())
}
