//! Taking files in, part by part.

use bytes::{Bytes, BytesMut};
use domain::Viewer;
use domain::error::Problem;
use domain::files::{For, MAX_FILE_BYTES, PART_BYTES, Upload, safe_name};
use domain::time::HOUR_MS;
use futures::{Stream, StreamExt};

use super::scope::{Mode, Scope, of_intake, of_message, of_new, scope};
use crate::access::tries;
use crate::db::{Conn, q};
use crate::ids::hex;
use crate::people::Client;
use crate::{Backend, Failure, Outcome, row};

const BEGIN: &str =
    "INSERT INTO uploads (id, scope, mark, question, person_id, name, size, received, changed_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, 0, $8) ON CONFLICT (scope, mark) DO NOTHING";
const KNOWN: &str = "SELECT id, name, size, received, question, COALESCE(media, '') AS media FROM uploads WHERE scope = $1 AND mark = $2";
const WAITING: &str = "SELECT id, name, size, received, question, COALESCE(media, '') AS media FROM uploads
  WHERE scope = $1 AND hash IS NOT NULL ORDER BY changed_at, id LIMIT 200";
const BEGUN: &str = "SELECT COUNT(*) FROM uploads WHERE scope = $1";
const ARRIVED: &str =
    "UPDATE uploads SET received = $3, changed_at = $4 WHERE id = $1 AND received = $2 AND hash IS NULL";
const WHOLE: &str =
    "UPDATE uploads SET hash = $2, media = $3, size = $4, received = $4, changed_at = $5 WHERE id = $1";
/// The content may be somebody else's too: the row stays until that is looked at.
const REMOVE: &str = "UPDATE uploads SET scope = $3 WHERE id = $1 AND scope = $2";

/// Files that one person may begin to send in an hour; and a network without an account.
const AN_HOUR: u32 = 300;
const AN_HOUR_UNKNOWN: u32 = 60;
/// Files begun for one thing, for each that it takes: those that broke off count, too.
const BEGUN_FOR_EACH: usize = 3;
/// Longest mark kept, in bytes.
const MAX_MARK: usize = 300;

row! {
    struct Line { id: String, name: String, size: i64, received: i64, question: String, media: String }
}

/// One part of a file as it arrives.
#[derive(Debug, Clone)]
pub struct Part {
    /// What the sender knows the file by, any text: the same mark for the same thing is the same file.
    pub mark: String,
    pub name: String,
    /// Bytes of the whole file.
    pub size: u64,
    /// Where in the file this part begins.
    pub at: u64,
    pub bytes: Bytes,
}

/// Takes one part and says how much is safe. A part that does not follow the last one is left alone: the answer tells
/// where to go on.
///
/// # Errors
/// `NotFound`, `SignIn` or `Forbidden` for what is not the viewer's to write; `Invalid`, under [`For::field`], for a file
/// that is empty or too large or one too many; `TooMany`; `Full`;
/// `TooLarge` for a part that is larger than parts may be.
pub async fn take(b: &Backend, v: &Viewer, client: &Client, of: &For, part: Part) -> Outcome<Upload> {
    if part.bytes.len() as u64 > PART_BYTES {
        return Err(domain::Error::TooLarge.into());
    }
    let scope = scope(b, v, of).await?;
    let mark = mark(&scope, &part);
    let upload = match known(&mut b.db.read().await?, &scope, &mark).await? {
        Some(upload) => upload,
        None => begin(b, &Sender { v, client, of }, &scope, &mark, &part).await?,
    };
    let arrived = part.bytes.len() as u64;
    let fits = arrived > 0 && upload.received + arrived <= upload.size;
    if part.at != upload.received || !fits {
        return Ok(upload);
    }
    b.files.put_part(&upload.id, part.at, part.bytes).await?;
    let received = upload.received + arrived;
    if received == upload.size {
        return finish(b, Upload { received, ..upload }).await;
    }
    arrive(b, &upload, received).await?;
    Ok(Upload { received, ..upload })
}

