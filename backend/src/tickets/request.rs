//! A customer's page of one request: what was promised first, then the conversation; nothing internal.

use domain::Viewer;
use domain::access::Role;
use domain::knowledge::{ProblemBrief, ProblemState};
use domain::ladder;
use domain::promises::policy::PolicyRef;
use domain::promises::{Promise, PromiseKind, Standing};
use domain::tickets::entry::{Answer, Author, Body};
use domain::tickets::view::{Answering, EntryView, Notice, PromiseView, RequestPage, Stand};
use domain::time::Instant;

use super::list::read_status;
use super::page::{policy_towards, promise_view, promise_views, topic_name};
use super::rows::read_ladder;
use super::scope::{number_text, parse_number, visible};
use super::{change::assignee, timeline};
use crate::db::{Conn, q};
use crate::settings::Directory;
use crate::stamps::Stamper;
use crate::{Backend, Outcome, files, intake, row};

const REQUEST: &str = "SELECT t.id, t.number, t.version, t.subject, t.status, t.product_id, t.topic_id, t.assignee_id, t.queue_id,
  t.policy_id, t.policy_version, t.promises, t.plan, t.ladder, t.created_at, p.name AS requester, c.name AS contract, c.ends_at AS contract_ends,
  f.body AS first_body, d.body AS draft,
  pr.number AS problem_number, pr.title AS problem_title, pr.state AS problem_state, pr.public_note AS problem_note,
  pr.workaround_html AS problem_workaround, pr.product_id AS problem_product
  FROM tickets t
  JOIN people p ON p.id = t.requester_id
  JOIN entries f ON f.ticket_id = t.id AND f.seq = 1
  LEFT JOIN contracts c ON c.id = (SELECT k.id FROM contracts k WHERE k.organisation_id = t.organisation_id
    ORDER BY COALESCE(k.ends_at, 9000000000000000) DESC, k.id LIMIT 1)
  LEFT JOIN drafts d ON d.ticket_id = t.id AND d.person_id = $2 AND d.mode = 'reply'
  LEFT JOIN problems pr ON pr.id = t.problem_id AND pr.is_public = TRUE
  WHERE t.number = $1";

const TOLD: &str = "SELECT person_id, body, waits_until FROM notices
  WHERE ticket_id = $1 AND at >= $2 ORDER BY COALESCE(waits_until, 0), id LIMIT 20";
/// Of the contacts that were missed, so many are listed: the newest.
const MISSED_CONTACTS: usize = 5;

row! {
    struct Line {
        id: String, number: i64, version: i64, subject: String, status: String, product_id: Option<String>,
        topic_id: Option<String>, assignee_id: Option<String>, queue_id: Option<String>, policy_id: String,
        policy_version: i64, promises: String, plan: String, ladder: String, created_at: i64, requester: String,
        contract: Option<String>, contract_ends: Option<i64>, first_body: String, draft: Option<String>,
        problem_number: Option<String>, problem_title: Option<String>, problem_state: Option<String>,
        problem_note: Option<String>, problem_workaround: Option<String>, problem_product: Option<String>,
    }
}

/// The request called `number` as its customer sees it. Staff see it the same way.
///
/// # Errors
/// `NotFound` for numbers outside the viewer's rights, as for those that do not exist.
pub async fn request(b: &Backend, v: &Viewer, number: &str) -> Outcome<RequestPage> {
    let number = parse_number(number).ok_or(domain::Error::NotFound)?;
    if !v.is_signed_in() {
        return Err(domain::Error::SignIn.into());
    }
    let directory = b.directory().await?;
    let now = b.clock.now();
    let mut conn = b.db.read().await?;
    let line = line(&mut conn, v, number).await?.ok_or(domain::Error::NotFound)?;
    // Whoever reads it here is its reader as a customer, whatever their role.
    let reader = Viewer { role: v.role.min(Role::OrganisationManager), ..v.clone() };
    let (entries, earlier) = timeline::read(&mut conn, &reader, &line.id, i64::MAX, now).await?;
    let waiting = files::with_reply(&mut conn, &v.person_id, &line.id).await?;
    let shown = shown(&directory, &line)?;
    let standing = read_ladder(&line.ladder)?;
    // Experts whom an agent asked meanwhile have the matter, not the call.
    let call = standing.rungs.iter().rfind(|held| held.from.is_none()).filter(|_| standing.unclassed > 0);
    let called = call.and_then(|held| asked(&directory, held, now));
    let late = shown.iter().filter(|promise| promise.is_open());
    let late = late.map(|promise| promise.late_since().unwrap_or(promise.due)).filter(|at| *at < now).min();
    // Whom colleagues asked for another reason, before it was late, is theirs.
    let asked = late.and_then(|since| asked_since(&directory, &standing, since, now));
    let told = match (asked.or_else(|| known(&directory, &line, now)), late) {
        (None, Some(since)) => {
            told_since(&mut conn, &directory, &line.id, since, now, &Stamper::new(v, now)).await?
        }
        (told, _) => told,
    };
    drop(conn);
    let missing = missing(b, v, &directory, &line).await?;
    Ok(RequestPage {
        missing,
        waiting,
        told,
        called,
        ..build(v, &directory, line, &shown, now, entries, earlier)?
    })
}

