//! One line of a ticket's timeline. Entries are only ever added; everything else about a ticket follows from them.

use serde::{Deserialize, Serialize};

use super::survey::{SurveyAnswers, SurveyKind};
use super::{Channel, PlanStep, Priority, Status};
use crate::files::Attachment;
use crate::ladder::{Cause, HandOver};
use crate::mail::Came;
use crate::mail::head::Address;
use crate::promises::engine::PromiseKind;
use crate::promises::policy::AlarmAction;
use crate::promises::{Move, Trouble};
use crate::routing::view::Trace;
use crate::time::Instant;

/// Who wrote an entry, as far as rules care.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Author {
    Customer,
    Staff,
    /// The desk itself: alarms, automatic answers. Never counts as a reply.
    System,
}

impl Author {
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Customer => "customer",
            Self::Staff => "staff",
            Self::System => "system",
        }
    }

    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        [Self::Customer, Self::Staff, Self::System].into_iter().find(|author| author.code() == code)
    }
}

/// A person or queue named in an entry: the id for machines, the name as it was then for people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    pub id: String,
    pub name: String,
}

/// An answer to an intake question, with the question as it was asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    pub question: String,
    pub label: String,
    pub value: String,
    /// The version of the flow that asked; `None` for what no flow asked, and for answers older than flows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub flow: Option<crate::intake::FlowRef>,
}

