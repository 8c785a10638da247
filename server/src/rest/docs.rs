//! The API's description: for machines as OpenAPI, for people as one plain page made from the same.

use std::sync::LazyLock;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{Html, IntoResponse, Response};
use domain::words::{Lang, api::api as words, fill};
use serde_json::Value;
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa::openapi::{ContentBuilder, OpenApi, Ref, ResponseBuilder};
use utoipa::{Modify, OpenApi as _};

use super::api::Api;
use super::problem;

#[derive(utoipa::OpenApi)]
#[openapi(
    info(title = "Casewell", version = "1", description = "The help desk's public API."),
    components(schemas(problem::Problem)),
    security(("token" = []))
)]
struct Described;

/// What stands around the operations.
#[must_use]
pub fn described() -> OpenApi {
    let mut api = Described::openapi();
    // The program's own version is not the API's.
    api.info.contact = None;
    api.info.license = None;
    api
}

/// Adds what every operation has: a bearer token, and problem details for whatever goes wrong.
#[must_use]
pub fn finished(mut api: OpenApi) -> OpenApi {
    Common.modify(&mut api);
    api
}

struct Common;

impl Modify for Common {
    fn modify(&self, api: &mut OpenApi) {
        let token = SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer));
        api.components.get_or_insert_default().add_security_scheme("token", token);
        let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
        let refused =
            ResponseBuilder::new().description("A problem").content(problem::CONTENT_TYPE, content).build();
        for item in api.paths.paths.values_mut() {
            let operations =
                [&mut item.get, &mut item.post, &mut item.patch, &mut item.put, &mut item.delete];
            for operation in operations.into_iter().flatten() {
                operation.responses.responses.insert("default".to_owned(), refused.clone().into());
            }
        }
    }
}

static JSON: LazyLock<Value> = LazyLock::new(|| serde_json::to_value(super::openapi()).unwrap_or_default());
static PAGE: LazyLock<String> = LazyLock::new(|| page_of(&JSON));

/// `/openapi.json`.
pub async fn json() -> Json<&'static Value> {
    Json(&JSON)
}

/// `/docs`. It has no scripts, so its policy needs none either.
pub async fn page(State(api): State<Api>) -> Response {
    let html = PAGE.replace("{css}", api.css);
    let policy =
        "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; frame-ancestors 'none'";
    let mut response = Html(html).into_response();
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
    response
}

fn page_of(spec: &Value) -> String {
    let w = words(Lang::En);
    let address = format!("<a href=\"{0}/openapi.json\">{0}/openapi.json</a>", super::PREFIX);
    let mut html = format!(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" \
         content=\"width=device-width, initial-scale=1\"><meta name=\"color-scheme\" content=\"light dark\">\
         <title>{title}</title><link rel=\"stylesheet\" href=\"{{css}}\"></head><body class=\"portal\">\
         <main id=\"main\" class=\"wrap prose\"><h1>{title}</h1><p>{intro}</p><p>{machine}</p>",
        title = w.title,
        intro = w.intro,
        machine = fill(w.machine, &[("address", &address)]),
    );
    for (path, item) in spec["paths"].as_object().into_iter().flatten() {
        for (method, operation) in
            item.as_object().into_iter().flatten().filter(|(_, known)| known.is_object())
        {
            html.push_str(&operation_of(spec, method, path, operation));
        }
    }
    html.push_str(&format!("<h2>{}</h2><p>{}</p><dl>", w.problems, w.problems_intro));
    for error in problems() {
        let known = problem::Problem::from(error);
        let id = known.kind.rsplit('#').next().unwrap_or_default();
        html.push_str(&format!(
            "<dt id=\"{id}\">{} {}</dt><dd>{}</dd>",
            known.status,
            known.title,
            escaped(&known.detail)
        ));
    }
    html.push_str("</dl></main></body></html>");
    html
}

fn problems() -> Vec<domain::Error> {
    use domain::Error;
    vec![
        Error::SignIn,
        Error::Forbidden,
        Error::NotFound,
        Error::Conflict(Vec::new()),
        Error::Invalid(Vec::new()),
        Error::TooMany { retry_after: 60 },
        Error::Internal("1a2b3c4d".to_owned()),
        Error::TooLarge,
        Error::Busy,
        Error::Full,
    ]
}

fn operation_of(spec: &Value, method: &str, path: &str, operation: &Value) -> String {
    let w = words(Lang::En);
    let id = escaped(operation["operationId"].as_str().unwrap_or_default());
    let (method, path) = (method.to_uppercase(), escaped(path));
    let mut html = format!("<section><h2 id=\"{id}\"><code>{method} {path}</code></h2>");
    for text in ["summary", "description"].iter().filter_map(|name| operation[*name].as_str()) {
        html.push_str(&format!("<p>{}</p>", escaped(text)));
    }
    let parameters = operation["parameters"].as_array().into_iter().flatten();
    let rows: String = parameters.map(parameter_of).collect();
    if !rows.is_empty() {
        html.push_str(&format!("<h3>{}</h3><dl>{rows}</dl>", w.parameters));
    }
    if let Some(body) = schema_name(&operation["requestBody"]) {
        html.push_str(&format!("<h3>{}</h3>{}", w.body, fields_of(spec, &body)));
    }
    let answers = operation["responses"].as_object().into_iter().flatten();
    let rows: String = answers.map(|(status, answer)| answer_of(spec, status, answer)).collect();
    html.push_str(&format!("<h3>{}</h3><dl>{rows}</dl></section>", w.answers));
    html
}

fn parameter_of(parameter: &Value) -> String {
    let required = if parameter["required"] == true {
        format!(" ({})", words(Lang::En).required)
    } else {
        String::new()
    };
    let (name, text) = (parameter["name"].as_str(), parameter["description"].as_str());
    let (name, text) = (escaped(name.unwrap_or_default()), escaped(text.unwrap_or_default()));
    format!("<dt><code>{name}</code>{required}</dt><dd>{text}</dd>")
}

fn answer_of(spec: &Value, status: &str, answer: &Value) -> String {
    let description = answer["description"].as_str().unwrap_or_default();
    let fields = schema_name(answer)
        .filter(|_| status != "default")
        .map(|name| fields_of(spec, &name))
        .unwrap_or_default();
    format!("<dt><code>{}</code></dt><dd>{}{fields}</dd>", escaped(status), escaped(description))
}

/// The component that a body or an answer is described by.
fn schema_name(part: &Value) -> Option<String> {
    let (_, content) = part["content"].as_object()?.iter().next()?;
    content["schema"]["$ref"].as_str()?.rsplit('/').next().map(str::to_owned)
}

fn fields_of(spec: &Value, schema: &str) -> String {
    let schema = &spec["components"]["schemas"][schema];
    let required =
        |name: &str| schema["required"].as_array().is_some_and(|all| all.iter().any(|one| one == name));
    let row = |(name, field): (&String, &Value)| {
        let needed = if required(name) { format!(" ({})", words(Lang::En).required) } else { String::new() };
        let text = field["description"].as_str().unwrap_or_default();
        format!("<dt><code>{}</code>{needed}</dt><dd>{}</dd>", escaped(name), escaped(text))
    };
    let rows: String = schema["properties"].as_object().into_iter().flatten().map(row).collect();
    format!("<dl>{rows}</dl>")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
