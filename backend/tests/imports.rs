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

/// What is said of each line.
fn said(report: &Report) -> Vec<String> {
    report.rejected.iter().map(|(line, why)| format!("line {line}: {why}")).collect()
}

#[tokio::test]
async fn what_is_wrong_with_a_line_is_named_by_its_field() {
    let folder = Folder::new();
    let kb = concat!(
        "\u{feff}{\"id\":\"a-b\",\"title\":\"With a mark before it\",\"body\":\"b\"}\n",
        "{\"id\":\"c\",\"title\":\"\",\"body\":\"b\"}\n",
        "{\"id\":\"d\",\"body\":\"b\"}\n",
        "{\"id\":\"e\",\"title\":5,\"body\":\"b\"}\n",
        "{\"id\":\"\",\"title\":\"t\"}\n",
        "[1]\n",
        "{\"id\":\n",
    );
    for desk in desks().await {
        let report = import::kb(&desk.b, &a_file(&folder, "kb.jsonl", kb), None).await.unwrap();
        assert_eq!(report.added, 1);
        assert_eq!(
            said(&report),
            [
                "line 2: title: Enter a title.",
                "line 3: title: Enter a title.",
                "line 4: title: Expected here: a text in quotes.",
                "line 5: id: Give it an id of your own that stays the same. body: Enter the text.",
                "line 6: Expected here: an object in braces.",
                "line 7: This is no JSON from line 7, column 6 on.",
            ]
        );
        let contacts = "\u{feff}name,email,role\n,nobody,king\nA,b@c.example,organisation_manager\n";
        let contacts = import::contacts(&desk.b, &a_file(&folder, "c.csv", contacts)).await.unwrap();
        assert_eq!(
            said(&contacts),
            [
                "line 2: name: Enter a name. email: Enter an email address like name@example.com. \
                 role: Expected here: one of customer, organisation_manager.",
                "line 3: organisation: Name the organisation.",
            ]
        );
    }
}

#[tokio::test]
async fn an_article_that_comes_twice_is_taken_once() {
    let folder = Folder::new();
    let kb = concat!(
        "{\"id\":\"a-b\",\"title\":\"First\",\"body\":\"b\"}\n\n",
        "{\"id\":\"c-d\",\"title\":\"Other\",\"body\":\"b\"}\n",
        "{\"id\":\"a-b\",\"title\":\"Second\",\"body\":\"b\"}\n",
        "{\"id\":\"a-b\",\"title\":\"\",\"body\":\"b\"}\n",
    );
    let path = a_file(&folder, "kb.jsonl", kb);
    for desk in desks().await {
        for (added, unchanged) in [(2, 0), (0, 2)] {
            let report = import::kb(&desk.b, &path, None).await.unwrap();
            assert_eq!((report.added, report.updated, report.unchanged), (added, 0, unchanged));
            assert_eq!(
                said(&report),
                ["line 1: line 4 is the same article and takes its place", "line 5: title: Enter a title.",]
            );
        }
        assert_eq!(desk.texts("SELECT title FROM articles ORDER BY title").await, ["Other", "Second"]);
    }
}

#[tokio::test]
async fn readers_and_languages_are_ones_that_there_are() {
    let folder = Folder::new();
    let line = |id: &str, field: &str, value: &str| {
        format!("{{\"id\":\"{id}\",\"title\":\"t\",\"body\":\"b\",\"{field}\":\"{value}\"}}\n")
    };
    let kb: String = [
        line("a", "audience", "tier:gold"),
        line("b", "audience", "tier:nope"),
        line("c", "audience", "everybody"),
        line("d", "locale", "xx-bad-locale-!!"),
        line("e", "locale", "pt-BR"),
        line("f", "locale", ""),
    ]
    .concat();
    let path = a_file(&folder, "kb.jsonl", &kb);
    for desk in desks().await {
        let audience = "audience: Expected here: public, signed-in or internal.";
        let locale = "locale: Expected here: a language such as en or pt-BR.";
        let report = import::kb(&desk.b, &path, None).await.unwrap();
        assert_eq!(report.added, 1);
        let of = |line: u64, why: &str| format!("line {line}: {why}");
        let five = [of(1, audience), of(2, audience), of(3, audience), of(4, locale), of(6, locale)];
        assert_eq!(said(&report), five);
        let gold = "INSERT INTO organisations (id, name, name_norm, tier, time_zone, created_at)
          VALUES ('quill', 'Quill', 'quill', 'gold', 'Etc/UTC', $1)";
        desk.exec(gold, vec![0_i64.into()]).await;
        let report = import::kb(&desk.b, &path, None).await.unwrap();
        let audience = "audience: Expected here: public, signed-in, internal or one of tier:gold.";
        assert_eq!((report.added, report.unchanged), (1, 1));
        assert_eq!(said(&report), [of(2, audience), of(3, audience), of(4, locale), of(6, locale)]);
    }
}

#[tokio::test]
async fn tickets_happened_before_now() {
    let thread = |id: &str, at: &str, more: &str| {
        let message = format!(r#"{{"author":"ana {id}","role":"customer","created_at":"{at}","body":"b"}}"#);
        format!(r#"{{"id":"{id}","subject":"s","status":"open","messages":[{message}]{more}}}"#)
    };
    let solved = r#","solved_at":"2027-01-01T00:00:00Z""#;
    let file = [
        thread("1", "2026-11-01T10:00:00Z", ""),
        thread("2", "yesterday", ""),
        thread("3", "2030-01-01T00:00:00Z", ""),
        thread("4", "2026-11-01T10:00:00Z", solved),
        thread("5", "2026-11-01T10:00:00Z", "").replace("\"open\"", "\"lost\"").replace("ana 5", " "),
    ];
    let folder = Folder::new();
    let path = a_file(&folder, "t.jsonl", &file.join("\n"));
    for desk in desks().await {
        let report = import::tickets(&desk.b, &path).await.unwrap();
        assert_eq!(report.added, 1);
        assert_eq!(
            said(&report),
            [
                "line 2: messages[0].created_at: Expected here: a time like 2026-11-21T15:00:00Z.",
                "line 3: messages[0].created_at: Enter a time that is not in the future.",
                "line 4: solved_at: Enter a time that is not in the future.",
                "line 5: status: Expected here: one of open, answered, solved. \
                 messages[0].author: Name the author.",
            ]
        );
        let people = desk.texts("SELECT name FROM people WHERE name LIKE 'ana %'").await;
        assert_eq!(people, ["ana 1"], "nobody is made for a line that is not taken");
    }
}
