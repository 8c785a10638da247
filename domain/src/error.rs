//! The one error that may leave the server: safe to show, the same for pages, server functions and REST.

use serde::{Deserialize, Serialize};

use crate::ladder::{self, LadderProblem};
use crate::promises::calendar::{CalendarError, IcsError};
use crate::promises::policy::{PolicyProblem, Target};
use crate::text;
use crate::tickets::Change;

/// Why a use case said no. Causes that help only an operator stay in the log under [`Error::Internal`]'s id.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, thiserror::Error)]
pub enum Error {
    /// It does not exist, or the asker may not know that it does: the two are the same on purpose.
    #[error("not found")]
    NotFound,
    /// Nobody is signed in, or the session has ended.
    #[error("sign in first")]
    SignIn,
    /// The asker sees the thing but may not do this with it.
    #[error("not allowed")]
    Forbidden,
    /// One or more fields need another value; what was typed is kept by the caller.
    #[error("{} field(s) need another value", .0.len())]
    Invalid(Vec<FieldError>),
    /// The thing moved on since the asker read it; carries what changed meanwhile, oldest first.
    #[error("changed by somebody else meanwhile")]
    Conflict(Vec<Change>),
    /// Too many tries; `retry_after` in seconds.
    #[error("too many tries")]
    TooMany { retry_after: u32 },
    /// More at once than the desk takes; nothing was written.
    #[error("too large")]
    TooLarge,
    /// The database is busy; nothing was written, trying again is safe.
    #[error("busy, try again")]
    Busy,
    /// No space is left to write; nothing was written.
    #[error("no space left to write")]
    Full,
    /// Anything else. The id stands in the log beside the cause.
    #[error("something failed, reference {0}")]
    Internal(String),
}

/// What is wrong with one field of a form or of a JSON body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldError {
    /// Name of the field as the form or the JSON body has it.
    pub field: String,
    pub problem: Problem,
}

