//! What server functions and pages need on the server: who asks, the backend, and the answer's head.

use backend::people::{Client, NewSession};
use backend::{Backend, Outcome, Viewer};
use domain::people::AccountChange;
use domain::words::Lang;
use http::request::Parts;
use http::{HeaderName, HeaderValue, StatusCode, header};
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;

use crate::error::AppError;

/// The cookie that carries the session's secret. Behind https it is bound to the host.
#[must_use]
pub fn cookie_name(base_url: &str) -> &'static str {
    if base_url.starts_with("https://") { "__Host-casewell" } else { "casewell" }
}

/// The backend and the one who asks, as the server put them into the request's context.
///
/// # Errors
/// When the request is gone already.
pub fn session() -> Result<(Backend, Viewer), AppError> {
    use_context::<Backend>().zip(use_context::<Viewer>()).ok_or(AppError::Network)
}

/// Runs one use case for the one who asks and makes its faults public.
///
/// # Errors
/// The use case's refusal.
pub async fn run<T>(use_case: impl AsyncFnOnce(Backend, Viewer) -> Outcome<T>) -> Result<T, AppError> {
    let (backend, viewer) = session()?;
    let options = use_context::<ResponseOptions>();
    use_case(backend.clone(), viewer).await.map_err(|failure| {
        let error = failure.public(&*backend.ids);
        tell_status(options.as_ref(), &error);
        AppError::Desk(error)
    })
}

/// What a server function brought, as text.
///
/// # Errors
/// The server function's refusal.
pub fn json<T: serde::Serialize>(answer: Result<T, AppError>) -> Result<String, AppError> {
    // The shapes that pages read are all of what JSON can say.
    leptos::serde_json::to_string(&answer?).map_err(|_| AppError::Network)
}

/// Gives a page's answer the status that says what its content says. A form that was posted without scripts is led
/// back to its page instead, and the status of leading must stay.
fn tell_status(options: Option<&ResponseOptions>, error: &domain::Error) {
    let is_form = use_context::<Parts>()
        .is_some_and(|parts| parts.method == http::Method::POST && accepts_html(&parts));
    if let (Some(options), Ok(status), false) = (options, StatusCode::from_u16(error.status()), is_form) {
        options.set_status(status);
    }
}

fn accepts_html(parts: &Parts) -> bool {
    let accepted = parts.headers.get(header::ACCEPT).and_then(|value| value.to_str().ok());
    accepted.is_some_and(|types| types.contains("text/html"))
}

/// Leads a form that was posted without scripts to `path`. Scripts have their answer already and lead on by themselves.
pub fn see_other(path: &str) {
    let is_form = use_context::<Parts>().is_some_and(|parts| accepts_html(&parts));
    if let (true, Some(options), Ok(location)) =
        (is_form, use_context::<ResponseOptions>(), HeaderValue::from_str(path))
    {
        options.insert_header(header::LOCATION, location);
        options.set_status(StatusCode::SEE_OTHER);
    }
}

/// Tells whoever opens a page under an address that it had before where it is now, for ever.
pub fn moved(path: &str) {
    let is_page = use_context::<Parts>().is_some_and(|parts| !parts.uri.path().starts_with("/fn/"));
    if let (true, Some(options), Ok(location)) =
        (is_page, use_context::<ResponseOptions>(), HeaderValue::from_str(path))
    {
        options.insert_header(header::LOCATION, location);
        options.set_status(StatusCode::PERMANENT_REDIRECT);
    }
}

/// Where the request comes from, as the server found out.
#[must_use]
pub fn client() -> Client {
    use_context::<Parts>().and_then(|parts| parts.extensions.get::<Client>().cloned()).unwrap_or_default()
}

/// The secret of the session that asks; empty without one.
#[must_use]
pub fn token() -> String {
    let parts = use_context::<Parts>().zip(use_context::<Backend>());
    parts.and_then(|(parts, backend)| session_token(&parts, &backend.settings.base_url)).unwrap_or_default()
}

