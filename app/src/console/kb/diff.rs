//! What differs between two versions, side by side: one table for each field, changed words marked.

use domain::knowledge::compare::FieldDiff;
use domain::knowledge::lines::DiffRow;
use domain::search::Piece;
use domain::words::{console, count};
use leptos::prelude::*;

use crate::me::use_me;
use crate::ui::marked;

#[component]
pub fn Differences(
    fields: Vec<FieldDiff>,
    /// What stands over each side.
    left: String,
    right: String,
) -> impl IntoView {
    let lang = use_me().lang;
    let table = move |FieldDiff { field, rows }: FieldDiff| {
        let name = console::field_name(lang, field);
        view! {
            <section>
                <h2>{name}</h2>
                <div class="tw" tabindex="0" role="group" aria-label=name>
                    <table class="df">
                        <caption class="vh">{name}</caption>
                        <thead><tr><th scope="col">{left.clone()}</th><th scope="col">{right.clone()}</th></tr></thead>
                        <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
                    </table>
                </div>
            </section>
        }
    };
    view! { <div class="secs">{fields.into_iter().map(table).collect_view()}</div> }
}

fn row(row: DiffRow) -> AnyView {
    let w = console::kb(use_me().lang);
    match row {
        DiffRow::Same(line) => view! { <tr><td>{line.clone()}</td><td>{line}</td></tr> }.into_any(),
        DiffRow::Gap(lines) => {
            let words = count(lines as u64, w.gap_one, w.gap_many);
            view! { <tr class="df__gap"><td colspan="2">{words}</td></tr> }.into_any()
        }
        DiffRow::Changed { left, right } => {
            view! { <tr>{side(left, "df__was", w.removed)}{side(right, "df__is", w.added)}</tr> }.into_any()
        }
    }
}

/// A changed line; those who cannot see its colour hear which side it is.
fn side(pieces: Option<Vec<Piece>>, class: &'static str, spoken: &'static str) -> AnyView {
    match pieces {
        None => view! { <td></td> }.into_any(),
        Some(pieces) => {
            view! { <td class=class><span class="vh">{spoken}": "</span>{marked(pieces)}</td> }.into_any()
        }
    }
}
