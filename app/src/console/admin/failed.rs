//! What alarms could not do, and what becomes of it. Sibling: `backend/src/promises/actions.rs`.

use domain::settings::FailedAction;
use domain::words::common::in_sentence;
use domain::words::promises::kind_name;
use domain::words::{Lang, console, fill};
use leptos::prelude::*;

use super::super::parts::{loaded, region};
use super::{Section, SectionHead};
use crate::api::ladder::failed_actions;
use crate::me::use_me;
use crate::ui::{Column, EmptyState, Pill, Table, Time, Tone};

#[component]
pub fn Failed() -> impl IntoView {
    let w = console::failed_alarms(use_me().lang);
    let list = loaded(|| (), |()| failed_actions());
    view! {
        <SectionHead section=Section::Failed hint=w.hint/>
        {region(list, |list| view! { <List list/> }.into_any())}
    }
}

#[component]
fn List(list: Vec<FailedAction>) -> impl IntoView {
    let w = console::failed_alarms(use_me().lang);
    if list.is_empty() {
        return view! { <EmptyState icon="siren" title=w.none text=w.none_hint/> }.into_any();
    }
    let columns = [w.ticket, w.action, w.why, w.at, w.state].map(Column::new).to_vec();
    let rows = list.into_iter().map(row).collect_view();
    view! {
        <div class="ed__b ed__b--one"><div class="ed__m"><Table caption=w.table columns>{rows}</Table></div></div>
    }
    .into_any()
}

fn row(own: FailedAction) -> impl IntoView {
    let lang = use_me().lang;
    let promise = own.promise.map(|kind| kind_name(lang, kind));
    let (tone, icon, words) = state(lang, &own);
    view! {
        <tr>
            <th scope="row"><a href=format!("/desk/t/{}", own.number)>{own.number.clone()}</a><p class="c2 t12 cut">{own.subject}</p></th>
            <td>{console::action_name(lang, &own.action, &own.name)}<p class="c2 t12">{promise}</p></td>
            <td>{console::trouble_name(lang, own.why)}</td>
            <td class="nowrap"><Time stamp=own.at/></td>
            <td><Pill tone icon>{words}</Pill></td>
        </tr>
    }
}

fn state(lang: Lang, own: &FailedAction) -> (Tone, &'static str, String) {
    let w = console::failed_alarms(lang);
    let n = own.tries.to_string();
    match (&own.done, &own.next) {
        (Some(done), _) => {
            (Tone::Good, "circle-check", fill(w.done, &[("at", &in_sentence(lang, &done.text))]))
        }
        (None, Some(next)) => {
            let values = [("at", in_sentence(lang, &next.text)), ("n", n)];
            let values = values.each_ref().map(|(name, text)| (*name, text.as_str()));
            (Tone::Risk, "refresh-cw", fill(w.next, &values))
        }
        (None, None) => (Tone::Bad, "circle-x", fill(w.given_up, &[("n", &n)])),
    }
}
