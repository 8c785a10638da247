//! Sending files on a desk of tests.
#![allow(dead_code, reason = "each test takes what it needs")]

use backend::files::{self, Part};
use backend::people::Client;
use backend::{Backend, Failure, Outcome};
use domain::Viewer;
use domain::files::{For, Upload};
use futures::TryStreamExt;

pub const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01 and so on";

pub fn part(name: &str, whole: &[u8], at: usize, to: usize) -> Part {
    Part {
        mark: "1".into(),
        name: name.into(),
        size: whole.len() as u64,
        at: at as u64,
        bytes: whole[at..to].to_vec().into(),
    }
}

/// Sends one part.
pub async fn send(b: &Backend, v: &Viewer, of: &For, part: Part) -> Outcome<Upload> {
    files::take(b, v, &Client::default(), of, part).await
}

/// Sends a small file at once; its id.
pub async fn upload(b: &Backend, v: &Viewer, of: &For, name: &str, content: &[u8]) -> String {
    let upload = send(b, v, of, part(name, content, 0, content.len())).await.unwrap();
    assert!(upload.is_whole());
    upload.id
}

/// What `v` gets for the file `id`: its media type and its bytes.
pub async fn read(b: &Backend, v: &Viewer, id: &str) -> Outcome<(String, Vec<u8>)> {
    let opened = files::open(b, v, id).await?;
    let pieces: Vec<bytes::Bytes> = opened.content.try_collect().await?;
    Ok((opened.file.media, pieces.concat()))
}

pub fn is_hidden<T>(outcome: &Outcome<T>) -> bool {
    matches!(outcome, Err(Failure::Refused(domain::Error::NotFound)))
}
