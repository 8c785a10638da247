//! A member of staff's work in short: what they have open, and for leads how the desk fares. Siblings:
//! `backend/src/mail/digest.rs`, `domain::words::digest`.

/// What one digest says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Digest {
    /// Promises that are missed, the longest first.
    pub missed: Vec<Line>,
    /// Promises that are due before the next day ends.
    pub due: Vec<Line>,
    /// Tickets whose customers wait for an answer, and that are in neither list.
    pub unanswered: Vec<Line>,
    /// Open tickets that the reader has in all, up to [`Digest::MOST`].
    pub open: u32,
    /// For leads and above.
    pub desk: Option<Desk>,
}

/// One ticket of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub number: String,
    pub subject: String,
    /// When its most pressing promise is due, in the reader's words; empty without one.
    pub due: String,
    /// Where it is read, within the desk.
    pub url: String,
}

/// How the desk fared since the last digest; each number up to [`Digest::MOST`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Desk {
    pub made: u32,
    pub solved: u32,
    pub missed: u32,
    /// Open ones that nobody has, now.
    pub unassigned: u32,
}

impl Digest {
    /// Where counting stops.
    pub const MOST: u32 = 1_000;
    /// Tickets that one list names.
    pub const LINES: usize = 15;

    /// Nothing is worth a mail.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.open == 0 && self.desk.is_none_or(|desk| desk == Desk::default())
    }
}
