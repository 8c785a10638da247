//! Sending: uploads become attachments in the transaction of what carries them.

use domain::error::Problem;
use domain::files::{Attachment, FIELD, MAX_FILES, named_in};
use domain::tickets::entry::Body;
use domain::time::Instant;

use super::scope::{Mode, of_articles, of_intake, of_mail, of_message, of_new};
use super::upload::key;
use crate::db::{Tx, q};
use crate::tickets::Pen;
use crate::{Backend, Outcome, row};

const TAKE: &str =
    "SELECT name, size, hash, media FROM uploads WHERE id = $1 AND scope = $2 AND hash IS NOT NULL";
const TAKEN: &str = "DELETE FROM uploads WHERE id = $1";
const ATTACH: &str = "INSERT INTO attachments
  (id, ticket_id, author_id, is_public, name, size, hash, media, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
/// What came with a ticket is its customer's: no article shows it.
const NAME: &str = "INSERT INTO article_files (article_id, file_id)
  SELECT CAST($1 AS TEXT), id FROM attachments WHERE id = $2 AND ticket_id IS NULL ON CONFLICT (file_id, article_id) DO NOTHING";

const COPY: &str = "INSERT INTO attachments (id, ticket_id, author_id, is_public, name, size, hash, media, created_at)
  SELECT CAST($2 AS TEXT), CAST($3 AS TEXT), author_id, CAST($4 AS BOOLEAN), name, size, hash, media, created_at
  FROM attachments WHERE id = $1";
const SHOW: &str = "UPDATE attachments SET is_public = $2 WHERE id = $1";

row! { struct Line { name: String, size: i64, hash: String, media: String } }

/// Uploads that are to be sent, and where they wait.
#[derive(Debug, Clone, Default)]
pub struct Enclosed {
    scope: String,
    ids: Vec<String>,
    /// However many there are: nobody can be asked to send fewer.
    all: bool,
}

impl Enclosed {
    /// With a message on a ticket.
    pub(crate) fn in_message(mode: Mode, person_id: &str, ticket_id: &str, ids: &[String]) -> Self {
        Self { scope: of_message(mode, person_id, ticket_id), ids: ids.to_vec(), all: false }
    }

    /// With a request that was written under `intake`.
    pub(crate) fn in_intake(intake: &str, ids: Vec<String>) -> Self {
        Self { scope: of_intake(intake), ids, all: false }
    }

    /// With the mail `id`.
    pub(crate) fn in_mail(id: &str, ids: Vec<String>) -> Self {
        Self { scope: of_mail(id), ids, all: true }
    }

    /// With a ticket that a program makes.
    #[must_use]
    pub fn in_new(person_id: &str, ids: Vec<String>) -> Self {
        Self { scope: of_new(person_id), ids, all: false }
    }
}

/// Puts the files into the first of `bodies` that can carry some, on the ticket `ticket_id`.
///
/// # Errors
/// `Invalid` (`files`) when there are too many, when nothing here can carry one, or when one is not whole, not there, or
/// sent already.
pub(crate) async fn attach(
    tx: &mut Tx,
    pen: &Pen,
    ticket_id: &str,
    enclosed: &Enclosed,
    bodies: impl Iterator<Item = &mut Body>,
) -> Outcome<()> {
    if enclosed.ids.is_empty() {
        return Ok(());
    }
    if enclosed.ids.len() > MAX_FILES && !enclosed.all {
        return Err(refused(Problem::TooManyFiles { most: MAX_FILES as u32 }));
    }
    let mut carriers = bodies.filter_map(|body| Some((body.is_public(), body.files_mut()?)));
    let (is_public, files) = carriers.next().ok_or_else(|| refused(Problem::FileGone))?;
    for id in &enclosed.ids {
        let by =
            By { ticket_id: Some(ticket_id), author_id: pen.actor_id.as_deref(), is_public, at: pen.now };
        files.push(take(tx, &enclosed.scope, id, &by).await?.ok_or_else(|| refused(Problem::FileGone))?);
    }
    Ok(())
}

fn refused(problem: Problem) -> crate::Failure {
    domain::Error::field(FIELD, problem).into()
}

/// Keeps what `text`, a version of the article `article_id`, names of its author's uploads, and notes which files it names.
///
/// # Errors
/// When the database refuses.
pub(crate) async fn claim(tx: &mut Tx, article_id: &str, by: &str, text: &str, at: Instant) -> Outcome<()> {
    let scope = of_articles(by);
    for id in named_in(text) {
        let by = By { ticket_id: None, author_id: Some(by), is_public: true, at };
        take(tx, &scope, &id, &by).await?;
        q(NAME).bind(article_id).bind(id).exec(tx).await?;
    }
    Ok(())
}

/// The file `of` again, on another ticket: stored once, with an id of its own.
///
/// # Errors
/// When the database refuses.
pub(crate) async fn copy(
    tx: &mut Tx,
    b: &Backend,
    of: &Attachment,
    ticket_id: &str,
    is_public: bool,
) -> Outcome<Attachment> {
    let id = key(b);
    let copy = q(COPY).bind(of.id.as_str()).bind(id.as_str()).bind(ticket_id).bind(is_public);
    copy.exec(tx).await?;
    Ok(Attachment { id, ..of.clone() })
}

/// Whether customers may read the file from now on.
///
/// # Errors
/// When the database refuses.
pub(crate) async fn show(tx: &mut Tx, id: &str, is_public: bool) -> Outcome<()> {
    q(SHOW).bind(id).bind(is_public).exec(tx).await?;
    Ok(())
}

/// What sends a file.
struct By<'a> {
    ticket_id: Option<&'a str>,
    author_id: Option<&'a str>,
    is_public: bool,
    at: Instant,
}

async fn take(tx: &mut Tx, scope: &str, id: &str, by: &By<'_>) -> Outcome<Option<Attachment>> {
    let Some(line) = q(TAKE).bind(id).bind(scope).opt::<Line>(tx).await? else { return Ok(None) };
    q(TAKEN).bind(id).exec(tx).await?;
    let attach = q(ATTACH).bind(id).bind(by.ticket_id).bind(by.author_id).bind(by.is_public);
    let attach = attach.bind(line.name.as_str()).bind(line.size).bind(line.hash).bind(line.media.as_str());
    attach.bind(by.at.0).exec(tx).await?;
    let size = u64::try_from(line.size).unwrap_or_default();
    Ok(Some(Attachment { id: id.to_owned(), name: line.name, size, media: line.media }))
}
