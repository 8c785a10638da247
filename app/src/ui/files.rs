//! Files that go with something that is written: chosen, dropped or pasted, sent while one goes on writing, and listed
//! with the way to take them out. Without scripts the form brings them along. And files that were sent, as their readers
//! see them.

use domain::files::{Attachment, FIELD, Upload};
use domain::words::{files as words, fill};
use leptos::prelude::*;
use leptos::reactive::spawn_local_scoped;
use leptos::wasm_bindgen::JsCast;
use leptos::{ev, html, web_sys};

use super::field::{Around, in_brackets};
use super::{Button, Icon, Look, MaybeText};
use crate::browser::upload::{self, News};
use crate::me::use_me;

/// A file that goes with what is written.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    key: u32,
    upload: Upload,
    stand: Stand,
}

#[derive(Debug, Clone, PartialEq)]
enum Stand {
    Sending,
    Waiting,
    Here,
    Refused(String),
}

/// The files of one field. Cheap to copy into handlers.
#[derive(Clone, Copy)]
pub struct Files {
    /// What they are for, as `domain::files::For` writes it; empty for a trial that sends nothing.
    of: StoredValue<String>,
    items: RwSignal<Vec<Item>>,
    next: StoredValue<u32>,
    /// Scripts run.
    awake: RwSignal<bool>,
    said: RwSignal<String>,
    /// How it is said that one is attached.
    arrived: &'static str,
    /// Takes what has arrived out of the list.
    then: StoredValue<Option<Callback<Upload>>>,
}

impl Files {
    /// With those that wait at the desk already.
    pub fn new(of: String, waiting: Vec<Upload>) -> Self {
        let files = Self {
            of: StoredValue::new(of),
            items: RwSignal::new(Vec::new()),
            next: StoredValue::new(0),
            awake: RwSignal::new(false),
            said: RwSignal::new(String::new()),
            arrived: words::files(use_me().lang).arrived,
            then: StoredValue::new(None),
        };
        files.extend(waiting);
        files
    }

    /// Hands over what has arrived instead of listing it.
    #[must_use]
    pub fn then(self, then: impl Fn(Upload) + Send + Sync + 'static) -> Self {
        self.then.set_value(Some(Callback::new(then)));
        self
    }

    /// Adds what waits at the desk.
    pub fn extend(self, waiting: Vec<Upload>) {
        for upload in waiting {
            self.push(upload, Stand::Here);
        }
    }

    fn push(self, upload: Upload, stand: Stand) -> u32 {
        let key = self.next.get_value();
        self.next.set_value(key + 1);
        self.items.update(|items| items.push(Item { key, upload, stand }));
        key
    }

    /// Those that are attached.
    pub fn here(self) -> Vec<Upload> {
        let is_here = |item: &&Item| item.stand == Stand::Here;
        self.items.with(|items| items.iter().filter(is_here).map(|item| item.upload.clone()).collect())
    }

    /// Their ids, with blanks between them.
    pub fn ids(self) -> String {
        self.here().into_iter().map(|upload| upload.id).collect::<Vec<_>>().join(" ")
    }

    /// Their names, a line for each.
    pub fn names(self) -> String {
        self.here().into_iter().map(|upload| upload.name).collect::<Vec<_>>().join("\n")
    }

    /// The page runs scripts, which send them.
    pub fn wake(self) -> Self {
        self.awake.set(true);
        self
    }

    /// Scripts send them by themselves.
    pub fn are_awake(self) -> bool {
        self.awake.get()
    }

    /// Some have not arrived yet.
    pub fn are_on_the_way(self) -> bool {
        self.items
            .with(|items| items.iter().any(|item| matches!(item.stand, Stand::Sending | Stand::Waiting)))
    }

    /// They were sent.
    pub fn clear(self) {
        self.items.set(Vec::new());
    }

    /// Sends `chosen`, one after the other.
    pub fn add(self, chosen: Vec<web_sys::File>) {
        let begun = chosen.into_iter().map(|file| (self.begin(&file), file)).collect::<Vec<_>>();
        spawn_local_scoped(async move {
            for (key, file) in begun {
                self.send(key, &file).await;
            }
        });
    }

    fn begin(self, file: &web_sys::File) -> u32 {
        let (name, size) = (file.name(), file.size() as u64);
        let upload = Upload {
            id: String::new(),
            name,
            size,
            received: 0,
            media: String::new(),
            question: String::new(),
        };
        self.push(upload, Stand::Sending)
    }

    async fn send(self, key: u32, file: &web_sys::File) {
        let Some(of) = self.of.try_get_value() else { return };
        if of.is_empty() {
            self.change(key, |item| item.stand = Stand::Here);
            return;
        }
        upload::send(&of, file, |news| self.hear(key, news)).await;
    }

    /// Whether the file is still wanted.
    fn hear(self, key: u32, news: News) -> bool {
        let arrived = match &news {
            News::Here(upload) => Some(upload.clone()),
            _ => None,
        };
        let is_wanted = self.change(key, |item| match news {
            News::Arrived(received) => {
                item.upload.received = received;
                item.stand = Stand::Sending;
            }
            News::Waits => item.stand = Stand::Waiting,
            News::Here(upload) => {
                item.upload = upload;
                item.stand = Stand::Here;
            }
            News::Refused(why) => item.stand = Stand::Refused(why),
        });
        if let Some(upload) = arrived.filter(|_| is_wanted) {
            self.said.set(fill(self.arrived, &[("name", &upload.name)]));
            if let Some(then) = self.then.get_value() {
                self.items.update(|items| items.retain(|item| item.key != key));
                then.run(upload);
            }
        }
        is_wanted
    }

    /// Takes one out.
    fn remove(self, key: u32) {
        let gone = self.items.with_untracked(|items| items.iter().find(|item| item.key == key).cloned());
        self.items.update(|items| items.retain(|item| item.key != key));
        let (of, id) = (self.of.get_value(), gone.map(|item| item.upload.id).unwrap_or_default());
        if !of.is_empty() && !id.is_empty() {
            spawn_local_scoped(async move { upload::take_back(&of, &id).await });
        }
    }

    /// Changes one, if it is still there.
    fn change(self, key: u32, with: impl FnOnce(&mut Item)) -> bool {
        let change = |items: &mut Vec<Item>| items.iter_mut().find(|item| item.key == key).map(with);
        self.items.try_update(change).flatten().is_some()
    }

    /// Takes what is chosen in an input.
    fn choose(self, event: &ev::Event) {
        if let Some(input) = event.target().and_then(|target| target.dyn_into().ok()) {
            self.add(upload::chosen(&input));
        }
    }
}

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
    Effect::new(move |_| awake.set(true));
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
