//! Why a line of an imported file is not taken.

use super::words;

words! {
    /// Reasons beside those that every form has.
    Import, import {
        nul: "the line holds a NUL character, which no text may",
        not_text: "the line is not written in UTF-8",
        too_long: "the line is longer than {max} bytes",
        staff: "email: this address belongs to a member of staff",
        first_by_customer: "customer, for the earliest message",
        twice: "line {line} is the same article and takes its place",
        audience: "public, signed-in or internal",
        audience_or_tier: "public, signed-in, internal or one of {tiers}",
        locale: "a language such as en or pt-BR",
        no_column: "the first line has no column {name}",
    }
}
