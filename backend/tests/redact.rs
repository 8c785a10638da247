//! What was said and has to go: it is found nowhere afterwards, the timeline says who took it away and why, and customers
//! learn no more than that it is gone; on both databases.

#![expect(clippy::expect_used, clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod common;
mod enclosed;
mod letters;
mod traces;

use backend::mail::inbound::{let_through, move_message, raw, view};
use backend::promises::check::replay_all;
use backend::search::{self, Ask};
use backend::tickets::{self, redact, to_redact};
use backend::{Failure, files, mail};
use common::desk::{Cast, Desk, desks, refusal};
use domain::error::Problem;
use domain::files::For;
use domain::outbox::{MailState, MailTrouble};
use domain::tickets::decide::{AfterReply, Command};
use domain::tickets::entry::Body;
use domain::tickets::view::EntryView;
use domain::{Error, Viewer};
use enclosed::{is_hidden, upload};
use letters::{Letter, answered, entries, letter, reading, waiting};
use traces::{a_day_later, in_files, in_tables};

const SECRET: &str = "xyzzyplugh";
const ANA: &str = "Ana <ana@quill.example>";

/// A letter that holds the secret in its text, its page, its quote, a field of its head and a file.
fn telling(letter: Letter) -> Letter {
    let text = format!(
        "--x\nContent-Type: multipart/alternative; boundary=y\n\n--y\nContent-Type: text/plain\n\nIt is {SECRET}.\n\nOn Monday Ines wrote:\n> say {SECRET}\n--y\nContent-Type: text/html\n\n<p>It is <b>{SECRET}</b>.</p>\n--y--\n--x\nContent-Type: text/plain; name={SECRET}.txt\nContent-Disposition: attachment; filename={SECRET}.txt\n\nPassword: {SECRET}\n--x--\n"
    );
    letter.with("Content-Type", "multipart/mixed; boundary=x").with("X-Note", SECRET).saying(&text)
}

async fn version(desk: &Desk, v: &Viewer, number: &str) -> i64 {
    tickets::page(&desk.b, v, number).await.expect("a page").version
}

/// The newest entry of the ticket that still holds the secret.
async fn told(desk: &Desk, v: &Viewer, number: &str) -> EntryView {
    let mut entries = entries(desk, v, number).await;
    entries.retain(|entry| serde_json::to_string(&entry.body).unwrap().contains(SECRET));
    entries.pop().expect("an entry that tells")
}

async fn redacts(desk: &Desk, v: &Viewer, number: &str, seq: u32) {
    desk.clock.advance(1_000);
    let seen = version(desk, v, number).await;
    redact(&desk.b, v, number, seq, seen, "A password").await.expect("a redaction");
}

async fn is_gone_everywhere(desk: &Desk) {
    assert_eq!(in_tables(&desk.b, SECRET).await, Vec::<String>::new());
    a_day_later(desk).await;
    assert_eq!(in_tables(&desk.b, SECRET).await, Vec::<String>::new());
    assert!(in_files(&desk.b, SECRET).is_empty());
    let checked = replay_all(&desk.b).await.expect("a replay");
    assert!(checked.differing.is_empty(), "{checked:?}");
    assert!(files::check(&desk.b).await.expect("a look").missing.is_empty());
}

async fn is_found(desk: &Desk, v: &Viewer) -> bool {
    search::catch_up(&desk.b).await.expect("an index");
    let ask = Ask { q: SECRET.into(), ..Ask::default() };
    !search::search(&desk.b, v, &ask).await.expect("an answer").hits.is_empty()
}

fn reply(text: &str) -> Command {
    Command::Reply { text: text.into(), after: AfterReply::Wait, plan: None, next_contact: None }
}

