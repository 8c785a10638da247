//! The demo on both databases: the same everywhere, true to its own timelines, and lively.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod common;

use backend::db::q;
use backend::people::Client;
use backend::search::{self, Ask};
use backend::{Backend, Failure, demo, files, knowledge, people, promises, tickets};
use common::desk::{Desk, START, desks};
use domain::Viewer;
use domain::access::Role;
use domain::knowledge::writing::ArticleState;
use domain::promises::Promise;
use domain::search::HitKind;
use domain::tickets::Urgency;
use domain::tickets::entry::{Author, Body, Entry};
use domain::tickets::view::{LIST_PAGE, RequestFilter, TicketList};
use domain::time::Instant;

const TICKETS: u32 = 200;
const SEED: u64 = 7;

/// Everything that the demo writes, as one column of text a table.
const TABLES: [&str; 12] = [
    "SELECT id || name || COALESCE(tier, '') || created_at FROM organisations ORDER BY id",
    "SELECT id || name || role || COALESCE(password_hash, '') || created_at FROM people ORDER BY id",
    "SELECT id || organisation_id || policy_id || starts_at FROM contracts ORDER BY id",
    "SELECT id || name || body FROM calendars ORDER BY id",
    "SELECT id || name || body FROM policies ORDER BY id",
    "SELECT id || slug || html || helped || changed_at FROM articles ORDER BY id",
    "SELECT id || number || title || tickets FROM problems ORDER BY id",
    "SELECT id || number || version || subject || status || urgency || due_at || brief || promises || plan || changed_at
     FROM tickets ORDER BY id",
    "SELECT id || ticket_id || seq || at || author || body FROM entries ORDER BY id",
    "SELECT ticket_id || kind || cycle || state || started_at || due_at FROM promises ORDER BY ticket_id, kind, cycle",
    "SELECT ticket_id || key || fired_at FROM alarms ORDER BY ticket_id, key",
    "SELECT id || person_id || body || at FROM notices ORDER BY id",
];

async fn demos() -> Vec<Desk> {
    let desks = desks().await;
    for desk in &desks {
        demo::fill(&desk.b, TICKETS, SEED).await.unwrap();
    }
    desks
}

async fn rows(desk: &Desk) -> Vec<Vec<String>> {
    let mut tables = Vec::new();
    for table in TABLES {
        tables.push(desk.texts(table).await);
    }
    tables
}

/// The person with this address, as they ask from a browser.
async fn viewer(b: &Backend, email: &str) -> Viewer {
    let client = Client { agent: "test".into(), address: "192.0.2.1".into() };
    people::sign_in_password(b, &client, email, demo::PASSWORD).await.unwrap().viewer
}

#[tokio::test]
async fn the_same_arguments_give_the_same_rows_everywhere() {
    let mut all = Vec::new();
    for desk in demos().await.iter().chain(&demos().await[..1]) {
        all.push(rows(desk).await);
    }
    for other in &all[1..] {
        for (table, (one, two)) in TABLES.iter().zip(all[0].iter().zip(other)) {
            assert!(!one.is_empty(), "nothing from {table}");
            let differing = one.iter().zip(two).find(|(one, two)| one != two);
            assert_eq!(differing, None, "{table}");
            assert_eq!(one.len(), two.len(), "{table}");
        }
    }
}

#[tokio::test]
async fn it_fills_an_empty_database_only() {
    for desk in desks().await {
        desk.person(Role::Agent, "somebody@real.example").await;
        assert!(matches!(demo::fill(&desk.b, 1, SEED).await, Err(Failure::NotEmpty)));
        assert_eq!(desk.number("SELECT COUNT(*) FROM products").await, 0);
    }
    for desk in desks().await {
        let report = demo::fill(&desk.b, 1, SEED).await.unwrap();
        assert_eq!(report.tickets, demo::FEWEST as usize, "the tour's tickets always");
        assert!(matches!(demo::fill(&desk.b, 1, SEED).await, Err(Failure::NotEmpty)));
        assert_eq!(desk.texts("SELECT data_kind FROM desk").await, ["demo"]);
        assert_eq!(desk.number("SELECT last_ticket FROM desk").await, 20_426);
    }
}

#[tokio::test]
async fn every_ticket_is_what_its_timeline_says() {
    for desk in demos().await {
        let directory = desk.b.directory().await.unwrap();
        let tickets = stored(&desk.b).await;
        assert_eq!(tickets.len(), TICKETS as usize);
        for (number, promises, entries) in tickets {
            let facts: Vec<Entry> = entries.into_iter().filter(|entry| entry.body.moves_promises()).collect();
            let replayed = promises::project::promises(&facts, &directory.book, START);
            assert_eq!(replayed, promises, "CW-{number}");
        }
        let gaps = "SELECT COUNT(*) FROM tickets t WHERE t.entries <> (SELECT COUNT(*) FROM entries e WHERE e.ticket_id = t.id)";
        assert_eq!(desk.number(gaps).await, 0);
    }
}

