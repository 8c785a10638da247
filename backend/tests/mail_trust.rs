//! Mail that its sender's domain denies, what staff refuse, what staff answer to whom, and mail that answers mail which
//! nobody could read; on both databases.

#![expect(clippy::expect_used, reason = "helpers of tests fail as tests do")]

mod common;
mod letters;

use backend::mail::inbound::{let_through, move_message, refuse, retry, view};
use backend::tickets;
use common::desk::{Cast, Desk, refusal};
use domain::Error;
use domain::mail::Trouble;
use domain::mail::sender::Dmarc;
use domain::mail::view::Shelf;
use domain::mail::which::Rule;
use domain::tickets::decide::Command;
use domain::tickets::entry::{Author, Body};
use letters::{answered, arrive, entries, letter, reading, said, status, waiting};

const ANA: &str = "Ana <ana@quill.example>";
const BO: &str = "Bo <bo@pine.example>";
const INES: &str = "Ines <ines@desk.example>";

#[tokio::test]
async fn what_its_domain_denies_waits_on_a_ticket() {
    for (desk, cast) in reading().await {
        let number = letter(ANA, "Blank labels").ticket(&desk).await;
        let (id, token) = answered(&desk, &cast.agent, &number).await;
        let forged = letter(ANA, "Re: Blank labels").with("To", &token).answering(&id).denied();
        let taken = forged.saying("Send it to my new address.").to(&desk).await;
        assert_eq!(taken.number.as_deref(), Some(number.as_str()));
        assert_eq!(said(&desk, &cast.ana, &number).await.len(), 2, "hers and the answer");
        assert_eq!(status(&desk, &cast.agent, &number).await, "waiting");
        let shown = view(&desk.b, &cast.agent, &taken.id).await.expect("a message");
        assert_eq!((shown.row.shelf, shown.came.map(|came| came.dmarc)), (Shelf::Held, Some(Dmarc::Fail)));
        let by_number = letter(ANA, &format!("About {number}")).denied().to(&desk).await;
        assert_eq!(
            view(&desk.b, &cast.agent, &by_number.id).await.expect("a message").row.shelf,
            Shelf::Held
        );
        let other = letter(BO, "Scanner is deaf").ticket(&desk).await;
        move_message(&desk.b, &cast.agent, &taken.id, &other).await.expect("a move");
        assert_eq!(said(&desk, &cast.bo, &other).await.len(), 1, "it waits there as well");
        let_through(&desk.b, &cast.agent, &taken.id).await.expect("staff decide");
        assert_eq!(
            said(&desk, &cast.agent, &other).await.last(),
            Some(&(Author::Customer, "Send it to my new address.".into()))
        );
    }
}

#[tokio::test]
async fn what_its_domain_denies_opens_a_ticket_with_a_mark_and_nobody_is_answered() {
    for (desk, cast) in reading().await {
        for from in [ANA, "Eve <eve@nowhere.example>"] {
            let number = letter(from, "Blank labels").denied().ticket(&desk).await;
            let first = entries(&desk, &cast.agent, &number).await.remove(0);
            assert!(matches!(&first.body, Body::Created { unverified: Some(_), .. }), "{from}: {first:?}");
        }
        let organised = desk.number("SELECT COUNT(*) FROM tickets WHERE organisation_id IS NOT NULL").await;
        assert_eq!((organised, waiting(&desk, "acknowledgement").await), (0, 0));
    }
}

/// The newest alarm to a member of staff: its Message-ID and the address for answers.
async fn alarm(desk: &Desk) -> (String, String) {
    let sent = desk
        .texts("SELECT message_id || ' ' || token FROM outbox WHERE kind = 'alarm' ORDER BY id DESC LIMIT 1")
        .await;
    let (id, token) = sent.first().expect("an alarm").split_once(' ').expect("an id and a token");
    (id.to_owned(), format!("support+{token}@desk.example"))
}

/// An alarm about a customer who calls a matter urgent, which leads ines by mail.
async fn urgent(desk: &Desk, cast: &Cast) -> (String, String, String) {
    let number = letter(ANA, "Blank labels").ticket(desk).await;
    let urgent = Command::MoreUrgent { reason: "The dock stands still.".into() };
    tickets::change(&desk.b, &cast.ana, &number, None, urgent).await.expect("a change");
    let (id, token) = alarm(desk).await;
    (number, id, token)
}

