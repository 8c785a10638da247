//! Signing in with a password. Known and unknown addresses get the same answer after the same work.

use domain::error::{Checks, Problem};
use domain::people::{email_norm, looks_like_email};

use super::attempt::{Attempt, Kind};
use super::session::Draft;
use super::{Client, NewSession, holder, password};
use crate::{Backend, Outcome};

/// Begins a new session for whoever has `email` and `password`.
///
/// # Errors
/// `Invalid` for `email` and `password` (`WrongSignIn` when they do not belong together or the person is disabled),
/// `TooMany` after ten failures of one account or fifty from one address in a quarter of an hour, `Busy`.
pub async fn sign_in_password(
    b: &Backend,
    client: &Client,
    email: &str,
    password: &str,
) -> Outcome<NewSession> {
    let email = check(email, password)?;
    let attempt = Attempt::take(b, Kind::Password, client, &email).await?;
    let account = holder::by_email(b, &email).await?;
    let stored = account.as_ref().and_then(|account| account.password_hash.as_deref());
    let fits = password::matches(password, stored).await?;
    let Some(account) = account.filter(|_| fits) else { return Err(wrong().into()) };
    let draft = Draft::new(b, client);
    let person_id = account.holder.id;
    b.db.write(move |tx| {
        let (attempt, draft, person_id) = (attempt.clone(), draft.clone(), person_id.clone());
        Box::pin(async move {
            attempt.give_back(tx).await?;
            draft.begin(tx, &person_id).await?.ok_or_else(|| wrong().into())
        })
    })
    .await
}

/// The normalised address, when both fields are worth trying.
fn check(email: &str, password: &str) -> Result<String, domain::Error> {
    let mut checks = Checks::default();
    check_email(&mut checks, email);
    checks.ensure(!password.is_empty(), "password", Problem::Required);
    password::check_size(&mut checks, "password", password);
    checks.finish()?;
    Ok(email_norm(email))
}

/// Notes what keeps `email` from being an address.
pub(super) fn check_email(checks: &mut Checks, email: &str) {
    if email.trim().is_empty() {
        checks.ensure(false, "email", Problem::Required);
    } else {
        checks.ensure(looks_like_email(email), "email", Problem::NotAnEmail);
    }
}

fn wrong() -> domain::Error {
    domain::Error::field("password", Problem::WrongSignIn)
}
