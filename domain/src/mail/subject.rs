//! Subjects: the tracking number in one, and what stands without marks for replies.

/// Prefixes that mail programs put before the subject of a reply, in many languages, without the colon.
const REPLIES: [&str; 18] = [
    "re", "aw", "antw", "sv", "vs", "odp", "r", "rif", "ref", "ynt", "res", "atb", "bls", "réf", "απ",
    "σχετ", "回复", "回覆",
];
/// The same for a forward.
const FORWARDS: [&str; 10] = ["fw", "fwd", "wg", "tr", "rv", "enc", "doorst", "vb", "pd", "转发"];

/// The tracking number that `subject` carries, as `[CW-10234]` or standing by itself.
#[must_use]
pub fn tag(subject: &str) -> Option<i64> {
    let bytes = subject.as_bytes();
    let starts = (0..bytes.len())
        .filter(|at| bytes[*at..].len() > 3 && bytes[*at..at + 3].eq_ignore_ascii_case(b"cw-"));
    starts.into_iter().find_map(|at| {
        let alone = at == 0 || !bytes[at - 1].is_ascii_alphanumeric();
        let digits: &str = subject.get(at + 3..)?;
        let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
        let ends = digits[end..].chars().next().is_none_or(|c| !c.is_alphanumeric());
        (alone && ends).then(|| digits[..end].parse().ok()).flatten().filter(|number| *number > 0)
    })
}

/// The number that another desk writes into its subjects: `[OTRS#2026112210000017]`, `[Ticket#17]`, `[#123456]`, or
/// `[JIRA] (ABC-12)`. In lower case, without blanks. What only looks like a part's number, as `(DX-20)`, is none.
#[must_use]
pub fn foreign_mark(subject: &str) -> Option<String> {
    let found = subject.split('[').skip(1).find_map(|rest| {
        let (inside, after) = rest.split_once(']')?;
        let keyed = || after.trim_start().strip_prefix('(')?.split_once(')').map(|(key, _)| key);
        match inside.split_once('#') {
            Some((word, number)) => is_number(word, number.trim_start_matches([':', ' '])).then_some(inside),
            None => keyed().filter(|key| is_word(inside) && is_key(key)),
        }
    })?;
    Some(found.to_lowercase().split_whitespace().collect())
}

fn is_word(text: &str) -> bool {
    !text.is_empty() && text.chars().all(char::is_alphabetic)
}

/// `ABC-12`
fn is_key(text: &str) -> bool {
    let (project, number) = text.rsplit_once('-').unwrap_or_default();
    let is_project = project.len() < 16 && project.starts_with(|c: char| c.is_ascii_uppercase());
    is_project
        && project.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_')
        && (1..12).contains(&number.len())
        && number.bytes().all(|byte| byte.is_ascii_digit())
}

/// Figures behind `#`, with letters and dashes between them perhaps: `2026112210000017`, `INC-0042`. Without a word before
/// it a short one counts something else.
fn is_number(word: &str, number: &str) -> bool {
    let figures = number.bytes().filter(u8::is_ascii_digit).count();
    word.chars().all(|c| c.is_alphanumeric() || " -_:".contains(c))
        && number.len() <= 40
        && figures >= if word.trim().is_empty() { 4 } else { 2 }
        && number.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// Whether the subject asks for nothing but to be left alone, as programs write it.
#[must_use]
pub fn is_unsubscribe(subject: &str) -> bool {
    subject.trim().eq_ignore_ascii_case("unsubscribe")
}

/// `subject` without marks for replies and forwards, and without a tracking number in brackets.
#[must_use]
pub fn plain(subject: &str) -> String {
    let mut rest = subject.trim();
    loop {
        let before = rest;
        if let Some((_, after)) = marked(rest) {
            rest = after;
        }
        rest = untagged(rest);
        if rest == before {
            return rest.to_owned();
        }
    }
}

/// Whether the subject is one that a mail program gives to what it passes on: of several marks the first is the newest.
#[must_use]
pub fn is_forward(subject: &str) -> bool {
    marked(untagged(subject.trim())).is_some_and(|(mark, _)| FORWARDS.contains(&mark.as_str()))
}

/// The mark that `subject` begins with, and what follows it.
fn marked(subject: &str) -> Option<(String, &str)> {
    let (mark, after) = subject.split_once([':', '：'])?;
    let mark = mark.trim().to_lowercase();
    let mark = mark
        .trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '[' | ']' | '(' | ')' | '^'))
        .to_owned();
    let is_one = REPLIES.contains(&mark.as_str()) || FORWARDS.contains(&mark.as_str());
    is_one.then(|| (mark, after.trim()))
}

/// `subject` without the tracking number in brackets that it begins with.
fn untagged(subject: &str) -> &str {
    match subject.strip_prefix('[').and_then(|inside| inside.split_once(']')) {
        Some((inside, after)) if tag(inside).is_some() => after.trim(),
        _ => subject,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_read_where_they_stand_alone() {
        for (subject, number) in [
            ("Re: [CW-10234] Labels", Some(10_234)),
            ("cw-7", Some(7)),
            ("Problem with CW-10234.", Some(10_234)),
            ("About CW-10234x", None),
            ("ACW-10234", None),
            ("CW-0", None),
            ("CW-99999999999999999999", None),
            ("CW- 10234", None),
            ("", None),
            ("Ünïcode [CW-5]", Some(5)),
        ] {
            assert_eq!(tag(subject), number, "{subject}");
        }
    }

    #[test]
    fn the_numbers_of_other_desks_are_read() {
        for (subject, mark) in [
            ("[OTRS#2026112210000017] Labels", Some("otrs#2026112210000017")),
            ("Re: [Ticket#2026-17] Labels", Some("ticket#2026-17")),
            ("[Ticket# 17] Labels", Some("ticket#17")),
            ("Re: [#123456] Labels", Some("#123456")),
            ("[JIRA] (ABC-12) Labels", Some("abc-12")),
            ("[PINE-77] Your request", None),
            ("Printer (DX-20) is broken", None),
            ("[urgent] Printer (DX-20) is broken", None),
            ("[#12] of many", None),
            ("[CW-10234] Labels", None),
            ("[#1] of many", None),
            ("Re: [users] Labels (blank)", None),
            ("Labels #12", None),
            ("[", None),
        ] {
            assert_eq!(foreign_mark(subject).as_deref(), mark, "{subject}");
        }
    }

    #[test]
    fn the_first_mark_tells_a_forward() {
        for (subject, passes_on) in [
            ("Fwd: Labels", true),
            ("[CW-5] WG: Labels", true),
            ("Tr : Labels", true),
            ("Fwd: Re: Labels", true),
            ("Re: Fwd: Labels", false),
            ("AW: WG: Labels", false),
            ("Forward: Labels", false),
            ("Labels", false),
        ] {
            assert_eq!(is_forward(subject), passes_on, "{subject}");
        }
    }

    #[test]
    fn marks_go_whatever_the_language() {
        for (subject, plain_subject) in [
            ("Re: AW: Labels", "Labels"),
            ("RE[2]: Labels", "Labels"),
            ("Re: [CW-10234] Re: Labels", "Labels"),
            ("Fwd: Labels: blank", "Labels: blank"),
            ("Labels", "Labels"),
            ("Re:", ""),
        ] {
            assert_eq!(plain(subject), plain_subject, "{subject}");
        }
    }
}
