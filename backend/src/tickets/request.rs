//! A customer's page of one request: what was promised first, then the conversation; nothing internal.

use domain::Viewer;
use domain::access::Role;
use domain::knowledge::{ProblemBrief, ProblemState};
use domain::ladder;
use domain::promises::policy::PolicyRef;
use domain::promises::{Promise, PromiseKind, Standing};
use domain::tickets::entry::{Answer, Author, Body};
use domain::tickets::view::{Answering, EntryView, PromiseView, RequestPage};
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
    let asked = asked(&directory, &standing, now);
    let called = asked.clone().filter(|_| standing.unclassed > 0);
    // Whom colleagues have asked is theirs until something is late.
    let is_missed = shown.iter().any(|promise| promise.is_open() && promise.due < now);
    let told = asked.filter(|_| is_missed).or_else(|| known(&directory, &line, now));
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

/// Who has taken the rung that a ticket stands on, or was told of it last. Nobody who is gone or away.
fn asked(directory: &Directory, standing: &ladder::Standing, now: Instant) -> Option<Answering> {
    let held = standing.current()?;
    let name = there(directory, &held.owner.id, now)?;
    Some(Answering { name, has_it: held.acknowledged.is_some() })
}

/// Who has the request, else the lead of its queue's team; again nobody who is away, or of another team.
fn known(directory: &Directory, line: &Line, now: Instant) -> Option<Answering> {
    let there = |id: &str| there(directory, id, now);
    let own = line.assignee_id.as_deref().and_then(there).map(|name| Answering { name, has_it: true });
    let mut leads = directory.team_leads(line.queue_id.as_deref()).map(|staff| staff.id.as_str());
    own.or_else(|| leads.find_map(there).map(|name| Answering { name, has_it: false }))
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
    let (next_contact, promises) =
        split(promise_views(shown, directory, &stamper), shown, directory, &stamper);
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
        promises,
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

/// The running next contact stands alone at the top; the others are listed.
fn split(
    views: Vec<PromiseView>,
    promises: &[Promise],
    directory: &Directory,
    stamper: &Stamper,
) -> (Option<PromiseView>, Vec<PromiseView>) {
    let contact =
        promises.iter().rfind(|promise| promise.kind == PromiseKind::NextContact && promise.is_open());
    let contact = contact.map(|promise| for_customers(promise_view(promise, directory, stamper)));
    let others =
        views.into_iter().filter(|view| view.kind != PromiseKind::NextContact).map(for_customers).collect();
    (contact, others)
}

/// When a contact was promised that was not made, and none since: what was only promised again, in time or not, makes it
/// no better. `entries` are those of the page, among which a word of ours stands, newest first.
fn broken_word(promises: &[Promise], entries: &[EntryView]) -> Option<Instant> {
    let is_given_up = |own: &&Promise| {
        own.kind == PromiseKind::NextContact && matches!(own.state, Standing::Missed { stopped: Some(_), .. })
    };
    let broken = promises.iter().rfind(is_given_up)?.due;
    let is_contact = |entry: &EntryView| {
        let reaches = matches!(entry.body, Body::Message { .. } | Body::Call { reached: true, .. });
        entry.author == Author::Staff && reaches && entry.at.at > broken
    };
    (!entries.iter().any(is_contact)).then_some(broken)
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
