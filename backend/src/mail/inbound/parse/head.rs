//! The head of a message.

use domain::mail::head::{Address, Head};
use domain::people::{MAX_EMAIL, looks_like_email};
use domain::text;
use mail_parser::{HeaderValue, Message, MimeHeaders};

/// Fields, addresses and ids that are looked at, and bytes of one field.
const MAX_FIELDS: usize = 500;
const MAX_ADDRESSES: usize = 100;
const MAX_IDS: usize = 200;
const MAX_VALUE: usize = 4_000;
/// Longest name of a person, in characters.
const MAX_NAME: usize = 120;

pub(super) fn head(raw: &[u8], message: &Message<'_>) -> Head {
    let fields = fields(raw, message);
    let from = from(message, &fields);
    let kind = message.content_type();
    Head {
        from,
        to: addresses(message.all_to()),
        cc: addresses(message.all_cc()),
        subject: text::line(message.subject().unwrap_or_default()),
        message_id: message.message_id().map(str::trim).filter(|id| !id.is_empty()).map(str::to_owned),
        in_reply_to: ids(message.in_reply_to()),
        references: ids(message.references()),
        content_type: kind
            .map(|kind| format!("{}/{}", kind.ctype(), kind.subtype().unwrap_or_default()))
            .unwrap_or_default()
            .to_ascii_lowercase(),
        fields,
    }
}

fn fields(raw: &[u8], message: &Message<'_>) -> Vec<(String, String)> {
    let headers = message.headers().iter().take(MAX_FIELDS);
    let field = |header: &mail_parser::Header<'_>| {
        let value = raw.get(header.offset_start as usize..header.offset_end as usize).unwrap_or_default();
        let value = String::from_utf8_lossy(&value[..value.len().min(MAX_VALUE)]);
        (header.name.as_str().to_ascii_lowercase(), value.split_whitespace().collect::<Vec<_>>().join(" "))
    };
    headers.map(field).collect()
}

/// Who wrote it. A From that names nobody leaves it to the other fields.
fn from(message: &Message<'_>, fields: &[(String, String)]) -> Vec<Address> {
    let named = [message.from(), message.sender(), message.reply_to()];
    let found = named.into_iter().flatten().map(|list| addresses([list])).find(|list| !list.is_empty());
    let stated = |name: &str| {
        let value = fields.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())?;
        domain::mail::forward::address(value)
    };
    let odd = fields.iter().find(|(own, _)| own == "from").and_then(|(_, value)| quoted(value));
    odd.map(|address| vec![address])
        .or(found)
        .unwrap_or_else(|| stated("from").or_else(|| stated("return-path")).into_iter().collect())
}

fn addresses<'a, 'x: 'a>(lists: impl IntoIterator<Item = &'a mail_parser::Address<'x>>) -> Vec<Address> {
    let each = lists.into_iter().flat_map(mail_parser::Address::iter).take(MAX_ADDRESSES);
    let address = |one: &mail_parser::Addr<'_>| {
        let email = one.address()?.trim().trim_matches(['<', '>', '"', '\'']);
        let name: String = text::line(one.name().unwrap_or_default()).chars().take(MAX_NAME).collect();
        is_address(email).then(|| Address::new(name.trim_matches(['"', '\'']), email))
    };
    each.filter_map(address).collect()
}

/// The sender whose address has a quoted part, which the parser takes for a name.
fn quoted(from: &str) -> Option<Address> {
    let end = from.find("\"@")?;
    let begin = from[..end].rfind('"')?;
    let host = from[end + 2..].split([' ', '>', ',', ';', '(']).next()?;
    let email = format!("{}@{host}", &from[begin..=end]);
    is_quoted(&email).then(|| Address::new(from[..begin].trim_matches([' ', '<', '"', '\'']), email))
}

/// `"a b"@quill.example`: what stands between the quotes may be nearly anything.
fn is_quoted(email: &str) -> bool {
    let Some((local, host)) = email.rsplit_once('@') else { return false };
    let inside = local.strip_prefix('"').and_then(|local| local.strip_suffix('"'));
    let is_plain = |c: char| !c.is_control() && !matches!(c, '"' | '\\' | '<' | '>');
    inside.is_some_and(|inside| !inside.trim().is_empty() && inside.chars().all(is_plain))
        && looks_like_email(&format!("a@{host}"))
        && email.len() <= MAX_EMAIL as usize
}

/// Something that can be written to, if only on the sender's own network: its host may be a bare name.
fn is_address(email: &str) -> bool {
    let has_host = email.rsplit_once('@').is_some_and(|(local, host)| !local.is_empty() && !host.is_empty());
    has_host && (looks_like_email(email) || looks_like_email(&format!("{email}.local")))
}

pub(super) fn ids(value: &HeaderValue<'_>) -> Vec<String> {
    let listed = value.as_text_list().unwrap_or_default();
    // What stands between the brackets of broken ones may still be several.
    let each = listed.iter().flat_map(|text| text.split([' ', '\t', '<', '>', ',']));
    let last: Vec<String> = each.map(str::trim).filter(|id| !id.is_empty()).map(str::to_owned).collect();
    last[last.len().saturating_sub(MAX_IDS)..].to_vec()
}
