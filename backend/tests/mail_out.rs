//! Mail that leaves: what is written with a change, what the mail server gets, and what happens when it is not there, hangs
//! up, or says no.

mod common;

use std::collections::BTreeSet;
use std::time::Duration;

use backend::db::Dialect;
use backend::mail::deliver::{self, Lines, Round};
use backend::mail::{self, MailSettings};
use common::desk::desks_that_mail;
use common::outgoing::{HOUR, MINUTE, desks, mail, replies, reply, send, write};
use common::sink::{CERTIFICATE, Deed, Got, Secrecy, Sink};
use domain::access::Role;
use domain::outbox::MailTrouble;
use domain::tickets::decide::{AfterReply, Command};
use domain::tickets::{PlanStep, Turn};
use tokio::io::AsyncWriteExt;
use tokio::sync::watch;

#[tokio::test]
async fn a_reply_arrives_in_its_thread_with_an_address_that_knows_the_ticket() {
    for (desk, cast, sink, mut lines) in desks(Secrecy::Plain).await {
        let number = desk.request(&cast.ana, "Blank labels").await;
        let note = Command::Note { text: "between us: the print head is cheap".into() };
        write(&desk, &cast.agent, &number, note).await;
        let steps = vec![PlanStep { text: "send a new head".into(), turn: Turn::Us, done: false }];
        let command = Command::Reply {
            text: "Try <b>this</b>: [blank labels](/help/a/blank).\n.\nBye".into(),
            after: AfterReply::KeepOpen,
            plan: Some(steps),
            next_contact: Some(desk.b.clock.now().plus_ms(5 * HOUR)),
        };
        write(&desk, &cast.agent, &number, command).await;
        assert_eq!(send(&desk, &mut lines).await, Round::Idle);
        let got = sink.got();
        assert_eq!(got.len(), 2, "a receipt and the reply");
        assert_eq!(got[0].header("Auto-Submitted").as_deref(), Some("auto-generated"));
        assert!(got[0].says(&number), "{}", got[0].data);
        let reply = replies(&got)[0];
        assert_eq!(reply.header("From").as_deref(), Some("\"Quill Support\" <support@desk.example>"));
        assert!(reply.header("To").unwrap().contains("ana@quill.example"));
        assert!(reply.header("Reply-To").unwrap().contains("<support+"), "{:?}", reply.header("Reply-To"));
        assert_eq!(reply.header("In-Reply-To"), got[0].header("Message-ID"));
        assert!(reply.header("References").unwrap().contains(&got[0].header("Message-ID").unwrap()));
        assert_eq!(reply.header("Subject").unwrap(), format!("Re: Blank labels [{number}]"));
        assert!(reply.says("https://desk.example/help/a/blank") && reply.says("send a new head"));
        assert!(reply.says("&lt;b&gt;this&lt;/b&gt;") && reply.says("\n.\n"), "{}", reply.data);
        assert!(got.iter().all(|got| !got.says("between us")), "notes never leave");
        assert!(got.iter().all(|got| got.header("X-Casewell-Desk").as_deref() == Some("desk.example")));
        let states = desk.texts("SELECT state FROM outbox ORDER BY id").await;
        assert_eq!(states, ["sent", "sent"]);
        let known = desk.number("SELECT COUNT(*) FROM mail_ids WHERE ours = TRUE").await;
        assert_eq!(known, 2);
    }
}

#[tokio::test]
async fn a_wrong_certificate_is_refused_and_a_trusted_one_is_not() {
    for secrecy in [Secrecy::StartTls, Secrecy::Tls] {
        let scheme = if secrecy == Secrecy::Tls { "smtps" } else { "smtp" };
        let sink = Sink::start(secrecy).await;
        for (trusted, arrives) in [(&[][..], 0), (CERTIFICATE, 1)] {
            let desk = desks_that_mail(&[mail(&sink, scheme, trusted)]).await.swap_remove(0);
            let cast = desk.cast().await;
            desk.request(&cast.ana, "Blank labels").await;
            let mut lines = Lines::new(&desk.b).unwrap();
            let round = send(&desk, &mut lines).await;
            assert_eq!(round == Round::Unreachable, trusted.is_empty(), "{secrecy:?}");
            assert_eq!(sink.count(), arrives, "{secrecy:?}");
        }
    }
}

