//! Who a message is from, as the desk knows people.

use domain::Viewer;
use domain::mail::Trouble;
use domain::mail::head::{Address, Head};
use domain::mail::sender::{Dmarc, Standing, Whose, dmarc, standing};
use domain::mail::which::Deed;
use domain::time::Instant;
use domain::words::Lang;

use super::super::senders::Own;
use crate::db::{Conn, Tx, q};
use crate::people::{self, holder};
use crate::tickets::person_by_email;
use crate::{Backend, Outcome};

const VERIFIED: &str = "SELECT organisation_id FROM organisation_domains WHERE domain = $1";

/// The sender of one message.
#[derive(Debug, Clone)]
pub(super) struct Who {
    pub address: Address,
    pub dmarc: Dmarc,
    pub standing: Standing,
    /// The person whose address it is.
    pub person: Option<Viewer>,
}

/// What stands for a machine that names nobody.
const MACHINE: &str = "MAILER-DAEMON";

impl Who {
    /// A machine without an address.
    pub(super) fn machine() -> Self {
        let address = Address::new("", MACHINE);
        Self { address, dmarc: Dmarc::Unknown, standing: Standing::Stranger, person: None }
    }

    /// What `deed` comes to: nobody's message opens no ticket.
    pub(super) fn limit(&self, deed: Deed) -> Deed {
        if deed == Deed::Open && self.address.email == MACHINE { Deed::Keep } else { deed }
    }
}

/// The sender that `head` names.
///
/// # Errors
/// Inside: `NoSender`, `Disabled`. The database's faults.
pub(super) async fn who(
    conn: &mut Conn,
    b: &Backend,
    own: &Own,
    head: &Head,
) -> Outcome<Result<Who, Trouble>> {
    let Some(address) = head.from.first().cloned() else { return Ok(Err(Trouble::NoSender)) };
    let results = head.fields("authentication-results");
    let dmarc = match dmarc(results, &b.settings.mail.inbound.trusted, &address) {
        Dmarc::Pass if !head.has_one_author() => Dmarc::Unknown,
        found => found,
    };
    let is_ours = own.contains(&address.norm());
    let id = if is_ours { None } else { person_by_email(conn, &address.email).await? };
    let person = match &id {
        Some(id) => match holder::of(conn, id).await? {
            Some(holder) => Some(holder.viewer()?),
            None => return Ok(Err(Trouble::Disabled)),
        },
        None => None,
    };
    let whose = match &person {
        _ if is_ours => Whose::Ours,
        Some(person) if person.is_staff() => Whose::Staff,
        Some(_) => Whose::Contact,
        None => Whose::Stranger,
    };
    Ok(Ok(Who { address, dmarc, standing: standing(whose, dmarc), person }))
}

/// The contact with this address, made when there is none, to be written to in `lang`. Only a confirmed address joins the organisation that its
/// domain was verified for.
pub(super) async fn contact(
    tx: &mut Tx,
    b: &Backend,
    address: &Address,
    dmarc: Dmarc,
    lang: Lang,
    at: Instant,
) -> Outcome<Option<Viewer>> {
    let id = match person_by_email(tx, &address.email).await? {
        Some(id) => id,
        None => {
            let verified = q(VERIFIED).bind(address.domain()).opt::<String>(tx).await?;
            let organisation = verified.filter(|_| dmarc == Dmarc::Pass);
            people::contact(tx, b, (&address.name, &address.email), organisation, lang, at).await?
        }
    };
    holder::of(tx, &id).await?.map(holder::Holder::viewer).transpose()
}
