//! Mail that leaves: what became of it, and the words, signatures and senders that it has.

use domain::outbox::template::{Preview, Template, TemplateKey, TemplateView};
use domain::outbox::{Delivery, OutgoingHealth, SenderRow, SendersPage, StoppedAddress};
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

/// Lets nothing be sent to an address any more.
#[server(prefix = "/fn", endpoint = "mail/stop")]
pub async fn stop_address(
    #[server(default)] address: String,
    #[server(default)] reason: String,
) -> Result<(), AppError> {
    crate::ssr::run(async |b, v| backend::mail::stop_address(&b, &v, &address, &reason).await).await
}

/// Lets mail be sent to an address again.
#[server(prefix = "/fn", endpoint = "mail/release")]
pub async fn release_address(address: String, #[server(default)] reason: String) -> Result<(), AppError> {
    crate::ssr::run(async |b, v| backend::mail::release_address(&b, &v, &address, &reason).await).await
}

/// What became of each copy of an entry.
#[server(prefix = "/fn", endpoint = "mail/deliveries", input = GetUrl)]
pub async fn deliveries(number: String, seq: u32) -> Result<Vec<Delivery>, AppError> {
    crate::ssr::run(async |b, v| backend::mail::deliveries(&b, &v, &number, seq).await).await
}

/// Lets one copy of an entry leave once more.
#[server(prefix = "/fn", endpoint = "mail/retry-delivery")]
pub async fn retry_delivery(number: String, seq: u32, id: String) -> Result<(), AppError> {
    crate::ssr::run(async |b, v| backend::mail::retry_delivery(&b, &v, &number, seq, &id).await).await
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

/// Every team with its signature.
#[server(prefix = "/fn", endpoint = "mail/signatures", input = GetUrl)]
pub async fn team_signatures() -> Result<Vec<(String, String)>, AppError> {
    crate::ssr::run(async |b, v| backend::mail::signatures::of_teams(&b, &v).await).await
}

/// Keeps it over the text that was `seen`, and gives it back as it is kept; an empty one is none.
#[server(prefix = "/fn", endpoint = "mail/save-signature")]
pub async fn save_signature(
    #[server(default)] team: String,
    #[server(default)] seen: String,
    #[server(default)] text: String,
) -> Result<String, AppError> {
    use backend::mail::signatures::{Owner, save_signature};
    crate::ssr::run(async |b, v| save_signature(&b, &v, &Owner::of(team), &seen, &text).await).await
}

/// In whose name the desk and each queue write.
#[server(prefix = "/fn", endpoint = "mail/senders", input = GetUrl)]
pub async fn senders() -> Result<SendersPage, AppError> {
    crate::ssr::run(async |b, v| backend::mail::senders::senders(&b, &v).await).await
}

/// Lets a queue write in a name and from an address of its own; without an address as the desk.
#[server(prefix = "/fn", endpoint = "mail/save-sender", input = Json)]
pub async fn save_sender(seen: SenderRow, row: SenderRow) -> Result<(), AppError> {
    crate::ssr::run(async |b, v| backend::mail::senders::save_sender(&b, &v, &seen, &row).await).await
}

/// Sends a mail to the reader as the queue sends them; without one as the desk does.
#[server(prefix = "/fn", endpoint = "mail/test-sender")]
pub async fn test_sender(#[server(default)] queue: String) -> Result<(), AppError> {
    crate::ssr::run(async |b, v| backend::mail::senders::test_sender(&b, &v, &queue).await).await
}
