//! What those who work on a ticket hear of its mail: where each copy stands, that one did not arrive, and what another
//! customer wrote on the desk. And the list of addresses that nothing is sent to.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod common;

use std::collections::BTreeSet;

use backend::mail::senders::{save_sender, senders, test_sender};
use backend::mail::signatures::{Owner, of_teams, save_signature, signature};
use backend::{mail, tickets};
use common::desk::{Cast, Desk, refusal};
use common::outgoing::{HOUR, MINUTE, desks, replies, reply, send, write};
use common::sink::{Deed, Secrecy};
use domain::access::Role;
use domain::error::Problem;
use domain::outbox::{Delivery, MailState, MailTrouble, SenderRow};
use domain::tickets::decide::Command;
use domain::tickets::entry::Named;
use domain::tickets::view::Notice;
use domain::{Error, Viewer};

const EVENTS: &str = "SELECT COUNT(*) FROM change_log WHERE topic = 'mail' AND is_public = FALSE";

async fn copies(desk: &Desk, v: &Viewer, number: &str) -> (u32, Vec<Delivery>) {
    let page = tickets::page(&desk.b, v, number).await.unwrap();
    let seq = page.entries.iter().rfind(|entry| entry.mail.is_some()).unwrap().seq;
    (seq, mail::deliveries(&desk.b, v, number, seq).await.unwrap())
}

async fn take(desk: &Desk, cast: &Cast, number: &str) {
    let to = Named { id: cast.agent.person_id.clone(), name: String::new() };
    write(desk, &cast.lead, number, Command::Assign { to: Some(to) }).await;
}

async fn undelivered(desk: &Desk, v: &Viewer) -> Vec<String> {
    let notices = tickets::notices::list(&desk.b, v, None).await.unwrap();
    let lost = notices.into_iter().filter_map(|own| match own.body {
        Notice::Undelivered { to } => Some(to),
        _ => None,
    });
    lost.collect()
}

#[tokio::test]
async fn each_step_of_a_mail_is_told_and_a_failure_reaches_who_has_the_ticket() {
    for (desk, cast, sink, mut lines) in desks(Secrecy::Plain).await {
        let number = desk.request(&cast.ana, "Blank labels").await;
        take(&desk, &cast, &number).await;
        send(&desk, &mut lines).await;
        sink.script(&[Deed::Defer]);
        write(&desk, &cast.agent, &number, reply("Hello")).await;
        let before = desk.number(EVENTS).await;
        send(&desk, &mut lines).await;
        let (seq, known) = copies(&desk, &cast.agent, &number).await;
        assert_eq!((known[0].state, known[0].trouble), (MailState::Waiting, Some(MailTrouble::Deferred)));
        assert!(known[0].next.is_some() && !known[0].can_retry);
        assert_eq!(desk.number(EVENTS).await, before + 1);
        sink.script(&[Deed::Bar]);
        desk.clock.advance(MINUTE);
        send(&desk, &mut lines).await;
        let (_, known) = copies(&desk, &cast.agent, &number).await;
        assert!(known[0].state == MailState::Failed && known[0].can_retry, "{:?}", known[0]);
        assert_eq!(undelivered(&desk, &cast.agent).await, ["ana@quill.example"]);
        let id = known[0].id.as_str();
        let b = &desk.b;
        let light = desk.person(Role::LightAgent, "lou@desk.example").await;
        assert_eq!(refusal(mail::retry_delivery(b, &light, &number, seq, id).await), Error::Forbidden);
        assert_eq!(refusal(mail::retry_delivery(b, &cast.agent, &number, seq, "x").await), Error::NotFound);
        mail::retry_delivery(b, &cast.agent, &number, seq, id).await.unwrap();
        send(&desk, &mut lines).await;
        assert_eq!(replies(&sink.got()).len(), 1);
        let (_, known) = copies(&desk, &cast.agent, &number).await;
        assert_eq!((known[0].state, known[0].can_retry), (MailState::Sent, false));
        assert_eq!(desk.number(EVENTS).await, before + 4, "put off, refused, tried again, sent");
        assert_eq!(undelivered(&desk, &cast.agent).await.len(), 1, "told once");
    }
}

