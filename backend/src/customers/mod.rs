//! Customers as staff see them: organisations with their contacts, contracts and products. Siblings:
//! `domain::customers`, `app/src/console/customers.rs`; one ticket's side panel is made by `tickets`.

mod contacts;
mod organisation;
mod organisations;

pub use contacts::contacts;
pub use organisation::organisation;
pub use organisations::organisations;

use domain::customers::ContractBrief;
use domain::time::Instant;

use crate::stamps::Stamper;

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
        ends: ends.map(|ends| stamper.stamp(ends)),
        expired: ends.is_some_and(|ends| ends <= now),
    })
}
