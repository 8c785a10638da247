//! What old requests hold goes by the desk's rule: in time, once, on any number of nodes, and the request says so; on both
//! databases.

#![expect(clippy::expect_used, clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod common;
mod enclosed;
mod letters;
mod traces;

use backend::Backend;
use backend::mail::inbound::view;
use backend::promises::check::replay_all;
use backend::promises::timers::wake_due;
use backend::tickets::{self, empty_old, retention, save_retention};
use common::desk::{Cast, Desk, refusal};
use domain::access::Role;
use domain::tickets::Status;
use domain::tickets::decide::Command;
use domain::tickets::entry::Body;
use domain::tickets::redact::Retention;
use domain::tickets::view::EntryView;
use domain::time::DAY_MS;
use domain::{Error, Viewer};
use enclosed::is_hidden;
use letters::{entries, letter, reading};
use traces::{a_day_later, in_files, in_tables};

const SECRET: &str = "xyzzyplugh";
const ANA: &str = "Ana <ana@quill.example>";
const PNG: &str = "iVBORw0KGgoAAAANSUhEUg==";

/// An admin's rule: after a year files go, or everything.
async fn rule(desk: &Desk, texts: bool) -> Viewer {
    let admin = desk.person(Role::Admin, "ada@desk.example").await;
    let rule = Retention { months: 12, texts };
    save_retention(&desk.b, &admin, 0, &rule).await.expect("a rule");
    admin
}

/// A request that came by mail with a picture in its page and a file, and that was closed today.
async fn closed(desk: &Desk, cast: &Cast) -> String {
    let text = format!(
        "--x\nContent-Type: text/html\n\n<p>It is {SECRET}. <img src=\"cid:p\"></p>\n--x\nContent-Type: image/png; name=p.png\nContent-ID: <p>\nContent-Disposition: inline\nContent-Transfer-Encoding: base64\n\n{PNG}\n--x\nContent-Type: text/plain; name=a.txt\nContent-Disposition: attachment; filename=a.txt\n\nPassword: {SECRET}\n--x--\n"
    );
    let told =
        letter(ANA, "Blank labels").with("Content-Type", "multipart/related; boundary=x").saying(&text);
    let number = told.ticket(desk).await;
    let close = Command::SetStatus { to: Status::Closed, reason: None, review_at: None };
    tickets::change(&desk.b, &cast.agent, &number, None, close).await.expect("an end");
    number
}

/// Lets the timers do what is theirs, and the rule as much as it finds.
async fn works(b: &Backend) -> usize {
    while wake_due(b).await.expect("timers") > 0 {}
    let mut steps = 0;
    while empty_old(b).await.expect("a step") {
        steps += 1;
    }
    steps
}

async fn first(desk: &Desk, v: &Viewer, number: &str) -> EntryView {
    entries(desk, v, number).await.remove(0)
}

async fn lines(desk: &Desk) -> i64 {
    desk.number("SELECT COUNT(*) FROM entries WHERE kind = 'expired'").await
}

fn days(desk: &Desk, n: i64) {
    desk.clock.advance(n * DAY_MS);
}

#[tokio::test]
async fn files_go_in_time_with_the_mail_that_brought_them_and_words_stay() {
    for (desk, cast) in reading().await {
        let number = closed(&desk, &cast).await;
        rule(&desk, false).await;
        let files = first(&desk, &cast.ana, &number).await.body.files().unwrap().to_vec();
        assert_eq!(files.len(), 2);
        days(&desk, 364);
        works(&desk.b).await;
        assert_eq!(lines(&desk).await, 0, "a day is left");
        days(&desk, 2);
        assert_eq!(works(&desk.b).await, 1);

        let entry = first(&desk, &cast.ana, &number).await;
        assert!(
            matches!(&entry.body, Body::Created { text, files, .. } if text.contains(SECRET) && files.is_empty())
        );
        assert_eq!(entry.redacted.as_deref(), Some("Its files were removed by the help desk."));
        let staff = entries(&desk, &cast.agent, &number).await;
        let mark = staff[0].redacted.clone().unwrap_or_default();
        assert!(mark.starts_with("Its files were removed today") && mark.contains("12 months"), "{mark}");
        assert_eq!(
            staff.last().map(|entry| &entry.body),
            Some(&Body::Expired { months: 12, files: 2, texts: 0 })
        );
        for file in &files {
            assert!(is_hidden(&enclosed::read(&desk.b, &cast.ana, &file.id).await));
        }
        let mails = desk.texts("SELECT id FROM mail_in").await;
        assert!(view(&desk.b, &cast.agent, &mails[0]).await.expect("what is known of it").is_gone);
        a_day_later(&desk).await;
        assert!(in_files(&desk.b, SECRET).is_empty() && in_files(&desk.b, "PNG").is_empty());
        assert_eq!(in_tables(&desk.b, SECRET).await, ["entries.body"]);
        assert_eq!(works(&desk.b).await, 0, "twice is once");
        assert_eq!(lines(&desk).await, 1);
        assert!(replay_all(&desk.b).await.expect("a replay").differing.is_empty());
    }
}

