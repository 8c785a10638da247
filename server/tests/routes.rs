//! Who gets what where: every route, every role, every method. The rows stand in `routes.txt`; a route without a row
//! fails, and so does a row without a route. `CASEWELL_WRITE_ROUTES=1 cargo test -p server --test routes` writes the
//! statuses found into the rows, to be looked at in review.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod common;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};

use axum::body::to_bytes;
use backend::intake;
use backend::people::Client;
use common::{Ask, Desk, desk};
use domain::access::{Role, Viewer};
use domain::intake::Step;
use domain::knowledge::writing::{ArticleForm, Field};
use domain::people::NewPerson;

/// What a route's row is known by.
type Key = (String, String);

/// `GET /requests/{number}`, a status for each role, and what is sent: a query (after `?` where it is not GET), a form, or
/// JSON.
struct Row {
    method: String,
    route: String,
    statuses: Vec<String>,
    sent: String,
}

impl Row {
    fn read(line: &str) -> Self {
        let mut words = line.split_whitespace().map(str::to_owned);
        let mut word =
            || words.next().unwrap_or_else(|| panic!("a row begins with method and route: {line}"));
        let (method, route) = (word(), word());
        let statuses = words.by_ref().take(Role::ALL.len()).collect();
        Self { method, route, statuses, sent: words.collect::<Vec<_>>().join(" ") }
    }

    fn key(&self) -> Key {
        (self.method.clone(), self.route.clone())
    }

    fn line(&self) -> String {
        let Self { method, route, statuses, sent } = self;
        format!("{method:<6} {route:<40} {}  {sent}", statuses.join(" ")).trim_end().to_owned()
    }

    fn is_api(&self) -> bool {
        self.route.starts_with("/api/")
    }

    /// Asks as `role`: of the API with a bearer token, of everything else with the session's cookie.
    async fn status(&self, desk: &Desk, role: Role) -> String {
        let examples = examples(desk, role).await;
        let (mut path, sent) = (filled(&self.route, &examples), filled(&self.sent, &examples));
        assert!(!path.contains('{'), "no example for {path}");
        if self.method == "GET" && !sent.is_empty() {
            path = format!("{path}?{sent}");
        } else if sent.starts_with('?') {
            path += &sent;
        }
        let ask = as_role(desk.ask(&self.method, &path), desk, role, self.is_api()).await;
        let ask = match self.method.as_str() {
            "GET" => ask,
            _ if sent.starts_with('?') => ask,
            _ if sent.starts_with('{') => ask.body("application/json", sent),
            _ => ask.form(&sent),
        };
        let response = ask.open().await;
        let status = response.status().as_u16().to_string();
        // A page is drawn while it is read; only the live stream has no end.
        if self.route != "/live" {
            to_bytes(response.into_body(), usize::MAX).await.unwrap();
        }
        status
    }
}

async fn as_role<'d>(ask: Ask<'d>, desk: &Desk, role: Role, by_token: bool) -> Ask<'d> {
    match desk.token_of(role) {
        Some(token) if by_token => ask.bearer(&token),
        _ => ask.cookie(&desk.cookie_of(role)),
    }
}

fn file() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/routes.txt")
}

fn is_row(line: &str) -> bool {
    !line.is_empty() && !line.starts_with('#')
}

fn rows() -> Vec<Row> {
    let text = std::fs::read_to_string(file()).unwrap();
    text.lines().filter(|line| is_row(line)).map(Row::read).collect()
}

