//! What people wrote to each other, less what says who they are: for texts that others will read.

/// Stands where something was left out, so that an author sees it.
pub const LEFT_OUT: &str = "[…]";
/// How many digits a telephone number has.
const PHONE_DIGITS: std::ops::RangeInclusive<usize> = 7..=15;
/// Longest greeting, in words.
const GREETING: usize = 5;
/// How many lines a farewell and the name under it take.
const FAREWELL: usize = 4;

const GREETINGS: [&str; 10] =
    ["hi", "hello", "hey", "dear", "good morning", "good afternoon", "hallo", "guten tag", "liebe", "lieber"];
const FAREWELLS: [&str; 12] = [
    "regards",
    "kind regards",
    "best regards",
    "best wishes",
    "best",
    "cheers",
    "thanks",
    "thank you",
    "many thanks",
    "yours",
    "viele grüße",
    "mit freundlichen grüßen",
];

/// `text` without greeting and farewell, without mail addresses and telephone numbers, and without `names`: whole names,
/// and each of their parts that is longer than two letters.
#[must_use]
pub fn impersonal(text: &str, names: &[&str]) -> String {
    let text = without_manners(text);
    let mut parts: Vec<&str> =
        names.iter().flat_map(|name| std::iter::once(*name).chain(name.split_whitespace())).collect();
    parts.retain(|part| part.chars().count() > 2);
    // Longer ones first, so that a whole name leaves one mark.
    parts.sort_by_key(|part| std::cmp::Reverse(part.len()));
    let text = parts.into_iter().fold(without_mail(&text), |text, name| without_word(&text, name));
    without_phones(&text)
}

/// The lines between greeting and farewell.
fn without_manners(text: &str) -> String {
    let mut lines: Vec<&str> = text.trim().lines().map(str::trim_end).collect();
    if lines.first().is_some_and(|line| is_greeting(line)) {
        lines.remove(0);
    }
    let tail = lines.len().saturating_sub(FAREWELL);
    if let Some(end) = lines.iter().skip(tail).position(|line| is_farewell(line)) {
        lines.truncate(tail + end);
    }
    lines.join("\n").trim().to_owned()
}

fn is_greeting(line: &str) -> bool {
    let line = line.trim().to_lowercase();
    let is_short = line.split_whitespace().count() <= GREETING;
    is_short
        && GREETINGS.iter().any(|word| {
            line.strip_prefix(word).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', ',', '!']))
        })
}

fn is_farewell(line: &str) -> bool {
    let line = line.trim().trim_end_matches([',', '.', '!', '–', '-']).trim().to_lowercase();
    FAREWELLS.contains(&line.as_str())
}

fn without_mail(text: &str) -> String {
    let is_mail = |word: &str| {
        let inside = word.trim_matches(|c: char| !c.is_alphanumeric());
        inside.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'))
    };
    let kept = |piece: &str| {
        let word = piece.trim_end();
        let rest = &piece[word.len()..];
        if is_mail(word) { format!("{LEFT_OUT}{rest}") } else { piece.to_owned() }
    };
    text.split_inclusive(char::is_whitespace).map(kept).collect()
}

/// `text` with every `name` that stands as a word of its own left out.
fn without_word(text: &str, name: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(name) {
        let (before, after) = (&rest[..at], &rest[at + name.len()..]);
        let begins = !before
            .chars()
            .chain(out.chars().last().filter(|_| before.is_empty()))
            .last()
            .is_some_and(char::is_alphanumeric);
        let ends = !after.starts_with(char::is_alphanumeric);
        out.push_str(before);
        out.push_str(if begins && ends { LEFT_OUT } else { name });
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Numbers that begin with `+` or `0`, in groups or not, and are as long as a telephone's.
fn without_phones(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['+', '0', '(']) {
        let (before, from) = rest.split_at(at);
        let glued = before.chars().last().or(out.chars().last().filter(|_| before.is_empty()));
        out.push_str(before);
        let length =
            phone(from).filter(|_| !glued.is_some_and(|c| c.is_alphanumeric() || ".-:/".contains(c)));
        match length {
            Some(length) => {
                out.push_str(LEFT_OUT);
                rest = &from[length..];
            }
            None => {
                out.push_str(&from[..1]);
                rest = &from[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

/// How many bytes of the beginning of `text` are a telephone number.
fn phone(text: &str) -> Option<usize> {
    let is_part = |c: char| c.is_ascii_digit() || "+()/- ".contains(c);
    let run = &text[..text.find(|c| !is_part(c)).unwrap_or(text.len())];
    let number = run.trim_end_matches(|c: char| !c.is_ascii_digit());
    let goes_on = text[number.len()..].starts_with(|c: char| c.is_alphanumeric());
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    let starts = number.starts_with('+') || number.trim_start_matches('(').starts_with(['0', '+']);
    (starts && !goes_on && PHONE_DIGITS.contains(&digits)).then_some(number.len())
}

#[cfg(test)]
mod tests {
    use super::impersonal;

    #[test]
    fn who_wrote_is_left_out() {
        let text = "Hi Rosalind,\n\nrosalind@quill.example said the label from Ms Achterberg is white.\n\
                    Call +44 20 7946 0018 or (0800) 123-456.\n\nKind regards,\nInes Kovar";
        assert_eq!(
            impersonal(text, &["Rosalind Achterberg", "Ines Kovar"]),
            "[…] said the label from Ms […] is white.\nCall […] or […]."
        );
        assert_eq!(impersonal("Rosalind Achterberg's", &["Rosalind Achterberg"]), "[…]'s");
    }

    #[test]
    fn what_helps_stays() {
        for text in [
            "Error 0x80070005 in 7.4.10, see CW-20418 at 10.0.0.12:9100",
            "Set the gap to 0.5 mm (0 to 10) and retry in 2026-11-22 08:00",
            "Hi-res labels print, Mars does not know Marsden.",
            "Thanks to the update it works. Best practice: wait.",
        ] {
            assert_eq!(impersonal(text, &["Mars Li"]).replace("[…] does", "Mars does"), text);
        }
        assert_eq!(impersonal("", &[""]), "");
    }
}
