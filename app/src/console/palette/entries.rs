//! What stands in the palette: actions that a key does now, places, views, and what a search found.

use domain::access::Action;
use domain::customers::OrganisationRow;
use domain::search::{HitKind, Results, plain};
use domain::tickets::view::ViewCount;
use domain::words::{Lang, console, count, fill};
use leptos::prelude::*;

use super::super::hits::{hit_face, hit_href};
use super::super::keys::{Keys, use_keys};
use super::super::{address, admin, board, customers, search};
use crate::me::{Me, use_me};
use crate::portal::address::with_query;

/// One line of the palette.
#[derive(Clone)]
pub struct Entry {
    pub group: Group,
    pub icon: &'static str,
    pub words: String,
    /// A fact at the end of the line.
    pub note: String,
    /// Keys that do the same without the palette.
    pub keys: &'static [&'static str],
    pub deed: Deed,
}

/// What a line does.
#[derive(Clone)]
pub enum Deed {
    Run(Callback<()>),
    Go(String),
    /// Leads to a page of the portal.
    Leave(String),
}

/// The headings, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    OnTicket,
    GoTo,
    Found,
}

impl Group {
    pub const ALL: [Self; 3] = [Self::OnTicket, Self::GoTo, Self::Found];

    #[must_use]
    pub fn name(self, lang: Lang) -> &'static str {
        let w = console::palette(lang);
        match self {
            Self::OnTicket => w.on_ticket,
            Self::GoTo => w.go_to,
            Self::Found => w.found,
        }
    }
}

/// Makes a function that lists what fits a query: actions and places by their words, then what was found.
pub fn known() -> impl Fn(&str, &[ViewCount], Vec<Entry>) -> Vec<Entry> + Send + Sync + 'static {
    let (me, keys) = (use_me(), use_keys());
    move |q, views, found| {
        let actions = keys.map(|keys| actions(&me, keys)).unwrap_or_default();
        let own =
            actions.into_iter().chain(places(&me)).chain(views.iter().map(|view| of_view(me.lang, view)));
        let mut list: Vec<Entry> = own.filter(|entry| fits(&entry.words, q)).chain(found).collect();
        if !q.is_empty() {
            list.push(all_results(me.lang, q));
        }
        list
    }
}

/// Whether every word of `q` begins a word of `words`.
fn fits(words: &str, q: &str) -> bool {
    let (words, q) = (words.to_lowercase(), q.to_lowercase());
    q.split_whitespace()
        .all(|wanted| words.split(|c: char| !c.is_alphanumeric()).any(|word| word.starts_with(wanted)))
}

/// What single keys do right now.
fn actions(me: &Me, keys: Keys) -> Vec<Entry> {
    let w = console::keys(me.lang);
    let table: [(&str, &'static [&'static str], &str, &str); 12] = [
        ("r", &["R"], "reply", w.reply),
        ("i", &["I"], "lock", w.note),
        ("e", &["E"], "circle-check", w.solve),
        ("n", &["N"], "calendar-clock", w.contact),
        ("p", &["P"], "list-checks", w.plan),
        ("h", &["H"], "trending-up", w.escalate),
        ("P", &["⇧", "P"], "chart-column", w.priority),
        ("a", &["A"], "user-check", w.assignee),
        ("s", &["S"], "circle-dot", w.status),
        ("t", &["T"], "inbox", w.take),
        ("u", &["U"], "arrow-left", w.back),
        ("?", &["?"], "keyboard", console::palette(me.lang).keys),
    ];
    let entry = |(key, caps, icon, words): (&str, &'static [&'static str], &'static str, &str)| {
        let group = if matches!(key, "?" | "t") { Group::GoTo } else { Group::OnTicket };
        let deed = Deed::Run(keys.action(key)?);
        Some(Entry { group, icon, words: words.to_owned(), note: String::new(), keys: caps, deed })
    };
    table.into_iter().filter_map(entry).collect()
}

fn places(me: &Me) -> Vec<Entry> {
    let (w, viewer) = (console::frame(me.lang), me.viewer());
    let place = |path: &str, icon, words: &str, keys| Entry {
        group: Group::GoTo,
        icon,
        words: words.to_owned(),
        note: String::new(),
        keys,
        deed: Deed::Go(path.to_owned()),
    };
    let new = viewer.may(Action::CreateForCustomer).then(|| place("/desk/new", "pencil", w.new, &["C"]));
    let settings =
        viewer.may(Action::ReadPolicies).then(|| place(admin::ADDRESS, "settings", w.settings, &[]));
    let always = [
        place("/desk", "inbox", w.tickets, &["G", "T"]),
        place(board::ADDRESS, "siren", console::board(me.lang).title, &["G", "B"]),
        place("/desk/customers", "users-round", w.customers, &[]),
        place("/desk/kb", "book-open", console::kb(me.lang).title, &[]),
        place("/desk/notices", "bell", w.notices, &[]),
        place("/desk/me", "user", w.me, &[]),
    ];
    new.into_iter().chain(always).chain(settings).collect()
}

fn of_view(lang: Lang, view: &ViewCount) -> Entry {
    let w = console::palette(lang);
    let fixed = console::view_name(lang, &view.id).map(str::to_owned);
    Entry {
        group: Group::GoTo,
        icon: "list",
        words: fixed.or_else(|| view.name.clone()).unwrap_or_default(),
        note: count(view.count.into(), w.view_count_one, w.view_count_many),
        keys: &[],
        deed: Deed::Go(address::view(&view.id)),
    }
}

fn all_results(lang: Lang, q: &str) -> Entry {
    Entry {
        group: Group::Found,
        icon: "search",
        words: fill(console::palette(lang).all_results, &[("q", q)]),
        note: String::new(),
        keys: &[],
        deed: Deed::Go(with_query(search::ADDRESS, &[("q", q)])),
    }
}

/// What a search brought, as lines.
pub fn found(results: Results, customers: Vec<OrganisationRow>) -> Vec<Entry> {
    let lang = use_me().lang;
    let hits = results.hits.into_iter().map(|hit| {
        let (icon, note) = hit_face(lang, &hit);
        let href = hit_href(&hit);
        let deed = if hit.kind == HitKind::Ticket { Deed::Go(href) } else { Deed::Leave(href) };
        Entry { group: Group::Found, icon, words: plain(&hit.title), note, keys: &[], deed }
    });
    let organisation = |row: OrganisationRow| Entry {
        group: Group::Found,
        icon: "building-2",
        note: fill(console::palette(lang).open_tickets, &[("n", &row.open_tickets.to_string())]),
        deed: Deed::Go(customers::address(&row.id)),
        words: row.name,
        keys: &[],
    };
    hits.chain(customers.into_iter().map(organisation)).collect()
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn words_are_found_by_their_beginnings() {
        assert!(fits("Next contact", "next con"));
        assert!(fits("Internal note", "NOTE"));
        assert!(fits("Anything", ""));
        assert!(!fits("Next contact", "tact"));
        assert!(!fits("Reply", "reply all"));
    }
}
