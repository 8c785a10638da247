//! Messages that staff move to another ticket, and back; on both databases.

#![expect(clippy::expect_used, clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod common;
mod enclosed;
mod letters;

use backend::mail::inbound::{let_through, move_message, undo_move, view};
use backend::promises::check::replay_all;
use backend::{Failure, tickets};
use common::desk::{Cast, Desk, refusal};
use domain::error::Problem;
use domain::mail::view::Shelf;
use domain::mail::which::Rule;
use domain::tickets::Status;
use domain::tickets::decide::Command;
use domain::tickets::entry::{Author, Body};
use domain::{Error, Viewer};
use enclosed::is_hidden;
use letters::{Letter, answered, entries, letter, reading, said, status};

const ANA: &str = "Ana <ana@quill.example>";
const BO: &str = "Bo <bo@pine.example>";

const PNG: &str =
    "Content-Type: image/png; name=label.png\nContent-Transfer-Encoding: base64\n\niVBORw0KGgoAAAANSUhEUg==";

/// A letter that says `words` and brings a picture along.
fn with_picture(letter: Letter, words: &str) -> Letter {
    let text = format!("--x\nContent-Type: text/plain\n\n{words}\n--x\n{PNG}\n--x--\n");
    letter.with("Content-Type", "multipart/mixed; boundary=x").saying(&text)
}

async fn words(desk: &Desk, v: &Viewer, number: &str) -> Vec<String> {
    said(desk, v, number).await.into_iter().map(|(_, text)| text).collect()
}

/// The ids of the files that the customer of the ticket sees.
async fn files(desk: &Desk, v: &Viewer, number: &str) -> Vec<String> {
    let entries = entries(desk, v, number).await;
    let files = entries.iter().filter_map(|entry| entry.body.files()).flatten();
    files.map(|file| file.id.clone()).collect()
}

/// Stored projections are what the entries say.
async fn holds(desk: &Desk) {
    let checked = replay_all(&desk.b).await.expect("a replay");
    assert!(checked.differing.is_empty(), "{checked:?}");
    assert!(backend::routing::differing(&desk.b).await.expect("workloads").is_empty());
    let stale =
        "SELECT COUNT(*) FROM promises p JOIN tickets t ON t.id = p.ticket_id WHERE t.promises = '[]'";
    assert_eq!(desk.number(stale).await, 0);
}

/// Two tickets that wait for Ana and Bo, and a message of Ana's that came to the first; its id.
async fn scene(desk: &Desk, cast: &Cast) -> (String, String, String) {
    let (one, other) = (letter(ANA, "Blank labels"), letter(BO, "Scanner is deaf"));
    let (first, second) = (one.ticket(desk).await, other.ticket(desk).await);
    let (id, _) = answered(desk, &cast.agent, &first).await;
    answered(desk, &cast.agent, &second).await;
    desk.clock.advance(60_000);
    let message = with_picture(letter(ANA, "Re: Blank labels").answering(&id), "It is the scanner.");
    let taken = message.to(desk).await;
    assert_eq!(taken.number.as_deref(), Some(first.as_str()));
    (first, second, taken.id)
}

