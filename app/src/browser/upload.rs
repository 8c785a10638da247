//! Sending a file in parts: after each the desk says how much is safe, and after a break it goes on from there.

use domain::files::{PART_BYTES, Upload};
use js_sys::Promise;
use leptos::prelude::window;
use leptos::serde_json;
use wasm_bindgen_futures::JsFuture;
use web_sys::{ClipboardEvent, DataTransfer, DragEvent, File, FileList, HtmlInputElement};

use super::http::{self, Answer};
use crate::portal::address::with_query;

/// Smallest part: on a bad line little is lost with each.
const LEAST: u64 = PART_BYTES / 8;
/// The longest wait for the connection.
const LONGEST_MS: i32 = 15_000;

/// How a file gets on.
pub enum News {
    /// This many bytes are safe.
    Arrived(u64),
    /// The connection is gone; it is tried again by itself.
    Waits,
    Here(Upload),
    /// It is not taken, and why.
    Refused(String),
}

/// Sends `file` for what `of` says (`domain::files::For`), telling `news`, as long as that answers that it is wanted.
pub async fn send(of: &str, file: &File, news: impl Fn(News) -> bool) {
    let (mut at, mut part, mut broken) = (0, PART_BYTES, 0);
    loop {
        let told = match verdict(post(of, file, at, part).await) {
            // Whoever hears twice of the same place has not got on: as if no answer came.
            Verdict::Safe(upload) if upload.received != at => {
                (at, part, broken) = (upload.received, (part * 2).min(PART_BYTES), 0);
                if upload.is_whole() { News::Here(upload) } else { News::Arrived(at) }
            }
            Verdict::No(why) => News::Refused(why),
            Verdict::Safe(_) | Verdict::Again => {
                (part, broken) = ((part / 2).max(LEAST), broken + 1);
                News::Waits
            }
        };
        let is_last = matches!(told, News::Here(_) | News::Refused(_));
        if !news(told) || is_last {
            return;
        }
        if broken > 0 {
            pause((500 << broken.min(5)).min(LONGEST_MS)).await;
        }
    }
}

async fn post(of: &str, file: &File, at: u64, part: u64) -> Option<Answer> {
    let (mark, name) = (file.last_modified().to_string(), file.name());
    let (size, place) = (file.size().to_string(), at.to_string());
    let told = [("for", of), ("mark", &mark), ("name", &name), ("size", &size), ("at", &place)];
    let bytes = file.slice_with_f64_and_f64(at as f64, (at + part) as f64).ok()?;
    http::post_bytes(&with_query("/files", &told), &bytes).await
}

enum Verdict {
    Safe(Upload),
    Again,
    No(String),
}

/// What a refusal says is for the reader, unless trying again may help.
fn verdict(answer: Option<Answer>) -> Verdict {
    let Some(answer) = answer else { return Verdict::Again };
    match answer.status {
        200 => serde_json::from_str(&answer.text).map_or(Verdict::Again, Verdict::Safe),
        408 | 429 | 502..=504 => Verdict::Again,
        _ => Verdict::No(answer.text),
    }
}

async fn pause(ms: i32) {
    let waited = Promise::new(&mut |done, _| {
        // A browser without timers goes on at once.
        window().set_timeout_with_callback_and_timeout_and_arguments_0(&done, ms).ok();
    });
    JsFuture::from(waited).await.ok();
}

/// Takes the file `id` back.
pub async fn take_back(of: &str, id: &str) {
    // One that stays is forgotten after a while.
    http::delete(&with_query(&domain::files::href(id), &[("for", of)])).await;
}

/// The files that were chosen in `input`, which is empty afterwards, ready for the same again.
pub fn chosen(input: &HtmlInputElement) -> Vec<File> {
    let files = all(input.files());
    input.set_value("");
    files
}

/// The files that were dropped.
pub fn dropped(event: &DragEvent) -> Vec<File> {
    all(event.data_transfer().and_then(|data| data.files()))
}

/// Whether files are being dragged.
pub fn are_dragged(event: &DragEvent) -> bool {
    event.data_transfer().is_some_and(|data| has(&data, "Files"))
}

/// The files that were pasted; none where there are words as well, as office programs copy both.
pub fn pasted(event: &ClipboardEvent) -> Vec<File> {
    let data = event.clipboard_data().filter(|data| !has(data, "text/plain"));
    all(data.and_then(|data| data.files()))
}

fn has(data: &DataTransfer, kind: &str) -> bool {
    data.types().iter().any(|own| own.as_string().is_some_and(|own| own == kind))
}

fn all(list: Option<FileList>) -> Vec<File> {
    list.map(|list| (0..list.length()).filter_map(|at| list.get(at)).collect()).unwrap_or_default()
}
