//! Two short surveys: whether somebody whose request is open for long knows how it stands, and how it went once it is
//! solved. What is answered becomes an entry; a bad answer calls people. Siblings: `backend/src/tickets/surveys`,
//! `app/src/portal/request/survey.rs`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{MAX_TEXT, coded};
use crate::error::{Checks, Error, Problem};
use crate::text;

coded! {
    /// Which of the two is asked.
    SurveyKind {
        /// Of a request that is open for long.
        Open = "open",
        /// Of one that was solved.
        Solved = "solved",
    }
}

impl SurveyKind {
    /// The key under which its sending is noted among a ticket's alarms, so that it is sent once.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Open => "survey:open",
            Self::Solved => "survey:solved",
        }
    }

    /// Which of the two a request takes an answer to, asked for `self`: how it went stays the question after a bad
    /// answer has opened the request again; how it stands is none of a solved one.
    #[must_use]
    pub fn of(self, is_active: bool, was_solved: bool) -> Self {
        match self {
            Self::Open if is_active => Self::Open,
            Self::Solved if is_active && !was_solved => Self::Open,
            _ => Self::Solved,
        }
    }
}

coded! {
    /// How much a request presses, against when it was made.
    Pressure { More = "more", Same = "same", Less = "less" }
}

/// The best score, and the worst that still calls nobody.
pub const BEST_SCORE: u8 = 5;
const FAIR_SCORE: u8 = 3;

/// What was answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "survey", rename_all = "snake_case")]
pub enum SurveyAnswers {
    /// `None`: left out.
    Open {
        knows_status: Option<bool>,
        pressure: Option<Pressure>,
        knows_plan: Option<bool>,
        knows_next: Option<bool>,
        comment: String,
    },
    Solved {
        /// 1 to 5.
        score: u8,
        comment: String,
    },
}

/// Names of the fields, as forms and the links in mails have them.
pub const STATUS: &str = "knows_status";
pub const PRESSURE: &str = "pressure";
pub const PLAN: &str = "knows_plan";
pub const NEXT: &str = "knows_next";
pub const SCORE: &str = "score";
pub const COMMENT: &str = "comment";

impl SurveyAnswers {
    /// Reads a form.
    ///
    /// # Errors
    /// `Invalid` with each field that says something else than it may.
    pub fn read(kind: SurveyKind, fields: &BTreeMap<String, String>) -> Result<Self, Error> {
        let said = |name: &str| fields.get(name).map(|text| text.trim()).filter(|text| !text.is_empty());
        let mut checks = Checks::default();
        let mut yes_or_no = |name: &str| {
            let said = said(name);
            checks.ensure(matches!(said, None | Some("yes" | "no")), name, Problem::NotAChoice);
            said.map(|said| said == "yes")
        };
        let answers = match kind {
            SurveyKind::Open => Self::Open {
                knows_status: yes_or_no(STATUS),
                knows_plan: yes_or_no(PLAN),
                knows_next: yes_or_no(NEXT),
                pressure: said(PRESSURE).and_then(Pressure::parse),
                comment: text::prose(said(COMMENT).unwrap_or_default()),
            },
            SurveyKind::Solved => Self::Solved {
                score: said(SCORE).and_then(|score| score.parse().ok()).unwrap_or_default(),
                comment: text::prose(said(COMMENT).unwrap_or_default()),
            },
        };
        let knows_pressure = said(PRESSURE).is_none_or(|said| Pressure::parse(said).is_some());
        checks.ensure(knows_pressure, PRESSURE, Problem::NotAChoice);
        checks.finish()?;
        answers.check().map(|()| answers)
    }

    /// Holds the answers to what can be answered.
    ///
    /// # Errors
    /// `Invalid` for a score outside its range, for too long a comment, and where nothing is said at all.
    pub fn check(&self) -> Result<(), Error> {
        let mut checks = Checks::default();
        checks.optional_text(COMMENT, self.comment(), MAX_TEXT);
        match self {
            Self::Open { knows_status, pressure, knows_plan, knows_next, comment } => {
                let says = [knows_status, knows_plan, knows_next].into_iter().any(Option::is_some);
                checks.ensure(says || pressure.is_some() || !comment.is_empty(), STATUS, Problem::Required);
            }
            Self::Solved { score, .. } => {
                checks.ensure((1..=BEST_SCORE).contains(score), SCORE, Problem::Required);
            }
        }
        checks.finish()
    }

    #[must_use]
    pub fn kind(&self) -> SurveyKind {
        match self {
            Self::Open { .. } => SurveyKind::Open,
            Self::Solved { .. } => SurveyKind::Solved,
        }
    }

    #[must_use]
    pub fn comment(&self) -> &str {
        match self {
            Self::Open { comment, .. } | Self::Solved { comment, .. } => comment,
        }
    }

    /// Whether somebody has to do something about it: it presses more, the customer does not know how it stands, or
    /// was left unhappy. It asks for an answer as a message does, and opens a solved request again.
    #[must_use]
    pub fn is_bad(&self) -> bool {
        match self {
            Self::Open { knows_status, pressure, knows_plan, knows_next, .. } => {
                *pressure == Some(Pressure::More)
                    || [knows_status, knows_plan, knows_next].into_iter().any(|knows| *knows == Some(false))
            }
            Self::Solved { score, .. } => *score < FAIR_SCORE,
        }
    }