#[tokio::test]
async fn the_proof_finds_nothing_until_a_row_is_tampered_with() {
    const TAMPER: &str =
        r#"UPDATE tickets SET promises = REPLACE(promises, '"kept"', '"kept_late"') WHERE number = 20376"#;
    for desk in desks().await {
        demo::fill(&desk.b, 60, 1).await.unwrap();
        let proof = promises::check::replay_all(&desk.b).await.unwrap();
        assert_eq!((proof.tickets, proof.differing), (60, Vec::new()));
        desk.exec(TAMPER, vec![]).await;
        let proof = promises::check::replay_all(&desk.b).await.unwrap();
        assert_eq!(proof.differing, ["CW-20376"]);
    }
}

async fn stored(b: &Backend) -> Vec<(i64, Vec<Promise>, Vec<Entry>)> {
    let mut conn = b.db.read().await.unwrap();
    let rows: Vec<(String, i64, String)> =
        q("SELECT id, number, promises FROM tickets ORDER BY id").all(&mut conn).await.unwrap();
    let mut tickets = Vec::new();
    for (id, number, promises) in rows {
        let sql = "SELECT id, at, author, author_id, body FROM entries WHERE ticket_id = $1 ORDER BY seq";
        let lines: Vec<(String, i64, String, Option<String>, String)> =
            q(sql).bind(&id).all(&mut conn).await.unwrap();
        let entry = |(id, at, author, author_id, body): (String, i64, String, Option<String>, String)| {
            let (author, body): (Author, Body) =
                (Author::parse(&author).unwrap(), serde_json::from_str(&body).unwrap());
            Entry { id, at: Instant(at), author, author_id, body }
        };
        tickets.push((
            number,
            serde_json::from_str(&promises).unwrap(),
            lines.into_iter().map(entry).collect(),
        ));
    }
    tickets
}

#[tokio::test]
async fn the_tours_people_find_their_work() {
    for desk in demos().await {
        let agent = viewer(&desk.b, "agent@demo.example").await;
        let list = tickets::list(&desk.b, &agent, "mine", None, LIST_PAGE).await.unwrap();
        assert_eq!(list.rows.len(), 12);
        for urgency in [Urgency::Missed, Urgency::OnTrack, Urgency::AtRisk, Urgency::Paused] {
            assert!(
                list.rows.iter().any(|row| row.urgency == urgency),
                "nothing {urgency:?} in {:?}",
                shown(&list)
            );
        }
        assert_eq!(list.rows[0].urgency, Urgency::Missed);
        let frame = tickets::frame(&desk.b, &agent).await.unwrap();
        let count = |view: &str| frame.views.iter().find(|own| own.id == view).map(|own| own.count);
        assert_eq!(count("unassigned"), Some(7));
        assert!(count("waiting") >= Some(10), "{:?}", count("waiting"));
        assert!(count("all") >= Some(40), "{:?}", count("all"));
        let customer = viewer(&desk.b, "customer@demo.example").await;
        let open = RequestFilter::default();
        let requests = tickets::requests(&desk.b, &customer, &open, None).await.unwrap();
        let numbers: Vec<&str> = requests.rows.iter().map(|row| row.number.as_str()).collect();
        assert_eq!((requests.open, numbers), (2, vec!["CW-20418", "CW-20377"]));
        let story = tickets::request(&desk.b, &customer, "CW-20418").await.unwrap();
        assert_eq!(story.problem.map(|problem| problem.number).as_deref(), Some("P-311"));
    }
}

fn shown(list: &TicketList) -> Vec<String> {
    list.rows
        .iter()
        .map(|row| format!("{} {:?} {:?}", row.number, row.urgency, row.promise.as_ref().map(|p| p.kind)))
        .collect()
}

#[tokio::test]
async fn everybody_named_can_sign_in() {
    for desk in demos().await {
        for email in demo::SIGN_INS {
            assert_eq!(viewer(&desk.b, email).await.email, email);
        }
        let with_password = "SELECT COUNT(*) FROM people WHERE password_hash IS NOT NULL";
        assert_eq!(desk.number(with_password).await, demo::SIGN_INS.len() as i64);
    }
}

