//! "Why this deadline": the steps from the start to the due time of one promise.

use domain::Viewer;
use domain::access::Action;
use domain::promises::{Promise, PromiseKind, explain};
use domain::tickets::view::{WhyPage, WhyStep};

use super::page::promise_view;
use super::scope::{parse_number, visible};
use crate::db::q;
use crate::stamps::Stamper;
use crate::{Backend, Outcome};

/// Why the newest promise of this kind on the ticket is due when it is.
///
/// # Errors
/// `Forbidden` for customers, `NotFound` for a ticket or promise that is not there.
pub async fn why(b: &Backend, v: &Viewer, number: &str, kind: PromiseKind) -> Outcome<WhyPage> {
    v.ensure(Action::UseConsole)?;
    let number = parse_number(number).ok_or(domain::Error::NotFound)?;
    let scope = visible(v, 2);
    let sql = format!("SELECT t.promises FROM tickets t WHERE t.number = $1 AND {}", scope.condition);
    let query = q(sql).bind(number).bind_all(scope.value.into_iter().collect());
    let stored: String = query.opt(&mut b.db.read().await?).await?.ok_or(domain::Error::NotFound)?;
    let promises: Vec<Promise> = serde_json::from_str(&stored)?;
    let promise = promises.iter().rfind(|promise| promise.kind == kind).ok_or(domain::Error::NotFound)?;
    let directory = b.directory().await?;
    let now = b.clock.now();
    let stamper = Stamper::new(v, now);
    let steps = explain(promise, &directory.book);
    Ok(WhyPage {
        promise: promise_view(promise, &directory, &stamper),
        steps: steps
            .into_iter()
            .map(|step| WhyStep { at: step.at().map(|at| stamper.stamp(at)), step })
            .collect(),
    })
}
