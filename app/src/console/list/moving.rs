//! The keyboard in the list: one tab stop, arrows and letters move it, Enter opens.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

use super::super::keys::bind;
use super::state::List;
use crate::browser::focus;

/// The row that takes focus.
pub const TAB_STOP: &str = ".grid a[tabindex=\"0\"]";

/// Where the keyboard is.
#[derive(Clone, Copy)]
pub struct Moving {
    list: List,
    /// The row it was at last.
    last: RwSignal<Option<String>>,
    go: Callback<String>,
    stop: Memo<Option<String>>,
}

impl Moving {
    pub fn new(list: List) -> Self {
        let last = RwSignal::new(None::<String>);
        let navigate = use_navigate();
        let go = Callback::new(move |path: String| navigate(&path, Default::default()));
        // The row it was at, else the open ticket's, else the first.
        let stop = Memo::new(move |_| {
            let numbers = list.numbers();
            let known = |number: &String| numbers.contains(number);
            last.get()
                .filter(known)
                .or_else(|| list.open.get().filter(known))
                .or_else(|| numbers.first().cloned())
        });
        let moving = Self { list, last, go, stop };
        moving.return_from_tickets();
        moving
    }

    /// Whether Tab leads to the row of `number`.
    pub fn is_tab_stop(self, number: &str) -> bool {
        self.stop.with(|stop| stop.as_deref() == Some(number))
    }

    /// The keyboard has come to the row of `number`.
    pub fn came_to(self, number: &str) {
        self.last.set(Some(number.to_owned()));
    }

    /// Coming back from a ticket, the keyboard is at its row.
    fn return_from_tickets(self) {
        Effect::new(move |before: Option<Option<String>>| {
            let now = self.list.open.get();
            match (before.flatten(), &now) {
                (Some(left), None) => {
                    self.last.set(Some(left));
                    focus::focus_soon(TAB_STOP);
                }
                (_, Some(open)) => self.last.set(Some(open.clone())),
                _ => {}
            }
            now
        });
    }

    pub fn bind_keys(self) {
        bind("j", move || self.letter(1));
        bind("k", move || self.letter(-1));
        bind("o", move || self.open());
    }

    /// j and k move within the list, and from ticket to ticket beside it.
    fn letter(self, by: isize) {
        match self.list.open.get_untracked() {
            Some(_) if !has_focus() => {
                if let Some(path) = untrack(|| self.list.neighbour(by)) {
                    self.go.run(path);
                }
            }
            _ if has_focus() => self.step(by),
            _ => focus::focus(TAB_STOP),
        }
    }

    fn open(self) {
        if let Some(number) = self.stop.get_untracked() {
            self.go.run(self.list.address(&number));
        }
    }

    /// Keys that only the list itself hears.
    pub fn key(self, event: &KeyboardEvent) {
        match event.key().as_str() {
            "ArrowDown" => self.step(1),
            "ArrowUp" => self.step(-1),
            "Home" => self.move_to(untrack(|| self.list.numbers()).first()),
            "End" => self.move_to(untrack(|| self.list.numbers()).last()),
            _ => return,
        }
        event.prevent_default();
    }

    fn step(self, by: isize) {
        let numbers = untrack(|| self.list.numbers());
        let here = self.stop.get_untracked();
        let place = numbers.iter().position(|number| Some(number) == here.as_ref()).unwrap_or_default();
        self.move_to(place.checked_add_signed(by).and_then(|place| numbers.get(place)));
    }

    fn move_to(self, number: Option<&String>) {
        if let Some(number) = number {
            focus::focus(&format!(".grid a[data-number=\"{number}\"]"));
        }
    }
}

/// Whether the keyboard is in the list.
pub fn has_focus() -> bool {
    document().active_element().is_some_and(|element| element.closest(".grid").ok().flatten().is_some())
}
