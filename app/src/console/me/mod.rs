//! `/desk/me`: keys, theme and density of this browser, what one is told of, one's signature, and the way to one's account.

mod notices;
mod signature;

use domain::words::console;
use leptos::prelude::*;

use self::notices::Notices;
use self::signature::Signature;
use super::keys::use_keys;
use super::parts::PageTitle;
use crate::browser::preferences::{DENSITY, THEME, prefer, preference};
use crate::me::use_me;
use crate::ui::{Button, LinkButton};

#[component]
pub fn MePage() -> impl IntoView {
    let w = console::my_desk(use_me().lang);
    let themes = vec![("", w.system), ("light", w.light), ("dark", w.dark)];
    view! {
        <PageTitle thing=w.title area=w.area/>
        <main id="main" class="app__main pg">
            <header class="pg__h"><h1>{w.title}</h1></header>
            <div class="pg__b">
                <div class="form">
                    <Keyboard/>
                    <section class="set" aria-labelledby="me-look">
                        <h2 id="me-look">{w.look}</h2>
                        <p class="hint">{w.look_hint}</p>
                        <Pick name=THEME legend=w.theme options=themes/>
                        <Pick name=DENSITY legend=w.density options=vec![("", w.roomy), ("dense", w.dense)]/>
                    </section>
                    <Notices/>
                    <Signature/>
                    <You/>
                </div>
            </div>
        </main>
    }
}

#[component]
fn Keyboard() -> impl IntoView {
    let w = console::my_desk(use_me().lang);
    use_keys().map(|keys| {
        view! {
            <section class="set" aria-labelledby="me-keys">
                <h2 id="me-keys">{w.keyboard}</h2>
                <label class="check">
                    <input type="checkbox" aria-describedby="me-keys-hint" prop:checked=move || keys.are_on.get()
                        on:change=move |event| keys.switch(event_target_checked(&event))/>
                    <span>{w.keys}</span>
                </label>
                <p class="hint" id="me-keys-hint">{w.keys_hint}</p>
                <p><Button kind="button" icon="keyboard" on:click=move |_| keys.are_listed.set(true)>{w.see_keys}</Button></p>
            </section>
        }
    })
}

/// One of a few values of a preference. What is set is known only once the page is alive.
#[component]
fn Pick(
    name: &'static str,
    legend: &'static str,
    options: Vec<(&'static str, &'static str)>,
) -> impl IntoView {
    let chosen = RwSignal::new(String::new());
    Effect::new(move |_| chosen.set(preference(name)));
    let option = move |(value, label): (&'static str, &'static str)| {
        let choose = move |_| {
            prefer(name, value);
            chosen.set(value.to_owned());
        };
        let is_chosen = move || chosen.with(|chosen| chosen == value);
        view! {
            <label class="check">
                <input type="radio" name=name value=value prop:checked=is_chosen on:change=choose/><span>{label}</span>
            </label>
        }
    };
    view! {
        <fieldset class="field">
            <legend class="label">{legend}</legend>
            <div class="opts-l">{options.into_iter().map(option).collect_view()}</div>
        </fieldset>
    }
}

#[component]
fn You() -> impl IntoView {
    let me = use_me();
    let w = console::my_desk(me.lang);
    view! {
        <section class="set" aria-labelledby="me-you">
            <h2 id="me-you">{w.you}</h2>
            <dl class="dl">
                <dt>{w.name}</dt><dd>{me.name.clone()}</dd>
                <dt>{w.role}</dt><dd>{console::role_name(me.lang, me.role)}</dd>
                <dt>{w.lang}</dt><dd>{me.lang.name()}</dd>
            </dl>
            <p class="hint">{w.you_hint}</p>
            <p><LinkButton href="/account" icon="user" attr:rel="external">{w.account}</LinkButton></p>
        </section>
    }
}
