//! The portal's first page and its frame.

use crate::words::{Lang, fill, words};

words! {
    /// Header and footer of every portal page.
    Frame, frame {
        site_sub: "Support",
        area: "{site} Support",
        nav_label: "Main",
        help: "Help articles",
        requests: "My requests",
        requests_open: "open",
        status: "Service status",
        new_request: "New request",
        menu: "Menu",
        account: "Account",
        account_menu: "{name}, account menu",
        sign_in: "Sign in",
        sign_out: "Sign out",
        console: "Open the console",
        runs_on: "Runs on Casewell, open source",
        footer_label: "About this desk",
        contact: "Ask us for help",
        lang_label: "Language",
        lang_go: "Change language",
        title: "{page} – {area} – {product}",
        went_wrong: "This part of the page can’t be shown",
        sign_in_link: "Sign in",
    }
    de {
        area: "{site} Support",
        nav_label: "Hauptmenü",
        help: "Hilfeartikel",
        requests: "Meine Anfragen",
        requests_open: "offen",
        status: "Systemstatus",
        new_request: "Neue Anfrage",
        menu: "Menü",
        account: "Konto",
        account_menu: "{name}, Kontomenü",
        sign_in: "Anmelden",
        sign_out: "Abmelden",
        console: "Konsole öffnen",
        runs_on: "Läuft mit Casewell, quelloffen",
        footer_label: "Über dieses Helpdesk",
        contact: "Uns um Hilfe bitten",
        lang_label: "Sprache",
        lang_go: "Sprache wechseln",
        went_wrong: "Dieser Teil der Seite kann nicht gezeigt werden",
        sign_in_link: "Anmelden",
    }
}

/// "Fennwick Support"; where nobody said whose desk it is, without the name.
#[must_use]
pub fn area_name(lang: Lang, site: &str) -> String {
    let w = frame(lang);
    if site.is_empty() { w.site_sub.to_owned() } else { fill(w.area, &[("site", site)]) }
}

words! {
    Home, home {
        title: "How can we help?",
        title_named: "How can we help, {name}?",
        search_label: "Search for help",
        search_placeholder: "What’s going wrong?",
        often: "People often look for",
        open_requests: "Your open requests",
        all_requests: "All requests",
        status: "Service status",
        status_details: "Details",
        all_up: "All services work",
        since: "Since {since}.",
        next_update: "Next update by {next}.",
        products: "Browse help by product",
        articles_one: "{n} article",
        articles_many: "{n} articles",
        popular: "Answers that worked for others",
    }
    de {
        title: "Wie können wir helfen?",
        title_named: "Wie können wir helfen, {name}?",
        search_label: "Hilfe suchen",
        search_placeholder: "Was klappt nicht?",
        often: "Oft gesucht",
        open_requests: "Ihre offenen Anfragen",
        all_requests: "Alle Anfragen",
        status: "Systemstatus",
        status_details: "Einzelheiten",
        all_up: "Alle Dienste laufen",
        since: "Seit: {since}.",
        next_update: "Nächste Nachricht: {next}.",
        products: "Hilfe nach Produkt",
        articles_one: "{n} Artikel",
        articles_many: "{n} Artikel",
        popular: "Antworten, die anderen geholfen haben",
    }
}
