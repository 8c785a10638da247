//! Writing an article in the console: each save is a version of its own. What readers see changes when one is published,
//! in `stage.rs`.

use domain::Viewer;
use domain::access::Action;
use domain::error::{Checks, Problem};
use domain::knowledge::Audience;
use domain::knowledge::desk::SavedArticle;
use domain::knowledge::writing::{ArticleForm, ArticleState, Field, MAX_NOTE, Standing};
use domain::live::Topic;
use domain::time::Instant;

use super::slug::{chosen_slug, free_slug, slug_of};
use super::versions::{self, Version};
use crate::db::{Conn, Tx, q};
use crate::live::{self, Change};
use crate::settings::{self, Directory};
use crate::tickets::{number_text, parse_number};
use crate::{Backend, Failure, Outcome, files, row};

const STANDING: &str = "SELECT slug, state, stage, head FROM articles WHERE id = $1";
/// Readers see nothing of it yet: what they would see is put in its place when it is published.
const INSERT: &str = "INSERT INTO articles (id, slug, version, title, problem, body, html, product_id, topic, audience,
    state, lang, keywords, versions, owner_id, views, helped, not_helped, deflected, created_at, changed_at, head, stage)
  VALUES ($1, $2, 1, $3, '', '', '', NULL, NULL, 'internal', 'draft', 'en', '[]', '[]', $4, 0, 0, 0, 0, $5, $5, 1, 'draft')";
const MOVE_ON: &str = "UPDATE articles SET head = $2, stage = $3, changed_at = $4 WHERE id = $1";
const PROBLEM: &str = "SELECT number FROM problems WHERE number = $1";
const TICKET: &str = "SELECT number FROM tickets WHERE number = $1";

row! { struct StandingRow { slug: String, state: String, stage: String, head: i64 } }

/// An article's row as a change has to know it.
#[derive(Debug, Clone)]
pub(super) struct Current {
    pub slug: String,
    pub standing: Standing,
    pub head: i64,
}

/// One save.
#[derive(Debug, Clone)]
pub(super) struct Save {
    pub id: String,
    /// The version that the author has seen; `None` for a new article.
    pub seen: Option<i64>,
    pub form: ArticleForm,
    pub note: String,
    pub by: String,
    pub at: Instant,
}

/// Keeps `form` as the newest version of the article `id`, or as a new article. `seen` is the version it was typed over,
/// `note` a word on what changed. Saving what is there already changes nothing.
///
/// # Errors
/// `SignIn`, `Forbidden`; `NotFound`; `Invalid` for fields; `Conflict` when somebody saved another version meanwhile:
/// [`super::merge`] brings both together.
pub async fn save(
    b: &Backend,
    v: &Viewer,
    id: Option<&str>,
    seen: i64,
    form: &ArticleForm,
    note: &str,
) -> Outcome<SavedArticle> {
    v.ensure(Action::WriteArticle)?;
    let mut checks = Checks::default();
    let note = checks.optional_text("note", note, MAX_NOTE);
    checks.finish()?;
    let mut form = form.checked(false)?;
    check_references(&mut b.db.read().await?, &*b.directory().await?, &mut form).await?;
    let at = b.clock.now();
    let own_id = id.map_or_else(|| b.ids.id(at), str::to_owned);
    let save = Save { id: own_id, seen: id.map(|_| seen), form, note, by: v.person_id.clone(), at };
    b.db.write(move |tx| {
        let save = save.clone();
        Box::pin(async move { keep(tx, save).await })
    })
    .await
}

/// Refuses what names something that is not there, and writes numbers as everybody does.
async fn check_references(conn: &mut Conn, directory: &Directory, form: &mut ArticleForm) -> Outcome<()> {
    let mut checks = Checks::default();
    let product = form.optional(Field::Product);
    let known = product.as_deref().and_then(|id| directory.product(id));
    checks.ensure(product.is_none() || known.is_some(), "product", Problem::NotAChoice);
    if known.is_none() {
        form.set(Field::Topic, "");
    }
    if let Some(Audience::Tier(tier)) = Audience::parse(form.get(Field::Audience)) {
        let known = settings::tiers(conn, directory).await?;
        checks.ensure(known.contains(&tier), "audience", Problem::NotAChoice);
    }
    let owner = form.optional(Field::Owner);
    let is_staff = owner.is_none_or(|id| directory.staff_member(&id).is_some());
    checks.ensure(is_staff, "owner", Problem::NotAChoice);
    if let Some(number) = form.optional(Field::Related) {
        let found: Option<String> = q(PROBLEM).bind(number.to_uppercase()).opt(conn).await?;
        checks.ensure(found.is_some(), "related", Problem::Unknown);
        form.set(Field::Related, found.unwrap_or_default());
    }
    let mut origins = Vec::new();
    for text in form.list(Field::Origins) {
        let found: Option<i64> = match parse_number(&text) {
            Some(number) => q(TICKET).bind(number).opt(conn).await?,
            None => None,
        };
        checks.ensure(found.is_some(), "origins", Problem::Unknown);
        origins.extend(found.map(number_text));
    }
    form.set(Field::Origins, origins.join(", "));
    if form.optional(Field::Slug).is_some() {
        form.set(Field::Slug, slug_of(form.get(Field::Slug)));
    }
    Ok(checks.finish()?)
}

