//! "Why this deadline": the steps from the start to the due time, read when somebody asks.

use domain::promises::PromiseKind;
use domain::tickets::view::{WhyPage, WhyStep};
use domain::words::promises::kind_name;
use domain::words::{common, console, fill};
use leptos::prelude::*;
use leptos::reactive::spawn_local_scoped;

use super::state::Ticket;
use crate::api::tickets::why as load;
use crate::error::AppError;
use crate::me::use_me;
use crate::ui::{Dialog, Skeleton, Time};

#[component]
pub fn WhyDialog(ticket: Ticket, promise: RwSignal<Option<PromiseKind>>) -> impl IntoView {
    let lang = use_me().lang;
    let w = console::ticket(lang);
    let open = RwSignal::new(false);
    let answer = RwSignal::new(None::<Result<WhyPage, AppError>>);
    Effect::new(move |_| {
        let Some(kind) = promise.get() else { return };
        answer.set(None);
        open.set(true);
        spawn_local_scoped(async move {
            let why = load(ticket.number(), kind).await;
            // Closed meanwhile, with the ticket: nobody waits for it.
            answer.try_set(Some(why));
        });
    });
    Effect::new(move |_| {
        if !open.get() {
            promise.set(None);
        }
    });
    let title = move || promise.get().map(|kind| view! { <p class="c2">{kind_name(lang, kind)}</p> });
    let steps = move || match answer.get() {
        None => view! { <Skeleton label=common::common(lang).loading/> }.into_any(),
        Some(Ok(why)) => view! { <Steps why/> }.into_any(),
        Some(Err(error)) => view! { <p class="err" role="alert">{error.sentence(lang)}</p> }.into_any(),
    };
    view! {
        <Dialog open id="why" title=w.why>
            {title}
            {steps}
            <footer><button type="button" class="btn" on:click=move |_| open.set(false)>{common::common(lang).close}</button></footer>
        </Dialog>
    }
}

#[component]
fn Steps(why: WhyPage) -> impl IntoView {
    let lang = use_me().lang;
    let by_hand = why.promise.manual.map(|reason| {
        view! { <p class="hint">{fill(console::ticket(lang).by_hand, &[("reason", &reason)])}</p> }
    });
    let step = |WhyStep { at, step }: WhyStep| {
        view! { <li><b>{console::why_step(lang, &step)}</b>{at.map(|stamp| view! { <Time stamp/> })}</li> }
    };
    view! { {by_hand}<ol role="list" class="calc">{why.steps.into_iter().map(step).collect_view()}</ol> }
}