/// The kinds of wrong a field can be; `words::problem` says each in a sentence that tells what to enter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Problem {
    Required,
    /// Longer than `max` characters.
    TooLong {
        max: u32,
    },
    /// Shorter than `min` characters.
    TooShort {
        min: u32,
    },
    NotAnEmail,
    NotANumber,
    NotATime,
    /// Not a day like 2026-11-24.
    NotADate,
    /// Not one of the choices offered.
    NotAChoice,
    /// A draft with faults; its editor names each.
    NotReady,
    /// A time that has to lie in the future does not.
    NotInFuture,
    /// Further away than `days` days.
    TooFar {
        days: u32,
    },
    /// The email and password do not belong together.
    WrongSignIn,
    /// The code does not fit; `left` tries remain.
    WrongCode {
        left: u32,
    },
    /// The code ran out of time or tries: ask for a new one.
    CodeEnded,
    /// Somebody else has it already.
    Taken,
    /// They belong to another organisation, which has this name.
    Elsewhere(String),
    /// Anybody can have a mail address under this domain.
    EverybodysDomain,
    /// The desk, or its staff, have mail addresses under this domain.
    OurDomain,
    /// The address of a colleague or a customer.
    PersonsAddress,
    /// What is to be moved is there already.
    AlreadyThere,
    /// What staff wrote, and what was answered, does not go elsewhere.
    HasToStay,
    /// A bearer-token scope, role or other word the system does not know.
    Unknown,
    /// A time in the future of something that has happened.
    InFuture,
    /// Of another kind than the text names.
    Expected(String),
    /// A field that nobody asked for; the text names those there are.
    NoSuchField(String),
    /// Not JSON from there on.
    NotJson {
        line: u32,
        column: u32,
    },
    /// A file of more than `megabytes` MiB.
    TooLarge {
        megabytes: u32,
    },
    /// More files than `most`.
    TooManyFiles {
        most: u32,
    },
    /// A question for files without one.
    NoFile,
    /// A file without content.
    EmptyFile,
    /// A file that is not whole, not this message's, or sent already.
    FileGone,
    /// What is asked for needs a request that is not closed.
    Closed,
    /// A calendar that cannot be used; the text names the part.
    Calendar(String),
    /// Not a time zone such as Europe/Berlin.
    NotAZone,
    /// Not a time of day such as 09:00.
    NotAClock,
    /// A calendar without opening time in the next year.
    NeverOpen,
    /// Still used by those that the text names.
    StillUsed(String),
    /// A webhook that the alarms of the policies in the text call.
    WebhookUsed(String),
    /// Not an address of the web that begins with https://.
    NotAWebAddress,
    /// An address where the desk may not call.
    OutOfBounds,
    /// A policy that is switched on and promises nothing.
    NoTargets,
    /// Counts in opening hours without a calendar.
    NoCalendar,
    /// A last day before the first.
    EndsBefore,
    /// No whole number from `least` to `most`.
    NotBetween {
        least: u32,
        most: u32,
    },
    /// It begins when it ends.
    NoTimeAtAll,
    /// Whoever should stand in is away then.
    StandInAway,
    /// Not between 1 and 99 percent.
    NotAPercentage,
    /// Repeats more often than once a minute.
    TooOften,
    /// Zero, where a length is asked for.
    Zero,
    /// The same as another one above it.
    Twice,
    /// An alarm that does nothing.
    DoesNothing,
    /// A rule that says nothing about its tickets.
    LeadsNowhere,
    /// A skill whose level is none of those there are.
    NotALevel {
        most: u8,
    },
    /// Not an iCalendar file.
    NotIcs,
    /// A holiday file without days in these years.
    NoDays,
    /// More than is taken at once.
    TooMuch,
    /// A rung that is owned by nobody.
    NobodyThere,
    /// A rung of somebody who has left or is switched off.
    Gone,
    /// A rung that asks only whom a lower one has asked.
    AskedBelow,
    /// No rung above can be asked, or none has been.
    NoRung,
    /// Work that would now land elsewhere than it was shown.
    PlanChanged,
    /// A move that still runs or was brought back.
    NotMoved,
    /// A queue to which what the text names still sends tickets.
    QueueUsed(String),
    /// A queue in which something is open.
    HasOpenWork,
    /// A type that the topics in the text still ask for.
    TypeUsed(String),
    /// A place of this name cannot be filled in this mail.
    NoSuchPlace(String),
    /// Without this place the mail would not say what it is for.
    PlaceMissing(String),
}

impl From<&CalendarError> for FieldError {
    fn from(error: &CalendarError) -> Self {
        let problem = match error {
            CalendarError::UnknownZone { .. } => Problem::NotAZone,
            CalendarError::BadTime { .. } => Problem::NotAClock,
            CalendarError::BadDate { .. } => Problem::NotADate,
            CalendarError::NeverOpen { .. } => Problem::NeverOpen,
        };
        Self::new(error.field(), problem)
    }
}

impl From<&PolicyProblem> for FieldError {
    fn from(error: &PolicyProblem) -> Self {
        let problem = match error {
            PolicyProblem::ZeroTarget { .. } | PolicyProblem::ZeroTime { .. } => Problem::Zero,
            PolicyProblem::TooLong { .. } => Problem::TooFar { days: Target::MOST_DAYS },
            PolicyProblem::NoCalendar { .. } => Problem::NoCalendar,
            PolicyProblem::BadPercent { .. } => Problem::NotAPercentage,
            PolicyProblem::RepeatsTooOften { .. } => Problem::TooOften,
            PolicyProblem::Duplicate { .. } => Problem::Twice,
            PolicyProblem::NoTargets => Problem::NoTargets,
            PolicyProblem::NoActions { .. } => Problem::DoesNothing,
        };
        Self::new(error.field(), problem)
    }
}

