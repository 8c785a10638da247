//! Notices: all of them on `/desk/notices`, the newest behind the bell.

use domain::live::Topic;
use domain::tickets::view::{Notice, NoticeView};
use domain::words::{Lang, console, count};
use leptos::prelude::*;
use leptos::reactive::spawn_local_scoped;
use leptos::{html, wasm_bindgen::JsCast, web_sys};

use super::list::UNASSIGNED;
use super::live::gathered;
use super::parts::{PageTitle, loaded, region};
use super::views::capped;
use super::{address, customers};
use crate::api::customers::{notices, read_notices};
use crate::api::ladder::acknowledge;
use crate::browser::live::listen;
use crate::browser::notify;
use crate::me::use_me;
use crate::ui::{Button, EmptyState, Icon, Skeleton, Time, use_toasts};

/// Notices behind the bell.
const FEW: usize = 6;
/// As many as one answer brings; fewer are the last.
const PART: usize = 50;

#[component]
pub fn NoticesPage() -> impl IntoView {
    let w = console::notices(use_me().lang);
    let list = loaded(|| (), |()| notices(String::new()));
    view! {
        <PageTitle thing=w.title area=w.title/>
        <main id="main" class="app__main pg">{region(list, |list| view! { <List list/> }.into_any())}</main>
    }
}

#[component]
fn List(list: Vec<NoticeView>) -> impl IntoView {
    let w = console::notices(use_me().lang);
    let has_more = RwSignal::new(list.len() == PART);
    let list = RwSignal::new(list);
    refresh_on_news(list);
    let older = move |_| {
        let before =
            list.with_untracked(|list| list.last().map(|notice| notice.id.clone())).unwrap_or_default();
        spawn_local_scoped(async move {
            if let Ok(more) = notices(before).await {
                has_more.set(more.len() == PART);
                list.update(|list| list.extend(more));
            }
        });
    };
    let is_empty = Memo::new(move |_| list.with(Vec::is_empty));
    let nothing =
        move || is_empty.get().then(|| view! { <EmptyState icon="bell" title=w.none text=w.none_hint/> });
    let more = move || {
        has_more.get().then(|| view! { <p><Button kind="button" on:click=older>{w.older}</Button></p> })
    };
    view! {
        <header class="pg__h"><h1>{w.title}</h1><span class="push"><ReadAll list/></span></header>
        <div class="pg__b">
            {nothing}
            <ul role="list" class="hits">{move || list.get().into_iter().map(item).collect::<Vec<_>>()}</ul>
            {more}
        </div>
    }
}

/// Reads the newest again whenever some have come or were read elsewhere.
fn refresh_on_news(list: RwSignal<Vec<NoticeView>>) {
    let soon = gathered_fetch(list);
    Effect::new(move |_| {
        let soon = soon.clone();
        listen(move |event| {
            if event.topic == Topic::Notices {
                soon()
            }
        });
    });
}

/// Makes a function that fetches the newest notices into `list` a moment after it is called.
fn gathered_fetch(list: RwSignal<Vec<NoticeView>>) -> impl Fn() + Clone + Send + Sync + 'static {
    let owner = Owner::current();
    gathered(move || {
        if let Some(owner) = &owner {
            owner.with(|| fetch(list));
        }
    })
}

fn fetch(list: RwSignal<Vec<NoticeView>>) {
    spawn_local_scoped(async move {
        if let Ok(newest) = notices(String::new()).await {
            // The page may have been left meanwhile.
            list.try_set(newest);
        }
    });
}

/// Marks everything on show as read; not there when nothing is unread.
#[component]
fn ReadAll(list: RwSignal<Vec<NoticeView>>) -> impl IntoView {
    let w = console::notices(use_me().lang);
    let toasts = use_toasts();
    let read = move |_| {
        let Some(last) = list.with_untracked(|list| list.first().map(|notice| notice.id.clone())) else {
            return;
        };
        spawn_local_scoped(async move {
            if read_notices(last).await.is_ok() {
                list.update(|list| list.iter_mut().for_each(|notice| notice.read = true));
                toasts.say(w.read_done);
            }
        });
    };
    let is_any = Memo::new(move |_| list.with(|list| list.iter().any(|notice| !notice.read)));
    move || {
        is_any.get().then(|| {
            view! { <Button kind="button" small=true icon="check" on:click=read>{w.read_all}</Button> }
        })
    }
}

fn item(notice: NoticeView) -> impl IntoView {
    let lang = use_me().lang;
    let w = console::notices(lang);
    let (icon, state) = face(&notice.body);
    let (href, what) = about(&notice);
    let acknowledge = notice.to_acknowledge.then(|| view! { <Acknowledge number=notice.number.clone()/> });
    let class = if notice.read { "hit" } else { "hit hit--new" };
    let unread = (!notice.read).then(|| view! { <span class="vh">{format!("{}: ", w.unread)}</span> });
    view! {
        <li class=class>
            <p class="hit__k" data-state=state><Icon name=icon/>{unread}{console::notice_sentence(lang, &notice.body)}</p>
            <p class="hit__t"><a href=href>{what}</a></p>
            <p class="hit__m"><span class="num">{notice.number}</span><Time stamp=notice.at/></p>
            {acknowledge}
        </li>
    }
}

