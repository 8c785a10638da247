//! Whose tries are counted: the network address that a connection comes from, or that a trusted proxy names; and bodies
//! that are too large, however they are sent.

mod common;

use axum::body::{Body, Bytes};
use common::{Desk, desk, desk_at, desks};

const BASE: &str = "http://desk.example";
/// Codes that one network may ask for in a quarter of an hour.
const CODES: u32 = 30;
/// Wrong passwords that it may send.
const PASSWORDS: u32 = 50;

/// Asks for a code for an address of its own, so that only the network counts.
async fn ask_for_code(desk: &Desk, n: u32, forwarded_for: &str) -> u16 {
    let form = format!("email=nobody-{n}%40example.com");
    let ask = desk.ask("POST", "/fn/session/send-code").with("x-forwarded-for", forwarded_for);
    ask.form(&form).send().await.status
}

#[tokio::test]
async fn strangers_are_counted_by_their_connection_whatever_they_say() {
    for desk in desks().await {
        for n in 0..CODES {
            assert_eq!(ask_for_code(&desk, n, &format!("198.51.100.{n}")).await, 200);
        }
        assert_eq!(ask_for_code(&desk, CODES, "198.51.100.200").await, 429);
    }
}

#[tokio::test]
async fn behind_a_trusted_proxy_everybody_is_counted_alone() {
    // The address that every request of these tests comes from.
    let desk = desk_at(BASE, &["--trusted-proxies", "192.0.2.1"]).await;
    for n in 0..CODES {
        assert_eq!(ask_for_code(&desk, n, "203.0.113.9, 198.51.100.1").await, 200);
    }
    assert_eq!(
        ask_for_code(&desk, CODES, "203.0.113.10, 198.51.100.1").await,
        429,
        "what stands left is hearsay"
    );
    assert_eq!(ask_for_code(&desk, CODES, "203.0.113.9, 198.51.100.2").await, 200);
    let from = "SELECT COUNT(*) FROM outbox WHERE recipient LIKE 'nobody-%'";
    assert_eq!(desk.number(from).await, 0, "nobody is mailed");
}

#[tokio::test]
async fn wrong_passwords_from_one_address_end_in_429_for_every_account() {
    let desk = desk().await;
    let sign_in = async |email: &str, password: &str, from: &str| {
        let form = format!("email={email}&password={password}");
        let ask = desk.ask("POST", "/fn/session/sign-in").with("x-forwarded-for", from);
        ask.form(&form).send().await
    };
    for n in 0..PASSWORDS {
        let (email, from) = (format!("nobody-{n}%40example.com"), format!("198.51.100.{n}"));
        sign_in(&email, "open-sesame", &from).await.expect(422);
    }
    let refused = sign_in("agent%40demo.example", "casewell-demo", "198.51.100.200").await.expect(429);
    let seconds: u32 = refused.header("retry-after").parse().unwrap();
    assert!((1..=900).contains(&seconds), "{seconds}");
    desk.clock.advance(15 * 60_000);
    sign_in("agent%40demo.example", "casewell-demo", "198.51.100.200").await.expect(200);
}

/// A body whose length nobody knows before it ends.
fn chunked(bytes: usize) -> Body {
    const CHUNK: usize = 64 << 10;
    let chunks = (0..bytes / CHUNK).map(|_| Ok::<_, std::io::Error>(Bytes::from(vec![b'x'; CHUNK])));
    Body::from_stream(futures::stream::iter(chunks))
}

#[tokio::test]
async fn a_body_that_turns_out_too_large_on_the_way_is_refused_as_that() {
    let desk = desk().await;
    let token = desk.token("agent@demo.example").await;
    for (path, kind) in [
        ("/fn/session/sign-in", "application/x-www-form-urlencoded"),
        ("/fn/tickets/change", "application/json"),
        ("/api/v1/tickets", "application/json"),
    ] {
        let ask = desk.ask("POST", path).bearer(&token).with("content-type", kind);
        ask.stream(chunked(2 << 20)).send().await.expect(413);
        let ask = desk.ask("POST", path).bearer(&token).with("content-type", kind);
        let small = ask.stream(chunked(64 << 10)).send().await;
        assert!(matches!(small.status, 400 | 422), "{path}: {}", small.status);
    }
}
