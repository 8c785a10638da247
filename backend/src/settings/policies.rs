//! Saving a policy: every save is a version. New tickets follow the newest; open ones only when the admin says so.

use domain::Viewer;
use domain::access::Action;
use domain::error::{Checks, Problem};
use domain::promises::policy::{AlarmAction, AlarmRule, Audience, Policy, Target};
use domain::settings::{PolicyDraft, Saved};
use domain::text;
use domain::time::Instant;

use super::Directory;
use super::calendars::MAX_NAME;
use crate::audit::{self, Deed};
use crate::db::{Tx, q};
use crate::promises::{Effect, recount};
use crate::{Backend, Outcome};

/// Largest amount of any unit.
const MAX_AMOUNT: u32 = 10_000;
/// Most rows, and most alarms.
const MAX_ROWS: usize = 100;

const NEWEST: &str = "SELECT COALESCE(MAX(version), 0) FROM policies WHERE id = $1";
/// Only one policy serves everybody else.
const RESIGN: &str = "UPDATE policies SET is_default = FALSE WHERE id <> $1 AND is_default = TRUE";
const INSERT: &str =
    "INSERT INTO policies (id, version, name, tier, is_default, body, created_at, changed_by)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING";

/// Keeps `draft` as the policy's next version, unless nothing differs and nothing is to follow.
///
/// # Errors
/// `Forbidden`; `Conflict` when somebody else saved it meanwhile; `Invalid` with every field that needs another value.
pub async fn save_policy(b: &Backend, v: &Viewer, draft: &PolicyDraft) -> Outcome<Saved> {
    v.ensure(Action::EditPolicies)?;
    let (directory, now) = (b.directory().await?, b.clock.now());
    if let Some(saved) = made_before(&directory, draft) {
        return Ok(saved);
    }
    let mut policy = checked(b, &directory, &draft.policy)?;
    let (tier, is_default) = served(&directory, draft)?;
    let serves_alike = (tier.as_deref(), is_default)
        == (tier_of(&directory, &policy.id), directory.default_policy == policy.id);
    let known = directory.newest_policy(&policy.id).filter(|_| serves_alike && !draft.apply);
    if let Some(own) = known.filter(|own| own.as_ref() == &policy) {
        return Ok(Saved { id: policy.id, version: own.version });
    }
    let (seen, is_new) = (policy.version, policy.id.is_empty());
    policy.version = seen + 1;
    if is_new {
        policy.id = b.ids.id(now);
    }
    let effect = Effect::Policy { policy: policy.reference(), name: policy.name.clone(), by: v.name.clone() };
    let recount = match draft.apply && !is_new {
        true => Some(super::recount_of(b, v, &directory, effect).await?),
        false => None,
    };
    let audited = audit::Entry::new(b, Some(v), Deed::PolicySaved, &policy.id);
    let audited =
        audited.with(serde_json::json!({ "version": policy.version, "applied": recount.is_some() }));
    let saved = Saved { id: policy.id.clone(), version: policy.version };
    let unwritten = i64::from(seen == 1 && policy.id == Policy::default_policy().id);
    let by = v.person_id.clone();
    let save = Save { policy, tier, is_default, seen, unwritten, by, now, recount, audited };
    b.db.write(move |tx| {
        let save = save.clone();
        Box::pin(async move { save.run(tx).await })
    })
    .await?;
    b.directory_cache.forget();
    Ok(saved)
}

/// What a new `draft` has become already: it is sent again because the answer was lost.
fn made_before(directory: &Directory, draft: &PolicyDraft) -> Option<Saved> {
    let plain = |own: &Policy| {
        let unnamed = |alarm: &AlarmRule| AlarmRule { id: String::new(), ..alarm.clone() };
        let alarms = own.alarms.iter().map(unnamed).collect();
        Policy { id: String::new(), version: 0, name: text::line(&own.name), alarms, ..own.clone() }
    };
    let (wanted, tier) = (plain(&draft.policy), text::line(&draft.tier));
    let is_it = |own: &&Policy| {
        let serves = (tier_of(directory, &own.id).unwrap_or_default(), directory.default_policy == own.id);
        own.version == 1 && serves == (tier.as_str(), draft.is_default) && plain(own) == wanted
    };
    let known =
        directory.newest_policies().filter(|_| draft.policy.id.is_empty()).map(AsRef::as_ref).find(is_it)?;
    Some(Saved { id: known.id.clone(), version: known.version })
}

