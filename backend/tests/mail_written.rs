//! What writes mail, to whom, in which words, and how much of it.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod common;

use backend::mail;
use backend::mail::senders::save_sender;
use backend::mail::signatures::{Owner, save_signature};
use backend::mail::templates::{preview, save_template, send_test, templates};
use backend::{files, people, tickets};
use common::desk::{Cast, Desk, new_ticket, refusal};
use common::outgoing::{HOUR, MINUTE, desks, replies, reply, send, write};
use common::sink::{Deed, Secrecy};
use domain::access::Role;
use domain::error::Problem;
use domain::files::For;
use domain::notices::{NoticeChoices, Quiet};
use domain::outbox::template::{Template, TemplateKey};
use domain::outbox::{MailState, MailTrouble, SenderRow};
use domain::tickets::decide::{AfterReply, Command};
use domain::tickets::entry::Named;
use domain::tickets::{PlanStep, Status, Turn};
use domain::words::Lang;
use domain::{Error, Viewer};

const PARTICIPANT: &str = "INSERT INTO participants (ticket_id, email_norm, email, name, since)
  SELECT id, 'cleo@quill.example', 'Cleo@quill.example', 'Cleo', 0 FROM tickets";

fn sender(name: &str, address: &str) -> SenderRow {
    let queue = Named { id: "print".into(), name: "Printing".into() };
    SenderRow { queue, name: name.into(), address: address.into() }
}

async fn admin(desk: &Desk) -> Viewer {
    desk.person(Role::Admin, "ada@desk.example").await
}

#[tokio::test]
async fn a_reply_goes_to_everybody_on_the_ticket_but_its_writer_and_says_no_more_to_those_without_a_page() {
    for (desk, cast, sink, mut lines) in desks(Secrecy::Plain).await {
        let number = desk.request(&cast.ana, "Blank labels").await;
        desk.exec(PARTICIPANT, vec![]).await;
        send(&desk, &mut lines).await;
        write(&desk, &cast.agent, &number, reply("Hello both")).await;
        send(&desk, &mut lines).await;
        let got = sink.got();
        let replies = replies(&got);
        let to: Vec<String> = replies.iter().map(|got| got.header("To").unwrap()).collect();
        assert!(to.len() == 2 && to.iter().any(|to| to.contains("Cleo@quill.example")), "{to:?}");
        let ids: Vec<_> = replies.iter().map(|got| got.header("Message-ID")).collect();
        assert_eq!(ids[0], ids[1], "one message");
        let answers: Vec<_> = replies.iter().map(|got| got.header("Reply-To")).collect();
        assert_ne!(answers[0], answers[1], "each with an address of their own");
        for got in replies {
            let has_page = got.header("To").unwrap().contains("ana@");
            assert_eq!(got.says("https://desk.example/requests/"), has_page, "{}", got.data);
        }
    }
}

#[tokio::test]
async fn no_queue_writes_from_a_persons_own_address_and_no_signature_has_a_place_that_stays_empty() {
    for (desk, cast, _sink, _lines) in desks(Secrecy::Plain).await {
        let admin = admin(&desk).await;
        for address in ["Ines@desk.example", "ana@quill.example"] {
            let refused =
                refusal(save_sender(&desk.b, &admin, &sender("", ""), &sender("Print", address)).await);
            assert_eq!(refused, Error::field("address", Problem::PersonsAddress), "{address}");
        }
        let mine = Owner::Myself;
        let unknown = save_signature(&desk.b, &cast.agent, &mine, "", "{agent}, {unknown}").await;
        let place = Problem::NoSuchPlace("unknown".into());
        assert_eq!(refusal(unknown), Error::field("signature", place));
        save_signature(&desk.b, &cast.agent, &mine, "", "{agent}, Printing").await.unwrap();
    }
}

