//! Real holiday files, read in place: the days must be those that another implementation found in them.

use std::collections::{BTreeMap, BTreeSet};

use super::vectors::shared;
use domain::promises::calendar::{IcsError, read_ics};
use serde::Deserialize;

#[derive(Deserialize)]
struct Expected {
    /// Year → first day, last day, title.
    expanded: BTreeMap<String, Vec<(String, String, String)>>,
}

#[test]
fn days_are_those_that_others_find() {
    let Some(text) = shared("calendars/expected-expansion.json") else { return };
    let files: BTreeMap<String, Expected> = serde_json::from_str(&text).unwrap();
    let (mut years, mut days, mut parts) = (0, 0, 0);
    for (name, expected) in &files {
        let Some(file) = shared(&format!("calendars/holidays/{name}.ics")) else { continue };
        for (year, events) in &expected.expanded {
            let number: i32 = year.parse().unwrap();
            let read = read_ics(&file, number, number).unwrap();
            let found: BTreeSet<String> = read.feed.days.into_iter().map(|day| day.date).collect();
            // The others name hours of a day as well, which close none.
            let (part, whole): (Vec<_>, Vec<_>) = events
                .iter()
                .partition(|(first, _, title)| read.left_out.contains(title) && !found.contains(first));
            let wanted: BTreeSet<String> =
                whole.into_iter().flat_map(|(first, last, _)| dates(first, last)).collect();
            let wanted: BTreeSet<String> =
                wanted.into_iter().filter(|date| date.starts_with(year.as_str())).collect();
            assert_eq!(found, wanted, "{name} {year}");
            (years, days, parts) = (years + 1, days + found.len(), parts + part.len());
        }
    }
    println!("{} files, {years} years, {days} days, {parts} parts of days left out", files.len());
    assert!(parts < 20, "hours of a day are rare in such files");
}

fn dates(first: &str, last: &str) -> Vec<String> {
    let (first, last): (domain::time::Date, domain::time::Date) =
        (first.parse().unwrap(), last.parse().unwrap());
    (first.0..=last.0).map(|day| domain::time::Date(day).to_string()).collect()
}

#[test]
fn broken_files_never_do_more_than_fail() {
    let Some(manifest) = shared("calendars/edge-cases/manifest.json") else { return };
    #[derive(Deserialize)]
    struct Line {
        file: String,
    }
    let lines: Vec<Line> = serde_json::from_str(&manifest).unwrap();
    let (mut read, mut refused) = (0, 0);
    for line in &lines {
        let Some(file) = shared(&format!("calendars/edge-cases/{}", line.file)) else { continue };
        match read_ics(&file, 1990, 2040) {
            Ok(_) => read += 1,
            Err(IcsError::NotACalendar | IcsError::NoDays | IcsError::TooLarge) => refused += 1,
        }
    }
    println!("{} files: {read} read, {refused} refused", lines.len());
}
