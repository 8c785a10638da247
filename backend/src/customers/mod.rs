//! Customers as staff see them: organisations with their contacts, contracts and products. Siblings:
//! `domain::customers`, `app/src/console/customers.rs`; one ticket's side panel is made by `tickets`.

mod contacts;
mod organisation;
mod organisations;

pub use contacts::{contact, contacts};
pub use organisation::organisation;
pub use organisations::organisations;

use domain::customers::ContractBrief;
use domain::people::Page;
use domain::time::Instant;

use crate::stamps::Stamper;
use crate::tickets::last_day;

/// Rows of one part of a list, where nobody asks for another number.
pub const USUAL: usize = 50;
/// Contacts to choose a caller from.
pub const CALLERS: usize = 20;

/// What a statement asks for, to see whether the list goes on behind `limit` rows.
fn one_more(limit: usize) -> i64 {
    i64::try_from(limit + 1).unwrap_or(i64::MAX)
}

/// The first `limit` of the rows that were read, and the id to go on after.
fn part<T>(mut rows: Vec<T>, limit: usize, id: impl Fn(&T) -> &String) -> Page<T> {
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next = rows.last().filter(|_| more).map(|last| id(last).clone());
    Page { rows, next }
}

/// A contract by name and end, when there is one.
fn contract(
    name: Option<String>,
    ends: Option<i64>,
    stamper: &Stamper,
    now: Instant,
) -> Option<ContractBrief> {
    let ends = ends.map(Instant);
    Some(ContractBrief {
        name: name?,
        ends: ends.map(|ends| stamper.stamp(last_day(ends))),
        expired: ends.is_some_and(|ends| ends <= now),
    })
}
