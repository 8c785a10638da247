//! The command palette, and the console's page of search results.

use super::super::words;

words! {
    Palette, palette {
        open: "Search or run",
        label: "Search or run a command",
        results: "Results",
        on_ticket: "On this ticket",
        go_to: "Go to",
        found: "Tickets, articles and customers",
        all_results: "See all results for “{q}”",
        found_one: "{n} result",
        found_many: "{n} results",
        nothing: "Nothing fits “{q}”",
        choose: "choose",
        run: "run",
        escape_key: "Esc",
        close: "close",
        keys: "All keys",
        view_count_one: "{n} ticket",
        view_count_many: "{n} tickets",
        open_tickets: "{n} open",
        article: "Article",
        problem: "Known problem",
    }
}

words! {
    DeskSearch, desk_search {
        title: "Search",
        title_for: "“{q}”",
        label: "Search tickets, articles, known problems and customers",
        go: "Search",
        hint: "Words, “a phrase in quotes”, a number, or status:open, from:name, product:name. A minus before a word leaves it out.",
        found_one: "{n} result for “{q}”",
        found_many: "{n} results for “{q}”",
        nothing: "Nothing found for “{q}”",
        nothing_hint: "Try fewer or other words, or part of a number.",
        start: "What are you looking for?",
        spelling: "Did you mean",
        tickets: "Tickets",
        articles: "Articles",
        problems: "Known problems",
        customers: "Customers",
    }
}
