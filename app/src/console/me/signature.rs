//! The reader's own signature.

use domain::access::Action;
use domain::words::outgoing_pages::signatures_page;
use leptos::prelude::*;

use super::super::parts::{loaded, region};
use super::super::signature::SignatureForm;
use crate::api::outgoing::signature;
use crate::me::use_me;

/// Nothing for those who do not write to customers.
#[component]
pub fn Signature() -> impl IntoView {
    let me = use_me();
    let w = signatures_page(me.lang);
    me.viewer().may(Action::ReplyAsStaff).then(|| {
        let own = loaded(|| (), |()| signature(String::new()));
        view! {
            <section class="set" aria-labelledby="me-signature">
                <h2 id="me-signature">{w.own}</h2>
                <p class="hint">{w.own_hint}</p>
                {region(own, |body| view! { <SignatureForm id="signature" team="" body/> }.into_any())}
            </section>
        }
    })
}
