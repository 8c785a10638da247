//! The desk's rule for what closed requests hold: after so many months without a change files go, or words as well. An index
//! leads to the requests that are next; each is emptied in a transaction of its own, under its lock, and once.

use domain::Viewer;
use domain::access::Action;
use domain::error::{Checks, Problem};
use domain::settings::Saved;
use domain::tickets::entry::{Author, Body};
use domain::tickets::redact::{Retention, RetentionPage};
use domain::time::Instant;

use super::super::append::Pen;
use super::super::store::{self, Ticket};
use super::erase::{Entry, Extent, Line, erase};
use super::tell_customers;
use crate::access::in_person;
use crate::audit::{self, Deed};
use crate::db::{Conn, Tx, q};
use crate::settings::keep_setting;
use crate::{Backend, Outcome};

/// Name of the setting.
const NAME: &str = "retention";
/// Requests looked at in one step, and entries read at once.
const BATCH: i64 = 20;
const ENTRIES: i64 = 200;
/// A twelfth of a year of 365.25 days.
const MONTH_MS: i64 = 2_629_800_000;

const READ: &str = "SELECT version, body FROM desk_settings WHERE name = $1";
const NEXT: &str = "SELECT id FROM tickets WHERE active = FALSE AND emptied = $1 AND changed_at <= $2
  ORDER BY changed_at, id LIMIT $3";
const STILL: &str =
    "SELECT COUNT(*) FROM tickets WHERE id = $1 AND active = FALSE AND emptied < $2 AND changed_at <= $3";
const HELD: &str = "SELECT id, ticket_id, seq, at, author_id, body, redacted FROM entries
  WHERE ticket_id = $1 AND seq > $2 AND kind IN ('created', 'message', 'mailed', 'answers', 'note', 'call', 'more_urgent',
    'works_again', 'duty_manager', 'survey_answered', 'handed_over', 'sent_back', 'moved')
  ORDER BY seq LIMIT $3";
const EMPTIED: &str = "UPDATE tickets SET emptied = $2 WHERE id = $1";

impl Extent {
    /// As `tickets.emptied` has it.
    fn level(self) -> i64 {
        match self {
            Self::Files => 1,
            Self::All => 2,
        }
    }
}

async fn read(conn: &mut Conn) -> Outcome<RetentionPage> {
    let kept: Option<(i64, String)> = q(READ).bind(NAME).opt(conn).await?;
    let Some((seen, body)) = kept else { return Ok(RetentionPage::default()) };
    Ok(RetentionPage { seen, rule: serde_json::from_str(&body)? })
}

/// The rule as it stands.
///
/// # Errors
/// `SignIn`, `Forbidden` for who may not change it.
pub async fn retention(b: &Backend, v: &Viewer) -> Outcome<RetentionPage> {
    in_person(v, Action::EditPolicies)?;
    read(&mut b.db.read().await?).await
}

/// Keeps the rule; `seen` is the version that was edited.
///
/// # Errors
/// `Forbidden`; `Conflict` when somebody else changed it meanwhile; `Invalid` for `months` that are too many.
pub async fn save_retention(b: &Backend, v: &Viewer, seen: i64, rule: &Retention) -> Outcome<Saved> {
    in_person(v, Action::EditPolicies)?;
    let mut checks = Checks::default();
    checks.ensure(rule.months <= Retention::MAX_MONTHS, "months", Problem::NotANumber);
    checks.finish()?;
    let detail = serde_json::json!({ "months": rule.months, "texts": rule.texts });
    let audited = audit::Entry::new(b, Some(v), Deed::RetentionSaved, NAME).with(detail);
    keep_setting(b, NAME, seen, serde_json::to_string(rule)?, audited).await
}

/// Empties the requests that are next by the rule, at most one batch; whether there were any.
///
/// # Errors
/// When the database does not answer; what was emptied stays so.
pub async fn empty_old(b: &Backend) -> Outcome<bool> {
    let RetentionPage { rule, .. } = read(&mut b.db.read().await?).await?;
    if rule.months == 0 {
        return Ok(false);
    }
    let extent = if rule.texts { Extent::All } else { Extent::Files };
    let before = b.clock.now().plus_ms(-i64::from(rule.months) * MONTH_MS);
    let mut next: Vec<String> = Vec::new();
    for level in 0..extent.level() {
        let query = q(NEXT).bind(level).bind(before.0).bind(BATCH);
        next.extend(query.all::<String>(&mut b.db.read().await?).await?);
    }
    let mut is_any = false;
    for id in next {
        let pen = Pen::new(b, None).await?;
        let step = Step { id, months: rule.months, extent, before };
        is_any |=
            b.db.write(move |tx| {
                let (pen, step) = (pen.clone(), step.clone());
                Box::pin(async move { step.carry_out(tx, &pen).await })
            })
            .await?;
    }
    Ok(is_any)
}

/// One request and how far it is emptied.
#[derive(Clone)]
struct Step {
    id: String,
    months: u32,
    extent: Extent,
    before: Instant,
}

impl Step {
    /// Whether anything was done: another node may have been quicker, or somebody has changed the request.
    async fn carry_out(self, tx: &mut Tx, pen: &Pen) -> Outcome<bool> {
        let Some(mut ticket) = store::lock_by_id(tx, &self.id).await? else { return Ok(false) };
        let still = q(STILL).bind(self.id.as_str()).bind(self.extent.level()).bind(self.before.0);
        if still.one::<i64>(tx).await? == 0 || pen.is_behind(&ticket) {
            return Ok(false);
        }
        let (files, texts) = self.empty(tx, pen, &ticket).await?;
        if files + texts > 0 {
            let told = Body::Expired { months: self.months, files, texts };
            pen.append(tx, &mut ticket, vec![(Author::System, told)], &[]).await?;
            tell_customers(tx, pen, &ticket).await?;
        }
        q(EMPTIED).bind(self.id.as_str()).bind(self.extent.level()).exec(tx).await?;
        Ok(true)
    }

    /// How many files went, and the words of how many entries.
    async fn empty(&self, tx: &mut Tx, pen: &Pen, ticket: &Ticket) -> Outcome<(u32, u32)> {
        let (mut files, mut texts, mut after) = (0, 0, 0);
        loop {
            let held = q(HELD).bind(self.id.as_str()).bind(after).bind(ENTRIES);
            let page: Vec<Line> = held.all(tx).await?;
            let is_last = (page.len() as i64) < ENTRIES;
            for line in page {
                let entry = Entry::of(line)?;
                after = entry.seq;
                let goes = match self.extent {
                    Extent::Files => entry.body.has_files(),
                    Extent::All => entry.body.is_redactable(),
                };
                if goes {
                    erase(tx, &entry, self.extent, ticket.version + 1, pen.now).await?;
                    files += entry.body.files().map_or(0, <[_]>::len) as u32;
                    texts += u32::from(self.extent == Extent::All && entry.body.has_words());
                }
            }
            if is_last {
                return Ok((files, texts));
            }
        }
    }
}
