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
use domain::access::Role;
use domain::notices::{NoticeChoices, NoticeKind};
use domain::routing::agent::Absence;
use domain::routing::rule::{Rule, Rules, Then, When};
use domain::routing::view::AbsenceDraft;
use domain::tickets::decide::Command;
use domain::tickets::entry::{Body, Named};
use domain::tickets::view::{Notice, Stand};
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

#[tokio::test]
async fn whoever_is_asked_in_anothers_place_can_send_the_hand_over_back() {
    for scene in Scene::all().await {
        let Scene { desk, cast, .. } = &scene;
        let number = desk.request(&cast.ana, "Blank labels").await;
        scene.does(&cast.lead, &number, Command::Escalate { hand_over: hand_over() }).await;
        goes_away(&scene, &cast.agent, 0, Some(&cast.manager)).await;
        assert_eq!(scene.owner(&number).await, held("Level 2", "marta", false));
        let from = scene.page(&number).await.ladder.held.and_then(|held| held.from);
        assert_eq!(from.as_deref(), Some("lea"), "the hand-over is hers now");
        let back = Command::SendBack { missing: "Which driver?".into() };
        scene.does(&cast.manager, &number, back).await;
        assert_eq!(scene.owner(&number).await, None, "nor does it stand on the rung for whom she stood in");
        assert!(replay_all(&desk.b).await.expect("a replay").differing.is_empty());
    }
}

#[tokio::test]
async fn a_customers_call_reaches_somebody_and_names_nobody_else() {
    for scene in Scene::all().await {
        let Scene { desk, cast, admin } = &scene;
        let other = desk.person(Role::Lead, "lou@desk.example").await;
        desk.b.directory_cache.forget();
        let choose = async |v: &Viewer, off: Vec<NoticeKind>| {
            let choices = NoticeChoices { off, ..NoticeChoices::default() };
            tickets::notices::save_choices(&desk.b, v, choices).await.expect("chosen");
        };
        let number = desk.request(&cast.ana, "Blank labels").await;
        let presses = async |reason: &str| {
            scene.does(&cast.ana, &number, Command::MoreUrgent { reason: reason.into() }).await;
            let entries = tickets::request(&desk.b, &cast.ana, &number).await.expect("a page").entries;
            let names = |told: &[Named]| told.iter().map(|own| own.name.clone()).collect::<Vec<_>>();
            let told = entries.iter().find_map(|entry| match &entry.body {
                Body::MoreUrgent { told, .. } => Some(names(told)),
                _ => None,
            });
            let mut told = told.expect("an entry");
            told.sort_unstable();
            told
        };
        let heard = async |v: &Viewer| {
            let all = scene.notices(v).await;
            all.iter().filter(|own| matches!(own.body, Notice::MoreUrgent { .. })).count()
        };
        choose(&cast.lead, vec![NoticeKind::MoreUrgent]).await;
        assert_eq!(presses("Trucks wait").await, ["lou"]);
        assert_eq!((heard(&cast.lead).await, heard(&other).await), (0, 1));
        choose(&other, vec![NoticeKind::MoreUrgent]).await;
        assert_eq!(presses("They are gone").await, ["lea", "lou"], "nobody wants to hear of it: all do");
        assert_eq!((heard(&cast.lead).await, heard(&other).await), (1, 2));
        for v in [&cast.manager, admin] {
            choose(v, vec![NoticeKind::DutyManager]).await;
        }
        let ask = Command::AskDutyManager { reason: "Help".into(), told: Vec::new() };
        scene.does(&cast.ana, &number, ask).await;
        let asked = scene.notices(&cast.manager).await;
        assert!(
            asked.iter().any(|own| matches!(own.body, Notice::Climbed { .. })),
            "a rung is for everybody"
        );
    }
}

#[tokio::test]
async fn experts_can_be_asked_after_a_manager_took_a_call_and_the_call_stays_hers() {
    for scene in Scene::all().await {
        let Scene { desk, cast, .. } = &scene;
        let number = desk.request(&cast.ana, "Blank labels").await;
        let ask = || Command::AskDutyManager { reason: "Trucks wait".into(), told: Vec::new() };
        scene.does(&cast.ana, &number, ask()).await;
        let escalate = || Command::Escalate { hand_over: hand_over() };
        let early = tickets::change(&desk.b, &cast.lead, &number, None, escalate()).await;
        assert!(early.is_err(), "a call that nobody took comes first");
        scene.does(&cast.manager, &number, Command::Acknowledge).await;
        scene.does(&cast.lead, &number, escalate()).await;
        assert_eq!(scene.owner(&number).await, held("Level 2", "ines", false));
        let called = async || {
            let page = tickets::request(&desk.b, &cast.ana, &number).await.expect("a page");
            page.called.map(|own| (own.name, own.how))
        };
        assert_eq!(called().await, Some(("marta".into(), Stand::HasIt)));
        scene.does(&cast.agent, &number, Command::Acknowledge).await;
        assert_eq!(called().await, Some(("marta".into(), Stand::HasIt)));
        scene.does(&cast.ana, &number, ask()).await;
        assert_eq!(scene.owner(&number).await, held("Management", "marta", false), "she has had the first");
        assert!(replay_all(&desk.b).await.expect("a replay").differing.is_empty());
    }
}
