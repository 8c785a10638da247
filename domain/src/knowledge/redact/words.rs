//! A text as its words: runs of letters and digits, and what stands between them.

use std::ops::Range;

/// The words of a text, in order.
pub(super) struct Words<'t> {
    pub text: &'t str,
    places: Vec<Range<usize>>,
}

impl<'t> Words<'t> {
    pub fn of(text: &'t str) -> Self {
        let mut places: Vec<Range<usize>> = Vec::new();
        for (at, c) in text.char_indices().filter(|(_, c)| c.is_alphanumeric()) {
            match places.last_mut().filter(|place| place.end == at) {
                Some(place) => place.end += c.len_utf8(),
                None => places.push(at..at + c.len_utf8()),
            }
        }
        Self { text, places }
    }

    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// The word number `n`; behind the last one, nothing.
    pub fn word(&self, n: usize) -> &'t str {
        self.places.get(n).map_or("", |place| &self.text[place.clone()])
    }

    /// What stands between word number `n` and the next; behind the last word, the rest.
    pub fn gap(&self, n: usize) -> &'t str {
        let start = self.places.get(n).map_or(self.text.len(), |place| place.end);
        let end = self.places.get(n + 1).map_or(self.text.len(), |place| place.start);
        &self.text[start..end]
    }

    /// The stretch from word number `first` to word number `last`.
    pub fn stretch(&self, first: usize, last: usize) -> Range<usize> {
        let (first, last) = (self.places.get(first), self.places.get(last));
        first.map_or(0, |place| place.start)..last.map_or(0, |place| place.end)
    }

    /// Where the word number `n` ends.
    pub fn end(&self, n: usize) -> usize {
        self.places.get(n).map_or(self.text.len(), |place| place.end)
    }

    /// Whether word number `n` is `word`, in any case.
    pub fn is(&self, n: usize, word: &str) -> bool {
        same(self.word(n), word)
    }

    /// Whether word number `n` is one of `words`, in any case.
    pub fn is_any(&self, n: usize, words: &[&str]) -> bool {
        words.iter().any(|word| self.is(n, word))
    }

    /// Whether word number `n` begins as a name does.
    pub fn is_capital(&self, n: usize) -> bool {
        self.word(n).starts_with(char::is_uppercase)
    }
}

fn same(one: &str, other: &str) -> bool {
    one.chars().flat_map(char::to_lowercase).eq(other.chars())
}
