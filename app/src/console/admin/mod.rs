//! `/desk/admin`: what the desk is set up with, in sections that the reader may see. The address without a section shows
//! the first of them; on small screens it shows the list.

mod agents;
mod calendars;
mod catalogue;
mod contracts;
pub mod dialog;
pub mod edit;
mod failed;
mod flows;
mod incoming;
mod outbox;
mod people;
mod promises;
mod retention;
mod routing;
mod secret;
mod section;
mod senders;
mod signatures;
mod stop_list;
mod texts;
mod tokens;
mod types;
mod webhooks;
mod week;
mod what_if;

use domain::words::console;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use self::agents::Agents;
use self::calendars::Calendars;
use self::catalogue::Catalogue;
use self::contracts::Contracts;
use self::failed::Failed;
use self::flows::Flows;
pub use self::incoming::{ADDRESS as MAIL_ADDRESS, MessagePage, address as mail_address};
use self::incoming::{Incoming, Laboratory, Mailboxes};
use self::outbox::Outbox;
use self::people::People;
use self::promises::Promises;
use self::retention::Keeping;
use self::routing::Routing;
pub use self::section::{Section, program_of};
use self::senders::Senders;
use self::signatures::Signatures;
use self::stop_list::StopList;
use self::texts::Texts;
use self::tokens::Tokens;
use self::types::Types;
use self::webhooks::Webhooks;
use super::parts::{PageTitle, refused_by_desk};
use crate::me::use_me;
use crate::ui::Icon;

/// Where the settings are.
pub const ADDRESS: &str = "/desk/admin";

/// The settings themselves.
#[component]
pub fn AdminPage() -> impl IntoView {
    view! { <Page contents=settings/> }
}

/// Who gets what.
#[component]
pub fn WorkPage() -> impl IntoView {
    view! { <Page contents=work/> }
}

/// What belongs to the desk's mail.
#[component]
pub fn MailPage() -> impl IntoView {
    view! { <Page contents=mail/> }
}

/// The list of sections, and beside it the one that the address names, as its program draws it.
#[component]
fn Page(contents: fn(Section) -> AnyView) -> impl IntoView {
    let w = console::admin(use_me().lang);
    let params = use_params_map();
    let code = Memo::new(move |_| params.read().get("section"));
    let viewer = use_me().viewer();
    let allowed: Vec<Section> = Section::ALL.into_iter().filter(|section| section.is_for(&viewer)).collect();
    let known = allowed.clone();
    let section = Memo::new(move |_| match code.get() {
        None => known.first().copied().ok_or(domain::Error::Forbidden),
        Some(code) => {
            let named = Section::ALL.into_iter().find(|section| section.code() == code);
            let named = named.ok_or(domain::Error::NotFound)?;
            if known.contains(&named) { Ok(named) } else { Err(domain::Error::Forbidden) }
        }
    });
    let class = move || if code.with(Option::is_none) { "app__main ad ad--index" } else { "app__main ad" };
    let title = Signal::derive(move || section.get().map_or(w.title, Section::name).to_owned());
    view! {
        <PageTitle thing=title area=w.title/>
        <main id="main" class=class>
            <Sections allowed current=section/>
            <div class="ed">{move || section.get().map_or_else(refused, contents)}</div>
        </main>
    }
}

/// A section of [`super::Program::Settings`]; those of other programs are never shown here.
fn settings(section: Section) -> AnyView {
    match section {
        Section::Promises => view! { <Promises/> }.into_any(),
        Section::Calendars => view! { <Calendars/> }.into_any(),
        Section::Contracts => view! { <Contracts/> }.into_any(),
        Section::Types => view! { <Types/> }.into_any(),
        Section::Failed => view! { <Failed/> }.into_any(),
        Section::Flows => view! { <Flows/> }.into_any(),
        Section::People => view! { <People/> }.into_any(),
        Section::Tokens => view! { <Tokens/> }.into_any(),
        Section::Webhooks => view! { <Webhooks/> }.into_any(),
        Section::Retention => view! { <Keeping/> }.into_any(),
        _ => ().into_any(),
    }
}

