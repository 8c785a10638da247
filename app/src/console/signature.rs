//! One signature being written: an agent's own or a team's. Whoever saves second sees what the first one saved.

use domain::Error;
use domain::words::outgoing_pages::signatures_page;
use domain::words::{common, fill};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::reactive::spawn_local_scoped;

use crate::api::outgoing::{save_signature, signature};
use crate::browser::form::fields;
use crate::error::AppError;
use crate::me::use_me;
use crate::ui::{Banner, Button, Look, TextArea, use_toasts};

/// What is being written. Cheap to copy into handlers.
#[derive(Clone, Copy)]
struct Writing {
    team: StoredValue<String>,
    /// The text that is typed over.
    seen: StoredValue<String>,
    /// What somebody else saved meanwhile.
    theirs: RwSignal<Option<String>>,
    refused: RwSignal<Option<AppError>>,
}

impl Writing {
    /// Whether it was saved.
    async fn save(self, text: String) -> bool {
        let answer = save_signature(self.team.get_value(), self.seen.get_value(), text).await;
        let (theirs, refused) = match answer {
            Ok(kept) => {
                self.seen.try_set_value(kept);
                (None, None)
            }
            Err(AppError::Desk(Error::Conflict(_))) => match signature(self.team.get_value()).await {
                Ok(theirs) => {
                    self.seen.try_set_value(theirs.clone());
                    (Some(theirs), None)
                }
                Err(error) => (None, Some(error)),
            },
            Err(error) => (None, Some(error)),
        };
        let is_saved = theirs.is_none() && refused.is_none();
        self.theirs.try_set(theirs);
        self.refused.try_set(refused);
        is_saved
    }
}

/// A form for the signature of the team; without a name for the reader's own.
#[component]
pub fn SignatureForm(
    /// Of the field, unique on the page.
    #[prop(into)]
    id: String,
    #[prop(into)] team: String,
    body: String,
) -> impl IntoView {
    let lang = use_me().lang;
    let w = signatures_page(lang);
    let toasts = use_toasts();
    let label = if team.is_empty() { w.own.to_owned() } else { fill(w.of_team, &[("team", &team)]) };
    let of = (!team.is_empty()).then(|| fill(w.save_of, &[("team", &team)]));
    let writing = Writing {
        team: StoredValue::new(team),
        seen: StoredValue::new(body.clone()),
        theirs: RwSignal::new(None),
        refused: RwSignal::new(None),
    };
    let field = id.clone();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let text = fields(&event).remove(&field).unwrap_or_default();
        spawn_local_scoped(async move {
            if writing.save(text).await {
                toasts.say(w.saved);
            }
        });
    };
    let stale = move || {
        writing.theirs.get().map(|theirs| {
            view! { <Banner icon="git-merge" role="alert"><p>{w.stale}</p><pre class="mailtext">{theirs}</pre></Banner> }
        })
    };
    let wrong = move || {
        let words = writing.refused.get().map(|error| error.sentence(lang));
        words.map(|words| view! { <p class="err" role="alert">{words}</p> })
    };
    let optional = common::common(lang).optional;
    view! {
        <form class="form" novalidate on:submit=submit>
            {stale}
            <TextArea id label hint=w.field_hint value=body rows=4 optional/>
            {wrong}
            <p><Button look=Look::Primary>{w.save}{of.map(|of| view! { <span class="vh">{of}</span> })}</Button></p>
        </form>
    }
}
