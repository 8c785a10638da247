//! The versions of a policy or calendar: read when somebody opens them.

use domain::settings::Version;
use domain::words::{console, fill};
use leptos::prelude::*;

use crate::api::ladder::type_history;
use crate::api::promises::{calendar_history, policy_history};
use crate::error::AppError;
use crate::me::use_me;
use crate::ui::{Button, Time};

/// Whose versions are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of {
    Calendar,
    Policy,
    Type,
}

async fn read(of: Of, id: String) -> Result<Vec<Version>, AppError> {
    match of {
        Of::Calendar => calendar_history(id).await,
        Of::Policy => policy_history(id).await,
        Of::Type => type_history(id).await,
    }
}

#[component]
pub fn History(of: Of, id: String) -> impl IntoView {
    let lang = use_me().lang;
    let w = console::editing(lang);
    let reading = Action::new(move |(): &()| read(of, id.clone()));
    let list = move || {
        reading.value().get().map(|answer| match answer {
            Ok(versions) if versions.is_empty() => view! { <p class="c2">{w.history_none}</p> }.into_any(),
            Ok(versions) => {
                let items = versions.into_iter().map(|own| view! { <Line own/> }).collect_view();
                view! { <ol role="list" class="rows" tabindex="-1" id="ed-versions">{items}</ol> }.into_any()
            }
            Err(error) => view! { <p class="c2">{error.sentence(lang)}</p> }.into_any(),
        })
    };
    let show = move |_| {
        reading.dispatch_local(());
    };
    view! {
        <section aria-labelledby="ed-history">
            <div class="eh"><h2 id="ed-history">{w.history}</h2></div>
            <Button kind="button" small=true on:click=show>{w.history_show}</Button>
            <div role="status">{list}</div>
        </section>
    }
}

#[component]
fn Line(own: Version) -> impl IntoView {
    let lang = use_me().lang;
    let w = console::editing(lang);
    let Version { version, at, by, changes } = own;
    let by = by.unwrap_or_else(|| w.seed.to_owned());
    let line = |line| view! { <li>{console::change_line(lang, &line)}</li> };
    view! {
        <li>
            <div class="grow">
                <p><span class="w5">{fill(w.version, &[("n", &version.to_string())])}</span>" "<span class="c2 t12"><Time stamp=at/>", "{by}</span></p>
                <ul role="list" class="c2 t12">{changes.into_iter().map(line).collect_view()}</ul>
            </div>
        </li>
    }
}
