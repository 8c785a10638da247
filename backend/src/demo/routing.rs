//! How the demo's company finds the right person. Written after the tickets, which were handled by hand.

use std::collections::{BTreeMap, HashMap};

use domain::routing::Skill;
use domain::routing::agent::{DEFAULT_LIMIT, Profile};
use domain::routing::rule::{Rule, Rules};
use domain::time::{HOUR_MS, Instant};
use domain::words::Lang;
use serde::Deserialize;

use super::company::Company;
use super::sheet::Sheet;
use crate::Outcome;
use crate::db::{Tx, q};
use crate::routing::workload::{self, Load};

const RULES: &str = "INSERT INTO routing_rules (version, body, created_at) VALUES (1, $1, $2)";
const HANDS_OUT: &str = "UPDATE queues SET hands_out = TRUE, keeps = TRUE WHERE id = $1";

const TAKES_REST: &str = "UPDATE queues SET takes_rest = TRUE WHERE id = $1";

/// The file `content/routing.json`.
#[derive(Clone, Deserialize)]
pub(super) struct RoutingText {
    rules: Vec<Rule>,
    /// Queues that hand out.
    hands_out: Vec<String>,
    /// The queue of what nothing else places.
    takes_rest: String,
    /// By email address.
    skills: BTreeMap<String, Vec<Skill>>,
    away: AwayText,
}

#[derive(Clone, Deserialize)]
struct AwayText {
    who: String,
    hours: i64,
}

/// What is written once the tickets are there.
#[derive(Clone)]
pub(super) struct Routing {
    text: RoutingText,
    /// Email address and person id of those with skills.
    people: Vec<(String, String)>,
    now: Instant,
}

impl Routing {
    pub fn of(text: &RoutingText, company: &Company, now: Instant) -> Self {
        let id = |email: &String| Some((email.clone(), company.by_email(email)?.viewer.person_id.clone()));
        Self { text: text.clone(), people: text.skills.keys().filter_map(id).collect(), now }
    }

    /// Writes rules and profiles, and counts what everybody has on their hands.
    pub async fn write(self, tx: &mut Tx) -> Outcome<()> {
        workload::recount(tx).await?;
        let loads = workload::all(tx).await?;
        self.profiles(&loads)?.write(tx).await?;
        for queue in self.text.hands_out {
            q(HANDS_OUT).bind(queue).exec(tx).await?;
        }
        q(TAKES_REST).bind(self.text.takes_rest).exec(tx).await?;
        let rules = Rules { version: 1, rules: self.text.rules };
        q(RULES).bind(serde_json::to_string(&rules)?).bind(self.now.0).exec(tx).await?;
        Ok(())
    }

    fn profiles(&self, loads: &HashMap<String, Load>) -> Outcome<Sheet> {
        let columns = "person_id, version, body, away_from, away_until";
        let mut profiles = Sheet::new("profiles", columns);
        for (email, person) in &self.people {
            // However many tickets were asked for, the demo's people have some room left.
            let open = loads.get(person).map_or(0, |load| u32::try_from(load.tickets).unwrap_or_default());
            let profile = Profile {
                skills: self.text.skills.get(email).cloned().unwrap_or_default(),
                langs: vec![Lang::En],
                limit: DEFAULT_LIMIT.max(open + open / 4),
                ..Profile::default()
            };
            let until = self.now.plus_ms(self.text.away.hours * HOUR_MS);
            let away = (*email == self.text.away.who).then_some((self.now.0, until.0));
            profiles.row([
                person.into(),
                1_i64.into(),
                serde_json::to_string(&profile)?.into(),
                away.map(|(from, _)| from).into(),
                away.map(|(_, until)| until).into(),
            ]);
        }
        Ok(profiles)
    }
}
