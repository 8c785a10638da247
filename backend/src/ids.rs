//! The one place that draws ids and secrets.

use std::sync::Mutex;

use domain::time::Instant;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

/// Draws ids and secrets. Tests and the demo use a seeded one, so that the same steps give the same rows.
pub trait Ids: Send + Sync + 'static {
    /// Fills `bytes` with randomness fit for secrets (in [`RandomIds`]).
    fn fill(&self, bytes: &mut [u8]);

    /// A new id made at `now`: 26 characters that sort by time, then at random.
    fn id(&self, now: Instant) -> String {
        let mut random = [0; 10];
        self.fill(&mut random);
        ulid(now, random)
    }

    /// A secret of 256 bits in 64 hexadecimal digits.
    fn secret(&self) -> String {
        let mut bytes = [0; 32];
        self.fill(&mut bytes);
        hex(&bytes)
    }
}

/// The operating system's randomness.
pub struct RandomIds;

impl Ids for RandomIds {
    fn fill(&self, bytes: &mut [u8]) {
        rand::rng().fill_bytes(bytes);
    }
}

/// The same sequence for the same seed; for the demo and for tests, never for secrets.
pub struct SeededIds(Mutex<StdRng>);

impl SeededIds {
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(Mutex::new(StdRng::seed_from_u64(seed)))
    }
}

impl Ids for SeededIds {
    fn fill(&self, bytes: &mut [u8]) {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner).fill_bytes(bytes);
    }
}

/// Sorts before every id that was made at `at` or later.
#[must_use]
pub fn first_at(at: Instant) -> String {
    ulid(at, [0; 10])
}

/// Lower-case hexadecimal digits of `bytes`.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// 48 bits of milliseconds and 80 random bits in Crockford's base 32.
fn ulid(now: Instant, random: [u8; 10]) -> String {
    const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
    let low = random.iter().fold(0u128, |bits, byte| bits << 8 | u128::from(*byte));
    let bits = u128::from(now.0.unsigned_abs()) << 80 | low;
    (0..26).rev().map(|place| char::from(ALPHABET[(bits >> (place * 5)) as usize & 31])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_sort_by_time_and_repeat_with_their_seed() {
        let (a, b) = (SeededIds::new(7), SeededIds::new(7));
        let early = a.id(Instant(1_000));
        assert_eq!(early, b.id(Instant(1_000)));
        assert!(early < a.id(Instant(2_000)));
        assert_eq!(early.len(), 26);
    }

    #[test]
    fn secrets_differ() {
        assert_ne!(RandomIds.secret(), RandomIds.secret());
        assert_eq!(RandomIds.secret().len(), 64);
    }
}
