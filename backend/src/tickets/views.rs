//! The console's views: which tickets each holds, in what order, as SQL over one index each.

use domain::Viewer;
use domain::time::Instant;

use crate::db::Value;

/// Order of a view; each is the tail of the index that serves it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    /// Most pressing first.
    Urgency,
    /// Earliest promised contact first.
    Contact,
    /// Newest solution first.
    Resolved,
}

impl Order {
    pub(crate) fn by(self) -> &'static str {
        match self {
            Self::Urgency => "t.urgency, t.due_at, t.id",
            Self::Contact => "t.next_contact_at, t.id",
            Self::Resolved => "t.resolved_at DESC, t.id DESC",
        }
    }

    /// The condition for rows after a cursor whose values stand at `$place` and following.
    pub(crate) fn after(self, place: usize) -> String {
        let (a, b, c) = (place, place + 1, place + 2);
        match self {
            Self::Urgency => format!("(t.urgency, t.due_at, t.id) > (${a}, ${b}, ${c})"),
            Self::Contact => format!("(t.next_contact_at, t.id) > (${a}, ${b})"),
            Self::Resolved => format!("(t.resolved_at, t.id) < (${a}, ${b})"),
        }
    }
}

/// One view.
#[derive(Debug, Clone)]
pub(crate) struct View {
    pub id: String,
    /// A queue's name; `None` for the fixed views, which the catalogue words.
    pub name: Option<String>,
    /// Condition on `tickets t`; `$1` is the viewer, `$2` a time, `$3` a text.
    pub condition: &'static str,
    pub time: Instant,
    pub text: String,
    pub order: Order,
}

/// A day in milliseconds.
const DAY: i64 = 86_400_000;

/// The fixed views in the order of the side bar, then one for each queue.
pub(crate) fn all(viewer: &Viewer, now: Instant, queues: &[(String, String)]) -> Vec<View> {
    let fixed = |id: &str, condition, order| View {
        id: id.to_owned(),
        name: None,
        condition,
        time: now,
        text: String::new(),
        order,
    };
    let mut views = vec![
        fixed("mine", "t.assignee_id = $1 AND t.active = TRUE", Order::Urgency),
        View {
            time: end_of_day(viewer, now),
            ..fixed("contact", "t.active = TRUE AND t.next_contact_at <= $2", Order::Contact)
        },
        fixed("pressing", "t.active = TRUE AND t.urgency <= 1", Order::Urgency),
        fixed("unassigned", "t.assignee_id IS NULL AND t.active = TRUE", Order::Urgency),
        fixed("waiting", "t.status = 'waiting'", Order::Urgency),
        fixed("all", "t.active = TRUE", Order::Urgency),
        View { time: Instant(now.0 - 7 * DAY), ..fixed("solved", "t.resolved_at >= $2", Order::Resolved) },
    ];
    views.extend(queues.iter().map(|(id, name)| View {
        name: Some(name.clone()),
        text: id.clone(),
        ..fixed(&format!("queue-{id}"), "t.queue_id = $3 AND t.active = TRUE", Order::Urgency)
    }));
    views
}

impl View {
    /// Values for `$1`, `$2`, `$3`.
    pub(crate) fn values(&self, viewer: &Viewer) -> Vec<Value> {
        vec![viewer.person_id.as_str().into(), self.time.0.into(), self.text.as_str().into()]
    }
}

/// The last second of the viewer's day.
pub(crate) fn end_of_day(viewer: &Viewer, now: Instant) -> Instant {
    let zone = viewer.time_zone.parse().unwrap_or(chrono_tz::Tz::UTC);
    let midnight = crate::stamps::local(zone, now).date_naive().and_hms_opt(23, 59, 59);
    let local = midnight.and_then(|midnight| midnight.and_local_timezone(zone).latest());
    local.map_or(now, |local| Instant(local.timestamp_millis()))
}

/// The first moment of the viewer's day.
pub(crate) fn start_of_day(viewer: &Viewer, now: Instant) -> Instant {
    let zone = viewer.time_zone.parse().unwrap_or(chrono_tz::Tz::UTC);
    let midnight = crate::stamps::local(zone, now).date_naive().and_hms_opt(0, 0, 0);
    let local = midnight.and_then(|midnight| midnight.and_local_timezone(zone).earliest());
    local.map_or(now, |local| Instant(local.timestamp_millis()))
}
