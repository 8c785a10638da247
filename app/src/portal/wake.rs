//! Brings a page that the server drew to life: its parts go on by themselves, its forms are sent without leaving, and
//! what changes elsewhere shows up.

use std::any::Any;
use std::cell::RefCell;
use std::sync::Arc;

use domain::words::{errors, files, fill};
use leptos::ev;
use leptos::prelude::*;
use leptos::reactive::spawn_local_scoped;
use wasm_bindgen::JsCast;
use web_sys::{Element, FormData, HtmlElement, HtmlFormElement, UrlSearchParams};

use super::drafts::{self, keep_drafts};
use super::new_request::{Answers, Asking};
use super::parts::{Due, Enclosing, Part, SearchBox};
use super::request::Promised;
use crate::browser::latest::latest;
use crate::browser::ticker::{DrawnLater, Ticker, provide_ticker};
use crate::browser::{focus, http, live, mark_hydrated, page, regions};
use crate::me::{Me, provide_me, use_me};
use crate::ui::{close_menus, provide_icons, show_starts};

/// Makes an element's content, drawn by the server, live; what it returns keeps it alive.
pub type Mount = fn(HtmlElement, Box<dyn FnOnce() -> AnyView>) -> Box<dyn Any>;

/// Where a form says its news, to be seen.
const NEWS: &str = "[role=status]:not(.vh)";

thread_local! {
    /// Every living part with its element.
    static AWAKE: RefCell<Vec<(Element, Box<dyn Any>)>> = RefCell::default();
}

/// What every part is given.
#[derive(Clone)]
struct Waker {
    mount: Mount,
    me: Arc<Me>,
    ticker: Ticker,
}

/// Wakes the page. Called once, inside an owner that lives as long as the page.
pub fn wake(mount: Mount) {
    provide_me();
    let waker = Waker { mount, me: use_me(), ticker: provide_ticker() };
    waker.wake_all(false);
    close_menus();
    show_starts();
    keep_drafts();
    send_in_place(&waker);
    follow_changes(&waker);
    look_again(&waker);
    focus::focus(".errsum");
    mark_hydrated();
}

impl Waker {
    /// Wakes every part that sleeps and forgets those that left the page.
    fn wake_all(&self, later: bool) {
        AWAKE.with_borrow_mut(|awake| awake.retain(|(element, _)| element.is_connected()));
        for element in regions::elements(&document(), "[data-part]") {
            let is_awake = AWAKE.with_borrow(|awake| awake.iter().any(|(known, _)| *known == element));
            if let Some(part) = (!is_awake).then(|| self.wake_one(&element, later)).flatten() {
                AWAKE.with_borrow_mut(|awake| awake.push((element, part)));
            }
        }
    }

    fn wake_one(&self, element: &Element, later: bool) -> Option<Box<dyn Any>> {
        let (name, data) = (element.get_attribute("data-part")?, element.get_attribute("data-of")?);
        let (me, ticker) = (self.me.clone(), self.ticker);
        let view = move || {
            provide_context(me);
            provide_context(ticker);
            provide_icons();
            if later {
                provide_context(DrawnLater);
            }
            view_of(&name, &data)
        };
        Some((self.mount)(element.clone().dyn_into().ok()?, Box::new(view)))
    }

    /// Puts the regions of `html` in the place of this page's.
    fn take_in(&self, html: &str, which: regions::Which) {
        regions::replace(html, which);
        self.wake_all(true);
    }
}

fn view_of(name: &str, data: &str) -> AnyView {
    match name {
        SearchBox::NAME => drawn::<SearchBox>(data),
        Due::NAME => drawn::<Due>(data),
        Promised::NAME => drawn::<Promised>(data),
        Answers::NAME => drawn::<Answers>(data),
        Asking::NAME => drawn::<Asking>(data),
        Enclosing::NAME => drawn::<Enclosing>(data),
        _ => ().into_any(),
    }
}

fn drawn<P: Part>(data: &str) -> AnyView {
    leptos::serde_json::from_str::<P>(data).map_or_else(|_| ().into_any(), P::view)
}

/// Forms marked `data-stay` are posted from here; the page they lead to gives its regions to this one. None is sent while
/// files for it are on their way, nor out of a page of which a browser without a connection would keep nothing.
fn send_in_place(waker: &Waker) {
    let waker = waker.clone();
    let listener = window_event_listener(ev::submit, move |event| {
        let form = event.target().and_then(|target| target.dyn_into::<HtmlFormElement>().ok());
        if let Some((form, why)) = form.as_ref().and_then(|form| Some((form, hindrance(form, &waker.me)?))) {
            event.prevent_default();
            return say(form, why);
        }
        let Some(form) = form.filter(|form| form.has_attribute("data-stay")) else { return };
        event.prevent_default();
        // A second click while the first is on its way sends nothing.
        if !form.has_attribute("aria-busy") {
            spawn_local_scoped(send(waker.clone(), form));
        }
    });
    on_cleanup(move || listener.remove());
}

