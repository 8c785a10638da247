//! Codes in a text: tracking numbers, error codes, versions, part names. They are found exactly or not at all.

/// Longest code, in bytes.
const LONGEST: usize = 40;

/// A code where it stands in a text; `code` is its lower-case form.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Code {
    pub from: usize,
    pub to: usize,
    pub code: String,
}

/// The codes of `text`, in order.
pub(super) fn scan(text: &str) -> Vec<Code> {
    let mut codes = Vec::new();
    let mut start = None;
    for (place, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (belongs(c), start) {
            (true, None) => start = Some(place),
            (false, Some(from)) => {
                codes.extend(code_in(text, from, place));
                start = None;
            }
            _ => {}
        }
    }
    codes
}

/// A code as it is compared, however it is written: `DX-200`, `dx_200` and `DX200` are one. The dots of a version count.
pub(super) fn compared(code: &str) -> String {
    code.to_lowercase().replace(['-', '_'], "")
}

/// The code that `word` is, in lower case; None when it is more than that.
pub(super) fn whole(word: &str) -> Option<String> {
    let found = scan(word).into_iter().next()?;
    let rest = word.len() - (found.to - found.from);
    (rest == 0 || rest == 1 && is_version(&found.code)).then_some(found.code)
}

fn belongs(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '-' | '.' | '_' | '+' | '#')
}

fn code_in(text: &str, from: usize, to: usize) -> Option<Code> {
    let run = &text[from..to];
    let code = run.trim_start_matches(['-', '.', '_', '+', '#']).trim_end_matches(['-', '.', '_']);
    // People write a version with and without the letter.
    let code = code.strip_prefix(['v', 'V']).filter(|rest| is_version(rest)).unwrap_or(code);
    let from = from + run.find(code)?;
    is_code(code).then(|| Code { from, to: from + code.len(), code: code.to_lowercase() })
}

fn is_version(text: &str) -> bool {
    text.contains('.') && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
}

/// Digits beside something else, or a name like `C++`. Plain numbers are words.
fn is_code(run: &str) -> bool {
    let has_digit = run.chars().any(|c| c.is_ascii_digit());
    let has_other = run.chars().any(|c| !c.is_ascii_digit());
    (2..=LONGEST).contains(&run.len()) && (has_digit && has_other || run.ends_with(['+', '#']))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(text: &str) -> Vec<String> {
        scan(text).into_iter().map(|code| code.code).collect()
    }

    #[test]
    fn codes_are_told_from_words_and_numbers() {
        assert_eq!(codes("Error CLIP-07 (driver 7.4.1), see CW-10234."), ["clip-07", "7.4.1", "cw-10234"]);
        assert_eq!(codes("C++ and c#, 300 dpi, well-known e.g. this"), ["c++", "c#"]);
        assert_eq!(codes("Since v7.4.1 a V60 stops"), ["7.4.1", "v60"]);
        assert_eq!(codes("-- . + # 12 a--"), Vec::<String>::new());
        assert_eq!(codes("über-7 …7.4…"), ["über-7", "7.4"]);
    }

    #[test]
    fn codes_are_one_however_they_are_written() {
        for code in ["DX-200", "dx_200", "DX200"] {
            assert_eq!(compared(code), "dx200");
        }
        assert_ne!(compared("7.4.1"), compared("74.1"));
    }

    #[test]
    fn places_are_those_of_the_text() {
        let text = "say (E-42)!";
        let code = &scan(text)[0];
        assert_eq!(&text[code.from..code.to], "E-42");
        assert_eq!(whole("7.4.1"), Some("7.4.1".into()));
        assert_eq!(whole("v7.4.1"), Some("7.4.1".into()));
        assert_eq!(whole("7.4.1 x"), None);
        assert_eq!(whole("printer"), None);
    }
}
