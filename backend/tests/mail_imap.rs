//! Mailboxes on a real IMAP server: fetched once each, over TLS only, whatever breaks in between.

mod common;
mod dovecot;
mod letters;

use std::time::Duration;

use backend::mail::MailSettings;
use backend::mail::inbound::{self, Imap, Inbound, Mailbox};
use common::desk::{Desk, desks_that_mail};
use common::sink::CERTIFICATE;
use domain::access::Role;
use domain::mail::view::Way;
use dovecot::{Dovecot, PASSWORD, Route, TOKEN, at};
use letters::letter;

const ANA: &str = "Ana <ana@quill.example>";

fn mailbox(imap: Imap) -> Mailbox {
    Mailbox {
        name: "support".into(),
        address: letters::SUPPORT.into(),
        queue: Some("print".into()),
        imap: Some(imap),
        poll: Some(Duration::from_millis(200)),
    }
}

/// Desks that read `imap`.
async fn reading(imap: Imap) -> Vec<Desk> {
    let inbound = Inbound { mailboxes: vec![mailbox(imap)], trusted: Vec::new() };
    let desks = desks_that_mail(&[MailSettings { inbound, ..MailSettings::default() }]).await;
    for desk in &desks {
        desk.cast().await;
    }
    desks
}

async fn read(desk: &Desk) -> Result<usize, String> {
    inbound::read_once(&desk.b, &desk.b.settings.mail.inbound.mailboxes[0]).await
}

#[tokio::test]
async fn messages_are_fetched_once_over_either_kind_of_tls() {
    let Some(server) = Dovecot::start().await else { return };
    for (n, imap) in [server.over_tls(), server.over_starttls()].into_iter().enumerate() {
        for desk in reading(imap).await {
            server.renumber();
            server.deliver(&letter(ANA, &format!("First {n}")).raw());
            server.deliver(&letter("Bo <bo@pine.example>", &format!("Second {n}")).raw());
            let found = read(&desk).await.expect("two messages");
            assert!(found >= 2, "{found}");
            let tickets = desk.number("SELECT COUNT(*) FROM tickets").await;
            assert_eq!(tickets, found as i64);
            assert_eq!(read(&desk).await, Ok(0), "nothing is new");
            server.deliver(&letter(ANA, &format!("Another matter {n}")).raw());
            assert_eq!(read(&desk).await, Ok(1));
            assert_eq!(desk.number("SELECT COUNT(*) FROM tickets").await, tickets + 1);
            let queues = desk.texts("SELECT DISTINCT queue_id FROM tickets").await;
            assert_eq!(queues, ["print"]);
        }
    }
}

#[tokio::test]
async fn a_mailbox_that_was_renumbered_doubles_nothing() {
    let Some(server) = Dovecot::start().await else { return };
    for desk in reading(server.over_tls()).await {
        let before = desk.number("SELECT COUNT(*) FROM mail_in").await;
        server.deliver(&letter(ANA, "Blank labels").with("Message-ID", "<one@mail.example>").raw());
        read(&desk).await.expect("a message");
        let after = desk.number("SELECT COUNT(*) FROM mail_in").await;
        assert!(after > before);
        server.renumber();
        read(&desk).await.expect("the same again");
        assert_eq!(desk.number("SELECT COUNT(*) FROM mail_in").await, after);
    }
}

#[tokio::test]
async fn a_line_that_is_cut_in_the_middle_of_a_message_loses_and_doubles_nothing() {
    let Some(server) = Dovecot::start().await else { return };
    let long = letter(ANA, "A long one").saying(&"The labels come out blank.\n".repeat(20_000));
    for bytes in [6_000, 60_000, 300_000] {
        let way = Route::to(server.imaps, bytes).await;
        for desk in reading(at(&format!("imaps://desk@127.0.0.1:{}", way.port), PASSWORD, CERTIFICATE)).await
        {
            server.deliver(
                &long
                    .clone()
                    .with(
                        "Message-ID",
                        &format!("<{bytes}.{}@x>", desk.number("SELECT COUNT(*) FROM people").await),
                    )
                    .raw(),
            );
            way.cut_after(bytes);
            let cut = read(&desk).await;
            assert!(cut.is_err(), "cut after {bytes}: {cut:?}");
            way.mend();
            read(&desk).await.expect("the whole message");
            let tickets = desk.number("SELECT COUNT(*) FROM tickets").await;
            assert_eq!(tickets, desk.number("SELECT COUNT(*) FROM mail_in").await);
            assert!(tickets >= 1);
            let sizes = desk.texts("SELECT CAST(MIN(size) AS TEXT) FROM mail_in").await;
            assert!(sizes[0].parse::<usize>().unwrap() > 500_000, "whole: {sizes:?}");
        }
    }
}