/// Who has taken a rung, or was told of it last. Nobody who is gone or away.
fn asked(directory: &Directory, held: &ladder::Held, now: Instant) -> Option<Answering> {
    let name = there(directory, &held.owner.id, now)?;
    Some(Answering::new(name, if held.acknowledged.is_some() { Stand::HasIt } else { Stand::Told }))
}

/// The same of the rung that a ticket stands on, where that came of what is late since `since`.
fn asked_since(
    directory: &Directory,
    standing: &ladder::Standing,
    since: Instant,
    now: Instant,
) -> Option<Answering> {
    let held = standing.current()?;
    asked(directory, held, now).filter(|_| held.acknowledged.unwrap_or(held.since) >= since)
}

/// Somebody who was told that something is late since `since`, and has seen it or could; else who hears of it first.
async fn told_since(
    conn: &mut Conn,
    directory: &Directory,
    ticket_id: &str,
    since: Instant,
    now: Instant,
    stamper: &Stamper,
) -> Outcome<Option<Answering>> {
    let told: Vec<(String, String, Option<i64>)> = q(TOLD).bind(ticket_id).bind(since.0).all(conn).await?;
    for (person, body, waits_until) in told {
        let is_it = matches!(serde_json::from_str(&body)?, Notice::Promise { missed: true, .. });
        if let Some(name) = there(directory, &person, now).filter(|_| is_it) {
            let at = waits_until.map(|at| stamper.stamp(Instant(at)));
            let how = if at.is_some() { Stand::Hears } else { Stand::Told };
            return Ok(Some(Answering { name, how, at }));
        }
    }
    Ok(None)
}

/// Who has the request, else the lead of its queue's team; again nobody who is away, or of another team.
fn known(directory: &Directory, line: &Line, now: Instant) -> Option<Answering> {
    let there = |id: &str| there(directory, id, now);
    let own = line.assignee_id.as_deref().and_then(there).map(|name| Answering::new(name, Stand::OnIt));
    let mut leads = directory.team_leads(line.queue_id.as_deref()).map(|staff| staff.id.as_str());
    own.or_else(|| leads.find_map(there).map(|name| Answering::new(name, Stand::Leads)))
}

/// The name of a colleague who is not away.
pub(super) fn there(directory: &Directory, id: &str, now: Instant) -> Option<String> {
    let staff = directory.staff_member(id).filter(|_| !directory.routing.away(now).contains(&id));
    staff.map(|staff| staff.name.clone())
}

/// The promises that the customer is told of.
fn shown(directory: &Directory, line: &Line) -> Outcome<Vec<Promise>> {
    let policy = PolicyRef { id: line.policy_id.clone(), version: line.policy_version };
    let promises: Vec<Promise> = serde_json::from_str(&line.promises)?;
    Ok(told_to_customers(directory, &policy, &promises))
}

/// How many answers the request still waits for.
async fn missing(b: &Backend, v: &Viewer, directory: &Directory, line: &Line) -> Outcome<u32> {
    if !read_status(&line.status)?.is_active() {
        return Ok(0);
    }
    let about = (line.number, line.product_id.as_deref(), line.topic_id.as_deref());
    intake::count_missing(b, v, directory, about, &answers(&line.first_body)?).await
}

async fn line(conn: &mut Conn, v: &Viewer, number: i64) -> Outcome<Option<Line>> {
    let scope = visible(v, 3);
    let query = q(format!("{REQUEST} AND {}", scope.condition)).bind(number).bind(v.person_id.as_str());
    Ok(query.bind_all(scope.value.into_iter().collect()).opt(conn).await?)
}

