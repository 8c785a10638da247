//! Reading a page of an intake, and everything a page can send.

use std::collections::BTreeMap;

use domain::intake::{IntakePage, Step};
use domain::search::Hit;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use super::with_query;
use crate::error::AppError;

/// Where a page of the intake `id` is.
#[must_use]
pub fn address(step: Step, id: &str) -> String {
    with_query(&format!("/new/{}", step.code()), &[("i", id)])
}

/// The page `step` of the intake `id`; without an id the first page of a new one, about `subject` if that is known.
#[server(prefix = "/fn", endpoint = "intake/page", input = GetUrl)]
pub async fn load(
    step: Step,
    #[server(default)] id: String,
    #[server(default)] subject: String,
) -> Result<IntakePage, AppError> {
    let browser = crate::ssr::remembered_request();
    // Typed while the session had ended: it goes into the request, now that its owner is back.
    let (form, client) = (address(step, &id), crate::ssr::client());
    let typed = crate::ssr::typed_into(&form).await?.filter(|_| !id.is_empty());
    let page = crate::ssr::run(async |b, v| {
        if let Some(typed) = &typed {
            backend::intake::resume(&b, &v, &client, &id, step, typed).await?;
        }
        let page = backend::intake::page(&b, &v, &id, step).await?;
        if !id.is_empty() {
            return Ok((page, None));
        }
        // What asks for words keeps what is typed, so it needs a place first.
        if page.step == Step::Describe {
            let begun = backend::intake::begin(&b, &v, &client, &browser, &subject).await?;
            return Ok((page, Some(begun)));
        }
        let unfinished = backend::intake::unfinished(&b, &v, &browser).await?;
        Ok((IntakePage { unfinished, ..page }, None))
    });
    let (page, begun) = page.await?;
    if let Some(begun) = begun {
        crate::ssr::remember_request(&begun)?;
        crate::ssr::see_other(&address(page.step, &begun));
    }
    if typed.is_some() {
        crate::ssr::forget_typed(&form).await?;
    }
    Ok(page)
}

/// Keeps the answers of one page, good or not, and leads to the next page, or to the same one to say what is missing.
#[server(prefix = "/fn", endpoint = "intake/save")]
pub async fn save(
    step: Step,
    #[server(default)] id: String,
    #[server(flatten)] fields: BTreeMap<String, String>,
) -> Result<(), AppError> {
    let client = crate::ssr::client();
    use domain::error::{FieldError, Problem};
    let refused = crate::ssr::refused_files().map(|refused| match refused {
        domain::Error::Invalid(fields) => fields,
        _ => vec![FieldError::new(domain::files::FIELD, Problem::FileGone)],
    });
    let typed = backend::intake::typed(&fields);
    let form = address(step, &id);
    let saved = crate::ssr::form(&form, &typed, async |b, v| {
        let saved = backend::intake::save(&b, &v, &client, &id, step, &fields).await?;
        if let Some(refused) = refused.clone() {
            backend::intake::refuse(&b, &v, &saved.id, step, refused).await?;
        }
        Ok(saved)
    });
    let saved = saved.await?;
    crate::ssr::remember_request(&saved.id)?;
    // "Look for answers" wants to see the same page again, with suggestions.
    let stays = fields.contains_key("look") || refused.is_some();
    let next = if stays { step } else { saved.next };
    crate::ssr::see_other(&address(next, &saved.id));
    Ok(())
}

/// Keeps a description that is being typed.
#[server(prefix = "/fn", endpoint = "intake/draft")]
pub async fn save_draft(
    id: String,
    #[server(default)] saves: u32,
    #[server(flatten)] fields: BTreeMap<String, String>,
) -> Result<(), AppError> {
    crate::ssr::run(async |b, v| backend::intake::draft(&b, &v, &id, saves, &fields).await).await
}

/// What may answer an unfinished description.
#[server(prefix = "/fn", endpoint = "intake/suggest")]
pub async fn suggest(id: String, text: String) -> Result<Vec<Hit>, AppError> {
    crate::ssr::run(async |b, v| backend::intake::suggest(&b, &v, &id, &text).await).await
}

/// The same, ranked by what they mean, too; none when that adds nothing.
#[server(prefix = "/fn", endpoint = "intake/reconsider")]
pub async fn reconsider(id: String, text: String) -> Result<Option<Vec<Hit>>, AppError> {
    crate::ssr::run(async |b, v| backend::intake::reconsider(&b, &v, &id, &text).await).await
}

/// Sends the request.
#[server(prefix = "/fn", endpoint = "intake/submit")]
pub async fn submit(id: String, #[server(flatten)] fields: BTreeMap<String, String>) -> Result<(), AppError> {
    let client = crate::ssr::client();
    let sent = crate::ssr::run(async |b, v| {
        let saved = backend::intake::save(&b, &v, &client, &id, Step::Check, &fields).await?;
        // Something is missing still: its page says what.
        if saved.next != Step::Done {
            Ok(saved.next)
        } else {
            backend::intake::submit(&b, &v, &client, &id).await.map(|_| Step::Done)
        }
    });
    crate::ssr::see_other(&address(sent.await?, &id));
    Ok(())
}

/// An answer solved it: nothing is sent.
#[server(prefix = "/fn", endpoint = "intake/solved")]
pub async fn solved(id: String, by: String) -> Result<(), AppError> {
    crate::ssr::run(async |b, v| backend::intake::deflect(&b, &v, &id, &by).await).await?;
    crate::ssr::see_other(&with_query("/new/solved", &[("i", &id), ("by", &by)]));
    Ok(())
}

/// It did not solve it after all.
#[server(prefix = "/fn", endpoint = "intake/not-solved")]
pub async fn not_solved(id: String) -> Result<(), AppError> {
    crate::ssr::run(async |b, v| backend::intake::undo(&b, &v, &id).await).await?;
    crate::ssr::see_other(&address(Step::Describe, &id));
    Ok(())
}

/// Throws an unfinished request away.
#[server(prefix = "/fn", endpoint = "intake/discard")]
pub async fn discard(id: String) -> Result<(), AppError> {
    crate::ssr::run(async |b, v| backend::intake::discard(&b, &v, &id).await).await?;
    crate::ssr::see_other("/new");
    Ok(())
}
