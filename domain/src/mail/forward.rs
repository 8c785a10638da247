//! A mail that somebody passes on: whose it was, and what it said.

use super::fold::{Field, fields, forwarded_at};
use super::head::Address;
use crate::people::looks_like_email;

/// A message inside another.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Forwarded {
    pub from: Option<Address>,
    pub subject: String,
    pub text: String,
    /// What was written above it.
    pub above: String,
}

/// The first message that `text` passes on, below a line such as "---------- Forwarded message ----------".
#[must_use]
pub fn forwarded(text: &str) -> Option<Forwarded> {
    let text = text.replace("\r\n", "\n");
    let lines: Vec<&str> = text.lines().collect();
    let (above, below) = forwarded_at(&lines)?;
    let below: Vec<&str> = lines[below..].iter().copied().skip_while(|line| bare(line).is_empty()).collect();
    let quoted = below.first().is_some_and(|line| line.trim_start().starts_with('>'));
    let below: Vec<&str> = if quoted { below.iter().map(|line| unquoted(line)).collect() } else { below };
    let head = fields(&below);
    let value = |field| head.fields.iter().find(|(own, _)| *own == field).map(|(_, value)| value.clone());
    Some(Forwarded {
        from: value(Field::From).as_deref().and_then(address),
        subject: value(Field::Subject).unwrap_or_default(),
        text: below[head.lines..].join("\n").trim().to_owned(),
        above: lines[..above].join("\n").trim().to_owned(),
    })
}

fn bare(line: &str) -> &str {
    line.trim_start_matches(['>', ' ']).trim()
}

fn unquoted(line: &str) -> &str {
    let line = line.trim_start();
    line.strip_prefix('>').map_or(line, |rest| rest.strip_prefix(' ').unwrap_or(rest))
}

/// An address as heads write it: `Ana Silva <ana@quill.example>`, `ana@quill.example`, `Ana [mailto:ana@quill.example]`.
#[must_use]
pub fn address(text: &str) -> Option<Address> {
    let text = text.replace("mailto:", "");
    let is_edge = |c: char| {
        c.is_whitespace() || matches!(c, '<' | '>' | '[' | ']' | '(' | ')' | '"' | '\'' | ',' | ';')
    };
    let email = text.split(is_edge).find(|word| looks_like_email(word))?.to_owned();
    let name = text.split(['<', '[', '(']).next().unwrap_or_default();
    let name = name.trim_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ','));
    let name = if name.contains('@') { "" } else { name };
    Some(Address::new(name, email))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_writer_is_found_whatever_program_passed_it_on() {
        for text in [
            "FYI\n\n---------- Forwarded message ----------\nFrom: Ana Silva <ana@quill.example>\nDate: Mon, 1 Feb 2016\nSubject: Labels\nTo: ines@desk.example\n\nThey are blank.",
            "FYI\n\nBegin forwarded message:\n\n> From: \"Ana Silva\" <ana@quill.example>\n> Subject: Labels\n>\n> They are blank.",
            "FYI\n\n-------- Weitergeleitete Nachricht --------\nBetreff: Labels\nDatum: Mo, 1 Feb 2016\nVon: Ana Silva <ana@quill.example>\nAn: ines@desk.example\n\nThey are blank.",
        ] {
            let found = forwarded(text).unwrap();
            assert_eq!(found.from, Some(Address::new("Ana Silva", "ana@quill.example")), "{text}");
            assert_eq!(
                (found.subject.as_str(), found.text.as_str(), found.above.as_str()),
                ("Labels", "They are blank.", "FYI")
            );
        }
        assert_eq!(forwarded("Nothing of the kind"), None);
    }

    #[test]
    fn a_head_without_a_line_above_it_is_read_from_its_first_field() {
        let head = "From: Ana Silva <ana@quill.example>\nSent: Monday, 1 February 2016 4:58\nTo: Desk\nSubject: Labels\n\nThey are blank.";
        for (above, text) in [
            ("", head.to_owned()),
            ("", format!("\n\n{head}")),
            ("", format!("________________________________\n{head}")),
            ("FYI", format!("FYI\n________________\n{head}")),
            ("FYI", format!("FYI\n\n{head}")),
            (
                "FYI",
                "FYI\n\n*From:* Ana Silva <ana@quill.example>\n*Sent:* 1 February 2016\n*To:* Desk\n*Subject:* Labels\n\nThey are blank.".to_owned(),
            ),
        ] {
            let found = forwarded(&text).unwrap();
            assert_eq!(found.from, Some(Address::new("Ana Silva", "ana@quill.example")), "{text}");
            assert_eq!((found.above.as_str(), found.text.as_str()), (above, "They are blank."), "{text}");
        }
    }
}