fn build(
    v: &Viewer,
    directory: &Directory,
    line: Line,
    shown: &[Promise],
    now: Instant,
    entries: Vec<EntryView>,
    earlier: bool,
) -> Outcome<RequestPage> {
    let stamper = Stamper::new(v, now);
    let policy = PolicyRef { id: line.policy_id.clone(), version: line.policy_version };
    let next_contact = shown.iter().rfind(|promise| is_contact(promise) && promise.is_open());
    let next_contact = next_contact.map(|promise| for_customers(promise_view(promise, directory, &stamper)));
    Ok(RequestPage {
        number: number_text(line.number),
        version: line.version,
        status: read_status(&line.status)?,
        opened: stamper.stamp(Instant(line.created_at)),
        assignee: line.assignee_id.as_deref().map(|id| assignee(directory, id).name),
        writer: line.assignee_id.as_deref().and_then(|id| there(directory, id, now)),
        told: None,
        called: None,
        product: line
            .product_id
            .as_deref()
            .and_then(|id| directory.product(id))
            .map(|product| product.name.clone()),
        topic: topic_name(directory, line.product_id.as_deref(), line.topic_id.as_deref()),
        answers: answers(&line.first_body)?,
        contract: line.contract.clone().filter(|_| line.contract_ends.is_none_or(|ends| Instant(ends) > now)),
        next_contact,
        broken_word: broken_word(shown, &entries).map(|due| stamper.exact(due)),
        promises: listed(shown, directory, &stamper),
        policy: policy_towards(directory, &policy, false, (shown, now)),
        plan: serde_json::from_str(&line.plan)?,
        draft: line.draft.clone().unwrap_or_default(),
        typed: Vec::new(),
        waiting: Vec::new(),
        problem: problem(directory, &line),
        subject: line.subject,
        requester: line.requester,
        entries,
        earlier,
        missing: 0,
        now,
    })
}

/// Formal promises, informal ones only where the policy shows them as estimates; a promised contact always.
fn told_to_customers(directory: &Directory, policy: &PolicyRef, promises: &[Promise]) -> Vec<Promise> {
    let shows = directory.book.policy(policy).is_some_and(|policy| policy.shown().is_told());
    let told = |promise: &&Promise| {
        promise.kind != PromiseKind::Task && (shows || promise.kind == PromiseKind::NextContact)
    };
    promises.iter().filter(told).cloned().collect()
}

fn is_contact(promise: &Promise) -> bool {
    promise.kind == PromiseKind::NextContact
}

/// All promises but a running next contact, which stands at the top. Of contacts those that were not made in time.
fn listed(promises: &[Promise], directory: &Directory, stamper: &Stamper) -> Vec<PromiseView> {
    let others: Vec<Promise> = promises.iter().filter(|promise| !is_contact(promise)).cloned().collect();
    let is_over = |own: &&Promise| is_contact(own) && !own.is_open() && own.missed_at.is_some();
    let missed: Vec<&Promise> = promises.iter().filter(is_over).collect();
    let newest = &missed[missed.len().saturating_sub(MISSED_CONTACTS)..];
    let missed = newest.iter().map(|promise| promise_view(promise, directory, stamper));
    promise_views(&others, directory, stamper).into_iter().chain(missed).map(for_customers).collect()
}

/// When a contact was promised that was not made, and none since: what was only promised again, in time or not, makes it
/// no better. `entries` are those of the page, among which a word of ours stands, newest first.
fn broken_word(promises: &[Promise], entries: &[EntryView]) -> Option<Instant> {
    let is_given_up =
        |own: &&Promise| is_contact(own) && matches!(own.state, Standing::Missed { stopped: Some(_), .. });
    let broken = promises.iter().rfind(is_given_up)?.due;
    let is_word = |entry: &EntryView| {
        let reaches = matches!(entry.body, Body::Message { .. } | Body::Call { reached: true, .. });
        entry.author == Author::Staff && reaches && entry.at.at > broken
    };
    (!entries.iter().any(is_word)).then_some(broken)
}

/// Why a time was set by hand is written for colleagues.
pub(super) fn for_customers(view: PromiseView) -> PromiseView {
    PromiseView { manual: None, ..view }
}

fn answers(first_body: &str) -> Outcome<Vec<Answer>> {
    match serde_json::from_str(first_body)? {
        Body::Created { answers, .. } => Ok(answers),
        _ => Ok(Vec::new()),
    }
}

fn problem(directory: &Directory, line: &Line) -> Option<ProblemBrief> {
    let product = line.problem_product.as_deref().and_then(|id| directory.product(id));
    Some(ProblemBrief {
        number: line.problem_number.clone()?,
        title: line.problem_title.clone()?,
        product: product.map(|product| product.name.clone()),
        state: ProblemState::parse(line.problem_state.as_deref()?)?,
        note: line.problem_note.clone()?,
        workaround_html: line.problem_workaround.clone()?,
    })
}
