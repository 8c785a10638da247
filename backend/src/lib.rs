//! Use cases and everything that touches the world: SQL, search, mail, jobs, the live hub. Native only, and without a
//! word about HTML. A use case is `<word>/<verb>.rs`; each takes the [`Backend`] and the [`Viewer`] who asks.

pub mod access;
pub mod audit;
pub mod backup;
pub mod clock;
pub mod customers;
pub mod db;
pub mod demo;
pub mod error;
pub mod files;
pub mod ids;
pub mod import;
pub mod intake;
pub mod jobs;
pub mod json;
pub mod knowledge;
pub mod live;
pub mod mail;
pub mod people;
pub mod promises;
pub mod routing;
pub mod search;
pub mod settings;
pub mod stamps;
pub mod tickets;
mod tls;
pub mod webhooks;

use std::ops::Deref;
use std::path::PathBuf;
use std::sync::Arc;

pub use clock::{AheadClock, Clock, SystemClock};
pub use domain::access::Viewer;
pub use error::{Failure, Outcome};
pub use ids::{Ids, RandomIds};

/// What an installation decides for itself.
#[derive(Debug, Clone)]
pub struct Settings {
    /// What the company is called that runs the desk; empty: not said.
    pub name: String,
    /// Where the search index and files live; must exist.
    pub data_dir: PathBuf,
    /// Address that links in mail start with, without a slash at the end.
    pub base_url: String,
    pub mail: mail::MailSettings,
    /// Where files lie; none: in the data folder.
    pub bucket: Option<files::Bucket>,
    pub webhooks: webhooks::WebhookSettings,
}

impl Settings {
    /// Where the search index lies.
    #[must_use]
    pub fn index_dir(&self) -> PathBuf {
        self.data_dir.join("index")
    }

    /// Where the files lie that people send, without a bucket.
    #[must_use]
    pub fn files_dir(&self) -> PathBuf {
        self.data_dir.join("files")
    }
}

/// Everything a use case may touch. Cheap to clone; one per process.
#[derive(Clone)]
pub struct Backend(Arc<Parts>);

/// The parts of a [`Backend`], reached through it.
pub struct Parts {
    pub db: db::Db,
    pub clock: Arc<dyn Clock>,
    pub ids: Arc<dyn Ids>,
    pub settings: Settings,
    pub sessions: people::SessionCache,
    pub directory_cache: settings::DirectoryCache,
    pub search: search::Search,
    pub hub: live::Hub,
    pub views: knowledge::Views,
    pub files: files::Store,
}

impl Deref for Backend {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

impl Backend {
    /// Opens what lies behind a migrated `db`.
    ///
    /// # Errors
    /// When the search index can neither be opened nor made anew, the files' folder cannot be used, or the database
    /// does not answer.
    pub async fn new(
        db: db::Db,
        clock: Arc<dyn Clock>,
        ids: Arc<dyn Ids>,
        mut settings: Settings,
    ) -> Outcome<Self> {
        if settings.name.is_empty() && demo::is_demo(&db).await? {
            settings.name = demo::COMPANY.to_owned();
        }
        let search = search::Search::open(&settings.index_dir())?;
        let files = files::Store::open(&settings)?;
        mail::token::prepare(&db, &*ids).await?;
        Ok(Self::of(db, clock, ids, settings, search, files))
    }

    /// The same without a search index, so that nothing is made on disk: for looking at a desk.
    ///
    /// # Errors
    /// When the files' folder is there but cannot be used.
    pub fn without_index(
        db: db::Db,
        clock: Arc<dyn Clock>,
        ids: Arc<dyn Ids>,
        settings: Settings,
    ) -> Outcome<Self> {
        let files = files::Store::look(&settings)?;
        Ok(Self::of(db, clock, ids, settings, search::Search::nowhere()?, files))
    }

    fn of(
        db: db::Db,
        clock: Arc<dyn Clock>,
        ids: Arc<dyn Ids>,
        settings: Settings,
        search: search::Search,
        files: files::Store,
    ) -> Self {
        Self(Arc::new(Parts {
            db,
            clock,
            ids,
            settings,
            search,
            files,
            sessions: people::SessionCache::default(),
            directory_cache: settings::DirectoryCache::default(),
            views: knowledge::Views::default(),
            hub: live::Hub::default(),
        }))
    }

    /// The same desk with ids from elsewhere and caches of its own: what writes the demo's past.
    pub(crate) fn drawing_from(&self, ids: Arc<dyn Ids>) -> Self {
        let (db, clock) = (self.db.clone(), self.clock.clone());
        Self::of(db, clock, ids, self.settings.clone(), self.search.clone(), self.files.clone())
    }
}
