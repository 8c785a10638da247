//! The customer portal: every page is drawn whole by the server and works without scripts. A page is a file or folder
//! named after its address; what pages share is in [`parts`].
//!
//! With scripts, only the parts of a page that go on by themselves come to life ([`wake`]): clocks, suggestions, what is
//! typed and what changes elsewhere. The rest stays the document it is, which keeps the browser's half small enough for
//! a first visit on a phone.

mod account;
pub mod address;
mod drafts;
mod frame;
mod help;
mod home;
pub mod new_request;
mod parts;
mod request;
mod requests;
mod search;
mod sign_in;
mod status;
mod wake;

use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::components::{FlatRoutes, Route, Router};
use leptos_router::path;

use self::account::AccountPage;
use self::frame::{Footer, Header};
use self::help::{ArticlePage, HelpPage, ProductPage};
use self::home::HomePage;
use self::new_request::{AskPage, FirstPage, SolvedPage};
use self::parts::Missing;
use self::request::{MissingPage, RequestPage, SurveyPage};
use self::requests::RequestsPage;
use self::search::SearchPage;
use self::sign_in::{CodePage, SignInPage, SignOutPage};
use self::status::StatusPage;
use crate::me::provide_me;
use crate::ui::provide_icons;

pub use self::wake::{Mount, wake};

/// The portal's root, drawn by the server.
#[component]
pub fn App() -> impl IntoView {
    provide_me();
    provide_icons();
    provide_meta_context();
    view! { <Router><Header/><Pages/><Footer/></Router> }
}

#[component]
fn Pages() -> impl IntoView {
    view! {
        <FlatRoutes fallback=Missing>
            <Route path=path!("/") view=HomePage/>
            <Route path=path!("/search") view=SearchPage/>
            <Route path=path!("/help") view=HelpPage/>
            <Route path=path!("/help/a/:slug") view=ArticlePage/>
            <Route path=path!("/help/:product") view=ProductPage/>
            <Route path=path!("/new") view=FirstPage/>
            <Route path=path!("/new/solved") view=SolvedPage/>
            <Route path=path!("/new/:step") view=AskPage/>
            <Route path=path!("/requests") view=RequestsPage/>
            <Route path=path!("/requests/:number") view=RequestPage/>
            <Route path=path!("/requests/:number/answers") view=MissingPage/>
            <Route path=path!("/requests/:number/survey") view=SurveyPage/>
            <Route path=path!("/status") view=StatusPage/>
            <Route path=path!("/login") view=SignInPage/>
            <Route path=path!("/login/code") view=CodePage/>
            <Route path=path!("/logout") view=SignOutPage/>
            <Route path=path!("/account") view=AccountPage/>
        </FlatRoutes>
    }
}
