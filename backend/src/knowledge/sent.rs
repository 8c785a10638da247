//! Articles in replies: the ticket remembers which were sent, and which one was sent last before it was solved.

use domain::Viewer;
use domain::access::Action;
use domain::error::Error;
use domain::knowledge::writing::SentArticle;
use domain::links::{Part, parts};
use domain::tickets::decide::Command;
use domain::time::Instant;

use crate::db::{Tx, q};
use crate::tickets::parse_number;
use crate::{Backend, Outcome, row};

const SEND: &str = "INSERT INTO ticket_articles (ticket_id, article_id, sent_at)
  SELECT $1, a.id, $3 FROM articles a
  WHERE a.id = COALESCE((SELECT id FROM articles WHERE slug = $2), (SELECT article_id FROM article_slugs WHERE slug = $2))
  ON CONFLICT (ticket_id, article_id) DO UPDATE SET sent_at = excluded.sent_at";
const SOLVE: &str = "UPDATE ticket_articles SET solved_at = $2
  WHERE ticket_id = $1 AND solved_at IS NULL AND article_id = (SELECT s.article_id FROM ticket_articles s
    WHERE s.ticket_id = $1 ORDER BY s.sent_at DESC, s.article_id LIMIT 1)";
const REOPEN: &str =
    "UPDATE ticket_articles SET solved_at = NULL WHERE ticket_id = $1 AND solved_at IS NOT NULL";
const OF_TICKET: &str = "SELECT a.id, a.title, s.solved_at FROM ticket_articles s
  JOIN articles a ON a.id = s.article_id JOIN tickets t ON t.id = s.ticket_id
  WHERE t.number = $1 ORDER BY s.sent_at, a.id LIMIT 50";
/// Where our own articles are.
const HELP: &str = "/help/a/";

row! { struct Sent { id: String, title: String, solved_at: Option<i64> } }

/// Notes what `commands` did to the ticket that concerns articles. Call it when they are carried out: `is_active` says
/// how the ticket stands now.
pub(crate) async fn note_articles(
    tx: &mut Tx,
    ticket_id: &str,
    is_active: bool,
    commands: &[Command],
    at: Instant,
) -> Outcome<()> {
    let replies = commands.iter().filter_map(|command| match command {
        Command::Reply { text, .. } => Some(text),
        _ => None,
    });
    for slug in replies.flat_map(|text| linked(text)) {
        q(SEND).bind(ticket_id).bind(slug).bind(at.0).exec(tx).await?;
    }
    if !commands.iter().any(may_solve) {
        return Ok(());
    }
    let query = if is_active { q(REOPEN).bind(ticket_id) } else { q(SOLVE).bind(ticket_id).bind(at.0) };
    query.exec(tx).await?;
    Ok(())
}

/// Whether `command` may solve a ticket or open it again.
fn may_solve(command: &Command) -> bool {
    use Command::{CustomerMessage, Reply, SetStatus, WorksAgain};
    matches!(command, Reply { .. } | SetStatus { .. } | WorksAgain { .. } | CustomerMessage { .. })
}

/// Addresses of the articles that `text` links to, on this desk by whatever name it has.
fn linked(text: &str) -> Vec<String> {
    let slug = |part: Part<'_>| match part {
        Part::Link { href, .. } => {
            let (_, rest) = href.split_once(HELP)?;
            Some(rest.split(['?', '#', '/']).next()?.to_owned())
        }
        Part::Words(_) => None,
    };
    parts(text).into_iter().filter_map(slug).filter(|slug| !slug.is_empty()).collect()
}

/// The articles that were sent on the ticket called `number`, the first one first.
///
/// # Errors
/// `SignIn`, `Forbidden` for customers; `NotFound` for what is no number.
pub async fn sent_articles(b: &Backend, v: &Viewer, number: &str) -> Outcome<Vec<SentArticle>> {
    v.ensure(Action::UseConsole)?;
    let number = parse_number(number).ok_or(Error::NotFound)?;
    let rows: Vec<Sent> = q(OF_TICKET).bind(number).all(&mut b.db.read().await?).await?;
    let shown = |row: Sent| SentArticle { id: row.id, title: row.title, solved: row.solved_at.is_some() };
    Ok(rows.into_iter().map(shown).collect())
}

#[cfg(test)]
mod tests {
    use super::linked;

    #[test]
    fn links_to_articles_are_found_in_a_message() {
        let text = "See [this](/help/a/blank-labels#s-check) and https://desk.example/help/a/pair?i=1, not /help/label.";
        assert_eq!(linked(text), ["blank-labels", "pair"]);
        assert!(linked("[x](/help/a/)").is_empty());
    }
}
