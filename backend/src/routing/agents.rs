//! Those who work on tickets: what they can do, when they are there, and saving both.

use domain::Viewer;
use domain::access::Action;
use domain::error::{Checks, Problem};
use domain::routing::queue::MAX_NAME;
use domain::routing::view::{AbsenceDraft, AbsenceView, AgentView, AgentsPage, ProfileDraft};

use super::load::Worker;
use super::workload;
use crate::audit::{self, Deed};
use crate::db::{Query, q};
use crate::stamps::Stamper;
use crate::{Backend, Failure, Outcome};

/// Whether the row holds this already: a save whose answer was lost is made once more.
const SAME_PROFILE: &str = "SELECT COUNT(*) FROM profiles f JOIN people p ON p.id = f.person_id
  WHERE f.person_id = $1 AND f.body = $2 AND COALESCE(p.team, '') = $3";
const SAME_ABSENCE: &str =
    "SELECT COUNT(*) FROM profiles WHERE person_id = $1 AND COALESCE(away_from, 0) = $2
  AND COALESCE(away_until, 0) = $3 AND COALESCE(stand_in_id, '') = $4";
const SEEN: &str = "SELECT version FROM profiles WHERE person_id = $1";
const SAVE_PROFILE: &str = "INSERT INTO profiles (person_id, version, body) VALUES ($1, 1, $2)
  ON CONFLICT (person_id) DO UPDATE SET version = profiles.version + 1, body = excluded.body";
const SAVE_TEAM: &str = "UPDATE people SET team = NULLIF($2, ''), version = version + 1
  WHERE id = $1 AND COALESCE(team, '') <> $2";
const SAVE_ABSENCE: &str =
    "INSERT INTO profiles (person_id, version, body, away_from, away_until, stand_in_id) VALUES ($1, 1, $2, $3, $4, $5)
  ON CONFLICT (person_id) DO UPDATE SET version = profiles.version + 1, away_from = excluded.away_from,
  away_until = excluded.away_until, stand_in_id = excluded.stand_in_id";

/// Everybody who works on tickets.
///
/// # Errors
/// `Forbidden`.
pub async fn agents(b: &Backend, v: &Viewer) -> Outcome<AgentsPage> {
    v.ensure(Action::ReadPolicies)?;
    let (directory, now) = (b.directory().await?, b.clock.now());
    let loads = workload::all(&mut b.db.read().await?).await?;
    let (setup, stamper) = (&directory.routing, Stamper::new(v, now));
    let view = |worker: &Worker| {
        let load = loads.get(&worker.who.id).copied().unwrap_or_default();
        AgentView {
            who: worker.who.clone(),
            team: worker.team.clone().unwrap_or_default(),
            lang: worker.lang,
            duty: worker.duty(&directory, now),
            profile: worker.profile.clone(),
            absence: absence(&directory, worker, &stamper),
            open: load.tickets,
            load: load.weight,
            version: worker.version,
        }
    };
    Ok(AgentsPage {
        agents: setup.workers.iter().map(view).collect(),
        teams: setup.teams(),
        calendars: super::rules::calendars(&directory),
        skills: setup.skills().into_iter().map(|skill| skill.name).collect(),
        now,
    })
}

fn absence(
    directory: &crate::settings::Directory,
    worker: &Worker,
    stamper: &Stamper,
) -> Option<AbsenceView> {
    let absence = worker.absence.clone()?;
    let stand_in = absence.stand_in.as_deref().and_then(|id| directory.staff_member(id));
    Some(AbsenceView {
        from: stamper.stamp(absence.from),
        until: absence.until.map(|until| stamper.stamp(until)),
        stand_in: stand_in.map(|staff| staff.name.clone()),
        absence,
    })
}