/// A section of [`super::Program::Overview`].
fn work(section: Section) -> AnyView {
    match section {
        Section::Catalogue => view! { <Catalogue/> }.into_any(),
        Section::Routing => view! { <Routing/> }.into_any(),
        Section::Agents => view! { <Agents/> }.into_any(),
        _ => ().into_any(),
    }
}

/// A section of [`super::Program::Mail`].
fn mail(section: Section) -> AnyView {
    match section {
        Section::Incoming => view! { <Incoming/> }.into_any(),
        Section::Mailboxes => view! { <Mailboxes/> }.into_any(),
        Section::Laboratory => view! { <Laboratory/> }.into_any(),
        Section::Outbox => view! { <Outbox/> }.into_any(),
        Section::StopList => view! { <StopList/> }.into_any(),
        Section::Texts => view! { <Texts/> }.into_any(),
        Section::Signatures => view! { <Signatures/> }.into_any(),
        Section::Senders => view! { <Senders/> }.into_any(),
        _ => ().into_any(),
    }
}

/// The one of `all` that the address names; without an `id` the first. None: there is no such.
fn named<'a, T>(all: &'a [T], id: &str, id_of: impl Fn(&T) -> &str) -> Option<&'a T> {
    all.iter().find(|own| id.is_empty() || id_of(own) == id)
}

fn refused(error: domain::Error) -> AnyView {
    let title = console::admin(use_me().lang).title;
    view! { <h1 class="vh">{title}</h1>{refused_by_desk(error == domain::Error::Forbidden)} }.into_any()
}

/// The page's own name, as its one `h1`, stands over the section; at the address of all settings over their list.
fn heading(name: &'static str, class: &'static str, of_section: bool) -> impl IntoView {
    let params = use_params_map();
    let names_section = Memo::new(move |_| params.read().get("section").is_some());
    move || match names_section.get() == of_section {
        true => view! { <h1 class=class>{name}</h1> }.into_any(),
        false => view! { <h2 class=class>{name}</h2> }.into_any(),
    }
}

#[component]
fn Sections(allowed: Vec<Section>, current: Memo<Result<Section, domain::Error>>) -> impl IntoView {
    let w = console::admin(use_me().lang);
    let mut parts: Vec<(&'static str, Vec<Section>)> = Vec::new();
    for section in allowed {
        match parts.last_mut().filter(|(name, _)| *name == section.part()) {
            Some((_, own)) => own.push(section),
            None => parts.push((section.part(), vec![section])),
        }
    }
    let link = move |section: Section| {
        let is_current = move || (current.get() == Ok(section)).then_some("page");
        view! { <li><a href=section.address() aria-current=is_current><span class="grow">{section.name()}</span></a></li> }
    };
    let part = move |(at, (name, own)): (usize, (&'static str, Vec<Section>))| {
        let id = format!("sn-{at}");
        view! {
            <p class="nav__h" id=id.clone()>{name}</p>
            <ul role="list" class="nav__l" aria-labelledby=id>{own.into_iter().map(link).collect_view()}</ul>
        }
    };
    view! {
        <nav class="sn" aria-label=w.title>
            {heading(w.title, "sn__t", false)}
            {parts.into_iter().enumerate().map(part).collect_view()}
        </nav>
    }
}

/// The head of a section: the way back to the list of them, its name, what it is for; the children stand at its end.
#[component]
fn SectionHead(
    section: Section,
    #[prop(into)] hint: String,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let w = console::admin(use_me().lang);
    view! {
        <header class="ed__h">
            <div class="grow">
                <p class="crumb"><a href=ADDRESS><Icon name="arrow-left"/>{w.title}</a></p>
                {heading(section.name(), "", true)}
                <p class="c2">{hint}</p>
            </div>
            {children.map(|children| children())}
        </header>
    }
}
