//! Where mails that come again and again are ended: at one request of a mail program (RFC 8058), or at a button on a page,
//! which also brings surveys back.
//! Whoever has the address has got the mail, and can do nothing with it but this.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use backend::mail::opt_outs::{self, WayOut};
use backend::{Backend, Failure, Outcome, Viewer};
use domain::outbox::MailKind;
use domain::words::Lang;
use domain::words::mail::way_out;

use crate::assets;

const POLICY: &str =
    "default-src 'none'; style-src 'self'; font-src 'self'; form-action 'self'; frame-ancestors 'none'";

/// What the form sends that brings surveys back; whatever else comes ends them.
const BACK: &str = "back=1";

pub fn routes(backend: &Backend) -> Router {
    Router::new().route("/unsubscribe/{token}", get(ask).post(end)).with_state(backend.clone())
}

/// Mail scanners follow links: this changes nothing.
async fn ask(State(backend): State<Backend>, Path(token): Path<String>, headers: HeaderMap) -> Response {
    let lang = lang(&headers);
    let w = way_out(lang);
    answer(&backend, lang, opt_outs::of_token(&backend, &token).await, |way| match way {
        WayOut { is_out: true, .. } => way_back(lang),
        WayOut { kind: MailKind::Digest, .. } => page(lang, w.digest, &form(w.digest_text, "", w.stop)),
        WayOut { .. } => page(lang, w.survey, &form(w.survey_text, "", w.stop)),
    })
}

async fn end(
    State(backend): State<Backend>,
    Path(token): Path<String>,
    headers: HeaderMap,
    said: String,
) -> Response {
    let lang = lang(&headers);
    let w = way_out(lang);
    let done = match &*said {
        BACK => opt_outs::opt_in(&backend, &token).await,
        _ => opt_outs::opt_out(&backend, &token).await,
    };
    answer(&backend, lang, done, |way| match way {
        WayOut { is_out: false, .. } => page(lang, w.back_done, ""),
        WayOut { kind: MailKind::Digest, .. } => page(lang, w.done, ""),
        WayOut { .. } => way_back(lang),
    })
}

/// What whoever gets no surveys may change their mind at.
fn way_back(lang: Lang) -> String {
    let w = way_out(lang);
    let (name, value) = BACK.split_once('=').unwrap_or_default();
    let field = format!("<input type=\"hidden\" name=\"{name}\" value=\"{value}\">");
    page(lang, w.done, &form(w.back_text, &field, w.back))
}

fn form(text: &str, field: &str, button: &str) -> String {
    format!(
        "<p>{text}</p><form method=\"post\">{field}<button class=\"btn btn--primary\">{button}</button></form>"
    )
}

fn lang(headers: &HeaderMap) -> Lang {
    let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    Lang::accepted(accepted.unwrap_or_default())
}

fn answer(backend: &Backend, lang: Lang, done: Outcome<WayOut>, said: impl Fn(WayOut) -> String) -> Response {
    let (status, html) = match done {
        Ok(way) => (StatusCode::OK, said(way)),
        Err(Failure::Refused(domain::Error::NotFound)) => {
            (StatusCode::NOT_FOUND, page(lang, way_out(lang).gone, ""))
        }
        Err(failure) => return super::files::refusal(backend, &Viewer::visitor(lang), failure),
    };
    (status, [(header::CONTENT_SECURITY_POLICY, POLICY)], Html(html)).into_response()
}

fn page(lang: Lang, title: &str, rest: &str) -> String {
    format!(
        "<!DOCTYPE html><html lang=\"{lang}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" \
         content=\"width=device-width, initial-scale=1\"><meta name=\"color-scheme\" content=\"light dark\">\
         <meta name=\"robots\" content=\"noindex\"><title>{title}</title><link rel=\"stylesheet\" href=\"{css}\"></head>\
         <body class=\"portal\"><main id=\"main\" class=\"wrap prose\"><h1>{title}</h1>{rest}</main></body></html>",
        lang = lang.code(),
        css = assets::names().portal_css,
    )
}
