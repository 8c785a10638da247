//! Text by its declared charset, else by best effort.

use std::borrow::Cow;

use mail_parser::decoders::base64::base64_decode;
use mail_parser::decoders::charsets::map::charset_decoder;
use mail_parser::decoders::quoted_printable::quoted_printable_decode;
use mail_parser::{Encoding, MessagePart, MimeHeaders, PartType};

/// Charsets in which every sequence of bytes is a text, so that declaring one says little.
const TAKES_ALL: [&str; 5] = ["us-ascii", "ascii", "iso-8859-1", "latin1", "windows-1252"];

/// The text of `part`.
pub(super) fn text(raw: &[u8], part: &MessagePart<'_>) -> String {
    let (PartType::Text(read) | PartType::Html(read)) = &part.body else { return String::new() };
    let declared =
        part.content_type().and_then(|kind| kind.attribute("charset")).map(str::to_ascii_lowercase);
    let is_vague = declared.as_deref().is_none_or(|charset| TAKES_ALL.contains(&charset));
    if read.is_ascii() || !read.contains('\u{fffd}') && !is_vague {
        return clean(read);
    }
    let bytes = bytes(raw, part);
    match std::str::from_utf8(&bytes) {
        // Programs that declare nothing, or the least they could, often write UTF-8.
        Ok(text) if is_vague => clean(text),
        _ if read.contains('\u{fffd}') => guessed(&bytes),
        _ => clean(read),
    }
}

/// Text of which nothing is known: UTF-8, else what a byte above ASCII means to most.
pub(super) fn guessed(bytes: &[u8]) -> String {
    match (std::str::from_utf8(bytes), charset_decoder(b"windows-1252")) {
        (Err(_), Some(decode)) => clean(&decode(bytes)),
        _ => clean(&String::from_utf8_lossy(bytes)),
    }
}

fn clean(text: &str) -> String {
    text.chars().filter(|c| *c != '\0').collect()
}

/// The bytes of `part` before any charset.
pub(super) fn bytes<'x>(raw: &'x [u8], part: &MessagePart<'_>) -> Cow<'x, [u8]> {
    let body = raw.get(part.offset_body as usize..part.offset_end as usize).unwrap_or_default();
    match part.encoding {
        Encoding::None => Cow::Borrowed(body),
        Encoding::Base64 => base64_decode(body).map_or(Cow::Borrowed(body), Cow::Owned),
        Encoding::QuotedPrintable => quoted_printable_decode(body).map_or(Cow::Borrowed(body), Cow::Owned),
    }
}
