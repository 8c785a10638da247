//! Which ticket a message belongs to: the rules of email.md, one case a test, on both databases.

mod common;
mod letters;

use backend::mail::inbound::move_message;
use common::desk::desks;
use domain::mail::which::Rule;
use domain::tickets::entry::{Author, Body};

use letters::{answered, arrive, entries, letter, reading, said, status, waiting};

const ANA: &str = "Ana <ana@quill.example>";
const BO: &str = "Bo <bo@pine.example>";

#[tokio::test]
async fn a_first_mail_opens_a_ticket_for_its_sender() {
    for (desk, cast) in reading().await {
        let number = letter(ANA, "Blank labels").ticket(&desk).await;
        let entries = entries(&desk, &cast.agent, &number).await;
        assert_eq!(entries[0].author_name, "ana");
        let came = entries[0].body.mail().expect("how it came");
        assert_eq!((came.rule, came.from.email.as_str()), (Rule::New, "ana@quill.example"));
        assert_eq!(
            said(&desk, &cast.agent, &number).await,
            [(Author::Customer, "The labels come out blank.".into())]
        );
        assert_eq!(waiting(&desk, "acknowledgement").await, 1);
        let queue = desk.texts("SELECT COALESCE(queue_id, '') FROM tickets").await;
        assert_eq!(queue, [""], "no mailbox, no queue");
    }
}

#[tokio::test]
async fn case_1_apple_mail_overwrites_references() {
    for (desk, cast) in reading().await {
        let number = letter(ANA, "Blank labels").ticket(&desk).await;
        let (id, _) = answered(&desk, &cast.agent, &number).await;
        let reply = letter(ANA, "Re: Blank labels").with("In-Reply-To", &format!("<{id}>"));
        let reply = reply.with("References", "<unrelated@mail.example>");
        assert_eq!(reply.ticket(&desk).await, number);
        assert_eq!(status(&desk, &cast.agent, &number).await, "open", "it waited for the customer");
    }
}

#[tokio::test]
async fn case_2_a_relay_replaced_our_message_id() {
    for (desk, cast) in reading().await {
        let number = letter(ANA, "Blank labels").ticket(&desk).await;
        let (_, token) = answered(&desk, &cast.agent, &number).await;
        let reply = letter(ANA, "Something else").answering("replaced@relay.example").with("To", &token);
        assert_eq!(reply.ticket(&desk).await, number);
        let entries = entries(&desk, &cast.agent, &number).await;
        let came = entries.iter().rev().find_map(|entry| entry.body.mail()).expect("a verdict");
        assert_eq!((came.rule, came.clue.as_str()), (Rule::Token, token.as_str()));
    }
}

#[tokio::test]
async fn case_3_references_are_known_when_in_reply_to_is_not() {
    for (desk, cast) in reading().await {
        let number = letter(ANA, "Blank labels").ticket(&desk).await;
        let (id, _) = answered(&desk, &cast.agent, &number).await;
        let reply = letter(ANA, "Hello again").with("In-Reply-To", "<nobody@mail.example>");
        let reply = reply.with("References", &format!("<old@mail.example> <{id}> <nobody@mail.example>"));
        assert_eq!(reply.ticket(&desk).await, number);
    }
}

#[tokio::test]
async fn case_4_a_colleague_in_cc_answers_the_first_mail() {
    for (desk, cast) in reading().await {
        let first = letter(ANA, "Blank labels").with("Cc", "Cleo <cleo@quill.example>");
        let number = first.ticket(&desk).await;
        let reply = letter("Cleo <cleo@quill.example>", "Re: Blank labels").answering(&first.id());
        let reply = reply.saying("It is the new printer.");
        assert_eq!(reply.ticket(&desk).await, number);
        let people = desk.texts("SELECT email_norm FROM participants ORDER BY email_norm").await;
        assert_eq!(people, ["cleo@quill.example"]);
        let said = said(&desk, &cast.agent, &number).await;
        assert_eq!(said[1], (Author::Customer, "It is the new printer.".into()));
    }
}

#[tokio::test]
async fn case_5_two_mails_share_an_ancestor_that_nobody_saw() {
    for (desk, _) in reading().await {
        let first = letter(ANA, "Blank labels").answering("unseen@mail.example").ticket(&desk).await;
        let second = letter(ANA, "More about it").answering("unseen@mail.example").ticket(&desk).await;
        assert_eq!(first, second);
    }
}

