//! Stands over the console once the session has ended. The page below stays as it is, with everything that was typed:
//! who signs in again in another tab goes on where they were.

use domain::Error;
use domain::words::console;
use leptos::ev;
use leptos::prelude::*;
use leptos::reactive::spawn_local_scoped;

use crate::api::session::may_open;
use crate::browser::live;
use crate::error::AppError;
use crate::me::use_me;
use crate::ui::{Button, Dialog};

#[component]
pub fn SignedOut() -> impl IntoView {
    let w = console::frame(use_me().lang);
    let open = RwSignal::new(false);
    Effect::new(move |_| open.set(live::session_ended().get()));
    // A stream that is refused looks like one that broke.
    Effect::new(move |_| {
        if live::lost_since().get().is_some() {
            spawn_local_scoped(look());
        }
    });
    let listener = window_event_listener(ev::focus, move |_| {
        if open.get_untracked() {
            spawn_local_scoped(look());
        }
    });
    on_cleanup(move || listener.remove());
    view! {
        <Dialog open id="signed-out" title=w.signed_out>
            <p class="c2">{w.signed_out_hint}</p>
            <footer>
                <Button kind="button" on:click=move |_| spawn_local_scoped(look())>{w.signed_in_again}</Button>
                <a class="btn btn--primary" href="/login?next=/desk/me" target="_blank" rel="external">{w.sign_in}</a>
            </footer>
        </Dialog>
    }
}

/// Asks the desk whether it knows the reader, and goes by that.
async fn look() {
    match may_open("/desk".to_owned()).await {
        Ok(()) if live::session_ended().get_untracked() => live::resume(),
        Err(AppError::Desk(Error::SignIn | Error::Forbidden)) => live::end_session(),
        _ => {}
    }
}
