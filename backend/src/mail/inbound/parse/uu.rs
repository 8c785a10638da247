//! Files that old programs write into the text itself: `begin 644 name`, lines of printable characters, `end`.

use bytes::Bytes;
use domain::files::safe_name;

use super::Enclosure;

/// Files taken out of one text.
const MAX_FILES: usize = 50;

/// The text without such files, and the files.
pub(super) fn apart(text: &str) -> (String, Vec<Enclosure>) {
    if !text.contains("begin ") {
        return (text.to_owned(), Vec::new());
    }
    let lines: Vec<&str> = text.lines().collect();
    let (mut kept, mut files, mut at) = (Vec::new(), Vec::new(), 0);
    while at < lines.len() {
        let found = name(lines[at])
            .filter(|_| files.len() < MAX_FILES)
            .and_then(|name| Some((name, decoded(&lines[at + 1..])?)));
        match found {
            Some((name, (content, taken))) => {
                files.push(Enclosure { name: safe_name(name), content: Bytes::from(content), cid: None });
                at += taken + 1;
            }
            None => {
                kept.push(lines[at]);
                at += 1;
            }
        }
    }
    (kept.join("\n"), files)
}

/// The file's name in `begin 644 name`.
fn name(line: &str) -> Option<&str> {
    let (mode, name) = line.strip_prefix("begin ")?.split_once(' ')?;
    let is_mode = (3..=4).contains(&mode.len()) && mode.bytes().all(|byte| byte.is_ascii_digit());
    is_mode.then_some(name.trim())
}

/// The content up to `end`, and the lines that it took; nothing when a line is none of it.
fn decoded(lines: &[&str]) -> Option<(Vec<u8>, usize)> {
    let mut content = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let line = line.trim_end_matches('\r');
        if line == "end" {
            return Some((content, at + 1));
        }
        content.extend(line_of(line)?);
    }
    None
}

fn line_of(line: &str) -> Option<Vec<u8>> {
    let value = |byte: u8| (b' '..=b'`').contains(&byte).then(|| (byte - b' ') & 0x3f);
    let values = line.bytes().map(value).collect::<Option<Vec<u8>>>()?;
    let (length, rest) =
        values.split_first().map_or((0, &[][..]), |(length, rest)| (usize::from(*length), rest));
    let mut bytes = Vec::with_capacity(rest.len());
    for four in rest.chunks(4) {
        let at = |place: usize| u32::from(four.get(place).copied().unwrap_or_default());
        let bits = at(0) << 18 | at(1) << 12 | at(2) << 6 | at(3);
        bytes.extend_from_slice(&bits.to_be_bytes()[1..]);
    }
    if bytes.len() < length {
        // Blanks at the end were taken off on the way.
        bytes.resize(length, 0);
    }
    bytes.truncate(length);
    Some(bytes)
}
