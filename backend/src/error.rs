//! What goes wrong inside, and how it becomes the public [`domain::Error`].

use crate::db::DbError;

/// A use case's answer.
pub type Outcome<T> = Result<T, Failure>;

/// A refusal for the person who asked, or a fault of ours.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    #[error(transparent)]
    Refused(#[from] domain::Error),
    #[error("database: {0}")]
    Db(#[from] DbError),
    /// Where it cannot be read, not what it says: that may be people's words, and this goes to the log.
    #[error("stored JSON cannot be read: {:?} error at line {}, column {}", .0.classify(), .0.line(), .0.column())]
    Json(#[from] serde_json::Error),
    #[error("search: {0}")]
    Search(#[from] tantivy::TantivyError),
    #[error("file: {0}")]
    Io(#[from] std::io::Error),
    #[error("stored file: {0}")]
    Stored(#[from] object_store::Error),
    /// The demo was asked for where people's data are.
    #[error("this database holds data already; the demo fills only an empty one")]
    NotEmpty,
    /// A row that contradicts another, or a background task that died; names what.
    #[error("{0}")]
    Broken(String),
}

impl Failure {
    /// The error that may leave the server. Causes go to the log under the id that the reader is shown.
    pub fn public(self, ids: &dyn crate::Ids) -> domain::Error {
        match self {
            Self::Refused(error) => error,
            Self::Db(DbError::Full) => domain::Error::Full,
            Self::Stored(error) if crate::files::is_full(&error) => domain::Error::Full,
            Self::Db(error) if error.is_temporary() => domain::Error::Busy,
            Self::Stored(error) if crate::files::is_away(&error) => {
                tracing::warn!(%error, "the file store does not answer");
                domain::Error::Busy
            }
            fault => {
                let mut bytes = [0; 4];
                ids.fill(&mut bytes);
                let id = crate::ids::hex(&bytes);
                tracing::error!(reference = %id, cause = %fault, "use case failed");
                domain::Error::Internal(id)
            }
        }
    }

    /// Shorthand for a contradiction in the data.
    pub fn broken(what: impl Into<String>) -> Self {
        Self::Broken(what.into())
    }
}
