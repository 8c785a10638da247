//! Pages drawn for many readers at once: each whole, each with its own title.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod common;

use std::sync::Arc;

use common::{Desk, desk};
use domain::access::Role;

/// Readers who ask at the same moment, and how often each does.
const READERS: usize = 8;
const ROUNDS: usize = 4;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn pages_are_whole_for_many_readers_at_once() {
    let desk = Arc::new(desk().await);
    let number = desk.ticket().await;
    for (role, path, title) in [
        (Role::Agent, "/desk/v/all".to_owned(), "All open"),
        (Role::Agent, format!("/desk/v/all/t/{number}"), "Blank labels"),
        (Role::Admin, "/desk/admin/people".to_owned(), "People"),
        (Role::Customer, "/requests".to_owned(), "requests"),
        (Role::Customer, format!("/requests/{number}"), "Blank labels"),
    ] {
        let readers = (0..READERS).map(|_| tokio::spawn(read(Arc::clone(&desk), role, path.clone(), title)));
        for reader in readers.collect::<Vec<_>>() {
            reader.await.unwrap();
        }
    }
}

async fn read(desk: Arc<Desk>, role: Role, path: String, title: &'static str) {
    for _ in 0..ROUNDS {
        let page = desk.get(&path).cookie(&desk.cookie_of(role)).send().await.expect(200);
        let (_, head) = page.text.split_once("<title>").unwrap();
        let (head, _) = head.split_once("</title>").unwrap();
        assert!(head.contains(title), "{path}: {head}");
        assert!(page.text.contains("</html>"), "{path} is whole");
    }
}
