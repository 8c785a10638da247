//! What befalls the index: it follows, is rebuilt while it serves, is damaged, cut short, given up and killed half-way.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod common;
mod library;

use backend::Backend;
use backend::clock::FixedClock;
use backend::db::Db;
use backend::knowledge::{Draft, save_article};
use backend::search::{self, Ask};
use common::Folder;
use common::desk::{Desk, START, desks};
use domain::Viewer;
use domain::words::Lang;
use library::{an_article, index_folder};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;

fn visitor() -> Viewer {
    Viewer::visitor(Lang::En)
}

async fn stock(desk: &Desk) {
    desk.save(an_article("pair-a-scanner", "Pair a scanner", "Hold the trigger until it blinks.")).await;
    desk.save(an_article("stock-counts", "Count stock at night", "Counting while nobody picks.")).await;
    desk.index().await;
}

/// The first hit for `query`; None, too, when the index cannot answer.
async fn first(b: &Backend, query: &str) -> Option<String> {
    let ask = Ask { q: query.into(), ..Ask::default() };
    search::search(b, &visitor(), &ask).await.ok()?.hits.into_iter().next().map(|hit| hit.id)
}

/// The same node after a restart.
async fn reopened(desk: &Desk) -> Backend {
    node(desk.b.db.clone(), desk.b.settings.data_dir.clone()).await
}

async fn node(db: Db, data_dir: PathBuf) -> Backend {
    let settings = backend::Settings {
        data_dir,
        name: String::new(),
        base_url: "https://desk.example".into(),
        mail: Default::default(),
        bucket: None,
        webhooks: backend::webhooks::WebhookSettings::default(),
    };
    let clock = Arc::new(FixedClock::at(START));
    Backend::new(db, clock, Arc::new(backend::RandomIds), settings).await.unwrap()
}

async fn save(b: &Backend, draft: Draft) {
    let article = draft.rendered().unwrap();
    let saved = b.db.write(move |tx| {
        let article = article.clone();
        Box::pin(async move { save_article(tx, &article, START, None).await })
    });
    saved.await.unwrap();
}

fn each_file(folder: &Path, ends: &[&str], act: impl Fn(&Path) + Copy) {
    for path in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if path.is_dir() {
            each_file(&path, ends, act);
        } else if ends.iter().any(|end| path.to_str().unwrap().ends_with(end)) {
            act(&path);
        }
    }
}

fn generations(b: &Backend) -> usize {
    let entries = std::fs::read_dir(index_folder(b)).unwrap();
    entries.filter(|entry| entry.as_ref().unwrap().path().is_dir()).count()
}

