//! An S3-compatible store as the place for files, instead of the data folder: for several nodes without a common disk.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use object_store::aws::{AmazonS3, AmazonS3Builder};
use object_store::path::Path;
use object_store::prefix::PrefixStore;
use object_store::{Certificate, ClientOptions, ObjectStore, RetryConfig};
use tokio_rustls::rustls::crypto::ring;
use url::Url;

/// The longest wait for a line to the server, for one answer, and for all tries of one together.
const CONNECT: Duration = Duration::from_secs(5);
const ANSWER: Duration = Duration::from_secs(30);
const TRIES: Duration = Duration::from_secs(15);

/// How a certificate begins in a file.
const PEM: &str = "-----BEGIN CERTIFICATE-----";

/// Where a bucket is, and what opens it. The secret stays out of `Debug`.
#[derive(Clone)]
pub struct Bucket {
    store: Arc<PrefixStore<AmazonS3>>,
    shown: String,
}

/// What a bucket is named by in the settings.
#[derive(Clone, Default)]
pub struct BucketAt {
    /// `s3://bucket`, or `s3://bucket/folder`.
    pub address: String,
    /// The server's web address; empty: Amazon's, by region.
    pub endpoint: String,
    /// Empty: `us-east-1`.
    pub region: String,
    pub key_id: String,
    pub secret: String,
    /// PEM of a certificate authority besides the usual ones, or nothing.
    pub trusted: Vec<u8>,
}

impl fmt::Debug for Bucket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Bucket").field(&self.shown).finish()
    }
}

impl Bucket {
    /// The bucket at `at`. Nothing is asked of it yet.
    ///
    /// # Errors
    /// A sentence that says what is wrong, without the secret.
    pub fn new(at: &BucketAt) -> Result<Self, String> {
        let (bucket, folder) = parts(&at.address)?;
        // Whoever was first has chosen; either way there is one from now on.
        drop(ring::default_provider().install_default());
        let region = if at.region.is_empty() { "us-east-1" } else { &at.region };
        let retry = RetryConfig { max_retries: 3, retry_timeout: TRIES, ..RetryConfig::default() };
        let mut builder = AmazonS3Builder::new()
            .with_bucket_name(&bucket)
            .with_region(region)
            .with_access_key_id(&at.key_id)
            .with_secret_access_key(&at.secret)
            .with_disable_bulk_delete(true)
            .with_client_options(options(at)?)
            .with_retry(retry);
        if !at.endpoint.is_empty() {
            let endpoint = at.endpoint.trim_end_matches('/');
            builder = builder.with_endpoint(endpoint);
        }
        let store = builder.build().map_err(|error| format!("the file store: {error}"))?;
        let shown = format!("s3://{bucket}/{folder}");
        Ok(Self { store: Arc::new(PrefixStore::new(store, Path::from(folder))), shown })
    }

    pub(super) fn store(&self) -> Arc<dyn ObjectStore> {
        self.store.clone()
    }
}

/// Bucket and folder of `s3://bucket/folder`.
fn parts(address: &str) -> Result<(String, String), String> {
    let wrong = || "the file store’s address looks like s3://bucket or s3://bucket/folder".to_owned();
    let url = Url::parse(address).map_err(|_| wrong())?;
    let bucket =
        url.host_str().filter(|bucket| !bucket.is_empty() && url.scheme() == "s3").ok_or_else(wrong)?;
    Ok((bucket.to_owned(), url.path().trim_matches('/').to_owned()))
}

fn options(at: &BucketAt) -> Result<ClientOptions, String> {
    if at.key_id.is_empty() || at.secret.is_empty() {
        return Err("the file store needs a key’s id and its secret".to_owned());
    }
    let by_http = at.endpoint.starts_with("http://");
    if !(at.endpoint.is_empty() || by_http || at.endpoint.starts_with("https://")) {
        return Err("the file store’s server is named as https://host or http://host:port".to_owned());
    }
    let options =
        ClientOptions::new().with_connect_timeout(CONNECT).with_timeout(ANSWER).with_allow_http(by_http);
    if at.trusted.is_empty() {
        return Ok(options);
    }
    // Text without a certificate would be read as none.
    if !String::from_utf8_lossy(&at.trusted).contains(PEM) {
        return Err("the file store’s certificate: the file holds none".to_owned());
    }
    let own = Certificate::from_pem(&at.trusted);
    let own = own.map_err(|error| format!("the file store’s certificate: {error}"))?;
    Ok(options.with_root_certificate(own))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(address: &str) -> BucketAt {
        let (key_id, secret) = ("AKIA".to_owned(), "hush-hush".to_owned());
        BucketAt { address: address.into(), key_id, secret, ..BucketAt::default() }
    }

    #[test]
    fn a_bucket_is_named_and_its_secret_is_not_printed() {
        assert_eq!(parts("s3://desk/files/a/"), Ok(("desk".to_owned(), "files/a".to_owned())));
        let shown = format!("{:?}", Bucket::new(&at("s3://desk/files")).unwrap());
        assert!(shown.contains("desk/files") && !shown.contains("hush"), "{shown}");
    }

    #[test]
    fn what_cannot_work_is_said_at_once() {
        for bad in ["", "desk", "https://desk", "s3://"] {
            assert!(Bucket::new(&at(bad)).is_err(), "{bad}");
        }
        let faults = [
            BucketAt { secret: String::new(), ..at("s3://desk") },
            BucketAt { endpoint: "minio:9000".into(), ..at("s3://desk") },
            BucketAt { trusted: b"no certificate".to_vec(), ..at("s3://desk") },
        ];
        for fault in faults {
            let said = Bucket::new(&fault).unwrap_err();
            assert!(said.contains("file store") && !said.contains("hush"), "{said}");
        }
    }
}
