//! Mail that came in: where it lies, what people do with it, and from where it comes.

use domain::mail::view::{DomainRow, IncomingHealth, MailRow, MailView, Retried};
use domain::people::Page;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use crate::error::AppError;

/// What came in, from one shelf or all.
#[server(prefix = "/fn", endpoint = "mail/incoming", input = GetUrl)]
pub async fn incoming(#[server(default)] shelf: String, after: String) -> Result<Page<MailRow>, AppError> {
    let after = Some(after).filter(|after| !after.is_empty());
    crate::ssr::run(async |b, v| {
        let shelf = domain::mail::view::Shelf::parse(&shelf);
        backend::mail::inbound::list(&b, &v, shelf, after.as_deref()).await
    })
    .await
}

/// One message with its verdict.
#[server(prefix = "/fn", endpoint = "mail/message", input = GetUrl)]
pub async fn message(id: String) -> Result<MailView, AppError> {
    crate::ssr::run(async |b, v| backend::mail::inbound::view(&b, &v, &id).await).await
}

/// Tries a message in quarantine again; whether it lies there no more.
#[server(prefix = "/fn", endpoint = "mail/retry-message")]
pub async fn retry_message(id: String) -> Result<bool, AppError> {
    let retried = crate::ssr::run(async |b, v| backend::mail::inbound::retry(&b, &v, &id).await).await?;
    Ok(retried.state != "quarantined")
}

/// Tries everything in quarantine again.
#[server(prefix = "/fn", endpoint = "mail/retry-quarantine")]
pub async fn retry_quarantine() -> Result<Retried, AppError> {
    crate::ssr::run(async |b, v| backend::mail::inbound::retry_all(&b, &v).await).await
}

/// Lets a message speak that was held.
#[server(prefix = "/fn", endpoint = "mail/let-through")]
pub async fn let_through(id: String) -> Result<(), AppError> {
    crate::ssr::run(async |b, v| backend::mail::inbound::let_through(&b, &v, &id).await.map(drop)).await
}

/// Keeps a message out of its ticket's conversation that was held.
#[server(prefix = "/fn", endpoint = "mail/refuse")]
pub async fn refuse(id: String) -> Result<(), AppError> {
    crate::ssr::run(async |b, v| backend::mail::inbound::refuse(&b, &v, &id).await.map(drop)).await
}

/// Moves a message to the ticket of this number; the number of the one where it stands then.
#[server(prefix = "/fn", endpoint = "mail/move-message")]
pub async fn move_message(id: String, #[server(default)] number: String) -> Result<String, AppError> {
    crate::ssr::run(async |b, v| {
        let taken = backend::mail::inbound::move_message(&b, &v, &id, &number).await?;
        Ok(taken.number.unwrap_or_default())
    })
    .await
}

/// Takes the last move of a message back; the number of the ticket where it stands again.
#[server(prefix = "/fn", endpoint = "mail/undo-move")]
pub async fn undo_move(id: String) -> Result<String, AppError> {
    crate::ssr::run(async |b, v| {
        Ok(backend::mail::inbound::undo_move(&b, &v, &id).await?.number.unwrap_or_default())
    })
    .await
}

/// The mailboxes, and how mail that comes in fares.
#[server(prefix = "/fn", endpoint = "mail/mailboxes", input = GetUrl)]
pub async fn mailboxes() -> Result<IncomingHealth, AppError> {
    crate::ssr::run(async |b, v| backend::mail::inbound::health(&b, &v).await).await
}

/// The domains of organisations.
#[server(prefix = "/fn", endpoint = "mail/domains", input = GetUrl)]
pub async fn mail_domains() -> Result<Vec<DomainRow>, AppError> {
    crate::ssr::run(async |b, v| backend::mail::inbound::domains(&b, &v).await).await
}

/// Links a domain to the organisation of this name.
#[server(prefix = "/fn", endpoint = "mail/add-domain")]
pub async fn add_domain(
    #[server(default)] domain: String,
    #[server(default)] organisation: String,
) -> Result<DomainRow, AppError> {
    crate::ssr::run(async |b, v| backend::mail::inbound::add_domain(&b, &v, &domain, &organisation).await)
        .await
}

/// Takes a domain from its organisation.
#[server(prefix = "/fn", endpoint = "mail/remove-domain")]
pub async fn remove_domain(domain: String) -> Result<(), AppError> {
    crate::ssr::run(async |b, v| backend::mail::inbound::remove_domain(&b, &v, &domain).await).await
}
