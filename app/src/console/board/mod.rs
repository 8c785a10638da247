//! `/desk/board`: how the desk stands, what needs somebody now, who has room. Kept live; a card stays the same element
//! while its ticket is on the board, so that what is under the cursor does not move away.

mod cards;
mod people;
mod reorganise;

use domain::Error;
use domain::routing::board::{Board, Span};
use domain::tickets::decide::Command;
use domain::tickets::entry::Named;
use domain::words::{console, fill};
use leptos::prelude::*;
use leptos::reactive::spawn_local_scoped;
use leptos_router::hooks::use_query_map;

use self::cards::{Cards, GiveDialog};
use self::people::{Moves, People};
pub use self::reorganise::ReorganisePage;
use super::live::{gathered, on_tickets};
use super::parts::{PageTitle, loaded, refused_page, region_or};
use crate::api::routing::load_board as load;
use crate::api::tickets::change;
use crate::browser::{focus, ticker};
use crate::error::AppError;
use crate::me::use_me;
use crate::portal::address::with_query;
use crate::ui::{Icon, use_toasts};

/// The suggested moves, and their name.
const MOVES: &str = ".sg";
const MOVES_NAME: &str = ".sg h2";

/// Where the board is.
pub const ADDRESS: &str = "/desk/board";

#[component]
pub fn BoardPage() -> impl IntoView {
    let w = console::board(use_me().lang);
    let query = use_query_map();
    let team = Memo::new(move |_| query.read().get("team").unwrap_or_default());
    let wall = Memo::new(move |_| query.read().get("wall").is_some());
    let board = loaded(move || team.get(), load);
    let class = move || if wall.get() { "app__main pg pg--wall" } else { "app__main pg" };
    view! {
        <PageTitle thing=w.title area=w.title/>
        <main id="main" class=class>
            {region_or(board, move |board| view! { <Live board team wall/> }.into_any(), refused_page)}
        </main>
    }
}

/// The board on show, and what can be done from it.
#[derive(Clone, Copy)]
pub struct Shown {
    pub board: RwSignal<Board>,
    team: Memo<String>,
    is_stale: RwSignal<bool>,
    /// The ticket that is about to be given to somebody, and its version.
    giving: RwSignal<Option<(String, i64)>>,
    /// Whether the people to choose from are shown.
    choosing: RwSignal<bool>,
    owner: StoredValue<Option<Owner>>,
}

impl Shown {
    /// Reads it anew.
    fn read(self) {
        let Some(owner) = self.owner.try_get_value().flatten() else { return };
        owner.with(|| {
            let team = self.team.get_untracked();
            spawn_local_scoped(async move {
                let news = load(team).await;
                if self.is_stale.try_set(news.is_err()).is_some() {
                    return;
                }
                if let Ok(news) = news {
                    ticker::synchronise(news.now);
                    self.board.set(news);
                }
            });
        });
    }

    /// Gives the ticket called `number`, as it was at `version`, to somebody.
    pub fn give(self, number: String, version: i64, to: Named) {
        let (toasts, lang) = (use_toasts(), use_me().lang);
        let Some(owner) = self.owner.try_get_value().flatten() else { return };
        owner.with(|| {
            spawn_local_scoped(async move {
                let command = Command::Assign { to: Some(to.clone()) };
                match change(number.clone(), version, command, Vec::new()).await {
                    Ok(_) => {
                        let given = console::board(lang).given;
                        toasts.say(fill(given, &[("number", &number), ("name", &to.name)]));
                        // The button goes with its move.
                        if focus::is_within(MOVES) {
                            focus::focus(MOVES_NAME);
                        }
                    }
                    Err(AppError::Desk(Error::Conflict(_))) => toasts.warn(console::board(lang).meanwhile),
                    Err(error) => toasts.warn(error.sentence(lang)),
                }
                self.read();
            });
        });
    }
}

