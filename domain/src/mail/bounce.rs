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

/// What a server said of a recipient, if it will never take mail for them: the enhanced status, as far as it gives one. What it
/// refuses for our sake (no relaying, a policy, a list of the barred) says nothing about the address.
#[must_use]
pub fn nobody_there(code: u16, said: &str) -> Option<String> {
    const OURS: [&str; 10] =
        ["relay", "polic", "spam", "block", "denied", "auth", "spf", "blacklist", "listed", "reputation"];
    match enhanced(said) {
        // 5.1.7 and 5.1.8 are about the sender.
        Some(status) => {
            let is_theirs =
                status == "5.2.1" || status.starts_with("5.1.") && !matches!(&*status, "5.1.7" | "5.1.8");
            is_theirs.then_some(status)
        }
        None => {
            let said = said.to_lowercase();
            (code == 550 && !OURS.iter().any(|word| said.contains(word))).then(String::new)
        }
    }
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
    fn only_what_is_said_of_the_recipient_counts_against_them() {
        for (code, said, status) in [
            (550, "5.1.1 nobody here", Some("5.1.1")),
            (553, "5.1.3 bad address", Some("5.1.3")),
            (550, "5.2.1 The account is switched off", Some("5.2.1")),
            (550, "No such user here", Some("")),
            (552, "5.2.2 mailbox full", None),
            (550, "5.7.1 our rules refuse you", None),
            (550, "5.1.8 sender's domain not found", None),
            (554, "no", None),
            (550, "Relaying not allowed", None),
            (550, "your host is listed by bl.example", None),
        ] {
            assert_eq!(nobody_there(code, said).as_deref(), status, "{code} {said}");
        }
    }

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