    /// The same as a form has it.
    #[must_use]
    pub fn fields(&self) -> BTreeMap<String, String> {
        let yes_or_no = |knows: &Option<bool>| knows.map(|knows| if knows { "yes" } else { "no" }.to_owned());
        let mut fields = match self {
            Self::Open { knows_status, pressure, knows_plan, knows_next, .. } => vec![
                (STATUS, yes_or_no(knows_status)),
                (PLAN, yes_or_no(knows_plan)),
                (NEXT, yes_or_no(knows_next)),
                (PRESSURE, pressure.map(|pressure| pressure.code().to_owned())),
            ],
            Self::Solved { score, .. } => vec![(SCORE, Some(score.to_string()))],
        };
        fields.push((COMMENT, Some(self.comment().to_owned())));
        fields.into_iter().filter_map(|(name, said)| Some((name.to_owned(), said?))).collect()
    }
}

/// The page on which a survey is answered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SurveyPage {
    pub number: String,
    /// Left out for who only has the link of a mail.
    pub subject: Option<String>,
    pub kind: SurveyKind,
    /// What was answered before, or chosen in the mail.
    pub chosen: BTreeMap<String, String>,
    /// It was answered before, and can be changed.
    pub is_answered: bool,
    /// The request is open, maybe because of the answer.
    pub is_open: bool,
    /// The request that carries on the closed one because of the answer.
    pub carried_on: Option<String>,
    /// Proves that the reader got the mail.
    pub token: String,
}

/// Where the survey about the request `number` is answered; with `token` without signing in.
#[must_use]
pub fn survey_address(number: &str, kind: SurveyKind, token: &str) -> String {
    let token = if token.is_empty() { String::new() } else { format!("&token={token}") };
    format!("/requests/{number}/survey?kind={}{token}", kind.code())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::FieldError;

    fn read(kind: SurveyKind, pairs: &[(&str, &str)]) -> Result<SurveyAnswers, Error> {
        let fields = pairs.iter().map(|(name, said)| ((*name).to_owned(), (*said).to_owned())).collect();
        SurveyAnswers::read(kind, &fields)
    }

    #[test]
    fn a_score_is_one_to_five() {
        for (said, is_bad) in [("1", true), ("2", true), ("3", false), ("5", false)] {
            let answers = read(SurveyKind::Solved, &[(SCORE, said)]).unwrap();
            assert_eq!(answers.is_bad(), is_bad, "{said}");
        }
        for said in ["0", "6", "-1", "five", "", "4.5"] {
            let refused = Err(Error::Invalid(vec![FieldError::new(SCORE, Problem::Required)]));
            assert_eq!(read(SurveyKind::Solved, &[(SCORE, said)]), refused, "{said}");
        }
    }

    #[test]
    fn whoever_is_left_in_the_dark_is_answered() {
        for (pairs, is_bad) in [
            ([(STATUS, "yes"), (PRESSURE, "same")], false),
            ([(STATUS, "yes"), (PRESSURE, "less")], false),
            ([(STATUS, "no"), (PRESSURE, "same")], true),
            ([(NEXT, "no"), (PRESSURE, "less")], true),
            ([(PLAN, "yes"), (PRESSURE, "more")], true),
        ] {
            let answers = read(SurveyKind::Open, &pairs).unwrap();
            assert_eq!(answers.is_bad(), is_bad, "{pairs:?}");
        }
    }

    #[test]
    fn how_it_went_is_asked_of_what_was_solved_even_if_it_is_open_again() {
        use SurveyKind::{Open, Solved};
        for (asked, is_active, was_solved, of) in [
            (Open, true, false, Open),
            (Open, true, true, Open),
            (Open, false, true, Solved),
            (Solved, true, false, Open),
            (Solved, true, true, Solved),
            (Solved, false, true, Solved),
        ] {
            assert_eq!(asked.of(is_active, was_solved), of, "{asked:?}, open: {is_active}");
        }
    }

    #[test]
    fn something_has_to_be_said_and_only_what_is_offered() {
        let field = |name, problem| Err(Error::Invalid(vec![FieldError::new(name, problem)]));
        assert_eq!(read(SurveyKind::Open, &[(COMMENT, " ")]), field(STATUS, Problem::Required));
        assert_eq!(read(SurveyKind::Open, &[(PLAN, "maybe")]), field(PLAN, Problem::NotAChoice));
        assert_eq!(read(SurveyKind::Open, &[(PRESSURE, "most")]), field(PRESSURE, Problem::NotAChoice));
        assert!(read(SurveyKind::Open, &[(COMMENT, "All well.")]).is_ok());
        let long = "x".repeat(MAX_TEXT as usize + 1);
        assert!(read(SurveyKind::Solved, &[(SCORE, "4"), (COMMENT, &long)]).is_err());
    }

    #[test]
    fn answers_read_back_as_a_form_has_them() {
        for (kind, pairs) in [
            (SurveyKind::Open, vec![(STATUS, "no"), (PRESSURE, "more"), (NEXT, "yes"), (COMMENT, "Hm")]),
            (SurveyKind::Solved, vec![(SCORE, "2"), (COMMENT, "Slow")]),
        ] {
            let answers = read(kind, &pairs).unwrap();
            assert_eq!(SurveyAnswers::read(kind, &answers.fields()), Ok(answers));
        }
    }
}