#[tokio::test]
async fn an_hour_without_the_server_loses_and_doubles_nothing() {
    for (desk, cast, mut sink, mut lines) in desks(Secrecy::Plain).await {
        let numbers = [desk.request(&cast.ana, "One").await, desk.request(&cast.ana, "Two").await];
        assert_eq!(send(&desk, &mut lines).await, Round::Idle);
        sink.stop().await;
        for text in ["first", "second", "third"] {
            for number in &numbers {
                write(&desk, &cast.agent, number, reply(text)).await;
            }
            assert_eq!(send(&desk, &mut lines).await, Round::Unreachable);
            desk.clock.advance(20 * MINUTE);
        }
        sink.resume().await;
        assert_eq!(send(&desk, &mut lines).await, Round::Idle);
        let got = sink.got();
        for number in &numbers {
            let own: Vec<&Got> = replies(&got)
                .into_iter()
                .filter(|got| got.header("Subject").unwrap().contains(number))
                .collect();
            let texts = ["first", "second", "third"];
            assert_eq!(own.len(), texts.len());
            assert!(own.iter().zip(texts).all(|(got, text)| got.says(text)), "in their order");
        }
    }
}

#[tokio::test]
async fn a_mail_that_may_have_arrived_is_sent_once_more_under_the_same_id_and_never_a_third_time() {
    for (desk, cast, sink, mut lines) in desks(Secrecy::Plain).await {
        let number = desk.request(&cast.ana, "Blank labels").await;
        send(&desk, &mut lines).await;
        sink.script(&[Deed::DieAfterData]);
        write(&desk, &cast.agent, &number, reply("Once or twice")).await;
        send(&desk, &mut lines).await;
        assert_eq!(desk.texts("SELECT trouble FROM outbox WHERE kind = 'reply'").await, ["interrupted"]);
        desk.clock.advance(MINUTE);
        send(&desk, &mut lines).await;
        let got = sink.got();
        let ids: Vec<Option<String>> = replies(&got).iter().map(|got| got.header("Message-ID")).collect();
        assert!(ids.len() == 2 && ids[0] == ids[1], "{ids:?}");
        sink.script(&[Deed::DieAfterData, Deed::DieAfterData]);
        write(&desk, &cast.agent, &number, reply("Twice at most")).await;
        for _ in 0..5 {
            send(&desk, &mut lines).await;
            desk.clock.advance(10 * MINUTE);
        }
        assert_eq!(sink.got().iter().filter(|got| got.says("Twice at most")).count(), 2);
        assert_eq!(desk.texts("SELECT trouble FROM outbox WHERE state = 'failed'").await, ["unsure"]);
    }
}

#[tokio::test]
async fn a_server_that_hangs_up_early_or_says_later_gets_it_later_and_one_that_says_no_does_not() {
    for (desk, cast, sink, mut lines) in desks(Secrecy::Plain).await {
        let number = desk.request(&cast.ana, "Blank labels").await;
        send(&desk, &mut lines).await;
        sink.script(&[Deed::HangUp, Deed::HangUp, Deed::HangUp, Deed::Defer]);
        write(&desk, &cast.agent, &number, reply("Patience")).await;
        for _ in 0..5 {
            send(&desk, &mut lines).await;
            desk.clock.advance(5 * MINUTE);
        }
        assert_eq!(replies(&sink.got()).len(), 1, "nothing was sent before, so nothing is in doubt");
        sink.script(&[Deed::Bar]);
        write(&desk, &cast.agent, &number, reply("No")).await;
        write(&desk, &cast.agent, &number, reply("Yes")).await;
        send(&desk, &mut lines).await;
        let answers =
            desk.texts("SELECT answer FROM outbox WHERE state = 'failed' AND trouble = 'refused'").await;
        assert!(answers.len() == 1 && answers[0].contains("mail of yours"), "{answers:?}");
        assert_eq!(replies(&sink.got()).len(), 2, "what comes after is not held up");
    }
}

