//! Search results and the suggestions under a search field.

use crate::words::words;

words! {
    Search, search {
        title: "Search",
        title_for: "“{q}”",
        label: "Search help, known problems and your requests",
        suggestions: "Suggestions",
        suggestions_one: "{n} suggestion",
        suggestions_many: "{n} suggestions",
        see_all: "See all results for “{q}”",
        found_one: "{n} result for “{q}”",
        found_many: "{n} results for “{q}”",
        spelling: "Did you mean",
        articles: "Help articles",
        problems: "Known problems",
        requests: "Your requests",
        article: "Help article",
        problem: "Known problem",
        request: "Your request",
        filters: "Filter results",
        product: "Product",
        all_products: "All products",
        nothing: "Nothing found for “{q}”",
        nothing_hint: "Try fewer or other words, or the exact message you see. You can also look through the articles of a product.",
        nothing_typed: "Type what goes wrong, a message you see or a request’s number.",
        ask_title: "Not what you need?",
        ask_hint: "Tell us about it. What you have typed goes along.",
        ask: "Ask us",
    }
    de {
        title: "Suche",
        label: "Hilfe, bekannte Probleme und Ihre Anfragen durchsuchen",
        suggestions: "Vorschläge",
        suggestions_one: "{n} Vorschlag",
        suggestions_many: "{n} Vorschläge",
        see_all: "Alle Treffer für „{q}“",
        article: "Hilfeartikel",
        problem: "Bekanntes Problem",
        request: "Ihre Anfrage",
    }
}
