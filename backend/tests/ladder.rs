//! Ladders: types are saved as versions, tickets climb once for each cause, one person owns a rung until they acknowledge
//! it, and what waits climbs on once, on any number of nodes.

#![expect(clippy::expect_used, reason = "helpers of tests fail as tests do")]

mod common;

use backend::promises::actions;
use backend::promises::check::replay_all;
use backend::promises::timers::wake_due;
use backend::routing::{self};
use backend::settings::{
    save_contract_alarms, save_policy, save_type, tell_of_ending_contracts, type_history,
};
use backend::tickets::{self, Requester, notices};
use common::desk::{START, new_ticket, refusal};
use common::scene::{CLIMBED, HOUR, MINUTE, Scene, UNANSWERED, hand_over, held, ladder};
use domain::Error;
use domain::access::Role;
use domain::error::Problem;
use domain::ladder::{RungOwner, TicketType};
use domain::notices::{NoticeChoices, NoticeKind, Quiet};
use domain::promises::policy::{AlarmAction, AlarmRule, AlarmWhen, Policy, Target, Unit};
use domain::routing::board::Why;
use domain::settings::PolicyDraft;
use domain::tickets::Priority;
use domain::tickets::decide::Command;
use domain::tickets::entry::{Body, Named};
use domain::tickets::view::Notice;
use domain::time::Instant;

#[tokio::test]
async fn a_type_is_saved_as_a_version_and_stale_edits_are_told() {
    for scene in Scene::all().await {
        let (b, admin) = (&scene.desk.b, &scene.admin);
        let own = scene.incident().await;
        assert_eq!((own.version, own.ladder.len()), (2, 3));
        assert!(own.ladder.iter().all(|rung| !rung.id.is_empty()));
        let again = save_type(b, admin, &own).await.expect("nothing differs");
        assert_eq!(again.version, 2);
        let stale = TicketType { version: 1, name: "Fault".into(), ..own.clone() };
        assert_eq!(refusal(save_type(b, admin, &stale).await), Error::Conflict(Vec::new()));
        assert_eq!(refusal(save_type(b, &scene.cast.lead, &own).await), Error::Forbidden);
        let history = type_history(b, admin, "incident").await.expect("versions");
        assert_eq!(history.iter().map(|one| one.version).collect::<Vec<_>>(), [2, 1]);
        assert_eq!(history[0].changes.len(), 3, "three rungs are new: {:?}", history[0].changes);
        assert_eq!(scene.count("SELECT COUNT(*) FROM audit WHERE action = 'ticket_type.saved'").await, 1);
        let new =
            TicketType { id: String::new(), version: 0, name: "Question".into(), ladder: Vec::new(), ..own };
        assert_eq!(save_type(b, admin, &new).await.expect("a new type").version, 1);
    }
}

#[tokio::test]
async fn impossible_ladders_are_refused_at_their_fields() {
    for scene in Scene::all().await {
        let mut own = scene.incident().await;
        own.ladder[1].name = "Level 2".into();
        own.ladder[2].owner = RungOwner::Person("nobody".into());
        own.ladder[0].wait = Some(Target::new(0, Unit::Minutes));
        let Error::Invalid(fields) = refusal(save_type(&scene.desk.b, &scene.admin, &own).await) else {
            panic!("not refused at fields")
        };
        let fields: Vec<(String, Problem)> = fields.into_iter().map(|one| (one.field, one.problem)).collect();
        let expected = [
            ("ladder[0].wait".to_owned(), Problem::Zero),
            ("ladder[1].name".to_owned(), Problem::Twice),
            ("ladder[2].owner".to_owned(), Problem::Gone),
        ];
        assert_eq!(fields, expected);
        let only = TicketType { active: false, ladder: Vec::new(), ..own };
        let refused = refusal(save_type(&scene.desk.b, &scene.admin, &only).await);
        assert_eq!(refused, Error::field("active", Problem::Required), "tickets need a type");
    }
}

