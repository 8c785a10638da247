//! Small files made for the purpose; real ones are read by `domain/tests/holiday_files.rs`.

use super::*;

fn file(events: &str) -> String {
    format!("BEGIN:VCALENDAR\r\nX-WR-CALNAME:Made up\r\n{events}END:VCALENDAR\r\n").replace("\n\n", "\n")
}

fn event(lines: &str) -> String {
    format!("BEGIN:VEVENT\r\n{lines}\r\nEND:VEVENT\r\n")
}

fn days(events: &str) -> Vec<String> {
    let read = read_ics(&file(events), 2026, 2027).unwrap();
    assert!(read.left_out.is_empty(), "{:?}", read.left_out);
    read.feed.days.into_iter().map(|day| day.date).collect()
}

#[test]
fn single_days_and_stretches() {
    let one = event("SUMMARY:New\\, year\r\nDTSTART;VALUE=DATE:20260101\r\nDTEND;VALUE=DATE:20260102");
    let read = read_ics(&file(&one), 2026, 2026).unwrap();
    assert_eq!((read.feed.name.as_str(), read.feed.days.len()), ("Made up", 1));
    assert_eq!(read.feed.days[0].name, "New, year");
    assert_eq!(
        days(&event("DTSTART;VALUE=DATE:20260410\r\nDTEND;VALUE=DATE:20260412")),
        ["2026-04-10", "2026-04-11"]
    );
    assert_eq!(days(&event("DTSTART;VALUE=DATE:20260410\r\nDURATION:P1D")), ["2026-04-10"]);
    let midnights = "DTSTART:20260410T000000\r\nDTEND:20260412T000000";
    assert_eq!(days(&event(midnights)), ["2026-04-10", "2026-04-11"]);
    assert_eq!(days(&event("DTSTART:20260410T000000\r\nDURATION:PT24H")), ["2026-04-10"]);
    assert_eq!(days(&event("DTSTART;VALUE=DATE:20260410\r\nDTEND:20260410T050001Z")), ["2026-04-10"]);
}

#[test]
fn a_part_of_a_day_closes_none() {
    let whole = event("SUMMARY:Whole\r\nDTSTART:20260101");
    for times in [
        "DTSTART:20260410T080000\r\nDTEND:20260410T180000",
        "DTSTART:20260410T000000\r\nDTEND:20260410T120000",
        "DTSTART:20260410T220000\r\nDTEND:20260411T000000",
        "DTSTART:20260410T080000",
        "DTSTART:20260410T000000\r\nDURATION:PT4H",
        "DTSTART:20260410T000000\r\nDURATION:PT30M",
    ] {
        let part = event(&format!("SUMMARY:Part\r\n{times}"));
        let read = read_ics(&file(&(whole.clone() + &part)), 2026, 2026).unwrap();
        assert_eq!((read.feed.days.len(), read.left_out), (1, vec!["Part".to_owned()]), "{times}");
    }
}

#[test]
fn yearly_rules() {
    let cases: [(&str, &[&str]); 9] = [
        ("DTSTART:20001225\r\nRRULE:FREQ=YEARLY", &["2026-12-25", "2027-12-25"]),
        ("DTSTART:20060101\r\nRRULE:FREQ=YEARLY;BYMONTH=1", &["2026-01-01", "2027-01-01"]),
        ("DTSTART:20000326\r\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", &["2026-03-29", "2027-03-28"]),
        ("DTSTART:20000326\r\nRRULE:FREQ=YEARLY;BYDAY=2MO;BYMONTH=10", &["2026-10-12", "2027-10-11"]),
        ("DTSTART:20201231\r\nRRULE:FREQ=YEARLY;COUNT=7;BYMONTHDAY=31;BYMONTH=12", &["2026-12-31"]),
        ("DTSTART:20060109\r\nRRULE:FREQ=MONTHLY;INTERVAL=12;BYDAY=2MO", &["2026-01-12", "2027-01-11"]),
        ("DTSTART:20220601\r\nRRULE:FREQ=YEARLY;INTERVAL=4", &["2026-06-01"]),
        ("DTSTART:20200501\r\nRRULE:FREQ=YEARLY;UNTIL=20261231", &["2026-05-01"]),
        (
            "DTSTART:20261101\r\nRRULE:FREQ=YEARLY;BYMONTHDAY=-1;BYMONTH=11,12",
            &["2026-11-30", "2026-12-31", "2027-11-30", "2027-12-31"],
        ),
    ];
    for (lines, expected) in cases {
        assert_eq!(days(&event(lines)), expected, "{lines}");
    }
}

#[test]
fn moved_added_and_removed_occurrences() {
    let base = event("UID:a\r\nDTSTART:20250610\r\nRRULE:FREQ=YEARLY\r\nEXDATE:20270610\r\nRDATE:20270611");
    let moved = event("UID:a\r\nRECURRENCE-ID:20260610\r\nDTSTART:20260612");
    assert_eq!(days(&format!("{base}{moved}")), ["2026-06-12", "2027-06-11"]);
    let cancelled = event("DTSTART:20260101\r\nSTATUS:CANCELLED");
    assert_eq!(read_ics(&file(&cancelled), 2026, 2026), Err(IcsError::NoDays));
}

#[test]
fn regions_are_kept_and_off() {
    let some = event("SUMMARY:Everywhere\r\nDTSTART:20260101")
        + &event("SUMMARY:Here\r\nDTSTART:20260106\r\nLOCATION:BY/BW");
    let feed = read_ics(&file(&some), 2026, 2026).unwrap().feed;
    assert_eq!(feed.known_regions().into_iter().collect::<Vec<_>>(), ["BY/BW"]);
    assert_eq!(feed.closed_days().count(), 1);
    assert_eq!(Feed { regions: vec!["BY/BW".into()], ..feed }.closed_days().count(), 2);
}

#[test]
fn folded_lines_alarms_and_what_is_not_understood() {
    let long = event(
        "SUMMARY:A very\r\n  long name\r\nDTSTART:20260101\r\nBEGIN:VALARM\r\nSUMMARY:Ring\r\nEND:VALARM",
    );
    assert_eq!(read_ics(&file(&long), 2026, 2026).unwrap().feed.days[0].name, "A very long name");
    let odd = event("SUMMARY:Weekly\r\nDTSTART:20260105\r\nRRULE:FREQ=WEEKLY")
        + &event("SUMMARY:Broken\r\nDTSTART:2026")
        + &long;
    assert_eq!(read_ics(&file(&odd), 2026, 2026).unwrap().left_out, ["Weekly", "Broken"]);
}

#[test]
fn other_files_are_refused() {
    for text in ["", "hello", "BEGIN:VCARD\r\nEND:VCARD", "END:VEVENT\nDTSTART:20260101"] {
        assert_eq!(read_ics(text, 2026, 2026), Err(IcsError::NotACalendar), "{text}");
    }
    assert_eq!(read_ics(&"x".repeat(MAX_BYTES + 1), 2026, 2026), Err(IcsError::TooLarge));
    let ages = event("DTSTART:20260101\r\nDTEND:20300101");
    assert_eq!(read_ics(&file(&ages), 2026, 2026), Err(IcsError::NoDays));
}
