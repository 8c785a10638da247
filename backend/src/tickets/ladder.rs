//! Where a ticket stands on its ladder, for the ticket's page.

use domain::Viewer;
use domain::access::{Action, Role};
use domain::ladder::{HandOver, Held};
use domain::promises::Promise;
use domain::tickets::entry::Body;
use domain::tickets::view::{HeldView, LadderView};
use domain::time::Instant;

use super::list::read_status;
use super::page::{Line, promise_view};
use super::rows::read_ladder;
use crate::Outcome;
use crate::db::{Conn, q};
use crate::promises::ladder::Place;
use crate::settings::Directory;
use crate::stamps::Stamper;

const HANDED: &str =
    "SELECT body FROM entries WHERE ticket_id = $1 AND kind = 'handed_over' ORDER BY seq DESC LIMIT 1";

/// One reader's look at a ticket.
pub(super) struct Look<'p> {
    pub v: &'p Viewer,
    pub directory: &'p Directory,
    pub stamper: &'p Stamper,
    pub line: &'p Line,
    pub promises: &'p [Promise],
    pub now: Instant,
}

impl Look<'_> {
    /// Without another statement, unless something has been handed over.
    pub async fn view(&self, conn: &mut Conn) -> Outcome<LadderView> {
        let (v, line) = (self.v, self.line);
        let standing = read_ladder(&line.ladder)?;
        let place = Place {
            ticket_type: &line.ticket_type,
            queue: line.queue_id.as_deref(),
            standing: &standing,
            assignee: line.assignee_id.as_deref(),
            actor: Some(&v.person_id),
        };
        let may_change = v.may(Action::ChangeTicket) && read_status(&line.status)?.is_active();
        let next = place.next_for_agents(self.directory, self.now).filter(|_| may_change);
        let is_mine = |id: &str| v.role >= Role::Lead || id == v.person_id;
        let dealt = standing.current().is_some_and(|held| is_mine(&held.owner.id))
            || is_mine(line.assignee_id.as_deref().unwrap_or_default());
        Ok(LadderView {
            next: next.map(|(name, owner)| (name, owner.name)),
            to_class: standing.unclassed > 0 && dealt && v.may(Action::ChangeTicket),
            held: match standing.current() {
                Some(held) => Some(self.held(conn, held, is_mine(&held.owner.id)).await?),
                None => None,
            },
        })
    }

    async fn held(&self, conn: &mut Conn, held: &Held, mine: bool) -> Outcome<HeldView> {
        let hand_over = match &held.from {
            Some(_) => self.hand_over(conn).await?,
            None => None,
        };
        let stamper = self.stamper;
        let made = self.promises.iter().filter(|_| hand_over.is_some());
        Ok(HeldView {
            name: held.name.clone(),
            owner: held.owner.name.clone(),
            since: stamper.stamp(held.since),
            until: held.until.map(|until| stamper.stamp(until)),
            acknowledged: held.acknowledged.is_some(),
            mine: mine && self.v.may(Action::ChangeTicket),
            from: held.from.as_ref().map(|from| from.name.clone()),
            made: made.map(|promise| promise_view(promise, self.directory, stamper)).collect(),
            hand_over,
        })
    }

    /// What came with the ticket: the newest there is.
    async fn hand_over(&self, conn: &mut Conn) -> Outcome<Option<HandOver>> {
        let body: Option<String> = q(HANDED).bind(self.line.id.as_str()).opt(conn).await?;
        Ok(match body.map(|body| serde_json::from_str(&body)).transpose()? {
            Some(Body::HandedOver { hand_over }) => Some(hand_over),
            _ => None,
        })
    }
}
