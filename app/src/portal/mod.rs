//! The customer portal: every page renders whole on the server and works without scripts. A page is a file or folder
//! named after its address; what pages share is in [`parts`].

mod account;
pub mod address;
mod frame;
mod help;
mod home;
mod load;
mod new_request;
mod parts;
mod request;
mod requests;
mod search;
mod sign_in;
mod status;

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
use self::request::RequestPage;
use self::requests::RequestsPage;
use self::search::SearchPage;
use self::sign_in::{CodePage, SignInPage, SignOutPage};
use self::status::StatusPage;
use crate::browser::{focus, mark_hydrated, ticker};
use crate::me::provide_me;
use crate::ui::{close_menus, provide_icons};

/// The portal's root.
#[component]
pub fn App() -> impl IntoView {
    provide_me();
    provide_icons();
    provide_meta_context();
    ticker::provide_ticker();
    close_menus();
    mark_hydrated();
    view! { <Router><Header/><Pages/><Footer/></Router> }
}

#[component]
fn Pages() -> impl IntoView {
    focus::follow_navigation();
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
            <Route path=path!("/status") view=StatusPage/>
            <Route path=path!("/login") view=SignInPage/>
            <Route path=path!("/login/code") view=CodePage/>
            <Route path=path!("/logout") view=SignOutPage/>
            <Route path=path!("/account") view=AccountPage/>
        </FlatRoutes>
    }
}
