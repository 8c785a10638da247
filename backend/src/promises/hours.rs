//! Opening hours in a line, and the days that have others.

use domain::promises::Promise;
use domain::promises::calendar::{Calendar, Schedule, Window};
use domain::tickets::view::UnlikeDay;
use domain::time::Instant;

/// More are no news any more.
const UNLIKE: usize = 5;

/// "Mon–Fri 07:00–19:00, Sat 09:00–12:00": days with equal hours are drawn together, closed days left out.
#[must_use]
pub fn in_words(calendar: &Calendar) -> String {
    let days = calendar.week.days();
    let mut parts: Vec<String> = Vec::new();
    let mut day = 0;
    while day < days.len() {
        let (name, windows) = days[day];
        let run = days[day..].iter().take_while(|(_, others)| *others == windows).count();
        if !windows.is_empty() {
            let last = days[day + run - 1].0;
            let span = if run == 1 { short(name) } else { format!("{}–{}", short(name), short(last)) };
            parts.push(format!("{span} {}", hours(windows)));
        }
        day += run;
    }
    parts.join(", ")
}

/// What is closed every day.
#[must_use]
pub fn breaks(calendar: &Calendar) -> String {
    hours(&calendar.daily_breaks)
}

/// The days from `now` until the last of `promises` is due that have other hours than their weekday: the first of them.
#[must_use]
pub fn unlike(schedule: &Schedule, promises: &[Promise], now: Instant) -> Vec<UnlikeDay> {
    let open = promises.iter().filter(|promise| promise.is_open());
    let Some(until) = open.map(|promise| promise.due).max() else { return Vec::new() };
    let days = schedule.unlike_between(now, until).into_iter().take(UNLIKE);
    // Midnight at the end of the day is not the one at its beginning.
    let hour = |secs: u32| if secs == 86_400 { 24 } else { secs / 3_600 % 24 };
    let clock = |secs: u32| format!("{:02}:{:02}", hour(secs), secs / 60 % 60);
    let windows = |spans: Vec<(u32, u32)>| -> Vec<Window> {
        spans.into_iter().map(|(from, to)| Window(clock(from), clock(to))).collect()
    };
    days.map(|(date, spans)| UnlikeDay { date, hours: hours(&windows(spans)) }).collect()
}

fn short(day: &str) -> String {
    let mut letters = day.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn hours(windows: &[Window]) -> String {
    windows.iter().map(|Window(from, to)| format!("{from}–{to}")).collect::<Vec<_>>().join(" and ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::promises::calendar::Week;

    #[test]
    fn equal_days_are_drawn_together() {
        let office = vec![Window::new("07:00", "19:00")];
        let week = Week { sat: vec![Window::new("09:00", "12:00")], ..Week::workdays(&office) };
        let calendar = Calendar { timezone: "Europe/Berlin".into(), week, ..Calendar::default() };
        assert_eq!(in_words(&calendar), "Mon–Fri 07:00–19:00, Sat 09:00–12:00");
    }
}
