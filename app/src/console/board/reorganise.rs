//! `/desk/board/move`: the work of a queue, a team or a person moved at once. Each change of what is asked for shows where
//! the tickets would land; what was moved lately stands below, with the way back.

use domain::routing::reorganise::{
    Landing, Operation, OperationState, Preview, Receiver, Reorganisation, ReorganisePage as Page, SHOWN,
    Share, Source,
};
use domain::tickets::entry::Named;
use domain::words::{console, count, fill};
use leptos::prelude::*;
use leptos::reactive::spawn_local_scoped;

use super::super::address;
use super::super::live::{gathered, on_tickets};
use super::super::parts::{PageTitle, loaded, refused_page, region_or};
use crate::api::reorganise::{begin, load_moves, preview_move, undo};
use crate::error::AppError;
use crate::me::use_me;
use crate::ui::{Button, Choice, Icon, Look, Pill, SelectField, Time, Tone, use_toasts};

/// Where work is moved.
pub const ADDRESS: &str = "/desk/board/move";

#[component]
pub fn ReorganisePage() -> impl IntoView {
    let w = console::reorganise(use_me().lang);
    let page = loaded(|| (), |()| load_moves());
    view! {
        <PageTitle thing=w.title area=console::board(use_me().lang).title/>
        <main id="main" class="app__main pg">
            <header class="pg__h">
                <div>
                    <p class="crumb"><a href=super::ADDRESS><Icon name="arrow-left"/>{console::board(use_me().lang).title}</a></p>
                    <h1>{w.title}</h1>
                </div>
            </header>
            {region_or(page, |page| view! { <Contents page/> }.into_any(), refused_page)}
        </main>
    }
}

/// What is asked for, and what the desk says to it.
#[derive(Clone, Copy)]
struct Moving {
    from: RwSignal<String>,
    queue: RwSignal<String>,
    receiver: RwSignal<String>,
    /// `None`: not asked yet, or on its way.
    shown: RwSignal<Option<Result<Preview, AppError>>>,
    operations: RwSignal<Vec<Operation>>,
    owner: StoredValue<Option<Owner>>,
}

impl Moving {
    /// `None` until it is said which tickets go where.
    fn asked(self) -> Option<Reorganisation> {
        let from = self.from.with(|code| Source::parse(code))?;
        let queue = Some(self.queue.get()).filter(|id| !id.is_empty());
        let receiver = self.receiver.with(|code| Receiver::parse(code))?;
        let leads_anywhere = queue.is_some() || receiver != Receiver::Same;
        leads_anywhere.then_some(Reorganisation { from, queue, receiver })
    }

    /// Asks what would happen; an answer to an older question is not shown.
    fn look(self) {
        let asked = self.asked();
        self.shown.set(None);
        let Some(question) = asked.clone() else { return };
        spawn_local_scoped(async move {
            let answer = preview_move(question).await;
            if self.from.try_get_untracked().is_some() && untrack(|| self.asked()) == asked {
                self.shown.set(Some(answer));
            }
        });
    }

    fn read(self) {
        let Some(owner) = self.owner.try_get_value().flatten() else { return };
        owner.with(|| {
            spawn_local_scoped(async move {
                if let Ok(page) = load_moves().await {
                    self.operations.try_set(page.operations);
                }
            });
        });
    }

    fn go(self, plan: String) {
        let (toasts, lang) = (use_toasts(), use_me().lang);
        let Some(asked) = untrack(|| self.asked()) else { return };
        toasts.next_deed();
        spawn_local_scoped(async move {
            match begin(asked, plan).await {
                // The choices stay as they are read; what they lead to is shown at the next one.
                Ok(()) => drop(self.shown.try_set(None)),
                Err(error) => {
                    toasts.warn(error.sentence(lang));
                    self.look();
                }
            }
            self.read();
        });
    }

    fn back(self, id: String) {
        let (toasts, lang) = (use_toasts(), use_me().lang);
        toasts.next_deed();
        spawn_local_scoped(async move {
            if let Err(error) = undo(id).await {
                toasts.warn(error.sentence(lang));
            }
            self.read();
        });
    }
}

