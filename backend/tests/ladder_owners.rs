//! Who is asked on a rung when its owner leaves or is away, and where a rule begins a ticket.

#![expect(clippy::expect_used, reason = "helpers of tests fail as tests do")]

mod common;

use backend::promises::check::replay_all;
use backend::promises::timers::wake_due;
use backend::routing::{self, cover};
use backend::tickets::{self};
use common::desk::START;
use common::scene::{CLIMBED, HOUR, MINUTE, Scene, UNANSWERED, hand_over, held};
use domain::Viewer;
use domain::routing::agent::Absence;
use domain::routing::rule::{Rule, Rules, Then, When};
use domain::routing::view::AbsenceDraft;
use domain::tickets::decide::Command;
use domain::tickets::entry::Named;
use domain::tickets::view::Notice;
use domain::time::Instant;

#[tokio::test]
async fn the_highest_rung_of_somebody_who_leaves_is_passed_on_once() {
    for scene in Scene::all().await {
        let Scene { desk, cast, admin } = &scene;
        let number = desk.request(&cast.ana, "Blank labels").await;
        let ask = Command::AskDutyManager { reason: "Trucks wait".into(), told: Vec::new() };
        scene.does(&cast.ana, &number, ask).await;
        backend::people::disable(&desk.b, admin, &cast.manager.person_id).await.expect("disabled");
        scene.at(5_000).await;
        assert_eq!(scene.owner(&number).await, held("Management", "ada", false));
        let before = (scene.count(UNANSWERED).await, scene.count(CLIMBED).await);
        scene.at(MINUTE).await;
        assert_eq!((scene.count(UNANSWERED).await, scene.count(CLIMBED).await), before, "once");
        scene.at(61 * MINUTE).await;
        assert_eq!(scene.count(UNANSWERED).await, before.0 + 1, "it waits for her as for everybody");
        assert!(replay_all(&desk.b).await.expect("a replay").differing.is_empty());
    }
}

#[tokio::test]
async fn a_rung_whose_owner_leaves_is_passed_on() {
    for scene in Scene::all().await {
        let Scene { desk, cast, .. } = &scene;
        let number = desk.request(&cast.ana, "Blank labels").await;
        scene.does(&cast.lead, &number, Command::Escalate { hand_over: hand_over() }).await;
        assert_eq!(scene.owner(&number).await, held("Level 2", "ines", false));
        backend::people::disable(&desk.b, &scene.admin, &cast.agent.person_id).await.expect("disabled");
        desk.clock.advance(5_000);
        wake_due(&desk.b).await.expect("timers");
        assert_eq!(scene.owner(&number).await, held("Team lead", "lea", false));
        assert_eq!(scene.count("SELECT COUNT(*) FROM entries WHERE kind = 'unanswered'").await, 1);
        assert!(replay_all(&desk.b).await.expect("a replay").differing.is_empty());
    }
}

#[tokio::test]
async fn a_rung_of_somebody_who_had_it_and_leaves_is_passed_on() {
    for scene in Scene::all().await {
        let Scene { desk, cast, admin } = &scene;
        let number = desk.request(&cast.ana, "Blank labels").await;
        let ask = Command::AskDutyManager { reason: "Trucks wait".into(), told: Vec::new() };
        scene.does(&cast.ana, &number, ask).await;
        scene.does(&cast.manager, &number, Command::Acknowledge).await;
        scene.at(10_000).await;
        backend::people::disable(&desk.b, admin, &cast.manager.person_id).await.expect("disabled");
        scene.at(16_000).await;
        assert_eq!(scene.owner(&number).await, held("Management", "ada", false));
        let left = "SELECT COUNT(*) FROM entries WHERE kind = 'unanswered' AND body LIKE '%\"left\":true%'";
        assert_eq!(scene.count(left).await, 1, "it does not say that she took no notice");
        scene.at(MINUTE).await;
        assert_eq!(scene.count(left).await, 1, "once");
        assert!(replay_all(&desk.b).await.expect("a replay").differing.is_empty());
    }
}

/// `who` is away from `from`, in ms from the start, and the jobs have seen it.
async fn goes_away(scene: &Scene, who: &Viewer, from: i64, stand_in: Option<&Viewer>) {
    let stand_in = stand_in.map(|own| own.person_id.clone());
    let absence = Absence { from: Instant(START.0 + from), until: None, stand_in };
    let draft = AbsenceDraft { person: who.person_id.clone(), seen: 0, absence: Some(absence) };
    routing::save_absence(&scene.desk.b, who, draft).await.expect("away");
    looked(scene).await;
}

/// Rounds of those who are away until nothing is left.
async fn looked(scene: &Scene) {
    for _ in 0..5 {
        if !cover::step(&scene.desk.b).await.expect("a round") {
            return;
        }
    }
    panic!("it never ends");
}

