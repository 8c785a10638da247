//! What somebody wants to hear of, and when: kinds they can do without, quiet hours in which notices wait, and a digest of
//! their work now and then. What happened stands in the ticket at once either way. Siblings: `backend/src/tickets/notices`, `app/src/console/me`.

use serde::{Deserialize, Serialize};

use crate::Error;
use crate::error::{Checks, Problem};
use crate::promises::calendar::Zone;
use crate::tickets::coded;
use crate::tickets::view::Notice;
use crate::time::{DAY_MS, Date, HOUR_MS, Instant, MINUTE_MS};

coded! {
    /// The kinds of notices, in the order in which they can be chosen.
    NoticeKind {
        Promise = "promise",
        Assigned = "assigned",
        CustomerReplied = "customer_replied",
        MoreUrgent = "more_urgent",
        DutyManager = "duty_manager",
        Contract = "contract",
        /// Mail that somebody wrote and that did not arrive.
        Undelivered = "undelivered",
        /// A rung that one owns, and what comes back; nobody can do without.
        Ladder = "ladder",
    }
}

impl NoticeKind {
    /// Whether one can choose not to hear of it.
    #[must_use]
    pub fn is_optional(self) -> bool {
        self != Self::Ladder
    }
}

impl Notice {
    #[must_use]
    pub fn kind(&self) -> NoticeKind {
        match self {
            Self::Promise { .. } => NoticeKind::Promise,
            Self::DutyManager { .. } => NoticeKind::DutyManager,
            Self::Assigned { .. } | Self::HandedOut | Self::StandsIn { .. } | Self::Left { .. } => {
                NoticeKind::Assigned
            }
            Self::OwnerAway { .. } => NoticeKind::Promise,
            Self::CustomerReplied { .. } | Self::MailHeld { .. } => NoticeKind::CustomerReplied,
            // Only bad answers are told.
            Self::MoreUrgent { .. } | Self::Surveyed { .. } | Self::MailTooLarge { .. } => {
                NoticeKind::MoreUrgent
            }
            Self::Climbed { .. } | Self::SentBack { .. } | Self::Unanswered { .. } => NoticeKind::Ladder,
            Self::ContractEnds { .. } => NoticeKind::Contract,
            Self::Undelivered { .. } => NoticeKind::Undelivered,
        }
    }
}

coded! {
    /// How often somebody gets a digest of their work by mail.
    Rhythm { Never = "never", Daily = "daily", Weekly = "weekly" }
}

/// When digests leave, on their readers' clocks: before the day begins.
const MORNING_MS: i64 = 7 * HOUR_MS;

impl Rhythm {
    /// The first morning after `at` with a digest for a reader in `zone`; a weekly one comes on Mondays.
    #[must_use]
    pub fn next(self, at: Instant, zone: Zone) -> Option<Instant> {
        let has_one = |date: &Date| match self {
            Self::Never => false,
            Self::Daily => true,
            Self::Weekly => date.weekday() == 0,
        };
        let (today, _) = zone.local(at);
        let days = (0..=7).map(|days| today.plus_days(days)).filter(has_one);
        days.map(|day| zone.instant_at(day, MORNING_MS)).find(|morning| *morning > at)
    }

    /// How much time one looks back on, in milliseconds.
    #[must_use]
    pub fn span_ms(self) -> i64 {
        if self == Self::Weekly { 7 * DAY_MS } else { DAY_MS }
    }
}

/// One person's choices; somebody without any hears of everything at once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct NoticeChoices {
    /// Kinds that they can do without.
    pub off: Vec<NoticeKind>,
    /// Kinds that come by mail, too.
    pub mailed: Vec<NoticeKind>,
    pub quiet: Option<Quiet>,
    pub digest: Rhythm,
}

/// By mail comes what cannot wait until somebody looks.
impl Default for NoticeChoices {
    fn default() -> Self {
        let mailed =
            vec![NoticeKind::Promise, NoticeKind::MoreUrgent, NoticeKind::DutyManager, NoticeKind::Ladder];
        Self { off: Vec::new(), mailed, quiet: None, digest: Rhythm::Never }
    }
}

/// Hours of every day, on the person's own clocks; they may cross midnight.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quiet {
    /// `22:00`
    pub from: String,
    pub to: String,
}

impl NoticeChoices {
    /// The choices as they are kept.
    ///
    /// # Errors
    /// `Invalid` for `from` and `to` that are no times of day, or the same.
    pub fn checked(mut self) -> Result<Self, Error> {
        self.off.retain(|kind| kind.is_optional());
        for kinds in [&mut self.off, &mut self.mailed] {
            kinds.sort_unstable();
            kinds.dedup();
        }
        let mut checks = Checks::default();
        if let Some(Quiet { from, to }) = &self.quiet {
            checks.ensure(clock(from).is_some(), "from", Problem::NotAClock);
            checks.ensure(clock(to).is_some(), "to", Problem::NotAClock);
            checks.ensure(clock(from).is_none() || clock(from) != clock(to), "to", Problem::NoTimeAtAll);
        }
        checks.finish().map(|()| self)
    }

    #[must_use]
    pub fn wants(&self, kind: NoticeKind) -> bool {
        !kind.is_optional() || !self.off.contains(&kind)
    }

    /// Whether notices of this kind come by mail, too.
    #[must_use]
    pub fn are_mailed(&self, kind: NoticeKind) -> bool {
        self.wants(kind) && self.mailed.contains(&kind)
    }

