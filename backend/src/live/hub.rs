//! The hub: one follower of the change log per process, any number of listeners.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use domain::Viewer;
use domain::access::TicketScope;
use domain::live::{Event, Topic};
use futures::stream::{self, Stream};
use tokio::sync::{broadcast, watch};

use crate::db::{Conn, q};
use crate::{Backend, Outcome, row};

/// How many events a slow listener may lag behind before it reads the log again.
const BUFFER: usize = 1_024;
/// Rows read from the log at once.
const BATCH: i64 = 500;
/// How often the log is looked at when nothing wakes the follower.
const POLL: std::time::Duration = std::time::Duration::from_secs(1);

const NEWEST: &str = "SELECT change_seq FROM desk WHERE id = 1";
const AFTER: &str =
    "SELECT seq, topic, id, version, requester_id, organisation_id, is_public, actor_id FROM change_log
  WHERE seq > $1 ORDER BY seq LIMIT $2";

row! {
    /// A row of the change log, as listeners are matched with it.
    pub(crate) struct Logged {
        pub seq: i64, pub topic: String, pub id: String, pub version: i64, pub requester_id: Option<String>,
        pub organisation_id: Option<String>, pub is_public: bool, pub actor_id: Option<String>,
    }
}

/// Carries changes to the listeners of this process.
pub struct Hub {
    listeners: broadcast::Sender<Arc<Logged>>,
    position: AtomicI64,
}

impl Default for Hub {
    fn default() -> Self {
        Self { listeners: broadcast::Sender::new(BUFFER), position: AtomicI64::new(0) }
    }
}

impl Hub {
    /// Number of the last change that was carried, or 0 before the first look. Whoever reads the desk from now on reads
    /// that change too, and can listen from there on without missing any.
    #[must_use]
    pub fn position(&self) -> i64 {
        self.position.load(Ordering::Acquire)
    }
}

/// Follows the change log and feeds the hub until told to stop.
pub async fn follow(b: Backend, mut stop: watch::Receiver<bool>) {
    let mut changed = b.db.changed();
    let mut position = None;
    loop {
        match step(&b, &mut position).await {
            Ok(true) => continue,
            Ok(false) => {}
            Err(error) => tracing::warn!(%error, "live events wait for the database"),
        }
        tokio::select! {
            _ = stop.changed() => return,
            _ = changed.changed() => {}
            () = tokio::time::sleep(POLL) => {}
        }
    }
}

/// Passes one batch on; `true` when more may wait. Starts at the newest change: listeners catch up by themselves.
async fn step(b: &Backend, position: &mut Option<i64>) -> Outcome<bool> {
    let mut conn = b.db.read().await?;
    let Some(last) = *position else {
        let last = newest(&mut conn).await?;
        *position = Some(last);
        b.hub.position.store(last, Ordering::Release);
        return Ok(false);
    };
    let rows = after(&mut conn, last).await?;
    let full = rows.len() as i64 == BATCH;
    for row in rows {
        *position = Some(row.seq);
        b.hub.position.store(row.seq, Ordering::Release);
        // Nobody listening is no error.
        b.hub.listeners.send(Arc::new(row)).ok();
    }
    Ok(full)
}

async fn newest(conn: &mut Conn) -> Outcome<i64> {
    Ok(q(NEWEST).one(conn).await?)
}

async fn after(conn: &mut Conn, seq: i64) -> Outcome<Vec<Logged>> {
    Ok(q(AFTER).bind(seq).bind(BATCH).all(conn).await?)
}

/// The events that `v` may hear of, from after `last` (or from now) on, in order and without gaps. Ends after
/// [`Topic::SignedOut`].
///
/// # Errors
/// When the log cannot be read.
pub async fn subscribe(
    b: &Backend,
    v: &Viewer,
    last: Option<i64>,
) -> Outcome<impl Stream<Item = Event> + Send + use<>> {
    let receiver = b.hub.listeners.subscribe();
    let position = match last {
        Some(last) => last,
        None => newest(&mut b.db.read().await?).await?,
    };
    // What was logged before the receiver existed comes out of the log, so the first read is from there.
    let listener = Listener {
        b: b.clone(),
        v: v.clone(),
        receiver,
        position,
        behind: true,
        queue: VecDeque::new(),
        ended: false,
    };
    Ok(stream::unfold(listener, async |mut listener| listener.next().await.map(|event| (event, listener))))
}

