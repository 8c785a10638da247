//! What requests can be about, as managers set it up: products, their topics, and how much something presses.

use serde::{Deserialize, Serialize};

use super::{Impact, Product, Topic};
use crate::Error;
use crate::error::{Checks, Problem};
use crate::routing::same_name;
use crate::text;
use crate::tickets::entry::Named;

/// Most products of a desk, and most topics of a product.
pub const MAX_PRODUCTS: usize = 200;
/// Most choices of how much something presses.
pub const MAX_IMPACTS: usize = 8;
/// Longest name of a product, topic or impact, in characters.
const MAX_NAME: u32 = 80;
/// Longest line about it.
const MAX_HINT: u32 = 200;
/// Most versions of a product.
const MAX_VERSIONS: usize = 200;

/// The pictures that a product can have besides a box.
pub const ICONS: [&str; 10] = [
    "printer",
    "warehouse",
    "scan-barcode",
    "cable",
    "globe",
    "smartphone",
    "mail",
    "monitor",
    "wrench",
    "layers",
];

/// The icon of a product. Its name comes from the database, the sheet's names are fixed: an unknown one is a box.
#[must_use]
pub fn product_icon(name: &str) -> &'static str {
    ICONS.into_iter().find(|known| *known == name).unwrap_or("package")
}

/// Everything that the settings' page shows.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct CataloguePage {
    /// The retired ones, too.
    pub products: Vec<Product>,
    pub impacts: Vec<Impact>,
    /// Version of the list of impacts; 0 before anybody changed it.
    pub impacts_version: i64,
    /// Ticket types that a topic can have.
    pub types: Vec<Named>,
}

/// A product as somebody wants it; texts as they were typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductDraft {
    /// Empty: a new one.
    pub id: String,
    pub name: String,
    /// A line for customers.
    pub blurb: String,
    /// One of [`ICONS`]; empty: a box.
    pub icon: String,
    pub versions: Vec<String>,
    pub retired: bool,
    /// Id of the product that it stands after; empty: it is the first.
    pub after: String,
}

/// A topic as somebody wants it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TopicDraft {
    /// Empty: a new one.
    pub id: String,
    /// Id of its product.
    pub product: String,
    pub name: String,
    /// A line for customers.
    pub hint: String,
    /// Id of the type of its requests.
    pub ticket_type: String,
    pub retired: bool,
    /// Id of the topic that it stands after; empty: it is the first.
    pub after: String,
}

/// The list of impacts as somebody wants it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImpactsDraft {
    /// The version that was read.
    pub version: i64,
    /// Lines without a name are left out.
    pub impacts: Vec<Impact>,
}

impl CataloguePage {
    #[must_use]
    pub fn product(&self, id: &str) -> Option<&Product> {
        self.products.iter().find(|product| product.id == id)
    }

    /// The product `id` as it stands; a new one at the end without such a product.
    #[must_use]
    pub fn product_draft(&self, id: &str) -> ProductDraft {
        let after = before(self.products.iter().map(|own| own.id.as_str()), id);
        let Some(own) = self.product(id).cloned() else {
            return ProductDraft { after, ..ProductDraft::default() };
        };
        let Product { id, name, blurb, icon, versions, retired, .. } = own;
        ProductDraft { id, name, blurb, icon, versions, retired, after }
    }

    /// The topic `id` of `product` as it stands; a new one at the end without such a topic.
    #[must_use]
    pub fn topic_draft(&self, product: &Product, id: &str) -> TopicDraft {
        let after = before(product.topics.iter().map(|own| own.id.as_str()), id);
        let product_id = product.id.clone();
        match product.topics.iter().find(|own| own.id == id).cloned() {
            Some(Topic { id, name, hint, ticket_type, retired }) => {
                TopicDraft { id, product: product_id, name, hint, ticket_type, retired, after }
            }
            None => TopicDraft { product: product_id, after, ..TopicDraft::default() },
        }
    }
}

