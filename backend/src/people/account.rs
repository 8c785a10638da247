//! One's own account: name, language, zone, password, and the browsers that are signed in.

use chrono_tz::Tz;
use domain::Viewer;
use domain::error::{Checks, Problem};
use domain::outbox::MailKind;
use domain::people::{Account, AccountChange, SessionRow, email_norm, name_norm};
use domain::text::spaced;
use domain::time::Instant;
use domain::words;

use super::add::MAX_NAME;
use super::attempt::{Kind, take_account};
use super::{password, session};
use crate::access::{digest, signed_in_person};
use crate::audit::{self, Deed};
use crate::db::{Query, Tx, q};
use crate::mail::outbox::{self, Mail};
use crate::stamps::Stamper;
use crate::{Backend, Outcome};

const ABOUT: &str =
    "SELECT p.name, p.lang, p.time_zone, o.name AS organisation, p.password_hash IS NOT NULL AS has_password
  FROM people p LEFT JOIN organisations o ON o.id = p.organisation_id WHERE p.id = $1";
const SESSIONS: &str = "SELECT token_hash, agent, seen_at FROM sessions
  WHERE person_id = $1 AND expires_at > $2 ORDER BY seen_at DESC, token_hash LIMIT 50";
const PASSWORD: &str = "SELECT password_hash FROM people WHERE id = $1 AND disabled_at IS NULL";
const UPDATE_PERSON: &str = "UPDATE people SET name = $2, name_norm = $3, lang = $4, time_zone = $5,
  password_hash = coalesce($6, password_hash), version = version + 1 WHERE id = $1 AND disabled_at IS NULL";

/// The reader's own account; `token` is their session's, to mark it among the others.
///
/// # Errors
/// `SignIn`, `Forbidden` for a bearer token, or a fault of the database.
pub async fn account(b: &Backend, v: &Viewer, token: &str) -> Outcome<Account> {
    signed_in_person(v)?;
    let now = b.clock.now();
    let mut conn = b.db.read().await?;
    let about = q(ABOUT).bind(&v.person_id).opt::<About>(&mut conn).await?.ok_or(domain::Error::SignIn)?;
    let sessions = q(SESSIONS).bind(&v.person_id).bind(now.0).all::<(String, String, i64)>(&mut conn).await?;
    let (stamper, current) = (Stamper::new(v, now), digest(token));
    let row = |(hash, agent, seen): (String, String, i64)| SessionRow {
        current: hash == current,
        agent,
        seen: stamper.stamp(Instant(seen)),
    };
    Ok(Account {
        name: about.name,
        email: v.email.clone(),
        lang: words::Lang::parse(&about.lang).unwrap_or_default(),
        time_zone: about.time_zone,
        organisation: about.organisation,
        has_password: about.has_password,
        sessions: sessions.into_iter().map(row).collect(),
    })
}

/// Changes the reader's own account. A new password ends every session but that of `token`, and is mailed about.
///
/// # Errors
/// `SignIn`, `Forbidden` for a bearer token; `Invalid` for `name`, `time_zone` (`NotAChoice`), `new_password` or
/// `current_password` (`WrongSignIn`); `TooMany` after ten wrong passwords.
pub async fn update_account(b: &Backend, v: &Viewer, token: &str, change: &AccountChange) -> Outcome<()> {
    signed_in_person(v)?;
    let name = check(change)?;
    let hash = new_hash(b, v, change).await?;
    let statement = q(UPDATE_PERSON)
        .bind(&v.person_id)
        .bind(&name)
        .bind(name_norm(&name))
        .bind(change.lang.code())
        .bind(&change.time_zone)
        .bind(&hash);
    let renewal = hash.map(|_| Renewal::new(b, v, token, &name, change.lang));
    let desk = b.clone();
    b.db.write(move |tx| {
        let (desk, statement, renewal) = (desk.clone(), statement.clone(), renewal.clone());
        Box::pin(async move { store(tx, &desk, statement, renewal.as_ref()).await })
    })
    .await?;
    b.sessions.forget_person(&v.person_id);
    Ok(())
}

async fn store(tx: &mut Tx, b: &Backend, statement: Query, renewal: Option<&Renewal>) -> Outcome<()> {
    if statement.exec(tx).await? == 0 {
        return Err(domain::Error::SignIn.into());
    }
    match renewal {
        Some(renewal) => renewal.store(tx, b).await,
        None => Ok(()),
    }
}

/// The name as it is kept, when everything can be taken.
fn check(change: &AccountChange) -> Result<String, domain::Error> {
    let mut checks = Checks::default();
    let name = spaced(&change.name);
    let name = checks.line("name", &name, MAX_NAME);
    checks.ensure(change.time_zone.parse::<Tz>().is_ok(), "time_zone", Problem::NotAChoice);
    password::check_size(&mut checks, "current_password", &change.current_password);
    if !change.new_password.is_empty() {
        password::check_new(&mut checks, "new_password", &change.new_password);
    }
    checks.finish()?;
    Ok(name)
}

/// The hash of the new password, if one is wanted and the current one was given.
async fn new_hash(b: &Backend, v: &Viewer, change: &AccountChange) -> Outcome<Option<String>> {
    if change.new_password.is_empty() {
        return Ok(None);
    }
    let stored = q(PASSWORD).bind(&v.person_id).opt::<Option<String>>(&mut b.db.read().await?).await?;
    if let Some(current) = stored.ok_or(domain::Error::SignIn)? {
        take_account(b, Kind::Password, &email_norm(&v.email)).await?;
        if !password::matches(&change.current_password, Some(&current)).await? {
            return Err(domain::Error::field("current_password", Problem::WrongSignIn).into());
        }
    }
    password::hash(&*b.ids, &change.new_password).await.map(Some)
}

/// What else happens when a password changes.
#[derive(Clone)]
struct Renewal {
    person_id: String,
    kept_session: String,
    mail: Mail,
    entry: audit::Entry,
}

impl Renewal {
    fn new(b: &Backend, v: &Viewer, token: &str, name: &str, lang: words::Lang) -> Self {
        let at = b.clock.now();
        let w = words::mail::mail(lang);
        let body = words::fill(w.password_body, &[("name", name), ("url", &b.settings.base_url)]);
        let mail = Mail::new(b, MailKind::Account, lang, &v.email, (w.password_subject.to_owned(), body));
        let mail = Mail { name: name.to_owned(), at, ..mail };
        let entry = audit::Entry::new(b, Some(v), Deed::PasswordChanged, &v.person_id);
        Self { person_id: v.person_id.clone(), kept_session: digest(token), mail, entry }
    }

    async fn store(&self, tx: &mut Tx, b: &Backend) -> Outcome<()> {
        session::end_all_but(tx, &self.person_id, &self.kept_session).await?;
        outbox::enqueue(tx, b, &self.mail).await?;
        audit::record(tx, &self.entry).await?;
        Ok(session::announce_end(tx, &self.person_id, Some(&self.person_id), self.mail.at).await?)
    }
}

crate::row! {
    struct About {
        name: String,
        lang: String,
        time_zone: String,
        organisation: Option<String>,
        has_password: bool,
    }
}
