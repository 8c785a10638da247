//! Looking at an index without touching it.

use std::fs;
use std::path::Path;

use super::index::{CURRENT, Generation, Search, number};

/// What lies in an index's folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    Whole,
    /// None yet, or one of another version: whoever serves makes it.
    Nothing,
    /// Why it cannot be read.
    Damaged(String),
}

/// Reads the whole index in the folder `root` and changes nothing; call it on a blocking thread. May panic over what
/// is damaged.
#[must_use]
pub fn inspect(root: &Path) -> Found {
    let Ok(name) = fs::read_to_string(root.join(CURRENT)) else { return Found::Nothing };
    let Some(number) = number(&name) else {
        let other_version = name.starts_with('v') && name.contains('-');
        return if other_version {
            Found::Nothing
        } else {
            Found::Damaged("it names no part of itself".into())
        };
    };
    match Generation::open(root, number).and_then(|found| Search::over(found).check()) {
        Ok(()) => Found::Whole,
        Err(error) => Found::Damaged(error.to_string()),
    }
}
