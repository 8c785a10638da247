//! Customers as staff see them: organisations with their contacts, contracts and products. Siblings:
//! `domain::customers`, `app/src/console/customers.rs`; one ticket's side panel is made by `tickets`.

mod contacts;
mod edit;
mod join;
mod organisation;
mod organisations;

pub use contacts::{contact, contacts};
pub use edit::{organisation_form, save_organisation};
pub use join::{add_contact, remove_contact};
pub use organisation::organisation;
pub use organisations::organisations;

use domain::customers::ContractBrief;
use domain::people::Page;
use domain::time::Instant;

use crate::stamps::Stamper;

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

/// A contract by name and end, in the zone of its organisation, when there is one.
pub(crate) fn contract(
    name: Option<String>,
    (ends, zone): (Option<i64>, Option<&str>),
    stamper: &Stamper,
    now: Instant,
) -> Option<ContractBrief> {
    let ends = ends.map(Instant);
    Some(ContractBrief {
        name: name?,
        ends: ends.zip(zone).map(|(ends, zone)| stamper.last_day(ends, zone)),
        expired: ends.is_some_and(|ends| ends <= now),
    })
}
