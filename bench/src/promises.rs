//! Promises at scale: many open tickets with four promises each, on a clock that is moved. What the timers cost while
//! nothing is due, how late an alarm is, how long an hour of downtime takes to catch up, how a changed calendar is
//! followed and what pages cost meanwhile.

use std::sync::Arc;
use std::time::{Duration, Instant as Clocked};

use backend::clock::FixedClock;
use backend::db::{Db, Options, q};
use backend::promises::{recount, timers};
use backend::tickets::{self, Requester};
use backend::{Backend, RandomIds, Settings, people, settings};
use domain::Viewer;
use domain::access::Role;
use domain::people::NewPerson;
use domain::promises::calendar::{Calendar, Week, Window};
use domain::promises::policy::{Policy, PolicyRow, Target, Targets, Unit};
use domain::settings::{CalendarDraft, PolicyDraft};
use domain::tickets::decide::{Command, NewTicket};
use domain::tickets::view::LIST_PAGE;
use domain::tickets::{Channel, Priority};
use domain::time::{HOUR_MS, Instant};
use futures::StreamExt;

use crate::Fault;
use crate::desk::Home;
use crate::table::Table;

/// Monday, 2026-11-23 08:00 UTC: an hour before the office opens.
const START: Instant = Instant(1_795_420_800_000);
/// The tickets come in over so long.
const SPREAD_MS: i64 = 10 * HOUR_MS;
/// Written side by side, so that they share commits.
const ABREAST: usize = 64;
const ALARMS: &str = "SELECT COUNT(*) FROM alarms";
const ENTRIES: &str = "SELECT COUNT(*) FROM entries WHERE kind = 'alarm'";

/// A desk of its own on a clock that only this moves.
struct Desk {
    b: Backend,
    clock: Arc<FixedClock>,
    admin: Viewer,
    agent: Viewer,
    customer: Viewer,
    calendar: String,
}

/// Fills a desk with `open` open tickets and measures.
pub async fn run(table: &mut Table, open: u32) -> Result<(), Fault> {
    let home = Home::make("promises")?;
    let desk = Desk::make(&home).await?;
    let began = Clocked::now();
    desk.fill(open).await?;
    let filled = began.elapsed().as_secs_f64();
    table.note("open tickets", &format!("{open}, four promises each, written in {filled:.0} s"));
    desk.idle(table).await?;
    desk.one_alarm(table).await?;
    desk.downtime(table).await?;
    desk.recount(table, open).await
}

fn office(holidays: &[&str]) -> Calendar {
    let week = Week::workdays(&[Window::new("09:00", "17:00")]);
    let holidays = holidays.iter().map(|day| (*day).to_owned()).collect();
    Calendar { timezone: "Etc/UTC".into(), week, holidays, ..Calendar::default() }
}

impl Desk {
    async fn make(home: &Home) -> Result<Self, Fault> {
        let clock = Arc::new(FixedClock::at(START));
        let db = Db::open(&home.database(), Options { started_at: START.0, ..Options::default() }).await?;
        db.migrate().await?;
        let settings = Settings {
            data_dir: home.folder(),
            name: String::new(),
            base_url: "http://desk.example".into(),
            mail: Default::default(),
            bucket: None,
            webhooks: backend::webhooks::WebhookSettings::default(),
        };
        let b = Backend::new(db, clock.clone(), Arc::new(RandomIds), settings).await?;
        let (admin, agent, customer) = (
            person(&b, Role::Admin, "admin@desk.example").await?,
            person(&b, Role::Agent, "agent@desk.example").await?,
            person(&b, Role::Customer, "customer@quill.example").await?,
        );
        let types = q("INSERT INTO ticket_types (id, name, position) VALUES ('incident', 'Incident', 1)");
        b.db.execute(types).await?;
        let mut desk = Self { b, clock, admin, agent, customer, calendar: String::new() };
        desk.calendar = desk.save_calendar(0, office(&[])).await?;
        desk.save_policy().await?;
        desk.b.directory_cache.forget();
        Ok(desk)
    }

    async fn save_calendar(&self, seen: i64, calendar: Calendar) -> Result<String, Fault> {
        let id = self.calendar.clone();
        let draft = CalendarDraft { id, seen, name: "Office".into(), archived: false, calendar };
        Ok(settings::save_calendar(&self.b, &self.admin, &draft).await?.id)
    }

    async fn save_policy(&self) -> Result<(), Fault> {
        let targets = Targets {
            first_reply: Some(Target::new(4, Unit::Hours)),
            periodic_update: Some(Target::new(3, Unit::BusinessDays)),
            resolution: Some(Target::new(16, Unit::BusinessHours)),
            ..Targets::default()
        };
        let policy = Policy {
            calendar: Some(self.calendar.clone()),
            rows: vec![PolicyRow { ticket_type: None, priority: None, targets }],
            ..Policy::default_policy()
        };
        let draft = PolicyDraft { policy, tier: String::new(), is_default: true, apply: false };
        settings::save_policy(&self.b, &self.admin, &draft).await?;
        Ok(())
    }

    /// Tickets in the order in which they come, each with a promised contact.
    async fn fill(&self, open: u32) -> Result<(), Fault> {
        let rounds = open.div_ceil(ABREAST as u32);
        for round in 0..rounds {
            self.clock.set(Instant(START.0 + SPREAD_MS * i64::from(round) / i64::from(rounds)));
            let many = futures::stream::iter(0..ABREAST).map(|_| self.one()).buffer_unordered(ABREAST);
            many.collect::<Vec<_>>().await.into_iter().collect::<Result<Vec<()>, Fault>>()?;
        }
        Ok(())
    }