/// Why `form` cannot be sent now, where it has a place to say so.
fn hindrance(form: &HtmlFormElement, me: &Me) -> Option<&'static str> {
    let has = |what| matches!(form.query_selector(what), Ok(Some(_)));
    if has("[data-sending]") {
        return Some(files::files(me.lang).on_the_way);
    }
    let is_offline = !window().navigator().on_line();
    (is_offline && has(NEWS)).then_some(errors::errors(me.lang).network)
}

async fn send(waker: Waker, form: HtmlFormElement) {
    let Some(fields) = fields(&form) else { return };
    form.set_attribute("aria-busy", "true").ok();
    let answer = http::post(&form.action(), &fields, http::PAGE).await;
    form.remove_attribute("aria-busy").ok();
    match answer {
        None => say(&form, errors::errors(waker.me.lang).network),
        Some(answer) if path_of(&answer.address) != path_of(&here()) => page::leave_for(&answer.address),
        Some(answer) => {
            drafts::sent(&form);
            waker.take_in(&answer.text, regions::Which::All);
            focus::focus(".errsum, [data-own] textarea");
        }
    }
}

/// Says `words` in the form's own place for news, the one that is seen.
fn say(form: &HtmlFormElement, words: &str) {
    if let Ok(Some(place)) = form.query_selector(NEWS) {
        place.set_text_content(Some(words));
    }
}

pub(super) fn fields(form: &HtmlFormElement) -> Option<UrlSearchParams> {
    UrlSearchParams::new_with_str_sequence_sequence(&FormData::new_with_form(form).ok()?.into()).ok()
}

/// A page marked `data-live` with a ticket's number, or with nothing for any of the reader's, is drawn anew when that
/// changes.
fn follow_changes(waker: &Waker) {
    let Ok(Some(page)) = document().query_selector("[data-live]") else { return };
    let wanted = page.get_attribute("data-live").unwrap_or_default();
    if !waker.me.is_signed_in() {
        return;
    }
    let waker = waker.clone();
    let refresh = latest(
        std::time::Duration::from_millis(150),
        |is_mine: bool| async move { (is_mine, http::get(&here(), http::PAGE).await) },
        move |(is_mine, answer): (bool, Option<http::Answer>)| {
            if let Some(answer) = answer.filter(|answer| answer.is_ok) {
                waker.take_in(&answer.text, regions::Which::Untouched);
                tell_news(is_mine);
            }
        },
    );
    live::listen(move |event| {
        if event.topic == domain::live::Topic::Ticket && (wanted.is_empty() || event.id == wanted) {
            refresh(event.mine);
        }
    });
    tell_breaks();
}

/// What is marked `data-better` has a better drawing at that address, which takes the desk longer: it comes once this one
/// is on show, unless the reader is in it already.
fn look_again(waker: &Waker) {
    let place = document().query_selector("[data-better]").ok().flatten();
    let Some(address) = place.and_then(|place| place.get_attribute("data-better")) else { return };
    let waker = waker.clone();
    spawn_local_scoped(async move {
        if let Some(answer) = http::get(&address, http::PAGE).await.filter(|answer| answer.is_ok) {
            waker.take_in(&answer.text, regions::Which::Untouched);
        }
    });
}

/// Says so while the desk cannot be heard and the page may be old, and when the reader has been signed out.
fn tell_breaks() {
    let Ok(Some(place)) = document().query_selector("[data-offline]") else { return };
    let words = |name| place.get_attribute(name).unwrap_or_default();
    let (offline, signed_out) = (words("data-offline"), words("data-signed-out"));
    let (lost, ended) = (live::lost_since(), live::session_ended());
    Effect::new(move |_| {
        let since = lost.get().map(|since| fill(&offline, &[("time", &since)]));
        let text = if ended.get() { Some(signed_out.clone()) } else { since };
        let _ = place.toggle_attribute_with_force("hidden", text.is_none());
        place.set_text_content(text.as_deref());
    });
}

/// Tells those who can't see it that the page changed, unless they changed it themselves.
fn tell_news(is_mine: bool) {
    if let (false, Ok(Some(place))) = (is_mine, document().query_selector("[data-news]")) {
        place.set_text_content(place.get_attribute("data-news").as_deref());
    }
}

fn here() -> String {
    window().location().href().unwrap_or_default()
}

/// An address without what follows the path.
fn path_of(address: &str) -> &str {
    address.split(['?', '#']).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::path_of;

    #[test]
    fn a_page_is_its_path() {
        assert_eq!(
            path_of("http://desk.example/requests/CW-1?told=1#messages"),
            "http://desk.example/requests/CW-1"
        );
        assert_eq!(path_of("http://desk.example/"), "http://desk.example/");
    }
}
