//! Times as the server wrote them for this reader.

use domain::stamp::Stamp;
use leptos::prelude::*;

/// A moment: RFC 3339 for machines, the server's words for people.
#[component]
pub fn Time(stamp: Stamp) -> impl IntoView {
    view! { <time datetime=stamp.at.to_string()>{stamp.text}</time> }
}
