//! One text being written.

use domain::Error;
use domain::outbox::template::{Template, TemplateKey, TemplateView};
use domain::words::outgoing_pages::{text_name, texts_page};
use domain::words::{Lang, fill};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::reactive::spawn_local_scoped;

use super::super::super::parts::Loaded;
use super::super::dialog::summary;
use crate::api::outgoing::{save_template, send_test, template_versions};
use crate::browser::form::{fields, type_at_cursor};
use crate::browser::page::ask_before_leaving;
use crate::error::AppError;
use crate::me::use_me;
use crate::ui::{Banner, Button, Look, Pill, TextArea, TextField, Tone, use_toasts};

/// What is being written. Cheap to copy into handlers.
#[derive(Clone, Copy)]
pub struct Writing {
    pub key: TemplateKey,
    pub lang: Lang,
    pub typed: RwSignal<Template>,
    /// What the fields begin with; they are drawn anew when it changes.
    base: RwSignal<Template>,
    /// The version that is typed over, and its words.
    seen: StoredValue<(i64, Template)>,
    pub refused: RwSignal<Option<AppError>>,
    /// What somebody else saved meanwhile.
    theirs: RwSignal<Option<TemplateView>>,
}

impl Writing {
    pub fn new(own: &TemplateView) -> Self {
        Self {
            key: own.key,
            lang: own.lang,
            typed: RwSignal::new(own.template.clone()),
            base: RwSignal::new(own.template.clone()),
            seen: StoredValue::new((own.version, own.template.clone())),
            refused: RwSignal::new(None),
            theirs: RwSignal::new(None),
        }
    }

    pub fn is_unsaved(self) -> bool {
        self.seen.with_value(|(_, kept)| self.typed.with(|typed| typed != kept))
    }

    /// Puts `template` into the fields.
    pub fn begin(self, template: Template) {
        self.refused.set(None);
        self.typed.set(template.clone());
        self.base.set(template);
    }

    fn discard(self) {
        self.begin(self.seen.with_value(|(_, kept)| kept.clone()));
    }

    /// The number of the version, once it is saved; otherwise the page says why not.
    async fn save(self) -> Option<i64> {
        self.refused.set(None);
        let (seen, typed) = (self.seen.with_value(|(seen, _)| *seen), self.typed.get_untracked());
        match save_template(self.key, self.lang, seen, typed).await {
            Ok(saved) => return Some(saved.version),
            Err(AppError::Desk(Error::Conflict(_))) => match template_versions(self.key, self.lang).await {
                Ok(versions) => drop(self.theirs.try_set(versions.into_iter().next())),
                Err(error) => drop(self.refused.try_set(Some(error))),
            },
            Err(error) => drop(self.refused.try_set(Some(error))),
        }
        None
    }

    /// After a conflict: what is typed now stands over their version, or theirs is taken.
    fn settle(self, theirs: TemplateView, keep: bool) {
        self.theirs.set(None);
        self.seen.set_value((theirs.version, theirs.template.clone()));
        if !keep {
            self.begin(theirs.template);
        }
    }
}

#[component]
pub fn Editor(writing: Writing, page: Loaded<Vec<TemplateView>>) -> impl IntoView {
    let lang = use_me().lang;
    let w = texts_page(lang);
    let toasts = use_toasts();
    ask_before_leaving(move || writing.is_unsaved());
    let save = move || {
        spawn_local_scoped(async move {
            if let Some(version) = writing.save().await {
                toasts.say(fill(w.saved, &[("n", &version.to_string())]));
                page.refetch();
            }
        });
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        save();
    };
    let test = move |_| {
        spawn_local_scoped(async move {
            match send_test(writing.key, writing.lang, writing.typed.get_untracked()).await {
                Ok(()) => toasts.say(w.tested),
                Err(error) => drop(writing.refused.try_set(Some(error))),
            }
        });
    };
    let unsaved = move || {
        writing.is_unsaved().then(|| view! { <Pill tone=Tone::Note icon="pencil">{w.unsaved}</Pill> })
    };
    view! {
            <form class="form" novalidate on:submit=submit>
                <h2 class="t16 w6">{text_name(lang, writing.key)}</h2>
                {move || summary(writing.refused.get())}
                <Theirs writing save/>
                <Fields writing/>
                <p class="row row--wrap">
                    <Button look=Look::Primary>{w.save}</Button>
                    <Button kind="button" icon="send" on:click=test>{w.test}</Button>
                    <Button kind="button" look=Look::Quiet on:click=move |_| writing.discard()>{w.discard}</Button>
                    {unsaved}
                </p>
            </form>
    }
}

/// The fields, drawn anew when other words are put into them; what is typed lies in the signal.
#[component]
fn Fields(writing: Writing) -> impl IntoView {
    let lang = use_me().lang;
    let w = texts_page(lang);
    let gather = move |event| {
        let mut form = fields(&event);
        let mut get = |name: &str| form.remove(name).unwrap_or_default();
        writing.typed.set(Template { subject: get("subject"), body: get("body") });
    };
    let drawn = move || {
        let Template { subject, body } = writing.base.get();
        view! {
            <TextField id="subject" label=w.subject value=subject autocomplete="off"/>
            <TextArea id="body" label=w.body hint=w.body_hint value=body rows=16/>
        }
    };
    let insert = move |place: &'static str| {
        let braced = format!("{{{place}}}");
        let label = fill(w.insert, &[("place", place)]);
        let put = {
            let braced = braced.clone();
            move |_| {
                if let Some(body) = type_at_cursor("body", &braced) {
                    writing.typed.update(|typed| typed.body = body);
                }
            }
        };
        view! { <Button kind="button" small=true attr:aria-label=label on:click=put>{braced}</Button> }
    };
    let places = writing.key.places().iter().map(|place| insert(place)).collect_view();
    view! {
        <div on:input=gather class="form">{drawn}</div>
        <div role="group" aria-labelledby="places-h">
            <p class="hint" id="places-h">{w.places_hint}</p>
            <p class="row row--wrap">{places}</p>
        </div>
    }
}

/// Somebody else was faster: who, what they wrote, and what becomes of both.
#[component]
fn Theirs(writing: Writing, save: impl Fn() + Copy + Send + Sync + 'static) -> impl IntoView {
    let w = texts_page(use_me().lang);
    move || {
        writing.theirs.get().map(|theirs| {
            let (by, at) = theirs.changed.clone().map(|(by, at)| (by, at.text)).unwrap_or_default();
            let n = theirs.version.to_string();
            let words = fill(w.stale_by, &[("by", &by), ("at", &at), ("n", &n)]);
            let text = format!("{}\n\n{}", theirs.template.subject, theirs.template.body);
            let (mine, other) = (theirs.clone(), theirs);
            let keep = move |_| {
                writing.settle(mine.clone(), true);
                save();
            };
            let take = move |_| writing.settle(other.clone(), false);
            view! {
                <Banner icon="git-merge" role="alert">
                    <h3 class="t14 w6">{w.stale}</h3>
                    <p>{words}</p>
                    <pre class="mailtext">{text}</pre>
                    <p class="row row--wrap">
                        <Button kind="button" on:click=keep>{w.stale_keep}</Button>
                        <Button kind="button" on:click=take>{w.stale_take}</Button>
                    </p>
                </Banner>
            }
        })
    }
}