#[tokio::test]
async fn a_type_gives_new_tickets_their_priority_and_can_be_switched_off() {
    for scene in Scene::all().await {
        let b = &scene.desk.b;
        scene.save(|own| own.priority = Priority::High).await;
        let directory = b.directory().await.expect("settings");
        assert_eq!(directory.usual_priority("incident"), Priority::High);
        let other =
            TicketType { id: String::new(), version: 0, name: "Question".into(), ..scene.incident().await };
        save_type(b, &scene.admin, &TicketType { ladder: Vec::new(), ..other }).await.expect("another type");
        scene.save(|own| own.active = false).await;
        let created = tickets::create(b, &scene.cast.ana, &Requester::Myself, new_ticket("Blank")).await;
        assert_eq!(refusal(created), Error::field("ticket_type", Problem::NotAChoice));
    }
}

#[tokio::test]
async fn a_missed_reply_climbs_to_the_lead_and_on_to_the_manager_once() {
    for scene in Scene::all().await {
        let number = scene.desk.request(&scene.cast.ana, "Blank labels").await;
        scene.at(4 * HOUR + 1).await;
        assert_eq!(scene.owner(&number).await, held("Team lead", "lea", false));
        let notice = scene.notices(&scene.cast.lead).await;
        assert!(notice.iter().any(|one| matches!(one.body, Notice::Climbed { .. }) && one.to_acknowledge));
        scene.at(4 * HOUR + 30 * MINUTE).await;
        assert_eq!(scene.count(CLIMBED).await, 1, "the last moment is still in time");
        let (other, _data) = scene.desk.another_node().await;
        scene.desk.clock.set(Instant(START.0 + 5 * HOUR));
        let (here, there) = tokio::join!(wake_due(&scene.desk.b), wake_due(&other));
        here.expect("this node");
        there.expect("that node");
        for _ in 0..2 {
            wake_due(&other).await.expect("a node that was restarted");
        }
        assert_eq!((scene.count(CLIMBED).await, scene.count(UNANSWERED).await), (2, 1));
        assert_eq!(scene.owner(&number).await, held("Management", "marta", false));
        tickets::change(&other, &scene.cast.manager, &number, None, Command::Acknowledge)
            .await
            .expect("taken");
        scene.at(40 * HOUR).await;
        assert_eq!(scene.owner(&number).await, held("Management", "marta", true));
        assert_eq!(scene.count(UNANSWERED).await, 1, "what is acknowledged waits for ever");
        assert!(replay_all(&scene.desk.b).await.expect("a replay").differing.is_empty());
    }
}

#[tokio::test]
async fn the_highest_rung_goes_round_until_all_were_asked_and_is_told_each_day() {
    for scene in Scene::all().await {
        let number = scene.desk.request(&scene.cast.ana, "Blank labels").await;
        let ask = Command::AskDutyManager { reason: "Trucks wait".into(), told: Vec::new() };
        scene.does(&scene.cast.ana, &number, ask).await;
        assert_eq!(scene.owner(&number).await, held("Management", "marta", false));
        let told = scene.notices(&scene.cast.manager).await;
        assert_eq!(told.len(), 1, "the owner hears it once: {told:?}");
        let heard = "SELECT p.name FROM notices n JOIN people p ON p.id = n.person_id
          WHERE n.body LIKE '%\"unanswered\"%' ORDER BY n.id";
        for (hours, owner) in [(1, "ada"), (2, "lea")] {
            scene.at(hours * HOUR).await;
            assert_eq!(scene.owner(&number).await, held("Management", owner, false), "who was not asked yet");
            assert_eq!(scene.desk.texts(heard).await, Vec::<String>::new());
        }
        scene.at(3 * HOUR).await;
        scene.at(20 * HOUR).await;
        assert_eq!(
            (scene.count(CLIMBED).await, scene.count(UNANSWERED).await),
            (3, 3),
            "each was asked once"
        );
        assert_eq!(scene.desk.texts(heard).await, ["marta"], "the managers hear that nobody took it");
        scene.at(27 * HOUR).await;
        scene.at(28 * HOUR).await;
        assert_eq!((scene.count(CLIMBED).await, scene.count(UNANSWERED).await), (3, 4));
        assert_eq!(scene.desk.texts(heard).await.len(), 2, "they hear it each day");
        scene.does(&scene.cast.manager, &number, Command::Acknowledge).await;
        scene.at(80 * HOUR).await;
        assert_eq!(scene.count(UNANSWERED).await, 4, "until somebody takes it");
        assert!(replay_all(&scene.desk.b).await.expect("a replay").differing.is_empty());
    }
}

