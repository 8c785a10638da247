//! Asking the desk without its typed functions: as text, at addresses that plain forms and links use too. It keeps the
//! portal's browser half small.

use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, Headers, RequestInit, Response, UrlSearchParams};

/// What came back, after every redirection.
#[derive(Debug, Clone)]
pub struct Answer {
    /// Where it came from in the end.
    pub address: String,
    pub is_ok: bool,
    /// The HTTP status.
    pub status: u16,
    pub text: String,
}

/// What is asked for as a browser that loads a page.
pub const PAGE: &str = "text/html";
/// What is asked for as a program.
pub const JSON: &str = "application/json";

/// Fetches `address`. None: no answer came.
pub async fn get(address: &str, accept: &str) -> Option<Answer> {
    send(address, accept, &RequestInit::new()).await.ok()
}

/// Posts `fields` to `address`; as a page it follows to where a plain form would lead. None: no answer came.
pub async fn post(address: &str, fields: &UrlSearchParams, accept: &str) -> Option<Answer> {
    let request = RequestInit::new();
    request.set_method("POST");
    request.set_body(fields);
    send(address, accept, &request).await.ok()
}

/// Posts a piece of a file. None: no answer came.
pub async fn post_bytes(address: &str, bytes: &Blob) -> Option<Answer> {
    let request = RequestInit::new();
    request.set_method("POST");
    request.set_body(bytes);
    send(address, JSON, &request).await.ok()
}

/// Deletes what is at `address`. None: no answer came.
pub async fn delete(address: &str) -> Option<Answer> {
    let request = RequestInit::new();
    request.set_method("DELETE");
    send(address, JSON, &request).await.ok()
}

async fn send(address: &str, accept: &str, request: &RequestInit) -> Result<Answer, JsValue> {
    let headers = Headers::new()?;
    headers.set("Accept", accept)?;
    request.set_headers(&headers);
    let response = JsFuture::from(window().fetch_with_str_and_init(address, request)).await?;
    let response: Response = response.dyn_into()?;
    let text = JsFuture::from(response.text()?).await?.as_string().unwrap_or_default();
    Ok(Answer { address: response.url(), is_ok: response.ok(), status: response.status(), text })
}
