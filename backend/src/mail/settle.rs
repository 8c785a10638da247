//! What became of mails that were taken: written down for many at a time, so that the disk is no slower than the server.

use std::time::Duration;

use domain::outbox::MailTrouble;
use domain::time::{Instant, MINUTE_MS, SECOND_MS};
use tokio::sync::mpsc;

use super::caps::DOUBTS;
use super::claim::{Claim, Claimed};
use super::news::News;
use super::outbox::{self, cut};
use crate::db::{Query, q};
use crate::{Backend, Outcome};

/// The first wait after a server put a mail off; each is twice the one before, up to the longest.
const FIRST_WAIT_MS: i64 = 30 * SECOND_MS;
const LONGEST_WAIT_MS: i64 = 4 * MINUTE_MS;
/// Mails settled in one transaction, at most.
const TOGETHER: usize = 64;
/// How often the lease is looked at.
const BEAT: Duration = Duration::from_millis(500);

const SENT: &str =
    "UPDATE outbox SET state = 'sent', next_at = NULL, trouble = NULL, answer = '', settled_at = $3
  WHERE id = $1 AND next_at = $2";
const FAILED: &str =
    "UPDATE outbox SET state = 'failed', next_at = NULL, trouble = $4, answer = $5, settled_at = $3
  WHERE id = $1 AND next_at = $2";
const LATER: &str =
    "UPDATE outbox SET state = 'waiting', next_at = $3, trouble = $4, answer = $5, doubts = doubts + $6
  WHERE id = $1 AND next_at = $2";
/// As if it had not been taken.
const BACK: &str = "UPDATE outbox SET state = 'waiting', next_at = $3, attempts = attempts - 1,
  tried_at = CASE WHEN attempts > 1 THEN tried_at ELSE NULL END WHERE id = $1 AND next_at = $2";

/// What became of a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fate {
    Sent,
    Failed(MailTrouble, String),
    /// The server has nobody under the address: nothing more is sent there.
    Nobody {
        status: String,
        answer: String,
    },
    /// Not now. `doubtful`: the server may have taken it.
    Later {
        trouble: MailTrouble,
        answer: String,
        doubtful: bool,
    },
    /// There was no line to send it over.
    Untried,
}

/// A mail that was taken, with its end for now.
pub(super) type Settled<'m> = (&'m Claimed, Fate);

/// Writes down what comes in through `fates` about mails of `claim`, as many at a time as have come, until nothing more does;
/// meanwhile nobody else gets them. Both stand in one place, so that what is written names the lease as it is.
///
/// # Errors
/// When the database does not answer: then what is not written down is taken up again when its lease ends.
pub(super) async fn settle_all(
    b: &Backend,
    claim: &Claim,
    mut fates: mpsc::Receiver<Settled<'_>>,
) -> Outcome<()> {
    let mut come = Vec::with_capacity(TOGETHER);
    let mut beats = tokio::time::interval(BEAT);
    loop {
        tokio::select! {
            n = fates.recv_many(&mut come, TOGETHER) => {
                if n == 0 {
                    return Ok(());
                }
                let (lease, now) = (claim.lease.ends(), b.clock.now());
                settle(b, come.drain(..).map(|(mail, fate)| step(mail, fate, lease, now)).collect()).await?;
            }
            _ = beats.tick() => claim.lease.renew(b, &claim.mails).await?,
        }
    }
}

/// What is written of one mail.
#[derive(Clone)]
struct Step {
    id: String,
    query: Query,
    /// Puts the address on the stop list.
    flag: Option<Query>,
    /// Whether readers of the ticket see it; and if so, whether the mail is lost.
    news: Option<bool>,
}

async fn settle(b: &Backend, steps: Vec<Step>) -> Outcome<()> {
    let (desk, directory) = (b.clone(), b.directory().await?);
    b.db.write(move |tx| {
        let (desk, directory, steps) = (desk.clone(), directory.clone(), steps.clone());
        Box::pin(async move {
            let mut news = News::default();
            for Step { id, query, flag, news: told } in steps {
                // None: the mail is another node's by now.
                if query.exec(tx).await? > 0 {
                    if let Some(flag) = flag {
                        flag.exec(tx).await?;
                    }
                    match told {
                        Some(true) => news.lost(&id),
                        Some(false) => news.moved(&id),
                        None => {}
                    }
                }
            }
            news.tell(tx, &desk, directory).await
        })
    })
    .await
}

fn step(mail: &Claimed, fate: Fate, lease: i64, now: Instant) -> Step {
    let start = |sql| q(sql).bind(mail.id.as_str()).bind(lease);
    let failed = |trouble: MailTrouble, answer: &str| {
        (start(FAILED).bind(now.0).bind(trouble.code()).bind(cut(answer)), Some(true))
    };
    let mut flag = None;
    let (query, news) = match with_doubts(mail, fate) {
        Fate::Sent => (start(SENT).bind(now.0), Some(false)),
        Fate::Failed(trouble, answer) => failed(trouble, &answer),
        Fate::Nobody { status, answer } => {
            flag = Some(outbox::flag(&mail.to, &status, now));
            failed(MailTrouble::Refused, &answer)
        }
        Fate::Later { trouble, answer, doubtful } => {
            let at = now.plus_ms(wait(mail.attempts)).min(mail.ends);
            let query = start(LATER).bind(at.0).bind(trouble.code()).bind(cut(&answer));
            (query.bind(i64::from(doubtful)), Some(false))
        }
        Fate::Untried => (start(BACK).bind(now.0), None),
    };
    Step { id: mail.id.clone(), query, flag, news }
}

/// A mail that may have arrived twice is not sent a third time.
fn with_doubts(mail: &Claimed, fate: Fate) -> Fate {
    match fate {
        Fate::Later { doubtful: true, answer, .. } if mail.doubts + 1 >= DOUBTS => {
            Fate::Failed(MailTrouble::Unsure, answer)
        }
        other => other,
    }
}

/// Milliseconds until the next attempt after so many.
fn wait(attempts: i64) -> i64 {
    let doubled = FIRST_WAIT_MS << (attempts - 1).clamp(0, 10);
    doubled.min(LONGEST_WAIT_MS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_and_stay_within_five_minutes() {
        let waits: Vec<i64> = (1..7).map(|attempts| wait(attempts) / SECOND_MS).collect();
        assert_eq!(waits, [30, 60, 120, 240, 240, 240]);
    }
}