#[tokio::test]
async fn an_answer_to_an_alarm_is_a_note_among_colleagues() {
    for (desk, cast) in reading().await {
        let (number, id, token) = urgent(&desk, &cast).await;
        let replies = waiting(&desk, "reply").await;
        let by_token = letter(INES, "Re: urgent").with("To", &token).confirmed().saying("He always says so.");
        let by_id = letter(INES, "Re: urgent").answering(&id).confirmed().saying("By its id.");
        let by_subject = letter(INES, &format!("About {number}")).confirmed().saying("By its number.");
        let by_note = letter("Lea <lea@desk.example>", "Re: urgent")
            .answering(&by_token.id())
            .confirmed()
            .saying("I see.");
        for (letter, words) in [
            (&by_token, "He always says so."),
            (&by_id, "By its id."),
            (&by_subject, "By its number."),
            (&by_note, "I see."),
        ] {
            // What no clue leads to the ticket opens one.
            if letter.to(&desk).await.number.as_deref() != Some(number.as_str()) {
                assert_eq!(words, "By its number.", "only a number alone may lead nowhere");
                continue;
            }
            let all = entries(&desk, &cast.agent, &number).await;
            assert!(
                all.iter().any(|entry| matches!(&entry.body, Body::Note { text, .. } if text == words)),
                "{words}: {all:?}"
            );
        }
        let seen = said(&desk, &cast.ana, &number).await;
        assert_eq!(seen.len(), 1, "{seen:?}");
        assert_eq!(waiting(&desk, "reply").await, replies, "nothing leaves");
        let text = desk.texts("SELECT body FROM outbox WHERE kind = 'alarm' ORDER BY id DESC LIMIT 1").await;
        assert!(text[0].contains("becomes a note on the ticket"), "{text:?}");
    }
}

#[tokio::test]
async fn an_answer_to_the_news_of_a_customers_message_goes_to_the_customer() {
    for (desk, cast) in reading().await {
        let first = letter(ANA, "Blank labels");
        let number = first.ticket(&desk).await;
        let answer =
            letter(INES, "Re: Blank labels").answering(&first.id()).confirmed().saying("Restart it.");
        assert_eq!(answer.ticket(&desk).await, number);
        assert_eq!(said(&desk, &cast.ana, &number).await[1], (Author::Staff, "Restart it.".into()));
        let (id, token) = answered(&desk, &cast.agent, &number).await;
        for letter in [letter(INES, "Re: x").answering(&id), letter(INES, "Re: x").with("To", &token)] {
            let before = said(&desk, &cast.ana, &number).await.len();
            letter.confirmed().ticket(&desk).await;
            assert_eq!(said(&desk, &cast.ana, &number).await.len(), before + 1);
        }
        let copied =
            letter(INES, &format!("Re: [{number}]")).with("To", &format!("{ANA}, support+x@desk.example"));
        let before = said(&desk, &cast.ana, &number).await.len();
        if copied.confirmed().to(&desk).await.number.as_deref() == Some(number.as_str()) {
            assert_eq!(said(&desk, &cast.ana, &number).await.len(), before + 1, "she has it already");
        }
    }
}

#[tokio::test]
async fn what_nobody_confirms_as_staffs_becomes_the_same_once_it_is_let_through() {
    for (desk, cast) in reading().await {
        let (number, _, token) = urgent(&desk, &cast).await;
        let held = letter(INES, "Re: urgent").with("To", &token).saying("A word.").to(&desk).await;
        assert_eq!(view(&desk.b, &cast.agent, &held.id).await.expect("a message").row.shelf, Shelf::Held);
        let_through(&desk.b, &cast.agent, &held.id).await.expect("staff decide");
        assert_eq!(said(&desk, &cast.ana, &number).await.len(), 1, "a note");
        let all = entries(&desk, &cast.agent, &number).await;
        let is_note = |body: &Body| matches!(body, Body::Note { text, .. } if text == "A word.");
        let note = all.iter().find(|entry| is_note(&entry.body)).expect("a note");
        assert!(note.body.mail().is_some(), "how it came stands beside it");
    }
}

