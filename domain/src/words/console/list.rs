//! The list of tickets.

use super::super::words;

words! {
    DeskList, list {
        label: "Tickets: {view}",
        order: "Due soonest",
        contact_order: "Earliest contact first",
        solved_order: "Newest solution first",
        unanswered: "unanswered",
        changed_one: "{n} ticket changed. Show it",
        changed_many: "{n} tickets changed. Show them",
        more: "Show more",
        take_next: "Take next",
        no_next: "There is no ticket for you that nobody has.",
        none: "Nothing is due",
        none_hint: "No ticket stands in this view right now.",
        see_unassigned: "See unassigned",
        priority: "{priority} priority",
        keys_hint: "Keys",
        choose: "Choose a ticket",
        choose_hint: "Its promises, its timeline and the composer open here.",
        not_found_title: "Not found",
        not_found: "This ticket or view doesn’t exist, or isn’t yours to see.",
        search: "Search",
        failed: "This part can’t be shown",
    }
}
