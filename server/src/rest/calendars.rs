//! Calendars and policies, and trying a calendar out before it is used.

use axum::Json;
use axum::extract::State;
use domain::access::{Action, Scope};
use domain::promises::calendar::{Calendar, Step, StepError, StepResult, run_steps};
use domain::promises::policy::Policy;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::api::Api;
use super::asked::Sent;
use super::caller::Caller;
use super::problem::{Answer, Problem};
use super::shapes::Page;

/// A calendar and questions about it.
#[derive(Debug, Deserialize, ToSchema)]
pub struct Preview {
    /// `timezone`, `week`, `holidays`, `yearly_holidays`, `exceptions`, `breaks`, `daily_breaks`.
    #[schema(value_type = Object, example = json!({"timezone": "Europe/Berlin", "week": {"mon": [["09:00", "17:00"]]}}))]
    calendar: Calendar,
    /// Each has an `op`: `add` or `subtract` (`start`, `working_seconds`), `elapsed` (`start`, `end`), `is_open`,
    /// `next_open`, `last_open` or `next_close` (`at`). At most 1 000.
    #[schema(value_type = Vec<Object>, example = json!([{"op": "add", "start": "2026-11-23T08:00:00Z", "working_seconds": 3600}]))]
    steps: Vec<Step>,
}

/// The answers in the order of the steps.
#[derive(Debug, Serialize, ToSchema)]
pub struct Previewed {
    /// A time (RFC 3339 UTC), seconds, or true and false; `null` when the calendar never gets there.
    #[schema(value_type = Vec<Object>, example = json!(["2026-11-23T09:00:00Z"]))]
    results: Vec<StepResult>,
}

/// Answers questions about a calendar that need not be saved.
#[utoipa::path(post, path = "/calendars/preview", tag = "calendars", operation_id = "preview_calendar",
    request_body = Preview, responses((status = 200, body = Previewed)))]
pub async fn preview(State(api): State<Api>, caller: Caller, sent: Sent<Preview>) -> Answer<Json<Previewed>> {
    caller.with(Scope::CalendarsRead)?;
    let Preview { calendar, steps } = sent.value;
    // Far steps on a sparse calendar take a while: not on a thread that others wait for.
    let work = tokio::task::spawn_blocking(move || run_steps(&calendar, &steps)).await;
    let work = work.map_err(|fault| backend::Failure::broken(fault.to_string()));
    let results = api.answer(work)?.map_err(|error| refused(&error))?;
    Ok(Json(Previewed { results }))
}

fn refused(error: &StepError) -> Problem {
    Problem::field(error.field(), error.to_string())
}

/// A calendar as it counts now.
#[derive(Debug, Serialize, ToSchema)]
pub struct NamedCalendar {
    pub id: String,
    pub version: i64,
    pub name: String,
    #[schema(value_type = Object)]
    pub calendar: Calendar,
}

/// Every calendar.
#[utoipa::path(get, path = "/calendars", tag = "calendars", operation_id = "list_calendars",
    responses((status = 200, body = Page<NamedCalendar>)))]
pub async fn list(State(api): State<Api>, caller: Caller) -> Answer<Json<Page<NamedCalendar>>> {
    caller.with(Scope::CalendarsRead)?.ensure(Action::ReadPolicies)?;
    let directory = api.answer(api.backend.directory().await)?;
    let newest = directory.calendars.iter().filter_map(|(id, versions)| Some((id, versions.last()?)));
    let mut items: Vec<NamedCalendar> = newest
        .map(|(id, known)| NamedCalendar {
            id: id.clone(),
            version: known.version,
            name: known.name.clone(),
            calendar: Calendar::clone(&known.model),
        })
        .collect();
    items.sort_by(|a, b| a.id.cmp(&b.id));
    Ok(Json(Page { items, next: None }))
}

/// The newest version of every policy.
#[utoipa::path(get, path = "/policies", tag = "calendars", operation_id = "list_policies",
    responses((status = 200, body = Page<Object>)))]
pub async fn policies(State(api): State<Api>, caller: Caller) -> Answer<Json<Page<Policy>>> {
    caller.with(Scope::CalendarsRead)?.ensure(Action::ReadPolicies)?;
    let directory = api.answer(api.backend.directory().await)?;
    let mut items: Vec<Policy> = directory
        .newest
        .keys()
        .filter_map(|id| directory.newest_policy(id))
        .map(|policy| Policy::clone(policy))
        .collect();
    items.sort_by(|a, b| a.id.cmp(&b.id));
    Ok(Json(Page { items, next: None }))
}