#[tokio::test]
async fn a_message_that_came_by_mail_is_found_nowhere_wherever_it_was_moved() {
    for (desk, cast) in reading().await {
        let first = letter(ANA, "Blank labels").ticket(&desk).await;
        let second = letter(ANA, "Scanner is deaf").ticket(&desk).await;
        let (id, _) = answered(&desk, &cast.agent, &first).await;
        desk.clock.advance(60_000);
        let mail = telling(letter(ANA, "Re: Blank labels").answering(&id)).to(&desk).await.id;
        move_message(&desk.b, &cast.agent, &mail, &second).await.expect("a move");
        assert!(is_found(&desk, &cast.agent).await, "it has to be there before it can go");
        assert!(!in_files(&desk.b, SECRET).is_empty());
        let entry = told(&desk, &cast.agent, &second).await;
        redacts(&desk, &cast.lead, &second, entry.seq).await;

        assert!(!is_found(&desk, &cast.agent).await);
        is_gone_everywhere(&desk).await;
        for number in [&first, &second] {
            let all = entries(&desk, &cast.agent, number).await;
            let lost = all.iter().filter(|entry| entry.redacted.is_some()).count();
            let said = all.iter().filter(|entry| matches!(entry.body, Body::Redacted { .. })).count();
            assert_eq!((lost, said), (1, 1), "each end says so");
        }
        let shown = view(&desk.b, &cast.agent, &mail).await.expect("what is known of it");
        assert!(shown.is_gone && !shown.may_move && shown.whole.head.is_empty());
        assert!(is_hidden(&raw(&desk.b, &cast.agent, &mail).await));
        let back = refusal(move_message(&desk.b, &cast.agent, &mail, &first).await);
        assert_eq!(back, Error::field("number", Problem::HasToStay));
    }
}

#[tokio::test]
async fn a_copy_of_a_letter_that_was_redacted_is_not_taken_in_again() {
    for (desk, cast) in reading().await {
        let told_letter = telling(letter(ANA, "Blank labels"));
        let number = told_letter.ticket(&desk).await;
        redacts(&desk, &cast.lead, &number, 1).await;
        let again = told_letter.to(&desk).await;
        assert_eq!(again.number.as_deref(), Some(number.as_str()));
        a_day_later(&desk).await;
        assert_eq!(desk.number("SELECT COUNT(*) FROM mail_in").await, 1);
        assert_eq!(in_tables(&desk.b, SECRET).await, Vec::<String>::new());
        assert!(in_files(&desk.b, SECRET).is_empty(), "nor are its bytes kept");
    }
}

#[tokio::test]
async fn mail_that_was_held_and_redacted_cannot_be_let_through() {
    for (desk, cast) in reading().await {
        let number = desk.request(&cast.ana, "Blank labels").await;
        let (id, _) = answered(&desk, &cast.agent, &number).await;
        let stranger =
            telling(letter("Zed <zed@else.example>", "Re: Blank labels").answering(&id)).to(&desk).await;
        let entry = told(&desk, &cast.agent, &number).await;
        assert!(matches!(entry.body, Body::Mailed { .. }));
        redacts(&desk, &cast.lead, &number, entry.seq).await;
        assert_eq!(refusal(let_through(&desk.b, &cast.agent, &stranger.id).await), Error::NotFound);
        is_gone_everywhere(&desk).await;
    }
}

#[tokio::test]
async fn a_reply_that_waits_is_not_sent_and_one_that_left_keeps_no_words() {
    for desk in desks().await {
        let cast = desk.cast().await;
        let number = desk.request(&cast.ana, "Blank labels").await;
        let file =
            upload(&desk.b, &cast.agent, &For::Reply(number.clone()), "key.txt", SECRET.as_bytes()).await;
        desk.clock.advance(1_000);
        let (all, text) = (vec![reply(&format!("Use {SECRET} <now>."))], [file.clone()]);
        tickets::change_all(&desk.b, &cast.agent, &number, None, all, &text, None).await.expect("a reply");
        assert_eq!(waiting(&desk, "reply").await, 1);
        let entry = told(&desk, &cast.agent, &number).await;
        assert_eq!(entry.mail, Some(MailState::Waiting));
        redacts(&desk, &cast.lead, &number, entry.seq).await;

        let copies = mail::deliveries(&desk.b, &cast.agent, &number, entry.seq).await.expect("its copies");
        assert_eq!((copies[0].state, copies[0].trouble), (MailState::Failed, Some(MailTrouble::Redacted)));
        assert!(!copies[0].can_retry);
        let again = mail::retry_delivery(&desk.b, &cast.agent, &number, entry.seq, &copies[0].id).await;
        assert_eq!(refusal(again), Error::NotFound);
        assert_eq!(
            desk.number("SELECT COUNT(*) FROM outbox WHERE entry_id IS NOT NULL AND next_at IS NOT NULL")
                .await,
            0
        );
        assert!(is_hidden(&enclosed::read(&desk.b, &cast.ana, &file).await));
        is_gone_everywhere(&desk).await;
    }
}