/// A change of the viewer's account that changes nothing, to be filled.
#[must_use]
pub fn unchanged(viewer: &Viewer) -> AccountChange {
    AccountChange {
        name: viewer.name.clone(),
        lang: viewer.lang,
        time_zone: viewer.time_zone.clone(),
        current_password: String::new(),
        new_password: String::new(),
    }
}

/// Gives the browser its new session, ends the one it had, and leads to `next`, or to where this person works.
///
/// # Errors
/// When the old session cannot be ended.
pub async fn begin(session: NewSession, next: &str) -> Result<(), AppError> {
    let old = token();
    let home = if session.viewer.is_staff() { "/desk" } else { "/" };
    let path = crate::portal::address::local(next).filter(|path| *path != "/").unwrap_or(home).to_owned();
    run(async |backend, _| {
        backend::people::sign_out(&backend, &old).await?;
        remember(&backend, &session);
        Ok(())
    })
    .await?;
    see_other(&path);
    Ok(())
}

/// Adds the session's cookie to the answer.
pub fn remember(backend: &Backend, session: &NewSession) {
    let sixty_days = 60 * 86_400;
    let name = cookie_name(&backend.settings.base_url);
    set_cookie(backend, name, &session.token, sixty_days);
}

/// Takes the session's cookie away.
pub fn forget(backend: &Backend) {
    set_cookie(backend, cookie_name(&backend.settings.base_url), "", 0);
}

fn set_cookie(backend: &Backend, name: &str, value: &str, seconds: u32) {
    let secure = if backend.settings.base_url.starts_with("https://") { "; Secure" } else { "" };
    let cookie = format!("{name}={value}; Max-Age={seconds}; Path=/; HttpOnly; SameSite=Lax{secure}");
    append_header(header::SET_COOKIE, &cookie);
}

const EMAIL_COOKIE: &str = "casewell_email";
const TYPED_COOKIE: &str = "casewell_typed";
const LANGUAGE_COOKIE: &str = "casewell_lang";
const REQUEST_COOKIE: &str = "casewell_request";

/// Keeps what was typed into the sign-in form for a quarter of an hour, so that the next page can show it.
///
/// # Errors
/// When the request is gone already.
pub fn remember_email(email: &str) -> Result<(), AppError> {
    let email: String = email.trim().chars().take(domain::people::MAX_EMAIL as usize).collect();
    set_cookie(&session()?.0, EMAIL_COOKIE, &crate::portal::address::encode(&email), 15 * 60);
    Ok(())
}

/// What [`remember_email`] kept; empty when there is nothing.
#[must_use]
pub fn remembered_email() -> String {
    let kept = use_context::<Parts>().and_then(|parts| cookie(&parts, EMAIL_COOKIE));
    kept.and_then(|value| crate::portal::address::read(&format!("v={value}"), "v")).unwrap_or_default()
}

/// Carries out what a form asks for. Refused, what was typed into it is kept for this browser, whether or not somebody is
/// signed in, and [`typed`] has it for the page that shows the form again.
///
/// # Errors
/// The use case's refusal.
pub async fn form<T>(
    form: &str,
    text: &str,
    use_case: impl AsyncFnOnce(Backend, Viewer) -> Outcome<T>,
) -> Result<T, AppError> {
    let done = run(use_case).await;
    let (backend, _) = session()?;
    let known = use_context::<Parts>().and_then(|parts| cookie(&parts, TYPED_COOKIE));
    // The answer is what matters: who has sent too much is told that, and keeps what the browser keeps.
    match (&done, known) {
        (Ok(_), None) => {}
        (Ok(_), Some(key)) => backend::tickets::unpark(&backend, &key, form).await.unwrap_or_default(),
        (Err(_), key) => {
            let key = key.unwrap_or_else(|| backend.ids.secret());
            set_cookie(&backend, TYPED_COOKIE, &key, 12 * 3_600);
            backend::tickets::park(&backend, &client(), &key, form, text).await.unwrap_or_default();
        }
    }
    done
}

