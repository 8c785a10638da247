//! `/desk/kb/new`, `/desk/kb/{id}/edit`: an article being written, with how it will look beside it. What is typed stays
//! in this browser until it is saved; when somebody else saved meanwhile, both are brought together.

mod fields;
mod kept;
mod stale;

use domain::error::{Error, FieldError};
use domain::files::{For, Upload, href, is_picture};
use domain::knowledge::compare::Merge;
use domain::knowledge::desk::{Editing, SavedArticle};
use domain::knowledge::writing::{ArticleForm, Field};
use domain::words::{console, fill};
use leptos::ev::{Event, SubmitEvent};
use leptos::prelude::*;
use leptos::reactive::spawn_local_scoped;
use leptos_router::hooks::use_navigate;

use self::fields::Fields;
use self::kept::Kept;
use self::stale::Stale;
use super::super::admin::dialog::summary;
use super::super::parts::{PageTitle, loaded, refused_page, region_or};
use super::article::{Rendered, use_article};
use super::{ADDRESS, address};
use crate::api::knowledge::{edit_article, merge_article, preview_article, save_article};
use crate::browser::form::{fields, type_at_cursor};
use crate::browser::latest::{TYPING, latest};
use crate::console::address::use_query;
use crate::error::AppError;
use crate::me::use_me;
use crate::ui::{Banner, Button, Files, Icon, Look, use_toasts};

#[component]
pub fn EditPage() -> impl IntoView {
    let id = use_article();
    let title = use_query("title");
    let data = loaded(move || id.get(), edit_article);
    let draw = move |mut editing: Editing| {
        if editing.id.is_empty() {
            editing.form.set(Field::Title, title.get_untracked());
        }
        view! { <Contents editing/> }.into_any()
    };
    let view = region_or(data, draw, refused_page);
    view! { <main id="main" class="app__main pg">{view}</main> }
}

/// What is being written. Cheap to copy into handlers.
#[derive(Clone, Copy)]
struct Writing {
    id: StoredValue<String>,
    /// The version that is typed over.
    seen: RwSignal<i64>,
    /// What the fields began with; they are drawn anew when `round` goes on.
    base: RwSignal<ArticleForm>,
    round: RwSignal<u32>,
    typed: RwSignal<ArticleForm>,
    html: RwSignal<String>,
    stale: RwSignal<Option<Merge>>,
    /// What was typed before the page was left.
    is_restored: RwSignal<bool>,
    save: Action<String, Result<SavedArticle, AppError>>,
}

impl Writing {
    fn new(editing: &Editing) -> Self {
        let id = StoredValue::new(editing.id.clone());
        let (seen, typed) = (RwSignal::new(editing.head), RwSignal::new(editing.form.clone()));
        let save = Action::new(move |note: &String| {
            save_article(id.get_value(), seen.get_untracked(), typed.get_untracked(), note.clone())
        });
        Self {
            id,
            seen,
            base: RwSignal::new(editing.form.clone()),
            round: RwSignal::new(0),
            typed,
            html: RwSignal::new(editing.html.clone()),
            stale: RwSignal::new(None),
            is_restored: RwSignal::new(false),
            save,
        }
    }

    /// Draws the fields anew with `form`, typed over the version `seen`.
    fn begin(self, form: ArticleForm, seen: i64) {
        self.seen.set(seen);
        self.typed.set(form.clone());
        self.base.set(form);
        self.round.update(|round| *round += 1);
    }

    /// Takes over what is in the form's fields.
    fn gather(self, event: &Event) {
        let fields = fields(event);
        self.typed.update(|form| {
            for (name, text) in fields {
                if let Some(field) = Field::parse(&name) {
                    form.set(field, text);
                }
            }
        });
    }

    /// Where the pictures and files of the text come from: each is named in it where the cursor stands.
    fn files(self) -> Files {
        let name_it = move |upload: Upload| {
            let mark = if is_picture(&upload.media) { "!" } else { "" };
            let name = upload.name.replace(['[', ']', '\\'], " ");
            // On a line of its own, so that several do not run into each other.
            let named = format!("\n{mark}[{name}]({})\n", href(&upload.id));
            if let Some(text) = type_at_cursor(Field::Body.code(), &named) {
                self.typed.update(|form| form.set(Field::Body, text));
            }
        };
        Files::new(For::Article.code(), Vec::new()).wake().then(name_it)
    }

    /// Keeps what is typed in this browser, and puts back what was kept before.
    fn keep(self) {
        Effect::new(move |before: Option<()>| {
            let form = self.typed.get();
            let id = self.id.get_value();
            if before.is_some() {
                kept::keep(&id, &Kept { seen: self.seen.get_untracked(), form });
            } else if let Some(Kept { seen, form: old }) = kept::kept(&id).filter(|kept| kept.form != form) {
                self.is_restored.set(true);
                self.begin(old, seen);
            }
        });
    }