#[tokio::test]
async fn a_call_for_the_duty_manager_is_owned_also_on_a_type_without_a_ladder() {
    for scene in Scene::all().await {
        scene.save(|own| own.ladder = Vec::new()).await;
        let number = scene.desk.request(&scene.cast.ana, "Blank labels").await;
        let ask = || Command::AskDutyManager { reason: "Trucks wait".into(), told: Vec::new() };
        scene.does(&scene.cast.ana, &number, ask()).await;
        assert_eq!(scene.owner(&number).await, held("Duty manager", "marta", false));
        scene.does(&scene.cast.ana, &number, ask()).await;
        assert_eq!(scene.count(CLIMBED).await, 1, "she is called already");
        scene.at(29 * MINUTE).await;
        assert_eq!(scene.count(UNANSWERED).await, 0);
        scene.at(31 * MINUTE).await;
        assert_eq!((scene.count(CLIMBED).await, scene.count(UNANSWERED).await), (2, 1));
        assert_eq!(scene.owner(&number).await, held("Duty manager", "ada", false), "the next one is asked");
        scene.does(&scene.cast.manager, &number, Command::Acknowledge).await;
        assert_eq!(scene.owner(&number).await, held("Duty manager", "marta", true));
        assert!(replay_all(&scene.desk.b).await.expect("a replay").differing.is_empty());
    }
}

#[tokio::test]
async fn a_call_reaches_somebody_however_often_it_comes_and_whoever_is_there() {
    for scene in Scene::all().await {
        let Scene { desk, cast, admin } = &scene;
        scene.save(|own| own.ladder = Vec::new()).await;
        let number = desk.request(&cast.ana, "Blank labels").await;
        let ask = || Command::AskDutyManager { reason: "Trucks wait".into(), told: Vec::new() };
        scene.does(&cast.ana, &number, ask()).await;
        scene.at(31 * MINUTE).await;
        assert_eq!(scene.owner(&number).await, held("Duty manager", "ada", false), "somebody else is asked");
        scene.does(&cast.ana, &number, ask()).await;
        assert_eq!(scene.owner(&number).await, held("Duty manager", "ada", false), "who still has time");
        scene.does(admin, &number, Command::Acknowledge).await;
        scene.does(&cast.ana, &number, ask()).await;
        assert_eq!(scene.owner(&number).await, held("Duty manager", "ada", false), "whoever has it already");
        assert!(scene.notices(admin).await.len() >= 3, "and hears of it");

        let absence = "INSERT INTO profiles (person_id, version, body, away_from) VALUES ($1, 1, '{}', 0)";
        desk.exec(absence, vec![cast.manager.person_id.clone().into()]).await;
        desk.b.directory_cache.forget();
        let other = desk.request(&cast.ana, "No labels").await;
        scene.does(&cast.ana, &other, ask()).await;
        assert_eq!(scene.owner(&other).await, held("Duty manager", "ada", false), "marta is away");
        let board = routing::board(&desk.b, &cast.lead, "").await.expect("the board");
        let mut cards = board.columns.into_iter().flat_map(|column| column.cards);
        let waits = Why::Waits { rung: "Duty manager".into(), owner: "ada".into() };
        assert_eq!(cards.find(|card| card.number == other).and_then(|card| card.why), Some(waits));
        let page = tickets::request(&desk.b, &cast.ana, &other).await.expect("their page");
        let told = format!("{:?}", page.entries);
        assert!(told.contains("ada") && !told.contains("marta"), "{told}");

        desk.exec("DELETE FROM profiles", vec![]).await;
        desk.exec(absence, vec![admin.person_id.clone().into()]).await;
        desk.b.directory_cache.forget();
        scene.does(&cast.ana, &other, ask()).await;
        assert_eq!(scene.owner(&other).await, held("Duty manager", "marta", false), "ada has left meanwhile");
        scene.does(&cast.ana, &other, ask()).await;
        let page = tickets::request(&desk.b, &cast.ana, &other).await.expect("their page");
        let calls = page.entries.iter().filter_map(|entry| match &entry.body {
            Body::DutyManager { told, .. } => told.first().map(|person| person.name.as_str()),
            _ => None,
        });
        assert_eq!(
            calls.collect::<Vec<_>>(),
            ["marta", "marta", "ada"],
            "whom each call waits for comes first"
        );
        assert!(replay_all(&desk.b).await.expect("a replay").differing.is_empty());
    }
}

