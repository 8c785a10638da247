//! The lines of an iCalendar file: unfolded, parted into name and value, gathered by event.

/// One property; its parameters say nothing that days need.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    pub name: String,
    pub value: String,
}

/// What a file holds of use.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct File {
    pub name: String,
    /// The properties of each event, without those of alarms inside it.
    pub events: Vec<Vec<Line>>,
}

/// `None` when this is no iCalendar file.
pub(super) fn lines(text: &str) -> Option<File> {
    let (mut file, mut within, mut is_calendar) = (File::default(), Vec::new(), false);
    for line in unfolded(text).iter().filter_map(|line| read(line)) {
        match (line.name.as_str(), within.last().map(String::as_str)) {
            ("BEGIN", _) => {
                let part = line.value.trim().to_ascii_uppercase();
                is_calendar |= part == "VCALENDAR";
                if part == "VEVENT" {
                    file.events.push(Vec::new());
                }
                within.push(part);
            }
            ("END", _) => drop(within.pop()),
            ("X-WR-CALNAME", Some("VCALENDAR")) => file.name = unescaped(&line.value),
            (_, Some("VEVENT")) => file.events.last_mut()?.push(line),
            _ => {}
        }
    }
    is_calendar.then_some(file)
}

/// A line that begins with a blank goes on with the one before.
fn unfolded(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for line in text.trim_start_matches('\u{feff}').lines() {
        match (line.strip_prefix([' ', '\t']), lines.last_mut()) {
            (Some(rest), Some(last)) => last.push_str(rest),
            _ => lines.push(line.to_owned()),
        }
    }
    lines
}

/// `NAME;PARAMETER="a:b":value`.
fn read(line: &str) -> Option<Line> {
    let mut quoted = false;
    let colon = line.find(|c: char| {
        quoted ^= c == '"';
        c == ':' && !quoted
    })?;
    let (head, value) = (line.get(..colon)?, line.get(colon + 1..)?);
    let name = head.split(';').next().unwrap_or(head).trim().to_ascii_uppercase();
    Some(Line { name, value: value.to_owned() })
}

/// A text as it is meant: `\,` `\;` `\n` `\\`.
pub(super) fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => match letters.next() {
                Some('n' | 'N') => plain.push('\n'),
                Some(other) => plain.push(other),
                None => {}
            },
            other => plain.push(other),
        }
    }
    plain
}

/// The days of a duration such as `P1W`, `P2D` or `PT24H`; `None` for parts of a day.
pub(super) fn days_of(duration: &str) -> Option<i32> {
    let mut hours = 0_i32;
    let mut digits = String::new();
    for letter in duration.trim().trim_start_matches('+').strip_prefix('P')?.chars() {
        let length = match letter {
            '0'..='9' => {
                digits.push(letter);
                continue;
            }
            'T' => continue,
            'W' => 7 * 24,
            'D' => 24,
            'H' => 1,
            'M' | 'S' if digits.bytes().all(|digit| digit == b'0') => 0,
            _ => return None,
        };
        let amount: i32 = digits.parse().ok()?;
        hours = hours.checked_add(amount.checked_mul(length)?)?;
        digits.clear();
    }
    (hours % 24 == 0).then_some(hours / 24)
}
