//! How the services do, and what is known to be wrong.

use domain::Viewer;
use domain::knowledge::{ProblemBrief, ProblemState, ServiceState, ServiceView, StatusPage};
use domain::time::Instant;

use crate::db::{Conn, q};
use crate::stamps::Stamper;
use crate::{Backend, Failure, Outcome, row};

/// Services and public problems that are not over, in one statement.
const STATUS: &str =
    "SELECT s.name AS title, CAST(NULL AS TEXT) AS number, CAST(NULL AS TEXT) AS product, s.state,
    s.note, '' AS html, s.since, s.next_update_at, s.position AS place, s.id
  FROM services s
  UNION ALL
  SELECT k.title, k.number, p.name, k.state, k.public_note, k.workaround_html, k.changed_at,
    CAST(NULL AS BIGINT), -k.tickets, k.id
  FROM problems k LEFT JOIN products p ON p.id = k.product_id
  WHERE k.is_public AND k.state <> 'fixed'
  ORDER BY place, id LIMIT 200";

row! {
    struct StatusRow {
        title: String,
        number: Option<String>,
        product: Option<String>,
        state: String,
        note: String,
        html: String,
        since: i64,
        next_update_at: Option<i64>,
    }
}

/// Every service, and the public problems that are not fixed, the widest first. The same for every reader but for words
/// of time.
///
/// # Errors
/// When the database cannot be read.
pub async fn status(b: &Backend, v: &Viewer) -> Outcome<StatusPage> {
    read(&mut b.db.read().await?, v, b.clock.now()).await
}

pub(super) async fn read(conn: &mut Conn, v: &Viewer, now: Instant) -> Outcome<StatusPage> {
    let stamper = Stamper::new(v, now);
    let mut page = StatusPage { services: Vec::new(), problems: Vec::new() };
    for row in q(STATUS).all::<StatusRow>(conn).await? {
        match row.number.clone() {
            Some(number) => page.problems.push(row.problem(number)?),
            None => page.services.push(row.service(&stamper)?),
        }
    }
    Ok(page)
}

impl StatusRow {
    fn problem(self, number: String) -> Outcome<ProblemBrief> {
        let state = ProblemState::parse(&self.state).ok_or_else(|| unknown(&self.state))?;
        let (title, product) = (self.title, self.product);
        Ok(ProblemBrief { number, title, product, state, note: self.note, workaround_html: self.html })
    }

    fn service(self, stamper: &Stamper) -> Outcome<ServiceView> {
        let state = ServiceState::parse(&self.state).ok_or_else(|| unknown(&self.state))?;
        let since = (state != ServiceState::Up).then(|| stamper.stamp(Instant(self.since)));
        let next_update = self.next_update_at.map(|at| stamper.stamp(Instant(at)));
        Ok(ServiceView { name: self.title, state, note: self.note, since, next_update })
    }
}

fn unknown(state: &str) -> Failure {
    Failure::broken(format!("a service or problem has the unknown state {state}"))
}
