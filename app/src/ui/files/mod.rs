//! Files that go with something that is written: chosen, dropped or pasted, sent while one goes on writing, and listed
//! with the way to take them out. Without scripts the form brings them along. [`field`] draws them.

mod field;

use domain::files::Upload;
use domain::words::{files as words, fill};
use leptos::prelude::*;
use leptos::reactive::spawn_local_scoped;
use leptos::wasm_bindgen::JsCast;
use leptos::{ev, web_sys};

pub use self::field::{AddFiles, Chosen, FileField};
use crate::browser::upload::{self, News};
use crate::me::use_me;

/// A file that goes with what is written.
#[derive(Debug, Clone, PartialEq)]
struct Item {
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
