//! Mail that means harm, or is broken beyond what programs do: it is kept, costs little, and stops nothing.

mod common;
mod letters;

use std::time::{Duration, Instant};

use domain::mail::Trouble;

use letters::{arrive, entries, letter, reading, said};

const ANA: &str = "Ana <ana@quill.example>";

/// What one message may cost on a busy machine in a build for tests.
const MOST: Duration = Duration::from_secs(20);

/// `fields` above `body`.
fn message(fields: &str, body: &str) -> Vec<u8> {
    format!("From: {ANA}\r\nSubject: x\r\n{fields}\r\n{body}").into_bytes()
}

fn hostile() -> Vec<(&'static str, Vec<u8>)> {
    let mut deep = String::new();
    for n in 0..5_000 {
        deep.push_str(&format!("Content-Type: multipart/mixed; boundary=b{n}\r\n\r\n--b{n}\r\n"));
    }
    let html = |body: &str| message("Content-Type: text/html\r\n", body);
    vec![
        ("nested parts", message(&deep, "x")),
        ("nested messages", message(&"Content-Type: message/rfc822\r\n\r\n".repeat(20_000), "x")),
        (
            "many parts",
            message("Content-Type: multipart/mixed; boundary=x\r\n", &"--x\r\n\r\ny\r\n".repeat(100_000)),
        ),
        ("a long field", message(&format!("X-Long: {}\r\n", "a".repeat(5 << 20)), "x")),
        ("a long subject", message(&format!("Subject: {}\r\n", "=?utf-8?q?a?= ".repeat(100_000)), "x")),
        ("many fields", message(&"X-A: b\r\n".repeat(300_000), "x")),
        ("many recipients", message(&format!("Cc: {}\r\n", "a@b.example, ".repeat(200_000)), "x")),
        ("many references", message(&format!("References: {}\r\n", "<a@b.example> ".repeat(200_000)), "x")),
        ("brackets", message(&format!("To: {}\r\n", "(".repeat(500_000)), "x")),
        ("nested tags", html(&"<div>".repeat(500_000))),
        ("open tags", html(&"<".repeat(3_000_000))),
        ("quoted tags", html(&"<blockquote type=cite>".repeat(200_000))),
        ("entities", html(&"&amp".repeat(1_000_000))),
        ("many lines", message("", &">\r\n".repeat(2_000_000))),
        ("intros", message("", &"On 1 Feb 2016, Ana <a@b.example> wrote:\r\n".repeat(100_000))),
        ("one long line", message("", &"On 1 ".repeat(2_000_000))),
        ("uu", message("", &"begin 644 a\r\n".repeat(300_000))),
        ("base64", message("Content-Transfer-Encoding: base64\r\n", &"!!!!".repeat(1_000_000))),
        ("nothing", b"\0\0\0\0".to_vec()),
        ("noise", (0..1_000_000u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect()),
    ]
}

#[tokio::test]
async fn hostile_mail_is_kept_in_bounded_time_and_stops_nothing() {
    for (desk, cast) in reading().await {
        for (what, raw) in hostile() {
            let began = Instant::now();
            let taken = arrive(&desk.b, "", raw).await;
            println!("{what}: {} {:?} in {:?}", taken.state, taken.reason, began.elapsed());
            assert!(began.elapsed() < MOST, "{what} took {:?}", began.elapsed());
            assert_ne!(taken.reason, Some(Trouble::Fault), "{what}");
            assert_ne!(taken.state, "waiting", "{what}");
        }
        let number = letter(ANA, "After all that").ticket(&desk).await;
        assert_eq!(said(&desk, &cast.agent, &number).await.len(), 1);
        assert_eq!(desk.number("SELECT COUNT(*) FROM mail_in").await, hostile().len() as i64 + 1);
    }
}

#[tokio::test]
async fn the_largest_message_is_taken_whole() {
    for (desk, cast) in reading().await {
        let line = "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9wcXJzdHV2d3h5\r\n";
        let file = line.repeat((24 << 20) / line.len());
        let text = format!(
            "--x\r\n\r\nHello\r\n--x\r\nContent-Type: application/pdf; name=big.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n{file}\r\n--x--\r\n"
        );
        let began = Instant::now();
        let raw = message("Content-Type: multipart/mixed; boundary=x\r\n", &text);
        let number = arrive(&desk.b, "", raw).await.number.expect("a ticket");
        println!("24 MiB in {:?}", began.elapsed());
        assert!(began.elapsed() < MOST, "{:?}", began.elapsed());
        let files = entries(&desk, &cast.agent, &number).await.remove(0).body.files().unwrap().to_vec();
        assert!(files[0].size > 15 << 20, "{files:?}");
    }
}

#[tokio::test]
async fn what_mail_says_is_never_obeyed() {
    for (desk, cast) in reading().await {
        let evil = letter("\"<script>1</script>\" <mal@evil.example>", "<script>1</script> {number}");
        let number = evil
            .with("Reply-To", letters::SUPPORT)
            .with("To", "support+00000000000000000000000000000000@desk.example")
            .ticket(&desk)
            .await;
        let first = entries(&desk, &cast.agent, &number).await.remove(0);
        assert_eq!(first.author_name, "<script>1</script>", "as text");
        let people = desk.texts("SELECT role FROM people p JOIN person_emails e ON e.person_id = p.id WHERE e.email_norm = 'mal@evil.example'").await;
        assert_eq!(people, ["customer"]);
        let injected =
            letter(ANA, "x\u{85}Bcc: y@evil.example").with("Message-ID", "<a b\t>").ticket(&desk).await;
        assert_ne!(injected, number);
    }
}
