//! Pictures that come with the program: kept like those that authors send.

use bytes::Bytes;
use domain::time::Instant;

use super::scope::of_articles;
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
pub(crate) async fn keep(b: &Backend, name: String, content: &'static [u8]) -> Outcome<Kept> {
    let (id, size) = (key(b), content.len() as u64);
    b.files.put_part(&id, 0, Bytes::from_static(content)).await?;
    let whole = b.files.assemble(&id, b.clock.now()).await?;
    b.files.drop_parts(&id).await?;
    Ok(Kept { id, name, size, hash: whole.hash, media: whole.media })
}

impl Kept {
    /// Lets the articles of `author` name it, as if they had uploaded it.
    ///
    /// # Errors
    /// When the database refuses.
    pub(crate) async fn offer(&self, tx: &mut Tx, author: &str, at: Instant) -> Outcome<()> {
        let offer = q(OFFER).bind(self.id.as_str()).bind(of_articles(author)).bind(author);
        let offer = offer.bind(self.name.as_str()).bind(stored(self.size)).bind(self.hash.as_str());
        offer.bind(self.media).bind(at.0).exec(tx).await?;
        Ok(())
    }
}
