//! A claimed mail as the bytes that go over the line.

use std::time::{Duration, UNIX_EPOCH};

use domain::mail::machine::LOOP_FIELD;
use domain::outbox::{MailKind, MailTrouble};
use lettre::message::header::{ContentType, Header, HeaderName, HeaderValue};
use lettre::message::{Attachment, Mailbox, MultiPart, SinglePart};
use lettre::{Address, Message};

use super::claim::Claimed;
use super::senders::Sender;
use super::settle::Fate;

/// A file with its content.
pub(super) struct Enclosed {
    pub name: String,
    pub media: String,
    pub content: Vec<u8>,
}

/// A mail ready for the line.
pub(super) struct Ready {
    /// Where bounces go; an acknowledgement's go nowhere.
    pub from: Option<Address>,
    pub to: Address,
    pub text: String,
}

/// Puts `mail` together. The same row gives the same mail every time, but for the marks between its parts.
/// `way_out`: where the reader ends what comes again and again.
pub(super) fn ready(
    mail: &Claimed,
    sender: &Sender,
    way_out: &str,
    files: Vec<Enclosed>,
) -> Result<Ready, Fate> {
    let from = address(&sender.address)?;
    let to = address(&mail.to)?;
    let host = from.domain().to_owned();
    let date = UNIX_EPOCH + Duration::from_millis(mail.at.0.unsigned_abs());
    let mut builder = Message::builder()
        .from(Mailbox::new(named(&sender.name), from.clone()))
        .to(Mailbox::new(named(&mail.name), to.clone()))
        .reply_to(Mailbox::new(named(&sender.name), address(&sender.with_token(&mail.token))?))
        .subject(mail.subject.as_str())
        .date(date)
        .message_id(Some(format!("<{}>", mail.message_id)))
        .header(Raw::<LoopName>::new(host));
    if let Some(parent) = mail.refs.last() {
        builder = builder.in_reply_to(format!("<{parent}>")).references(references(&mail.refs));
    }
    if let Some(value) = mail.kind.auto_submitted() {
        builder = builder
            .header(Raw::<AutoSubmitted>::new(value.to_owned()))
            .header(Raw::<Suppress>::new("All".to_owned()));
    }
    if mail.kind.comes_again() {
        builder = builder
            .header(Raw::<Unsubscribe>::new(unsubscribe(mail.kind, sender, way_out)))
            .header(Raw::<OneClick>::new("List-Unsubscribe=One-Click".to_owned()));
    }
    let message = builder.multipart(parts(mail, files)?).map_err(|error| unsendable(&error))?;
    let from = (mail.kind != MailKind::Acknowledgement).then_some(from);
    let text = String::from_utf8(message.formatted()).map_err(|error| unsendable(&error))?;
    Ok(Ready { from, to, text })
}

/// By the button of a mail program, and for surveys also by a mail.
fn unsubscribe(kind: MailKind, sender: &Sender, way_out: &str) -> String {
    match kind {
        MailKind::Survey => format!("<{way_out}>, <mailto:{}?subject=unsubscribe>", sender.address),
        _ => format!("<{way_out}>"),
    }
}

fn parts(mail: &Claimed, files: Vec<Enclosed>) -> Result<MultiPart, Fate> {
    let words = MultiPart::alternative()
        .singlepart(SinglePart::plain(mail.text.clone()))
        .singlepart(SinglePart::html(mail.html.clone()));
    if files.is_empty() {
        return Ok(words);
    }
    files.into_iter().try_fold(MultiPart::mixed().multipart(words), |parts, file| {
        let media =
            ContentType::parse(&file.media).or_else(|_| ContentType::parse("application/octet-stream"));
        let media = media.map_err(|error| unsendable(&error))?;
        Ok(parts.singlepart(Attachment::new(file.name).body(file.content, media)))
    })
}

fn references(ids: &[String]) -> String {
    ids.iter().map(|id| format!("<{id}>")).collect::<Vec<_>>().join(" ")
}

fn named(name: &str) -> Option<String> {
    Some(name.to_owned()).filter(|name| !name.is_empty())
}

fn address(text: &str) -> Result<Address, Fate> {
    text.parse().map_err(|error: lettre::address::AddressError| unsendable(&error))
}

fn unsendable(error: &dyn std::error::Error) -> Fate {
    Fate::Failed(MailTrouble::Unsendable, error.to_string())
}

/// Headers that lettre has no type for.
trait Name: Clone {
    const NAME: &'static str;
}

macro_rules! names {
    ($($own:ident = $name:expr;)*) => { $(
        #[derive(Clone)]
        struct $own;
        impl Name for $own {
            const NAME: &'static str = $name;
        }
    )* };
}

names! {
    AutoSubmitted = "Auto-Submitted";
    Suppress = "X-Auto-Response-Suppress";
    Unsubscribe = "List-Unsubscribe";
    OneClick = "List-Unsubscribe-Post";
    LoopName = LOOP_FIELD;
}

#[derive(Clone)]
struct Raw<N>(String, std::marker::PhantomData<N>);

impl<N> Raw<N> {
    fn new(value: String) -> Self {
        Self(value, std::marker::PhantomData)
    }
}

impl<N: Name> Header for Raw<N> {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str(N::NAME)
    }

    fn parse(value: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self::new(value.to_owned()))
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), self.0.clone())
    }
}
