//! The board on the demo desk: each of its numbers is counted again, from the entries alone.

#![expect(clippy::expect_used, reason = "helpers of tests fail as tests do")]

mod common;

use std::collections::BTreeMap;

use backend::db::q;
use backend::promises::project::promises;
use backend::{routing, tickets};
use common::demo::{filled, viewer};
use common::desk::{Desk, refusal};
use domain::Error;
use domain::promises::Standing;
use domain::promises::calendar::Zone;
use domain::promises::engine::Book;
use domain::routing::board::{Board, Span};
use domain::tickets::entry::{Author, Body, Entry};
use domain::tickets::{Priority, Status};
use domain::time::{DAY_MS, HOUR_MS, Instant, MINUTE_MS};

/// What a ticket's entries say of it.
struct Told {
    status: Status,
    priority: Priority,
    owner: Option<String>,
    contact: Option<Instant>,
    last: Instant,
    created: Instant,
    entries: Vec<Entry>,
}

impl Told {
    fn of(entries: Vec<Entry>) -> Self {
        let first = entries.first().expect("a beginning").at;
        let mut told = Self {
            status: Status::New,
            priority: Priority::Normal,
            owner: None,
            contact: None,
            last: first,
            created: first,
            entries: Vec::new(),
        };
        for entry in &entries {
            told.last = told.last.max(entry.at);
            match &entry.body {
                Body::Created { priority, .. } => told.priority = *priority,
                Body::Status { to, .. } => told.status = *to,
                Body::Priority { to, .. } => told.priority = *to,
                Body::Assignee { to, .. } => told.owner = to.as_ref().map(|to| to.id.clone()),
                Body::NextContact { due, .. } => told.contact = Some(*due),
                Body::Message { .. } | Body::Call { reached: true, .. } if entry.author == Author::Staff => {
                    told.contact = told.contact.filter(|due| *due > entry.at);
                }
                _ => {}
            }
        }
        Self { entries, ..told }
    }

    fn waits(&self) -> bool {
        self.status == Status::Waiting
    }
}

async fn told(desk: &Desk) -> Vec<Told> {
    const ENTRIES: &str = "SELECT ticket_id, id, at, author, body FROM entries ORDER BY ticket_id, seq";
    let mut conn = desk.b.db.read().await.expect("a connection");
    let lines: Vec<(String, String, i64, String, String)> = q(ENTRIES).all(&mut conn).await.expect("entries");
    let mut tickets: BTreeMap<String, Vec<Entry>> = BTreeMap::new();
    for (ticket, id, at, author, body) in lines {
        let author = Author::parse(&author).expect("an author");
        let body = serde_json::from_str(&body).expect("a body");
        let entry = Entry { id, at: Instant(at), author, author_id: None, body };
        tickets.entry(ticket).or_default().push(entry);
    }
    tickets.into_values().map(Told::of).collect()
}