#[tokio::test]
async fn a_rung_of_whoever_goes_away_is_their_stand_ins_at_once() {
    for scene in Scene::all().await {
        let Scene { desk, cast, .. } = &scene;
        let number = desk.request(&cast.ana, "Blank labels").await;
        scene.at(5 * HOUR).await;
        assert_eq!(scene.owner(&number).await, held("Team lead", "lea", false));
        let before = scene.count(UNANSWERED).await;
        goes_away(&scene, &cast.lead, 5 * HOUR + MINUTE, Some(&cast.agent)).await;
        assert_eq!(scene.owner(&number).await, held("Team lead", "lea", false), "she is there for a minute");
        scene.at(5 * HOUR + MINUTE).await;
        looked(&scene).await;
        assert_eq!(scene.owner(&number).await, held("Team lead", "ines", false));
        let told = scene.notices(&cast.agent).await;
        assert!(told.iter().any(|own| matches!(&own.body, Notice::Climbed { .. })), "{told:?}");
        assert_eq!(scene.count(UNANSWERED).await, before, "nobody let it lie");
        scene.at(5 * HOUR + 32 * MINUTE).await;
        assert_eq!(scene.owner(&number).await, held("Management", "marta", false), "a wait of its own");
        assert!(replay_all(&desk.b).await.expect("a replay").differing.is_empty());
    }
}

#[tokio::test]
async fn a_rung_of_whoever_goes_away_without_a_stand_in_is_somebody_elses() {
    for scene in Scene::all().await {
        let Scene { desk, cast, .. } = &scene;
        let number = desk.request(&cast.ana, "Blank labels").await;
        scene.at(5 * HOUR).await;
        scene.does(&cast.lead, &number, Command::Acknowledge).await;
        let give =
            Command::Assign { to: Some(Named { id: cast.agent.person_id.clone(), name: "ines".into() }) };
        scene.does(&cast.lead, &number, give).await;
        goes_away(&scene, &cast.lead, 5 * HOUR, None).await;
        assert_eq!(scene.owner(&number).await, held("Team lead", "marta", false), "also one that was taken");
        let climbed = scene.count(CLIMBED).await;
        goes_away(&scene, &cast.manager, 5 * HOUR, None).await;
        assert_eq!(scene.owner(&number).await, held("Team lead", "ada", false));
        goes_away(&scene, &scene.admin, 5 * HOUR, None).await;
        assert_eq!(scene.owner(&number).await, held("Team lead", "ada", false), "there is nobody else");
        assert_eq!(scene.count(CLIMBED).await, climbed + 1);
        assert!(replay_all(&desk.b).await.expect("a replay").differing.is_empty());
    }
}

#[tokio::test]
async fn a_rule_can_begin_a_ticket_on_a_rung() {
    for scene in Scene::all().await {
        let Scene { desk, cast, admin } = &scene;
        let then = Then { rung: Some("team lead".into()), ..Then::default() };
        let when = When { words: vec!["smoke".into()], ..When::default() };
        let rule = Rule { name: "Fire".into(), when, then, ..Rule::default() };
        let rules = Rules { version: 0, rules: vec![rule] };
        let run = routing::dry_run(&desk.b, admin, rules.clone()).await.expect("a dry run");
        assert_eq!(run.rows.len(), 0);
        desk.request(&cast.ana, "Smoke before the rule").await;
        let run = routing::dry_run(&desk.b, admin, rules.clone()).await.expect("a dry run");
        assert_eq!(run.rows[0].rung, Some((String::new(), "team lead".into())));
        routing::save_rules(&desk.b, admin, rules).await.expect("saved");
        let number = desk.request(&cast.ana, "Smoke from the printer").await;
        assert_eq!(scene.owner(&number).await, held("Team lead", "lea", false));
        let told = scene.notices(&cast.lead).await;
        assert!(told.iter().any(|own| matches!(&own.body, Notice::Climbed { .. })), "{told:?}");
        let seen = tickets::request(&desk.b, &cast.ana, &number).await.expect("their page");
        assert!(!format!("{seen:?}").contains("Fire"), "customers do not read why");
        scene.at(31 * MINUTE).await;
        assert_eq!(scene.owner(&number).await, held("Management", "marta", false), "nobody took it in time");
        let other = desk.request(&cast.ana, "A question").await;
        assert_eq!(scene.owner(&other).await, None);
        assert!(replay_all(&desk.b).await.expect("a replay").differing.is_empty());
    }
}

#[tokio::test]
async fn what_somebody_took_as_their_own_ticket_stays_theirs() {
    for scene in Scene::all().await {
        let Scene { desk, cast, .. } = &scene;
        let number = desk.request(&cast.ana, "Blank labels").await;
        scene.does(&cast.lead, &number, Command::Escalate { hand_over: hand_over() }).await;
        scene.does(&cast.agent, &number, Command::Acknowledge).await;
        goes_away(&scene, &cast.agent, 0, None).await;
        assert_eq!(scene.owner(&number).await, held("Level 2", "ines", true));
    }
}
