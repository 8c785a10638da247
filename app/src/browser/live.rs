//! Live events of the signed-in person over `/live`: one stream for the page, opened with the first listener, closed
//! with the last and while the tab is hidden, unless somebody wants notices there, resumed where it broke off.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use domain::live::{Event, Topic};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{EventSource, MessageEvent};

use super::{notify, read_me};

const FIRST_RETRY_MS: u32 = 1_000;
const LAST_RETRY_MS: u32 = 30_000;
/// A break shorter than this, as when the desk is restarted, is nobody's concern.
const PATIENCE: Duration = Duration::from_secs(5);

type Listener = Rc<dyn Fn(&Event)>;

#[derive(Default)]
struct Stream {
    source: Option<EventSource>,
    listeners: Vec<(usize, Listener)>,
    next_listener: usize,
    /// The last event seen, at first that of the page; the next connection goes on after it.
    last: Option<i64>,
    retry_ms: u32,
    signed_out: bool,
    is_broken: bool,
}

thread_local! {
    static STREAM: RefCell<Stream> = RefCell::default();
    static LOST: ArcRwSignal<Option<String>> = ArcRwSignal::new(None);
    static ENDED: ArcRwSignal<bool> = ArcRwSignal::new(false);
}

/// Since when the desk has not been heard, as this computer's clock says it (`15:04`); nothing while all is well.
#[must_use]
pub fn lost_since() -> ArcReadSignal<Option<String>> {
    LOST.with(ArcRwSignal::read_only)
}

/// Whether the session has ended while the page is open.
#[must_use]
pub fn session_ended() -> ArcReadSignal<bool> {
    ENDED.with(ArcRwSignal::read_only)
}

/// The desk no longer knows the reader: nothing is heard until [`resume`].
pub fn end_session() {
    STREAM.with_borrow_mut(|stream| stream.signed_out = true);
    close();
    tell_lost(None);
    ENDED.with(|ended| ended.set(true));
}

/// The reader has signed in again, in another tab.
pub fn resume() {
    STREAM.with_borrow_mut(|stream| stream.signed_out = false);
    ENDED.with(|ended| ended.set(false));
    retry();
}

/// Tries at once to hear the desk again.
pub fn retry() {
    close();
    open();
}

/// Calls `on_event` for every event until the current owner is gone. Only from effects: there is no stream on the
/// server.
pub fn listen(on_event: impl Fn(&Event) + 'static) {
    let (id, is_first) = STREAM.with_borrow_mut(|stream| {
        let id = stream.next_listener;
        stream.next_listener += 1;
        stream.listeners.push((id, Rc::new(on_event)));
        stream.last = stream.last.or_else(|| read_me().map(|me| me.seq).filter(|seq| *seq > 0));
        (id, stream.next_listener == 1)
    });
    if is_first {
        obey_visibility();
    }
    open();
    on_cleanup(move || forget(id));
}

/// Calls `on_change` whenever the ticket `number` changed, with whether the reader did it.
pub fn on_ticket(number: String, on_change: impl Fn(bool) + 'static) {
    listen(move |event| {
        if event.topic == Topic::Ticket && event.id == number {
            on_change(event.mine);
        }
    });
}

fn forget(id: usize) {
    let is_last = STREAM.with_borrow_mut(|stream| {
        stream.listeners.retain(|(known, _)| *known != id);
        stream.listeners.is_empty()
    });
    if is_last {
        close();
    }
}

/// The listeners of the whole page's life: streams of hidden tabs would use up the browser's connections.
fn obey_visibility() {
    // Never removed: the stream belongs to the page, not to the component that happened to listen first.
    let _ = window_event_listener_untyped("visibilitychange", |_| if rests() { close() } else { open() });
    let _ = window_event_listener_untyped("online", |_| retry());
}

/// Nobody looks, and nobody asked to be called.
fn rests() -> bool {
    document().hidden() && !notify::are_on()
}

fn close() {
    if let Some(source) = STREAM.with_borrow_mut(|stream| stream.source.take()) {
        source.close();
    }
}

fn open() {
    let wanted = STREAM.with_borrow(|stream| {
        stream.source.is_none() && !stream.listeners.is_empty() && !stream.signed_out && !rests()
    });
    if !wanted {
        return;
    }
    let address = STREAM.with_borrow(|stream| match stream.last {
        Some(last) => format!("/live?last={last}"),
        None => "/live".to_owned(),
    });
    let Ok(source) = EventSource::new(&address) else { return };
    let on_message = Closure::<dyn Fn(MessageEvent)>::new(|message: MessageEvent| {
        if let Some(event) =
            message.data().as_string().and_then(|text| leptos::serde_json::from_slice(text.as_bytes()).ok())
        {
            heard(&event);
        }
    });
    let on_open = Closure::<dyn Fn()>::new(opened);
    let on_error = Closure::<dyn Fn()>::new(failed);
    source.set_onopen(Some(on_open.into_js_value().unchecked_ref()));
    source.set_onmessage(Some(on_message.into_js_value().unchecked_ref()));
    source.set_onerror(Some(on_error.into_js_value().unchecked_ref()));
    STREAM.with_borrow_mut(|stream| stream.source = Some(source));
}

fn heard(event: &Event) {
    let listeners: Vec<Listener> = STREAM.with_borrow_mut(|stream| {
        stream.last = Some(event.seq);
        stream.retry_ms = 0;
        stream.listeners.iter().map(|(_, listener)| Rc::clone(listener)).collect()
    });
    for listener in listeners {
        listener(event);
    }
    if event.topic == Topic::SignedOut {
        end_session();
    }
}

fn opened() {
    STREAM.with_borrow_mut(|stream| stream.is_broken = false);
    tell_lost(None);
}

/// Who looks at the page learns of a break that lasts.
fn broke() {
    if STREAM.with_borrow_mut(|stream| std::mem::replace(&mut stream.is_broken, true)) {
        return;
    }
    let now = js_sys::Date::new_0();
    let since = format!("{:02}:{:02}", now.get_hours(), now.get_minutes());
    let tell = move || {
        if STREAM.with_borrow(|stream| stream.is_broken) {
            tell_lost(Some(since));
        }
    };
    set_timeout(tell, PATIENCE);
}

fn tell_lost(since: Option<String>) {
    LOST.with(|lost| {
        if lost.with_untracked(|known| *known != since) {
            lost.set(since);
        }
    });
}

/// The browser retries a broken connection by itself, but gives up on a refused one: then we wait, longer each time.
fn failed() {
    broke();
    let gave_up = STREAM.with_borrow(|stream| {
        stream.source.as_ref().is_some_and(|source| source.ready_state() == EventSource::CLOSED)
    });
    if !gave_up {
        return;
    }
    close();
    let wait = STREAM.with_borrow_mut(|stream| {
        stream.retry_ms = (stream.retry_ms * 2).clamp(FIRST_RETRY_MS, LAST_RETRY_MS);
        stream.retry_ms
    });
    set_timeout(open, Duration::from_millis(wait.into()));
}
