//! Mail that no person wrote, mail that came back, and who is believed: one case of email.md a test, on both databases.

mod common;
mod letters;

use domain::mail::Trouble;
use domain::mail::machine::Sign;
use domain::mail::sender::Standing;
use domain::tickets::Status;
use domain::tickets::decide::Command;
use domain::tickets::entry::{Author, Body};

use letters::{answered, entries, letter, reading, said, status, waiting};

const ANA: &str = "Ana <ana@quill.example>";

fn set(to: Status) -> Command {
    Command::SetStatus { to, reason: None, review_at: None }
}

/// A report about the mail `id` to `to`, as mail servers write one.
fn report(id: &str, to: &str, action: &str, code: &str) -> letters::Letter {
    let text = format!(
        "--b\nContent-Type: text/plain\n\nYour mail.\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx\n\n\
         Final-Recipient: rfc822; {to}\nAction: {action}\nStatus: {code}\n--b\nContent-Type: text/rfc822-headers\n\n\
         Message-ID: <{id}>\nSubject: Re: Blank labels\n--b--\n"
    );
    let kind = "multipart/report; report-type=delivery-status; boundary=b";
    let report =
        letter("MAILER-DAEMON@mx.example", "Undelivered Mail Returned to Sender").with("Content-Type", kind);
    report.with("Return-Path", "<>").with("Auto-Submitted", "auto-replied").saying(&text)
}

#[tokio::test]
async fn case_14_staff_pass_on_a_customers_mail() {
    for (desk, cast) in reading().await {
        let text = "See below.\n\n---------- Forwarded message ----------\nFrom: Cleo <cleo@quill.example>\nDate: Mon, 2 Nov 2026\nSubject: Blank labels\nTo: ines@desk.example\n\nThey come out blank.";
        let passed_on = letter("Ines <ines@desk.example>", "Fwd: Blank labels").saying(text).confirmed();
        let number = passed_on.ticket(&desk).await;
        let page = backend::tickets::page(&desk.b, &cast.agent, &number).await.unwrap();
        assert_eq!(page.subject, "Blank labels");
        let requester = desk
            .texts("SELECT e.email FROM tickets t JOIN person_emails e ON e.person_id = t.requester_id")
            .await;
        assert_eq!(requester, ["cleo@quill.example"]);
        let all = entries(&desk, &cast.agent, &number).await;
        assert!(matches!(&all[0].body, Body::Created { text, .. } if text == "They come out blank."));
        let note =
            all.iter().find(|entry| matches!(&entry.body, Body::Note { text, .. } if text == "See below."));
        assert!(
            note.is_some_and(|note| note.author_name == cast.agent.name && !note.body.is_public()),
            "among colleagues"
        );
    }
}

#[tokio::test]
async fn case_14_staff_pass_on_a_mail_as_a_file() {
    for (desk, cast) in reading().await {
        let text = "--x\n\nFor you.\n--x\nContent-Type: message/rfc822\n\nFrom: Cleo <cleo@quill.example>\nSubject: Labels\n\nBlank.\n--x--\n";
        let passed_on = letter("Ines <ines@desk.example>", "Fwd: Labels").saying(text).confirmed();
        let number = passed_on.with("Content-Type", "multipart/mixed; boundary=x").ticket(&desk).await;
        let first = entries(&desk, &cast.agent, &number).await.remove(0);
        assert_eq!(first.author_name, "Cleo");
        assert_eq!(first.body.files().unwrap()[0].name, "message.eml", "kept whole");
    }
}

#[tokio::test]
async fn case_15_our_own_address_is_no_customer() {
    for (desk, _) in reading().await {
        for from in [letters::SUPPORT, "Sales <sales@desk.example>", "support+token@desk.example"] {
            let taken = letter(from, "Blank labels").to(&desk).await;
            assert_eq!((taken.state.as_str(), taken.reason), ("ignored", Some(Trouble::Ours)), "{from}");
        }
        let looped = letter(ANA, "Your request").with("X-Casewell-Desk", "desk.example").to(&desk).await;
        assert_eq!(looped.state, "ignored");
        assert_eq!(desk.number("SELECT COUNT(*) FROM tickets").await, 0);
        assert_eq!(desk.number("SELECT COUNT(*) FROM outbox").await, 0);
        assert_eq!(desk.number("SELECT COUNT(*) FROM mail_in").await, 4, "kept all the same");
    }
}

