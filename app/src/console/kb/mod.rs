//! `/desk/kb`: the articles by state; [`article`]: one of them, [`edit`]: writing it, [`versions`]: what it was before,
//! [`make`]: making one of a ticket, [`health`]: which need somebody.

mod article;
mod diff;
mod edit;
mod health;
mod make;
mod versions;

use domain::access::Action;
use domain::knowledge::desk::{ArticleCounts, ArticleList, ArticleRow};
use domain::knowledge::writing::{ArticleState, Standing};
use domain::words::{console, fill};
use leptos::prelude::*;

pub use self::article::ArticlePage;
pub use self::edit::EditPage;
pub use self::health::HealthPage;
pub use self::make::MakeArticle;
pub use self::versions::VersionsPage;
use super::parts::{FindForm, PageTitle, loaded, region};
use crate::api::knowledge::desk_articles;
use crate::console::address::use_query;
use crate::me::use_me;
use crate::portal::address::with_query;
use crate::ui::{Column, EmptyState, LinkButton, Look, Pager, Pill, TabLink, TabLinks, Table, Tone};

/// Where the list is.
pub const ADDRESS: &str = "/desk/kb";
/// Where the health page is.
const HEALTH: &str = "/desk/kb/health";
/// The tabs in order.
const TABS: [ArticleState; 4] =
    [ArticleState::Published, ArticleState::Review, ArticleState::Draft, ArticleState::Archived];

/// Where the article's page is.
#[must_use]
pub fn address(id: &str) -> String {
    format!("{ADDRESS}/{id}")
}

/// Where a tab of the list is, with what is searched for.
fn tab_address(of: ArticleState, q: &str, after: &str) -> String {
    let tab = if of == TABS[0] { "" } else { of.code() };
    with_query(ADDRESS, &[("tab", tab), ("q", q), ("after", after)])
}

#[component]
pub fn KnowledgePage() -> impl IntoView {
    let me = use_me();
    let w = console::kb(me.lang);
    let (tab, q, after) = (use_query("tab"), use_query("q"), use_query("after"));
    let of = Memo::new(move |_| tab.with(|code| ArticleState::parse(code)).unwrap_or(TABS[0]));
    let rows = loaded(move || (of.get(), q.get(), after.get()), |(of, q, after)| desk_articles(of, q, after));
    let list = region(rows, move |list| {
        let is_first = after.with_untracked(String::is_empty);
        view! { <List list of=of.get_untracked() q=q.get_untracked() is_first/> }.into_any()
    });
    let new = me.viewer().may(Action::WriteArticle).then(|| {
        view! { <span class="push"><LinkButton href="/desk/kb/new" look=Look::Primary icon="file-plus">{w.new}</LinkButton></span> }
    });
    view! {
        <PageTitle thing=w.title area=w.title/>
        <main id="main" class="app__main pg">
            <header class="pg__h"><h1>{w.title}</h1>{new}</header>
            <div class="pg__b">
                <FindForm action=ADDRESS q label=w.find go=w.find_go keep=("tab", tab)/>
                {list}
            </div>
        </main>
    }
}

#[component]
fn List(list: ArticleList, of: ArticleState, q: String, is_first: bool) -> impl IntoView {
    let w = console::kb(use_me().lang);
    let ArticleList { counts, page } = list;
    let tabs = tabs(Some(of), &q, Some(counts));
    let first = (!is_first).then(|| (w.first.to_owned(), tab_address(of, &q, "")));
    let next = page.next.map(|after| (w.next.to_owned(), tab_address(of, &q, &after)));
    let columns = vec![
        Column::new(console::kb_fields(use_me().lang).title),
        Column::new(w.product),
        Column::new(w.audience),
        Column::new(w.owner),
        Column::new(w.changed),
        Column::new(w.views).end(),
        Column::new(w.helped).end(),
    ];
    let rows = if page.rows.is_empty() {
        view! { <Nothing q/> }.into_any()
    } else {
        let rows = page.rows.into_iter().map(|row| view! { <Row row of/> }).collect_view();
        view! { <Table caption=w.table columns>{rows}</Table> }.into_any()
    };
    view! {
        <TabLinks label=w.tabs tabs/>
        {rows}
        <Pager label=w.pages before=first after=next/>
    }
}

