//! The error type of every server function: the public [`domain::Error`], nothing more.

use leptos::prelude::{FromServerFnError, ServerFnErrorErr};
use leptos::server_fn::codec::JsonEncoding;
use serde::{Deserialize, Serialize};

/// A refusal as pages get it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum AppError {
    /// The desk answered.
    Desk(domain::Error),
    /// No answer came: the connection is gone, or what came could not be read.
    Network,
}

impl From<domain::Error> for AppError {
    fn from(error: domain::Error) -> Self {
        Self::Desk(error)
    }
}

impl FromServerFnError for AppError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Args(_) | ServerFnErrorErr::MissingArg(_) => {
                Self::Desk(domain::Error::Invalid(Vec::new()))
            }
            _ => Self::Network,
        }
    }
}

impl std::fmt::Display for AppError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Desk(error) => error.fmt(f),
            Self::Network => f.write_str("no answer"),
        }
    }
}

impl std::error::Error for AppError {}

impl AppError {
    /// What to tell the reader.
    #[must_use]
    pub fn sentence(&self, lang: domain::words::Lang) -> String {
        match self {
            Self::Desk(error) => domain::words::errors::sentence(lang, error),
            Self::Network => domain::words::errors::errors(lang).network.to_owned(),
        }
    }

    /// What is wrong with `field`, if anything.
    #[must_use]
    pub fn on_field(&self, lang: domain::words::Lang, field: &str) -> Option<String> {
        let Self::Desk(domain::Error::Invalid(fields)) = self else { return None };
        fields
            .iter()
            .find(|error| error.field == field)
            .map(|error| domain::words::errors::problem(lang, error))
    }

    /// Every field's sentence, in the order of the form.
    #[must_use]
    pub fn fields(&self, lang: domain::words::Lang) -> Vec<(String, String)> {
        let Self::Desk(domain::Error::Invalid(fields)) = self else { return Vec::new() };
        fields
            .iter()
            .map(|error| (error.field.clone(), domain::words::errors::problem(lang, error)))
            .collect()
    }
}
