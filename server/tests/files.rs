//! Files over HTTP: sent in parts or with a form, read by those who may, and powerless in a browser.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod common;

use common::{Ask, Desk, Reply, desk, desks};
use domain::access::Role;
use domain::words::Lang;
use serde_json::{Value, json};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01 and so on";
const SVG: &str = "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>";

impl Desk {
    /// A request of the customer whose session is used below.
    async fn own(&self) -> String {
        const OWN: &str =
            "SELECT 'CW-' || CAST(number AS TEXT) FROM tickets t JOIN people p ON p.id = t.requester_id
          JOIN person_emails e ON e.person_id = p.id
          WHERE e.email_norm = 'customer@demo.example' AND t.status = 'open' ORDER BY t.number DESC LIMIT 1";
        self.text(OWN).await
    }

    fn part<'d>(&'d self, of: &str, place: &str, bytes: &[u8]) -> Ask<'d> {
        let ask = self.ask("POST", &format!("/files?for={of}&{place}"));
        ask.with("content-type", "application/octet-stream").stream(bytes.to_vec().into())
    }

    /// Sends a small file; its id.
    async fn sent(&self, role: Role, of: &str, name: &str, content: &[u8]) -> String {
        let place = format!("name={name}&size={}&at=0&mark=1", content.len());
        let reply = self.part(of, &place, content).cookie(&self.cookie_of(role)).send().await.expect(200);
        let upload = reply.json();
        assert_eq!(upload["received"], content.len());
        upload["id"].as_str().unwrap().to_owned()
    }

    async fn read(&self, role: Role, id: &str) -> Reply {
        self.get(&format!("/files/{id}")).cookie(&self.cookie_of(role)).send().await
    }

    /// Replies as the customer, with these files.
    async fn reply(&self, number: &str, files: &str) -> Reply {
        let form = format!("number={number}&text=See+the+picture&files={files}");
        let ask = self.ask("POST", "/fn/request/reply").with("accept", "text/html");
        ask.cookie(&self.cookie_of(Role::Customer)).form(&form).send().await
    }

    /// The files of the request's newest message.
    async fn newest(&self, number: &str) -> Value {
        let token = self.token_of(Role::Agent).unwrap();
        let ask = self.get(&format!("/api/v1/tickets/{number}/entries?limit=10")).bearer(&token);
        let entries = ask.send().await.expect(200).json();
        let messages = entries["items"].as_array().unwrap().iter();
        messages.map(|entry| entry["body"].clone()).find(|body| body["kind"] == "message").unwrap()
    }
}

#[tokio::test]
async fn a_file_goes_in_parts_and_comes_back_whole() {
    for desk in desks().await {
        let number = desk.own().await;
        let (of, cookie) = (format!("reply:{number}"), desk.cookie_of(Role::Customer));
        let content: Vec<u8> = PNG.iter().copied().cycle().take(900).collect();
        let send = async |at: usize, to: usize| {
            let place = format!("name=la%20bel.png&size=900&mark=7&at={at}");
            let reply = desk.part(&of, &place, &content[at..to]).cookie(&cookie).send().await;
            reply.expect(200).json()
        };
        assert_eq!(send(0, 400).await["received"], 400);
        assert_eq!(send(700, 900).await["received"], 400, "where to go on");
        let whole = send(400, 900).await;
        assert_eq!((&whole["received"], &whole["media"]), (&json!(900), &json!("image/png")));
        let id = whole["id"].as_str().unwrap();
        assert_eq!(
            desk.reply(&number, id).await.expect(303).header("location"),
            format!("/requests/{number}#messages")
        );
        assert_eq!(desk.newest(&number).await["files"][0]["name"], "la bel.png");
        let shown = desk.read(Role::Agent, id).await.expect(200);
        assert_eq!(shown.header("content-type"), "image/png");
        assert_eq!(shown.header("content-length"), "900");
        assert!(shown.header("content-disposition").starts_with("inline; filename=\"la bel.png\""));
        assert_powerless(&shown);
    }
}

