//! Replies of many mail programs, folded; the score of each source is printed and must not fall.

#![expect(clippy::expect_used, reason = "helpers of tests fail as tests do")]

use std::collections::BTreeMap;
use std::path::PathBuf;

use domain::mail::fold::fold;
use domain::mail::forward::{address, forwarded};
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

/// Whether a case gives what its source expects.
fn passes(case: &Value) -> bool {
    let text = |field: &str| case[field].as_str().unwrap_or_default();
    let input = text("input");
    match text("kind") {
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
        "signature" => {
            let own = text("expected_signature");
            let body = input.trim_end().strip_suffix(own.trim_end()).unwrap_or(input);
            // A farewell without dashes is somebody's words: it may stay, as long as nothing else goes.
            let shown = bare(&fold(input).text);
            shown == bare(body) || shown == bare(input)
        }
        "unwrap-plain" => unwraps(input, &case["unwrapped"]),
        "unwrap-html" => unwraps(&text_of(input), &case["unwrapped"]),
        kind => panic!("cases of the kind {kind} are not run"),
    }
}

/// Whether what is passed on is found with its sender, its subject, its text, and what was written above it.
fn unwraps(input: &str, expected: &Value) -> bool {
    let wanted = |field: &str| expected[field].as_str().unwrap_or_default();
    let Some(found) = forwarded(input) else { return expected["type"] != "forward" };
    let from = address(wanted("from")).map(|from| from.email);
    let text = bare(&found.text.lines().map(|line| line.trim_start_matches(['>', ' '])).collect::<String>());
    expected["type"] == "forward"
        && found.from.map(|from| from.email) == from
        && bare(&found.subject) == bare(wanted("subject"))
        && bare(&found.above) == bare(wanted("text_top"))
        && text.starts_with(&bare(wanted("text")))
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
        let passed = passes(case);
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
    println!("{passed} of {of}");
    assert!(passed * 100 >= of * 86, "{passed} of {of}");
}
