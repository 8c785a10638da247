//! What the editors of policies and calendars share: a draft, saving it, two admins at once, versions, previews and the
//! progress of recounts. Sibling: `backend/src/settings`, `backend/src/promises`.

mod head;
mod history;
mod preview;
mod progress;

pub use head::{Conflict, Head, faults, refused};
pub use history::{History, Of};
pub use preview::PreviewBox;
pub use progress::Progress;

use domain::settings::{Changed, Draft, PromisesPage, Saved, Version};
use domain::words::{Lang, console, fill};
use leptos::prelude::*;
use leptos::reactive::spawn_local_scoped;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use super::super::parts::Loaded;
use crate::api::ladder::{save_type, type_history};
use crate::api::promises::{calendar_history, policy_history, save_calendar, save_policy};
use crate::browser::focus::focus_soon;
use crate::browser::page::ask_before_leaving;
use crate::error::AppError;
use crate::me::use_me;
use crate::ui::{Toasts, use_toasts};

/// Cheap to copy into handlers.
#[derive(Clone, Copy)]
pub struct Editing {
    pub draft: RwSignal<Draft>,
    /// Goes up when parts come or go: lists of fields are drawn anew then, and only then.
    pub shape: RwSignal<u32>,
    /// What just happened, for those who cannot see it.
    pub news: RwSignal<String>,
    pub refused: RwSignal<Option<AppError>>,
    pub conflict: RwSignal<Option<Version>>,
    /// What the draft changes, in words.
    pub changes: Memo<Vec<Changed>>,
    busy: RwSignal<bool>,
    first: StoredValue<Draft>,
    page: Loaded<PromisesPage>,
    returning: StoredValue<Option<Returning>>,
    go: Callback<String>,
    address: StoredValue<String>,
    toasts: Toasts,
    lang: Lang,
}

impl Editing {
    /// Edits `draft`, which `page` brought; `address` shows the saved thing when its id follows. `changed` says in words
    /// what differs between two drafts.
    pub fn new(
        draft: Draft,
        page: Loaded<PromisesPage>,
        address: String,
        changed: impl Fn(&Draft, &Draft) -> Vec<Changed> + Send + Sync + 'static,
    ) -> Self {
        let first = StoredValue::new(draft.clone());
        let draft = RwSignal::new(draft);
        let navigate = use_navigate();
        let go = move |address: String| {
            let options = NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
            navigate(&address, options);
        };
        let changes = Memo::new(move |_| first.with_value(|first| draft.with(|draft| changed(first, draft))));
        let editing = Self {
            draft,
            shape: RwSignal::new(0),
            news: RwSignal::new(String::new()),
            refused: RwSignal::new(None),
            conflict: RwSignal::new(None),
            changes,
            busy: RwSignal::new(false),
            first,
            page,
            returning: StoredValue::new(use_context()),
            go: Callback::new(go),
            address: StoredValue::new(address),
            toasts: use_toasts(),
            lang: use_me().lang,
        };
        ask_before_leaving(move || editing.is_unsaved());
        editing.mark_faults();
        if let Some(Returning(is_back)) = use_context::<Returning>() {
            Effect::new(move |_| {
                if is_back.get_untracked() {
                    is_back.set(false);
                    focus_soon("#ed-save");
                }
            });
        }
        editing
    }

    pub fn is_unsaved(self) -> bool {
        self.first.with_value(|first| self.draft.with(|draft| !same(draft, first)))
    }

    pub fn is_new(self) -> bool {
        self.first.with_value(|first| id_of(first).is_empty())
    }

    /// Draws lists of fields anew, says what happened, and puts the keyboard on what `selector` finds.
    pub fn reshaped(self, news: String, selector: impl Into<String>) {
        let selector = selector.into();
        self.shape.update(|shape| *shape += 1);
        self.news.set(news);
        request_animation_frame(move || crate::browser::focus::focus(&selector));
    }

    /// Back to what is saved.
    pub fn discard(self) {
        self.draft.set(self.first.get_value());
        self.refused.set(None);
        self.reload();
    }

    /// Draws the page anew; the keyboard finds its way back.
    fn reload(self) {
        self.returns();
        self.page.refetch();
    }

