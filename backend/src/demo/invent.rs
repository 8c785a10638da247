//! Tickets in bulk, put together from fragments by chance.

use domain::Viewer;
use domain::intake::{Facts, Intake, Question, QuestionKind, questions_of};
use domain::tickets::decide::{AfterReply, Command, NewTicket};
use domain::tickets::{Channel, PlanStep, Priority, Status, Turn};
use domain::time::{DAY_MS, HOUR_MS, Instant, MINUTE_MS};

use super::company::Organisation;
use super::dice::Dice;
use super::scenes::Pattern;
use super::script::{Act, SHORT_CALL, Script, Stage, minutes_in};
use crate::{Failure, Outcome};

/// What becomes of an invented ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// Nobody has taken it yet.
    Unassigned,
    /// Somebody is at it and has promised to write.
    Open,
    Waiting,
    Hold,
    Solved,
}

/// One ticket in the making.
struct Invention<'s, 'd> {
    stage: &'s Stage<'s>,
    dice: &'d mut Dice,
    pattern: &'s Pattern,
    customer: &'s Viewer,
    agent: &'s Viewer,
    /// What `{n}`, `{site}` and so on stand for in this ticket.
    words: Vec<(&'static str, String)>,
    opened: Instant,
}

/// A ticket called `number`, opened at `opened`, that goes as `fate` wants it.
///
/// # Errors
/// When the content lacks what every ticket needs.
pub(super) fn invent<'s>(
    stage: &'s Stage<'s>,
    number: i64,
    opened: Instant,
    fate: Fate,
    dice: &mut Dice,
) -> Outcome<Script<'s>> {
    let missing = || Failure::broken("the demo has nobody to write tickets");
    let pattern = pattern(stage, fate, dice).ok_or_else(missing)?;
    let active = fate != Fate::Solved;
    let (organisation, version) =
        stage.company.who_has(&pattern.product, pattern.versions.as_deref(), dice).ok_or_else(missing)?;
    let customer = customer(stage, organisation, active, dice).ok_or_else(missing)?;
    let agent = agent(stage, pattern, active, dice).ok_or_else(missing)?;
    let words = words(stage, pattern, version, dice);
    let mut invention = Invention { stage, dice, pattern, customer, agent, words, opened };
    let new = invention.new_ticket(fate);
    let acts = if fate == Fate::Unassigned { Vec::new() } else { invention.acts(&new, fate) };
    let problem = pattern.problem.as_deref();
    let script =
        Script { number, opened, requester: customer, writer: None, new, problem, acts }.written_by(agent);
    Ok(script.fit(stage.now.plus_ms(-stage.now.ms_since(opened) / 20)))
}

/// Nobody lets an urgent matter lie, so what is unassigned is no incident.
fn pattern<'s>(stage: &Stage<'s>, fate: Fate, dice: &mut Dice) -> Option<&'s Pattern> {
    let all = &stage.content.fragments.subject_patterns;
    let calm: Vec<&Pattern> = all.iter().filter(|pattern| pattern.impact == "no-rush").collect();
    match fate {
        Fate::Unassigned => dice.pick(&calm).copied(),
        _ => dice.pick(all),
    }
}

/// Somebody of `organisation`. The tour's customer has no open requests besides the story's.
fn customer<'s>(
    stage: &Stage<'s>,
    organisation: &'s Organisation,
    active: bool,
    dice: &mut Dice,
) -> Option<&'s Viewer> {
    let busy = |viewer: &Viewer| active && viewer.email == stage.content.story.requester;
    let contacts: Vec<&Viewer> =
        organisation.contacts.iter().map(|person| &person.viewer).filter(|viewer| !busy(viewer)).collect();
    dice.pick(&contacts).copied()
}

