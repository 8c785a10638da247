//! Policies and calendars in lines of a name and a text, so that versions can be compared in words.

use super::super::super::{Lang, common, fill, promises, tickets, words};
use super::{
    alarm_does, alarm_when, contact_rule, pause_line, plan_rule, policies, risk_limit, shown_name,
    target_or_nothing,
};
use crate::promises::PromiseKind;
use crate::promises::calendar::{Calendar, Window};
use crate::promises::policy::{Policy, PolicyRow};

words! {
    /// Names of lines.
    Lines, lines {
        name: "Name",
        zone: "Time zone",
        standing: "State",
        in_use: "In use",
        put_away: "Put away",
        daily: "Closed every day",
        closed: "Closed",
        pause: "{date}, break",
        feed: "Holiday list {name}",
        feed_line: "{closed} of {all} days",
        serves: "Who gets it",
        shown: "Customers see",
        calendar: "Calendar",
        target: "{row}, {promise}",
        row: "{priority}, {type}",
        any_priority: "Any priority",
        any_type: "any type",
        alarm: "Alarm {n}",
        alarm_line: "{when}: {does}",
        contact: "Next contact",
        plan: "Plan",
        within: "Proposed next contact",
        open_survey: "Asked whether they know how it stands, after",
        solved_survey: "Asked how it went",
        on: "Yes",
        off: "No",
    }
}

type Line = (String, String);

/// A calendar, part by part.
#[must_use]
pub fn calendar_lines(lang: Lang, name: &str, archived: bool, calendar: &Calendar) -> Vec<Line> {
    let w = lines(lang);
    let standing = if archived { w.put_away } else { w.in_use };
    let mut all = vec![line(w.name, name), line(w.zone, &calendar.timezone), line(w.standing, standing)];
    let days = calendar.week.days().into_iter().zip(0..);
    all.extend(days.map(|((_, windows), day)| line(common::weekday(lang, day), &hours(lang, windows))));
    if !calendar.daily_breaks.is_empty() {
        all.push(line(w.daily, &hours(lang, &calendar.daily_breaks)));
    }
    let called = |date: &String| calendar.names.get(date).map_or(w.closed, String::as_str);
    let closed = calendar.yearly_holidays.iter().chain(&calendar.holidays);
    all.extend(closed.map(|date| line(&common::date_name(lang, date), called(date))));
    all.extend(
        calendar
            .exceptions
            .iter()
            .map(|(date, windows)| line(&common::date_name(lang, date), &hours(lang, windows))),
    );
    let pauses = calendar.breaks.iter();
    all.extend(pauses.map(|(date, windows)| {
        line(&fill(w.pause, &[("date", &common::date_name(lang, date))]), &hours(lang, windows))
    }));
    all.extend(calendar.feeds.iter().map(|feed| {
        let (closed, days) = (feed.closed_days().count().to_string(), feed.days.len().to_string());
        line(
            &fill(w.feed, &[("name", &feed.name)]),
            &fill(w.feed_line, &[("closed", &closed), ("all", &days)]),
        )
    }));
    all
}

