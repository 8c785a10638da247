//! Tables that scroll sideways by themselves, and the way to the next page.

use leptos::prelude::*;

use super::{Icon, MaybeText};

/// Heading of a column.
#[derive(Debug, Clone, Default)]
pub struct Column {
    pub label: String,
    /// Numbers stand at the end of their column.
    pub end: bool,
    /// The heading is only for screen readers, as over buttons.
    pub hidden: bool,
}

impl Column {
    #[must_use]
    pub fn new(label: impl Into<String>) -> Self {
        Self { label: label.into(), ..Self::default() }
    }

    #[must_use]
    pub fn end(self) -> Self {
        Self { end: true, ..self }
    }

    #[must_use]
    pub fn hidden(self) -> Self {
        Self { hidden: true, ..self }
    }
}

/// A data table. The children are its `<tr>` rows, each beginning with `<th scope="row">`; they sit in a `<tbody>`, so
/// that the browser has nothing to repair.
#[component]
pub fn Table(
    /// Names the table; read, not shown.
    #[prop(into)]
    caption: String,
    columns: Vec<Column>,
    children: Children,
) -> impl IntoView {
    let heads = columns.into_iter().map(|Column { label, end, hidden }| {
        let class = end.then_some("end");
        let label_class = hidden.then_some("vh");
        view! { <th scope="col" class=class><span class=label_class>{label}</span></th> }
    });
    view! {
        <div class="tw" tabindex="0" role="group" aria-label=caption>
            <table class="tbl tbl--rows">
                <caption class="vh">{caption.clone()}</caption>
                <thead><tr>{heads.collect_view()}</tr></thead>
                <tbody>{children()}</tbody>
            </table>
        </div>
    }
}

/// To the newer and older page; an address that is missing has no button.
#[component]
pub fn Pager(
    /// Name of the landmark.
    #[prop(into)]
    label: String,
    /// Words and address of the page before this one.
    #[prop(optional_no_strip)]
    before: Option<(String, String)>,
    #[prop(optional_no_strip)] after: Option<(String, String)>,
    /// "6 to 10 of 14".
    #[prop(optional, into)]
    place: MaybeText,
) -> impl IntoView {
    let is_needed = before.is_some() || after.is_some();
    is_needed.then(|| {
        view! {
            <nav class="pager" aria-label=label>
                {before.map(|(words, href)| view! { <a class="btn" rel="prev" href=href><Icon name="arrow-left"/>{words}</a> })}
                {place.get().map(|place| view! { <p>{place}</p> })}
                {after.map(|(words, href)| view! { <a class="btn" rel="next" href=href>{words}<Icon name="arrow-right"/></a> })}
            </nav>
        }
    })
}
