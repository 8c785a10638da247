//! A message whole: what was folded, the page as it was drawn, its head. For staff; read anew from its bytes each time.

use std::collections::HashMap;

use bytes::Bytes;
use domain::Viewer;
use domain::access::Action;
use domain::tickets::entry::Body;

use super::html::{Clean, clean};
use super::parse;
use super::take;
use crate::access::in_person;
use crate::db::q;
use crate::{Backend, Failure, Outcome, row};

const ONE: &str = "SELECT m.hash, m.ticket_id, e.body FROM mail_in m LEFT JOIN entries e ON e.id = m.entry_id WHERE m.id = $1";

/// Fields of the head that are shown, in this order.
const FIELDS: [&str; 9] = [
    "from",
    "to",
    "cc",
    "date",
    "subject",
    "message-id",
    "in-reply-to",
    "authentication-results",
    "return-path",
];

row! { struct Line { hash: String, ticket_id: Option<String>, body: Option<String> } }

/// A message as it came.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Whole {
    /// Names and values, as the message has them.
    pub head: Vec<(String, String)>,
    /// All of its text, quotes and signatures as well.
    pub text: String,
    /// Its page, cleaned; none when it has none, or one that nobody writes.
    pub page: Option<Clean>,
}

/// The message `id` as it came.
///
/// # Errors
/// `SignIn`, `Forbidden` for customers, and for agents when it belongs to no ticket; `NotFound`.
pub async fn whole(b: &Backend, v: &Viewer, id: &str) -> Outcome<Whole> {
    v.ensure(Action::UseConsole)?;
    let line: Option<Line> = q(ONE).bind(id).opt(&mut b.db.read().await?).await?;
    let line = line.ok_or(domain::Error::NotFound)?;
    if line.ticket_id.is_none() {
        in_person(v, Action::ReadOutbox)?;
    }
    let raw = b.files.whole(&line.hash).await?;
    let files = line.body.as_deref().map(serde_json::from_str::<Body>).transpose()?;
    let hrefs =
        files.as_ref().and_then(Body::files).unwrap_or_default().iter().map(|file| file.href()).collect();
    read(raw, hrefs).await
}

/// `hrefs`: where the files lie that came with it, in their order.
async fn read(raw: Bytes, hrefs: Vec<String>) -> Outcome<Whole> {
    let _turn = take::READERS.acquire().await.map_err(|_| Failure::broken("no reader of mail is left"))?;
    let reading = tokio::task::spawn_blocking(move || {
        let Ok(parsed) = parse::parse(&raw) else { return Whole::default() };
        let files = parsed.files.iter().filter(|file| !file.content.is_empty());
        let pictures: HashMap<String, String> =
            files.zip(hrefs).filter_map(|(file, href)| Some((file.cid.clone()?, href))).collect();
        let head = &parsed.head;
        let shown = FIELDS
            .iter()
            .flat_map(|name| head.fields(name).map(|value| ((*name).to_owned(), value.to_owned())));
        let page = parsed.html.as_deref().and_then(|page| clean(page, pictures));
        Whole { head: shown.collect(), page, text: parsed.text }
    });
    tokio::time::timeout(take::READING, reading)
        .await
        .map_err(|_| Failure::from(domain::Error::Busy))?
        .map_err(|_| Failure::broken("a message makes its reader fail"))
}
