//! A small S3-compatible server on loopback, as far as a file store asks for: objects with ranges, lists, uploads in parts. It
//! refuses bytes that are not those that were signed, and goes away when told to.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path, Query, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use backend::files::{Bucket, BucketAt};
use sha2::{Digest, Sha256};

pub const KEY: &str = "AKIATEST";

/// What lies in the bucket, and how the server fares.
#[derive(Default)]
pub struct Kept {
    pub objects: BTreeMap<String, Bytes>,
    parts: BTreeMap<(String, u32), Bytes>,
    /// It answers 503 to everything.
    pub is_away: bool,
    /// Requests that were answered.
    pub asked: usize,
    /// The largest piece that was read at once.
    pub largest_read: usize,
}

/// The server; it ends with the test.
pub struct Server {
    pub address: String,
    kept: Arc<Mutex<Kept>>,
}

type Asked = BTreeMap<String, String>;

impl Server {
    pub async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = format!("http://{}", listener.local_addr().expect("an address"));
        let kept: Arc<Mutex<Kept>> = Arc::default();
        let router = Router::new()
            .route("/{bucket}", any(list))
            .route("/{bucket}/{*key}", any(object))
            .layer(DefaultBodyLimit::disable())
            .with_state(kept.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { address, kept }
    }

    pub fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn bucket(&self) -> Bucket {
        let at = BucketAt {
            address: "s3://desk/files".into(),
            endpoint: self.address.clone(),
            key_id: KEY.into(),
            secret: "hush-hush".into(),
            ..BucketAt::default()
        };
        Bucket::new(&at).expect("a bucket")
    }
}

async fn list(State(kept): State<Arc<Mutex<Kept>>>, Query(asked): Query<Asked>) -> Response {
    let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(refused) = refused(&mut kept) {
        return refused;
    }
    let (prefix, delimiter) = (asked["prefix"].clone(), asked.get("delimiter"));
    let mut folders: Vec<String> = Vec::new();
    let mut contents = String::new();
    for (key, bytes) in kept.objects.iter().filter(|(key, _)| key.starts_with(&prefix)) {
        match key[prefix.len()..].split_once('/') {
            Some((folder, _)) if delimiter.is_some() => folders.push(format!("{prefix}{folder}/")),
            _ => contents.push_str(&format!(
                "<Contents><Key>{key}</Key><LastModified>2026-11-21T10:00:00Z</LastModified>\
                 <ETag>\"1\"</ETag><Size>{}</Size></Contents>",
                bytes.len()
            )),
        }
    }
    folders.dedup();
    let folders: String = folders
        .iter()
        .map(|own| format!("<CommonPrefixes><Prefix>{own}</Prefix></CommonPrefixes>"))
        .collect();
    xml(format!("<ListBucketResult><IsTruncated>false</IsTruncated>{contents}{folders}</ListBucketResult>"))
}

async fn object(
    State(kept): State<Arc<Mutex<Kept>>>,
    Path((_, key)): Path<(String, String)>,
    Query(asked): Query<Asked>,
    method: Method,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(refused) = refused(&mut kept) {
        return refused;
    }
    if !is_signed(&headers, &body) {
        return StatusCode::FORBIDDEN.into_response();
    }
    let upload = asked.get("uploadId").cloned();
    match (method.as_str(), upload) {
        ("POST", None) => xml(format!(
            "<InitiateMultipartUploadResult><UploadId>{key}</UploadId></InitiateMultipartUploadResult>"
        )),
        ("PUT", Some(upload)) => {
            kept.parts.insert((upload, asked["partNumber"].parse().expect("a number")), body);
            stored()
        }
        ("POST", Some(upload)) => {
            let whole = kept.parts.iter().filter(|((of, _), _)| *of == upload);
            let whole: Vec<u8> = whole.flat_map(|(_, bytes)| bytes.to_vec()).collect();
            kept.parts.retain(|(of, _), _| *of != upload);
            kept.objects.insert(key, whole.into());
            xml("<CompleteMultipartUploadResult><ETag>\"1\"</ETag></CompleteMultipartUploadResult>".into())
        }
        ("PUT", None) => {
            kept.objects.insert(key, body);
            stored()
        }
        ("DELETE", _) => {
            kept.objects.remove(&key);
            StatusCode::NO_CONTENT.into_response()
        }
        (verb, _) => {
            let (answer, bytes) = read(&kept, &key, &headers);
            if verb == "GET" {
                kept.largest_read = kept.largest_read.max(bytes);
            }
            answer
        }
    }
}

fn refused(kept: &mut Kept) -> Option<Response> {
    kept.asked += 1;
    kept.is_away.then(|| StatusCode::SERVICE_UNAVAILABLE.into_response())
}

/// Whether somebody with the key says that exactly these bytes are meant.
fn is_signed(headers: &HeaderMap, body: &Bytes) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let hash: String = Sha256::digest(body).iter().map(|byte| format!("{byte:02x}")).collect();
    text("authorization").starts_with(&format!("AWS4-HMAC-SHA256 Credential={KEY}/"))
        && text("x-amz-content-sha256") == hash
}

/// The answer, and how many bytes are in it.
fn read(kept: &Kept, key: &str, headers: &HeaderMap) -> (Response, usize) {
    let Some(bytes) = kept.objects.get(key).cloned() else {
        return (StatusCode::NOT_FOUND.into_response(), 0);
    };
    let size = bytes.len();
    let range = headers.get(header::RANGE).and_then(|range| range.to_str().ok()?.strip_prefix("bytes="));
    let (status, piece, place) = match range.and_then(|range| range.split_once('-')) {
        Some((from, to)) => {
            let (from, to): (usize, usize) = (from.parse().expect("a place"), to.parse().expect("a place"));
            let to = to.min(size - 1);
            (StatusCode::PARTIAL_CONTENT, bytes.slice(from..=to), format!("bytes {from}-{to}/{size}"))
        }
        None => (StatusCode::OK, bytes, format!("bytes 0-{size}/{size}")),
    };
    let length = piece.len();
    let headers = [
        (header::LAST_MODIFIED, "Sat, 21 Nov 2026 10:00:00 GMT".to_owned()),
        (header::ETAG, "\"1\"".to_owned()),
        (header::CONTENT_RANGE, place),
    ];
    ((status, headers, piece).into_response(), length)
}

fn stored() -> Response {
    [(header::ETAG, "\"1\"")].into_response()
}

fn xml(inside: String) -> Response {
    ([(header::CONTENT_TYPE, "application/xml")], inside).into_response()
}