#[tokio::test]
async fn case_6_the_customer_answers_their_own_mail() {
    for (desk, _) in reading().await {
        let first = letter(ANA, "Blank labels");
        let number = first.ticket(&desk).await;
        assert_eq!(letter(ANA, "Re: Blank labels").answering(&first.id()).ticket(&desk).await, number);
    }
}

#[tokio::test]
async fn case_7_the_agent_answered_from_their_own_program() {
    for (desk, cast) in reading().await {
        let first = letter(ANA, "Blank labels");
        let number = first.ticket(&desk).await;
        let answer =
            letter("Ines <ines@desk.example>", "Re: Blank labels").answering(&first.id()).confirmed();
        let answer = answer.with("To", ANA).with("Cc", letters::SUPPORT).saying("Please restart it.");
        assert_eq!(answer.ticket(&desk).await, number);
        assert_eq!(said(&desk, &cast.agent, &number).await[1], (Author::Staff, "Please restart it.".into()));
        assert_eq!(waiting(&desk, "reply").await, 0, "the customer has it already");
        assert_eq!(letter(ANA, "Re: Blank labels").answering(&answer.id()).ticket(&desk).await, number);
    }
}

#[tokio::test]
async fn only_those_whom_an_agents_mail_did_not_reach_get_it_from_the_desk() {
    for (desk, _) in reading().await {
        let first = letter(ANA, "Blank labels").with("Cc", "Cleo <cleo@quill.example>");
        let number = first.ticket(&desk).await;
        let reply = letter("Cleo <cleo@quill.example>", "Re: Blank labels").answering(&first.id());
        assert_eq!(reply.ticket(&desk).await, number);
        let answer =
            letter("Ines <ines@desk.example>", "Re: Blank labels").answering(&reply.id()).confirmed();
        let answer = answer.with("To", "Cleo <cleo@quill.example>").with("Cc", letters::SUPPORT);
        assert_eq!(answer.saying("Please restart it.").ticket(&desk).await, number);
        let written = desk.texts("SELECT recipient FROM outbox WHERE kind = 'reply'").await;
        assert_eq!(written, ["ana@quill.example"]);
    }
}

#[tokio::test]
async fn an_agent_answers_by_mail_and_the_customer_hears_of_it() {
    for (desk, cast) in reading().await {
        let number = letter(ANA, "Blank labels").ticket(&desk).await;
        let (id, token) = answered(&desk, &cast.agent, &number).await;
        let answer = letter("Ines <ines@desk.example>", "Re: Blank labels").answering(&id).with("To", &token);
        assert_eq!(answer.clone().confirmed().saying("And the driver?").ticket(&desk).await, number);
        assert_eq!(waiting(&desk, "reply").await, 2);
        let forged = answer.with("Message-ID", "<forged@mail.example>").saying("Pay here.");
        assert_eq!(forged.ticket(&desk).await, number);
        let said = said(&desk, &cast.ana, &number).await;
        assert!(said.iter().all(|(_, text)| text != "Pay here."), "nobody confirms who wrote it: {said:?}");
        assert_eq!(waiting(&desk, "reply").await, 2);
    }
}

#[tokio::test]
async fn case_8_the_customer_answers_what_an_agent_began() {
    for (desk, cast) in reading().await {
        let requester = backend::tickets::Requester::Email("ana@quill.example".into());
        let new = common::desk::new_ticket("Your contract");
        let number = backend::tickets::create(&desk.b, &cast.agent, &requester, new).await.unwrap().number;
        let (id, _) = answered(&desk, &cast.agent, &number).await;
        assert_eq!(letter(ANA, "Re: Your contract").answering(&id).ticket(&desk).await, number);
    }
}

#[tokio::test]
async fn case_9_a_strangers_number_in_the_subject_is_a_suggestion() {
    for (desk, cast) in reading().await {
        let number = letter(ANA, "Blank labels").ticket(&desk).await;
        let stranger = letter("Mal <mal@evil.example>", &format!("Re: [{number}] Blank labels"));
        let other = stranger.ticket(&desk).await;
        assert_ne!(other, number);
        let entries = entries(&desk, &cast.agent, &other).await;
        let suggested = entries[0].body.mail().and_then(|came| came.suggested.clone()).expect("a suggestion");
        assert_eq!((suggested.number, suggested.because), (number.clone(), Rule::Subject));
        assert_eq!(letter(ANA, &format!("About {number}")).ticket(&desk).await, number, "who takes part may");
    }
}

