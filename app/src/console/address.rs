//! Addresses of the console: which view and which ticket they name.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::portal::address::read as read_query;

/// The view that the console opens with.
const FIRST_VIEW: &str = "mine";
/// The view beside a ticket whose address names none.
const BESIDE: &str = "all";

#[must_use]
pub fn first_view() -> String {
    view(FIRST_VIEW)
}

/// Address of a view.
#[must_use]
pub fn view(id: &str) -> String {
    format!("/desk/v/{id}")
}

/// Address of a ticket within a view.
#[must_use]
pub fn ticket(view: &str, number: &str) -> String {
    format!("/desk/v/{view}/t/{number}")
}

/// The view that the address shows.
#[must_use]
pub fn use_view() -> Memo<String> {
    let path = use_location().pathname;
    Memo::new(move |_| path.with(|path| read(path).0.unwrap_or(BESIDE).to_owned()))
}

/// The tracking number of the ticket that the address shows.
#[must_use]
pub fn use_number() -> Memo<Option<String>> {
    let path = use_location().pathname;
    Memo::new(move |_| path.with(|path| read(path).1.map(str::to_owned)))
}

/// View and ticket of an address.
fn read(path: &str) -> (Option<&str>, Option<&str>) {
    let parts: Vec<&str> = path.trim_matches('/').split('/').collect();
    match parts.as_slice() {
        ["desk", "v", view, "t", number] => (Some(view), Some(number)),
        ["desk", "v", view] => (Some(view), None),
        ["desk", "t", number] => (None, Some(number)),
        _ => (None, None),
    }
}

/// What the page's address says for `name`, followed as it changes: filters and tabs stay on one page.
#[must_use]
pub fn use_query(name: &'static str) -> Memo<String> {
    let search = use_location().search;
    Memo::new(move |_| search.with(|search| read_query(search, name)).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn addresses_name_a_view_and_a_ticket() {
        for (path, named) in [
            ("/desk/v/mine", (Some("mine"), None)),
            ("/desk/v/queue-print/t/CW-1", (Some("queue-print"), Some("CW-1"))),
            ("/desk/t/CW-1", (None, Some("CW-1"))),
            ("/desk/v/mine/", (Some("mine"), None)),
            ("/desk/customers", (None, None)),
        ] {
            assert_eq!(read(path), named, "{path}");
        }
    }
}