#[tokio::test]
async fn a_message_goes_to_another_ticket_with_its_files_and_back() {
    for (desk, cast) in reading().await {
        let (first, second, mail) = scene(&desk, &cast).await;
        assert_eq!(status(&desk, &cast.agent, &first).await, "open");
        let before = (words(&desk, &cast.ana, &first).await, files(&desk, &cast.ana, &first).await);
        desk.clock.advance(60_000);
        let moved = move_message(&desk.b, &cast.agent, &mail, &second).await.expect("a move");
        assert_eq!(moved.number.as_deref(), Some(second.as_str()));

        assert!(!words(&desk, &cast.ana, &first).await.contains(&"It is the scanner.".to_owned()));
        assert!(is_hidden(&enclosed::read(&desk.b, &cast.ana, &before.1[0]).await), "its file left with it");
        assert_eq!(
            words(&desk, &cast.bo, &second).await.last().map(String::as_str),
            Some("It is the scanner.")
        );
        let copy = files(&desk, &cast.bo, &second).await;
        assert!(enclosed::read(&desk.b, &cast.bo, &copy[0]).await.is_ok(), "and can be read there");
        assert_eq!(status(&desk, &cast.agent, &second).await, "open", "the customer has spoken there");
        let told = entries(&desk, &cast.agent, &first).await;
        assert!(told.iter().any(|entry| entry.moved && matches!(entry.body, Body::Message { .. })), "kept");
        assert!(
            matches!(&told.last().expect("a line").body, Body::MailMoved { away: true, number, .. } if *number == second)
        );
        let told = entries(&desk, &cast.agent, &second).await;
        assert!(told.iter().any(
            |entry| matches!(&entry.body, Body::MailMoved { away: false, number, .. } if *number == first)
        ));
        let shown = view(&desk.b, &cast.agent, &mail).await.expect("a message");
        assert_eq!(
            (shown.row.number.as_deref(), shown.moved_from.as_deref()),
            (Some(second.as_str()), Some(first.as_str()))
        );
        assert_eq!(shown.came.map(|came| came.rule), Some(Rule::Moved));
        holds(&desk).await;

        undo_move(&desk.b, &cast.agent, &mail).await.expect("a way back");
        assert_eq!((words(&desk, &cast.ana, &first).await, files(&desk, &cast.ana, &first).await), before);
        assert!(enclosed::read(&desk.b, &cast.ana, &before.1[0]).await.is_ok());
        assert!(!words(&desk, &cast.bo, &second).await.contains(&"It is the scanner.".to_owned()));
        assert!(is_hidden(&enclosed::read(&desk.b, &cast.bo, &copy[0]).await));
        assert_eq!(status(&desk, &cast.agent, &second).await, "waiting", "as it stood");
        assert_eq!(
            desk.number("SELECT COUNT(*) FROM participants WHERE email_norm = 'ana@quill.example'").await,
            0
        );
        assert_eq!(view(&desk.b, &cast.agent, &mail).await.expect("a message").moved_from, None);
        assert_eq!(refusal(undo_move(&desk.b, &cast.agent, &mail).await), Error::NotFound, "once");
        holds(&desk).await;
        let raw = desk.number("SELECT COUNT(*) FROM mail_in").await;
        assert_eq!(raw, 3, "nothing was taken in again");
    }
}

#[tokio::test]
async fn promises_are_worked_out_again_in_both_tickets() {
    for (desk, cast) in reading().await {
        let (first, second, mail) = scene(&desk, &cast).await;
        let unanswered = "SELECT COUNT(*) FROM tickets WHERE unanswered = TRUE";
        assert_eq!(desk.number(unanswered).await, 1);
        move_message(&desk.b, &cast.agent, &mail, &second).await.expect("a move");
        let who = "SELECT 'CW-' || CAST(number AS TEXT) FROM tickets WHERE unanswered = TRUE";
        assert_eq!(desk.texts(who).await, [second], "only there somebody waits");
        undo_move(&desk.b, &cast.agent, &mail).await.expect("a way back");
        assert_eq!(desk.texts(who).await, [first]);
        holds(&desk).await;
    }
}

#[tokio::test]
async fn answers_to_a_moved_message_follow_it() {
    for (desk, cast) in reading().await {
        let first = letter(ANA, "Blank labels").ticket(&desk).await;
        let wrong = letter(BO, "Something new");
        let second = wrong.to(&desk).await;
        move_message(&desk.b, &cast.agent, &second.id, &first).await.expect("a move");
        let next = letter(BO, "Re: Something new").answering(&wrong.id());
        assert_eq!(next.ticket(&desk).await, first, "they take part there now");
        assert_eq!(words(&desk, &cast.ana, &first).await.len(), 3);
    }
}

#[tokio::test]
async fn what_opened_a_ticket_takes_the_matter_along_and_brings_it_back() {
    for (desk, cast) in reading().await {
        let first = letter(ANA, "Blank labels").ticket(&desk).await;
        let opened = with_picture(letter(ANA, "More on the labels"), "They are blank on both sides.");
        let taken = opened.to(&desk).await;
        let second = taken.number.clone().expect("a ticket");
        let (all, merged) = (
            "SELECT COUNT(*) FROM promises",
            "SELECT COUNT(*) FROM promises p JOIN tickets t ON t.id = p.ticket_id WHERE t.merged_into IS NOT NULL",
        );
        let promised = desk.number(all).await;
        assert!(promised >= 2, "something is promised in both");
        move_message(&desk.b, &cast.agent, &taken.id, &first).await.expect("a move");
        assert_eq!(status(&desk, &cast.agent, &second).await, "closed");
        assert_eq!(desk.number(merged).await, 0, "nothing is promised where nothing is left");
        assert_eq!(
            words(&desk, &cast.ana, &first).await,
            ["The labels come out blank.", "They are blank on both sides."]
        );
        let by_number = letter(ANA, &format!("Re: [{second}]")).saying("Still so.");
        assert_eq!(by_number.ticket(&desk).await, first, "what is written to it goes there");
        holds(&desk).await;
        undo_move(&desk.b, &cast.agent, &taken.id).await.expect("a way back");
        assert_eq!(status(&desk, &cast.agent, &second).await, "new");
        assert_eq!(desk.number(all).await, promised, "as before");
        assert_eq!(words(&desk, &cast.ana, &second).await, ["They are blank on both sides."]);
        assert_eq!(letter(ANA, &format!("Re: [{second}]")).ticket(&desk).await, second);
        holds(&desk).await;
    }
}