#[tokio::test]
async fn case_16_a_reply_that_comes_back_flags_the_address() {
    for (desk, cast) in reading().await {
        let number = letter(ANA, "Blank labels").ticket(&desk).await;
        let (id, _) = answered(&desk, &cast.agent, &number).await;
        let (notices, outbox) = (
            desk.number("SELECT COUNT(*) FROM notices").await,
            desk.number("SELECT COUNT(*) FROM outbox").await,
        );
        assert_eq!(report(&id, "lead@desk.example", "failed", "5.1.1").ticket(&desk).await, number);
        assert_eq!(
            desk.number("SELECT COUNT(*) FROM bounced_addresses").await,
            0,
            "who got a mail of ours reports nothing about others"
        );
        assert_eq!(report(&id, "ana@quill.example", "failed", "5.1.1").ticket(&desk).await, number);
        assert_eq!(
            desk.texts("SELECT email_norm || ' ' || status FROM bounced_addresses").await,
            ["ana@quill.example 5.1.1"]
        );
        let last = entries(&desk, &cast.agent, &number).await.pop().unwrap();
        let Body::Mailed { mail, .. } = last.body else { panic!("beside the conversation") };
        assert_eq!(mail.sign, Some(Sign::Report));
        assert!(mail.bounce.is_some_and(|bounce| bounce.permanent));
        assert_eq!(desk.number("SELECT COUNT(*) FROM notices").await, notices, "no new notice");
        assert_eq!(desk.number("SELECT COUNT(*) FROM outbox").await, outbox, "no new mail");
        assert_eq!(status(&desk, &cast.agent, &number).await, "waiting");
    }
}

#[tokio::test]
async fn case_16_a_report_about_nothing_of_ours_flags_nobody() {
    for (desk, _) in reading().await {
        let first = letter(ANA, "Blank labels");
        first.ticket(&desk).await;
        report("unknown@mail.example", "ana@quill.example", "failed", "5.1.1").to(&desk).await;
        report(first.id().trim_matches(['<', '>']), "ana@quill.example", "failed", "5.1.1").to(&desk).await;
        assert_eq!(desk.number("SELECT COUNT(*) FROM bounced_addresses").await, 0);
        assert_eq!(desk.number("SELECT COUNT(*) FROM tickets").await, 1);
    }
}

#[tokio::test]
async fn case_17_a_delay_is_noted_and_flags_nobody() {
    for (desk, cast) in reading().await {
        let number = letter(ANA, "Blank labels").ticket(&desk).await;
        let (id, _) = answered(&desk, &cast.agent, &number).await;
        assert_eq!(report(&id, "ana@quill.example", "delayed", "4.4.1").ticket(&desk).await, number);
        assert_eq!(desk.number("SELECT COUNT(*) FROM bounced_addresses").await, 0);
        let last = entries(&desk, &cast.agent, &number).await.pop().unwrap();
        assert!(
            last.body.mail().and_then(|came| came.bounce.clone()).is_some_and(|bounce| !bounce.permanent)
        );
    }
}

#[tokio::test]
async fn case_18_out_of_office_changes_no_state() {
    for (desk, cast) in reading().await {
        for state in [Status::Closed, Status::Resolved, Status::Waiting] {
            let number = letter(ANA, &format!("About {}", state.code())).ticket(&desk).await;
            let (id, token) = answered(&desk, &cast.agent, &number).await;
            backend::tickets::change(&desk.b, &cast.agent, &number, None, set(state)).await.unwrap();
            let away = letter(ANA, "Out of office")
                .answering(&id)
                .with("To", &token)
                .with("Auto-Submitted", "auto-replied");
            assert_eq!(away.saying("I am away.").ticket(&desk).await, number);
            assert_eq!(status(&desk, &cast.agent, &number).await, state.code());
            let customer = said(&desk, &cast.agent, &number).await;
            assert!(customer.iter().all(|(_, text)| text != "I am away."), "it is no answer");
            assert!(
                entries(&desk, &cast.agent, &number)
                    .await
                    .iter()
                    .any(|entry| matches!(entry.body, Body::Mailed { .. }))
            );
        }
        assert_eq!(desk.number("SELECT COUNT(*) FROM tickets WHERE unanswered = TRUE").await, 0);
    }
}

