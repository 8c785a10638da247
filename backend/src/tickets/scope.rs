//! The viewer's filter as SQL: the same words in lists, counts, pages and events.

use domain::Viewer;
use domain::access::TicketScope;

use crate::db::Value;

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
    let digits = text.strip_prefix("CW-").or_else(|| text.strip_prefix("cw-")).unwrap_or(text);
    digits.parse().ok().filter(|number| *number > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_type_them() {
        for text in ["CW-10234", "cw-10234", " 10234 "] {
            assert_eq!(parse_number(text), Some(10_234));
        }
        for text in ["", "CW-", "CW-x", "-5", "CW-1 OR 1=1"] {
            assert_eq!(parse_number(text), None);
        }
    }
}
