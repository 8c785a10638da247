//! The facts of a request, as far as its customer gave or may know them.

use domain::tickets::view::RequestPage;
use domain::words::portal;
use leptos::prelude::*;

use crate::me::use_me;

#[component]
pub fn Details(request: RequestPage) -> impl IntoView {
    let w = portal::request(use_me().lang);
    let facts = [
        (w.product.to_owned(), request.product),
        (w.topic.to_owned(), request.topic),
        (w.requester.to_owned(), Some(request.requester)),
        (w.assignee.to_owned(), request.writer),
        (w.contract.to_owned(), request.contract),
    ];
    let answers = request.answers.into_iter().map(|answer| (answer.label, Some(answer.value)));
    let known = facts.into_iter().chain(answers).filter_map(|(label, value)| Some((label, value?)));
    let rows = known.map(|(label, value)| view! { <dt>{label}</dt><dd>{value}</dd> });
    view! { <section class="card side"><h2>{w.details}</h2><dl class="dl">{rows.collect_view()}</dl></section> }
}