/// Takes a whole file as it streams in, of a size that is not known before its end: with a form that no script sends.
///
/// # Errors
/// As [`take`]; what breaks off is gone.
pub async fn take_stream<E: Into<Failure>>(
    b: &Backend,
    v: &Viewer,
    client: &Client,
    of: &For,
    name: &str,
    content: impl Stream<Item = Result<Bytes, E>> + Send,
) -> Outcome<Upload> {
    let first = Part {
        mark: b.ids.secret(),
        name: name.to_owned(),
        size: MAX_FILE_BYTES,
        at: 0,
        bytes: Bytes::new(),
    };
    let begun = take(b, v, client, of, first).await?;
    match pour(b, &begun.id, content).await {
        Ok(0) => give_up(b, v, of, &begun.id, Problem::EmptyFile).await,
        Ok(size) if size > MAX_FILE_BYTES => give_up(b, v, of, &begun.id, too_large()).await,
        Ok(size) => finish(b, Upload { size, received: size, ..begun }).await,
        Err(failure) => {
            remove(b, v, of, &begun.id).await?;
            Err(failure)
        }
    }
}

/// Writes parts as they fill; the bytes that came, of which those beyond the largest file are not looked at.
async fn pour<E: Into<Failure>>(
    b: &Backend,
    id: &str,
    content: impl Stream<Item = Result<Bytes, E>> + Send,
) -> Outcome<u64> {
    let mut content = std::pin::pin!(content);
    let (mut part, mut size) = (BytesMut::new(), 0);
    loop {
        let piece = content.next().await.transpose().map_err(Into::into)?;
        let is_end = piece.is_none();
        part.extend(piece.unwrap_or_default());
        if part.len() as u64 >= PART_BYTES || is_end && !part.is_empty() {
            let at = size;
            size += part.len() as u64;
            b.files.put_part(id, at, part.split().freeze()).await?;
        }
        if is_end || size > MAX_FILE_BYTES {
            return Ok(size);
        }
    }
}

async fn give_up(b: &Backend, v: &Viewer, of: &For, id: &str, why: Problem) -> Outcome<Upload> {
    remove(b, v, of, id).await?;
    Err(domain::Error::field(of.field(), why).into())
}

fn too_large() -> Problem {
    Problem::TooLarge { megabytes: (MAX_FILE_BYTES >> 20) as u32 }
}

/// Who sends, from where, and what for.
struct Sender<'a> {
    v: &'a Viewer,
    client: &'a Client,
    of: &'a For,
}

/// The same file may answer two questions.
fn mark(scope: &Scope, part: &Part) -> String {
    let mark = format!("{} {} {} {}", scope.question, part.size, part.mark, part.name);
    mark[..mark.floor_char_boundary(MAX_MARK)].to_owned()
}

async fn known(conn: &mut Conn, scope: &Scope, mark: &str) -> Outcome<Option<Upload>> {
    let line: Option<Line> = q(KNOWN).bind(scope.key.as_str()).bind(mark).opt(conn).await?;
    Ok(line.map(upload))
}

async fn begin(b: &Backend, sender: &Sender<'_>, scope: &Scope, mark: &str, part: &Part) -> Outcome<Upload> {
    let refuse = |problem| domain::Error::field(sender.of.field(), problem);
    if part.size == 0 {
        return Err(refuse(Problem::EmptyFile).into());
    }
    if part.size > MAX_FILE_BYTES {
        return Err(refuse(too_large()).into());
    }
    let mut conn = b.db.read().await?;
    let begun: i64 = q(BEGUN).bind(scope.key.as_str()).one(&mut conn).await?;
    let whole = whole_in(&mut conn, &scope.key).await?.len();
    drop(conn);
    if whole >= scope.most || begun >= (scope.most * BEGUN_FOR_EACH) as i64 {
        return Err(refuse(Problem::TooManyFiles { most: scope.most as u32 }).into());
    }
    count(b, sender).await?;
    let insert = q(BEGIN).bind(key(b)).bind(scope.key.as_str()).bind(mark).bind(scope.question.as_str());
    let insert = insert.bind(scope.person_id.clone()).bind(safe_name(&part.name)).bind(stored(part.size));
    b.db.execute(insert.bind(b.clock.now().0)).await?;
    // Begun twice at once, it is one.
    let begun = known(&mut b.db.read().await?, scope, mark).await?;
    Ok(begun.ok_or(domain::Error::NotFound)?)
}

