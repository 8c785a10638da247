//! In which language people write, on real questions in seven languages; the figures are printed and must not fall.

#![expect(clippy::expect_used, reason = "helpers of tests fail as tests do")]

use std::collections::BTreeMap;
use std::path::PathBuf;

use domain::words::Lang;
use serde_json::Value;

fn questions(file: &str) -> Option<Vec<Value>> {
    let folder = std::env::var_os("CASEWELL_SHARED_DATA")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/data"), PathBuf::from);
    let text = std::fs::read_to_string(folder.join(file)).ok()?;
    Some(text.lines().map(|line| serde_json::from_str(line).expect("a question")).collect())
}

#[test]
fn german_is_known_and_nothing_else_is_taken_for_it() {
    let Some(questions) = questions("tickets-multilingual/questions.jsonl") else { return };
    let mut found: BTreeMap<String, [usize; 2]> = BTreeMap::new();
    for question in &questions {
        let text = |field: &str| question[field].as_str().unwrap_or_default();
        let is_german = Lang::of_text(&format!("{}\n{}", text("subject"), text("body"))) == Some(Lang::De);
        let of = found.entry(text("lang").to_owned()).or_default();
        of[0] += 1;
        of[1] += usize::from(is_german);
    }
    println!("language: questions, read as German: {found:?}");
    let german = found.remove("de").expect("German questions");
    assert!(german[1] * 100 >= german[0] * 95, "{german:?}");
    let taken: usize = found.values().map(|of| of[1]).sum();
    assert_eq!(taken, 0, "{found:?}");
}
