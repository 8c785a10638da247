//! Tickets: listed, made, read.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use backend::Viewer;
use backend::files::Enclosed;
use backend::intake::Given;
use backend::tickets::{Once, Requester};
use domain::access::Scope;
use domain::tickets::decide::NewTicket;
use domain::tickets::view::{RequestFilter, Written};
use domain::tickets::{Channel, Priority};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::api::Api;
use super::asked::{self, Params, Sent};
use super::caller::Caller;
use super::problem::Answer;
use super::shapes::{Accepted, Page, Ticket, TicketSummary};
use crate::http::limits::Kind;

/// Which tickets.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Wanted {
    /// Staff: `mine`, `contact`, `pressing`, `unassigned`, `waiting`, `all` (every active one, the default), `solved`
    /// or `queue-` with a queue's id. Customers: `open` (the default) or `all`.
    view: Option<String>,
    /// `next` of the page before.
    cursor: Option<String>,
    /// 1 to 100, 50 when missing. Customers' pages have at most 20.
    limit: Option<u32>,
}

/// Tickets you may see, the most pressing first; customers: your requests, the newest change first.
#[utoipa::path(get, path = "/tickets", tag = "tickets", operation_id = "list_tickets", params(Wanted),
    responses((status = 200, body = Page<TicketSummary>)))]
pub async fn list(
    State(api): State<Api>,
    caller: Caller,
    Params(wanted): Params<Wanted>,
) -> Answer<Json<Page<TicketSummary>>> {
    let v = caller.with(Scope::TicketsRead)?;
    let (now, limit, after) = (api.backend.clock.now(), asked::rows(wanted.limit)?, wanted.cursor.as_deref());
    if v.is_staff() {
        let view = wanted.view.as_deref().unwrap_or("all");
        let rows = backend::tickets::rows(&api.backend, v, view, after, limit as usize).await;
        let (rows, next) = asked::in_list(after, api.answer(rows))?;
        return Ok(Json(Page {
            items: rows.into_iter().map(|row| TicketSummary::of_row(row, now)).collect(),
            next,
        }));
    }
    let filter = RequestFilter { all: wanted.view.as_deref() == Some("all"), ..RequestFilter::default() };
    let list =
        asked::in_list(after, api.answer(backend::tickets::requests(&api.backend, v, &filter, after).await))?;
    let items = list.rows.into_iter().map(|row| TicketSummary::of_request(row, now)).collect();
    Ok(Json(Page { items, next: list.next }))
}

/// A new ticket.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Draft {
    /// A short title, 1 to 200 characters.
    #[schema(example = "Labels print blank on Dock 3")]
    subject: String,
    /// What is wrong, 1 to 20 000 characters.
    #[schema(example = "Since this morning every label comes out white.")]
    text: String,
    /// Id of the ticket's type; the desk's first one when missing.
    #[serde(rename = "type")]
    ticket_type: Option<String>,
    /// That of the ticket's type when missing.
    priority: Option<Priority>,
    /// Id of the product it is about.
    product: Option<String>,
    /// Id of one of the product's topics.
    topic: Option<String>,
    /// Staff: email address of the person in whose name it is made; otherwise it is your own.
    requester: Option<String>,
    /// Staff: the way it came in; otherwise it is `api`.
    channel: Option<Channel>,
    /// Answers to the questions of its topic. Those to questions that are not asked are left out.
    #[serde(default)]
    answers: Vec<AnswerGiven>,
    /// Ids of uploads made for `ticket` (`POST /uploads`), at most 10. One made for `ticket:` and the id of a question
    /// that asks for files answers that question.
    #[serde(default)]
    files: Vec<String>,
}

/// An answer to an intake question (`GET /flows`), or to one of your own.
#[derive(Debug, Deserialize, ToSchema)]
pub struct AnswerGiven {
    /// Id of the question.
    #[schema(example = "printing-model")]
    question: String,
    /// The question in words; needed only for one of your own.
    label: Option<String>,
    /// Where many can be chosen, a line for each.
    #[schema(example = "DX-200")]
    value: String,
}

