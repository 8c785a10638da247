//! Open tickets on their way after an edit: a bar that moves by itself until they have all followed.

use std::time::Duration;

use domain::settings::Recount;
use domain::words::{console, fill};
use leptos::prelude::*;
use leptos::reactive::spawn_local_scoped;

use crate::api::promises::recounts;
use crate::me::use_me;
use crate::ui::{Banner, Tone};

/// Between two looks.
const PAUSE: Duration = Duration::from_secs(1);

#[component]
pub fn Progress(begun: Vec<Recount>) -> impl IntoView {
    let lang = use_me().lang;
    let current = RwSignal::new(begun);
    let owner = StoredValue::new(Owner::current());
    let look = move || {
        let Some(owner) = owner.try_get_value().flatten() else { return };
        owner.with(|| {
            spawn_local_scoped(async move {
                if let Ok(now) = recounts().await {
                    current.try_set(now);
                }
            });
        });
    };
    Effect::new(move |_| {
        if current.with(|all| all.iter().any(|one| !one.ended)) {
            set_timeout(look, PAUSE);
        }
    });
    let line = move |one: Recount| {
        let words = console::recount_line(lang, &one);
        if one.ended {
            return view! { <p>{words}</p> }.into_any();
        }
        let name = fill(console::editing(lang).progress, &[("name", &one.name)]);
        view! {
            <p class="row row--wrap">
                <span>{name.clone()}</span>
                <progress class="grow" aria-label=name value=one.done.to_string() max=one.total.max(1).to_string()></progress>
                <span class="num c2">{words}</span>
            </p>
        }
        .into_any()
    };
    move || {
        let all = current.get();
        (!all.is_empty()).then(|| {
            view! { <Banner tone=Tone::Quiet icon="refresh-cw">{all.into_iter().map(line).collect_view()}</Banner> }
        })
    }
}