#[tokio::test]
async fn what_customers_call_for_leaves_notices_and_their_mail() {
    for desk in desks().await {
        let cast = desk.cast().await;
        let number = desk.request(&cast.ana, "Blank labels").await;
        desk.clock.advance(1_000);
        for call in [
            Command::MoreUrgent { reason: format!("Urgent: {SECRET}") },
            Command::AskDutyManager { reason: format!("Call me: {SECRET}"), told: Vec::new() },
            Command::CustomerMessage { text: format!("Thanks {SECRET}") },
        ] {
            desk.clock.advance(1_000);
            tickets::change(&desk.b, &cast.ana, &number, None, call).await.expect("a call");
        }
        let note = Command::Note { text: format!("They said {SECRET}") };
        tickets::change(&desk.b, &cast.agent, &number, None, note).await.expect("a note");
        assert!(in_tables(&desk.b, SECRET).await.contains(&"notices.body".to_owned()));
        assert!(in_tables(&desk.b, SECRET).await.contains(&"outbox.body".to_owned()));
        for _ in 0..4 {
            let entry = told(&desk, &cast.agent, &number).await;
            redacts(&desk, &cast.lead, &number, entry.seq).await;
        }
        is_gone_everywhere(&desk).await;
        let notices = tickets::notices::list(&desk.b, &cast.manager, None).await.expect("notices");
        assert!(!notices.is_empty(), "they stay, and say less");
    }
}

#[tokio::test]
async fn the_first_entry_takes_the_subject_along() {
    for (desk, cast) in reading().await {
        let number = telling(letter(ANA, &format!("My password <{SECRET}>"))).ticket(&desk).await;
        answered(&desk, &cast.agent, &number).await;
        for typed in [
            "INSERT INTO intakes (id, body, state, ticket_id, changed_at) SELECT 'i', $1, 'sent', id, 0 FROM tickets",
            "INSERT INTO drafts (person_id, ticket_id, mode, body, changed_at) SELECT requester_id, id, 'reply', $1, 0 FROM tickets",
        ] {
            desk.exec(typed, vec![format!("{{\"text\":\"{SECRET}\"}}").into()]).await;
        }
        let shown = to_redact(&desk.b, &cast.lead, &number, 1).await.expect("a page");
        assert!(shown.with_subject && shown.subject.contains(SECRET));
        redacts(&desk, &cast.lead, &number, 1).await;
        let page = tickets::page(&desk.b, &cast.agent, &number).await.expect("a page");
        assert_eq!(page.subject, "Subject removed");
        is_gone_everywhere(&desk).await;
        let to = Command::SetSubject { to: "Sign-in".into() };
        tickets::change(&desk.b, &cast.agent, &number, None, to).await.expect("a new one");
    }
}

#[tokio::test]
async fn the_timeline_says_who_and_why_and_customers_only_that() {
    for desk in desks().await {
        let (cast, number) = scene(&desk).await;
        redacts(&desk, &cast.lead, &number, 1).await;
        let staff = entries(&desk, &cast.agent, &number).await;
        assert_eq!(staff[0].redacted.as_deref(), Some("Redacted by lea today, 10:00: A password"));
        let said = staff.last().expect("a line");
        assert!(matches!(&said.body, Body::Redacted { entry: 1, reason, .. } if reason == "A password"));
        assert_eq!(said.author_name, "lea");
        let customers = entries(&desk, &cast.ana, &number).await;
        assert_eq!(customers[0].redacted.as_deref(), Some("Removed by the help desk."));
        assert!(!serde_json::to_string(&customers).unwrap().contains("A password"), "P12");
        assert!(matches!(customers[0].body, Body::Created { .. }), "that they asked, and when, stays");
        let events = "SELECT COUNT(*) FROM change_log WHERE is_public = TRUE AND version =
          (SELECT MAX(version) FROM change_log WHERE topic = 'ticket')";
        assert_eq!(desk.number(events).await, 1, "their open pages hear of it");
        let audited = desk
            .texts("SELECT action FROM audit WHERE target = (SELECT id FROM entries WHERE seq = 1)")
            .await;
        assert_eq!(audited, ["entry.redacted"]);
    }
}