/// What stands for the parts in braces. Each role gets things of its own: what one does is not what the next one finds.
async fn examples(desk: &Desk, role: Role) -> HashMap<&'static str, String> {
    const SLUG: &str =
        "SELECT slug FROM articles WHERE state = 'published' AND audience = 'public' ORDER BY slug LIMIT 1";
    const ARTICLE: &str = "SELECT id FROM articles WHERE state = 'published' ORDER BY slug LIMIT 1";
    const CONTACT: &str = "SELECT id FROM people WHERE role = 'customer' ORDER BY id LIMIT 1";
    let organisation = desk.text("SELECT id FROM organisations ORDER BY id LIMIT 1").await;
    HashMap::from([
        ("number", desk.ticket().await),
        ("slug", desk.text(SLUG).await),
        ("organisation", organisation.clone()),
        ("id", organisation),
        ("contact", desk.text(CONTACT).await),
        ("person", person(desk, role).await),
        ("token", desk.text("SELECT id FROM tokens ORDER BY id LIMIT 1").await),
        ("intake", own_intake(desk, role).await),
        ("calendar", desk.text("SELECT id FROM calendars ORDER BY id LIMIT 1").await),
        ("article", desk.text(ARTICLE).await),
        ("draft", draft(desk).await),
        ("product", "label".to_owned()),
        ("section", "people".to_owned()),
        ("role", role.code().to_owned()),
        ("view", "all".to_owned()),
        ("entry", "1".to_owned()),
        ("step", "describe".to_owned()),
        ("*function", "no/such".to_owned()),
        ("*page", "no/such".to_owned()),
        ("*rest", "no/such".to_owned()),
        ("*else", "no/such/page".to_owned()),
    ])
}

/// Somebody on whom nothing else depends.
async fn person(desk: &Desk, role: Role) -> String {
    let new = NewPerson {
        name: "Nora Body".into(),
        email: format!("for-{}@example.com", role.code()),
        role: Role::Customer,
        organisation_id: None,
        password: None,
    };
    backend::people::add_as_operator(&desk.b, &new).await.unwrap()
}

/// An article that nobody has read yet.
async fn draft(desk: &Desk) -> String {
    const LEAD: &str = "SELECT id FROM people WHERE role = 'lead' ORDER BY id LIMIT 1";
    let v = Viewer { person_id: desk.text(LEAD).await, role: Role::Lead, ..Viewer::default() };
    let fields =
        [(Field::Title, "A draft"), (Field::Body, "text"), (Field::Audience, "public"), (Field::Lang, "en")];
    let form = ArticleForm(fields.map(|(field, text)| (field, text.to_owned())).into());
    backend::knowledge::save(&desk.b, &v, None, 0, &form, "").await.unwrap().id
}

/// A request that this role is writing.
async fn own_intake(desk: &Desk, role: Role) -> String {
    let v = desk.viewer_of(role).await;
    let product = BTreeMap::from([("product".to_owned(), "label".to_owned())]);
    intake::save(&desk.b, &v, &Client::default(), "", Step::Product, &product).await.unwrap().id
}

