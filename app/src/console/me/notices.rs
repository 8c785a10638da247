//! What somebody is told of, when, by mail or not, and whether their browser shows it.

use std::collections::BTreeMap;

use domain::notices::{NoticeChoices, NoticeKind, Quiet, Rhythm};
use domain::words::common::common;
use domain::words::{console, fill};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::reactive::spawn_local_scoped;

use super::super::parts::{loaded, region};
use crate::api::ladder::{load_notice_choices, save_notice_choices};
use crate::browser::form::fields;
use crate::browser::notify;
use crate::error::AppError;
use crate::me::use_me;
use crate::ui::{Button, Choice, Column, Look, SelectField, Table, TextField, use_toasts};

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
        let chosen = chosen(&fields(&event));
        spawn_local_scoped(async move {
            let refusal = save_notice_choices(chosen).await.err();
            if refusal.is_none() {
                toasts.say(w.notices_saved);
            }
            refused.try_set(refusal);
        });
    };
    let columns = [w.notice, w.by_mail].map(Column::new).to_vec();
    let rows = NoticeKind::ALL.iter().map(|kind| row(*kind, &choices)).collect_view();
    let rhythms = Rhythm::ALL.iter().map(|own| Choice::new(own.code(), console::rhythm_name(lang, *own)));
    let (from, to) = choices.quiet.clone().map(|quiet| (quiet.from, quiet.to)).unwrap_or_default();
    let wrong = move || {
        let words = refused.get().map(|error| error.sentence(lang));
        words.map(|words| view! { <p class="err" role="alert">{words}</p> })
    };
    view! {
        <form class="form" novalidate on:submit=submit>
            <fieldset class="field">
                <legend class="label">{w.tell_me}</legend>
                <Table caption=w.tell_me columns>{rows}</Table>
                <p class="hint">{w.always_told}</p>
            </fieldset>
            <fieldset class="field">
                <legend class="label">{w.quiet}</legend>
                <p class="hint">{w.quiet_hint}</p>
                <div class="two">
                    <TextField id="from" label=w.quiet_from kind="time" value=from optional/>
                    <TextField id="to" label=w.quiet_to kind="time" value=to optional/>
                </div>
            </fieldset>
            <SelectField id="digest" label=w.digest hint=w.digest_hint options=rhythms.collect() value=choices.digest.code()/>
            {wrong}
            <p><Button look=Look::Primary>{w.notices_save}</Button></p>
        </form>
    }
}

/// What the form says.
fn chosen(form: &BTreeMap<String, String>) -> NoticeChoices {
    let get = |name: &str| form.get(name).map(|text| text.trim().to_owned()).unwrap_or_default();
    let (from, to) = (get("from"), get("to"));
    let kinds = || NoticeKind::ALL.iter().copied();
    NoticeChoices {
        off: kinds().filter(|kind| kind.is_optional() && !form.contains_key(kind.code())).collect(),
        mailed: kinds().filter(|kind| form.contains_key(&by_mail(*kind))).collect(),
        quiet: (!from.is_empty() || !to.is_empty()).then_some(Quiet { from, to }),
        digest: Rhythm::parse(&get("digest")).unwrap_or(Rhythm::Never),
    }
}

/// The name of the box that lets a kind come by mail.
fn by_mail(kind: NoticeKind) -> String {
    format!("mail-{}", kind.code())
}

/// A kind with its boxes; what nobody can do without has none to untick.
fn row(kind: NoticeKind, choices: &NoticeChoices) -> impl IntoView + use<> {
    let lang = use_me().lang;
    let (code, wanted, mailed) = (kind.code(), choices.wants(kind), choices.mailed.contains(&kind));
    let name = console::notice_kind(lang, kind);
    let label = fill(console::my_desk(lang).by_mail_of, &[("kind", name)]);
    let told = if kind.is_optional() {
        view! { <label class="check"><input type="checkbox" name=code checked=wanted/><span>{name}</span></label> }.into_any()
    } else {
        view! { <span>{name}</span> }.into_any()
    };
    view! {
        <tr>
            <th scope="row">{told}</th>
            <td><label class="check"><input type="checkbox" name=by_mail(kind) aria-label=label checked=mailed/></label></td>
        </tr>
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
