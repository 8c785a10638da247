//! `/new/solved`: an answer solved it, nothing was sent; with the way back.

use domain::words::portal;
use leptos::prelude::*;

use super::load::NotSolved;
use crate::me::use_me;
use crate::portal::address::use_query;
use crate::portal::parts::{PageTitle, PostForm};
use crate::ui::{Button, Icon, LinkButton, Look};

#[component]
pub fn SolvedPage() -> impl IntoView {
    let w = portal::ask(use_me().lang);
    let (id, by) = (use_query("i"), use_query("by"));
    // Problems have numbers ("P-311"), articles have slugs in small letters.
    let answer = if by.starts_with("P-") { format!("/status#{by}") } else { format!("/help/a/{by}") };
    view! {
        <PageTitle text=w.solved_title/>
        <main id="main" class="wrap sent">
            <div class="sent__h"><Icon name="check"/><h1>{w.solved_title}</h1></div>
            <p>{w.solved_hint}</p>
            <p><a href=answer>{w.solved_article}</a></p>
            <PostForm<NotSolved> class="form__go">
                <input type="hidden" name="id" value=id/>
                <LinkButton href="/" look=Look::Primary>{w.solved_home}</LinkButton>
                <Button icon="undo-2">{w.solved_undo}</Button>
            </PostForm<NotSolved>>
        </main>
    }
}
