//! What admins set up, as the console shows it. Siblings: `backend/src/settings`, `app/src/console/admin`.

use serde::{Deserialize, Serialize};

use crate::ladder::TicketType;
use crate::promises::calendar::Calendar;
use crate::promises::policy::{AlarmAction, Policy, Shown, Target};
use crate::promises::{PromiseKind, Trouble};
use crate::stamp::Stamp;
use crate::tickets::entry::Named;

/// Every policy's newest version and every calendar's, with the names that their ids stand for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PromisesPage {
    pub policies: Vec<PolicyView>,
    pub calendars: Vec<CalendarView>,
    pub ticket_types: Vec<Named>,
    /// The same with what hangs on them.
    pub types: Vec<TicketType>,
    /// Flows that a type can ask for besides those of its topics.
    pub flows: Vec<Named>,
    /// Every tier that a customer has or a policy serves.
    pub tiers: Vec<String>,
    /// What alarms can call.
    pub webhooks: Vec<Named>,
    /// Edits that open tickets have still to follow, and those that they followed lately.
    pub recounts: Vec<Recount>,
    /// The year that it is now.
    pub year: i32,
}

/// A policy and whom it serves.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PolicyView {
    pub policy: Policy,
    /// It serves tickets without a contract or a tier of their own.
    pub is_default: bool,
    /// Customer tiers it serves.
    pub tiers: Vec<String>,
    /// Name of its calendar; empty where plain time counts.
    pub calendar: String,
}

/// A calendar with its opening hours in a line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CalendarView {
    pub id: String,
    pub name: String,
    pub version: i64,
    pub hours: String,
    pub is_open: bool,
    /// Put away: nothing new may count in it.
    pub archived: bool,
    pub calendar: Calendar,
}

/// A calendar as an admin wants it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarDraft {
    /// Empty for a new one.
    pub id: String,
    /// The version that was edited; 0 for a new one.
    pub seen: i64,
    pub name: String,
    pub archived: bool,
    pub calendar: Calendar,
}

/// A policy as an admin wants it; its version is the one that was edited. A new one has no id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyDraft {
    pub policy: Policy,
    /// The customer tier that it serves; empty: none.
    pub tier: String,
    /// It serves everybody without a contract or a tier of their own, in the place of the policy that did so far.
    pub is_default: bool,
    /// Open tickets follow it too, not only new ones.
    pub apply: bool,
}

/// What an admin is about to save.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Draft {
    Calendar(Box<CalendarDraft>),
    Policy(PolicyDraft),
    Type(TicketType),
}

/// What has been saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Saved {
    pub id: String,
    pub version: i64,
}

/// One stretch of a look at all open tickets: which of them an edit would move, and how.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preview {
    /// Open tickets behind the policy or calendar, all together.
    pub behind: i64,
    /// Tickets looked at in this stretch.
    pub looked: i64,
    /// Those of them that would move.
    pub moved: i64,
    /// Those whose customers see more or less of it.
    pub seen: i64,
    /// The first of all these.
    pub rows: Vec<Moving>,
    /// Where the next stretch begins; `None` at the end.
    pub next: Option<String>,
}

/// A ticket that an edit moves, or whose customer sees something else of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moving {
    pub number: String,
    pub subject: String,
    pub moves: Vec<MoveLine>,
    /// What the customer sees of its promises, before and after, where that changes.
    pub seen: Option<(Shown, Shown)>,
}

/// One of its due times, as it is and as it would be; see [`crate::promises::Move`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MoveLine {
    pub promise: PromiseKind,
    pub from: Option<Stamp>,
    pub to: Option<Stamp>,
    /// It would be over already, unlike now.
    pub is_past: bool,
}

/// An edit on its way through the open tickets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recount {
    /// Name of the policy or calendar.
    pub name: String,
    pub done: i64,
    pub total: i64,
    /// Tickets of which a due time moved.
    pub moved: i64,
    pub ended: bool,
}

/// A version of a policy or calendar: who made it, when, and what it changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    pub version: i64,
    pub at: Stamp,
    /// `None`: came with the desk.
    pub by: Option<String>,
    /// Empty for the first one.
    pub changes: Vec<Changed>,
}

/// One line of a policy or calendar that reads differently. An empty text: the line is new, or gone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changed {
    pub what: String,
    pub was: String,
    pub is: String,
}

/// What differs between two readings of the same thing, each a list of lines of a name and a text; names come once.
#[must_use]
pub fn changed(before: &[(String, String)], after: &[(String, String)]) -> Vec<Changed> {
    let text = |lines: &[(String, String)], name: &str| {
        lines.iter().find(|(own, _)| own == name).map(|(_, text)| text.clone()).unwrap_or_default()
    };
    let gone = before.iter().filter(|(name, _)| !after.iter().any(|(own, _)| own == name));
    let lines = after.iter().chain(gone).map(|(name, _)| Changed {
        what: name.clone(),
        was: text(before, name),
        is: text(after, name),
    });
    lines.filter(|line| line.was != line.is).collect()
}

/// Something that an alarm could not do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FailedAction {
    pub number: String,
    pub subject: String,
    pub promise: Option<PromiseKind>,
    pub action: AlarmAction,
    /// Name of the webhook that it calls; empty for other actions.
    pub name: String,
    pub why: Trouble,
    pub tries: u32,
    pub at: Stamp,
    /// When it is tried again; `None`: no more.
    pub next: Option<Stamp>,
    pub done: Option<Stamp>,
}

/// A question to a calendar: when is so much time over?
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WhatIf {
    pub calendar: Tried,
    /// On the calendar's own clocks: `2026-04-02T17:30`.
    pub start: String,
    pub target: Target,
}

/// The calendar that is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tried {
    /// By its id, as it is now.
    Known(String),
    /// As somebody edits it.
    Draft(Box<Calendar>),
}

/// The answer, in the calendar's zone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WhatIfAnswer {
    pub start: Stamp,
    /// `None` when the calendar never has that much time.
    pub due: Option<Stamp>,
    /// The stretches that count, in order.
    pub counted: Vec<Stretch>,
    /// There are more of them than these.
    pub more: bool,
    /// IANA name.
    pub time_zone: String,
}

/// A stretch of time that counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stretch {
    pub from: Stamp,
    pub to: Stamp,
    pub ms: i64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_changed_is_told_line_by_line() {
        let lines = |texts: &[(&str, &str)]| -> Vec<(String, String)> {
            texts.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
        };
        let before = lines(&[("Name", "Gold"), ("Risk", "25 %"), ("Old", "x")]);
        let after = lines(&[("Name", "Gold"), ("Risk", "30 %"), ("New", "y")]);
        let changes: Vec<(String, String, String)> =
            changed(&before, &after).into_iter().map(|line| (line.what, line.was, line.is)).collect();
        let expected = [("Risk", "25 %", "30 %"), ("New", "", "y"), ("Old", "x", "")];
        assert_eq!(changes, expected.map(|(a, b, c)| (a.to_owned(), b.to_owned(), c.to_owned())));
    }
}
