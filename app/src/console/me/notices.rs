//! What somebody is told of, when, and whether their browser shows it.

use domain::notices::{NoticeChoices, NoticeKind};
use domain::words::common::common;
use domain::words::console;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::reactive::spawn_local_scoped;

use super::super::parts::{loaded, region};
use crate::api::ladder::{load_notice_choices, save_notice_choices};
use crate::browser::form::fields;
use crate::browser::notify;
use crate::error::AppError;
use crate::me::use_me;
use crate::ui::{Button, Look, TextField, use_toasts};

#[component]
pub fn Notices() -> impl IntoView {
    let w = console::my_desk(use_me().lang);
    let choices = loaded(|| (), |()| load_notice_choices());
    view! {
        <section class="set" aria-labelledby="me-notices">
            <h2 id="me-notices">{w.notices}</h2>
            <p class="hint">{w.notices_hint}</p>
            {region(choices, |choices| view! { <Form choices/> }.into_any())}
            <Browser/>
        </section>
    }
}

#[component]
fn Form(choices: NoticeChoices) -> impl IntoView {
    let lang = use_me().lang;
    let w = console::my_desk(lang);
    let optional = common(lang).optional;
    let toasts = use_toasts();
    let refused = RwSignal::new(None::<AppError>);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let form = fields(&event);
        let get = |name: &str| form.get(name).map(|text| text.trim().to_owned()).unwrap_or_default();
        let kinds = NoticeKind::ALL.iter().copied().filter(|kind| kind.is_optional());
        let off = kinds.filter(|kind| !form.contains_key(kind.code())).collect();
        let (from, to) = (get("from"), get("to"));
        spawn_local_scoped(async move {
            let refusal = save_notice_choices(off, from, to).await.err();
            if refusal.is_none() {
                toasts.say(w.notices_saved);
            }
            refused.try_set(refusal);
        });
    };
    let tick = |kind: &NoticeKind| {
        let (code, checked) = (kind.code(), choices.wants(*kind));
        view! { <label class="check"><input type="checkbox" name=code checked=checked/><span>{console::notice_kind(lang, *kind)}</span></label> }
    };
    let ticks = NoticeKind::ALL.iter().filter(|kind| kind.is_optional()).map(tick).collect_view();
    let (from, to) = choices.quiet.clone().map(|quiet| (quiet.from, quiet.to)).unwrap_or_default();
    let wrong = move || {
        let words = refused.get().map(|error| error.sentence(lang));
        words.map(|words| view! { <p class="err" role="alert">{words}</p> })
    };
    view! {
        <form class="form" novalidate on:submit=submit>
            <fieldset class="field"><legend class="label">{w.tell_me}</legend><div class="opts-l">{ticks}</div><p class="hint">{w.always_told}</p></fieldset>
            <fieldset class="field">
                <legend class="label">{w.quiet}</legend>
                <p class="hint">{w.quiet_hint}</p>
                <div class="two">
                    <TextField id="from" label=w.quiet_from kind="time" value=from optional/>
                    <TextField id="to" label=w.quiet_to kind="time" value=to optional/>
                </div>
            </fieldset>
            {wrong}
            <p><Button look=Look::Primary>{w.notices_save}</Button></p>
        </form>
    }
}

/// Asked for by a button only. What is set is known only once the page is alive.
#[component]
fn Browser() -> impl IntoView {
    let w = console::my_desk(use_me().lang);
    let (on, refused) = (RwSignal::new(false), RwSignal::new(false));
    Effect::new(move |_| on.set(notify::are_on()));
    let turn = move |_| {
        if on.get_untracked() {
            notify::turn_off();
            return on.set(false);
        }
        spawn_local_scoped(async move {
            let allowed = notify::turn_on().await;
            on.try_set(allowed);
            refused.try_set(!allowed);
        });
    };
    let label = move || if on.get() { w.browser_off } else { w.browser_ask };
    let said = move || match (on.get(), refused.get()) {
        (true, _) => w.browser_on,
        (false, true) => w.browser_refused,
        (false, false) => "",
    };
    view! {
        <h3 class="t13 w6">{w.browser}</h3>
        <p class="hint">{w.browser_hint}</p>
        <p><Button kind="button" on:click=turn>{label}</Button></p>
        <p role="status" class="hint">{said}</p>
    }
}
