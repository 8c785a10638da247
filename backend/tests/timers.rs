//! Timers: each alarm once, at its time, whatever restarts, however many nodes, whichever way the clock jumps.

#![expect(clippy::expect_used, reason = "helpers of tests fail as tests do")]

mod common;

use backend::promises::timers::wake_due;
use backend::tickets;
use common::desk::{Desk, START, desks};
use domain::Viewer;
use domain::promises::PromiseKind;
use domain::tickets::decide::{AfterReply, Command};
use domain::tickets::entry::{Body, Named};
use domain::tickets::view::{LIST_PAGE, Notice};
use domain::tickets::{Status, Urgency};
use domain::time::Instant;

const HOUR: i64 = 3_600_000;
const ALARMS: &str = "SELECT COUNT(*) FROM alarms";
const ALARM_ENTRIES: &str = "SELECT COUNT(*) FROM entries WHERE kind = 'alarm'";

async fn urgency(desk: &Desk, v: &Viewer) -> Urgency {
    tickets::list(&desk.b, v, "all", None, LIST_PAGE).await.expect("a list").rows[0].urgency
}

fn at(desk: &Desk, ms: i64) {
    desk.clock.set(Instant(START.0 + ms));
}

#[tokio::test]
async fn no_reply_in_four_hours_reminds_the_engineer_and_tells_the_manager() {
    for desk in desks().await {
        let cast = desk.cast().await;
        desk.request(&cast.ana, "Blank labels").await;
        at(&desk, 3 * HOUR - 1);
        wake_due(&desk.b).await.expect("timers");
        assert_eq!(urgency(&desk, &cast.lead).await, Urgency::OnTrack);
        at(&desk, 3 * HOUR);
        wake_due(&desk.b).await.expect("timers");
        assert_eq!(urgency(&desk, &cast.lead).await, Urgency::AtRisk);
        at(&desk, 4 * HOUR);
        wake_due(&desk.b).await.expect("timers");
        assert_eq!(urgency(&desk, &cast.lead).await, Urgency::AtRisk, "the due time itself still keeps it");
        assert!(tickets::notices::list(&desk.b, &cast.manager, None).await.expect("notices").is_empty());
        at(&desk, 4 * HOUR + 1);
        wake_due(&desk.b).await.expect("timers");
        assert_eq!(urgency(&desk, &cast.lead).await, Urgency::Missed);
        assert_eq!(tickets::notices::list(&desk.b, &cast.manager, None).await.expect("notices").len(), 1);
        let missed = "SELECT COUNT(*) FROM entries WHERE kind = 'promise_missed'";
        assert_eq!(desk.number(missed).await, 1);
    }
}

#[tokio::test]
async fn nothing_fires_twice_however_often_the_loop_runs() {
    for desk in desks().await {
        let cast = desk.cast().await;
        desk.request(&cast.ana, "Blank labels").await;
        at(&desk, 5 * HOUR);
        for _ in 0..3 {
            wake_due(&desk.b).await.expect("timers");
        }
        let fired = desk.number(ALARMS).await;
        assert_eq!(fired, 2, "soon and missed");
        at(&desk, HOUR);
        wake_due(&desk.b).await.expect("timers");
        at(&desk, 6 * HOUR);
        wake_due(&desk.b).await.expect("timers");
        assert_eq!(
            (desk.number(ALARMS).await, desk.number(ALARM_ENTRIES).await),
            (fired, fired),
            "the clock jumped"
        );
    }
}

#[tokio::test]
async fn two_nodes_fire_one_alarm() {
    for desk in desks().await {
        let cast = desk.cast().await;
        for _ in 0..20 {
            desk.request(&cast.ana, "Blank labels").await;
        }
        let (other, _data) = desk.another_node().await;
        at(&desk, 4 * HOUR + 1);
        let (here, there) = tokio::join!(wake_due(&desk.b), wake_due(&other));
        here.expect("this node");
        there.expect("that node");
        assert_eq!(desk.number(ALARMS).await, 40);
        assert_eq!(desk.number(ALARM_ENTRIES).await, 40);
        assert_eq!(desk.number("SELECT COUNT(*) FROM entries WHERE kind = 'promise_missed'").await, 20);
    }
}

#[tokio::test]
async fn a_node_that_dies_in_the_middle_leaves_the_rest_to_the_other() {
    for desk in desks().await {
        let cast = desk.cast().await;
        for _ in 0..60 {
            desk.request(&cast.ana, "Blank labels").await;
        }
        let (other, _data) = desk.another_node().await;
        at(&desk, 4 * HOUR + 1);
        let dying = tokio::spawn(async move { while wake_due(&other).await.is_ok() {} });
        let here = desk.b.clone();
        let living = tokio::spawn(async move { while wake_due(&here).await.expect("timers") > 0 {} });
        tokio::time::sleep(std::time::Duration::from_millis(8)).await;
        dying.abort();
        living.await.expect("this node");
        while wake_due(&desk.b).await.expect("timers") > 0 {}
        assert_eq!((desk.number(ALARMS).await, desk.number(ALARM_ENTRIES).await), (120, 120));
        assert_eq!(desk.number("SELECT COUNT(*) FROM entries WHERE kind = 'promise_missed'").await, 60);
    }
}