#[tokio::test]
async fn two_nodes_double_nothing_and_keep_each_tickets_order() {
    for (desk, cast, sink, mut lines) in desks(Secrecy::Plain).await {
        let mut numbers = Vec::new();
        for subject in ["One", "Two", "Three", "Four", "Five"] {
            numbers.push(desk.request(&cast.ana, subject).await);
        }
        for text in 0..6 {
            for number in &numbers {
                write(&desk, &cast.agent, number, reply(&format!("text {text}"))).await;
            }
        }
        let (other, _data) = desk.another_node().await;
        let mut others = Lines::new(&other).unwrap();
        let second = async { while others.round(&other).await.unwrap() == Round::Busy {} };
        tokio::join!(send(&desk, &mut lines), second);
        send(&desk, &mut lines).await;
        let got = sink.got();
        assert_eq!(replies(&got).len(), 30);
        for number in &numbers {
            let own = replies(&got);
            let own = own.iter().filter(|got| got.header("Subject").unwrap().contains(number));
            let texts: Vec<bool> = own.enumerate().map(|(at, got)| got.says(&format!("text {at}"))).collect();
            assert_eq!(texts, [true; 6]);
        }
    }
}

/// As the row stands when the node is killed after the server took the mail.
const DEAD: &str =
    "UPDATE outbox SET state = 'sending', next_at = $1, settled_at = NULL WHERE kind = 'reply'";

#[tokio::test]
async fn a_node_that_dies_between_sending_and_noting_it_leaves_the_mail_to_another() {
    for (desk, cast, sink, mut lines) in desks(Secrecy::Plain).await {
        let number = desk.request(&cast.ana, "Blank labels").await;
        write(&desk, &cast.agent, &number, reply("Hello")).await;
        send(&desk, &mut lines).await;
        let lease = desk.b.clock.now().plus_ms(MINUTE).0;
        desk.exec(DEAD, vec![lease.into()]).await;
        send(&desk, &mut lines).await;
        assert_eq!(replies(&sink.got()).len(), 1, "it may still be at it");
        desk.clock.advance(2 * MINUTE);
        send(&desk, &mut lines).await;
        let got = sink.got();
        let ids: Vec<Option<String>> = replies(&got).iter().map(|got| got.header("Message-ID")).collect();
        assert!(ids.len() == 2 && ids[0] == ids[1] && ids[0].is_some(), "{ids:?}");
    }
}

