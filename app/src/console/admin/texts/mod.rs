//! What the desk writes by mail: a text for each occasion and language, typed beside how it will look. Whoever saves second
//! sees what the first one saved and decides. Siblings: `domain::outbox::template`, `backend/src/mail/templates.rs`.

mod editor;
mod look;
mod versions;

use domain::outbox::template::{TemplateKey, TemplateView};
use domain::words::Lang;
use domain::words::outgoing_pages::{text_name, texts_page};
use leptos::prelude::*;

use self::editor::{Editor, Writing};
use self::look::Look;
use self::versions::Versions;
use super::super::parts::{Loaded, loaded, region};
use super::{Section, SectionHead};
use crate::api::outgoing::templates;
use crate::console::address::use_query;
use crate::me::use_me;
use crate::portal::address::with_query;
use crate::ui::{TabLink, TabLinks};

#[component]
pub fn Texts() -> impl IntoView {
    let w = texts_page(use_me().lang);
    let (key, lang) = (use_query("text"), use_query("lang"));
    let page = loaded(move || (key.get(), lang.get()), |_| templates());
    let draw = move |all: Vec<TemplateView>| {
        let key = TemplateKey::parse(&key.get_untracked()).unwrap_or(TemplateKey::Reply);
        let lang = Lang::parse(&lang.get_untracked()).unwrap_or_default();
        let own = all.into_iter().find(|own| own.key == key && own.lang == lang);
        own.map(|own| view! { <Contents own page/> }).into_any()
    };
    view! {
        <SectionHead section=Section::Texts hint=w.hint/>
        {region(page, draw)}
    }
}

#[component]
fn Contents(own: TemplateView, page: Loaded<Vec<TemplateView>>) -> impl IntoView {
    let lang = use_me().lang;
    let w = texts_page(lang);
    let (key, tongue) = (own.key, own.lang);
    let kinds = TemplateKey::ALL.iter().map(|other| TabLink {
        href: address(*other, tongue),
        label: text_name(lang, *other).to_owned(),
        count: None,
        current: *other == key,
    });
    let tongues = Lang::ALL.into_iter().map(|other| TabLink {
        href: address(key, other),
        label: other.name().to_owned(),
        count: None,
        current: other == tongue,
    });
    let writing = Writing::new(&own);
    view! {
        <div class="ed__b ed__b--half">
            <div class="ed__m">
                <TabLinks label=w.kinds tabs=kinds.collect() class="tabs tabs--wrap"/>
                <TabLinks label=w.languages tabs=tongues.collect()/>
                <Editor writing page/>
            </div>
            <aside class="ed__s" aria-label=w.preview><Look writing/><Versions writing current=own.version/></aside>
        </div>
    }
}

/// Where the text of an occasion in a language is edited.
fn address(key: TemplateKey, lang: Lang) -> String {
    with_query(&Section::Texts.address(), &[("text", key.code()), ("lang", lang.code())])
}
