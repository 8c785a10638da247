//! The head of an editor: how the draft stands, saving it, and what hinders that.

use domain::words::{console, errors, fill};
use leptos::prelude::*;

use super::Editing;
use crate::error::AppError;
use crate::me::use_me;
use crate::ui::{Banner, Button, ErrorSummary, Look, Tone};

/// The title, what is not saved yet, and the two ways on. The children stand beside the title.
#[component]
pub fn Head(editing: Editing, #[prop(into)] title: String, children: Children) -> impl IntoView {
    let lang = use_me().lang;
    let w = console::editing(lang);
    let standing = move || match (editing.is_unsaved(), editing.changes.with(Vec::len)) {
        (true, n) => console::unsaved(lang, n.max(1)),
        (false, _) => w.nothing.to_owned(),
    };
    let idle = move || (!editing.is_unsaved()).then_some("true");
    let save = move |_| {
        if untrack(|| editing.is_unsaved()) {
            editing.save();
        }
    };
    view! {
        <div class="row row--wrap ed__bar">
            <h2 id="ed-h" class="t14 w6">{title}</h2>
            {children()}
            <span class="push c2 t12" role="status">{standing}</span>
            <Button kind="button" attr:aria-disabled=idle on:click=move |_| editing.discard()>{w.discard}</Button>
            <Button kind="button" look=Look::Primary attr:id="ed-save" attr:aria-disabled=idle on:click=save>{w.save}</Button>
        </div>
        <div class="ed__news">
            <p class="vh" role="status">{move || editing.news.get()}</p>
            {move || faults(editing.refused.get())}
            <Changes editing/>
        </div>
    }
}

/// What the draft changes, line by line.
#[component]
fn Changes(editing: Editing) -> impl IntoView {
    let lang = use_me().lang;
    let w = console::editing(lang);
    move || {
        let changes = editing.changes.get();
        (!changes.is_empty() && !editing.is_new()).then(|| {
            let line = |line| view! { <li>{console::change_line(lang, &line)}</li> };
            view! {
                <div class="chg"><b class="w5">{w.changes}</b><ul role="list">{changes.into_iter().map(line).collect_view()}</ul></div>
            }
        })
    }
}

/// Everything that has to change before it can be saved, each with the way to its field.
pub fn faults(error: Option<AppError>) -> Option<AnyView> {
    let lang = use_me().lang;
    let error = error?;
    let fields = error.fields(lang);
    let errors = match fields.is_empty() {
        true => vec![("main".to_owned(), error.sentence(lang))],
        false => fields.into_iter().map(|(field, words)| (element_of(&field), words)).collect(),
    };
    Some(view! { <ErrorSummary title=errors::errors(lang).summary errors/> }.into_any())
}

/// Why something was not saved. Of two at once, the second may read what the first has done by `take_theirs`; what is typed
/// stays.
pub fn refused(
    error: Option<AppError>,
    conflict: &'static str,
    theirs: &'static str,
    take_theirs: impl Fn() + Send + 'static,
) -> Option<AnyView> {
    match error? {
        AppError::Desk(domain::Error::Conflict(_)) => Some(
            view! {
                <Banner tone=Tone::Risk icon="triangle-alert" role="alert">
                    <p>{conflict}</p>
                    <p class="mt"><Button kind="button" on:click=move |_| take_theirs()>{theirs}</Button></p>
                </Banner>
            }
            .into_any(),
        ),
        error => faults(Some(error)),
    }
}

/// `rows[0].first_reply` → `rows-0-first_reply`: the id of the field that a refusal names.
pub fn element_of(field: &str) -> String {
    let parts = field.split(['[', ']', '.']).filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join("-")
}

/// Two admins at once: nothing is lost, and one of the two decides.
#[component]
pub fn Conflict(editing: Editing) -> impl IntoView {
    let lang = use_me().lang;
    let w = console::editing(lang);
    move || {
        editing.conflict.get().map(|theirs| {
            let by = theirs.by.unwrap_or_default();
            let n = theirs.version.to_string();
            let words = fill(w.conflict_by, &[("by", &by), ("n", &n), ("at", &theirs.at.text)]);
            let line = move |line| view! { <li>{console::change_line(lang, &line)}</li> };
            let lines = theirs.changes.into_iter().map(line).collect_view();
            view! {
                <Banner tone=Tone::Risk icon="triangle-alert" role="alert">
                    <h2 class="t14 w6">{w.conflict}</h2>
                    <p>{words}</p>
                    <ul role="list">{lines}</ul>
                    <p class="row mt">
                        <Button kind="button" on:click=move |_| editing.settle(false)>{w.take_theirs}</Button>
                        <Button kind="button" on:click=move |_| editing.settle(true)>{w.keep_mine}</Button>
                    </p>
                </Banner>
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::element_of;

    #[test]
    fn refusals_lead_to_fields() {
        for (field, element) in [
            ("name", "name"),
            ("rows[0].first_reply", "rows-0-first_reply"),
            ("week.mon[1]", "week-mon-1"),
            ("exceptions.2026-12-24[0]", "exceptions-2026-12-24-0"),
        ] {
            assert_eq!(element_of(field), element);
        }
    }
}