struct Listener {
    b: Backend,
    v: Viewer,
    receiver: broadcast::Receiver<Arc<Logged>>,
    position: i64,
    /// Rows between `position` and what the receiver holds have to be read from the log.
    behind: bool,
    queue: VecDeque<Event>,
    ended: bool,
}

impl Listener {
    async fn next(&mut self) -> Option<Event> {
        loop {
            if let Some(event) = self.queue.pop_front() {
                self.ended |= event.topic == Topic::SignedOut;
                return Some(event);
            }
            if self.ended {
                return None;
            }
            if self.behind {
                self.catch_up().await?;
                continue;
            }
            match self.receiver.recv().await {
                Ok(row) => self.take(&row),
                Err(broadcast::error::RecvError::Lagged(_)) => self.behind = true,
                Err(broadcast::error::RecvError::Closed) => return None,
            }
        }
    }

    /// Reads one batch from the log; `None` when it cannot be read: the browser comes back with its position.
    async fn catch_up(&mut self) -> Option<()> {
        let mut conn = self.b.db.read().await.ok()?;
        let rows = after(&mut conn, self.position).await.ok()?;
        self.behind = rows.len() as i64 == BATCH;
        for row in &rows {
            self.take(row);
        }
        Some(())
    }

    fn take(&mut self, row: &Logged) {
        if row.seq <= self.position {
            return;
        }
        self.position = row.seq;
        self.queue.extend(heard(&self.v, row));
    }
}

/// The event as `v` may hear it. The rules are those of [`Viewer::ticket_scope`].
fn heard(v: &Viewer, row: &Logged) -> Option<Event> {
    let topic = Topic::parse(&row.topic)?;
    let may = match topic {
        Topic::Notices | Topic::SignedOut => row.id == v.person_id,
        Topic::Mail => v.ticket_scope() == TicketScope::All,
        Topic::Article | Topic::Problem => row.is_public || v.is_staff(),
        Topic::Ticket => match v.ticket_scope() {
            TicketScope::All => true,
            TicketScope::Organisation(id) => row.is_public && row.organisation_id.as_ref() == Some(&id),
            TicketScope::Requester(id) => row.is_public && row.requester_id.as_ref() == Some(&id),
            TicketScope::None => false,
        },
    };
    may.then(|| Event {
        seq: row.seq,
        topic,
        id: row.id.clone(),
        version: row.version,
        mine: row.actor_id.as_deref() == Some(v.person_id.as_str()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::access::Role;

    fn row(is_public: bool) -> Logged {
        Logged {
            seq: 1,
            topic: "ticket".into(),
            id: "CW-1".into(),
            version: 2,
            requester_id: Some("ana".into()),
            organisation_id: Some("quill".into()),
            is_public,
            actor_id: Some("ines".into()),
        }
    }

    fn viewer(role: Role, person: &str, organisation: &str) -> Viewer {
        Viewer {
            role,
            person_id: person.into(),
            organisation_id: Some(organisation.into()),
            ..Viewer::default()
        }
    }

    #[test]
    fn customers_hear_of_their_own_public_changes_only() {
        let ana = viewer(Role::Customer, "ana", "quill");
        assert!(heard(&ana, &row(true)).is_some());
        assert!(heard(&ana, &row(false)).is_none(), "a note is nobody's business");
        assert!(heard(&viewer(Role::Customer, "bo", "quill"), &row(true)).is_none());
        assert!(heard(&viewer(Role::OrganisationManager, "bo", "quill"), &row(true)).is_some());
        assert!(heard(&viewer(Role::OrganisationManager, "bo", "pine"), &row(true)).is_none());
        assert!(heard(&viewer(Role::Visitor, "", ""), &row(true)).is_none());
    }

    #[test]
    fn staff_hear_of_everything_and_know_their_own() {
        let ines = viewer(Role::Agent, "ines", "");
        assert!(heard(&ines, &row(false)).is_some_and(|event| event.mine));
    }
}
