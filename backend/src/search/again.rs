//! Looking again: a question typed into the search field has its articles ranked by what they mean, too, once what the
//! words found is on show.

use std::collections::HashMap;

use domain::Viewer;
use domain::access::Scope;
use domain::search::{Hit, HitKind, Results};

use super::ask::{Ask, search};
use super::find::Found;
use super::highlight::Marker;
use super::hits;
use super::parse::{Asked, Text, parse};
use super::query::Marks;
use super::suggest::fused;
use crate::{Backend, Outcome};

/// Words from which on a query is a question rather than the name of something.
const QUESTION: usize = 4;
/// Articles shown although the words found fewer.
const LEAST: usize = 5;

/// Whether [`search_again`] may answer otherwise than [`search`](search()): there is a model, and `ask` is a question in words.
/// What is named exactly, by phrase, code or filter, comes first as it is.
pub(super) fn may_search_again(b: &Backend, ask: &Ask) -> bool {
    let articles = ask.kinds.is_empty() || ask.kinds.contains(&HitKind::Article);
    articles && b.search.meaning().is_found() && is_question(&parse(&ask.q))
}

fn is_question(asked: &Asked) -> bool {
    let is_word = |text: &Text| matches!(text, Text::Word { .. });
    let plain = asked.clauses.iter().all(|clause| !clause.excluded && is_word(&clause.text));
    plain && asked.filters.is_empty() && asked.clauses.len() >= QUESTION
}

/// What [`search`](search()) finds, with its articles ranked by words and meaning, and those that only mean the same. None when
/// there is nothing to add: no question, no model, or too many who ask.
///
/// # Errors
/// As [`search`](search()).
pub async fn search_again(b: &Backend, v: &Viewer, ask: &Ask) -> Outcome<Option<Results>> {
    v.ensure_scope(Scope::SearchRead)?;
    if !may_search_again(b, ask) {
        return Ok(None);
    }
    let Some(near) = b.search.meaning().nearest(&ask.q).await else { return Ok(None) };
    let results = search(b, v, ask).await?;
    let by_words: Vec<Hit> =
        results.hits.iter().filter(|hit| hit.kind == HitKind::Article).cloned().collect();
    let found = |hit: &Hit| Found { kind: hit.kind, id: hit.id.clone(), score: hit.score };
    let ranked = fused(by_words.iter().map(found).collect(), near);
    let most = by_words.len().max(LEAST);
    let mut articles = told(b, v, ask, &ranked, by_words).await?;
    articles.truncate(most);
    Ok(Some(Results { hits: placed(results.hits, articles), again: false, ..results }))
}

/// What [`search_again`] finds if `again`, and where that adds nothing what [`search`](search()) does.
///
/// # Errors
/// As [`search`](search()).
pub async fn look(b: &Backend, v: &Viewer, ask: &Ask, again: bool) -> Outcome<Results> {
    let better = if again { search_again(b, v, ask).await? } else { None };
    match better {
        Some(results) => Ok(results),
        None => Ok(Results { again: !again && may_search_again(b, ask), ..search(b, v, ask).await? }),
    }
}

/// The hits of `ranked` that `v` may see, in that order; those that words found as they were shown.
async fn told(b: &Backend, v: &Viewer, ask: &Ask, ranked: &[Found], by_words: Vec<Hit>) -> Outcome<Vec<Hit>> {
    let mut known: HashMap<String, Hit> = by_words.into_iter().map(|hit| (hit.id.clone(), hit)).collect();
    let news: Vec<Found> = ranked.iter().filter(|found| !known.contains_key(&found.id)).cloned().collect();
    let marks = Marks::default();
    let mut marker = Marker::new(&marks);
    let loaded = hits::load(&mut b.db.read().await?, v, &news).await?;
    let of_product = |product: &Option<String>| ask.product.is_none() || *product == ask.product;
    for (found, loaded) in loaded.iter().filter(|(_, loaded)| of_product(&loaded.product_id)) {
        known.insert(found.id.clone(), loaded.hit(found, &mut marker));
    }
    Ok(ranked.iter().filter_map(|found| known.remove(&found.id)).collect())
}

/// `articles` in the places that articles have among `hits`, the rest behind.
fn placed(hits: Vec<Hit>, articles: Vec<Hit>) -> Vec<Hit> {
    let mut articles = articles.into_iter();
    let mut placed: Vec<Hit> = hits
        .into_iter()
        .filter_map(|hit| if hit.kind == HitKind::Article { articles.next() } else { Some(hit) })
        .collect();
    placed.extend(articles);
    placed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_questions_in_words_are_looked_at_again() {
        for question in ["why are my labels blank", "labels print blank on dock 3"] {
            assert!(is_question(&parse(question)), "{question}");
        }
        for exact in [
            "blank labels",
            "why are \"my labels\" blank",
            "why are labels blank -dock",
            "why are labels blank status:open",
            "labels print blank since 7.4.1",
            "CW-10234",
            "",
        ] {
            assert!(!is_question(&parse(exact)), "{exact}");
        }
    }

    #[test]
    fn articles_change_places_among_themselves() {
        let hit = |kind, id: &str| Hit {
            kind,
            id: id.into(),
            title: Vec::new(),
            snippet: Vec::new(),
            score: 1.0,
            state: None,
            product: None,
            why: Vec::new(),
        };
        let article = |id| hit(HitKind::Article, id);
        let before = vec![article("a"), hit(HitKind::Ticket, "CW-1"), article("b")];
        let ids = |hits: Vec<Hit>| hits.into_iter().map(|hit| hit.id).collect::<Vec<_>>();
        let after = placed(before.clone(), vec![article("c"), article("a"), article("b")]);
        assert_eq!(ids(after), ["c", "CW-1", "a", "b"]);
        assert_eq!(ids(placed(before, vec![article("b")])), ["b", "CW-1"]);
    }
}