async fn until<F: Future<Output = bool>>(condition: impl Fn() -> F) {
    for _ in 0..200 {
        if condition().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("not within ten seconds");
}

#[tokio::test]
async fn the_follower_keeps_up_and_ends_when_told() {
    for desk in desks().await {
        let (stop, shutdown) = watch::channel(false);
        let follower = tokio::spawn(search::follow(desk.b.clone(), shutdown));
        desk.save(an_article("live", "Live narwhal", "A narwhal.")).await;
        until(|| async { desk.ids(&visitor(), "narwhal").await == ["live"] }).await;
        let mut changed = an_article("live", "Live beluga", "A beluga.");
        changed.state = "published".into();
        desk.save(changed).await;
        until(|| async { desk.ids(&visitor(), "beluga").await == ["live"] }).await;
        assert!(desk.ids(&visitor(), "narwhal").await.is_empty());
        let mut archived = an_article("live", "Live beluga", "A beluga.");
        archived.state = "archived".into();
        desk.save(archived).await;
        until(|| async { desk.ids(&visitor(), "beluga").await.is_empty() }).await;
        stop.send(true).unwrap();
        follower.await.unwrap();
    }
}

type Damage = fn(&Path);
/// What may have happened to the files while the node was down.
const DAMAGES: [(&str, Damage); 11] = [
    ("lost", |folder| std::fs::remove_dir_all(folder).unwrap()),
    ("no pointer", |folder| std::fs::remove_file(folder.join("current")).unwrap()),
    ("nonsense pointer", |folder| std::fs::write(folder.join("current"), "../../etc").unwrap()),
    ("another layout", |folder| std::fs::write(folder.join("current"), "v0-1").unwrap()),
    ("a pointer to nothing", |folder| std::fs::write(folder.join("current"), "v2-77").unwrap()),
    ("a binary pointer", |folder| std::fs::write(folder.join("current"), [0xff; 64]).unwrap()),
    ("nonsense meta", |folder| each_file(folder, &["meta.json"], |path| std::fs::write(path, "{").unwrap())),
    ("empty meta", |folder| each_file(folder, &["meta.json"], |path| std::fs::write(path, "").unwrap())),
    ("binary meta", |folder| {
        each_file(folder, &["meta.json"], |path| std::fs::write(path, [0xff; 64]).unwrap())
    }),
    ("empty segments", |folder| each_file(folder, &[".term"], |path| std::fs::write(path, "").unwrap())),
    ("lost segments", |folder| {
        each_file(folder, &[".store", ".idx"], |path| std::fs::remove_file(path).unwrap())
    }),
];

#[tokio::test]
async fn a_damaged_index_is_made_anew() {
    for desk in desks().await {
        stock(&desk).await;
        for (name, damage) in DAMAGES {
            damage(&index_folder(&desk.b));
            let b = reopened(&desk).await;
            search::catch_up(&b).await.unwrap();
            b.search.check().unwrap();
            assert_eq!(first(&b, "scanner").await.as_deref(), Some("pair-a-scanner"), "{name}");
        }
    }
}

#[tokio::test]
async fn a_file_cut_short_is_noticed_at_the_start() {
    for desk in desks().await {
        stock(&desk).await;
        for kind in [".store", ".fast", ".pos", ".idx", ".term", ".fieldnorm"] {
            each_file(&index_folder(&desk.b), &[kind], |path| {
                let bytes = std::fs::read(path).unwrap();
                std::fs::write(path, &bytes[..bytes.len() / 2]).unwrap();
            });
            let b = reopened(&desk).await;
            let (stop, shutdown) = watch::channel(false);
            let follower = tokio::spawn(search::follow(b.clone(), shutdown));
            until(|| async { first(&b, "scanner").await.as_deref() == Some("pair-a-scanner") }).await;
            until(|| async { b.search.check().is_ok() }).await;
            stop.send(true).unwrap();
            follower.await.unwrap();
            println!("{kind}: made anew");
        }
    }
}

#[tokio::test]
async fn damage_met_while_serving_is_repaired_while_serving() {
    for desk in desks().await {
        stock(&desk).await;
        let (stop, shutdown) = watch::channel(false);
        let follower = tokio::spawn(search::follow(desk.b.clone(), shutdown));
        until(|| async { first(&desk.b, "scanner").await.is_some() }).await;
        std::fs::remove_dir_all(index_folder(&desk.b)).unwrap();
        std::fs::create_dir_all(index_folder(&desk.b)).unwrap();
        // The next change cannot be written into what is gone.
        desk.save(an_article("new", "A narwhal", "New.")).await;
        until(|| async { first(&desk.b, "narwhal").await.as_deref() == Some("new") }).await;
        assert_eq!(first(&desk.b, "scanner").await.as_deref(), Some("pair-a-scanner"));
        stop.send(true).unwrap();
        follower.await.unwrap();
    }
}

#[tokio::test]
async fn files_cut_short_while_serving_cost_neither_the_process_nor_the_search() {
    const KINDS: [&str; 6] = [".term", ".idx", ".pos", ".store", ".fast", ".fieldnorm"];
    for desk in desks().await {
        stock(&desk).await;
        let (stop, shutdown) = watch::channel(false);
        let follower = tokio::spawn(search::follow(desk.b.clone(), shutdown));
        for (kinds, word) in KINDS.iter().map(std::slice::from_ref).chain([&KINDS[..]]).zip("abcdefg".chars())
        {
            until(|| async { first(&desk.b, "scanner").await.is_some() }).await;
            each_file(&index_folder(&desk.b), kinds, |path| {
                std::fs::File::options().write(true).open(path).unwrap().set_len(0).unwrap();
            });
            let _ = first(&desk.b, "\"count stock\" night").await;
            // Something is written, too, which has to be put beside what is cut.
            let title = format!("Narwhal {}", word.to_string().repeat(5));
            desk.save(an_article(&format!("new-{word}"), &title, "New.")).await;
            until(|| async { first(&desk.b, &title).await == Some(format!("new-{word}")) }).await;
            until(|| async { first(&desk.b, "scanner").await.as_deref() == Some("pair-a-scanner") }).await;
        }
        stop.send(true).unwrap();
        follower.await.unwrap();
        assert!(desk.b.search.check().is_ok());
    }
}

#[tokio::test]
async fn a_rebuild_given_up_half_way_leaves_the_old_index() {
    for desk in desks().await {
        stock(&desk).await;
        for _ in 0..5 {
            // Dropped at its first wait, as when the process ends there.
            let gone = tokio::time::timeout(Duration::from_micros(1), search::reindex(&desk.b)).await;
            println!("given up: {}", gone.is_err());
        }
        assert_eq!(first(&desk.b, "scanner").await.as_deref(), Some("pair-a-scanner"));
        let b = reopened(&desk).await;
        search::catch_up(&b).await.unwrap();
        assert_eq!(first(&b, "scanner").await.as_deref(), Some("pair-a-scanner"));
        search::reindex(&b).await.unwrap();
        assert_eq!(generations(&b), 1, "what was left half-way is gone");
    }
}

/// Where the process that is killed finds database and data folder.
const DATABASE: &str = "CASEWELL_TEST_KILLED_DATABASE";
const DATA: &str = "CASEWELL_TEST_KILLED_DATA";

#[tokio::test]
#[ignore = "the process that the next test kills"]
async fn rebuilds_until_it_is_killed() {
    let (Ok(url), Ok(data)) = (std::env::var(DATABASE), std::env::var(DATA)) else { return };
    let b = node(common::open(&url).await.unwrap(), data.into()).await;
    loop {
        search::reindex(&b).await.unwrap();
    }
}

#[tokio::test]
async fn a_kill_in_the_middle_of_a_rebuild_loses_nothing() {
    let (db, folder) = (common::sqlite().await, Folder::new());
    db.migrate().await.unwrap();
    let b = node(db.db.clone(), folder.0.clone()).await;
    for n in 0..50 {
        save(&b, an_article(&format!("a{n}"), &format!("Article {n}"), "About the scanner.")).await;
    }
    search::catch_up(&b).await.unwrap();
    for round in 1..=8 {
        let mut child = std::process::Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "rebuilds_until_it_is_killed", "--ignored"])
            .envs([(DATABASE, db.url.as_str()), (DATA, folder.0.to_str().unwrap())])
            .stdout(std::process::Stdio::null())
            .spawn()
            .unwrap();
        tokio::time::sleep(Duration::from_millis(200 + 37 * round)).await;
        child.kill().unwrap();
        child.wait().unwrap();
        let b = node(db.db.clone(), folder.0.clone()).await;
        search::catch_up(&b).await.unwrap();
        b.search.check().unwrap();
        let ask = Ask { q: "scanner".into(), limit: 50, ..Ask::default() };
        assert_eq!(search::search(&b, &visitor(), &ask).await.unwrap().hits.len(), 50, "round {round}");
    }
}

