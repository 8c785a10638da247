//! A calendar as people edit it, the API reads it and the database keeps it.

use std::collections::BTreeMap;

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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Feed {
    pub name: String,
    /// Regions whose days count as holidays here.
    #[serde(default)]
    pub regions: Vec<String>,
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
    /// The days that are holidays with the regions chosen.
    pub fn closed_days(&self) -> impl Iterator<Item = (usize, &FeedDay)> {
        let applies = |day: &FeedDay| day.region.as_ref().is_none_or(|region| self.regions.contains(region));
        self.days.iter().enumerate().filter(move |(_, day)| applies(day))
    }
}

impl Calendar {
    /// Open around the clock.
    #[must_use]
    pub fn always(timezone: &str) -> Self {
        let all_day = [Window::new("00:00", "24:00")];
        Self { timezone: timezone.into(), week: Week::every_day(&all_day), ..Self::default() }
    }
}
