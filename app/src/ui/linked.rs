//! A message with the links that [`domain::links`] finds in it.

use domain::links::{Part, hidden_host, parts};
use leptos::prelude::*;

/// Others than our own pages learn nothing of where the reader was; the console's router keeps out.
const REL: &str = "external nofollow noopener noreferrer";

/// Text as it was typed, with its links; nothing for a message that is only files.
#[component]
pub fn Linked(#[prop(into)] text: String) -> impl IntoView {
    let part = |part| match part {
        Part::Words(words) => words.to_owned().into_any(),
        Part::Link { words, href } => {
            let host = hidden_host(words, href).map(|host| format!(" ({host})"));
            view! { <a href=href.to_owned() target="_blank" rel=REL>{words.to_owned()}</a>{host} }.into_any()
        }
    };
    let parts = parts(&text).into_iter().map(part).collect_view();
    (!text.is_empty()).then(|| view! { <p class="plain">{parts}</p> })
}
