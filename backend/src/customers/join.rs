//! Who belongs to an organisation. Contacts bring the open tickets that are nobody's yet, and leave without any: what was
//! asked for an organisation stays with it.

use domain::access::{Action, Role};
use domain::customers::Joined;
use domain::error::Problem;
use domain::people::NewPerson;
use domain::tickets::decide::Draft;
use domain::tickets::entry::{Author, Body, Entry, Named};
use domain::{Error, Viewer};
use serde_json::json;

use crate::access::in_person;
use crate::audit::{self, Deed};
use crate::db::{Tx, q};
use crate::tickets::append::Pen;
use crate::tickets::requester::{chosen, person_by_email, requester_facts};
use crate::tickets::store;
use crate::{Backend, Outcome, people, row};

const CONTACT: &str = "SELECT p.name, p.role, p.organisation_id,
    (SELECT o.name FROM organisations o WHERE o.id = p.organisation_id) AS organisation
  FROM people p WHERE p.id = $1 AND p.disabled_at IS NULL";
const NAMED: &str = "SELECT id, name FROM organisations WHERE id = $1";
const BELONG: &str = "UPDATE people SET organisation_id = $2, role = $3, version = version + 1 WHERE id = $1";
/// More open ones than a person ever has.
const OPEN: &str =
    "SELECT id FROM tickets WHERE requester_id = $1 AND active = TRUE AND organisation_id IS NULL
  ORDER BY id LIMIT 500";

row! { struct Contact { name: String, role: String, organisation_id: Option<String>, organisation: Option<String> } }
row! { struct Organisation { id: String, name: String } }

/// Adds somebody who asks for the organisation; `sees_all`: all its requests, not only their own. A contact who is known by
/// the address and belongs nowhere joins, and their open tickets follow the organisation's policy from then on. Whoever is there already only sees more or less.
///
/// # Errors
/// As [`people::add`]; `Invalid` for `email` with `Elsewhere` when another organisation has them.
pub async fn add_contact(
    b: &Backend,
    v: &Viewer,
    organisation: &str,
    (name, email): (&str, &str),
    sees_all: bool,
) -> Outcome<Joined> {
    in_person(v, Action::ManagePeople)?;
    let role = if sees_all { Role::OrganisationManager } else { Role::Customer };
    let known = person_by_email(&mut b.db.read().await?, email).await?;
    if let Some(id) = known {
        let move_ =
            Belonging { id, to: Some(organisation.to_owned()), role, pen: Pen::new(b, Some(v)).await? };
        return move_.carry_out(b, v).await;
    }
    let (email, organisation_id) = (email.to_owned(), Some(organisation.to_owned()));
    let new = NewPerson { name: name.to_owned(), email, role, organisation_id, password: None };
    people::add(b, v, &new).await?;
    Ok(Joined { name: domain::text::spaced(name), tickets: 0 })
}

/// Takes the contact called `id` out of their organisation. They see what they asked themselves, and no more.
///
/// # Errors
/// `SignIn`, `Forbidden`; `NotFound` for those who are no contact.
pub async fn remove_contact(b: &Backend, v: &Viewer, id: &str) -> Outcome<()> {
    in_person(v, Action::ManagePeople)?;
    let (id, pen) = (id.to_owned(), Pen::new(b, Some(v)).await?);
    Belonging { id, to: None, role: Role::Customer, pen }.carry_out(b, v).await.map(drop)
}

/// Where a contact is to belong from now on.
#[derive(Clone)]
struct Belonging {
    id: String,
    to: Option<String>,
    role: Role,
    pen: Pen,
}

impl Belonging {
    async fn carry_out(self, b: &Backend, v: &Viewer) -> Outcome<Joined> {
        let id = self.id.clone();
        let deed = if self.to.is_some() { Deed::ContactJoined } else { Deed::ContactLeft };
        let audited = audit::Entry::new(b, Some(v), deed, &id);
        let joined = b.db.write(move |tx| {
            let (step, audited) = (self.clone(), audited.clone());
            Box::pin(async move { step.write(tx, audited).await })
        });
        let joined = joined.await?;
        b.sessions.forget_person(&id);
        Ok(joined)
    }

    async fn write(&self, tx: &mut Tx, audited: audit::Entry) -> Outcome<Joined> {
        let contact = q(CONTACT).bind(&self.id).for_update().opt::<Contact>(tx).await?;
        let to = match &self.to {
            Some(id) => Some(q(NAMED).bind(id).opt::<Organisation>(tx).await?.ok_or(Error::NotFound)?),
            None => None,
        };
        let contact = self.movable(contact)?;
        q(BELONG).bind(&self.id).bind(&self.to).bind(self.role.code()).exec(tx).await?;
        let tickets = match to {
            Some(Organisation { id, name }) => self.bring(tx, &Named { id, name }).await?,
            None => 0,
        };
        let audited =
            audited.with(json!({ "from": contact.organisation_id, "to": self.to, "tickets": tickets }));
        audit::record(tx, &audited).await?;
        people::announce_end(tx, &self.id, self.pen.actor_id.as_deref(), self.pen.now).await?;
        Ok(Joined { name: contact.name, tickets })
    }

    /// The contact, when they may go there.
    fn movable(&self, contact: Option<Contact>) -> Outcome<Contact> {
        let is_contact = |contact: &Contact| Role::parse(&contact.role).is_some_and(|role| !role.is_staff());
        let contact = match (contact.filter(is_contact), &self.to) {
            (Some(contact), _) => contact,
            (None, None) => return Err(Error::NotFound.into()),
            (None, Some(_)) => return Err(Error::field("email", Problem::Taken).into()),
        };
        let elsewhere = contact.organisation.clone().filter(|_| {
            self.to.is_some() && contact.organisation_id.is_some() && contact.organisation_id != self.to
        });
        match elsewhere {
            Some(name) => Err(Error::field("email", Problem::Elsewhere(name)).into()),
            None => Ok(contact),
        }
    }

    /// Makes the open tickets that are nobody's the organisation's, with the promises it has.
    async fn bring(&self, tx: &mut Tx, organisation: &Named) -> Outcome<u32> {
        let facts = requester_facts(tx, &self.id).await?.ok_or(Error::NotFound)?;
        let open: Vec<String> = q(OPEN).bind(&self.id).all(tx).await?;
        let mut brought = 0;
        for id in open {
            let Some(mut ticket) = store::lock_by_id(tx, &id).await? else { continue };
            // An address alone brings neither organisation nor contract: whoever wrote it may be somebody else.
            if store::history(tx, &id).await?.iter().any(is_unverified) {
                continue;
            }
            let (policy, why) = chosen(&self.pen, &facts, &ticket.ticket_type, ticket.product_id.as_deref());
            let joined: Draft = (Author::Staff, Body::Joined { organisation: organisation.clone() });
            let follows = (policy.id != ticket.policy_id).then_some((Author::System, why));
            self.pen.append(tx, &mut ticket, [joined].into_iter().chain(follows).collect(), &[]).await?;
            brought += 1;
        }
        Ok(brought)
    }
}

fn is_unverified(entry: &Entry) -> bool {
    matches!(entry.body, Body::Created { unverified: Some(_), .. })
}
