//! The open spans of a local date, before they become UTC: the rules of a compiled calendar.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::time::Date;

/// From and to in seconds of the local clock since midnight. Windows may end on the next day, up to 48 h.
pub(super) type Span = (u32, u32);

pub(super) const DAY_SECS: u32 = 86_400;

/// Which parts of which date are open.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Days {
    /// Windows that start on each weekday, Monday first.
    pub week: [Vec<Span>; 7],
    pub daily_breaks: Vec<Span>,
    pub holidays: BTreeSet<Date>,
    /// Holidays from feeds: weaker than an exception.
    pub imported: BTreeSet<Date>,
    /// Month and day.
    pub yearly: BTreeSet<(u8, u8)>,
    pub exceptions: BTreeMap<Date, Vec<Span>>,
    pub breaks: BTreeMap<Date, Vec<Span>>,
    /// Open spans of a weekday with nothing special on it or the day before.
    ordinary: [Vec<Span>; 7],
    /// Dates that the ordinary week does not tell.
    special: Vec<Date>,
}

impl Days {
    /// Prepares the answers for ordinary days.
    pub fn prepared(mut self) -> Self {
        self.ordinary = std::array::from_fn(|weekday| {
            let yesterday = self.week.get((weekday + 6) % 7).map_or(&[][..], Vec::as_slice);
            self.open_spans(self.week.get(weekday).map_or(&[], Vec::as_slice), yesterday, &[], &[])
        });
        let dates = self
            .holidays
            .iter()
            .chain(&self.imported)
            .chain(self.exceptions.keys())
            .chain(self.breaks.keys());
        self.special = dates.flat_map(|date| [*date, date.plus_days(1)]).collect();
        self.special.sort_unstable();
        self.special.dedup();
        self
    }

    /// The open spans of `date`, sorted and apart, within its 24 clock hours.
    pub fn open_on(&self, date: Date) -> Cow<'_, [Span]> {
        if self.is_ordinary(date) {
            return Cow::Borrowed(self.ordinary.get(date.weekday()).map_or(&[], Vec::as_slice));
        }
        let yesterday = date.plus_days(-1);
        let breaks_of = |date: &Date| self.breaks.get(date).map_or(&[][..], Vec::as_slice);
        Cow::Owned(self.open_spans(
            self.windows_of(date),
            self.windows_of(yesterday),
            breaks_of(&date),
            breaks_of(&yesterday),
        ))
    }

    fn is_ordinary(&self, date: Date) -> bool {
        self.special.binary_search(&date).is_err()
            && (self.yearly.is_empty() || !(self.is_yearly(date) || self.is_yearly(date.plus_days(-1))))
    }

    /// The windows that start on `date`.
    pub fn windows_of(&self, date: Date) -> &[Span] {
        if self.holidays.contains(&date) {
            return &[];
        }
        match self.exceptions.get(&date) {
            Some(windows) => windows,
            None if self.is_free(date) => &[],
            None => self.usual_windows(date),
        }
    }

    /// What is open of the windows that start on `date`, which may last into the next.
    pub fn hours_of(&self, date: Date) -> Vec<Span> {
        let breaks = self.breaks.get(&date).map_or(&[][..], Vec::as_slice);
        self.without_breaks(self.windows_of(date), breaks)
    }

    /// The same for the weekday of `date` when nothing is special.
    pub fn usual_hours(&self, date: Date) -> Vec<Span> {
        self.without_breaks(self.usual_windows(date), &[])
    }

    fn without_breaks(&self, windows: &[Span], breaks: &[Span]) -> Vec<Span> {
        let cuts = breaks.iter().chain(&self.daily_breaks);
        cuts.fold(merged(windows.to_vec()), |open, (from, to)| {
            open.into_iter().flat_map(|span| without(span, *from, *to)).collect()
        })
    }

    fn usual_windows(&self, date: Date) -> &[Span] {
        self.week.get(date.weekday()).map_or(&[], Vec::as_slice)
    }

    fn is_yearly(&self, date: Date) -> bool {
        let (_, month, day) = date.ymd();
        self.yearly.contains(&(month, day))
    }

    fn is_free(&self, date: Date) -> bool {
        self.imported.contains(&date) || self.is_yearly(date)
    }

    /// A holiday on a day that would otherwise have been open.
    pub fn is_lost_to_holiday(&self, date: Date) -> bool {
        let free = self.is_free(date) && !self.exceptions.contains_key(&date);
        (self.holidays.contains(&date) || free) && !self.usual_windows(date).is_empty()
    }

    fn open_spans(
        &self,
        today: &[Span],
        yesterday: &[Span],
        breaks: &[Span],
        late_breaks: &[Span],
    ) -> Vec<Span> {
        let mut open = merged(heads(today).chain(tails(yesterday)).collect());
        for (from, to) in heads(breaks)
            .chain(tails(late_breaks))
            .chain(heads(&self.daily_breaks))
            .chain(tails(&self.daily_breaks))
        {
            open = open.into_iter().flat_map(|span| without(span, from, to)).collect();
        }
        open
    }
}

/// The parts within the date itself.
fn heads(spans: &[Span]) -> impl Iterator<Item = Span> + '_ {
    spans.iter().map(|(from, to)| (*from, (*to).min(DAY_SECS)))
}

/// The parts that reach into the next date, on its clock.
fn tails(spans: &[Span]) -> impl Iterator<Item = Span> + '_ {
    spans.iter().filter(|(_, to)| *to > DAY_SECS).map(|(_, to)| (0, to - DAY_SECS))
}

/// `span` without what lies between `from` and `to`.
fn without(span: Span, from: u32, to: u32) -> impl Iterator<Item = Span> {
    [(span.0, span.1.min(from)), (span.0.max(to), span.1)].into_iter().filter(|(from, to)| from < to)
}

/// Sorted, with overlapping and touching spans joined.
pub(super) fn merged(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_unstable();
    spans.dedup_by(|next, last| {
        let joined = next.0 <= last.1;
        if joined {
            last.1 = last.1.max(next.1);
        }
        joined
    });
    spans
}
