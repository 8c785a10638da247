//! The draft while it is worked on: every change goes through here.

use domain::intake::{Flawed, FlowPage, Known, Question, QuestionKind, review};
use domain::words::{Lang, console, fill};
use leptos::prelude::*;

use crate::api::flows::{open_flow, publish_flow, save_flow};
use crate::browser::focus::focus;
use crate::error::AppError;
use crate::me::use_me;
use crate::ui::{Toasts, use_toasts};

type Saved = Result<(i64, Vec<Question>), AppError>;
/// The draft's version, when it was saved, and the page after publishing.
type PublishedPage = (Option<i64>, Result<FlowPage, AppError>);
/// Whether the own draft is kept, and the page as it is now.
type Settled = (bool, Result<FlowPage, AppError>);

/// Cheap to copy into handlers.
#[derive(Clone, Copy)]
pub struct Editing {
    pub questions: RwSignal<Vec<Question>>,
    /// What is wrong with them, as they change.
    pub flaws: Memo<Vec<Flawed>>,
    pub known: StoredValue<Known>,
    /// As last read: version, history, usage.
    pub page: RwSignal<FlowPage>,
    /// Id of the question whose fields are shown.
    pub open: RwSignal<Option<String>>,
    /// Id of the question that is being dragged.
    pub dragged: RwSignal<Option<String>>,
    /// What just happened, for those who cannot see it.
    pub news: RwSignal<String>,
    pub conflict: RwSignal<bool>,
    lang: Lang,
    toasts: Toasts,
    seen: RwSignal<i64>,
    /// The questions as they were last saved or read.
    saved: RwSignal<Vec<Question>>,
    saving: Action<(String, i64, Vec<Question>), Saved>,
    publishing: Action<(String, i64, Vec<Question>), PublishedPage>,
    settling: Action<(String, bool), Settled>,
}

impl Editing {
    pub fn new(page: FlowPage) -> Self {
        let questions = RwSignal::new(page.questions.clone());
        let known = StoredValue::new(page.known.clone());
        let flaws = Memo::new(move |_| questions.with(|own| known.with_value(|known| review(own, known))));
        let editing = Self {
            questions,
            flaws,
            known,
            open: RwSignal::new(None),
            dragged: RwSignal::new(None),
            news: RwSignal::new(String::new()),
            conflict: RwSignal::new(false),
            lang: use_me().lang,
            toasts: use_toasts(),
            seen: RwSignal::new(page.seen),
            saved: RwSignal::new(page.questions.clone()),
            page: RwSignal::new(page),
            saving: Action::new(|(id, seen, questions): &(String, i64, Vec<Question>)| {
                save(id.clone(), *seen, questions.clone())
            }),
            publishing: Action::new(|(id, seen, questions): &(String, i64, Vec<Question>)| {
                publish(id.clone(), *seen, questions.clone())
            }),
            settling: Action::new(|(id, keep): &(String, bool)| settle(id.clone(), *keep)),
        };
        editing.follow();
        editing
    }

    pub fn is_unsaved(self) -> bool {
        self.questions.with(|own| self.saved.with(|saved| own != saved))
    }

    /// What customers are asked is just this.
    pub fn is_published(self) -> bool {
        let current = self.page.with(|page| page.history.first().map(|version| version.questions.clone()));
        self.questions.with(|own| *own == current.unwrap_or_default())
    }

    pub fn save(self) {
        self.saving.dispatch_local(self.draft());
    }

    /// Saves the draft and publishes it, unless something is wrong with it.
    pub fn publish(self) {
        if self.flaws.with_untracked(Vec::is_empty) {
            self.publishing.dispatch_local(self.draft());
        }
    }

    /// After a conflict: goes on with the own draft, or with theirs.
    pub fn settle(self, keep: bool) {
        self.settling.dispatch_local((self.id(), keep));
    }

    fn id(self) -> String {
        self.page.with_untracked(|page| page.line.id.clone())
    }

    fn draft(self) -> (String, i64, Vec<Question>) {
        (self.id(), self.seen.get_untracked(), self.questions.get_untracked())
    }

    /// Takes in what the desk answers.
    fn follow(self) {
        let (lang, toasts) = (self.lang, self.toasts);
        let w = console::flows(lang);
        let refused = move |error: AppError| match error {
            AppError::Desk(domain::Error::Conflict(_)) => self.conflict.set(true),
            error => toasts.warn(error.sentence(lang)),
        };
        Effect::new(move |_| match self.saving.value().get() {
            Some(Ok((seen, questions))) => {
                self.seen.set(seen);
                self.saved.set(questions);
                toasts.say(w.saved);
            }
            Some(Err(error)) => refused(error),
            None => {}
        });
        Effect::new(move |_| {
            let Some((seen, page)) = self.publishing.value().get() else { return };
            if let Some(seen) = seen {
                self.seen.set(seen);
            }
            match page {
                Ok(page) => {
                    toasts.say(fill(w.published, &[("n", &page.line.version.to_string())]));
                    self.take(page);
                }
                Err(error) => refused(error),
            }
        });
        Effect::new(move |_| match self.settling.value().get() {
            Some((false, Ok(page))) => self.take(page),
            Some((true, Ok(page))) => {
                self.seen.set(page.seen);
                self.conflict.set(false);
                self.save();
            }
            Some((_, Err(error))) => refused(error),
            None => {}
        });
    }

