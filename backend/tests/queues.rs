//! Queues as managers set them up: what comes to them, who works in them, and how they go, on both databases.

#![expect(clippy::expect_used, reason = "helpers of tests fail as tests do")]

mod common;
mod letters;

use backend::routing::{self, remove_queue};
use backend::tickets::{self, Requester};
use backend::{Backend, Outcome};
use common::desk::{Desk, desks, new_ticket, refusal};
use domain::access::Role;
use domain::error::Problem;
use domain::routing::agent::Profile;
use domain::routing::queue::QueueDraft;
use domain::routing::rule::{Rule, Rules, Then, When};
use domain::routing::view::{Placing, ProfileDraft, QueueView, Trace};
use domain::tickets::decide::{AfterReply, Command, NewTicket};
use domain::tickets::entry::Body;
use domain::{Error, Viewer};
use letters::{arrive, letter, reading};

const PRODUCT: &str = "INSERT INTO products (id, name, blurb, icon, position, versions) VALUES ('label', 'Label', '', '', 1, '[]')";

async fn admin(desk: &Desk) -> Viewer {
    desk.person(Role::Admin, "ada@desk.example").await
}

fn draft(id: &str, name: &str) -> QueueDraft {
    QueueDraft { id: id.into(), name: name.into(), team: "Print".into(), ..QueueDraft::default() }
}

/// Saves the queue, read just before.
async fn save_queue(b: &Backend, v: &Viewer, draft: QueueDraft) -> Outcome<String> {
    let page = routing::rules(b, v).await?;
    let seen = page.queues.iter().find(|queue| queue.id == draft.id).map(QueueView::draft);
    routing::save_queue(b, v, seen.unwrap_or_default(), draft).await
}

async fn queues(desk: &Desk, v: &Viewer) -> Vec<QueueView> {
    routing::rules(&desk.b, v).await.expect("a page").queues
}

/// The trace of the ticket and the name of its queue.
async fn way(desk: &Desk, v: &Viewer, number: &str) -> (Option<Trace>, Option<String>) {
    let page = tickets::page(&desk.b, v, number).await.expect("a page");
    let trace = page.entries.into_iter().find_map(|entry| match entry.body {
        Body::Routed(trace) => Some(trace),
        _ => None,
    });
    (trace, page.queue.map(|queue| queue.name))
}

async fn rule_to(desk: &Desk, admin: &Viewer, word: &str, queue: &str) {
    let version = routing::rules(&desk.b, admin).await.expect("a page").rules.version;
    let when = When { words: vec![word.into()], ..When::default() };
    let then = Then { queue: Some(queue.into()), ..Then::default() };
    let rules = vec![Rule { name: "Fire".into(), when, then, ..Rule::default() }];
    routing::save_rules(&desk.b, admin, Rules { version, rules }).await.expect("saved");
}

#[tokio::test]
async fn a_queue_begins_is_changed_and_serves_its_products() {
    for desk in desks().await {
        let (cast, admin) = (desk.cast().await, admin(&desk).await);
        desk.exec(PRODUCT, vec![]).await;
        desk.b.directory_cache.forget();
        let new = QueueDraft { products: vec!["label".into()], ..draft("", " Scanning ") };
        let id = save_queue(&desk.b, &admin, new.clone()).await.expect("a queue");
        let all = queues(&desk, &admin).await;
        assert_eq!(all.iter().map(|own| own.name.as_str()).collect::<Vec<_>>(), ["Printing", "Scanning"]);
        assert_eq!((all[1].products.as_slice(), all[1].hands_out), (["label".to_owned()].as_slice(), false));
        let ask = NewTicket { product: Some("label".into()), ..new_ticket("It does not scan") };
        let number =
            tickets::create(&desk.b, &cast.ana, &Requester::Myself, ask).await.expect("a ticket").number;
        assert_eq!(way(&desk, &cast.agent, &number).await, (None, Some("Scanning".into())));

        let took = QueueDraft { products: vec!["label".into()], ..draft("print", "Labels") };
        save_queue(&desk.b, &admin, took).await.expect("saved");
        let all = queues(&desk, &admin).await;
        assert_eq!((all[0].name.as_str(), all[0].products.len(), all[1].products.len()), ("Labels", 1, 0));

        let stale = QueueDraft { hands_out: true, ..draft("print", "Labels") };
        let stale = routing::save_queue(&desk.b, &admin, stale, draft("print", "Mine")).await;
        assert_eq!(refusal(stale), Error::Conflict(Vec::new()), "of two at once the second is told");
        let again = save_queue(&desk.b, &admin, new).await;
        assert_eq!(refusal(again), Error::field("name", Problem::Taken));
        let gone = save_queue(&desk.b, &admin, draft("gone", "Somewhere")).await;
        assert_eq!(refusal(gone), Error::NotFound);
        for v in [&cast.agent, &cast.ana] {
            assert_ne!(refusal(save_queue(&desk.b, v, draft(&id, "Mine")).await), Error::NotFound);
            assert!(remove_queue(&desk.b, v, &id).await.is_err());
        }
    }
}

