//! A whole desk on each fresh database, with a clock that tests move.

use super::{Folder, Fresh, both};
use backend::clock::FixedClock;
use backend::db::{Value, q};
use backend::files::Bucket;
use backend::mail::MailSettings;
use backend::tickets::{self, Requester};
use backend::webhooks::WebhookSettings;
use backend::{Backend, Failure, Outcome, RandomIds, Settings, people};
use domain::access::Role;
use domain::people::NewPerson;
use domain::routing::queue::QueueDraft;
use domain::tickets::decide::NewTicket;
use domain::tickets::{Channel, Priority};
use domain::time::Instant;
use domain::{Error, Viewer};
use std::sync::Arc;

/// Saturday, 2026-11-21 10:00 UTC: where every test's clock begins.
pub const START: Instant = Instant(1_795_255_200_000);
pub const PASSWORD: &str = "correct horse battery";

/// A desk whose first node is `b`.
pub struct Desk {
    pub b: Backend,
    pub clock: Arc<FixedClock>,
    db: Fresh,
    _data: Folder,
}

/// The people of most tests about tickets, on a desk that knows one ticket type and one queue.
pub struct Cast {
    pub ana: Viewer,
    pub bo: Viewer,
    pub agent: Viewer,
    pub lead: Viewer,
    pub manager: Viewer,
}

/// A desk on SQLite, and one on PostgreSQL when there is a server.
pub async fn desks() -> Vec<Desk> {
    desks_that_mail(&[MailSettings::default()]).await
}

/// The same with a way to send mail: one for all desks, or one for each in turn.
pub async fn desks_that_mail(mail: &[MailSettings]) -> Vec<Desk> {
    let mut desks = Vec::new();
    for (db, mail) in both().await.into_iter().zip(mail.iter().cycle()) {
        desks.push(desk(db, mail, None).await);
    }
    desks
}

/// The same with their files in a bucket.
pub async fn desks_in_bucket(mail: &MailSettings, bucket: &Bucket) -> Vec<Desk> {
    let mut desks = Vec::new();
    for db in both().await {
        desks.push(desk(db, mail, Some(bucket)).await);
    }
    desks
}

async fn desk(db: Fresh, mail: &MailSettings, bucket: Option<&Bucket>) -> Desk {
    println!("on {:?}", db.dialect());
    let (clock, data) = (Arc::new(FixedClock::at(START)), Folder::new());
    let b = node(&db, &clock, &data, mail, bucket).await;
    Desk { b, clock, db, _data: data }
}

async fn node(
    db: &Fresh,
    clock: &Arc<FixedClock>,
    data: &Folder,
    mail: &MailSettings,
    bucket: Option<&Bucket>,
) -> Backend {
    let settings = Settings {
        data_dir: data.0.clone(),
        name: String::new(),
        base_url: "https://desk.example".into(),
        mail: mail.clone(),
        bucket: bucket.cloned(),
        // Tests call servers of their own.
        webhooks: WebhookSettings::new(&["127.0.0.1".into()], Vec::new()).expect("settings"),
    };
    Backend::new(db.db.clone(), clock.clone(), Arc::new(RandomIds), settings).await.expect("a desk")
}

impl Desk {
    /// Another node on the same database: it shares no memory with the first.
    pub async fn another_node(&self) -> (Backend, Folder) {
        let data = Folder::new();
        let Settings { mail, bucket, .. } = &self.b.settings;
        (node(&self.db, &self.clock, &data, mail, bucket.as_ref()).await, data)
    }

    /// A person without a password, as they ask from a browser.
    pub async fn person(&self, role: Role, email: &str) -> Viewer {
        self.make(role, email, None).await
    }

    /// A person whose password is [`PASSWORD`].
    pub async fn person_with_password(&self, role: Role, email: &str) -> Viewer {
        self.make(role, email, Some(PASSWORD.into())).await
    }

