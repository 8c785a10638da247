//! Answers that a ticket still waits for, as both its customer and staff read them.

use std::collections::BTreeMap;

use domain::intake::MissingPage;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use crate::error::AppError;

/// What is open on the request called `number`; with it what this browser typed when it was refused.
#[server(prefix = "/fn", endpoint = "intake/missing", input = GetUrl)]
pub async fn load_missing(number: String) -> Result<MissingPage, AppError> {
    let mut asked = crate::ssr::run(async |b, v| backend::intake::missing(&b, &v, &number).await).await?;
    let form = form_name(&asked.number);
    let typed = crate::ssr::typed().await?.into_iter().find(|(name, _)| *name == form);
    let typed = typed.and_then(|(_, text)| leptos::serde_json::from_str::<BTreeMap<_, _>>(&text).ok());
    for question in &asked.questions {
        if let Some(answer) = typed.as_ref().and_then(|typed| question.answer_in(typed)) {
            asked.answers.insert(question.id.clone(), answer);
        }
    }
    Ok(asked)
}

/// Sends what was answered.
#[server(prefix = "/fn", endpoint = "intake/answer")]
pub async fn answer_missing(
    number: String,
    #[server(flatten)] fields: BTreeMap<String, String>,
) -> Result<(), AppError> {
    let typed = leptos::serde_json::to_string(&fields).unwrap_or_default();
    let answer = async |b, v| {
        crate::ssr::refused_files().map_or(Ok(()), Err)?;
        backend::intake::answer_missing(&b, &v, &number, &fields).await
    };
    let written = crate::ssr::form(&form_name(&number), &typed, answer).await?;
    crate::ssr::see_other(&format!("/requests/{}?answered=1", written.number));
    Ok(())
}

#[cfg(feature = "ssr")]
fn form_name(number: &str) -> String {
    format!("answers {number}")
}
