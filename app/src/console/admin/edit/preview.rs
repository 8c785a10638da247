//! Before saving: which open tickets would move, and how. Asked stretch by stretch, so that it says how far it has come.

use domain::settings::{Draft, Moving, Preview};
use domain::words::{console, fill};
use leptos::prelude::*;
use leptos::reactive::spawn_local_scoped;

use super::Editing;
use crate::api::promises::look_ahead;
use crate::error::AppError;
use crate::me::use_me;
use crate::ui::{Button, Column, Table};

/// Tickets shown at most.
const SHOWN: usize = 200;

/// What has been found so far, and for which draft.
#[derive(Debug, Clone)]
struct Found {
    draft: Draft,
    behind: i64,
    looked: i64,
    moved: i64,
    seen: i64,
    rows: Vec<Moving>,
    done: bool,
}

impl Found {
    fn nothing(draft: Draft) -> Self {
        Self { draft, behind: 0, looked: 0, moved: 0, seen: 0, rows: Vec::new(), done: false }
    }

    /// Takes one stretch in; where the next begins.
    fn take(&mut self, part: Preview) -> Option<String> {
        self.behind = self.behind.max(part.behind).max(self.looked + part.looked);
        self.looked += part.looked;
        self.moved += part.moved;
        self.seen += part.seen;
        let room = SHOWN.saturating_sub(self.rows.len());
        self.rows.extend(part.rows.into_iter().take(room));
        self.done = part.next.is_none();
        part.next
    }
}

#[component]
pub fn PreviewBox(editing: Editing, hint: &'static str) -> impl IntoView {
    let lang = use_me().lang;
    let w = console::editing(lang);
    let found = RwSignal::new(None::<Found>);
    let look = move |_| {
        let draft = editing.draft.get_untracked();
        editing.refused.set(None);
        found.set(Some(Found::nothing(draft.clone())));
        spawn_local_scoped(async move {
            if let Err(error) = look_through(draft, found).await {
                found.try_set(None);
                editing.refused.try_set(Some(error));
            }
        });
    };
    let stale = move || {
        let is_other = found.with(|found| {
            found.as_ref().is_some_and(|found| editing.draft.with(|now| !super::same(now, &found.draft)))
        });
        is_other.then(|| view! { <p class="c2">{w.stale}</p> })
    };
    let said = move || {
        found.with(|found| {
            found.as_ref().map(|found| match found.done {
                true => console::tickets_move(lang, found.moved, found.seen),
                false => {
                    fill(w.looking, &[("n", &found.looked.to_string()), ("all", &found.behind.to_string())])
                }
            })
        })
    };
    view! {
        <section aria-labelledby="ed-preview">
            <div class="eh"><h2 id="ed-preview">{w.preview}</h2><p class="c2">{hint}</p></div>
            <Button kind="button" small=true icon="eye" on:click=look>{w.preview_go}</Button>
            <p role="status" class="mt">{said}</p>
            {stale}
            {move || found.get().filter(|found| !found.rows.is_empty()).map(|found| view! { <Rows found/> })}
        </section>
    }
}

async fn look_through(draft: Draft, found: RwSignal<Option<Found>>) -> Result<(), AppError> {
    let mut next = Some(String::new());
    while let Some(after) = next.take() {
        let part = look_ahead(draft.clone(), after).await?;
        // Gone with the page, or looked at anew meanwhile.
        let is_current =
            |found: &Option<Found>| found.as_ref().is_some_and(|found| found.draft == draft && !found.done);
        if !found.try_with_untracked(is_current).unwrap_or(false) {
            return Ok(());
        }
        found.update(|found| next = found.as_mut().and_then(|found| found.take(part)));
    }
    Ok(())
}

#[component]
fn Rows(found: Found) -> impl IntoView {
    let lang = use_me().lang;
    let w = console::editing(lang);
    let more = found.moved.max(found.seen) > found.rows.len() as i64;
    let first = more.then(|| fill(w.first_shown, &[("n", &found.rows.len().to_string())]));
    let columns = vec![Column::new(w.ticket), Column::new(w.moves)];
    let row = |row: Moving| {
        let seen = row.seen.map(|(from, to)| view! { <li>{console::seen_line(lang, from, to)}</li> });
        let moves = row
            .moves
            .iter()
            .map(|line| view! { <li>{console::preview_line(lang, line)}</li> })
            .collect_view();
        view! {
            <tr>
                <th scope="row"><a href=format!("/desk/t/{}", row.number)>{row.number.clone()}</a><p class="c2 t12 cut">{row.subject}</p></th>
                <td class="num"><ul role="list">{moves}{seen}</ul></td>
            </tr>
        }
    };
    let rows = found.rows.into_iter().map(row).collect_view();
    view! { {first.map(|words| view! { <p class="c2">{words}</p> })}<Table caption=w.preview columns>{rows}</Table> }
}