    async fn make(&self, role: Role, email: &str, password: Option<String>) -> Viewer {
        let name = email.split('@').next().unwrap_or_default().to_owned();
        let new =
            NewPerson { name: name.clone(), email: email.into(), role, organisation_id: None, password };
        let person_id = people::add_as_operator(&self.b, &new).await.expect("a person");
        let time_zone = "Etc/UTC".into();
        Viewer { person_id, name, email: email.into(), role, time_zone, ..Viewer::default() }
    }

    /// Two customers who do not know each other, and who works for them.
    pub async fn cast(&self) -> Cast {
        const TYPE: &str = "INSERT INTO ticket_types (id, name, position) VALUES ('incident', 'Incident', 1)";
        const QUEUE: &str =
            "INSERT INTO queues (id, name, team, position) VALUES ('print', 'Printing', 'Print', 1)";
        self.exec(TYPE, vec![]).await;
        self.exec(QUEUE, vec![]).await;
        let cast = Cast {
            ana: self.person(Role::Customer, "ana@quill.example").await,
            bo: self.person(Role::Customer, "bo@pine.example").await,
            agent: self.person(Role::Agent, "ines@desk.example").await,
            lead: self.person(Role::Lead, "lea@desk.example").await,
            manager: self.person(Role::Manager, "marta@desk.example").await,
        };
        self.b.directory_cache.forget();
        cast
    }

    /// The number of a new ticket that `v` asks for.
    pub async fn request(&self, v: &Viewer, subject: &str) -> String {
        let written = tickets::create(&self.b, v, &Requester::Myself, new_ticket(subject)).await;
        written.expect("a ticket").number
    }

    /// From now on the queue "print" hands out; with `keeps` to whoever had the customer's last ticket.
    pub async fn hand_out(&self, admin: &Viewer, keeps: bool) {
        let page = backend::routing::rules(&self.b, admin).await.expect("a page");
        let seen = page.queues.iter().find(|queue| queue.id == "print").expect("the queue").draft();
        let draft = QueueDraft { hands_out: true, keeps, ..seen.clone() };
        backend::routing::save_queue(&self.b, admin, seen, draft).await.expect("saved");
    }

    /// The number that `sql` selects.
    pub async fn number(&self, sql: &'static str) -> i64 {
        q(sql).one(&mut self.db.read().await.expect("a connection")).await.expect("a number")
    }

    /// The texts that `sql` selects.
    pub async fn texts(&self, sql: &'static str) -> Vec<String> {
        q(sql).all(&mut self.db.read().await.expect("a connection")).await.expect("texts")
    }

    /// The six digits of the newest mail in the outbox.
    pub async fn mailed_code(&self) -> String {
        let bodies = self.texts("SELECT body FROM outbox WHERE kind = 'code' ORDER BY id DESC LIMIT 1").await;
        let mut words = bodies[0].split_whitespace();
        let is_code = |word: &&str| word.len() == 6 && word.bytes().all(|b| b.is_ascii_digit());
        words.find(is_code).expect("a code").to_owned()
    }

    /// Runs one statement.
    pub async fn exec(&self, sql: &'static str, values: Vec<Value>) {
        let run = self.db.write(move |tx| Box::pin(q(sql).bind_all(values.clone()).exec(tx)));
        run.await.expect("a statement that runs");
    }
}

pub fn new_ticket(subject: &str) -> NewTicket {
    NewTicket {
        channel: Channel::Portal,
        subject: subject.into(),
        text: "The labels come out blank since Monday.".into(),
        ticket_type: "incident".into(),
        priority: Priority::Normal,
        product: None,
        topic: None,
        answers: Vec::new(),
        opened: Vec::new(),
    }
}

/// What a use case was refused with; a fault of ours, or no refusal, fails the test.
pub fn refusal<T>(outcome: Outcome<T>) -> Error {
    match outcome {
        Err(Failure::Refused(error)) => error,
        Err(fault) => panic!("a fault: {fault}"),
        Ok(_) => panic!("not refused"),
    }
}
