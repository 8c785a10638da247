//! One ticker for every clock on the page. It counts from the desk's time, not the viewer's, wakes each second only
//! the clocks in their last ten minutes, and stands still while the tab is hidden.

use std::time::Duration;

use domain::promises::countdown::{Clock, ClockData, Length};
use domain::time::{Instant, MINUTE_MS};
use leptos::prelude::*;

use crate::ui::followed;

/// The desk's time, as far as this page knows. Nothing until the page is alive, so that the browser's first drawing is
/// the server's.
#[derive(Clone, Copy)]
pub struct Ticker {
    minute: RwSignal<Option<Instant>>,
    second: RwSignal<Option<Instant>>,
    /// What the desk's clock is ahead of the browser's, in ms. Every answer is older than it says by its way here, so
    /// the largest difference seen is the nearest to the truth.
    ahead: StoredValue<Option<i64>>,
}

/// In the context of what the server drew after the page itself.
#[derive(Clone, Copy)]
pub struct DrawnLater;

/// Starts the page's ticker. Called once by each root.
pub fn provide_ticker() -> Ticker {
    let ticker = Ticker::new();
    provide_context(ticker);
    Effect::new(move |_| ticker.start());
    ticker
}

/// `clock`, read in a page that the desk made at `read_at`, as time goes on.
#[must_use]
pub fn use_reading(clock: ClockData, read_at: Instant) -> Signal<Clock> {
    let ticker = use_context::<Ticker>().unwrap_or_else(Ticker::new);
    followed(move || {
        let reading = clock.at(ticker.minute.get().unwrap_or(read_at));
        let is_close =
            matches!(reading.length, Length::MinutesSeconds(..)) && reading.next_change_at.is_some();
        if is_close { clock.at(ticker.second.get().unwrap_or(read_at)) } else { reading }
    })
}

/// Calls `action` as each minute of the desk's begins, from the next one on.
pub fn on_minute(action: impl Fn() + 'static) {
    let Some(ticker) = use_context::<Ticker>() else { return };
    Effect::new(move |before: Option<()>| {
        ticker.minute.track();
        if before.is_some() {
            untrack(&action);
        }
    });
}

/// Tells the ticker that the desk's time was `read_at` when it made the page or answer being shown.
pub fn synchronise(read_at: Instant) {
    let Some(ticker) = use_context::<Ticker>() else { return };
    let came_with_page = use_context::<DrawnLater>().is_none()
        && Owner::current_shared_context().is_some_and(|shared| shared.during_hydration());
    Effect::new(move |_| {
        let arrived = if came_with_page { page_arrived() } else { browser_now() };
        ticker.learn(read_at.ms_since(arrived));
    });
}

/// What time it is at the desk, asked when something happens.
pub fn use_desk_time() -> impl Fn() -> Instant + Copy {
    let ticker = use_context::<Ticker>();
    move || ticker.map_or_else(browser_now, Ticker::now)
}

impl Ticker {
    fn new() -> Self {
        Self { minute: RwSignal::new(None), second: RwSignal::new(None), ahead: StoredValue::new(None) }
    }

    fn learn(self, ahead: i64) {
        if self.ahead.get_value().is_none_or(|known| known < ahead) {
            self.ahead.set_value(Some(ahead));
            self.redraw();
        }
    }

    fn start(self) {
        let running = StoredValue::new(None::<IntervalHandle>);
        let obey = move || {
            if let Some(handle) = running.get_value() {
                handle.clear();
            }
            running.set_value(None);
            if !document().hidden() {
                self.redraw();
                running.set_value(set_interval_with_handle(move || self.tick(), Duration::from_secs(1)).ok());
            }
        };
        obey();
        let listener = window_event_listener_untyped("visibilitychange", move |_| obey());
        on_cleanup(move || listener.remove());
    }

    fn now(self) -> Instant {
        browser_now().plus_ms(self.ahead.get_value().unwrap_or(0))
    }

    /// Every clock, at once.
    fn redraw(self) {
        let now = self.now();
        self.minute.set(Some(now));
        self.second.set(Some(now));
    }

    fn tick(self) {
        let now = self.now();
        let minute_of = |at: Instant| at.0.div_euclid(MINUTE_MS);
        if self.minute.get_untracked().map(minute_of) != Some(minute_of(now)) {
            self.minute.set(Some(now));
        }
        self.second.set(Some(now));
    }
}

/// The browser's own clock.
fn browser_now() -> Instant {
    Instant(js_sys::Date::now() as i64)
}

/// When the first byte of the page came, by the browser's clock.
fn page_arrived() -> Instant {
    let Some(performance) = window().performance() else { return browser_now() };
    let entry = performance.get_entries_by_type("navigation").get(0);
    let first_byte =
        js_sys::Reflect::get(&entry, &"responseStart".into()).ok().and_then(|value| value.as_f64());
    first_byte.map_or_else(browser_now, |after| Instant((performance.time_origin() + after) as i64))
}