#[track_caller]
fn assert_powerless(reply: &Reply) {
    let policy = reply.header("content-security-policy");
    assert!(policy.contains("default-src 'none'") && policy.contains("sandbox"), "{policy}");
    assert_eq!(reply.header("x-content-type-options"), "nosniff");
    assert_eq!(reply.header("cache-control"), "no-store");
    assert_eq!(reply.header("cross-origin-resource-policy"), "same-origin");
}

#[tokio::test]
async fn what_could_run_is_only_saved() {
    let desk = desk().await;
    let number = desk.own().await;
    let of = format!("reply:{number}");
    let odd =
        [("a.svg", SVG), ("a.html", "<script>alert(1)</script>"), ("a.png", "<html>"), ("a.pdf", "%PDF-1.7")];
    for (name, content) in odd {
        let id = desk.sent(Role::Customer, &of, name, content.as_bytes()).await;
        desk.reply(&number, &id).await.expect(303);
        for role in [Role::Customer, Role::Agent] {
            let read = desk.read(role, &id).await.expect(200);
            assert!(read.header("content-disposition").starts_with("attachment; "), "{name}");
            let kind = read.header("content-type");
            assert!(matches!(kind, "text/plain; charset=utf-8" | "application/pdf"), "{name}: {kind}");
            assert_powerless(&read);
        }
    }
}

#[tokio::test]
async fn the_beginning_of_a_text_is_shown_to_those_who_may_read_it() {
    for desk in desks().await {
        let number = desk.own().await;
        let of = format!("reply:{number}");
        let log = "dock 3 <b>ribbon</b> out\r\n".repeat(400);
        let text = desk.sent(Role::Customer, &of, "dock.log", log.as_bytes()).await;
        let picture = desk.sent(Role::Customer, &of, "a.png", PNG).await;
        desk.reply(&number, &format!("{text}+{picture}")).await.expect(303);
        let start =
            |role, id: &str| desk.get(&format!("/files/{id}/start")).cookie(&desk.cookie_of(role)).send();
        for role in [Role::Customer, Role::Agent] {
            let read = start(role, &text).await.expect(200);
            assert_eq!(read.header("content-type"), "text/plain; charset=utf-8");
            assert_eq!(read.text, format!("{}…", "dock 3 <b>ribbon</b> out\n".repeat(20)));
            assert_powerless(&read);
        }
        start(Role::Customer, &picture).await.expect(404);
        let other = desk.cookie("customer2@demo.example").await;
        desk.get(&format!("/files/{text}/start")).cookie(&other).send().await.expect(404);
        desk.get(&format!("/files/{text}/start")).send().await.expect(303);
    }
}

#[tokio::test]
async fn foreign_files_are_not_there() {
    let desk = desk().await;
    let number = desk.own().await;
    let id = desk.sent(Role::Customer, &format!("reply:{number}"), "own.png", PNG).await;
    desk.reply(&number, &id).await.expect(303);
    let note = desk.sent(Role::Agent, &format!("note:{number}"), "inside.png", PNG).await;
    let command = json!({ "number": number, "seen": version(&desk, &number).await, "files": [note],
        "command": { "command": "note", "text": "Between us." } });
    let agent = desk.cookie_of(Role::Agent);
    desk.post("/fn/tickets/change", &command).cookie(&agent).send().await.expect(200);
    desk.read(Role::Lead, &note).await.expect(200);
    let missing = desk.read(Role::Customer, "0123456789abcdef").await.expect(404);
    let hidden = desk.read(Role::Customer, &note).await.expect(404);
    assert_eq!(missing.text, hidden.text);
    let other = desk.cookie("customer2@demo.example").await;
    for id in [&id, &note] {
        desk.get(&format!("/files/{id}")).cookie(&other).send().await.expect(404);
        let visitor = desk.get(&format!("/files/{id}")).send().await.expect(303);
        assert_eq!(visitor.header("location"), format!("/login?next=/files/{id}"));
    }
    let refused = desk.part(&format!("reply:{number}"), "name=a&size=1", b"a").cookie(&other).send().await;
    assert_eq!(refused.expect(404).text, domain::words::errors::errors(Lang::En).not_found);
    // Another site's page cannot send one.
    let stranger = desk.part(&format!("reply:{number}"), "name=a&size=1", b"a");
    let stranger = stranger.with("cookie", &agent).with("origin", "https://evil.example");
    stranger.send().await.expect(403);
}

