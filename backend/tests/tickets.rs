//! Tickets as use cases: made, changed, refused, listed, read by those who may, on both databases.

#![expect(clippy::expect_used, reason = "helpers of tests fail as tests do")]

mod common;

use backend::Viewer;
use backend::tickets::{self, Requester};
use common::desk::{Desk, desks, new_ticket, refusal};
use domain::Error;
use domain::promises::PromiseKind;
use domain::tickets::Status;
use domain::tickets::decide::{AfterReply, Command, NewTicket};
use domain::tickets::entry::{Body, Named, PolicyReason};
use domain::tickets::view::RequestFilter;
use domain::tickets::view::{ClockState, LIST_PAGE, TicketPage};

const HOUR: i64 = 3_600_000;

fn reply(text: &str) -> Command {
    Command::Reply { text: text.into(), after: AfterReply::Wait, plan: None, next_contact: None }
}

async fn page(desk: &Desk, v: &Viewer, number: &str) -> TicketPage {
    tickets::page(&desk.b, v, number).await.expect("the page")
}

fn kinds(page: &TicketPage) -> Vec<&'static str> {
    page.entries.iter().map(|entry| entry.body.code()).collect()
}

#[tokio::test]
async fn a_request_gets_a_number_a_policy_and_its_promises() {
    for desk in desks().await {
        let cast = desk.cast().await;
        let number = desk.request(&cast.ana, "Blank labels").await;
        assert_eq!(number, "CW-10001");
        assert_eq!(desk.request(&cast.ana, "Another").await, "CW-10002");
        let page = page(&desk, &cast.agent, &number).await;
        assert_eq!(kinds(&page), ["created", "policy_chosen"]);
        let Body::PolicyChosen { reason, .. } = &page.entries[1].body else { panic!("the policy's reason") };
        assert_eq!(*reason, PolicyReason::Default);
        let due = |kind| {
            page.promises.iter().find(|p| p.kind == kind).and_then(|p| p.clock.due).expect("a due time")
        };
        assert_eq!(due(PromiseKind::FirstReply).ms_since(page.now), 4 * HOUR);
        assert_eq!(due(PromiseKind::Resolution).ms_since(page.now), 48 * HOUR);
    }
}

#[tokio::test]
async fn what_is_not_yours_does_not_exist() {
    for desk in desks().await {
        let cast = desk.cast().await;
        let number = desk.request(&cast.ana, "Blank labels").await;
        tickets::change(&desk.b, &cast.agent, &number, None, Command::Note { text: "xyzzy secret".into() })
            .await
            .expect("a note");
        tickets::change(&desk.b, &cast.agent, &number, None, reply("Try 7.3.9")).await.expect("a reply");

        assert_eq!(refusal(tickets::request(&desk.b, &cast.bo, &number).await), Error::NotFound);
        assert_eq!(refusal(tickets::request(&desk.b, &cast.bo, "CW-99999").await), Error::NotFound);
        assert_eq!(refusal(tickets::page(&desk.b, &cast.ana, &number).await), Error::Forbidden);
        let message = Command::CustomerMessage { text: "Hello".into() };
        assert_eq!(
            refusal(tickets::change(&desk.b, &cast.bo, &number, None, message).await),
            Error::NotFound
        );
        assert!(
            tickets::requests(&desk.b, &cast.bo, &RequestFilter { all: true, ..Default::default() }, None)
                .await
                .expect("a list")
                .rows
                .is_empty()
        );
        assert_eq!(refusal(tickets::timeline(&desk.b, &cast.bo, &number, 100).await), Error::NotFound);

        let mine = tickets::request(&desk.b, &cast.ana, &number).await.expect("my own");
        let payload = format!("{mine:?}");
        assert!(payload.contains("Try 7.3.9") && !payload.contains("xyzzy"), "{payload}");
    }
}

