//! When the time of a promise counts.

use super::super::common::date_name;
use super::super::{Lang, fill, words};
use crate::tickets::view::PolicyBrief;

words! {
    /// Support hours.
    Hours, hours {
        always: "Times count day and night.",
        during: "Times count during your support hours: {hours} ({zone}).",
        breaks: "Times count during your support hours: {hours}, but not {breaks} ({zone}).",
        closed: "Closed on {day}.",
        other: "Other hours on {day}: {hours}.",
    }
}

/// When time counts for `policy`, with the days until its promises are due that are unlike others.
#[must_use]
pub fn counted_in(lang: Lang, policy: &PolicyBrief) -> String {
    let w = hours(lang);
    let pattern = match (policy.hours.is_empty(), policy.breaks.is_empty()) {
        (true, _) => w.always,
        (false, true) => w.during,
        (false, false) => w.breaks,
    };
    let values = [("hours", &*policy.hours), ("breaks", &policy.breaks), ("zone", &policy.time_zone)];
    let unlike = policy.unlike.iter().map(|day| {
        let pattern = if day.hours.is_empty() { w.closed } else { w.other };
        fill(pattern, &[("day", &date_name(lang, &day.date.to_string())), ("hours", &day.hours)])
    });
    [fill(pattern, &values)].into_iter().chain(unlike).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tickets::view::UnlikeDay;
    use crate::time::Date;

    #[test]
    fn days_unlike_others_are_named() {
        let mut policy = PolicyBrief::default();
        assert_eq!(counted_in(Lang::En, &policy), "Times count day and night.");
        (policy.hours, policy.time_zone) = ("Mon–Fri 08:00–18:00".into(), "Europe/Berlin".into());
        policy.breaks = "12:00–13:00".into();
        let day = |day, hours: &str| UnlikeDay {
            date: Date::from_ymd(2026, 12, day).expect("a date"),
            hours: hours.into(),
        };
        policy.unlike = vec![day(25, ""), day(31, "08:00–12:00")];
        assert_eq!(
            counted_in(Lang::En, &policy),
            "Times count during your support hours: Mon–Fri 08:00–18:00, but not 12:00–13:00 (Europe/Berlin). \
             Closed on 25 Dec 2026. Other hours on 31 Dec 2026: 08:00–12:00."
        );
    }
}