#[tokio::test]
async fn case_10_a_number_inside_an_encoded_subject() {
    for (desk, _) in reading().await {
        let number = letter(ANA, "Blank labels").ticket(&desk).await;
        let encoded: String =
            format!("Größe [{number}]").bytes().map(|byte| format!("={byte:02X}")).collect();
        let reply = letter(ANA, &format!("=?utf-8?Q?{encoded}?="));
        assert_eq!(reply.ticket(&desk).await, number);
    }
}

#[tokio::test]
async fn case_11_a_closed_thread_is_carried_on_by_a_new_ticket() {
    for (desk, cast) in reading().await {
        let first = letter(ANA, "Blank labels");
        let number = first.ticket(&desk).await;
        let close = |to| domain::tickets::decide::Command::SetStatus { to, reason: None, review_at: None };
        let closed = close(domain::tickets::Status::Closed);
        backend::tickets::change(&desk.b, &cast.agent, &number, None, closed).await.unwrap();
        let again =
            letter(ANA, "Re: Blank labels").answering(&first.id()).saying("It is back, worse than before.");
        let next = again.ticket(&desk).await;
        assert_ne!(next, number);
        let linked = entries(&desk, &cast.agent, &next).await;
        assert!(
            linked
                .iter()
                .any(|entry| matches!(&entry.body, Body::FollowUp { number: of, of: true } if *of == number))
        );
        assert!(linked[0].body.mail().is_some());
        assert_eq!(status(&desk, &cast.agent, &number).await, "closed");
    }
}

#[tokio::test]
async fn case_12_a_reply_to_a_merged_ticket_reaches_the_survivor() {
    for (desk, cast) in reading().await {
        let first = letter(ANA, "Blank labels");
        let opened = first.to(&desk).await;
        let merged = opened.number.expect("a ticket");
        let survivor = letter(ANA, "The printer in hall two").ticket(&desk).await;
        assert_ne!(merged, survivor);
        // What began it takes the whole matter along.
        move_message(&desk.b, &cast.agent, &opened.id, &survivor).await.expect("a merge");
        assert_eq!(status(&desk, &cast.agent, &merged).await, "closed");
        for reply in [
            letter(ANA, "Re: Blank labels").answering(&first.id()),
            letter(ANA, &format!("Re: [{merged}] Blank labels")),
        ] {
            assert_eq!(reply.ticket(&desk).await, survivor);
        }
    }
}

#[tokio::test]
async fn case_13_one_mail_to_two_mailboxes_is_one_ticket() {
    for (desk, _) in reading().await {
        let mail = letter(ANA, "Blank labels");
        let copy = |hop: &str| [format!("Received: from {hop}\r\n").into_bytes(), mail.raw()].concat();
        let one = arrive(&desk.b, "support", copy("one")).await;
        let two = arrive(&desk.b, "sales", copy("two")).await;
        assert_eq!(one.number, two.number);
        assert_eq!(desk.number("SELECT COUNT(*) FROM tickets").await, 1);
        assert_eq!(waiting(&desk, "acknowledgement").await, 1);
        assert_eq!(desk.texts("SELECT COALESCE(queue_id, '') FROM tickets").await, ["print"]);
    }
}

#[tokio::test]
async fn case_31_a_token_passed_on_to_an_outsider_is_held() {
    for (desk, cast) in reading().await {
        let number = letter(ANA, "Blank labels").ticket(&desk).await;
        let (id, token) = answered(&desk, &cast.agent, &number).await;
        let outsider =
            letter(BO, "Re: Blank labels").with("To", &token).answering(&id).saying("Send me the password.");
        assert_eq!(outsider.ticket(&desk).await, number);
        let said = said(&desk, &cast.ana, &number).await;
        assert!(said.iter().all(|(_, text)| !text.contains("password")), "{said:?}");
        let held = entries(&desk, &cast.agent, &number).await;
        assert!(held.iter().any(|entry| matches!(&entry.body, Body::Mailed { mail, .. } if mail.held)));
        assert_eq!(status(&desk, &cast.agent, &number).await, "waiting", "nothing has changed");
        let people = desk.texts("SELECT email_norm FROM participants").await;
        assert!(people.is_empty(), "{people:?}");
    }
}

