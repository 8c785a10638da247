//! What is known of the one who is asked: product, the version in the register of their organisation, its tier.

use domain::intake::{Facts, Product};

use crate::db::q;
use crate::{Backend, Outcome};

const FACTS: &str = "SELECT o.tier, i.version FROM people p JOIN organisations o ON o.id = p.organisation_id
  LEFT JOIN installed_products i ON i.organisation_id = o.id AND i.product_id = $2 WHERE p.id = $1";

/// What is known of `person_id`, who asks about `product`; of nobody only the product.
pub(super) async fn facts(b: &Backend, person_id: &str, product: Option<&str>) -> Outcome<Facts> {
    let nobody = Facts { product: product.map(str::to_owned), ..Facts::default() };
    if person_id.is_empty() {
        return Ok(nobody);
    }
    let query = q(FACTS).bind(person_id).bind(product.unwrap_or_default());
    let known: Option<(Option<String>, Option<String>)> = query.opt(&mut b.db.read().await?).await?;
    Ok(known.map_or(nobody.clone(), |(tier, version)| Facts { tier, version, ..nobody }))
}

/// The product's versions, the one in the register first.
pub(super) fn versions(product: Option<&Product>, facts: &Facts) -> Vec<String> {
    let all = product.map(|product| product.versions.as_slice()).unwrap_or_default();
    let others = all.iter().filter(|version| Some(*version) != facts.version.as_ref());
    facts.version.iter().chain(others).cloned().collect()
}
