//! Reads rules, queues and profiles for the settings that every page shares.

use std::collections::{BTreeSet, HashMap};

use domain::access::Role;
use domain::routing::agent::{Absence, Duty, Profile};
use domain::routing::rule::Rules;
use domain::routing::{Skill, same_name};
use domain::tickets::entry::Named;
use domain::time::Instant;
use domain::words::Lang;

use crate::db::{Conn, q};
use crate::settings::Directory;
use crate::{Outcome, row};

const RULES: &str = "SELECT version, body FROM routing_rules ORDER BY version DESC LIMIT 1";
const QUEUES: &str =
    "SELECT id, name, team, hands_out, keeps, takes_rest FROM queues ORDER BY position, id LIMIT 200";
const WORKERS: &str = "SELECT p.id, p.name, p.role, p.team, p.lang, f.version, f.body, f.away_from, f.away_until, f.stand_in_id
  FROM people p LEFT JOIN profiles f ON f.person_id = p.id
  WHERE p.role IN ('agent', 'lead', 'manager', 'admin') AND p.disabled_at IS NULL ORDER BY p.name_norm, p.id LIMIT 2000";

row! { struct QueueLine { id: String, name: String, team: String, hands_out: bool, keeps: bool, takes_rest: bool } }
row! {
    struct WorkerLine {
        id: String, name: String, role: String, team: Option<String>, lang: String, version: Option<i64>,
        body: Option<String>, away_from: Option<i64>, away_until: Option<i64>, stand_in_id: Option<String>,
    }
}

/// How new tickets find somebody.
#[derive(Debug, Default)]
pub struct Setup {
    pub rules: Rules,
    pub queues: Vec<Queue>,
    /// Everybody who may be given a ticket, by name.
    pub workers: Vec<Worker>,
}

#[derive(Debug, Clone)]
pub struct Queue {
    pub id: String,
    pub name: String,
    pub team: String,
    pub hands_out: bool,
    pub keeps: bool,
    /// What nothing else places comes here.
    pub takes_rest: bool,
}

/// Somebody who may be given a ticket.
#[derive(Debug, Clone)]
pub struct Worker {
    pub who: Named,
    pub role: Role,
    pub team: Option<String>,
    pub lang: Lang,
    pub profile: Profile,
    pub absence: Option<Absence>,
    pub version: i64,
}

impl Setup {
    #[must_use]
    pub fn queue(&self, id: &str) -> Option<&Queue> {
        self.queues.iter().find(|queue| queue.id == id)
    }

    /// `team` as it is written already, whatever its case.
    pub fn known_team(&self, team: &str) -> String {
        let known = self.teams().into_iter().find(|known| same_name(known, team));
        known.unwrap_or_else(|| team.to_owned())
    }

    /// The queues that give each ticket to somebody.
    pub fn handing_out(&self) -> impl Iterator<Item = &Queue> {
        self.queues.iter().filter(|queue| queue.hands_out)
    }

    /// The queue of what nothing else places.
    #[must_use]
    pub fn rest(&self) -> Option<&Queue> {
        self.queues.iter().find(|queue| queue.takes_rest)
    }

    /// Of the queues and of those who work here, by name.
    #[must_use]
    pub fn teams(&self) -> Vec<String> {
        let of_queues = self.queues.iter().map(|queue| queue.team.as_str());
        let of_workers = self.workers.iter().filter_map(|worker| worker.team.as_deref());
        let teams: BTreeSet<&str> = of_queues.chain(of_workers).filter(|team| !team.is_empty()).collect();
        teams.into_iter().map(str::to_owned).collect()
    }

    /// Ids and names of the queues, in their order.
    #[must_use]
    pub fn queue_names(&self) -> Vec<Named> {
        self.queues.iter().map(|queue| Named { id: queue.id.clone(), name: queue.name.clone() }).collect()
    }

    #[must_use]
    pub fn worker(&self, id: &str) -> Option<&Worker> {
        self.workers.iter().find(|worker| worker.who.id == id)
    }

    /// Everybody who works on tickets.
    pub fn workers(&self) -> impl Iterator<Item = &Worker> {
        self.workers.iter()
    }

