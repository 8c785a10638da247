//! Mail in and out together: what a mail server gets in answer to what came in.

mod common;
mod letters;

use common::outgoing::{MINUTE, desks, send, write};
use common::sink::Secrecy;
use domain::tickets::decide::Command;
use letters::{answered, arrive, entries, letter, status};

const ANA: &str = "Ana <ana@quill.example>";

#[tokio::test]
async fn case_19_a_robot_without_signs_is_acknowledged_once_a_day() {
    for (desk, _cast, sink, mut lines) in desks(Secrecy::Plain).await {
        for n in 0..5 {
            let robot = letter("robot@quill.example", &format!("Backup {n} failed")).with("Message-ID", "");
            robot.ticket(&desk).await;
            send(&desk, &mut lines).await;
            desk.clock.advance(10 * MINUTE);
        }
        assert_eq!(desk.number("SELECT COUNT(*) FROM tickets").await, 5);
        assert_eq!(sink.count(), 1, "one acknowledgement");
        desk.clock.advance(25 * 60 * MINUTE);
        letter("robot@quill.example", "Backup again").with("Message-ID", "").ticket(&desk).await;
        send(&desk, &mut lines).await;
        assert_eq!(sink.count(), 2, "the next day another");
    }
}

#[tokio::test]
async fn a_conversation_by_mail_alone_stays_one_thread() {
    for (desk, cast, sink, mut lines) in desks(Secrecy::Plain).await {
        let number = letter(ANA, "Blank labels").ticket(&desk).await;
        send(&desk, &mut lines).await;
        let acknowledged = sink.got().pop().expect("an acknowledgement");
        assert!(
            acknowledged.says(&number)
                && acknowledged.header("Auto-Submitted").as_deref() == Some("auto-replied")
        );
        answered(&desk, &cast.agent, &number).await;
        send(&desk, &mut lines).await;
        let reply = sink.got().pop().expect("the reply");
        let id = reply.header("Message-ID").expect("an id");
        let back = letter(ANA, &reply.header("Subject").expect("a subject")).answering(&id);
        let back = back.with("To", &reply.header("Reply-To").expect("an address")).saying("The DX-200.");
        assert_eq!(back.ticket(&desk).await, number);
        assert_eq!(status(&desk, &cast.agent, &number).await, "open");
        send(&desk, &mut lines).await;
        assert_eq!(sink.count(), 2, "what the customer says in it is not acknowledged again");
    }
}

#[tokio::test]
async fn our_own_mail_that_comes_back_is_no_loop() {
    for (desk, _cast, sink, mut lines) in desks(Secrecy::Plain).await {
        letter(ANA, "Blank labels").ticket(&desk).await;
        send(&desk, &mut lines).await;
        let own = sink.got().pop().expect("an acknowledgement").data.replace('\n', "\r\n");
        let back = arrive(&desk.b, "", own.into_bytes()).await;
        assert_eq!(back.state, "ignored");
        send(&desk, &mut lines).await;
        assert_eq!((sink.count(), desk.number("SELECT COUNT(*) FROM tickets").await), (1, 1));
    }
}

/// A mail server's report that the mail `id` to `to` never arrives.
fn report(id: &str, to: &str) -> letters::Letter {
    let text = format!(
        "--b\n\nIt came back.\n--b\nContent-Type: message/delivery-status\n\nFinal-Recipient: rfc822; {to}\n\
         Action: failed\nStatus: 5.1.1\n--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: <{id}>\n--b--\n"
    );
    let report =
        letter("MAILER-DAEMON@mx.example", "Undelivered Mail").with("Return-Path", "<>").saying(&text);
    report.with("Content-Type", "multipart/report; boundary=b")
}