#[tokio::test]
async fn what_presses_is_told_to_the_leads_of_the_queue() {
    for scene in Scene::all().await {
        let Scene { desk, cast, .. } = &scene;
        let other = desk.person(Role::Lead, "other@desk.example").await;
        for (lead, team) in [(&cast.lead, "Print"), (&other, "Scan")] {
            let team = vec![lead.person_id.clone().into(), team.into()];
            desk.exec("UPDATE people SET team = $2 WHERE id = $1", team).await;
        }
        desk.b.directory_cache.forget();
        let number = desk.request(&cast.ana, "Blank labels").await;
        let print = Named { id: "print".into(), name: String::new() };
        scene.does(&cast.lead, &number, Command::Move { to: Some(print) }).await;
        let urgent = || Command::MoreUrgent { reason: "Now".into() };
        scene.does(&cast.ana, &number, urgent()).await;
        assert_eq!((scene.notices(&cast.lead).await.len(), scene.notices(&other).await.len()), (1, 0));
        let told = async || {
            let page = tickets::request(&desk.b, &cast.ana, &number).await.expect("their page");
            let told = page.entries.into_iter().find_map(|entry| match entry.body {
                Body::MoreUrgent { told, .. } => Some(told),
                _ => None,
            });
            told.expect("it is said").into_iter().map(|person| person.name).collect::<Vec<_>>()
        };
        assert_eq!(told().await, ["lea"], "they read whom it reached");
        let absence = "INSERT INTO profiles (person_id, version, body, away_from) VALUES ($1, 1, '{}', 0)";
        desk.exec(absence, vec![cast.lead.person_id.clone().into()]).await;
        desk.b.directory_cache.forget();
        scene.does(&cast.ana, &number, urgent()).await;
        assert_eq!(told().await, ["marta"], "lea is away: whoever decides hears of it");
        desk.exec("DELETE FROM profiles", vec![]).await;
        desk.b.directory_cache.forget();
        for _ in 0..20 {
            let empty = Command::MoreUrgent { reason: " ".into() };
            let refused = tickets::change(&desk.b, &cast.ana, &number, None, empty).await;
            assert!(refused.is_err_and(|why| !format!("{why:?}").contains("TooMany")), "nobody was called");
        }
        let number = desk.request(&cast.ana, "In no queue").await;
        scene.does(&cast.ana, &number, urgent()).await;
        assert_eq!((scene.notices(&cast.lead).await.len(), scene.notices(&other).await.len()), (3, 1));
    }
}

#[tokio::test]
async fn a_call_for_the_duty_manager_is_classed_by_who_dealt_with_it() {
    for scene in Scene::all().await {
        let number = scene.desk.request(&scene.cast.ana, "Blank labels").await;
        let ask = Command::AskDutyManager { reason: "Trucks wait".into(), told: Vec::new() };
        scene.does(&scene.cast.ana, &number, ask).await;
        let page = tickets::page(&scene.desk.b, &scene.cast.manager, &number).await.expect("page");
        assert!(page.ladder.to_class);
        let page = tickets::page(&scene.desk.b, &scene.cast.agent, &number).await.expect("page");
        assert!(!page.ladder.to_class, "only for who dealt with it");
        let class = Command::ClassEscalation { avoidable: true, reason: "No update for two days".into() };
        let refused = tickets::change(&scene.desk.b, &scene.cast.agent, &number, None, class.clone()).await;
        assert_eq!(refusal(refused), Error::Forbidden);
        scene.does(&scene.cast.manager, &number, class).await;
        let page = tickets::page(&scene.desk.b, &scene.cast.manager, &number).await.expect("page");
        assert!(!page.ladder.to_class);
        assert_eq!(scene.count("SELECT COUNT(*) FROM entries WHERE kind = 'classed'").await, 1);
        let call = || Command::MoreUrgent { reason: "Still".into() };
        for _ in 0..6 {
            scene.does(&scene.cast.ana, &number, call()).await;
        }
        let refused = tickets::change(&scene.desk.b, &scene.cast.ana, &number, None, call()).await;
        assert!(matches!(refusal(refused), Error::TooMany { .. }), "six in an hour are enough");
        let ask = Command::AskDutyManager { reason: "They still wait".into(), told: Vec::new() };
        scene.does(&scene.cast.ana, &number, ask).await;
    }
}

