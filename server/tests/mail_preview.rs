//! How a mail will look, as a document for a frame: for admins, with styles of its own and without anything that runs; and
//! settings of the file store that cannot work.

mod common;

use common::process::{casewell, refusal};
use common::{Folder, desk};
use domain::access::Role;

const FORM: &str = "key=reply&lang=en&subject=Re&body=%7Bmessage%7D%3Cscript%3Ealert(1)%3C%2Fscript%3E";

#[tokio::test]
async fn a_preview_runs_nothing_and_stands_in_frames_of_our_own() {
    let desk = desk().await;
    let admin = desk.cookie_of(Role::Admin);
    let ask = || desk.ask("POST", "/mail-preview").cookie(&admin);
    let shown = ask().form(FORM).send().await.expect(200);
    let policy = shown.header("content-security-policy");
    for part in ["default-src 'none'", "sandbox", "frame-ancestors 'self'"] {
        assert!(policy.contains(part), "{policy}");
    }
    assert!(shown.text.contains("&lt;script&gt;") && !shown.text.contains("<script"), "{}", shown.text);
    let refused = ask().form("key=reply&lang=en&subject=Re&body=%7Bnobody%7D").send().await.expect(422);
    assert!(!refused.text.is_empty());
    for role in [Role::Customer, Role::Agent, Role::Manager] {
        let asked = desk.ask("POST", "/mail-preview").cookie(&desk.cookie_of(role)).form(FORM);
        asked.send().await.expect(403);
    }
}

#[test]
fn a_file_store_that_cannot_work_is_refused_at_the_start() {
    let folder = Folder::new();
    let key = ["--s3-key-id", "AKIA", "--s3-secret", "hush-hush"];
    for wrong in [
        &["--files-url", "desk"][..],
        &["--files-url", "s3://desk"],
        &[&["--files-url", "https://desk"], &key[..]].concat(),
        &[&["--files-url", "s3://desk", "--s3-endpoint", "minio:9000"], &key[..]].concat(),
        &[&["--files-url", "s3://desk", "--s3-ca", "no-such-file.pem"], &key[..]].concat(),
    ] {
        let call = [&["check"], wrong].concat();
        let (code, said) = refusal(casewell(&folder, &folder.sqlite_url(), &call));
        assert_eq!((code, said.lines().count()), (Some(2), 1), "{said}");
        assert!(!said.contains("hush-hush"), "{said}");
    }
}
