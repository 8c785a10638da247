//! Signing in and out, and the language of the pages.

use domain::words::Lang;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use crate::error::AppError;

/// Signs in with a password and leads to `next`, or to where this person works.
#[server(prefix = "/fn", endpoint = "session/sign-in")]
pub async fn sign_in(
    email: String,
    password: String,
    #[server(default)] next: String,
) -> Result<(), AppError> {
    crate::ssr::remember_email(&email)?;
    let client = crate::ssr::client();
    let begun =
        crate::ssr::run(async |b, _| backend::people::sign_in_password(&b, &client, &email, &password).await);
    crate::ssr::begin(begun.await?, &next).await
}

/// Mails a code and leads to the page that takes it; the same answer whether or not the address is known.
#[server(prefix = "/fn", endpoint = "session/send-code")]
pub async fn send_code(email: String, #[server(default)] next: String) -> Result<(), AppError> {
    crate::ssr::remember_email(&email)?;
    let client = crate::ssr::client();
    crate::ssr::run(async |b, _| backend::people::send_code(&b, &client, &email).await).await?;
    crate::ssr::see_other(&crate::portal::address::with_query(
        "/login/code",
        &[("sent", "1"), ("next", &next)],
    ));
    Ok(())
}

/// Signs in with a mailed code.
#[server(prefix = "/fn", endpoint = "session/enter-code")]
pub async fn enter_code(
    email: String,
    code: String,
    #[server(default)] next: String,
) -> Result<(), AppError> {
    crate::ssr::remember_email(&email)?;
    let client = crate::ssr::client();
    let begun = crate::ssr::run(async |b, _| backend::people::sign_in_code(&b, &client, &email, &code).await);
    crate::ssr::begin(begun.await?, &next).await
}

/// The address this browser last tried to sign in with, so that nobody types it twice.
#[server(prefix = "/fn", endpoint = "session/email", input = GetUrl)]
pub async fn last_email() -> Result<String, AppError> {
    Ok(crate::ssr::remembered_email())
}

/// Ends the session.
#[server(prefix = "/fn", endpoint = "session/sign-out")]
pub async fn sign_out() -> Result<(), AppError> {
    let token = crate::ssr::token();
    crate::ssr::run(async |b, _| {
        backend::people::sign_out(&b, &token).await?;
        crate::ssr::forget(&b);
        Ok(())
    })
    .await?;
    crate::ssr::see_other("/");
    Ok(())
}

/// Ends every session of this person.
#[server(prefix = "/fn", endpoint = "session/sign-out-everywhere")]
pub async fn sign_out_everywhere() -> Result<(), AppError> {
    crate::ssr::run(async |b, v| {
        backend::people::sign_out_everywhere(&b, &v).await?;
        crate::ssr::forget(&b);
        Ok(())
    })
    .await?;
    crate::ssr::see_other("/login");
    Ok(())
}

/// Shows the pages in `lang` from now on: in this browser, and to this person when somebody is signed in.
#[server(prefix = "/fn", endpoint = "session/language")]
pub async fn choose_language(lang: Lang) -> Result<(), AppError> {
    crate::ssr::remember_language(lang)?;
    let token = crate::ssr::token();
    crate::ssr::run(async |b, v| {
        let change = domain::people::AccountChange { lang, ..crate::ssr::unchanged(&v) };
        if v.is_signed_in() { backend::people::update_account(&b, &v, &token, &change).await } else { Ok(()) }
    })
    .await
}

/// Whether the reader may open `path`, which no page of this root answers to.
#[server(prefix = "/fn", endpoint = "session/may-open", input = GetUrl)]
pub async fn may_open(path: String) -> Result<(), AppError> {
    crate::ssr::run(async |_, v| match path.starts_with("/desk") {
        true => Ok(v.ensure(domain::access::Action::UseConsole)?),
        false => Err(domain::Error::NotFound.into()),
    })
    .await
}

/// Refuses a page of the console: one that the reader may not use, or an address that none answers to.
#[server(prefix = "/fn", endpoint = "session/refusal", input = GetUrl)]
pub async fn refusal(forbidden: bool) -> Result<(), AppError> {
    use domain::{Error, access::Action};
    crate::ssr::run(async |_, v| {
        v.ensure(Action::UseConsole)?;
        Err(if forbidden { Error::Forbidden } else { Error::NotFound }.into())
    })
    .await
}
