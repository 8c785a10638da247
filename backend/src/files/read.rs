//! Handing files out, to those who may read what carries them.

use std::pin::{Pin, pin};

use bytes::Bytes;
use domain::Viewer;
use domain::files::{Attachment, START_BYTES};
use domain::time::DAY_MS;
use futures::{Stream, StreamExt};

use crate::audit::{self, Deed};
use crate::db::{Conn, q};
use crate::knowledge::bind_audiences;
use crate::tickets::visible;
use crate::{Backend, Failure, Outcome, row};

const OF_TICKET: &str = "SELECT a.name, a.size, a.hash, a.media, a.author_id, t.requester_id
  FROM attachments a JOIN tickets t ON t.id = a.ticket_id WHERE a.id = $1 AND (a.is_public = TRUE OR $2 = TRUE)";
/// What stands in the text that readers see; its writers see the rest as well.
const OF_ARTICLE: &str =
    "SELECT a.name, a.size, a.hash, a.media, CAST(NULL AS TEXT) AS author_id, CAST(NULL AS TEXT) AS requester_id
  FROM attachments a WHERE a.id = $1 AND a.ticket_id IS NULL AND ($5 = TRUE OR EXISTS
    (SELECT 1 FROM article_files f JOIN articles t ON t.id = f.article_id WHERE f.file_id = a.id
      AND t.state = 'published' AND (t.audience IN ($2, $3) OR $4 IN (t.audience, 'any')) AND t.body LIKE '%/files/' || a.id || '%'))";
const OWN: &str = "SELECT name, size, hash, media, person_id AS author_id, CAST(NULL AS TEXT) AS requester_id
  FROM uploads WHERE id = $1 AND person_id = $2 AND hash IS NOT NULL";

const PUBLIC: &str =
    "SELECT hash FROM attachments WHERE id = $1 AND ticket_id IS NOT NULL AND is_public = TRUE";

row! {
    struct Line {
        name: String, size: i64, hash: String, media: String, author_id: Option<String>, requester_id: Option<String>,
    }
}

/// A file's bytes, piece by piece.
pub type Content = Pin<Box<dyn Stream<Item = Result<Bytes, Failure>> + Send>>;

/// A file that may be read.
pub struct Opened {
    pub file: Attachment,
    pub content: Content,
}

/// The file `id`, if `v` may read it. Reading what somebody else sent is noted.
///
/// # Errors
/// `NotFound` for a file that does not exist or is not the viewer's to read: the two are the same.
pub async fn open(b: &Backend, v: &Viewer, id: &str) -> Outcome<Opened> {
    let line = find(&mut b.db.read().await?, v, id).await?.ok_or(domain::Error::NotFound)?;
    if line.is_anothers(v) {
        note(b, v, id).await?;
    }
    let size = u64::try_from(line.size).unwrap_or_default();
    let file = Attachment { id: id.to_owned(), name: line.name, size, media: line.media };
    Ok(Opened { file, content: Box::pin(b.files.read(&line.hash).await?) })
}

/// The whole content of a file that customers may see, for a mail to them; `None` when it is gone, or internal.
///
/// # Errors
/// When database or store cannot be read.
pub(crate) async fn content(b: &Backend, id: &str) -> Outcome<Option<Vec<u8>>> {
    let hash: Option<String> = q(PUBLIC).bind(id).opt(&mut b.db.read().await?).await?;
    let Some(hash) = hash else { return Ok(None) };
    let mut pieces = pin!(b.files.read(&hash).await?);
    let mut bytes = Vec::new();
    while let Some(piece) = pieces.next().await {
        bytes.extend(piece?);
    }
    Ok(Some(bytes))
}

/// The first lines of the text file `id`, if `v` may read it.
///
/// # Errors
/// As [`open`]; `NotFound` also for what is no text.
pub async fn start(b: &Backend, v: &Viewer, id: &str) -> Outcome<String> {
    let Opened { file, mut content } = open(b, v, id).await?;
    if !file.is_text() {
        return Err(domain::Error::NotFound.into());
    }
    let mut bytes = Vec::new();
    while bytes.len() <= START_BYTES
        && let Some(piece) = content.next().await
    {
        bytes.extend(piece?);
    }
    Ok(domain::files::start(&bytes))
}

async fn find(conn: &mut Conn, v: &Viewer, id: &str) -> Outcome<Option<Line>> {
    let scope = visible(v, 3);
    let of_ticket = q(format!("{OF_TICKET} AND {}", scope.condition)).bind(id).bind(v.is_staff());
    if let Some(line) = of_ticket.bind_all(scope.value.into_iter().collect()).opt(conn).await? {
        return Ok(Some(line));
    }
    if let Some(line) = bind_audiences(q(OF_ARTICLE).bind(id), v).bind(v.is_staff()).opt(conn).await? {
        return Ok(Some(line));
    }
    Ok(q(OWN).bind(id).bind(v.person_id.as_str()).opt(conn).await?)
}

impl Line {
    /// Neither sent by `v` nor on a request of theirs. What stands in articles is nobody's.
    fn is_anothers(&self, v: &Viewer) -> bool {
        let is_mine = |id: &Option<String>| id.as_deref() == Some(v.person_id.as_str());
        self.requester_id.is_some() && !is_mine(&self.author_id) && !is_mine(&self.requester_id)
    }
}

/// Once a day for each reader: a picture is fetched whenever its page is drawn.
async fn note(b: &Backend, v: &Viewer, id: &str) -> Outcome<()> {
    let day = b.clock.now().0.div_euclid(DAY_MS);
    let entry = audit::Entry::new(b, Some(v), Deed::FileRead, id);
    audit::record_once(b, entry, &format!("{} {id} {day}", v.person_id)).await
}
