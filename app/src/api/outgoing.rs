//! Mail that leaves: what became of it, and the words, signatures and senders that it has.

use domain::outbox::template::{Preview, Template, TemplateKey, TemplateView};
use domain::outbox::{Delivery, OutgoingHealth, SenderRow, StoppedAddress};
use domain::settings::Saved;
use domain::words::Lang;
use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, Json};

use crate::error::AppError;

/// How outgoing mail fares.
#[server(prefix = "/fn", endpoint = "mail/health", input = GetUrl)]
pub async fn mail_health() -> Result<OutgoingHealth, AppError> {
    crate::ssr::run(async |b, v| backend::mail::health(&b, &v).await).await
}

/// Lets a mail leave once more.
#[server(prefix = "/fn", endpoint = "mail/retry")]
pub async fn retry_mail(id: String) -> Result<(), AppError> {
    crate::ssr::run(async |b, v| backend::mail::retry(&b, &v, &id).await).await
}

/// The addresses that nothing is sent to.
#[server(prefix = "/fn", endpoint = "mail/stopped", input = GetUrl)]
pub async fn stopped_addresses() -> Result<Vec<StoppedAddress>, AppError> {
    crate::ssr::run(async |b, v| backend::mail::stopped_addresses(&b, &v).await).await
}

/// Lets mail be sent to an address again.
#[server(prefix = "/fn", endpoint = "mail/release")]
pub async fn release_address(address: String) -> Result<(), AppError> {
    crate::ssr::run(async |b, v| backend::mail::release_address(&b, &v, &address).await).await
}

/// What became of each copy of an entry.
#[server(prefix = "/fn", endpoint = "mail/deliveries", input = GetUrl)]
pub async fn deliveries(number: String, seq: u32) -> Result<Vec<Delivery>, AppError> {
    crate::ssr::run(async |b, v| backend::mail::deliveries(&b, &v, &number, seq).await).await
}

/// Every text in every language.
#[server(prefix = "/fn", endpoint = "mail/templates", input = GetUrl)]
pub async fn templates() -> Result<Vec<TemplateView>, AppError> {
    crate::ssr::run(async |b, v| backend::mail::templates::templates(&b, &v).await).await
}

/// The saved versions of one text.
#[server(prefix = "/fn", endpoint = "mail/template-versions", input = GetUrl)]
pub async fn template_versions(key: TemplateKey, lang: Lang) -> Result<Vec<TemplateView>, AppError> {
    crate::ssr::run(async |b, v| backend::mail::templates::template_versions(&b, &v, key, lang).await).await
}

/// Keeps the words for mails from now on.
#[server(prefix = "/fn", endpoint = "mail/save-template", input = Json)]
pub async fn save_template(
    key: TemplateKey,
    lang: Lang,
    seen: i64,
    template: Template,
) -> Result<Saved, AppError> {
    crate::ssr::run(async |b, v| {
        backend::mail::templates::save_template(&b, &v, key, lang, seen, template).await
    })
    .await
}

/// The mail that the words make of an invented ticket.
#[server(prefix = "/fn", endpoint = "mail/preview", input = Json)]
pub async fn preview_template(key: TemplateKey, lang: Lang, template: Template) -> Result<Preview, AppError> {
    crate::ssr::run(async |b, v| backend::mail::templates::preview(&b, &v, key, lang, template).await).await
}

/// Sends that mail to the reader's own address.
#[server(prefix = "/fn", endpoint = "mail/send-test", input = Json)]
pub async fn send_test(key: TemplateKey, lang: Lang, template: Template) -> Result<(), AppError> {
    crate::ssr::run(async |b, v| backend::mail::templates::send_test(&b, &v, key, lang, template).await).await
}

/// The reader's own signature, or that of the team of this name.
#[server(prefix = "/fn", endpoint = "mail/signature", input = GetUrl)]
pub async fn signature(#[server(default)] team: String) -> Result<String, AppError> {
    use backend::mail::signatures::{Owner, signature};
    crate::ssr::run(async |b, v| signature(&b, &v, &Owner::of(team)).await).await
}

/// Keeps it; an empty one is none.
#[server(prefix = "/fn", endpoint = "mail/save-signature")]
pub async fn save_signature(
    #[server(default)] team: String,
    #[server(default)] text: String,
) -> Result<(), AppError> {
    use backend::mail::signatures::{Owner, save_signature};
    crate::ssr::run(async |b, v| save_signature(&b, &v, &Owner::of(team), &text).await).await
}

/// In whose name each queue writes.
#[server(prefix = "/fn", endpoint = "mail/senders", input = GetUrl)]
pub async fn senders() -> Result<Vec<SenderRow>, AppError> {
    crate::ssr::run(async |b, v| backend::mail::senders::senders(&b, &v).await).await
}

/// Lets a queue write in a name and from an address of its own; without an address as the desk.
#[server(prefix = "/fn", endpoint = "mail/save-sender")]
pub async fn save_sender(
    queue: String,
    #[server(default)] name: String,
    #[server(default)] address: String,
) -> Result<(), AppError> {
    crate::ssr::run(async |b, v| backend::mail::senders::save_sender(&b, &v, &queue, &name, &address).await)
        .await
}
