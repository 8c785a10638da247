//! The last look before sending: everything told, what will be promised, and who asks.

use domain::intake::{IntakePage, Step};
use domain::words::common::in_sentence;
use domain::words::promises::customer_kind_name;
use domain::words::{fill, portal};
use leptos::prelude::*;

use super::load::{Submit, address};
use super::so_far::{row, told};
use super::{on_field, question, summary, with_query};
use crate::me::use_me;
use crate::portal::parts::PostForm;
use crate::ui::{Button, Look, TextField};

#[component]
pub fn Check(page: IntakePage, id: String) -> impl IntoView {
    let lang = use_me().lang;
    let w = portal::ask(lang);
    let rows = told(&page).into_iter().map(|told| row(told, &id)).collect_view();
    let who = (!page.signed_in).then(|| view! { <Who page=page.clone() id=id.clone()/> });
    view! {
        <PostForm<Submit> class="ask__form" novalidate=true>
            {summary(&page.errors, &page.questions)}
            <input type="hidden" name="id" value=id/>
            <div><h1>{question(Step::Check)}</h1><p class="hint">{w.check_hint}</p></div>
            <dl class="card sum">{rows}</dl>
            <Promised page/>
            {who}
            <div class="ask__go"><Button look=Look::Primary icon="send">{w.send}</Button></div>
        </PostForm<Submit>>
    }
}

/// What will be promised, in words.
#[component]
fn Promised(page: IntakePage) -> impl IntoView {
    let lang = use_me().lang;
    let w = portal::ask(lang);
    let line = |promise: domain::tickets::view::PromiseView| {
        let at = promise.due.map(|due| in_sentence(lang, &due.text)).unwrap_or_default();
        view! { <li>{fill(w.within, &[("promise", customer_kind_name(lang, promise.kind)), ("at", &at)])}</li> }
    };
    let lines = page.promised.into_iter().map(line).collect::<Vec<_>>();
    let hours = page.policy.as_ref().map(|policy| portal::counted_in(lang, policy));
    let notes = page.policy.map(|policy| {
        let expired = policy.contract_expired.then_some(w.contract_expired);
        let estimate = (!policy.formal).then_some(w.estimate);
        [expired, estimate].into_iter().flatten().collect::<Vec<_>>().join(" ")
    });
    let body = if lines.is_empty() {
        view! { <p>{w.promised_none}</p> }.into_any()
    } else {
        view! { <ul>{lines}</ul><p class="hint">{hours}" "{notes}</p> }.into_any()
    };
    view! { <section class="promised stack" aria-labelledby="h-promised"><h2 id="h-promised" class="h2">{w.promised}</h2>{body}</section> }
}

/// How to reach somebody without an account.
#[component]
fn Who(page: IntakePage, id: String) -> impl IntoView {
    let w = portal::ask(use_me().lang);
    let sign_in = with_query("/login", &[("next", &address(Step::Check, &id))]);
    let (name_error, email_error) = (on_field(&page.errors, "name"), on_field(&page.errors, "email"));
    view! {
        <section class="form__sec" aria-labelledby="h-who">
            <h2 id="h-who">{w.who}</h2>
            <p class="hint">{w.who_hint}" "<a href=sign_in>{w.sign_in_first}</a>"."</p>
            <TextField id="name" label=w.name value=page.intake.name autocomplete="name" error=name_error/>
            <TextField id="email" label=w.email kind="email" value=page.intake.email autocomplete="email" error=email_error/>
        </section>
    }
}