#[component]
fn Contents(page: Page) -> impl IntoView {
    let Page { queues, teams, people, operations } = page;
    let moving = Moving {
        from: RwSignal::new(String::new()),
        queue: RwSignal::new(String::new()),
        receiver: RwSignal::new(Receiver::Same.code()),
        shown: RwSignal::new(None),
        operations: RwSignal::new(operations),
        owner: StoredValue::new(Owner::current()),
    };
    // Each ticket that moves says so: the progress is read with them.
    let soon = gathered(move || moving.read());
    on_tickets(move |_| soon());
    view! {
        <div class="pg__b stack">
            <Form moving queues teams people/>
            <Answer moving/>
            <Lately moving/>
        </div>
    }
}

#[component]
fn Form(moving: Moving, queues: Vec<Named>, teams: Vec<String>, people: Vec<Named>) -> impl IntoView {
    let w = console::reorganise(use_me().lang);
    let named = |pattern: &'static str, name: &str| fill(pattern, &[("name", name)]);
    let choice = |code: String, label: String| Choice::new(&code, label);
    let mut from = vec![Choice::new("", w.choose)];
    from.extend(
        queues.iter().map(|own| choice(Source::Queue(own.id.clone()).code(), named(w.of_queue, &own.name))),
    );
    from.push(choice(Source::NoQueue.code(), w.no_queue.to_owned()));
    from.extend(teams.iter().map(|team| choice(Source::Team(team.clone()).code(), named(w.of_team, team))));
    from.extend(people.iter().map(|own| choice(Source::Person(own.id.clone()).code(), own.name.clone())));
    let mut queue = vec![Choice::new("", w.same_queue)];
    queue.extend(queues.iter().map(|own| Choice::new(&own.id, own.name.clone())));
    let mut receiver = vec![
        choice(Receiver::Same.code(), w.same.to_owned()),
        choice(Receiver::Shared.code(), w.shared.to_owned()),
        choice(Receiver::Nobody.code(), w.nobody.to_owned()),
    ];
    receiver
        .extend(people.iter().map(|own| choice(Receiver::Person(own.id.clone()).code(), own.name.clone())));
    let into = move |signal: RwSignal<String>| {
        move |event| {
            signal.set(event_target_value(&event));
            moving.look();
        }
    };
    view! {
        <section class="card box form" aria-label=w.title>
            <p class="hint">{w.hint}</p>
            <SelectField id="move-from" label=w.from options=from on:change=into(moving.from)/>
            <SelectField id="move-queue" label=w.queue options=queue on:change=into(moving.queue)/>
            <SelectField id="move-to" label=w.receiver options=receiver on:change=into(moving.receiver)/>
        </section>
    }
}

/// What would happen, and the button that lets it.
#[component]
fn Answer(moving: Moving) -> impl IntoView {
    let lang = use_me().lang;
    let answer = move || match moving.shown.get()? {
        Ok(preview) => Some(view! { <Shown moving preview/> }.into_any()),
        Err(error) => Some(
            view! { <p class="err"><Icon name="circle-alert"/><span>{error.sentence(lang)}</span></p> }
                .into_any(),
        ),
    };
    view! { <div aria-live="polite">{answer}</div> }
}