/// Somebody of the team. The tour's agent has no open tickets besides those of the cast.
fn agent<'s>(stage: &Stage<'s>, pattern: &Pattern, active: bool, dice: &mut Dice) -> Option<&'s Viewer> {
    let busy = |viewer: &Viewer| active && viewer.email == stage.content.story.assignee;
    let team = stage.company.team(stage.team_of(&pattern.product, &pattern.topic));
    let free: Vec<&Viewer> =
        team.iter().map(|person| &person.viewer).filter(|viewer| !busy(viewer)).collect();
    dice.pick(&free).copied()
}

fn words(
    stage: &Stage<'_>,
    pattern: &Pattern,
    version: &str,
    dice: &mut Dice,
) -> Vec<(&'static str, String)> {
    let f = &stage.content.fragments;
    let devices = f.devices.get(&pattern.product).map_or(&[][..], Vec::as_slice);
    vec![
        ("{site}", dice.say(&f.sites).to_owned()),
        ("{dock}", dice.say(&f.docks).to_owned()),
        ("{device}", dice.say(devices).to_owned()),
        ("{version}", version.to_owned()),
        ("{n}", dice.between(pattern.n.0, pattern.n.1).to_string()),
    ]
}

impl<'s> Invention<'s, '_> {
    fn fill(&self, text: &str) -> String {
        self.words.iter().fold(text.to_owned(), |text, (place, word)| text.replace(place, word))
    }

    fn new_ticket(&mut self, fate: Fate) -> NewTicket {
        let p = self.pattern;
        let channel = match self.dice.below(100) {
            0..55 => Channel::Portal,
            55..90 => Channel::Email,
            90..97 if fate != Fate::Unassigned => Channel::Phone,
            _ => Channel::Api,
        };
        let impacts = &self.stage.pen.directory.impacts;
        let usual = impacts
            .iter()
            .find(|impact| impact.id == p.impact)
            .map_or(Priority::Normal, |impact| impact.priority);
        let raised = fate != Fate::Unassigned && self.dice.percent(12);
        let opened = p
            .article
            .iter()
            .filter(|_| channel == Channel::Portal && self.dice.percent(40))
            .cloned()
            .collect();
        NewTicket {
            channel,
            subject: self.fill(&p.subject),
            text: self.description(),
            ticket_type: p.ticket_type.clone(),
            priority: if raised { usual.raised() } else { usual },
            product: Some(p.product.clone()),
            topic: Some(p.topic.clone()),
            answers: if channel == Channel::Portal { self.answers() } else { Vec::new() },
            opened,
        }
    }

    fn description(&mut self) -> String {
        let f = &self.stage.content.fragments;
        let (opening, closing) = (self.dice.say(&f.openings), self.dice.say(&f.closings));
        let worry =
            if self.dice.percent(45) { self.dice.say(f.worries.of(&self.pattern.ticket_type)) } else { "" };
        let what = self.dice.say(&self.pattern.descriptions);
        let what = self.fill(what);
        let name = self.customer.name.split(' ').next().unwrap_or_default();
        format!("{opening}\n\n{what} {worry}\n\n{closing}\n{name}").replace(" \n", "\n")
    }

    fn answers(&mut self) -> Vec<domain::tickets::entry::Answer> {
        let directory = self.stage.pen.directory.clone();
        let flows = directory.flows_for(Some(&self.pattern.product), Some(&self.pattern.topic));
        let questions = questions_of(&flows);
        let told = questions
            .iter()
            .filter_map(|question| Some((question.id.clone(), self.answer(question)?)))
            .collect();
        let told = Intake { impact: Some(self.pattern.impact.clone()), answers: told, ..Intake::default() };
        told.told(&flows, &Facts::default(), &directory.impacts, self.customer.lang)
    }

    /// What can be answered without knowing what is asked.
    fn answer(&mut self, question: &Question) -> Option<String> {
        match question.kind {
            QuestionKind::Choice | QuestionKind::Many => self.dice.pick(&question.options).cloned(),
            QuestionKind::Version => Some(self.fill("{version}")),
            QuestionKind::Number => Some(self.fill("{n}")),
            QuestionKind::YesNo => Some(if self.dice.percent(50) { "yes" } else { "no" }.to_owned()),
            QuestionKind::Text
            | QuestionKind::Long
            | QuestionKind::Date
            | QuestionKind::File
            | QuestionKind::Steps
            | QuestionKind::Expected
            | QuestionKind::Seen => None,
        }
    }

    fn acts(&mut self, new: &NewTicket, fate: Fate) -> Vec<Act<'s>> {
        let begin = self.stage.at_work(self.opened);
        let taken = begin.plus_ms(self.dice.between(1, 9) * MINUTE_MS);
        let late = fate == Fate::Solved && self.dice.percent(7);
        let first = self.stage.at_work(taken.plus_ms(self.first_reply_ms(new.priority, late)));
        let mut acts = self.stage.taken(new, self.agent, taken);
        match fate {
            Fate::Waiting => acts.push(self.ask(first, AfterReply::Wait, None)),
            Fate::Hold => {
                acts.push(self.ask(first, AfterReply::Wait, None));
                acts.push(self.hold(first.plus_ms(HOUR_MS)));
            }
            Fate::Open => acts.extend(self.underway(first)),
            _ if self.dice.percent(45) => acts.extend(self.solved_at(first)),
            _ => acts.extend(self.solved_after_talk(first)),
        }
        acts
    }

    /// Time until the first answer: well within what is promised, or far beyond.
    fn first_reply_ms(&mut self, priority: Priority, late: bool) -> i64 {
        let most = match priority {
            Priority::Urgent => 18,
            Priority::High => 40,
            Priority::Normal => 170,
            Priority::Low => 300,
        };
        self.dice.between(most / 6, most) * if late { 12 } else { 1 } * MINUTE_MS
    }

    fn act(&self, at: Instant, command: Command) -> Act<'s> {
        Act { at, by: self.agent, command }
    }

    fn customer_says(&mut self, at: Instant, texts: &'s [String]) -> Act<'s> {
        let text = self.dice.say(texts).to_owned();
        Act { at, by: self.customer, command: Command::CustomerMessage { text } }
    }

    /// A question to the customer, with what follows; a `contact` keeps it our turn.
    fn ask(&mut self, at: Instant, after: AfterReply, contact: Option<Instant>) -> Act<'s> {
        let f = &self.stage.content.fragments;
        let kind = &self.pattern.ticket_type;
        let (hello, bye) =
            (self.dice.say(f.agent_openings.of(kind)), self.dice.say(f.agent_closings.of(kind)));
        let text = format!("{hello} {}\n\n{bye}", self.fill(&self.pattern.question));
        let plan = Some(self.plan(after));
        self.act(at, Command::Reply { text, after, plan, next_contact: contact })
    }

    fn plan(&mut self, after: AfterReply) -> Vec<PlanStep> {
        let plans = self.stage.content.fragments.plans.of(&self.pattern.ticket_type);
        let mut step =
            |texts: &[String], turn| PlanStep { text: self.dice.say(texts).to_owned(), turn, done: false };
        let (theirs, ours) = (step(&plans.you, Turn::You), step(&plans.us, Turn::Us));
        if after == AfterReply::Wait { vec![theirs, ours] } else { vec![ours, theirs] }
    }

    fn hold(&mut self, at: Instant) -> Act<'s> {
        let reason = Some(self.dice.say(&self.stage.content.fragments.hold_reasons).to_owned());
        let review_at = Some(self.stage.at_work(self.stage.now.plus_ms(self.dice.between(1, 9) * DAY_MS)));
        self.act(at, Command::SetStatus { to: Status::OnHold, reason, review_at })
    }

    /// Answered, and a word promised for some hours from now.
    fn underway(&mut self, first: Instant) -> Vec<Act<'s>> {
        let contact = self.stage.now.plus_ms(self.dice.between(8, 40) * HOUR_MS);
        let mut acts = vec![self.ask(first, AfterReply::KeepOpen, Some(contact))];
        if self.dice.percent(40) {
            acts.push(self.note(first.plus_ms(20 * MINUTE_MS)));
        }
        acts
    }

    fn note(&mut self, at: Instant) -> Act<'s> {
        let text = self.dice.say(self.stage.content.fragments.notes.of(&self.pattern.ticket_type)).to_owned();
        self.act(at, Command::Note { text })
    }

    fn solved_at(&mut self, at: Instant) -> Vec<Act<'s>> {
        let f = &self.stage.content.fragments;
        let kind = &self.pattern.ticket_type;
        let link = self.pattern.article.as_deref().and_then(|slug| self.stage.library.link(slug));
        let link = link.map(|link| format!("\n\n{link}")).unwrap_or_default();
        let bye = self.dice.say(f.solved_closings.of(kind));
        let text = format!("{}{link}\n\n{bye}", self.fill(&self.pattern.solution));
        let reply = Command::Reply { text, after: AfterReply::Solve, plan: None, next_contact: None };
        let mut acts = vec![self.act(at, reply)];
        if self.dice.percent(30) {
            let thanks = at.plus_ms(self.dice.between(20, 300) * MINUTE_MS);
            let thanks = self.customer_says(thanks, f.customer_thanks.of(kind));
            acts.extend(Some(thanks).filter(|act| says_goodbye(&act.command)));
        }
        acts
    }

    fn solved_after_talk(&mut self, first: Instant) -> Vec<Act<'s>> {
        let f = &self.stage.content.fragments;
        let kind = &self.pattern.ticket_type;
        let contact = self.stage.at_work(first.plus_ms(self.dice.between(30, 54) * HOUR_MS)).plus_ms(HOUR_MS);
        let wait = self.dice.percent(50);
        let after = if wait { AfterReply::Wait } else { AfterReply::KeepOpen };
        let mut acts = vec![self.ask(first, after, Some(contact).filter(|_| !wait))];
        let mut at = self.stage.at_work(first.plus_ms(self.dice.between(40, 900) * MINUTE_MS));
        acts.push(self.customer_says(at, f.customer_replies.of(kind)));
        if self.dice.percent(30) {
            acts.push(self.note(at.plus_ms(15 * MINUTE_MS)));
        }
        if self.dice.percent(15) {
            at = self.stage.at_work(at.plus_ms(self.dice.between(30, 200) * MINUTE_MS));
            let text = self.dice.say(f.calls.of(kind)).to_owned();
            let minutes = minutes_in(&text).unwrap_or(SHORT_CALL);
            acts.push(self.act(at, Command::Call { text, reached: true, minutes }));
        }
        if self.dice.percent(20) {
            at = self.stage.at_work(at.plus_ms(self.dice.between(60, 400) * MINUTE_MS));
            let text = self.dice.say(f.agent_updates.of(kind)).to_owned();
            let next_contact = Some(self.stage.at_work(at.plus_ms(DAY_MS)).plus_ms(HOUR_MS));
            acts.push(
                self.act(at, Command::Reply { text, after: AfterReply::KeepOpen, plan: None, next_contact }),
            );
            if self.dice.percent(25) {
                at = at.plus_ms(self.dice.between(600, 1_800) * MINUTE_MS);
                acts.push(self.customer_says(at, &f.customer_nudges));
            }
        }
        at = self.stage.at_work(at.plus_ms(self.dice.between(40, 500) * MINUTE_MS));
        acts.extend(self.solved_at(at));
        acts
    }
}

/// Anything else after the end would open the ticket again.
fn says_goodbye(command: &Command) -> bool {
    matches!(command, Command::CustomerMessage { text } if domain::tickets::goodbye::is_goodbye(text))
}
