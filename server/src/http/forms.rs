//! Forms that bring their files along, as browsers without scripts send them: the files are taken in first, then the form
//! goes on as if it had come with files that were sent before it.
//!
//! A form's field `file:` and what the file is for ([`For::code`]) holds files; `had:` and the same names those that the
//! page showed as waiting, of which [`FIELD`] has the ones to keep.

use std::sync::Arc;
use std::time::Duration;

use app::portal::address::encode;
use axum::body::{Body, Bytes};
use axum::extract::multipart::{Field, Multipart};
use axum::extract::{FromRequest, Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use backend::files::{self, Refused};
use backend::people::Client;
use backend::{Backend, Failure, Viewer};
use domain::files::{FIELD, For, MAX_FILE_BYTES, MAX_FILES};
use futures::StreamExt;
use tokio::sync::Semaphore;

use super::overload::{LARGEST_BODY, later};
use super::session;

/// Forms with files at work at once. Each holds a part in memory, and its sender may be slow.
const AT_WORK: usize = 32;
/// The longest such a form may take, and the longest silence in it.
const PATIENCE: Duration = Duration::from_secs(15 * 60);
const SILENCE: Duration = Duration::from_secs(30);
/// Largest form: its files, and the rest.
const LARGEST_FORM: u64 = MAX_FILES as u64 * MAX_FILE_BYTES + LARGEST_BODY as u64;

/// Where such forms are taken in.
#[derive(Clone)]
pub struct Forms {
    backend: Backend,
    free: Arc<Semaphore>,
}

impl Forms {
    pub fn new(backend: Backend) -> Self {
        Self { backend, free: Arc::new(Semaphore::new(AT_WORK)) }
    }
}

/// Takes the files out of a form, if it is one with files.
pub async fn take_files(State(forms): State<Forms>, request: Request, next: Next) -> Response {
    if !has_files(&request) {
        return next.run(request).await;
    }
    let Ok(_place) = forms.free.try_acquire() else { return later() };
    let plain = tokio::time::timeout(PATIENCE, plain(&forms.backend, request)).await;
    match plain.unwrap_or(Err(StatusCode::REQUEST_TIMEOUT)) {
        Ok(request) => next.run(request).await,
        Err(status) => status.into_response(),
    }
}

fn has_files(request: &Request) -> bool {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    request.method() == Method::POST
        && request.uri().path().starts_with("/fn/")
        && kind.is_some_and(|kind| kind.starts_with("multipart/form-data"))
}

/// The same form without its files.
async fn plain(backend: &Backend, request: Request) -> Result<Request, StatusCode> {
    let (mut parts, body) = request.into_parts();
    let viewer = session::viewer(backend, &parts).await;
    let client = parts.extensions.get::<Client>().cloned().unwrap_or_default();
    let sent = Request::from_parts(parts.clone(), limited(body));
    let mut multipart = Multipart::from_request(sent, &()).await.map_err(|refused| refused.status())?;
    let mut form = Form {
        backend,
        viewer,
        client,
        fields: Vec::new(),
        files: Vec::new(),
        had: Vec::new(),
        refused: None,
    };
    while let Some(field) = multipart.next_field().await.map_err(|broken| broken.status())? {
        form.take(field).await?;
    }
    form.drop_unticked().await;
    let (body, refused) = form.finish();
    parts.headers.remove(header::CONTENT_LENGTH);
    let kind = HeaderValue::from_static("application/x-www-form-urlencoded");
    parts.headers.insert(header::CONTENT_TYPE, kind);
    if let Some(refused) = refused {
        parts.extensions.insert(Refused(refused));
    }
    Ok(Request::from_parts(parts, Body::from(body)))
}

/// A body that ends with an error when it goes on too long, or falls silent.
fn limited(body: Body) -> Body {
    let pieces = futures::stream::unfold((body.into_data_stream(), 0), |(mut pieces, before)| async move {
        let piece = match tokio::time::timeout(SILENCE, pieces.next()).await {
            Ok(piece) => piece?,
            Err(late) => Err(axum::Error::new(late)),
        };
        let size = before + piece.as_ref().map_or(0, Bytes::len) as u64;
        let piece = if size > LARGEST_FORM { Err(axum::Error::new(TooLarge)) } else { piece };
        Some((piece, (pieces, size)))
    });
    Body::from_stream(pieces)
}

#[derive(Debug, thiserror::Error)]
#[error("a form is larger than any that is taken")]
struct TooLarge;

/// What has come so far.
struct Form<'a> {
    backend: &'a Backend,
    viewer: Viewer,
    client: Client,
    fields: Vec<(String, String)>,
    /// Ids of the files that go with it.
    files: Vec<String>,
    /// What the page showed as waiting, and what it was for.
    had: Vec<(For, String)>,
    refused: Option<domain::Error>,
}

impl Form<'_> {
    async fn take(&mut self, field: Field<'_>) -> Result<(), StatusCode> {
        let name = field.name().unwrap_or_default().to_owned();
        if let Some(of) = name.strip_prefix("file:") {
            let of = For::parse(of).ok_or(StatusCode::NOT_FOUND)?;
            self.take_file(&of, field).await;
            return Ok(());
        }
        let value = text(field).await?;
        let ids = value.split_whitespace().map(str::to_owned);
        match name.strip_prefix("had:").map(For::parse) {
            Some(of) => {
                let of = of.ok_or(StatusCode::NOT_FOUND)?;
                self.had.extend(ids.map(|id| (of.clone(), id)));
            }
            None if name == FIELD => self.files.extend(ids),
            None => self.fields.push((name, value)),
        }
        Ok(())
    }

    /// The first refusal is told; a field in which nothing was chosen comes without a name.
    async fn take_file(&mut self, of: &For, field: Field<'_>) {
        let Some(name) = field.file_name().filter(|name| !name.is_empty()).map(str::to_owned) else { return };
        let content = field.map(|piece| piece.map_err(|broken| Failure::Io(std::io::Error::other(broken))));
        let taken = files::take_stream(self.backend, &self.viewer, &self.client, of, &name, content).await;
        match taken {
            Ok(upload) => self.files.push(upload.id),
            Err(failure) => {
                let error = failure.public(&*self.backend.ids);
                self.refused.get_or_insert(error);
            }
        }
    }

    /// What the page showed and nobody kept is taken back.
    async fn drop_unticked(&self) {
        for (of, id) in self.had.iter().filter(|(_, id)| !self.files.contains(id)) {
            if let Err(error) = files::remove(self.backend, &self.viewer, of, id).await {
                tracing::debug!(%error, "a file was not taken back");
            }
        }
    }

    /// The form's fields as browsers write them, and why a file was not taken.
    fn finish(self) -> (String, Option<domain::Error>) {
        let files = (FIELD.to_owned(), self.files.join(" "));
        let fields = self.fields.into_iter().chain([files]);
        let pairs = fields.map(|(name, value)| format!("{}={}", encode(&name), encode(&value)));
        (pairs.collect::<Vec<_>>().join("&"), self.refused)
    }
}

/// A field's text, no longer than a whole form without files may be.
async fn text(mut field: Field<'_>) -> Result<String, StatusCode> {
    let mut text = Vec::new();
    while let Some(piece) = field.chunk().await.map_err(|broken| broken.status())? {
        text.extend_from_slice(&piece);
        if text.len() > LARGEST_BODY {
            return Err(StatusCode::PAYLOAD_TOO_LARGE);
        }
    }
    Ok(String::from_utf8_lossy(&text).into_owned())
}
