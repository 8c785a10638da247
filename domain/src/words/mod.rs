//! The message catalogue: every word a person sees. English is complete by construction (a missing message does not
//! compile); another language gives what it has and falls back to English message by message.
//!
//! Each area of the product has a file with one [`words!`] block; code asks for it with the reader's language:
//! `words::home(lang).title`. Places to fill stand in braces and are filled by [`fill`].

pub mod api;
pub mod common;
pub mod console;
mod detect;
pub mod digest;
pub mod errors;
pub mod files;
pub mod import;
pub mod incoming;
pub mod json;
pub mod mail;
pub mod mail_in;
pub mod outgoing;
pub mod outgoing_pages;
pub mod portal;
pub mod promises;
pub mod survey;
pub mod tickets;

use serde::{Deserialize, Serialize};

/// A language the interface can be read in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Default)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    #[default]
    En,
    De,
}

impl Lang {
    pub const ALL: [Self; 2] = [Self::En, Self::De];

    /// Code for the `lang` attribute and the database.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::De => "de",
        }
    }

    /// The language's own name for itself.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::De => "Deutsch",
        }
    }

    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        let primary = code.trim().split(['-', '_']).next()?;
        Self::ALL.into_iter().find(|lang| lang.code().eq_ignore_ascii_case(primary))
    }

    /// The first language of an `Accept-Language` header that the catalogue has; English otherwise.
    #[must_use]
    pub fn accepted(header: &str) -> Self {
        header.split(',').filter_map(|part| Self::parse(part.split(';').next()?)).next().unwrap_or_default()
    }
}

/// Declares one area: a struct with a field per message, its English texts, and what other languages have of it.
macro_rules! words {
    ($(#[$meta:meta])* $name:ident, $getter:ident { $($field:ident: $en:literal,)+ } $(de { $($dfield:ident: $de:literal,)* })?) => {
        $(#[$meta])*
        pub struct $name { $(pub $field: &'static str,)+ }

        impl $name {
            const EN: Self = Self { $($field: $en,)+ };
            // One after the other: an area translated completely would leave `..` nothing to fill.
            const DE: Self = {
                let words = Self::EN;
                $($(let words = Self { $dfield: $de, ..words };)*)?
                words
            };

            /// Names of the messages that a German reader gets in English.
            #[cfg(test)]
            pub fn english_in_german() -> Vec<&'static str> {
                let same = [$((stringify!($field), Self::EN.$field == Self::DE.$field)),+];
                same.into_iter().filter_map(|(name, is_same)| is_same.then_some(name)).collect()
            }
        }

        /// The area's messages in `lang`.
        #[must_use]
        pub fn $getter(lang: $crate::words::Lang) -> &'static $name {
            match lang {
                $crate::words::Lang::En => &$name::EN,
                $crate::words::Lang::De => &$name::DE,
            }
        }
    };
}
pub(crate) use words;

/// Fills `{name}` places of a message. A place without a value stays as it is, so that a slip is seen.
#[must_use]
pub fn fill(message: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(message.len() + 16);
    let mut rest = message;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let Some((name, tail)) = after.split_once('}') else {
            filled.push('{');
            rest = after;
            continue;
        };
        match values.iter().find(|(key, _)| *key == name) {
            Some((_, value)) => filled.push_str(value),
            None => filled.extend(["{", name, "}"]),
        }
        rest = tail;
    }
    filled.push_str(rest);
    filled
}

/// Picks the message for one or for many and fills `{n}`.
#[must_use]
pub fn count(n: u64, one: &str, many: &str) -> String {
    fill(if n == 1 { one } else { many }, &[("n", &n.to_string())])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_filled_and_slips_are_seen() {
        assert_eq!(fill("Hello, {name}: {n} open", &[("name", "Ana"), ("n", "2")]), "Hello, Ana: 2 open");
        assert_eq!(fill("{missing} stays", &[]), "{missing} stays");
        assert_eq!(fill("an { open brace", &[]), "an { open brace");
        assert_eq!(fill("{a}", &[("a", "{b}"), ("b", "x")]), "{b}");
    }

    #[test]
    fn languages_are_read_from_a_browser_header() {
        assert_eq!(Lang::accepted("de-AT,de;q=0.9,en;q=0.5"), Lang::De);
        assert_eq!(Lang::accepted("fr,en-GB;q=0.8"), Lang::En);
        assert_eq!(Lang::accepted(""), Lang::En);
    }

    #[test]
    fn a_language_falls_back_message_by_message() {
        assert_ne!(portal::home(Lang::De).title, portal::home(Lang::En).title);
        assert_eq!(tickets::status(Lang::De).open, tickets::status(Lang::En).open);
    }
}