#[tokio::test]
async fn case_16_the_bounce_of_a_notice_to_staff_makes_no_new_notice() {
    for (desk, cast, sink, mut lines) in desks(Secrecy::Plain).await {
        let number = desk.request(&cast.ana, "Blank labels").await;
        send(&desk, &mut lines).await;
        let before = sink.count();
        let urgent = Command::MoreUrgent { reason: "The dock stands still.".into() };
        write(&desk, &cast.ana, &number, urgent).await;
        send(&desk, &mut lines).await;
        let notices: Vec<_> = sink.got().into_iter().skip(before).collect();
        let notice = notices.iter().find(|got| got.says("/desk/t/")).expect("a notice to staff");
        let (id, to) = (notice.header("Message-ID").expect("an id"), notice.header("To").expect("somebody"));
        let address = to.trim_matches(['<', '>']).rsplit('<').next().unwrap_or_default().to_owned();
        let (told, written) = ("SELECT COUNT(*) FROM notices", "SELECT COUNT(*) FROM outbox");
        let counts = (desk.number(told).await, desk.number(written).await);
        let back = report(id.trim_matches(['<', '>']), &address).to(&desk).await;
        assert_eq!(
            (back.state.as_str(), back.number.as_deref()),
            ("done", Some(number.as_str())),
            "on its ticket"
        );
        send(&desk, &mut lines).await;
        assert_eq!(
            (desk.number(told).await, desk.number(written).await),
            counts,
            "nobody is told by mail again"
        );
        assert_eq!(desk.texts("SELECT email_norm FROM bounced_addresses").await, [address]);
    }
}

#[tokio::test]
async fn case_16_a_mail_that_was_sent_and_came_back_says_so() {
    for (desk, cast, _sink, mut lines) in desks(Secrecy::Plain).await {
        let number = letter(ANA, "Blank labels").ticket(&desk).await;
        let (id, _) = answered(&desk, &cast.agent, &number).await;
        send(&desk, &mut lines).await;
        let report = report(&id, "ana@quill.example");
        assert_eq!(report.ticket(&desk).await, number);
        let states = desk.texts("SELECT state FROM outbox WHERE kind = 'reply'").await;
        assert_eq!(states, ["bounced"]);
        assert_eq!(desk.number("SELECT COUNT(*) FROM bounced_addresses").await, 1);
    }
}

#[tokio::test]
async fn who_sent_too_much_is_told_though_acknowledged_today_and_answers_to_the_same_ticket() {
    for (desk, cast, sink, mut lines) in desks(Secrecy::Plain).await {
        letter(ANA, "Blank labels").ticket(&desk).await;
        send(&desk, &mut lines).await;
        let mut raw = letter(ANA, "My film").raw();
        raw.resize(26 << 20, b'x');
        let number = arrive(&desk.b, "", raw).await.number.expect("a stub");
        send(&desk, &mut lines).await;
        let hers = || sink.got().into_iter().filter(|got| got.to.contains("ana@")).collect::<Vec<_>>();
        assert_eq!(hers().len(), 2);
        let told = hers().remove(1);
        assert_eq!(told.header("Subject").unwrap(), format!("Your mail was too large [{number}]"));
        let to = told.header("Reply-To").expect("where answers go");
        assert!(to.contains('+'), "{to}");
        assert_eq!(letter(ANA, "The text alone").with("To", &to).ticket(&desk).await, number);
        let mut robot = letter(ANA, "Nightly film").with("Auto-Submitted", "auto-generated").raw();
        robot.resize(26 << 20, b'x');
        let number = arrive(&desk.b, "", robot).await.number.expect("a stub");
        send(&desk, &mut lines).await;
        assert_eq!(hers().len(), 2, "a machine is told nothing");
        let first = entries(&desk, &cast.agent, &number).await.remove(0);
        assert!(!format!("{:?}", first.body).contains("is to tell the sender"), "{:?}", first.body);
    }
}

#[tokio::test]
async fn a_stranger_is_answered_in_the_language_that_they_write() {
    for (desk, _cast, sink, mut lines) in desks(Secrecy::Plain).await {
        let words = "Guten Tag,\nder Drucker druckt seit Montag leere Etiketten. Was kann ich tun?";
        let said = [
            ("bea@one.example", words, "", true),
            ("cem@two.example", "Was nun?", "de-CH", true),
            ("dan@three.example", words, "en-GB", false),
            ("eva@four.example", "Bonjour, que faire ?", "", false),
        ];
        for (from, text, named, is_german) in said {
            letter(from, "Etiketten").saying(text).with("Content-Language", named).ticket(&desk).await;
            send(&desk, &mut lines).await;
            let got = sink.got().pop().expect("an acknowledgement");
            assert!(got.to.contains(from), "{}", got.to);
            assert_eq!(got.says("Ihre Anfrage erhalten"), is_german, "{}", got.data);
        }
    }
}
