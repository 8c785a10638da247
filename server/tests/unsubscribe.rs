//! Mails that come again and again end at one request of a mail program, or at a button.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod common;

use backend::db::q;
use backend::mail::outbox::{Mail, enqueue};
use backend::mail::token::known_secret;
use common::{Desk, desks};
use domain::outbox::MailKind;
use domain::words::Lang;

const OUT: &str = "SELECT email_norm FROM mail_opt_outs ORDER BY email_norm";

async fn out(desk: &Desk) -> Vec<String> {
    q(OUT).all(&mut desk.b.db.read().await.unwrap()).await.unwrap()
}

/// Where the reader of a mail of this kind ends what it is one of.
async fn way_out(desk: &Desk, kind: MailKind) -> String {
    let words = ("Do you know?".to_owned(), "Answer here.".to_owned());
    let mail = Mail::new(&desk.b, kind, Lang::En, "Customer@demo.example", words);
    let (b, sent) = (desk.b.clone(), mail.clone());
    let sent = desk.b.db.write(move |tx| {
        let (b, sent) = (b.clone(), sent.clone());
        Box::pin(async move { enqueue(tx, &b, &sent).await })
    });
    sent.await.unwrap();
    let secret = known_secret(&mut desk.b.db.read().await.unwrap()).await.unwrap().unwrap();
    format!("/unsubscribe/{}", secret.way_out(&mail.id))
}

#[tokio::test]
async fn one_request_of_a_mail_program_ends_surveys_and_a_look_ends_nothing() {
    for desk in desks().await {
        let place = way_out(&desk, MailKind::Survey).await;
        let page = desk.ask("GET", &place).send().await.expect(200);
        assert!(
            page.text.contains("Stop surveys?") && page.text.contains("method=\"post\""),
            "{}",
            page.text
        );
        assert!(out(&desk).await.is_empty(), "scanners follow links");
        let click = |place: &str| {
            let form = "List-Unsubscribe=One-Click";
            desk.ask("POST", place).body("application/x-www-form-urlencoded", form.into())
        };
        for _ in 0..2 {
            click(&place).send().await.expect(200);
        }
        assert_eq!(out(&desk).await, ["customer@demo.example"]);
        let page = desk.ask("GET", &place).send().await.expect(200);
        assert!(page.text.contains("Ask me again") && page.text.contains("name=\"back\""), "{}", page.text);
        let back = desk.ask("POST", &place).body("application/x-www-form-urlencoded", "back=1".into());
        let page = back.send().await.expect(200);
        assert!(page.text.contains("come to this address again"), "{}", page.text);
        assert!(out(&desk).await.is_empty(), "whoever left can come back");
        click(&place).send().await.expect(200);
        assert_eq!(out(&desk).await, ["customer@demo.example"]);
    }
}

#[tokio::test]
async fn what_was_never_sent_and_what_comes_once_has_no_way_out() {
    for desk in desks().await {
        let code = way_out(&desk, MailKind::Code).await;
        for place in ["/unsubscribe/nothing", &code] {
            for method in ["GET", "POST"] {
                desk.ask(method, place).send().await.expect(404);
            }
        }
        assert!(out(&desk).await.is_empty());
    }
}
