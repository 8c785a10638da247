//! `/desk/kb/{id}/versions`: every version, two of them side by side, and the way back to an old one.

use domain::access::Action as Deed;
use domain::knowledge::compare::Comparison;
use domain::knowledge::writing::VersionRow;
use domain::words::{console, fill};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

use super::super::parts::{PageTitle, loaded, refused_page, region_or};
use super::address;
use super::article::{Version, use_article};
use super::diff::Differences;
use crate::api::knowledge::{compare_versions, restore_article};
use crate::console::address::use_query;
use crate::me::use_me;
use crate::ui::{Button, Choice, EmptyState, Icon, SelectField, use_toasts};

#[component]
pub fn VersionsPage() -> impl IntoView {
    let (id, left, right) = (use_article(), use_query("left"), use_query("right"));
    let number = |text: String| text.parse::<i64>().unwrap_or_default();
    let wanted = move || (id.get(), number(left.get()), number(right.get()));
    let page = loaded(wanted, |(id, left, right)| compare_versions(id, left, right));
    let view = move |shown| view! { <Contents shown id=id.get_untracked()/> }.into_any();
    view! { <main id="main" class="app__main pg">{region_or(page, view, refused_page)}</main> }
}

#[component]
fn Contents(shown: Comparison, id: String) -> impl IntoView {
    let w = console::kb(use_me().lang);
    let title = fill(w.compare_title, &[("title", &shown.title)]);
    let (left, right) = (heading(&shown.left), heading(&shown.right));
    let differences = if shown.fields.is_empty() {
        let words = if shown.versions.len() == 1 { w.only_one } else { w.same };
        view! { <EmptyState icon="history" title=words/> }.into_any()
    } else {
        view! { <Differences fields=shown.fields.clone() left right/> }.into_any()
    };
    let item = |row: VersionRow| view! { <li><Version row/></li> };
    view! {
        <PageTitle thing=title.clone() area=w.title/>
        <header class="rec">
            <div>
                <p class="crumb"><a href=address(&id)><Icon name="arrow-left"/>{shown.title.clone()}</a></p>
                <h1>{title}</h1>
            </div>
        </header>
        <div class="pg__b">
            <Choose shown=shown.clone() id/>
            <div class="side-r">
                <div>{differences}</div>
                <section class="card box" aria-labelledby="kb-all">
                    <h2 id="kb-all">{w.versions}</h2>
                    <ul role="list" class="rows">{shown.versions.into_iter().map(item).collect_view()}</ul>
                </section>
            </div>
        </div>
    }
}

/// "Version 3, Saturday 10:00".
fn heading(row: &VersionRow) -> String {
    let w = console::kb(use_me().lang);
    format!("{} · {}", fill(w.version, &[("n", &row.version.to_string())]), row.at.text)
}

/// Which two are compared, and the older one brought back.
#[component]
fn Choose(shown: Comparison, id: String) -> impl IntoView {
    let w = console::kb(use_me().lang);
    let choices =
        || shown.versions.iter().map(|row| Choice::new(row.version.to_string(), heading(row))).collect();
    let is_old = shown.left.version < shown.head;
    let may_restore = is_old && use_me().viewer().may(Deed::WriteArticle);
    let restore = may_restore.then(|| {
        view! { <Restore id=id.clone() head=shown.head version=shown.left.version/> }
    });
    view! {
        <div class="row row--wrap kb__choose">
            <form class="row row--wrap" action=format!("{}/versions", address(&id))>
                <SelectField id="left" label=w.older options=choices() value=shown.left.version.to_string()/>
                <SelectField id="right" label=w.newer options=choices() value=shown.right.version.to_string()/>
                <Button>{w.show}</Button>
            </form>
            {restore}
        </div>
    }
}

#[component]
fn Restore(id: String, head: i64, version: i64) -> impl IntoView {
    let lang = use_me().lang;
    let w = console::kb(lang);
    let n = version.to_string();
    let back = address(&id);
    let restore = Action::new(move |(): &()| restore_article(id.clone(), head, version));
    let (toasts, go) = (use_toasts(), use_navigate());
    let done = fill(w.restored, &[("n", &n)]);
    Effect::new(move |_| match restore.value().get() {
        Some(Ok(_)) => {
            toasts.say(done.clone());
            go(&back, Default::default());
        }
        Some(Err(error)) => toasts.warn(error.sentence(lang)),
        None => {}
    });
    let words = fill(w.restore, &[("n", &n)]);
    view! { <Button kind="button" icon="undo-2" on:click=move |_| drop(restore.dispatch_local(()))>{words}</Button> }
}