#[tokio::test]
async fn plans_and_solutions_are_told_notes_and_customers_words_are_not() {
    for (desk, cast, sink, mut lines) in desks(Secrecy::Plain).await {
        let number = desk.request(&cast.ana, "Blank labels").await;
        send(&desk, &mut lines).await;
        let step = PlanStep { text: "look at the log".into(), turn: Turn::You, done: false };
        write(&desk, &cast.agent, &number, Command::SetPlan { steps: vec![step] }).await;
        let due = desk.b.clock.now().plus_ms(3 * HOUR);
        write(&desk, &cast.agent, &number, Command::PromiseContact { due }).await;
        let solved =
            Command::SetStatus { to: Status::Resolved, reason: Some("secret".into()), review_at: None };
        write(&desk, &cast.agent, &number, Command::Note { text: "secret".into() }).await;
        write(&desk, &cast.agent, &number, solved).await;
        write(&desk, &cast.ana, &number, Command::CustomerMessage { text: "Thanks a lot".into() }).await;
        send(&desk, &mut lines).await;
        let got = &sink.got()[1..];
        let kinds = desk.texts("SELECT kind FROM outbox ORDER BY place, id").await;
        assert_eq!(kinds, ["receipt", "plan", "plan", "solved"]);
        assert!(got[0].says("you: look at the log") && got[1].says("Saturday, 21 Nov 2026, 13:00 UTC"));
        assert!(got.iter().all(|got| got.header("Auto-Submitted").as_deref() == Some("auto-generated")));
        assert!(got.iter().all(|got| !got.says("secret") && !got.says("Thanks a lot")));
    }
}

#[tokio::test]
async fn ten_automatic_mails_an_hour_are_the_most_and_what_people_write_is_not_counted() {
    for (desk, cast, sink, mut lines) in desks(Secrecy::Plain).await {
        let mut numbers = Vec::new();
        for at in 0..12 {
            numbers.push(desk.request(&cast.ana, &format!("Request {at}")).await);
        }
        write(&desk, &cast.agent, &numbers[0], reply("By hand")).await;
        send(&desk, &mut lines).await;
        assert_eq!(sink.count(), 11, "ten, and the one by hand");
        assert_eq!(
            desk.texts("SELECT DISTINCT trouble FROM outbox WHERE state = 'withheld'").await,
            ["capped"]
        );
        let admin = desk.person(Role::Admin, "ada@desk.example").await;
        assert_eq!(mail::health(&desk.b, &admin).await.unwrap().failed, 0, "a rule is no failure");
        desk.clock.advance(HOUR);
        desk.request(&cast.ana, "An hour later").await;
        send(&desk, &mut lines).await;
        assert_eq!(sink.count(), 12);
    }
}

#[tokio::test]
async fn nothing_is_sent_to_ourselves_to_machines_or_to_what_bounced() {
    for (desk, cast, sink, mut lines) in desks(Secrecy::Plain).await {
        let own = desk.person(Role::Customer, "support+x@desk.example").await;
        let robot = desk.person(Role::Customer, "no-reply@shop.example").await;
        desk.request(&own, "Loop").await;
        desk.request(&robot, "Order shipped").await;
        let number = desk.request(&cast.ana, "Blank labels").await;
        send(&desk, &mut lines).await;
        assert_eq!(sink.count(), 1);
        assert_eq!(
            desk.texts("SELECT trouble FROM outbox WHERE state = 'withheld'").await,
            ["machine", "machine"]
        );
        let stop =
            "INSERT INTO bounced_addresses (email_norm, status, at) VALUES ('ana@quill.example', '5.1.1', 0)";
        desk.exec(stop, vec![]).await;
        write(&desk, &cast.agent, &number, reply("Do you get this?")).await;
        send(&desk, &mut lines).await;
        let view = tickets::page(&desk.b, &cast.agent, &number).await.unwrap();
        let entry = view.entries.iter().find(|entry| entry.mail.is_some()).unwrap();
        assert_eq!(entry.mail, Some(MailState::Failed));
        let copies = mail::deliveries(&desk.b, &cast.agent, &number, entry.seq).await.unwrap();
        assert_eq!(copies[0].trouble, Some(MailTrouble::Stopped));
        assert_eq!(refusal(mail::deliveries(&desk.b, &cast.ana, &number, entry.seq).await), Error::Forbidden);
        let request = tickets::request(&desk.b, &cast.ana, &number).await.unwrap();
        assert!(request.entries.iter().all(|entry| entry.mail.is_none()), "for staff only");
        let admin = admin(&desk).await;
        mail::release_address(&desk.b, &admin, "Ana@quill.example", "she moved").await.unwrap();
        let failed = desk.texts("SELECT id FROM outbox WHERE kind = 'reply'").await;
        mail::retry(&desk.b, &admin, &failed[0]).await.unwrap();
        send(&desk, &mut lines).await;
        assert_eq!(replies(&sink.got()).len(), 1);
    }
}

