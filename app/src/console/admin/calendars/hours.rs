//! The week: drawn with the pointer on a grid of days and hours, or entered in fields below it.

use domain::promises::calendar::Window;
use domain::words::{common, console, fill};
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys;

use super::super::edit::Editing;
use super::super::week::bars;
use super::editor::{calendar_of, change};
use crate::me::use_me;
use crate::ui::{Button, Icon, Look};

/// Keys of the days, as refusals name them.
const KEYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
/// What the pointer draws in, in minutes.
const STEP: i32 = 30;
const DAY: i32 = 24 * 60;

#[component]
pub fn Hours(editing: Editing) -> impl IntoView {
    let w = console::calendar_editor(use_me().lang);
    let days = move || {
        editing.shape.track();
        (0..7).map(|day| view! { <Day editing day/> }).collect_view()
    };
    let copy = move |_| {
        change(editing, |calendar| {
            let monday = calendar.week.mon.clone();
            for day in 1..5 {
                if let Some(windows) = calendar.week.day_mut(day) {
                    windows.clone_from(&monday);
                }
            }
        });
        editing.reshaped(w.copy.to_owned(), "#week-copy");
    };
    view! {
        <section aria-labelledby="week-h">
            <div class="eh"><h2 id="week-h">{w.hours}</h2><p class="c2">{w.hours_hint}</p></div>
            <Grid editing/>
            <div id="week">{days}</div>
            <p class="mt"><Button kind="button" small=true icon="copy" attr:id="week-copy" on:click=copy>{w.copy}</Button></p>
        </section>
    }
}

/// The pointer's way: everything it does, the fields do too.
#[component]
fn Grid(editing: Editing) -> impl IntoView {
    let lang = use_me().lang;
    let w = console::calendar_editor(lang);
    let calendar = calendar_of(editing);
    // Day and minute at which the pointer went down, and where it is.
    let drawing = RwSignal::new(None::<((usize, i32), (usize, i32))>);
    let down = move |event: web_sys::PointerEvent| {
        if let Some(place) = place(&event) {
            event.prevent_default();
            drawing.set(Some((place, place)));
        }
    };
    let over = move |event: web_sys::PointerEvent| {
        if drawing.with_untracked(Option::is_some)
            && let Some(place) = place(&event)
        {
            drawing.update(|drawing| *drawing = drawing.map(|(from, _)| (from, place)));
        }
    };
    let up = move |_: web_sys::PointerEvent| {
        let Some((day, window)) = drawing.get_untracked().and_then(|(from, to)| drawn(from, to)) else {
            return drawing.set(None);
        };
        drawing.set(None);
        let said = fill(
            w.drawn,
            &[("day", common::weekday(lang, day as u32)), ("from", &window.0), ("to", &window.1)],
        );
        change(editing, |calendar| {
            if let Some(windows) = calendar.week.day_mut(day) {
                windows.push(window);
                windows.sort_by(|a, b| a.0.cmp(&b.0));
            }
        });
        editing.shape.update(|shape| *shape += 1);
        editing.news.set(said);
    };
    let row = move |day: usize| {
        let short: String = common::weekday(lang, day as u32).chars().take(3).collect();
        let own = move || {
            let calendar = calendar.get();
            let windows = calendar.week.days();
            let own = windows.get(day).map(|(_, own)| own.to_vec()).unwrap_or_default();
            let before = windows.get((day + 6) % 7).map(|(_, own)| own.to_vec()).unwrap_or_default();
            let draft = drawing.get().and_then(|(from, to)| drawn(from, to)).filter(|(on, _)| *on == day);
            bars(&own, &before, draft.map(|(_, window)| window).as_ref())
        };
        view! { <div class="wk__r" data-day=day.to_string()><span class="c2">{short}</span>{own}</div> }
    };
    let scale = ["0", "6", "12", "18", "24"].map(|hour| view! { <span>{hour}</span> });
    view! {
        <div class="wk wk--draw" aria-hidden="true" on:pointerdown=down on:pointermove=over on:pointerup=up
            on:pointerleave=move |_| drawing.set(None)>
            <div class="wk__s">{scale}</div>
            {(0..7).map(row).collect_view()}
        </div>
    }
}

/// The day and the minute under the pointer.
fn place(event: &web_sys::PointerEvent) -> Option<(usize, i32)> {
    let element = event.target()?.dyn_into::<web_sys::Element>().ok()?;
    let row = element.closest("[data-day]").ok()??;
    let line = row.query_selector("svg").ok()??.get_bounding_client_rect();
    let share = (f64::from(event.client_x()) - line.left()) / line.width().max(1.0);
    let minutes = (share.clamp(0.0, 1.0) * f64::from(DAY / STEP)).round() as i32 * STEP;
    Some((row.get_attribute("data-day")?.parse().ok()?, minutes))
}

/// The window between two places: on one day, or down to the next day over midnight.
fn drawn(from: (usize, i32), to: (usize, i32)) -> Option<(usize, Window)> {
    let window = |from: i32, to: i32| Window(clock(from), clock(to));
    let (early, late) = if from.0 == to.0 && from.1 > to.1 { (to, from) } else { (from, to) };
    match (early.0, late.0) {
        (day, same) if day == same && early.1 < late.1 => Some((day, window(early.1, late.1))),
        (day, next) if (day + 1) % 7 == next && late.1 <= early.1 && early.1 < DAY && late.1 > 0 => {
            Some((day, window(early.1, late.1)))
        }
        _ => None,
    }
}