    fn returns(self) {
        if let Some(Returning(is_back)) = self.returning.get_value() {
            is_back.set(true);
        }
    }

    /// Tells at each field that is refused that it is, and opens what it is folded in.
    fn mark_faults(self) {
        Effect::new(move |before: Option<Vec<String>>| {
            for field in before.unwrap_or_default() {
                set_invalid(&field, false);
            }
            let refused = self.refused.get();
            let fields = refused.map(|error| error.fields(self.lang)).unwrap_or_default();
            let fields: Vec<String> = fields.into_iter().map(|(field, _)| head::element_of(&field)).collect();
            for field in &fields {
                set_invalid(field, true);
            }
            fields
        });
    }

    pub fn save(self) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.refused.set(None);
        self.toasts.next_deed();
        let draft = self.draft.get_untracked();
        spawn_local_scoped(async move {
            let answer = match draft.clone() {
                Draft::Calendar(draft) => save_calendar(*draft).await,
                Draft::Policy(draft) => save_policy(draft).await,
                Draft::Type(draft) => save_type(draft).await,
            };
            if self.busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(saved) => self.saved(draft, saved),
                Err(AppError::Desk(domain::Error::Conflict(_))) => self.collide(draft).await,
                Err(error) => self.refused.set(Some(error)),
            }
        });
    }

    fn saved(self, draft: Draft, saved: Saved) {
        let w = console::editing(self.lang);
        self.toasts.say(fill(w.saved, &[("n", &saved.version.to_string())]));
        let was_new = id_of(&draft).is_empty();
        self.first.set_value(draft);
        if was_new {
            // Another address is another page, which is read anew.
            self.returns();
            self.go.run(format!("{}{}", self.address.get_value(), saved.id));
        } else {
            self.reload();
        }
    }

    /// Says who saved meanwhile.
    async fn collide(self, draft: Draft) {
        let id = id_of(&draft).to_owned();
        let versions = match draft {
            Draft::Calendar(_) => calendar_history(id).await,
            Draft::Policy(_) => policy_history(id).await,
            Draft::Type(_) => type_history(id).await,
        };
        match versions.map(|versions| versions.into_iter().next()) {
            Ok(newest) => drop(self.conflict.try_set(newest)),
            Err(error) => drop(self.refused.try_set(Some(error))),
        }
    }

    /// After a conflict: goes on with the own draft over theirs, or with theirs.
    pub fn settle(self, keep: bool) {
        let Some(theirs) = self.conflict.get_untracked() else { return };
        self.conflict.set(None);
        if !keep {
            return self.discard();
        }
        self.draft.update(|draft| match draft {
            Draft::Calendar(draft) => draft.seen = theirs.version,
            Draft::Policy(draft) => draft.policy.version = theirs.version,
            Draft::Type(own) => own.version = theirs.version,
        });
        self.save();
    }
}

/// The page is being drawn anew after a saving, which takes the keyboard's place away.
#[derive(Debug, Clone, Copy)]
pub struct Returning(RwSignal<bool>);

impl Returning {
    /// For the page that an editor stands in.
    pub fn provide() {
        provide_context(Self(RwSignal::new(false)));
    }
}

fn set_invalid(id: &str, is_invalid: bool) {
    let Some(element) = document().get_element_by_id(id) else { return };
    // Nothing is lost when it cannot be set: the summary says the same.
    let done = match is_invalid {
        true => element.set_attribute("aria-invalid", "true"),
        false => element.remove_attribute("aria-invalid"),
    };
    done.ok();
    let fold = element.closest("details").ok().flatten().filter(|_| is_invalid);
    fold.map(|fold| fold.set_attribute("open", "")).transpose().ok();
}

/// Equal but for what belongs to the saving.
fn same(a: &Draft, b: &Draft) -> bool {
    match (a, b) {
        (Draft::Policy(a), Draft::Policy(b)) => {
            (&a.policy, &a.tier, a.is_default) == (&b.policy, &b.tier, b.is_default)
        }
        (a, b) => a == b,
    }
}

fn id_of(draft: &Draft) -> &str {
    match draft {
        Draft::Calendar(draft) => &draft.id,
        Draft::Policy(draft) => &draft.policy.id,
        Draft::Type(own) => &own.id,
    }
}
