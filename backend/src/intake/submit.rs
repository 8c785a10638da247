//! Sending: one intake makes one ticket, however often the button is pressed.

use domain::Viewer;
use domain::access::Role;
use domain::intake::{Facts, Intake, QuestionUse, Step};
use domain::people::{NewPerson, email_norm};
use domain::tickets::Channel;
use domain::tickets::decide::NewTicket;
use domain::tickets::view::Written;
use domain::time::HOUR_MS;
use domain::words::Lang;

use super::facts::facts;
use super::files;
use super::page::{questions, uploads};
use super::store::{self, State};
use super::usage;
use crate::access::tries;
use crate::db::q;
use crate::files::Enclosed;
use crate::people::Client;
use crate::settings::Directory;
use crate::tickets::{Once, Requester, create_once, number_text};
use crate::{Backend, Failure, Outcome, people};

const KNOWN: &str =
    "SELECT p.id FROM person_emails e JOIN people p ON p.id = e.person_id WHERE e.email_norm = $1";
const SENT: &str = "UPDATE intakes SET state = $2, changed_at = $3,
  ticket_id = (SELECT id FROM tickets WHERE number = $4) WHERE id = $1 AND state <> $2";

/// Requests one person, or one email address without an account, may send in an hour; and one network address, which
/// an office may share.
const AN_HOUR: u32 = 30;
const AN_HOUR_FROM_A_NETWORK: u32 = 150;

/// Makes the ticket. Sending again answers the same one.
///
/// # Errors
/// `NotFound` for an intake that is not the viewer's; `Invalid` when answers are missing; `TooMany`.
pub async fn submit(b: &Backend, v: &Viewer, client: &Client, id: &str) -> Outcome<Written> {
    let loaded = store::load(b, v, id).await?;
    if let (State::Sent, Some(number)) = (loaded.state, loaded.number) {
        return Ok(Written { number: number_text(number), version: 0 });
    }
    let directory = b.directory().await?;
    let mut intake = loaded.kept.intake;
    intake.forget_retired(&directory.offered);
    let facts = facts(b, &v.person_id, intake.product.as_deref()).await?;
    let (questions, uploads) = (questions(&directory, &intake), uploads(b, id).await?);
    files::refresh(&mut intake, &questions, &facts, &uploads);
    let new = new_ticket(&directory, &intake, &facts, v.lang).ok_or(domain::Error::Invalid(Vec::new()))?;
    let network = format!("new request from {}", client.network());
    tries::take(b, &network, AN_HOUR_FROM_A_NETWORK, HOUR_MS).await?;
    let requester = requester(b, v, &intake).await?;
    tries::take(b, &format!("new request {}", requester.person_id), AN_HOUR, HOUR_MS).await?;
    let once = Once::new(&requester, &format!("intake {}", loaded.id), &loaded.id);
    let whose = if v.is_signed_in() { Requester::Myself } else { Requester::Unverified };
    let enclosed = Enclosed::in_intake(id, files::sent(&intake, &questions, &facts, &uploads));
    let written = create_once(b, &requester, &whose, new, enclosed, Some(once)).await?;
    let uses = usage::of_sent(&intake, &questions, &facts);
    mark_sent(b, loaded.id, &written, uses).await?;
    Ok(written)
}

/// Counts its questions too, once.
async fn mark_sent(b: &Backend, id: String, written: &Written, uses: Vec<QuestionUse>) -> Outcome<()> {
    let (number, now) = (crate::tickets::parse_number(&written.number).unwrap_or_default(), b.clock.now());
    b.db.write(move |tx| {
        let query = q(SENT).bind(id.as_str()).bind(State::Sent.code()).bind(now.0).bind(number);
        let uses = uses.clone();
        Box::pin(async move {
            let is_first = query.exec(tx).await? == 1;
            if is_first { usage::count(tx, &uses).await } else { Ok(()) }
        })
    })
    .await
}

/// The ticket that the answers make; `None` while something is missing.
pub(super) fn new_ticket(
    directory: &Directory,
    intake: &Intake,
    facts: &Facts,
    lang: Lang,
) -> Option<NewTicket> {
    if intake.next_step(&directory.steps(intake)) < Step::Check {
        return None;
    }
    let product = intake.product.as_deref().and_then(|id| directory.product(id));
    let topics = product.map(|product| product.topics.as_slice()).unwrap_or_default();
    let topic = topics.iter().find(|topic| Some(&topic.id) == intake.topic.as_ref());
    let impact = directory.impacts.iter().find(|impact| Some(&impact.id) == intake.impact.as_ref())?;
    Some(NewTicket {
        channel: Channel::Portal,
        subject: intake.subject.clone(),
        text: intake.text.clone(),
        ticket_type: topic.map_or_else(|| directory.usual_type(), |topic| topic.ticket_type.clone()),
        priority: impact.priority,
        product: product.map(|product| product.id.clone()),
        topic: topic.map(|topic| topic.id.clone()),
        answers: intake.told(&super::page::flows(directory, intake), facts, &directory.impacts, lang),
        opened: intake.opened.clone(),
    })
}

/// Who asks: the viewer, or the contact that a visitor's address stands for. An address alone grants no right: the
/// visitor gets a number, and reads the request only after signing in with a code sent there.
async fn requester(b: &Backend, v: &Viewer, intake: &Intake) -> Outcome<Viewer> {
    if v.is_signed_in() {
        return Ok(v.clone());
    }
    let email = intake.email.trim();
    tries::take(b, &format!("request without account {}", email_norm(email)), AN_HOUR, HOUR_MS).await?;
    let person_id = match known(b, email).await? {
        Some(id) => id,
        None => make(b, intake, email).await?,
    };
    Ok(Viewer { person_id, name: domain::text::line(&intake.name), role: Role::Customer, ..v.clone() })
}

async fn known(b: &Backend, email: &str) -> Outcome<Option<String>> {
    Ok(q(KNOWN).bind(email_norm(email)).opt(&mut b.db.read().await?).await?)
}

async fn make(b: &Backend, intake: &Intake, email: &str) -> Outcome<String> {
    let person = NewPerson {
        name: intake.name.clone(),
        email: email.to_owned(),
        role: Role::Customer,
        organisation_id: None,
        password: None,
    };
    match people::add_as_operator(b, &person).await {
        // Two tabs at once: the other one made the contact.
        Err(Failure::Refused(refused)) => known(b, email).await?.ok_or(Failure::Refused(refused)),
        made => made,
    }
}
