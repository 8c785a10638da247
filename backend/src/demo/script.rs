//! What happens in one ticket of the demo, and playing it.

use std::collections::HashMap;

use domain::Viewer;
use domain::promises::calendar::Schedule;
use domain::tickets::Channel;
use domain::tickets::decide::{Command, NewTicket};
use domain::tickets::entry::Named;
use domain::time::{Instant, MINUTE_MS};

use super::company::{Company, Person};
use super::content::Content;
use super::library::Library;
use super::life::{Life, Lived};
use crate::tickets::append::Pen;
use crate::tickets::requester::For;
use crate::{Failure, Outcome};

/// Minutes of a call whose text does not say.
pub(super) const SHORT_CALL: u32 = 5;

/// What every ticket is written with.
pub(super) struct Stage<'s> {
    pub content: &'s Content,
    pub company: &'s Company,
    pub library: &'s Library,
    /// What decides a customer's promises, by person id.
    pub facts: HashMap<String, For>,
    pub pen: Pen,
    pub hours: &'s Schedule,
    pub now: Instant,
}

/// One ticket's doings, in the order of their times.
pub(super) struct Script<'s> {
    pub number: i64,
    pub opened: Instant,
    pub requester: &'s Viewer,
    /// Who wrote it down, when that was not the requester.
    pub writer: Option<&'s Viewer>,
    pub new: NewTicket,
    pub problem: Option<&'s str>,
    pub acts: Vec<Act<'s>>,
}

pub(super) struct Act<'s> {
    pub at: Instant,
    pub by: &'s Viewer,
    pub command: Command,
}

impl<'s> Stage<'s> {
    /// Plays `script` up to now.
    ///
    /// # Errors
    /// When the script asks for something that the desk refuses.
    pub fn play(&self, script: &Script<'s>) -> Outcome<Lived> {
        let facts = self
            .facts
            .get(&script.requester.person_id)
            .ok_or_else(|| Failure::broken("a requester nobody knows"))?;
        let author = script.writer.unwrap_or(script.requester);
        let pen = Pen { now: script.opened, actor_id: Some(author.person_id.clone()), ..self.pen.clone() };
        let mut life = Life::begin(pen, facts, &script.new)?;
        for act in &script.acts {
            life.act(act.at, act.by, &act.command)?;
        }
        let mut lived = life.finish(self.now)?;
        lived.ticket.number = script.number;
        lived.ticket.problem_id =
            script.problem.and_then(|number| self.library.problem_id(number)).map(str::to_owned);
        Ok(lived)
    }

    /// The person with this address.
    ///
    /// # Errors
    /// When nobody has it.
    pub fn person(&self, email: &str) -> Outcome<&'s Person> {
        self.company
            .by_email(email)
            .ok_or_else(|| Failure::broken(format!("the demo knows nobody called {email}")))
    }

    /// So many minutes before now; after it when negative.
    pub fn minutes_ago(&self, minutes: i64) -> Instant {
        self.now.plus_ms(-minutes * MINUTE_MS)
    }

    /// The first moment from `at` on at which somebody is at work.
    pub fn at_work(&self, at: Instant) -> Instant {
        self.hours.next_open(at).unwrap_or(at)
    }

    /// How `agent` comes to have the ticket: moved to the queue of its topic if that is not the product's, then taken.
    pub fn taken(&self, new: &NewTicket, agent: &'s Viewer, at: Instant) -> Vec<Act<'s>> {
        let topic = new.topic.as_deref().unwrap_or_default();
        let usual = new.product.as_ref().and_then(|product| self.pen.directory.product_queues.get(product));
        let own = self.content.queues.iter().find(|queue| queue.topics.iter().any(|own| own == topic));
        let to = own
            .filter(|own| Some(&own.id) != usual)
            .map(|own| Named { id: own.id.clone(), name: own.name.clone() });
        let moved = to.map(|to| Act { at, by: agent, command: Command::Move { to: Some(to) } });
        let to = Some(Named { id: agent.person_id.clone(), name: agent.name.clone() });
        moved.into_iter().chain([Act { at, by: agent, command: Command::Assign { to } }]).collect()
    }

    /// Name of the team whose queue takes a topic.
    pub fn team_of(&self, product: &str, topic: &str) -> &'s str {
        let first_level = || self.content.queues.iter().filter(|queue| queue.level == 1);
        let of_topic = first_level().find(|queue| queue.topics.iter().any(|own| own == topic));
        let of_product = || first_level().find(|queue| queue.products.iter().any(|own| own == product));
        of_topic.or_else(of_product).map_or("", |queue| queue.team.as_str())
    }
}

impl<'s> Script<'s> {
    /// A phone call is written down by whoever took it.
    pub fn written_by(mut self, agent: &'s Viewer) -> Self {
        self.writer = (self.new.channel == Channel::Phone).then_some(agent);
        self
    }

    /// Moves the doings closer together where they would reach beyond `limit`.
    pub fn fit(mut self, limit: Instant) -> Self {
        let mut times: Vec<Instant> = self.acts.iter().map(|act| act.at).collect();
        squeeze(&mut times, self.opened, limit);
        for (act, at) in self.acts.iter_mut().zip(times) {
            act.at = at;
        }
        self
    }
}

/// Scales rising `times` after `from` so that the last one is no later than `limit`.
pub(super) fn squeeze(times: &mut [Instant], from: Instant, limit: Instant) {
    let Some(last) =
        times.last().map(|last| last.ms_since(from)).filter(|last| *last > limit.ms_since(from).max(0))
    else {
        return;
    };
    let room = limit.ms_since(from).max(0);
    for time in times {
        let whole = i128::from(time.ms_since(from)) * i128::from(room) / i128::from(last.max(1));
        *time = from.plus_ms(i64::try_from(whole).unwrap_or(room));
    }
}

/// How long a call took, where its text says so ("Called, 6 min.").
pub(super) fn minutes_in(text: &str) -> Option<u32> {
    let (before, _) = text.split_once(" min")?;
    before.rsplit(' ').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_last_too_long_goes_faster() {
        let mut times = [Instant(110), Instant(150), Instant(300)];
        squeeze(&mut times, Instant(100), Instant(200));
        assert_eq!(times, [Instant(105), Instant(125), Instant(200)]);
        squeeze(&mut times, Instant(100), Instant(500));
        assert_eq!(times[2], Instant(200), "there was time enough");
    }

    #[test]
    fn calls_say_how_long_they_were() {
        assert_eq!(minutes_in("Called Samuel, 9 min. Held all jobs."), Some(9));
        assert_eq!(minutes_in("Nobody there."), None);
    }
}
