//! Intake questions: every list of them, and the editor of one. Siblings: `backend/src/intake/flows`, `domain::intake`
//! (what is asked when, and what is wrong with a draft).

mod conditions;
mod editing;
mod fields;
mod order;
mod preview;
mod side;

use domain::intake::{FlowLine, FlowPage};
use domain::words::{console, fill};
use leptos::prelude::*;

use self::editing::Editing;
use self::order::Questions;
use self::preview::Preview;
use self::side::{Before, History, Usage};
use super::super::parts::{loaded, region};
use super::{Section, SectionHead};
use crate::api::flows::{flows, open_flow};
use crate::browser::page::ask_before_leaving;
use crate::console::address::use_query;
use crate::me::use_me;
use crate::portal::address::with_query;
use crate::ui::{Banner, Button, Column, Icon, Look, Pill, Table, Tone};

/// All lists, or the one that the address names.
#[component]
pub fn Flows() -> impl IntoView {
    let w = console::flows(use_me().lang);
    let chosen = use_query("flow");
    let part = move || {
        let id = chosen.get();
        if id.is_empty() {
            let list = loaded(|| (), |()| flows());
            return region(list, |lines| view! { <List lines/> }.into_any());
        }
        let page = loaded(move || id.clone(), open_flow);
        region(page, |page| view! { <Editor page/> }.into_any())
    };
    view! { <SectionHead section=Section::Flows hint=w.hint/>{part} }
}

#[component]
fn List(lines: Vec<FlowLine>) -> impl IntoView {
    let w = console::flows(use_me().lang);
    let columns = vec![
        Column::new(w.what_for),
        Column::new(w.count).end(),
        Column::new(w.version).end(),
        Column::new(w.state),
    ];
    let rows = lines.into_iter().map(row).collect_view();
    view! {
        <div class="ed__b ed__b--one">
            <div class="ed__m"><Table caption=w.table columns>{rows}</Table></div>
        </div>
    }
}

fn row(line: FlowLine) -> impl IntoView {
    let lang = use_me().lang;
    let w = console::flows(lang);
    let href = with_query(&Section::Flows.address(), &[("flow", &line.id)]);
    let state = match (line.drafted, line.questions) {
        (true, _) => view! { <Pill tone=Tone::Accent icon="pencil">{w.drafted}</Pill> }.into_any(),
        (false, 0) => view! { <span class="c3">{w.none}</span> }.into_any(),
        (false, _) => view! { <Pill tone=Tone::Good icon="circle-check">{w.asked}</Pill> }.into_any(),
    };
    let version = (line.version > 0).then_some(line.version);
    view! {
        <tr>
            <th scope="row"><a href=href>{console::flow_name(lang, &line.product, &line.topic)}</a></th>
            <td class="end num">{line.questions}</td>
            <td class="end num">{version}</td>
            <td>{state}</td>
        </tr>
    }
}

#[component]
fn Editor(page: FlowPage) -> impl IntoView {
    let w = console::flows(use_me().lang);
    let editing = Editing::new(page);
    ask_before_leaving(move || editing.is_unsaved());
    view! {
        <div class="ed__b">
            <div class="ed__m">
                <Head editing/>
                <Conflict editing/>
                <Questions editing/>
                <Usage editing/>
            </div>
            <aside class="ed__s" aria-label=w.try_it><Before editing/><Preview editing/><History editing/></aside>
        </div>
    }
}

/// What it is for, how it stands, and what can be done with the draft.
#[component]
fn Head(editing: Editing) -> impl IntoView {
    let lang = use_me().lang;
    let w = console::flows(lang);
    let name =
        editing.page.with_untracked(|page| console::flow_name(lang, &page.line.product, &page.line.topic));
    let version = move || match editing.page.with(|page| page.line.version) {
        0 => w.version_none.to_owned(),
        n => fill(w.version_now, &[("n", &n.to_string())]),
    };
    let standing = move || match (editing.is_unsaved(), editing.is_published()) {
        (true, _) => w.unsaved,
        (false, false) => w.unpublished,
        (false, true) => w.same,
    };
    let is_blocked = move || editing.flaws.with(|flaws| !flaws.is_empty());
    let blocked = move || is_blocked().then(|| view! { <p class="c2" id="fl-blocked">{w.blocked}</p> });
    view! {
        <section aria-labelledby="fl-h">
            <p class="crumb"><a href=Section::Flows.address()><Icon name="arrow-left"/>{w.back}</a></p>
            <div class="row row--wrap">
                <h2 id="fl-h" class="t14 w6 grow">{name}</h2>
                <Button kind="button" on:click=move |_| editing.save()>{w.save}</Button>
                <Button kind="button" look=Look::Primary attr:aria-disabled=move || is_blocked().then_some("true")
                    attr:aria-describedby=move || is_blocked().then_some("fl-blocked")
                    on:click=move |_| editing.publish()>{w.publish}</Button>
            </div>
            <p class="c2">{version}" "<span role="status">{standing}</span></p>
            {blocked}
            <p class="vh" role="status">{move || editing.news.get()}</p>
        </section>
    }
}

/// Two editors of one list: nothing is lost, and one of the two decides.
#[component]
fn Conflict(editing: Editing) -> impl IntoView {
    let w = console::flows(use_me().lang);
    move || {
        editing.conflict.get().then(|| {
            view! {
                <Banner tone=Tone::Risk icon="triangle-alert" role="alert">
                    <h2 class="t14 w6">{w.conflict}</h2>
                    <p>{w.conflict_hint}</p>
                    <p class="row mt">
                        <Button kind="button" on:click=move |_| editing.settle(false)>{w.take_theirs}</Button>
                        <Button kind="button" on:click=move |_| editing.settle(true)>{w.keep_mine}</Button>
                    </p>
                </Banner>
            }
        })
    }
}