#[tokio::test]
async fn an_alarm_comes_by_mail_after_quiet_hours_and_goes_stale() {
    for (desk, cast, sink, mut lines) in desks(Secrecy::Plain).await {
        let number = desk.request(&cast.ana, "Blank labels").await;
        send(&desk, &mut lines).await;
        let quiet = Some(Quiet { from: "09:00".into(), to: "12:00".into() });
        let choices = NoticeChoices { quiet, ..NoticeChoices::default() };
        tickets::notices::save_choices(&desk.b, &cast.lead, choices).await.unwrap();
        write(&desk, &cast.ana, &number, Command::MoreUrgent { reason: "the line stands".into() }).await;
        send(&desk, &mut lines).await;
        assert_eq!(sink.count(), 1, "ten o’clock is quiet");
        desk.clock.advance(2 * HOUR);
        send(&desk, &mut lines).await;
        let alarm = sink.got().pop().unwrap();
        assert!(alarm.header("To").unwrap().contains("lea@desk.example"));
        assert!(alarm.header("Subject").unwrap().contains(&number), "{:?}", alarm.header("Subject"));
        assert!(alarm.says("/desk/t/"), "{}", alarm.data);
        assert_ne!(alarm.header("References"), None, "alarms about a ticket stand together");
        sink.script(&[Deed::Defer]);
        write(&desk, &cast.ana, &number, Command::MoreUrgent { reason: "still".into() }).await;
        send(&desk, &mut lines).await;
        desk.clock.advance(25 * HOUR);
        send(&desk, &mut lines).await;
        assert_eq!(desk.texts("SELECT trouble FROM outbox WHERE state = 'failed'").await, ["expired"]);
    }
}

#[tokio::test]
async fn what_bounced_is_known_and_what_is_old_is_forgotten() {
    for (desk, cast, sink, mut lines) in desks(Secrecy::Plain).await {
        let number = desk.request(&cast.ana, "Blank labels").await;
        write(&desk, &cast.agent, &number, reply("Hello")).await;
        send(&desk, &mut lines).await;
        let id = replies(&sink.got())[0].header("Message-ID").unwrap();
        let b = desk.b.clone();
        let noted = desk.b.db.write(move |tx| {
            let (id, b) = (id.clone(), b.clone());
            Box::pin(async move {
                mail::outbox::returned(tx, &b, &id, "Ana@quill.example", "5.1.1 nobody\nhere").await
            })
        });
        assert!(noted.await.unwrap());
        let view = tickets::page(&desk.b, &cast.agent, &number).await.unwrap();
        let entry = view.entries.iter().find(|entry| entry.mail.is_some()).unwrap();
        assert_eq!(entry.mail, Some(MailState::Bounced));
        let copies = mail::deliveries(&desk.b, &cast.agent, &number, entry.seq).await.unwrap();
        assert_eq!(
            (copies[0].trouble, copies[0].answer.as_str()),
            (Some(MailTrouble::Returned), "5.1.1 nobody here")
        );
        desk.clock.advance(89 * 24 * HOUR);
        mail::forget_old(&desk.b).await.unwrap();
        assert_eq!(desk.number("SELECT COUNT(*) FROM outbox").await, 2);
        desk.clock.advance(2 * 24 * HOUR);
        mail::forget_old(&desk.b).await.unwrap();
        assert_eq!(desk.number("SELECT COUNT(*) FROM outbox").await, 0);
    }
}

