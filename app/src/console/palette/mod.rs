//! The command palette: everything that can be done from here, the views, and what is found, in one list. Ctrl or ⌘ and
//! K open it everywhere.

mod entries;

use domain::words::{console, count, fill};
use leptos::ev::{self, KeyboardEvent, MouseEvent};
use leptos::prelude::*;
use leptos::reactive::spawn_local_scoped;
use leptos::{html, wasm_bindgen::JsCast, web_sys};

use self::entries::{Deed, Entry, Group, found, known};
use super::address::use_number;
use super::combo::Combo;
use super::program::use_go;
use crate::api::customers::find;
use crate::api::tickets::frame;
use crate::browser::latest::{TYPING, latest};
use crate::browser::page::leave_for;
use crate::me::use_me;
use crate::ui::{Icon, Kbd};

/// Hits of a search in the palette.
const HITS: usize = 6;

/// The palette of the page. Cheap to copy into handlers.
#[derive(Clone, Copy)]
pub struct Palette {
    open: RwSignal<bool>,
    q: RwSignal<String>,
    found: RwSignal<Vec<Entry>>,
    views: RwSignal<Vec<domain::tickets::view::ViewCount>>,
    combo: Combo<Entry>,
}

/// Makes the palette known below and listens for its key.
pub fn provide_palette() {
    let palette = Palette {
        open: RwSignal::new(false),
        q: RwSignal::new(String::new()),
        found: RwSignal::new(Vec::new()),
        views: RwSignal::new(Vec::new()),
        combo: Combo::new(),
    };
    provide_context(palette);
    Effect::new(move |_| {
        let listener = window_event_listener(ev::keydown, move |event| {
            let is_ours = (event.ctrl_key() || event.meta_key()) && !event.alt_key() && !event.shift_key();
            if is_ours && event.key().eq_ignore_ascii_case("k") {
                event.prevent_default();
                palette.open.update(|open| *open = !*open);
            }
        });
        on_cleanup(move || listener.remove());
    });
}

/// Opens the palette; without scripts it leads to the search page.
#[component]
pub fn Opener() -> impl IntoView {
    let w = console::palette(use_me().lang);
    let palette = use_context::<Palette>();
    let open = move |event: MouseEvent| {
        if let Some(palette) = palette {
            event.prevent_default();
            palette.open.set(true);
        }
    };
    view! {
        <a class="nav__find" href=super::search::ADDRESS aria-keyshortcuts="Control+K" on:click=open>
            <Icon name="search"/><span class="grow">{w.open}</span><Kbd keys=&["Ctrl", "K"]/>
        </a>
    }
}

/// The dialog. Stands once at the end of the root, within the router.
#[component]
pub fn PaletteDialog() -> impl IntoView {
    let w = console::palette(use_me().lang);
    let Some(palette) = use_context::<Palette>() else { return ().into_any() };
    let node = NodeRef::<html::Dialog>::new();
    palette.keep_entries();
    Effect::new(move |_| {
        let Some(dialog) = node.get() else { return };
        match (palette.open.get(), dialog.open()) {
            // It fails only for a dialog that is open already or outside the page: then there is nothing to do.
            (true, false) => drop(dialog.show_modal()),
            (false, true) => dialog.close(),
            _ => {}
        }
    });
    let beside = move |event: MouseEvent| {
        let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        if target.is_some_and(|target| target.tag_name() == "DIALOG") {
            palette.open.set(false);
        }
    };
    view! {
        <dialog class="pal" aria-label=w.label node_ref=node on:close=move |_| palette.open.set(false) on:click=beside>
            {move || palette.open.get().then(|| view! { <Inside palette/> })}
        </dialog>
    }
    .into_any()
}

#[component]
fn Inside(palette: Palette) -> impl IntoView {
    let w = console::palette(use_me().lang);
    let number = use_number();
    let combo = palette.combo;
    let run = palette.runner();
    let key = move |event: KeyboardEvent| {
        combo.key(&event, &run);
    };
    let ask = latest(
        TYPING,
        |q| find(q, HITS),
        move |answer| {
            palette
                .found
                .set(answer.map(|(results, customers)| found(results, customers)).unwrap_or_default());
        },
    );
    let typed = move |text: String| {
        palette.q.set(text.trim().to_owned());
        if text.trim().is_empty() { palette.found.set(Vec::new()) } else { ask(text) }
    };
    let tag = move || number.get().map(|number| view! { <span class="tag num">{number}</span> });
    view! {
        <div class="pal__q">
            <Icon name="search"/>
            {tag}
            <input role="combobox" aria-label=w.open placeholder=w.label aria-expanded="true" aria-autocomplete="list" aria-controls="pal-l" autofocus
                autocomplete="off" spellcheck="false" on:keydown=key on:input=move |event| typed(event_target_value(&event))
                aria-activedescendant=move || combo.active.get().map(|at| format!("pal-{at}"))/>
            <button type="button" class="kbd" on:click=move |_| palette.open.set(false)>{w.escape_key}<span class="vh">{format!(" {}", w.close)}</span></button>
        </div>
        <Options palette/>
        <Foot palette/>
    }
}

