//! What is left of an entry when its words have to go: that it was there, who wrote it when, and all that promises and lists
//! count by. Siblings: `backend/src/redact`, `app/src/console/redact.rs`.

use serde::{Deserialize, Serialize};

use super::entry::{Answer, Body};
use super::survey::SurveyAnswers;
use super::view::{EntryView, Notice};

/// How long the desk keeps what closed requests hold.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Retention {
    /// Months without any change after which it goes; 0: it stays for ever.
    pub months: u32,
    /// Words go as well as files.
    pub texts: bool,
}

impl Retention {
    /// The longest time that can be chosen, in months.
    pub const MAX_MONTHS: u32 = 600;
}

/// The rule, and the version that a change of it names.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RetentionPage {
    pub seen: i64,
    pub rule: Retention,
}

/// An entry that somebody is about to redact.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RedactPage {
    pub number: String,
    pub subject: String,
    /// The version that is shown.
    pub version: i64,
    pub entry: EntryView,
    /// The ticket's subject goes with it.
    pub with_subject: bool,
}

impl Body {
    /// Every text that somebody wrote here; empty for what only says what happened.
    #[must_use]
    pub fn written(&self) -> Vec<&str> {
        match self {
            Self::Created { text, answers, .. } => [text.as_str()]
                .into_iter()
                .chain(answers.iter().map(|answer| answer.value.as_str()))
                .collect(),
            Self::Answers { answers, .. } => answers.iter().map(|answer| answer.value.as_str()).collect(),
            Self::Message { text, .. }
            | Self::Mailed { text, .. }
            | Self::Note { text, .. }
            | Self::Call { text, .. }
            | Self::WorksAgain { text } => vec![text],
            Self::MoreUrgent { reason, .. } | Self::DutyManager { reason, .. } => vec![reason],
            Self::SentBack { missing, .. } => vec![missing],
            Self::SurveyAnswered { answers } => vec![answers.comment()],
            Self::HandedOver { hand_over } => {
                vec![&hand_over.tried, &hand_over.evidence, &hand_over.question]
            }
            _ => Vec::new(),
        }
    }

    /// Whether it holds words or files that can be taken away.
    #[must_use]
    pub fn is_redactable(&self) -> bool {
        self.has_files() || self.has_words()
    }

    #[must_use]
    pub fn has_words(&self) -> bool {
        self.written().iter().any(|text| !text.is_empty())
    }

    #[must_use]
    pub fn has_files(&self) -> bool {
        self.files().is_some_and(|files| !files.is_empty())
    }

    /// The same without its files.
    #[must_use]
    pub fn without_files(mut self) -> Self {
        if let Some(files) = self.files_mut() {
            files.clear();
        }
        if let Self::Created { mail: Some(mail), .. } | Self::Message { mail: Some(mail), .. } = &mut self {
            mail.logos.clear();
        }
        if let Self::Mailed { mail, .. } = &mut self {
            mail.logos.clear();
        }
        self
    }

    /// The same without anything that [`Body::written`] finds, and without files.
    #[must_use]
    pub fn redacted(self) -> Self {
        let mut left = self.without_files();
        match &mut left {
            Self::Created { text, answers, .. } => {
                text.clear();
                answers.iter_mut().for_each(forget);
            }
            Self::Answers { answers, .. } => answers.iter_mut().for_each(forget),
            Self::Message { text, .. }
            | Self::Mailed { text, .. }
            | Self::Note { text, .. }
            | Self::Call { text, .. }
            | Self::WorksAgain { text }
            | Self::MoreUrgent { reason: text, .. }
            | Self::DutyManager { reason: text, .. }
            | Self::SentBack { missing: text, .. } => text.clear(),
            Self::SurveyAnswered { answers } => match answers {
                SurveyAnswers::Open { comment, .. } | SurveyAnswers::Solved { comment, .. } => {
                    comment.clear()
                }
            },
            Self::HandedOver { hand_over } => {
                for text in [&mut hand_over.tried, &mut hand_over.evidence, &mut hand_over.question] {
                    text.clear();
                }
            }
            _ => {}
        }
        left
    }
}

impl Notice {
    /// The same without those of `words` that it quotes.
    #[must_use]
    pub fn without(mut self, words: &[&str]) -> Self {
        let quoted = match &mut self {
            Self::MoreUrgent { reason } | Self::DutyManager { reason } | Self::Climbed { reason, .. } => {
                reason
            }
            Self::SentBack { missing, .. } => missing,
            Self::Surveyed {
                answers: SurveyAnswers::Open { comment, .. } | SurveyAnswers::Solved { comment, .. },
            } => comment,
            _ => return self,
        };
        if words.contains(&quoted.as_str()) {
            quoted.clear();
        }
        self
    }
}

/// The question stays; it was ours.
fn forget(answer: &mut Answer) {
    answer.value.clear();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::Attachment;
    use crate::ladder::HandOver;
    use crate::tickets::{Channel, Priority};

    const SECRET: &str = "hunter2";

    fn file() -> Attachment {
        Attachment { id: "f".into(), name: SECRET.into(), size: 1, media: "text/plain".into() }
    }

    /// One of every kind that people write.
    fn written() -> Vec<Body> {
        let text = || SECRET.to_owned();
        let answers = || {
            let (question, label) = ("q".into(), "Which one?".into());
            vec![Answer { question, label, value: text(), flow: None }]
        };
        vec![
            Body::Created {
                channel: Channel::Portal,
                text: text(),
                ticket_type: "incident".into(),
                priority: Priority::Normal,
                answers: answers(),
                opened: Vec::new(),
                unverified: None,
                files: vec![file()],
                mail: None,
            },
            Body::Message { text: text(), goodbye: true, files: vec![file()], mail: None },
            Body::Answers { answers: answers(), files: vec![file()] },
            Body::Note { text: text(), files: vec![file()], mail: None },
            Body::Call { text: text(), reached: true, minutes: 5 },
            Body::MoreUrgent { reason: text(), told: Vec::new() },
            Body::WorksAgain { text: text() },
            Body::DutyManager { reason: text(), told: Vec::new() },
            Body::SurveyAnswered { answers: SurveyAnswers::Solved { score: 1, comment: text() } },
            Body::HandedOver { hand_over: HandOver { tried: text(), evidence: text(), question: text() } },
            Body::SentBack { name: "Level 2".into(), missing: text(), to: None },
        ]
    }

    #[test]
    fn nothing_that_was_written_is_left_and_nothing_else_is_lost() {
        for body in written() {
            let left = body.clone().redacted();
            let json = serde_json::to_string(&left).unwrap();
            assert!(!json.contains(SECRET), "{json}");
            assert_eq!((left.code(), left.is_public()), (body.code(), body.is_public()));
            assert!(body.is_redactable() && !left.is_redactable(), "{}", body.code());
            assert_eq!(left.clone().redacted(), left, "twice is once");
        }
    }

    #[test]
    fn words_stay_where_only_files_go() {
        let left = Body::Note { text: SECRET.into(), files: vec![file()], mail: None }.without_files();
        assert_eq!(left, Body::note(SECRET));
    }

    #[test]
    fn what_only_happened_holds_no_words() {
        assert!(!Body::FollowUp { number: "CW-1".into(), of: true }.is_redactable());
    }
}
