//! Telling plain thanks from a message that needs an answer. When in doubt it needs one.

/// Longest text that can be a mere goodbye, in words.
const MAX_WORDS: usize = 14;

/// Words that thanks are made of, beside names and greetings.
const THANKS: &[&str] = &[
    "thanks", "thank", "thx", "cheers", "danke", "merci", "gracias", "grazie", "bedankt", "obrigado", "tack",
];

/// Words that ask for more, whatever stands around them.
const ASKS: &[&str] = &[
    "but",
    "still",
    "not",
    "however",
    "again",
    "can",
    "could",
    "please",
    "when",
    "why",
    "how",
    "what",
    "where",
    "who",
    "also",
    "another",
    "except",
    "until",
    "aber",
    "nicht",
    "noch",
    "wieder",
    "bitte",
    "wann",
    "warum",
    "wie",
    "isn",
    "doesn",
    "don",
    "won",
    "isn’t",
    "doesn’t",
    "don’t",
    "won’t",
    "can’t",
    "isn't",
    "doesn't",
    "don't",
    "won't",
    "can't",
    "no",
    "only",
    "if",
];

/// Whether `text` is nothing but thanks: short, without a question or an objection.
#[must_use]
pub fn is_goodbye(text: &str) -> bool {
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower
        .split(|c: char| !(c.is_alphanumeric() || c == '’' || c == '\''))
        .filter(|w| !w.is_empty())
        .collect();
    !text.contains('?')
        && words.len() <= MAX_WORDS
        && words.iter().any(|word| THANKS.contains(word))
        && !words.iter().any(|word| ASKS.contains(word))
}

#[cfg(test)]
mod tests {
    use super::is_goodbye;

    #[test]
    fn thanks_are_told_from_questions() {
        for text in
            ["Thanks!", "Thank you Ines, all good now.", "Perfect, danke schön", "Cheers, works like a charm"]
        {
            assert!(is_goodbye(text), "{text}");
        }
        let answers = [
            "Thanks, but it still prints blank",
            "Thanks. When will 7.4.2 be out?",
            "Works now",
            "Thanks, it doesn’t work",
            "",
            "Thanks for the steps. I followed them on all six docks this morning and three of them came up with the old driver",
        ];
        for text in answers {
            assert!(!is_goodbye(text), "{text}");
        }
    }
}