/// Where it leads, and what it is about: a ticket, or a customer.
fn about(notice: &NoticeView) -> (String, String) {
    match &notice.body {
        Notice::ContractEnds { organisation_id, organisation, .. } => {
            (customers::address(organisation_id), organisation.clone())
        }
        Notice::Left { name, .. } => (address::view(UNASSIGNED), name.clone()),
        _ => (format!("/desk/t/{}", notice.number), notice.subject.clone()),
    }
}

/// "I have it", without opening the ticket.
#[component]
fn Acknowledge(number: String) -> impl IntoView {
    let lang = use_me().lang;
    let toasts = use_toasts();
    let done = RwSignal::new(false);
    let say = move |_| {
        let number = number.clone();
        spawn_local_scoped(async move {
            match acknowledge(number).await {
                Ok(_) => drop(done.try_set(true)),
                Err(error) => toasts.say(error.sentence(lang)),
            }
        });
    };
    move || {
        let say = say.clone();
        (!done.get()).then(|| {
            view! { <p class="mt"><Button kind="button" small=true icon="user-check" on:click=say>{console::notices(lang).acknowledge}</Button></p> }
        })
    }
}

fn face(notice: &Notice) -> (&'static str, Option<&'static str>) {
    match notice {
        Notice::Promise { missed: true, .. } => ("octagon-alert", Some("risk")),
        Notice::Promise { missed: false, .. } => ("triangle-alert", Some("risk")),
        Notice::MoreUrgent { .. } | Notice::Surveyed { .. } => ("trending-up", Some("risk")),
        Notice::DutyManager { .. } => ("siren", Some("risk")),
        Notice::Climbed { .. } | Notice::Unanswered { .. } => ("siren", Some("risk")),
        Notice::SentBack { .. } => ("undo-2", Some("risk")),
        Notice::ContractEnds { .. } => ("briefcase", Some("risk")),
        Notice::Assigned { .. } | Notice::HandedOut | Notice::StandsIn { .. } => ("user-check", None),
        Notice::OwnerAway { .. } | Notice::Left { .. } => ("triangle-alert", Some("risk")),
        Notice::CustomerReplied { .. } => ("reply", None),
        Notice::MailHeld { .. } => ("mail", None),
        Notice::MailTooLarge { .. } => ("mail", Some("risk")),
        Notice::Undelivered { .. } => ("mail-warning", Some("risk")),
    }
}

/// Has the browser show the newest notice when one comes while nobody looks.
fn call_out() {
    let lang = use_me().lang;
    let owner = Owner::current();
    let newest = gathered(move || {
        let Some(owner) = owner.as_ref().filter(|_| notify::are_on()) else { return };
        owner.with(|| {
            spawn_local_scoped(async move {
                let Ok(list) = notices(String::new()).await else { return };
                if let Some(notice) = list.into_iter().next().filter(|notice| !notice.read) {
                    let title = console::notice_sentence(lang, &notice.body);
                    let (_, what) = about(&notice);
                    notify::show(&title, &format!("{} {what}", notice.number), &notice.id);
                }
            });
        });
    });
    Effect::new(move |_| {
        let newest = newest.clone();
        listen(move |event| {
            if event.topic == Topic::Notices {
                newest();
            }
        });
    });
}

/// The bell: how many are unread, and the newest of them when it is opened.
#[component]
pub fn Bell(unread: RwSignal<u32>) -> impl IntoView {
    let lang = use_me().lang;
    let list = RwSignal::new(None::<Vec<NoticeView>>);
    call_out();
    let node = NodeRef::<html::Details>::new();
    let load = move |_| {
        if node.get_untracked().is_some_and(|menu| menu.open()) {
            load_few(list);
        }
    };
    let count = move || {
        let n = unread.get();
        (n > 0).then(|| view! { <span class="count count--bad" aria-hidden="true">{capped(lang, n)}</span> })
    };
    view! {
        <details class="menu menu--up menu--pop menu--start bell" node_ref=node on:toggle=load>
            <summary class="btn btn--quiet btn--sm" aria-label=move || bell_name(lang, unread.get())><Icon name="bell"/>{count}</summary>
            <div class="menu__p" on:click=shut_behind_links>{move || few(list.get())}</div>
        </details>
    }
}

fn bell_name(lang: Lang, unread: u32) -> String {
    let w = console::notices(lang);
    if unread == 0 { w.bell_none.to_owned() } else { count(unread.into(), w.bell_one, w.bell_many) }
}

fn load_few(list: RwSignal<Option<Vec<NoticeView>>>) {
    spawn_local_scoped(async move {
        if let Ok(newest) = notices(String::new()).await {
            list.try_set(Some(newest));
        }
    });
}

/// A link has led on: the popover is in the way.
fn shut_behind_links(event: leptos::ev::MouseEvent) {
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    if target.is_some_and(|target| target.closest("a").ok().flatten().is_some()) {
        crate::browser::page::shut_menus();
    }
}

fn few(list: Option<Vec<NoticeView>>) -> AnyView {
    let lang = use_me().lang;
    let w = console::notices(lang);
    let Some(list) = list else {
        let loading = domain::words::common::common(lang).loading;
        return view! { <Skeleton label=loading rows=3/> }.into_any();
    };
    let none = list.is_empty().then(|| view! { <p class="c2">{w.none}</p> });
    let items = list.into_iter().take(FEW).map(item).collect::<Vec<_>>();
    view! {
        <h2 class="t13 w6">{w.title}</h2>{none}
        <ul role="list" class="hits">{items}</ul>
        <a class="w5" href="/desk/notices">{w.see_all}</a>
    }
    .into_any()
}
