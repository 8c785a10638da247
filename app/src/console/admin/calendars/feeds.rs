//! Holiday lists out of calendar files: which of their days close this calendar.

use domain::promises::calendar::{Feed, Imported};
use domain::words::{common, console, fill};
use leptos::prelude::*;
use leptos::reactive::spawn_local_scoped;

use super::super::edit::{Editing, faults};
use super::editor::{calendar_of, change};
use crate::api::promises::read_holidays;
use crate::browser::text_file;
use crate::error::AppError;
use crate::me::use_me;
use crate::ui::{Button, Look};

#[component]
pub fn Feeds(editing: Editing) -> impl IntoView {
    let lang = use_me().lang;
    let w = console::calendar_editor(lang);
    let refused = RwSignal::new(None::<AppError>);
    let left_out = RwSignal::new(Vec::<String>::new());
    let read = move |event: leptos::ev::Event| {
        let Some(file) = text_file::chosen(&event) else { return };
        refused.set(None);
        spawn_local_scoped(async move {
            let (name, text) = (file.name(), text_file::text(&file).await);
            match read_holidays(text).await {
                Ok(imported) => {
                    left_out.try_set(imported.left_out.clone());
                    take(editing, name, imported);
                }
                Err(error) => drop(refused.try_set(Some(error))),
            }
        });
    };
    let lists = move || {
        editing.shape.track();
        let feeds = calendar_of(editing).get_untracked().feeds.len();
        (0..feeds).map(|at| view! { <List editing at/> }).collect_view()
    };
    let left_out = move || {
        left_out.with(|names| (!names.is_empty()).then(|| fill(w.left_out, &[("names", &names.join(", "))])))
    };
    view! {
        <section aria-labelledby="feeds-h">
            <div class="eh"><h2 id="feeds-h">{w.feeds}</h2><p class="c2">{w.feeds_hint}</p></div>
            {move || faults(refused.get())}
            {lists}
            <p role="status" class="c2">{left_out}</p>
            <label class="label" for="file">{w.import}</label>
            <input class="input" type="file" id="file" accept=".ics,text/calendar" on:change=read/>
        </section>
    }
}

/// Puts the list into the draft, under the file's name when it has none of its own.
fn take(editing: Editing, file: String, imported: Imported) {
    let w = console::calendar_editor(use_me().lang);
    let mut feed = imported.feed;
    if feed.name.is_empty() {
        feed.name = file.trim_end_matches(".ics").to_owned();
    }
    let n = feed.days.len().to_string();
    let said = fill(w.imported, &[("n", &n), ("file", &file)]);
    change(editing, |calendar| {
        // The same list once more is its newer version: what was chosen stays.
        if let Some(old) = calendar.feeds.iter_mut().find(|old| old.name == feed.name) {
            (feed.regions, feed.worked) = (old.regions.clone(), old.worked.clone());
            *old = feed;
        } else {
            calendar.feeds.push(feed);
        }
    });
    editing.reshaped(said, "#file");
}

fn with_feed(editing: Editing, at: usize, set: impl FnOnce(&mut Feed)) {
    change(editing, |calendar| {
        if let Some(feed) = calendar.feeds.get_mut(at) {
            set(feed);
        }
    });
}

/// Switches one of `names` on or off.
fn turn(names: &mut Vec<String>, name: &str, on: bool) {
    names.retain(|own| own != name);
    if on {
        names.push(name.to_owned());
    }
}

#[component]
fn List(editing: Editing, at: usize) -> impl IntoView {
    let lang = use_me().lang;
    let w = console::calendar_editor(lang);
    let calendar = calendar_of(editing);
    let Some(feed) = calendar.get_untracked().feeds.get(at).cloned() else { return ().into_any() };
    let name = if feed.name.is_empty() { w.unnamed_feed.to_owned() } else { feed.name.clone() };
    let counted = move || {
        calendar.with(|calendar| {
            calendar.feeds.get(at).map(|feed| {
                let (closed, all) = (feed.closed_days().count().to_string(), feed.days.len().to_string());
                let last = feed.days.iter().map(|day| day.date.as_str()).max().unwrap_or_default();
                let last = common::date_name(lang, last);
                fill(w.feed_days, &[("n", &closed), ("all", &all), ("last", &last)])
            })
        })
    };
    let regions = feed.known_regions().into_iter().map(|region| {
        let own = region.to_owned();
        let checked = feed.regions.contains(&own);
        let set = move |event| {
            let on = event_target_checked(&event);
            with_feed(editing, at, |feed| turn(&mut feed.regions, &own, on));
        };
        let label = fill(w.region, &[("region", region)]);
        view! { <label class="check"><input type="checkbox" checked=checked on:change=set/><span>{label}</span></label> }
    });
    let regions = regions.collect_view();
    let names = feed.by_name().into_iter().map(|(name, times)| {
        let own = name.to_owned();
        let checked = !feed.worked.contains(&own);
        let set = move |event| {
            let closed = event_target_checked(&event);
            with_feed(editing, at, |feed| turn(&mut feed.worked, &own, !closed));
        };
        let label = fill(w.day_times, &[("name", name), ("n", &times.to_string())]);
        view! { <label class="check"><input type="checkbox" checked=checked on:change=set/><span>{label}</span></label> }
    });
    let names = names.collect_view();
    let label = fill(w.remove_feed, &[("name", &name)]);
    let remove = move |_| {
        change(editing, |calendar| {
            if at < calendar.feeds.len() {
                calendar.feeds.remove(at);
            }
        });
        editing.reshaped(String::new(), "#file");
    };
    view! {
        <div class="box mt">
            <div class="row row--wrap">
                <span class="w5">{name}</span><span class="c2 t12">{counted}</span>
                <span class="push"><Button kind="button" small=true look=Look::Quiet label=label icon="trash-2" on:click=remove/></span>
            </div>
            <div class="opts-l mt">{regions}</div>
            <details class="why mt"><summary>{w.feed_open}</summary><div class="opts-l mt">{names}</div></details>
        </div>
    }
    .into_any()
}
