//! Single keys: what they do is bound by whoever does it, and gone with it. Never while somebody types, and off by
//! a switch that this browser remembers.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use leptos::{ev, wasm_bindgen::JsCast, web_sys};

/// Where the switch is remembered.
const SWITCH: &str = "casewell-keys";
const OFF: &str = "off";

/// A key (`r`) or two after each other (`g t`), and what it does.
type Binding = (u32, &'static str, Callback<()>);

/// The keys that do something now.
#[derive(Clone, Copy)]
pub struct Keys {
    bindings: StoredValue<Vec<Binding>>,
    next: StoredValue<u32>,
    /// The first of two keys.
    before: StoredValue<Option<String>>,
    pub are_on: RwSignal<bool>,
    /// The dialog that lists them.
    pub are_listed: RwSignal<bool>,
}

/// Makes [`bind`] work below and listens.
pub fn provide_keys() {
    let keys = Keys {
        bindings: StoredValue::new(Vec::new()),
        next: StoredValue::new(0),
        before: StoredValue::new(None),
        are_on: RwSignal::new(true),
        are_listed: RwSignal::new(false),
    };
    provide_context(keys);
    Effect::new(move |_| {
        keys.are_on.set(stored().as_deref() != Some(OFF));
        let listener = window_event_listener(ev::keydown, move |event| keys.pressed(&event));
        on_cleanup(move || listener.remove());
    });
    keys.bind("?", move || keys.are_listed.set(true));
}

/// The console's keys.
#[must_use]
pub fn use_keys() -> Option<Keys> {
    use_context()
}

/// Makes `key` do `action` for as long as the current owner lives.
pub fn bind(key: &'static str, action: impl Fn() + Send + Sync + 'static) {
    if let Some(keys) = use_keys() {
        keys.bind(key, action);
    }
}

impl Keys {
    fn bind(self, key: &'static str, action: impl Fn() + Send + Sync + 'static) {
        let id = self.next.get_value();
        self.next.set_value(id + 1);
        let action = Callback::new(move |()| action());
        self.bindings.update_value(|bindings| bindings.push((id, key, action)));
        on_cleanup(move || {
            // The list itself may be gone first.
            self.bindings.try_update_value(|bindings| bindings.retain(|(other, ..)| *other != id));
        });
    }

    /// Turns the keys on or off, from now on and in this browser.
    pub fn switch(self, on: bool) {
        self.are_on.set(on);
        if let Ok(Some(storage)) = window().local_storage() {
            // A browser that keeps nothing forgets the switch with the page.
            if on { storage.remove_item(SWITCH) } else { storage.set_item(SWITCH, OFF) }.ok();
        }
    }

    fn pressed(self, event: &KeyboardEvent) {
        let is_plain = !(event.ctrl_key() || event.meta_key() || event.alt_key());
        if !self.are_on.get_untracked() || !is_plain || event.default_prevented() || is_typing(event) {
            return;
        }
        let key = event.key();
        let before = self.before.get_value();
        self.before.set_value(None);
        let pair = before.map(|before| format!("{before} {key}"));
        if let Some(action) = pair.and_then(|pair| self.action(&pair)).or_else(|| self.action(&key)) {
            event.prevent_default();
            action.run(());
        } else if self.begins(&key) {
            self.before.set_value(Some(key));
        }
    }

    /// What `key` does now; the last one bound wins.
    #[must_use]
    pub fn action(self, key: &str) -> Option<Callback<()>> {
        self.bindings.with_value(|bindings| {
            bindings.iter().rfind(|(_, own, _)| *own == key).map(|(.., action)| *action)
        })
    }

    fn begins(self, key: &str) -> bool {
        self.bindings.with_value(|bindings| {
            bindings.iter().any(|(_, own, _)| own.split_once(' ').is_some_and(|(first, _)| first == key))
        })
    }
}

/// Whether the key belongs to a field, a menu or an open dialog.
fn is_typing(event: &KeyboardEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let fields = "input, textarea, select, [contenteditable], dialog, details[open], [role=tablist]";
    let is_in_field = target.is_some_and(|target| target.closest(fields).ok().flatten().is_some());
    is_in_field || document().query_selector("dialog[open]").ok().flatten().is_some()
}

fn stored() -> Option<String> {
    window().local_storage().ok()??.get_item(SWITCH).ok()?
}