#[tokio::test]
async fn the_clocks_go_on_quietly() {
    for desk in demos().await {
        assert_eq!(promises::timers::wake_due(&desk.b).await.unwrap(), 0, "nothing was left lying");
        let fired = desk.number("SELECT COUNT(*) FROM alarms").await;
        desk.clock.advance(60 * 60_000);
        assert!(promises::timers::wake_due(&desk.b).await.unwrap() > 0);
        let later = desk.number("SELECT COUNT(*) FROM alarms").await;
        assert!((fired + 1..fired + 30).contains(&later), "{fired}, then {later}");
    }
}

#[tokio::test]
async fn the_articles_have_something_to_look_at() {
    for desk in demos().await {
        let lead = viewer(&desk.b, "lead@demo.example").await;
        let health = knowledge::health(&desk.b, &lead).await.unwrap();
        assert_eq!((health.due.len(), health.stale.len(), health.missed.len()), (3, 3, 5));
        let hidden = "SELECT title FROM articles WHERE audience = 'internal' ORDER BY title";
        let hidden = desk.texts(hidden).await;
        assert!(
            health.deflecting.len() > 3 && health.deflecting.iter().all(|row| !hidden.contains(&row.title))
        );
        let spared = "SELECT COUNT(*) FROM articles WHERE audience = 'internal' AND deflected > 0";
        assert_eq!(desk.number(spared).await, 0, "nobody is spared a request by what they cannot read");
        let list = knowledge::desk_list(&desk.b, &lead, ArticleState::Draft, "", None).await.unwrap();
        assert_eq!((list.counts.draft, list.counts.review), (2, 2));
        search::catch_up(&desk.b).await.unwrap();
        let reader = viewer(&desk.b, "customer@demo.example").await;
        for missed in health.missed {
            let ask = Ask { q: missed.words.clone(), kinds: vec![HitKind::Article], ..Ask::default() };
            let found = search::search(&desk.b, &reader, &ask).await.unwrap();
            assert!(found.hits.is_empty(), "{}: {:?}", missed.words, found.hits);
        }
        let page = knowledge::article(&desk.b, &reader, "labels-print-blank-on-dx-200").await.unwrap();
        assert!(page.html.contains(r#"href="/status#P-311""#), "{}", page.html);
    }
}

#[tokio::test]
async fn what_is_typed_finds_the_title_that_says_it() {
    for desk in demos().await {
        search::catch_up(&desk.b).await.unwrap();
        let reader = viewer(&desk.b, "customer@demo.example").await;
        for (typed, word) in [("side", "side"), ("lose", "lose"), ("prin", "prin"), ("blank", "blank")] {
            let ask = Ask { q: typed.into(), kinds: vec![HitKind::Article], ..Ask::default() };
            let found = search::search(&desk.b, &reader, &ask).await.unwrap();
            let titles: Vec<String> = found
                .hits
                .iter()
                .map(|hit| hit.title.iter().map(|piece| piece.text.as_str()).collect())
                .collect();
            let says = |title: &String| title.to_lowercase().split(' ').any(|own| own.starts_with(word));
            let saying = titles.iter().filter(|title| says(title)).count();
            assert!(saying > 0 && titles[..saying].iter().all(says), "{typed}: {titles:?}");
        }
    }
}

#[tokio::test]
async fn questions_of_one_page_were_asked_equally_often() {
    const PRINTING: &str = "SELECT DISTINCT CAST(shown AS TEXT) FROM question_use
      WHERE question IN ('printing-model', 'printing-symptom', 'printing-place', 'printing-photo')";
    for desk in demos().await {
        assert_eq!(desk.texts(PRINTING).await.len(), 1);
    }
}

#[tokio::test]
async fn articles_show_small_pictures_to_their_readers() {
    const SHOWING: &str = "SELECT slug FROM articles WHERE body LIKE '%](/files/%' ORDER BY slug";
    for desk in demos().await {
        let checked = files::check(&desk.b).await.unwrap();
        assert_eq!((checked.files, checked.missing), (8, Vec::new()));
        let showing = desk.texts(SHOWING).await;
        assert_eq!(showing.len(), 8);
        let reader = viewer(&desk.b, "customer@demo.example").await;
        for slug in showing {
            let html = knowledge::article(&desk.b, &reader, &slug).await.unwrap().html;
            for id in domain::files::named_in(&html) {
                let file = files::open(&desk.b, &reader, &id).await.unwrap().file;
                assert!(file.is_picture() && file.size < 10_000, "{slug}: {file:?}");
            }
            assert!(!html.contains("alt=\"\""), "{slug} says nothing of its picture");
        }
    }
}
