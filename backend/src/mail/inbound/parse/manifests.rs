//! Messages of many parsers' test suites, compared with what a reference made of each. Where a message is malformed on
//! purpose the reference proves nothing; of the others all but those that are named here have to read the same.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde_json::Value;

use super::{Parsed, parse};

/// Messages that differ from the reference with reason; each was looked at. It looks into messages inside messages (they
/// are kept whole here) and keeps inline text apart (it is read with the rest); it knows fewer charsets, takes words for
/// addresses, and of a field that stands twice it takes the other one.
const OWN_WAY: [(&str, &str); 18] = [
    ("attachments", "mail-parser_resources_eml_rfc_002.eml"),
    ("attachments", "mail-parser_resources_eml_thirdparty_007.eml"),
    ("attachments", "php-imap_tests_messages_boolean_decoded_content.eml"),
    ("attachments", "php-imap_tests_messages_embedded_email.eml"),
    ("attachments", "cpython_Lib_test_test_email_data_msg_04.eml"),
    ("from", "mail-parser_resources_eml_rfc_001.eml"),
    ("from", "mail-parser_resources_eml_thirdparty_007.eml"),
    ("from", "php-imap_tests_messages_issue-275.eml"),
    ("from", "php-imap_tests_messages_issue-462.eml"),
    ("from", "php-imap_tests_messages_references.eml"),
    ("message-id", "mail_spec_fixtures_emails_plain_emails_raw_email_double_at_in_header.eml"),
    ("plain_start", "mail_spec_fixtures_emails_attachment_emails_attachment_pdf_non_ascii.eml"),
    ("plain_start", "mail_spec_fixtures_emails_plain_emails_raw_email5.eml"),
    ("plain_start", "mail-parser_resources_eml_thirdparty_000.eml"),
    ("plain_start", "mail-parser_resources_eml_thirdparty_010.eml"),
    ("subject", "mail_spec_fixtures_emails_mime_emails_raw_email_with_multipart_mixed_quoted_boundary.eml"),
    ("subject", "php-imap_tests_messages_imap_mime_header_decode_returns_false.eml"),
    ("subject", "flanker_tests_fixtures_messages_long-header.eml"),
];

fn folder() -> PathBuf {
    std::env::var_os("CASEWELL_SHARED_DATA")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/data"), PathBuf::from)
        .join("mail-messages")
}

fn cases() -> Vec<(Value, Vec<u8>)> {
    let folder = folder();
    let Ok(manifest) = std::fs::read_to_string(folder.join("manifest.jsonl")) else { return Vec::new() };
    let case = |line: &str| {
        let case: Value = serde_json::from_str(line).unwrap();
        let raw = std::fs::read(folder.join(case["file"].as_str().unwrap())).unwrap();
        (case, raw)
    };
    manifest.lines().map(case).collect()
}

/// Without white space: where lines are broken is nobody's business here.
fn bare(text: &str) -> String {
    text.split_whitespace().collect()
}

/// What of `parsed` differs from `expected`.
fn differing(parsed: &Parsed, expected: &Value) -> Vec<&'static str> {
    let text = |name: &str| expected[name].as_str().map(bare);
    let head = &parsed.head;
    let from: Vec<String> = head.from.iter().map(|from| from.email.to_lowercase()).collect();
    let wanted = expected["from"].as_array().into_iter().flatten();
    let wanted: Vec<String> = wanted
        .filter_map(|pair| Some(pair[1].as_str()?.to_lowercase()))
        .filter(|email| !email.is_empty())
        .collect();
    let sizes = |sizes: Vec<u64>| {
        let mut sizes = sizes;
        sizes.sort_unstable();
        sizes
    };
    let ours = sizes(parsed.files.iter().map(|file| file.content.len() as u64).collect());
    let theirs = expected["attachments"].as_array().into_iter().flatten();
    let theirs = sizes(theirs.filter_map(|file| file["size"].as_u64()).collect());
    let id = text("message-id").map(|id| id.trim_matches(['<', '>']).to_owned());
    let mut differs = Vec::new();
    let mut note = |name, same: bool| {
        if !same {
            differs.push(name);
        }
    };
    note("subject", text("subject").is_none_or(|subject| subject == bare(&head.subject)));
    note("from", wanted == from);
    note("message-id", id.is_none_or(|id| head.message_id.as_deref().map(bare) == Some(id)));
    note("attachments", theirs.iter().all(|size| ours.contains(size)));
    note("plain_start", text("plain_start").is_none_or(|start| bare(&parsed.text).starts_with(&start)));
    differs
}

#[test]
fn messages_read_as_their_manifest_says() {
    let cases = cases();
    if cases.is_empty() {
        println!("no mail-messages here: nothing to compare");
        return;
    }
    let (mut compared, mut unread) = (0, 0);
    let mut differing_in: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for (case, raw) in &cases {
        let expected = &case["reference_parse"];
        let is_sound = expected["defects"].as_array().is_some_and(Vec::is_empty);
        let Ok(parsed) = parse(raw) else {
            unread += 1;
            continue;
        };
        if is_sound {
            compared += 1;
            let file = case["file"].as_str().unwrap().trim_start_matches("eml/");
            for name in differing(&parsed, expected) {
                if !OWN_WAY.contains(&(name, file)) {
                    differing_in.entry(name).or_default().push(file.to_owned());
                }
            }
        }
    }
    println!(
        "{} messages, {unread} unread, {compared} compared, {} in a way of our own",
        cases.len(),
        OWN_WAY.len()
    );
    assert!(differing_in.is_empty(), "{differing_in:?}");
}
