//! How text becomes the words of the index: lower case, without accents; stemmed for finding, whole for spelling.

use std::ops::Range;
use std::sync::LazyLock;

use tantivy::tokenizer::{
    AsciiFoldingFilter, Language, LowerCaser, RemoveLongFilter, SimpleTokenizer, Stemmer, TextAnalyzer,
    TokenizerManager,
};

/// Names of the two analysers in the index's schema.
pub(super) const STEMS: &str = "stems";
pub(super) const WORDS: &str = "words";
/// Longest word that is indexed, in bytes.
const LONGEST: usize = 40;

static STEMMER: LazyLock<TextAnalyzer> = LazyLock::new(|| {
    let words = TextAnalyzer::builder(SimpleTokenizer::default()).filter(RemoveLongFilter::limit(LONGEST));
    words.filter(LowerCaser).filter(AsciiFoldingFilter).filter(Stemmer::new(Language::English)).build()
});
static SPLITTER: LazyLock<TextAnalyzer> = LazyLock::new(|| {
    let words = TextAnalyzer::builder(SimpleTokenizer::default()).filter(RemoveLongFilter::limit(LONGEST));
    words.filter(LowerCaser).filter(AsciiFoldingFilter).build()
});

pub(super) fn tokenizers() -> TokenizerManager {
    let manager = TokenizerManager::default();
    manager.register(STEMS, STEMMER.clone());
    manager.register(WORDS, SPLITTER.clone());
    manager
}

/// The stems of `text`, in order.
pub(super) fn stems(text: &str) -> Vec<String> {
    let mut stems = Vec::new();
    STEMMER.clone().token_stream(text).process(&mut |token| stems.push(token.text.clone()));
    stems
}

/// Calls `see` with each word of `text` as [`words`] gives it, and where it stands.
pub(super) fn each_word(text: &str, mut see: impl FnMut(Range<usize>, &str)) {
    SPLITTER
        .clone()
        .token_stream(text)
        .process(&mut |token| see(token.offset_from..token.offset_to, &token.text));
}

/// The words of `text`, lower case and without accents.
pub(super) fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    each_word(text, |_, word| words.push(word.to_owned()));
    words
}

/// The stem of one word as [`words`] gives it.
pub(super) fn stem(word: &str) -> String {
    stems(word).into_iter().next().unwrap_or_else(|| word.to_owned())
}

/// English words that say nothing about a matter. Left in the index, so that phrases hold them; left out of what must
/// be found.
pub(super) fn is_filler(word: &str) -> bool {
    FILLERS.binary_search(&word).is_ok()
}

/// Sorted.
const FILLERS: &[&str] = &[
    "a", "about", "after", "again", "all", "also", "am", "an", "and", "any", "anyone", "are", "as", "at",
    "be", "because", "been", "before", "but", "by", "can", "cannot", "could", "did", "do", "does", "doing",
    "don", "for", "from", "get", "getting", "has", "have", "having", "he", "hello", "help", "her", "hi",
    "his", "how", "i", "if", "in", "into", "is", "it", "its", "just", "ll", "many", "may", "me", "might",
    "my", "no", "not", "now", "of", "on", "only", "or", "our", "out", "please", "s", "she", "should", "so",
    "some", "still", "such", "t", "than", "thank", "thanks", "that", "the", "their", "them", "then", "there",
    "these", "they", "this", "those", "to", "too", "up", "us", "ve", "very", "was", "way", "we", "were",
    "what", "when", "where", "which", "while", "who", "why", "will", "with", "would", "you", "your",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fillers_are_sorted() {
        assert!(FILLERS.is_sorted());
        assert!(is_filler("how") && !is_filler("printer"));
    }

    #[test]
    fn word_forms_and_accents_meet() {
        assert_eq!(stem("printing"), stem("printed"));
        assert_eq!(words("Zürich’s Café"), ["zurich", "s", "cafe"]);
    }
}
