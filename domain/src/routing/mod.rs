//! To the right person: [`rule`] says where a new ticket goes, [`hand_out`] who gets it, and both say why. Siblings:
//! `backend/src/routing`, `app/src/console/admin/{routing,agents}`, `app/src/console/board`.

pub mod agent;
pub mod board;
pub mod hand_out;
pub mod queue;
pub mod reorganise;
pub mod rule;
pub mod view;
mod when;

use serde::{Deserialize, Serialize};

use crate::tickets::{Priority, Status};

/// What somebody can do, and how well: 1 knows it, 2 is good at it, 3 teaches it. As a need: at least this well.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Skill {
    pub name: String,
    pub level: u8,
}

impl Skill {
    /// The best there is.
    pub const TOP: u8 = 3;

    /// Whether somebody with the skills `own` has this one at least as well.
    #[must_use]
    pub fn is_in(&self, own: &[Self]) -> bool {
        own.iter().any(|skill| same_name(&skill.name, &self.name) && skill.level >= self.level)
    }
}

/// Skills are compared without regard to case.
#[must_use]
pub fn same_name(a: &str, b: &str) -> bool {
    a.to_lowercase() == b.to_lowercase()
}

/// What a ticket of normal priority weighs whose turn is ours.
pub const UNIT: i64 = 100;

/// The work that an open ticket still is, in hundredths of a normal one: more when it presses, a quarter while it waits
/// for somebody else; none once it is solved.
#[must_use]
pub fn weight(priority: Priority, status: Status) -> i64 {
    let whole = match priority {
        Priority::Low => 60,
        Priority::Normal => UNIT,
        Priority::High => 150,
        Priority::Urgent => 240,
    };
    match status {
        Status::New | Status::Open => whole,
        Status::Waiting | Status::OnHold => whole / 4,
        Status::Resolved | Status::Closed => 0,
    }
}
