//! Rules, handing out, pulling and workloads, on both databases.

#![expect(clippy::expect_used, reason = "helpers of tests fail as tests do")]

mod common;

use backend::routing::{self, differing};
use backend::tickets::{self, Requester};
use common::desk::{Cast, Desk, desks, new_ticket, refusal};
use domain::access::Role;
use domain::routing::Skill;
use domain::routing::agent::{Absence, Profile};
use domain::routing::hand_out::{Because, Unfit};
use domain::routing::rule::{Doubt, Rule, Rules, Said, Then, When};
use domain::routing::view::{AbsenceDraft, ProfileDraft, Trace};
use domain::tickets::decide::{AfterReply, Command};
use domain::tickets::entry::{Answer, Body, Named};
use domain::tickets::{Priority, Status};
use domain::{Error, Viewer};

const TEAM: &str = "UPDATE people SET team = 'Print' WHERE role IN ('agent', 'lead')";
const SECOND_QUEUE: &str =
    "INSERT INTO queues (id, name, team, position) VALUES ('scan', 'Scanning', 'Scan', 2)";
const PRODUCT: &str = "INSERT INTO products (id, name, blurb, icon, position, versions) VALUES ('label', 'Label', '', '', 1, '[]')";
const SERVED: &str = "INSERT INTO queue_products (product_id, queue_id) VALUES ('label', 'print')";

/// A desk with two queues, a product of the first, an agent and a lead in the first one's team, and an admin.
async fn staffed(desk: &Desk) -> (Cast, Viewer) {
    let cast = desk.cast().await;
    let admin = desk.person(Role::Admin, "ada@desk.example").await;
    for sql in [TEAM, SECOND_QUEUE, PRODUCT, SERVED] {
        desk.exec(sql, vec![]).await;
    }
    desk.b.directory_cache.forget();
    (cast, admin)
}

fn rule(name: &str, words: &[&str], then: Then) -> Rule {
    let words = words.iter().map(|word| (*word).to_owned()).collect();
    Rule { name: name.into(), when: When { words, ..When::default() }, then, ..Rule::default() }
}

fn queue(id: &str) -> Then {
    Then { queue: Some(id.into()), ..Then::default() }
}

async fn save(desk: &Desk, admin: &Viewer, rules: Vec<Rule>) {
    let version = routing::rules(&desk.b, admin).await.expect("a page").rules.version;
    routing::save_rules(&desk.b, admin, Rules { version, rules }).await.expect("saved");
}

/// A request for the product about `subject`.
async fn request(desk: &Desk, v: &Viewer, subject: &str) -> String {
    let new = domain::tickets::decide::NewTicket { product: Some("label".into()), ..new_ticket(subject) };
    tickets::create(&desk.b, v, &Requester::Myself, new).await.expect("a ticket").number
}

async fn trace(desk: &Desk, v: &Viewer, number: &str) -> Option<Trace> {
    let page = tickets::page(&desk.b, v, number).await.expect("a page");
    page.entries.into_iter().find_map(|entry| match entry.body {
        Body::Routed(trace) => Some(trace),
        _ => None,
    })
}

async fn owner(desk: &Desk, v: &Viewer, number: &str) -> Option<String> {
    tickets::page(&desk.b, v, number).await.expect("a page").assignee.map(|named| named.id)
}

async fn agree(desk: &Desk) {
    assert_eq!(
        differing(&desk.b).await.expect("a count"),
        Vec::<String>::new(),
        "loads are what tickets say"
    );
}

#[tokio::test]
async fn what_was_saved_once_is_not_refused_when_its_answer_was_lost() {
    for desk in desks().await {
        let (_, admin) = staffed(&desk).await;
        let rules = Rules { version: 0, rules: vec![rule("Money", &["invoice"], queue("print"))] };
        assert_eq!(routing::save_rules(&desk.b, &admin, rules.clone()).await.expect("saved"), 1);
        assert_eq!(routing::save_rules(&desk.b, &admin, rules.clone()).await.expect("known"), 1);
        let other = desk.person(Role::Admin, "eva@desk.example").await;
        let late = routing::save_rules(&desk.b, &other, rules).await;
        assert_eq!(refusal(late), Error::Conflict(Vec::new()), "hers are somebody else's");
        let absence = Absence { from: desk.b.clock.now(), until: None, stand_in: None };
        let draft = AbsenceDraft { person: admin.person_id.clone(), seen: 0, absence: Some(absence) };
        routing::save_absence(&desk.b, &admin, draft.clone()).await.expect("away");
        routing::save_absence(&desk.b, &admin, draft.clone()).await.expect("known");
        let back = routing::save_absence(&desk.b, &admin, AbsenceDraft { absence: None, ..draft }).await;
        assert_eq!(refusal(back), Error::Conflict(Vec::new()));
        let saved = "SELECT COUNT(*) FROM audit WHERE action IN ('routing.rules_saved', 'profile.saved')";
        assert_eq!(desk.number(saved).await, 2);
    }
}

