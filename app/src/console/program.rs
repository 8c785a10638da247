//! The console is several browser programs, so that nobody waits for pages that few open. A way from one to the other is a new page of the browser's; within one, the router shows the way.

use leptos::prelude::*;
use leptos::{wasm_bindgen::JsCast, web_sys};
use leptos_router::hooks::use_navigate;

use super::{admin, board, kb, redact};
use crate::browser::page::{leave_for, may_leave};

/// Anchors with an address, as CSS writes them.
const LINK: &str = "a[href]";

/// One of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Program {
    /// What agents work with.
    Desk,
    /// What leads and managers look at: the board, and who gets what; and the articles.
    Overview,
    /// What the desk is set up with.
    Settings,
    /// The settings and the state of the desk's mail.
    Mail,
}

impl Program {
    /// In the order of their numbers.
    pub const ALL: [Self; 4] = [Self::Desk, Self::Overview, Self::Settings, Self::Mail];

    /// What its files are called, and its folder in `app/roots`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Desk => "console",
            Self::Overview => "overview",
            Self::Settings => "settings",
            Self::Mail => "mail",
        }
    }

    /// The program that draws the page at `path`; what follows in the address does not matter.
    #[must_use]
    pub fn of(path: &str) -> Self {
        let path = path.split(['?', '#']).next().unwrap_or(path);
        let below =
            |start: &str| path.strip_prefix(start).filter(|rest| rest.is_empty() || rest.starts_with('/'));
        match below(admin::ADDRESS) {
            Some(section) => admin::program_of(section.trim_start_matches('/')),
            None if [board::ADDRESS, kb::ADDRESS, redact::ADDRESS]
                .into_iter()
                .any(|own| below(own).is_some()) =>
            {
                Self::Overview
            }
            None if below(admin::MAIL_ADDRESS).is_some() => Self::Mail,
            None => Self::Desk,
        }
    }
}

/// Leaves a click on a link to the other program to the browser: the router listens at the window, and never hears of
/// a click that ends here. Where something would be lost, asks in `words` first.
pub fn let_leave(event: &web_sys::MouseEvent, own: Program, words: &str) {
    let Some(link) = link_of(event) else { return };
    if leads_on(event, &link) && !may_leave(words) {
        event.prevent_default();
        return event.stop_propagation();
    }
    if Program::of(&link.pathname()) != own {
        event.stop_propagation();
    }
}

fn link_of(event: &web_sys::MouseEvent) -> Option<web_sys::HtmlAnchorElement> {
    let link = event.target()?.dyn_into::<web_sys::Element>().ok()?.closest(LINK).ok()??;
    link.dyn_into().ok()
}

/// On a link to another view of the same page, which keeps what is not saved.
const STAYS: &str = "data-stays";

/// Whether the click shows another page in the place of this one.
fn leads_on(event: &web_sys::MouseEvent, link: &web_sys::HtmlAnchorElement) -> bool {
    let elsewhere = event.ctrl_key() || event.meta_key() || event.shift_key() || !link.target().is_empty();
    let is_place = link.get_attribute("href").is_some_and(|href| href.starts_with('#'));
    !elsewhere && !is_place && !["download", STAYS].iter().any(|name| link.has_attribute(name))
}

/// Makes a function that shows the page at an address, whichever program draws it.
pub fn use_go() -> impl Fn(&str) + Clone + Send + Sync + 'static {
    let (own, navigate) = (use_context::<Program>(), use_navigate());
    move |address: &str| {
        if own.is_none_or(|own| own == Program::of(address)) {
            navigate(address, Default::default());
        } else {
            leave_for(address);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Program;

    #[test]
    fn each_stands_at_its_number() {
        for (at, program) in Program::ALL.into_iter().enumerate() {
            assert_eq!(program as usize, at);
        }
    }

    #[test]
    fn addresses_belong_to_one_program() {
        for path in ["/desk/admin", "/desk/admin/", "/desk/admin/flows?flow=1", "/desk/admin?x=/desk"] {
            assert_eq!(Program::of(path), Program::Settings, "{path}");
        }
        assert_eq!(Program::of("/desk/admin/outbox?after=1"), Program::Mail);
        assert_eq!(Program::of("/desk/mail/0abc"), Program::Mail);
        assert_eq!(Program::of("/desk/board?wall=1"), Program::Overview);
        assert_eq!(Program::of("/desk/kb/0abc/edit"), Program::Overview);
        assert_eq!(Program::of("/desk/redact/CW-10001/2"), Program::Overview);
        for path in
            ["/desk", "/desk/v/mine", "/desk/administer", "/desk/boards", "/desk/search?q=/desk/admin", "/"]
        {
            assert_eq!(Program::of(path), Program::Desk, "{path}");
        }
    }
}
