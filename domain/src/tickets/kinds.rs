//! The kinds of entries: the word of each, who may see it, and whether promises depend on it.

use super::entry::Body;

impl Body {
    /// The stable word for the kind, also the `kind` column.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Created { .. } => "created",
            Self::Message { .. } => "message",
            Self::Mailed { .. } => "mailed",
            Self::MailMoved { .. } => "mail_moved",
            Self::MailRefused { .. } => "mail_refused",
            Self::Answers { .. } => "answers",
            Self::Note { .. } => "note",
            Self::Call { .. } => "call",
            Self::Status { .. } => "status",
            Self::Priority { .. } => "priority",
            Self::Type { .. } => "type",
            Self::Assignee { .. } => "assignee",
            Self::Queue { .. } => "queue",
            Self::Subject { .. } => "subject",
            Self::Joined { .. } => "joined",
            Self::Plan { .. } => "plan",
            Self::NextContact { .. } => "next_contact",
            Self::PolicyChosen { .. } => "policy_chosen",
            Self::Routed(_) => "routed",
            Self::PromiseMissed { .. } => "promise_missed",
            Self::PromiseKept { .. } => "promise_kept",
            Self::Alarm { .. } => "alarm",
            Self::DueSet { .. } => "due_set",
            Self::CalendarChanged { .. } => "calendar_changed",
            Self::MoreUrgent { .. } => "more_urgent",
            Self::WorksAgain { .. } => "works_again",
            Self::DutyManager { .. } => "duty_manager",
            Self::SurveySent { .. } => "survey_sent",
            Self::SurveyAnswered { .. } => "survey_answered",
            Self::OwnerAway { .. } => "owner_away",
            Self::OwnerLeft { .. } => "owner_left",
            Self::Reorganised { .. } => "reorganised",
            Self::FollowUp { .. } => "follow_up",
            Self::ActionFailed { .. } => "action_failed",
            Self::ActionDone { .. } => "action_done",
            Self::HandedOver { .. } => "handed_over",
            Self::Climbed { .. } => "climbed",
            Self::Acknowledged { .. } => "acknowledged",
            Self::Unanswered { .. } => "unanswered",
            Self::SentBack { .. } => "sent_back",
            Self::Classed { .. } => "classed",
            Self::Redacted { .. } => "redacted",
            Self::Expired { .. } => "expired",
        }
    }

    /// Whether the desk wrote it down for itself, or somebody only handed the ticket about: nobody did anything about the
    /// matter, and it is as silent as before.
    #[must_use]
    pub fn is_upkeep(&self) -> bool {
        matches!(
            self,
            Self::PolicyChosen { .. }
                | Self::Joined { .. }
                | Self::CalendarChanged { .. }
                | Self::PromiseMissed { .. }
                | Self::PromiseKept { .. }
                | Self::Alarm { .. }
                | Self::ActionFailed { .. }
                | Self::ActionDone { .. }
                | Self::OwnerAway { .. }
                | Self::OwnerLeft { .. }
                | Self::Queue { .. }
                | Self::Assignee { .. }
                | Self::Routed { .. }
                | Self::SurveySent { .. }
                | Self::Expired { .. }
        )
    }

    /// Whether a customer may ever see entries of this kind. Anything not named here stays inside.
    #[must_use]
    pub fn is_public(&self) -> bool {
        matches!(
            self,
            Self::Created { .. }
                | Self::Message { .. }
                | Self::Answers { .. }
                | Self::Call { reached: true, .. }
                | Self::Status { .. }
                | Self::Plan { .. }
                | Self::NextContact { .. }
                | Self::MoreUrgent { .. }
                | Self::WorksAgain { .. }
                | Self::DutyManager { .. }
                | Self::SurveyAnswered { .. }
                | Self::FollowUp { .. }
        )
    }

    /// Whether the page of its customer reads differently after it: it stands there, or decides who is named and what is
    /// promised.
    #[must_use]
    pub fn is_felt(&self) -> bool {
        self.is_public()
            || matches!(
                self,
                Self::Assignee { .. }
                    | Self::Acknowledged { .. }
                    | Self::Climbed { .. }
                    | Self::PolicyChosen { .. }
                    | Self::CalendarChanged { .. }
                    | Self::DueSet { .. }
            )
    }

    /// Whether it solves an open request; closing a solved one does not.
    #[must_use]
    pub fn solves(&self) -> bool {
        matches!(self, Self::Status { from, to, .. } if from.is_active() && !to.is_active())
    }

    /// Whether the promise engine has to read entries of this kind.
    #[must_use]
    pub fn moves_promises(&self) -> bool {
        matches!(
            self,
            Self::Created { .. }
                | Self::Message { .. }
                | Self::Answers { .. }
                | Self::Call { reached: true, .. }
                | Self::Status { .. }
                | Self::Priority { .. }
                | Self::Type { .. }
                | Self::NextContact { .. }
                | Self::PolicyChosen { .. }
                | Self::DueSet { .. }
                | Self::CalendarChanged { .. }
                | Self::MoreUrgent { .. }
                | Self::DutyManager { .. }
                | Self::SurveyAnswered { .. }
        )
    }
}
