//! Mail handed over to the desk: by REST, and to the command as a mail server's pipe does.

mod common;

use std::io::Write;
use std::process::Stdio;

use common::{Folder, desks};
use domain::access::Role;

const MAIL: &str = "From: Cleo <cleo@quill.example>\r\nTo: support@desk.example\r\nSubject: Blank labels\r\nMessage-ID: <1@quill.example>\r\n\r\nThey come out blank.\r\n";

#[tokio::test]
async fn an_admin_hands_a_message_over() {
    for desk in desks().await {
        let token = desk.token_of(Role::Admin).unwrap();
        let send = |text: &str| {
            desk.ask("POST", "/api/v1/inbound/email").bearer(&token).body("message/rfc822", text.into())
        };
        let taken = send(MAIL).send().await.expect(200).json();
        assert_eq!(taken["state"], "done");
        let number = taken["ticket"].as_str().unwrap();
        let ticket =
            desk.get(&format!("/api/v1/tickets/{number}")).bearer(&token).send().await.expect(200).json();
        assert_eq!(
            (ticket["subject"].as_str(), ticket["channel"].as_str()),
            (Some("Blank labels"), Some("email"))
        );
        assert_eq!(send(MAIL).send().await.expect(200).json(), taken, "the same message again");
        let ours =
            send(&MAIL.replace("cleo@quill.example", "support@desk.example")).send().await.expect(200).json();
        assert_eq!(ours["ticket"], serde_json::Value::Null);
    }
}

#[tokio::test]
async fn who_may_not_and_what_is_none_is_refused() {
    for desk in desks().await {
        let admin = desk.token_of(Role::Admin).unwrap();
        let at = |path: &str, kind: &str, token: &str| {
            desk.ask("POST", path).bearer(token).body(kind, MAIL.into())
        };
        at("/api/v1/inbound/email", "application/json", &admin).send().await.problem(415);
        at("/api/v1/inbound/email?mailbox=none", "message/rfc822", &admin).send().await.problem(422);
        for role in [Role::Customer, Role::Agent, Role::Lead] {
            let token = desk.token_of(role).unwrap();
            at("/api/v1/inbound/email", "message/rfc822", &token).send().await.problem(403);
        }
        let other = desk.token_for("admin@demo.example", &["tickets:write"]).await;
        at("/api/v1/inbound/email", "message/rfc822", &other).send().await.problem(403);
        desk.ask("POST", "/api/v1/inbound/email")
            .body("message/rfc822", MAIL.into())
            .send()
            .await
            .problem(401);
    }
}

#[tokio::test]
async fn a_message_of_many_megabytes_is_taken_over_http() {
    let desk = common::desk().await;
    let token = desk.token_of(Role::Admin).unwrap();
    let text = format!("{MAIL}{}", "All of it is text.\r\n".repeat(600_000));
    let send = desk.ask("POST", "/api/v1/inbound/email").bearer(&token).body("message/rfc822", text);
    assert_eq!(send.send().await.expect(200).json()["state"], "done");
}

#[tokio::test]
async fn a_message_is_saved_as_it_came_and_never_shown_by_a_browser() {
    for desk in desks().await {
        let token = desk.token_of(Role::Admin).unwrap();
        let take = |text: String| {
            desk.ask("POST", "/api/v1/inbound/email").bearer(&token).body("message/rfc822", text)
        };
        let known = take(MAIL.into()).send().await.expect(200).json()["id"].as_str().unwrap().to_owned();
        let nobodys = take("Subject: x\r\n\r\nHello".into()).send().await.expect(200).json();
        let nobodys = nobodys["id"].as_str().unwrap();
        let saved = |id: &str, role| desk.get(&format!("/mail/{id}")).cookie(&desk.cookie_of(role)).send();
        let reply = saved(&known, Role::Agent).await.expect(200);
        assert_eq!(reply.text, MAIL);
        assert_eq!(reply.header("content-disposition"), "attachment; filename=\"message.eml\"");
        assert_eq!(reply.header("x-content-type-options"), "nosniff");
        assert!(reply.header("content-security-policy").contains("sandbox"));
        saved(nobodys, Role::Admin).await.expect(200);
        saved(nobodys, Role::Lead).await.expect(404);
        saved(&known, Role::Customer).await.expect(403);
        desk.get(&format!("/mail/{known}")).send().await.expect(401);
    }
}

#[tokio::test]
async fn the_laboratory_is_the_admins_and_keeps_nothing() {
    for desk in desks().await {
        let attempt = |role, text: String| {
            let ask = desk.ask("POST", "/mail/lab").cookie(&desk.cookie_of(role));
            ask.body("message/rfc822", text)
        };
        let before = desk.number("SELECT COUNT(*) FROM mail_in").await;
        let steps = attempt(Role::Admin, MAIL.into()).send().await.expect(200).json();
        assert_eq!((steps["rule"].as_str(), steps["deed"].as_str()), (Some("new"), Some("open")));
        let empty = attempt(Role::Admin, String::new()).send().await.expect(200).json();
        assert_eq!(empty["trouble"], "unreadable");
        attempt(Role::Manager, MAIL.into()).send().await.expect(403);
        desk.ask("POST", "/mail/lab").body("message/rfc822", MAIL.into()).send().await.expect(401);
        attempt(Role::Admin, "a".repeat((25 << 20) + 1)).send().await.expect(413);
        assert_eq!(desk.number("SELECT COUNT(*) FROM mail_in").await, before);
    }
}

#[test]
fn a_pipe_hands_a_message_over() {
    let folder = Folder::new();
    let run = |mail: &str, more: &[&str]| {
        let mut command = vec!["mail-in"];
        command.extend(more);
        let mut program = common::process::casewell(&folder, &folder.sqlite_url(), &command);
        let mut child = program.stdin(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(mail.as_bytes()).unwrap();
        let ended = child.wait_with_output().unwrap();
        (ended.status.code(), String::from_utf8_lossy(&ended.stderr).into_owned())
    };
    let (code, said) = run(MAIL, &[]);
    assert_eq!(code, Some(75), "no desk is here, and none is made: {said}");
    assert!(!std::path::Path::new(folder.sqlite_url().trim_start_matches("sqlite://")).exists());
    let admin = ["user", "add", "--email", "ada@desk.example", "--name", "Ada", "--role", "admin"];
    let made = common::process::casewell(&folder, &folder.sqlite_url(), &admin).output().unwrap();
    assert!(made.status.success(), "{made:?}");
    let (code, said) = run(MAIL, &[]);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("done CW-10001"), "{said}");
    let (code, again) = run(MAIL, &[]);
    assert_eq!((code, again.contains("done CW-10001")), (Some(0), true), "{again}");
    let (code, said) = run("", &[]);
    assert_eq!((code, said.contains("quarantined")), (Some(0), true), "kept all the same: {said}");
    let (code, said) = run(MAIL, &["--mailbox", "none"]);
    assert_eq!(
        (code, said.contains("no mailbox none")),
        (Some(75), true),
        "who hands it over keeps it: {said}"
    );
}
