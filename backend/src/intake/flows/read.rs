//! All flows, and one of them with its draft, its history and how its questions fare.

use std::collections::HashMap;

use domain::Viewer;
use domain::access::Action;
use domain::intake::{FlowLine, FlowPage, Known, Published, Question, Scope};
use domain::time::Instant;

use super::{draft, scope};
use crate::db::{Conn, q};
use crate::intake::usage;
use crate::settings::{Directory, tiers};
use crate::stamps::Stamper;
use crate::{Backend, Outcome, row};

const DRAFTED: &str = "SELECT flow_id FROM flow_drafts WHERE published = 0 LIMIT 5000";
const HISTORY: &str = "SELECT v.version, v.body, v.published_at, p.name FROM flow_versions v
  LEFT JOIN people p ON p.id = v.published_by WHERE v.flow_id = $1 ORDER BY v.version DESC LIMIT 50";

row! { struct VersionRow { version: i64, body: String, published_at: Option<i64>, name: Option<String> } }

/// Every flow there can be: for all requests, each product and each topic, asked or empty.
///
/// # Errors
/// `Forbidden` for those who may not edit flows.
pub async fn list(b: &Backend, v: &Viewer) -> Outcome<Vec<FlowLine>> {
    v.ensure(Action::EditFlows)?;
    let directory = b.directory().await?;
    let drafted: Vec<String> = q(DRAFTED).all(&mut b.db.read().await?).await?;
    let line = |scope: Scope| line(&directory, &scope, drafted.contains(&scope.flow_id()));
    Ok(Scope::every(&directory.products).map(line).collect())
}

/// The flow `id` with its draft.
///
/// # Errors
/// `Forbidden` for those who may not edit flows; `NotFound` without such a product or topic.
pub async fn open(b: &Backend, v: &Viewer, id: &str) -> Outcome<FlowPage> {
    v.ensure(Action::EditFlows)?;
    let directory = b.directory().await?;
    let scope = scope(&directory, id)?;
    let mut conn = b.db.read().await?;
    let published = directory.flows.get(id).map(|flow| flow.questions.clone()).unwrap_or_default();
    let draft = draft(&mut conn, id).await?;
    let seen = draft.as_ref().map_or(0, |draft| draft.version);
    let drafted = draft.filter(|draft| draft.published == 0);
    Ok(FlowPage {
        line: line(&directory, &scope, drafted.is_some()),
        seen,
        usage: usage::read(&mut conn, &published, b.clock.now()).await?,
        questions: drafted.map_or(Ok(published), |draft| serde_json::from_str(&draft.body))?,
        known: known(&mut conn, &directory, &scope).await?,
        history: history(&mut conn, id, &Stamper::new(v, b.clock.now())).await?,
    })
}

fn line(directory: &Directory, scope: &Scope, drafted: bool) -> FlowLine {
    let product = scope.product.as_deref().and_then(|id| directory.product(id));
    let topic = product
        .and_then(|product| product.topics.iter().find(|topic| Some(&topic.id) == scope.topic.as_ref()));
    let flow = directory.flows.get(&scope.flow_id());
    FlowLine {
        id: scope.flow_id(),
        product: product.map(|product| product.name.clone()).unwrap_or_default(),
        topic: topic.map(|topic| topic.name.clone()).unwrap_or_default(),
        version: flow.map_or(0, |flow| flow.version),
        questions: flow.map_or(0, |flow| u32::try_from(flow.questions.len()).unwrap_or(u32::MAX)),
        drafted,
    }
}

/// What the conditions of a flow of this scope can be about.
pub(super) async fn known(conn: &mut Conn, directory: &Directory, scope: &Scope) -> Outcome<Known> {
    let is_in = |id: &String| scope.product.as_ref().is_none_or(|product| product == id);
    let products: Vec<_> = directory.products.iter().filter(|product| is_in(&product.id)).collect();
    let mut versions: Vec<String> = Vec::new();
    for version in products.iter().flat_map(|product| &product.versions) {
        if !versions.contains(version) {
            versions.push(version.clone());
        }
    }
    let products = products.iter().map(|product| (product.id.clone(), product.name.clone())).collect();
    Ok(Known { products, versions, tiers: tiers(conn, directory).await? })
}

async fn history(conn: &mut Conn, id: &str, stamper: &Stamper) -> Outcome<Vec<Published>> {
    let rows: Vec<VersionRow> = q(HISTORY).bind(id).all(conn).await?;
    let version = |row: VersionRow| {
        let questions: Vec<Question> = serde_json::from_str(&row.body)?;
        let at = row.published_at.map(|at| stamper.stamp(Instant(at)));
        Ok(Published { version: row.version, at, by: row.name, questions })
    };
    rows.into_iter().map(version).collect()
}

/// Ids of the questions of every other flow, with the flow.
pub(super) fn elsewhere(directory: &Directory, id: &str) -> HashMap<String, String> {
    let others = directory.flows.values().filter(|flow| flow.id != id);
    others.flat_map(|flow| flow.questions.iter().map(|own| (own.id.clone(), flow.id.clone()))).collect()
}
