//! What is promised while its owner is away, on both databases.

#![expect(clippy::expect_used, reason = "helpers of tests fail as tests do")]

mod common;

use backend::promises::timers::wake_due;
use backend::routing::{self, cover};
use backend::tickets;
use common::desk::{Cast, Desk, START, desks};
use domain::Viewer;
use domain::routing::agent::Absence;
use domain::routing::view::AbsenceDraft;
use domain::tickets::decide::{AfterReply, Command};
use domain::tickets::entry::{Body, Named};
use domain::tickets::view::Notice;
use domain::time::Instant;

const HOUR: i64 = 3_600_000;
const SEEN: &str = "SELECT COALESCE(MAX(version), 0) FROM profiles";

fn named(v: &Viewer) -> Named {
    Named { id: v.person_id.clone(), name: v.name.clone() }
}

/// A request that the agent looks after; its first reply is due four hours from the start.
async fn owned(desk: &Desk, cast: &Cast, subject: &str) -> String {
    let number = desk.request(&cast.ana, subject).await;
    let assign = Command::Assign { to: Some(named(&cast.agent)) };
    tickets::change(&desk.b, &cast.lead, &number, None, assign).await.expect("assigned");
    number
}

/// The agent is away from `from` to `until`, in hours from the start.
async fn away(desk: &Desk, cast: &Cast, (from, until): (i64, Option<i64>), stand_in: Option<&Viewer>) {
    let at = |hours: i64| Instant(START.0 + hours * HOUR);
    let absence =
        Absence { from: at(from), until: until.map(at), stand_in: stand_in.map(|v| v.person_id.clone()) };
    let seen = desk.number(SEEN).await;
    let draft = AbsenceDraft { person: cast.agent.person_id.clone(), seen, absence: Some(absence) };
    routing::save_absence(&desk.b, &cast.agent, draft).await.expect("away");
}

/// Rounds until nothing is left; how many did something.
async fn rounds(desk: &Desk) -> usize {
    let mut done = 0;
    while cover::step(&desk.b).await.expect("a round") {
        done += 1;
        assert!(done < 10, "it never ends");
    }
    done
}

async fn owner(desk: &Desk, cast: &Cast, number: &str) -> Option<String> {
    tickets::page(&desk.b, &cast.lead, number).await.expect("a page").assignee.map(|own| own.name)
}

async fn told(desk: &Desk, v: &Viewer) -> Vec<Notice> {
    let notices = tickets::notices::list(&desk.b, v, None).await.expect("notices");
    notices.into_iter().map(|line| line.body).collect()
}

async fn absences(desk: &Desk, cast: &Cast, number: &str) -> Vec<(Option<Named>, Vec<Named>)> {
    let page = tickets::page(&desk.b, &cast.lead, number).await.expect("a page");
    let entries = page.entries.into_iter().filter_map(|entry| match entry.body {
        Body::OwnerAway { to, told, .. } => Some((to, told)),
        _ => None,
    });
    entries.collect()
}

#[tokio::test]
async fn a_stand_in_gets_what_comes_due_before_its_owner_is_back() {
    for desk in desks().await {
        let cast = desk.cast().await;
        let due = owned(&desk, &cast, "Blank labels").await;
        let answered = owned(&desk, &cast, "Answered").await;
        let reply = Command::Reply {
            text: "Try this.".into(),
            after: AfterReply::Wait,
            plan: None,
            next_contact: None,
        };
        tickets::change(&desk.b, &cast.agent, &answered, None, reply).await.expect("a reply");
        assert_eq!(rounds(&desk).await, 0, "everybody is there");

        away(&desk, &cast, (0, Some(3)), Some(&cast.lead)).await;
        assert_eq!(rounds(&desk).await, 0, "back before it is due");
        away(&desk, &cast, (1, Some(8)), Some(&cast.lead)).await;
        assert_eq!(rounds(&desk).await, 0, "not away yet");
        desk.clock.set(Instant(START.0 + HOUR));
        assert_eq!(rounds(&desk).await, 1);
        assert_eq!(owner(&desk, &cast, &due).await, Some(cast.lead.name.clone()));
        assert_eq!(owner(&desk, &cast, &answered).await, Some(cast.agent.name.clone()), "nothing runs on it");
        assert_eq!(absences(&desk, &cast, &due).await, [(Some(named(&cast.lead)), vec![])]);
        let notice = Notice::StandsIn { away: cast.agent.name.clone() };
        assert_eq!(told(&desk, &cast.lead).await, [notice]);
        let page = tickets::request(&desk.b, &cast.ana, &due).await.expect("the customer's page");
        assert!(!format!("{:?}", page.entries).contains("OwnerAway"), "customers do not read who is away");
        let checked = backend::promises::check::replay_all(&desk.b).await.expect("a replay");
        assert_eq!(checked.differing, Vec::<String>::new());
        assert_eq!(routing::differing(&desk.b).await.expect("a count"), Vec::<String>::new());
    }
}

