//! Organisations as admins set them up: what they are called, which tier they have, who looks after them.

use domain::access::Action;
use domain::customers::{OrganisationDraft, OrganisationForm};
use domain::error::Problem;
use domain::people::name_norm;
use domain::routing::same_name;
use domain::{Error, Viewer};

use crate::audit::{self, Deed};
use crate::db::{Tx, q};
use crate::settings::{Staff, tiers};
use crate::{Backend, Failure, Outcome, row};

const NOW: &str = "SELECT id, name, COALESCE(tier, '') AS tier, COALESCE(city, '') AS city, time_zone,
    COALESCE(account_manager_id, '') AS account_manager
  FROM organisations WHERE id = $1";
const TWIN: &str = "SELECT id, name, COALESCE(tier, '') AS tier, COALESCE(city, '') AS city, time_zone,
    COALESCE(account_manager_id, '') AS account_manager
  FROM organisations WHERE name_norm = $1 AND id <> $2 LIMIT 1";
const ADD: &str =
    "INSERT INTO organisations (id, name, name_norm, tier, city, time_zone, account_manager_id, created_at)
  VALUES ($1, $2, $3, NULLIF($4, ''), NULLIF($5, ''), $6, NULLIF($7, ''), $8)";
const CHANGE: &str =
    "UPDATE organisations SET name = $2, name_norm = $3, tier = NULLIF($4, ''), city = NULLIF($5, ''),
  time_zone = $6, account_manager_id = NULLIF($7, '') WHERE id = $1";

row! {
    struct Line { id: String, name: String, tier: String, city: String, time_zone: String, account_manager: String }
}

impl From<Line> for OrganisationDraft {
    fn from(line: Line) -> Self {
        let Line { id, name, tier, city, time_zone, account_manager } = line;
        Self { id, name, tier, city, time_zone, account_manager }
    }
}

/// The organisation called `id` as it stands, or a new one for an empty id, with what it may be given.
///
/// # Errors
/// `Forbidden`; `NotFound`.
pub async fn organisation_form(b: &Backend, v: &Viewer, id: &str) -> Outcome<OrganisationForm> {
    v.ensure(Action::EditPolicies)?;
    let directory = b.directory().await?;
    let mut conn = b.db.read().await?;
    let seen = match id.is_empty() {
        true => OrganisationDraft { time_zone: v.time_zone.clone(), ..OrganisationDraft::default() },
        false => q(NOW).bind(id).opt::<Line>(&mut conn).await?.ok_or(Error::NotFound)?.into(),
    };
    let tiers = tiers(&mut conn, &directory).await?;
    // Account managers read along as light agents, too.
    let staff = directory.staff.iter().map(Staff::named).collect();
    Ok(OrganisationForm { seen, staff, tiers })
}

/// Keeps an organisation that was read as `seen`; answers its id.
///
/// # Errors
/// `Forbidden`; `NotFound`; `Conflict` when somebody else changed it meanwhile; `Invalid` with every field that needs
/// another value.
pub async fn save_organisation(
    b: &Backend,
    v: &Viewer,
    seen: OrganisationDraft,
    draft: OrganisationDraft,
) -> Outcome<String> {
    let form = organisation_form(b, v, &draft.id).await?;
    let mut draft = draft.checked()?;
    let manager = &draft.account_manager;
    if !manager.is_empty() && form.staff.iter().all(|own| own.id != *manager) {
        return Err(Error::field("account_manager", Problem::NotAChoice).into());
    }
    // Policies know their tiers letter by letter.
    if let Some(known) = form.tiers.into_iter().find(|known| same_name(known, &draft.tier)) {
        draft.tier = known;
    }
    let (is_new, at) = (draft.id.is_empty(), b.clock.now());
    if is_new {
        draft.id = b.ids.id(at);
    }
    let audited = audit::Entry::new(b, Some(v), Deed::OrganisationSaved, &draft.id);
    b.db.write(move |tx| {
        let (seen, draft, audited) = (seen.clone(), draft.clone(), audited.clone());
        Box::pin(async move {
            if !is_new {
                ensure_same(tx, &seen, &draft).await?;
            }
            let norm = name_norm(&draft.name);
            let twin = q(TWIN).bind(norm.as_str()).bind(draft.id.as_str()).opt::<Line>(tx).await?;
            if let Some(twin) = twin.map(OrganisationDraft::from) {
                let wanted = OrganisationDraft { id: twin.id.clone(), ..draft };
                // A new one that is there already is sent again because the answer was lost.
                return match is_new && twin == wanted {
                    true => Ok(twin.id),
                    false => Err(Failure::from(Error::field("name", Problem::Taken))),
                };
            }
            let write = q(if is_new { ADD } else { CHANGE });
            let write = write.bind(draft.id.as_str()).bind(draft.name.as_str()).bind(norm);
            let write = write.bind(draft.tier.as_str()).bind(draft.city.as_str());
            let write = write.bind(draft.time_zone.as_str()).bind(draft.account_manager.as_str());
            if is_new { write.bind(at.0) } else { write }.exec(tx).await?;
            audit::record(tx, &audited).await?;
            Ok(draft.id)
        })
    })
    .await
}

/// Locks the organisation for this transaction. One that is as wanted already is no conflict.
async fn ensure_same(tx: &mut Tx, seen: &OrganisationDraft, draft: &OrganisationDraft) -> Outcome<()> {
    let line = q(NOW).bind(draft.id.as_str()).for_update().opt::<Line>(tx).await?;
    let now = OrganisationDraft::from(line.ok_or(Error::NotFound)?);
    if now == *seen || now == *draft { Ok(()) } else { Err(Error::Conflict(Vec::new()).into()) }
}
