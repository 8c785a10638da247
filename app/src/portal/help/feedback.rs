//! "Did this solve it?"

use domain::words::portal;
use leptos::prelude::*;

use super::super::address::use_query;
use super::super::parts::{PostForm, Refusal, refusal};
use crate::error::AppError;
use crate::me::use_me;
use crate::ui::{Button, LinkButton, Look, TextArea};

/// Keeps what the reader says about the article under `slug`.
#[server(prefix = "/fn", endpoint = "help/feedback")]
async fn give_feedback(
    slug: String,
    helped: bool,
    #[server(default)] reason: String,
) -> Result<(), AppError> {
    let client = crate::ssr::client();
    crate::ssr::run(async |b, v| backend::knowledge::feedback(&b, &v, &client, &slug, helped, &reason).await)
        .await?;
    let said = if helped { "yes" } else { "no" };
    crate::ssr::see_other(&format!("/help/a/{slug}?helped={said}#solved"));
    Ok(())
}

/// The question, or thanks for the answer.
#[component]
pub fn Feedback(slug: String, helped: Option<bool>) -> impl IntoView {
    let w = portal::feedback(use_me().lang);
    let said = use_query("helped");
    let answer = match said.as_str() {
        "yes" => Some(true),
        "no" => Some(false),
        "again" => None,
        _ => helped,
    };
    let error = refusal::<GiveFeedback>();
    let inner = match answer.filter(|_| error.is_none()) {
        Some(answer) => view! { <Thanks slug answer/> }.into_any(),
        None => view! { <Question slug error/> }.into_any(),
    };
    view! { <section class="card solved" id="solved" aria-labelledby="h-solved"><h2 id="h-solved">{w.title}</h2>{inner}</section> }
}

#[component]
fn Question(slug: String, error: Option<AppError>) -> impl IntoView {
    let w = portal::feedback(use_me().lang);
    let lang = use_me().lang;
    let problem = error.as_ref().and_then(|error| error.on_field(lang, "reason"));
    let is_open = error.is_some();
    let also = slug.clone();
    view! {
        <Refusal error fallback="reason"/>
        <div class="row row--top">
            <PostForm<GiveFeedback>>
                <input type="hidden" name="slug" value=slug/>
                <input type="hidden" name="helped" value="true"/>
                <Button icon="thumbs-up">{w.yes}</Button>
            </PostForm<GiveFeedback>>
            <details open=is_open>
                <summary class="btn">{w.no}</summary>
                <PostForm<GiveFeedback> class="form mt">
                    <input type="hidden" name="slug" value=also/>
                    <input type="hidden" name="helped" value="false"/>
                    <TextArea id="reason" label=w.reason hint=w.reason_hint rows=3 error=problem
                        optional=domain::words::common::common(lang).optional/>
                    <p class="form__go"><Button look=Look::Primary>{w.send}</Button></p>
                </PostForm<GiveFeedback>>
            </details>
        </div>
    }
}

#[component]
fn Thanks(slug: String, answer: bool) -> impl IntoView {
    let w = portal::feedback(use_me().lang);
    let again = format!("/help/a/{slug}?helped=again#solved");
    let words = if answer { w.thanks_yes } else { w.thanks_no };
    let ask = (!answer).then(|| view! { <LinkButton href="/new" icon="plus">{w.ask}</LinkButton> });
    view! { <p role="status">{words}</p><p class="form__go">{ask}<a href=again>{w.change}</a></p> }
}
