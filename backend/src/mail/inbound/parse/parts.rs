//! What lies in a message besides its text.

use std::borrow::Cow;

use bytes::Bytes;
use domain::files::safe_name;
use domain::mail::head::Address;
use mail_parser::{Message, MessageParser, MessagePart, MimeHeaders, PartType};

use super::Enclosure;
use super::charset::bytes;
use super::head::ids;

/// Bytes of a report's parts that are read.
const MAX_REPORT: usize = 64 << 10;

/// The files of `message`. A message inside it is one, whole.
pub(super) fn files(raw: &[u8], message: &Message<'_>) -> Vec<Enclosure> {
    let stray = stray(message);
    let own = message.attachments.iter().filter(|id| Some(**id) != stray);
    let parts = own.filter_map(|id| message.parts.get(*id as usize));
    parts.filter(|part| !is_report(part)).map(|part| enclosure(raw, part)).collect()
}

/// Text of a kind that is none, in a message that has no other: what a person wrote with a program that errs.
pub(super) fn stray(message: &Message<'_>) -> Option<u32> {
    let is_read = message.text_body.iter().chain(&message.html_body).next().is_some();
    let stands_alone = |part: &MessagePart<'_>| {
        let is_text = matches!(part.body, PartType::Text(_) | PartType::Html(_));
        let is_undivided =
            part.content_type().is_some_and(|kind| kind.ctype().eq_ignore_ascii_case("multipart"));
        (is_text || is_undivided)
            && part.attachment_name().is_none()
            && !part.content_disposition().is_some_and(|disposition| disposition.is_attachment())
    };
    let ids = message.attachments.iter().copied().filter(|_| !is_read);
    ids.into_iter().find(|id| message.parts.get(*id as usize).is_some_and(stands_alone))
}

fn enclosure(raw: &[u8], part: &MessagePart<'_>) -> Enclosure {
    let content = content(raw, part);
    let name = part.attachment_name().map(safe_name).filter(|name| name != "file");
    Enclosure {
        name: name.unwrap_or_else(|| unnamed(part)),
        content: Bytes::from(content.into_owned()),
        cid: part
            .content_id()
            .map(|id| id.trim_matches(['<', '>', ' ']).to_owned())
            .filter(|id| !id.is_empty()),
    }
}

fn content<'a>(raw: &'a [u8], part: &'a MessagePart<'_>) -> Cow<'a, [u8]> {
    match &part.body {
        PartType::Message(_) | PartType::Text(_) | PartType::Html(_) => bytes(raw, part),
        _ => Cow::Borrowed(part.contents()),
    }
}

/// A name for what has none.
fn unnamed(part: &MessagePart<'_>) -> String {
    let kind = part.content_type();
    let subtype = kind.and_then(|kind| kind.subtype()).unwrap_or_default().to_ascii_lowercase();
    let ending = match (&part.body, subtype.as_str()) {
        (PartType::Message(_), _) | (_, "rfc822") => return "message.eml".to_owned(),
        (_, "plain") => "txt",
        (_, "jpeg") => "jpg",
        (_, "calendar") => "ics",
        (_, "octet-stream" | "") => "bin",
        (_, other) => other,
    };
    safe_name(&format!("attachment.{ending}"))
}

/// What a report says to machines, and the message that it gives back: kept with the report, not as its files.
fn is_report(part: &MessagePart<'_>) -> bool {
    ["delivery-status", "disposition-notification", "feedback-report"]
        .iter()
        .any(|kind| part.is_content_type("message", kind))
}

/// What the part for machines says.
pub(super) fn status(raw: &[u8], message: &Message<'_>) -> String {
    let parts = message.parts.iter().filter(|part| part.is_content_type("message", "delivery-status"));
    let texts = parts.map(|part| {
        let bytes = bytes(raw, part);
        String::from_utf8_lossy(&bytes[..bytes.len().min(MAX_REPORT)]).into_owned()
    });
    texts.collect::<Vec<_>>().join("\n")
}

/// Message-IDs of the message that a report gives back: its own, then those that it answers.
pub(super) fn reported(raw: &[u8], message: &Message<'_>) -> Vec<String> {
    let mut found = Vec::new();
    for part in &message.parts {
        let is_head = part.is_content_type("text", "rfc822-headers")
            || part.is_content_type("message", "rfc822")
            || part.is_content_type("message", "rfc822-headers");
        match &part.body {
            PartType::Message(inner) => found.extend(named(inner)),
            _ if is_head => {
                let bytes = bytes(raw, part);
                // The last field may end without a line's end.
                let head = [&bytes[..bytes.len().min(MAX_REPORT)], &b"\r\n\r\n"[..]].concat();
                found.extend(
                    MessageParser::default()
                        .parse_headers(&head)
                        .map(|head| named(&head))
                        .unwrap_or_default(),
                );
            }
            _ => {}
        }
    }
    found
}

fn named(message: &Message<'_>) -> Vec<String> {
    let own = message.message_id().map(str::to_owned);
    own.into_iter()
        .chain(ids(message.in_reply_to()))
        .chain(ids(message.references()).into_iter().rev())
        .collect()
}

/// Who wrote the first message that lies in this one.
pub(super) fn passed_on(message: &Message<'_>) -> Option<Address> {
    let inner = message.parts.iter().find_map(|part| match &part.body {
        PartType::Message(inner) => Some(inner),
        _ => None,
    })?;
    let first = inner.from()?.first()?;
    let email = first.address()?.trim().to_owned();
    domain::people::looks_like_email(&email).then(|| Address::new(first.name().unwrap_or_default(), email))
}
