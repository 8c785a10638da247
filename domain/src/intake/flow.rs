//! A flow: a versioned list of questions for all requests, for a product or for one of its topics; and what its editor
//! shows.

use serde::{Deserialize, Serialize};

use super::{Known, Product, Question};
use crate::stamp::Stamp;

/// Which requests a flow's questions belong to.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Scope {
    /// `None`: every product.
    pub product: Option<String>,
    /// `None`: every topic of the product.
    pub topic: Option<String>,
}

impl Scope {
    /// Id of the flow for every request.
    pub const ALL: &'static str = "all";

    /// Id of the one flow of this scope: `all`, `label` or `label.printing`.
    #[must_use]
    pub fn flow_id(&self) -> String {
        match (&self.product, &self.topic) {
            (None, _) => Self::ALL.to_owned(),
            (Some(product), None) => product.clone(),
            (Some(product), Some(topic)) => format!("{product}.{topic}"),
        }
    }

    /// The scope of the flow `id`, when the desk has such a product and topic.
    #[must_use]
    pub fn of(id: &str, products: &[Product]) -> Option<Self> {
        Self::every(products).find(|scope| scope.flow_id() == id)
    }

    /// Every scope there is: all, then each product with its topics.
    pub fn every(products: &[Product]) -> impl Iterator<Item = Self> {
        let of_product = |product: &Product| {
            let topics = product.topics.iter().map(|topic| Some(topic.id.clone()));
            let id = product.id.clone();
            std::iter::once(None)
                .chain(topics)
                .map(move |topic| Self { product: Some(id.clone()), topic })
                .collect::<Vec<_>>()
        };
        std::iter::once(Self::default()).chain(products.iter().flat_map(of_product))
    }
}

/// A published version of a flow.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Flow {
    pub id: String,
    pub version: i64,
    pub questions: Vec<Question>,
}

/// Which version of which flow asked.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FlowRef {
    pub id: String,
    pub version: i64,
}

impl Flow {
    #[must_use]
    pub fn reference(&self) -> FlowRef {
        FlowRef { id: self.id.clone(), version: self.version }
    }

    /// The question is one of its own.
    #[must_use]
    pub fn asks(&self, question: &str) -> bool {
        self.questions.iter().any(|own| own.id == question)
    }
}

/// The questions of several flows in one list.
#[must_use]
pub fn questions_of(flows: &[&Flow]) -> Vec<Question> {
    flows.iter().flat_map(|flow| flow.questions.clone()).collect()
}

/// A flow in the list of all.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FlowLine {
    pub id: String,
    /// Names of product and topic; empty for all.
    pub product: String,
    pub topic: String,
    /// 0: never published.
    pub version: i64,
    pub questions: u32,
    /// It has changes that are not published.
    pub drafted: bool,
}

/// What the editor of a flow shows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FlowPage {
    pub line: FlowLine,
    /// The draft's version, or 0 without a draft: what the next save was made from.
    pub seen: i64,
    /// The draft, or the published questions to begin one with.
    pub questions: Vec<Question>,
    /// What conditions can be about.
    pub known: Known,
    /// Newest first.
    pub history: Vec<Published>,
    /// In the order of the published questions.
    pub usage: Vec<QuestionUse>,
}

/// A version in a flow's history.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Published {
    pub version: i64,
    /// `None`: it came with the desk.
    pub at: Option<Stamp>,
    pub by: Option<String>,
    pub questions: Vec<Question>,
}

/// How a question has fared in all versions.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuestionUse {
    pub question: String,
    /// Requests that it was asked in.
    pub shown: i64,
    /// Of these, sent without an answer.
    pub skipped: i64,
    /// Answers that were changed on a later visit to the page.
    pub edited: i64,
    /// Requests that were left here and never sent.
    pub abandoned: i64,
    /// Replies in which an agent asked for the answer again.
    pub asked_again: i64,
}

#[cfg(test)]
mod tests {
    use super::super::Topic;
    use super::*;

    #[test]
    fn each_scope_has_one_flow() {
        let topic = Topic {
            id: "printing".into(),
            name: String::new(),
            hint: String::new(),
            ticket_type: String::new(),
            retired: false,
        };
        let product = Product {
            id: "label".into(),
            name: "Label".into(),
            blurb: String::new(),
            icon: String::new(),
            versions: vec![],
            topics: vec![topic],
            retired: false,
        };
        let ids: Vec<String> =
            Scope::every(std::slice::from_ref(&product)).map(|scope| scope.flow_id()).collect();
        assert_eq!(ids, ["all", "label", "label.printing"]);
        for id in ids {
            assert_eq!(Scope::of(&id, std::slice::from_ref(&product)).map(|scope| scope.flow_id()), Some(id));
        }
        assert_eq!(Scope::of("label.nothing", &[product]), None);
    }
}
