//! Who gets what where: every route, every role. The rows stand in `routes.txt`; a route without a row fails, and so
//! does a row without a route. `CASEWELL_WRITE_ROUTES=1 cargo test -p server --test routes` writes the statuses found
//! into the rows, to be looked at in review.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "helpers of tests fail as tests do")]

mod common;

use std::collections::{BTreeSet, HashMap};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use common::{Desk, desk};
use domain::access::Role;

/// `GET /requests/{number} | what is sent | a status for each role`.
struct Row {
    method: String,
    route: String,
    sent: String,
    statuses: Vec<String>,
}

impl Row {
    fn read(line: &str) -> Self {
        let parts: Vec<&str> = line.split('|').map(str::trim).collect();
        let (head, sent, statuses) = match parts.as_slice() {
            [head, sent, statuses] => (*head, *sent, *statuses),
            _ => panic!("a row has three parts: {line}"),
        };
        let (method, route) = head.split_once(' ').unwrap();
        Self {
            method: method.to_owned(),
            route: route.trim().to_owned(),
            sent: sent.to_owned(),
            statuses: statuses.split_whitespace().map(str::to_owned).collect(),
        }
    }

    fn key(&self) -> (String, String) {
        (self.method.clone(), self.route.clone())
    }

    fn line(&self, statuses: &[String]) -> String {
        format!("{:<5} {:<38} | {:<60} | {}", self.method, self.route, self.sent, statuses.join(" "))
    }
}

fn file() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/routes.txt")
}

fn is_row(line: &&str) -> bool {
    !line.is_empty() && !line.starts_with('#')
}

/// Every route of the router: pages, server functions, the API, and what is neither.
fn routes() -> BTreeSet<(String, String)> {
    let mut routes = BTreeSet::new();
    let mut add = |method: &str, route: &str| routes.insert((method.to_owned(), route.to_owned()));
    for path in server::http::portal_paths().iter().chain(server::http::console_paths()) {
        add("GET", path);
    }
    for (path, method) in leptos::server_fn::axum::server_fn_paths() {
        add(method.as_str(), path);
    }
    let api = serde_json::to_value(server::rest::openapi()).unwrap();
    for (path, item) in api["paths"].as_object().unwrap() {
        for method in item.as_object().unwrap().keys() {
            add(&method.to_uppercase(), path);
        }
    }
    for path in ["/healthz", "/readyz", "/metrics", "/live", "/desk", "/api/v1/docs", "/api/v1/openapi.json"]
    {
        add("GET", path);
    }
    // What nobody listed.
    add("GET", "/no/such/page");
    add("POST", "/fn/no/such");
    add("GET", "/api/v1/no-such");
    add("GET", "/desk/no/such");
    routes
}

/// What stands for the parts in braces.
async fn examples(desk: &Desk) -> HashMap<&'static str, String> {
    let number = desk.ticket().await;
    let own = |sql: &'static str| desk.text(sql);
    HashMap::from([
        ("number", number),
        ("slug", own("SELECT slug FROM articles WHERE state = 'published' AND audience = 'public' ORDER BY slug LIMIT 1").await),
        ("product", own("SELECT id FROM products ORDER BY id LIMIT 1").await),
        ("organisation", own("SELECT id FROM organisations ORDER BY id LIMIT 1").await),
        ("person", own("SELECT id FROM people WHERE role = 'customer' ORDER BY id DESC LIMIT 1").await),
        ("queue", own("SELECT id FROM queues ORDER BY id LIMIT 1").await),
        ("token", own("SELECT id FROM tokens ORDER BY id LIMIT 1").await),
        ("view", "all".to_owned()),
        ("name", "service".to_owned()),
        ("step", "impact".to_owned()),
        ("id", "0".to_owned()),
    ])
}

fn filled(template: &str, examples: &HashMap<&'static str, String>) -> String {
    examples
        .iter()
        .fold(template.to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
}

async fn status(desk: &Desk, row: &Row, role: Role, examples: &HashMap<&'static str, String>) -> String {
    let (mut path, sent) = (filled(&row.route, examples), filled(&row.sent, examples));
    assert!(!path.contains('{'), "no example for {path}");
    if row.method == "GET" && !sent.is_empty() {
        write!(path, "?{sent}").unwrap();
    }
    let is_api = row.route.starts_with("/api/");
    let mut ask =
        desk.ask(&row.method, &path).with("accept", if is_api { "application/json" } else { "*/*" });
    ask = match desk.token_of(role).await {
        Some(token) if is_api => ask.bearer(token),
        _ => ask.cookie(&desk.cookie_of(role).await),
    };
    ask = match &row.method {
        method if method == "GET" => ask,
        _ if sent.starts_with('{') => ask.body("application/json", sent),
        _ => ask.form(&sent),
    };
    ask.open().await.status().as_u16().to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_role_gets_what_its_row_says() {
    let text = std::fs::read_to_string(file()).unwrap();
    let (mut differing, mut written) = (Vec::new(), String::new());
    for line in text.lines() {
        if !is_row(&line) {
            writeln!(written, "{line}").unwrap();
            continue;
        }
        let row = Row::read(line);
        // What one role does must not be what the next one finds.
        let desk = desk().await;
        let examples = examples(&desk).await;
        let mut found = Vec::new();
        for role in Role::ALL {
            found.push(status(&desk, &row, role, &examples).await);
        }
        if found != row.statuses {
            differing.push(row.line(&found));
        }
        writeln!(written, "{}", row.line(&found)).unwrap();
    }
    println!("{} rows of {} roles", text.lines().filter(is_row).count(), Role::ALL.len());
    if std::env::var_os("CASEWELL_WRITE_ROUTES").is_some() {
        std::fs::write(file(), written).unwrap();
    } else {
        assert!(differing.is_empty(), "found instead:\n{}", differing.join("\n"));
    }
}

#[tokio::test]
async fn every_route_has_a_row_and_every_row_a_route() {
    let text = std::fs::read_to_string(file()).unwrap();
    let rows: BTreeSet<_> = text.lines().filter(is_row).map(|line| Row::read(line).key()).collect();
    let routes = routes();
    let missing: Vec<_> = routes.difference(&rows).collect();
    let stale: Vec<_> = rows.difference(&routes).collect();
    assert!(
        missing.is_empty() && stale.is_empty(),
        "without a row: {missing:#?}\nwithout a route: {stale:#?}"
    );
}

#[tokio::test]
async fn server_functions_have_addresses_of_their_own() {
    let mut seen = BTreeSet::new();
    let mut count = 0;
    for (path, method) in leptos::server_fn::axum::server_fn_paths() {
        assert!(path.starts_with("/fn/"), "{path}");
        assert!(seen.insert((path, method.to_string())), "{method} {path} is there twice");
        count += 1;
    }
    assert_eq!(count, written_in_sources(), "one address hides another, or one is not registered");
}

/// `#[server]` functions in the sources of the pages.
fn written_in_sources() -> usize {
    fn count(folder: &Path) -> usize {
        let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        let of = |path: PathBuf| match path.is_dir() {
            true => count(&path),
            false => std::fs::read_to_string(&path).unwrap().matches("#[server(prefix = \"/fn\"").count(),
        };
        entries.map(of).sum()
    }
    count(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../app/src"))
}