#[tokio::test]
async fn what_waits_can_be_refused_and_let_through_after_all() {
    for (desk, cast) in reading().await {
        let number = letter(ANA, "Blank labels").ticket(&desk).await;
        let (id, _) = answered(&desk, &cast.agent, &number).await;
        let outsider = letter(BO, "Re: Blank labels").answering(&id).saying("Buy my labels.");
        let held = outsider.to(&desk).await;
        assert_eq!(refusal(refuse(&desk.b, &cast.ana, &held.id).await), Error::Forbidden);
        assert_eq!(refusal(refuse(&desk.b, &cast.agent, "nothing").await), Error::NotFound);
        let seen = entries(&desk, &cast.ana, &number).await.len();
        refuse(&desk.b, &cast.agent, &held.id).await.expect("a refusal");
        assert_eq!(refusal(refuse(&desk.b, &cast.agent, &held.id).await), Error::NotFound, "once");
        let shown = view(&desk.b, &cast.agent, &held.id).await.expect("kept");
        assert_eq!((shown.row.shelf, shown.may_refuse, shown.may_let_through), (Shelf::Refused, false, true));
        let all = entries(&desk, &cast.agent, &number).await;
        let told = all.last().expect("a line");
        assert!(
            matches!(&told.body, Body::MailRefused { mail, from } if *mail == held.id && from.email == "bo@pine.example")
        );
        assert_eq!(told.author_name, cast.agent.name, "who did so");
        assert!(all.iter().any(
            |entry| matches!(&entry.body, Body::Mailed { mail, text, .. } if mail.refused && !mail.held && text == "Buy my labels.")
        ));
        assert_eq!(status(&desk, &cast.agent, &number).await, "waiting");
        assert_eq!(entries(&desk, &cast.ana, &number).await.len(), seen, "customers see nothing of it");
        let again =
            letter(BO, "Re: Blank labels").answering(&outsider.id()).saying("Please.").to(&desk).await;
        assert_eq!(
            view(&desk.b, &cast.agent, &again.id).await.expect("kept").row.shelf,
            Shelf::Held,
            "beside it"
        );
        let_through(&desk.b, &cast.agent, &held.id).await.expect("after all");
        assert_eq!(
            said(&desk, &cast.ana, &number).await.last().map(|(_, text)| text.as_str()),
            Some("Buy my labels.")
        );
        assert_eq!(view(&desk.b, &cast.agent, &held.id).await.expect("kept").row.shelf, Shelf::Arrived);
    }
}

#[tokio::test]
async fn an_answer_to_a_message_in_quarantine_says_so_and_the_message_joins_it() {
    for (desk, cast) in reading().await {
        desk.exec("UPDATE people SET disabled_at = 1 WHERE id = $1", vec![cast.bo.person_id.as_str().into()])
            .await;
        let unread = letter(BO, "Scanner is deaf").with("Cc", ANA);
        let kept = unread.to(&desk).await;
        assert_eq!((kept.state.as_str(), kept.reason), ("quarantined", Some(Trouble::Disabled)));
        let answer = letter(ANA, "Re: Scanner is deaf").with("Cc", BO).answering(&unread.id());
        let taken = answer.to(&desk).await;
        let number = taken.number.clone().expect("a ticket");
        let came = view(&desk.b, &cast.agent, &taken.id).await.expect("a message").came.expect("a verdict");
        assert_eq!((came.rule, came.answers), (Rule::New, Some(kept.id.clone())));
        desk.exec("UPDATE people SET disabled_at = NULL", vec![]).await;
        let admin = desk.person(domain::access::Role::Admin, "ada@desk.example").await;
        let read = retry(&desk.b, &admin, &kept.id).await.expect("another try");
        assert_eq!(read.number.as_deref(), Some(number.as_str()), "where the answer to it stands");
        let next = letter(ANA, "Re: Scanner is deaf").answering(&unread.id()).ticket(&desk).await;
        assert_eq!(next, number);
    }
}

