//! The surveys about a request, as its customer answers them.

use std::collections::BTreeMap;

use domain::tickets::survey::{SurveyKind, SurveyPage};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use crate::error::AppError;

/// The survey about the request called `number`, for its customer or who holds the `token` of a mail; `kind`: which one
/// the link asks; `chosen`: what the mail's link begins with. Records nothing.
#[server(prefix = "/fn", endpoint = "tickets/survey", input = GetUrl)]
pub async fn load_survey(
    number: String,
    #[server(default)] token: String,
    #[server(default)] kind: Option<SurveyKind>,
    #[server(default)] chosen: BTreeMap<String, String>,
) -> Result<SurveyPage, AppError> {
    crate::ssr::run(async |b, v| backend::tickets::surveys::page(&b, &v, &number, &token, kind, chosen).await)
        .await
}

/// Records what was answered.
#[server(prefix = "/fn", endpoint = "tickets/answer-survey")]
pub async fn answer_survey(
    number: String,
    #[server(default)] token: String,
    kind: SurveyKind,
    #[server(flatten)] fields: BTreeMap<String, String>,
) -> Result<(), AppError> {
    let answered = crate::ssr::run(async |b, v| {
        backend::tickets::surveys::answer(&b, &v, &number, &token, kind, &fields).await
    });
    let written = answered.await?;
    crate::ssr::see_other(&domain::tickets::survey::survey_address(&written.number, kind, &token));
    Ok(())
}
