//! A secret that was just made, the only time it is shown.

use domain::words::console;
use leptos::prelude::*;
use leptos::reactive::spawn_local_scoped;

use crate::browser::clipboard::copy;
use crate::me::use_me;
use crate::ui::{Banner, Button, Look, Tone, use_toasts};

/// What a secret is of, what it is for, and itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    pub title: String,
    pub hint: &'static str,
    pub secret: String,
}

/// Shows `made` until it is put away.
#[component]
pub fn MadeSecret(made: RwSignal<Option<Made>>) -> impl IntoView {
    let w = console::tokens(use_me().lang);
    let toasts = use_toasts();
    let take = move |_| {
        let Some(Made { secret, .. }) = made.get_untracked() else { return };
        spawn_local_scoped(async move {
            if copy(&secret).await { toasts.say(w.copied) } else { toasts.warn(w.copy_failed) }
        });
    };
    move || {
        made.get().map(|Made { title, hint, secret }| {
            view! {
                <Banner tone=Tone::Good icon="key-round" role="status">
                    <h2 class="t14 w6">{title}</h2>
                    <p>{hint}</p>
                    <p class="secret"><code class="grow">{secret}</code></p>
                    <p class="row">
                        <Button kind="button" icon="copy" on:click=take>{w.copy}</Button>
                        <Button kind="button" look=Look::Quiet on:click=move |_| made.set(None)>{w.done}</Button>
                    </p>
                </Banner>
            }
        })
    }
}
