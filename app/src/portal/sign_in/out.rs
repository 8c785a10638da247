//! `/logout`: a button, because leaving changes something and a link must not.

use domain::words::{fill, portal};
use leptos::prelude::*;

use super::super::parts::{PageTitle, PostForm};
use crate::api::session::SignOut;
use crate::me::use_me;
use crate::ui::{Button, Icon, LinkButton, Look};

#[component]
pub fn SignOutPage() -> impl IntoView {
    let me = use_me();
    let w = portal::sign_in(me.lang);
    let body = if me.is_signed_in() {
        let home = if me.role.is_staff() { "/desk" } else { "/" };
        view! {
            <p>{fill(w.out_hint, &[("name", &me.name)])}</p>
            <PostForm<SignOut> class="form__go">
                <Button look=Look::Primary icon="log-out">{w.out_go}</Button>
                <a class="btn" href=home>{w.stay}</a>
            </PostForm<SignOut>>
        }
        .into_any()
    } else {
        view! { <p>{w.out_none}</p><p class="form__go"><LinkButton href="/login">{w.go}</LinkButton></p> }
            .into_any()
    };
    view! { <PageTitle text=w.out_title/><main id="main" class="wrap stop"><Icon name="log-out"/><h1>{w.out_title}</h1>{body}</main> }
}
