//! What the pages of `/new` show.

use serde::{Deserialize, Serialize};

use super::{Facts, Impact, Intake, Product, Question, Step};
use crate::error::FieldError;
use crate::files::Upload;
use crate::search::Hit;
use crate::stamp::Stamp;
use crate::tickets::view::{PolicyBrief, PromiseView};
use crate::time::Instant;

/// A request that was begun and not sent, to go on with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Unfinished {
    pub id: String,
    /// What it is about, as far as that was told: its title, or the product.
    pub title: String,
    pub step: Step,
    pub changed: Stamp,
}

/// Everything a page of `/new` shows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct IntakePage {
    pub step: Step,
    /// The pages that it has, in order.
    pub steps: Vec<Step>,
    pub intake: Intake,
    /// How often a page was saved so far.
    pub saves: u32,
    pub products: Vec<Product>,
    /// All that may be asked for product and topic; [`asked`](super::asked) says which of them are.
    pub questions: Vec<Question>,
    pub facts: Facts,
    /// Questions that the last answers led to and that were not on the page yet.
    pub fresh: Vec<String>,
    /// What was uploaded for it.
    pub files: Vec<Upload>,
    /// Requests begun earlier (first page of a new one).
    pub unfinished: Vec<Unfinished>,
    pub impacts: Vec<Impact>,
    /// Versions of the chosen product that the customer has installed, first; then the others.
    pub versions: Vec<String>,
    pub suggestions: Vec<Hit>,
    /// What the last post was refused for.
    pub errors: Vec<FieldError>,
    /// What will be promised (check page), in the reader's zone.
    pub promised: Vec<PromiseView>,
    pub policy: Option<PolicyBrief>,
    /// Number of the ticket made (done page).
    pub number: Option<String>,
    pub signed_in: bool,
    pub now: Instant,
}
