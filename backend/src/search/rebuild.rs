//! Filling an index from the database, while the one before goes on answering.

use std::sync::Arc;

use super::document;
use super::follow::head;
use super::index::{Batch, Generation, Position};
use super::load;
use crate::db::Conn;
use crate::{Backend, Failure, Outcome};

/// Makes the index anew from the database and puts it in the place of the one that answers. Safe beside a serving
/// process on the same data folder, which moves over within about a second.
///
/// # Errors
/// When the database cannot be read or the index not be written; the one before stays.
pub async fn reindex(b: &Backend) -> Outcome<()> {
    let next = b.search.next()?;
    // Read before the rows: what changes meanwhile is followed again afterwards, which does no harm.
    let position = head(&mut b.db.read().await?).await?;
    let number = next.number;
    let filling = Filling { next: Arc::new(next), documents: 0 };
    let filled = filling.run(b, position).await.inspect_err(|_| b.search.discard(number))?;
    tracing::info!(documents = filled.documents, seq = position.seq, "the search index was made anew");
    let next =
        Arc::into_inner(filled.next).ok_or_else(|| Failure::broken("the new index is still in use"))?;
    b.search.swap(next)
}

struct Filling {
    next: Arc<Generation>,
    documents: usize,
}

impl Filling {
    async fn run(mut self, b: &Backend, position: Position) -> Outcome<Self> {
        self.articles(&mut b.db.read().await?).await?;
        self.problems(&mut b.db.read().await?).await?;
        self.tickets(b).await?;
        self.blocking(move |next| {
            next.commit(position)?;
            next.rest()
        })
        .await?;
        Ok(self)
    }

    async fn articles(&mut self, conn: &mut Conn) -> Outcome<()> {
        let mut after = String::new();
        loop {
            let rows = load::articles(conn, &after).await?;
            let Some(last) = rows.last() else { return Ok(()) };
            after.clone_from(&last.id);
            self.put(move |next| rows.iter().map(|row| document::article(&next.fields, row)).collect())
                .await?;
        }
    }

    async fn problems(&mut self, conn: &mut Conn) -> Outcome<()> {
        let mut after = String::new();
        loop {
            let rows = load::problems(conn, &after).await?;
            let Some(last) = rows.last() else { return Ok(()) };
            after.clone_from(&last.id);
            self.put(move |next| rows.iter().map(|row| document::problem(&next.fields, row)).collect())
                .await?;
        }
    }

    async fn tickets(&mut self, b: &Backend) -> Outcome<()> {
        let mut after = String::new();
        loop {
            // A connection for each page, so that a long rebuild holds none from the readers.
            let rows = load::tickets(&mut b.db.read().await?, &after).await?;
            let Some((last, _)) = rows.last() else { return Ok(()) };
            after.clone_from(&last.id);
            self.put(move |next| {
                rows.iter().map(|(row, text)| document::ticket(&next.fields, row, text)).collect()
            })
            .await?;
        }
    }

    async fn put(
        &mut self,
        docs: impl FnOnce(&Generation) -> Vec<(String, tantivy::TantivyDocument)> + Send + 'static,
    ) -> Outcome<()> {
        self.documents += self
            .blocking(move |next| {
                let docs: Vec<_> = docs(next).into_iter().map(|(key, doc)| (key, Some(doc))).collect();
                let count = docs.len();
                next.put(Batch { docs })?;
                Ok(count)
            })
            .await?;
        Ok(())
    }

    async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Generation) -> tantivy::Result<T> + Send + 'static,
    ) -> Outcome<T> {
        let next = self.next.clone();
        let done = tokio::task::spawn_blocking(move || work(&next)).await;
        Ok(done.map_err(|died| Failure::broken(format!("filling the search index: {died}")))??)
    }
}