#[tokio::test]
async fn nobody_is_told_a_password_without_a_certificate_that_holds() {
    let Some(server) = Dovecot::start().await else { return };
    for address in
        [format!("imaps://desk@127.0.0.1:{}", server.imaps), format!("imap://desk@127.0.0.1:{}", server.imap)]
    {
        for desk in reading(at(&address, PASSWORD, b"")).await {
            let refused = read(&desk).await.expect_err("no trust");
            assert!(refused.starts_with("no_tls"), "{refused}");
        }
    }
    for desk in
        reading(at(&format!("imaps://desk@127.0.0.1:{}", server.imaps), "wrong_horse", CERTIFICATE)).await
    {
        let refused = read(&desk).await.expect_err("a wrong password");
        assert!(refused.starts_with("refused") && !refused.contains("horse"), "{refused}");
    }
}

#[tokio::test]
async fn news_arrives_by_itself_and_trouble_is_shown() {
    let Some(server) = Dovecot::start().await else { return };
    for desk in reading(server.over_tls()).await {
        let (stop, stopped) = tokio::sync::watch::channel(false);
        let reader = tokio::spawn(inbound::read_mailboxes(desk.b.clone(), stopped));
        let before = until(&desk, "SELECT COUNT(*) FROM mail_positions", 0).await;
        assert_eq!(before, 1, "the mailbox was read");
        let known = desk.number("SELECT COUNT(*) FROM mail_in").await;
        server.deliver(&letter(ANA, "Blank labels").raw());
        assert!(until(&desk, "SELECT COUNT(*) FROM mail_in", known).await > known, "without being asked");
        stop.send(true).expect("a reader");
        reader.await.expect("an end");
    }
    let nowhere = at("imaps://desk@127.0.0.1:1", PASSWORD, CERTIFICATE);
    for desk in reading(nowhere).await {
        let admin = desk.person(Role::Admin, "ada@desk.example").await;
        let (stop, stopped) = tokio::sync::watch::channel(false);
        let reader = tokio::spawn(inbound::read_mailboxes(desk.b.clone(), stopped));
        until(&desk, "SELECT COUNT(*) FROM mail_positions", 0).await;
        let health = inbound::health(&desk.b, &admin).await.expect("numbers");
        assert_eq!(health.mailboxes[0].trouble.as_ref().map(|(code, _)| code.as_str()), Some("unreachable"));
        stop.send(true).expect("a reader");
        reader.await.expect("an end");
    }
}

#[tokio::test]
async fn a_server_that_tells_nothing_is_looked_into_again_and_again() {
    let Some(server) = Dovecot::without_idle().await else { return };
    for desk in reading(server.over_tls()).await {
        let admin = desk.person(Role::Admin, "ada@desk.example").await;
        let (stop, stopped) = tokio::sync::watch::channel(false);
        let reader = tokio::spawn(inbound::read_mailboxes(desk.b.clone(), stopped));
        until(&desk, "SELECT COUNT(*) FROM mail_positions", 0).await;
        let way = inbound::health(&desk.b, &admin).await.expect("numbers").mailboxes[0].way;
        assert_eq!(way, Way::Polled);
        let known = desk.number("SELECT COUNT(*) FROM mail_in").await;
        server.deliver(&letter(ANA, "Blank labels").raw());
        assert!(until(&desk, "SELECT COUNT(*) FROM mail_in", known).await > known);
        stop.send(true).expect("a reader");
        reader.await.expect("an end");
    }
}

#[tokio::test]
async fn a_token_from_a_file_signs_in() {
    let Some(server) = Dovecot::start().await else { return };
    for desk in reading(server.by_token(TOKEN)).await {
        server.deliver(&letter(ANA, "Blank labels").raw());
        assert!(read(&desk).await.expect("a message") >= 1);
        server.renew("a token that is none");
        let refused = read(&desk).await.expect_err("another token");
        assert!(refused.starts_with("refused") && !refused.contains("none"), "{refused}");
        server.renew(TOKEN);
        assert_eq!(read(&desk).await, Ok(0), "the file is read each time");
    }
    for desk in reading(server.by_token_in("nowhere")).await {
        let refused = read(&desk).await.expect_err("no file");
        assert!(refused.starts_with("no_token"), "{refused}");
    }
}

/// The number that `sql` selects, once it is more than `than`, or after a while.
async fn until(desk: &Desk, sql: &'static str, than: i64) -> i64 {
    for _ in 0..150 {
        let number = desk.number(sql).await;
        if number > than {
            return number;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    desk.number(sql).await
}
