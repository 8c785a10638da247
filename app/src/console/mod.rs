//! The agent console, a single page kept live. [`frame`] stands around every page; [`list`] and [`ticket`] are two
//! regions with a loader each, so that going from ticket to ticket leaves the list alone. A region is loaded once for
//! its address and then lives on in signals that live events bring up to date.

mod address;
mod admin;
mod board;
mod chip;
mod combo;
mod composer;
mod customers;
mod desk;
mod frame;
mod hits;
mod kb;
mod keys;
mod list;
mod live;
mod local_time;
mod me;
mod new;
mod notices;
mod palette;
mod parts;
mod picker;
mod program;
mod redact;
mod search;
mod signature;
mod signed_out;
mod ticket;
mod views;

use domain::words::console;
use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::components::{ParentRoute, Redirect, Route, Router, Routes};
use leptos_router::path;

use self::admin::{AdminPage, MailPage, MessagePage, WorkPage};
use self::board::{BoardPage, ReorganisePage};
use self::customers::{CustomersPage, OrganisationPage};
use self::frame::{Frame, KeysDialog, TabBar};
use self::kb::{ArticlePage, EditPage, HealthPage, KnowledgePage, VersionsPage};
use self::list::TicketsPage;
use self::me::MePage;
use self::new::NewPage;
use self::notices::NoticesPage;
use self::palette::PaletteDialog;
use self::parts::Missing;
pub use self::program::Program;
use self::program::let_leave;
use self::redact::RedactPage;
use self::search::SearchPage;
use self::signed_out::SignedOut;
use self::ticket::{NoTicket, TicketRegion};
use crate::browser::{mark_hydrated, ticker};
use crate::me::{provide_me, use_me};
use crate::ui::{ToastRegion, close_menus, provide_icons, provide_toasts, show_starts};

/// The desk: everything that agents and leads work with.
#[component]
pub fn App() -> impl IntoView {
    root(Program::Desk, || view! { <Pages/> }.into_any())
}

/// The board, in the same frame.
#[component]
pub fn Overview() -> impl IntoView {
    root(Program::Overview, || view! { <OverviewPages/> }.into_any())
}

/// The settings, likewise.
#[component]
pub fn Settings() -> impl IntoView {
    root(Program::Settings, || view! { <SettingsPages/> }.into_any())
}

/// The pages on the desk's mail, likewise.
#[component]
pub fn Mail() -> impl IntoView {
    root(Program::Mail, || view! { <MailPages/> }.into_any())
}

/// What the server draws for a page of `program`.
#[must_use]
pub fn pages_of(program: Program) -> AnyView {
    match program {
        Program::Desk => view! { <App/> }.into_any(),
        Program::Overview => view! { <Overview/> }.into_any(),
        Program::Settings => view! { <Settings/> }.into_any(),
        Program::Mail => view! { <Mail/> }.into_any(),
    }
}

/// What all programs stand in.
fn root(own: Program, pages: fn() -> AnyView) -> impl IntoView {
    provide_context(own);
    provide_me();
    provide_icons();
    provide_meta_context();
    provide_toasts();
    ticker::provide_ticker();
    desk::provide_desk();
    keys::provide_keys();
    palette::provide_palette();
    close_menus();
    show_starts();
    mark_hydrated();
    let words = console::frame(use_me().lang).leave;
    view! {
        <Router>
            <div class="app" on:click=move |event| let_leave(&event, own, words)>
                <Frame/>
                {pages()}
                <TabBar/>
            </div>
            <KeysDialog/>
            <PaletteDialog/>
            <SignedOut/>
            <ToastRegion/>
        </Router>
    }
}

#[component]
fn Pages() -> impl IntoView {
    view! {
        <Routes fallback=Missing>
            <Route path=path!("/desk") view=|| view! { <Redirect path=address::first_view()/> }/>
            <ParentRoute path=path!("/desk") view=TicketsPage>
                <Route path=path!("/v/:view") view=NoTicket/>
                <Route path=path!("/v/:view/t/:number") view=TicketRegion/>
                <Route path=path!("/t/:number") view=TicketRegion/>
            </ParentRoute>
            <Route path=path!("/desk/new") view=NewPage/>
            <Route path=path!("/desk/search") view=SearchPage/>
            <Route path=path!("/desk/notices") view=NoticesPage/>
            <Route path=path!("/desk/me") view=MePage/>
            <Route path=path!("/desk/customers") view=CustomersPage/>
            <Route path=path!("/desk/customers/o/:id") view=OrganisationPage/>
        </Routes>
    }
}

#[component]
fn OverviewPages() -> impl IntoView {
    view! {
        <Routes fallback=Missing>
            <Route path=path!("/desk/board") view=BoardPage/>
            <Route path=path!("/desk/admin/:section") view=WorkPage/>
            <Route path=path!("/desk/board/move") view=ReorganisePage/>
            <Route path=path!("/desk/redact/:number/:entry") view=RedactPage/>
            <Route path=path!("/desk/kb") view=KnowledgePage/>
            <Route path=path!("/desk/kb/new") view=EditPage/>
            <Route path=path!("/desk/kb/health") view=HealthPage/>
            <Route path=path!("/desk/kb/:article") view=ArticlePage/>
            <Route path=path!("/desk/kb/:article/edit") view=EditPage/>
            <Route path=path!("/desk/kb/:article/versions") view=VersionsPage/>
        </Routes>
    }
}

#[component]
fn MailPages() -> impl IntoView {
    view! {
        <Routes fallback=Missing>
            <Route path=path!("/desk/admin/:section") view=MailPage/>
            <Route path=path!("/desk/mail/:id") view=MessagePage/>
        </Routes>
    }
}

#[component]
fn SettingsPages() -> impl IntoView {
    view! {
        <Routes fallback=Missing>
            <Route path=path!("/desk/admin") view=AdminPage/>
            <Route path=path!("/desk/admin/:section") view=AdminPage/>
        </Routes>
    }
}
