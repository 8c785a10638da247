//! The demo's people: Fennwick's own, and the customers with their contracts and what they have installed.

use domain::Viewer;
use domain::access::Role;
use domain::people::{email_norm, name_norm};
use domain::promises::calendar::Zone;
use domain::time::{DAY_MS, Instant};
use domain::words::Lang;

use super::content::{Content, ContractText, OrganisationText, PersonText};
use super::dice::Dice;
use super::sheet::Sheet;
use crate::Ids;

/// Addresses that can sign in with the demo's password end in this.
const SIGN_IN: &str = "@demo.example";
/// Where Fennwick's people work.
const HOME_ZONE: &str = "Europe/Berlin";
const MONTH_MS: i64 = 365 * DAY_MS / 12;
/// The tier of customers who have none.
const NO_TIER: &str = "none";

/// Everybody in the demo.
pub(super) struct Company {
    pub organisations: Vec<Organisation>,
    pub staff: Vec<Person>,
}

pub(super) struct Organisation {
    pub id: String,
    pub name: String,
    /// Product and version.
    pub installed: Vec<(String, String)>,
    pub contacts: Vec<Person>,
    since: Instant,
}

pub(super) struct Person {
    pub viewer: Viewer,
    pub team: Option<String>,
    title: String,
    since: Instant,
}

impl Company {
    /// Gives everybody an id.
    pub fn found(content: &Content, ids: &dyn Ids, now: Instant) -> Self {
        let staff_since = now.plus_ms(-36 * MONTH_MS);
        let staff = content.people.staff.iter().map(|text| person(text, None, ids, staff_since)).collect();
        let mut organisations: Vec<Organisation> =
            content.organisations.iter().map(|text| organisation(text, ids, now)).collect();
        for organisation in &mut organisations {
            let own = content
                .people
                .contacts
                .iter()
                .filter(|text| text.organisation.as_ref() == Some(&organisation.name));
            let zone = content
                .organisations
                .iter()
                .find(|text| text.name == organisation.name)
                .map(|text| &*text.time_zone);
            let place = zone.map(|zone| (organisation.id.as_str(), zone));
            organisation.contacts = own.map(|text| person(text, place, ids, organisation.since)).collect();
        }
        Self { organisations, staff }
    }

    pub fn people(&self) -> impl Iterator<Item = &Person> {
        self.staff.iter().chain(self.organisations.iter().flat_map(|organisation| &organisation.contacts))
    }

    /// Whoever has this address.
    pub fn by_email(&self, email: &str) -> Option<&Person> {
        self.people().find(|person| person.viewer.email == email)
    }

    pub fn organisation(&self, name: &str) -> Option<&Organisation> {
        self.organisations.iter().find(|organisation| organisation.name == name)
    }

    /// Agents and leads of a team.
    pub fn team(&self, name: &str) -> Vec<&Person> {
        let takes_tickets = |person: &&Person| matches!(person.viewer.role, Role::Agent | Role::Lead);
        self.staff
            .iter()
            .filter(takes_tickets)
            .filter(|person| person.team.as_deref() == Some(name))
            .collect()
    }

    /// An organisation that has `product`, in one of `versions` if any does, with that version.
    pub fn who_has(
        &self,
        product: &str,
        versions: Option<&[String]>,
        dice: &mut Dice,
    ) -> Option<(&Organisation, &str)> {
        let having: Vec<(&Organisation, &str)> =
            self.organisations.iter().filter_map(|o| Some((o, o.version_of(product)?))).collect();
        let fits = |version: &str| versions.is_none_or(|versions| versions.iter().any(|own| own == version));
        let fitting: Vec<_> = having.iter().copied().filter(|(_, version)| fits(version)).collect();
        let choice = if fitting.is_empty() { having } else { fitting };
        dice.pick(&choice)
            .copied()
            .or_else(|| dice.pick(&self.organisations).map(|organisation| (organisation, "")))
    }

    /// Organisations and people as rows; those who sign in get `password_hash`.
    pub fn sheets(&self, content: &Content, password_hash: &str, ids: &dyn Ids, now: Instant) -> Vec<Sheet> {
        let mut sheets = vec![self.organisation_sheet(content)];
        sheets.extend(self.people_sheets(password_hash));
        sheets.extend(self.contract_sheets(content, ids, now));
        sheets
    }

