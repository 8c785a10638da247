//! Search and suggestions: what is asked and what comes back. Siblings: `backend/src/search`, `app/src/portal/search.rs`.

use serde::{Deserialize, Serialize};

/// Longest query that is looked at, in characters; the rest is cut.
pub const MAX_QUERY: usize = 1_000;

/// What a hit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HitKind {
    Article,
    Problem,
    Ticket,
}

/// One ranked hit the viewer may see.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Hit {
    pub kind: HitKind,
    /// An article's slug, a ticket's or problem's number.
    pub id: String,
    pub title: Vec<Piece>,
    pub snippet: Vec<Piece>,
    pub score: f32,
    /// A ticket's status or a problem's state, in stable codes.
    pub state: Option<String>,
    pub product: Option<String>,
}

/// A stretch of text; `hit` when it is what was searched for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Piece {
    pub text: String,
    pub hit: bool,
}

/// A page of search results.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
pub struct Results {
    pub query: String,
    pub hits: Vec<Hit>,
    /// A better spelled query when nothing or little was found.
    pub spelling: Option<String>,
}

/// Text of the pieces without their marks.
#[must_use]
pub fn plain(pieces: &[Piece]) -> String {
    pieces.iter().map(|piece| piece.text.as_str()).collect()
}
