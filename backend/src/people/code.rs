//! Signing in with a code sent by mail: six digits, good once, for ten minutes and five tries. An address that belongs
//! to nobody gets a code too, which is never sent, so that pages and limits behave the same.

use domain::error::{Checks, Problem};
use domain::outbox::MailKind;
use domain::people::email_norm;
use domain::time::{DAY_MS, Instant, MINUTE_MS};
use domain::words;
use subtle::ConstantTimeEq;

use super::attempt::{Attempt, Kind};
use super::holder::{self, Holder};
use super::session::Draft;
use super::sign_in::check_email;
use super::{Client, NewSession};
use crate::access::{digest, tries};
use crate::db::{Tx, q};
use crate::mail::outbox::{self, Mail};
use crate::{Backend, Ids, Outcome};

const FORGET: &str = "DELETE FROM login_codes WHERE email_norm = $1";
const INSERT_CODE: &str = "INSERT INTO login_codes
  (id, email_norm, person_id, code_hash, tries_left, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7)";
const NEWEST: &str = "SELECT id, person_id, code_hash, tries_left FROM login_codes
  WHERE email_norm = $1 AND expires_at > $2 ORDER BY created_at DESC, id DESC LIMIT 1";
const USE_TRY: &str = "UPDATE login_codes SET tries_left = tries_left - 1 WHERE id = $1";

const MINUTES: i64 = 10;
const TRIES: i64 = 5;
/// Codes for one account in a day: with five tries each, guessing takes years.
const CODES_A_DAY: u32 = 20;

/// Mails a code to whoever has `email`, in place of any sent before. The answer says nothing about whether anybody has.
///
/// # Errors
/// `Invalid` when it is no address, `TooMany`.
pub async fn send_code(b: &Backend, client: &Client, email: &str) -> Outcome<()> {
    let email = checked(email)?;
    Attempt::take(b, Kind::SendCode, client, &email).await?;
    tries::take(b, &format!("codes in a day for {email}"), CODES_A_DAY, DAY_MS).await?;
    let account = holder::by_email(b, &email).await?;
    let fresh = Fresh::draw(b, email, account.map(|account| account.holder));
    let desk = b.clone();
    b.db.write(move |tx| {
        let (desk, fresh) = (desk.clone(), fresh.clone());
        Box::pin(async move { fresh.store(tx, &desk).await })
    })
    .await
}

/// Begins a new session for whoever `code` was mailed to.
///
/// # Errors
/// `Invalid` for `code`: `WrongCode` with the tries left, `CodeEnded` when another is needed; `TooMany`.
pub async fn sign_in_code(b: &Backend, client: &Client, email: &str, code: &str) -> Outcome<NewSession> {
    let email = checked(email)?;
    let code: String = code.chars().filter(|c| !c.is_whitespace() && *c != '-').take(TYPED).collect();
    if code.is_empty() {
        return Err(domain::Error::field("code", Problem::Required).into());
    }
    let attempt = Attempt::take(b, Kind::EnterCode, client, &email).await?;
    let entry = Entry { email, code, attempt, draft: Draft::new(b, client), at: b.clock.now() };
    let verdict =
        b.db.write(move |tx| {
            let entry = entry.clone();
            Box::pin(async move { entry.judge(tx).await })
        })
        .await?;
    match verdict {
        Verdict::Right(session) => Ok(*session),
        Verdict::Wrong { left: 0 } => Err(domain::Error::field("code", Problem::CodeEnded).into()),
        Verdict::Wrong { left } => Err(domain::Error::field("code", Problem::WrongCode { left }).into()),
    }
}

/// Digits that are looked at, one more than a code has.
const TYPED: usize = 7;

fn checked(email: &str) -> Result<String, domain::Error> {
    let mut checks = Checks::default();
    check_email(&mut checks, email);
    checks.finish()?;
    Ok(email_norm(email))
}

/// A code about to be stored, with its mail if there is somebody to have it.
#[derive(Clone)]
struct Fresh {
    id: String,
    email: String,
    person_id: Option<String>,
    code_hash: String,
    mail: Option<Mail>,
    at: Instant,
}