async fn count(b: &Backend, sender: &Sender<'_>) -> Outcome<()> {
    let most = if sender.v.is_signed_in() { AN_HOUR } else { AN_HOUR_UNKNOWN };
    tries::take(b, &format!("files of {}", sender.client.or_person(sender.v)), most, HOUR_MS).await
}

/// 128 bits that nobody guesses.
pub(super) fn key(b: &Backend) -> String {
    let mut bytes = [0; 16];
    b.ids.fill(&mut bytes);
    hex(&bytes)
}

async fn arrive(b: &Backend, upload: &Upload, received: u64) -> Outcome<()> {
    let update = q(ARRIVED).bind(upload.id.as_str()).bind(stored(upload.received)).bind(stored(received));
    b.db.execute(update.bind(b.clock.now().0)).await?;
    Ok(())
}

/// All parts are there: they become one content, and then the desk says so.
async fn finish(b: &Backend, upload: Upload) -> Outcome<Upload> {
    let now = b.clock.now();
    let whole = b.files.assemble(&upload.id, now).await?;
    let update = q(WHOLE).bind(upload.id.as_str()).bind(whole.hash).bind(whole.media);
    b.db.execute(update.bind(stored(upload.size)).bind(now.0)).await?;
    b.files.drop_parts(&upload.id).await?;
    Ok(Upload { media: whole.media.to_owned(), ..upload })
}

/// The files that wait whole for what they are for to be sent, in the order in which they came.
///
/// # Errors
/// As [`take`].
pub async fn waiting(b: &Backend, v: &Viewer, of: &For) -> Outcome<Vec<Upload>> {
    let scope = scope(b, v, of).await?;
    whole_in(&mut b.db.read().await?, &scope.key).await
}

/// Those that wait for the reply which this person is writing on this ticket; for who may only read, none.
pub(crate) async fn with_reply(conn: &mut Conn, person_id: &str, ticket_id: &str) -> Outcome<Vec<Upload>> {
    whole_in(conn, &of_message(Mode::Reply, person_id, ticket_id)).await
}

/// Those with which this person is about to answer what the ticket waits for.
pub(crate) async fn to_answer(b: &Backend, person_id: &str, ticket_id: &str) -> Outcome<Vec<Upload>> {
    whole_in(&mut b.db.read().await?, &of_message(Mode::Answers, person_id, ticket_id)).await
}

/// Those of the intake `id`, to whatever question.
pub(crate) async fn in_intake(b: &Backend, id: &str) -> Outcome<Vec<Upload>> {
    whole_in(&mut b.db.read().await?, &of_intake(id)).await
}

/// Those of `ids` that wait for a ticket which this person is about to make.
pub(crate) async fn for_new(b: &Backend, person_id: &str, ids: &[String]) -> Outcome<Vec<Upload>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut files = whole_in(&mut b.db.read().await?, &of_new(person_id)).await?;
    files.retain(|file| ids.contains(&file.id));
    Ok(files)
}

async fn whole_in(conn: &mut Conn, scope: &str) -> Outcome<Vec<Upload>> {
    let lines: Vec<Line> = q(WAITING).bind(scope).all(conn).await?;
    Ok(lines.into_iter().map(upload).collect())
}

/// Takes a file back before it is sent. One that is gone already is fine; its content goes when
/// [`forget_old`](super::forget_old) comes by.
///
/// # Errors
/// As [`take`].
pub async fn remove(b: &Backend, v: &Viewer, of: &For, id: &str) -> Outcome<()> {
    let scope = scope(b, v, of).await?;
    b.db.execute(q(REMOVE).bind(id).bind(scope.key).bind(format!("removed {id}"))).await?;
    Ok(())
}

fn upload(line: Line) -> Upload {
    let bytes = |stored: i64| u64::try_from(stored).unwrap_or_default();
    Upload {
        id: line.id,
        name: line.name,
        size: bytes(line.size),
        received: bytes(line.received),
        media: line.media,
        question: line.question,
    }
}

pub(super) fn stored(bytes: u64) -> i64 {
    i64::try_from(bytes).unwrap_or(i64::MAX)
}
