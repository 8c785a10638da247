//! Moving many tickets at once: what is shown is what happens, once, and it can be undone as a whole.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod common;

use std::collections::HashMap;

use backend::Backend;
use backend::routing::{differing, reorganise};
use backend::tickets;
use common::desk::{Cast, Desk, desks, refusal};
use domain::error::Problem;
use domain::routing::reorganise::{Operation, OperationState, Preview, Receiver, Reorganisation, Source};
use domain::tickets::decide::Command;
use domain::tickets::entry::{Body, Named};
use domain::{Error, Viewer};

/// A desk with two teams of two, and `many` tickets in the first one's queue, all with Ines.
async fn busy(desk: &Desk, many: usize) -> (Cast, Vec<String>) {
    const QUEUE: &str =
        "INSERT INTO queues (id, name, team, position) VALUES ('scan', 'Scanning', 'Scan', 2)";
    let cast = desk.cast().await;
    desk.exec(QUEUE, vec![]).await;
    for (who, team) in [(&cast.agent, "Print"), (&cast.lead, "Scan")] {
        let values = vec![who.person_id.clone().into(), team.to_owned().into()];
        desk.exec("UPDATE people SET team = $2 WHERE id = $1", values).await;
    }
    desk.b.directory_cache.forget();
    let mut numbers = Vec::new();
    for n in 0..many {
        let number = desk.request(&cast.ana, &format!("Blank labels {n}")).await;
        for command in [Command::Move { to: Some(queue("print")) }, give(&cast.agent)] {
            tickets::change(&desk.b, &cast.lead, &number, None, command).await.unwrap();
        }
        numbers.push(number);
    }
    (cast, numbers)
}

fn queue(id: &str) -> Named {
    Named { id: id.into(), name: String::new() }
}

fn give(to: &Viewer) -> Command {
    Command::Assign { to: Some(Named { id: to.person_id.clone(), name: to.name.clone() }) }
}

fn asked(from: Source, queue: Option<&str>, receiver: Receiver) -> Reorganisation {
    Reorganisation { from, queue: queue.map(str::to_owned), receiver }
}

fn print() -> Source {
    Source::Queue("print".into())
}

async fn run(b: &Backend) {
    while reorganise::step(b).await.unwrap() {}
}

async fn newest(b: &Backend, v: &Viewer) -> Operation {
    reorganise::page(b, v).await.unwrap().operations.remove(0)
}

async fn preview(b: &Backend, v: &Viewer, asked: &Reorganisation) -> Preview {
    reorganise::preview(b, v, asked).await.unwrap()
}

/// Where each ticket stands: its queue and whoever has it, by id.
async fn standing(desk: &Desk, v: &Viewer, numbers: &[String]) -> Vec<(Option<String>, Option<String>)> {
    let mut all = Vec::new();
    for number in numbers {
        let page = tickets::page(&desk.b, v, number).await.unwrap();
        all.push((page.queue.map(|queue| queue.id), page.assignee.map(|who| who.id)));
    }
    all
}

#[tokio::test]
async fn what_was_shown_happens_and_can_be_undone() {
    for desk in desks().await {
        // More than one transaction takes.
        let (cast, numbers) = busy(&desk, 45).await;
        let (b, lead) = (&desk.b, &cast.lead);
        let before = standing(&desk, lead, &numbers).await;
        let all = asked(print(), Some("scan"), Receiver::Person(lead.person_id.clone()));
        let shown = preview(b, lead, &all).await;
        assert_eq!((shown.total, shown.left_over, shown.shares[0].gets), (45, 0, 45));
        assert_eq!(
            shown.landings[0].from.as_ref().map(|who| who.id.as_str()),
            Some(cast.agent.person_id.as_str())
        );
        assert_eq!(standing(&desk, lead, &numbers).await, before, "a preview moves nothing");

        let id = reorganise::begin(b, lead, &all, &shown.plan).await.unwrap();
        assert!(reorganise::step(b).await.unwrap());
        let (other, _data) = desk.another_node().await;
        run(&other).await;
        run(b).await;
        let there = (Some("scan".to_owned()), Some(lead.person_id.clone()));
        assert!(standing(&desk, lead, &numbers).await.iter().all(|own| *own == there));
        let operation = newest(b, lead).await;
        assert_eq!((operation.state, operation.done, operation.left_alone), (OperationState::Moved, 45, 0));
        let page = tickets::page(b, lead, &numbers[0]).await.unwrap();
        let moves = page.entries.iter().filter(|entry| matches!(entry.body, Body::Queue { .. })).count();
        assert_eq!(moves, 2, "the first move and this one, once");
        let is_why = |body: &Body| matches!(body, Body::Reorganised { tickets: 45, back: false, .. });
        assert_eq!(page.entries.iter().filter(|entry| is_why(&entry.body)).count(), 1, "what it was part of");

        reorganise::undo(b, lead, &id).await.unwrap();
        run(b).await;
        assert_eq!(standing(&desk, lead, &numbers).await, before);
        assert_eq!(newest(b, lead).await.state, OperationState::Undone);
        assert_eq!(refusal(reorganise::undo(b, lead, &id).await), Error::field("id", Problem::NotMoved));
        assert!(differing(b).await.unwrap().is_empty(), "what everybody carries still adds up");
    }
}

