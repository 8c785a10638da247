//! Files that were sent, as their readers see them.

use domain::files::Attachment;
use domain::words::{files as words, fill};
use leptos::prelude::*;

use super::Icon;
use crate::me::use_me;

/// Files that were sent: pictures are shown, others can be saved.
#[component]
pub fn Attachments(files: Vec<Attachment>) -> impl IntoView {
    let lang = use_me().lang;
    let one = |file: Attachment| {
        let (address, size) = (file.href(), words::size(lang, file.size));
        if file.is_picture() {
            let (src, open) = (address.clone(), fill(words::files(lang).open, &[("name", &file.name)]));
            return view! {
                <li><a href=address target="_blank" rel="external" aria-label=open><img src=src alt="" loading="lazy"/></a></li>
            }
            .into_any();
        }
        let name = file.name.clone();
        view! {
            <li><a class="file" href=address rel="external" download=name><Icon name="file-text"/><span class="cut">{file.name}</span><span class="c2">{size}</span></a></li>
        }
        .into_any()
    };
    (!files.is_empty())
        .then(|| view! { <ul role="list" class="atts">{files.into_iter().map(one).collect_view()}</ul> })
}
