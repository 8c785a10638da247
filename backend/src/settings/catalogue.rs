//! What requests can be about: products, their topics, and how much something presses. Sibling:
//! `domain::intake::catalogue`.

use domain::Viewer;
use domain::access::Action;
use domain::intake::catalogue::{CataloguePage, ImpactsDraft, ProductDraft, TopicDraft, placed};

use super::load::IMPACTS;
use crate::audit::{self, Deed};
use crate::db::{Tx, q};
use crate::{Backend, Failure, Outcome, row};

const PRODUCT: &str = "SELECT name, blurb, icon, versions, retired FROM products WHERE id = $1";
const PRODUCTS: &str = "SELECT id FROM products ORDER BY position, id LIMIT 500";
const ADD_PRODUCT: &str = "INSERT INTO products (id, name, blurb, icon, versions, retired, position)
  VALUES ($1, $2, $3, $4, $5, $6, 0)";
const CHANGE_PRODUCT: &str =
    "UPDATE products SET name = $2, blurb = $3, icon = $4, versions = $5, retired = $6 WHERE id = $1";
const PLACE_PRODUCT: &str = "UPDATE products SET position = $2 WHERE id = $1 AND position <> $2";
const TOPIC: &str = "SELECT name, hint, ticket_type, retired FROM topics WHERE id = $1 AND product_id = $2";
const TOPICS: &str = "SELECT id FROM topics WHERE product_id = $1 ORDER BY position, id LIMIT 500";
const ADD_TOPIC: &str = "INSERT INTO topics (id, product_id, name, hint, ticket_type, retired, position)
  VALUES ($1, $2, $3, $4, $5, $6, 0)";
const CHANGE_TOPIC: &str = "UPDATE topics SET name = $3, hint = $4, ticket_type = $5, retired = $6
  WHERE id = $1 AND product_id = $2";
const PLACE_TOPIC: &str = "UPDATE topics SET position = $2 WHERE id = $1 AND position <> $2";
const VERSION: &str = "SELECT version FROM flows WHERE id = $1";
const KEEP_IMPACTS: &str = "INSERT INTO flows (id, version, body) VALUES ($1, $2, $3)
  ON CONFLICT (id) DO UPDATE SET version = excluded.version, body = excluded.body";

row! { struct ProductLine { name: String, blurb: String, icon: String, versions: String, retired: bool } }
row! { struct TopicLine { name: String, hint: String, ticket_type: String, retired: bool } }

/// Everything that requests can be about, for whoever sets it up.
///
/// # Errors
/// `Forbidden`.
pub async fn catalogue(b: &Backend, v: &Viewer) -> Outcome<CataloguePage> {
    v.ensure(Action::ReadPolicies)?;
    let directory = b.directory().await?;
    let version: Option<i64> = q(VERSION).bind(IMPACTS).opt(&mut b.db.read().await?).await?;
    Ok(CataloguePage {
        products: directory.products.clone(),
        impacts: directory.impacts.clone(),
        impacts_version: version.unwrap_or_default(),
        types: directory.active_types(),
    })
}

/// Keeps a product that was read as `seen` as `draft` has it, or begins a new one; answers its id.
///
/// # Errors
/// `Forbidden`; `NotFound` without such a product; `Conflict` when somebody changed it meanwhile; `Invalid` with every
/// field that needs another value.
pub async fn save_product(
    b: &Backend,
    v: &Viewer,
    seen: ProductDraft,
    draft: ProductDraft,
) -> Outcome<String> {
    v.ensure(Action::EditPolicies)?;
    let mut draft = draft.checked(&catalogue(b, v).await?)?;
    let is_new = draft.id.is_empty();
    if is_new {
        draft.id = b.ids.id(b.clock.now());
    }
    let (id, audited) = (draft.id.clone(), audit::Entry::new(b, Some(v), Deed::ProductSaved, &draft.id));
    b.db.write(move |tx| {
        let (seen, draft, audited) = (seen.clone(), draft.clone(), audited.clone());
        Box::pin(async move {
            if !is_new {
                ensure_same_product(tx, &seen, &draft.id).await?;
            }
            keep_product(tx, &draft, is_new).await?;
            Ok::<_, Failure>(audit::record(tx, &audited).await?)
        })
    })
    .await?;
    b.directory_cache.forget();
    Ok(id)
}

/// Locks the product for this transaction.
async fn ensure_same_product(tx: &mut Tx, seen: &ProductDraft, id: &str) -> Outcome<()> {
    let line: Option<ProductLine> = q(PRODUCT).bind(id).for_update().opt(tx).await?;
    let line = line.ok_or(domain::Error::NotFound)?;
    let versions: Vec<String> = serde_json::from_str(&line.versions)?;
    let now = (line.name, line.blurb, line.icon, versions, line.retired);
    let seen = seen.clone();
    same(now == (seen.name, seen.blurb, seen.icon, seen.versions, seen.retired))
}

