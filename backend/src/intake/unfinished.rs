//! Requests that were begun and left: offered again to their person, or to the browser that began them.

use domain::Viewer;
use domain::intake::{Intake, Product, Step, Unfinished};
use domain::time::Instant;

use super::store::{self, State};
use crate::db::q;
use crate::stamps::Stamper;
use crate::{Backend, Failure, Outcome, row};

const OWN: &str = "SELECT id, body, changed_at FROM intakes WHERE person_id = $1 AND state = 'open'
  ORDER BY changed_at DESC, id LIMIT 10";
const DROP: &str = "DELETE FROM intakes WHERE id = $1 AND state = 'open'";

/// Most that are offered at once.
const OFFERED: usize = 3;

row! { struct Line { id: String, body: String, changed_at: i64 } }

/// What `v` can go on with, the newest first. `browser` is the id that a browser without an account keeps; what
/// somebody signed in has begun is theirs anywhere.
///
/// # Errors
/// When the database refuses.
pub async fn unfinished(b: &Backend, v: &Viewer, browser: &str) -> Outcome<Vec<Unfinished>> {
    let mut begun = if v.is_signed_in() { own(b, &v.person_id).await? } else { Vec::new() };
    if begun.iter().all(|(id, ..)| id != browser) {
        begun.extend(of_browser(b, v, browser).await?);
    }
    let (directory, stamper) = (b.directory().await?, Stamper::new(v, b.clock.now()));
    let offer = |(id, intake, changed): (String, Intake, Instant)| {
        let step = intake.next_step(&directory.steps(&intake));
        let title = title(&intake, step, &directory.offered)?;
        Some(Unfinished { id, title, step, changed: stamper.stamp(changed) })
    };
    Ok(begun.into_iter().filter_map(offer).take(OFFERED).collect())
}

/// Throws an unfinished request away.
///
/// # Errors
/// `NotFound` for an intake that is not the viewer's.
pub async fn discard(b: &Backend, v: &Viewer, id: &str) -> Outcome<()> {
    let id = store::load(b, v, id).await?.id;
    b.db.execute(q(DROP).bind(id)).await?;
    Ok(())
}

async fn own(b: &Backend, person_id: &str) -> Outcome<Vec<(String, Intake, Instant)>> {
    let lines: Vec<Line> = q(OWN).bind(person_id).all(&mut b.db.read().await?).await?;
    let read = |line: Line| {
        let kept: store::Kept = serde_json::from_str(&line.body)?;
        Ok((line.id, kept.intake, Instant(line.changed_at)))
    };
    lines.into_iter().map(read).collect()
}

/// Nothing is said of an id that is nobody's, somebody else's, or sent.
async fn of_browser(b: &Backend, v: &Viewer, id: &str) -> Outcome<Option<(String, Intake, Instant)>> {
    if id.is_empty() {
        return Ok(None);
    }
    match store::load(b, v, id).await {
        Ok(loaded) if loaded.state == State::Open => {
            Ok(Some((loaded.id, loaded.kept.intake, loaded.changed_at)))
        }
        Ok(_) | Err(Failure::Refused(_)) => Ok(None),
        Err(fault) => Err(fault),
    }
}

/// What it is called: its title, or what it is about. Before that is chosen there is nothing to go on with.
fn title(intake: &Intake, step: Step, products: &[Product]) -> Option<String> {
    if step < Step::Describe {
        return None;
    }
    let subject = intake.subject.trim();
    if !subject.is_empty() {
        return Some(subject.to_owned());
    }
    let product = products.iter().find(|product| Some(&product.id) == intake.product.as_ref())?;
    let topic = product.topics.iter().find(|topic| Some(&topic.id) == intake.topic.as_ref());
    Some(topic.map_or_else(|| product.name.clone(), |topic| format!("{}, {}", product.name, topic.name)))
}
