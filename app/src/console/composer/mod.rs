//! Writing to the customer or to the team. [`state`] holds what is being written and sends it, [`draft`] keeps it on the
//! server while it is typed; [`plan`] and [`contact`] say what happens next.

mod conflict;
mod contact;
mod draft;
mod plan;
mod send;
mod state;

use domain::access::Action;
use domain::words::{console, errors, fill};
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

pub use self::conflict::Changes;
use self::conflict::Review;
use self::contact::{ContactButton, ContactDialog};
use self::plan::{PlanButton, PlanDialog};
use self::send::Send;
pub use self::state::Composer;
use self::state::{Kept, Mode};
use super::keys::bind;
use crate::browser::focus;
use crate::me::use_me;
use crate::ui::{AddFiles, Button, Chosen, ErrorSummary, Icon, Look};

/// Where it is typed.
pub const FIELD: &str = "#text";
/// The panel of articles beside the ticket, and where these are searched for.
pub const KNOWLEDGE: &str = "knowledge";
const ARTICLES: &str = "#kbq";

#[component]
pub fn ComposerForm(composer: Composer) -> impl IntoView {
    let me = use_me();
    let w = console::composer(me.lang);
    let may_reply = me.viewer().may(Action::ReplyAsStaff);
    composer.begin(may_reply);
    let write = move |mode| {
        composer.mode.set(mode);
        focus::focus(FIELD);
    };
    if may_reply {
        bind("r", move || write(Mode::Reply));
        bind("p", move || composer.plan_open.set(true));
        bind("n", move || composer.contact_open.set(true));
    }
    bind("i", move || write(Mode::Note));
    let article = move || {
        composer.panel.set(KNOWLEDGE);
        focus::focus_soon(ARTICLES);
    };
    bind("l", article);
    let is_note = Memo::new(move |_| composer.mode.get() == Mode::Note);
    let class = move || if is_note.get() { "cmp cmp--note" } else { "cmp" };
    let next = move || {
        (!is_note.get())
            .then(|| view! { <div class="cmp__p"><PlanButton composer/><ContactButton composer/></div> })
    };
    view! {
        <form class=class aria-label=w.label on:submit=move |event| event.prevent_default() on:keydown=move |event| key(composer, &event)>
            <Review composer/>
            <Head composer may_reply/>
            <Problems composer/>
            <Field composer/>
            {move || { let files = composer.files(composer.mode.get()); view! { <Chosen files/> } }}
            {next}
            <div class="cmp__f">
                <Button kind="button" look=Look::Quiet small=true icon="book-open" label=w.insert_article attr:aria-keyshortcuts="l" on:click=move |_| article()/>
                <AddFiles which=move || composer.files(composer.mode.get_untracked())/>
                <Send composer/>
            </div>
        </form>
        <PlanDialog composer/>
        <ContactDialog composer/>
    }
}

/// Ctrl and Enter send, with Shift they solve as well; Esc leaves for the timeline.
fn key(composer: Composer, event: &KeyboardEvent) {
    use domain::tickets::decide::AfterReply;
    match (event.key().as_str(), event.ctrl_key() || event.meta_key(), event.shift_key()) {
        ("Enter", true, false) => composer.send(AfterReply::KeepOpen),
        ("Enter", true, true) => composer.send(AfterReply::Solve),
        ("Escape", ..) => focus::focus("#timeline"),
        _ => return,
    }
    event.prevent_default();
}

/// What is written, to whom, and whether the draft is safe.
#[component]
fn Head(composer: Composer, may_reply: bool) -> impl IntoView {
    let w = console::composer(use_me().lang);
    let to = composer.ticket.part(|page| page.customer.name.clone());
    let audience = move || match composer.mode.get() {
        Mode::Reply => view! { <span class="cmp__to cut">{w.to}" "<b>{to}</b></span> }.into_any(),
        Mode::Note => view! { <span class="t12 cmp__only">{w.only_team}</span> }.into_any(),
    };
    let kept = move || match composer.kept.get() {
        Kept::Nothing => "",
        Kept::Saving => w.saving,
        Kept::Saved => w.saved,
        Kept::Failed => w.not_saved,
    };
    let modes = may_reply.then(|| view! { <Modes composer/> });
    view! {
        <div class="cmp__h">
            {modes}
            {audience}
            <span class="t12 c3 push nowrap cmp__d" role="status">{kept}</span>
        </div>
    }
}

/// Reply or note: a tab list in which arrows move and Enter chooses, so that nobody changes the audience in passing.
#[component]
fn Modes(composer: Composer) -> impl IntoView {
    let w = console::composer(use_me().lang);
    let tab = move |mode: Mode, icon: &'static str, label: &'static str| {
        let is_chosen = move || composer.mode.get() == mode;
        view! {
            <button type="button" role="tab" id=mode.tab() aria-controls="text" aria-selected=move || is_chosen().to_string()
                tabindex=move || if is_chosen() { "0" } else { "-1" } on:click=move |_| composer.mode.set(mode)><Icon name=icon/>{label}</button>
        }
    };
    let on_key = move |event: KeyboardEvent| {
        let here = document().active_element().map(|element| element.id()).unwrap_or_default();
        let other = if here == Mode::Reply.tab() { Mode::Note } else { Mode::Reply };
        if matches!(event.key().as_str(), "ArrowRight" | "ArrowLeft" | "Home" | "End") {
            event.prevent_default();
            focus::focus(&format!("#{}", other.tab()));
        }
    };
    view! {
        <div class="seg" role="tablist" aria-label=w.modes on:keydown=on_key>
            {tab(Mode::Reply, "reply", w.reply)}{tab(Mode::Note, "lock", w.note)}
        </div>
    }
}

#[component]
fn Field(composer: Composer) -> impl IntoView {
    let w = console::composer(use_me().lang);
    let to = composer.ticket.part(|page| page.customer.name.clone());
    let label = move || match composer.mode.get() {
        Mode::Reply => fill(w.reply_to, &[("name", &to.get())]),
        Mode::Note => w.note.to_owned(),
    };
    let hint = move || match composer.mode.get() {
        Mode::Reply => fill(w.reply_hint, &[("name", &to.get())]),
        Mode::Note => w.note_hint.to_owned(),
    };
    let is_wrong = move || composer.problem("text").is_some().then_some("true");
    view! {
        <textarea class="cmp__t" id="text" rows="3" aria-label=label placeholder=hint aria-invalid=is_wrong node_ref=composer.field
            prop:value=move || composer.text() on:input=move |event| composer.typed(event_target_value(&event))></textarea>
    }
}

/// What has to be entered before it can be sent, each line leading to its place.
#[component]
fn Problems(composer: Composer) -> impl IntoView {
    let lang = use_me().lang;
    move || {
        composer.error.get().map(|error| {
            let fields = error.fields(lang);
            let errors =
                if fields.is_empty() { vec![("text".to_owned(), error.sentence(lang))] } else { fields };
            let errors = errors.into_iter().map(|(field, words)| (place(&field).to_owned(), words)).collect();
            view! { <div class="cmp__e"><ErrorSummary title=errors::errors(lang).summary errors/></div> }
        })
    }
}

/// Where a field of a reply is on the page.
fn place(field: &str) -> &'static str {
    match field {
        "next_contact" => "c-contact",
        "plan" => "c-plan",
        _ => "text",
    }
}