#[tokio::test]
async fn flipped_bits_are_found_by_the_follower() {
    for desk in desks().await.into_iter().take(1) {
        stock(&desk).await;
        let flip = |path: &Path| {
            let mut bytes = std::fs::read(path).unwrap();
            bytes[3] ^= 0x55;
            std::fs::write(path, bytes).unwrap();
        };
        each_file(&index_folder(&desk.b), &[".idx"], flip);
        let b = reopened(&desk).await;
        assert!(b.search.check().is_err());
        let (stop, shutdown) = watch::channel(false);
        let follower = tokio::spawn(search::follow(b.clone(), shutdown));
        until(|| async { b.search.check().is_ok() }).await;
        assert_eq!(first(&b, "scanner").await.as_deref(), Some("pair-a-scanner"));
        stop.send(true).unwrap();
        follower.await.unwrap();
    }
}

#[tokio::test]
async fn a_rebuild_beside_a_serving_node_takes_its_place() {
    for desk in desks().await {
        stock(&desk).await;
        // Changed behind the log's back: only a rebuild can know.
        desk.exec("UPDATE articles SET title = $1 WHERE slug = 'stock-counts'", vec!["An aardvark".into()])
            .await;
        let other = reopened(&desk).await;
        search::reindex(&other).await.unwrap();
        assert!(desk.ids(&visitor(), "aardvark").await.is_empty(), "the old one still answers");
        desk.index().await;
        assert_eq!(desk.ids(&visitor(), "aardvark").await, ["stock-counts"]);
        assert_eq!(generations(&desk.b), 1, "older ones are gone");
    }
}

#[tokio::test]
async fn an_index_of_another_past_is_made_anew() {
    for desk in desks().await {
        stock(&desk).await;
        // As after restoring a backup: the log ends earlier, or says something else.
        desk.exec("UPDATE articles SET state = 'archived' WHERE slug = $1", vec!["stock-counts".into()])
            .await;
        desk.exec("DELETE FROM change_log WHERE seq >= $1", vec![3_i64.into()]).await;
        desk.exec("UPDATE desk SET change_seq = $1", vec![2_i64.into()]).await;
        desk.index().await;
        assert!(desk.ids(&visitor(), "counting").await.is_empty());
        desk.exec("UPDATE articles SET state = 'archived' WHERE slug = $1", vec!["pair-a-scanner".into()])
            .await;
        desk.exec("UPDATE change_log SET at = at + $1", vec![1_i64.into()]).await;
        desk.index().await;
        assert!(desk.ids(&visitor(), "scanner").await.is_empty());
        // As after a long absence: the log was pruned beyond the position.
        desk.save(an_article("a", "A pangolin", "x")).await;
        desk.save(an_article("b", "A tapir", "x")).await;
        desk.exec("DELETE FROM change_log WHERE seq <= $1", vec![3_i64.into()]).await;
        desk.index().await;
        assert_eq!(desk.ids(&visitor(), "pangolin").await, ["a"]);
        assert_eq!(desk.ids(&visitor(), "tapir").await, ["b"]);
    }
}