#[tokio::test]
async fn a_hand_over_reaches_the_next_tier_and_comes_back_when_something_is_missing() {
    for scene in Scene::all().await {
        let Scene { desk, cast, .. } = &scene;
        let number = desk.request(&cast.ana, "Blank labels").await;
        scene.does(&cast.lead, &number, Command::Escalate { hand_over: hand_over() }).await;
        assert_eq!(scene.owner(&number).await, held("Level 2", "ines", false));
        let seen = tickets::request(&desk.b, &cast.ana, &number).await.expect("their page").told;
        assert_eq!(seen, None, "whom colleagues ask is theirs while nothing is late");
        let page =
            tickets::page(&desk.b, &cast.agent, &number).await.expect("page").ladder.held.expect("a rung");
        assert_eq!(page.hand_over, Some(hand_over()));
        assert!(page.mine && !page.made.is_empty(), "the receiver sees every promise made");
        scene.does(&cast.agent, &number, Command::Acknowledge).await;
        assert_eq!(scene.page(&number).await.assignee.map(|own| own.name), Some("ines".into()));
        scene.does(&cast.agent, &number, Command::SendBack { missing: "The firmware version".into() }).await;
        let page = scene.page(&number).await;
        assert_eq!((page.ladder.held, page.assignee.map(|own| own.name)), (None, Some("lea".into())));
        let told = scene.notices(&cast.lead).await;
        assert!(told.iter().any(
            |one| matches!(&one.body, Notice::SentBack { missing, .. } if missing.contains("firmware"))
        ));
        let seen = tickets::request(&desk.b, &cast.ana, &number).await.expect("their page");
        let seen = format!("{seen:?}");
        for secret in ["New driver", "firmware", "Level 2"] {
            assert!(!seen.contains(secret), "customers never see {secret}");
        }
        assert!(replay_all(&desk.b).await.expect("a replay").differing.is_empty());
    }
}

/// The default policy, whose missed replies do `action`.
async fn policy_that(scene: &Scene, action: AlarmAction) {
    let alarm = AlarmRule {
        id: "own".into(),
        promises: Vec::new(),
        when: AlarmWhen::AtDue,
        actions: vec![action],
        round_the_clock: false,
    };
    let directory = scene.desk.b.directory().await.expect("settings");
    let newest = directory.newest_policy("default").expect("a policy");
    let policy = Policy { alarms: vec![alarm], ..newest.as_ref().clone() };
    let draft = PolicyDraft { policy, tier: String::new(), is_default: true, apply: false };
    save_policy(&scene.desk.b, &scene.admin, &draft).await.expect("saved");
}

#[tokio::test]
async fn an_alarm_that_escalates_climbs_one_rung_however_much_is_missed() {
    for scene in Scene::all().await {
        policy_that(&scene, AlarmAction::Escalate).await;
        let number = scene.desk.request(&scene.cast.ana, "Blank labels").await;
        scene.at(4 * HOUR + 1).await;
        assert_eq!(
            scene.owner(&number).await,
            held("Level 2", "ines", false),
            "the next rung, whatever it answers to"
        );
        assert_eq!(scene.count(CLIMBED).await, 1);
    }
}

#[tokio::test]
async fn what_an_alarm_cannot_do_is_shown_and_tried_again() {
    for scene in Scene::all().await {
        let b = &scene.desk.b;
        scene.save(|own| own.ladder.clear()).await;
        policy_that(&scene, AlarmAction::Escalate).await;
        let number = scene.desk.request(&scene.cast.ana, "Blank labels").await;
        scene.at(4 * HOUR + 1).await;
        let failed = actions::failed(b, &scene.cast.lead).await.expect("a list");
        assert_eq!(failed.len(), 1);
        assert_eq!((failed[0].number.as_str(), failed[0].tries), (number.as_str(), 1));
        assert!(failed[0].next.is_some() && failed[0].done.is_none());
        assert_eq!(scene.count("SELECT COUNT(*) FROM entries WHERE kind = 'action_failed'").await, 1);
        assert_eq!(actions::retry(b).await.expect("a round"), 0, "not yet");
        scene.at(4 * HOUR + 6 * MINUTE).await;
        assert_eq!(actions::retry(b).await.expect("a round"), 1);
        assert_eq!(actions::failed(b, &scene.cast.lead).await.expect("a list")[0].tries, 2);
        let ladder = ladder(&scene.cast);
        scene.save(|own| own.ladder = ladder).await;
        scene.at(4 * HOUR + 25 * MINUTE).await;
        assert_eq!(actions::retry(b).await.expect("a round"), 1);
        assert!(actions::failed(b, &scene.cast.lead).await.expect("a list")[0].done.is_some());
        assert_eq!(scene.owner(&number).await, held("Level 2", "ines", false));
        assert_eq!(actions::retry(b).await.expect("a round"), 0, "done is done");
    }
}