#[tokio::test]
async fn words_go_as_well_when_the_rule_says_so_also_later() {
    for (desk, cast) in reading().await {
        let number = closed(&desk, &cast).await;
        let admin = rule(&desk, false).await;
        days(&desk, 366);
        works(&desk.b).await;
        let seen = retention(&desk.b, &admin).await.expect("the rule").seen;
        let all = Retention { months: 12, texts: true };
        save_retention(&desk.b, &admin, seen, &all).await.expect("another rule");
        works(&desk.b).await;
        assert_eq!(in_tables(&desk.b, SECRET).await, Vec::<String>::new());
        let entry = first(&desk, &cast.ana, &number).await;
        assert_eq!(entry.redacted.as_deref(), Some("Removed by the help desk."));
        let page = tickets::page(&desk.b, &cast.agent, &number).await.expect("a page");
        assert_eq!((page.subject.as_str(), page.status), ("Blank labels", Status::Closed));
        assert_eq!(works(&desk.b).await, 0);
        let said = entries(&desk, &cast.agent, &number).await.pop().map(|entry| entry.body);
        assert_eq!(said, Some(Body::Expired { months: 12, files: 0, texts: 1 }));
    }
}

#[tokio::test]
async fn what_is_open_or_was_touched_lately_stays_and_nothing_goes_without_a_rule() {
    for (desk, cast) in reading().await {
        let touched = closed(&desk, &cast).await;
        let open = letter(ANA, "Open").saying("Still open.").ticket(&desk).await;
        days(&desk, 366);
        assert_eq!(works(&desk.b).await, 0, "no rule");
        let note = Command::Note { text: "I looked at it again.".into() };
        tickets::change(&desk.b, &cast.agent, &touched, None, note).await.expect("a note");
        rule(&desk, true).await;
        works(&desk.b).await;
        assert_eq!(lines(&desk).await, 0);
        days(&desk, 366);
        works(&desk.b).await;
        assert_eq!(lines(&desk).await, 1, "in time it goes, with the note");
        assert!(first(&desk, &cast.ana, &open).await.redacted.is_none());
        // What comes to an emptied request is looked at like the rest.
        let note = Command::Note { text: format!("It was {SECRET}.") };
        tickets::change(&desk.b, &cast.agent, &touched, None, note).await.expect("a note");
        works(&desk.b).await;
        assert_eq!(in_tables(&desk.b, SECRET).await, ["entries.body"]);
        days(&desk, 366);
        works(&desk.b).await;
        assert_eq!((in_tables(&desk.b, SECRET).await, lines(&desk).await), (Vec::new(), 2));
    }
}

#[tokio::test]
async fn two_nodes_do_nothing_twice() {
    for (desk, cast) in reading().await {
        for _ in 0..5 {
            closed(&desk, &cast).await;
        }
        rule(&desk, true).await;
        let (other, _data) = desk.another_node().await;
        days(&desk, 366);
        while wake_due(&desk.b).await.expect("timers") > 0 {}
        let (one, two) = tokio::join!(works(&desk.b), works(&other));
        assert!(one + two > 0);
        assert_eq!(lines(&desk).await, 5, "one line each");
        assert!(replay_all(&desk.b).await.expect("a replay").differing.is_empty());
    }
}

#[tokio::test]
async fn the_rule_is_an_admins_and_two_do_not_overwrite_each_other() {
    for (desk, cast) in reading().await {
        let new = Retention { months: 1, texts: false };
        for v in [&cast.ana, &cast.agent, &cast.manager] {
            assert_eq!(refusal(retention(&desk.b, v).await), Error::Forbidden);
            assert_eq!(refusal(save_retention(&desk.b, v, 0, &new).await), Error::Forbidden);
        }
        let admin = rule(&desk, true).await;
        assert_eq!(refusal(save_retention(&desk.b, &admin, 0, &new).await), Error::Conflict(Vec::new()));
        assert_eq!(
            retention(&desk.b, &admin).await.expect("a rule").rule,
            Retention { months: 12, texts: true }
        );
        let far = Retention { months: 601, texts: false };
        assert!(matches!(refusal(save_retention(&desk.b, &admin, 1, &far).await), Error::Invalid(_)));
        let audited = desk.texts("SELECT detail FROM audit WHERE action = 'retention.saved'").await;
        assert_eq!(audited, [r#"{"months":12,"texts":true}"#]);
    }
}
