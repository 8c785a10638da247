//! Changing a ticket: every field named is one command, all of them are carried out or none.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use domain::access::Scope;
use domain::tickets::decide::Command;
use domain::tickets::entry::Named;
use domain::tickets::{Priority, Status};
use domain::time::Instant;
use domain::words::{Lang, api::api as words};
use serde::{Deserialize, Deserializer};
use utoipa::ToSchema;

use super::api::Api;
use super::asked::{self, Sent};
use super::caller::Caller;
use super::problem::{Answer, Problem};
use super::shapes::{Accepted, PlanStep};

/// What to change. A field that is missing stays; `null` takes the assignee or the queue away.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Patch {
    status: Option<Status>,
    /// Why the status or priority changes; needed for `on_hold`.
    reason: Option<String>,
    /// When an `on_hold` ticket is looked at again, RFC 3339.
    review_at: Option<String>,
    priority: Option<Priority>,
    /// Id of a person.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    assignee: Option<Option<String>>,
    /// Id of a queue.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    queue: Option<Option<String>>,
    /// Id of a ticket type.
    #[serde(rename = "type")]
    ticket_type: Option<String>,
    subject: Option<String>,
    plan: Option<Vec<PlanStep>>,
    /// When the customer is promised to hear next, RFC 3339.
    next_contact: Option<String>,
    /// The version you saw, for those who cannot send `If-Match`.
    version: Option<i64>,
}

/// Tells `null` from a field that is not there.
fn given<'de, D: Deserializer<'de>>(value: D) -> Result<Option<Option<String>>, D::Error> {
    Option::deserialize(value).map(Some)
}

/// Changes a ticket. With `If-Match` (or `version`) it is refused when people changed the ticket meanwhile, as 412 (409)
/// with what they changed; entries that the desk itself made do not count.
#[utoipa::path(patch, path = "/tickets/{number}", tag = "tickets", operation_id = "change_ticket", request_body = Patch,
    params(("number" = String, Path, example = "CW-10234"),
        ("If-Match" = Option<String>, Header, description = "The ETag you saw"),
        ("Idempotency-Key" = Option<String>, Header, description = "Any text of your own, kept for a day")),
    responses((status = 200, body = Accepted, headers(("ETag" = String)))))]
pub async fn change(
    State(api): State<Api>,
    caller: Caller,
    Path(number): Path<String>,
    headers: HeaderMap,
    sent: Sent<Patch>,
) -> Answer<Response> {
    let v = caller.with(Scope::TicketsWrite)?;
    let once = sent.once(v);
    let matched = asked::if_match(&headers);
    let seen = matched.or(sent.value.version);
    let commands = sent.value.commands()?;
    let written = backend::tickets::change_all(&api.backend, v, &number, seen, commands, &[], once).await;
    let written = api.answer(written).map_err(|problem| match matched {
        Some(_) => problem.of_precondition(),
        None => problem,
    })?;
    Ok((asked::etag(written.version), Json(Accepted::from(written))).into_response())
}

impl Patch {
    /// The commands in the order in which a person would give them: what it is, whose it is, what is promised, and how
    /// it stands after that.
    fn commands(self) -> Answer<Vec<Command>> {
        let named = |id: String| Named { name: id.clone(), id };
        let mut commands = Vec::new();
        commands.extend(self.subject.map(|to| Command::SetSubject { to }));
        commands.extend(self.ticket_type.map(|to| Command::SetType { to }));
        commands.extend(self.priority.map(|to| Command::SetPriority { to, reason: self.reason.clone() }));
        commands.extend(self.queue.map(|to| Command::Move { to: to.map(named) }));
        commands.extend(self.assignee.map(|to| Command::Assign { to: to.map(named) }));
        let steps = |plan: Vec<PlanStep>| plan.into_iter().map(Into::into).collect();
        commands.extend(self.plan.map(|plan| Command::SetPlan { steps: steps(plan) }));
        let due = time("next_contact", self.next_contact)?;
        commands.extend(due.map(|due| Command::PromiseContact { due }));
        let review_at = time("review_at", self.review_at)?;
        commands.extend(self.status.map(|to| Command::SetStatus { to, reason: self.reason, review_at }));
        if commands.is_empty() {
            return Err(Problem::field("", words(Lang::En).nothing_to_change));
        }
        Ok(commands)
    }
}

/// Reads an RFC 3339 time.
pub fn time(field: &str, text: Option<String>) -> Answer<Option<Instant>> {
    let Some(text) = text else { return Ok(None) };
    let bad = |_| domain::Error::field(field, domain::error::Problem::NotATime);
    Ok(Some(text.parse().map_err(bad)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn commands(json: &str) -> Vec<Command> {
        serde_json::from_str::<Patch>(json).unwrap().commands().unwrap()
    }

    #[test]
    fn null_takes_away_and_missing_stays() {
        assert_eq!(commands(r#"{"assignee": null}"#), [Command::Assign { to: None }]);
        assert_eq!(commands(r#"{"subject": "x"}"#), [Command::SetSubject { to: "x".into() }]);
    }

    #[test]
    fn a_patch_that_changes_nothing_is_refused() {
        assert!(serde_json::from_str::<Patch>("{}").unwrap().commands().is_err());
        assert!(serde_json::from_str::<Patch>(r#"{"colour": "red"}"#).is_err());
    }
}
