//! That a request has arrived: its number, what is promised, and the articles that may help until then.

use domain::Viewer;
use domain::outbox::MailKind;
use domain::outbox::template::TemplateKey;
use domain::search::{HitKind, fits};
use domain::tickets::Channel;
use domain::tickets::decide::NewTicket;
use domain::words::{Lang, fill, outgoing};

use super::letter::Letter;
use super::readers;
use crate::db::Tx;
use crate::search::{self, Known};
use crate::tickets::append::Pen;
use crate::tickets::store::{self, Ticket};
use crate::{Backend, Failure, Outcome};

/// Articles named in an acknowledgement.
const ARTICLES: usize = 3;

/// Articles for an acknowledgement: title and address of each.
pub(crate) type Articles = Vec<(String, String)>;

/// The articles that fit what somebody asks, as anybody may read them: the mail may go to whoever has the address. None when
/// they cannot be looked for; a request does not wait for them.
pub(crate) async fn articles(
    b: &Backend,
    lang: Lang,
    product: Option<&str>,
    subject: &str,
    text: &str,
) -> Articles {
    let known = Known { product: product.map(str::to_owned), ..Known::of(&format!("{subject}\n{text}")) };
    let hits = search::suggest(b, &Viewer::visitor(lang), &known).await.unwrap_or_default();
    let articles = hits.into_iter().filter(|hit| hit.kind == HitKind::Article && fits(hit)).take(ARTICLES);
    let named = articles.map(|hit| {
        let title = hit.title.iter().map(|piece| piece.text.as_str()).collect::<String>();
        (title, format!("{}/help/a/{}", b.settings.base_url, hit.id))
    });
    named.collect()
}

/// What a request that did not come by mail is answered with.
#[derive(Clone)]
pub(crate) struct Receipt(Option<Articles>);

impl Receipt {
    /// Nothing for what came by mail: whether that may be answered, only who read it knows.
    pub(crate) async fn of(b: &Backend, lang: Lang, new: &NewTicket) -> Self {
        let product = new.product.as_deref();
        Self(match new.channel {
            Channel::Email => None,
            Channel::Portal => Some(articles(b, lang, product, &new.subject, &new.text).await),
            _ => Some(Articles::new()),
        })
    }

    /// Writes it about the ticket, in the transaction that makes that.
    ///
    /// # Errors
    /// The database's faults.
    pub(crate) async fn write(&self, tx: &mut Tx, pen: &Pen, ticket: &Ticket) -> Outcome<()> {
        match &self.0 {
            Some(articles) => write(tx, pen, ticket, MailKind::Receipt, articles).await,
            None => Ok(()),
        }
    }
}

/// Writes to the requester that the ticket, which came by mail, has arrived: a machine may have sent it, so the stricter
/// caps hold. What must not be answered (a list, a bounce, an automatic mail) is for the caller to know.
///
/// # Errors
/// The database's faults.
pub(crate) async fn acknowledge(tx: &mut Tx, pen: &Pen, ticket_id: &str, articles: &Articles) -> Outcome<()> {
    let ticket = store::lock_by_id(tx, ticket_id).await?;
    let ticket = ticket.ok_or_else(|| Failure::broken("an acknowledgement of a ticket that is not there"))?;
    write(tx, pen, &ticket, MailKind::Acknowledgement, articles).await
}

async fn write(tx: &mut Tx, pen: &Pen, ticket: &Ticket, kind: MailKind, articles: &Articles) -> Outcome<()> {
    let Some(reader) = readers::requester(tx, ticket).await? else { return Ok(()) };
    let letter = Letter {
        b: &pen.backend,
        directory: &pen.directory,
        ticket,
        kind,
        key: TemplateKey::Acknowledgement,
        now: pen.now,
        author: None,
        entry_id: None,
    };
    let promise = promise(pen, ticket)
        .map(|due| fill(outgoing::pieces(reader.lang).promise, &[("at", &reader.time(due))]));
    let more =
        [("promise", promise.unwrap_or_default()), ("articles", outgoing::articles(reader.lang, articles))];
    letter.write(tx, &reader, &more.each_ref().map(|(place, value)| (*place, value.as_str()))).await
}

/// When the customer hears of us at the latest, if that is something they are told.
fn promise(pen: &Pen, ticket: &Ticket) -> Option<domain::time::Instant> {
    use domain::promises::PromiseKind;
    use domain::promises::policy::PolicyRef;
    let policy = PolicyRef { id: ticket.policy_id.clone(), version: ticket.policy_version };
    let policy = pen.directory.book.policy(&policy)?;
    let told = policy.shown().is_told();
    let first = ticket.promises.iter().find(|promise| promise.kind == PromiseKind::FirstReply);
    first.filter(|promise| told && promise.is_open()).map(|promise| promise.due)
}
