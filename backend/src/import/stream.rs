//! Reading a file in batches on a thread of its own, so that neither its size nor a slow disk is felt elsewhere.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use domain::Error;
use domain::error::{FieldError, Problem};
use domain::words::import::import;
use domain::words::{Lang, errors, fill};
use serde::de::DeserializeOwned;
use tokio::sync::mpsc;

use crate::Outcome;

/// Records in one batch, and batches that wait.
const BATCH: usize = 100;
const WAITING: usize = 2;
/// What some programs write at the beginning of a text in UTF-8.
const BOM: &[u8] = b"\xEF\xBB\xBF";
/// Longest line of JSON, in bytes.
const MAX_LINE: u64 = 4 * 1024 * 1024;

/// Why a record is not taken: each field by its name, and what to enter.
pub(super) fn reason(refused: &Error) -> String {
    errors::by_field(Lang::En, refused)
}

/// A record and the number of its line, or why it cannot be read.
pub(super) struct Line<T> {
    pub number: u64,
    pub record: Result<T, String>,
}

/// The batches of a file.
pub(super) struct Batches<T>(mpsc::Receiver<io::Result<Vec<Line<T>>>>);

impl<T: Send + 'static> Batches<T> {
    /// # Errors
    /// When the file cannot be read on.
    pub async fn next(&mut self) -> Outcome<Option<Vec<Line<T>>>> {
        Ok(self.0.recv().await.transpose()?)
    }

    /// Hands over what `read` gives, until it ends or nobody listens.
    fn of<R: 'static>(
        open: impl FnOnce() -> io::Result<R> + Send + 'static,
        read: fn(&mut R) -> io::Result<Option<Line<T>>>,
    ) -> Self {
        let (send, batches) = mpsc::channel(WAITING);
        tokio::task::spawn_blocking(move || {
            let all = open().and_then(|mut source| {
                loop {
                    let batch = (0..BATCH)
                        .map_while(|_| read(&mut source).transpose())
                        .collect::<io::Result<Vec<_>>>()?;
                    if batch.is_empty() || send.blocking_send(Ok(batch)).is_err() {
                        return Ok(());
                    }
                }
            });
            if let Err(error) = all {
                // Nobody listens any more when this fails; then nobody wants to know.
                let _ = send.blocking_send(Err(error));
            }
        });
        Self(batches)
    }
}

struct Lines {
    file: BufReader<File>,
    number: u64,
}

/// JSON Lines: a record on each line, empty lines left out.
pub(super) fn json_lines<T: DeserializeOwned + Send + 'static>(path: &Path) -> Batches<T> {
    let path = path.to_owned();
    Batches::of(move || Ok(Lines { file: BufReader::new(File::open(path)?), number: 0 }), Lines::next)
}

impl Lines {
    fn next<T: DeserializeOwned>(&mut self) -> io::Result<Option<Line<T>>> {
        let mut bytes = Vec::new();
        loop {
            bytes.clear();
            if self.file.by_ref().take(MAX_LINE).read_until(b'\n', &mut bytes)? == 0 {
                return Ok(None);
            }
            self.number += 1;
            let text = bytes.strip_prefix(BOM).filter(|_| self.number == 1).unwrap_or(&bytes);
            let w = import(Lang::En);
            let record = if bytes.len() as u64 == MAX_LINE && bytes.last() != Some(&b'\n') {
                self.file.skip_until(b'\n')?;
                Err(fill(w.too_long, &[("max", &MAX_LINE.to_string())]))
            } else if text.trim_ascii().is_empty() {
                continue;
            } else if holds_nul(text) {
                Err(w.nul.to_owned())
            } else if std::str::from_utf8(text).is_err() {
                Err(w.not_text.to_owned())
            } else {
                let record = crate::json::read(text.trim_ascii_end());
                record.map_err(|wrong| reason(&Error::Invalid(vec![in_file(wrong, self.number)])))
            };
            return Ok(Some(Line { number: self.number, record }));
        }
    }
}

/// What is wrong with a record that stands on the line `number`, by the file's own lines.
fn in_file(wrong: FieldError, number: u64) -> FieldError {
    let Problem::NotJson { column, .. } = wrong.problem else { return wrong };
    let line = u32::try_from(number).unwrap_or(u32::MAX);
    FieldError { problem: Problem::NotJson { line, column }, ..wrong }
}

/// Whether JSON has a NUL in it, as it is or in JSON's own spelling.
fn holds_nul(json: &[u8]) -> bool {
    const SPELT: &[u8] = b"\\u0000";
    let escapes = |end: usize| json[..end].iter().rev().take_while(|byte| **byte == b'\\').count();
    let spelt = |(start, window): (usize, &[u8])| window == SPELT && escapes(start).is_multiple_of(2);
    json.contains(&0) || json.windows(SPELT.len()).enumerate().any(spelt)
}

/// Comma-separated values with a header line that names the columns, which must hold `wanted`.
pub(super) fn csv<T: DeserializeOwned + Send + 'static>(
    path: &Path,
    wanted: &'static [&'static str],
) -> Batches<T> {
    let path = path.to_owned();
    Batches::of(move || open_csv(&path, wanted), next_row)
}

fn open_csv(path: &Path, wanted: &[&str]) -> io::Result<csv::Reader<File>> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_path(path)?;
    let headers = reader.headers()?.iter().map(str::to_lowercase).collect::<csv::StringRecord>();
    if let Some(missing) = wanted.iter().find(|name| !headers.iter().any(|header| header == **name)) {
        let why = fill(import(Lang::En).no_column, &[("name", missing)]);
        return Err(io::Error::new(io::ErrorKind::InvalidData, why));
    }
    reader.set_headers(headers);
    Ok(reader)
}

fn next_row<T: DeserializeOwned>(reader: &mut csv::Reader<File>) -> io::Result<Option<Line<T>>> {
    let headers = reader.headers()?.clone();
    let mut row = csv::StringRecord::new();
    let number = reader.position().line();
    let record = match reader.read_record(&mut row) {
        Ok(false) => return Ok(None),
        Ok(true) if row.iter().any(|field| field.contains('\0')) => Err(import(Lang::En).nul.to_owned()),
        Ok(true) => row.deserialize(Some(&headers)).map_err(|_| import(Lang::En).not_text.to_owned()),
        Err(error) if matches!(error.kind(), csv::ErrorKind::Io(_)) => return Err(error.into()),
        Err(_) => Err(import(Lang::En).not_text.to_owned()),
    };
    let number = row.position().map_or(number, csv::Position::line);
    Ok(Some(Line { number, record }))
}

#[cfg(test)]
mod tests {
    use super::holds_nul;

    #[test]
    fn a_nul_is_told_from_a_text_about_it() {
        assert!(holds_nul(br#"{"a":"b\u0000"}"#) && holds_nul(br#"{"a":"\\\u0000"}"#) && holds_nul(b"{\0}"));
        assert!(!holds_nul(br#"{"a":"\\u0000"}"#) && !holds_nul(br#"{"a":"\u0001"}"#));
    }
}
