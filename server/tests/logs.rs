//! P18: logs and errors hold no message text, credential or token, however much is logged; a fault is found in the log
//! by the reference that the reader was given.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod common;

use std::io::Write;
use std::sync::{Arc, Mutex};

use common::desk;
use common::process::{Answered, Client, Ready, Running};
use tracing_subscriber::fmt::MakeWriter;

const SIGN_IN: &str = "/fn/session/sign-in";
const CUSTOMER: &str = "email=customer%40demo.example";
const KEY: &str = "quagga";

/// What people write stands in every text that is sent, and nowhere else.
const WORD: &str = "zebrafish";

#[tokio::test(flavor = "multi_thread")]
async fn nothing_secret_is_logged() {
    let desk = Ready::on_sqlite().await;
    let settings = ["--log", "trace", "--base-url", "http://desk.example"];
    let server = Running::start_with(&desk.folder, &desk.url, &settings);
    let mut client = server.connect().await;
    let mut secrets = sign_in_every_way(&mut client).await;
    write_everywhere(&mut client, &desk.token, &secrets[0]).await;
    secrets.extend([desk.token, WORD.into(), KEY.into(), "casewell-demo".into(), "sesame-open".into()]);
    let log = server.log();
    assert!(log.contains(" DEBUG "), "more than usual is logged");
    assert!(log.contains("/api/v1/tickets/{number}"), "routes are logged");
    for secret in &secrets {
        let value = secret.rsplit('=').next().unwrap();
        let line = log.lines().find(|line| line.contains(value));
        assert_eq!(line, None, "{value}");
    }
}

/// The cookies and codes that came of it; the customer's cookie first.
async fn sign_in_every_way(client: &mut Client) -> Vec<String> {
    let session = |answer: &Answered| answer.session().unwrap().to_owned();
    let by_password = session(&client.post(SIGN_IN, "", &format!("{CUSTOMER}&password=casewell-demo")).await);
    client.post(SIGN_IN, "", &format!("{CUSTOMER}&password=sesame-open")).await;
    client.post("/fn/session/send-code", "", CUSTOMER).await;
    let admin = client.post(SIGN_IN, "", "email=admin%40demo.example&password=casewell-demo").await;
    let outbox = client.post("/fn/admin/outbox", &session(&admin), "").await.text;
    let is_code = |word: &&str| word.len() == 6 && word.bytes().all(|byte| byte.is_ascii_digit());
    let code = outbox.split(|c: char| !c.is_alphanumeric()).find(is_code).unwrap().to_owned();
    let entered = client.post("/fn/session/enter-code", "", &format!("{CUSTOMER}&code={code}")).await;
    let by_code = session(&entered);
    vec![by_password, session(&admin), by_code, code]
}

/// Says [`WORD`] wherever a customer can say something, by token and by cookie, accepted and refused.
async fn write_everywhere(client: &mut Client, token: &str, cookie: &str) {
    let subject = format!("{WORD} labels");
    let made = client.write("POST", "/api/v1/tickets", token, KEY, &subject).await;
    assert_eq!(made.status, 201, "{}", made.text);
    let number = made.json()["number"].as_str().unwrap().to_owned();
    let ticket = format!("/api/v1/tickets/{number}");
    assert_eq!(client.write("PATCH", &ticket, token, KEY, &subject).await.status, 422);
    assert_eq!(client.write("POST", &ticket, token, KEY, &subject).await.status, 405);
    let reply = format!("number={number}&text={WORD}");
    let replied = client.post("/fn/request/reply", cookie, &reply).await;
    assert!(replied.status.is_redirection(), "{}", replied.text);
    let described = format!("step=describe&subject={WORD}&text={WORD}");
    client.post("/fn/intake/save", cookie, &described).await;
    for path in [
        format!("/search?q={WORD}"),
        format!("/api/v1/search?q={WORD}"),
        format!("/api/v1/suggestions?text={WORD}"),
        format!("/api/v1/tickets?cursor={WORD}"),
        format!("/no/such/{WORD}"),
        ticket,
    ] {
        client.get(&path, token).await.unwrap();
    }
}

/// Everything that is logged on this thread.
#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<u8>>>);

impl Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'k> MakeWriter<'k> for Kept {
    type Writer = Self;

    fn make_writer(&'k self) -> Self {
        self.clone()
    }
}

#[tokio::test]
async fn a_fault_is_found_by_its_reference_and_says_nothing_else() {
    let kept = Kept::default();
    let log = tracing_subscriber::fmt().with_ansi(false).with_writer(kept.clone()).finish();
    let _logging = tracing::subscriber::set_default(log);
    let desk = desk().await;
    desk.b.db.close().await;
    let failed = desk.get("/api/v1/problems").send().await;
    let status = failed.status;
    assert!(status >= 500 && !failed.text.contains("sql") && !failed.text.contains("closed"), "{failed:?}");
    let problem = failed.problem(status);
    let reference = problem["instance"].as_str().unwrap().rsplit(':').next().unwrap();
    assert!(problem["detail"].as_str().unwrap().contains(reference));
    let log = String::from_utf8(kept.0.lock().unwrap().clone()).unwrap();
    assert!(log.contains(&format!("reference={reference}")), "{log}");
}
