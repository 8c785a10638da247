//! The one place that reads the time of day.

use domain::time::Instant;

/// Gives the current moment. Tests use one that they move.
pub trait Clock: Send + Sync + 'static {
    fn now(&self) -> Instant;
}

/// The machine's clock.
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the provider itself")]
    fn now(&self) -> Instant {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        Instant(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }
}

/// The machine's clock, so many milliseconds ahead: to try out on a desk what time brings.
pub struct AheadClock(pub i64);

impl Clock for AheadClock {
    fn now(&self) -> Instant {
        SystemClock.now().plus_ms(self.0)
    }
}

/// A clock that stands still until it is moved; for tests and for writing the past of the demo.
#[derive(Debug)]
pub struct FixedClock(std::sync::atomic::AtomicI64);

impl FixedClock {
    #[must_use]
    pub fn at(now: Instant) -> Self {
        Self(std::sync::atomic::AtomicI64::new(now.0))
    }

    /// Moves to `now`, forward or back.
    pub fn set(&self, now: Instant) {
        self.0.store(now.0, std::sync::atomic::Ordering::SeqCst);
    }

    /// Moves on by `ms` milliseconds.
    pub fn advance(&self, ms: i64) {
        self.0.fetch_add(ms, std::sync::atomic::Ordering::SeqCst);
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Instant {
        Instant(self.0.load(std::sync::atomic::Ordering::SeqCst))
    }
}
