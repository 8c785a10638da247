//! The tickets that were written out in full: scenarios, and the story the tour begins with.

use domain::Viewer;
use domain::intake::{Facts, Intake};
use domain::promises::PromiseKind;
use domain::tickets::decide::{AfterReply, Command, NewTicket};
use domain::tickets::{Channel, PlanStep, Priority, Status, Turn};
use domain::time::{Instant, MINUTE_MS};

use super::company::Person;
use super::dice::Dice;
use super::scenes::{Cue, Ending, From, Said, Scenario, StepState, Story};
use super::script::{Act, SHORT_CALL, Script, Stage, minutes_in, squeeze};
use crate::Outcome;

/// The next contact where a scenario names none, in minutes.
const USUAL_CONTACT: i64 = 1_440;

/// The parts of a scenario and who plays them.
struct Play<'s, 'c> {
    stage: &'s Stage<'s>,
    scenario: &'s Scenario,
    cue: &'c Cue,
    ending: Ending,
    customer: &'s Viewer,
    agent: Option<&'s Viewer>,
    colleague: &'s Viewer,
    /// Place in the thread of the agent's last message.
    last_word: Option<usize>,
}

/// The scenario as `cue` wants it; parts that the cue leaves open are cast by chance.
///
/// # Errors
/// When the cue names somebody who does not exist.
pub(super) fn scenario<'s>(
    stage: &'s Stage<'s>,
    scenario: &'s Scenario,
    cue: &Cue,
    dice: &mut Dice,
) -> Outcome<Script<'s>> {
    let customer = match (&cue.requester, &scenario.organisation) {
        (Some(email), _) => Some(stage.person(email)?),
        (None, Some(name)) => stage.company.organisation(name).and_then(|own| dice.pick(&own.contacts)),
        (None, None) => {
            stage.company.who_has(&scenario.product, None, dice).and_then(|(own, _)| dice.pick(&own.contacts))
        }
    };
    let agent = cue.assignee.as_deref().map(|email| stage.person(email)).transpose()?;
    let team = stage.company.team(stage.team_of(&scenario.product, &scenario.topic));
    let colleague = team.into_iter().find(|person| agent.is_none_or(|agent| agent.viewer != person.viewer));
    let somebody = stage.person(&stage.content.story.assignee)?;
    Play {
        stage,
        scenario,
        cue,
        ending: cue.ending.unwrap_or(scenario.ending),
        customer: &customer.unwrap_or(somebody).viewer,
        agent: agent.map(|agent| &agent.viewer),
        colleague: &colleague.or(agent).unwrap_or(somebody).viewer,
        last_word: scenario.thread.iter().rposition(|said| said.from == From::Agent),
    }
    .script(stage.minutes_ago(cue.opened))
}

/// The story, with its own people and times.
///
/// # Errors
/// When it names somebody who does not exist.
pub(super) fn story<'s>(stage: &'s Stage<'s>, story: &'s Story, cue: &Cue) -> Outcome<Script<'s>> {
    let (customer, agent) = (stage.person(&story.requester)?, stage.person(&story.assignee)?);
    let play = Play {
        stage,
        scenario: &story.scenario,
        cue,
        ending: story.scenario.ending,
        customer: &customer.viewer,
        agent: Some(&agent.viewer),
        colleague: &agent.viewer,
        last_word: story.scenario.thread.iter().rposition(|said| said.from == From::Agent),
    };
    let script = play.script(stage.minutes_ago(story.opened_minutes_ago))?;
    Ok(Script { number: story.number, ..script })
}