#[component]
fn Live(board: Board, team: Memo<String>, wall: Memo<bool>) -> impl IntoView {
    let lang = use_me().lang;
    ticker::synchronise(board.now);
    let shown = Shown {
        board: RwSignal::new(board),
        team,
        is_stale: RwSignal::new(false),
        giving: RwSignal::new(None),
        choosing: RwSignal::new(false),
        owner: StoredValue::new(Owner::current()),
    };
    let soon = gathered(move || shown.read());
    on_tickets(move |_| soon());
    // Time alone moves cards from column to column.
    ticker::on_minute(move || shown.read());
    let column = move |span: Span| view! { <Cards span shown/> };
    view! {
        <Head shown wall/>
        <GiveDialog shown/>
        <div class="bd">
            <Figures shown/>
            <div class="bd__g">
                <div class="cols" tabindex="0" role="group" aria-label=console::board(lang).columns>
                    {Span::ALL.map(column).collect_view()}
                </div>
                <aside class="rail stack"><Moves shown/><People shown/></aside>
            </div>
        </div>
    }
}

#[component]
fn Head(shown: Shown, wall: Memo<bool>) -> impl IntoView {
    let w = console::board(use_me().lang);
    let said = move || {
        let pattern = if shown.is_stale.get() { w.stale } else { w.live };
        shown.board.with(|board| fill(pattern, &[("at", &board.clock)]))
    };
    let address = move |team: &str, wall: bool| {
        with_query(ADDRESS, &[("team", team), ("wall", if wall { "1" } else { "" })])
    };
    let team = move |name: String, words: String| {
        let own = name.clone();
        let current = move || (shown.team.get() == own).then_some("true");
        view! { <a href=move || address(&name, wall.get()) aria-current=current>{words}</a> }
    };
    let teams = move || {
        let teams = shown.board.with(|board| board.teams.clone());
        let all = [(String::new(), w.all_teams.to_owned())].into_iter();
        all.chain(teams.into_iter().map(|name| (name.clone(), name)))
            .map(|(name, words)| team(name, words))
            .collect_view()
    };
    let may_move = use_me().viewer().may(domain::access::Action::ManageWork);
    let words = console::reorganise(use_me().lang).open;
    let move_work = may_move
        .then(|| view! { <a class="btn btn--sm" href=reorganise::ADDRESS><Icon name="route"/>{words}</a> });
    let wall_words = move || if wall.get() { w.wall_end } else { w.wall };
    view! {
        <header class="pg__h">
            <h1>{w.title}</h1>
            <span class="t12 c2 row"><span class=move || if shown.is_stale.get() { "vdot vdot--bad" } else { "vdot vdot--ok" } aria-hidden="true"></span>{said}</span>
            <nav class="seg push" aria-label=w.teams>{teams}</nav>
            {move_work}
            <a class="btn btn--sm" href=move || shown.team.with(|team| address(team, !wall.get()))><Icon name="monitor"/>{wall_words}</a>
        </header>
    }
}

#[component]
fn Figures(shown: Shown) -> impl IntoView {
    let lang = use_me().lang;
    let figures = Memo::new(move |_| shown.board.with(|board| (board.numbers.clone(), board.now)));
    let figure = |(place, figure): (usize, console::Figure)| {
        let is_none = figure.figure == "0";
        let (state, icon) = match place {
            0 if !is_none => (Some("breach"), Some("octagon-alert")),
            1 if !is_none => (Some("risk"), Some("triangle-alert")),
            _ => (None, None),
        };
        view! {
            <div data-state=state>
                <dt class="t12 row row--tight">{icon.map(|name| view! { <Icon name/> })}{figure.label}</dt>
                <dd>{figure.figure}<span class="t12 c2">{figure.beside}</span></dd>
            </div>
        }
    };
    let all = move || {
        let (numbers, now) = figures.get();
        console::figures(lang, &numbers, now).into_iter().enumerate().map(figure).collect_view()
    };
    view! { <dl class="kpis" aria-label=console::board(lang).numbers>{all}</dl> }
}
