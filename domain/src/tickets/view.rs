//! What pages read about tickets: shapes made for one reader, never rows.

mod customer;
mod notice;

pub use customer::{Answering, RequestFilter, RequestList, RequestPage, RequestRow, Stand};
pub use notice::{Notice, NoticeView};

use serde::{Deserialize, Serialize};

use super::entry::{Author, Body, Named};
use super::{Channel, PlanStep, Priority, Status, Urgency};
use crate::outbox::MailState;
use crate::promises::PromiseKind;
pub use crate::promises::countdown::{ClockData, ClockState};
use crate::promises::policy::{Requirement, Target};
use crate::stamp::Stamp;
use crate::time::{Date, Instant};

/// One promise on a ticket.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PromiseView {
    pub kind: PromiseKind,
    pub cycle: u32,
    pub clock: ClockData,
    /// The due time in the reader's words.
    pub due: Option<Stamp>,
    /// When a change made it late whose new due time had passed already.
    pub late_since: Option<Stamp>,
    pub target: Option<Target>,
    /// Set by hand, with the reason.
    pub manual: Option<String>,
}

/// The most pressing promise of a ticket in a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PromiseBrief {
    pub kind: PromiseKind,
    pub clock: ClockData,
}

/// A row of the console's list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TicketRow {
    pub number: String,
    pub version: i64,
    pub subject: String,
    pub status: Status,
    pub priority: Priority,
    pub urgency: Urgency,
    /// Organisation, or the requester's name when they have none.
    pub customer: String,
    pub assignee: Option<String>,
    pub unanswered: bool,
    pub promise: Option<PromiseBrief>,
}

/// A view in the console's side bar. `count` stops at [`COUNT_CAP`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ViewCount {
    pub id: String,
    /// A queue's own name; fixed views are worded by their id.
    pub name: Option<String>,
    pub count: u32,
}

/// Counts are exact up to here and "99+" above, so that no count grows with the table.
pub const COUNT_CAP: u32 = 100;

/// What stands around every page of the console.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DeskFrame {
    pub views: Vec<ViewCount>,
    /// Open tickets that have missed a promise, up to [`COUNT_CAP`].
    pub missed: u32,
    /// Unread notices, up to [`COUNT_CAP`].
    pub notices: u32,
}

/// Rows of a page of the console's list.
pub const LIST_PAGE: usize = 50;

/// Rows of the list that come with a ticket's page: a screenful. The browser reads the page's others when it is awake.
pub const FIRST_LOOK: usize = 20;

/// One page of a view.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TicketList {
    pub view: String,
    /// A queue's own name; fixed views are worded by their id.
    pub name: Option<String>,
    pub rows: Vec<TicketRow>,
    /// Pass as `after` to read on; `None` at the end.
    pub next: Option<String>,
    /// The server's time when this was read.
    pub now: Instant,
}

/// One line of a timeline.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EntryView {
    pub seq: u32,
    pub at: Stamp,
    pub author: Author,
    /// Empty for the desk itself.
    pub author_name: String,
    /// The reader wrote it.
    pub mine: bool,
    pub body: Body,
    /// Times inside the body (due, review date), in the reader's words.
    pub due: Option<Stamp>,
    /// Where its mail stands, for staff: of several copies the one that has to be known of first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mail: Option<MailState>,
    /// It stands on another ticket now, and counts here no more.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub moved: bool,
    /// What was taken away from it, in the reader's words: by whom, when and why for staff.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub redacted: Option<String>,
}

/// The console's ticket page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TicketPage {
    pub id: String,
    pub number: String,
    pub version: i64,
    pub subject: String,
    pub status: Status,
    pub priority: Priority,
    pub ticket_type: String,
    pub channel: Channel,
    pub assignee: Option<Named>,
    pub queue: Option<Named>,
    pub product: Option<Named>,
    pub topic: Option<String>,
    pub promises: Vec<PromiseView>,
    pub plan: Vec<PlanStep>,
    pub next_contact: Option<Stamp>,
    pub contact_rule: Requirement,
    pub plan_rule: Requirement,
    /// The newest entries, oldest first; `earlier`: more stand before them.
    pub entries: Vec<EntryView>,
    pub earlier: bool,
    pub customer: crate::customers::CustomerPanel,
    pub policy: PolicyBrief,
    /// What the composer proposes as next contact, soonest first.
    pub contact_choices: Vec<ContactChoice>,
    pub ladder: LadderView,
    pub now: Instant,
}

/// Where a ticket stands on its ladder, for staff.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct LadderView {
    pub held: Option<HeldView>,
    /// The rung that an agent can ask: its name, and who would have it.
    pub next: Option<(String, String)>,
    /// The reader may say whether the customer's call for the duty manager could have been avoided.
    pub to_class: bool,
}

/// The rung that a ticket stands on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HeldView {
    pub name: String,
    pub owner: String,
    pub since: Stamp,
    /// When it climbs on, unless it is acknowledged before.
    pub until: Option<Stamp>,
    pub acknowledged: bool,
    /// The reader may acknowledge it or send it back.
    pub mine: bool,
    /// Who handed it over.
    pub from: Option<String>,
    pub hand_over: Option<crate::ladder::HandOver>,
    /// Every promise ever made on the ticket, for who receives it.
    pub made: Vec<PromiseView>,
}

/// Which policy a ticket stands under.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyBrief {
    pub name: String,
    pub formal: bool,
    pub calendar: String,
    pub time_zone: String,
    /// Opening hours in a line ("Mon–Fri 07:00–19:00").
    pub hours: String,
    /// What of them is closed every day ("12:00–13:00").
    pub breaks: String,
    /// The days until the last of its promises is due that have other hours than their weekday.
    pub unlike: Vec<UnlikeDay>,
    pub contract_expired: bool,
}

/// A day with other hours than its weekday.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnlikeDay {
    pub date: Date,
    /// "08:00–12:00"; empty: closed.
    pub hours: String,
}

/// Who and what a ticket can be given to: choices for selects in the console.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct Choices {
    pub staff: Vec<Named>,
    pub queues: Vec<Named>,
    pub types: Vec<Named>,
    pub products: Vec<crate::intake::Product>,
}

/// An accepted write: the ticket's new version, and its number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    pub number: String,
    pub version: i64,
}

/// The steps that lead to a promise's due time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WhyPage {
    pub promise: PromiseView,
    pub steps: Vec<WhyStep>,
}

/// One step with its time in the reader's words.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WhyStep {
    pub at: Option<Stamp>,
    pub step: crate::promises::Why,
}

crate::tickets::coded! {
    /// Why a time is proposed for the next contact.
    ContactWhy {
        Soon = "soon",
        /// Before our own hours end.
        Close = "close",
        /// An hour after we open again.
        Opening = "opening",
        /// Before the customer's own working day ends.
        TheirDay = "their_day",
        /// As the policy says.
        Policy = "policy",
    }
}

/// A time to promise as next contact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactChoice {
    pub why: ContactWhy,
    pub at: Stamp,
}
