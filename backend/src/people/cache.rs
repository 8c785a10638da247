//! Who is behind a session or token, remembered for two seconds. So a busy browser costs the database one look per two
//! seconds, and what another node ends is over here within them.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use domain::Viewer;
use domain::time::Instant;

/// How long an answer is believed, in milliseconds from before it was read.
const FRESH_MS: i64 = 2_000;
/// How many answers are kept at most, some 300 bytes each.
const CAPACITY: usize = 10_000;

/// The digest of a secret that was shown, with its kind: a session's is never good as a bearer token.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Credential {
    Session(String),
    Token(String),
}

impl Credential {
    pub(crate) fn digest(&self) -> &str {
        match self {
            Self::Session(digest) | Self::Token(digest) => digest,
        }
    }
}

/// Fresh answers of this process. What is ended on this node is dropped at once.
#[derive(Default)]
pub struct SessionCache(Mutex<HashMap<Credential, Known>>);

struct Known {
    viewer: Viewer,
    read_at: Instant,
}

impl Known {
    /// A clock that was set back makes answers stale, never immortal.
    fn is_fresh(&self, now: Instant) -> bool {
        (0..FRESH_MS).contains(&now.ms_since(self.read_at))
    }
}

impl SessionCache {
    pub(crate) fn get(&self, credential: &Credential, now: Instant) -> Option<Viewer> {
        self.lock().get(credential).filter(|known| known.is_fresh(now)).map(|known| known.viewer.clone())
    }

    /// Keeps what the database answered; `now` was taken before it was asked.
    pub(crate) fn put(&self, credential: Credential, viewer: Viewer, now: Instant) {
        let mut known = self.lock();
        if known.len() >= CAPACITY {
            known.retain(|_, known| known.is_fresh(now));
        }
        if known.len() >= CAPACITY {
            known.clear();
        }
        known.insert(credential, Known { viewer, read_at: now });
    }

    pub(crate) fn forget(&self, credential: &Credential) {
        self.lock().remove(credential);
    }

    pub(crate) fn forget_person(&self, person_id: &str) {
        self.lock().retain(|_, known| known.viewer.person_id != person_id);
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Credential, Known>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn viewer(id: &str) -> Viewer {
        Viewer { person_id: id.into(), ..Viewer::default() }
    }

    fn session(n: usize) -> Credential {
        Credential::Session(n.to_string())
    }

    #[test]
    fn answers_are_believed_for_two_seconds() {
        let cache = SessionCache::default();
        cache.put(session(1), viewer("ana"), Instant(10_000));
        assert!(cache.get(&session(1), Instant(11_999)).is_some());
        assert!(cache.get(&session(1), Instant(12_000)).is_none());
        assert!(cache.get(&session(1), Instant(9_999)).is_none(), "the clock was set back");
        assert!(cache.get(&Credential::Token("1".into()), Instant(10_000)).is_none());
    }

    #[test]
    fn what_ends_here_is_gone_at_once() {
        let cache = SessionCache::default();
        cache.put(session(1), viewer("ana"), Instant(0));
        cache.put(session(2), viewer("ana"), Instant(0));
        cache.put(session(3), viewer("ben"), Instant(0));
        cache.forget(&session(3));
        assert!(cache.get(&session(3), Instant(0)).is_none());
        cache.forget_person("ana");
        assert!(cache.get(&session(1), Instant(0)).is_none() && cache.get(&session(2), Instant(0)).is_none());
    }

    #[test]
    fn the_cache_does_not_grow_for_ever() {
        let cache = SessionCache::default();
        for n in 0..CAPACITY * 2 + 10 {
            cache.put(session(n), viewer("ana"), Instant(0));
        }
        assert!(cache.lock().len() <= CAPACITY);
        assert!(cache.get(&session(CAPACITY * 2 + 9), Instant(0)).is_some());
    }
}
