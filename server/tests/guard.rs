//! What stands around every answer: writes from other sites refused, headers everywhere, nothing secret in the log.

mod common;

use common::{Desk, Reply, desk, desk_at, desks};

const SIGN_IN: &str = "/fn/session/sign-in";
const FORM: &str = "email=agent%40demo.example&password=casewell-demo&next=";

/// A plain form, as browsers send it without scripts.
async fn form(desk: &Desk, headers: &[(&str, &str)]) -> Reply {
    let ask = desk.ask("POST", SIGN_IN).with("accept", "text/html").form(FORM);
    headers.iter().fold(ask, |ask, (name, value)| ask.with(name, value)).send().await
}

#[tokio::test]
async fn writes_that_another_site_caused_are_refused() {
    for desk in desks().await {
        for headers in [
            &[("sec-fetch-site", "cross-site")][..],
            &[("sec-fetch-site", "same-site")],
            &[("origin", "https://evil.example")],
            &[("origin", "null")],
            &[("origin", "https://evil.example"), ("sec-fetch-site", "cross-site")],
            &[("origin", "http://desk.example"), ("sec-fetch-site", "cross-site")],
            &[("origin", "https://desk.example")],
            &[("origin", "http://desk.example:8080")],
        ] {
            let refused = form(&desk, headers).await.expect(403);
            assert_eq!(refused.header("set-cookie"), "", "{headers:?}");
        }
    }
}

#[tokio::test]
async fn writes_from_our_own_pages_pass() {
    for desk in desks().await {
        for headers in [
            &[("sec-fetch-site", "same-origin")][..],
            &[("sec-fetch-site", "none")],
            &[("origin", "http://desk.example")],
            &[],
        ] {
            let passed = form(&desk, headers).await.expect(303);
            assert_eq!(passed.header("location"), "/desk", "{headers:?}");
            assert!(
                passed
                    .headers
                    .get_all("set-cookie")
                    .iter()
                    .any(|cookie| cookie.to_str().unwrap().starts_with("casewell="))
            );
        }
    }
}

/// A write of somebody signed in, sent to `host`.
async fn write(desk: &Desk, host: &str, headers: &[(&str, &str)]) -> u16 {
    let cookie = desk.cookie("admin@demo.example").await;
    let mut ask = desk.ask_at(host, "POST", "/fn/session/language").with("cookie", &cookie).form("lang=en");
    for (name, value) in headers {
        ask = ask.with(name, value);
    }
    ask.send().await.status
}

#[tokio::test]
async fn whoever_has_a_session_says_that_they_write_from_our_pages() {
    let desk = desk_at("https://desk.example", &[]).await;
    for (host, headers) in [
        ("desk.example", &[][..]),
        ("desk.example", &[("authorization", "Bearer cw_0")]),
        ("desk.example", &[("origin", "http://desk.example")]),
        ("attacker.example", &[("origin", "http://attacker.example")]),
        ("attacker.example", &[("origin", "https://attacker.example")]),
        ("desk.example", &[("origin", "https://desk.example"), ("sec-fetch-site", "cross-site")]),
        ("desk.example", &[("origin", "https://desk.example"), ("sec-fetch-site", "same-site")]),
    ] {
        assert_eq!(write(&desk, host, headers).await, 403, "{host} {headers:?}");
    }
    for (host, headers) in [
        ("desk.example", &[("origin", "https://desk.example")][..]),
        ("desk.example", &[("origin", "https://desk.example"), ("sec-fetch-site", "same-origin")]),
        ("inside:3000", &[("origin", "https://desk.example")]),
        ("desk.example", &[("sec-fetch-site", "same-origin")]),
    ] {
        assert_ne!(write(&desk, host, headers).await, 403, "{host} {headers:?}");
    }
}

#[tokio::test]
async fn every_function_that_writes_is_out_of_reach_for_other_sites() {
    let desk = desk().await;
    let cookie = desk.cookie("admin@demo.example").await;
    for (path, method) in leptos::server_fn::axum::server_fn_paths() {
        if method.is_safe() {
            continue;
        }
        let ask =
            desk.ask(method.as_str(), path).cookie(&cookie).form("").with("sec-fetch-site", "cross-site");
        ask.send().await.expect(403);
    }
}

#[tokio::test]
async fn reading_functions_take_no_other_method_and_writing_ones_no_get() {
    let desk = desk().await;
    let cookie = desk.cookie("admin@demo.example").await;
    for (path, method) in leptos::server_fn::axum::server_fn_paths() {
        let other = if method.is_safe() { "POST" } else { "GET" };
        let reply = desk.ask(other, path).cookie(&cookie).send().await;
        assert!(matches!(reply.status, 404 | 405), "{other} {path}: {}", reply.status);
    }
}

