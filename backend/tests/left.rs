//! The work of those who have left finds somebody else, on both databases.

#![expect(clippy::expect_used, reason = "helpers of tests fail as tests do")]

mod common;

use backend::routing::{self, left};
use backend::{people, tickets};
use common::desk::{Cast, Desk, desks, refusal};
use domain::access::Role;
use domain::error::Problem;
use domain::routing::agent::Absence;
use domain::routing::view::AbsenceDraft;
use domain::tickets::decide::Command;
use domain::tickets::entry::{Body, Named};
use domain::tickets::view::Notice;
use domain::time::{HOUR_MS, Instant};
use domain::{Error, Viewer};

const TEAM: &str = "UPDATE people SET team = 'Print' WHERE id = $1";

/// A request in the queue that prints, which the agent looks after.
async fn owned(desk: &Desk, cast: &Cast, subject: &str) -> String {
    let number = desk.request(&cast.ana, subject).await;
    let queue = Named { id: "print".into(), name: String::new() };
    let agent = Named { id: cast.agent.person_id.clone(), name: cast.agent.name.clone() };
    for command in [Command::Move { to: Some(queue) }, Command::Assign { to: Some(agent) }] {
        tickets::change(&desk.b, &cast.lead, &number, None, command).await.expect("changed");
    }
    number
}

async fn rounds(desk: &Desk) -> usize {
    let mut done = 0;
    while left::step(&desk.b).await.expect("a round") {
        done += 1;
        assert!(done < 10, "it never ends");
    }
    done
}

async fn owner(desk: &Desk, cast: &Cast, number: &str) -> Option<String> {
    tickets::page(&desk.b, &cast.lead, number).await.expect("a page").assignee.map(|own| own.id)
}

async fn second(desk: &Desk) -> Viewer {
    let second = desk.person(Role::Agent, "second@desk.example").await;
    desk.exec(TEAM, vec![second.person_id.clone().into()]).await;
    desk.b.directory_cache.forget();
    second
}

#[tokio::test]
async fn open_tickets_go_back_to_their_queue() {
    for desk in desks().await {
        let cast = desk.cast().await;
        let open = owned(&desk, &cast, "Blank labels").await;
        let solved = owned(&desk, &cast, "Solved").await;
        let solve =
            Command::SetStatus { to: domain::tickets::Status::Resolved, reason: None, review_at: None };
        tickets::change(&desk.b, &cast.lead, &solved, None, solve).await.expect("solved");
        assert_eq!(rounds(&desk).await, 0, "nobody has left");

        let admin = desk.person(Role::Admin, "ada@desk.example").await;
        people::disable(&desk.b, &admin, &cast.agent.person_id).await.expect("disabled");
        let (other, _folder) = desk.another_node().await;
        let (one, two) = tokio::join!(left::step(&desk.b), left::step(&other));
        assert!(one.expect("a round") | two.expect("a round"));
        rounds(&desk).await;
        assert_eq!(owner(&desk, &cast, &open).await, None);
        assert_eq!(owner(&desk, &cast, &solved).await, Some(cast.agent.person_id.clone()), "they solved it");
        let page = tickets::page(&desk.b, &cast.lead, &open).await.expect("a page");
        let left: Vec<Named> = page
            .entries
            .into_iter()
            .filter_map(|entry| match entry.body {
                Body::OwnerLeft { who } => Some(who),
                _ => None,
            })
            .collect();
        let told = tickets::notices::list(&desk.b, &cast.lead, None).await.expect("notices");
        let left_one = Notice::Left { name: cast.agent.name.clone(), tickets: 1 };
        assert_eq!(told.iter().filter(|line| line.body == left_one).count(), 1, "the leads know: {told:?}");
        assert_eq!(left, [Named { id: cast.agent.person_id.clone(), name: cast.agent.name.clone() }], "once");
        assert_eq!(routing::differing(&desk.b).await.expect("a count"), Vec::<String>::new());
    }
}

