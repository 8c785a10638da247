//! `/help/a/{slug}`: one article, in its own language, with what it fits and where it comes from.

use domain::knowledge::{ArticleBrief, ArticlePage as Article, Audience};
use domain::words::common::in_sentence;
use domain::words::{fill, portal};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use super::super::address::{use_param, use_query};
use super::super::parts::{PageTitle, page};
use super::feedback::Feedback;
use crate::error::AppError;
use crate::me::use_me;
use crate::ui::{Banner, Icon, Prose, Tone};

/// The article under `slug`, noted as opened in the intake `i` unless that is empty. An address that it had before leads
/// to the one it has.
#[server(prefix = "/fn", endpoint = "help/article", input = GetUrl)]
pub async fn load(slug: String, #[server(default)] i: String) -> Result<Article, AppError> {
    crate::ssr::run(async |b, v| {
        let article = backend::knowledge::article(&b, &v, &slug).await?;
        if article.slug != slug {
            let path = format!("/help/a/{}", crate::portal::address::encode(&article.slug));
            crate::ssr::moved(&crate::portal::address::with_query(&path, &[("i", &i)]));
        }
        if !i.is_empty() {
            backend::intake::opened(&b, &v, &i, &article.slug).await?;
        }
        Ok(article)
    })
    .await
}

#[component]
pub fn ArticlePage() -> impl IntoView {
    page(load(use_param("slug"), use_query("i")), |article| view! { <Contents article/> }.into_any())
}

#[component]
fn Contents(article: Article) -> impl IntoView {
    let w = portal::help(use_me().lang);
    let (back, back_name) = article.product.as_ref().map_or_else(
        || ("/help".to_owned(), w.title.to_owned()),
        |(id, name)| (format!("/help/{id}"), fill(w.product_title, &[("product", name)])),
    );
    let lang = article.lang.clone();
    let problem = (!article.problem.is_empty()).then(|| {
        view! { <p class="c2" lang=lang.clone()>{article.problem.clone()}</p> }
    });
    let known = article.known.clone().map(|(number, title)| {
        let href = format!("/status#{number}");
        view! { <Banner tone=Tone::Risk icon="triangle-alert"><p>{w.known}" "<a href=href>{title}</a></p></Banner> }
    });
    view! {
        <PageTitle text=article.title.clone()/>
        <main id="main" class="wrap page">
            <a class="back" href=back><Icon name="arrow-left"/>{back_name}</a>
            <div class="side-r art">
                <article>
                    <h1 lang=lang.clone()>{article.title.clone()}</h1>
                    <Facts article=article.clone()/>
                    {problem}{known}
                    <div class="mt" lang=lang><Prose html=article.html/></div>
                    <Feedback slug=article.slug helped=article.helped/>
                </article>
                <Related articles=article.related/>
            </div>
        </main>
    }
}

/// When it changed, what it fits, who may read it, where it comes from.
#[component]
fn Facts(article: Article) -> impl IntoView {
    let w = portal::help(use_me().lang);
    let versions = article.versions.join(", ");
    let fits = match (&article.product, versions.is_empty()) {
        (_, true) => None,
        (Some((_, product)), false) => {
            Some(fill(w.versions, &[("product", product), ("versions", &versions)]))
        }
        (None, false) => Some(fill(w.versions_plain, &[("versions", &versions)])),
    };
    let audience = match article.audience {
        Audience::Public => None,
        Audience::SignedIn => Some(w.signed_in_only.to_owned()),
        Audience::Tier(tier) => Some(fill(w.tier_only, &[("tier", &tier)])),
        Audience::Internal => Some(w.internal.to_owned()),
    };
    let source = article.source_url.map(|address| {
        view! { <a href=address rel="noopener noreferrer">{w.source}</a> }
    });
    let licence = article.licence.map(|licence| fill(w.licence, &[("licence", &licence)]));
    let tag = |words: String| view! { <span class="tag">{words}</span> };
    view! {
        <p class="art__m">
            <span>{fill(w.changed, &[("at", &in_sentence(use_me().lang, &article.changed.text))])}</span>
            {fits.map(tag)}
            {audience.map(tag)}
            {source}
            {licence.map(|words| view! { <span>{words}</span> })}
        </p>
    }
}

#[component]
fn Related(articles: Vec<ArticleBrief>) -> impl IntoView {
    let w = portal::help(use_me().lang);
    let item =
        |article: ArticleBrief| view! { <a href=format!("/help/a/{}", article.slug)>{article.title}</a> };
    (!articles.is_empty()).then(|| {
        view! {
            <aside class="art__side" aria-labelledby="h-related">
                <nav class="toc" aria-labelledby="h-related">
                    <h2 id="h-related">{w.related}</h2>
                    {articles.into_iter().map(item).collect_view()}
                </nav>
            </aside>
        }
    })
}
