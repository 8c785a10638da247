//! The reader's own account.

use domain::words::Lang;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use crate::error::AppError;

/// Everything the account page shows.
#[server(prefix = "/fn", endpoint = "account/page", input = GetUrl)]
pub async fn account() -> Result<domain::people::Account, AppError> {
    let token = crate::ssr::token();
    crate::ssr::run(async |b, v| backend::people::account(&b, &v, &token).await).await
}

/// Changes name, language and time zone.
#[server(prefix = "/fn", endpoint = "account/save")]
pub async fn save_account(name: String, lang: Lang, time_zone: String, next: String) -> Result<(), AppError> {
    let token = crate::ssr::token();
    crate::ssr::run(async |b, v| {
        let change = domain::people::AccountChange { name, lang, time_zone, ..crate::ssr::unchanged(&v) };
        backend::people::update_account(&b, &v, &token, &change).await
    })
    .await?;
    crate::ssr::remember_language(lang)?;
    crate::ssr::see_other(crate::portal::address::local(&next).unwrap_or("/account"));
    Ok(())
}

/// Changes or sets the password.
#[server(prefix = "/fn", endpoint = "account/password")]
pub async fn change_password(
    #[server(default)] current_password: String,
    new_password: String,
    next: String,
) -> Result<(), AppError> {
    let token = crate::ssr::token();
    crate::ssr::run(async |b, v| {
        let change =
            domain::people::AccountChange { current_password, new_password, ..crate::ssr::unchanged(&v) };
        backend::people::update_account(&b, &v, &token, &change).await
    })
    .await?;
    crate::ssr::see_other(crate::portal::address::local(&next).unwrap_or("/account"));
    Ok(())
}
