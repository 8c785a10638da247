//! What the list shows. Live news change rows where they stand; what would move rows waits until it is asked for, or
//! until the reader's own change has moved them anyway.

use std::collections::HashSet;

use domain::tickets::Urgency;
use domain::tickets::view::{LIST_PAGE, TicketList, TicketRow};
use leptos::prelude::*;
use leptos::reactive::spawn_local_scoped;

use super::super::address;
use super::super::desk::use_desk;
use super::super::live::{gathered, on_tickets};
use crate::api::tickets::list as load;
use crate::browser::{focus, ticker};

/// What the rows of a view stand under.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heading {
    Urgency,
    Contact,
    Solved,
}

/// One heading with its rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Group {
    Urgency(Urgency),
    Contact,
    Solved,
}

/// A row: its place among the others is fixed until rows move, its values are not.
#[derive(Clone, PartialEq)]
pub struct RowState {
    pub number: String,
    pub row: RwSignal<TicketRow>,
    group: Group,
}

/// The list on show.
#[derive(Clone, Copy)]
pub struct List {
    view: StoredValue<String>,
    /// The ticket that is open beside it.
    pub open: Memo<Option<String>>,
    rows: RwSignal<Vec<RowState>>,
    next: RwSignal<Option<String>>,
    /// A newer reading that would move rows, and how many tickets that concerns.
    waiting: RwSignal<Option<(TicketList, u64)>>,
    loading: RwSignal<bool>,
    /// Rows' signals outlive the callbacks that make them.
    owner: StoredValue<Option<Owner>>,
}

impl List {
    pub fn new(list: TicketList, open: Memo<Option<String>>) -> Self {
        let heading = heading_of(&list.view);
        let rows = list.rows.into_iter().map(|row| RowState::new(heading, row)).collect();
        Self {
            view: StoredValue::new(list.view),
            open,
            rows: RwSignal::new(rows),
            next: RwSignal::new(list.next),
            waiting: RwSignal::new(None),
            loading: RwSignal::new(false),
            owner: StoredValue::new(Owner::current()),
        }
    }

    /// Completes a first look, and keeps the list up to date from now on.
    pub fn follow(self) {
        if self.next.with_untracked(Option::is_some) && self.rows.with_untracked(Vec::len) < LIST_PAGE {
            Effect::new(move || self.read(true));
        }
        let own = StoredValue::new(false);
        let soon = gathered(move || {
            let is_own = own.get_value();
            own.set_value(false);
            self.read(is_own);
        });
        on_tickets(move |event| {
            if event.mine {
                own.set_value(true);
            }
            soon();
        });
        use_desk().on_write(move || self.read(true));
    }

    /// Reads the first page anew: shows what changed in place, and all of it when the reader has changed it.
    fn read(self, is_own: bool) {
        self.scoped(move || {
            let view = self.view.get_value();
            spawn_local_scoped(async move {
                let Ok(news) = load(view, String::new(), false).await else { return };
                if self.loading.is_disposed() {
                    return;
                }
                ticker::synchronise(news.now);
                if is_own { self.show(news) } else { self.compare(news) }
            });
        });
    }

    /// Takes over values where rows stay; remembers the rest.
    fn compare(self, news: TicketList) {
        let heading = self.heading();
        let moved = self.rows.with_untracked(|shown| {
            for row in &news.rows {
                if let Some(known) = shown.iter().find(|known| known.number == row.number) {
                    known.update(row);
                }
            }
            moved(shown, &news, heading)
        });
        self.waiting.set((moved > 0).then_some((news, moved)));
    }

    /// Takes over the order too. Rows that were read further on stay below.
    fn show(self, news: TicketList) {
        let had_focus = super::moving::has_focus();
        let heading = self.heading();
        let fresh: HashSet<String> = news.rows.iter().map(|row| row.number.clone()).collect();
        let known = self.rows.get_untracked();
        let tail: Vec<RowState> =
            known.iter().skip(LIST_PAGE).filter(|row| !fresh.contains(&row.number)).cloned().collect();
        if tail.is_empty() {
            self.next.set(news.next);
        }
        let place = |row: TicketRow| match known.iter().find(|known| known.number == row.number) {
            Some(known) => {
                known.update(&row);
                RowState { group: group_of(heading, &row), ..known.clone() }
            }
            None => RowState::new(heading, row),
        };
        let rows = news.rows.into_iter().map(place).chain(tail).collect();
        self.rows.set(rows);
        self.waiting.set(None);
        if had_focus {
            focus::focus_soon(super::moving::TAB_STOP);
        }
    }

    /// How many tickets wait to be shown.
    pub fn waiting(self) -> u64 {
        self.waiting.with(|waiting| waiting.as_ref().map_or(0, |(_, moved)| *moved))
    }

