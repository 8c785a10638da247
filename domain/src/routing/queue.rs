//! A queue as managers set it up.

use serde::{Deserialize, Serialize};

use super::same_name;
use super::view::RoutingPage;
use crate::Error;
use crate::error::{Checks, Problem};

/// Most queues of a desk.
pub const MAX_QUEUES: usize = 200;
/// Longest name of a queue or a team, in characters.
pub const MAX_NAME: u32 = 80;

/// A queue as somebody wants it; texts as they were typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueDraft {
    /// Empty: a new one.
    pub id: String,
    pub name: String,
    /// The team that works in it.
    pub team: String,
    /// Each ticket is given to somebody at once; otherwise people take what is next.
    pub hands_out: bool,
    /// Whoever looked after a customer's last ticket gets the next, if they can. Only where it hands out.
    pub keeps: bool,
    /// What nothing else places comes here; one queue at most.
    pub takes_rest: bool,
    /// Ids of the products whose tickets come here unless a rule takes them; each has one queue.
    pub products: Vec<String>,
}

impl QueueDraft {
    /// The draft with its texts as they are kept; `page` knows the other queues and the products.
    ///
    /// # Errors
    /// `Invalid` with every field that needs another value.
    pub fn checked(mut self, page: &RoutingPage) -> Result<Self, Error> {
        let mut checks = Checks::default();
        self.name = checks.line("name", &self.name, MAX_NAME);
        self.team = checks.line("team", &self.team, MAX_NAME);
        self.keeps &= self.hands_out;
        let others = || page.queues.iter().filter(|other| other.id != self.id);
        checks.ensure(!others().any(|other| same_name(&other.name, &self.name)), "name", Problem::Taken);
        checks.ensure(others().count() < MAX_QUEUES, "name", Problem::TooMuch);
        let known = |id: &String| page.products.iter().any(|product| product.id == *id);
        checks.ensure(self.products.iter().all(known), "products", Problem::NotAChoice);
        checks.finish()?;
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::routing::view::QueueView;

    fn page() -> RoutingPage {
        let queue = QueueView { id: "print".into(), name: "Printing".into(), ..QueueView::default() };
        RoutingPage { queues: vec![queue], ..RoutingPage::default() }
    }

    fn draft(id: &str, name: &str) -> QueueDraft {
        QueueDraft { id: id.into(), name: name.into(), team: "Print".into(), ..QueueDraft::default() }
    }

    #[test]
    fn each_queue_has_a_name_of_its_own_and_a_team() {
        let field = |name, problem| Err(Error::field(name, problem));
        assert_eq!(draft("", " printing ").checked(&page()), field("name", Problem::Taken));
        assert_eq!(draft("print", "printing").checked(&page()).unwrap().name, "printing");
        assert_eq!(draft("", " ").checked(&page()), field("name", Problem::Required));
        let nobody = QueueDraft { team: " ".into(), ..draft("", "Scanning") };
        assert_eq!(nobody.checked(&page()), field("team", Problem::Required));
        let strange = QueueDraft { products: vec!["none".into()], ..draft("", "Scanning") };
        assert_eq!(strange.checked(&page()), field("products", Problem::NotAChoice));
    }

    #[test]
    fn only_who_hands_out_gives_to_the_same_person() {
        let same = QueueDraft { keeps: true, ..draft("", "Scanning") };
        assert!(!same.clone().checked(&page()).unwrap().keeps);
        assert!(QueueDraft { hands_out: true, ..same }.checked(&page()).unwrap().keeps);
    }
}