#[tokio::test]
async fn what_somebody_changed_meanwhile_is_left_alone() {
    for desk in desks().await {
        let (cast, numbers) = busy(&desk, 3).await;
        let (b, lead) = (&desk.b, &cast.lead);
        let all = asked(print(), None, Receiver::Person(lead.person_id.clone()));
        let id = reorganise::begin(b, lead, &all, &preview(b, lead, &all).await.plan).await.unwrap();
        tickets::change(b, lead, &numbers[0], None, give(&cast.manager)).await.unwrap();
        run(b).await;
        assert_eq!(newest(b, lead).await.left_alone, 1);
        tickets::change(b, lead, &numbers[1], None, give(&cast.manager)).await.unwrap();
        reorganise::undo(b, lead, &id).await.unwrap();
        run(b).await;
        let ids: Vec<_> =
            standing(&desk, lead, &numbers).await.into_iter().map(|(_, who)| who.unwrap()).collect();
        let manager = cast.manager.person_id.clone();
        assert_eq!(ids, [manager.clone(), manager, cast.agent.person_id.clone()]);
        let undone = newest(b, lead).await;
        assert_eq!((undone.moved(), undone.left_alone), (1, 2), "one never moved, one was given on");
    }
}

#[tokio::test]
async fn work_is_shared_by_room_and_what_fits_nobody_waits() {
    for desk in desks().await {
        let (cast, numbers) = busy(&desk, 6).await;
        let (b, lead) = (&desk.b, &cast.lead);
        let second = desk.person(domain::access::Role::Agent, "second@desk.example").await;
        desk.exec("UPDATE people SET team = 'Print' WHERE id = $1", vec![second.person_id.clone().into()])
            .await;
        b.directory_cache.forget();
        let shared = asked(print(), None, Receiver::Shared);
        let shown = preview(b, lead, &shared).await;
        assert_eq!((shown.total, shown.left_over), (3, 0), "three stay with whoever has them");
        reorganise::begin(b, lead, &shared, &shown.plan).await.unwrap();
        run(b).await;
        let mut each: HashMap<Option<String>, usize> = HashMap::new();
        for (_, who) in standing(&desk, lead, &numbers).await {
            *each.entry(who).or_default() += 1;
        }
        assert_eq!(each.into_values().collect::<Vec<_>>(), [3, 3]);
        let absence = "INSERT INTO profiles (person_id, version, body, away_from) VALUES ($1, 1, '{}', 0)";
        desk.exec(absence, vec![cast.agent.person_id.clone().into()]).await;
        b.directory_cache.forget();
        let to_away = asked(
            Source::Person(second.person_id.clone()),
            None,
            Receiver::Person(cast.agent.person_id.clone()),
        );
        assert!(preview(b, lead, &to_away).await.shares[0].is_away, "it says that nobody is there");
        let gone = asked(Source::Person(second.person_id.clone()), Some("scan"), Receiver::Nobody);
        reorganise::begin(b, lead, &gone, &preview(b, lead, &gone).await.plan).await.unwrap();
        run(b).await;
        let waiting = standing(&desk, lead, &numbers).await.into_iter().filter(|(_, who)| who.is_none());
        assert_eq!(waiting.count(), 3);
    }
}

