//! Who a message is from: what a trusted server found out about the address, and what it therefore counts as.

use serde::{Deserialize, Serialize};

use super::head::Address;

/// What DMARC said of the domain in From.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Dmarc {
    Pass,
    Fail,
    /// No server that we trust has said anything.
    #[default]
    Unknown,
}

/// Reads the `Authentication-Results` fields, newest first, of which only those of `trusted` servers count. What counts is
/// DMARC for the domain of `from`: a pass for another domain is none.
#[must_use]
pub fn dmarc<'a>(results: impl Iterator<Item = &'a str>, trusted: &[String], from: &Address) -> Dmarc {
    let trusts = |server: &str| trusted.iter().any(|own| own.eq_ignore_ascii_case(server));
    let said = results.filter_map(|field| {
        let (server, rest) = field.split_once(';')?;
        let server = server.split_whitespace().next()?;
        trusts(server).then_some(rest)
    });
    // The newest stands first: whatever stood there before, our own server wrote above it.
    said.take(1).filter_map(|rest| verdict(rest, &from.domain())).next().unwrap_or_default()
}

fn verdict(results: &str, domain: &str) -> Option<Dmarc> {
    let results = without_comments(results).to_ascii_lowercase();
    let method = results.split(';').find(|method| method.trim_start().starts_with("dmarc="))?;
    let result = method.trim().strip_prefix("dmarc=")?.split_whitespace().next()?.to_owned();
    let about = method.split_whitespace().find_map(|word| word.strip_prefix("header.from="));
    let is_about = about.is_none_or(|about| {
        let about = about.rsplit('@').next().unwrap_or_default();
        about == domain || domain.ends_with(&format!(".{about}"))
    });
    match result.as_str() {
        "pass" if is_about => Some(Dmarc::Pass),
        "fail" => Some(Dmarc::Fail),
        _ => Some(Dmarc::Unknown),
    }
}

fn without_comments(text: &str) -> String {
    let mut depth = 0_u32;
    text.chars()
        .filter(|c| {
            depth += u32::from(*c == '(');
            let outside = depth == 0;
            depth = depth.saturating_sub(u32::from(*c == ')'));
            outside
        })
        .collect()
}

/// What the address in From is to the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Whose {
    /// One of our own mailboxes.
    Ours,
    Staff,
    Contact,
    /// Nobody's yet.
    Stranger,
}

/// What a message counts as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Ignored: we never are our own customer.
    Ours,
    /// A member of staff, as a trusted server confirms.
    Staff,
    /// Somebody who writes under a staff address, which nobody confirms: no more than a stranger.
    ClaimsStaff,
    Contact,
    Stranger,
}

/// What somebody with this address counts as.
#[must_use]
pub fn standing(whose: Whose, dmarc: Dmarc) -> Standing {
    match whose {
        Whose::Ours => Standing::Ours,
        Whose::Staff if dmarc == Dmarc::Pass => Standing::Staff,
        Whose::Staff => Standing::ClaimsStaff,
        Whose::Contact => Standing::Contact,
        Whose::Stranger => Standing::Stranger,
    }
}

/// Domains under which anybody can have an address: nothing follows from one.
const EVERYBODYS: [&str; 29] = [
    "aol.com",
    "fastmail.com",
    "free.fr",
    "gmail.com",
    "gmx.at",
    "gmx.ch",
    "gmx.com",
    "gmx.de",
    "gmx.net",
    "googlemail.com",
    "hotmail.com",
    "icloud.com",
    "libero.it",
    "live.com",
    "mail.com",
    "mail.ru",
    "me.com",
    "msn.com",
    "orange.fr",
    "outlook.com",
    "proton.me",
    "protonmail.com",
    "qq.com",
    "t-online.de",
    "web.de",
    "wp.pl",
    "yahoo.com",
    "yandex.ru",
    "zoho.com",
];

/// Whether anybody can have an address under `domain`.
#[must_use]
pub fn is_everybodys(domain: &str) -> bool {
    EVERYBODYS.contains(&domain)
}

/// Whether `domain` is written as one: labels with points between, in lower case.
#[must_use]
pub fn is_domain(domain: &str) -> bool {
    let is_label = |label: &str| {
        let inside = |c: char| c.is_alphanumeric() || c == '-';
        !label.is_empty() && label.len() <= 63 && label.chars().all(inside) && !label.starts_with('-')
    };
    domain.len() <= 253 && domain.contains('.') && domain.split('.').all(is_label)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(fields: &[&str]) -> Dmarc {
        let trusted = ["mx.desk.example".to_owned()];
        dmarc(fields.iter().copied(), &trusted, &Address::new("", "ines@desk.example"))
    }

    #[test]
    fn domains_are_told_from_other_words() {
        for domain in ["quill.example", "mail.quill-2.example", "xn--mnchen-3ya.example", "münchen.example"]
        {
            assert!(is_domain(domain), "{domain}");
        }
        for other in
            ["", "quill", "ana@quill.example", "quill..example", "-quill.example", "quill example.org"]
        {
            assert!(!is_domain(other), "{other}");
        }
        assert!(is_everybodys("gmail.com") && !is_everybodys("quill.example"));
    }

    #[test]
    fn only_a_trusted_server_is_believed() {
        for (fields, dmarc) in [
            (&["mx.desk.example; spf=pass; dmarc=pass (p=none) header.from=desk.example"][..], Dmarc::Pass),
            (&["MX.desk.example 1; dmarc=fail header.from=desk.example"], Dmarc::Fail),
            (&["mx.evil.example; dmarc=pass header.from=desk.example"], Dmarc::Unknown),
            (&["mx.desk.example; dmarc=pass header.from=evil.example"], Dmarc::Unknown),
            (&["mx.desk.example; spf=pass smtp.mailfrom=dmarc=pass"], Dmarc::Unknown),
            (&["mx.desk.example; spf=fail (dmarc=pass; dmarc=pass) x=y"], Dmarc::Unknown),
            (
                &["mx.desk.example; dmarc=fail", "mx.desk.example; dmarc=pass header.from=desk.example"],
                Dmarc::Fail,
            ),
            (&["mx.desk.example; none"], Dmarc::Unknown),
            (&[], Dmarc::Unknown),
        ] {
            assert_eq!(said(fields), dmarc, "{fields:?}");
        }
    }

    #[test]
    fn staff_are_staff_only_when_confirmed() {
        assert_eq!(standing(Whose::Staff, Dmarc::Pass), Standing::Staff);
        assert_eq!(standing(Whose::Staff, Dmarc::Unknown), Standing::ClaimsStaff);
        assert_eq!(standing(Whose::Staff, Dmarc::Fail), Standing::ClaimsStaff);
        assert_eq!(standing(Whose::Ours, Dmarc::Pass), Standing::Ours);
    }
}