    /// Shows how the text will look, a moment after it changed.
    fn keep_preview(self) {
        let show = move |html: Result<String, AppError>| {
            if let Ok(html) = html {
                self.html.set(html);
            }
        };
        let ask = latest(TYPING, preview_article, show);
        let body = Memo::new(move |_| self.typed.with(|form| form.get(Field::Body).to_owned()));
        Effect::new(move |before: Option<()>| {
            let text = body.get();
            if before.is_some() {
                ask(text);
            }
        });
    }

    /// Goes on once it is saved; when somebody was faster, brings both together.
    fn follow_saves(self) {
        let (toasts, go, w) = (use_toasts(), use_navigate(), console::kb(use_me().lang));
        Effect::new(move |_| match self.save.value().get() {
            Some(Ok(saved)) => {
                kept::forget(&self.id.get_value());
                toasts.say(fill(w.saved, &[("n", &saved.head.to_string())]));
                go(&address(&saved.id), Default::default());
            }
            Some(Err(AppError::Desk(Error::Conflict(_)))) => spawn_local_scoped(self.merge()),
            _ => {}
        });
    }

    async fn merge(self) {
        let (id, seen) = (self.id.get_value(), self.seen.get_untracked());
        if let Ok(merge) = merge_article(id, seen, self.typed.get_untracked()).await {
            self.begin(merge.merged.clone(), merge.head);
            self.stale.try_set(Some(merge));
        }
    }

    /// What the last try was refused for, but for a conflict, which says more by itself.
    fn refused(self) -> Option<AppError> {
        let error = self.save.value().get()?.err()?;
        let is_shown =
            matches!(error, AppError::Desk(Error::Conflict(_))) && self.stale.with(Option::is_some);
        (!is_shown).then_some(error)
    }

    fn refused_fields(self) -> Vec<FieldError> {
        match self.save.value().get() {
            Some(Err(AppError::Desk(Error::Invalid(fields)))) => fields,
            _ => Vec::new(),
        }
    }
}

#[component]
fn Contents(editing: Editing) -> impl IntoView {
    let w = console::kb(use_me().lang);
    let writing = Writing::new(&editing);
    writing.keep();
    writing.keep_preview();
    writing.follow_saves();
    let (title, back) = if editing.id.is_empty() {
        (w.new.to_owned(), ADDRESS.to_owned())
    } else {
        let title = fill(w.edit_title, &[("title", editing.form.get(Field::Title))]);
        (title, address(&editing.id))
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        writing.gather(&event);
        let note = fields(&event).remove("note").unwrap_or_default();
        writing.save.dispatch_local(note);
    };
    let busy = move || writing.save.pending().get();
    let save = move || if busy() { w.saving } else { w.save };
    view! {
        <PageTitle thing=title.clone() area=w.title/>
        <header class="rec">
            <div><p class="crumb"><a href=back><Icon name="arrow-left"/>{w.title}</a></p><h1>{title}</h1></div>
            <span class="push"><Button look=Look::Primary attr:form="kb-form" prop:disabled=busy>{save}</Button></span>
        </header>
        <div class="kb__ed">
            <form id="kb-form" class="form" novalidate on:input=move |event| writing.gather(&event) on:submit=submit>
                {move || summary(writing.refused())}
                <Stale merge=writing.stale/>
                <Restored writing original=editing.form.clone() head=editing.head/>
                <Fields writing editing/>
            </form>
            <section class="kb__pre" aria-labelledby="kb-pre">
                <h2 id="kb-pre">{w.preview}</h2>
                {move || look(writing)}
            </section>
        </div>
    }
}

/// How it will look.
fn look(writing: Writing) -> AnyView {
    let html = writing.html.get();
    if html.is_empty() {
        return view! { <p class="c2">{console::kb(use_me().lang).preview_empty}</p> }.into_any();
    }
    view! { <Rendered html/> }.into_any()
}

/// Says that older words are back, and can let go of them.
#[component]
fn Restored(writing: Writing, original: ArticleForm, head: i64) -> impl IntoView {
    let w = console::kb(use_me().lang);
    let original = StoredValue::new(original);
    let drop_it = move |_| {
        writing.is_restored.set(false);
        writing.begin(original.get_value(), head);
        kept::forget(&writing.id.get_value());
    };
    move || {
        writing.is_restored.get().then(|| {
            view! {
                <Banner icon="history" role="status">
                    <p>{w.kept}" "<Button kind="button" small=true on:click=drop_it>{w.kept_drop}</Button></p>
                </Banner>
            }
        })
    }
}
