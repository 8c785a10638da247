//! Whether every file that was sent is there, for `casewell check`.

use crate::db::q;
use crate::{Backend, Outcome};

const PAGE: &str = "SELECT id, size, hash FROM attachments WHERE id > $1 ORDER BY id LIMIT 500";
/// Missing files that are named.
const NAMED: usize = 20;

/// What was found.
#[derive(Debug, Default)]
pub struct Checked {
    pub files: usize,
    /// Ids of the first that are missing or cut short.
    pub missing: Vec<String>,
}

/// Looks for the content of every file that was sent.
///
/// # Errors
/// When the database or the folder does not answer.
pub async fn check(b: &Backend) -> Outcome<Checked> {
    let (mut checked, mut after) = (Checked::default(), String::new());
    loop {
        let page: Vec<(String, i64, String)> =
            q(PAGE).bind(after.as_str()).all(&mut b.db.read().await?).await?;
        let Some((last, ..)) = page.last() else { return Ok(checked) };
        after.clone_from(last);
        checked.files += page.len();
        for (id, size, hash) in page {
            let there = b.files.head(&hash).await?.map(|(size, _)| size);
            if there != u64::try_from(size).ok() && checked.missing.len() < NAMED {
                checked.missing.push(id);
            }
        }
    }
}
