//! Search and suggestions, also for visitors: they find what is public.

use axum::Json;
use axum::extract::State;
use backend::search::{Ask, Known};
use domain::access::Scope;
use domain::search::{HitKind, Why, plain};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::api::Api;
use super::asked::{self, Params};
use super::caller::Caller;
use super::problem::Answer;
use crate::http::limits::Kind;

/// What to search for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Searched {
    /// Words, `"phrases"`, `-exclusions`, and `product:`, `status:`, `from:`, `number:`, `type:`, `priority:`,
    /// `channel:`, `lang:`, `version:`; for staff also `assignee:` and `queue:`. Several values: `status:new,open`.
    #[serde(default)]
    q: String,
    /// Id of a product.
    product: Option<String>,
    /// `article`, `problem` or `ticket`; all when missing.
    #[param(value_type = Option<String>)]
    kind: Option<HitKind>,
    /// 1 to 100, 20 when missing; never more than 50 are found.
    limit: Option<u32>,
}

/// What somebody is describing.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Described {
    /// As far as it is written; the first line is its subject.
    #[serde(default)]
    text: String,
    /// Id of the product it is about.
    product: Option<String>,
    /// Id of the topic within the product.
    topic: Option<String>,
}

/// Ranked hits, best first.
#[derive(Debug, Serialize, ToSchema)]
pub struct Hits {
    pub hits: Vec<Hit>,
    /// A better spelled query, when little was found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub spelling: Option<String>,
}

/// One hit.
#[derive(Debug, Serialize, ToSchema)]
pub struct Hit {
    /// `article`, `problem` or `ticket`.
    #[schema(value_type = String, example = "article")]
    pub kind: HitKind,
    /// An article's slug, a problem's or ticket's number.
    #[schema(example = "printer-prints-blank-labels")]
    pub id: String,
    pub title: String,
    pub score: f32,
    /// The words around what was found.
    pub snippet: String,
    /// A ticket's status or a problem's state.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// Why it is suggested, the strongest reason first: `problem` (known), `open_request` (your own), `words`,
    /// `product`, `topic` (the same). Not there for what was searched for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<String>, example = json!(["words", "product"]))]
    pub why: Vec<Why>,
}

impl From<domain::search::Hit> for Hit {
    fn from(hit: domain::search::Hit) -> Self {
        Self {
            kind: hit.kind,
            id: hit.id,
            title: plain(&hit.title),
            score: hit.score,
            snippet: plain(&hit.snippet),
            state: hit.state,
            why: hit.why,
        }
    }
}

/// Searches everything you may see.
#[utoipa::path(get, path = "/search", tag = "search", operation_id = "search", params(Searched), security((), ("token" = [])),
    responses((status = 200, body = Hits)))]
pub async fn search(
    State(api): State<Api>,
    caller: Caller,
    Params(searched): Params<Searched>,
) -> Answer<Json<Hits>> {
    let v = caller.or_visitor(Scope::SearchRead)?;
    caller.within(&api, Kind::Search)?;
    let limit = searched.limit.map_or(Ok(0), |limit| asked::rows(Some(limit)))? as usize;
    let kinds = searched.kind.into_iter().collect();
    let ask = Ask { q: searched.q, product: searched.product, kinds, limit };
    let found = api.answer(backend::search::search(&api.backend, v, &ask).await)?;
    Ok(Json(Hits { hits: found.hits.into_iter().map(Hit::from).collect(), spelling: found.spelling }))
}

/// Articles, known problems and your own open requests that may answer what is being described.
#[utoipa::path(get, path = "/suggestions", tag = "search", operation_id = "suggest", params(Described),
    security((), ("token" = [])), responses((status = 200, body = Hits)))]
pub async fn suggest(
    State(api): State<Api>,
    caller: Caller,
    Params(described): Params<Described>,
) -> Answer<Json<Hits>> {
    let v = caller.or_visitor(Scope::SearchRead)?;
    caller.within(&api, Kind::Search)?;
    let Described { text, product, topic } = described;
    let known = Known { product, topic, ..Known::of(&text) };
    let hits = backend::search::suggest(&api.backend, v, &known).await;
    Ok(Json(Hits { hits: api.answer(hits)?.into_iter().map(Hit::from).collect(), spelling: None }))
}