/// What happened. Stored as JSON; variants are added, never changed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Body {
    Created {
        channel: Channel,
        text: String,
        ticket_type: String,
        priority: Priority,
        answers: Vec<Answer>,
        /// Article slugs that were suggested and opened before it was sent.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        opened: Vec<String>,
        /// The name given by somebody who had not signed in: the address they gave may be somebody else's.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        unverified: Option<String>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        files: Vec<Attachment>,
        /// How it came by mail.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        mail: Option<Box<Came>>,
    },
    /// Public, from either side. `goodbye`: a customer's plain thanks, which needs no answer.
    Message {
        text: String,
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        goodbye: bool,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        files: Vec<Attachment>,
        /// How it came by mail.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        mail: Option<Box<Came>>,
    },
    /// Mail that stands beside the conversation, for staff only: a machine's, or one that waits to be let through.
    Mailed {
        text: String,
        mail: Box<Came>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        files: Vec<Attachment>,
    },
    /// A message that came by mail was moved to another ticket, or from there to here.
    MailMoved {
        /// Id of the message.
        mail: String,
        from: Address,
        /// The other ticket's.
        number: String,
        /// It left this ticket.
        away: bool,
        /// That takes an earlier move back.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        back: bool,
    },
    /// A message that waited beside the conversation stays out of it.
    MailRefused {
        /// Id of the message.
        mail: String,
        from: Address,
    },
    /// The customer's answers to questions that were open when the ticket was made.
    Answers {
        answers: Vec<Answer>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        files: Vec<Attachment>,
    },
    /// For staff only.
    Note {
        text: String,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        files: Vec<Attachment>,
        /// How it came, if a colleague wrote it by mail.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        mail: Option<Box<Came>>,
    },
    /// A phone call; `reached` when it got through to the customer.
    Call {
        text: String,
        reached: bool,
        minutes: u32,
    },
    Status {
        from: Status,
        to: Status,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
        /// When an on-hold ticket is looked at again.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        review_at: Option<Instant>,
    },
    Priority {
        from: Priority,
        to: Priority,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    },
    Type {
        from: String,
        to: String,
    },
    Assignee {
        from: Option<Named>,
        to: Option<Named>,
    },
    Queue {
        from: Option<Named>,
        to: Option<Named>,
    },
    Subject {
        from: String,
        to: String,
    },
    /// Who asks has joined an organisation, and the ticket with them.
    Joined {
        organisation: Named,
    },
    Plan {
        steps: Vec<PlanStep>,
    },
    NextContact {
        due: Instant,
        previous: Option<Instant>,
    },
    /// Which policy was chosen and why.
    PolicyChosen {
        policy: String,
        version: i64,
        name: String,
        reason: PolicyReason,
    },
    /// Where it went and to whom when it was made, and why.
    Routed(Trace),
    PromiseMissed {
        promise: PromiseKind,
        cycle: u32,
        due: Instant,
    },
    PromiseKept {
        promise: PromiseKind,
        cycle: u32,
        due: Instant,
        late: bool,
    },
    /// An alarm fired: `key` names it for ever, `due` is the promise's true due time.
    Alarm {
        key: String,
        promise: PromiseKind,
        due: Instant,
        missed: bool,
        /// It warns before the due time, and came late: nobody ran the timers.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        warned_late: bool,
        told: Vec<Named>,
        /// It moves the ticket up its ladder.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        escalate: bool,
        /// Webhooks that are called.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        webhooks: Vec<Named>,
    },
    /// What an alarm should have done and could not; it is tried again.
    ActionFailed {
        key: String,
        action: AlarmAction,
        why: Trouble,
        /// Name of the webhook that the action calls; empty for other actions.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        name: String,
    },
    /// What an alarm could not do has been done after all.
    ActionDone {
        key: String,
        action: AlarmAction,
        /// As in [`Body::ActionFailed`].
        #[serde(default, skip_serializing_if = "String::is_empty")]
        name: String,
    },
    /// A promise's due time was set by hand.
    DueSet {
        promise: PromiseKind,
        due: Instant,
        reason: String,
    },
    /// A calendar behind the ticket's promises was edited.
    CalendarChanged {
        calendar: String,
        version: i64,
        /// What it was called then.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        name: String,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        moved: Vec<Move>,
    },
    /// The customer says it presses more now.
    MoreUrgent {
        reason: String,
        /// Who hears of it and is there.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        told: Vec<Named>,
    },
    /// The customer says it works again.
    WorksAgain {
        text: String,
    },
    /// The customer asks the duty manager to step in.
    DutyManager {
        reason: String,
        told: Vec<Named>,
    },
    /// The customer was asked how it stands, or how it went.
    SurveySent {
        survey: SurveyKind,
        to: Named,
    },
    /// What they answered.
    SurveyAnswered {
        answers: SurveyAnswers,
    },
    /// Its owner is away and a promise comes due: a stand-in has it now, or these were told that nobody has.
    OwnerAway {
        away: Named,
        to: Option<Named>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        told: Vec<Named>,
    },
    /// Its owner has left, so it goes back to its queue.
    OwnerLeft {
        who: Named,
    },
    /// What follows was one move of many: `tickets` of a queue, team or person, or the way `back`.
    Reorganised {
        from: String,
        tickets: u32,
        back: bool,
    },
    /// Another ticket carries this matter on, or is carried on by this one.
    FollowUp {
        number: String,
        of: bool,
    },
    /// An agent asks the next tier, with what it needs to go on.
    HandedOver {
        hand_over: HandOver,
    },
    /// The ticket moved up its ladder: the owner has it until they acknowledge.
    Climbed {
        /// Id of the rung, its name then, its number from 1 on.
        rung: String,
        name: String,
        level: u32,
        owner: Named,
        cause: Cause,
        /// When it climbs on, unless it is acknowledged before.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<Instant>,
        /// The agent who handed it over.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        from: Option<Named>,
    },
    /// Who owns a rung from now on says that they have it.
    Acknowledged {
        name: String,
        owner: Named,
    },
    /// The time to acknowledge a rung is over.
    Unanswered {
        name: String,
        owner: Named,
        /// The owner is no colleague any more, whether they had acknowledged it or not.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        left: bool,
        /// Who hears of it because there is nobody left to ask.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        told: Vec<Named>,
    },
    /// Whoever received it lacks something; it goes back to who handed it over.
    SentBack {
        name: String,
        missing: String,
        to: Option<Named>,
    },
    /// Whether the customer's calls for the duty manager could have been avoided.
    Classed {
        avoidable: bool,
        reason: String,
    },
    /// What the entry of this number said was taken away for good, with its files.
    Redacted {
        entry: u32,
        reason: String,
        /// What the ticket is called since, where its subject went too.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        subject: Option<String>,
    },
    /// The desk's own rule took away what lay here, closed and untouched, for so many months.
    Expired {
        months: u32,
        files: u32,
        /// Of how many entries the words went as well.
        #[serde(default)]
        texts: u32,
    },
}

impl Body {
    /// A public message without more.
    #[must_use]
    pub fn message(text: impl Into<String>) -> Self {
        Self::Message { text: text.into(), goodbye: false, files: Vec::new(), mail: None }
    }

    /// A note without more.
    #[must_use]
    pub fn note(text: impl Into<String>) -> Self {
        Self::Note { text: text.into(), files: Vec::new(), mail: None }
    }
}

/// Why a policy was chosen; see sla.md's order. A contract is called by its name at that time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "because", rename_all = "snake_case")]
pub enum PolicyReason {
    Contract {
        contract: String,
        ends: Option<Instant>,
    },
    ContractExpired {
        contract: String,
        ended: Instant,
    },
    Tier {
        tier: String,
    },
    Default,
    /// An edit of the ticket's own policy that was applied to open tickets, too; by whom.
    Edited {
        by: String,
        moved: Vec<Move>,
    },
}

/// A stored entry as rules see it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    pub id: String,
    pub at: Instant,
    pub author: Author,
    pub author_id: Option<String>,
    pub body: Body,
}
