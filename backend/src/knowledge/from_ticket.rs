//! An article made of a ticket: what the customer wrote is the problem, what staff answered is the solution. Who they
//! are is left out, and only staff may read it until somebody says otherwise.

use domain::Viewer;
use domain::access::Action;
use domain::error::Error;
use domain::knowledge::Audience;
use domain::knowledge::desk::SavedArticle;
use domain::knowledge::redact::impersonal;
use domain::knowledge::writing::{ArticleForm, Field, MAX_PROBLEM, MAX_TITLE};
use domain::tickets::entry::{Author, Body};
use domain::words::{console, fill};

use super::write::save;
use crate::db::q;
use crate::tickets::{number_text, parse_number};
use crate::{Backend, Outcome, row};

const TICKET: &str = "SELECT t.id, t.number, t.subject, t.product_id, t.topic_id, o.name AS organisation
  FROM tickets t LEFT JOIN organisations o ON o.id = t.organisation_id WHERE t.number = $1";
const SAID: &str = "SELECT author, body FROM entries
  WHERE ticket_id = $1 AND is_public = TRUE ORDER BY seq LIMIT 500";

/// Everybody the ticket may speak of: who asked and their colleagues, staff, who wrote, and who was copied in.
const NAMES: &str = "SELECT name FROM people WHERE id IN (SELECT requester_id FROM tickets WHERE id = $1)
    OR organisation_id IN (SELECT organisation_id FROM tickets WHERE id = $1)
    OR role IN ('light_agent', 'agent', 'lead', 'manager', 'admin')
    OR id IN (SELECT author_id FROM entries WHERE ticket_id = $1)
  UNION SELECT name FROM participants WHERE ticket_id = $1 ORDER BY name LIMIT 10000";

row! {
    struct Ticket {
        id: String, number: i64, subject: String, product_id: Option<String>, topic_id: Option<String>,
        organisation: Option<String>,
    }
}

row! { struct Said { author: String, body: String } }

/// Makes a draft of the ticket called `number`.
///
/// # Errors
/// `SignIn`, `Forbidden`; `NotFound`.
pub async fn from_ticket(b: &Backend, v: &Viewer, number: &str) -> Outcome<SavedArticle> {
    v.ensure(Action::WriteArticle)?;
    let number = parse_number(number).ok_or(Error::NotFound)?;
    let mut conn = b.db.read().await?;
    let ticket: Ticket = q(TICKET).bind(number).opt(&mut conn).await?.ok_or(Error::NotFound)?;
    let said: Vec<Said> = q(SAID).bind(&ticket.id).all(&mut conn).await?;
    let names: Vec<String> = q(NAMES).bind(&ticket.id).all(&mut conn).await?;
    drop(conn);
    let form = drafted(v, &ticket, &said, &names)?;
    let note = fill(console::kb(v.lang).drafted_note, &[("number", &number_text(ticket.number))]);
    save(b, v, None, 0, &form, &note).await
}

fn drafted(v: &Viewer, ticket: &Ticket, said: &[Said], names: &[String]) -> Outcome<ArticleForm> {
    let names: Vec<&str> = names.iter().map(String::as_str).chain(ticket.organisation.as_deref()).collect();
    let (problem, solution) = told(said, &names)?;
    let cut = |text: &str, max: u32| text.chars().take(max as usize).collect::<String>();
    let fields = [
        (Field::Title, cut(&impersonal(&ticket.subject, &names), MAX_TITLE)),
        (Field::Problem, cut(&problem, MAX_PROBLEM)),
        (Field::Body, solution),
        (Field::Product, ticket.product_id.clone().unwrap_or_default()),
        (Field::Topic, ticket.topic_id.clone().unwrap_or_default()),
        (Field::Audience, Audience::Internal.code().into_owned()),
        (Field::Lang, v.lang.code().to_owned()),
        (Field::Owner, v.person_id.clone()),
        (Field::Origins, number_text(ticket.number)),
    ];
    Ok(ArticleForm(fields.into()))
}

/// What the customer wrote first, and what staff answered, message by message.
fn told(said: &[Said], names: &[&str]) -> Outcome<(String, String)> {
    let (mut problem, mut answers) = (String::new(), Vec::new());
    for line in said {
        match serde_json::from_str(&line.body)? {
            Body::Created { text, .. } => problem = impersonal(&text, names),
            Body::Message { text, .. } if line.author == Author::Staff.code() => {
                answers.push(impersonal(&text, names));
            }
            _ => {}
        }
    }
    answers.retain(|answer| !answer.is_empty());
    Ok((problem, answers.join("\n\n")))
}