#[tokio::test]
async fn a_rule_places_a_ticket_and_raises_it_and_its_promises_follow() {
    for desk in desks().await {
        let (cast, admin) = staffed(&desk).await;
        let plain = request(&desk, &cast.ana, "Blank labels").await;
        assert_eq!(trace(&desk, &cast.agent, &plain).await, None, "no rules: nothing to explain");
        let then = Then { priority: Some(Priority::Urgent), ..queue("scan") };
        save(
            &desk,
            &admin,
            vec![rule("Money", &["invoice"], queue("print")), rule("Fire", &["smoke"], then)],
        )
        .await;
        let number = request(&desk, &cast.ana, "Smoke from the printer").await;
        let page = tickets::page(&desk.b, &cast.agent, &number).await.expect("a page");
        assert_eq!(page.queue.as_ref().map(|queue| queue.id.as_str()), Some("scan"));
        assert_eq!(page.priority, Priority::Urgent);
        let way = trace(&desk, &cast.agent, &number).await.expect("a trace");
        let looked: Vec<_> = way.looked.iter().map(|one| (one.rule.as_str(), one.failed.is_none())).collect();
        assert_eq!(looked, [("Money", false), ("Fire", true)]);
        let request = tickets::request(&desk.b, &cast.ana, &number).await.expect("the customer's page");
        assert!(!format!("{request:?}").contains("Fire"), "customers do not read why");
        let usual = request_in(&desk, &cast, "Nothing special").await;
        assert_eq!(usual.as_deref(), Some("print"), "no rule takes it: the product's queue");
        let checked = backend::promises::check::replay_all(&desk.b).await.expect("a replay");
        assert_eq!(checked.differing, Vec::<String>::new());
    }
}

async fn request_in(desk: &Desk, cast: &Cast, subject: &str) -> Option<String> {
    let number = request(desk, &cast.ana, subject).await;
    tickets::page(&desk.b, &cast.agent, &number).await.expect("a page").queue.map(|queue| queue.id)
}

#[tokio::test]
async fn answers_decide_where_a_ticket_goes() {
    for desk in desks().await {
        let (cast, admin) = staffed(&desk).await;
        let said = Said { question: "How many docks?".into(), answer: "all".into() };
        let when = When { answers: vec![said], ..When::default() };
        let rule = Rule { name: "All docks".into(), when, then: queue("scan"), ..Rule::default() };
        let draft = Rules { version: 0, rules: vec![rule.clone()] };
        let known = routing::rules(&desk.b, &admin).await.expect("a page").known();
        assert!(draft.doubts(&known).iter().any(|doubt| matches!(doubt, Doubt::NobodyAsks { .. })));
        save(&desk, &admin, vec![rule]).await;
        for (value, place) in [("One", "print"), ("All", "scan")] {
            let answer = Answer {
                question: "docks".into(),
                label: "How many docks?".into(),
                value: value.into(),
                flow: None,
            };
            let new = domain::tickets::decide::NewTicket {
                product: Some("label".into()),
                answers: vec![answer],
                ..new_ticket("Docks do not answer")
            };
            let number =
                tickets::create(&desk.b, &cast.ana, &Requester::Myself, new).await.expect("a ticket").number;
            let page = tickets::page(&desk.b, &cast.agent, &number).await.expect("a page");
            assert_eq!(page.queue.map(|queue| queue.id).as_deref(), Some(place), "{value}");
        }
    }
}

