//! Replies of many mail programs, folded; the score of each source is printed and must not fall.

#![expect(clippy::expect_used, reason = "helpers of tests fail as tests do")]

use std::collections::BTreeMap;
use std::path::PathBuf;

use domain::mail::fold::fold;
use domain::mail::html::text_of;
use serde_json::Value;

fn cases() -> Option<Vec<Value>> {
    let folder = std::env::var_os("CASEWELL_SHARED_DATA")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/data"), PathBuf::from);
    let text = std::fs::read_to_string(folder.join("mail-replies/cases.jsonl")).ok()?;
    Some(text.lines().map(|line| serde_json::from_str(line).expect("a case")).collect())
}

/// Without white space, as the sources compare.
fn bare(text: &str) -> String {
    text.split_whitespace().collect()
}

/// Whether a case gives what its source expects; `None` for kinds that are something else.
fn passes(case: &Value) -> Option<bool> {
    let text = |field: &str| case[field].as_str().unwrap_or_default();
    let input = text("input");
    Some(match text("kind") {
        "plain" => {
            let shown = fold(input).text;
            let starts = shown.starts_with(text("starts_with").trim())
                || bare(&shown).starts_with(&bare(text("starts_with")));
            let misses = case["must_not_contain"]
                .as_array()
                .is_none_or(|words| words.iter().filter_map(Value::as_str).all(|word| !shown.contains(word)));
            let expected = case["expected"].as_str();
            expected.is_none_or(|expected| bare(expected) == bare(&shown)) && starts && misses
        }
        "html" => bare(&fold(&text_of(input)).text) == bare(&text_of(text("expected"))),
        "plain-segments" => {
            let shown = bare(&fold(input).text);
            let first = |field: &str| bare(case[field][0][1].as_str().unwrap_or_default());
            shown == first("segments_intro_hidden") || shown == first("segments_intro_shown")
        }
        "html-segments" => {
            let shown = bare(&fold(&text_of(input)).text);
            let first = text_of(case["segments"][0][1].as_str().unwrap_or_default());
            shown == bare(&first) || shown == bare(&fold(&first).text)
        }
        _ => return None,
    })
}

#[test]
fn replies_of_many_programs_are_folded() {
    let Some(cases) = cases() else {
        println!("no mail-replies here: nothing to fold");
        return;
    };
    let mut scores: BTreeMap<String, (u32, u32)> = BTreeMap::new();
    let mut failed = Vec::new();
    for case in &cases {
        let Some(passed) = passes(case) else { continue };
        let source =
            case["source"].as_str().unwrap_or_default().split(' ').next().unwrap_or_default().to_owned();
        let score = scores.entry(source).or_default();
        score.0 += u32::from(passed);
        score.1 += 1;
        if !passed {
            failed.push(format!("{} {}", case["id"], case["source"]));
        }
    }
    println!("{} cases\n{}", cases.len(), failed.join("\n"));
    for (source, (passed, of)) in &scores {
        println!("{source}: {passed} of {of}");
    }
    let (passed, of) = scores.values().fold((0, 0), |sum, score| (sum.0 + score.0, sum.1 + score.1));
    assert!(passed * 100 >= of * 82, "{passed} of {of}");
}
