//! Two versions of an article compared, and the work of two editors brought together.

use serde::{Deserialize, Serialize};

use super::lines::{self, DiffRow};
use super::writing::{ArticleForm, Field, VersionRow};
use crate::stamp::Stamp;

/// What differs in one field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldDiff {
    pub field: Field,
    pub rows: Vec<DiffRow>,
}

/// Two versions side by side, the older one first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comparison {
    pub title: String,
    /// Number of the newest version.
    pub head: i64,
    pub left: VersionRow,
    pub right: VersionRow,
    pub fields: Vec<FieldDiff>,
    /// Every version, the newest first.
    pub versions: Vec<VersionRow>,
}

/// What somebody else saved while this was being typed, and both together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Merge {
    /// Number of the newest version: the merged text has seen it.
    pub head: i64,
    pub by: Option<String>,
    pub at: Stamp,
    /// What they changed.
    pub theirs: Vec<FieldDiff>,
    pub merged: ArticleForm,
    /// Fields that both changed, in the same place; `merged` has what was typed here.
    pub clashes: Vec<Field>,
}

/// The fields that differ.
#[must_use]
pub fn compare(left: &ArticleForm, right: &ArticleForm) -> Vec<FieldDiff> {
    let of =
        |field: &Field| FieldDiff { field: *field, rows: lines::diff(left.get(*field), right.get(*field)) };
    Field::ALL.iter().map(of).filter(|diff| !diff.rows.is_empty()).collect()
}

/// What `mine` and `theirs` made of `base`: each field as the one who changed it has it, longer texts line by line. Also
/// the fields where that cannot be told; they stay as `mine` has them.
#[must_use]
pub fn merge(base: &ArticleForm, mine: &ArticleForm, theirs: &ArticleForm) -> (ArticleForm, Vec<Field>) {
    let (mut merged, mut clashes) = (mine.clone(), Vec::new());
    for field in Field::ALL.iter().copied() {
        let texts = (base.get(field), mine.get(field), theirs.get(field));
        match lines::merge(texts.0, texts.1, texts.2) {
            Some(text) => merged.set(field, text),
            None => clashes.push(field),
        }
    }
    (merged, clashes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(title: &str, body: &str) -> ArticleForm {
        ArticleForm([(Field::Title, title.to_owned()), (Field::Body, body.to_owned())].into())
    }

    #[test]
    fn two_editors_keep_their_work() {
        let base = form("Blank", "one\n\ntwo");
        let (merged, clashes) =
            merge(&base, &form("Blank", "ONE\n\ntwo"), &form("Blank labels", "one\n\nTWO"));
        assert_eq!((merged.get(Field::Title), merged.get(Field::Body)), ("Blank labels", "ONE\n\nTWO"));
        assert_eq!(clashes, []);
        let (merged, clashes) = merge(&base, &form("Mine", "one\n\ntwo"), &form("Theirs", "one\n\ntwo"));
        assert_eq!((merged.get(Field::Title), clashes), ("Mine", vec![Field::Title]));
    }

    #[test]
    fn only_what_differs_is_listed() {
        let fields = compare(&form("Blank", "text"), &form("White", "text"));
        assert_eq!(fields.iter().map(|diff| diff.field).collect::<Vec<_>>(), [Field::Title]);
    }
}