#[tokio::test]
async fn a_second_time_changes_nothing_and_a_stale_one_is_shown_what_changed() {
    for desk in desks().await {
        let (cast, number) = scene(&desk).await;
        let seen = version(&desk, &cast.lead, &number).await;
        let again = redact(&desk.b, &cast.lead, &number, 1, seen + 7, "A password").await;
        assert_eq!(refusal(again), Error::Conflict(Vec::new()), "a version that never was");
        let note = Command::Note { text: "Meanwhile.".into() };
        tickets::change(&desk.b, &cast.agent, &number, None, note).await.expect("a note");
        match redact(&desk.b, &cast.lead, &number, 1, seen, "A password").await {
            Err(Failure::Refused(Error::Conflict(news))) => assert_eq!(news.len(), 1),
            other => panic!("{other:?}"),
        }
        let done = redact(&desk.b, &cast.lead, &number, 1, seen + 1, "A password").await.expect("done");
        let twice = redact(&desk.b, &cast.manager, &number, 1, seen, "Again").await.expect("quietly");
        assert_eq!(twice.version, done.version);
        assert_eq!(desk.number("SELECT COUNT(*) FROM entries WHERE kind = 'redacted'").await, 1);
    }
}

#[tokio::test]
async fn only_who_leads_redacts_and_only_what_somebody_wrote() {
    for desk in desks().await {
        let (cast, number) = scene(&desk).await;
        let seen = version(&desk, &cast.agent, &number).await;
        for v in [&cast.ana, &cast.bo, &cast.agent] {
            assert_eq!(refusal(redact(&desk.b, v, &number, 1, seen, "x").await), Error::Forbidden);
            assert_eq!(refusal(to_redact(&desk.b, v, &number, 1).await), Error::Forbidden);
        }
        let token = Viewer { scopes: Some(vec![domain::access::Scope::TicketsWrite]), ..cast.lead.clone() };
        assert_eq!(refusal(redact(&desk.b, &token, &number, 1, seen, "x").await), Error::Forbidden);
        let lead = &cast.lead;
        assert_eq!(refusal(redact(&desk.b, lead, &number, 99, seen, "x").await), Error::NotFound);
        assert_eq!(refusal(redact(&desk.b, lead, "CW-1", 1, seen, "x").await), Error::NotFound);
        let why = refusal(redact(&desk.b, lead, &number, 1, seen, " ").await);
        assert_eq!(why, Error::field("reason", Problem::Required));
        let status =
            entries(&desk, lead, &number).await.into_iter().find(|entry| !entry.body.is_redactable());
        let status = status.expect("a line").seq;
        let nothing = refusal(redact(&desk.b, lead, &number, status, seen, "x").await);
        assert_eq!(nothing, Error::field("entry", Problem::NotAChoice));
    }
}

#[tokio::test]
async fn a_content_that_somebody_else_sent_as_well_stays_theirs() {
    for desk in desks().await {
        let cast = desk.cast().await;
        let mut ids = Vec::new();
        for v in [&cast.ana, &cast.bo] {
            let number = desk.request(v, "Blank labels").await;
            let file = upload(&desk.b, v, &For::Reply(number.clone()), "log.txt", b"the same log").await;
            let says = vec![Command::CustomerMessage { text: "See the log.".into() }];
            let written =
                tickets::change_all(&desk.b, v, &number, None, says, std::slice::from_ref(&file), None).await;
            ids.push((number, file, written.expect("a message").version));
        }
        let (number, file, _) = &ids[0];
        let all = entries(&desk, &cast.ana, number).await;
        let seq = all.iter().find(|entry| entry.body.has_files()).expect("its message").seq;
        redacts(&desk, &cast.lead, number, seq).await;
        a_day_later(&desk).await;
        assert!(is_hidden(&enclosed::read(&desk.b, &cast.ana, file).await));
        assert_eq!(enclosed::read(&desk.b, &cast.bo, &ids[1].1).await.expect("Bo's").1, b"the same log");
    }
}

/// A request of Ana's.
async fn scene(desk: &Desk) -> (Cast, String) {
    let cast = desk.cast().await;
    let number = desk.request(&cast.ana, "Blank labels").await;
    (cast, number)
}
