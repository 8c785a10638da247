//! Whom a customer reads of while a promise to them is missed: somebody who has their request, or nobody by name.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod common;

use backend::promises::timers::wake_due;
use backend::{routing, tickets};
use common::desk::{Cast, Desk, START, desks};
use domain::Viewer;
use domain::access::Role;
use domain::promises::PromiseKind;
use domain::promises::countdown::ClockState;
use domain::routing::agent::Absence;
use domain::routing::view::AbsenceDraft;

use domain::tickets::decide::{AfterReply, Command};
use domain::tickets::entry::Named;
use domain::time::{HOUR_MS, Instant};

async fn told(desk: &Desk, cast: &Cast, number: &str) -> Option<String> {
    let told = tickets::request(&desk.b, &cast.ana, number).await.unwrap().told?;
    Some(format!("{} {:?}", told.name, told.how))
}

async fn does(desk: &Desk, v: &Viewer, number: &str, command: Command) {
    tickets::change(&desk.b, v, number, None, command).await.unwrap();
}

async fn leaves(desk: &Desk, v: &Viewer) {
    let left = "UPDATE people SET disabled_at = 1 WHERE id = $1";
    desk.exec(left, vec![v.person_id.clone().into()]).await;
    desk.b.directory_cache.forget();
}

#[tokio::test]
async fn what_is_late_names_who_has_it() {
    for desk in desks().await {
        let cast = desk.cast().await;
        let aaron = desk.person(Role::Lead, "aaron@desk.example").await;
        for (lead, team) in [(&cast.lead, "Print"), (&aaron, "Scan")] {
            let team = vec![lead.person_id.clone().into(), team.into()];
            desk.exec("UPDATE people SET team = $2 WHERE id = $1", team).await;
        }
        desk.b.directory_cache.forget();
        let number = desk.request(&cast.ana, "Blank labels").await;
        assert_eq!(told(&desk, &cast, &number).await, None, "nothing is late");
        desk.clock.set(Instant(START.0 + 5 * HOUR_MS));
        wake_due(&desk.b).await.unwrap();
        let heard = told(&desk, &cast, &number).await.unwrap_or_default();
        assert!(heard.ends_with(" Told"), "it is nobody's, and somebody heard the alarm: {heard:?}");

        let print = Named { id: "print".into(), name: String::new() };
        does(&desk, &cast.lead, &number, Command::Move { to: Some(print) }).await;
        assert_eq!(told(&desk, &cast, &number).await.as_deref(), Some("lea Leads"), "the lead of its team");
        let ines = Named { id: cast.agent.person_id.clone(), name: cast.agent.name.clone() };
        does(&desk, &cast.lead, &number, Command::Assign { to: Some(ines) }).await;
        assert_eq!(told(&desk, &cast, &number).await.as_deref(), Some("ines OnIt"));
        let ask = Command::AskDutyManager { reason: "Trucks wait".into(), told: Vec::new() };
        does(&desk, &cast.ana, &number, ask).await;
        assert_eq!(
            told(&desk, &cast, &number).await.as_deref(),
            Some("marta Told"),
            "the rung's owner was told"
        );
        let away = Absence { from: desk.b.clock.now(), until: None, stand_in: None };
        let absence = |seen, absence| AbsenceDraft { person: cast.manager.person_id.clone(), seen, absence };
        routing::save_absence(&desk.b, &cast.manager, absence(0, Some(away))).await.unwrap();
        assert_eq!(told(&desk, &cast, &number).await.as_deref(), Some("ines OnIt"), "marta is away");
        routing::save_absence(&desk.b, &cast.manager, absence(1, None)).await.unwrap();
        does(&desk, &cast.manager, &number, Command::Acknowledge).await;
        assert_eq!(told(&desk, &cast, &number).await.as_deref(), Some("marta HasIt"), "she said so");
        let page = tickets::request(&desk.b, &cast.ana, &number).await.unwrap();
        assert_eq!(page.writer.as_deref(), Some("ines"));
        let away = Absence { from: desk.b.clock.now(), until: None, stand_in: None };
        let absence = |seen, absence| AbsenceDraft { person: cast.agent.person_id.clone(), seen, absence };
        routing::save_absence(&desk.b, &cast.manager, absence(0, Some(away))).await.unwrap();
        let page = tickets::request(&desk.b, &cast.ana, &number).await.unwrap();
        assert_eq!(page.writer, None, "nobody writes while they are away");
        routing::save_absence(&desk.b, &cast.manager, absence(1, None)).await.unwrap();
        leaves(&desk, &cast.manager).await;
        assert_eq!(told(&desk, &cast, &number).await.as_deref(), Some("ines OnIt"), "marta is gone");
        leaves(&desk, &cast.agent).await;
        assert_eq!(told(&desk, &cast, &number).await.as_deref(), Some("lea Leads"), "ines too");
    }
}

#[tokio::test]
async fn a_word_that_was_broken_is_owned_up_to_until_we_write() {
    for desk in desks().await {
        let cast = desk.cast().await;
        let number = desk.request(&cast.ana, "Blank labels").await;
        let broken = async || {
            let page = tickets::request(&desk.b, &cast.ana, &number).await.unwrap();
            page.broken_word.map(|stamp| stamp.at.0 - START.0)
        };
        let promise = |hours| Command::PromiseContact { due: Instant(START.0 + hours * HOUR_MS) };
        does(&desk, &cast.agent, &number, promise(1)).await;
        does(&desk, &cast.agent, &number, promise(2)).await;
        assert_eq!(broken().await, None, "it was moved in time");
        desk.clock.set(Instant(START.0 + 3 * HOUR_MS));
        assert_eq!(broken().await, None, "the page is late itself");
        does(&desk, &cast.agent, &number, promise(6)).await;
        assert_eq!(broken().await, Some(2 * HOUR_MS));
        does(&desk, &cast.agent, &number, promise(7)).await;
        assert_eq!(broken().await, Some(2 * HOUR_MS), "moving it on makes nothing good");
        let reply = Command::Reply {
            text: "We are on it.".into(),
            after: AfterReply::KeepOpen,
            plan: None,
            next_contact: Some(Instant(START.0 + 8 * HOUR_MS)),
        };
        does(&desk, &cast.agent, &number, reply).await;
        assert_eq!(broken().await, None, "they have heard from us");
        desk.clock.set(Instant(START.0 + 9 * HOUR_MS));
        let late =
            Command::Reply { text: "Now.".into(), after: AfterReply::Solve, plan: None, next_contact: None };
        does(&desk, &cast.agent, &number, late).await;
        let page = tickets::request(&desk.b, &cast.ana, &number).await.unwrap();
        let contacts = page.promises.iter().filter(|own| own.kind == PromiseKind::NextContact);
        let contacts: Vec<_> = contacts.map(|own| (own.clock.state, own.clock.fixed_ms / HOUR_MS)).collect();
        // Given up when promised anew, an hour late, and made an hour late: a miss is never forgotten.
        assert_eq!(contacts, [(ClockState::GivenUp, 1), (ClockState::KeptLate, 1)]);
    }
}