#[tokio::test]
async fn what_comes_back_is_told_once_and_what_the_desk_wrote_by_itself_is_not() {
    for (desk, cast, sink, mut lines) in desks(Secrecy::Plain).await {
        let number = desk.request(&cast.ana, "Blank labels").await;
        write(&desk, &cast.agent, &number, reply("Hello")).await;
        send(&desk, &mut lines).await;
        for got in sink.got() {
            let (b, id) = (desk.b.clone(), got.header("Message-ID").unwrap());
            let noted = desk.b.db.write(move |tx| {
                let (b, id) = (b.clone(), id.clone());
                Box::pin(
                    async move { mail::outbox::returned(tx, &b, &id, "ana@quill.example", "5.1.1").await },
                )
            });
            assert!(noted.await.unwrap());
        }
        assert_eq!(undelivered(&desk, &cast.agent).await.len(), 1, "nobody has it: who wrote hears of it");
        let (_, known) = copies(&desk, &cast.agent, &number).await;
        assert_eq!((known[0].state, known[0].can_retry), (MailState::Bounced, true));
    }
}

#[tokio::test]
async fn what_a_customer_writes_on_the_desk_reaches_the_others_and_never_its_author() {
    const PARTICIPANTS: &str = "INSERT INTO participants (ticket_id, email_norm, email, name, since)
      SELECT t.id, e.email_norm, e.email_norm, 'x', 0 FROM tickets t JOIN person_emails e ON TRUE
      WHERE e.email_norm IN ('cleo@quill.example', 'ana.home@quill.example')";
    const HOME: &str = "INSERT INTO person_emails (email_norm, email, person_id, is_primary)
      SELECT 'ana.home@quill.example', 'ana.home@quill.example', person_id, FALSE FROM person_emails
      WHERE email_norm = 'ana@quill.example'";
    for (desk, cast, sink, mut lines) in desks(Secrecy::Plain).await {
        desk.person(Role::Customer, "cleo@quill.example").await;
        desk.exec(HOME, vec![]).await;
        let number = desk.request(&cast.ana, "Blank labels").await;
        desk.exec(PARTICIPANTS, vec![]).await;
        send(&desk, &mut lines).await;
        let before = sink.count();
        let said = |text: &str| Command::CustomerMessage { text: text.into() };
        write(&desk, &cast.ana, &number, said("The second printer, too")).await;
        write(&desk, &cast.agent, &number, Command::Note { text: "between us".into() }).await;
        send(&desk, &mut lines).await;
        let got = &sink.got()[before..];
        assert_eq!(got.len(), 1, "to Cleo; neither of Ana’s addresses");
        assert!(got[0].header("To").unwrap().contains("cleo@quill.example"));
        assert!(got[0].says("ana wrote about the request") && got[0].says("The second printer, too"));
        assert_eq!(got[0].header("Auto-Submitted"), None, "a person’s words");
        assert!(got[0].header("X-Casewell-Desk").is_some() && got[0].header("References").is_some());
        assert!(got[0].header("Reply-To").unwrap().contains("<support+"), "an answer finds the ticket");
        let (_, known) = copies(&desk, &cast.agent, &number).await;
        assert_eq!(known.iter().map(|copy| copy.to.as_str()).collect::<Vec<_>>(), ["cleo@quill.example"]);
    }
}

#[tokio::test]
async fn the_stop_list_says_why_and_takes_and_gives_back_only_with_a_reason() {
    for (desk, cast, sink, mut lines) in desks(Secrecy::Plain).await {
        let admin = desk.person(Role::Admin, "ada@desk.example").await;
        let (b, admin) = (&desk.b, &admin);
        let refused = refusal(mail::stop_address(b, admin, "nobody", "").await);
        let Error::Invalid(fields) = refused else { panic!("{refused:?}") };
        assert_eq!(fields.iter().map(|own| own.field.as_str()).collect::<Vec<_>>(), ["reason", "address"]);
        assert_eq!(refusal(mail::stop_address(b, &cast.lead, "a@b.example", "x").await), Error::Forbidden);
        mail::stop_address(b, admin, "Ana@Quill.example", "asked for it by phone").await.unwrap();
        let again = refusal(mail::stop_address(b, admin, "ana@quill.example", "again").await);
        assert_eq!(again, Error::field("address", Problem::Taken));
        let number = desk.request(&cast.ana, "Blank labels").await;
        take(&desk, &cast, &number).await;
        write(&desk, &cast.agent, &number, reply("Hello")).await;
        send(&desk, &mut lines).await;
        assert_eq!(sink.count(), 0);
        assert_eq!(undelivered(&desk, &cast.agent).await, ["ana@quill.example"]);
        let (_, known) = copies(&desk, &cast.agent, &number).await;
        assert!(!known[0].can_retry, "it would be stopped again");
        let list = mail::stopped_addresses(b, admin).await.unwrap();
        assert_eq!((list[0].by.as_deref(), list[0].reason.as_str()), (Some("ada"), "asked for it by phone"));
        assert!(list[0].returned.is_none() && list[0].status.is_empty());
        assert!(mail::release_address(b, admin, "ana@quill.example", " ").await.is_err());
        mail::release_address(b, admin, "ana@quill.example", "changed her mind").await.unwrap();
        let (_, known) = copies(&desk, &cast.agent, &number).await;
        assert!(known[0].can_retry);
        let why = desk.texts("SELECT detail FROM audit WHERE action LIKE 'mail.address%' ORDER BY id").await;
        assert!(why.len() == 2 && why[1].contains("changed her mind"), "{why:?}");
    }
}

