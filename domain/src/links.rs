//! Messages are plain text. What names a page in them leads there: an address as it is, or `[words](address)`; to our own
//! pages and the web only.

/// What ends a sentence rather than an address.
const ENDS: [char; 10] = ['.', ',', ';', ':', '!', '?', ')', ']', '\'', '”'];

/// A stretch of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part<'a> {
    Words(&'a str),
    Link { words: &'a str, href: &'a str },
}

/// `text` cut into words and links, in order.
#[must_use]
pub fn parts(text: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let (mut begin, mut at) = (0, 0);
    while let Some(next) = text[at..].find(['[', 'h']) {
        at += next;
        let Some((link, length)) = named(&text[at..]).or_else(|| bare(&text[at..])) else {
            at += 1;
            continue;
        };
        parts.extend([Part::Words(&text[begin..at]), link]);
        at += length;
        begin = at;
    }
    parts.push(Part::Words(&text[begin..]));
    parts.retain(|part| *part != Part::Words(""));
    parts
}

/// The link `[words](address)` that `text` begins with, and its length. Looks no further than the next bracket, so that
/// many of them cost little.
fn named(text: &str) -> Option<(Part<'_>, usize)> {
    let inside = text.strip_prefix('[')?;
    let (words, rest) = inside.split_at(inside.find(['[', ']', '\n'])?);
    let rest = rest.strip_prefix("](")?;
    let href = &rest[..rest.find([')', '(', '[', ' ', '\n'])?];
    let is_link = rest[href.len()..].starts_with(')') && !words.is_empty() && leads_somewhere(href);
    is_link.then(|| (Part::Link { words, href }, words.len() + href.len() + "[]()".len()))
}

/// The address that `text` begins with, and its length.
fn bare(text: &str) -> Option<(Part<'_>, usize)> {
    if !is_web(text) {
        return None;
    }
    let end = text.find(|c: char| c.is_whitespace() || "<>\"".contains(c)).unwrap_or(text.len());
    let href = text[..end].trim_end_matches(ENDS);
    is_web(href).then_some((Part::Link { words: href, href }, href.len()))
}

/// Our own pages and the web; nothing that runs.
fn leads_somewhere(href: &str) -> bool {
    let is_own = href.starts_with('/') && !href.starts_with("//") && !href.contains('\\');
    is_own || is_web(href)
}

/// Whether `href` is an address on the web: nothing else may become a link out of what somebody sent.
#[must_use]
pub fn is_web(href: &str) -> bool {
    ["https://", "http://"].iter().any(|scheme| href.len() > scheme.len() && href.starts_with(scheme))
}

/// The host that `href` leads to, unless it is our own page or `words` are the address itself: who reads sees where a
/// link with words of its own leads before following it.
#[must_use]
pub fn hidden_host<'a>(words: &str, href: &'a str) -> Option<&'a str> {
    let (_, rest) = href.split_once("://").filter(|_| words != href)?;
    let authority = rest.split(['/', '?', '#', '\\']).next()?;
    Some(authority.rsplit('@').next().unwrap_or(authority))
}

#[cfg(test)]
mod tests {
    use super::Part::{Link, Words};
    use super::*;

    #[test]
    fn addresses_lead_where_they_say() {
        let web = "https://desk.example/help/a/x";
        assert_eq!(
            parts("See https://desk.example/help/a/x, then h."),
            [Words("See "), Link { words: web, href: web }, Words(", then h.")]
        );
        assert_eq!(
            parts("[Go back](/help/a/back)!"),
            [Link { words: "Go back", href: "/help/a/back" }, Words("!")]
        );
    }

    #[test]
    fn words_hide_no_host() {
        assert_eq!(hidden_host("Your bank", "https://bank.example@evil.example/x"), Some("evil.example"));
        assert_eq!(hidden_host("Your bank", "https://evil.example\\.bank.example"), Some("evil.example"));
        assert_eq!(hidden_host("https://bank.example", "http://evil.example?a=b"), Some("evil.example"));
        assert_eq!(hidden_host("http://a.example/x", "http://a.example/x"), None);
        assert_eq!(hidden_host("Go back", "/help/a/back"), None);
    }

    #[test]
    fn everything_else_stays_words() {
        for text in [
            "no link [here] (there)",
            "[x](javascript:alert(1))",
            "[x](//evil.example)",
            "[x](/\\evil.example)",
            "[](/a)",
            "https://",
            "[two\nlines](/a)",
            "öhö [",
        ] {
            assert_eq!(parts(text), [Words(text)], "{text}");
        }
    }

    #[test]
    fn many_beginnings_cost_little() {
        for unit in ["[", "h", "[a](", "[a](/b", "http://"] {
            assert!(parts(&unit.repeat(50_000)).len() <= 2, "{unit}");
        }
    }
}
