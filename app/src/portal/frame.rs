//! What stands around every page: header, footer and the choice of language.

use std::sync::Arc;

use domain::access::{Action, Role};
use domain::words::{Lang, common, fill, portal};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::parts::PostForm;
use super::requests::open_requests;
use crate::api::session::{ChooseLanguage, SignOut};
use crate::me::{Me, use_me};
use crate::ui::{Avatar, Icon, LinkButton, Look, Mark, Menu, MenuButton, MenuLink, Size, Tone};

/// Address, name, and the start of the addresses under it.
type Place = (&'static str, &'static str);

fn places(lang: Lang) -> [Place; 3] {
    let w = portal::frame(lang);
    [("/help", w.help), ("/requests", w.requests), ("/status", w.status)]
}

/// The skip link and the header; the sign-in pages have a face of their own.
#[component]
pub fn Header() -> impl IntoView {
    let top = (!has_own_face()).then(|| view! { <Top/> });
    view! { <a class="skip" href="#main">{common::common(use_me().lang).skip}</a>{top} }
}

fn path() -> String {
    use_location().pathname.get_untracked()
}

fn has_own_face() -> bool {
    path().starts_with("/login")
}

#[component]
fn Top() -> impl IntoView {
    let me = use_me();
    let (w, lang) = (portal::frame(me.lang), me.lang.code());
    let path = path();
    let links = places(me.lang).into_iter().map(|(href, name)| {
        let current = path.starts_with(href).then_some("page");
        let count = (href == "/requests").then(|| view! { <OpenCount/> });
        view! { <a href=href aria-current=current>{name}{count}</a> }
    });
    let links = links.collect_view();
    let ask = (!path.starts_with("/new")).then(|| {
        view! { <a class="btn btn--primary top__new" href="/new"><Icon name="plus"/>{w.new_request}</a> }
    });
    view! {
        <header class="top" lang=lang>
            <div class="wrap top__in">
                <Logo/>
                <nav class="top__nav" aria-label=w.nav_label>{links}</nav>
                {ask}
                <Account me=me.clone()/>
                <Phone me/>
            </div>
        </header>
    }
}

/// The site's name, leading home.
#[component]
pub fn Logo() -> impl IntoView {
    let me = use_me();
    let w = portal::frame(me.lang);
    let site = (!me.site.is_empty()).then(|| format!("{} ", me.site));
    view! { <a class="logo" href="/"><Mark/><span>{site}<span class="logo__sub">{w.site_sub}</span></span></a> }
}

/// How many of the reader's requests are open.
#[component]
fn OpenCount() -> impl IntoView {
    let me = use_me();
    let is_customer = matches!(me.role, Role::Customer | Role::OrganisationManager);
    is_customer.then(|| {
        let words = portal::frame(me.lang).requests_open;
        let shown = Suspend::new(async move {
            // A header without its count is better than no page.
            let open = open_requests().await.unwrap_or_default();
            (open > 0).then(
                || view! { <span class="count">{open}<span class="vh">{format!(" {words}")}</span></span> },
            )
        });
        view! { <span data-region="open-count">{shown}</span> }
    })
}

/// The account menu, or the way to sign in.
#[component]
fn Account(me: Arc<Me>) -> impl IntoView {
    let w = portal::frame(me.lang);
    if !me.is_signed_in() {
        return view! { <span class="top__me"><LinkButton href="/login" look=Look::Quiet icon="log-in">{w.sign_in}</LinkButton></span> }
            .into_any();
    }
    let label = fill(w.account_menu, &[("name", &me.name)]);
    let name = me.name.clone();
    let face = ViewFnOnce::from(move || view! { <Avatar name size=Size::Large/> });
    view! { <Menu button="" class="top__me" label face><AccountLinks me/></Menu> }.into_any()
}

#[component]
fn AccountLinks(me: Arc<Me>) -> impl IntoView {
    let w = portal::frame(me.lang);
    let console = me.viewer().may(Action::UseConsole).then(|| {
        view! { <MenuLink href="/desk" icon="headset">{w.console}</MenuLink> }
    });
    view! {
        <p class="menu__h">{me.name.clone()}</p>
        <MenuLink href="/account" icon="settings">{w.account}</MenuLink>
        {console}
        <PostForm<SignOut>><MenuButton icon="log-out">{w.sign_out}</MenuButton></PostForm<SignOut>>
    }
}

/// Everything of the header in one menu, for narrow windows.
#[component]
fn Phone(me: Arc<Me>) -> impl IntoView {
    let w = portal::frame(me.lang);
    let links = places(me.lang).into_iter().map(|(href, name)| view! { <MenuLink href>{name}</MenuLink> });
    let account = if me.is_signed_in() {
        view! { <AccountLinks me/> }.into_any()
    } else {
        view! { <MenuLink href="/login" icon="log-in">{w.sign_in}</MenuLink> }.into_any()
    };
    view! {
        <Menu button="btn btn--quiet" class="top__menu" icon="menu" text=w.menu>
            <MenuLink href="/new" icon="plus">{w.new_request}</MenuLink>
            {links.collect_view()}
            <hr class="menu__s"/>
            {account}
        </Menu>
    }
}

/// The footer; help stands in the same place on every page.
#[component]
pub fn Footer() -> impl IntoView {
    let lang = use_me().lang;
    let w = portal::frame(lang);
    (!has_own_face()).then(|| {
        let links = places(lang).into_iter().map(|(href, name)| view! { <li><a href=href>{name}</a></li> });
        view! {
            <footer class="foot" lang=lang.code()>
                <div class="wrap foot__in">
                    <ul role="list">{links.collect_view()}<li><a href="/new">{w.contact}</a></li></ul>
                    <Languages/>
                    <p class="foot__by">{w.runs_on}</p>
                </div>
            </footer>
            <div class="toasts" role="status">
                <p class=Tone::Bad.class("toast") data-offline=common::common(lang).offline
                    data-signed-out=common::common(lang).signed_out hidden></p>
            </div>
        }
    })
}

/// The languages the pages come in; the current one is no button.
#[component]
fn Languages() -> impl IntoView {
    let current = use_me().lang;
    let w = portal::frame(current);
    let choices = Lang::ALL.into_iter().map(move |lang| {
        if lang == current {
            view! { <b class="w5" lang=lang.code() aria-current="true">{lang.name()}</b> }.into_any()
        } else {
            view! { <button class="link" name="lang" value=lang.code() lang=lang.code()>{lang.name()}</button> }.into_any()
        }
    });
    view! {
        <PostForm<ChooseLanguage> class="lang"><span>{w.lang_label}":"</span>{choices.collect_view()}</PostForm<ChooseLanguage>>
    }
}
