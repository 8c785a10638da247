//! A ticket's timeline.

use axum::Json;
use axum::extract::{Path, State};
use domain::access::Scope;
use domain::words::{Lang, api::api as words};
use serde::Deserialize;
use utoipa::IntoParams;

use super::api::Api;
use super::asked::{self, Params};
use super::caller::Caller;
use super::problem::{Answer, Problem};
use super::shapes::{Entry, Page};

/// Which part of the timeline.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Part {
    /// `next` of the page before.
    cursor: Option<String>,
    /// 1 to 100; a page has at most 40.
    limit: Option<u32>,
}

/// The entries you may see, newest first.
#[utoipa::path(get, path = "/tickets/{number}/entries", tag = "tickets", operation_id = "list_entries",
    params(("number" = String, Path, example = "CW-10234"), Part), responses((status = 200, body = Page<Entry>)))]
pub async fn list(
    State(api): State<Api>,
    caller: Caller,
    Path(number): Path<String>,
    Params(part): Params<Part>,
) -> Answer<Json<Page<Entry>>> {
    let v = caller.with(Scope::TicketsRead)?;
    let limit = asked::rows(part.limit)? as usize;
    let before = match part.cursor {
        Some(cursor) => cursor.parse().map_err(|_| Problem::field("cursor", words(Lang::En).bad_cursor))?,
        None => i64::MAX,
    };
    let (mut entries, more) =
        api.answer(backend::tickets::timeline(&api.backend, v, &number, before).await)?;
    let more = more || entries.len() > limit;
    entries.truncate(limit);
    let next = entries.last().filter(|_| more).map(|last| last.seq.to_string());
    Ok(Json(Page { items: entries.into_iter().map(Entry::from).collect(), next }))
}
