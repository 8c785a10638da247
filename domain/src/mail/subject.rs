//! Subjects: the tracking number in one, and what stands without marks for replies.

/// Prefixes that mail programs put before the subject of a reply or a forward, in many languages, without the colon.
const MARKS: [&str; 28] = [
    "re", "aw", "antw", "sv", "vs", "odp", "r", "rif", "ref", "ynt", "res", "atb", "bls", "réf", "απ",
    "σχετ", "回复", "回覆", "fw", "fwd", "wg", "tr", "rv", "enc", "doorst", "vb", "pd", "转发",
];

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

/// `subject` without marks for replies and forwards, and without a tracking number in brackets.
#[must_use]
pub fn plain(subject: &str) -> String {
    let mut rest = subject.trim();
    loop {
        let before = rest;
        if let Some((mark, after)) = rest.split_once([':', '：']) {
            let mark = mark.trim().to_lowercase();
            let mark = mark
                .trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '[' | ']' | '(' | ')' | '^'));
            if MARKS.contains(&mark) {
                rest = after.trim();
            }
        }
        if let Some((tag_text, after)) = rest.strip_prefix('[').and_then(|inside| inside.split_once(']'))
            && tag(tag_text).is_some()
        {
            rest = after.trim();
        }
        if rest == before {
            return rest.to_owned();
        }
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