#[tokio::test]
async fn a_reply_keeps_the_promise_and_says_so() {
    for desk in desks().await {
        let cast = desk.cast().await;
        let number = desk.request(&cast.ana, "Blank labels").await;
        desk.clock.advance(21 * 60_000);
        tickets::change(&desk.b, &cast.agent, &number, None, reply("Try 7.3.9")).await.expect("a reply");
        let after = page(&desk, &cast.agent, &number).await;
        assert_eq!(after.status, Status::Waiting);
        let first = after.promises.iter().find(|p| p.kind == PromiseKind::FirstReply).expect("a first reply");
        assert_eq!((first.clock.state, first.clock.fixed_ms), (ClockState::Kept, 21 * 60_000));
        assert_eq!(kinds(&after), ["created", "policy_chosen", "message", "status", "promise_kept"]);
        let kept = "SELECT COUNT(*) FROM promises WHERE kind = 'first_reply' AND state = 'kept'";
        assert_eq!(desk.number(kept).await, 1);
    }
}

#[tokio::test]
async fn an_open_ticket_needs_a_next_contact() {
    for desk in desks().await {
        let cast = desk.cast().await;
        let number = desk.request(&cast.ana, "Blank labels").await;
        let open = |next_contact| Command::Reply {
            text: "Looking".into(),
            after: AfterReply::KeepOpen,
            plan: None,
            next_contact,
        };
        let refused = refusal(tickets::change(&desk.b, &cast.agent, &number, None, open(None)).await);
        assert_eq!(refused, Error::field("next_contact", domain::error::Problem::Required));
        let due = page(&desk, &cast.agent, &number).await.contact_choices[0].at.at;
        tickets::change(&desk.b, &cast.agent, &number, None, open(Some(due))).await.expect("a reply");
        let told = tickets::request(&desk.b, &cast.ana, &number).await.expect("the request");
        assert_eq!(told.next_contact.and_then(|promise| promise.clock.due), Some(due));
    }
}

#[tokio::test]
async fn a_stale_write_is_refused_and_shows_what_changed() {
    for desk in desks().await {
        let cast = desk.cast().await;
        let number = desk.request(&cast.ana, "Blank labels").await;
        let seen = page(&desk, &cast.agent, &number).await.version;
        let more = Command::CustomerMessage { text: "Dock 4 as well".into() };
        tickets::change(&desk.b, &cast.ana, &number, None, more).await.expect("a message");
        let Error::Conflict(news) =
            refusal(tickets::change(&desk.b, &cast.agent, &number, Some(seen), reply("Hi")).await)
        else {
            panic!("must be a conflict")
        };
        assert_eq!(news.len(), 1);
        assert_eq!(news[0].by, "ana");
        assert_eq!(news[0].body, Body::message("Dock 4 as well"));
        let now = page(&desk, &cast.agent, &number).await.version;
        tickets::change(&desk.b, &cast.agent, &number, Some(now), reply("Hi")).await.expect("a fresh write");
    }
}

#[tokio::test]
async fn the_desks_own_entries_make_no_write_stale() {
    for desk in desks().await {
        let cast = desk.cast().await;
        let number = desk.request(&cast.ana, "Blank labels").await;
        let seen = page(&desk, &cast.agent, &number).await.version;
        desk.clock.advance(5 * HOUR);
        backend::promises::timers::wake_due(&desk.b).await.expect("timers");
        assert!(page(&desk, &cast.agent, &number).await.version > seen);
        tickets::change(&desk.b, &cast.agent, &number, Some(seen), reply("Sorry"))
            .await
            .expect("no conflict");
    }
}

