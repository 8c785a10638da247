//! Saving a calendar: every save is a version, and open tickets behind it follow in the background.

use domain::Viewer;
use domain::access::Action;
use domain::error::{Checks, FieldError, Problem};
use domain::promises::calendar::{Calendar, CalendarError};
use domain::settings::{CalendarDraft, Saved};
use domain::text;
use domain::time::Instant;

use super::Directory;
use super::directory::KnownCalendar;
use crate::audit::{self, Deed};
use crate::db::{Tx, q};
use crate::promises::{Effect, recount};
use crate::{Backend, Outcome};

/// Longest name, in characters.
pub(super) const MAX_NAME: u32 = 80;
/// Largest calendar, in bytes of its JSON.
const MAX_BODY: usize = 2_000_000;

const NEWEST: &str = "SELECT COALESCE(MAX(version), 0) FROM calendars WHERE id = $1";
const INSERT: &str = "INSERT INTO calendars (id, version, name, body, created_at, changed_by, archived)
  VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING";

/// Keeps `draft` as the calendar's next version, unless nothing differs.
///
/// # Errors
/// `Forbidden`; `Conflict` when somebody else saved it meanwhile; `Invalid` with every field that needs another value.
pub async fn save_calendar(b: &Backend, v: &Viewer, draft: &CalendarDraft) -> Outcome<Saved> {
    v.ensure(Action::EditPolicies)?;
    let (directory, now) = (b.directory().await?, b.clock.now());
    if let Some(saved) = made_before(&directory, draft) {
        return Ok(saved);
    }
    let draft = checked(&directory, draft, now)?;
    let known = directory.calendar(&draft.id);
    let same = |own: &&KnownCalendar| {
        (own.version, &own.name, own.archived) == (draft.seen, &draft.name, draft.archived)
            && *own.model == draft.calendar
    };
    if let Some(own) = known.filter(same) {
        return Ok(Saved { id: draft.id, version: own.version });
    }
    let counts_anew = known.is_some_and(|own| !own.model.counts_as(&draft.calendar));
    let id = if draft.id.is_empty() { b.ids.id(now) } else { draft.id.clone() };
    let (version, name) = (draft.seen + 1, draft.name.clone());
    let effect = Effect::Calendar { id: id.clone(), version, name, since: now };
    let recount = match counts_anew {
        true => Some(super::recount_of(b, v, &directory, effect).await?),
        false => None,
    };
    let audited = audit::Entry::new(b, Some(v), Deed::CalendarSaved, &id);
    let audited = audited.with(serde_json::json!({ "version": version, "archived": draft.archived }));
    let save = Save { id: id.clone(), draft, by: v.person_id.clone(), now, recount, audited };
    b.db.write(move |tx| {
        let save = save.clone();
        Box::pin(async move { save.run(tx).await })
    })
    .await?;
    b.directory_cache.forget();
    Ok(Saved { id, version })
}

#[derive(Clone)]
struct Save {
    id: String,
    draft: CalendarDraft,
    by: String,
    now: Instant,
    recount: Option<recount::New>,
    audited: audit::Entry,
}

impl Save {
    async fn run(self, tx: &mut Tx) -> Outcome<()> {
        let newest: i64 = q(NEWEST).bind(self.id.as_str()).one(tx).await?;
        let body = serde_json::to_string(&self.draft.calendar)?;
        let insert = q(INSERT).bind(self.id).bind(self.draft.seen + 1).bind(self.draft.name).bind(body);
        let insert = insert.bind(self.now.0).bind(self.by).bind(self.draft.archived);
        let is_next = newest == self.draft.seen;
        super::keep_version(tx, is_next, insert, self.recount.as_ref(), &self.audited).await
    }
}

/// What a new `draft` has become already: it is sent again because the answer was lost.
fn made_before(directory: &Directory, draft: &CalendarDraft) -> Option<Saved> {
    let (name, model) = (text::line(&draft.name), tidy(draft.calendar.clone()));
    let newest = directory.calendars.iter().filter_map(|(id, versions)| Some((id, versions.last()?)));
    let is_it = |(_, own): &(&String, &KnownCalendar)| {
        draft.id.is_empty() && (own.version, &own.name) == (1, &name) && *own.model == model
    };
    newest.into_iter().find(is_it).map(|(id, own)| Saved { id: id.clone(), version: own.version })
}

/// The draft with its texts as they are kept.
pub(crate) fn checked(directory: &Directory, draft: &CalendarDraft, now: Instant) -> Outcome<CalendarDraft> {
    let mut checks = Checks::default();
    let mut draft = draft.clone();
    draft.name = checks.line("name", &draft.name, MAX_NAME);
    draft.calendar = tidy(draft.calendar);
    if draft.id.is_empty() != (draft.seen == 0) {
        return Err(domain::Error::NotFound.into());
    }
    let others = directory.calendars.iter().filter(|(id, _)| **id != draft.id);
    let mut others = others.filter_map(|(_, versions)| versions.last());
    checks.ensure(!others.any(|other| other.name == draft.name), "name", Problem::Taken);
    // What is put away need not open again.
    let fault = match draft.archived {
        true => draft.calendar.schedule().err(),
        false => draft.calendar.compile(now).err(),
    };
    checks.extend(fault.iter());
    let users = if draft.archived { users(directory, &draft.id) } else { Vec::new() };
    checks.ensure(users.is_empty(), "archived", Problem::StillUsed(users.join(", ")));
    let too_large = serde_json::to_string(&draft.calendar)?.len() > MAX_BODY;
    checks.ensure(!too_large, "feeds", Problem::TooMuch);
    checks.finish()?;
    Ok(draft)
}

/// Names of the policies that count in the calendar `id` now.
pub(super) fn users(directory: &Directory, id: &str) -> Vec<String> {
    let mut names: Vec<String> = directory
        .newest_policies()
        .filter(|policy| policy.enabled && policy.calendar.as_deref() == Some(id))
        .map(|policy| policy.name.clone())
        .collect();
    names.sort_unstable();
    names
}

/// Dates in order and once, names only of dates that are listed.
fn tidy(mut calendar: Calendar) -> Calendar {
    calendar.timezone = calendar.timezone.trim().to_owned();
    for dates in [&mut calendar.holidays, &mut calendar.yearly_holidays] {
        dates.sort_unstable();
        dates.dedup();
    }
    let names = std::mem::take(&mut calendar.names);
    let is_listed = |date: &String| {
        let listed = calendar.holidays.contains(date) || calendar.yearly_holidays.contains(date);
        listed || calendar.exceptions.contains_key(date) || calendar.breaks.contains_key(date)
    };
    let names = names.into_iter().map(|(date, name)| (date, text::line(&name).chars().take(120).collect()));
    let names = names.filter(|(date, name): &(String, String)| !name.is_empty() && is_listed(date)).collect();
    calendar.names = names;
    calendar
}

/// A calendar that cannot be used, at its field.
pub(crate) fn refused(error: CalendarError) -> domain::Error {
    domain::Error::Invalid(vec![FieldError::from(&error)])
}