#[tokio::test]
async fn words_are_the_admins_and_signatures_the_agents() {
    for (desk, cast, sink, mut lines) in desks(Secrecy::Plain).await {
        let admin = admin(&desk).await;
        let template = |body: &str| Template { subject: "{subject}, {number}".into(), body: body.into() };
        let (key, lang) = (TemplateKey::Reply, Lang::En);
        let bad = save_template(&desk.b, &admin, key, lang, 0, template("{message} {promise}")).await;
        assert_eq!(refusal(bad), Error::field("body", Problem::NoSuchPlace("promise".into())));
        let own = template("{message}\n\n{plan}\n\n{signature}\n\nQuill & Sons");
        assert_eq!(
            refusal(save_template(&desk.b, &cast.lead, key, lang, 0, own.clone()).await),
            Error::Forbidden
        );
        assert_eq!(save_template(&desk.b, &admin, key, lang, 0, own.clone()).await.unwrap().version, 1);
        let stale = save_template(&desk.b, &admin, key, lang, 0, own.clone()).await;
        assert_eq!(refusal(stale), Error::Conflict(Vec::new()));
        save_signature(&desk.b, &cast.agent, &Owner::Myself, "", "{agent}\nQuill <Support>").await.unwrap();
        save_sender(&desk.b, &admin, &sender("", ""), &sender("Printing", "print@desk.example"))
            .await
            .unwrap();
        let number = desk.request(&cast.ana, "Blank labels").await;
        desk.exec("UPDATE tickets SET queue_id = 'print'", vec![]).await;
        write(&desk, &cast.agent, &number, reply("Hello")).await;
        send(&desk, &mut lines).await;
        let got = sink.got();
        let reply = replies(&got)[0];
        assert_eq!(reply.header("Subject").unwrap(), format!("Blank labels, {number}"));
        assert_eq!(reply.header("From").as_deref(), Some("Printing <print@desk.example>"));
        assert!(reply.header("Reply-To").unwrap().contains("<print+"));
        assert!(reply.says("ines\nQuill <Support>\n\nQuill & Sons"), "{}", reply.data);
        assert!(reply.says("Quill &lt;Support&gt;") && reply.says("Quill &amp; Sons"));
        let shown = preview(&desk.b, &admin, key, Lang::De, own.clone()).await.unwrap();
        assert!(shown.text.contains("wir: schicken") && shown.html.contains("<li>"), "{}", shown.html);
        send_test(&desk.b, &admin, key, lang, own).await.unwrap();
        send(&desk, &mut lines).await;
        assert!(sink.got().pop().unwrap().header("To").unwrap().contains("ada@desk.example"));
        let all = templates(&desk.b, &admin).await.unwrap();
        assert_eq!(all.iter().filter(|view| view.version == 1).count(), 1);
        assert_eq!(all.len(), TemplateKey::ALL.len() * Lang::ALL.len());
    }
}

#[tokio::test]
async fn files_go_with_a_reply_and_internal_ones_never() {
    for (desk, cast, sink, mut lines) in desks(Secrecy::Plain).await {
        let number = desk.request(&cast.ana, "Blank labels").await;
        let files = file(&desk, &cast, For::Note(number.clone()), b"between us").await;
        let note = vec![Command::Note { text: "See".into() }];
        tickets::change_all(&desk.b, &cast.agent, &number, None, note, &files, None).await.unwrap();
        let files = file(&desk, &cast, For::Reply(number.clone()), b"for everybody").await;
        let text = "Here it is".to_owned();
        let said = vec![Command::Reply { text, after: AfterReply::Wait, plan: None, next_contact: None }];
        tickets::change_all(&desk.b, &cast.agent, &number, None, said, &files, None).await.unwrap();
        send(&desk, &mut lines).await;
        let got = sink.got();
        let reply = replies(&got)[0];
        assert!(reply.says("label.txt"), "{}", reply.data);
        assert!(reply.says("for everybody") || reply.says("Zm9yIGV2ZXJ5Ym9keQ=="), "{}", reply.data);
        assert!(got.iter().all(|got| !got.says("between us") && !got.says("YmV0d2Vlbi")));
    }
}

async fn file(desk: &Desk, cast: &Cast, of: For, content: &'static [u8]) -> Vec<String> {
    let (name, mark) = ("label.txt".to_owned(), "1".to_owned());
    let size = content.len() as u64;
    let part = files::Part { mark, name, size, at: 0, bytes: content.into() };
    let client = people::Client::default();
    vec![files::take(&desk.b, &cast.agent, &client, &of, part).await.unwrap().id]
}

#[tokio::test]
async fn a_code_that_waited_too_long_is_not_sent_and_without_a_server_everything_waits() {
    for (desk, cast, sink, mut lines) in desks(Secrecy::Plain).await {
        let client = people::Client { address: "192.0.2.1".into(), agent: "test".into() };
        people::send_code(&desk.b, &client, &cast.ana.email).await.unwrap();
        desk.clock.advance(11 * MINUTE);
        people::send_code(&desk.b, &client, &cast.ana.email).await.unwrap();
        send(&desk, &mut lines).await;
        assert_eq!(sink.count(), 1);
        let states = desk.texts("SELECT state FROM outbox ORDER BY created_at").await;
        assert_eq!(states, ["failed", "sent"]);
        assert!(sink.got()[0].says("font:20px"), "{}", sink.got()[0].data);
    }
    for desk in common::desk::desks().await {
        let cast = desk.cast().await;
        tickets::create(&desk.b, &cast.ana, &tickets::Requester::Myself, new_ticket("Blank")).await.unwrap();
        assert!(mail::deliver::Lines::new(&desk.b).is_none());
        let health = mail::health(&desk.b, &admin(&desk).await).await.unwrap();
        assert_eq!((health.configured, health.waiting, health.failed), (false, 1, 0));
    }
}
