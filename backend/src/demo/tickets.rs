//! The demo's tickets in the order of their creation: the older ones, then the cast of the newest.

use std::collections::HashMap;

use domain::time::{DAY_MS, Instant, MINUTE_MS};

use super::cast;
use super::dice::Dice;
use super::invent::{Fate, invent};
use super::life::Lived;
use super::scenes::{Cue, Ending, Invented, Scenario};
use super::script::{Script, Stage};
use super::when::arrivals;
use crate::Outcome;

/// Older tickets end this long before the first of the cast.
const GAP_MS: i64 = 25 * MINUTE_MS;
/// The numbers of older tickets begin above this, unless they are too many to fit below the cast's.
const LOWEST: i64 = 10_000;
/// Where they begin then.
const BEYOND: i64 = 100_001;
/// Waiting tickets are no older than this, open ones no older than that.
const WAITING_MS: i64 = 30 * DAY_MS;
const OPEN_MS: i64 = 31 * DAY_MS / 24;
/// However large the desk: so many wait, and so many are being worked on.
const MOST_WAITING: usize = 3_200;
const MOST_OPEN: usize = 1_400;

/// All tickets of the demo, one at a time.
pub(super) struct Tickets<'s> {
    stage: &'s Stage<'s>,
    dice: Dice,
    /// When the older ones came in.
    older: Vec<Instant>,
    first_number: i64,
    waiting: usize,
    open: usize,
    /// Written-out tickets that are long solved, and the places among the older ones where they stand.
    solved: HashMap<usize, (&'s Scenario, Cue)>,
    place: usize,
}

impl<'s> Tickets<'s> {
    /// `count` tickets, or as many as the cast has.
    pub fn new(stage: &'s Stage<'s>, count: usize, mut dice: Dice) -> Self {
        let cast = &stage.content.cast;
        let many = count.saturating_sub(cast.len());
        let first_of_cast = cast.first().map_or(0, |cue| cue.number);
        let fits = i64::try_from(many).is_ok_and(|many| first_of_cast - many > LOWEST);
        let oldest_of_cast = stage.minutes_ago(cast.first().map_or(0, |cue| cue.opened)).plus_ms(-GAP_MS);
        let until = if fits { oldest_of_cast } else { stage.now.plus_ms(-GAP_MS) };
        let older = arrivals(many, until, &mut dice);
        let younger_than =
            |ms: i64| older.iter().rev().take_while(|at| stage.now.ms_since(**at) < ms).count();
        Self {
            waiting: younger_than(WAITING_MS),
            open: younger_than(OPEN_MS),
            first_number: if fits { first_of_cast - many as i64 } else { BEYOND },
            solved: HashMap::new(),
            stage,
            dice,
            older,
            place: 0,
        }
        .with_scenarios()
    }

    /// Gives every solved scenario that is not in the cast a place among the newer ones of the older tickets.
    fn with_scenarios(mut self) -> Self {
        let content = self.stage.content;
        let cast = |scenario: &Scenario| {
            content.cast.iter().any(|cue| cue.scenario.as_ref() == Some(&scenario.subject))
        };
        let solved =
            content.scenarios.iter().filter(|scenario| scenario.ending == Ending::Solved && !cast(scenario));
        let places = (0..self.older.len()).rev().skip(6).step_by(5);
        let mut placed = HashMap::new();
        for (scenario, place) in solved.zip(places) {
            let own = scenario.organisation.as_ref()
                == Some(&content.story.scenario.organisation.clone().unwrap_or_default());
            let team = self.stage.company.team(self.stage.team_of(&scenario.product, &scenario.topic));
            let cue = Cue {
                number: self.first_number + place as i64,
                opened: self.stage.now.ms_since(self.older[place]) / MINUTE_MS,
                assignee: self.dice.pick(&team).map(|person| person.viewer.email.clone()),
                requester: own.then(|| content.story.requester.clone()),
                ..Cue::default()
            };
            placed.insert(place, (scenario, cue));
        }
        self.solved = placed;
        self
    }

    /// The next ticket, until there are no more.
    ///
    /// # Errors
    /// When the content does not fit together.
    pub fn next(&mut self) -> Outcome<Option<Lived>> {
        let place = self.place;
        self.place += 1;
        let stage = self.stage;
        if let Some((scenario, cue)) = self.solved.remove(&place) {
            return Ok(Some(stage.play(&cast::scenario(stage, scenario, &cue, &mut self.dice)?)?));
        }
        let script = match self.older.get(place).copied() {
            Some(opened) => Some(self.older_one(place, opened)?),
            None => match stage.content.cast.get(place - self.older.len()) {
                Some(cue) => Some(self.of_cast(cue)?),
                None => None,
            },
        };
        script.map(|script| stage.play(&script)).transpose()
    }

    fn older_one(&mut self, place: usize, opened: Instant) -> Outcome<Script<'s>> {
        let fate = self.fate(self.stage.now.ms_since(opened));
        invent(self.stage, self.first_number + place as i64, opened, fate, &mut self.dice)
    }

    fn fate(&mut self, age_ms: i64) -> Fate {
        let (waiting, open) = (self.waiting, self.open);
        if age_ms < OPEN_MS && self.dice.odds(MOST_OPEN.min(open * 2 / 5), open) {
            if self.dice.percent(8) { Fate::Unassigned } else { Fate::Open }
        } else if age_ms < WAITING_MS && self.dice.odds(MOST_WAITING.min(waiting / 2), waiting) {
            if self.dice.percent(15) { Fate::Hold } else { Fate::Waiting }
        } else {
            Fate::Solved
        }
    }

    fn of_cast(&mut self, cue: &'s Cue) -> Outcome<Script<'s>> {
        let (stage, dice) = (self.stage, &mut self.dice);
        if cue.story {
            return cast::story(stage, &stage.content.story, cue);
        }
        let scenario = stage.content.scenarios.iter().find(|own| cue.scenario.as_ref() == Some(&own.subject));
        match (scenario, cue.invented) {
            (Some(scenario), _) => cast::scenario(stage, scenario, cue, dice),
            (None, Some(Invented::Unassigned)) => {
                invent(stage, cue.number, stage.minutes_ago(cue.opened), Fate::Unassigned, dice)
            }
            (None, _) => invent(stage, cue.number, stage.minutes_ago(cue.opened), Fate::Solved, dice),
        }
    }
}
