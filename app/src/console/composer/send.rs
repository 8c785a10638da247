//! The buttons that send: one for a note; for a reply one main way and, behind the arrow, the others.

use domain::tickets::decide::AfterReply;
use domain::words::console;
use leptos::prelude::*;

use super::state::{Composer, Mode};
use crate::browser::page::shut_menus;
use crate::me::use_me;
use crate::ui::{Icon, Kbd, Menu, MenuButton};

#[component]
pub fn Send(composer: Composer) -> impl IntoView {
    let mode = composer.mode;
    move || match mode.get() {
        Mode::Note => view! { <AddNote composer/> }.into_any(),
        Mode::Reply => view! { <SendReply composer/> }.into_any(),
    }
}

#[component]
fn AddNote(composer: Composer) -> impl IntoView {
    let w = console::composer(use_me().lang);
    let busy = move || composer.busy.get().to_string();
    view! {
        <button type="button" class="btn btn--note push" aria-busy=busy on:click=move |_| composer.send(AfterReply::KeepOpen)>
            <Icon name="lock"/>{w.add_note}<Kbd keys=&["Ctrl", "↵"]/>
        </button>
    }
}

#[component]
fn SendReply(composer: Composer) -> impl IntoView {
    let w = console::composer(use_me().lang);
    let busy = move || composer.busy.get().to_string();
    let send = move |after| {
        shut_menus();
        composer.send(after);
    };
    view! {
        <span class="split push">
            <button type="button" class="btn btn--primary" aria-busy=busy on:click=move |_| send(AfterReply::KeepOpen)>
                {w.send_open}<Kbd keys=&["Ctrl", "↵"]/>
            </button>
            <Menu button="btn btn--primary" class="menu--up" icon="chevron-down" label=w.send_more>
                <MenuButton kind="button" icon="hand" on:click=move |_| send(AfterReply::Wait)>{w.send_wait}</MenuButton>
                <MenuButton kind="button" icon="circle-check" on:click=move |_| send(AfterReply::Solve)>
                    {w.send_solve}<Kbd keys=&["Ctrl", "⇧", "↵"]/>
                </MenuButton>
            </Menu>
        </span>
    }
}