/// Why the files that came with the form were not taken, if that is so.
#[must_use]
pub fn refused_files() -> Option<domain::Error> {
    use_context::<Parts>()?.extensions.get::<backend::files::Refused>().map(|refused| refused.0.clone())
}

/// Carries out what a customer says beside a message, in the field of that name, and leads back to the request.
///
/// # Errors
/// The use case's refusal.
pub async fn say(
    field: &str,
    number: &str,
    text: String,
    command: domain::tickets::decide::Command,
) -> Result<(), AppError> {
    let change = async |b, v| backend::tickets::change(&b, &v, number, None, command).await;
    form(&format!("{field} {number}"), &text, change).await?;
    see_other(&format!("/requests/{number}?told=1"));
    Ok(())
}

/// What [`form`] kept for this browser, as (form, text).
///
/// # Errors
/// When the request is gone already.
pub async fn typed() -> Result<Vec<(String, String)>, AppError> {
    match use_context::<Parts>().and_then(|parts| cookie(&parts, TYPED_COOKIE)) {
        Some(key) => run(async |backend, _| backend::tickets::parked(&backend, &key).await).await,
        None => Ok(Vec::new()),
    }
}

/// What [`form`] kept of the form called `form`.
///
/// # Errors
/// As [`typed`].
pub async fn typed_into(form: &str) -> Result<Option<String>, AppError> {
    Ok(typed().await?.into_iter().find(|(own, _)| own == form).map(|(_, text)| text))
}

/// What [`form`] kept of `form` was taken.
///
/// # Errors
/// When the database refuses.
pub async fn forget_typed(form: &str) -> Result<(), AppError> {
    match use_context::<Parts>().and_then(|parts| cookie(&parts, TYPED_COOKIE)) {
        Some(key) => run(async |backend, _| backend::tickets::unpark(&backend, &key, form).await).await,
        None => Ok(()),
    }
}

/// Keeps the id of a visitor's unfinished request in their browser, so that it can be offered there again; those who
/// are signed in find theirs anywhere.
///
/// # Errors
/// When the request is gone already.
pub fn remember_request(id: &str) -> Result<(), AppError> {
    let (backend, viewer) = session()?;
    if !viewer.is_signed_in() {
        set_cookie(&backend, REQUEST_COOKIE, id, 30 * 86_400);
    }
    Ok(())
}

/// What [`remember_request`] kept; empty when there is nothing.
#[must_use]
pub fn remembered_request() -> String {
    use_context::<Parts>().and_then(|parts| cookie(&parts, REQUEST_COOKIE)).unwrap_or_default()
}

/// Shows this browser the pages in `lang`, until somebody signs in who reads another language.
///
/// # Errors
/// When the request is gone already.
pub fn remember_language(lang: Lang) -> Result<(), AppError> {
    set_cookie(&session()?.0, LANGUAGE_COOKIE, lang.code(), 365 * 86_400);
    Ok(())
}

/// What [`remember_language`] kept.
#[must_use]
pub fn remembered_language(parts: &Parts) -> Option<Lang> {
    cookie(parts, LANGUAGE_COOKIE).as_deref().and_then(Lang::parse)
}

/// Adds a header to the answer.
pub fn append_header(name: HeaderName, value: &str) {
    if let (Some(options), Ok(value)) = (use_context::<ResponseOptions>(), HeaderValue::from_str(value)) {
        options.append_header(name, value);
    }
}

/// The secret in the request's session cookie.
#[must_use]
pub fn session_token(parts: &Parts, base_url: &str) -> Option<String> {
    cookie(parts, cookie_name(base_url))
}

fn cookie(parts: &Parts, name: &str) -> Option<String> {
    let cookies = parts.headers.get_all(header::COOKIE);
    let pairs = cookies.iter().filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(';'));
    pairs
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value.to_owned())
}
