//! Reading a request, and everything its customer can say about it.

use domain::tickets::view::RequestPage;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use crate::error::AppError;

/// The request called `number`; with `before` (an entry's place) the messages older than that one.
#[server(prefix = "/fn", endpoint = "request/page", input = GetUrl)]
pub async fn load(number: String, #[server(default)] before: String) -> Result<RequestPage, AppError> {
    let request = crate::ssr::run(async |b, v| {
        let request = backend::tickets::request(&b, &v, &number).await?;
        let Ok(before) = before.parse() else { return Ok(request) };
        let (entries, earlier) = backend::tickets::timeline(&b, &v, &number, before).await?;
        Ok(RequestPage { entries, earlier, ..request })
    });
    let request = request.await?;
    let ours = |(form, text): (String, String)| {
        Some((form.strip_suffix(&format!(" {}", request.number))?.to_owned(), text))
    };
    let typed = crate::ssr::typed().await?.into_iter().filter_map(ours).collect();
    Ok(RequestPage { typed, ..request })
}

/// Sends a message with `files`, ids with blanks between them, and returns the number of the request that carries it: a closed one is carried on by another.
#[server(prefix = "/fn", endpoint = "request/reply")]
pub async fn reply(
    number: String,
    text: String,
    #[server(default)] files: String,
) -> Result<String, AppError> {
    let form = format!("text {number}");
    let files: Vec<String> = files.split_whitespace().map(str::to_owned).collect();
    let written = crate::ssr::form(&form, &text, async |b, v| {
        crate::ssr::refused_files().map_or(Ok(()), Err)?;
        let message = vec![domain::tickets::decide::Command::CustomerMessage { text: text.clone() }];
        let written = backend::tickets::change_all(&b, &v, &number, None, message, &files, None).await?;
        backend::tickets::drafts::save(&b, &v, &number, "reply", "").await?;
        Ok(written)
    });
    let number = written.await?.number;
    crate::ssr::see_other(&format!("/requests/{number}#messages"));
    Ok(number)
}

/// Keeps a message that is being typed.
#[server(prefix = "/fn", endpoint = "request/draft")]
pub async fn save_draft(number: String, #[server(default)] text: String) -> Result<(), AppError> {
    crate::ssr::run(async |b, v| backend::tickets::drafts::save(&b, &v, &number, "reply", &text).await).await
}

/// The matter presses more now.
#[server(prefix = "/fn", endpoint = "request/more-urgent")]
pub async fn more_urgent(number: String, urgent_reason: String) -> Result<(), AppError> {
    use domain::tickets::decide::Command;
    let reason = urgent_reason.clone();
    crate::ssr::say("urgent_reason", &number, urgent_reason, Command::MoreUrgent { reason }).await
}

/// It works again; `works_text` may say what helped.
#[server(prefix = "/fn", endpoint = "request/works-again")]
pub async fn works_again(number: String, #[server(default)] works_text: String) -> Result<(), AppError> {
    use domain::tickets::decide::Command;
    let text = works_text.clone();
    crate::ssr::say("works_text", &number, works_text, Command::WorksAgain { text }).await
}

/// Asks the duty manager to step in; who is told is the desk's to say.
#[server(prefix = "/fn", endpoint = "request/duty-manager")]
pub async fn ask_duty_manager(number: String, duty_reason: String) -> Result<(), AppError> {
    use domain::tickets::decide::Command;
    let command = Command::AskDutyManager { reason: duty_reason.clone(), told: Vec::new() };
    crate::ssr::say("duty_reason", &number, duty_reason, command).await
}