impl Fresh {
    fn draw(b: &Backend, email: String, holder: Option<Holder>) -> Self {
        let (at, code) = (b.clock.now(), six_digits(&*b.ids));
        let id = b.ids.id(at);
        let mail = holder.as_ref().map(|holder| code_mail(b, holder, &email, &code, at));
        Self {
            code_hash: code_hash(&id, &code),
            id,
            email,
            person_id: holder.map(|holder| holder.id),
            mail,
            at,
        }
    }

    async fn store(&self, tx: &mut Tx, b: &Backend) -> Outcome<()> {
        q(FORGET).bind(&self.email).exec(tx).await?;
        q(INSERT_CODE)
            .bind(&self.id)
            .bind(&self.email)
            .bind(&self.person_id)
            .bind(&self.code_hash)
            .bind(TRIES)
            .bind(self.at.0)
            .bind(ends(self.at).0)
            .exec(tx)
            .await?;
        match &self.mail {
            Some(mail) => outbox::enqueue(tx, b, mail).await,
            None => Ok(()),
        }
    }
}

/// A code that somebody typed.
#[derive(Clone)]
struct Entry {
    email: String,
    code: String,
    attempt: Attempt,
    draft: Draft,
    at: Instant,
}

enum Verdict {
    Right(Box<NewSession>),
    /// Nothing fits, and this many tries remain.
    Wrong {
        left: u32,
    },
}

impl Entry {
    /// Uses the code up, or one of its tries. Both are kept, so a refusal is an answer here, not an error.
    async fn judge(self, tx: &mut Tx) -> Outcome<Verdict> {
        let newest = q(NEWEST).bind(&self.email).bind(self.at.0).for_update();
        let Some((id, person_id, hash, left)) =
            newest.opt::<(String, Option<String>, String, i64)>(tx).await?
        else {
            return Ok(Verdict::Wrong { left: 0 });
        };
        if left <= 0 {
            return Ok(Verdict::Wrong { left: 0 });
        }
        let fits = bool::from(code_hash(&id, &self.code).as_bytes().ct_eq(hash.as_bytes()));
        let Some(person_id) = person_id.filter(|_| fits) else {
            q(USE_TRY).bind(id).exec(tx).await?;
            return Ok(Verdict::Wrong { left: u32::try_from(left - 1).unwrap_or_default() });
        };
        q(FORGET).bind(&self.email).exec(tx).await?;
        self.attempt.give_back(tx).await?;
        let begun = self.draft.begin(tx, &person_id).await?;
        Ok(begun.map_or(Verdict::Wrong { left: 0 }, |session| Verdict::Right(Box::new(session))))
    }
}

fn ends(at: Instant) -> Instant {
    at.plus_ms(MINUTES * MINUTE_MS)
}

/// The row's id is the salt: equal codes have different hashes.
fn code_hash(id: &str, code: &str) -> String {
    digest(&format!("{id}{code}"))
}

fn six_digits(ids: &dyn Ids) -> String {
    let mut bytes = [0; 8];
    ids.fill(&mut bytes);
    // 2^64 is so much more than a million that no code is noticeably likelier than another.
    format!("{:06}", u64::from_le_bytes(bytes) % 1_000_000)
}

/// Goes to the address that was asked for: `holder` may have several.
fn code_mail(b: &Backend, holder: &Holder, to: &str, code: &str, at: Instant) -> Mail {
    let w = words::mail::mail(holder.lang());
    let (url, minutes) = (format!("{}/login", b.settings.base_url), MINUTES.to_string());
    let values = [("name", holder.name.as_str()), ("code", code), ("url", &url), ("minutes", &minutes)];
    let words = (w.code_subject.to_owned(), words::fill(w.code_body, &values));
    let mail = Mail::new(b, MailKind::Code, holder.lang(), to, words);
    Mail { name: holder.name.clone(), at, expires_at: Some(ends(at)), ..mail }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::SeededIds;

    #[test]
    fn codes_are_six_digits() {
        let ids = SeededIds::new(3);
        for _ in 0..1_000 {
            let code = six_digits(&ids);
            assert!(code.len() == 6 && code.bytes().all(|b| b.is_ascii_digit()), "{code}");
        }
    }

    #[test]
    fn equal_codes_are_stored_differently() {
        assert_ne!(code_hash("a", "123456"), code_hash("b", "123456"));
    }
}