#[tokio::test]
async fn an_answer_to_a_message_that_is_held_stands_beside_it() {
    for (desk, cast) in reading().await {
        let number = letter(ANA, "Blank labels").ticket(&desk).await;
        let (id, _) = answered(&desk, &cast.agent, &number).await;
        let held = letter(BO, "Re: Blank labels").answering(&id);
        held.ticket(&desk).await;
        let next = letter(BO, "Re: Blank labels").answering(&held.id()).to(&desk).await;
        assert_eq!(next.number.as_deref(), Some(number.as_str()));
        assert_eq!(view(&desk.b, &cast.agent, &next.id).await.expect("a message").row.shelf, Shelf::Held);
        let hers = letter(ANA, "Re: Blank labels").answering(&held.id()).saying("He is with me.");
        assert_eq!(hers.ticket(&desk).await, number);
        assert_eq!(said(&desk, &cast.ana, &number).await.last().unwrap().1, "He is with me.");
    }
}

#[tokio::test]
async fn what_a_colleague_passes_on_in_its_thread_stays_among_colleagues() {
    for (desk, cast) in reading().await {
        let first = letter(ANA, "Quote wanted");
        let number = first.ticket(&desk).await;
        let replies = waiting(&desk, "reply").await;
        let below =
            format!("From: {ANA}\nTo: support@desk.example\nSubject: Quote wanted\n\nHow much is it?");
        for (subject, above) in [
            ("Fwd: Quote wanted", "They never pay.\n\n-------- Forwarded Message --------\n"),
            ("FW: Quote wanted", "They never pay.\n\n________________________________\n"),
            ("WG: Quote wanted", "Begin forwarded message:\n\n"),
        ] {
            let passed_on = letter(INES, subject).answering(&first.id()).confirmed();
            let taken = passed_on.saying(&format!("{above}{below}")).to(&desk).await;
            assert_eq!(taken.number.as_deref(), Some(number.as_str()), "{subject}");
        }
        assert_eq!(said(&desk, &cast.ana, &number).await.len(), 1, "her own words");
        assert_eq!(waiting(&desk, "reply").await, replies, "nothing leaves");
        let notes = entries(&desk, &cast.agent, &number).await;
        let notes = notes.iter().filter(|entry| matches!(entry.body, Body::Note { .. }));
        assert_eq!(notes.count(), 3);
        let also_to_her =
            letter(INES, "Fwd: Quote wanted").with("Cc", ANA).answering(&first.id()).confirmed();
        also_to_her.saying("Here it is.").to(&desk).await;
        assert_eq!(said(&desk, &cast.ana, &number).await.len(), 2, "what goes to the customer anyway");
    }
}

#[tokio::test]
async fn staff_are_believed_only_as_the_one_author() {
    const EVIL: &str = "Eve <eve@nowhere.example>";
    for (desk, cast) in reading().await {
        let number = letter(ANA, "Blank labels").ticket(&desk).await;
        let (id, _) = answered(&desk, &cast.agent, &number).await;
        let before = said(&desk, &cast.ana, &number).await;
        let bare =
            |letter: letters::Letter| letter.with("Authentication-Results", "mx.desk.example; dmarc=pass");
        let spoken =
            |from: &str, words: &str| bare(letter(from, "Re: Blank labels").answering(&id)).saying(words);
        let twice = [format!("From: {EVIL}\r\n").into_bytes(), spoken(INES, "Twice.").raw()].concat();
        let among = spoken("x@nowhere.example", "Among.")
            .with("From", "all: ines@desk.example, eve@nowhere.example;")
            .raw();
        let sender = spoken(INES, "Sender.").with("From", "").with("Sender", INES).raw();
        for (raw, how) in [(twice, "two fields"), (among, "two addresses"), (sender, "none")] {
            arrive(&desk.b, "support", raw).await;
            assert_eq!(said(&desk, &cast.ana, &number).await, before, "{how}");
        }
        arrive(&desk.b, "support", spoken(INES, "By herself.").raw()).await;
        assert_eq!(said(&desk, &cast.ana, &number).await.len(), before.len() + 1);
    }
}
