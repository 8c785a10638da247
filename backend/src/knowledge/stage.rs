//! Moving an article on: sent to be reviewed, given back, published, archived; and an old version brought back. Whoever
//! does it names the version they looked at, so that nothing is published that nobody has read.

use domain::Viewer;
use domain::access::Action;
use domain::error::{Checks, Error};
use domain::knowledge::Audience;
use domain::knowledge::desk::SavedArticle;
use domain::knowledge::writing::{ArticleForm, ArticleState, Field, MAX_NOTE, Move};
use domain::words::{console, fill};

use super::slug::{free_slug, slug_of};
use super::versions;
use super::write::{Current, Save, add_version, current, tell};
use super::{article_html, write};
use crate::audit::{self, Deed};
use crate::db::{Tx, q};
use crate::{Backend, Outcome};

const PUBLISH: &str =
    "UPDATE articles SET slug = $2, version = $3, title = $4, problem = $5, body = $6, html = $7,
    product_id = $8, topic = $9, audience = $10, lang = $11, keywords = $12, versions = $13, owner_id = $14,
    review_on = $15, changed_at = $16, state = 'published', stage = 'published'
  WHERE id = $1";
const SET_STAGE: &str = "UPDATE articles SET state = $2, stage = $3, changed_at = $4 WHERE id = $1";
const KEEP_SLUG: &str =
    "INSERT INTO article_slugs (slug, article_id) VALUES ($1, $2) ON CONFLICT (slug) DO NOTHING";
const TAKE_SLUG: &str = "DELETE FROM article_slugs WHERE slug = $1 AND article_id = $2";

/// One move of one article, with the text that readers would see rendered before the transaction.
#[derive(Clone)]
struct Step {
    deed: Move,
    save: Save,
    seen: i64,
    viewer: Viewer,
    html: String,
    entry: audit::Entry,
}

/// Moves the article `id`, whose newest version is `seen`, on. Giving it back needs a `note` that says why, and keeps it
/// as a version.
///
/// # Errors
/// `SignIn`, `Forbidden`; `NotFound`; `Invalid` for a text that is not ready, or no reason; `Conflict` when it has
/// changed or moved meanwhile.
pub async fn move_on(
    b: &Backend,
    v: &Viewer,
    id: &str,
    seen: i64,
    deed: Move,
    note: &str,
) -> Outcome<SavedArticle> {
    v.ensure(Action::WriteArticle)?;
    let form = versions::read(&mut b.db.read().await?, id, seen).await?.ok_or(Error::NotFound)?;
    let note = check(&form, deed, note)?;
    let html = if deed == Move::Publish { article_html(form.get(Field::Body)).await? } else { String::new() };
    let at = b.clock.now();
    let save = Save { id: id.to_owned(), seen: Some(seen), form, note, by: v.person_id.clone(), at };
    let entry = audit::Entry::new(b, Some(v), audited(deed), id);
    let step = Step { deed, save, seen, viewer: v.clone(), html, entry };
    b.db.write(move |tx| {
        let step = step.clone();
        Box::pin(async move { step.take(tx).await })
    })
    .await
}

/// The note, once the text and it are fit for `deed`.
fn check(form: &ArticleForm, deed: Move, note: &str) -> Outcome<String> {
    let mut checks = Checks::default();
    let note = match deed {
        Move::Return => checks.text("note", note, MAX_NOTE),
        _ => checks.optional_text("note", note, MAX_NOTE),
    };
    checks.finish()?;
    if matches!(deed, Move::Send | Move::Publish) {
        form.checked(true)?;
    }
    Ok(note)
}

fn audited(deed: Move) -> Deed {
    match deed {
        Move::Send => Deed::ArticleSent,
        Move::Return => Deed::ArticleReturned,
        Move::Publish => Deed::ArticlePublished,
        Move::Archive => Deed::ArticleArchived,
    }
}

impl Step {
    async fn take(self, tx: &mut Tx) -> Outcome<SavedArticle> {
        let now = current(tx, &self.save.id).await?;
        self.viewer.ensure(now.standing.needs(self.deed))?;
        if now.head != self.seen || !now.standing.allows(self.deed) {
            return Err(Error::Conflict(Vec::new()).into());
        }
        audit::record(tx, &self.entry).await?;
        let head = match self.deed {
            Move::Publish => self.publish(tx, &now).await?,
            Move::Return => self.give_back(tx, &now).await?,
            Move::Send | Move::Archive => self.set(tx, &now).await?,
        };
        Ok(SavedArticle { id: self.save.id, head })
    }