fn clock(minutes: i32) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// The hours of one day in fields. A browser's field for times knows no 24:00, so the end of the day reads 00:00.
#[component]
fn Day(editing: Editing, day: usize) -> impl IntoView {
    let lang = use_me().lang;
    let w = console::calendar_editor(lang);
    let name = common::weekday(lang, day as u32);
    let windows = calendar_of(editing).get_untracked();
    let windows = windows.week.days().get(day).map(|(_, own)| own.to_vec()).unwrap_or_default();
    let key = KEYS.get(day).copied().unwrap_or_default();
    let closed =
        windows.is_empty().then(|| view! { <span class="c3">{console::calendars(lang).closed}</span> });
    let add = move |_| {
        let at = change(editing, |calendar| {
            let windows = calendar.week.day_mut(day)?;
            windows.push(Window::new("09:00", "17:00"));
            Some(windows.len() - 1)
        });
        let selector = format!("#week-{key}-{}", at.unwrap_or_default());
        editing.reshaped(fill(w.drawn, &[("day", name), ("from", "09:00"), ("to", "17:00")]), selector);
    };
    let fields = windows.into_iter().enumerate();
    let fields = fields.map(|(at, window)| view! { <Fields editing day at window/> }).collect_view();
    let add_label = fill(w.add_hours, &[("day", name)]);
    view! {
        <div class="wk__d row row--wrap">
            <span class="w5">{name}</span>
            {closed}{fields}
            <Button kind="button" small=true look=Look::Quiet attr:id=format!("week-{key}-add") attr:aria-label=add_label on:click=add>
                <Icon name="plus"/>{w.add_hours_short}
            </Button>
        </div>
    }
}

/// One window of a day.
#[component]
fn Fields(editing: Editing, day: usize, at: usize, window: Window) -> impl IntoView {
    let lang = use_me().lang;
    let w = console::calendar_editor(lang);
    let (name, n) = (common::weekday(lang, day as u32), (at + 1).to_string());
    let key = KEYS.get(day).copied().unwrap_or_default();
    let set = move |event: leptos::ev::Event, part: fn(&mut Window) -> &mut String| {
        let time = event_target_value(&event);
        change(editing, |calendar| {
            if let Some(window) = calendar.week.day_mut(day).and_then(|windows| windows.get_mut(at)) {
                *part(window) = time;
            }
        });
    };
    let label = |pattern: &str| fill(pattern, &[("day", name), ("n", &n)]);
    let (from_label, to_label, remove_label) = (label(w.day_from), label(w.day_to), label(w.remove_hours));
    let calendar = calendar_of(editing);
    let is_over = move || {
        calendar.with(|calendar| {
            let windows = calendar.week.days();
            let own = windows.get(day).and_then(|(_, own)| own.get(at));
            own.is_some_and(|Window(from, to)| to < from && to != "00:00")
        })
    };
    let next_day = move || is_over().then(|| view! { <span class="c2 t12">{w.next_day}</span> });
    let Window(from, to) = window;
    let said = fill(w.removed, &[("day", name), ("from", &from), ("to", &to)]);
    let remove = move |_| {
        change(editing, |calendar| {
            if let Some(windows) = calendar.week.day_mut(day).filter(|windows| at < windows.len()) {
                windows.remove(at);
            }
        });
        editing.reshaped(said.clone(), format!("#week-{key}-add"));
    };
    let (from, to) = (shown(&from), shown(&to));
    view! {
        <span class="row wk__f">
            <input class="input num" type="time" id=format!("week-{key}-{at}") value=from aria-label=from_label
                on:input=move |event| set(event, |window| &mut window.0)/>
            <span class="c2">{w.to}</span>
            <input class="input num" type="time" value=to aria-label=to_label on:input=move |event| set(event, |window| &mut window.1)/>
            {next_day}
            <Button kind="button" small=true look=Look::Quiet icon="x" label=remove_label on:click=remove/>
        </span>
    }
}

/// As a field for times takes it.
fn shown(time: &str) -> String {
    if time == "24:00" { "00:00".to_owned() } else { time.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pointer_draws_windows() {
        let office = Some((0, Window::new("09:00", "17:30")));
        assert_eq!(drawn((0, 540), (0, 1050)), office);
        assert_eq!(drawn((0, 1050), (0, 540)), office, "upwards too");
        assert_eq!(drawn((4, 1320), (5, 360)), Some((4, Window::new("22:00", "06:00"))));
        assert_eq!(drawn((6, 1320), (0, 360)), Some((6, Window::new("22:00", "06:00"))));
        assert_eq!(drawn((0, 600), (0, 1440)), Some((0, Window::new("10:00", "24:00"))));
        assert_eq!(drawn((0, 540), (0, 540)), None);
        assert_eq!(drawn((0, 540), (2, 600)), None, "two days further");
        assert_eq!(drawn((0, 540), (1, 600)), None, "longer than a day");
    }
}