#[tokio::test]
async fn what_lies_in_no_queue_is_moved_or_shared_among_all() {
    for desk in desks().await {
        let (cast, inside) = busy(&desk, 1).await;
        let (b, lead) = (&desk.b, &cast.lead);
        let mut loose = Vec::new();
        for n in 0..2 {
            let number = desk.request(&cast.ana, &format!("In no queue {n}")).await;
            tickets::change(b, lead, &number, None, Command::Move { to: None }).await.unwrap();
            loose.push(number);
        }
        let shared = preview(b, lead, &asked(Source::NoQueue, None, Receiver::Shared)).await;
        assert_eq!((shared.total, shared.left_over), (2, 0), "everybody is asked");
        let move_all = asked(Source::NoQueue, Some("scan"), Receiver::Same);
        let shown = preview(b, lead, &move_all).await;
        assert_eq!(shown.total, 2);
        let id = reorganise::begin(b, lead, &move_all, &shown.plan).await.unwrap();
        run(b).await;
        let again = reorganise::begin(b, lead, &move_all, &shown.plan).await.unwrap();
        assert_eq!(again, id, "pressed once more, the first answer having been lost");
        let scan = Some("scan".to_owned());
        let queues: Vec<_> =
            standing(&desk, lead, &loose).await.into_iter().map(|(queue, _)| queue).collect();
        assert_eq!(queues, [scan.clone(), scan]);
        assert_eq!(standing(&desk, lead, &inside).await[0].0, Some("print".into()));
        reorganise::undo(b, lead, &newest(b, lead).await.id).await.unwrap();
        run(b).await;
        assert!(standing(&desk, lead, &loose).await.iter().all(|(queue, _)| queue.is_none()));
    }
}

#[tokio::test]
async fn only_what_exists_is_moved_by_those_who_manage_work() {
    for desk in desks().await {
        let (cast, numbers) = busy(&desk, 2).await;
        let (b, lead) = (&desk.b, &cast.lead);
        let somewhere = asked(print(), Some("scan"), Receiver::Same);
        for (v, asked, error) in [
            (&cast.agent, somewhere.clone(), Error::Forbidden),
            (&cast.ana, somewhere.clone(), Error::Forbidden),
            (lead, asked(print(), None, Receiver::Same), Error::field("receiver", Problem::Required)),
            (lead, asked(print(), Some("gone"), Receiver::Same), Error::field("queue", Problem::NotAChoice)),
            (
                lead,
                asked(Source::Team("Gone".into()), None, Receiver::Nobody),
                Error::field("from", Problem::NotAChoice),
            ),
            (
                lead,
                asked(print(), None, Receiver::Person(cast.ana.person_id.clone())),
                Error::field("receiver", Problem::NotAChoice),
            ),
        ] {
            assert_eq!(refusal(reorganise::preview(b, v, &asked).await), error, "{asked:?}");
            assert_eq!(refusal(reorganise::begin(b, v, &asked, "").await), error, "{asked:?}");
        }
        let shown = preview(b, lead, &somewhere).await;
        tickets::change(b, lead, &numbers[0], None, give(&cast.manager)).await.unwrap();
        let late = reorganise::begin(b, lead, &somewhere, &shown.plan).await;
        let changed = Error::field("plan", Problem::PlanChanged);
        assert_eq!(refusal(late), changed, "as many tickets, one of them with somebody else");
        let nobodys = asked(print(), Some("scan"), Receiver::Nobody);
        let shown = preview(b, lead, &nobodys).await;
        tickets::change(b, lead, &numbers[0], None, give(&cast.agent)).await.unwrap();
        let late = reorganise::begin(b, lead, &nobodys, &shown.plan).await;
        let changed = Error::field("plan", Problem::PlanChanged);
        assert_eq!(refusal(late), changed, "somebody was given it a moment ago");
        assert_eq!(refusal(reorganise::undo(b, lead, "guessed").await), Error::NotFound);
        assert_eq!(refusal(reorganise::page(b, &cast.agent).await), Error::Forbidden);
    }
}