async fn version(desk: &Desk, number: &str) -> i64 {
    let token = desk.token_of(Role::Agent).unwrap();
    let ticket = desk.get(&format!("/api/v1/tickets/{number}")).bearer(&token).send().await.expect(200);
    ticket.header("etag").trim_matches('"').parse().unwrap()
}

/// A form as browsers without scripts send it.
fn multipart(fields: &[(&str, &str)], files: &[(&str, &str, &[u8])]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, value) in fields {
        body.extend(
            format!("--limit\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes(),
        );
    }
    for (name, file, content) in files {
        let head = format!(
            "--limit\r\ncontent-disposition: form-data; name=\"{name}\"; filename=\"{file}\"\r\n\
             content-type: application/octet-stream\r\n\r\n"
        );
        body.extend(head.bytes().chain(content.iter().copied()).chain(*b"\r\n"));
    }
    body.extend(b"--limit--\r\n");
    body
}

impl Desk {
    async fn form(&self, fields: &[(&str, &str)], files: &[(&str, &str, &[u8])], referer: &str) -> Reply {
        let ask = self.ask("POST", "/fn/request/reply").with("accept", "text/html");
        let ask = ask.with("content-type", "multipart/form-data; boundary=limit").with("referer", referer);
        ask.cookie(&self.cookie_of(Role::Customer)).stream(multipart(fields, files).into()).send().await
    }
}

#[tokio::test]
async fn a_form_brings_its_files_along() {
    for desk in desks().await {
        let number = desk.own().await;
        let (page, of) = (format!("/requests/{number}"), format!("reply:{number}"));
        let (field, had) = (format!("file:{of}"), format!("had:{of}"));
        let large: Vec<u8> = b"0123456789".repeat(300_000);
        let files = [(field.as_str(), "shot.png", PNG), (&field, "large.txt", &large), (&field, "", b"")];
        let text = [("number", number.as_str()), ("text", "Zwei Bilder & mehr")];
        desk.form(&text, &files, &page).await.expect(303);
        let said = desk.newest(&number).await;
        assert_eq!(said["text"], "Zwei Bilder & mehr");
        let sent: Vec<_> =
            said["files"].as_array().unwrap().iter().map(|file| file["size"].clone()).collect();
        assert_eq!(sent, [json!(PNG.len()), json!(3_000_000)]);
        // Refused for another reason, they wait for the next try; what is unticked there goes.
        let endless = "x".repeat(20_001);
        let endless = [("number", number.as_str()), ("text", endless.as_str())];
        desk.form(&endless, &files[..1], &page).await.expect(303);
        let cookie = desk.cookie_of(Role::Customer);
        let drawn = desk.get(&page).cookie(&cookie).send().await.expect(200).text;
        let id = desk.text("SELECT id FROM uploads WHERE hash IS NOT NULL").await;
        assert!(
            drawn.contains(&format!("name=\"files\" value=\"{id}\"")) && drawn.contains("shot.png"),
            "{drawn}"
        );
        let text = [("number", number.as_str()), ("text", "Without it"), (&had, &id)];
        desk.form(&text, &[], &page).await.expect(303);
        assert_eq!(desk.newest(&number).await["files"], Value::Null);
        assert_eq!(desk.number("SELECT COUNT(*) FROM uploads WHERE scope LIKE 'reply%'").await, 0);
    }
}