#[tokio::test]
async fn only_known_people_queues_and_types_are_taken() {
    for desk in desks().await {
        let cast = desk.cast().await;
        let number = desk.request(&cast.ana, "Blank labels").await;
        let nobody = Some(Named { id: "nobody".into(), name: "Mallory".into() });
        let customer = Some(Named { id: cast.ana.person_id.clone(), name: String::new() });
        for command in [
            Command::Assign { to: nobody.clone() },
            Command::Assign { to: customer },
            Command::Move { to: nobody },
            Command::SetType { to: "nonsense".into() },
        ] {
            let refused = refusal(tickets::change(&desk.b, &cast.agent, &number, None, command).await);
            assert!(matches!(refused, Error::Invalid(_)), "{refused:?}");
        }
        let to = Some(Named { id: cast.agent.person_id.clone(), name: "Somebody Else".into() });
        tickets::change(&desk.b, &cast.lead, &number, None, Command::Assign { to }).await.expect("assigned");
        assert_eq!(page(&desk, &cast.lead, &number).await.assignee.map(|a| a.name), Some("ines".into()));
        assert_eq!(tickets::notices::list(&desk.b, &cast.agent, None).await.expect("notices").len(), 1);
    }
}

#[tokio::test]
async fn lists_page_without_gaps_and_count_with_a_cap() {
    for desk in desks().await {
        let cast = desk.cast().await;
        for n in 0..120 {
            desk.clock.advance(1_000);
            desk.request(&cast.ana, &format!("Ticket {n}")).await;
        }
        let (mut seen, mut after) = (Vec::new(), None);
        loop {
            let list = tickets::list(&desk.b, &cast.agent, "unassigned", after.as_deref(), LIST_PAGE)
                .await
                .expect("a page");
            let frame = tickets::frame(&desk.b, &cast.agent).await.expect("a frame");
            let count = frame.views.iter().find(|view| view.id == "unassigned").map(|view| view.count);
            assert_eq!(count, Some(100), "counts stop at the cap");
            seen.extend(list.rows.into_iter().map(|row| row.number));
            after = list.next;
            if after.is_none() {
                break;
            }
        }
        let expected: Vec<String> = (10_001..=10_120).map(|number| format!("CW-{number}")).collect();
        assert_eq!(seen, expected, "soonest due first, each once");
        assert_eq!(
            refusal(tickets::list(&desk.b, &cast.agent, "no-such-view", None, LIST_PAGE).await),
            Error::NotFound
        );
        assert_eq!(
            refusal(tickets::list(&desk.b, &cast.agent, "all", Some("x.y"), LIST_PAGE).await),
            Error::NotFound
        );
        assert_eq!(
            refusal(tickets::list(&desk.b, &cast.ana, "all", None, LIST_PAGE).await),
            Error::Forbidden
        );

        let (mut mine, mut after) = (Vec::new(), None);
        loop {
            let list = tickets::requests(
                &desk.b,
                &cast.ana,
                &RequestFilter { all: true, ..Default::default() },
                after.as_deref(),
            )
            .await
            .expect("a page");
            mine.extend(list.rows.into_iter().map(|row| row.number));
            after = list.next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!(mine, expected.into_iter().rev().collect::<Vec<_>>(), "newest first, each once");
    }
}

#[tokio::test]
async fn every_view_answers() {
    for desk in desks().await {
        let cast = desk.cast().await;
        desk.request(&cast.ana, "Blank labels").await;
        let frame = tickets::frame(&desk.b, &cast.agent).await.expect("a frame");
        for view in &frame.views {
            tickets::list(&desk.b, &cast.agent, &view.id, None, LIST_PAGE)
                .await
                .unwrap_or_else(|e| panic!("{}: {e}", view.id));
        }
        assert!(
            frame
                .views
                .iter()
                .any(|view| view.id == "queue-print" && view.name.as_deref() == Some("Printing"))
        );
    }
}

#[tokio::test]
async fn a_message_to_a_closed_request_opens_another_that_carries_it_on() {
    for desk in desks().await {
        let cast = desk.cast().await;
        let closed = desk.request(&cast.ana, "Blank labels").await;
        let give = |to: &str| Command::Assign { to: Some(Named { id: to.to_owned(), name: String::new() }) };
        let close = Command::SetStatus { to: Status::Closed, reason: None, review_at: None };
        for command in [give(&cast.agent.person_id), close] {
            tickets::change(&desk.b, &cast.agent, &closed, None, command).await.expect("a change");
        }
        let say = async |text: &str| {
            let message = Command::CustomerMessage { text: text.into() };
            tickets::change(&desk.b, &cast.ana, &closed, None, message).await.expect("a message").number
        };
        let told = "SELECT COUNT(*) FROM notices";
        let before = desk.number(told).await;
        assert_eq!(say("Thanks, bye!").await, closed, "thanks open nothing");
        let next = say("It is blank again").await;
        assert_ne!(next, closed);
        let opened = page(&desk, &cast.agent, &next).await;
        assert_eq!((opened.subject.as_str(), opened.status), ("Blank labels", Status::New));
        assert!(opened.promises.iter().any(|promise| promise.kind == PromiseKind::FirstReply));
        let links = async |number: &str| {
            let request = tickets::request(&desk.b, &cast.ana, number).await.expect("a request");
            let bodies = request.entries.into_iter().map(|entry| entry.body);
            bodies.filter(|body| body.code() == "follow_up").collect::<Vec<_>>()
        };
        assert_eq!(links(&next).await, [Body::FollowUp { number: closed.clone(), of: true }]);
        assert_eq!(links(&closed).await, [Body::FollowUp { number: next.clone(), of: false }]);
        assert_eq!(page(&desk, &cast.agent, &closed).await.status, Status::Closed);
        assert!(desk.number(told).await > before, "whoever had it hears of it");
        let checked = backend::promises::check::replay_all(&desk.b).await.expect("a check");
        assert_eq!((checked.tickets, checked.differing.len()), (2, 0), "{:?}", checked.differing);
    }
}

#[tokio::test]
async fn the_stored_promises_are_what_a_replay_gives() {
    for desk in desks().await {
        let cast = desk.cast().await;
        let number = desk.request(&cast.ana, "Blank labels").await;
        desk.clock.advance(HOUR);
        tickets::change(&desk.b, &cast.agent, &number, None, reply("Try 7.3.9")).await.expect("a reply");
        desk.clock.advance(HOUR);
        let again = Command::CustomerMessage { text: "Still blank".into() };
        tickets::change(&desk.b, &cast.ana, &number, None, again).await.expect("a message");
        desk.clock.advance(9 * HOUR);
        backend::promises::timers::wake_due(&desk.b).await.expect("timers");
        let checked = backend::promises::check::replay_all(&desk.b).await.expect("a check");
        assert_eq!((checked.tickets, checked.differing.len()), (1, 0), "{:?}", checked.differing);
    }
}

#[tokio::test]
async fn bad_texts_are_refused_field_by_field() {
    for desk in desks().await {
        let cast = desk.cast().await;
        let mut bad = new_ticket(" ");
        bad.text = "x".repeat(20_001);
        let Error::Invalid(fields) =
            refusal(tickets::create(&desk.b, &cast.ana, &Requester::Myself, bad).await)
        else {
            panic!("must be refused")
        };
        assert_eq!(fields.iter().map(|f| f.field.as_str()).collect::<Vec<_>>(), ["subject", "text"]);
        let odd = NewTicket { product: Some("toaster".into()), ..new_ticket("Toast") };
        assert!(matches!(
            refusal(tickets::create(&desk.b, &cast.ana, &Requester::Myself, odd).await),
            Error::Invalid(_)
        ));
        let other = Requester::Person(cast.bo.person_id.clone());
        assert_eq!(
            refusal(tickets::create(&desk.b, &cast.ana, &other, new_ticket("Hi")).await),
            Error::Forbidden
        );
        assert_eq!(desk.number("SELECT COUNT(*) FROM tickets").await, 0);
    }
}