#[tokio::test]
async fn case_20_a_person_through_a_list_is_not_acknowledged() {
    for (desk, cast) in reading().await {
        let listed =
            letter(ANA, "Blank labels").with("List-Id", "<users.lists.example>").with("Precedence", "list");
        let number = listed.ticket(&desk).await;
        assert_eq!(waiting(&desk, "acknowledgement").await, 0);
        backend::tickets::change(&desk.b, &cast.agent, &number, None, set(Status::Resolved)).await.unwrap();
        let again =
            letter(ANA, "Re: Blank labels").answering(&listed.id()).with("List-Id", "<users.lists.example>");
        assert_eq!(again.ticket(&desk).await, number);
        assert_eq!(status(&desk, &cast.agent, &number).await, "open", "it opens again");
    }
}

#[tokio::test]
async fn what_a_program_tells_by_itself_is_a_ticket_without_acknowledgement() {
    for (desk, _) in reading().await {
        letter("alarm@quill.example", "Disk is full")
            .with("Auto-Submitted", "auto-generated")
            .ticket(&desk)
            .await;
        assert_eq!(waiting(&desk, "acknowledgement").await, 0);
        let answer = letter("x@quill.example", "Away").with("Auto-Submitted", "auto-replied").to(&desk).await;
        assert_eq!((answer.state.as_str(), answer.reason), ("ignored", Some(Trouble::Machine)));
    }
}

#[tokio::test]
async fn a_staff_address_that_nobody_confirms_is_no_staff() {
    for (desk, cast) in reading().await {
        let number = letter("Ines <ines@desk.example>", "Reset my password").ticket(&desk).await;
        let first = entries(&desk, &cast.agent, &number).await.remove(0);
        assert_eq!(first.body.mail().map(|came| came.standing), Some(Standing::ClaimsStaff));
        assert!(matches!(&first.body, Body::Created { unverified: Some(_), .. }), "marked");
        assert_eq!(first.author, Author::Customer);
    }
}

#[tokio::test]
async fn a_strangers_mail_joins_no_organisation_unless_it_is_confirmed() {
    for (desk, _) in reading().await {
        desk.exec(
            "INSERT INTO organisations (id, name, name_norm, time_zone, created_at) VALUES ('quill', 'Quill', 'quill', 'Etc/UTC', 0)",
            vec![],
        )
        .await;
        desk.exec(
            "INSERT INTO organisation_domains (domain, organisation_id) VALUES ('quill.example', 'quill')",
            vec![],
        )
        .await;
        letter("Cleo <cleo@quill.example>", "One").ticket(&desk).await;
        letter("Dora <dora@quill.example>", "Two").confirmed().ticket(&desk).await;
        let joined = desk.texts("SELECT name FROM people WHERE organisation_id = 'quill'").await;
        assert_eq!(joined, ["Dora"]);
        assert_eq!(desk.number("SELECT COUNT(*) FROM sessions").await, 0);
    }
}

#[tokio::test]
async fn case_14_staff_pass_on_a_mail_without_a_word_of_their_own() {
    for (desk, _) in reading().await {
        let head = "From: Cleo <cleo@quill.example>\nSent: Monday, 2 November 2026 10:12\nTo: Ines <ines@desk.example>\nSubject: Blank labels\n\nThey come out blank.";
        for above in ["", "\n\n", "________________________________\n"] {
            let passed_on = letter("Ines <ines@desk.example>", "FW: Blank labels").confirmed();
            passed_on.saying(&format!("{above}{head}")).ticket(&desk).await;
            let requester = desk
                .texts("SELECT e.email FROM tickets t JOIN person_emails e ON e.person_id = t.requester_id ORDER BY t.number DESC LIMIT 1")
                .await;
            assert_eq!(requester, ["cleo@quill.example"], "{above:?}");
        }
    }
}

#[tokio::test]
async fn who_unsubscribes_is_asked_no_more_and_opens_no_ticket() {
    for (desk, cast) in reading().await {
        let asked = letter(ANA, "Unsubscribe").saying("").to(&desk).await;
        assert_eq!((asked.state.as_str(), asked.reason), ("ignored", Some(Trouble::Unsubscribed)));
        assert_eq!(desk.number("SELECT COUNT(*) FROM tickets").await, 0);
        assert_eq!(desk.texts("SELECT email_norm FROM mail_opt_outs").await, ["ana@quill.example"]);
        let first = letter(ANA, "Unsubscribe my old address from the invoices");
        let number = first.ticket(&desk).await;
        letter(ANA, "unsubscribe").answering(&first.id()).ticket(&desk).await;
        assert_eq!(said(&desk, &cast.agent, &number).await.len(), 2, "an answer is an answer");
        letter("Bo <bo@pine.example>", "unsubscribe").denied().ticket(&desk).await;
        assert_eq!(desk.number("SELECT COUNT(*) FROM mail_opt_outs").await, 1);
    }
}
