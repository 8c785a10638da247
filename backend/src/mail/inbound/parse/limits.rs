//! What no message that people write comes near: looked for in one pass, before anything is taken apart.

use std::collections::HashSet;

use domain::mail::{MAX_DEPTH, MAX_MESSAGE, MAX_PARTS, Trouble};

/// Bytes of a head that are read.
pub(super) const MAX_HEAD: usize = 1 << 20;
/// Lines that begin a field.
const MAX_FIELDS: usize = 20_000;

/// # Errors
/// `TooLarge`; `TooComplex` for too many parts, nested messages, boundaries or fields.
pub(super) fn check(raw: &[u8]) -> Result<(), Trouble> {
    if raw.len() > MAX_MESSAGE {
        return Err(Trouble::TooLarge);
    }
    let boundaries = boundaries(raw);
    if boundaries.len() > MAX_DEPTH {
        return Err(Trouble::TooComplex);
    }
    let (mut parts, mut nested, mut fields, mut in_head) = (0, 0, 0, true);
    for line in raw.split(|byte| *byte == b'\n') {
        let line = line.trim_ascii_end();
        if line.starts_with(b"--") && separates(&line[2..], &boundaries) {
            parts += 1;
        } else if starts_with(line, b"content-type:") {
            nested += usize::from(contains(line, b"message/"));
        } else if line.is_empty() {
            in_head = false;
        }
        fields += usize::from(in_head);
        if parts > MAX_PARTS || nested > MAX_DEPTH || fields > MAX_FIELDS {
            return Err(Trouble::TooComplex);
        }
    }
    Ok(())
}

fn separates(rest: &[u8], boundaries: &HashSet<&[u8]>) -> bool {
    boundaries.contains(rest) || rest.strip_suffix(b"--").is_some_and(|rest| boundaries.contains(rest))
}

/// What stands between parts, as the fields declare it; one more than allowed is enough to know.
fn boundaries(raw: &[u8]) -> HashSet<&[u8]> {
    const NAME: &[u8] = b"boundary";
    let mut found = HashSet::new();
    let mut at = 0;
    while let Some(next) = raw[at..].iter().position(|byte| matches!(byte, b'b' | b'B')) {
        at += next;
        if starts_with(&raw[at..], NAME) {
            let rest = raw[at + NAME.len()..].trim_ascii_start();
            if let Some(value) = rest.strip_prefix(b"=") {
                let value = value.trim_ascii_start();
                let is_quoted = value.first() == Some(&b'"');
                let value = value.strip_prefix(b"\"").unwrap_or(value);
                let ends = |byte: &u8| {
                    if is_quoted {
                        matches!(byte, b'"' | b'\r' | b'\n')
                    } else {
                        matches!(byte, b';' | b'\r' | b'\n' | b' ')
                    }
                };
                let end = value.iter().take(200).position(ends).unwrap_or(value.len().min(200));
                if end > 0 {
                    found.insert(&value[..end]);
                }
            }
            if found.len() > MAX_DEPTH {
                return found;
            }
        }
        at += 1;
    }
    found
}

fn starts_with(line: &[u8], word: &[u8]) -> bool {
    line.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
}

fn contains(line: &[u8], word: &[u8]) -> bool {
    line.windows(word.len()).any(|window| window.eq_ignore_ascii_case(word))
}
