//! A desk whose incidents have a ladder of three rungs.

use super::desk::{Cast, Desk, START, desks};
use backend::promises::timers::wake_due;
use backend::settings::{promises, save_type};
use backend::tickets::{self, notices};
use domain::Viewer;
use domain::access::Role;
use domain::ladder::{HandOver, Reason, Rung, RungOwner, TicketType};
use domain::promises::policy::{Target, Unit};
use domain::tickets::decide::Command;
use domain::tickets::view::{NoticeView, TicketPage};
use domain::time::Instant;

pub const MINUTE: i64 = 60_000;
pub const HOUR: i64 = 60 * MINUTE;

pub fn rung(name: &str, owner: RungOwner, when: &[Reason], minutes: Option<u32>) -> Rung {
    let wait = minutes.map(|amount| Target::new(amount, Unit::Minutes));
    Rung { id: String::new(), name: name.into(), owner, when: when.to_vec(), wait }
}

/// Level 2 for agents, the lead for what is missed, then management.
pub fn ladder(cast: &Cast) -> Vec<Rung> {
    vec![
        rung("Level 2", RungOwner::Person(cast.agent.person_id.clone()), &[Reason::AgentAsked], None),
        rung("Team lead", RungOwner::QueueLead, &[Reason::Missed, Reason::Reopened(2)], Some(30)),
        rung("Management", RungOwner::Role(Role::Manager), &[Reason::CustomerAsked], Some(60)),
    ]
}

pub struct Scene {
    pub desk: Desk,
    pub cast: Cast,
    pub admin: Viewer,
}

impl Scene {
    pub async fn all() -> Vec<Self> {
        let mut scenes = Vec::new();
        for desk in desks().await {
            let cast = desk.cast().await;
            let admin = desk.person(Role::Admin, "ada@desk.example").await;
            desk.b.directory_cache.forget();
            let scene = Self { desk, cast, admin };
            let ladder = ladder(&scene.cast);
            scene.save(|own| own.ladder = ladder).await;
            scenes.push(scene);
        }
        scenes
    }

    pub async fn incident(&self) -> TicketType {
        let page = promises(&self.desk.b, &self.admin).await.expect("the page");
        page.types.into_iter().find(|own| own.id == "incident").expect("the type")
    }

    pub async fn save(&self, change: impl FnOnce(&mut TicketType)) -> i64 {
        let mut own = self.incident().await;
        change(&mut own);
        save_type(&self.desk.b, &self.admin, &own).await.expect("saved").version
    }

    pub async fn at(&self, ms: i64) {
        self.desk.clock.set(Instant(START.0 + ms));
        wake_due(&self.desk.b).await.expect("timers");
    }

    pub async fn page(&self, number: &str) -> TicketPage {
        tickets::page(&self.desk.b, &self.admin, number).await.expect("the page")
    }

    pub async fn does(&self, v: &Viewer, number: &str, command: Command) {
        tickets::change(&self.desk.b, v, number, None, command).await.expect("done");
    }

    pub async fn notices(&self, v: &Viewer) -> Vec<NoticeView> {
        notices::list(&self.desk.b, v, None).await.expect("notices")
    }

    pub async fn owner(&self, number: &str) -> Option<(String, String, bool)> {
        let held = self.page(number).await.ladder.held?;
        Some((held.name, held.owner, held.acknowledged))
    }

    pub async fn count(&self, sql: &'static str) -> i64 {
        self.desk.number(sql).await
    }
}

pub fn held(name: &str, owner: &str, acknowledged: bool) -> Option<(String, String, bool)> {
    Some((name.into(), owner.into(), acknowledged))
}

pub const CLIMBED: &str = "SELECT COUNT(*) FROM entries WHERE kind = 'climbed'";
pub const UNANSWERED: &str = "SELECT COUNT(*) FROM entries WHERE kind = 'unanswered'";

pub fn hand_over() -> HandOver {
    HandOver { tried: "New driver".into(), evidence: "Log of 9:14".into(), question: "Why blank?".into() }
}