    async fn one(&self) -> Result<(), Fault> {
        let new = NewTicket {
            channel: Channel::Portal,
            subject: "Labels print blank".into(),
            text: "Since this morning.".into(),
            ticket_type: "incident".into(),
            priority: Priority::Normal,
            product: None,
            topic: None,
            answers: Vec::new(),
            opened: Vec::new(),
        };
        let number = tickets::create(&self.b, &self.customer, &Requester::Myself, new).await?.number;
        let due = Instant(START.0 + 20 * HOUR_MS);
        tickets::change(&self.b, &self.agent, &number, None, Command::PromiseContact { due }).await?;
        Ok(())
    }

    async fn number(&self, sql: &'static str) -> Result<i64, Fault> {
        Ok(q(sql).one(&mut self.b.db.read().await?).await?)
    }

    /// Everything that is due by now; how many tickets that were.
    async fn catch_up(&self) -> Result<usize, Fault> {
        let mut woken = 0;
        loop {
            match timers::wake_due(&self.b).await? {
                0 => return Ok(woken),
                some => woken += some,
            }
        }
    }

    /// What the evaluator takes of a core while nothing is due: it looks twice a second.
    async fn idle(&self, table: &mut Table) -> Result<(), Fault> {
        self.catch_up().await?;
        let (began, looks) = (Clocked::now(), 200);
        for _ in 0..looks {
            timers::wake_due(&self.b).await?;
        }
        let each = began.elapsed().as_secs_f64() / f64::from(looks);
        let figure = format!("{:.2} % of a core", each * 2.0 * 100.0);
        table.row("timers while nothing is due", figure, format!("{:.2} ms a look, aim 5 %", each * 1e3));
        Ok(())
    }

    /// How long after its time an alarm stands in the ticket, the longest nap included.
    async fn one_alarm(&self, table: &mut Table) -> Result<(), Fault> {
        let next = timers::next_wake(&self.b).await?.ok_or("nothing is ever due")?;
        self.clock.set(next);
        let began = Clocked::now();
        timers::wake_due(&self.b).await?;
        let late = began.elapsed() + Duration::from_millis(500);
        table.row(
            "an alarm after its time",
            format!("{:.0} ms", late.as_secs_f64() * 1e3),
            "at most, aim 1 s",
        );
        Ok(())
    }

    /// An hour in which nobody ran the desk, and then once more, to see that nothing fires twice.
    async fn downtime(&self, table: &mut Table) -> Result<(), Fault> {
        self.catch_up().await?;
        let before = self.number(ALARMS).await?;
        let next = timers::next_wake(&self.b).await?.ok_or("nothing is ever due")?;
        self.clock.set(next.plus_ms(HOUR_MS));
        let began = Clocked::now();
        let woken = self.catch_up().await?;
        let took = began.elapsed().as_secs_f64();
        let (fired, told) = (self.number(ALARMS).await?, self.number(ENTRIES).await?);
        let beside = format!(
            "{woken} tickets woken, {} alarms, each once: {}, aim 30 s",
            fired - before,
            fired == told
        );
        table.row("an hour of downtime", format!("{took:.1} s"), beside);
        Ok(())
    }

    /// A holiday that all tickets follow, and what a list costs meanwhile.
    async fn recount(&self, table: &mut Table, open: u32) -> Result<(), Fault> {
        let list = async || {
            let began = Clocked::now();
            tickets::list(&self.b, &self.agent, "all", None, LIST_PAGE).await?;
            Ok::<_, Fault>(began.elapsed())
        };
        let mut before = Vec::new();
        for _ in 0..200 {
            before.push(list().await?);
        }
        self.save_calendar(1, office(&["2026-11-24"])).await?;
        // Longer than any node keeps what it has read of the settings.
        self.clock.advance(10_000);
        let began = Clocked::now();
        let b = self.b.clone();
        let following = tokio::spawn(async move {
            while recount::step(&b).await? {}
            Ok::<(), backend::Failure>(())
        });
        let mut meanwhile = Vec::new();
        while !following.is_finished() {
            meanwhile.push(list().await?);
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        following.await??;
        let took = began.elapsed().as_secs_f64();
        let pace = format!("{took:.0} s, {:.0} tickets/s", f64::from(open) / took);
        let pages = format!("a list meanwhile p95 {:.1} ms, before {:.1} ms", p95(meanwhile), p95(before));
        table.row("a holiday added behind all of them", pace, pages);
        Ok(())
    }
}

fn p95(mut times: Vec<Duration>) -> f64 {
    times.sort_unstable();
    let at = times.len() * 95 / 100;
    times.get(at.min(times.len().saturating_sub(1))).map_or(0.0, |time| time.as_secs_f64() * 1e3)
}

async fn person(b: &Backend, role: Role, email: &str) -> Result<Viewer, Fault> {
    let new = NewPerson {
        name: email.to_owned(),
        email: email.to_owned(),
        role,
        organisation_id: None,
        password: None,
    };
    let person_id = people::add_as_operator(b, &new).await?;
    let time_zone = "Etc/UTC".into();
    Ok(Viewer { person_id, name: new.name, email: new.email, role, time_zone, ..Viewer::default() })
}
