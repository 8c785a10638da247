//! When a promise speaks up: the alarms of its policy, each with a key that stays the same for ever. Who fires them,
//! once only, is `backend/src/promises`.

use serde::{Deserialize, Serialize};

use super::calendar::Schedule;
use super::engine::Book;
use super::policy::{AlarmRule, AlarmWhen, Policy};
use super::ruler::Ruler;
use super::{Pause, Promise, PromiseKind, Standing};
use crate::time::{Instant, SECOND_MS};

/// Why something that an alarm should do could not be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trouble {
    /// There is nobody to tell.
    Nobody,
    /// The person has left or is switched off.
    Gone,
    /// The ticket's type has no ladder.
    NoLadder,
    /// It stands on the highest rung already.
    Top,
    /// The desk knows no such webhook.
    NoWebhook,
    /// The webhook does not answer in time, or not as its address says.
    Unanswered,
    /// It answers with this HTTP status, and so has not taken the call.
    Refused(u16),
    /// Its address leads to where the desk may not call.
    OutOfBounds,
}

impl Trouble {
    /// Trying again cannot help.
    #[must_use]
    pub fn is_final(self) -> bool {
        matches!(self, Self::Top | Self::NoWebhook)
    }
}

/// One alarm of one cycle of one promise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alarm {
    /// Unique on its ticket: kind, cycle, rule, and the count of a repeated one. `resolution/1/missed#2`.
    pub key: String,
    pub promise: PromiseKind,
    pub cycle: u32,
    /// The promise's true due time, however late the alarm is fired.
    pub due: Instant,
    /// The first instant at which it is true.
    pub fire_at: Instant,
    pub rule: AlarmRule,
}

impl Alarm {
    /// When its notices go out: in the recipient's opening hours, unless the rule speaks around the clock.
    #[must_use]
    pub fn notice_at(&self, hours: Option<&Schedule>) -> Instant {
        let waits = hours.filter(|_| !self.rule.round_the_clock);
        waits.and_then(|hours| hours.next_open(self.fire_at)).unwrap_or(self.fire_at)
    }
}

/// The alarms of `promise`: those reached by [`Promise::as_of`] and the next one of each rule. Those that were fired
/// already are among them; the key tells. None after a promise was kept in time, ended or rests.
#[must_use]
pub fn alarms(promise: &Promise, policy: &Policy, book: &Book) -> Vec<Alarm> {
    if !policy.enabled {
        return Vec::new();
    }
    let clock = AlarmClock { promise, ruler: book.ruler_of(promise), pauses: promise.closed_pauses() };
    let rules = policy.alarms.iter().filter(|rule| rule.watches(promise.kind));
    rules.flat_map(|rule| clock.times(rule).into_iter().map(|time| clock.alarm(rule, time))).collect()
}

/// When, and the how-manieth repetition.
type Time = (Instant, i64);

struct AlarmClock<'a> {
    promise: &'a Promise,
    ruler: Ruler<'a>,
    pauses: Vec<Pause>,
}

impl AlarmClock<'_> {
    fn alarm(&self, rule: &AlarmRule, (fire_at, count): Time) -> Alarm {
        let Promise { kind, cycle, .. } = *self.promise;
        let repetition = if count == 0 { String::new() } else { format!("#{count}") };
        Alarm {
            key: format!("{}/{cycle}/{}{repetition}", kind.code(), rule.id),
            promise: kind,
            cycle,
            due: self.promise.due,
            fire_at,
            rule: rule.clone(),
        }
    }

    fn times(&self, rule: &AlarmRule) -> Vec<Time> {
        match rule.when {
            AlarmWhen::PercentBefore(percent) => self.before(self.total_ms() * i64::from(percent) / 100),
            AlarmWhen::Before(secs) => self.before(i64::from(secs) * SECOND_MS),
            AlarmWhen::AtDue => self.reachable((self.missed_at(), 0)).into_iter().collect(),
            AlarmWhen::After { secs, repeat_secs } => self.after(secs, repeat_secs),
        }
    }

    fn total_ms(&self) -> i64 {
        self.ruler.counted(self.promise.started, self.promise.due, &self.pauses)
    }

    /// Warnings are for promises that can still be kept or are at least still owed.
    fn before(&self, ms: i64) -> Vec<Time> {
        let promise = self.promise;
        let at =
            self.ruler.rewind(promise.due, ms, &self.pauses).max(promise.started).max(promise.revised_at);
        let warns = promise.is_open();
        self.reachable((at, 0)).filter(|_| warns).into_iter().collect()
    }

    /// The first instant of lateness: after the due time, or the change that made it late.
    fn missed_at(&self) -> Instant {
        let just_late = self.promise.due.plus_ms(1);
        self.promise.missed_at.map_or(just_late, |missed| missed.max(just_late))
    }

    /// The first one, or of a repeated rule the latest one reached and the next.
    fn after(&self, secs: u32, repeat_secs: Option<u32>) -> Vec<Time> {
        let (first_ms, period_ms) =
            (i64::from(secs) * SECOND_MS, repeat_secs.map(|secs| i64::from(secs) * SECOND_MS));
        let reached = match period_ms {
            Some(period) if period > 0 => (self.promise.overrun_ms - first_ms).div_euclid(period).max(0),
            _ => 0,
        };
        let counts = if period_ms.is_some() { reached..=reached + 1 } else { 0..=0 };
        let time = |count: i64| {
            let late_ms = first_ms + count * period_ms.unwrap_or(0);
            (self.ruler.advance(self.missed_at(), late_ms, &self.pauses), count)
        };
        counts.filter_map(|count| self.reachable(time(count))).collect()
    }

    /// Only what the promise lived to see: nothing after it was closed, nothing while it rests.
    fn reachable(&self, time: Time) -> Option<Time> {
        let resting = match self.promise.state {
            Standing::Paused { since } => Some(since),
            _ => self.promise.current_pause().map(|pause| pause.from),
        };
        let end = self.promise.closed_at().into_iter().chain(resting).min();
        end.is_none_or(|end| time.0 < end).then_some(time)
    }
}
