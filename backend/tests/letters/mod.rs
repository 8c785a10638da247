//! Messages as mail programs write them, and desks that take them in.
#![allow(dead_code, clippy::expect_used, reason = "each test takes what it needs, and fails loudly")]

use std::fmt::Write as _;

use backend::mail::inbound::{self, Arrival, Inbound, Mailbox, Taken};
use backend::{Backend, tickets};
use bytes::Bytes;
use domain::Viewer;
use domain::tickets::decide::{AfterReply, Command};
use domain::tickets::entry::{Author, Body};
use domain::tickets::view::EntryView;

use super::common::desk::Desk;

/// The server whose word counts.
pub const TRUSTED: &str = "mx.desk.example";
pub const SUPPORT: &str = "support@desk.example";

/// A message being written.
#[derive(Clone)]
pub struct Letter {
    fields: Vec<(String, String)>,
    text: String,
}

/// A message from `from` about `subject`, with an id of its own.
pub fn letter(from: &str, subject: &str) -> Letter {
    let id = format!("<{}.{}@mail.example>", subject.len(), unique());
    let fields = [("From", from), ("To", SUPPORT), ("Subject", subject), ("Message-ID", &id)];
    let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
    Letter { fields, text: "The labels come out blank.".into() }
}

fn unique() -> u32 {
    use std::sync::atomic::{AtomicU32, Ordering};
    static NEXT: AtomicU32 = AtomicU32::new(1);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

impl Letter {
    /// With `name: value` in place of any field of that name; an empty value takes it out.
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.fields.retain(|(own, _)| !own.eq_ignore_ascii_case(name));
        if !value.is_empty() {
            self.fields.push((name.into(), value.into()));
        }
        self
    }

    pub fn saying(mut self, text: &str) -> Self {
        self.text = text.into();
        self
    }

    /// As an answer to the message of this id.
    pub fn answering(self, id: &str) -> Self {
        let id = format!("<{}>", id.trim_matches(['<', '>']));
        self.with("In-Reply-To", &id).with("References", &id)
    }

    /// As confirmed by the server that the desk trusts.
    pub fn confirmed(self) -> Self {
        let domain =
            self.field("From").rsplit('@').next().unwrap_or_default().trim_end_matches('>').to_owned();
        self.with("Authentication-Results", &format!("{TRUSTED}; dmarc=pass header.from={domain}"))
    }

    /// As denied by that server.
    pub fn denied(self) -> Self {
        self.with("Authentication-Results", &format!("{TRUSTED}; dmarc=fail (p=reject)"))
    }

    pub fn field(&self, name: &str) -> String {
        self.fields.iter().find(|(own, _)| own == name).map(|(_, value)| value.clone()).unwrap_or_default()
    }

    pub fn id(&self) -> String {
        self.field("Message-ID")
    }

    pub fn raw(&self) -> Vec<u8> {
        let mut raw = String::new();
        for (name, value) in &self.fields {
            write!(raw, "{name}: {value}\r\n").expect("memory");
        }
        raw.push_str("\r\n");
        raw.push_str(&self.text.replace('\n', "\r\n"));
        raw.into_bytes()
    }

    /// Taken in by `desk`.
    pub async fn to(&self, desk: &Desk) -> Taken {
        arrive(&desk.b, "", self.raw()).await
    }

    /// The ticket that it went to.
    pub async fn ticket(&self, desk: &Desk) -> String {
        let taken = self.to(desk).await;
        assert_eq!(taken.state, "done", "{taken:?}");
        taken.number.expect("a ticket")
    }
}

/// Takes `raw` in.
pub async fn arrive(b: &Backend, mailbox: &str, raw: Vec<u8>) -> Taken {
    let arrival = Arrival { mailbox: mailbox.into(), uid: None, raw: Bytes::from(raw) };
    inbound::take(b, arrival).await.expect("a message that is kept")
}

/// The mailboxes of every test's desk.
pub fn setup() -> Inbound {
    let mailbox = |name: &str, address: &str| Mailbox {
        name: name.into(),
        address: address.into(),
        queue: Some("print".into()),
        ..Mailbox::default()
    };
    Inbound {
        mailboxes: vec![mailbox("support", SUPPORT), mailbox("sales", "sales@desk.example")],
        trusted: vec![TRUSTED.into()],
    }
}

/// An agent's public answer on the ticket; the Message-ID and the address for answers that the customer's copy bears.
pub async fn answered(desk: &Desk, agent: &Viewer, number: &str) -> (String, String) {
    let reply = Command::Reply {
        text: "Which printer is it?".into(),
        after: AfterReply::Wait,
        plan: None,
        next_contact: None,
    };
    desk.clock.advance(1_000);
    tickets::change(&desk.b, agent, number, None, reply).await.expect("a reply");
    let sent = desk
        .texts("SELECT message_id || ' ' || token FROM outbox WHERE kind = 'reply' ORDER BY id DESC LIMIT 1")
        .await;
    let (id, token) = sent[0].split_once(' ').expect("an id and a token");
    (id.to_owned(), format!("support+{token}@desk.example"))
}

/// The ticket's entries, oldest first, as `v` sees them.
pub async fn entries(desk: &Desk, v: &Viewer, number: &str) -> Vec<EntryView> {
    let (mut entries, _) = tickets::timeline(&desk.b, v, number, i64::MAX).await.expect("a timeline");
    entries.reverse();
    entries
}

/// What customers and staff said on the ticket.
pub async fn said(desk: &Desk, v: &Viewer, number: &str) -> Vec<(Author, String)> {
    let entries = entries(desk, v, number).await;
    let said = entries.into_iter().filter_map(|entry| match entry.body {
        Body::Created { text, .. } | Body::Message { text, .. } => Some((entry.author, text)),
        _ => None,
    });
    said.collect()
}

/// The ticket's state.
pub async fn status(desk: &Desk, v: &Viewer, number: &str) -> String {
    tickets::page(&desk.b, v, number).await.expect("a page").status.code().to_owned()
}

/// Desks that read two mailboxes, with their people.
pub async fn reading() -> Vec<(Desk, super::common::desk::Cast)> {
    let mail = backend::mail::MailSettings { inbound: setup(), ..Default::default() };
    let mut desks = Vec::new();
    for desk in super::common::desk::desks_that_mail(&[mail]).await {
        let cast = desk.cast().await;
        desks.push((desk, cast));
    }
    desks
}

/// How many mails of this kind wait to leave.
pub async fn waiting(desk: &Desk, kind: &str) -> usize {
    let kinds = desk.texts("SELECT kind FROM outbox ORDER BY id").await;
    kinds.iter().filter(|own| own.as_str() == kind).count()
}
