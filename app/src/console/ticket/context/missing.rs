//! Questions of the ticket that its customer has not answered, and the way to ask for them: into the reply, with the link to
//! the page that takes the answers.

use domain::intake::{MissingPage, Question, answers_address};
use domain::words::{console, fill};
use leptos::prelude::*;
use leptos::reactive::spawn_local_scoped;

use super::super::super::composer::Composer;
use super::super::super::desk::use_desk;
use super::super::state::Ticket;
use crate::api::missing::load_missing;
use crate::me::use_me;
use crate::ui::Button;

#[component]
pub fn Missing(ticket: Ticket, composer: Composer) -> impl IntoView {
    let w = console::context(use_me().lang);
    let (desk, open) = (use_desk(), RwSignal::new(Vec::<Question>::new()));
    ticket.at_each_version(move || {
        spawn_local_scoped(async move {
            if let Ok(page) = load_missing(ticket.number()).await {
                open.try_set(wanted(&page));
            }
        });
    });
    let ask = move |_| {
        let labels = open.with(|open| open.iter().map(|own| format!("– {}", own.label)).collect::<Vec<_>>());
        let origin = window().location().origin().unwrap_or_default();
        let link = format!("{origin}{}", answers_address(&ticket.number()));
        composer.insert(&fill(w.ask_text, &[("questions", &labels.join("\n")), ("link", &link)]));
        desk.say(w.asked_missing);
    };
    let item = move |question: Question| {
        let hint = (!question.required).then(|| view! { <span class="c2">{w.optional}</span> });
        view! { <li><span>{question.label}</span>" "{hint}</li> }
    };
    move || {
        let questions = open.get();
        (!questions.is_empty()).then(|| {
            view! {
                <section aria-labelledby="ctx-missing">
                    <h2 class="ctx__h" id="ctx-missing">{w.missing}</h2>
                    <ul role="list" class="rows">{questions.into_iter().map(item).collect_view()}</ul>
                    <p class="form__go"><Button kind="button" small=true icon="message-square" on:click=ask>{w.ask_missing}</Button></p>
                </section>
            }
        })
    }
}

/// What is worth asking for: all that is open, once something that is needed is.
fn wanted(page: &MissingPage) -> Vec<Question> {
    let open: Vec<Question> = page.open().cloned().collect();
    let is_needed = page.takes && open.iter().any(|question| question.required);
    if is_needed { open } else { Vec::new() }
}