impl<'s> Play<'s, '_> {
    fn script(&self, opened: Instant) -> Outcome<Script<'s>> {
        let new = self.new_ticket();
        let times = self.times(opened);
        let mut acts = match self.agent {
            Some(agent) => self.stage.taken(
                &new,
                agent,
                times.first().map_or(opened, |first| opened.plus_ms(first.ms_since(opened) / 2)),
            ),
            None => Vec::new(),
        };
        let agreed = self.agreed(opened)?;
        for (place, (said, at)) in self.scenario.thread.iter().zip(times).enumerate() {
            acts.extend(self.said(place, said, at)?);
        }
        acts.extend(agreed);
        acts.sort_by_key(|act| act.at);
        let problem = self.scenario.problem.as_deref();
        Ok(Script {
            number: self.cue.number,
            opened,
            requester: self.customer,
            writer: None,
            new,
            problem,
            acts,
        })
    }

    fn new_ticket(&self) -> NewTicket {
        let s = self.scenario;
        let impacts = &self.stage.pen.directory.impacts;
        let impact = impacts.iter().find(|impact| impact.id == s.impact);
        let told = Intake {
            impact: Some(s.impact.clone()),
            answers: s.answers.iter().map(|(id, value)| (id.clone(), value.clone())).collect(),
            ..Intake::default()
        };
        let flows = self.stage.pen.directory.flows_for(Some(&s.product), Some(&s.topic));
        NewTicket {
            channel: Channel::Portal,
            subject: s.subject.clone(),
            text: s.description.clone(),
            ticket_type: s.ticket_type.clone(),
            priority: self.cue.priority.or(impact.map(|impact| impact.priority)).unwrap_or(Priority::Normal),
            product: Some(s.product.clone()),
            topic: Some(s.topic.clone()),
            answers: told.told(&flows, &Facts::default(), impacts, self.customer.lang),
            opened: s.article.iter().cloned().collect(),
        }
    }

    /// When each part of the thread is said: as written, except that the agent's last word falls when the cue wants it
    /// and everything has been said by now.
    fn times(&self, opened: Instant) -> Vec<Instant> {
        let mut times: Vec<Instant> =
            self.scenario.thread.iter().map(|said| opened.plus_ms(said.after_minutes * MINUTE_MS)).collect();
        let age = self.stage.now.ms_since(opened);
        let (Some(place), Some(spoke)) = (self.last_word, self.cue.spoke) else {
            squeeze(&mut times, opened, opened.plus_ms(age * 2 / 3));
            return times;
        };
        let (before, after) = times.split_at_mut(place);
        let word = self.stage.minutes_ago(spoke);
        let shift = word.ms_since(after.first().copied().unwrap_or(word));
        for time in after.iter_mut() {
            *time = time.plus_ms(shift);
        }
        squeeze(before, opened, word.plus_ms(-5 * MINUTE_MS));
        squeeze(after, word, word.plus_ms(self.stage.now.ms_since(word) * 2 / 3));
        times
    }

    fn said(&self, place: usize, said: &Said, at: Instant) -> Outcome<Vec<Act<'s>>> {
        let named = said.who.as_deref().map(|email| self.stage.person(email)).transpose()?;
        let speaker = |usual: &'s Viewer| named.map_or(usual, |person: &'s Person| &person.viewer);
        let agent = self.agent.unwrap_or(self.colleague);
        let text = || said.text.clone();
        let act = |by, command| Act { at, by, command };
        Ok(match said.from {
            From::Agent => self.reply(place, said, at, speaker(agent)),
            From::Customer => {
                let mut acts = vec![act(speaker(self.customer), Command::CustomerMessage { text: text() })];
                if let Some(steps) = self.plan_without(place, &said.plan_done) {
                    acts.push(Act {
                        at: at.plus_ms(MINUTE_MS),
                        by: agent,
                        command: Command::SetPlan { steps },
                    });
                }
                acts
            }
            From::Note => vec![act(speaker(self.colleague), Command::Note { text: text() })],
            From::Call => {
                let minutes = minutes_in(&said.text).unwrap_or(SHORT_CALL);
                vec![act(speaker(agent), Command::Call { text: text(), reached: true, minutes })]
            }
            From::Event => Vec::new(),
        })
    }

    fn reply(&self, place: usize, said: &Said, at: Instant, by: &'s Viewer) -> Vec<Act<'s>> {
        let last = self.last_word == Some(place);
        let theirs = said
            .plan
            .iter()
            .find(|step| step.state != StepState::Done)
            .is_some_and(|step| step.who == Turn::You);
        let after = match self.ending {
            Ending::Solved if last => AfterReply::Solve,
            Ending::Waiting if last => AfterReply::Wait,
            _ if theirs && self.customer_is_next(place) => AfterReply::Wait,
            _ => AfterReply::KeepOpen,
        };
        let wished = self.cue.contact.filter(|_| last).map(|minutes| self.stage.minutes_ago(-minutes));
        let usual = said.next_contact_minutes.unwrap_or(USUAL_CONTACT);
        let contact = wished.unwrap_or(at.plus_ms(usual * MINUTE_MS)).max(at.plus_ms(MINUTE_MS));
        let next_contact = Some(contact).filter(|_| after == AfterReply::KeepOpen || !last);
        let plan = Some(steps(&said.plan, &[])).filter(|steps| !steps.is_empty());
        let reply = Command::Reply { text: said.text.clone(), after, plan, next_contact };
        let mut acts = vec![Act { at, by, command: reply }];
        if let Some(hold) = self.scenario.hold.as_ref().filter(|_| last && self.ending == Ending::Hold) {
            let review_at = Some(self.stage.now.max(at).plus_ms(hold.review_minutes * MINUTE_MS));
            let command =
                Command::SetStatus { to: Status::OnHold, reason: Some(hold.reason.clone()), review_at };
            acts.push(Act { at: at.plus_ms(MINUTE_MS), by, command });
        }
        acts
    }

    /// Whether the customer is the next to speak after `place`.
    fn customer_is_next(&self, place: usize) -> bool {
        let mut later = self.scenario.thread.iter().skip(place + 1).filter(|said| said.from != From::Note);
        later.next().is_some_and(|said| said.from == From::Customer) && self.last_word != Some(place)
    }

    /// The plan as it stood at `place`, with these steps done; `None` when none of it is.
    fn plan_without(&self, place: usize, done: &[String]) -> Option<Vec<PlanStep>> {
        let plan = self.scenario.thread[..place]
            .iter()
            .rev()
            .map(|said| &said.plan)
            .find(|plan| !plan.is_empty())?;
        (!done.is_empty()).then(|| steps(plan, done))
    }

    fn agreed(&self, opened: Instant) -> Outcome<Option<Act<'s>>> {
        let Some(agreed) = &self.cue.agreed else { return Ok(None) };
        let due = self.stage.minutes_ago(-agreed.due);
        let command =
            Command::SetDue { promise: PromiseKind::Resolution, due, reason: agreed.reason.clone() };
        let by = &self.stage.person(&agreed.by)?.viewer;
        Ok(Some(Act { at: opened.plus_ms(agreed.after * MINUTE_MS), by, command }))
    }
}

fn steps(plan: &[super::scenes::Step], done: &[String]) -> Vec<PlanStep> {
    let step = |step: &super::scenes::Step| PlanStep {
        text: step.text.clone(),
        turn: step.who,
        done: step.state == StepState::Done || done.contains(&step.text),
    };
    plan.iter().map(step).collect()
}
