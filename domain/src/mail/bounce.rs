//! What a mail server says of a mail that it could not deliver, or not yet.

use serde::{Deserialize, Serialize};

use crate::people::looks_like_email;

/// What became of a mail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bounce {
    /// Address that it did not reach, as far as the report names one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recipient: Option<String>,
    /// Enhanced status code such as `5.1.1`; empty when there is none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub status: String,
    /// It never will; otherwise it is only late.
    pub permanent: bool,
}

/// Longest report that is read, in bytes.
const MAX_REPORT: usize = 64 << 10;

/// Reads a report: `status` is its `message/delivery-status` part, empty when it has none, `text` what people read.
/// `failed`: the value of `X-Failed-Recipients`. Nothing when it is no report of a delivery.
#[must_use]
pub fn read(status: &str, text: &str, failed: Option<&str>) -> Option<Bounce> {
    let status = cut(status);
    let text = cut(text);
    let action = field(status, "action").unwrap_or_default().to_ascii_lowercase();
    if matches!(action.as_str(), "delivered" | "relayed" | "expanded") {
        return None;
    }
    let code = field(status, "status").and_then(enhanced).or_else(|| enhanced(text));
    let recipient = field(status, "final-recipient")
        .and_then(address)
        .or_else(|| field(status, "original-recipient").and_then(address));
    let recipient = recipient.or_else(|| failed.and_then(address)).or_else(|| named(text));
    if code.is_none() && recipient.is_none() && action.is_empty() {
        return None;
    }
    let late =
        action == "delayed" || code.as_deref().is_some_and(|code| code.starts_with('4')) || says_late(text);
    let said =
        code.as_deref().is_some_and(|code| code.starts_with('5')) || action == "failed" || failed.is_some();
    let permanent = match action.as_str() {
        "failed" => !code.as_deref().is_some_and(|code| code.starts_with('4')),
        "delayed" => false,
        _ => said && !late,
    };
    Some(Bounce { recipient, status: code.unwrap_or_default(), permanent })
}

fn cut(text: &str) -> &str {
    &text[..text.floor_char_boundary(MAX_REPORT)]
}

/// The first value of `name` among lines such as `Action: failed`.
fn field<'a>(status: &'a str, name: &str) -> Option<&'a str> {
    let fields = status.lines().filter_map(|line| line.split_once(':'));
    fields.into_iter().find(|(own, _)| own.trim().eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
}

/// The first code such as `5.1.1` or `(#5.1.1)` that stands by itself.
fn enhanced(text: &str) -> Option<String> {
    let words = text.split(|c: char| !(c.is_ascii_digit() || c == '.'));
    words.into_iter().map(|word| word.trim_end_matches('.')).find(|word| is_enhanced(word)).map(str::to_owned)
}

fn is_enhanced(word: &str) -> bool {
    let parts: Vec<&str> = word.split('.').collect();
    let numbers = parts.iter().all(|part| !part.is_empty() && part.len() <= 3);
    parts.len() == 3 && numbers && matches!(parts[0], "4" | "5")
}

/// The address in a value such as `rfc822; ana@quill.example`.
fn address(value: &str) -> Option<String> {
    let value = value.rsplit(';').next().unwrap_or_default();
    let first = value.split([',', ' ']).map(bare).find(|word| looks_like_email(word))?;
    Some(first.to_owned())
}

/// The first address in what people read, in angle brackets or on a line of its own.
fn named(text: &str) -> Option<String> {
    let words = text.lines().take(80).flat_map(str::split_whitespace);
    let marked = |word: &&str| word.starts_with('<') || word.ends_with(':') || word.ends_with('>');
    let of_line = text.lines().take(80).map(str::trim).map(bare).find(|line| looks_like_email(line));
    words.filter(marked).map(bare).find(|word| looks_like_email(word)).or(of_line).map(str::to_owned)
}

fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| matches!(c, '<' | '>' | '(' | ')' | '"' | '\'' | ':' | ',' | ';' | '.'))
}

fn says_late(text: &str) -> bool {
    let text = text.to_lowercase();
    [
        "will be retried",
        "still trying",
        "will continue",
        "no action is required",
        "has been delayed",
        "delayed",
        "not yet been delivered",
    ]
    .iter()
    .any(|phrase| text.contains(phrase))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reports_tell_what_and_whether_for_good() {
        let failed = "Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; bo@pine.example\nAction: failed\nStatus: 5.1.1\n";
        let bounce = read(failed, "", None).unwrap();
        assert_eq!(
            (bounce.recipient.as_deref(), bounce.status.as_str(), bounce.permanent),
            (Some("bo@pine.example"), "5.1.1", true)
        );
        let delayed = failed.replace("failed", "delayed").replace("5.1.1", "4.4.1");
        assert!(!read(&delayed, "", None).unwrap().permanent);
        assert_eq!(read("Action: delivered\nFinal-Recipient: rfc822; bo@pine.example\n", "", None), None);
        let plain = read("", "I could not deliver:\n<bo@pine.example>:\n550 5.7.1 refused\n", None).unwrap();
        assert_eq!((plain.recipient.as_deref(), plain.permanent), (Some("bo@pine.example"), true));
        let late = read("", "Your message to <bo@pine.example> has been delayed. 4.4.7\n", None).unwrap();
        assert!(!late.permanent);
        assert_eq!(read("", "Nothing of the kind", None), None);
        assert!(read("", "", Some("bo@pine.example")).unwrap().permanent);
    }

    #[test]
    fn versions_and_addresses_of_machines_are_no_codes() {
        assert_eq!(enhanced("esmtp 5.1 from 5.10.20.30 at 12.4.5.6 code 5.2.2"), Some("5.2.2".into()));
        assert_eq!(enhanced("2.0.0 ok"), None);
    }
}
