//! A message's bytes as what the rules look at. All of it works on what was sent by anybody: sizes and counts are bounded
//! before the parser sees them.

mod charset;
mod head;
mod limits;
mod parts;
mod uu;

use std::borrow::Cow;

use bytes::Bytes;
use domain::mail::Trouble;
use domain::mail::head::{Address, Head};
use domain::mail::html::text_of;
use mail_parser::{Message, MessageParser, PartType};
use sha2::{Digest, Sha256};

use crate::ids::hex;

/// Longest text that is looked at, in bytes; what a person reads is cut further.
const MAX_TEXT: usize = 2 << 20;

/// A file that came with a message.
#[derive(Debug, Clone)]
pub(in crate::mail) struct Enclosure {
    /// As the message calls it, made safe.
    pub name: String,
    pub content: Bytes,
    /// By which the message's own HTML names it.
    pub cid: Option<String>,
}

/// A message, read.
#[derive(Debug, Clone, Default)]
pub(in crate::mail) struct Parsed {
    pub head: Head,
    /// What a person reads, whole.
    pub text: String,
    /// As it came: never shown without being cleaned.
    pub html: Option<String>,
    pub files: Vec<Enclosure>,
    /// What a report's part for machines says.
    pub status: String,
    /// Message-IDs in the head of the message that a report gives back.
    pub reported: Vec<String>,
    /// Who wrote a message that is passed on whole.
    pub passed_on: Option<Address>,
    /// Some of it could not be read as it was meant.
    pub is_damaged: bool,
}

/// Reads `raw`.
///
/// # Errors
/// `TooLarge`, `TooComplex`; `Unreadable` when there is not even a head.
pub(in crate::mail) fn parse(raw: &[u8]) -> Result<Parsed, Trouble> {
    limits::check(raw)?;
    let raw = &*names_apart(beginning(raw));
    let message = MessageParser::default().parse(raw).ok_or(Trouble::Unreadable)?;
    let html = html(raw, &message);
    let (text, coded) = uu::apart(&text(raw, &message));
    let mut files = parts::files(raw, &message);
    files.extend(coded);
    let status = parts::status(raw, &message);
    let mut head = head::head(raw, &message);
    if !status.is_empty() {
        head.content_type = "message/delivery-status".to_owned();
    }
    Ok(Parsed {
        head,
        text,
        html,
        files,
        status,
        reported: parts::reported(raw, &message),
        passed_on: parts::passed_on(&message),
        is_damaged: message.parts.iter().any(|part| part.is_encoding_problem),
    })
}

/// Without what stands before the head: blanks, the line that mailbox files begin a message with.
fn beginning(raw: &[u8]) -> &[u8] {
    let raw = raw.trim_ascii_start();
    let mark = raw.strip_prefix(b">").unwrap_or(raw).strip_prefix(b"From ");
    let is_marked = mark.is_some_and(|rest| !rest.trim_ascii_start().starts_with(b":"));
    let end = raw.iter().position(|byte| *byte == b'\n').filter(|_| is_marked);
    end.map_or(raw, |end| &raw[end + 1..])
}

/// The head alone, as far as it can be read, of a message that may be beyond all bounds; empty when there is none.
pub(in crate::mail) fn head_only(raw: &[u8]) -> Head {
    let raw = names_apart(beginning(&raw[..raw.len().min(limits::MAX_HEAD)]));
    let message = MessageParser::default().parse_headers(&*raw);
    message.map(|message| head::head(&raw, &message)).unwrap_or_default()
}

/// What copies of one message have in common, wherever they were delivered: the sender, the Message-ID, and everything
/// below the `head`. Without a Message-ID nothing tells copies from repetitions, and only the same bytes are the same.
pub(in crate::mail) fn sameness(raw: &[u8], hash: &str, head: &Head) -> String {
    let Some(id) = &head.message_id else { return hash.to_owned() };
    let from = head.from.first().map(Address::norm).unwrap_or_default();
    let mut digest = Sha256::new();
    digest.update(format!("{id}\n{from}\n"));
    digest.update(body(raw));
    hex(&digest.finalize())
}

/// `raw` without blanks between the name of a field and its colon, in the head: no parser reads such a field.
fn names_apart(raw: &[u8]) -> Cow<'_, [u8]> {
    let mut told = Vec::new();
    let mut from = 0;
    for line in raw.split_inclusive(|byte| *byte == b'\n') {
        if line.trim_ascii().is_empty() {
            break;
        }
        let name = line.iter().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'-').count();
        let blanks = line[name..].iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        if name > 0 && blanks > 0 && line.get(name + blanks) == Some(&b':') {
            told.push(from + name..from + name + blanks);
        }
        from += line.len();
    }
    if told.is_empty() {
        return Cow::Borrowed(raw);
    }
    let (mut whole, mut from) = (Vec::with_capacity(raw.len()), 0);
    for blanks in told {
        whole.extend_from_slice(&raw[from..blanks.start]);
        from = blanks.end;
    }
    whole.extend_from_slice(&raw[from..]);
    Cow::Owned(whole)
}

/// What follows the first empty line.
fn body(raw: &[u8]) -> &[u8] {
    let ends = |at: &usize| raw[*at..].starts_with(b"\n\n") || raw[*at..].starts_with(b"\n\r\n");
    (0..raw.len()).find(ends).map_or(&[], |at| &raw[at..])
}

/// What stands in the parts that are to be read, the plain one of two.
fn text(raw: &[u8], message: &Message<'_>) -> String {
    let mut plain = texts(raw, message, &message.text_body, false);
    if plain.trim().is_empty() {
        plain = texts(raw, message, &message.html_body, true);
    }
    if plain.trim().is_empty() {
        plain = parts::stray(message).map_or_else(String::new, |id| stray(raw, message, id));
    }
    cut(plain)
}

fn stray(raw: &[u8], message: &Message<'_>, id: u32) -> String {
    let read = texts(raw, message, &[id], true);
    let part = message.parts.get(id as usize).filter(|_| read.is_empty());
    part.map_or(read, |part| charset::guessed(part.contents()))
}

fn texts(raw: &[u8], message: &Message<'_>, ids: &[u32], with_html: bool) -> String {
    let parts = ids.iter().filter_map(|id| message.parts.get(*id as usize));
    let read = parts.filter_map(|part| match &part.body {
        PartType::Text(_) => Some(charset::text(raw, part)),
        PartType::Html(_) if with_html || ids.len() > 1 || message.html_body == message.text_body => {
            Some(text_of(&cut(charset::text(raw, part))))
        }
        _ => None,
    });
    read.filter(|text| !text.trim().is_empty()).collect::<Vec<_>>().join("\n\n")
}

fn html(raw: &[u8], message: &Message<'_>) -> Option<String> {
    let parts = message.html_body.iter().filter_map(|id| message.parts.get(*id as usize));
    let pages =
        parts.filter(|part| matches!(part.body, PartType::Html(_))).map(|part| charset::text(raw, part));
    let pages: Vec<String> = pages.collect();
    (!pages.is_empty()).then(|| cut(pages.join("\n")))
}

fn cut(mut text: String) -> String {
    text.truncate(text.floor_char_boundary(MAX_TEXT));
    text
}

#[cfg(test)]
mod manifests;
#[cfg(test)]
mod tests;
