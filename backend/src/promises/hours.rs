//! Opening hours in a line.

use domain::promises::calendar::{Calendar, Window};

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