fn filled(template: &str, examples: &HashMap<&'static str, String>) -> String {
    examples
        .iter()
        .fold(template.to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
}

/// Every route there is, from the router itself, with what stands behind its three addresses for everything below.
fn routes(desk: &Desk) -> BTreeSet<Key> {
    let key = |method: &str, route: &str| (method.to_owned(), route.to_owned());
    let functions = leptos::server_fn::axum::server_fn_paths();
    let mut routes: BTreeSet<Key> = functions.map(|(path, method)| key(method.as_str(), path)).collect();
    let described = serde_json::to_value(server::rest::openapi()).unwrap();
    for (path, item) in described["paths"].as_object().unwrap() {
        routes.extend(item.as_object().unwrap().keys().map(|method| key(&method.to_uppercase(), path)));
    }
    let known: BTreeSet<String> = routes.iter().map(|(_, path)| path.clone()).collect();
    let others = in_router(desk).into_iter().chain(server::http::console_paths().iter().cloned());
    routes.extend(others.filter(|path| !known.contains(path)).map(|path| key("GET", &path)));
    for posted in ["/files", "/mail/lab", "/mail-preview"] {
        routes.remove(&key("GET", posted));
        routes.insert(key("POST", posted));
    }
    routes.insert(key("DELETE", "/files/{id}"));
    routes.insert(key("POST", "/unsubscribe/{token}"));
    routes
}

/// The routes that axum holds, read from how it prints them, without the files of the site.
fn in_router(desk: &Desk) -> BTreeSet<String> {
    let printed = format!("{:?}", desk.router);
    let after_id = printed.split("RouteId(").skip(1).filter_map(|part| part.split_once("): \""));
    let paths = after_id.filter_map(|(id, rest)| id.parse::<u32>().ok().and(rest.split('"').next()));
    let files: BTreeSet<&str> = server::assets::addresses().collect();
    let routes = paths.filter(|path| path.starts_with('/') && !files.contains(path));
    routes.map(|path| path.replace("__private__axum_fallback", "else")).collect()
}

#[tokio::test]
async fn every_route_has_a_row_and_every_row_a_route() {
    let (desk, rows) = (desk().await, rows());
    let keys: BTreeSet<Key> = rows.iter().map(Row::key).collect();
    assert_eq!(keys.len(), rows.len(), "a row stands there twice");
    let routes = routes(&desk);
    assert!(routes.contains(&("GET".into(), "/healthz".into())), "the router can be read");
    let missing: Vec<_> = routes.difference(&keys).collect();
    let stale: Vec<_> = keys.difference(&routes).collect();
    assert!(
        missing.is_empty() && stale.is_empty(),
        "without a row: {missing:#?}\nwithout a route: {stale:#?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn every_role_gets_what_its_row_says() {
    let text = std::fs::read_to_string(file()).unwrap();
    let (mut differing, mut written, mut asked) = (Vec::new(), String::new(), 0);
    for line in text.lines() {
        let mut found = line.to_owned();
        if is_row(line) {
            let (mut row, desk) = (Row::read(line), desk().await);
            let said = std::mem::take(&mut row.statuses);
            for role in Role::ALL {
                row.statuses.push(row.status(&desk, role).await);
            }
            asked += row.statuses.len();
            found = row.line();
            if row.statuses != said {
                differing.push(found.clone());
            }
        }
        written += &(found + "\n");
    }
    println!("{asked} answers");
    if std::env::var_os("CASEWELL_WRITE_ROUTES").is_some() {
        std::fs::write(file(), written).unwrap();
    } else {
        assert!(differing.is_empty(), "found instead:\n{}", differing.join("\n"));
    }
}

#[tokio::test]
async fn methods_without_a_row_are_refused() {
    let (desk, rows) = (desk().await, rows());
    let keys: BTreeSet<Key> = rows.iter().map(Row::key).collect();
    let examples = examples(&desk, Role::Admin).await;
    for row in &rows {
        for method in ["GET", "POST", "PUT", "PATCH", "DELETE"] {
            if keys.contains(&(method.to_owned(), row.route.clone())) {
                continue;
            }
            let ask = desk.ask(method, &filled(&row.route, &examples));
            let status = as_role(ask, &desk, Role::Admin, row.is_api()).await.open().await.status().as_u16();
            assert!(matches!(status, 404 | 405), "{method} {}: {status}", row.route);
        }
    }
}

#[tokio::test]
async fn the_sites_files_are_for_everybody() {
    let desk = desk().await;
    for address in server::assets::addresses() {
        let status = desk.get(address).open().await.status().as_u16();
        assert!(matches!(status, 200 | 307), "{address}: {status}");
    }
}

#[tokio::test]
async fn server_functions_have_addresses_of_their_own() {
    let registered: Vec<_> = leptos::server_fn::axum::server_fn_paths().collect();
    assert!(registered.iter().all(|(path, _)| path.starts_with("/fn/")), "{registered:?}");
    let own: BTreeSet<&str> = registered.iter().map(|(path, _)| *path).collect();
    assert_eq!(own.len(), registered.len(), "two methods of one address");
    // Of two functions with one address and method, the registry keeps one and says nothing.
    let written = written_in_sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../app/src"));
    assert_eq!(registered.len(), written, "one address hides another, or a function is not registered");
    println!("{written} server functions");
}

/// How many server functions the pages' sources hold.
fn written_in_sources(folder: &Path) -> usize {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let of = |path: PathBuf| match path.is_dir() {
        true => written_in_sources(&path),
        false => std::fs::read_to_string(&path).unwrap().matches("#[server(prefix = ").count(),
    };
    entries.map(of).sum()
}
