//! How long the desk keeps what closed requests hold. Sibling: `backend/src/tickets/redact`.

use domain::tickets::redact::RetentionPage;
use domain::words::console;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::reactive::spawn_local_scoped;

use super::super::parts::{loaded, region};
use super::{Section, SectionHead};
use crate::api::redact::{load_retention, save_retention};
use crate::browser::form::fields;
use crate::error::AppError;
use crate::me::use_me;
use crate::ui::{Banner, Button, Choice, Choices, Look, TextField, Tone, use_toasts};

/// What a choice is called in the form.
const FILES: &str = "files";
const ALL: &str = "all";

#[component]
pub fn Keeping() -> impl IntoView {
    let w = console::keeping(use_me().lang);
    let page = loaded(|| (), |()| load_retention());
    view! {
        <SectionHead section=Section::Retention hint=w.hint/>
        {region(page, |page| view! { <Rule page/> }.into_any())}
    }
}

#[component]
fn Rule(page: RetentionPage) -> impl IntoView {
    let lang = use_me().lang;
    let w = console::keeping(lang);
    let toasts = use_toasts();
    let seen = StoredValue::new(page.seen);
    let refused = RwSignal::new(None::<String>);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let form = fields(&event);
        let get = |name: &str| form.get(name).map(|text| text.trim()).unwrap_or_default();
        let months = if get("months").is_empty() { Ok(0) } else { get("months").parse::<u32>() };
        let texts = get("what") == ALL;
        spawn_local_scoped(async move {
            // What is no number is refused like one that is too large.
            refused.try_set(
                match save_retention(seen.get_value(), months.unwrap_or(u32::MAX), texts).await {
                    Ok(saved) => {
                        seen.set_value(saved.version);
                        toasts.say(w.saved);
                        None
                    }
                    Err(AppError::Desk(domain::Error::Conflict(_))) => Some(w.conflict.to_owned()),
                    Err(error) => {
                        Some(error.on_field(lang, "months").unwrap_or_else(|| error.sentence(lang)))
                    }
                },
            );
        });
    };
    let months = if page.rule.months == 0 { String::new() } else { page.rule.months.to_string() };
    let optional = domain::words::common::common(lang).optional;
    let wrong = move || refused.get().map(|words| view! { <p class="err" role="alert">{words}</p> });
    let options = vec![Choice::new(FILES, w.only_files), Choice::new(ALL, w.all)];
    let chosen = vec![if page.rule.texts { ALL } else { FILES }.to_owned()];
    view! {
        <div class="ed__b ed__b--one">
            <form class="ed__m form" novalidate on:submit=submit>
                <Banner tone=Tone::Risk icon="triangle-alert"><p>{w.warning}</p></Banner>
                <TextField id="months" label=w.months hint=w.months_hint value=months autocomplete="off" optional/>
                <Choices name="what" legend=w.what options chosen/>
                {wrong}
                <p class="form__go"><Button look=Look::Primary>{w.save}</Button></p>
            </form>
        </div>
    }
}
