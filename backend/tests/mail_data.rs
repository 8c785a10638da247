//! Messages of many programs and servers: none is lost, and no report of a mail server opens a ticket or is answered.

#![expect(clippy::expect_used, clippy::print_stdout, reason = "helpers of tests fail as tests do")]

mod common;
mod letters;

use std::path::PathBuf;

use domain::mail::Trouble;

use letters::{arrive, reading, waiting};

/// The messages of one set, with their names.
fn messages(set: &str) -> Vec<(String, Vec<u8>)> {
    let folder = std::env::var_os("CASEWELL_SHARED_DATA")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/data"), PathBuf::from);
    let Ok(files) = std::fs::read_dir(folder.join(set).join("eml")) else {
        println!("no {set} here: nothing to take in");
        return Vec::new();
    };
    let file = |entry: std::fs::DirEntry| {
        (entry.file_name().to_string_lossy().into_owned(), std::fs::read(entry.path()).expect("a message"))
    };
    let mut messages: Vec<_> = files.map(|entry| file(entry.expect("a file"))).collect();
    messages.sort();
    println!("{} messages of {set}", messages.len());
    messages
}

#[tokio::test]
async fn no_report_opens_a_ticket_or_is_answered() {
    for (desk, _) in reading().await {
        let mut opened = Vec::new();
        for (name, raw) in messages("mail-bounces") {
            let taken = arrive(&desk.b, "", raw).await;
            if taken.number.is_some() || taken.reason != Some(Trouble::Machine) {
                opened.push(format!("{name}: {taken:?}"));
            }
        }
        assert!(opened.is_empty(), "{}", opened.join("\n"));
        assert_eq!(waiting(&desk, "acknowledgement").await, 0);
    }
}

#[tokio::test]
async fn messages_of_every_kind_are_taken_without_loss() {
    for (desk, _) in reading().await {
        let (mut done, mut quarantined, mut ignored) = (0, Vec::new(), Vec::new());
        let messages = messages("mail-messages");
        let all = messages.len();
        let mut ids = std::collections::BTreeSet::new();
        for (name, raw) in messages {
            let taken = arrive(&desk.b, "", raw).await;
            ids.insert(taken.id);
            match taken.state.as_str() {
                "done" => done += 1,
                "ignored" => ignored.push(name),
                _ => quarantined.push(format!("{name}: {:?}", taken.reason)),
            }
        }
        println!("{done} done, {} in quarantine, {} ignored", quarantined.len(), ignored.len());
        println!("{}\nignored: {}", quarantined.join("\n"), ignored.join(", "));
        let known = |line: &String| line.ends_with("Some(NoSender)") || line.ends_with("Some(Unreadable)");
        assert!(quarantined.iter().all(known), "{}", quarantined.join("\n"));
        assert!(done * 10 >= all * 7, "{done} of {all}");
        assert_eq!(done + quarantined.len() + ignored.len(), all);
        assert_eq!(desk.number("SELECT COUNT(*) FROM mail_in").await, ids.len() as i64, "each is kept once");
    }
}
