//! What the console's selects offer.

use domain::Viewer;
use domain::access::{Action, Role};
use domain::tickets::view::Choices;

use crate::settings::Staff;
use crate::{Backend, Outcome};

/// Staff who take tickets, queues, types and products.
///
/// # Errors
/// `Forbidden` for customers.
pub async fn choices(b: &Backend, v: &Viewer) -> Outcome<Choices> {
    v.ensure(Action::UseConsole)?;
    let directory = b.directory().await?;
    let takes_tickets = directory.staff.iter().filter(|staff| staff.role >= Role::Agent);
    Ok(Choices {
        staff: takes_tickets.map(Staff::named).collect(),
        queues: directory.queues.clone(),
        types: directory.active_types(),
        products: directory.offered.clone(),
    })
}
