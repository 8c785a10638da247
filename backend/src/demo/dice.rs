//! Chance that repeats: the same seed throws the same numbers.

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

/// A seeded source of choices.
pub(super) struct Dice(StdRng);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(StdRng::seed_from_u64(seed))
    }

    /// From 0 up to, not including, `n`; 0 when `n` is 0.
    pub fn below(&mut self, n: usize) -> usize {
        // The slight preference of the remainder for small numbers does not matter to a demo.
        usize::try_from(self.0.next_u64() % (n.max(1) as u64)).unwrap_or_default()
    }

    /// From `low` to `high`, both included.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        low + self.below(usize::try_from(high - low + 1).unwrap_or(1)) as i64
    }

    /// True `percent` times out of a hundred.
    pub fn percent(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// True `n` times out of `of`.
    pub fn odds(&mut self, n: usize, of: usize) -> bool {
        self.below(of) < n
    }

    /// From 0 up to, not including, 1.
    pub fn fraction(&mut self) -> f64 {
        self.below(1 << 30) as f64 / f64::from(1 << 30)
    }

    /// One of `things`; `None` when there are none.
    pub fn pick<'t, T>(&mut self, things: &'t [T]) -> Option<&'t T> {
        things.get(self.below(things.len()))
    }

    /// One of `texts`, or nothing to say.
    pub fn say<'t>(&mut self, texts: &'t [String]) -> &'t str {
        self.pick(texts).map_or("", String::as_str)
    }
}
