//! How much one caller may ask for: a bucket for each caller and kind, filled at a steady rate. Kept in memory, so each
//! node counts for itself; tries at secrets are counted in the database instead.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use domain::time::{Instant, SECOND_MS};

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Any call of the API.
    Call,
    /// Searches and suggestions, which cost the most.
    Search,
    /// New tickets.
    Create,
}

/// Uses a second for each kind, at least one.
#[derive(Debug, Clone, Copy)]
pub struct Rates {
    pub calls: u32,
    pub searches: u32,
    pub creations: u32,
}

impl Default for Rates {
    fn default() -> Self {
        Self { calls: 300, searches: 20, creations: 100 }
    }
}

/// A full bucket holds what flows in within this time: who was quiet may hurry.
const BURST_SECONDS: f64 = 5.0;
/// Buckets above which the full ones, which are as good as none, are thrown away.
const MANY: usize = 10_000;

/// The buckets of this process.
#[derive(Debug)]
pub struct Limits {
    rates: Rates,
    buckets: Mutex<HashMap<(Kind, String), Bucket>>,
}

#[derive(Debug, Clone, Copy)]
struct Bucket {
    left: f64,
    at: Instant,
}

impl Limits {
    #[must_use]
    pub fn new(rates: Rates) -> Self {
        Self { rates, buckets: Mutex::default() }
    }

    /// Takes one use for `who`, or says in how many seconds there is one again.
    pub fn take(&self, kind: Kind, who: &str, now: Instant) -> Result<(), u32> {
        let rate = f64::from(self.rate(kind));
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() > MANY {
            buckets.retain(|(kind, _), bucket| {
                let rate = f64::from(self.rate(*kind));
                bucket.filled(rate, now).left < rate * BURST_SECONDS
            });
        }
        let full = Bucket { left: rate * BURST_SECONDS, at: now };
        let bucket = buckets.entry((kind, who.to_owned())).or_insert(full);
        *bucket = bucket.filled(rate, now);
        if bucket.left < 1.0 {
            return Err(((1.0 - bucket.left) / rate).ceil().max(1.0) as u32);
        }
        bucket.left -= 1.0;
        Ok(())
    }

    fn rate(&self, kind: Kind) -> u32 {
        match kind {
            Kind::Call => self.rates.calls,
            Kind::Search => self.rates.searches,
            Kind::Create => self.rates.creations,
        }
    }
}

impl Bucket {
    /// With what has flowed in by `now`. A clock that was set back lets nothing flow.
    fn filled(self, rate: f64, now: Instant) -> Self {
        let seconds = now.ms_since(self.at).max(0) as f64 / SECOND_MS as f64;
        Self { left: (self.left + seconds * rate).min(rate * BURST_SECONDS), at: now }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limits() -> Limits {
        Limits::new(Rates { calls: 2, searches: 1, creations: 1 })
    }

    #[test]
    fn a_full_bucket_empties_and_fills_again() {
        let limits = limits();
        for _ in 0..10 {
            assert_eq!(limits.take(Kind::Call, "ana", Instant(0)), Ok(()));
        }
        assert_eq!(limits.take(Kind::Call, "ana", Instant(0)), Err(1));
        assert_eq!(limits.take(Kind::Call, "ana", Instant(500)), Ok(()));
    }

    #[test]
    fn callers_and_kinds_have_buckets_of_their_own() {
        let limits = limits();
        while limits.take(Kind::Search, "ana", Instant(0)).is_ok() {}
        assert!(limits.take(Kind::Search, "ben", Instant(0)).is_ok());
        assert!(limits.take(Kind::Create, "ana", Instant(0)).is_ok());
    }

    #[test]
    fn a_clock_set_back_gives_nothing_away() {
        let limits = limits();
        while limits.take(Kind::Search, "ana", Instant(9_000)).is_ok() {}
        assert!(limits.take(Kind::Search, "ana", Instant(0)).is_err());
    }

    #[test]
    fn buckets_do_not_pile_up() {
        let limits = limits();
        for n in 0..MANY as i64 * 2 {
            limits.take(Kind::Call, &n.to_string(), Instant(n * 1_000)).unwrap();
        }
        assert!(limits.buckets.lock().unwrap().len() <= MANY + 1);
    }
}
