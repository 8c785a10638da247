//! The next contact: what is promised already, the times the policy proposes, or one's own.

use domain::access::Action;
use domain::promises::policy::Requirement;
use domain::stamp::Stamp;
use domain::tickets::view::ContactChoice;
use domain::words::{common, console, errors, fill};
use leptos::prelude::*;

use super::super::local_time;
use super::state::{Composer, Promised};
use crate::browser::ticker::use_desk_time;
use crate::me::use_me;
use crate::ui::{Dialog, Icon, TextField};

/// What the customer is told, in a line that opens the choice.
#[component]
pub fn ContactButton(composer: Composer) -> impl IntoView {
    let w = console::composer(use_me().lang);
    let page = composer.ticket.part(|page| {
        let kept = page.next_contact.clone().filter(|stamp| stamp.at > page.now).map(|stamp| stamp.text);
        (kept, page.contact_rule)
    });
    let is_missing = move || {
        let (kept, rule) = page.get();
        rule == Requirement::Required && kept.is_none() && composer.contact.with(Option::is_none)
    };
    let words = move || match (composer.contact.get(), page.get()) {
        (Some(promised), _) => promised.text,
        (None, (Some(kept), _)) => fill(w.contact_kept, &[("at", &kept)]),
        (None, (None, Requirement::Required)) => w.contact_required.to_owned(),
        (None, (None, Requirement::Nudged)) => w.contact_nudged.to_owned(),
        (None, (None, Requirement::Off)) => w.contact_choose.to_owned(),
    };
    let class = move || if is_missing() { "pm pm--need" } else { "pm" };
    let is_wrong = move || composer.problem("next_contact").is_some().then_some("true");
    view! {
        <button type="button" class=class id="c-contact" aria-haspopup="dialog" aria-keyshortcuts="n" aria-invalid=is_wrong
            on:click=move |_| composer.contact_open.set(true)>
            <Icon name="calendar-clock"/><span class="pm__k">{w.contact}</span><span class="cut num">{words}</span><Icon name="chevron-down"/>
        </button>
    }
}

#[component]
pub fn ContactDialog(composer: Composer) -> impl IntoView {
    let me = use_me();
    let lang = me.lang;
    let w = console::composer(lang);
    let open = composer.contact_open;
    let choices = composer.ticket.part(|page| page.contact_choices.clone());
    let own = RwSignal::new(String::new());
    let choose = move |promised: Option<Promised>| {
        composer.contact.set(promised);
        composer.changed();
        open.set(false);
    };
    let proposal = move |ContactChoice { why, at: Stamp { at, text } }: ContactChoice| {
        let chosen = move || {
            composer.contact.with(|contact| contact.as_ref().is_some_and(|now| now.at == at)).to_string()
        };
        let words = text.clone();
        view! {
            <li><button type="button" class="btn" aria-pressed=chosen on:click=move |_| choose(Some(Promised { at, text: words.clone() }))>{text}<span class="t12 c2">{console::contact_why(lang, why)}</span></button></li>
        }
    };
    let (zone, desk_time) = (me.time_zone.clone(), use_desk_time());
    let is_past = RwSignal::new(false);
    let past = move || {
        let words = errors::errors(lang).not_in_future;
        is_past.get().then(|| view! { <p class="err" role="alert"><Icon name="circle-alert"/>{words}</p> })
    };
    let use_own = move |_| {
        let value = own.get_untracked();
        let Some(at) = local_time::read(&value, &zone) else { return };
        is_past.set(at <= desk_time());
        if !is_past.get_untracked() {
            choose(Some(Promised { at, text: local_time::written(lang, &value) }));
        }
    };
    let incomplete = move || own.with(|own| own.is_empty()).then_some("true");
    me.viewer().may(Action::ReplyAsStaff).then(|| {
        view! {
            <Dialog open id="contact" title=w.contact_title>
                <p class="hint">{w.contact_hint}</p>
                <h3>{w.contact_proposed}</h3>
                <ul role="list" class="row row--wrap">{move || choices.get().into_iter().map(proposal).collect_view()}</ul>
                <TextField id="contact-own" label=w.contact_own hint=w.contact_own_hint kind="datetime-local"
                    on:input=move |event| own.set(event_target_value(&event))/>
                {past}
                <footer>
                    <button type="button" class="btn" on:click=move |_| open.set(false)>{common::common(me.lang).cancel}</button>
                    <button type="button" class="btn" on:click=move |_| choose(None)>{w.contact_none}</button>
                    <button type="button" class="btn btn--primary" aria-disabled=incomplete on:click=use_own>{w.contact_use}</button>
                </footer>
            </Dialog>
        }
    })
}
