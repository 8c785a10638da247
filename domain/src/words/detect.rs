//! Which of the catalogue's languages a text is written in, told from the small words that no text can do without.

use super::Lang;

/// Words that one of the languages has and its neighbours have not.
const ENGLISH: [&str; 44] = [
    "the", "and", "to", "of", "i", "my", "not", "have", "with", "for", "this", "that", "you", "we", "when",
    "can", "are", "be", "please", "thanks", "hello", "from", "but", "how", "there", "our", "your", "has",
    "been", "does", "it", "what", "is", "do", "i'm", "don't", "why", "which", "would", "it's", "if", "or",
    "get", "by",
];
const GERMAN: [&str; 46] = [
    "und", "ich", "nicht", "ist", "das", "der", "mit", "auf", "für", "eine", "einen", "wir", "sie", "bei",
    "kann", "wenn", "auch", "zu", "dem", "habe", "haben", "hat", "wird", "sind", "aber", "oder", "nach",
    "wie", "mein", "meine", "mir", "bitte", "danke", "guten", "noch", "nur", "im", "vom", "zum", "zur",
    "keine", "kein", "seit", "werden", "sehr", "ein",
];
/// Words looked at, and the least of them that have to speak for a language: this many, and one in so many.
const LOOKED_AT: usize = 300;
const LEAST: usize = 2;
const ONE_IN: usize = 12;

impl Lang {
    /// The language of `text`; `None` when it is short, mixed, or in a language that the catalogue does not have.
    #[must_use]
    pub fn of_text(text: &str) -> Option<Self> {
        let apart = |c: char| !c.is_alphanumeric() && c != '\'' && c != '’';
        let words = text.split(apart).filter(|word| !word.is_empty()).take(LOOKED_AT);
        let words: Vec<String> = words.map(|word| word.to_lowercase().replace('’', "'")).collect();
        let count = |own: &[&str]| words.iter().filter(|word| own.contains(&word.as_str())).count();
        let (english, german) = (count(&ENGLISH), count(&GERMAN));
        let (lang, most, other) =
            if german > english { (Self::De, german, english) } else { (Self::En, english, german) };
        (most >= LEAST && most * ONE_IN >= words.len() && most > 2 * other).then_some(lang)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_words_tell_the_language() {
        for (text, lang) in [
            ("Guten Tag, der Drucker druckt seit Montag leere Etiketten. Was kann ich tun?", Some(Lang::De)),
            ("Drucker geht nicht, bitte um Hilfe", Some(Lang::De)),
            ("Hello, the printer prints blank labels since Monday. What can I do?", Some(Lang::En)),
            ("Bonjour, l'imprimante sort des étiquettes vides depuis lundi. Que faire ?", None),
            ("De printer print lege etiketten sinds maandag. Wat kan ik doen?", None),
            ("ERR-4711", None),
            ("", None),
        ] {
            assert_eq!(Lang::of_text(text), lang, "{text}");
        }
    }
}
