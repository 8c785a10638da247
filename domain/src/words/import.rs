//! Why a line of an imported file is not taken.

use super::words;

words! {
    /// Reasons that no field has.
    Import, import {
        nul: "the line holds a NUL character, which no text may",
    }
}