#[tokio::test]
async fn every_number_equals_a_recount_from_the_entries() {
    for desk in filled().await {
        let lead = viewer(&desk.b, "lead").await;
        let board = routing::board(&desk.b, &lead, "").await.expect("a board");
        let now = board.now;
        let directory = desk.b.directory().await.expect("settings");
        let all = told(&desk).await;
        let active: Vec<&Told> = all.iter().filter(|told| told.status.is_active()).collect();
        let count = |is: &dyn Fn(&Told) -> bool| active.iter().filter(|told| is(told)).count() as i64;
        // The promise that comes first, as the list has it.
        let first = |told: &Told| {
            let open: Vec<_> = promises(&told.entries, &directory.book, now)
                .into_iter()
                .filter(|one| one.is_open())
                .collect();
            let running = open.iter().filter(|one| !matches!(one.state, Standing::Paused { .. }));
            running.min_by_key(|one| one.due).cloned()
        };
        let missed = |told: &Told| first(told).is_some_and(|one| one.due < now);
        let risk = |told: &Told| {
            first(told).is_some_and(|one| one.due >= now && one.risk_at.is_some_and(|risk| risk <= now))
        };
        let n = &board.numbers;
        assert_eq!((n.missed, n.at_risk), (count(&missed), count(&risk)));
        let frame = tickets::frame(&desk.b, &lead).await.unwrap();
        assert_eq!(frame.missed, u32::try_from(n.missed).unwrap(), "the side bar says the same");
        assert_eq!(n.unassigned, count(&|told| told.owner.is_none()));
        assert_eq!(n.waiting, count(&Told::waits));
        let long_ago = now.plus_ms(-5 * DAY_MS);
        assert_eq!(n.waiting_long, count(&|told| told.waits() && told.last < long_ago));
        assert_eq!(n.open, count(&|told| !told.waits()));
        assert_eq!(
            n.without_contact,
            count(&|told| !told.waits() && told.contact.is_none_or(|at| at <= now))
        );
        let oldest = active.iter().filter(|told| told.owner.is_none()).map(|told| told.created).min();
        assert_eq!(n.oldest_unassigned, oldest);
        let zone = Zone::named(&lead.time_zone).expect("a zone");
        let midnight = zone.instant_at(zone.local(now).0, 0);
        let kept = ended_since(midnight, &all, now, &directory.book);
        assert_eq!((n.kept, n.ended), kept);
        for span in Span::ALL {
            let (from, to) = match span {
                Span::Missed => (Instant(i64::MIN), now.plus_ms(-1)),
                Span::HalfHour => (now, now.plus_ms(30 * MINUTE_MS - 1)),
                Span::TwoHours => (now.plus_ms(30 * MINUTE_MS), now.plus_ms(2 * HOUR_MS - 1)),
                Span::Today => continue,
            };
            let due = |told: &Told| first(told).is_some_and(|one| from <= one.due && one.due <= to);
            assert_eq!(column(&board, span), count(&due), "{span:?}");
        }
        for one in &board.people {
            let theirs = |told: &Told| told.owner.as_ref() == Some(&one.who.id);
            assert_eq!(one.open, count(&theirs), "{}", one.who.name);
            assert_eq!(one.missed, count(&|told| theirs(told) && missed(told)), "{}", one.who.name);
            let weight = active.iter().filter(|told| theirs(told));
            let weight: i64 = weight.map(|told| domain::routing::weight(told.priority, told.status)).sum();
            assert_eq!(one.load, weight, "{}", one.who.name);
        }
        assert!(board.people.len() > 5 && n.missed > 0 && n.waiting > 0, "the demo has something to show");
    }
}

fn column(board: &Board, span: Span) -> i64 {
    board.columns.iter().find(|column| column.span == span).expect("a column").count
}

/// Promises kept in time, and all with a verdict, since midnight.
fn ended_since(midnight: Instant, all: &[Told], now: Instant, book: &Book) -> (i64, i64) {
    let since = |at: Option<Instant>| at.is_some_and(|at| at >= midnight);
    all.iter().flat_map(|told| promises(&told.entries, book, now)).fold((0, 0), |(kept, all), one| {
        let is_kept = matches!(one.state, Standing::Kept { at } if since(Some(at)));
        (kept + i64::from(is_kept), all + i64::from(is_kept || since(one.missed_at)))
    })
}

#[tokio::test]
async fn a_board_is_one_teams_or_everybodys_and_nobody_elses_business() {
    for desk in filled().await {
        let lead = viewer(&desk.b, "lead").await;
        let all = routing::board(&desk.b, &lead, "").await.expect("a board");
        assert_eq!(all.teams, ["Label and Scan", "Dock", "Link", "Accounts", "Engineering"]);
        let mut sum = 0;
        for team in &all.teams {
            let own = routing::board(&desk.b, &lead, team).await.expect("a board");
            sum += own.numbers.missed;
            assert!(own.people.len() < all.people.len());
        }
        assert_eq!(sum, all.numbers.missed, "every ticket of the demo is in some team's queue");
        assert_eq!(refusal(routing::board(&desk.b, &lead, "Nobody's").await), Error::NotFound);
        let customer = viewer(&desk.b, "customer").await;
        assert_eq!(refusal(routing::board(&desk.b, &customer, "").await), Error::Forbidden);
    }
}

#[tokio::test]
async fn a_suggested_move_goes_to_somebody_who_is_there_and_can() {
    for desk in filled().await {
        let lead = viewer(&desk.b, "lead").await;
        let board = routing::board(&desk.b, &lead, "").await.expect("a board");
        for own in &board.moves {
            let owner = tickets::page(&desk.b, &lead, &own.number).await.expect("a page").assignee;
            assert_ne!(owner.as_ref(), Some(&own.to));
            let who = board.people.iter().find(|one| one.who == own.to).expect("somebody on the board");
            assert_eq!(who.duty, domain::routing::agent::Duty::On);
        }
        assert!(!board.moves.is_empty(), "the demo has tickets that nobody looks after");
        let long = vec![i64::MAX.into()];
        desk.exec("UPDATE profiles SET away_from = 0, away_until = $1", long).await;
        desk.b.directory_cache.forget();
        let board = routing::board(&desk.b, &lead, "").await.expect("a board");
        assert!(!board.stuck.is_empty(), "nobody is there, and it says so");
        for own in board.stuck {
            assert!(board.moves.iter().all(|known| known.number != own.number), "{own:?}");
        }
    }
}