#[component]
fn Shown(moving: Moving, preview: Preview) -> impl IntoView {
    let lang = use_me().lang;
    let w = console::reorganise(lang);
    let Preview { total, is_cut, landings, shares, left_over, plan } = preview;
    if total == 0 {
        return view! { <p class="c2">{w.none}</p> }.into_any();
    }
    let title = count(total.into(), w.total_one, w.total);
    let cut = is_cut.then(|| view! { <p class="risk t14">{w.cut}</p> });
    let over = (left_over > 0).then(|| count(left_over.into(), w.left_over_one, w.left_over));
    let share = |Share { who, is_away, gets }: Share| {
        let name = who.map_or_else(|| w.nobody_has.to_owned(), |who| who.name);
        let name = if is_away { fill(w.away, &[("name", &name)]) } else { name };
        view! { <li>{name}" "<span class="count">{gets}</span></li> }
    };
    let more = (total as usize > SHOWN).then(|| count(u64::from(total) - SHOWN as u64, w.more_one, w.more));
    let go = count(total.into(), w.go_one, w.go);
    view! {
        <section class="card box" aria-labelledby="mv-h">
            <header><h2 id="mv-h">{title}</h2><Button kind="button" look=Look::Primary small=true icon="route" on:click=move |_| moving.go(plan.clone())>{go}</Button></header>
            {cut}
            <ul role="list" class="row t14" aria-label=w.shares>{shares.into_iter().map(share).collect_view()}</ul>
            {over.map(|words| view! { <p class="c2 t14">{words}</p> })}
            <div class="tbl__w" tabindex="0" role="group" aria-label=w.landings>
                <table class="tbl">
                    <thead><tr><th scope="col">{w.ticket}</th><th scope="col">{w.was}</th><th scope="col">{w.will_be}</th></tr></thead>
                    <tbody>{landings.into_iter().map(landing).collect_view()}</tbody>
                </table>
            </div>
            {more.map(|words| view! { <p class="c2 t14">{words}</p> })}
        </section>
    }
    .into_any()
}

fn landing(own: Landing) -> impl IntoView {
    let w = console::reorganise(use_me().lang);
    let place = |queue: Option<Named>, who: Option<Named>| {
        let queue = queue.map_or_else(|| w.no_queue.to_owned(), |queue| queue.name);
        let who = who.map_or_else(|| w.nobody_has.to_owned(), |who| who.name);
        format!("{queue}, {who}")
    };
    let href = address::ticket("all", &own.number);
    view! {
        <tr>
            <td><a href=href>{own.number}</a>" "{own.subject}</td>
            <td>{place(own.from_queue, own.from)}</td>
            <td>{place(own.queue, own.to)}</td>
        </tr>
    }
}

/// What was moved lately.
#[component]
fn Lately(moving: Moving) -> impl IntoView {
    let w = console::reorganise(use_me().lang);
    let list = move || {
        let operations = moving.operations.get();
        match operations.is_empty() {
            true => view! { <p class="c2 t14">{w.lately_none}</p> }.into_any(),
            false => {
                let item = |own: Operation| operation(moving, own);
                view! { <ul role="list" class="rows">{operations.into_iter().map(item).collect_view()}</ul> }
                    .into_any()
            }
        }
    };
    view! { <section class="card box" aria-labelledby="lt-h"><h2 id="lt-h">{w.lately}</h2>{list}</section> }
}

fn operation(moving: Moving, own: Operation) -> impl IntoView {
    let lang = use_me().lang;
    let w = console::reorganise(lang);
    let what = console::moved_line(lang, &own);
    let (tone, icon, words) = match own.state {
        OperationState::Moving | OperationState::Undoing => {
            let pattern = if own.state == OperationState::Moving { w.moving } else { w.undoing };
            let values = [("done", own.done.to_string()), ("total", own.total.to_string())];
            (
                Tone::Accent,
                "loader-circle",
                fill(pattern, &values.each_ref().map(|(name, value)| (*name, value.as_str()))),
            )
        }
        OperationState::Moved => {
            (Tone::Good, "circle-check", count(own.moved().into(), w.moved_one, w.moved))
        }
        OperationState::Undone => (Tone::Quiet, "undo-2", count(own.moved().into(), w.undone_one, w.undone)),
    };
    let left = (own.left_alone > 0).then(|| count(own.left_alone.into(), w.left_alone_one, w.left_alone));
    let id = own.id.clone();
    let back = (own.state == OperationState::Moved).then(|| {
        let label = fill(w.undo_this, &[("what", &what)]);
        view! {
            <Button kind="button" small=true icon="undo-2" attr:aria-label=label on:click=move |_| moving.back(id.clone())>{w.undo}</Button>
        }
    });
    view! {
        <li>
            <div class="row"><Pill tone icon>{words}</Pill><b>{what}</b><span class="push">{back}</span></div>
            <p class="t12 c2">{fill(w.by, &[("name", &own.by)])}", "<Time stamp=own.at/>{left.map(|words| format!(". {words}"))}</p>
        </li>
    }
}
