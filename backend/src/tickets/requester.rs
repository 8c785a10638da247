//! Who asks: what decides the promises of their tickets.

use domain::Viewer;
use domain::people::email_norm;
use domain::promises::policy::{Asked, Choice, ContractTerms, PolicyRef, choose_policy};
use domain::tickets::entry::Body;
use domain::time::Instant;
use domain::words::Lang;

use super::append::Pen;
use crate::db::{Conn, q};
use crate::settings::Directory;
use crate::{Outcome, row};

const REQUESTER: &str = "SELECT p.id, p.organisation_id, p.lang, o.tier FROM people p
  LEFT JOIN organisations o ON o.id = p.organisation_id WHERE p.id = $1 AND p.disabled_at IS NULL";
const BY_EMAIL: &str = "SELECT person_id FROM person_emails WHERE email_norm = $1";
const CONTRACTS: &str =
    "SELECT id, name, policy_id, ticket_types, products, starts_at, ends_at, fallback_policy_id
  FROM contracts WHERE organisation_id = $1 ORDER BY id LIMIT 50";

row! { struct RequesterLine { id: String, organisation_id: Option<String>, lang: String, tier: Option<String> } }
row! {
    struct ContractLine {
        id: String, name: String, policy_id: String, ticket_types: String, products: String, starts_at: i64,
        ends_at: Option<i64>, fallback_policy_id: Option<String>,
    }
}

/// The person a ticket is made for, with what decides its promises.
pub(crate) struct For {
    pub person_id: String,
    pub organisation_id: Option<String>,
    pub tier: Option<String>,
    pub lang: Lang,
    contracts: Vec<ContractTerms>,
    /// The name that somebody gave who has not signed in.
    pub unverified: Option<String>,
}

impl For {
    /// Somebody the desk does not know: no organisation, no contract.
    pub(crate) fn anybody() -> Self {
        Self {
            person_id: String::new(),
            organisation_id: None,
            tier: None,
            lang: Lang::default(),
            contracts: Vec::new(),
            unverified: None,
        }
    }

    /// The contact whose address `v` gave without signing in: an address alone brings neither organisation nor contract.
    pub(crate) fn unverified(v: &Viewer) -> Self {
        let (person_id, unverified) = (v.person_id.clone(), Some(v.name.clone()));
        Self { person_id, lang: v.lang, unverified, ..Self::anybody() }
    }
}

/// The person that `address` belongs to.
pub(crate) async fn person_by_email(conn: &mut Conn, address: &str) -> Outcome<Option<String>> {
    Ok(q(BY_EMAIL).bind(email_norm(address)).opt(conn).await?)
}

/// Who `person_id` is to the desk, in at most two statements.
pub(crate) async fn requester_facts(conn: &mut Conn, person_id: &str) -> Outcome<Option<For>> {
    let Some(person) = q(REQUESTER).bind(person_id).opt::<RequesterLine>(conn).await? else {
        return Ok(None);
    };
    let contracts = match &person.organisation_id {
        Some(organisation) => q(CONTRACTS).bind(organisation.as_str()).all::<ContractLine>(conn).await?,
        None => Vec::new(),
    };
    let terms = |line: ContractLine| {
        Ok(ContractTerms {
            id: line.id,
            name: line.name,
            policy: line.policy_id,
            starts: Instant(line.starts_at),
            ends: line.ends_at.map(Instant),
            types: serde_json::from_str(&line.ticket_types)?,
            products: serde_json::from_str(&line.products)?,
            fallback: line.fallback_policy_id,
        })
    };
    Ok(Some(For {
        person_id: person.id,
        organisation_id: person.organisation_id,
        tier: person.tier,
        lang: Lang::parse(&person.lang).unwrap_or_default(),
        contracts: contracts.into_iter().map(terms).collect::<Outcome<_>>()?,
        unverified: None,
    }))
}

/// The policy for a ticket of this kind made now, and why.
pub(crate) fn choice(
    directory: &Directory,
    for_whom: &For,
    ticket_type: &str,
    product: Option<&str>,
    at: Instant,
) -> Choice {
    let tier = for_whom.tier.as_deref().and_then(|tier| Some((tier, directory.tiers.get(tier)?.as_str())));
    choose_policy(&Asked { ticket_type, product, at }, &for_whom.contracts, tier, &directory.default_policy)
}

/// The newest version of the policy for a ticket of this kind made or moved now, and the entry that says why.
pub(crate) fn chosen(
    pen: &Pen,
    for_whom: &For,
    ticket_type: &str,
    product: Option<&str>,
) -> (PolicyRef, Body) {
    let directory = &pen.directory;
    let choice = choice(directory, for_whom, ticket_type, product, pen.now);
    let policy = directory
        .newest_policy(&choice.policy)
        .or_else(|| directory.newest_policy(&directory.default_policy));
    let (id, version, name) = policy
        .map_or_else(Default::default, |policy| (policy.id.clone(), policy.version, policy.name.clone()));
    let body = Body::PolicyChosen { policy: id.clone(), version, name, reason: choice.reason };
    (PolicyRef { id, version }, body)
}
