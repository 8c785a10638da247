//! The outbox: what the desk wrote to people.

use domain::people::{OutboxRow, Page};
use domain::words::{console, fill};
use leptos::prelude::*;

use super::super::parts::{loaded, region};
use super::{Section, SectionHead};
use crate::api::admin::outbox;
use crate::console::address::use_query;
use crate::me::use_me;
use crate::portal::address::with_query;
use crate::ui::{EmptyState, Pager, Pill, Time, Tone};

#[component]
pub fn Outbox() -> impl IntoView {
    let w = console::outbox(use_me().lang);
    let after = use_query("after");
    let mails = loaded(move || after.get(), outbox);
    let list = region(mails, move |page| {
        let is_first = after.with_untracked(String::is_empty);
        view! { <List page is_first/> }.into_any()
    });
    view! {
        <SectionHead section=Section::Outbox hint=w.hint/>
        <div class="ed__b ed__b--one"><div class="ed__m">{list}</div></div>
    }
}

#[component]
fn List(page: Page<OutboxRow>, is_first: bool) -> impl IntoView {
    let lang = use_me().lang;
    let (w, a) = (console::outbox(lang), console::admin(lang));
    if page.rows.is_empty() && is_first {
        return view! { <EmptyState icon="mail" title=w.none text=w.none_hint/> }.into_any();
    }
    let address = Section::Outbox.address();
    let first = (!is_first).then(|| (a.first.to_owned(), address.clone()));
    let next = page.next.map(|after| (a.next.to_owned(), with_query(&address, &[("after", &after)])));
    view! {
        <ul role="list" class="hits">{page.rows.into_iter().map(mail).collect_view()}</ul>
        <Pager label=a.pages before=first after=next/>
    }
    .into_any()
}

fn mail(row: OutboxRow) -> impl IntoView {
    let w = console::outbox(use_me().lang);
    let (tone, icon, state) = match row.state.as_str() {
        "waiting" => (Tone::Accent, "clock", w.waiting),
        "sent" => (Tone::Good, "mail-check", w.sent),
        _ => (Tone::Bad, "mail-warning", w.failed),
    };
    view! {
        <li class="hit">
            <p class="hit__k"><Pill tone icon>{state}</Pill><Time stamp=row.at/></p>
            <h2 class="hit__t">{row.subject}</h2>
            <p class="hit__m">{fill(w.to, &[("to", &row.to)])}</p>
            <details class="why"><summary>{w.show}</summary><pre class="mailtext">{row.body}</pre></details>
        </li>
    }
}