/// The tabs of the area; `open` is the list that is on show, none of them on the health page.
fn tabs(open: Option<ArticleState>, q: &str, counts: Option<ArticleCounts>) -> Vec<TabLink> {
    let health = TabLink {
        href: HEALTH.to_owned(),
        label: console::kb_health(use_me().lang).title.to_owned(),
        count: None,
        current: open.is_none(),
    };
    TABS.into_iter().map(|tab| tab_link(tab, open == Some(tab), q, counts)).chain([health]).collect()
}

fn tab_link(tab: ArticleState, current: bool, q: &str, counts: Option<ArticleCounts>) -> TabLink {
    let w = console::kb_states(use_me().lang);
    let (label, count) = match tab {
        ArticleState::Published => (w.published, counts.map(|counts| counts.published)),
        ArticleState::Review => (w.review, counts.map(|counts| counts.review)),
        ArticleState::Draft => (w.drafts, counts.map(|counts| counts.draft)),
        ArticleState::Archived => (w.archived, counts.map(|counts| counts.archived)),
    };
    let href = tab_address(tab, q, "");
    TabLink { href, label: label.to_owned(), count: count.map(|count| count.to_string()), current }
}

#[component]
fn Row(row: ArticleRow, of: ArticleState) -> impl IntoView {
    let lang = use_me().lang;
    let w = console::kb(lang);
    let waits = row.standing.stage != row.standing.state && of == ArticleState::Published;
    let waits = waits.then(|| view! { " "<StagePill standing=row.standing/> });
    let all = row.helped + row.not_helped;
    let helped =
        (all > 0).then(|| fill(w.helped_of, &[("yes", &row.helped.to_string()), ("all", &all.to_string())]));
    view! {
        <tr>
            <th scope="row"><a href=address(&row.id)>{row.title}</a>{waits}</th>
            <td>{row.product}</td>
            <td>{console::audience_name(lang, &row.audience)}</td>
            <td>{row.owner}</td>
            <td class="nowrap">{row.changed.text}</td>
            <td class="end">{row.views}</td>
            <td class="end">{helped}</td>
        </tr>
    }
}

#[component]
fn Nothing(q: String) -> impl IntoView {
    let w = console::kb(use_me().lang);
    if q.is_empty() {
        return view! { <EmptyState icon="book-open" title=w.none_here text=w.none_hint/> }.into_any();
    }
    view! {
        <EmptyState icon="search-x" title=fill(w.none, &[("q", &q)]) text=w.none_hint>
            <LinkButton href=ADDRESS>{w.all}</LinkButton>
        </EmptyState>
    }
    .into_any()
}

/// How far an article is: what readers see, and the change that waits beside it.
#[component]
fn StatePills(standing: Standing) -> impl IntoView {
    let lang = use_me().lang;
    let Standing { state, stage } = standing;
    if state == stage || !standing.was_public() {
        return view! { <StatePill state=stage words=console::article_state(lang, stage).to_owned()/> }
            .into_any();
    }
    let words = console::article_state(lang, state).to_owned();
    view! { <StatePill state words/><StagePill standing/> }.into_any()
}

/// The change that waits.
#[component]
fn StagePill(standing: Standing) -> impl IntoView {
    let lang = use_me().lang;
    let state = console::article_state(lang, standing.stage);
    let words = fill(console::kb(lang).change_waits, &[("state", state)]);
    view! { <StatePill state=standing.stage words/> }
}

#[component]
fn StatePill(state: ArticleState, words: String) -> impl IntoView {
    let (tone, icon) = match state {
        ArticleState::Draft => (Tone::Quiet, "pencil"),
        ArticleState::Review => (Tone::Accent, "eye"),
        ArticleState::Published => (Tone::Good, "circle-check"),
        ArticleState::Archived => (Tone::Quiet, "archive"),
    };
    view! { <Pill tone icon>{words}</Pill> }
}
