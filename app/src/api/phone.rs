//! Tickets taken by phone.

use std::collections::BTreeMap;

use domain::customers::ContactRow;
use domain::phone::{Call, CallSheet};
use domain::tickets::view::Written;
use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, Json};

use crate::error::AppError;

/// Contacts whose name, address or organisation begins with `q`.
#[server(prefix = "/fn", endpoint = "phone/contacts", input = GetUrl)]
pub async fn contacts(q: String) -> Result<Vec<ContactRow>, AppError> {
    let callers = backend::customers::CALLERS;
    crate::ssr::run(async |b, v| Ok(backend::customers::contacts(&b, &v, &q, None, callers).await?.rows))
        .await
}

/// What to ask the caller, and what will be promised.
#[server(prefix = "/fn", endpoint = "phone/sheet", input = Json)]
pub async fn prepare_call(call: Call) -> Result<CallSheet, AppError> {
    crate::ssr::run(async |b, v| backend::intake::call_sheet(&b, &v, &call).await).await
}

/// Makes the ticket from the form's fields.
#[server(prefix = "/fn", endpoint = "phone/create")]
pub async fn take_call(#[server(flatten)] fields: BTreeMap<String, String>) -> Result<Written, AppError> {
    let call = Call(fields);
    let written = crate::ssr::run(async |b, v| backend::intake::take_call(&b, &v, &call).await).await?;
    crate::ssr::see_other(&format!("/desk/t/{}", written.number));
    Ok(written)
}
