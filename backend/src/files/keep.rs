//! Files that nobody uploads: pictures that come with the program, what lies in mail.

use bytes::Bytes;
use domain::time::Instant;

use super::scope::{of_articles, of_mail};
use super::upload::{key, stored};
use crate::db::{Tx, q};
use crate::{Backend, Outcome};

const OFFER: &str =
    "INSERT INTO uploads (id, scope, mark, question, person_id, name, size, received, hash, media, changed_at)
  VALUES ($1, $2, $1, '', $3, $4, $5, $5, $6, $7, $8)";

/// A content in the desk's folder that nothing names yet.
#[derive(Debug, Clone)]
pub(crate) struct Kept {
    pub id: String,
    name: String,
    size: u64,
    hash: String,
    media: &'static str,
}

/// Puts `content` on disk under an id of its own.
///
/// # Errors
/// When the folder refuses.
pub(crate) async fn keep(b: &Backend, name: String, content: impl Into<Bytes>) -> Outcome<Kept> {
    let content: Bytes = content.into();
    let (id, size) = (key(b), content.len() as u64);
    let whole = b.files.put_whole(content, b.clock.now()).await?;
    Ok(Kept { id, name, size, hash: whole.hash, media: whole.media })
}

/// Largest picture that may be a mere ornament, in bytes.
const SMALL: u64 = 64 << 10;

impl Kept {
    /// SHA-256 of its content.
    pub(crate) fn hash(&self) -> &str {
        &self.hash
    }

    /// Whether it is one of those pictures that come with signatures.
    pub(crate) fn is_small_picture(&self) -> bool {
        self.size <= SMALL && domain::files::is_picture(self.media)
    }

    /// Lets the articles of `author` name it, as if they had uploaded it.
    ///
    /// # Errors
    /// When the database refuses.
    pub(crate) async fn offer(&self, tx: &mut Tx, author: &str, at: Instant) -> Outcome<()> {
        self.wait(tx, &of_articles(author), Some(author), at).await
    }

    /// Lets a message carry it that came with the mail `mail_id`.
    ///
    /// # Errors
    /// When the database refuses.
    pub(crate) async fn enclose(&self, tx: &mut Tx, mail_id: &str, at: Instant) -> Outcome<()> {
        self.wait(tx, &of_mail(mail_id), None, at).await
    }

    async fn wait(&self, tx: &mut Tx, scope: &str, person: Option<&str>, at: Instant) -> Outcome<()> {
        let offer = q(OFFER).bind(self.id.as_str()).bind(scope).bind(person.map(str::to_owned));
        let offer = offer.bind(self.name.as_str()).bind(stored(self.size)).bind(self.hash.as_str());
        offer.bind(self.media).bind(at.0).exec(tx).await?;
        Ok(())
    }
}