/// One of each kind of answer there is.
const KINDS: [&str; 12] = [
    "/",
    "/help",
    "/no/such/page",
    "/desk",
    "/requests",
    "/fn/session/email",
    "/fn/no-such",
    "/api/v1/tickets",
    "/api/v1/docs",
    "/api/v1/openapi.json",
    "/healthz",
    "/live",
];

#[tokio::test]
async fn every_kind_of_answer_carries_the_headers() {
    let desk = desk_at("https://desk.example", &[]).await;
    for path in KINDS {
        let reply = desk.get(path).with("x-forwarded-proto", "https").send().await;
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "same-origin"),
            ("cross-origin-opener-policy", "same-origin"),
            ("strict-transport-security", "max-age=63072000"),
            ("cache-control", "no-store"),
        ] {
            assert_eq!(reply.header(name), value, "{name} of {path}");
        }
        assert_eq!(reply.header("x-request-id").len(), 16, "{path}");
        let policy = reply.header("content-security-policy");
        assert!(policy.contains("frame-ancestors 'none'"), "{path}: {policy}");
        assert!(
            !policy.contains("unsafe-inline") && !policy.contains("unsafe-eval'")
                || policy.contains("wasm-unsafe-eval")
        );
    }
}

#[tokio::test]
async fn a_pages_policy_names_the_nonce_of_its_scripts() {
    let desk = desk().await;
    for path in ["/", "/login", "/no/such/page"] {
        let (one, two) = (desk.get(path).send().await, desk.get(path).send().await);
        let nonce = |reply: &Reply| {
            let policy = reply.header("content-security-policy").to_owned();
            policy.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap().to_owned()
        };
        assert_ne!(nonce(&one), nonce(&two));
        let scripts = one.text.matches("<script").count();
        assert!(scripts > 0);
        assert_eq!(one.text.matches(&format!("nonce=\"{}\"", nonce(&one))).count(), scripts, "{path}");
        assert!(!one.text.contains(" style=\"") && !one.text.contains(" onclick="), "{path}");
    }
}

#[tokio::test]
async fn plain_http_gets_no_promise_of_https() {
    let desk = desk().await;
    assert_eq!(desk.get("/healthz").send().await.header("strict-transport-security"), "");
}

#[tokio::test]
async fn cookies_are_out_of_reach_for_scripts_and_other_hosts() {
    for (base, name, secure) in
        [("http://desk.example", "casewell=", false), ("https://desk.example", "__Host-casewell=", true)]
    {
        let desk = desk_at(base, &[]).await;
        let reply = form(&desk, &[("origin", base)]).await.expect(303);
        let cookies: Vec<&str> =
            reply.headers.get_all("set-cookie").iter().map(|c| c.to_str().unwrap()).collect();
        let session = cookies.iter().find(|cookie| cookie.starts_with(name)).unwrap();
        assert!(
            session.contains("HttpOnly") && session.contains("SameSite=Lax") && session.contains("Path=/")
        );
        assert_eq!(session.contains("Secure"), secure, "{session}");
    }
}

#[tokio::test]
async fn links_after_signing_in_lead_nowhere_else() {
    let desk = desk().await;
    for next in
        ["https%3A%2F%2Fevil.example", "%2F%2Fevil.example", "%2F%5Cevil.example", "javascript%3Aalert(1)"]
    {
        let body = format!("email=agent%40demo.example&password=casewell-demo&next={next}");
        let reply =
            desk.ask("POST", SIGN_IN).with("accept", "text/html").form(&body).send().await.expect(303);
        assert_eq!(reply.header("location"), "/desk", "{next}");
    }
}

#[tokio::test]
async fn operators_can_look() {
    for desk in desks().await {
        desk.get("/healthz").send().await.expect(200);
        desk.get("/readyz").send().await.expect(200);
        desk.get("/api/v1/tickets/CW-4711").send().await.expect(401);
        desk.get("/search?q=secretword").send().await.expect(200);
        let figures = desk.get("/metrics").send().await.expect(200).text;
        for name in [
            "casewell_http_requests_total{",
            "casewell_http_request_seconds_bucket{",
            "casewell_database_ping_seconds",
            "casewell_timers_lag_seconds",
        ] {
            assert!(figures.contains(name), "{name} in {figures}");
        }
        assert!(figures.contains("route=\"/api/v1/tickets/{number}\""), "{figures}");
        assert!(!figures.contains("CW-4711") && !figures.contains("secretword"));
        desk.b.db.close().await;
        desk.get("/readyz").send().await.expect(503);
    }
}

#[tokio::test]
async fn large_and_broken_bodies_are_turned_away() {
    let desk = desk().await;
    let large = "x".repeat(2 << 20);
    let length = large.len().to_string();
    desk.ask("POST", SIGN_IN).with("content-length", &length).form(&large).send().await.expect(413);
    let broken = desk.ask("POST", SIGN_IN).form("%FF%FE=%").send().await;
    assert!(matches!(broken.status, 400 | 422), "{}", broken.status);
    assert!(!broken.text.contains("panick"));
}
