//! What drafted rules would have done with the tickets that came last, beside what the desk's rules make of them.

use domain::Viewer;
use domain::access::Action;
use domain::routing::rule::{Facts, Rule, Rules};
use domain::routing::view::{DRY_RUN, DryRow, DryRun};
use domain::tickets::decide::NewTicket;
use domain::tickets::entry::Body;
use domain::tickets::{Channel, Priority};
use domain::time::Instant;
use domain::words::Lang;

use super::place::{Placed, facts, place};
use crate::db::q;
use crate::settings::Directory;
use crate::tickets::number_text;
use crate::{Backend, Outcome, row};

const NEWEST: &str =
    "SELECT t.number, t.subject, t.product_id, t.topic_id, t.channel, t.created_at, o.tier, p.lang, e.body
  FROM tickets t JOIN entries e ON e.ticket_id = t.id AND e.seq = 1 JOIN people p ON p.id = t.requester_id
  LEFT JOIN organisations o ON o.id = t.organisation_id ORDER BY t.number DESC LIMIT $1";

row! {
    struct Line {
        number: i64, subject: String, product_id: Option<String>, topic_id: Option<String>, channel: String,
        created_at: i64, tier: Option<String>, lang: String, body: String,
    }
}

/// Lets the newest tickets pass `rules` without touching them.
///
/// # Errors
/// `Forbidden`; `Invalid` with every field of the rules that needs another value.
pub async fn dry_run(b: &Backend, v: &Viewer, rules: Rules) -> Outcome<DryRun> {
    v.ensure(Action::EditPolicies)?;
    let rules = super::rules::checked(b, v, rules).await?.rules;
    let directory = b.directory().await?;
    let lines: Vec<Line> = q(NEWEST).bind(DRY_RUN as i64).all(&mut b.db.read().await?).await?;
    let saved = &directory.routing.rules.rules;
    // One look at a ticket serves both.
    let both: Vec<&Rule> = saved.iter().chain(&rules).collect();
    let mut run = DryRun { looked: lines.len(), taken: vec![0; rules.len()], untouched: 0, rows: Vec::new() };
    for line in lines {
        let (number, subject) = (number_text(line.number), line.subject.clone());
        let Some((facts, priority)) = remembered(&directory, &both, line)? else { continue };
        let now = place(&directory, saved, &facts, None);
        let then = place(&directory, &rules, &facts, None);
        let rule = taker(&rules, &then);
        match rule {
            Some(place) => run.taken[place] += 1,
            None => run.untouched += 1,
        }
        let queue =
            (now.queue != then.queue).then(|| (queue_name(&directory, &now), queue_name(&directory, &then)));
        let level = |placed: &Placed| placed.priority.as_ref().map_or(priority, |(_, to)| *to);
        let priority = (level(&now) != level(&then)).then(|| (level(&now), level(&then)));
        let tier = |placed: &Placed| placed.rung.clone().map(|(_, rung)| rung).unwrap_or_default();
        let rung = (tier(&now) != tier(&then)).then(|| (tier(&now), tier(&then)));
        let skills = (now.needs != then.needs).then(|| (now.needs.clone(), then.needs.clone()));
        if queue.is_some() || priority.is_some() || rung.is_some() || skills.is_some() {
            let rule = rule.map(|place| rules[place].name.clone());
            run.rows.push(DryRow { number, subject, rule, queue, priority, rung, skills });
        }
    }
    Ok(run)
}

/// The ticket as it was when it came, for the rules; with its priority at that time.
fn remembered(directory: &Directory, rules: &[&Rule], line: Line) -> Outcome<Option<(Facts, Priority)>> {
    let Body::Created { text, ticket_type, priority, answers, .. } = serde_json::from_str(&line.body)? else {
        return Ok(None);
    };
    let new = NewTicket {
        channel: Channel::parse(&line.channel).unwrap_or(Channel::Portal),
        subject: line.subject,
        text,
        ticket_type,
        priority,
        product: line.product_id,
        topic: line.topic_id,
        answers,
        opened: Vec::new(),
    };
    let lang = Lang::parse(&line.lang).unwrap_or_default();
    let facts = facts(directory, rules, &new, (line.tier.as_deref(), lang), Instant(line.created_at));
    Ok(Some((facts, priority)))
}

/// Place of the rule that took it.
fn taker(rules: &[Rule], placed: &Placed) -> Option<usize> {
    let last = placed.trace.as_ref()?.looked.last().filter(|looked| looked.failed.is_none())?;
    rules.iter().position(|rule| rule.name == last.rule)
}

fn queue_name(directory: &Directory, placed: &Placed) -> String {
    let queue = placed.queue.as_deref().and_then(|id| directory.queue(id));
    queue.map(|queue| queue.name.clone()).unwrap_or_default()
}
