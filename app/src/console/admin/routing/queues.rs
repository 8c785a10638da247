//! How each queue hands out what comes in; saved as soon as it is ticked.

use domain::routing::view::QueueView;
use domain::words::{console, fill};
use leptos::prelude::*;
use leptos::reactive::spawn_local_scoped;

use super::Drafted;
use crate::api::routing::save_queue;
use crate::me::use_me;
use crate::ui::{Column, Table};

#[component]
pub fn Queues(drafted: Drafted) -> impl IntoView {
    let w = console::routing(use_me().lang);
    let columns =
        [Column::new(w.queue_name), Column::new(w.team), Column::new(w.people).end(), Column::new(w.way)];
    let queues = drafted.data.with_value(|data| data.queues.clone());
    let rows = queues.into_iter().map(|queue| row(drafted, queue)).collect_view();
    view! {
        <section>
            <h2 class="t14 w6">{w.queues}</h2>
            <p class="c2">{w.queues_hint}</p>
            <Table caption=w.queues columns=columns.to_vec()>{rows}</Table>
        </section>
    }
}

fn row(drafted: Drafted, queue: QueueView) -> impl IntoView {
    let lang = use_me().lang;
    let w = console::routing(lang);
    let hands_out = RwSignal::new(queue.hands_out);
    let keeps = RwSignal::new(queue.keeps);
    let (id, name) = (StoredValue::new(queue.id), StoredValue::new(queue.name.clone()));
    // A refused change falls back to what holds.
    let save = move |out: bool, same: bool| {
        let before = (hands_out.get_untracked(), keeps.get_untracked());
        hands_out.set(out);
        keeps.set(same && out);
        spawn_local_scoped(async move {
            match save_queue(id.get_value(), out, same && out).await {
                Ok(()) => drafted.toasts.say(fill(w.queue_saved, &[("queue", &name.get_value())])),
                Err(error) => {
                    hands_out.try_set(before.0);
                    keeps.try_set(before.1);
                    drafted.toasts.warn(error.sentence(lang));
                }
            }
        });
    };
    let labels = [w.hands_out, w.keeps].map(|pattern| fill(pattern, &[("queue", &queue.name)]));
    let [out_label, keeps_label] = labels;
    let may_edit = drafted.may_edit;
    view! {
        <tr>
            <th scope="row">{queue.name.clone()}</th>
            <td>{queue.team}</td>
            <td class="end num">{queue.people}</td>
            <td><span class="row row--wrap">
                <label class="check"><input type="checkbox" aria-label=out_label disabled=!may_edit prop:checked=move || hands_out.get() checked=queue.hands_out
                    on:change=move |event| save(event_target_checked(&event), keeps.get_untracked())/><span>{w.hands_out_short}</span></label>
                <label class="check"><input type="checkbox" aria-label=keeps_label disabled=move || !may_edit || !hands_out.get() prop:checked=move || keeps.get() checked=queue.keeps
                    on:change=move |event| save(hands_out.get_untracked(), event_target_checked(&event))/><span>{w.keeps_short}</span></label>
            </span></td>
        </tr>
    }
}