#[component]
fn Options(palette: Palette) -> impl IntoView {
    let lang = use_me().lang;
    let w = console::palette(lang);
    let run = palette.runner();
    let groups = move || {
        let entries: Vec<(usize, Entry)> = palette.combo.items.get().into_iter().enumerate().collect();
        Group::ALL.map(|group| {
            let own: Vec<_> = entries.iter().filter(|(_, entry)| entry.group == group).cloned().collect();
            (!own.is_empty()).then(|| {
                let options = own
                    .into_iter()
                    .map(|(at, entry)| option(palette, at, entry, run.clone()))
                    .collect::<Vec<_>>();
                view! {
                    <div role="group" aria-label=group.name(lang)>
                        <p class="pal__g" aria-hidden="true">{group.name(lang)}</p>
                        {options}
                    </div>
                }
            })
        })
    };
    view! { <div class="pal__l" id="pal-l" role="listbox" aria-label=w.results>{groups}</div> }
}

fn option(palette: Palette, at: usize, entry: Entry, run: impl Fn(Entry) + 'static) -> impl IntoView {
    let combo = palette.combo;
    let deed = entry.clone();
    let note = (!entry.note.is_empty()).then(|| view! { <span class="c3 t12">{entry.note}</span> });
    let keys = (!entry.keys.is_empty()).then(|| view! { <span class="pal__k"><Kbd keys=entry.keys/></span> });
    let is_active = move || combo.is_active(at);
    Effect::new(move |_| {
        let option = is_active().then(|| document().get_element_by_id(&format!("pal-{at}"))).flatten();
        if let Some(option) = option {
            let nearest = web_sys::ScrollIntoViewOptions::new();
            nearest.set_block(web_sys::ScrollLogicalPosition::Nearest);
            option.scroll_into_view_with_scroll_into_view_options(&nearest);
        }
    });
    view! {
        <div class="pal__o" role="option" id=format!("pal-{at}") aria-selected=move || is_active().to_string()
            on:mousedown=|event| event.prevent_default() on:click=move |_| run(deed.clone())>
            <Icon name=entry.icon/><span class="cut">{entry.words}</span>{note}{keys}
        </div>
    }
}

#[component]
fn Foot(palette: Palette) -> impl IntoView {
    let w = console::palette(use_me().lang);
    let total = move || match palette.combo.items.with(Vec::len) {
        0 => fill(w.nothing, &[("q", &palette.q.get())]),
        n => count(n as u64, w.found_one, w.found_many),
    };
    view! {
        <p class="pal__f">
            <span><Kbd keys=&["↑", "↓"]/>{w.choose}</span>
            <span><Kbd keys=&["↵"]/>{w.run}</span>
            <span role="status" class="push">{total}</span>
        </p>
    }
}

impl Palette {
    /// Keeps the list in step with what was typed; its first entry is chosen. Each opening begins anew.
    fn keep_entries(self) {
        let entries = known();
        Effect::new(move |_| {
            if self.open.get() {
                self.q.set(String::new());
                self.found.set(Vec::new());
                spawn_local_scoped(async move {
                    if let Ok(frame) = frame().await {
                        self.views.set(frame.views);
                    }
                });
            }
        });
        Effect::new(move |_| {
            if self.open.get() {
                let list = entries(&self.q.get(), &self.views.get(), self.found.get());
                self.combo.show(list);
                self.combo
                    .active
                    .set(self.combo.items.with_untracked(|items| (!items.is_empty()).then_some(0)));
            }
        });
    }

    /// Makes a function that closes the palette and then does what an entry says, with the focus where it was before.
    fn runner(self) -> impl Fn(Entry) + Clone + Send + Sync + 'static {
        let go = use_go();
        move |entry: Entry| {
            self.open.set(false);
            let go = go.clone();
            request_animation_frame(move || match entry.deed {
                Deed::Run(action) => action.run(()),
                Deed::Go(path) => go(&path),
                Deed::Leave(path) => leave_for(&path),
            });
        }
    }
}
