//! How questions fare: asked, left out, changed later, given up at.

use domain::intake::{Facts, Intake, Question, QuestionUse};
use domain::time::{DAY_MS, Instant};

use crate::db::{Conn, Tx, q};
use crate::{Backend, Outcome};

const COUNT: &str =
    "INSERT INTO question_use (question, shown, skipped, edited, abandoned) VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (question) DO UPDATE SET shown = question_use.shown + excluded.shown,
  skipped = question_use.skipped + excluded.skipped, edited = question_use.edited + excluded.edited,
  abandoned = question_use.abandoned + excluded.abandoned";
const READ: &str = "SELECT question, shown, skipped, edited, abandoned FROM question_use LIMIT 5000";
const LEFT: &str =
    "SELECT COALESCE(stands_at, ''), COUNT(*) FROM intakes WHERE state = 'open' AND changed_at < $1
  GROUP BY stands_at LIMIT 5000";

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

/// Adds to the counts.
pub(super) async fn count(tx: &mut Tx, uses: &[QuestionUse]) -> Outcome<()> {
    for used in uses {
        let query = q(COUNT).bind(used.question.as_str()).bind(used.shown).bind(used.skipped);
        query.bind(used.edited).bind(used.abandoned).exec(tx).await?;
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
    let known: Vec<(String, i64, i64, i64, i64)> = q(READ).all(conn).await?;
    let left: Vec<(String, i64)> = q(LEFT).bind(now.plus_ms(-GIVEN_UP_MS).0).all(conn).await?;
    let of = |question: &Question| {
        let counted = known.iter().find(|(id, ..)| *id == question.id);
        let (shown, skipped, edited, gone) = counted
            .map_or((0, 0, 0, 0), |(_, shown, skipped, edited, gone)| (*shown, *skipped, *edited, *gone));
        let waiting = left.iter().find(|(id, _)| *id == question.id).map_or(0, |(_, count)| *count);
        QuestionUse { question: question.id.clone(), shown, skipped, edited, abandoned: gone + waiting }
    };
    Ok(questions.iter().map(of).collect())
}