#[tokio::test]
async fn an_alarm_after_downtime_carries_the_true_due_time() {
    for desk in desks().await {
        let cast = desk.cast().await;
        let number = desk.request(&cast.ana, "Blank labels").await;
        at(&desk, 30 * HOUR);
        wake_due(&desk.b).await.expect("timers");
        let page = tickets::page(&desk.b, &cast.lead, &number).await.expect("the page");
        let due = page.entries.iter().find_map(|entry| match &entry.body {
            Body::Alarm { missed: true, due, promise: PromiseKind::FirstReply, .. } => Some(*due),
            _ => None,
        });
        assert_eq!(due, Some(Instant(START.0 + 4 * HOUR)));
    }
}

#[tokio::test]
async fn what_passed_during_downtime_is_recorded_each_and_told_once() {
    for desk in desks().await {
        let cast = desk.cast().await;
        let number = desk.request(&cast.ana, "Blank labels").await;
        let take = Command::Assign {
            to: Some(Named { id: cast.agent.person_id.clone(), name: cast.agent.name.clone() }),
        };
        tickets::change(&desk.b, &cast.lead, &number, None, take).await.expect("an owner");
        at(&desk, 30 * HOUR);
        wake_due(&desk.b).await.expect("timers");
        let page = tickets::page(&desk.b, &cast.lead, &number).await.expect("the page");
        let alarms = page.entries.iter().filter_map(|entry| match &entry.body {
            Body::Alarm { due, warned_late, .. } => Some((*due, *warned_late)),
            _ => None,
        });
        let alarms: Vec<_> = alarms.collect();
        let due = Instant(START.0 + 4 * HOUR);
        assert_eq!(alarms, [(due, true), (due, false)]);
        for who in [&cast.agent, &cast.lead, &cast.manager] {
            let all = tickets::notices::list(&desk.b, who, None).await.expect("notices");
            let told = all.iter().filter(|notice| matches!(notice.body, Notice::Promise { .. })).count();
            assert!(told <= 1, "{}: {all:?}", who.name);
        }
        let all = tickets::notices::list(&desk.b, &cast.agent, None).await.expect("notices");
        assert!(all.iter().any(|notice| matches!(notice.body, Notice::Promise { missed: true, .. })));
    }
}

#[tokio::test]
async fn a_late_reply_leaves_the_miss_and_stops_the_clock() {
    for desk in desks().await {
        let cast = desk.cast().await;
        let number = desk.request(&cast.ana, "Blank labels").await;
        // Nobody looked at the clock before the reply: the miss is found all the same.
        at(&desk, 5 * HOUR);
        let reply =
            Command::Reply { text: "Sorry".into(), after: AfterReply::Wait, plan: None, next_contact: None };
        tickets::change(&desk.b, &cast.lead, &number, None, reply).await.expect("a reply");
        let page = tickets::page(&desk.b, &cast.lead, &number).await.expect("the page");
        let kinds: Vec<_> = page.entries.iter().map(|entry| entry.body.code()).collect();
        assert!(kinds.contains(&"promise_missed") && kinds.contains(&"promise_kept"), "{kinds:?}");
        let late = "SELECT COUNT(*) FROM promises WHERE state = 'kept_late' AND missed_at IS NOT NULL";
        assert_eq!(desk.number(late).await, 1);
    }
}

#[tokio::test]
async fn a_solved_ticket_closes_itself_and_nothing_is_left_to_wake() {
    for desk in desks().await {
        let cast = desk.cast().await;
        let number = desk.request(&cast.ana, "Blank labels").await;
        let solve =
            Command::Reply { text: "Done".into(), after: AfterReply::Solve, plan: None, next_contact: None };
        tickets::change(&desk.b, &cast.lead, &number, None, solve).await.expect("solved");
        at(&desk, 7 * 24 * HOUR - 1);
        wake_due(&desk.b).await.expect("timers");
        assert_eq!(tickets::page(&desk.b, &cast.lead, &number).await.expect("page").status, Status::Resolved);
        at(&desk, 7 * 24 * HOUR);
        wake_due(&desk.b).await.expect("timers");
        assert_eq!(tickets::page(&desk.b, &cast.lead, &number).await.expect("page").status, Status::Closed);
        assert_eq!(backend::promises::timers::next_wake(&desk.b).await.expect("a look"), None);
    }
}

#[tokio::test]
async fn a_miss_that_was_mended_before_anybody_looked_still_rings_once() {
    for desk in desks().await {
        let cast = desk.cast().await;
        let number = desk.request(&cast.ana, "Blank labels").await;
        at(&desk, 4 * HOUR + 60_000);
        let reply =
            Command::Reply { text: "Sorry".into(), after: AfterReply::Wait, plan: None, next_contact: None };
        tickets::change(&desk.b, &cast.lead, &number, None, reply).await.expect("a reply");
        at(&desk, 4 * HOUR + 5 * 60_000);
        for _ in 0..2 {
            wake_due(&desk.b).await.expect("timers");
        }
        assert_eq!(tickets::notices::list(&desk.b, &cast.manager, None).await.expect("notices").len(), 1);
    }
}