/// A policy, part by part; `serves` says whom, as [`serves`](super::serves) does. `name` knows people, ticket types and calendars by id.
#[must_use]
pub fn policy_lines(lang: Lang, policy: &Policy, serves: &str, name: &dyn Fn(&str) -> String) -> Vec<Line> {
    let (w, p) = (lines(lang), policies(lang));
    let calendar = policy.calendar.as_deref().map_or_else(|| p.nothing.to_owned(), name);
    let mut all = vec![
        line(w.name, &policy.name),
        line(w.serves, serves),
        line(w.shown, shown_name(lang, policy.shown())),
        line(w.calendar, &calendar),
    ];
    all.extend(policy.rows.iter().flat_map(|row| row_lines(lang, row, name)));
    for kind in [PromiseKind::PeriodicUpdate, PromiseKind::Resolution] {
        let states = policy.pauses.0.get(&kind).map(Vec::as_slice).unwrap_or_default();
        let title = format!("{}, {}", p.pauses, promises::kind_name(lang, kind));
        all.push(line(&title, &pause_line(lang, kind, states)));
    }
    all.push(line(p.risk, &risk_limit(lang, policy.risk)));
    all.extend(policy.alarms.iter().zip(1..).map(|(rule, n)| {
        let (when, does) = (alarm_when(lang, rule.when), alarm_does(lang, rule, name));
        line(
            &fill(w.alarm, &[("n", &n.to_string())]),
            &fill(w.alarm_line, &[("when", &when), ("does", &does)]),
        )
    }));
    all.push(line(w.contact, contact_rule(lang, policy.contact_rule)));
    all.push(line(w.plan, plan_rule(lang, policy.plan_rule)));
    all.push(line(w.within, &target_or_nothing(lang, policy.contact_within)));
    all.push(line(w.open_survey, &target_or_nothing(lang, policy.open_survey)));
    all.push(line(w.solved_survey, if policy.solved_survey { w.on } else { w.off }));
    all
}

fn row_lines(lang: Lang, row: &PolicyRow, name: &dyn Fn(&str) -> String) -> Vec<Line> {
    let (w, p) = (lines(lang), policies(lang));
    let priority = row.priority.map_or(w.any_priority, |priority| tickets::priority_name(lang, priority));
    let kind = row.ticket_type.as_deref().map_or_else(|| w.any_type.to_owned(), name);
    let row_name = fill(w.row, &[("priority", priority), ("type", &kind)]);
    let targets = [
        (p.first_reply, row.targets.first_reply),
        (p.next_reply, row.targets.next_reply),
        (p.update, row.targets.periodic_update),
        (p.fix, row.targets.resolution),
    ];
    let line_of = |(promise, target)| {
        line(&fill(w.target, &[("row", &row_name), ("promise", promise)]), &target_or_nothing(lang, target))
    };
    targets.into_iter().map(line_of).collect()
}

fn line(name: &str, text: &str) -> Line {
    (name.to_owned(), text.to_owned())
}

/// "09:00 to 12:00, 13:00 to 17:00", or that it is closed.
fn hours(lang: Lang, windows: &[Window]) -> String {
    let w = super::calendars(lang);
    if windows.is_empty() {
        return w.closed.to_owned();
    }
    let window = |Window(from, to): &Window| fill(w.window, &[("from", from), ("to", to)]);
    windows.iter().map(window).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::promises::calendar::Week;
    use crate::promises::policy::{Target, Unit};
    use crate::settings::changed;

    #[test]
    fn a_change_of_one_target_is_one_line() {
        let before = Policy::default_policy();
        let mut after = before.clone();
        after.rows[0].targets.first_reply = Some(Target::new(30, Unit::Minutes));
        let lines = |policy: &Policy| policy_lines(Lang::En, policy, "", &|id| id.to_owned());
        let changes = changed(&lines(&before), &lines(&after));
        assert_eq!(changes.len(), 1, "{changes:?}");
        let said = super::super::change_line(Lang::En, &changes[0]);
        assert_eq!(said, "Any priority, any type, First reply within: 30 minutes, was 4 hours");
    }

    #[test]
    fn a_change_of_hours_and_days_is_told() {
        let before =
            Calendar { week: Week::workdays(&[Window::new("09:00", "17:00")]), ..Calendar::default() };
        let mut after = before.clone();
        after.week.sat.push(Window::new("10:00", "12:00"));
        after.yearly_holidays.push("12-25".into());
        let lines = |calendar: &Calendar| calendar_lines(Lang::En, "Office", false, calendar);
        let changes = changed(&lines(&before), &lines(&after));
        let said: Vec<String> =
            changes.iter().map(|line| super::super::change_line(Lang::En, line)).collect();
        assert_eq!(said, ["Saturday: 10:00 to 12:00, was Closed", "25 Dec: Closed"]);
    }
}