    /// When a notice of `at` is shown to somebody in `zone`, if it has to wait.
    #[must_use]
    pub fn waits_until(&self, at: Instant, zone: Zone) -> Option<Instant> {
        let quiet = self.quiet.as_ref()?;
        let (from, to) = (clock(&quiet.from)?, clock(&quiet.to)?);
        let (date, now) = zone.local(at);
        let (before_midnight, after_midnight) = (now >= from, now < to);
        let end = match (from < to, before_midnight, after_midnight) {
            (true, true, true) | (false, false, true) => date,
            (false, true, _) => date.plus_days(1),
            _ => return None,
        };
        Some(zone.instant_at(end, to)).filter(|end| *end > at)
    }
}

/// Milliseconds from midnight to a time of day such as 22:00.
fn clock(text: &str) -> Option<i64> {
    let (hours, minutes) = text.trim().split_once(':')?;
    let part = |text: &str, end: i64| text.parse::<i64>().ok().filter(|part| (0..end).contains(part));
    Some(part(hours, 24)? * HOUR_MS + part(minutes, 60)? * MINUTE_MS)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Saturday, 2026-11-21 10:00 UTC.
    const TEN: i64 = 1_795_255_200_000;

    fn quiet(from: &str, to: &str) -> NoticeChoices {
        let quiet = Some(Quiet { from: from.into(), to: to.into() });
        NoticeChoices { quiet, ..NoticeChoices::default() }
    }

    /// Hours after ten o'clock at which a notice of `at` hours after ten is shown.
    fn shown(choices: &NoticeChoices, at: i64, zone: &str) -> Option<i64> {
        let until = choices.waits_until(Instant(TEN + at * HOUR_MS), Zone::named(zone).unwrap());
        until.map(|until| (until.0 - TEN) / HOUR_MS)
    }

    #[test]
    fn notices_wait_for_the_end_of_the_night() {
        let night = quiet("22:00", "07:00");
        assert_eq!(shown(&night, 0, "Etc/UTC"), None);
        assert_eq!(shown(&night, 11, "Etc/UTC"), None, "21:00");
        assert_eq!(shown(&night, 12, "Etc/UTC"), Some(21), "22:00 waits until seven");
        assert_eq!(shown(&night, 20, "Etc/UTC"), Some(21));
        assert_eq!(shown(&night, 21, "Etc/UTC"), None, "seven o’clock is heard");
        assert_eq!(shown(&night, 11, "Europe/Berlin"), Some(20), "22:00 in Berlin");
    }

    #[test]
    fn a_quiet_noon_does_not_cross_midnight() {
        let noon = quiet("12:00", "14:00");
        assert_eq!([1, 2, 3, 4].map(|at| shown(&noon, at, "Etc/UTC")), [None, Some(4), Some(4), None]);
        assert_eq!(shown(&NoticeChoices::default(), 2, "Etc/UTC"), None);
    }

    #[test]
    fn digests_come_in_the_morning_of_their_reader() {
        let at = |hours: i64| Instant(TEN + hours * HOUR_MS);
        let next = |rhythm: Rhythm, hours: i64, zone: &str| {
            let next = rhythm.next(at(hours), Zone::named(zone).unwrap());
            next.map(|next| (next.0 - TEN) / HOUR_MS)
        };
        assert_eq!(next(Rhythm::Never, 0, "Etc/UTC"), None);
        assert_eq!(next(Rhythm::Daily, 0, "Etc/UTC"), Some(21), "Sunday at seven");
        assert_eq!(next(Rhythm::Daily, 21, "Etc/UTC"), Some(45), "seven o’clock is over");
        assert_eq!(next(Rhythm::Weekly, 0, "Etc/UTC"), Some(45), "Monday at seven");
        assert_eq!(next(Rhythm::Weekly, 45, "Etc/UTC"), Some(45 + 7 * 24));
        assert_eq!(next(Rhythm::Daily, 0, "America/New_York"), Some(2), "there it is five in the morning");
        // 2026-03-28 12:00 UTC, the day before clocks go forward in Berlin.
        let spring = Instant(1_774_699_200_000);
        let berlin = Zone::named("Europe/Berlin").unwrap();
        let first = Rhythm::Daily.next(spring, berlin).unwrap();
        assert_eq!((first.0 - spring.0) / HOUR_MS, 17, "seven in summer is five in UTC");
        assert_eq!(Rhythm::Daily.next(first, berlin).unwrap().ms_since(first), 24 * HOUR_MS);
    }

    #[test]
    fn choices_are_tidied_and_faults_named() {
        let off = vec![NoticeKind::Ladder, NoticeKind::Promise, NoticeKind::Promise];
        let kept = NoticeChoices { off, ..NoticeChoices::default() }.checked().unwrap();
        assert_eq!(kept.off, [NoticeKind::Promise]);
        assert!(kept.wants(NoticeKind::Ladder) && !kept.wants(NoticeKind::Promise));
        assert!(kept.are_mailed(NoticeKind::Ladder) && !kept.are_mailed(NoticeKind::Promise));
        assert_eq!(quiet("25:00", "07:00").checked(), Err(Error::field("from", Problem::NotAClock)));
        assert_eq!(quiet("07:00", "07:00").checked(), Err(Error::field("to", Problem::NoTimeAtAll)));
    }
}