#[tokio::test]
async fn rules_are_for_admins_and_of_two_at_once_the_second_is_told() {
    for desk in desks().await {
        let (cast, admin) = staffed(&desk).await;
        let rules = Rules { version: 0, rules: vec![rule("Fire", &["smoke"], queue("scan"))] };
        let refused = routing::save_rules(&desk.b, &cast.lead, rules.clone()).await;
        assert_eq!(refusal(refused), Error::Forbidden);
        assert_eq!(refusal(routing::rules(&desk.b, &cast.ana).await), Error::Forbidden);
        assert_eq!(routing::save_rules(&desk.b, &admin, rules.clone()).await.expect("saved"), 1);
        let others = Rules { version: 0, rules: vec![rule("Ice", &["frost"], queue("scan"))] };
        let second = routing::save_rules(&desk.b, &admin, others).await;
        assert!(matches!(refusal(second), Error::Conflict(_)));
        let nowhere = Rules { version: 1, rules: vec![rule("Idle", &["x"], Then::default())] };
        assert!(matches!(refusal(routing::save_rules(&desk.b, &admin, nowhere).await), Error::Invalid(_)));
        let page = routing::rules(&desk.b, &cast.agent).await.expect("agents read them");
        assert_eq!((page.rules.version, page.rules.rules.len()), (1, 1));
        assert_eq!(page.saved.map(|(by, _)| by).as_deref(), Some("ada"));
    }
}

#[tokio::test]
async fn a_dry_run_says_what_would_have_changed_and_changes_nothing() {
    for desk in desks().await {
        let (cast, admin) = staffed(&desk).await;
        let smoke = request(&desk, &cast.ana, "Smoke from the printer").await;
        request(&desk, &cast.ana, "Blank labels").await;
        request(&desk, &cast.bo, "An invoice is wrong").await;
        let before = desk.number("SELECT COUNT(*) FROM entries").await;
        let rules =
            vec![rule("Fire", &["smoke"], queue("scan")), rule("Money", &["invoice"], queue("print"))];
        let run = routing::dry_run(&desk.b, &admin, Rules { version: 0, rules }).await.expect("a dry run");
        assert_eq!((run.looked, run.taken.as_slice(), run.untouched), (3, [1, 1].as_slice(), 1));
        let [row] = run.rows.as_slice() else { panic!("{:?}", run.rows) };
        assert_eq!((&row.number, row.rule.as_deref()), (&smoke, Some("Fire")));
        assert_eq!(row.queue, Some(("Printing".into(), "Scanning".into())), "the invoice stays where it is");
        assert_eq!(desk.number("SELECT COUNT(*) FROM entries").await, before);
    }
}

#[tokio::test]
async fn two_agents_share_what_comes_in_by_their_limits() {
    for desk in desks().await {
        let (cast, admin) = staffed(&desk).await;
        desk.hand_out(&admin, false).await;
        let half = Profile { limit: 6, ..Profile::default() };
        let draft = ProfileDraft {
            person: cast.lead.person_id.clone(),
            seen: 0,
            team: "Print".into(),
            profile: half,
        };
        routing::save_profile(&desk.b, &admin, draft).await.expect("saved");
        let mut given = [0, 0];
        for turn in 0..9 {
            let number = request(&desk, &cast.ana, &format!("Blank labels {turn}")).await;
            let owner = owner(&desk, &cast.agent, &number).await.expect("an owner");
            given[usize::from(owner == cast.lead.person_id)] += 1;
        }
        assert_eq!(given, [6, 3], "twelve and six they carry");
        let notices = tickets::notices::list(&desk.b, &cast.agent, None).await.expect("notices");
        assert_eq!(notices.len(), 6, "each owner is told of each");
        agree(&desk).await;
    }
}

#[tokio::test]
async fn skills_absence_and_full_hands_decide_and_the_trace_names_them() {
    for desk in desks().await {
        let (cast, admin) = staffed(&desk).await;
        desk.hand_out(&admin, true).await;
        let lasers = Skill { name: "Lasers".into(), level: 2 };
        let then = Then { skills: vec![lasers.clone()], ..Then::default() };
        let profile = Profile { skills: vec![lasers], ..Profile::default() };
        let draft =
            ProfileDraft { person: cast.lead.person_id.clone(), seen: 0, team: "Print".into(), profile };
        routing::save_profile(&desk.b, &admin, draft).await.expect("saved");
        save(&desk, &admin, vec![rule("Lasers", &["laser"], then)]).await;
        let number = request(&desk, &cast.ana, "The laser is dim").await;
        let way = trace(&desk, &cast.agent, &number).await.expect("a trace");
        let given = way.given.expect("an owner");
        assert_eq!((given.to.id.as_str(), given.because), (cast.lead.person_id.as_str(), Because::Only));
        let lacking = way.considered.iter().find(|one| one.who.id == cast.agent.person_id);
        assert_eq!(lacking.and_then(|one| one.unfit.clone()), Some(Unfit::Skill("Lasers".into())));

        let plain = request(&desk, &cast.ana, "Blank labels").await;
        let way = trace(&desk, &cast.agent, &plain).await.expect("a trace");
        assert_eq!(way.given.map(|given| given.because), Some(Because::Familiar), "who knows ana keeps her");

        let away = Absence { from: desk.b.clock.now(), until: None, stand_in: None };
        let draft = AbsenceDraft { person: cast.lead.person_id.clone(), seen: 1, absence: Some(away) };
        routing::save_absence(&desk.b, &cast.lead, draft).await.expect("of oneself");
        let number = request(&desk, &cast.ana, "The laser is dark").await;
        let way = trace(&desk, &cast.agent, &number).await.expect("a trace");
        assert_eq!(way.given, None, "nobody can");
        assert_eq!(owner(&desk, &cast.agent, &number).await, None);
        agree(&desk).await;
    }
}