    /// Shows what waits.
    pub fn show_waiting(self) {
        if let Some((news, _)) = self.waiting.get_untracked() {
            self.scoped(move || self.show(news));
        }
    }

    /// Reads the page after the last row.
    pub fn load_more(self) {
        let Some(next) = self.next.get_untracked().filter(|_| !self.loading.get_untracked()) else { return };
        self.loading.set(true);
        self.scoped(move || {
            let view = self.view.get_value();
            spawn_local_scoped(async move {
                let answer = load(view, next, false).await;
                if self.loading.try_set(false).is_none()
                    && let Ok(page) = answer
                {
                    self.append(page);
                }
            });
        });
    }

    fn append(self, page: TicketList) {
        let heading = self.heading();
        let known = self
            .rows
            .with_untracked(|rows| rows.iter().map(|row| row.number.clone()).collect::<HashSet<_>>());
        let new = page.rows.into_iter().filter(|row| !known.contains(&row.number));
        let new: Vec<RowState> = new.map(|row| RowState::new(heading, row)).collect();
        self.rows.update(|rows| rows.extend(new));
        self.next.set(page.next);
    }

    /// Runs `work` as part of the list, whoever calls.
    fn scoped(self, work: impl FnOnce()) {
        if let Some(owner) = self.owner.try_get_value().flatten() {
            owner.with(work);
        }
    }

    pub fn heading(self) -> Heading {
        self.view.with_value(|view| heading_of(view))
    }

    pub fn has_more(self) -> bool {
        self.next.with(Option::is_some)
    }

    pub fn is_loading(self) -> bool {
        self.loading.get()
    }

    /// How many rows there are; with a plus when more can be read.
    pub fn size(self) -> String {
        let plus = if self.has_more() { "+" } else { "" };
        format!("{}{plus}", self.rows.with(Vec::len))
    }

    /// The headings on show, in order.
    pub fn headings(self) -> Vec<Group> {
        self.rows.with(|rows| {
            let mut groups: Vec<Group> = Vec::new();
            for row in rows {
                if !groups.contains(&row.group) {
                    groups.push(row.group);
                }
            }
            groups
        })
    }

    pub fn rows_of(self, group: Group) -> Vec<RowState> {
        self.rows.with(|rows| rows.iter().filter(|row| row.group == group).cloned().collect())
    }

    /// How many rows stand under a heading; with a plus where more can be read.
    pub fn group_size(self, group: Group) -> String {
        let is_last = self.rows.with(|rows| rows.last().is_some_and(|row| row.group == group));
        let plus = if is_last && self.has_more() { "+" } else { "" };
        format!("{}{plus}", self.rows_of(group).len())
    }

    /// Tracking numbers, top to bottom.
    pub fn numbers(self) -> Vec<String> {
        let groups = self.headings();
        groups.into_iter().flat_map(|group| self.rows_of(group)).map(|row| row.number).collect()
    }

    /// Address of a ticket within this view.
    pub fn address(self, number: &str) -> String {
        self.view.with_value(|view| address::ticket(view, number))
    }

    /// Address of the ticket `by` rows after the open one.
    pub fn neighbour(self, by: isize) -> Option<String> {
        let open = self.open.get()?;
        let numbers = self.numbers();
        let place = numbers.iter().position(|number| *number == open)?.checked_add_signed(by)?;
        numbers.get(place).map(|number| self.address(number))
    }
}

impl RowState {
    fn new(heading: Heading, row: TicketRow) -> Self {
        Self { number: row.number.clone(), group: group_of(heading, &row), row: RwSignal::new(row) }
    }

    fn update(&self, row: &TicketRow) {
        if self.row.with_untracked(|known| known != row) {
            self.row.set(row.clone());
        }
    }
}

fn heading_of(view: &str) -> Heading {
    match view {
        "contact" => Heading::Contact,
        "solved" => Heading::Solved,
        _ => Heading::Urgency,
    }
}

fn group_of(heading: Heading, row: &TicketRow) -> Group {
    match heading {
        Heading::Urgency => Group::Urgency(row.urgency),
        Heading::Contact => Group::Contact,
        Heading::Solved => Group::Solved,
    }
}

/// How many tickets a newer first page would add, take away or move to another heading.
fn moved(shown: &[RowState], news: &TicketList, heading: Heading) -> u64 {
    let window = shown.iter().take(LIST_PAGE);
    let is_gone = |row: &&RowState| {
        let beyond = news.next.is_some();
        !beyond && !news.rows.iter().any(|new| new.number == row.number)
    };
    let is_moved = |new: &&TicketRow| {
        let known = shown.iter().find(|row| row.number == new.number);
        known.is_none_or(|row| row.group != group_of(heading, new))
    };
    (window.filter(is_gone).count() + news.rows.iter().filter(is_moved).count()) as u64
}