impl From<&LadderProblem> for FieldError {
    fn from(error: &LadderProblem) -> Self {
        let problem = match error {
            LadderProblem::NoName { .. } => Problem::Required,
            LadderProblem::LongName { .. } => Problem::TooLong { max: ladder::MAX_NAME },
            LadderProblem::LongTime { .. } => Problem::TooFar { days: Target::MOST_DAYS },
            LadderProblem::SameName { .. } => Problem::Twice,
            LadderProblem::Nobody { .. } => Problem::NobodyThere,
            LadderProblem::Gone { .. } => Problem::Gone,
            LadderProblem::SameOwner { .. } => Problem::AskedBelow,
            LadderProblem::NoTime { .. } | LadderProblem::NoTimes { .. } => Problem::Zero,
        };
        Self::new(&error.field(), problem)
    }
}

impl From<IcsError> for Problem {
    fn from(error: IcsError) -> Self {
        match error {
            IcsError::NotACalendar => Self::NotIcs,
            IcsError::NoDays => Self::NoDays,
            IcsError::TooLarge => Self::TooMuch,
        }
    }
}

impl Error {
    /// One field, one problem.
    #[must_use]
    pub fn field(field: &str, problem: Problem) -> Self {
        Self::Invalid(vec![FieldError::new(field, problem)])
    }

    /// The HTTP status that says the same.
    #[must_use]
    pub fn status(&self) -> u16 {
        match self {
            Self::NotFound => 404,
            Self::SignIn => 401,
            Self::Forbidden => 403,
            Self::Invalid(_) => 422,
            Self::Conflict(_) => 409,
            Self::TooLarge => 413,
            Self::TooMany { .. } => 429,
            Self::Busy => 503,
            Self::Full => 507,
            Self::Internal(_) => 500,
        }
    }
}

impl FieldError {
    #[must_use]
    pub fn new(field: &str, problem: Problem) -> Self {
        Self { field: field.to_owned(), problem }
    }
}

/// Collects field errors so that a form hears about all of them at once.
#[derive(Debug, Default)]
pub struct Checks(Vec<FieldError>);

impl Checks {
    /// Notes `problem` on `field` unless `ok`.
    pub fn ensure(&mut self, ok: bool, field: &str, problem: Problem) {
        if !ok {
            self.0.push(FieldError::new(field, problem));
        }
    }

    /// A text that must be there and fit: 1 to `max` characters as [`text::prose`] keeps it. Returns it so.
    pub fn text(&mut self, field: &str, text: &str, max: u32) -> String {
        self.needed(field, text::prose(text), max)
    }

    /// A text that may be empty but must fit. Returns it as it is kept.
    pub fn optional_text(&mut self, field: &str, text: &str, max: u32) -> String {
        self.fitting(field, text::prose(text), max)
    }

    /// A single line that must be there and fit: 1 to `max` characters as [`text::line`] keeps it. Returns it so.
    pub fn line(&mut self, field: &str, text: &str, max: u32) -> String {
        self.needed(field, text::line(text), max)
    }

    /// A single line that may be empty but must fit. Returns it as it is kept.
    pub fn optional_line(&mut self, field: &str, text: &str, max: u32) -> String {
        self.fitting(field, text::line(text), max)
    }

    fn needed(&mut self, field: &str, kept: String, max: u32) -> String {
        self.ensure(!kept.is_empty(), field, Problem::Required);
        self.fitting(field, kept, max)
    }

    fn fitting(&mut self, field: &str, kept: String, max: u32) -> String {
        self.ensure(kept.chars().count() <= max as usize, field, Problem::TooLong { max });
        kept
    }

    /// Notes everything that was found elsewhere.
    pub fn extend<E: Into<FieldError>>(&mut self, found: impl IntoIterator<Item = E>) {
        self.0.extend(found.into_iter().map(Into::into));
    }

    /// # Errors
    /// All that was noted, if anything was.
    pub fn finish(self) -> Result<(), Error> {
        if self.0.is_empty() { Ok(()) } else { Err(Error::Invalid(self.0)) }
    }
}