#[tokio::test]
async fn notices_wait_for_the_end_of_quiet_hours_and_the_verdict_does_not() {
    for scene in Scene::all().await {
        let (b, manager) = (&scene.desk.b, &scene.cast.manager);
        scene.save(|own| own.ladder.clear()).await;
        // The test begins at ten: quiet from one to three.
        let quiet = Some(Quiet { from: "13:00".into(), to: "15:00".into() });
        notices::save_choices(b, manager, NoticeChoices { quiet, ..NoticeChoices::default() })
            .await
            .expect("kept");
        scene.desk.request(&scene.cast.ana, "Blank labels").await;
        scene.at(4 * HOUR + 1).await;
        assert_eq!(scene.count("SELECT COUNT(*) FROM entries WHERE kind = 'promise_missed'").await, 1);
        assert!(scene.notices(manager).await.is_empty(), "it is 14:00");
        assert_eq!(notices::release(b).await.expect("a round"), 0);
        scene.at(5 * HOUR).await;
        assert_eq!(notices::release(b).await.expect("a round"), 1);
        assert_eq!(notices::release(b).await.expect("a round"), 0, "once");
        assert_eq!(scene.notices(manager).await.len(), 1);
        let off = NoticeChoices { off: vec![NoticeKind::Promise], ..NoticeChoices::default() };
        notices::save_choices(b, manager, off).await.expect("kept");
        scene.desk.request(&scene.cast.bo, "Blank again").await;
        scene.at(10 * HOUR).await;
        assert_eq!(notices::choices(b, manager).await.expect("choices").off, [NoticeKind::Promise]);
        let promises = scene.notices(manager).await;
        let promises = promises.iter().filter(|one| matches!(one.body, Notice::Promise { .. })).count();
        assert_eq!(promises, 1, "the second is not wanted");
    }
}

#[tokio::test]
async fn account_managers_hear_of_a_contract_that_ends_once_for_each_number_of_days() {
    const DAY: i64 = 24 * HOUR;
    const COMPANY: &str =
        "INSERT INTO organisations (id, name, name_norm, time_zone, account_manager_id, created_at)
      VALUES ('quill', 'Quill Foods', 'quill foods', 'Etc/UTC', $1, 0)";
    const CONTRACT: &str =
        "INSERT INTO contracts (id, organisation_id, name, policy_id, ticket_types, products, starts_at,
      ends_at, version) VALUES ('gold', 'quill', 'Gold support', 'default', '[]', '[]', 0, $1, 1)";
    for scene in Scene::all().await {
        let Scene { desk, cast, admin } = &scene;
        desk.exec(COMPANY, vec![cast.lead.person_id.as_str().into()]).await;
        desk.exec(CONTRACT, vec![(START.0 + 40 * DAY).into()]).await;
        let heard = async |day: i64| {
            desk.clock.set(Instant(START.0 + day * DAY));
            tell_of_ending_contracts(&desk.b).await.expect("a round");
            let told = scene.notices(&cast.lead).await;
            told.iter()
                .filter_map(|one| match &one.body {
                    Notice::ContractEnds { days, .. } => Some(*days),
                    _ => None,
                })
                .collect::<Vec<_>>()
        };
        assert!(heard(9).await.is_empty());
        assert_eq!(heard(10).await, [30]);
        assert_eq!(heard(11).await, [30], "once");
        assert_eq!(heard(34).await, [6, 30], "the round of the seventh day was missed");
        assert_eq!(heard(35).await, [6, 30]);
        let refused = save_contract_alarms(&desk.b, admin, 0, "soon").await;
        assert_eq!(refusal(refused), Error::field("days", Problem::NotANumber));
        save_contract_alarms(&desk.b, admin, 0, "5").await.expect("kept");
        assert_eq!(heard(36).await, [4, 6, 30]);
        let stale = save_contract_alarms(&desk.b, admin, 0, "3").await;
        assert_eq!(refusal(stale), Error::Conflict(Vec::new()));
    }
}