/// The article's row, locked.
pub(super) async fn current(tx: &mut Tx, id: &str) -> Outcome<Current> {
    let row: Option<StandingRow> = q(STANDING).bind(id).for_update().opt(tx).await?;
    let row = row.ok_or(domain::Error::NotFound)?;
    let standing = Standing { state: read_state(&row.state)?, stage: read_state(&row.stage)? };
    Ok(Current { slug: row.slug, standing, head: row.head })
}

pub(super) fn read_state(code: &str) -> Outcome<ArticleState> {
    ArticleState::parse(code)
        .ok_or_else(|| Failure::broken(format!("an article has the unknown state {code}")))
}

pub(super) async fn keep(tx: &mut Tx, save: Save) -> Outcome<SavedArticle> {
    match save.seen {
        None => create(tx, save).await,
        Some(seen) => change(tx, save, seen).await,
    }
}

async fn create(tx: &mut Tx, mut save: Save) -> Outcome<SavedArticle> {
    let slug = match save.form.optional(Field::Slug) {
        Some(chosen) => chosen_slug(tx, chosen, &save.id).await?,
        None => free_slug(tx, &slug_of(save.form.get(Field::Title)), &save.id).await?,
    };
    let owner = save.form.optional(Field::Owner);
    let insert = q(INSERT).bind(&save.id).bind(&slug).bind(save.form.get(Field::Title)).bind(owner);
    insert.bind(save.at.0).exec(tx).await?;
    save.form.set(Field::Slug, slug.as_str());
    insert_version(tx, &save, 1).await?;
    tell(tx, &slug, 1, false, &save.by, save.at).await?;
    Ok(SavedArticle { id: save.id, head: 1 })
}

async fn change(tx: &mut Tx, mut save: Save, seen: i64) -> Outcome<SavedArticle> {
    let now = current(tx, &save.id).await?;
    if now.head != seen {
        return Err(domain::Error::Conflict(Vec::new()).into());
    }
    if save.form.optional(Field::Slug).is_none() {
        save.form.set(Field::Slug, now.slug.as_str());
    }
    let before = versions::read(tx, &save.id, now.head).await?.unwrap_or_default();
    if before == save.form {
        return Ok(SavedArticle { id: save.id, head: now.head });
    }
    if follows_title(&before, &save.form, &now) {
        save.form.set(Field::Slug, slug_of(save.form.get(Field::Title)));
    } else if before.get(Field::Slug) != save.form.get(Field::Slug) {
        chosen_slug(tx, save.form.get(Field::Slug).to_owned(), &save.id).await?;
    }
    let head = now.head + 1;
    add_version(tx, &save, &now, head, now.standing.changed()).await?;
    Ok(SavedArticle { id: save.id, head })
}

/// Nobody has had the address yet, nobody chose it, and the title it was made of is another now.
fn follows_title(before: &ArticleForm, after: &ArticleForm, now: &Current) -> bool {
    let made = |form: &ArticleForm| slug_of(form.get(Field::Title)) == form.get(Field::Slug);
    !now.standing.was_public()
        && made(before)
        && before.get(Field::Slug) == after.get(Field::Slug)
        && !made(after)
}

/// Adds a version and says how far it is.
pub(super) async fn add_version(
    tx: &mut Tx,
    save: &Save,
    now: &Current,
    head: i64,
    to: Standing,
) -> Outcome<()> {
    insert_version(tx, save, head).await?;
    q(MOVE_ON).bind(&save.id).bind(head).bind(to.stage.code()).bind(save.at.0).exec(tx).await?;
    tell(tx, &now.slug, head, false, &save.by, save.at).await
}

async fn insert_version(tx: &mut Tx, save: &Save, version: i64) -> Outcome<()> {
    let Save { id, form, note, by, at, .. } = save;
    let new = Version { article_id: id, version, form, by: Some(by), at: *at, note, is_live: false };
    versions::insert(tx, new).await?;
    files::claim(tx, id, by, form.get(Field::Body), *at).await
}

/// Tells the followers of the change log, readers among them only when it `is_public`.
pub(super) async fn tell(
    tx: &mut Tx,
    slug: &str,
    version: i64,
    is_public: bool,
    by: &str,
    at: Instant,
) -> Outcome<()> {
    let change = Change {
        topic: Topic::Article,
        id: slug.to_owned(),
        version,
        requester_id: None,
        organisation_id: None,
        is_public,
        actor_id: Some(by.to_owned()),
        at,
    };
    live::record(tx, &change).await?;
    Ok(())
}
