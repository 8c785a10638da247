//! `/login`, `/login/code`, `/logout`: in with a password or a mailed code, and out.

mod code;
mod out;
mod sides;

use domain::words::portal;
use leptos::prelude::*;
use leptos_router::components::Redirect;

pub use self::code::CodePage;
pub use self::out::SignOutPage;
use self::sides::Frame;
use super::address::{local, use_query, with_query};
use super::parts::{PageTitle, PostForm, Refusal, page, refusal};
use crate::api::session::{SendCode, SignIn, last_email};
use crate::me::use_me;
use crate::ui::{Button, Look, TextField};

#[component]
pub fn SignInPage() -> impl IntoView {
    let me = use_me();
    if me.is_signed_in() {
        let next = use_query("next");
        let home = if me.role.is_staff() { "/desk" } else { "/" };
        return view! { <Redirect path=local(&next).unwrap_or(home).to_owned()/> }.into_any();
    }
    page(last_email(), |email| view! { <Form email/> }.into_any())
}

#[component]
fn Form(email: String) -> impl IntoView {
    let lang = use_me().lang;
    let w = portal::sign_in(lang);
    let next = use_query("next");
    let (signing_in, sending) = (refusal::<SignIn>(), refusal::<SendCode>());
    let error = signing_in.or(sending);
    let on_field = |field| error.as_ref().and_then(|error| error.on_field(lang, field));
    let (email_error, password_error) = (on_field("email"), on_field("password"));
    let by_code = with_query("/login/code", &[("next", &next)]);
    view! {
        <PageTitle text=w.title refused=error.is_some()/>
        <Frame>
            <h1>{w.title}</h1>
            <p class="c2">{w.intro}</p>
            <Refusal error=error.clone() fallback="email"/>
            <PostForm<SignIn> class="lg__f">
                <input type="hidden" name="next" value=next/>
                <TextField id="email" label=w.email kind="email" value=email autocomplete="username" error=email_error/>
                <TextField id="password" label=w.password kind="password" autocomplete="current-password" error=password_error/>
                <Button look=Look::Primary>{w.go}</Button>
            </PostForm<SignIn>>
            <p class="or"><span>{w.or}</span></p>
            <div class="stack"><a class="btn" href=by_code>{w.code_go}</a></div>
            <p class="t14 c2">{w.code_intro}</p>
        </Frame>
    }
}