    fn organisation_sheet(&self, content: &Content) -> Sheet {
        let columns = "id, name, name_norm, tier, time_zone, city, seats, account_manager_id, created_at";
        let mut sheet = Sheet::new("organisations", columns);
        for (own, text) in self.organisations.iter().zip(&content.organisations) {
            let manager = self.by_email(&text.account_manager).map(|person| person.viewer.person_id.clone());
            let tier = Some(text.tier.clone()).filter(|tier| tier != NO_TIER);
            sheet.row([
                (&own.id).into(),
                (&own.name).into(),
                name_norm(&own.name).into(),
                tier.into(),
                (&text.time_zone).into(),
                (&text.city).into(),
                text.seats.into(),
                manager.into(),
                own.since.0.into(),
            ]);
        }
        sheet
    }

    fn people_sheets(&self, password_hash: &str) -> [Sheet; 2] {
        let columns = "id, name, name_norm, title, role, organisation_id, team, password_hash, lang, time_zone, created_at, version";
        let mut people = Sheet::new("people", columns);
        let mut emails = Sheet::new("person_emails", "email_norm, email, person_id, is_primary");
        for person in self.people() {
            let v = &person.viewer;
            let hash = v.email.ends_with(SIGN_IN).then_some(password_hash);
            people.row([
                (&v.person_id).into(),
                (&v.name).into(),
                name_norm(&v.name).into(),
                (&person.title).into(),
                v.role.code().into(),
                (&v.organisation_id).into(),
                (&person.team).into(),
                hash.into(),
                v.lang.code().into(),
                (&v.time_zone).into(),
                person.since.0.into(),
                1_i64.into(),
            ]);
            emails.row([email_norm(&v.email).into(), (&v.email).into(), (&v.person_id).into(), true.into()]);
        }
        [people, emails]
    }

    fn contract_sheets(&self, content: &Content, ids: &dyn Ids, now: Instant) -> [Sheet; 2] {
        let columns = "id, organisation_id, name, policy_id, ticket_types, products, starts_at, ends_at";
        let mut contracts = Sheet::new("contracts", columns);
        let mut installed = Sheet::new("installed_products", "organisation_id, product_id, version, note");
        for (own, text) in self.organisations.iter().zip(&content.organisations) {
            for product in &text.installed {
                let (id, version, note) = (&product.product, &product.version, &product.note);
                installed.row([(&own.id).into(), id.into(), version.into(), note.into()]);
            }
            let Some(contract) = &text.contract else { continue };
            let (starts, ends) = term(contract, now, Zone::of_person(&text.time_zone));
            contracts.row([
                ids.id(starts).into(),
                (&own.id).into(),
                (&contract.name).into(),
                (&contract.policy).into(),
                "[]".into(),
                "[]".into(),
                starts.0.into(),
                ends.0.into(),
            ]);
        }
        [contracts, installed]
    }
}

impl Organisation {
    fn version_of(&self, product: &str) -> Option<&str> {
        self.installed.iter().find(|(own, _)| own == product).map(|(_, version)| version.as_str())
    }
}

/// From the beginning of a day to the end of another.
fn term(contract: &ContractText, now: Instant, zone: Zone) -> (Instant, Instant) {
    let midnight = |months: i64| zone.instant_at(zone.local(now.plus_ms(months * MONTH_MS)).0, 0);
    (midnight(-contract.starts_months_ago), midnight(contract.ends_in_months))
}

fn organisation(text: &OrganisationText, ids: &dyn Ids, now: Instant) -> Organisation {
    let months = text.contract.as_ref().map_or(6, |contract| contract.starts_months_ago);
    let since = now.plus_ms(-(months + 1).max(15) * MONTH_MS);
    Organisation {
        id: ids.id(since),
        name: text.name.clone(),
        installed: text.installed.iter().map(|own| (own.product.clone(), own.version.clone())).collect(),
        contacts: Vec::new(),
        since,
    }
}

/// `place`: the organisation they belong to and its zone.
fn person(text: &PersonText, place: Option<(&str, &str)>, ids: &dyn Ids, since: Instant) -> Person {
    let viewer = Viewer {
        person_id: ids.id(since),
        name: text.name.clone(),
        email: text.email.clone(),
        role: Role::parse(&text.role).unwrap_or(Role::Customer),
        organisation_id: place.map(|(id, _)| id.to_owned()),
        tier: None,
        lang: Lang::En,
        time_zone: place.map_or(HOME_ZONE, |(_, zone)| zone).to_owned(),
        scopes: None,
    };
    Person { viewer, team: text.team.clone(), title: text.title.clone(), since }
}
