//! Passwords as argon2id hashes. Hashing takes some 20 MB and tens of milliseconds, so at most two run at a time, away
//! from the threads that serve requests.

use std::time::Duration;

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{self, PasswordHasher, PasswordVerifier};
use domain::error::{Checks, Problem};
use domain::people::{MAX_PASSWORD, MIN_PASSWORD};
use tokio::sync::Semaphore;
use tokio::time::timeout;

use crate::{Failure, Ids, Outcome};

static SLOTS: Semaphore = Semaphore::const_new(2);
/// How long a sign-in waits for a slot before it is told to try again.
const PATIENCE: Duration = Duration::from_secs(5);

/// The hash of a password that nobody knows. Whoever has no password is checked against it, so that an unknown address
/// costs the same work as a known one.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$CtfYF1uM9TsIiRK1upOHeg$t4ZumX4baaiQAWu8EYnvXzMo7zhRUOeZ4kpQ9H/cSp0";

/// Hashes a new password with a salt of its own.
pub(crate) async fn hash(ids: &dyn Ids, password: &str) -> Outcome<String> {
    let mut salt = [0; 16];
    ids.fill(&mut salt);
    let password = password.to_owned();
    let hashed = in_a_slot(move || hash_with(&password, &salt)).await?;
    hashed.map_err(|error| Failure::broken(format!("hashing a password: {error}")))
}

/// Whether `password` fits `stored`. Always the same work; `false` when there is nothing it could fit.
pub(super) async fn matches(password: &str, stored: Option<&str>) -> Outcome<bool> {
    let known = stored.is_some();
    let (password, against) = (password.to_owned(), stored.unwrap_or(NOBODY).to_owned());
    let verdict = in_a_slot(move || verify(&password, &against)).await?;
    tracing::debug!("password checked");
    match verdict {
        Ok(()) => Ok(known),
        Err(password_hash::Error::PasswordInvalid) => Ok(false),
        Err(error) => Err(Failure::broken(format!("checking a password: {error}"))),
    }
}

/// Notes on `field` what keeps `password` from being a new one.
pub(super) fn check_new(checks: &mut Checks, field: &str, password: &str) {
    let length = password.chars().count();
    checks.ensure(length >= MIN_PASSWORD as usize, field, Problem::TooShort { min: MIN_PASSWORD });
    check_size(checks, field, password);
}

/// Notes on `field` when `password` is more than is ever hashed.
pub(super) fn check_size(checks: &mut Checks, field: &str, password: &str) {
    checks.ensure(password.len() <= MAX_PASSWORD, field, Problem::TooLong { max: MAX_PASSWORD as u32 });
}

fn hash_with(password: &str, salt: &[u8]) -> password_hash::Result<String> {
    Argon2::default()
        .hash_password_with_salt(password.as_bytes(), salt)
        .map(|hash: PasswordHash| hash.to_string())
}

fn verify(password: &str, stored: &str) -> password_hash::Result<()> {
    let stored = PasswordHash::new(stored).map_err(|_| password_hash::Error::Crypto)?;
    Argon2::default().verify_password(password.as_bytes(), &stored)
}

/// Runs `work` on a blocking thread once a slot is free; the slot is held until it ends, even if nobody waits any more.
async fn in_a_slot<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Outcome<T> {
    let slot = timeout(PATIENCE, SLOTS.acquire()).await.map_err(|_| domain::Error::Busy)?;
    let slot = slot.map_err(|error| Failure::broken(error.to_string()))?;
    let task = tokio::task::spawn_blocking(move || {
        let done = work();
        drop(slot);
        done
    });
    task.await.map_err(|error| Failure::broken(format!("hashing a password: {error}")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::SeededIds;

    #[tokio::test]
    async fn a_password_fits_its_own_hash_only() {
        let ids = SeededIds::new(1);
        let (stored, other) =
            (hash(&ids, "correct horse").await.unwrap(), hash(&ids, "correct horse").await.unwrap());
        assert_ne!(stored, other, "each has a salt of its own");
        assert!(matches("correct horse", Some(&stored)).await.unwrap());
        assert!(!matches("correct house", Some(&stored)).await.unwrap());
        assert!(!matches("correct horse", None).await.unwrap());
    }

    #[test]
    fn checking_nobody_costs_what_checking_somebody_costs() {
        let fresh = hash_with("any", &[7; 16]).unwrap();
        let cost = |hash: &str| hash.split('$').take(4).collect::<Vec<_>>().join("$");
        assert_eq!(cost(NOBODY), cost(&fresh));
        assert!(fresh.starts_with("$argon2id$"), "{fresh}");
        assert_eq!(NOBODY.len(), fresh.len());
    }
}
