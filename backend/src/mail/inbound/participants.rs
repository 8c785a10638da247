//! Who takes part in a ticket by mail: the sender, and those they named beside us.

use domain::mail::head::Address;
use domain::mail::machine::Writer;
use domain::mail::which::Deed;
use domain::time::Instant;

use super::settle::Case;
use crate::Outcome;
use crate::db::{Tx, q};

/// Neither the requester nor staff: they hear of the ticket anyway.
const ADD: &str = "INSERT INTO participants (ticket_id, email_norm, email, name, since)
  SELECT CAST($1 AS TEXT), CAST($2 AS TEXT), CAST($3 AS TEXT), CAST($4 AS TEXT), CAST($5 AS BIGINT)
  WHERE NOT EXISTS (SELECT 1 FROM person_emails e JOIN people p ON p.id = e.person_id WHERE e.email_norm = $2
      AND (p.role NOT IN ('customer', 'organisation_manager') OR p.id = (SELECT requester_id FROM tickets WHERE id = $1)))
    AND (SELECT COUNT(*) FROM participants WHERE ticket_id = $1) < 20
  ON CONFLICT (ticket_id, email_norm) DO NOTHING";

const LEAVE: &str = "DELETE FROM participants WHERE ticket_id = $1 AND email_norm = $2";

/// Adds them, when a person has spoken who may bring others in.
pub(super) async fn add(tx: &mut Tx, case: &Case, deed: Deed, ticket_id: &str) -> Outcome<()> {
    let speaks = matches!(deed, Deed::Open | Deed::Say | Deed::Answer);
    if !speaks || case.writer != Writer::Person {
        return Ok(());
    }
    let head = &case.message.parsed.head;
    for address in [&case.who.address].into_iter().chain(&head.to).chain(&head.cc) {
        if !case.message.own.contains(&address.norm()) && !is_machine(address) {
            join(tx, ticket_id, address, case.pen.now).await?;
        }
    }
    Ok(())
}

/// Lets `address` take part; whether it did not before.
pub(super) async fn join(tx: &mut Tx, ticket_id: &str, address: &Address, at: Instant) -> Outcome<bool> {
    let add = q(ADD).bind(ticket_id).bind(address.norm()).bind(address.email.as_str());
    Ok(add.bind(address.name.as_str()).bind(at.0).exec(tx).await? > 0)
}

/// Lets it take part no more.
pub(super) async fn leave(tx: &mut Tx, ticket_id: &str, address: &Address) -> Outcome<()> {
    q(LEAVE).bind(ticket_id).bind(address.norm()).exec(tx).await?;
    Ok(())
}

/// Nobody reads what is sent there.
fn is_machine(address: &Address) -> bool {
    let norm = address.norm();
    let local: String =
        norm.split('@').next().unwrap_or_default().chars().filter(|c| c.is_ascii_alphanumeric()).collect();
    ["noreply", "donotreply", "mailerdaemon", "postmaster"].iter().any(|word| local.starts_with(word))
}
