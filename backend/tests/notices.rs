//! When notices come: at once, at opening time where the promise counts in opening hours, and around the clock where the
//! alarm says so. What was missed is in the ticket at once either way.

#![expect(clippy::expect_used, reason = "helpers of tests fail as tests do")]

mod common;

use backend::promises::timers::wake_due;
use backend::settings::{save_calendar, save_policy};
use backend::tickets::{self, notices};
use common::desk::{Desk, START, desks};
use domain::Viewer;
use domain::access::Role;
use domain::promises::calendar::{Calendar, Week, Window};
use domain::promises::policy::{
    AlarmAction, AlarmRule, AlarmWhen, Audience, Policy, PolicyRow, Target, Targets, Unit,
};
use domain::settings::{CalendarDraft, PolicyDraft};
use domain::tickets::view::Stand;
use domain::time::Instant;

const HOUR: i64 = 3_600_000;
const MISSED: &str = "SELECT COUNT(*) FROM entries WHERE kind = 'promise_missed'";

/// A first reply within eight opening hours of a week that opens at nine; the manager hears when it is missed.
async fn office(desk: &Desk, admin: &Viewer, round_the_clock: bool) {
    let week = Week::workdays(&[Window::new("09:00", "17:00")]);
    let calendar = Calendar { timezone: "Etc/UTC".into(), week, ..Calendar::default() };
    let draft = CalendarDraft { name: "Office".into(), calendar, ..CalendarDraft::default() };
    let calendar = save_calendar(&desk.b, admin, &draft).await.expect("a calendar").id;
    let targets = Targets { first_reply: Some(Target::new(8, Unit::BusinessHours)), ..Targets::default() };
    let alarm = AlarmRule {
        id: "missed".into(),
        promises: Vec::new(),
        when: AlarmWhen::AtDue,
        actions: vec![AlarmAction::Notify(Audience::Manager)],
        round_the_clock,
    };
    let policy = Policy {
        calendar: Some(calendar),
        rows: vec![PolicyRow { ticket_type: None, priority: None, targets }],
        alarms: vec![alarm],
        ..Policy::default_policy()
    };
    let draft = PolicyDraft { policy, tier: String::new(), is_default: true, apply: false };
    save_policy(&desk.b, admin, &draft).await.expect("a policy");
}

#[tokio::test]
async fn missed_at_night_is_missed_at_once_and_told_at_opening_unless_it_rings_around_the_clock() {
    for round_the_clock in [false, true] {
        for desk in desks().await {
            let cast = desk.cast().await;
            let admin = desk.person(Role::Admin, "ada@desk.example").await;
            office(&desk, &admin, round_the_clock).await;
            let number = desk.request(&cast.ana, "Blank labels").await;
            let told = async || {
                notices::release(&desk.b).await.expect("a round");
                notices::list(&desk.b, &cast.manager, None).await.expect("notices").len()
            };
            // Made on a Saturday at ten: due on Monday at five, when the office closes.
            let at = |hours: i64, ms: i64| desk.clock.set(Instant(START.0 + hours * HOUR + ms));
            at(55, 1);
            wake_due(&desk.b).await.expect("timers");
            assert_eq!(desk.number(MISSED).await, 1, "the verdict never waits");
            assert_eq!(told().await, usize::from(round_the_clock));
            let page = tickets::request(&desk.b, &cast.ana, &number).await.expect("the customer's page");
            let named = page.told.expect("somebody is named");
            let opens = named.at.map(|stamp| stamp.at);
            let expected = match round_the_clock {
                true => (Stand::Told, None),
                false => (Stand::Hears, Some(Instant(START.0 + 71 * HOUR))),
            };
            assert_eq!((named.name.as_str(), (named.how, opens)), ("marta", expected));
            at(71, -1);
            assert_eq!(told().await, usize::from(round_the_clock), "the night before");
            at(71, 0);
            assert_eq!(told().await, 1, "the office opens");
        }
    }
}
