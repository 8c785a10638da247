//! A better spelled query, made only of words that the viewer could read in what was found.

use std::collections::HashMap;

use super::analysis;
use super::query::Unknown;

/// `query` with its unknown words replaced by the near ones that occur most in `texts`; None when nothing changes.
pub(super) fn better<'t>(
    query: &str,
    unknown: &[Unknown],
    texts: impl Iterator<Item = &'t str>,
) -> Option<String> {
    let near: HashMap<&str, &Unknown> =
        unknown.iter().map(|unknown| (unknown.word.as_str(), unknown)).collect();
    if near.is_empty() {
        return None;
    }
    let read = counted(texts);
    let mut changed = false;
    let words = query.split_whitespace().map(|typed| {
        let word = analysis::words(typed).into_iter().next().unwrap_or_default();
        match near.get(word.as_str()).and_then(|unknown| best(unknown, &read)) {
            Some(better) => {
                changed = true;
                better
            }
            None => typed.to_owned(),
        }
    });
    let query = words.collect::<Vec<_>>().join(" ");
    changed.then_some(query)
}

fn best(unknown: &Unknown, read: &HashMap<String, usize>) -> Option<String> {
    let seen = unknown.near.iter().filter_map(|variant| Some((read.get(&variant.word)?, &variant.word)));
    seen.max_by_key(|(count, _)| **count).map(|(_, word)| word.clone())
}

fn counted<'t>(texts: impl Iterator<Item = &'t str>) -> HashMap<String, usize> {
    let mut read = HashMap::new();
    for word in texts.flat_map(analysis::words) {
        *read.entry(word).or_default() += 1;
    }
    read
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::expand::Variant;

    #[test]
    fn only_words_that_were_read_are_offered() {
        let near = |word: &str| Variant { word: word.into(), documents: 9 };
        let unknown = [Unknown { word: "pritner".into(), near: vec![near("secret"), near("printer")] }];
        let texts = || ["the printer", "a label"].into_iter();
        assert_eq!(better("Pritner setup", &unknown, texts()), Some("printer setup".into()));
        assert_eq!(better("Pritner setup", &unknown, ["nothing"].into_iter()), None);
        assert_eq!(better("printer", &[], texts()), None);
    }
}
