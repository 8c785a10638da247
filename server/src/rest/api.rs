//! What every handler of the API is given.

use std::sync::Arc;

use backend::{Backend, Outcome};

use super::problem::{Answer, Problem};
use crate::http::limits::Limits;

/// The backend, and how much of it one caller may use.
#[derive(Clone)]
pub struct Api {
    pub backend: Backend,
    pub limits: Arc<Limits>,
    /// Address of the style sheet, for the readable description.
    pub css: &'static str,
}

impl Api {
    /// A use case's outcome as an answer. Faults go to the log, their reference into the answer.
    pub fn answer<T>(&self, outcome: Outcome<T>) -> Answer<T> {
        outcome.map_err(|failure| Problem::from(failure.public(&*self.backend.ids)))
    }
}