/// The tier that the draft is to serve, and whether it is to serve everybody else. Somebody always does: who did so far
/// goes on until another takes over.
fn served(directory: &Directory, draft: &PolicyDraft) -> Outcome<(Option<String>, bool)> {
    let tier = Some(text::line(&draft.tier)).filter(|tier| !tier.is_empty());
    let holder = tier.as_ref().and_then(|tier| directory.tiers.get(tier));
    if holder.is_some_and(|holder| *holder != draft.policy.id) {
        return Err(domain::Error::field("tier", Problem::Taken).into());
    }
    Ok((tier, draft.is_default || directory.default_policy == draft.policy.id))
}

fn tier_of<'d>(directory: &'d Directory, id: &str) -> Option<&'d str> {
    directory.tiers.iter().find(|(_, served_by)| *served_by == id).map(|(tier, _)| tier.as_str())
}

#[derive(Clone)]
struct Save {
    policy: Policy,
    tier: Option<String>,
    is_default: bool,
    seen: i64,
    /// The version of the policy that every desk begins with, while it stands in no table.
    unwritten: i64,
    by: String,
    now: Instant,
    recount: Option<recount::New>,
    audited: audit::Entry,
}

impl Save {
    async fn run(self, tx: &mut Tx) -> Outcome<()> {
        let known: i64 = q(NEWEST).bind(self.policy.id.as_str()).one(tx).await?;
        let newest = if known == 0 { self.unwritten } else { known };
        if self.is_default {
            q(RESIGN).bind(self.policy.id.as_str()).exec(tx).await?;
        }
        let body = serde_json::to_string(&self.policy)?;
        let insert =
            q(INSERT).bind(self.policy.id).bind(self.policy.version).bind(self.policy.name).bind(self.tier);
        let insert = insert.bind(self.is_default).bind(body).bind(self.now.0).bind(self.by);
        let is_next = newest == self.seen;
        super::keep_version(tx, is_next, insert, self.recount.as_ref(), &self.audited).await
    }
}

/// The draft with its texts as they are kept, and with an id for each alarm; its version is the one that was edited.
pub(crate) fn checked(b: &Backend, directory: &Directory, draft: &Policy) -> Outcome<Policy> {
    let mut checks = Checks::default();
    let mut policy = draft.clone();
    if policy.id.is_empty() != (policy.version == 0) {
        return Err(domain::Error::NotFound.into());
    }
    policy.name = checks.line("name", &policy.name, MAX_NAME);
    let is_taken =
        directory.newest_policies().any(|other| other.id != policy.id && other.name == policy.name);
    checks.ensure(!is_taken, "name", Problem::Taken);
    for alarm in policy.alarms.iter_mut().filter(|alarm| alarm.id.is_empty()) {
        alarm.id = b.ids.id(b.clock.now());
    }
    checks.extend(policy.problems().iter());
    let calendar = policy.calendar.as_deref();
    let is_usable = |id: &str| directory.calendar(id).is_some_and(|known| !known.archived);
    checks.ensure(calendar.is_none_or(is_usable), "calendar", Problem::NotAChoice);
    check_sizes(&mut checks, &policy);
    check_names(&mut checks, directory, &policy);
    checks.finish()?;
    Ok(policy)
}

fn check_sizes(checks: &mut Checks, policy: &Policy) {
    let fits = |target: Option<Target>| target.is_none_or(|target| target.amount <= MAX_AMOUNT);
    for (index, row) in policy.rows.iter().enumerate() {
        for (name, target) in row.targets.named() {
            checks.ensure(fits(target), &format!("rows[{index}].{name}"), Problem::NotANumber);
        }
    }
    checks.ensure(fits(policy.contact_within), "contact_within", Problem::NotANumber);
    checks.ensure(fits(policy.open_survey), "open_survey", Problem::NotANumber);
    checks.ensure(policy.rows.len() <= MAX_ROWS, "rows", Problem::TooMuch);
    checks.ensure(policy.alarms.len() <= MAX_ROWS, "alarms", Problem::TooMuch);
}

/// Types, people and webhooks have to be those of the desk.
fn check_names(checks: &mut Checks, directory: &Directory, policy: &Policy) {
    for (index, row) in policy.rows.iter().enumerate() {
        let field = format!("rows[{index}].ticket_type");
        let is_type = |id| directory.has_type(id);
        checks.ensure(row.ticket_type.as_deref().is_none_or(is_type), &field, Problem::NotAChoice);
    }
    for (index, alarm) in policy.alarms.iter().enumerate() {
        let is_known = |action: &AlarmAction| match action {
            AlarmAction::Assign(id) | AlarmAction::Notify(Audience::Person(id)) => {
                directory.staff_member(id).is_some()
            }
            AlarmAction::Webhook(id) => directory.webhook(id).is_some(),
            _ => true,
        };
        checks.ensure(alarm.actions.iter().all(is_known), &format!("alarms[{index}]"), Problem::NotAChoice);
    }
}