/// Waits until `done` says so; what it waits for is at work in another task or branch.
async fn until(mut done: impl AsyncFnMut() -> bool) {
    let patience = async {
        while !done().await {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    let happened = tokio::time::timeout(Duration::from_secs(20), patience).await;
    assert!(happened.is_ok(), "it never happens");
}

#[tokio::test]
async fn a_node_keeps_what_it_is_at_and_when_it_dies_another_has_it_within_two_minutes() {
    const LEASE: &str = "SELECT COALESCE(MAX(next_at), 0) FROM outbox WHERE state = 'sending'";
    for (desk, cast, sink, mut lines) in desks(Secrecy::Plain).await {
        let number = desk.request(&cast.ana, "Blank labels").await;
        send(&desk, &mut lines).await;
        let (other, _data) = desk.another_node().await;
        let mut others = Lines::new(&other).unwrap();
        sink.script(&[Deed::Hold]);
        write(&desk, &cast.agent, &number, reply("One")).await;
        write(&desk, &cast.agent, &number, reply("Two")).await;
        let held = async {
            until(async || sink.count() == 2).await;
            for _ in 0..6 {
                let before = desk.number(LEASE).await;
                desk.clock.advance(MINUTE / 2);
                until(async || desk.number(LEASE).await > before).await;
                assert_eq!(others.round(&other).await.unwrap(), Round::Idle, "it is at it");
            }
        };
        tokio::select! {
            round = lines.round(&desk.b) => panic!("it was not held: {round:?}"),
            () = held => {}
        }
        // The node is gone in the middle of it.
        assert_eq!(others.round(&other).await.unwrap(), Round::Idle);
        desk.clock.advance(2 * MINUTE);
        while others.round(&other).await.unwrap() == Round::Busy {}
        let got = sink.got();
        let replies = replies(&got);
        let texts: Vec<bool> = replies.iter().map(|got| got.says("One")).collect();
        assert_eq!(texts, [true, true, false], "in order, and nothing more often than twice");
        assert_eq!(replies[0].header("Message-ID"), replies[1].header("Message-ID"));
        assert_eq!(desk.texts("SELECT DISTINCT state FROM outbox").await, ["sent"]);
    }
}

#[tokio::test]
async fn what_a_late_node_has_handed_over_counts_unless_another_took_it() {
    for (desk, cast, sink, mut lines) in desks(Secrecy::Plain).await {
        let number = desk.request(&cast.ana, "Blank labels").await;
        send(&desk, &mut lines).await;
        sink.script(&[Deed::Hold]);
        write(&desk, &cast.agent, &number, reply("One")).await;
        let late = async {
            until(async || sink.count() == 2).await;
            desk.clock.advance(2 * MINUTE);
            sink.let_go();
        };
        tokio::join!(send(&desk, &mut lines), late);
        assert_eq!(replies(&sink.got()).len(), 1, "nobody else took it: what became of it counts");
        assert_eq!(desk.texts("SELECT DISTINCT state FROM outbox").await, ["sent"]);
    }
}

#[tokio::test]
async fn the_only_node_takes_up_at_its_start_what_it_was_sending_when_it_was_killed() {
    for (desk, cast, sink, mut lines) in desks(Secrecy::Plain).await {
        let number = desk.request(&cast.ana, "Blank labels").await;
        write(&desk, &cast.agent, &number, reply("Hello")).await;
        send(&desk, &mut lines).await;
        let lease = desk.b.clock.now().plus_ms(MINUTE).0;
        for restarts in 1..=2 {
            desk.exec(DEAD, vec![lease.into()]).await;
            let (stop, stopped) = watch::channel(false);
            let node = tokio::spawn(deliver::run(desk.b.clone(), stopped));
            tokio::time::sleep(Duration::from_secs(2)).await;
            stop.send_replace(true);
            node.await.unwrap();
            let got = sink.got();
            let ids: BTreeSet<Option<String>> =
                replies(&got).iter().map(|got| got.header("Message-ID")).collect();
            let alone = desk.b.db.dialect() == Dialect::Sqlite;
            assert_eq!(replies(&got).len(), if alone { 2 } else { 1 }, "after {restarts} restarts");
            assert_eq!(ids.len(), 1, "{ids:?}");
        }
    }
}

#[tokio::test]
async fn an_admin_reads_what_is_wrong_now_and_since_when_anything_is() {
    for (desk, cast, mut sink, mut lines) in desks(Secrecy::Plain).await {
        let admin = desk.person(Role::Admin, "ada@desk.example").await;
        desk.request(&cast.ana, "Blank labels").await;
        sink.script(&[Deed::Defer]);
        send(&desk, &mut lines).await;
        let row = async || mail::list(&desk.b, &admin, None).await.unwrap().rows.remove(0);
        assert_eq!((row().await.trouble, row().await.next.is_some()), (Some(MailTrouble::Deferred), true));
        sink.stop().await;
        desk.clock.advance(5 * MINUTE);
        assert_eq!(send(&desk, &mut lines).await, Round::Unreachable);
        assert_eq!(row().await.next, None, "that moment has passed");
        let wrong = async || mail::health(&desk.b, &admin).await.unwrap().unreachable.unwrap();
        let (since, first) = wrong().await;
        let closed = tokio::net::TcpListener::bind(("127.0.0.1", sink.port)).await.unwrap();
        let says_no = tokio::spawn(async move {
            let (mut line, _) = closed.accept().await.unwrap();
            line.write_all(b"554 5.3.2 closed for today\r\n").await.unwrap();
        });
        desk.clock.advance(HOUR);
        assert_eq!(send(&desk, &mut lines).await, Round::Unreachable);
        says_no.await.unwrap();
        let (still, now) = wrong().await;
        assert!(now.contains("closed for today") && now != first, "{now}");
        assert_eq!(still.at, since.at);
    }
}

#[tokio::test]
async fn an_address_that_the_server_does_not_know_is_written_to_no_more_and_one_that_it_refuses_otherwise_is()
{
    for (desk, cast, sink, mut lines) in desks(Secrecy::Plain).await {
        let number = desk.request(&cast.ana, "Blank labels").await;
        send(&desk, &mut lines).await;
        let flagged = async || desk.texts("SELECT email_norm || ' ' || status FROM bounced_addresses").await;
        sink.script(&[Deed::Bar]);
        write(&desk, &cast.agent, &number, reply("Barred")).await;
        send(&desk, &mut lines).await;
        assert!(flagged().await.is_empty(), "that is about us");
        sink.script(&[Deed::Refuse]);
        write(&desk, &cast.agent, &number, reply("Nobody")).await;
        send(&desk, &mut lines).await;
        assert_eq!(flagged().await, ["ana@quill.example 5.1.1"]);
        write(&desk, &cast.agent, &number, reply("Stopped")).await;
        send(&desk, &mut lines).await;
        let why = desk.texts("SELECT trouble FROM outbox WHERE state = 'failed' ORDER BY place, id").await;
        assert_eq!(why, ["refused", "refused", "stopped"]);
    }
}

#[tokio::test]
async fn a_sender_with_a_server_of_its_own_leaves_through_that_and_holds_nobody_up() {
    for database in 0..2 {
        let (usual, mut own) = (Sink::start(Secrecy::Plain).await, Sink::start(Secrecy::Plain).await);
        let theirs = mail(&own, "smtp", &[]).smtp.unwrap();
        let own_servers = [("print@desk.example".to_owned(), theirs)].into();
        let settings = MailSettings { own_servers, ..mail(&usual, "smtp", &[]) };
        let Some(desk) = desks_that_mail(&[settings]).await.into_iter().nth(database) else { return };
        let cast = desk.cast().await;
        let mut lines = Lines::new(&desk.b).unwrap();
        desk.exec("INSERT INTO mail_senders (queue_id, name, address) VALUES ('print', 'Print', 'Print@desk.example')", vec![])
            .await;
        desk.b.directory_cache.forget();
        let to_print =
            "UPDATE tickets SET queue_id = 'print' WHERE number = (SELECT MAX(number) FROM tickets)";
        let plain = desk.request(&cast.ana, "Invoice").await;
        let number = desk.request(&cast.ana, "Blank labels").await;
        desk.exec(to_print, vec![]).await;
        send(&desk, &mut lines).await;
        own.stop().await;
        write(&desk, &cast.agent, &number, reply("From print")).await;
        write(&desk, &cast.agent, &plain, reply("From the desk")).await;
        send(&desk, &mut lines).await;
        assert!(usual.got().iter().any(|got| got.says("From the desk")));
        assert_eq!(desk.texts("SELECT trouble FROM outbox WHERE state = 'waiting'").await, ["away"]);
        own.resume().await;
        desk.clock.advance(5 * MINUTE);
        send(&desk, &mut lines).await;
        let got = own.got();
        assert!(got.len() == 1 && got[0].says("From print"), "{got:?}");
        assert!(usual.got().iter().all(|got| !got.says("From print")));
    }
}
