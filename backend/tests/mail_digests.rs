//! Digests: at the time that each reader chose, once however many nodes there are and however long they were away, with what
//! is theirs to know.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod common;

use backend::mail::{opt_outs, send_digests};
use backend::tickets::notices::{choices, save_choices};
use common::desk::{Cast, Desk, START, refusal};
use common::outgoing::{HOUR, desks, send, write};
use common::sink::{Got, Secrecy, Sink};
use domain::access::Role;
use domain::notices::{NoticeChoices, Rhythm};
use domain::outbox::MailKind;
use domain::tickets::decide::Command;
use domain::tickets::entry::Named;
use domain::time::Instant;
use domain::{Error, Viewer};

const DAY: i64 = 24 * HOUR;
/// Sunday at seven, the first morning after the tests' clock begins.
const SUNDAY: i64 = 21 * HOUR;

async fn choose(desk: &Desk, v: &Viewer, digest: Rhythm) {
    save_choices(&desk.b, v, NoticeChoices { digest, ..NoticeChoices::default() }).await.unwrap();
}

async fn give(desk: &Desk, cast: &Cast, number: &str) {
    let to = Named { id: cast.agent.person_id.clone(), name: String::new() };
    write(desk, &cast.lead, number, Command::Assign { to: Some(to) }).await;
}

fn digests(sink: &Sink) -> Vec<Got> {
    let is_one = |got: &Got| got.header("Subject").is_some_and(|subject| subject.starts_with("Your tickets"));
    sink.got().into_iter().filter(is_one).collect()
}

fn at(desk: &Desk, ms: i64) {
    desk.clock.set(Instant(START.0 + ms));
}

#[tokio::test]
async fn a_digest_comes_once_in_the_morning_and_names_what_is_ones_own() {
    for (desk, cast, sink, mut lines) in desks(Secrecy::Plain).await {
        choose(&desk, &cast.agent, Rhythm::Daily).await;
        choose(&desk, &cast.lead, Rhythm::Weekly).await;
        let (mine, other) =
            (desk.request(&cast.ana, "Blank labels").await, desk.request(&cast.bo, "Jam").await);
        give(&desk, &cast, &mine).await;
        at(&desk, SUNDAY - 1);
        assert_eq!(send_digests(&desk.b).await.unwrap(), 0, "not yet");
        at(&desk, SUNDAY);
        let (node, _data) = desk.another_node().await;
        let (one, two) = tokio::join!(send_digests(&desk.b), send_digests(&node));
        one.unwrap();
        two.unwrap();
        send(&desk, &mut lines).await;
        let got = digests(&sink);
        assert_eq!(got.len(), 1, "one node writes it");
        assert!(got[0].header("To").unwrap().contains("ines@desk.example"));
        assert!(got[0].says(&mine) && got[0].says("Blank labels") && !got[0].says(&other), "{}", got[0].data);
        assert!(!got[0].says("The desk since"), "for those who lead");
        assert_eq!(got[0].header("Auto-Submitted").as_deref(), Some("auto-generated"));
        let way_out = got[0].header("List-Unsubscribe").unwrap();
        let token = way_out.strip_prefix("<https://desk.example/unsubscribe/").unwrap().trim_end_matches('>');
        assert_eq!(got[0].header("List-Unsubscribe-Post").as_deref(), Some("List-Unsubscribe=One-Click"));
        assert_eq!(opt_outs::of_token(&desk.b, token).await.unwrap().kind, MailKind::Digest);
        assert_eq!(refusal(opt_outs::opt_in(&desk.b, token).await), Error::NotFound);
        assert_eq!(send_digests(&desk.b).await.unwrap(), 0);
        at(&desk, SUNDAY + DAY);
        send_digests(&desk.b).await.unwrap();
        send(&desk, &mut lines).await;
        let got = digests(&sink);
        assert_eq!(got.len(), 3, "Monday: both");
        let leads = got.iter().find(|got| got.header("To").unwrap().contains("lea@")).unwrap();
        assert_eq!(refusal(opt_outs::opt_out(&desk.b, &token[1..]).await), Error::NotFound);
        for _ in 0..2 {
            opt_outs::opt_out(&desk.b, token).await.unwrap();
        }
        let rhythm = async |v| choices(&desk.b, v).await.unwrap().digest;
        assert_eq!((rhythm(&cast.agent).await, rhythm(&cast.lead).await), (Rhythm::Never, Rhythm::Weekly));
        assert_eq!(desk.number("SELECT COUNT(*) FROM digests").await, 1);
        assert!(leads.says("- new: 2") && leads.says("- open without an owner now: 1"), "{}", leads.data);
    }
}

#[tokio::test]
async fn after_days_without_a_node_one_comes_and_nothing_is_no_digest() {
    for (desk, cast, sink, mut lines) in desks(Secrecy::Plain).await {
        choose(&desk, &cast.agent, Rhythm::Daily).await;
        at(&desk, SUNDAY);
        assert_eq!(send_digests(&desk.b).await.unwrap(), 1);
        let mine = desk.request(&cast.ana, "Blank labels").await;
        give(&desk, &cast, &mine).await;
        at(&desk, SUNDAY + 5 * DAY + HOUR);
        for _ in 0..3 {
            send_digests(&desk.b).await.unwrap();
        }
        send(&desk, &mut lines).await;
        assert_eq!(
            digests(&sink).len(),
            1,
            "the first had nothing to say, and those missed are not made up for"
        );
        assert_eq!(
            desk.number("SELECT MIN(next_at) FROM digests").await,
            START.0 + SUNDAY + 6 * DAY,
            "back to mornings"
        );
    }
}

#[tokio::test]
async fn who_wants_none_or_has_left_gets_none() {
    for (desk, cast, sink, mut lines) in desks(Secrecy::Plain).await {
        let mine = desk.request(&cast.ana, "Blank labels").await;
        give(&desk, &cast, &mine).await;
        assert_eq!(choices(&desk.b, &cast.agent).await.unwrap().digest, Rhythm::Never);
        for v in [&cast.agent, &cast.lead, &cast.manager] {
            choose(&desk, v, Rhythm::Daily).await;
        }
        let refused = save_choices(&desk.b, &cast.ana, NoticeChoices::default()).await;
        assert_eq!(refusal(refused), Error::Forbidden);
        choose(&desk, &cast.agent, Rhythm::Never).await;
        desk.exec("UPDATE people SET disabled_at = 1 WHERE name = 'lea'", vec![]).await;
        desk.exec("UPDATE people SET role = 'customer' WHERE name = 'marta'", vec![]).await;
        at(&desk, SUNDAY);
        send_digests(&desk.b).await.unwrap();
        send(&desk, &mut lines).await;
        assert_eq!(digests(&sink).len(), 0);
        assert_eq!(desk.number("SELECT COUNT(*) FROM digests").await, 0);
        assert_eq!(cast.bo.role, Role::Customer);
    }
}
