//! What stands around every page: navigation, the spoken line, the bar of small screens, and the list of keys.

use domain::access::Action;
use domain::live::Topic;
use domain::tickets::view::{DeskFrame, ViewCount};
use domain::words::{common, console};
use leptos::prelude::*;
use leptos::reactive::spawn_local_scoped;
use leptos::server_fn::ServerFn;
use leptos_router::hooks::use_location;

use super::desk::use_desk;
use super::keys::{bind, use_keys};
use super::live::gathered;
use super::notices::Bell;
use super::palette::Opener;
use super::parts::{Drawing, arriving, loaded};
use super::program::use_go;
use super::views::{Views, capped};
use super::{address, admin, board};
use crate::api::session::SignOut;
use crate::api::tickets::frame as load;
use crate::browser::{focus, live};
use crate::error::AppError;
use crate::me::use_me;
use crate::ui::{Avatar, Dialog, Icon, Kbd, LinkButton, Look, Mark, Menu, MenuButton, MenuLink, StatusLine};

/// The skip link, the navigation and the spoken line.
#[component]
pub fn Frame() -> impl IntoView {
    let lang = use_me().lang;
    let desk = use_desk();
    let drawer = desk.drawer;
    let path = use_location().pathname;
    Effect::new(move |before: Option<String>| {
        let now = path.get();
        drawer.set(false);
        let is_ticket = now.contains("/t/");
        if before.is_some_and(|before| before != now && !before.starts_with(&now)) && !is_ticket {
            focus::focus_soon("main h1, main");
        }
        now
    });
    let go = use_go();
    for (keys, path) in [("c", "/desk/new"), ("/", "/desk/search"), ("g t", "/desk"), ("g b", board::ADDRESS)]
    {
        let go = go.clone();
        bind(keys, move || go(path));
    }
    view! {
        <a class="skip" href="#main">{common::common(lang).skip}</a>
        <nav class="nav" id="nav" aria-label=console::frame(lang).nav data-open=move || drawer.get().to_string()>
            <Top/>
            <Places/>
            <Counted/>
        </nav>
        <StatusLine text=desk.spoken hidden=true/>
    }
}

#[component]
fn Top() -> impl IntoView {
    let me = use_me();
    let w = console::frame(me.lang);
    let may_open = me.viewer().may(Action::CreateForCustomer);
    let new = may_open.then(|| {
        view! {
            <span class="push"><LinkButton href="/desk/new" look=Look::Quiet small=true icon="pencil" label=w.new attr:aria-keyshortcuts="c"/></span>
        }
    });
    view! {
        <div class="nav__top">
            <a class="logo" href="/desk"><Mark/><span>{common::common(me.lang).product}</span></a>
            {new}
        </div>
        <Opener/>
    }
}

/// The console's areas: address, icon and name.
fn places() -> Vec<(&'static str, &'static str, &'static str)> {
    let me = use_me();
    let w = console::frame(me.lang);
    let mut places = vec![
        ("/desk/v", "inbox", w.tickets),
        (board::ADDRESS, "siren", console::board(me.lang).title),
        ("/desk/customers", "users-round", w.customers),
        ("/desk/kb", "book-open", console::kb(me.lang).title),
    ];
    if me.viewer().may(Action::ReadPolicies) {
        places.push((admin::ADDRESS, "settings", w.settings));
    }
    places
}

#[component]
fn Places() -> impl IntoView {
    let path = use_location().pathname;
    let item = move |(start, icon, name): (&'static str, &'static str, &'static str)| {
        let current = move || {
            let here = path
                .with(|path| path.starts_with(start) || (start == "/desk/v" && path.starts_with("/desk/t/")));
            here.then_some("page")
        };
        let href = if start == "/desk/v" { "/desk" } else { start };
        let missed = (start == board::ADDRESS).then(|| view! { <Missed/> });
        view! { <li><a href=href aria-current=current><Icon name=icon/><span class="grow">{name}</span>{missed}</a></li> }
    };
    view! { <ul role="list" class="nav__l">{places().into_iter().map(item).collect_view()}</ul> }
}

/// How much is missed, beside the way to the board; nothing while all is in time.
#[component]
fn Missed() -> impl IntoView {
    let lang = use_me().lang;
    let missed = use_desk().missed;
    move || {
        let n = missed.get();
        (n > 0).then(|| {
            view! { <span class="count count--bad">{capped(lang, n)}<span class="vh">{console::frame(lang).missed}</span></span> }
        })
    }
}

/// The part with numbers in it: views and notices, read together and kept up to date.
#[component]
fn Counted() -> impl IntoView {
    let frame = loaded(|| (), |()| load());
    let draw = move || -> Drawing {
        Box::pin(async move {
            let known = frame.await.unwrap_or_else(|_: AppError| DeskFrame::default());
            view! { <Counts known/> }.into_any()
        })
    };
    arriving(ViewFnOnce::default(), Box::new(draw))
}

#[component]
fn Counts(known: DeskFrame) -> impl IntoView {
    let views: RwSignal<Vec<ViewCount>> = RwSignal::new(known.views);
    let notices = RwSignal::new(known.notices);
    let missed = use_desk().missed;
    // The way to the board is drawn before these are known.
    Effect::new(move |_| missed.set(known.missed));
    let refresh = move || {
        spawn_local_scoped(async move {
            if let Ok(news) = load().await {
                views.try_set(news.views);
                notices.try_set(news.notices);
                missed.try_set(news.missed);
            }
        });
    };
    let owner = Owner::current();
    let soon = gathered(move || {
        if let Some(owner) = &owner {
            owner.with(refresh);
        }
    });
    Effect::new(move |_| {
        let soon = soon.clone();
        live::listen(move |event| {
            if matches!(event.topic, Topic::Ticket | Topic::Notices) {
                soon()
            }
        });
    });
    view! { <Views views/><MeAndNotices notices/> }
}