fn same(is_same: bool) -> Outcome<()> {
    if is_same { Ok(()) } else { Err(domain::Error::Conflict(Vec::new()).into()) }
}

async fn keep_product(tx: &mut Tx, draft: &ProductDraft, is_new: bool) -> Outcome<()> {
    let write = q(if is_new { ADD_PRODUCT } else { CHANGE_PRODUCT });
    let write = write.bind(draft.id.as_str()).bind(draft.name.as_str()).bind(draft.blurb.as_str());
    let write = write.bind(draft.icon.as_str()).bind(serde_json::to_string(&draft.versions)?);
    write.bind(draft.retired).exec(tx).await?;
    let ids: Vec<String> = q(PRODUCTS).all(tx).await?;
    place(tx, PLACE_PRODUCT, placed(ids, &draft.id, &draft.after)).await
}

async fn place(tx: &mut Tx, statement: &'static str, ids: Vec<String>) -> Outcome<()> {
    for (position, id) in (1_i64..).zip(ids) {
        q(statement).bind(id).bind(position).exec(tx).await?;
    }
    Ok(())
}

/// The same for a topic of a product.
///
/// # Errors
/// As [`save_product`].
pub async fn save_topic(b: &Backend, v: &Viewer, seen: TopicDraft, draft: TopicDraft) -> Outcome<String> {
    v.ensure(Action::EditPolicies)?;
    let mut draft = draft.checked(&catalogue(b, v).await?)?;
    let is_new = draft.id.is_empty();
    if is_new {
        draft.id = b.ids.id(b.clock.now());
    }
    let (id, audited) = (draft.id.clone(), audit::Entry::new(b, Some(v), Deed::TopicSaved, &draft.id));
    b.db.write(move |tx| {
        let (seen, draft, audited) = (seen.clone(), draft.clone(), audited.clone());
        Box::pin(async move {
            if !is_new {
                ensure_same_topic(tx, &seen, &draft).await?;
            }
            keep_topic(tx, &draft, is_new).await?;
            Ok::<_, Failure>(audit::record(tx, &audited).await?)
        })
    })
    .await?;
    b.directory_cache.forget();
    Ok(id)
}

/// Locks the topic for this transaction.
async fn ensure_same_topic(tx: &mut Tx, seen: &TopicDraft, draft: &TopicDraft) -> Outcome<()> {
    let line = q(TOPIC).bind(draft.id.as_str()).bind(draft.product.as_str());
    let line: Option<TopicLine> = line.for_update().opt(tx).await?;
    let line = line.ok_or(domain::Error::NotFound)?;
    let now = (line.name, line.hint, line.ticket_type, line.retired);
    let seen = seen.clone();
    same(now == (seen.name, seen.hint, seen.ticket_type, seen.retired))
}

async fn keep_topic(tx: &mut Tx, draft: &TopicDraft, is_new: bool) -> Outcome<()> {
    let write = q(if is_new { ADD_TOPIC } else { CHANGE_TOPIC });
    let write = write.bind(draft.id.as_str()).bind(draft.product.as_str()).bind(draft.name.as_str());
    let write = write.bind(draft.hint.as_str()).bind(draft.ticket_type.as_str());
    write.bind(draft.retired).exec(tx).await?;
    let ids: Vec<String> = q(TOPICS).bind(draft.product.as_str()).all(tx).await?;
    place(tx, PLACE_TOPIC, placed(ids, &draft.id, &draft.after)).await
}

/// Keeps what customers choose from when they say how much something presses.
///
/// # Errors
/// `Forbidden`; `Conflict` when somebody changed it meanwhile; `Invalid` with every field that needs another value.
pub async fn save_impacts(b: &Backend, v: &Viewer, draft: ImpactsDraft) -> Outcome<()> {
    v.ensure(Action::EditPolicies)?;
    let mut draft = draft.checked()?;
    for own in draft.impacts.iter_mut().filter(|own| own.id.is_empty()) {
        own.id = b.ids.id(b.clock.now());
    }
    let body = serde_json::to_string(&draft.impacts)?;
    let (seen, audited) = (draft.version, audit::Entry::new(b, Some(v), Deed::ImpactsSaved, IMPACTS));
    b.db.write(move |tx| {
        let (body, audited) = (body.clone(), audited.clone());
        Box::pin(async move {
            let now: Option<i64> = q(VERSION).bind(IMPACTS).for_update().opt(tx).await?;
            same(now.unwrap_or_default() == seen)?;
            q(KEEP_IMPACTS).bind(IMPACTS).bind(seen + 1).bind(body).exec(tx).await?;
            Ok::<_, Failure>(audit::record(tx, &audited).await?)
        })
    })
    .await?;
    b.directory_cache.forget();
    Ok(())
}