#[tokio::test]
async fn a_bounced_address_names_the_mail_that_came_back() {
    const BACK: &str = "UPDATE outbox SET state = 'bounced', trouble = 'returned' WHERE kind = 'reply'";
    const STOP: &str =
        "INSERT INTO bounced_addresses (email_norm, status, at) VALUES ('ana@quill.example', '5.1.1', 0)";
    for (desk, cast, _sink, mut lines) in desks(Secrecy::Plain).await {
        let admin = desk.person(Role::Admin, "ada@desk.example").await;
        let number = desk.request(&cast.ana, "Blank labels").await;
        write(&desk, &cast.agent, &number, reply("Hello")).await;
        send(&desk, &mut lines).await;
        desk.exec(BACK, vec![]).await;
        desk.exec(STOP, vec![]).await;
        let list = mail::stopped_addresses(&desk.b, &admin).await.unwrap();
        let returned = list[0].returned.clone().unwrap();
        assert_eq!(returned.number, Some(number.clone()));
        assert_eq!(returned.subject, format!("Re: Blank labels [{number}]"));
    }
}

#[tokio::test]
async fn the_second_of_two_editors_never_overwrites_the_first() {
    for (desk, cast, sink, mut lines) in desks(Secrecy::Plain).await {
        let admin = desk.person(Role::Admin, "ada@desk.example").await;
        let b = &desk.b;
        desk.exec("UPDATE people SET team = 'Print' WHERE name = 'ines'", vec![]).await;
        b.directory_cache.forget();
        let team = Owner::Team("Print".into());
        save_signature(b, &cast.lead, &team, "", "The team").await.unwrap();
        let stale = Err(Error::Conflict(Vec::new()));
        let late = [("", "Another"), ("The tem", "Another"), ("The tem", "")];
        for (seen, text) in late {
            let refused = save_signature(b, &cast.manager, &team, seen, text).await;
            assert_eq!(Err::<(), _>(refusal(refused)), stale, "{seen:?} {text:?}");
        }
        assert_eq!(of_teams(b, &cast.lead).await.unwrap(), [("Print".to_owned(), "The team".to_owned())]);
        assert_eq!(refusal(of_teams(b, &cast.agent).await), Error::Forbidden);
        save_signature(b, &cast.lead, &team, "The team", "").await.unwrap();
        assert_eq!(signature(b, &cast.lead, &team).await.unwrap(), "");
        let row = |name: &str, address: &str| {
            let queue = Named { id: "print".into(), name: "Printing".into() };
            SenderRow { queue, name: name.into(), address: address.into() }
        };
        let (none, one) = (row("", ""), row("Printing", "print@desk.example"));
        save_sender(b, &admin, &none, &one).await.unwrap();
        for (seen, own) in [(&none, &row("Other", "o@desk.example")), (&row("", "o@desk.example"), &none)] {
            let refused = save_sender(b, &admin, seen, own).await;
            assert_eq!(Err::<(), _>(refusal(refused)), stale);
        }
        assert_eq!(senders(b, &admin).await.unwrap().queues, std::slice::from_ref(&one));
        for queue in ["print", ""] {
            test_sender(b, &admin, queue).await.unwrap();
        }
        send(&desk, &mut lines).await;
        // They leave side by side.
        let from: BTreeSet<String> = sink.got().iter().map(|got| got.header("From").unwrap()).collect();
        let own = ["\"Quill Support\" <support@desk.example>", "Printing <print@desk.example>"];
        assert_eq!(from, own.map(str::to_owned).into());
        save_sender(b, &admin, &one, &none).await.unwrap();
        desk.clock.advance(HOUR);
    }
}