#[tokio::test]
async fn what_was_held_speaks_where_it_is_moved_to() {
    for (desk, cast) in reading().await {
        let (first, second) = (
            letter(ANA, "Blank labels").ticket(&desk).await,
            letter(BO, "Scanner is deaf").ticket(&desk).await,
        );
        let (id, _) = answered(&desk, &cast.agent, &first).await;
        let held = letter(BO, "Re: Blank labels").answering(&id).saying("It hears nothing.").to(&desk).await;
        assert_eq!(view(&desk.b, &cast.agent, &held.id).await.expect("a message").row.shelf, Shelf::Held);
        move_message(&desk.b, &cast.agent, &held.id, &second).await.expect("a move");
        let said = said(&desk, &cast.bo, &second).await;
        assert_eq!(said.last(), Some(&(Author::Customer, "It hears nothing.".to_owned())));
        assert_eq!(refusal(let_through(&desk.b, &cast.agent, &held.id).await), Error::NotFound);
        undo_move(&desk.b, &cast.agent, &held.id).await.expect("a way back");
        assert_eq!(view(&desk.b, &cast.agent, &held.id).await.expect("a message").row.shelf, Shelf::Held);
        let_through(&desk.b, &cast.agent, &held.id).await.expect("it waits again");
    }
}

#[tokio::test]
async fn what_a_machine_wrote_stays_beside_and_changes_nothing() {
    for (desk, cast) in reading().await {
        let (first, second) = (
            letter(ANA, "Blank labels").ticket(&desk).await,
            letter(BO, "Scanner is deaf").ticket(&desk).await,
        );
        let (id, _) = answered(&desk, &cast.agent, &first).await;
        answered(&desk, &cast.agent, &second).await;
        let away = letter(ANA, "Away").answering(&id).with("Auto-Submitted", "auto-replied").to(&desk).await;
        move_message(&desk.b, &cast.agent, &away.id, &second).await.expect("a move");
        assert_eq!(status(&desk, &cast.agent, &second).await, "waiting");
        let last = entries(&desk, &cast.agent, &second).await.pop().expect("an entry");
        assert!(matches!(last.body, Body::Mailed { .. }));
    }
}

#[tokio::test]
async fn what_may_not_be_moved_is_refused_and_changes_nothing() {
    for (desk, cast) in reading().await {
        let (first, second, mail) = scene(&desk, &cast).await;
        let rows = "SELECT COUNT(*) FROM entries";
        let before = desk.number(rows).await;
        let refused = async |v: &Viewer, mail: &str, number: &str| {
            refusal(move_message(&desk.b, v, mail, number).await)
        };
        let field = |problem| Error::field("number", problem);
        assert_eq!(refused(&cast.ana, &mail, &second).await, Error::Forbidden);
        assert_eq!(refused(&Viewer::default(), &mail, &second).await, Error::SignIn);
        assert_eq!(refused(&cast.agent, "nothing", &second).await, Error::NotFound);
        assert_eq!(refused(&cast.agent, &mail, "CW-99999").await, field(Problem::Unknown));
        assert_eq!(refused(&cast.agent, &mail, "").await, field(Problem::Unknown));
        assert_eq!(
            refused(&cast.agent, &mail, &first).await,
            field(Problem::AlreadyThere),
            "it is there already"
        );
        let opening = desk.texts("SELECT m.id FROM mail_in m JOIN tickets t ON t.id = m.ticket_id WHERE t.number = 10001 ORDER BY m.id LIMIT 1").await.remove(0);
        assert_eq!(
            refused(&cast.agent, &opening, &second).await,
            field(Problem::HasToStay),
            "it was answered"
        );
        let close = Command::SetStatus { to: Status::Closed, reason: None, review_at: None };
        tickets::change(&desk.b, &cast.agent, &second, None, close).await.expect("a closed ticket");
        assert_eq!(refused(&cast.agent, &mail, &second).await, field(Problem::Closed));
        let staffs = letter("Ines <ines@desk.example>", &format!("[{first}]")).confirmed().to(&desk).await;
        let third = letter(BO, "Another").ticket(&desk).await;
        assert!(matches!(
            move_message(&desk.b, &cast.agent, &staffs.id, &third).await,
            Err(Failure::Refused(_))
        ));
        assert_eq!(
            refusal(undo_move(&desk.b, &cast.agent, &mail).await),
            Error::NotFound,
            "nothing was moved"
        );
        assert!(
            desk.number("SELECT COUNT(*) FROM mail_moves").await == 0 && desk.number(rows).await > before
        );
    }
}