#[tokio::test]
async fn whatever_happens_to_tickets_loads_stay_true() {
    for desk in desks().await {
        let (cast, _) = staffed(&desk).await;
        let number = request(&desk, &cast.ana, "Blank labels").await;
        let named = |v: &Viewer| Some(Named { id: v.person_id.clone(), name: v.name.clone() });
        let reply = |after| Command::Reply { text: "Done.".into(), after, plan: None, next_contact: None };
        let commands = [
            Command::Assign { to: named(&cast.agent) },
            Command::SetPriority { to: Priority::Urgent, reason: None },
            reply(AfterReply::Wait),
            Command::Assign { to: named(&cast.lead) },
            reply(AfterReply::Solve),
            Command::SetStatus { to: Status::Open, reason: None, review_at: None },
            Command::Assign { to: None },
        ];
        for command in commands {
            tickets::change(&desk.b, &cast.agent, &number, None, command).await.expect("a change");
            agree(&desk).await;
        }
        let rows = "SELECT COUNT(*) FROM workloads WHERE tickets <> 0 OR weight <> 0";
        assert_eq!(desk.number(rows).await, 0);
    }
}

#[tokio::test]
async fn the_next_ticket_is_the_most_pressing_one_that_fits() {
    for desk in desks().await {
        let (cast, admin) = staffed(&desk).await;
        let then = Then { skills: vec![Skill { name: "Lasers".into(), level: 1 }], ..Then::default() };
        save(&desk, &admin, vec![rule("Lasers", &["laser"], then)]).await;
        request(&desk, &cast.ana, "The laser is dim").await;
        let urgent = request(&desk, &cast.bo, "Everything stands still").await;
        let raise = Command::SetPriority { to: Priority::Urgent, reason: None };
        tickets::change(&desk.b, &cast.lead, &urgent, None, raise).await.expect("raised");
        let taken = routing::next(&desk.b, &cast.agent).await.expect("an answer").expect("a ticket");
        assert_eq!(taken.number, urgent);
        assert_eq!(owner(&desk, &cast.agent, &urgent).await, Some(cast.agent.person_id.clone()));
        let nothing = routing::next(&desk.b, &cast.agent).await.expect("an answer");
        assert_eq!(nothing, None, "the laser asks for a skill that they have not");
        assert_eq!(refusal(routing::next(&desk.b, &cast.ana).await), Error::Forbidden);
    }
}

#[tokio::test]
async fn profiles_are_for_leads_and_of_two_at_once_the_second_is_told() {
    for desk in desks().await {
        let (cast, _) = staffed(&desk).await;
        let draft = |seen| ProfileDraft {
            person: cast.agent.person_id.clone(),
            seen,
            team: String::new(),
            profile: Profile { limit: 3, ..Profile::default() },
        };
        assert_eq!(refusal(routing::save_profile(&desk.b, &cast.agent, draft(0)).await), Error::Forbidden);
        routing::save_profile(&desk.b, &cast.lead, draft(0)).await.expect("saved");
        let other = ProfileDraft { profile: Profile { limit: 4, ..Profile::default() }, ..draft(0) };
        let second = routing::save_profile(&desk.b, &cast.lead, other).await;
        assert!(matches!(refusal(second), Error::Conflict(_)));
        let stranger = ProfileDraft { person: cast.ana.person_id.clone(), ..draft(0) };
        assert_eq!(refusal(routing::save_profile(&desk.b, &cast.lead, stranger).await), Error::NotFound);
        let others = AbsenceDraft { person: cast.lead.person_id.clone(), seen: 0, absence: None };
        assert_eq!(refusal(routing::save_absence(&desk.b, &cast.agent, others).await), Error::Forbidden);
        let page = routing::agents(&desk.b, &cast.agent).await.expect("a page");
        let own = page.agents.iter().find(|one| one.who.id == cast.agent.person_id).expect("a row");
        assert_eq!((own.profile.limit, own.version), (3, 1));
    }
}
