//! `/login/code`: asks for an address to mail a code to, then for the code.

use domain::words::{fill, portal};
use leptos::prelude::*;

use super::super::address::{use_query, with_query};
use super::super::parts::{PageTitle, PostForm, Refusal, page, refusal};
use super::sides::Frame;
use crate::api::session::{EnterCode, SendCode, last_email};
use crate::me::use_me;
use crate::ui::{Button, Look, TextField};

#[component]
pub fn CodePage() -> impl IntoView {
    page(last_email(), |email| {
        let is_sent = !use_query("sent").is_empty() || refusal::<EnterCode>().is_some();
        if is_sent { view! { <Enter email/> }.into_any() } else { view! { <Ask email/> }.into_any() }
    })
}

/// Where to send it.
#[component]
fn Ask(email: String) -> impl IntoView {
    let lang = use_me().lang;
    let w = portal::sign_in(lang);
    let next = use_query("next");
    let error = refusal::<SendCode>();
    let problem = error.as_ref().and_then(|error| error.on_field(lang, "email"));
    let with_password = with_query("/login", &[("next", &next)]);
    view! {
        <PageTitle text=w.code_go refused=error.is_some()/>
        <Frame>
            <h1>{w.code_go}</h1>
            <Refusal error fallback="email"/>
            <PostForm<SendCode> class="lg__f">
                <input type="hidden" name="next" value=next/>
                <TextField id="email" label=w.email kind="email" value=email autocomplete="username" error=problem/>
                <Button look=Look::Primary>{w.code_go}</Button>
            </PostForm<SendCode>>
            <p class="t14"><a href=with_password>{w.with_password}</a></p>
        </Frame>
    }
}

/// The code that was sent.
#[component]
fn Enter(email: String) -> impl IntoView {
    let lang = use_me().lang;
    let w = portal::sign_in(lang);
    let next = use_query("next");
    let error = refusal::<EnterCode>();
    let problem = error.as_ref().and_then(|error| error.on_field(lang, "code"));
    let (also_next, also_email) = (next.clone(), email.clone());
    let sent = if email.is_empty() {
        w.code_sent_nameless.to_owned()
    } else {
        fill(w.code_sent, &[("email", &email)])
    };
    view! {
        <PageTitle text=w.code_title refused=error.is_some()/>
        <Frame>
            <h1>{w.code_title}</h1>
            <p class="c2">{sent}</p>
            <Refusal error fallback="code"/>
            <PostForm<EnterCode> class="lg__f">
                <Carried next email/>
                <TextField id="code" label=w.code autocomplete="one-time-code" error=problem/>
                <Button look=Look::Primary>{w.go}</Button>
            </PostForm<EnterCode>>
            <PostForm<SendCode>>
                <Carried next=also_next email=also_email/>
                <Button look=Look::Quiet icon="refresh-cw">{w.again}</Button>
            </PostForm<SendCode>>
        </Frame>
    }
}

/// What the form was asked for before and passes on.
#[component]
fn Carried(next: String, email: String) -> impl IntoView {
    view! { <input type="hidden" name="next" value=next/><input type="hidden" name="email" value=email/> }
}