#[tokio::test]
async fn without_a_stand_in_the_leads_are_told_once_for_each_absence() {
    for desk in desks().await {
        let cast = desk.cast().await;
        let number = owned(&desk, &cast, "Blank labels").await;
        away(&desk, &cast, (0, None), None).await;
        let (other, _folder) = desk.another_node().await;
        let (one, two) = tokio::join!(cover::step(&desk.b), cover::step(&other));
        assert_eq!([one.expect("a round"), two.expect("a round")].iter().filter(|done| **done).count(), 1);
        assert_eq!(rounds(&desk).await, 0, "once");
        let notice = Notice::OwnerAway { away: cast.agent.name.clone() };
        assert_eq!(told(&desk, &cast.lead).await, [notice]);
        assert_eq!(absences(&desk, &cast, &number).await, [(None, vec![named(&cast.lead)])]);
        assert_eq!(
            owner(&desk, &cast, &number).await,
            Some(cast.agent.name.clone()),
            "it is offered, not moved"
        );

        desk.clock.set(Instant(START.0 + HOUR));
        away(&desk, &cast, (1, None), None).await;
        assert_eq!(rounds(&desk).await, 1, "another absence");
        assert_eq!(told(&desk, &cast.lead).await.len(), 2);
    }
}

#[tokio::test]
async fn a_stand_in_who_is_away_too_leaves_it_to_the_leads_and_the_clock_goes_first() {
    for desk in desks().await {
        let cast = desk.cast().await;
        let number = owned(&desk, &cast, "Blank labels").await;
        away(&desk, &cast, (4, None), Some(&cast.lead)).await;
        let also = Absence { from: START, until: None, stand_in: None };
        let draft = AbsenceDraft { person: cast.lead.person_id.clone(), seen: 0, absence: Some(also) };
        routing::save_absence(&desk.b, &cast.lead, draft).await.expect("away");
        desk.clock.set(Instant(START.0 + 4 * HOUR + 1));
        assert_eq!(rounds(&desk).await, 0, "what is missed is written down first");
        wake_due(&desk.b).await.expect("timers");
        assert_eq!(rounds(&desk).await, 1);
        assert_eq!(owner(&desk, &cast, &number).await, Some(cast.agent.name.clone()));
        assert_eq!(absences(&desk, &cast, &number).await, [(None, vec![named(&cast.lead)])]);
    }
}

#[tokio::test]
async fn an_alarm_for_an_owner_who_is_away_reaches_somebody_who_is_there() {
    for desk in desks().await {
        let cast = desk.cast().await;
        owned(&desk, &cast, "Blank labels").await;
        away(&desk, &cast, (0, None), None).await;
        let missed = async |v: &Viewer| {
            let all = told(&desk, v).await;
            all.iter().filter(|own| matches!(own, Notice::Promise { missed: true, .. })).count()
        };
        desk.clock.set(Instant(START.0 + 4 * HOUR + 1));
        wake_due(&desk.b).await.expect("timers");
        assert_eq!((missed(&cast.agent).await, missed(&cast.lead).await), (1, 1), "the lead hears of it");
    }
}
