//! The contents of the help: products, and the articles of one of them by topic.

use domain::Viewer;
use domain::knowledge::{ArticleBrief, HelpPage, ProductCard};

use super::bind_audiences;
use crate::db::{Conn, q};
use crate::{Backend, Outcome, row};

pub(super) const PRODUCTS: &str = "SELECT p.id, p.name, p.blurb, p.icon, COUNT(a.id) AS articles
  FROM products p LEFT JOIN articles a
    ON a.product_id = p.id AND a.state = 'published' AND (a.audience IN ($1, $2) OR $3 IN (a.audience, 'any'))
  WHERE p.retired = FALSE OR a.id IS NOT NULL
  GROUP BY p.id, p.name, p.blurb, p.icon, p.position ORDER BY p.position, p.id LIMIT 100";
const OF_PRODUCT: &str = "SELECT a.slug, a.title, a.problem, a.topic, t.name AS topic_name
  FROM articles a LEFT JOIN topics t ON t.id = a.topic
  WHERE (a.audience IN ($1, $2) OR $3 IN (a.audience, 'any')) AND a.state = 'published' AND a.product_id = $4
  ORDER BY t.position NULLS LAST, a.topic NULLS LAST, a.title, a.id LIMIT 1000";
/// Articles about no product in particular.
const OF_NONE: &str = "SELECT a.slug, a.title, a.problem, a.topic, t.name AS topic_name
  FROM articles a LEFT JOIN topics t ON t.id = a.topic
  WHERE (a.audience IN ($1, $2) OR $3 IN (a.audience, 'any')) AND a.state = 'published' AND a.product_id IS NULL
  ORDER BY t.position NULLS LAST, a.topic NULLS LAST, a.title, a.id LIMIT 1000";

row! {
    pub(super) struct ProductRow {
        id: String,
        name: String,
        blurb: String,
        icon: String,
        articles: i64,
    }
}

row! {
    struct InTopic {
        slug: String,
        title: String,
        problem: String,
        topic: Option<String>,
        topic_name: Option<String>,
    }
}

/// Every product with its number of articles; with `product` also its articles by topic, else those about no product.
/// A topic without a name of its own is an empty text.
///
/// # Errors
/// `NotFound` for a product that does not exist.
pub async fn help(b: &Backend, v: &Viewer, product: Option<&str>) -> Outcome<HelpPage> {
    let mut conn = b.db.read().await?;
    let products = products(&mut conn, v).await?;
    let chosen = match product {
        None => None,
        Some(id) => Some(products.iter().find(|card| card.id == id).cloned().ok_or(domain::Error::NotFound)?),
    };
    let query = bind_audiences(q(if product.is_some() { OF_PRODUCT } else { OF_NONE }), v);
    let query = product.into_iter().fold(query, crate::db::Query::bind);
    let topics = by_topic(query.all(&mut conn).await?);
    Ok(HelpPage { products, product: chosen, topics })
}

pub(super) async fn products(conn: &mut Conn, v: &Viewer) -> Outcome<Vec<ProductCard>> {
    let rows: Vec<ProductRow> = bind_audiences(q(PRODUCTS), v).all(conn).await?;
    Ok(rows.into_iter().map(ProductRow::card).collect())
}

impl ProductRow {
    fn card(self) -> ProductCard {
        let articles = u32::try_from(self.articles).unwrap_or(u32::MAX);
        ProductCard { id: self.id, name: self.name, blurb: self.blurb, icon: self.icon, articles }
    }
}

fn by_topic(rows: Vec<InTopic>) -> Vec<(String, Vec<ArticleBrief>)> {
    let mut topics: Vec<(String, Vec<ArticleBrief>)> = Vec::new();
    for row in rows {
        let name = row.topic_name.or_else(|| row.topic.clone()).unwrap_or_default();
        let brief = ArticleBrief { slug: row.slug, title: row.title, problem: row.problem, topic: row.topic };
        match topics.last_mut().filter(|(last, _)| *last == name) {
            Some((_, articles)) => articles.push(brief),
            None => topics.push((name, vec![brief])),
        }
    }
    topics
}