#[tokio::test]
async fn what_is_held_speaks_once_staff_let_it_through() {
    for (desk, cast) in reading().await {
        let number = letter(ANA, "Blank labels").ticket(&desk).await;
        let (id, _) = answered(&desk, &cast.agent, &number).await;
        let held =
            letter(BO, "Re: Blank labels").answering(&id).saying("I am her technician.").to(&desk).await;
        assert!(
            backend::mail::inbound::let_through(&desk.b, &cast.ana, &held.id).await.is_err(),
            "not for customers"
        );
        backend::mail::inbound::let_through(&desk.b, &cast.agent, &held.id).await.unwrap();
        let said = said(&desk, &cast.ana, &number).await;
        assert_eq!(said.last(), Some(&(Author::Customer, "I am her technician.".into())));
        assert!(backend::mail::inbound::let_through(&desk.b, &cast.agent, &held.id).await.is_err(), "once");
        let next = letter(BO, "Re: Blank labels").answering(&id).saying("And now?");
        assert_eq!(next.ticket(&desk).await, number);
        assert_eq!(
            letters::said(&desk, &cast.ana, &number).await.last().map(|(_, text)| text.clone()),
            Some("And now?".into())
        );
    }
}

#[tokio::test]
async fn case_32_another_desk_with_its_own_number() {
    for (desk, cast) in reading().await {
        let first = letter(ANA, "Blank labels").with("Cc", "help@pine.example");
        let number = first.ticket(&desk).await;
        let (_, token) = answered(&desk, &cast.agent, &number).await;
        let theirs = letter("Pine <help@pine.example>", "[PINE-77] Your request").with("To", &token);
        assert_eq!(theirs.ticket(&desk).await, number);
        let next = letter("Pine <help@pine.example>", "[PINE-77] Your request").answering(&theirs.id());
        assert_eq!(next.ticket(&desk).await, number, "its id was learned");
    }
}

#[tokio::test]
async fn a_close_open_ticket_of_the_sender_is_suggested() {
    for (desk, cast) in reading().await {
        let number = letter(ANA, "Labels come out blank").ticket(&desk).await;
        let other = letter(ANA, "Labels come out blank again").ticket(&desk).await;
        assert_ne!(number, other);
        let entries = entries(&desk, &cast.agent, &other).await;
        let suggested = entries[0].body.mail().and_then(|came| came.suggested.clone());
        assert_eq!(
            suggested.map(|suggested| (suggested.number, suggested.because)),
            Some((number, Rule::Close))
        );
        let customers = letters::entries(&desk, &cast.ana, &other).await;
        assert!(customers[0].body.mail().is_none(), "how it came is for staff");
    }
}

#[tokio::test]
async fn case_32_the_number_of_another_desk_is_learned_where_headers_are_lost() {
    for (desk, cast) in reading().await {
        for mark in ["[OTRS#2026112210000017]", "[Ticket#2026-17]", "[#123456]", "[JIRA] (ABC-12)"] {
            let first = letter(ANA, &format!("Labels {mark}")).with("Cc", "help@pine.example");
            let first = first.with("Subject", "Labels");
            let number = first.ticket(&desk).await;
            let (_, token) = answered(&desk, &cast.agent, &number).await;
            let theirs =
                letter("Pine <help@pine.example>", &format!("{mark} Your request")).with("To", &token);
            assert_eq!(theirs.ticket(&desk).await, number);
            let stripped = letter("Pine <help@pine.example>", &format!("Re: {mark} Your request"));
            assert_eq!(stripped.saying("It is on its way.").ticket(&desk).await, number, "{mark}");
            let entries = entries(&desk, &cast.agent, &number).await;
            let came = entries.iter().rev().find_map(|entry| entry.body.mail()).expect("a verdict");
            assert_eq!(came.rule, Rule::Mark);
            assert_eq!(said(&desk, &cast.ana, &number).await.last().unwrap().1, "It is on its way.");
            let colleague = letter("Eve <eve@pine.example>", &format!("{mark} Your request")).to(&desk).await;
            let shown = backend::mail::inbound::view(&desk.b, &cast.agent, &colleague.id).await.unwrap();
            assert_eq!(shown.row.shelf, domain::mail::view::Shelf::Held, "who takes no part does not speak");
            let other = letter("Mal <mal@evil.example>", &format!("{mark} Your request")).ticket(&desk).await;
            assert_ne!(other, number, "only its own domain knows the number");
        }
    }
}

/// Made with the first mail, thirty timers that each send theirs on a new desk would wait for one another in a ring.
#[tokio::test]
async fn the_secret_is_there_before_anything_is_sent_and_one_for_all_nodes() {
    const SECRET: &str = "SELECT body FROM desk_settings WHERE name = 'mail_secret'";
    for desk in desks().await {
        let made = desk.texts(SECRET).await;
        assert_eq!(made.iter().map(String::len).collect::<Vec<_>>(), [64]);
        desk.another_node().await;
        assert_eq!(desk.texts(SECRET).await, made);
    }
}