#[tokio::test]
async fn one_queue_takes_what_nothing_else_places() {
    for desk in desks().await {
        let (cast, admin) = (desk.cast().await, admin(&desk).await);
        let number = desk.request(&cast.ana, "Anything").await;
        assert_eq!(way(&desk, &cast.agent, &number).await, (None, None));
        let id = save_queue(&desk.b, &admin, draft("", "Front desk")).await.expect("a queue");
        for (queue, name) in [("print", "Printing"), (id.as_str(), "Front desk")] {
            let rest = QueueDraft { takes_rest: true, ..draft(queue, name) };
            save_queue(&desk.b, &admin, rest).await.expect("saved");
            let number = desk.request(&cast.ana, "Anything").await;
            let (trace, placed) = way(&desk, &cast.agent, &number).await;
            assert_eq!((trace.map(|trace| trace.placed), placed), (Some(Placing::Rest), Some(name.into())));
        }
        let takes: Vec<bool> = queues(&desk, &admin).await.iter().map(|queue| queue.takes_rest).collect();
        assert_eq!(takes, [false, true], "one at most");
        rule_to(&desk, &admin, "smoke", "print").await;
        let number = desk.request(&cast.ana, "Smoke!").await;
        assert_eq!(
            way(&desk, &cast.agent, &number).await.1.as_deref(),
            Some("Printing"),
            "a rule comes first"
        );
    }
}

#[tokio::test]
async fn a_mailbox_leads_to_its_queue_unless_a_rule_takes_what_came() {
    for (desk, cast) in reading().await {
        let admin = admin(&desk).await;
        let id = save_queue(&desk.b, &admin, draft("", "Fire brigade")).await.expect("a queue");
        save_queue(&desk.b, &admin, QueueDraft { takes_rest: true, ..draft(&id, "Fire brigade") })
            .await
            .expect("saved");
        rule_to(&desk, &admin, "smoke", &id).await;
        let mail = async |about: &str| {
            let raw = letter("Ana <ana@quill.example>", about).raw();
            let number = arrive(&desk.b, "support", raw).await.number.expect("a ticket");
            let (trace, queue) = way(&desk, &cast.agent, &number).await;
            (trace.map(|trace| trace.placed), queue.expect("a queue"))
        };
        assert_eq!(mail("Blank labels").await, (Some(Placing::Mailbox), "Printing".into()));
        assert_eq!(mail("Smoke from the printer").await.1, "Fire brigade");
    }
}

#[tokio::test]
async fn a_queue_goes_once_nothing_is_open_in_it_and_nothing_leads_to_it() {
    for (desk, _) in reading().await {
        let admin = admin(&desk).await;
        let used = remove_queue(&desk.b, &admin, "print").await;
        assert_eq!(refusal(used), Error::field("queue", Problem::QueueUsed("support, sales".into())));
    }
    for desk in desks().await {
        let (cast, admin) = (desk.cast().await, admin(&desk).await);
        rule_to(&desk, &admin, "smoke", "print").await;
        let number = desk.request(&cast.ana, "Smoke!").await;
        let used = remove_queue(&desk.b, &admin, "print").await;
        assert_eq!(refusal(used), Error::field("queue", Problem::QueueUsed("Fire".into())));
        routing::save_rules(&desk.b, &admin, Rules { version: 1, rules: Vec::new() }).await.expect("saved");
        let used = remove_queue(&desk.b, &admin, "print").await;
        assert_eq!(refusal(used), Error::field("queue", Problem::HasOpenWork));
        let solve =
            Command::Reply { text: "Out.".into(), after: AfterReply::Solve, plan: None, next_contact: None };
        tickets::change(&desk.b, &cast.agent, &number, None, solve).await.expect("solved");
        remove_queue(&desk.b, &admin, "print").await.expect("gone");
        assert_eq!(queues(&desk, &admin).await, []);
        assert_eq!(refusal(remove_queue(&desk.b, &admin, "print").await), Error::NotFound);
        let back = Command::CustomerMessage { text: "It burns again".into() };
        tickets::change(&desk.b, &cast.ana, &number, None, back).await.expect("open again");
        let page = tickets::page(&desk.b, &cast.agent, &number).await.expect("a page");
        assert!(page.status.is_active() && page.queue.is_none());
    }
}

#[tokio::test]
async fn without_queues_and_teams_people_still_take_what_is_next() {
    for desk in desks().await {
        let (cast, admin) = (desk.cast().await, admin(&desk).await);
        let number = desk.request(&cast.ana, "Anything").await;
        let next = routing::next(&desk.b, &cast.agent).await.expect("an answer").expect("the only one");
        assert_eq!(next.number, number, "they are in no team");
        let people = |page: Vec<QueueView>| page[0].people;
        assert_eq!(people(queues(&desk, &admin).await), 0);
        let profile = |team: &str, seen| ProfileDraft {
            person: cast.agent.person_id.clone(),
            seen,
            team: team.into(),
            profile: Profile::default(),
        };
        routing::save_profile(&desk.b, &cast.lead, profile(" Print ", 0)).await.expect("in a team");
        assert_eq!(people(queues(&desk, &admin).await), 1);
        let known = routing::agents(&desk.b, &admin).await.expect("a page");
        assert_eq!(known.teams, ["Print"]);
        let long = routing::save_profile(&desk.b, &cast.lead, profile(&"x".repeat(81), 1)).await;
        assert_eq!(refusal(long), Error::field("team", Problem::TooLong { max: 80 }));
        let alone = ProfileDraft { person: admin.person_id.clone(), ..profile("Print", 0) };
        routing::save_profile(&desk.b, &admin, alone).await.expect("in a team");
        assert_eq!(people(queues(&desk, &admin).await), 2, "where the admin does the work, too");
        let nowhere = ProfileDraft { person: admin.person_id.clone(), ..profile("", 1) };
        routing::save_profile(&desk.b, &admin, nowhere).await.expect("in none");
        routing::save_profile(&desk.b, &cast.lead, profile("", 1)).await.expect("in none");
        assert_eq!(people(queues(&desk, &admin).await), 0);
    }
}
