//! The customer's list of requests.

use crate::words::words;

words! {
    Requests, requests {
        title: "My requests",
        title_all: "{organisation} requests",
        title_organisation: "Your company’s requests",
        open_one: "{n} is open",
        open_many: "{n} are open",
        open_none: "None is open",
        find: "Search your requests",
        find_hint: "Words or a number",
        which: "Show",
        open_only: "Open",
        everything: "Open and solved",
        whose: "Whose",
        mine: "Only mine",
        company: "My whole company’s",
        list: "Requests",
        none: "No requests yet",
        none_hint: "When something goes wrong, tell us. You’ll see here what we promised and when.",
        none_fit: "No request fits",
        none_fit_hint: "Try other words, or show solved requests too.",
        none_open: "No open requests",
        show_all: "Show solved requests too",
        more: "Older requests",
        first: "Newest requests",
        is_on_it: "{name} is on this",
        nobody_yet: "Waiting for a colleague to take it",
        team_has_it: "Our team has it",
        asked_by: "Asked by {name}",
        opened: "Opened {at}",
        changed: "Last changed {at}",
        pages: "Pages of requests",
    }
}
