//! What JSON should hold where it does not.

use super::words;

words! {
    /// Kinds of values, to be put behind "Expected here".
    Json, json {
        text: "a text in quotes",
        flag: "true or false",
        list: "a list in square brackets",
        object: "an object in braces",
        count: "a whole number from 0",
        whole: "a whole number",
        number: "a number",
        time: "a time like 2026-11-21T15:00:00Z",
        one_of: "one of {choices}",
        once: "this field once, not twice",
        other: "another value; the description of the fields says which",
    }
}
