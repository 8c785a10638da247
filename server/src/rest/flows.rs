//! What a new ticket has to answer.

use axum::Json;
use axum::extract::State;
use domain::access::Scope;
use domain::intake::{Question, questions_of};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::api::Api;
use super::asked::Params;
use super::caller::Caller;
use super::problem::Answer;

/// What the ticket will be about.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct About {
    /// Id of a product.
    product: Option<String>,
    /// Id of one of its topics.
    topic: Option<String>,
}

/// The questions about a product and topic.
#[derive(Debug, Serialize, ToSchema)]
pub struct Flows {
    /// The versions that ask now; answers keep theirs.
    pub flows: Vec<FlowVersion>,
    /// In the order in which they are asked. One with `when` is asked only while all of these hold, on the answers to
    /// questions before it and on what the desk knows.
    pub questions: Vec<Question>,
    pub known: KnownFacts,
}

/// A published version of a flow.
#[derive(Debug, Serialize, ToSchema)]
pub struct FlowVersion {
    #[schema(example = "label.printing")]
    pub id: String,
    pub version: i64,
}

/// What the desk knows of you without asking.
#[derive(Debug, Serialize, ToSchema)]
pub struct KnownFacts {
    /// The version in your organisation's register.
    pub version: Option<String>,
    /// Your organisation's tier.
    pub tier: Option<String>,
}

/// What a new ticket about a product and topic is asked. `POST /tickets` holds its answers to the same questions.
#[utoipa::path(get, path = "/flows", tag = "tickets", operation_id = "list_questions", params(About),
    responses((status = 200, body = Flows)))]
pub async fn questions(
    State(api): State<Api>,
    caller: Caller,
    Params(about): Params<About>,
) -> Answer<Json<Flows>> {
    let v = caller.with(Scope::TicketsWrite)?;
    let (product, topic) = (about.product.as_deref(), about.topic.as_deref());
    let asked = backend::intake::asked_of(&api.backend, v, product, topic).await;
    let (flows, facts) = api.answer(asked)?;
    Ok(Json(Flows {
        questions: questions_of(&flows.iter().collect::<Vec<_>>()),
        flows: flows.into_iter().map(|flow| FlowVersion { id: flow.id, version: flow.version }).collect(),
        known: KnownFacts { version: facts.version, tier: facts.tier },
    }))
}
