//! Toasts: short news that leave by themselves after eight seconds, later while the reader rests on them. Never the
//! only place where something is said.

use std::time::Duration;

use domain::words::{common, fill};
use leptos::prelude::*;

use crate::browser::live;
use crate::me::use_me;

use super::{Button, Icon, Tone};

const STAYS: Duration = Duration::from_secs(8);
const LINGERS: Duration = Duration::from_secs(2);

#[derive(Clone)]
struct Toast {
    id: u64,
    tone: Tone,
    text: String,
    /// Words of the button, and what it does.
    undo: Option<(String, Callback<()>)>,
}

/// The toasts on show. Cheap to copy into handlers.
#[derive(Clone, Copy)]
pub struct Toasts {
    shown: RwSignal<Vec<Toast>>,
    /// The reader's pointer or focus is on them.
    held: RwSignal<bool>,
    next: StoredValue<u64>,
}

impl Toasts {
    fn new() -> Self {
        Self { shown: RwSignal::new(Vec::new()), held: RwSignal::new(false), next: StoredValue::new(0) }
    }

    /// Says that something went well.
    pub fn say(self, text: impl Into<String>) {
        self.push(Tone::Good, text.into(), None);
    }

    /// Says that something went wrong.
    pub fn warn(self, text: impl Into<String>) {
        self.push(Tone::Bad, text.into(), None);
    }

    /// Says what was done and offers to take it back.
    pub fn say_with_undo(self, text: impl Into<String>, undo: impl Into<String>, action: Callback<()>) {
        self.push(Tone::Good, text.into(), Some((undo.into(), action)));
    }

    fn push(self, tone: Tone, text: String, undo: Option<(String, Callback<()>)>) {
        let id = self.next.get_value();
        self.next.set_value(id + 1);
        self.shown.update(|shown| shown.push(Toast { id, tone, text, undo }));
        self.leave_after(id, STAYS);
    }

    fn leave_after(self, id: u64, wait: Duration) {
        set_timeout(
            move || match self.held.try_get_untracked() {
                Some(true) => self.leave_after(id, LINGERS),
                Some(false) => self.remove(id),
                None => {}
            },
            wait,
        );
    }

    /// What was said of the deed before leaves as the next begins, unless it can be taken back. Forms that are sent do
    /// this by themselves.
    pub fn next_deed(self) {
        let is_old = |toast: &Toast| toast.undo.is_none();
        if self.shown.with_untracked(|shown| shown.iter().any(is_old)) {
            self.shown.update(|shown| shown.retain(|toast| !is_old(toast)));
        }
    }

    fn remove(self, id: u64) {
        self.shown.update(|shown| shown.retain(|toast| toast.id != id));
    }
}

/// Makes [`use_toasts`] work below.
pub fn provide_toasts() {
    provide_context(Toasts::new());
}

/// The page's toasts; outside a page, ones that nobody sees.
#[must_use]
pub fn use_toasts() -> Toasts {
    use_context().unwrap_or_else(Toasts::new)
}

/// Where toasts appear. Stands once at the end of a root.
#[component]
pub fn ToastRegion() -> impl IntoView {
    let toasts = use_toasts();
    let hold = move |held| toasts.held.set(held);
    Effect::new(move |_| {
        let listener = window_event_listener(leptos::ev::submit, move |_| toasts.next_deed());
        on_cleanup(move || listener.remove());
    });
    view! {
        <div class="toasts" role="status" on:mouseenter=move |_| hold(true) on:mouseleave=move |_| hold(false)
            on:focusin=move |_| hold(true) on:focusout=move |_| hold(false)>
            <For each=move || toasts.shown.get() key=|toast| toast.id children=move |toast| view! { <One toasts toast/> }/>
            {offline}
        </div>
    }
}

/// Stays while the desk cannot be heard.
fn offline() -> Option<AnyView> {
    let since = live::lost_since().get()?;
    let words = common::common(use_me().lang);
    let text = fill(words.offline, &[("time", &since)]);
    let retry = view! { <Button kind="button" small=true icon="refresh-cw" on:click=|_| live::retry()>{words.retry}</Button> };
    Some(
        view! { <p class=Tone::Bad.class("toast") data-offline="true"><Icon name="wifi-off"/><span>{text}</span>{retry}</p> }
            .into_any(),
    )
}

#[component]
fn One(toasts: Toasts, toast: Toast) -> impl IntoView {
    let Toast { id, tone, text, undo } = toast;
    let icon = if tone == Tone::Bad { "circle-alert" } else { "circle-check" };
    let undo = undo.map(|(words, action)| {
        let take_back = move |_| {
            action.run(());
            toasts.remove(id);
        };
        view! { <Button kind="button" small=true icon="undo-2" on:click=take_back>{words}</Button> }
    });
    view! { <p class=tone.class("toast")><Icon name=icon/><span>{text}</span>{undo}</p> }
}