/// The one before `id` among `ids`, or the last without it; empty when there is none.
fn before<'i>(ids: impl Iterator<Item = &'i str>, id: &str) -> String {
    ids.take_while(|own| *own != id).last().unwrap_or_default().to_owned()
}

/// `ids` with `id` after the one called `after`, first without it.
#[must_use]
pub fn placed(ids: Vec<String>, id: &str, after: &str) -> Vec<String> {
    let mut ids: Vec<String> = ids.into_iter().filter(|own| own != id).collect();
    let place = ids.iter().position(|own| own == after).map_or(0, |place| place + 1);
    ids.insert(place, id.to_owned());
    ids
}

impl ProductDraft {
    /// The draft with its texts as they are kept; `page` knows the other products.
    ///
    /// # Errors
    /// `Invalid` with every field that needs another value.
    pub fn checked(mut self, page: &CataloguePage) -> Result<Self, Error> {
        let mut checks = Checks::default();
        self.name = checks.line("name", &self.name, MAX_NAME);
        self.blurb = checks.optional_line("blurb", &self.blurb, MAX_HINT);
        let others = || page.products.iter().filter(|other| other.id != self.id);
        checks.ensure(!others().any(|other| same_name(&other.name, &self.name)), "name", Problem::Taken);
        checks.ensure(others().count() < MAX_PRODUCTS, "name", Problem::TooMuch);
        checks.ensure(
            self.icon.is_empty() || ICONS.contains(&self.icon.as_str()),
            "icon",
            Problem::NotAChoice,
        );
        let mut versions: Vec<String> = Vec::new();
        for version in self.versions.iter().map(|own| text::line(own)).filter(|own| !own.is_empty()) {
            checks.ensure(
                version.chars().count() <= MAX_NAME as usize,
                "versions",
                Problem::TooLong { max: MAX_NAME },
            );
            if !versions.contains(&version) {
                versions.push(version);
            }
        }
        checks.ensure(versions.len() <= MAX_VERSIONS, "versions", Problem::TooMuch);
        self.versions = versions;
        checks.finish()?;
        Ok(self)
    }
}

impl TopicDraft {
    /// The same for a topic.
    ///
    /// # Errors
    /// `NotFound` without its product; `Invalid` with every field that needs another value.
    pub fn checked(mut self, page: &CataloguePage) -> Result<Self, Error> {
        let product = page.product(&self.product).ok_or(Error::NotFound)?;
        let mut checks = Checks::default();
        self.name = checks.line("name", &self.name, MAX_NAME);
        self.hint = checks.optional_line("hint", &self.hint, MAX_HINT);
        let others = || product.topics.iter().filter(|other| other.id != self.id);
        checks.ensure(!others().any(|other| same_name(&other.name, &self.name)), "name", Problem::Taken);
        checks.ensure(others().count() < MAX_PRODUCTS, "name", Problem::TooMuch);
        let known = page.types.iter().any(|own| own.id == self.ticket_type);
        checks.ensure(known, "ticket_type", Problem::NotAChoice);
        checks.finish()?;
        Ok(self)
    }
}

