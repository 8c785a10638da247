//! Somebody else was faster: who, what they changed, and where both wrote in the same place.

use domain::knowledge::compare::Merge;
use domain::words::{console, fill};
use leptos::prelude::*;

use super::super::diff::Differences;
use crate::browser::focus::focus_soon;
use crate::me::use_me;
use crate::ui::Icon;

#[component]
pub fn Stale(merge: RwSignal<Option<Merge>>) -> impl IntoView {
    Effect::new(move |_| {
        if merge.with(Option::is_some) {
            focus_soon("#kb-stale");
        }
    });
    move || merge.get().map(|merge| view! { <Explained merge/> })
}

#[component]
fn Explained(merge: Merge) -> impl IntoView {
    let lang = use_me().lang;
    let w = console::kb(lang);
    let by = merge.by.unwrap_or_else(|| w.stale_somebody.to_owned());
    let names: Vec<&str> = merge.clashes.iter().map(|field| console::field_name(lang, *field)).collect();
    let clash = (!names.is_empty()).then(|| {
        view! { <p><strong>{fill(w.stale_clash, &[("fields", &names.join(", "))])}</strong></p> }
    });
    view! {
        <div class="clash" id="kb-stale" role="alert" tabindex="-1">
            <Icon name="git-merge"/>
            <div class="grow">
                <p><strong>{fill(w.stale_title, &[("by", &by)])}</strong></p>
                <p>{fill(w.stale_hint, &[("at", &merge.at.text)])}</p>
                {clash}
                <Differences fields=merge.theirs left=w.removed.to_owned() right=w.added.to_owned()/>
            </div>
        </div>
    }
}
