//! The page as a whole.

use std::cell::{Cell, RefCell};

use leptos::ev;
use leptos::prelude::*;

/// Says whether something would be lost, and its number.
type Guard = (u32, Box<dyn Fn() -> bool>);

thread_local! {
    /// The last one set: there is one editor on a page.
    static GUARD: RefCell<Option<Guard>> = const { RefCell::new(None) };
    static GUARDS: Cell<u32> = const { Cell::new(0) };
}

fn is_guarded() -> bool {
    GUARD.with_borrow(|guard| guard.as_ref().is_some_and(|(_, is_unsaved)| untrack(is_unsaved)))
}

/// Asks before the page is left while `is_unsaved`, for as long as the current owner lives.
pub fn ask_before_leaving(is_unsaved: impl Fn() -> bool + Send + Sync + Copy + 'static) {
    Effect::new(move |_| {
        let own = GUARDS.get() + 1;
        GUARDS.set(own);
        GUARD.set(Some((own, Box::new(is_unsaved))));
        let ask = move |event: ev::BeforeUnloadEvent| {
            if is_guarded() {
                event.prevent_default();
            }
        };
        let listener = window_event_listener(ev::beforeunload, ask);
        on_cleanup(move || {
            // The next editor may have set its own before this one went.
            GUARD.with_borrow_mut(|guard| *guard = guard.take().filter(|(number, _)| *number != own));
            listener.remove();
        });
    });
}

/// Whether a link may be followed: asks in `words` when something would be lost, and then no more.
pub fn may_leave(words: &str) -> bool {
    // A browser that does not ask has kept its reader from answering: nothing is lost.
    let may = !is_guarded() || window().confirm_with_message(words).unwrap_or(false);
    if may {
        GUARD.set(None);
    }
    may
}

/// Leaves for `address` with a fresh load, because another root or another reader begins there.
pub fn leave_for(address: &str) {
    // A browser that refuses stays on a page that still works.
    window().location().set_href(address).ok();
}

/// Closes every open menu, after one of its links has led on.
pub fn shut_menus() {
    while let Ok(Some(menu)) = document().query_selector("details.menu[open]") {
        if menu.remove_attribute("open").is_err() {
            return;
        }
    }
}
