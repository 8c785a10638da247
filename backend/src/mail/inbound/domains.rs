//! Domains whose mail comes from one organisation, as an admin says: new senders under one, once confirmed, join it.

use domain::Viewer;
use domain::access::Action;
use domain::error::{Checks, Problem};
use domain::mail::sender::{is_domain, is_everybodys};
use domain::mail::view::DomainRow;
use domain::people::name_norm;
use domain::tickets::entry::Named;

use super::super::senders;
use crate::access::in_person;
use crate::audit::{self, Deed};
use crate::db::q;
use crate::{Backend, Failure, Outcome, row};

const ALL: &str = "SELECT d.domain, o.id, o.name FROM organisation_domains d JOIN organisations o ON o.id = d.organisation_id
  ORDER BY d.domain LIMIT 1000";
const BY_NAME: &str = "SELECT id, name FROM organisations WHERE name_norm = $1 ORDER BY id LIMIT 2";
const STAFF: &str = "SELECT e.email_norm FROM person_emails e JOIN people p ON p.id = e.person_id
  WHERE p.role NOT IN ('customer', 'organisation_manager') AND e.email_norm LIKE $1 LIMIT 1";
const ADD: &str = "INSERT INTO organisation_domains (domain, organisation_id) VALUES ($1, $2)
  ON CONFLICT (domain) DO NOTHING";
const REMOVE: &str = "DELETE FROM organisation_domains WHERE domain = $1";

row! { struct Line { domain: String, id: String, name: String } }

/// Every such domain, by name.
///
/// # Errors
/// `SignIn`, `Forbidden`.
pub async fn domains(b: &Backend, v: &Viewer) -> Outcome<Vec<DomainRow>> {
    in_person(v, Action::ManagePeople)?;
    let lines: Vec<Line> = q(ALL).all(&mut b.db.read().await?).await?;
    let shown =
        |line: Line| DomainRow { domain: line.domain, organisation: Named { id: line.id, name: line.name } };
    Ok(lines.into_iter().map(shown).collect())
}

/// Whether the desk or its staff write from the domain.
async fn is_ours(b: &Backend, domain: &str) -> Outcome<bool> {
    if senders::own(b).await?.domains().any(|own| own == domain) {
        return Ok(true);
    }
    let staff = q(STAFF).bind(format!("%@{domain}")).opt::<String>(&mut b.db.read().await?).await?;
    Ok(staff.is_some())
}

/// Says that mail from `domain` comes from the organisation of this name.
///
/// # Errors
/// `SignIn`, `Forbidden`; `Invalid` for a `domain` that is none, that anybody can have an address under, that is our own, or
/// that is somebody's already, and for an `organisation` that nobody knows.
pub async fn add_domain(b: &Backend, v: &Viewer, domain: &str, organisation: &str) -> Outcome<DomainRow> {
    in_person(v, Action::ManagePeople)?;
    let domain = domain.trim().trim_start_matches('@').trim_end_matches('.').to_lowercase();
    let named: Vec<(String, String)> =
        q(BY_NAME).bind(name_norm(organisation)).all(&mut b.db.read().await?).await?;
    let mut checks = Checks::default();
    checks.ensure(is_domain(&domain), "domain", Problem::Expected("quill.example".to_owned()));
    checks.ensure(!is_everybodys(&domain), "domain", Problem::EverybodysDomain);
    checks.ensure(!is_ours(b, &domain).await?, "domain", Problem::OurDomain);
    checks.ensure(named.len() == 1, "organisation", Problem::Unknown);
    checks.finish()?;
    let (id, name) = named.into_iter().next().ok_or(domain::Error::NotFound)?;
    let entry = audit::Entry::new(b, Some(v), Deed::DomainLinked, &domain)
        .with(serde_json::json!({ "organisation": id }));
    let added = DomainRow { domain, organisation: Named { id, name } };
    let row = added.clone();
    b.db.write(move |tx| {
        let (row, entry) = (row.clone(), entry.clone());
        Box::pin(async move {
            let add = q(ADD).bind(row.domain.as_str()).bind(row.organisation.id.as_str());
            if add.exec(tx).await? == 0 {
                return Err(Failure::from(domain::Error::field("domain", Problem::Taken)));
            }
            audit::record(tx, &entry).await.map_err(Failure::from)
        })
    })
    .await?;
    Ok(added)
}

/// Says so no more. Who joined stays.
///
/// # Errors
/// `SignIn`, `Forbidden`; `NotFound` for a domain of nobody.
pub async fn remove_domain(b: &Backend, v: &Viewer, domain: &str) -> Outcome<()> {
    in_person(v, Action::ManagePeople)?;
    let entry = audit::Entry::new(b, Some(v), Deed::DomainUnlinked, domain);
    let domain = domain.to_owned();
    b.db.write(move |tx| {
        let (domain, entry) = (domain.clone(), entry.clone());
        Box::pin(async move {
            if q(REMOVE).bind(domain).exec(tx).await? == 0 {
                return Err(Failure::from(domain::Error::NotFound));
            }
            audit::record(tx, &entry).await.map_err(Failure::from)
        })
    })
    .await
}