#[tokio::test]
async fn a_form_whose_file_is_refused_says_why() {
    let desk = desk().await;
    let number = desk.own().await;
    let page = format!("http://desk.example/requests/{number}");
    let field = format!("file:reply:{number}");
    let text = [("number", number.as_str()), ("text", "It is very large")];
    let large = vec![1; (25 << 20) + 1];
    let refused = desk.form(&text, &[(&field, "large.bin", &large)], &page).await.expect(303);
    let back = refused.header("location").to_owned();
    assert!(back.starts_with(&page) && back.contains("__err"), "{back}");
    let cookie = format!(
        "{}; {}",
        desk.cookie_of(Role::Customer),
        refused.header("set-cookie").split(';').next().unwrap()
    );
    let path = back.strip_prefix("http://desk.example").unwrap();
    let drawn = desk.get(path).cookie(&cookie).send().await.text;
    assert!(drawn.contains("Choose a file of at most 25 MB."), "{drawn}");
    assert!(drawn.contains("It is very large"), "what was typed is kept");
    let foreign = desk.text("SELECT 'CW-' || CAST(MIN(number) AS TEXT) FROM tickets").await;
    let elsewhere = format!("file:reply:{foreign}");
    desk.form(&text, &[(&elsewhere, "a.png", PNG)], &page).await.expect(303);
    assert_eq!(desk.number("SELECT COUNT(*) FROM attachments WHERE ticket_id IS NOT NULL").await, 0);
    let ask = desk.ask("POST", "/fn/request/reply").cookie(&desk.cookie_of(Role::Customer));
    let broken =
        ask.with("content-type", "multipart/form-data; boundary=limit").stream("--limit\r\nno end".into());
    broken.send().await.expect(400);
}

#[tokio::test]
async fn a_program_sends_and_reads_files() {
    for desk in desks().await {
        let (number, token) = (desk.own().await, desk.token_of(Role::Customer).unwrap());
        let upload = async |of: &str| {
            let path = format!("/api/v1/uploads?for={of}&name=a.png&size={}", PNG.len());
            let ask = desk.ask("POST", &path).bearer(&token).stream(PNG.into());
            ask.send().await.expect(200).json()["id"].as_str().unwrap().to_owned()
        };
        let id = upload(&format!("reply:{number}")).await;
        let path = format!("/api/v1/tickets/{number}/replies");
        let said = json!({ "text": "See the picture", "files": [id] });
        desk.post(&path, &said).bearer(&token).send().await.expect(201);
        let twice = desk.post(&path, &said).bearer(&token).send().await.problem(422);
        assert_eq!(twice["errors"][0]["field"], "files");
        let read = desk.get(&format!("/api/v1/files/{id}")).bearer(&token).send().await.expect(200);
        assert_eq!(read.header("content-type"), "image/png");
        assert_powerless(&read);
        desk.get(&format!("/api/v1/files/{id}")).send().await.problem(401);
        desk.get("/api/v1/files/none").bearer(&token).send().await.problem(404);
        let first = upload("ticket").await;
        let draft = json!({ "subject": "Blank", "text": "All white", "files": [first] });
        let made = desk.post("/api/v1/tickets", &draft).bearer(&token).send().await.expect(201).json();
        let path = format!("/api/v1/tickets/{}/entries", made["number"].as_str().unwrap());
        let entries = desk.get(&path).bearer(&token).send().await.expect(200).json();
        let entries = entries["items"].as_array().unwrap();
        assert!(entries.iter().any(|entry| entry["body"]["files"][0]["id"] == first.as_str()), "{entries:?}");
        let large = desk.ask("POST", "/api/v1/uploads?for=ticket&name=a&size=99999999").bearer(&token);
        let large = large.send().await.problem(422);
        assert_eq!(large["errors"][0]["field"], "files");
        let part = desk.ask("POST", "/api/v1/uploads?for=ticket&name=b&size=600000").bearer(&token);
        part.stream(vec![1_u8; 600_000].into()).send().await.problem(413);
    }
}
