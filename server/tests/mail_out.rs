//! Mail as the program itself sends it: it leaves at once, and what is in it, or what the server is paid with, is not logged.

mod common;
#[expect(dead_code, clippy::expect_used, reason = "this takes what it needs, and fails loudly")]
#[path = "../../backend/tests/common/sink.rs"]
mod sink;

use std::time::Duration;

use common::Folder;
use common::process::{Ready, Running, casewell, refusal};
use sink::{Secrecy, Sink};

#[tokio::test(flavor = "multi_thread")]
async fn a_code_leaves_at_once_and_is_not_logged() {
    let desk = Ready::on_sqlite().await;
    let sink = Sink::start(Secrecy::Plain).await;
    let server = format!("smtp://desk:hush-hush@127.0.0.1:{}", sink.port);
    let settings = ["--log", "trace", "--smtp-url", &server, "--mail-from", "Quill <help@quill.example>"];
    let running = Running::start_with(&desk.folder, &desk.url, &settings);
    let mut client = running.connect().await;
    client.post("/fn/session/send-code", "", "email=customer%40demo.example").await;
    let mut tries = 0;
    while sink.count() == 0 && tries < 100 {
        tokio::time::sleep(Duration::from_millis(100)).await;
        tries += 1;
    }
    let got = sink.got().pop().unwrap();
    assert!(got.header("From").unwrap().contains("help@quill.example"));
    let is_code = |word: &&str| word.len() == 6 && word.bytes().all(|byte| byte.is_ascii_digit());
    let code = got.data.split(|c: char| !c.is_alphanumeric()).find(is_code).unwrap().to_owned();
    let log = running.log();
    assert!(log.contains(" DEBUG "), "more than usual is logged");
    for secret in [code.as_str(), "hush-hush", "aHVzaC1odXNo"] {
        assert_eq!(log.lines().find(|line| line.contains(secret)), None, "{secret}");
    }
}

#[test]
fn a_way_to_send_that_cannot_work_is_refused_at_the_start() {
    let folder = Folder::new();
    for wrong in [
        ["--smtp-url", "http://desk:hush-hush@mail.example"],
        ["--smtp-url", "smtp://"],
        ["--smtp-ca", "no-such-file.pem"],
        ["--mail-from", "nobody at all"],
    ] {
        let call = [&["check"], &wrong[..]].concat();
        let (code, said) = refusal(casewell(&folder, &folder.sqlite_url(), &call));
        assert_eq!((code, said.lines().count()), (Some(2), 1), "{said}");
        assert!(!said.contains("hush-hush"), "{said}");
    }
}
