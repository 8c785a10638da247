//! Articles and known problems, also for visitors: they read what is public.

use axum::Json;
use axum::extract::{Path, State};
use domain::access::Scope;
use domain::knowledge::{ArticleBrief, ArticlePage, ProblemBrief};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::api::Api;
use super::asked::{self, Params};
use super::caller::Caller;
use super::problem::Answer;
use super::shapes::{Page, Reference};

/// Which articles.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Wanted {
    /// Id of a product; of all when missing.
    product: Option<String>,
    /// `next` of the page before.
    cursor: Option<String>,
    /// 1 to 100, 50 when missing.
    limit: Option<u32>,
}

/// An article in a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct ArticleSummary {
    #[schema(example = "printer-prints-blank-labels")]
    pub slug: String,
    pub title: String,
    /// What the article helps with.
    pub problem: String,
    pub topic: Option<String>,
}

impl From<ArticleBrief> for ArticleSummary {
    fn from(brief: ArticleBrief) -> Self {
        Self { slug: brief.slug, title: brief.title, problem: brief.problem, topic: brief.topic }
    }
}

/// One article.
#[derive(Debug, Serialize, ToSchema)]
pub struct Article {
    pub slug: String,
    pub title: String,
    pub problem: String,
    /// The text as safe HTML.
    pub html: String,
    pub lang: String,
    pub product: Option<Reference>,
    pub versions: Vec<String>,
    pub keywords: Vec<String>,
    /// RFC 3339.
    pub changed: String,
    /// `public`, `signed-in`, `tier:` and the customer tier that it is for, or `internal`.
    pub audience: String,
    pub source_url: Option<String>,
    pub licence: Option<String>,
}

impl From<ArticlePage> for Article {
    fn from(page: ArticlePage) -> Self {
        Self {
            slug: page.slug,
            title: page.title,
            problem: page.problem,
            html: page.html,
            lang: page.lang,
            product: page.product.map(|(id, name)| Reference { id, name }),
            versions: page.versions,
            keywords: page.keywords,
            changed: page.changed.at.to_string(),
            audience: page.audience.code().into_owned(),
            source_url: page.source_url,
            licence: page.licence,
        }
    }
}

/// A known problem.
#[derive(Debug, Serialize, ToSchema)]
pub struct KnownProblem {
    #[schema(example = "P-311")]
    pub number: String,
    pub title: String,
    /// `investigating`, `workaround`, `fix_in_test` or `fixed`.
    pub state: &'static str,
    pub product: Option<String>,
    pub note: String,
    /// What helps until it is fixed, as safe HTML.
    pub workaround_html: String,
}

impl From<ProblemBrief> for KnownProblem {
    fn from(brief: ProblemBrief) -> Self {
        Self {
            number: brief.number,
            title: brief.title,
            state: brief.state.code(),
            product: brief.product,
            note: brief.note,
            workaround_html: brief.workaround_html,
        }
    }
}

/// Published articles you may read, by slug.
#[utoipa::path(get, path = "/articles", tag = "articles", operation_id = "list_articles", params(Wanted),
    security((), ("token" = [])), responses((status = 200, body = Page<ArticleSummary>)))]
pub async fn list(
    State(api): State<Api>,
    caller: Caller,
    Params(wanted): Params<Wanted>,
) -> Answer<Json<Page<ArticleSummary>>> {
    let v = caller.or_visitor(Scope::SearchRead)?;
    let limit = asked::rows(wanted.limit)?;
    let (product, after) = (wanted.product.as_deref(), wanted.cursor.as_deref());
    let mut found =
        api.answer(backend::knowledge::articles(&api.backend, v, product, after, limit + 1).await)?;
    let more = found.len() > limit as usize;
    found.truncate(limit as usize);
    let next = found.last().filter(|_| more).map(|last| last.slug.clone());
    Ok(Json(Page { items: found.into_iter().map(ArticleSummary::from).collect(), next }))
}

/// One article.
#[utoipa::path(get, path = "/articles/{slug}", tag = "articles", operation_id = "read_article",
    params(("slug" = String, Path)), security((), ("token" = [])), responses((status = 200, body = Article)))]
pub async fn read(State(api): State<Api>, caller: Caller, Path(slug): Path<String>) -> Answer<Json<Article>> {
    let v = caller.or_visitor(Scope::SearchRead)?;
    let page = api.answer(backend::knowledge::article(&api.backend, v, &slug).await)?;
    Ok(Json(Article::from(page)))
}

/// Known problems that are not mended yet, or were a short while ago.
#[utoipa::path(get, path = "/problems", tag = "articles", operation_id = "list_problems", security((), ("token" = [])),
    responses((status = 200, body = Page<KnownProblem>)))]
pub async fn problems(State(api): State<Api>, caller: Caller) -> Answer<Json<Page<KnownProblem>>> {
    let v = caller.or_visitor(Scope::SearchRead)?;
    let status = api.answer(backend::knowledge::status(&api.backend, v).await)?;
    Ok(Json(Page { items: status.problems.into_iter().map(KnownProblem::from).collect(), next: None }))
}
