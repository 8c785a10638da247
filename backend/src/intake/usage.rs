//! How questions fare: asked, left out, changed later, given up at.

use domain::intake::{Facts, Intake, Question, QuestionUse, asked_again, questions_of};
use domain::tickets::decide::Command;
use domain::time::{DAY_MS, Instant};

use crate::db::{Conn, Tx, q};
use crate::settings::Directory;
use crate::tickets::number_text;
use crate::tickets::store::Ticket;
use crate::{Backend, Outcome, row};

const COUNT: &str =
    "INSERT INTO question_use (question, shown, skipped, edited, abandoned, asked_again) VALUES ($1, $2, $3, $4, $5, $6)
  ON CONFLICT (question) DO UPDATE SET shown = question_use.shown + excluded.shown,
  skipped = question_use.skipped + excluded.skipped, edited = question_use.edited + excluded.edited,
  abandoned = question_use.abandoned + excluded.abandoned,
  asked_again = question_use.asked_again + excluded.asked_again";
const READ: &str =
    "SELECT question, shown, skipped, edited, abandoned, asked_again FROM question_use LIMIT 5000";
const LEFT: &str =
    "SELECT COALESCE(stands_at, ''), COUNT(*) FROM intakes WHERE state = 'open' AND changed_at < $1
  GROUP BY stands_at LIMIT 5000";

row! { struct Counted { question: String, shown: i64, skipped: i64, edited: i64, abandoned: i64, asked_again: i64 } }

impl Counted {
    fn shown(&self) -> QuestionUse {
        let Self { shown, skipped, edited, abandoned, asked_again, .. } = *self;
        QuestionUse { question: self.question.clone(), shown, skipped, edited, abandoned, asked_again }
    }
}

/// How long an intake rests before it counts as given up.
const GIVEN_UP_MS: i64 = DAY_MS;

/// What a request that is sent says of its questions.
pub(super) fn of_sent(intake: &Intake, questions: &[Question], facts: &Facts) -> Vec<QuestionUse> {
    let seen = |question: &Question| QuestionUse {
        question: question.id.clone(),
        shown: 1,
        skipped: i64::from(intake.answer(&question.id).trim().is_empty()),
        ..QuestionUse::default()
    };
    intake.asked(questions, facts).into_iter().map(seen).collect()
}

/// Answers that were there before and are others now.
pub(super) fn of_edits(before: &Intake, after: &Intake) -> Vec<QuestionUse> {
    let is_edited = |(id, value): &&(String, String)| {
        let earlier = before.answer(id).trim();
        !earlier.is_empty() && earlier != value.trim()
    };
    let edited = |(id, _): &(String, String)| QuestionUse {
        question: id.clone(),
        edited: 1,
        ..QuestionUse::default()
    };
    after.answers.iter().filter(is_edited).map(edited).collect()
}

/// Counts what the replies among `commands` ask the customer of `ticket` again, when they are carried out.
pub(crate) async fn note_asked_again(
    tx: &mut Tx,
    directory: &Directory,
    ticket: &Ticket,
    commands: &[Command],
) -> Outcome<()> {
    let flows = directory.flows_for(ticket.product_id.as_deref(), ticket.topic_id.as_deref());
    let (questions, number) = (questions_of(&flows), number_text(ticket.number));
    for command in commands {
        if let Command::Reply { text, .. } = command {
            let again = asked_again(&questions, &number, text).into_iter().map(|question| QuestionUse {
                question: question.id.clone(),
                asked_again: 1,
                ..QuestionUse::default()
            });
            count(tx, &again.collect::<Vec<_>>()).await?;
        }
    }
    Ok(())
}

/// Adds to the counts.
pub(super) async fn count(tx: &mut Tx, uses: &[QuestionUse]) -> Outcome<()> {
    for used in uses {
        let query = q(COUNT).bind(used.question.as_str()).bind(used.shown).bind(used.skipped);
        query.bind(used.edited).bind(used.abandoned).bind(used.asked_again).exec(tx).await?;
    }
    Ok(())
}

/// Adds to the counts in a transaction of their own.
pub(super) async fn note(b: &Backend, uses: Vec<QuestionUse>) -> Outcome<()> {
    if uses.is_empty() {
        return Ok(());
    }
    b.db.write(move |tx| {
        let uses = uses.clone();
        Box::pin(async move { count(tx, &uses).await })
    })
    .await
}

/// The counts of `questions`, in their order; what rests unsent since yesterday counts as given up.
pub(super) async fn read(conn: &mut Conn, questions: &[Question], now: Instant) -> Outcome<Vec<QuestionUse>> {
    let known: Vec<Counted> = q(READ).all(conn).await?;
    let left: Vec<(String, i64)> = q(LEFT).bind(now.plus_ms(-GIVEN_UP_MS).0).all(conn).await?;
    let of = |question: &Question| {
        let waiting = left.iter().find(|(id, _)| *id == question.id).map_or(0, |(_, count)| *count);
        let none = QuestionUse { question: question.id.clone(), ..QuestionUse::default() };
        let counted =
            known.iter().find(|counted| counted.question == question.id).map_or(none, Counted::shown);
        QuestionUse { abandoned: counted.abandoned + waiting, ..counted }
    };
    Ok(questions.iter().map(of).collect())
}