    async fn set(&self, tx: &mut Tx, now: &Current) -> Outcome<i64> {
        let to = now.standing.after(self.deed);
        let set = q(SET_STAGE).bind(&self.save.id).bind(to.state.code()).bind(to.stage.code());
        set.bind(self.save.at.0).exec(tx).await?;
        let was_read = now.standing.state == ArticleState::Published;
        tell(tx, &now.slug, now.head, was_read, &self.save.by, self.save.at).await?;
        Ok(now.head)
    }

    /// The same text once more, with the reason.
    async fn give_back(&self, tx: &mut Tx, now: &Current) -> Outcome<i64> {
        add_version(tx, &self.save, now, now.head + 1, now.standing.after(self.deed)).await?;
        Ok(now.head + 1)
    }

    async fn publish(&self, tx: &mut Tx, now: &Current) -> Outcome<i64> {
        let Save { id, form, by, at, .. } = &self.save;
        let slug = self.address(tx, now).await?;
        let query = q(PUBLISH).bind(id).bind(&slug).bind(now.head).bind(form.get(Field::Title));
        let query = query.bind(form.get(Field::Problem)).bind(form.get(Field::Body)).bind(&self.html);
        let query = query.bind(form.optional(Field::Product)).bind(form.optional(Field::Topic));
        let query = query.bind(form.get(Field::Audience)).bind(form.get(Field::Lang));
        let query = query.bind(serde_json::to_string(&form.list(Field::Keywords))?);
        let query = query.bind(serde_json::to_string(&form.list(Field::Versions))?);
        let query = query.bind(form.optional(Field::Owner)).bind(form.optional(Field::ReviewOn));
        query.bind(at.0).exec(tx).await?;
        versions::approve(tx, id, now.head, by, *at).await?;
        let is_public = form.get(Field::Audience) == Audience::Public.code();
        if slug != now.slug {
            // Who follows by address forgets the old one.
            tell(tx, &now.slug, now.head, is_public, by, *at).await?;
        }
        tell(tx, &slug, now.head, is_public, by, *at).await?;
        Ok(now.head)
    }

    /// The address that it is published under; the one that readers knew leads there from now on.
    async fn address(&self, tx: &mut Tx, now: &Current) -> Outcome<String> {
        let wished = slug_of(self.save.form.get(Field::Slug));
        if wished == now.slug {
            return Ok(wished);
        }
        q(TAKE_SLUG).bind(&wished).bind(&self.save.id).exec(tx).await?;
        let slug = free_slug(tx, &wished, &self.save.id).await?;
        if now.standing.was_public() {
            q(KEEP_SLUG).bind(&now.slug).bind(&self.save.id).exec(tx).await?;
        }
        Ok(slug)
    }
}

/// Makes the text of `version` the newest one, as a draft; who looks after the article, and its address, stay.
///
/// # Errors
/// `SignIn`, `Forbidden`; `NotFound`; `Conflict` when it changed since the version `seen`.
pub async fn restore(b: &Backend, v: &Viewer, id: &str, seen: i64, version: i64) -> Outcome<SavedArticle> {
    v.ensure(Action::WriteArticle)?;
    let mut conn = b.db.read().await?;
    let old = versions::read(&mut conn, id, version).await?.ok_or(Error::NotFound)?;
    let now = versions::read(&mut conn, id, seen).await?.ok_or(Error::NotFound)?;
    drop(conn);
    let stays = [Field::Slug, Field::Owner, Field::ReviewOn, Field::Related, Field::Origins];
    let pick = |field: &Field| {
        let from = if stays.contains(field) { &now } else { &old };
        (*field, from.get(*field).to_owned())
    };
    let form = ArticleForm(Field::ALL.iter().map(pick).collect());
    let note = fill(console::kb(v.lang).restored_note, &[("n", &version.to_string())]);
    let save =
        Save { id: id.to_owned(), seen: Some(seen), form, note, by: v.person_id.clone(), at: b.clock.now() };
    b.db.write(move |tx| {
        let save = save.clone();
        Box::pin(async move { write::keep(tx, save).await })
    })
    .await
}
