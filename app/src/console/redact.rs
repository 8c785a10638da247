//! `/desk/redact/{number}/{entry}`: what goes for good when an entry is redacted, and why it has to. In the overview's
//! program, since only leads come here, and seldom.

use domain::tickets::redact::RedactPage as Page;
use domain::words::{console, fill};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::reactive::spawn_local_scoped;
use leptos_router::hooks::use_params_map;

use super::parts::{PageTitle, loaded, refused_page, region_or};
use super::program::use_go;
use crate::api::redact::{load_to_redact, redact_entry};
use crate::browser::form::fields;
use crate::error::AppError;
use crate::me::use_me;
use crate::ui::{Banner, Button, Check, Icon, Linked, Look, TextArea, Time, Tone};

/// Where entries are redacted.
pub const ADDRESS: &str = "/desk/redact";

/// Where this entry is.
pub fn address(number: &str, seq: u32) -> String {
    format!("{ADDRESS}/{number}/{seq}")
}

#[component]
pub fn RedactPage() -> impl IntoView {
    let params = use_params_map();
    let asked = Memo::new(move |_| {
        let params = params.read();
        let seq = params.get("entry").and_then(|seq| seq.parse().ok()).unwrap_or_default();
        (params.get("number").unwrap_or_default(), seq)
    });
    let page = loaded(move || asked.get(), |(number, seq)| load_to_redact(number, seq));
    let contents = region_or(page, |page| view! { <Contents page/> }.into_any(), refused_page);
    view! { <main id="main" class="app__main pg">{contents}</main> }
}

#[component]
fn Contents(page: Page) -> impl IntoView {
    let w = console::redact(use_me().lang);
    let (number, n) = (page.number.clone(), page.entry.seq.to_string());
    let back = format!("/desk/t/{number}");
    let title = fill(w.title, &[("n", &n), ("number", &number)]);
    let contents = match page.entry.body.is_redactable() {
        true => view! { <Form page/> }.into_any(),
        false => view! { <p>{w.gone}</p> }.into_any(),
    };
    view! {
        <PageTitle thing=title.clone() area=console::frame(use_me().lang).tickets/>
        <header class="pg__h">
            <div>
                <p class="crumb"><a href=back><Icon name="arrow-left"/>{fill(w.back, &[("number", &number)])}</a></p>
                <h1>{title}</h1>
            </div>
        </header>
        <div class="pg__b"><div class="secs">{contents}</div></div>
    }
}

/// What stands in the entry.
#[component]
fn Said(page: Page) -> impl IntoView {
    let w = console::redact(use_me().lang);
    let subject = page.with_subject.then(|| view! { <p>{w.subject}": "{page.subject.clone()}</p> });
    let texts: Vec<String> = page.entry.body.written().into_iter().map(str::to_owned).collect();
    let texts = texts.into_iter().map(|text| view! { <Linked text/> }).collect_view();
    let files = page.entry.body.files().unwrap_or_default().iter();
    let files = files.map(|file| view! { <li>{file.name.clone()}</li> }).collect_view();
    view! {
        <section aria-labelledby="rd-what">
            <h2 class="t14 w6" id="rd-what">{w.what}</h2>
            <p class="row row--wrap"><b>{page.entry.author_name}</b><Time stamp=page.entry.at/></p>
            {subject}{texts}
            <ul>{files}</ul>
        </section>
    }
}

#[component]
fn Form(page: Page) -> impl IntoView {
    let lang = use_me().lang;
    let w = console::redact(lang);
    let go = StoredValue::new_local(use_go());
    let asked = StoredValue::new((page.number.clone(), page.entry.seq, page.version));
    let refused = RwSignal::new(None::<String>);
    let sure = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() || !sure.get_untracked() {
            return;
        }
        busy.set(true);
        let reason = fields(&event).remove("reason").unwrap_or_default();
        spawn_local_scoped(async move {
            let (number, entry, seen) = asked.get_value();
            match redact_entry(number, entry, seen, reason).await {
                Ok(written) => go.with_value(|go| go(&format!("/desk/t/{}", written.number))),
                Err(AppError::Desk(domain::Error::Conflict(_))) => {
                    drop(refused.try_set(Some(w.conflict.to_owned())));
                }
                Err(error) => {
                    let sentence = error.on_field(lang, "reason").unwrap_or_else(|| error.sentence(lang));
                    drop(refused.try_set(Some(sentence)));
                }
            }
            busy.try_set(false);
        });
    };
    let wrong = move || {
        refused
            .get()
            .map(|words| view! { <p class="err" role="alert"><Icon name="circle-alert"/>{words}</p> })
    };
    view! {
        <Said page/>
        <Banner tone=Tone::Risk icon="triangle-alert"><p>{w.hint}</p><p>{w.stays}</p></Banner>
        <form class="form" novalidate on:submit=submit>
            <TextArea id="reason" label=w.reason hint=w.reason_hint rows=3/>
            <div on:change=move |_| sure.update(|sure| *sure = !*sure)><Check id="sure" label=w.sure/></div>
            {wrong}
            <p class="form__go"><Button look=Look::Bad icon="trash-2" attr:aria-disabled=move || (!sure.get()).then_some("true")>{w.go}</Button></p>
        </form>
    }
}