/// Makes a ticket. With an `Idempotency-Key`, sending the same request again answers the same and makes nothing.
#[utoipa::path(post, path = "/tickets", tag = "tickets", operation_id = "create_ticket", request_body = Draft,
    params(("Idempotency-Key" = Option<String>, Header, description = "Any text of your own, kept for a day")),
    responses((status = 201, body = Accepted, headers(("Location" = String), ("ETag" = String)))))]
pub async fn create(State(api): State<Api>, caller: Caller, sent: Sent<Draft>) -> Answer<Response> {
    let v = caller.with(Scope::TicketsWrite)?;
    caller.within(&api, Kind::Create)?;
    let once = sent.once(v);
    let known = match &once {
        Some(once) => api.answer(once.known(&api.backend).await)?,
        None => None,
    };
    let written = match known {
        Some(known) => known,
        None => make(&api, v, sent.value, once).await?,
    };
    let written = Accepted::from(written);
    let address = [(header::LOCATION, format!("{}/tickets/{}", super::PREFIX, written.number))];
    Ok((StatusCode::CREATED, asked::etag(written.version), address, Json(written)).into_response())
}

async fn make(api: &Api, v: &Viewer, draft: Draft, once: Option<Once>) -> Answer<Written> {
    let requester = draft.requester.clone().map_or(Requester::Myself, Requester::Email);
    let enclosed = Enclosed::in_new(&v.person_id, draft.files.clone());
    let new = complete(api, v, &requester, draft).await?;
    api.answer(backend::tickets::create_once(&api.backend, v, &requester, new, enclosed, once).await)
}

async fn complete(api: &Api, v: &Viewer, requester: &Requester, draft: Draft) -> Answer<NewTicket> {
    if !v.is_staff() && draft.channel.is_some_and(|channel| channel != Channel::Api) {
        return Err(domain::Error::field("channel", domain::error::Problem::NotAChoice).into());
    }
    let directory = api.answer(api.backend.directory().await)?;
    let ticket_type = draft.ticket_type.unwrap_or_else(|| directory.usual_type());
    let priority = draft.priority.unwrap_or_else(|| directory.usual_priority(&ticket_type));
    let given = draft.answers.into_iter().map(|given| Given {
        question: given.question,
        label: given.label,
        value: given.value,
    });
    let about = (draft.product.as_deref(), draft.topic.as_deref());
    let (given, files) = (given.collect(), &draft.files);
    let answers = backend::intake::answers_given(&api.backend, v, requester, about, given, files).await;
    Ok(NewTicket {
        channel: draft.channel.unwrap_or(Channel::Api),
        subject: draft.subject,
        text: draft.text,
        ticket_type,
        priority,
        product: draft.product,
        topic: draft.topic,
        answers: api.answer(answers)?,
        opened: Vec::new(),
    })
}

/// One ticket. `If-None-Match` with the version you have answers 304 while it is current.
#[utoipa::path(get, path = "/tickets/{number}", tag = "tickets", operation_id = "read_ticket",
    params(("number" = String, Path, example = "CW-10234")),
    responses((status = 200, body = Ticket, headers(("ETag" = String))), (status = 304)))]
pub async fn read(
    State(api): State<Api>,
    caller: Caller,
    Path(number): Path<String>,
    headers: HeaderMap,
) -> Answer<Response> {
    let v = caller.with(Scope::TicketsRead)?;
    let ticket = if v.is_staff() {
        Ticket::from(api.answer(backend::tickets::page(&api.backend, v, &number).await)?)
    } else {
        Ticket::from(api.answer(backend::tickets::request(&api.backend, v, &number).await)?)
    };
    let tag = asked::etag(ticket.version);
    if asked::is_known(&headers, ticket.version) {
        return Ok((StatusCode::NOT_MODIFIED, tag).into_response());
    }
    Ok((tag, Json(ticket)).into_response())
}
