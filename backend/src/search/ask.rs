//! Searching everything a viewer may see.

use domain::Viewer;
use domain::access::Scope;
use domain::search::{Hit, HitKind, MAX_QUERY, Results};

use super::again::may_search_again;
use super::find::{Answer, Eyes, Shelf};
use super::highlight::Marker;
use super::hits::{self, MOST};
use super::index::Generation;
use super::parse::{Asked, parse};
use super::{filter, spelling, standing};
use crate::knowledge::markdown;
use crate::{Backend, Outcome};

/// Hits up to which a better spelling is looked for.
const LITTLE: usize = 2;
/// Hits looked at beyond those shown: what readers made of articles may change their order.
const SPARE: usize = 5;
/// Hits when nothing is said about it.
const USUAL: usize = 20;

/// What is searched for.
#[derive(Debug, Clone, Default)]
pub struct Ask {
    /// As it was typed: words, `"phrases"`, `-exclusions`, and what narrows: `product:`, `status:`, `from:`, `number:`,
    /// `type:`, `priority:`, `channel:`, `lang:`, `version:`; for staff also `assignee:` and `queue:`.
    pub q: String,
    /// Only what belongs to the product with this id.
    pub product: Option<String>,
    /// Empty: everything.
    pub kinds: Vec<HitKind>,
    /// At most this many hits, up to 50; 0: 20.
    pub limit: usize,
}

/// The best hits for `ask` that `v` may see. Anything typed is a fair query; one without a word finds nothing.
///
/// # Errors
/// `Forbidden` for a bearer token that may not search; else when index or database cannot be read.
pub async fn search(b: &Backend, v: &Viewer, ask: &Ask) -> Outcome<Results> {
    v.ensure_scope(Scope::SearchRead)?;
    let (viewer, asked, now) = (v.clone(), ask.clone(), b.clock.now());
    let answers = b.search.blocking(move |live| answers(live, Eyes { viewer: &viewer, now }, &asked)).await?;
    let mut hits = Vec::new();
    let (mut spelled, mut loose) = (None, false);
    let mut conn = b.db.read().await?;
    for mut answer in answers {
        standing::weigh(&mut conn, &mut answer.found).await?;
        answer.found.truncate(limit(ask));
        let loaded = hits::load(&mut conn, v, &answer.found).await?;
        loose |= answer.loose;
        if loaded.len() <= LITTLE || answer.generous || answer.loose {
            let texts = loaded.iter().flat_map(|(_, loaded)| loaded.texts());
            spelled = spelled
                .or_else(|| spelling::better(markdown::cut(&ask.q, MAX_QUERY), &answer.unknown, texts));
        }
        if !answer.generous {
            let mut marker = Marker::new(&answer.marks);
            hits.extend(loaded.iter().map(|(found, loaded)| loaded.hit(found, &mut marker)));
        }
    }
    hits.sort_by(|a: &Hit, b: &Hit| b.score.total_cmp(&a.score));
    hits.truncate(limit(ask));
    let spelling = spelled.filter(|_| loose || hits.len() <= LITTLE);
    let query = ask.q.chars().take(MAX_QUERY).collect();
    Ok(Results { query, hits, spelling, again: may_search_again(b, ask) })
}

/// One answer for each family of documents that was asked for.
fn answers(live: &Generation, by: Eyes<'_>, ask: &Ask) -> tantivy::Result<Vec<Answer>> {
    let asked = parse(&ask.q);
    if asked == Asked::default() {
        return Ok(Vec::new());
    }
    let searcher = live.searcher();
    let all = [HitKind::Article, HitKind::Problem, HitKind::Ticket];
    let kinds = if ask.kinds.is_empty() { &all[..] } else { &ask.kinds };
    let mut shelves = Vec::new();
    if kinds.iter().any(|kind| *kind != HitKind::Ticket) {
        shelves.push(Shelf::help(live, &searcher, by, kinds)?);
    }
    if kinds.contains(&HitKind::Ticket) {
        shelves.extend(Shelf::tickets(live, &searcher, by)?);
    }
    let narrowed = shelves.into_iter().map(|mut shelf| {
        shelf.filter.extend(ask.product.as_deref().map(|product| filter::product(&live.fields, product)));
        shelf.answer(&asked, limit(ask) + SPARE)
    });
    narrowed.collect()
}

fn limit(ask: &Ask) -> usize {
    if ask.limit == 0 { USUAL } else { ask.limit.min(MOST) }
}
