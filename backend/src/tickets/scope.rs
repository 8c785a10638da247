//! The viewer's filter as SQL: the same words in lists, counts, pages and events.

use domain::Viewer;
use domain::access::TicketScope;

use crate::db::{Value, q};
use crate::{Backend, Outcome};

/// A condition on `tickets t` with the value for its one placeholder, if it has one.
pub(crate) struct ScopeSql {
    pub condition: String,
    pub value: Option<Value>,
}

/// What `viewer` may see, with `$place` as its placeholder.
pub(crate) fn visible(viewer: &Viewer, place: usize) -> ScopeSql {
    let (condition, value) = match viewer.ticket_scope() {
        TicketScope::All => ("1 = 1".to_owned(), None),
        TicketScope::None => ("1 = 0".to_owned(), None),
        TicketScope::Organisation(id) => (format!("t.organisation_id = ${place}"), Some(Value::from(id))),
        TicketScope::Requester(id) => (format!("t.requester_id = ${place}"), Some(Value::from(id))),
    };
    ScopeSql { condition, value }
}

/// The tracking number as people write it.
#[must_use]
pub fn number_text(number: i64) -> String {
    format!("CW-{number}")
}

/// Reads a tracking number the way people type it: with or without the letters, in any case.
#[must_use]
pub fn parse_number(text: &str) -> Option<i64> {
    let text = text.trim();
    let is_lettered = text.get(..2).is_some_and(|letters| letters.eq_ignore_ascii_case("cw"));
    let digits = if is_lettered { text[2..].trim_start_matches(['-', ' ']) } else { text };
    digits.parse().ok().filter(|number| *number > 0)
}

/// The id of the ticket called `number`.
///
/// # Errors
/// `SignIn` for a visitor, `NotFound` for a ticket outside the viewer's rights.
pub(crate) async fn visible_id(b: &Backend, v: &Viewer, number: &str) -> Outcome<String> {
    if !v.is_signed_in() {
        return Err(domain::Error::SignIn.into());
    }
    let number = parse_number(number).ok_or(domain::Error::NotFound)?;
    let scope = visible(v, 2);
    let sql = format!("SELECT t.id FROM tickets t WHERE t.number = $1 AND {}", scope.condition);
    let query = q(sql).bind(number).bind_all(scope.value.into_iter().collect());
    Ok(query.opt(&mut b.db.read().await?).await?.ok_or(domain::Error::NotFound)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_type_them() {
        for text in ["CW-10234", "cw-10234", " 10234 ", "cw10234", "CW 10234"] {
            assert_eq!(parse_number(text), Some(10_234));
        }
        for text in ["", "CW-", "CW-x", "-5", "CW-1 OR 1=1"] {
            assert_eq!(parse_number(text), None);
        }
    }
}
