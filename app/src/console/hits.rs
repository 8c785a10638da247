//! What was found: its kind in a word, and the way to it.

use domain::search::{Hit, HitKind};
use domain::words::{Lang, console};
use leptos::prelude::*;

/// Icon and kind of a hit; tickets and problems show their number instead of their kind.
#[must_use]
pub fn hit_face(lang: Lang, hit: &Hit) -> (&'static str, String) {
    match hit.kind {
        HitKind::Article => ("file-text", console::palette(lang).article.to_owned()),
        HitKind::Problem => ("megaphone", hit.id.clone()),
        HitKind::Ticket => ("message-square", hit.id.clone()),
    }
}

/// Where a hit is read. Articles and problems are the portal's.
#[must_use]
pub fn hit_href(hit: &Hit) -> String {
    match hit.kind {
        HitKind::Article => format!("/help/a/{}", hit.id),
        HitKind::Problem => format!("/status#{}", hit.id),
        HitKind::Ticket => format!("/desk/t/{}", hit.id),
    }
}

/// A link to a hit in a tab of its own, so that what is being written stays.
pub fn apart(hit: &Hit, words: String) -> impl IntoView + use<> {
    view! { <a href=hit_href(hit) target="_blank" rel="external noopener">{words}</a> }
}

/// A link to a hit. The portal's pages begin with a fresh load.
pub fn hit_link(hit: &Hit, words: AnyView) -> impl IntoView + use<> {
    let rel = (hit.kind != HitKind::Ticket).then_some("external");
    view! { <a href=hit_href(hit) rel=rel>{words}</a> }
}