impl ImpactsDraft {
    /// The same for the impacts; new ones have an empty id.
    ///
    /// # Errors
    /// `Invalid` with every field that needs another value; `impacts[0].label` names a line.
    pub fn checked(mut self) -> Result<Self, Error> {
        let mut checks = Checks::default();
        self.impacts.retain(|own| !text::line(&own.label).is_empty());
        for at in 0..self.impacts.len() {
            let field = |name: &str| format!("impacts[{at}].{name}");
            let label = checks.line(&field("label"), &self.impacts[at].label, MAX_NAME);
            let taken = self.impacts[..at].iter().any(|other| same_name(&other.label, &label));
            checks.ensure(!taken, &field("label"), Problem::Taken);
            let hint = checks.optional_line(&field("hint"), &self.impacts[at].hint, MAX_HINT);
            (self.impacts[at].label, self.impacts[at].hint) = (label, hint);
        }
        checks.ensure(!self.impacts.is_empty(), "impacts[0].label", Problem::Required);
        checks.ensure(self.impacts.len() <= MAX_IMPACTS, "impacts[0].label", Problem::TooMuch);
        checks.finish()?;
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tickets::Priority;

    fn page() -> CataloguePage {
        let topic = Topic {
            id: "print".into(),
            name: "Printing".into(),
            hint: String::new(),
            ticket_type: "incident".into(),
            retired: false,
        };
        let product = Product {
            id: "label".into(),
            name: "Label".into(),
            blurb: "Prints labels".into(),
            icon: "printer".into(),
            versions: vec!["1.0".into()],
            topics: vec![topic],
            retired: false,
        };
        let types = vec![Named { id: "incident".into(), name: "Incident".into() }];
        CataloguePage { products: vec![product], types, ..CataloguePage::default() }
    }

    #[test]
    fn each_product_has_a_name_of_its_own() {
        let draft = |name: &str| ProductDraft { name: name.into(), ..ProductDraft::default() };
        let refused = |problem| Err(Error::field("name", problem));
        assert_eq!(draft(" label ").checked(&page()), refused(Problem::Taken));
        assert_eq!(draft(" ").checked(&page()), refused(Problem::Required));
        let same = page().product_draft("label");
        assert_eq!(same.clone().checked(&page()), Ok(same));
        let odd = ProductDraft { icon: "skull".into(), ..draft("Dock") };
        assert_eq!(odd.checked(&page()), Err(Error::field("icon", Problem::NotAChoice)));
        let versions = ["2.0 ", "", "2.0", "1.0"].map(str::to_owned).to_vec();
        let kept = ProductDraft { versions, ..draft("Dock") }.checked(&page()).unwrap();
        assert_eq!(kept.versions, ["2.0", "1.0"]);
    }

    #[test]
    fn a_topic_belongs_to_a_product_and_has_a_type() {
        let page = page();
        let draft = page.topic_draft(&page.products[0], "");
        assert_eq!((draft.product.as_str(), draft.after.as_str()), ("label", "print"));
        let named = TopicDraft { name: "Scanning".into(), ..draft };
        let refused = named.clone().checked(&page);
        assert_eq!(refused, Err(Error::field("ticket_type", Problem::NotAChoice)));
        let typed = TopicDraft { ticket_type: "incident".into(), ..named };
        assert!(typed.clone().checked(&page).is_ok());
        let taken = TopicDraft { name: "printing".into(), ..typed.clone() };
        assert_eq!(taken.checked(&page), Err(Error::field("name", Problem::Taken)));
        assert_eq!(TopicDraft { product: "none".into(), ..typed }.checked(&page), Err(Error::NotFound));
    }

    #[test]
    fn something_always_says_how_much_it_presses() {
        let one = |label: &str| Impact {
            id: String::new(),
            label: label.into(),
            hint: String::new(),
            priority: Priority::High,
        };
        let draft = |labels: &[&str]| ImpactsDraft {
            version: 1,
            impacts: labels.iter().map(|label| one(label)).collect(),
        };
        let refused = |field: &str, problem| Err(Error::field(field, problem));
        assert_eq!(draft(&[" "]).checked(), refused("impacts[0].label", Problem::Required));
        assert_eq!(draft(&["A", "", "a"]).checked(), refused("impacts[1].label", Problem::Taken));
        assert_eq!(draft(&["A", "", " B "]).checked().unwrap().impacts[1].label, "B");
    }

    #[test]
    fn a_place_is_after_another() {
        let ids = || ["a", "b", "c"].map(str::to_owned).to_vec();
        assert_eq!(placed(ids(), "c", ""), ["c", "a", "b"]);
        assert_eq!(placed(ids(), "a", "c"), ["b", "c", "a"]);
        assert_eq!(placed(ids(), "d", "a"), ["a", "d", "b", "c"]);
        assert_eq!(page().product_draft("label").after, "");
    }
}
