//! Addresses: what their query strings say, and how to write one. The router's own reading decodes twice, which turns a
//! searched-for "%41" into "A"; this one decodes once, the same on the server and in the browser.

use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_params_map};

/// What the page's address says for `name`; empty when it says nothing.
#[must_use]
pub fn use_query(name: &'static str) -> String {
    use_location().search.with_untracked(|search| read(search, name)).unwrap_or_default()
}

/// The part of the page's path that its route calls `name`.
#[must_use]
pub fn use_param(name: &'static str) -> String {
    use_params_map().with_untracked(|params| params.get(name)).unwrap_or_default()
}

/// The decoded value of `name` in a query string without its question mark.
#[must_use]
pub fn read(search: &str, name: &str) -> Option<String> {
    let pairs = search.split('&').map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    pairs.into_iter().find(|(key, _)| decode(key) == name).map(|(_, value)| decode(value))
}

/// `text` for use as a value in a query string.
#[must_use]
pub fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

/// `path` with those parameters that have a value.
#[must_use]
pub fn with_query(path: &str, parameters: &[(&str, &str)]) -> String {
    let given = parameters.iter().filter(|(_, value)| !value.is_empty());
    let pairs: Vec<String> = given.map(|(name, value)| format!("{name}={}", encode(value))).collect();
    if pairs.is_empty() { path.to_owned() } else { format!("{path}?{}", pairs.join("&")) }
}

/// `next` when it leads to a page of this desk, else nothing: an address from outside must not lead elsewhere.
#[must_use]
pub fn local(next: &str) -> Option<&str> {
    let is_path =
        next.starts_with('/') && !next.starts_with("//") && !next.contains(['\\', '\r', '\n', '\t']);
    is_path.then_some(next)
}

fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        let escaped = (first == b'%').then(|| hex_byte(tail)).flatten();
        bytes.push(escaped.unwrap_or(if first == b'+' { b' ' } else { first }));
        rest = if escaped.is_some() { tail.get(2..).unwrap_or_default() } else { tail };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn hex_byte(text: &[u8]) -> Option<u8> {
    let digit = |at: usize| char::from(*text.get(at)?).to_digit(16);
    u8::try_from(digit(0)? * 16 + digit(1)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_reads_back() {
        for text in ["blank labels", "100 %41 & more=?", "Größe", "a+b", "%", "%2", "\"7.4\""] {
            let address = with_query("/search", &[("product", ""), ("q", text)]);
            let (_, search) = address.split_once('?').unwrap();
            assert_eq!(read(search, "q").as_deref(), Some(text));
        }
    }

    #[test]
    fn forms_write_blanks_as_plus() {
        assert_eq!(read("q=blank+labels&all=1", "q").as_deref(), Some("blank labels"));
        assert_eq!(read("q=blank+labels&all=1", "all").as_deref(), Some("1"));
        assert_eq!(read("all", "all").as_deref(), Some(""));
        assert_eq!(read("q=%zz", "q").as_deref(), Some("%zz"));
        assert_eq!(read("", "q"), None);
    }

    #[test]
    fn only_own_pages_are_led_to() {
        assert_eq!(local("/requests/CW-1?x=1"), Some("/requests/CW-1?x=1"));
        for other in
            ["", "https://example.com", "//example.com", "/\\example.com", "requests", "/a\r\nSet-Cookie: x"]
        {
            assert_eq!(local(other), None, "{other:?}");
        }
    }
}
