//! Reading JSON that others wrote, and saying in plain words which field is not as expected.

use domain::error::{FieldError, Problem};
use domain::words::json::json;
use domain::words::{Lang, fill};
use serde::de::DeserializeOwned;

/// Reads an object.
///
/// # Errors
/// The first field that is not as expected, named by its path as in `answers[0].label`; no name: the whole.
pub fn read<T: DeserializeOwned>(text: &[u8]) -> Result<T, FieldError> {
    // A derived struct would take a list of its fields, too.
    if text.trim_ascii_start().first() == Some(&b'[') {
        return Err(FieldError::new("", Problem::Expected(json(Lang::En).object.to_owned())));
    }
    let mut reader = serde_json::Deserializer::from_slice(text);
    let read = serde_path_to_error::deserialize(&mut reader);
    let value = read.map_err(|error| wrong(&error.path().to_string(), error.inner()))?;
    reader.end().map_err(|error| wrong("", &error))?;
    Ok(value)
}

fn wrong(path: &str, error: &serde_json::Error) -> FieldError {
    if !error.is_data() {
        let place = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let problem = Problem::NotJson { line: place(error.line()), column: place(error.column()) };
        return FieldError::new("", problem);
    }
    let text = error.to_string();
    let said = text.rsplit_once(" at line ").map_or(text.as_str(), |(said, _)| said);
    plain(if path == "." { "" } else { path }, said)
}

/// What serde `said` about the field at `path`, in our own words.
#[must_use]
pub fn plain(path: &str, said: &str) -> FieldError {
    let (what, expected) = said.split_once(", expected ").unwrap_or((said, ""));
    let name = what.split('`').nth(1).unwrap_or_default();
    let expects = |what: &str| Problem::Expected(what.to_owned());
    let w = json(Lang::En);
    if what.starts_with("missing field") {
        return FieldError::new(&joined(path, name), Problem::Required);
    }
    if what.starts_with("unknown field") {
        return FieldError::new(&joined(path, name), Problem::NoSuchField(choices(expected)));
    }
    if what.starts_with("duplicate field") {
        return FieldError::new(&joined(path, name), expects(w.once));
    }
    if what.starts_with("unknown variant") {
        let one_of = fill(w.one_of, &[("choices", &choices(expected))]);
        return FieldError::new(path, Problem::Expected(one_of));
    }
    let is_digits = what.starts_with("invalid digit") || what.starts_with("number too");
    FieldError::new(path, expects(if is_digits { w.count } else { kind(expected) }))
}

/// The path of `name` in the object at `path`, which may end with that name already.
fn joined(path: &str, name: &str) -> String {
    match path.strip_suffix(name) {
        _ if path.is_empty() => name.to_owned(),
        Some(before) if before.is_empty() || before.ends_with('.') => path.to_owned(),
        _ => format!("{path}.{name}"),
    }
}

/// The names in a list like "one of `a`, `b`".
fn choices(expected: &str) -> String {
    expected.split('`').skip(1).step_by(2).collect::<Vec<_>>().join(", ")
}

/// A value of the kind that serde calls `expected`.
fn kind(expected: &str) -> &'static str {
    let w = json(Lang::En);
    match expected {
        "a boolean" => w.flag,
        "u8" | "u16" | "u32" | "u64" | "usize" => w.count,
        "i8" | "i16" | "i32" | "i64" | "isize" => w.whole,
        "f32" | "f64" => w.number,
        text if text.contains("string") || text.contains("variant") || text.starts_with("enum") => w.text,
        list if list.contains("sequence") || list.contains("tuple") || list.contains("array") => w.list,
        object if object.contains("struct") || object.contains("map") => w.object,
        _ => w.other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only read")]
    struct Order {
        name: String,
        #[serde(default)]
        count: u32,
        #[serde(default)]
        size: Option<Size>,
        #[serde(default)]
        lines: Vec<Line>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Size {
        Small,
        Large,
    }

    #[derive(Debug, Deserialize)]
    #[expect(dead_code, reason = "only read")]
    struct Line {
        text: String,
    }

    #[test]
    fn what_is_wrong_is_named_without_a_word_of_rust() {
        for (text, field, words) in [
            ("{}", "name", "Enter a name."),
            (r#"{"name":5}"#, "name", "Expected here: a text in quotes."),
            (r#"{"name":"a","count":-1}"#, "count", "Expected here: a whole number from 0."),
            (r#"{"name":"a","size":"tiny"}"#, "size", "Expected here: one of small, large."),
            (r#"{"name":"a","lines":{}}"#, "lines", "Expected here: a list in square brackets."),
            (r#"{"name":"a","lines":[{"text":"b"},{}]}"#, "lines[1].text", "Write a few words"),
            (r#"{"name":"a","lines":[{"text":[]}]}"#, "lines[0].text", "Expected here: a text in quotes."),
            (r#"{"name":"a","lines":[3]}"#, "lines[0]", "Expected here: an object in braces."),
            (
                r#"{"name":"a","colour":"red"}"#,
                "colour",
                "no such field. There are: name, count, size, lines.",
            ),
            (r#"{"name":"a","name":"b"}"#, "name", "once"),
            ("[]", "", "Expected here: an object in braces."),
            ("\"a\"", "", "Expected here: an object in braces."),
            ("{\"name\":", "", "from line 1, column 8 on"),
            ("{\"name\":\"a\"} x", "", "from line 1, column 14 on"),
        ] {
            let wrong = read::<Order>(text.as_bytes()).unwrap_err();
            let said = domain::words::errors::problem(Lang::En, &wrong);
            assert_eq!(wrong.field, field, "{text}: {said}");
            assert!(said.contains(words), "{text}: {said}");
        }
    }
}