/// Keeps what somebody can do and when they work.
///
/// # Errors
/// `Forbidden` but for leads and above; `NotFound` without such a person; `Conflict` when somebody changed it meanwhile;
/// `Invalid` with every field that needs another value.
pub async fn save_profile(b: &Backend, v: &Viewer, draft: ProfileDraft) -> Outcome<()> {
    v.ensure(Action::ManageWork)?;
    let directory = b.directory().await?;
    directory.routing.worker(&draft.person).ok_or(domain::Error::NotFound)?;
    let profile = draft.profile.checked(|id| directory.calendar(id).is_some_and(|own| !own.archived))?;
    let team = directory.routing.known_team(&checked_team(&draft.team)?);
    let body = serde_json::to_string(&profile)?;
    let save = q(SAVE_PROFILE).bind(draft.person.as_str()).bind(body.as_str());
    let same = q(SAME_PROFILE).bind(draft.person.as_str()).bind(body).bind(team.as_str());
    let team = q(SAVE_TEAM).bind(draft.person.as_str()).bind(team);
    keep(b, v, (&draft.person, draft.seen), vec![save, team], same).await
}

/// Keeps when somebody is away, and who looks after things then. Everybody may say so of themselves.
///
/// # Errors
/// As [`save_profile`].
pub async fn save_absence(b: &Backend, v: &Viewer, draft: AbsenceDraft) -> Outcome<()> {
    let own = draft.person == v.person_id;
    v.ensure(if own { Action::ChangeTicket } else { Action::ManageWork })?;
    let directory = b.directory().await?;
    let worker = directory.routing.worker(&draft.person).ok_or(domain::Error::NotFound)?;
    let absence = draft.absence.as_ref();
    let mut checks = Checks::default();
    let in_order = absence.is_none_or(|away| away.until.is_none_or(|until| until > away.from));
    checks.ensure(in_order, "until", Problem::EndsBefore);
    let over = absence.and_then(|away| away.until).is_some_and(|until| until <= b.clock.now());
    checks.ensure(!over, "until", Problem::NotInFuture);
    let stand_in = absence.and_then(|away| away.stand_in.clone());
    let knows = |id: &String| *id != draft.person && directory.routing.worker(id).is_some();
    checks.ensure(stand_in.as_ref().is_none_or(knows), "stand_in", Problem::NotAChoice);
    let theirs = stand_in.as_deref().and_then(|id| directory.routing.worker(id)?.absence.as_ref());
    let both = absence.zip(theirs).is_some_and(|(own, theirs)| own.overlaps(theirs));
    checks.ensure(!both, "stand_in", Problem::StandInAway);
    checks.finish()?;
    let save = q(SAVE_ABSENCE).bind(draft.person.as_str()).bind(serde_json::to_string(&worker.profile)?);
    let from = absence.map(|away| away.from.0);
    let until = absence.and_then(|away| away.until).map(|until| until.0);
    let same = q(SAME_ABSENCE).bind(draft.person.as_str()).bind(from.unwrap_or_default());
    let same = same.bind(until.unwrap_or_default()).bind(stand_in.clone().unwrap_or_default());
    let save = save.bind(from).bind(until).bind(stand_in);
    keep(b, v, (&draft.person, draft.seen), vec![save], same).await
}

/// The team as it is kept; empty: they are in none.
fn checked_team(team: &str) -> Outcome<String> {
    let mut checks = Checks::default();
    let team = checks.optional_line("team", team, MAX_NAME);
    checks.finish()?;
    Ok(team)
}

/// Carries out `saves` if the row of `person` still is at version `seen`; nothing where it holds the `same` already.
async fn keep(
    b: &Backend,
    v: &Viewer,
    (person, seen): (&str, i64),
    saves: Vec<Query>,
    same: Query,
) -> Outcome<()> {
    let audited = audit::Entry::new(b, Some(v), Deed::ProfileSaved, person);
    let person = person.to_owned();
    b.db.write(move |tx| {
        let (person, saves, same, audited) = (person.clone(), saves.clone(), same.clone(), audited.clone());
        Box::pin(async move {
            let version: Option<i64> = q(SEEN).bind(person).for_update().opt(tx).await?;
            if version.unwrap_or_default() != seen {
                return match same.one::<i64>(tx).await? {
                    0 => Err(Failure::from(domain::Error::Conflict(Vec::new()))),
                    _ => Ok(()),
                };
            }
            for save in saves {
                save.exec(tx).await?;
            }
            Ok(audit::record(tx, &audited).await?)
        })
    })
    .await?;
    b.directory_cache.forget();
    Ok(())
}
