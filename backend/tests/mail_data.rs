//! Messages of many programs and servers: none is lost, and no report of a mail server opens a ticket or is answered.

#![expect(clippy::expect_used, clippy::print_stdout, reason = "helpers of tests fail as tests do")]

mod common;
mod letters;

use std::path::PathBuf;

use backend::db::q;
use domain::mail::{Came, Trouble};

use letters::{arrive, reading, waiting};

fn folder() -> PathBuf {
    std::env::var_os("CASEWELL_SHARED_DATA")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/data"), PathBuf::from)
}

/// The messages of one set, with their names.
fn messages(set: &str) -> Vec<(String, Vec<u8>)> {
    let Ok(files) = std::fs::read_dir(folder().join(set).join("eml")) else {
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

/// What the manifest of `set` says of each message, by its file's name.
fn manifest(set: &str) -> std::collections::BTreeMap<String, serde_json::Value> {
    let lines = std::fs::read_to_string(folder().join(set).join("manifest.jsonl")).unwrap_or_default();
    let case = |line: &str| {
        let case: serde_json::Value = serde_json::from_str(line).expect("a case");
        (case["file"].as_str().unwrap_or_default().trim_start_matches("eml/").to_owned(), case)
    };
    lines.lines().map(case).collect()
}

fn listed(case: &serde_json::Value, name: &str) -> Vec<String> {
    let values = case[name].as_array().into_iter().flatten();
    values.filter_map(|value| Some(value.as_str()?.to_lowercase())).collect()
}

/// Reports that say something else with reason: one whose parts nothing divides, one of a mail that did arrive, and one
/// inside another mail.
const OWN_WAY: [&str; 3] = ["rfc3464-04.eml", "rfc3464-28.eml", "lhost-x5-01.eml"];

#[tokio::test]
async fn reports_say_what_their_manifest_says() {
    const CAME: &str = "SELECT came FROM mail_in WHERE id = $1";
    for (desk, _) in reading().await {
        let manifest = manifest("mail-bounces");
        let (mut coded, mut named, mut wrong) = (0, 0, Vec::new());
        for (name, raw) in
            messages("mail-bounces").into_iter().filter(|(name, _)| !OWN_WAY.contains(&name.as_str()))
        {
            let case = &manifest[&name];
            let (codes, recipients) = (listed(case, "dsn_status"), listed(case, "dsn_recipients"));
            let taken = arrive(&desk.b, "", raw).await;
            let came: Option<Option<String>> = q(CAME)
                .bind(taken.id)
                .opt(&mut desk.b.db.read().await.expect("a line"))
                .await
                .expect("a row");
            let came: Option<Came> =
                came.flatten().map(|came| serde_json::from_str(&came).expect("a verdict"));
            let bounce = came.and_then(|came| came.bounce);
            let (status, recipient) = bounce.map(|b| (b.status, b.recipient)).unwrap_or_default();
            coded += u32::from(!codes.is_empty());
            named += u32::from(!recipients.is_empty());
            if !codes.is_empty() && !codes.contains(&status) {
                wrong.push(format!("{name}: {status} for {codes:?}"));
            }
            let recipient = recipient.unwrap_or_default().to_lowercase();
            if !recipients.is_empty()
                && !recipients.iter().any(|own| own.contains(&recipient) && !recipient.is_empty())
            {
                wrong.push(format!("{name}: {recipient} for {recipients:?}"));
            }
        }
        println!(
            "{coded} codes and {named} recipients compared, {} differ\n{}",
            wrong.len(),
            wrong.join("\n")
        );
        assert!(wrong.is_empty(), "{} differ", wrong.len());
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
