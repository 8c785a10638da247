//! Everything that can be asked of an existing ticket; [`decide`](super::decide) says what follows.

use serde::{Deserialize, Serialize};

use super::entry::{Answer, Named};
use super::survey::SurveyAnswers;
use super::{PlanStep, Priority, Status};
use crate::ladder::HandOver;
use crate::promises::engine::PromiseKind;
use crate::text;
use crate::time::Instant;

/// What an agent does after a reply leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AfterReply {
    KeepOpen,
    Wait,
    Solve,
}

/// Everything that can be asked of an existing ticket.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "command", rename_all = "snake_case")]
pub enum Command {
    /// A public message by staff, with what happens next.
    Reply {
        text: String,
        after: AfterReply,
        plan: Option<Vec<PlanStep>>,
        next_contact: Option<Instant>,
    },
    Note {
        text: String,
    },
    Call {
        text: String,
        reached: bool,
        minutes: u32,
    },
    SetStatus {
        to: Status,
        reason: Option<String>,
        review_at: Option<Instant>,
    },
    SetPriority {
        to: Priority,
        reason: Option<String>,
    },
    SetType {
        to: String,
    },
    SetSubject {
        to: String,
    },
    Assign {
        to: Option<Named>,
    },
    Move {
        to: Option<Named>,
    },
    SetPlan {
        steps: Vec<PlanStep>,
    },
    PromiseContact {
        due: Instant,
    },
    SetDue {
        promise: PromiseKind,
        due: Instant,
        reason: String,
    },
    /// Asks the next tier of the ladder.
    Escalate {
        hand_over: HandOver,
    },
    /// "I have it": for the owner of the rung, and for leads in their place.
    Acknowledge,
    SendBack {
        missing: String,
    },
    ClassEscalation {
        avoidable: bool,
        reason: String,
    },
    /// A customer's own message.
    CustomerMessage {
        text: String,
    },
    /// A customer's answers to questions that were still open.
    Answer {
        answers: Vec<Answer>,
    },
    /// What they answer to a survey.
    AnswerSurvey {
        answers: SurveyAnswers,
    },
    MoreUrgent {
        reason: String,
    },
    WorksAgain {
        text: String,
    },
    AskDutyManager {
        reason: String,
        told: Vec<Named>,
    },
}

impl Command {
    /// Whether it is something written that files can go with.
    #[must_use]
    pub fn is_message(&self) -> bool {
        matches!(
            self,
            Self::Reply { .. } | Self::Note { .. } | Self::CustomerMessage { .. } | Self::Answer { .. }
        )
    }

    /// The same with its texts as they are kept; a reason that says nothing is none.
    #[must_use]
    pub fn cleaned(mut self) -> Self {
        match &mut self {
            Self::Reply { text, plan, .. } => {
                *text = text::prose(text);
                clean_steps(plan.as_deref_mut().unwrap_or_default());
            }
            Self::Note { text }
            | Self::Call { text, .. }
            | Self::CustomerMessage { text }
            | Self::WorksAgain { text } => *text = text::prose(text),
            Self::Escalate { hand_over } => {
                for text in [&mut hand_over.tried, &mut hand_over.evidence, &mut hand_over.question] {
                    *text = text::prose(text);
                }
            }
            Self::SendBack { missing: reason }
            | Self::ClassEscalation { reason, .. }
            | Self::SetDue { reason, .. }
            | Self::MoreUrgent { reason }
            | Self::AskDutyManager { reason, .. } => {
                *reason = text::prose(reason);
            }
            Self::SetStatus { reason, .. } | Self::SetPriority { reason, .. } => {
                *reason = reason.as_deref().map(text::prose).filter(|reason| !reason.is_empty());
            }
            Self::Answer { answers } => {
                for answer in answers {
                    answer.value = text::prose(&answer.value);
                }
            }
            Self::SetSubject { to } => *to = text::line(to),
            Self::SetPlan { steps } => clean_steps(steps),
            Self::SetType { .. }
            | Self::Assign { .. }
            | Self::Move { .. }
            | Self::PromiseContact { .. }
            | Self::AnswerSurvey { .. }
            | Self::Acknowledge => {}
        }
        self
    }
}

fn clean_steps(steps: &mut [PlanStep]) {
    for step in steps {
        step.text = text::line(&step.text);
    }
}