#[component]
fn MeAndNotices(notices: RwSignal<u32>) -> impl IntoView {
    let me = use_me();
    let w = console::frame(me.lang);
    let name = me.name.clone();
    let face = ViewFnOnce::from(move || {
        view! { <Avatar name=name.clone() team=true/><span class="cut w6">{name}</span><span class="vh">{w.account}</span> }
    });
    view! {
        <div class="nav__me">
            <Menu button="" class="menu--start menu--up" face>
                <MenuLink href="/desk/me" icon="settings">{w.me}</MenuLink>
                <MenuLink href="/" icon="globe">{w.portal}</MenuLink>
                <form method="post" action=SignOut::url()><MenuButton icon="log-out">{w.sign_out}</MenuButton></form>
            </Menu>
            <Bell unread=notices/>
        </div>
    }
}

/// The way around on small screens.
#[component]
pub fn TabBar() -> impl IntoView {
    let lang = use_me().lang;
    let w = console::frame(lang);
    let drawer = use_desk().drawer;
    let number = address::use_number();
    let path = use_location().pathname;
    let current = move |start: &'static str| path.with(|path| path.starts_with(start)).then_some("page");
    let toggle = move |_| drawer.update(|open| *open = !*open);
    move || {
        // A ticket fills a small screen; its own bar leads back.
        number.get().is_none().then(|| {
            view! {
                <nav class="tabbar" aria-label=w.nav_small>
                    <a href="/desk" aria-current=move || current("/desk/v")><Icon name="inbox"/>{w.tickets}</a>
                    <a href=board::ADDRESS aria-current=move || current(board::ADDRESS)><Icon name="siren"/>{w.board}</a>
                    <a href="/desk/search" aria-current=move || current("/desk/search")><Icon name="search"/>{w.search}</a>
                    <a href="/desk/notices" aria-current=move || current("/desk/notices")><Icon name="bell"/>{w.notices}</a>
                    <button type="button" aria-controls="nav" aria-expanded=move || drawer.get().to_string() on:click=toggle>
                        <Icon name="menu"/>{w.more}
                    </button>
                </nav>
            }
        })
    }
}

/// A key or two, and what it does.
type KeyLine = (&'static [&'static str], &'static str);

fn key_lines(w: &'static console::Keys) -> [(&'static str, Vec<KeyLine>); 4] {
    [
        (
            w.anywhere,
            vec![
                (&["Ctrl", "k"], w.palette),
                (&["/"], w.search),
                (&["c"], w.new),
                (&["g", "t"], w.tickets),
                (&["g", "b"], w.board),
                (&["?"], w.this),
            ],
        ),
        (w.list, vec![(&["j", "k"], w.move_by), (&["o"], w.open), (&["t"], w.take), (&["."], w.show)]),
        (
            w.ticket,
            vec![
                (&["r"], w.reply),
                (&["i"], w.note),
                (&["l"], w.article),
                (&["e"], w.solve),
                (&["s"], w.status),
                (&["⇧", "p"], w.priority),
                (&["a"], w.assignee),
                (&["p"], w.plan),
                (&["n"], w.contact),
                (&["h"], w.escalate),
                (&["u"], w.back),
            ],
        ),
        (
            w.composer,
            vec![(&["Ctrl", "↵"], w.send), (&["Ctrl", "⇧", "↵"], w.send_solve), (&["Esc"], w.leave)],
        ),
    ]
}

/// Every key, and the switch.
#[component]
pub fn KeysDialog() -> impl IntoView {
    let Some(keys) = use_keys() else { return ().into_any() };
    let lang = use_me().lang;
    let w = console::keys(lang);
    let line = |(caps, words): KeyLine| view! { <div><dt>{words}</dt><dd><Kbd keys=caps/></dd></div> };
    let part = move |(title, lines): (&'static str, Vec<KeyLine>)| {
        view! { <section><h3>{title}</h3><dl class="keys">{lines.into_iter().map(line).collect_view()}</dl></section> }
    };
    let switched = move |event| keys.switch(event_target_checked(&event));
    view! {
        <Dialog open=keys.are_listed id="keys" title=w.title wide=true>
            <label class="check">
                <input type="checkbox" prop:checked=move || keys.are_on.get() on:change=switched/><span>{w.switch}</span>
            </label>
            <p class="hint">{w.switch_hint}</p>
            {key_lines(w).into_iter().map(part).collect_view()}
            <footer><button type="button" class="btn" on:click=move |_| keys.are_listed.set(false)>{common::common(lang).close}</button></footer>
        </Dialog>
    }
    .into_any()
}

/// Keys named under a list, and the way to all of them.
#[component]
pub fn KeyHints() -> impl IntoView {
    let w = console::keys(use_me().lang);
    let keys = use_keys();
    let list = move |_| {
        if let Some(keys) = keys {
            keys.are_listed.set(true);
        }
    };
    view! {
        <p class="hints">
            <span><Kbd keys=&["J", "K"]/>{w.move_by}</span>
            <span><Kbd keys=&["O"]/>{w.open}</span>
            <span><Kbd keys=&["E"]/>{w.solve}</span>
            <button type="button" class="row row--tight push" on:click=list><Kbd keys=&["?"]/>{w.all}</button>
        </p>
    }
}