    /// Those who work in a queue: its team.
    pub fn workers_of(&self, queue: &Queue) -> impl Iterator<Item = &Worker> {
        self.workers.iter().filter(move |worker| worker.works_in(queue))
    }

    /// Ids of those who are away at `now`.
    #[must_use]
    pub fn away(&self, now: Instant) -> Vec<&str> {
        self.workers.iter().filter(|own| own.is_away(now)).map(|own| own.who.id.as_str()).collect()
    }

    /// Who looks after what `worker`, who is away, has promised; nobody who is away as well.
    #[must_use]
    pub fn stand_in(&self, worker: &Worker, now: Instant) -> Option<&Worker> {
        let absence = worker.absence.as_ref().filter(|absence| absence.covers(now))?;
        self.worker(absence.stand_in.as_deref()?).filter(|own| !own.is_away(now))
    }

    /// Every skill of those who work here, at its best level, by name.
    #[must_use]
    pub fn skills(&self) -> Vec<Skill> {
        let mut best: HashMap<String, Skill> = HashMap::new();
        for skill in self.workers.iter().flat_map(|worker| &worker.profile.skills) {
            let known = best.entry(skill.name.to_lowercase()).or_insert_with(|| skill.clone());
            known.level = known.level.max(skill.level);
        }
        let mut skills: Vec<Skill> = best.into_values().collect();
        skills.sort_by(|a, b| a.name.cmp(&b.name));
        skills
    }
}

impl Worker {
    #[must_use]
    pub fn works_in(&self, queue: &Queue) -> bool {
        self.team.as_deref() == Some(queue.team.as_str())
    }

    #[must_use]
    pub fn is_away(&self, now: Instant) -> bool {
        self.absence.as_ref().is_some_and(|absence| absence.covers(now))
    }

    /// Whether they can take work at `now`. Hours of a calendar that is gone are any hours.
    #[must_use]
    pub fn duty(&self, directory: &Directory, now: Instant) -> Duty {
        if self.is_away(now) {
            return Duty::Away;
        }
        let calendar = self.profile.calendar.as_deref().and_then(|id| directory.calendar(id));
        match calendar.is_none_or(|calendar| calendar.schedule.is_open(now)) {
            true => Duty::On,
            false => Duty::Off,
        }
    }

    /// The languages they write.
    #[must_use]
    pub fn langs(&self) -> Vec<Lang> {
        let others = self.profile.langs.iter().copied().filter(|lang| *lang != self.lang);
        [self.lang].into_iter().chain(others).collect()
    }
}

/// All of it, in three statements.
pub(crate) async fn load(conn: &mut Conn) -> Outcome<Setup> {
    let rules = match q(RULES).opt::<(i64, String)>(conn).await? {
        Some((version, body)) => Rules { version, ..serde_json::from_str(&body)? },
        None => Rules::default(),
    };
    let queues = q(QUEUES).all::<QueueLine>(conn).await?;
    let queue = |line: QueueLine| Queue {
        id: line.id,
        name: line.name,
        team: line.team,
        hands_out: line.hands_out,
        keeps: line.keeps,
        takes_rest: line.takes_rest,
    };
    let workers = q(WORKERS).all::<WorkerLine>(conn).await?;
    Ok(Setup {
        rules,
        queues: queues.into_iter().map(queue).collect(),
        workers: workers.into_iter().map(worker).collect::<Outcome<_>>()?,
    })
}

fn worker(line: WorkerLine) -> Outcome<Worker> {
    let away = |from: i64| Absence {
        from: Instant(from),
        until: line.away_until.map(Instant),
        stand_in: line.stand_in_id.clone(),
    };
    Ok(Worker {
        role: Role::parse(&line.role).unwrap_or_default(),
        team: line.team,
        lang: Lang::parse(&line.lang).unwrap_or_default(),
        profile: line.body.as_deref().map(serde_json::from_str).transpose()?.unwrap_or_default(),
        absence: line.away_from.map(away),
        version: line.version.unwrap_or_default(),
        who: Named { id: line.id, name: line.name },
    })
}