#[tokio::test]
async fn a_queue_that_hands_out_finds_somebody_else_who_is_told() {
    for desk in desks().await {
        let cast = desk.cast().await;
        let second = second(&desk).await;
        let number = owned(&desk, &cast, "Blank labels").await;
        let admin = desk.person(Role::Admin, "ada@desk.example").await;
        desk.hand_out(&admin, false).await;
        desk.b.directory().await.expect("what is known of the staff, from before");
        let (other, _folder) = desk.another_node().await;
        other.directory().await.expect("what another node knows of them");
        people::set_role(&desk.b, &admin, &cast.agent.person_id, 1, Role::LightAgent)
            .await
            .expect("another role");
        assert!(!left::step(&other).await.expect("a round"), "it would hand out to who has left");
        assert_eq!(rounds(&desk).await, 1);
        assert_eq!(owner(&desk, &cast, &number).await, Some(second.person_id.clone()));
        let notices = tickets::notices::list(&desk.b, &second, None).await.expect("notices");
        assert_eq!(notices.into_iter().map(|line| line.body).collect::<Vec<_>>(), [Notice::HandedOut]);
        let page = tickets::page(&desk.b, &cast.lead, &number).await.expect("a page");
        let mut traces = page.entries.iter().filter_map(|entry| match &entry.body {
            Body::Routed(trace) => trace.given.as_ref(),
            _ => None,
        });
        let why = traces.any(|given| given.to.id == second.person_id);
        assert!(why, "the timeline says why this one");
    }
}

#[tokio::test]
async fn what_found_nobody_is_given_as_soon_as_somebody_can_take_it() {
    for desk in desks().await {
        let cast = desk.cast().await;
        let second = second(&desk).await;
        let admin = desk.person(Role::Admin, "ada@desk.example").await;
        desk.hand_out(&admin, false).await;
        let away = async |v: &Viewer, seen, from: Option<Instant>| {
            let absence = from.map(|from| Absence { from, until: None, stand_in: None });
            let draft = AbsenceDraft { person: v.person_id.clone(), seen, absence };
            routing::save_absence(&desk.b, &cast.manager, draft).await.expect("saved");
        };
        for v in [&cast.agent, &second, &cast.lead] {
            away(v, 0, Some(desk.b.clock.now())).await;
        }
        let number = desk.request(&cast.ana, "Blank labels").await;
        let change = async |command| {
            tickets::change(&desk.b, &cast.manager, &number, None, command).await.expect("changed");
        };
        change(Command::Move { to: Some(Named { id: "print".into(), name: String::new() }) }).await;
        assert!(!routing::waiting::step(&desk.b).await.expect("a round"), "everybody is away");
        away(&second, 1, None).await;
        assert!(routing::waiting::step(&desk.b).await.expect("a round"));
        assert_eq!(owner(&desk, &cast, &number).await, Some(second.person_id.clone()));
        assert!(!routing::waiting::step(&desk.b).await.expect("a round"), "once");
        let notices = tickets::notices::list(&desk.b, &second, None).await.expect("notices");
        assert_eq!(notices.into_iter().map(|line| line.body).collect::<Vec<_>>(), [Notice::HandedOut]);
        change(Command::Assign { to: None }).await;
        assert!(!routing::waiting::step(&desk.b).await.expect("a round"), "taken from them by hand");
        assert_eq!(owner(&desk, &cast, &number).await, None);
        let silent = "SELECT COUNT(*) FROM tickets WHERE changed_at = created_at";
        assert_eq!(desk.number(silent).await, 1, "handing it about is no word on the matter");
        assert_eq!(routing::differing(&desk.b).await.expect("a count"), Vec::<String>::new());
    }
}

#[tokio::test]
async fn nobody_stands_in_who_is_away_too() {
    for desk in desks().await {
        let cast = desk.cast().await;
        let second = second(&desk).await;
        let now = desk.b.clock.now();
        let draft = |v: &Viewer, stand_in: Option<&Viewer>, hours: i64| AbsenceDraft {
            person: v.person_id.clone(),
            seen: 0,
            absence: Some(Absence {
                from: now.plus_ms(hours * HOUR_MS),
                until: Some(now.plus_ms((hours + 2) * HOUR_MS)),
                stand_in: stand_in.map(|own| own.person_id.clone()),
            }),
        };
        routing::save_absence(&desk.b, &cast.manager, draft(&cast.agent, None, 1)).await.expect("saved");
        let both = routing::save_absence(&desk.b, &cast.manager, draft(&second, Some(&cast.agent), 2)).await;
        assert_eq!(refusal(both), Error::field("stand_in", Problem::StandInAway));
        let after = routing::save_absence(&desk.b, &cast.manager, draft(&second, Some(&cast.agent), 3)).await;
        after.expect("they are back by then");
    }
}
