//! A calendar as people edit it, the API reads it and the database keeps it.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

/// Opening hours. Texts are checked by [`Calendar::compile`], which names the part that is wrong.
///
/// When rules meet on a date, the first of these decides: a listed holiday, an exception, a yearly holiday or a feed's
/// day, the week. Breaks are then cut out. A window belongs to the date on which it starts, so the tail of a night
/// shift stays open on a holiday that follows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Calendar {
    /// IANA name such as `Europe/Berlin`.
    pub timezone: String,
    #[serde(default)]
    pub week: Week,
    /// Closed dates, `2026-12-24`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub holidays: Vec<String>,
    /// Closed every year, `12-25`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub yearly_holidays: Vec<String>,
    /// Hours that replace the week's on a date; none: closed.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub exceptions: BTreeMap<String, Vec<Window>>,
    /// Closed stretches by date.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub breaks: BTreeMap<String, Vec<Window>>,
    /// Closed stretches of every day.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub daily_breaks: Vec<Window>,
    /// Imported holiday lists.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub feeds: Vec<Feed>,
    /// What listed dates are called, by the date as it is listed.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub names: BTreeMap<String, String>,
}

/// From and to, `["09:00","17:00"]`. `24:00` is the end of the day; an end at or before the start lies on the next day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window(pub String, pub String);

impl Window {
    #[must_use]
    pub fn new(from: &str, to: &str) -> Self {
        Self(from.into(), to.into())
    }
}

/// The windows of each weekday.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Week {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub mon: Vec<Window>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tue: Vec<Window>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub wed: Vec<Window>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub thu: Vec<Window>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fri: Vec<Window>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sat: Vec<Window>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sun: Vec<Window>,
}

impl Week {
    /// The same windows Monday to Friday.
    #[must_use]
    pub fn workdays(windows: &[Window]) -> Self {
        let day = || windows.to_vec();
        Self { mon: day(), tue: day(), wed: day(), thu: day(), fri: day(), ..Self::default() }
    }

    /// The same windows on all seven days.
    #[must_use]
    pub fn every_day(windows: &[Window]) -> Self {
        Self { sat: windows.to_vec(), sun: windows.to_vec(), ..Self::workdays(windows) }
    }

    /// The windows of one weekday, Monday 0.
    #[must_use]
    pub fn day_mut(&mut self, weekday: usize) -> Option<&mut Vec<Window>> {
        let days = [
            &mut self.mon,
            &mut self.tue,
            &mut self.wed,
            &mut self.thu,
            &mut self.fri,
            &mut self.sat,
            &mut self.sun,
        ];
        days.into_iter().nth(weekday)
    }

    /// Monday first, each with its key.
    #[must_use]
    pub fn days(&self) -> [(&'static str, &[Window]); 7] {
        [
            ("mon", &self.mon),
            ("tue", &self.tue),
            ("wed", &self.wed),
            ("thu", &self.thu),
            ("fri", &self.fri),
            ("sat", &self.sat),
            ("sun", &self.sun),
        ]
    }
}

/// Holidays read from a file. Days of a region close only where that region is switched on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Feed {
    pub name: String,
    /// Regions whose days count as holidays here.
    #[serde(default)]
    pub regions: Vec<String>,
    /// Names of days that the file lists but that are worked on here.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub worked: Vec<String>,
    pub days: Vec<FeedDay>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedDay {
    pub date: String,
    pub name: String,
    /// `None`: a holiday everywhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
}

impl Feed {
    /// The days that are holidays with the regions chosen and without those worked on.
    pub fn closed_days(&self) -> impl Iterator<Item = (usize, &FeedDay)> {
        let applies = |day: &FeedDay| day.region.as_ref().is_none_or(|region| self.regions.contains(region));
        let is_free = move |day: &FeedDay| applies(day) && !self.worked.contains(&day.name);
        self.days.iter().enumerate().filter(move |(_, day)| is_free(day))
    }

    /// Every region that any day names, in order.
    #[must_use]
    pub fn known_regions(&self) -> BTreeSet<&str> {
        self.days.iter().filter_map(|day| day.region.as_deref()).collect()
    }

    /// The days by name, in the order of their first date: the name and how often it comes.
    #[must_use]
    pub fn by_name(&self) -> Vec<(&str, usize)> {
        let mut names: Vec<(&str, usize)> = Vec::new();
        for day in &self.days {
            match names.iter_mut().find(|(name, _)| *name == day.name) {
                Some((_, count)) => *count += 1,
                None => names.push((&day.name, 1)),
            }
        }
        names
    }
}

impl Calendar {
    /// Whether time counts alike in both; what days are called does not matter.
    #[must_use]
    pub fn counts_as(&self, other: &Self) -> bool {
        let plain = |calendar: &Self| Self { names: BTreeMap::new(), ..calendar.clone() };
        plain(self) == plain(other)
    }

    /// Open around the clock.
    #[must_use]
    pub fn always(timezone: &str) -> Self {
        let all_day = [Window::new("00:00", "24:00")];
        Self { timezone: timezone.into(), week: Week::every_day(&all_day), ..Self::default() }
    }
}
