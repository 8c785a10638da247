//! A calendar's week: as a picture beside a policy, as a table on its own page.

use domain::promises::calendar::{Calendar, Window};
use domain::settings::CalendarView;
use domain::words::{Lang, common, console, fill};
use leptos::prelude::*;

use crate::me::use_me;
use crate::ui::{Column, Pill, Table, Tone};

/// Its name, whether it is open, and its week in bars.
#[component]
pub fn WeekPicture(calendar: CalendarView) -> impl IntoView {
    let lang = use_me().lang;
    let rows = days(lang, &calendar.calendar).map(move |(name, windows, before)| {
        let short: String = name.chars().take(3).collect();
        view! { <div class="wk__r"><span class="c2">{short}</span>{bars(&windows, &before, None)}<span class="num">{brief(lang, &windows)}</span></div> }
    });
    let scale = ["0", "6", "12", "18", "24"].map(|hour| view! { <span>{hour}</span> });
    view! {
        <section aria-labelledby="wk-h">
            <div class="eh row row--wrap"><h2 id="wk-h">{calendar.name.clone()}</h2><OpenNow is_open=calendar.is_open/></div>
            <p class="c2">{calendar.calendar.timezone.clone()}</p>
            <div class="wk" role="img" aria-label=calendar.hours>
                <div class="wk__s" aria-hidden="true">{scale}</div>
                <div aria-hidden="true" class="stack">{rows.collect_view()}</div>
            </div>
        </section>
    }
}

/// Whether it was open when the page was read.
#[component]
pub fn OpenNow(is_open: bool) -> impl IntoView {
    let w = console::calendars(use_me().lang);
    let (tone, icon, words) =
        if is_open { (Tone::Good, "circle-check", w.open_now) } else { (Tone::Quiet, "moon", w.closed_now) };
    view! { <Pill tone icon>{words}</Pill> }
}

/// The week as a table: day, hours in words, and the same as a bar.
#[component]
pub fn WeekTable(calendar: CalendarView) -> impl IntoView {
    let lang = use_me().lang;
    let w = console::calendars(lang);
    let columns = vec![Column::new(w.day), Column::new(w.hours), Column::new(w.picture)];
    let rows = days(lang, &calendar.calendar).map(move |(name, windows, before)| {
        view! {
            <tr><th scope="row">{name}</th><td class="num">{in_words(lang, &windows)}</td><td class="wk__c">{bars(&windows, &before, None)}</td></tr>
        }
    });
    view! { <Table caption=fill(w.week, &[("calendar", &calendar.name)]) columns>{rows.collect_view()}</Table> }
}

/// Each day's name, its windows and those of the day before, which may last into it.
fn days(
    lang: Lang,
    calendar: &Calendar,
) -> impl Iterator<Item = (&'static str, Vec<Window>, Vec<Window>)> + use<> {
    let days = calendar.week.days().map(|(_, windows)| windows.to_vec());
    let mut before = days.clone();
    before.rotate_right(1);
    let pairs = days.into_iter().zip(before).zip(0..);
    pairs.map(move |((windows, before), day)| (common::weekday(lang, day), windows, before))
}

/// "09:00 to 12:00, 13:00 to 17:00", or that it is closed.
pub fn in_words(lang: Lang, windows: &[Window]) -> String {
    let w = console::calendars(lang);
    if windows.is_empty() {
        return w.closed.to_owned();
    }
    let window = |Window(from, to): &Window| fill(w.window, &[("from", from), ("to", to)]);
    windows.iter().map(window).collect::<Vec<_>>().join(", ")
}

/// The ends of the day, shortly: `07–19`.
fn brief(lang: Lang, windows: &[Window]) -> String {
    let (Some(Window(from, _)), Some(Window(_, to))) = (windows.first(), windows.last()) else {
        return console::calendars(lang).closed.to_owned();
    };
    let hour = |time: &str| time.strip_suffix(":00").unwrap_or(time).to_owned();
    format!("{}–{}", hour(from), hour(to))
}

/// The windows on a line of 24 hours: one that ends on the next day fills the rest of this one, and the beginning of the
/// next. `drawn` is on its way.
pub fn bars(windows: &[Window], before: &[Window], drawn: Option<&Window>) -> impl IntoView + use<> {
    let bar = |(from, to): (f64, f64), class: Option<&'static str>| {
        view! { <rect class=class x=from.to_string() width=(to - from).to_string() height="1"></rect> }
    };
    let tails = before.iter().map(ends).filter(|(from, to)| to <= from && *to > 0.0);
    let tails = tails.map(|(_, to)| bar((0.0, to), None));
    let head = |window: &Window| {
        let (from, to) = ends(window);
        (from, if to > from { to } else { 24.0 })
    };
    let heads = windows.iter().map(|window| bar(head(window), None));
    let drawn = drawn.map(|window| bar(head(window), Some("wk__n")));
    let bars = tails.chain(heads).chain(drawn).collect::<Vec<_>>();
    view! { <svg class="wk__b" viewBox="0 0 24 1" preserveAspectRatio="none" aria-hidden="true">{bars}</svg> }
}

fn ends(Window(from, to): &Window) -> (f64, f64) {
    (hours(from), hours(to))
}

/// `07:30` → 7.5.
fn hours(time: &str) -> f64 {
    let (hour, minute) = time.split_once(':').unwrap_or((time, "0"));
    hour.parse().unwrap_or(0.0) + minute.parse().unwrap_or(0.0) / 60.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_drawn_where_they_are() {
        assert_eq!([hours("07:30"), hours("24:00"), hours("00:15")], [7.5, 24.0, 0.25]);
        let office = [Window::new("07:00", "12:00"), Window::new("13:00", "19:30")];
        assert_eq!(brief(Lang::En, &office), "07–19:30");
        assert_eq!(in_words(Lang::En, &office), "07:00 to 12:00, 13:00 to 19:30");
        assert_eq!(in_words(Lang::En, &[]), "Closed");
    }
}
