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
    /// Why it was suggested, the strongest reason first; empty for what was searched for.
    #[serde(default)]
    pub why: Vec<Why>,
}

/// A reason for a suggestion. The words of the first are those that [`matched`] finds in the hit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// It says what was written.
    Words,
    /// It is about the same product.
    Product,
    /// It is about the same topic of that product.
    Topic,
    /// A problem we know of.
    Problem,
    /// The reader, or somebody of the same organisation, has asked already and waits.
    OpenRequest,
}

/// Words that an article's title, or all of it, has to share with a text to be sent to whoever wrote that.
const IN_TITLE: usize = 2;
const IN_ALL: usize = 5;

/// Whether a hit is about what was written, as far as its words tell: the best of many that do not fit is still a hit.
/// Where somebody looks at suggestions and goes on, that does no harm; in a mail it is noise.
#[must_use]
pub fn fits(hit: &Hit) -> bool {
    let titled = Hit { snippet: Vec::new(), ..hit.clone() };
    matched(&titled, IN_TITLE).len() >= IN_TITLE || matched(hit, IN_ALL).len() >= IN_ALL
}

/// The different words in a hit that were searched for, as they stand there: title first, at most `most`.
#[must_use]
pub fn matched(hit: &Hit, most: usize) -> Vec<&str> {
    let mut words: Vec<&str> = Vec::new();
    for piece in hit.title.iter().chain(&hit.snippet).filter(|piece| piece.hit) {
        if words.len() < most && !words.iter().any(|word| word.eq_ignore_ascii_case(&piece.text)) {
            words.push(&piece.text);
        }
    }
    words
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
    /// Looked for by meaning, too, which takes longer, the articles may stand in another order.
    #[serde(default)]
    pub again: bool,
}

/// Text of the pieces without their marks.
#[must_use]
pub fn plain(pieces: &[Piece]) -> String {
    pieces.iter().map(|piece| piece.text.as_str()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn matched_words_are_named_once() {
        let piece = |text: &str, hit| Piece { text: text.into(), hit };
        let hit = Hit {
            kind: HitKind::Article,
            id: "a".into(),
            title: vec![piece("Blank", true), piece(" labels", false)],
            snippet: vec![piece("blank", true), piece(" and ", false), piece("Driver", true)],
            score: 1.0,
            state: None,
            product: None,
            why: vec![Why::Words],
        };
        assert_eq!(matched(&hit, 3), ["Blank", "Driver"]);
        assert_eq!(matched(&hit, 1), ["Blank"]);
        assert!(!fits(&hit), "one word in the title, two in all");
        let title = vec![piece("Blank", true), piece(" labels", true)];
        assert!(fits(&Hit { title, ..hit.clone() }));
        let snippet = ["driver", "reel", "head", "sensor"].map(|word| piece(word, true)).to_vec();
        assert!(fits(&Hit { snippet, ..hit }));
    }
}
