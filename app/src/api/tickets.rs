//! Tickets as staff read and change them.

use domain::files::Upload;
use domain::promises::PromiseKind;
use domain::search::Hit;
use domain::tickets::decide::Command;
use domain::tickets::view::{
    Choices, DeskFrame, EntryView, TicketList, TicketPage, TicketRow, WhyPage, Written,
};
use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, Json};

use crate::error::AppError;

/// Views with their counts, and the number of unread notices.
#[server(prefix = "/fn", endpoint = "tickets/frame", input = GetUrl)]
pub async fn frame() -> Result<DeskFrame, AppError> {
    crate::ssr::run(async |b, v| backend::tickets::frame(&b, &v).await).await
}

/// The page of `view` that follows the cursor `after` (empty: the first), or only so much of it as a first look takes.
#[server(prefix = "/fn", endpoint = "tickets/list", input = GetUrl)]
pub async fn list(
    view: String,
    #[server(default)] after: String,
    #[server(default)] first_look: bool,
) -> Result<TicketList, AppError> {
    use domain::tickets::view::{FIRST_LOOK, LIST_PAGE};
    let after = Some(after).filter(|cursor| !cursor.is_empty());
    let limit = if first_look { FIRST_LOOK } else { LIST_PAGE };
    crate::ssr::run(async |b, v| backend::tickets::list(&b, &v, &view, after.as_deref(), limit).await).await
}

/// The ticket called `number`.
#[server(prefix = "/fn", endpoint = "tickets/ticket", input = GetUrl)]
pub async fn ticket(number: String) -> Result<TicketPage, AppError> {
    crate::ssr::run(async |b, v| backend::tickets::page(&b, &v, &number).await).await
}

/// Entries older than the one at `before`, newest first, and whether there are more.
#[server(prefix = "/fn", endpoint = "tickets/earlier", input = GetUrl)]
pub async fn earlier(number: String, before: i64) -> Result<(Vec<EntryView>, bool), AppError> {
    crate::ssr::run(async |b, v| backend::tickets::timeline(&b, &v, &number, before).await).await
}

/// The other tickets of the one who asked for `number`.
#[server(prefix = "/fn", endpoint = "tickets/others", input = GetUrl)]
pub async fn others(number: String) -> Result<Vec<TicketRow>, AppError> {
    crate::ssr::run(async |b, v| backend::tickets::others(&b, &v, &number).await).await
}

/// What the selects offer.
#[server(prefix = "/fn", endpoint = "tickets/choices", input = GetUrl)]
pub async fn load_choices() -> Result<Choices, AppError> {
    crate::ssr::run(async |b, v| backend::tickets::choices(&b, &v).await).await
}

/// How the due time of the ticket's newest promise of this `kind` came about.
#[server(prefix = "/fn", endpoint = "tickets/why", input = GetUrl)]
pub async fn why(number: String, kind: PromiseKind) -> Result<WhyPage, AppError> {
    crate::ssr::run(async |b, v| backend::tickets::why(&b, &v, &number, kind).await).await
}

/// Carries out `command`, with these uploads, on a ticket that was at version `seen` when its writer last looked.
#[server(prefix = "/fn", endpoint = "tickets/change", input = Json)]
pub async fn change(
    number: String,
    seen: i64,
    command: Command,
    #[server(default)] files: Vec<String>,
) -> Result<Written, AppError> {
    let change = async |b, v| {
        backend::tickets::change_all(&b, &v, &number, Some(seen), vec![command], &files, None).await
    };
    crate::ssr::run(change).await
}

/// What the reader has written on the ticket and not sent: drafts and uploads, each with its mode (`reply`, `note`).
pub type Unsent = (Vec<(String, String)>, Vec<(String, Vec<Upload>)>);

#[server(prefix = "/fn", endpoint = "tickets/drafts", input = GetUrl)]
pub async fn drafts(number: String) -> Result<Unsent, AppError> {
    use domain::files::For;
    let unsent = async |b, v| {
        let mut files = Vec::new();
        for of in [For::Reply(number.clone()), For::Note(number.clone())] {
            // Who may not write in one way has nothing there.
            let waiting = backend::files::waiting(&b, &v, &of).await.unwrap_or_default();
            files.extend(of.code().split_once(':').map(|(mode, _)| (mode.to_owned(), waiting)));
        }
        Ok((backend::tickets::drafts::load(&b, &v, &number).await?, files))
    };
    crate::ssr::run(unsent).await
}

/// Keeps a draft of one way of writing (`reply`, `note`); an empty one is removed.
#[server(prefix = "/fn", endpoint = "tickets/draft")]
pub async fn save_draft(
    number: String,
    mode: String,
    #[server(default)] draft: String,
) -> Result<(), AppError> {
    crate::ssr::run(async |b, v| backend::tickets::drafts::save(&b, &v, &number, &mode, &draft).await).await
}

/// Articles that fit `q`.
#[server(prefix = "/fn", endpoint = "tickets/articles", input = GetUrl)]
pub async fn articles(q: String) -> Result<Vec<Hit>, AppError> {
    let kinds = vec![domain::search::HitKind::Article];
    let ask = backend::search::Ask { q, kinds, limit: 8, ..Default::default() };
    let found = crate::ssr::run(async |b, v| backend::search::search(&b, &v, &ask).await).await?;
    Ok(found.hits)
}
