//! Files brought in line by line: what cannot be taken is named, and the rest comes in, on both databases.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod common;

use std::path::PathBuf;

use backend::import::{self, Report};
use common::Folder;
use common::desk::desks;

fn a_file(folder: &Folder, name: &str, text: &str) -> PathBuf {
    let path = folder.0.join(name);
    std::fs::write(&path, text).unwrap();
    path
}

fn lines(report: &Report) -> Vec<u64> {
    report.rejected.iter().map(|(line, _)| *line).collect()
}

#[tokio::test]
async fn a_line_with_a_nul_is_left_out_and_the_others_come_in() {
    let folder = Folder::new();
    let kb = r#"{"id":"one-way","title":"One","body":"a"}
{"id":"two-ways","title":"Two","body":"a\u0000b"}
{"id":"three-ways","title":"Three","body":"c"}"#;
    let tickets = r#"{"id":"t\u0000","subject":"s","status":"open","messages":[]}
{"id":"t2","subject":"Blank","status":"open","messages":[{"author":"ana","role":"customer","created_at":"2026-11-01T10:00:00Z","body":"b"}]}"#;
    let contacts = "name,email\nA\0na,ana@quill.example\nBo,bo@quill.example\n";
    for desk in desks().await {
        let report = import::kb(&desk.b, &a_file(&folder, "kb.jsonl", kb), None).await.unwrap();
        assert_eq!((report.added, lines(&report)), (2, vec![2]));
        let report = import::tickets(&desk.b, &a_file(&folder, "t.jsonl", tickets)).await.unwrap();
        assert_eq!((report.added, lines(&report)), (1, vec![1]));
        let report = import::contacts(&desk.b, &a_file(&folder, "c.csv", contacts)).await.unwrap();
        assert_eq!((report.added, lines(&report)), (1, vec![2]));
    }
}
