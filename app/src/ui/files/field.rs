//! Where files are chosen, and the list of those that were.

use domain::files::{FIELD, Upload};
use domain::words::{files as words, fill};
use leptos::prelude::*;
use leptos::{ev, html};

use super::super::field::{Around, in_brackets};
use super::super::{Button, Icon, Look, MaybeText};
use super::{Files, Item, Stand};
use crate::browser::upload;
use crate::me::use_me;

/// Where files are chosen, and those that were. Files that are dropped on the field are its own.
#[component]
pub fn FileField(
    /// Unique on the page.
    #[prop(into)]
    id: String,
    #[prop(into)] label: String,
    files: Files,
    #[prop(optional, into)] hint: MaybeText,
    #[prop(optional, into)] error: MaybeText,
    #[prop(optional, into)] optional: MaybeText,
    /// What is dropped or pasted anywhere on the page belongs here.
    #[prop(optional)]
    of_page: bool,
) -> impl IntoView {
    let (awake, of) = (files.awake, files.of.get_value());
    if of_page {
        catch(move || files);
    }
    let around = Around::new(&id, hint, error);
    let (class, described_by, is_wrong) = (around.class(), around.described_by(), around.invalid());
    // A form without scripts sends what it holds. With them it holds nothing, and a button stands for it.
    let name = move || (!awake.get() && !of.is_empty()).then(|| format!("file:{of}"));
    let (field, button) = (id.clone(), id.clone());
    let field_id = move || (!awake.get()).then(|| field.clone());
    let input = NodeRef::<html::Input>::new();
    Effect::new(move |_| {
        // Whoever was quicker than the scripts has chosen already.
        if let Some(input) = input.get_untracked() {
            files.add(upload::chosen(&input));
        }
        awake.set(true);
    });
    let (label_id, labelled) = (format!("{id}-label"), id);
    let label_for = move || (!awake.get()).then(|| labelled.clone());
    let described =
        [Some(label_id.clone()), described_by.clone()].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let ask = move || {
        awake.get().then(|| {
            view! {
                <button type="button" class="btn add" id=button.clone() aria-describedby=described.clone() on:click=move |_| open(input)>
                    <Icon name="upload"/>{words::files(use_me().lang).add}
                </button>
                {of_page.then(|| view! { <p class="hint">{words::files(use_me().lang).paste_hint}</p> })}
            }
        })
    };
    let is_busy = move || files.are_on_the_way().then_some("");
    view! {
        <div class=class data-sending=is_busy on:dragover=allow on:drop=move |event| drop_on(files, &event)>
            <label class="label" id=label_id for=label_for>{label}{optional.get().map(in_brackets)}</label>
            {around.view()}
            <Chosen files/>
            <input type="file" class="input" id=field_id name=name hidden=move || awake.get() multiple=true node_ref=input
                aria-describedby=described_by aria-invalid=is_wrong on:change=move |event| files.choose(&event)/>
            {ask}
        </div>
    }
}

/// Lets the reader choose files.
fn open(input: NodeRef<html::Input>) {
    if let Some(input) = input.get_untracked() {
        input.click();
    }
}

/// A file may be dropped here.
fn allow(event: ev::DragEvent) {
    if upload::are_dragged(&event) {
        event.prevent_default();
    }
}

fn drop_on(files: Files, event: &ev::DragEvent) {
    if !event.default_prevented() && upload::are_dragged(event) {
        event.prevent_default();
        files.add(upload::dropped(event));
    }
}

/// Takes what is dropped or pasted anywhere on the page into the files that `which` names then.
fn catch(which: impl Fn() -> Files + Copy + 'static) {
    Effect::new(move |_| {
        let over = window_event_listener(ev::dragover, allow);
        let dropped = window_event_listener(ev::drop, move |event| drop_on(which(), &event));
        let pasted = window_event_listener(ev::paste, move |event| {
            let pasted = upload::pasted(&event);
            if !pasted.is_empty() {
                event.prevent_default();
                which().add(pasted);
            }
        });
        on_cleanup(move || {
            over.remove();
            dropped.remove();
            pasted.remove();
        });
    });
}

/// A button that asks for files; what is dropped or pasted on the page goes the same way. Where scripts run.
#[component]
pub fn AddFiles(which: impl Fn() -> Files + Copy + Send + Sync + 'static) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    catch(which);
    view! {
        <Button kind="button" look=Look::Quiet small=true icon="paperclip" label=words::files(use_me().lang).add on:click=move |_| open(input)/>
        <input type="file" hidden multiple=true node_ref=input on:change=move |event| which().choose(&event)/>
    }
}

/// What goes along. Without scripts, what waits at the desk already is ticked, and can be unticked.
#[component]
pub fn Chosen(files: Files) -> impl IntoView {
    let keys = move || files.items.with(|items| items.iter().map(|item| item.key).collect::<Vec<_>>());
    let rows = move || {
        if files.awake.get() {
            view! {
                <ul role="list" class="files"><For each=keys key=|key| *key children=move |key| row(files, key)/></ul>
            }
            .into_any()
        } else {
            ticked(files)
        }
    };
    view! {
        {rows}
        <p class="vh" role="status">{move || files.said.get()}</p>
    }
}

fn row(files: Files, key: u32) -> AnyView {
    let lang = use_me().lang;
    let w = words::files(lang);
    let item =
        Memo::new(move |_| files.items.with(|items| items.iter().find(|item| item.key == key).cloned()));
    let name =
        item.with_untracked(|item| item.as_ref().map(|item| item.upload.name.clone())).unwrap_or_default();
    let (sending, remove) = (fill(w.sending, &[("name", &name)]), fill(w.remove, &[("name", &name)]));
    let stand = move || {
        let Item { upload, stand, .. } = item.get()?;
        let bar = || {
            let (received, size) = (upload.received.to_string(), upload.size.to_string());
            view! { <progress value=received max=size aria-label=sending.clone()></progress> }
        };
        Some(match stand {
            Stand::Sending => bar().into_any(),
            Stand::Waiting => view! { {bar()}<span class="risk">{w.waits}</span> }.into_any(),
            Stand::Here => view! { <span class="c2">{words::size(lang, upload.size)}</span> }.into_any(),
            Stand::Refused(why) => view! { <span class="bad" role="alert">{why}</span> }.into_any(),
        })
    };
    view! {
        <li>
            <Icon name="paperclip"/><span class="cut">{name}</span>{stand}
            <button type="button" class="btn btn--quiet btn--sm btn--icon push" aria-label=remove on:click=move |_| files.remove(key)><Icon name="x"/></button>
        </li>
    }
    .into_any()
}

fn ticked(files: Files) -> AnyView {
    let lang = use_me().lang;
    let box_of = |upload: Upload| {
        let size = words::size(lang, upload.size);
        view! {
            <li><label class="check"><input type="checkbox" name=FIELD value=upload.id checked=true/>{upload.name}" "<span class="c2">{size}</span></label></li>
        }
    };
    let (here, had) = (files.here(), format!("had:{}", files.of.get_value()));
    (!here.is_empty())
        .then(|| {
            view! {
                <input type="hidden" name=had value=files.ids()/>
                <ul role="list" class="files">{here.into_iter().map(box_of).collect_view()}</ul>
            }
        })
        .into_any()
}