    fn take(self, page: FlowPage) {
        self.seen.set(page.seen);
        self.saved.set(page.questions.clone());
        if self.questions.with_untracked(|own| *own != page.questions) {
            self.open.set(None);
            self.questions.set(page.questions.clone());
        }
        self.page.set(page);
        self.conflict.set(false);
    }
}

/// Changes of the questions.
impl Editing {
    /// The question `id`, as it changes.
    pub fn question(self, id: &str) -> Memo<Option<Question>> {
        let id = id.to_owned();
        Memo::new(move |_| self.questions.with(|own| own.iter().find(|one| one.id == id).cloned()))
    }

    /// Where it stands, counted from 0.
    pub fn place(self, id: &str) -> Option<usize> {
        self.questions.with(|own| own.iter().position(|one| one.id == id))
    }

    pub fn change(self, id: &str, change: impl FnOnce(&mut Question)) {
        self.questions.update(|own| {
            if let Some(question) = own.iter_mut().find(|one| one.id == id) {
                change(question);
            }
        });
    }

    /// Adds a question at the end and opens it. Ids of earlier versions are not used again: their answers are counted.
    pub fn add(self) {
        let prefix = self.id().replace('.', "-");
        let is_used = |id: &String| {
            let asks = |questions: &[Question]| questions.iter().any(|one| one.id == *id);
            let in_history =
                self.page.with_untracked(|page| page.history.iter().any(|version| asks(&version.questions)));
            in_history || self.questions.with_untracked(|own| asks(own))
        };
        let free = (1_u32..).map(|n| format!("{prefix}-{n}")).find(|id| !is_used(id));
        let Some(id) = free else { return };
        self.questions.update(|own| own.push(Question::new(id.clone(), QuestionKind::Text)));
        self.open.set(Some(id));
        request_animation_frame(|| focus("#fl-label"));
    }

    pub fn remove(self, id: &str) {
        let w = console::flows(self.lang);
        let label = untrack(|| self.label(id));
        self.questions.update(|own| own.retain(|one| one.id != id));
        self.news.set(fill(w.removed, &[("question", &label)]));
        request_animation_frame(|| focus("#fl-add"));
    }

    /// Puts the question `id` to `place`. The keyboard stays on `then`, which the browser drops while it moves things.
    pub fn put(self, id: &str, place: usize, then: Option<String>) {
        let w = console::flows(self.lang);
        let count = self.questions.with_untracked(Vec::len);
        let Some(from) = untrack(|| self.place(id)).filter(|from| place < count && *from != place) else {
            return;
        };
        self.questions.update(|own| {
            let question = own.remove(from);
            own.insert(place, question);
        });
        let (n, all, label) = ((place + 1).to_string(), count.to_string(), untrack(|| self.label(id)));
        self.news.set(fill(w.moved, &[("question", &label), ("n", &n), ("all", &all)]));
        if let Some(then) = then {
            request_animation_frame(move || focus(&then));
        }
    }

    /// Puts the questions of an earlier version into the draft.
    pub fn restore(self, version: i64, questions: Vec<Question>) {
        let w = console::flows(self.lang);
        self.open.set(None);
        self.questions.set(questions);
        self.toasts.say(fill(w.restored, &[("n", &version.to_string())]));
    }

    /// What the question is called.
    pub fn label(self, id: &str) -> String {
        let label =
            self.questions.with(|own| own.iter().find(|one| one.id == id).map(|one| one.label.clone()));
        let label = label.filter(|label| !label.trim().is_empty());
        label.unwrap_or_else(|| console::flows(self.lang).unnamed.to_owned())
    }
}

async fn save(id: String, seen: i64, questions: Vec<Question>) -> Saved {
    let seen = save_flow(id, seen, questions.clone()).await?;
    Ok((seen, questions))
}

async fn publish(id: String, seen: i64, questions: Vec<Question>) -> PublishedPage {
    let seen = match save_flow(id.clone(), seen, questions).await {
        Ok(seen) => seen,
        Err(error) => return (None, Err(error)),
    };
    match publish_flow(id.clone(), seen).await {
        Ok(_) => (Some(seen), open_flow(id).await),
        Err(error) => (Some(seen), Err(error)),
    }
}

async fn settle(id: String, keep: bool) -> Settled {
    (keep, open_flow(id).await)
}
