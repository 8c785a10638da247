//! The rules in their order, what is worth a second look, saving and trying them.

use domain::routing::rule::{Rule, Rules};
use domain::routing::view::DryRun;
use domain::words::common::in_sentence;
use domain::words::{console, fill};
use leptos::prelude::*;

use super::super::super::address as desk;
use super::super::Section;
use super::super::edit::refused;
use super::{Drafted, NEW, form_address};
use crate::browser::focus::focus;
use crate::me::use_me;
use crate::portal::address::with_query;
use crate::ui::{Banner, Button, Column, EmptyState, Icon, LinkButton, Look, Pill, Table, Tone};

#[component]
pub fn List(drafted: Drafted) -> impl IntoView {
    let lang = use_me().lang;
    let w = console::routing(lang);
    let is_empty = Memo::new(move |_| drafted.rules.with(Vec::is_empty));
    let rows = move || {
        let rules = drafted.rules.get();
        let count = rules.len();
        rules.into_iter().enumerate().map(|(place, rule)| row(drafted, place, count, rule)).collect_view()
    };
    let rules = move || match is_empty.get() {
        true => view! { <EmptyState icon="route" title=w.none text=w.none_hint/> }.into_any(),
        false => view! { <ol class="card rows" role="list">{rows}</ol> }.into_any(),
    };
    view! {
        <Bar drafted/>
        <div>
            <p class="vh" role="status">{move || drafted.news.get()}</p>
            {move || refused(drafted.refused.get(), w.conflict, w.theirs, move || drafted.page.refetch())}
            {move || doubts(drafted)}
        </div>
        {rules}
        {move || drafted.tried.get().map(|run| tried(drafted, run))}
    }
}

/// How the draft stands, and what can be done with it.
#[component]
fn Bar(drafted: Drafted) -> impl IntoView {
    let lang = use_me().lang;
    let w = console::routing(lang);
    let saved = drafted.data.with_value(|data| data.saved.clone());
    let saved = saved.map_or_else(
        || w.nothing.to_owned(),
        |(name, at)| {
            let pattern = if name.is_empty() { w.saved_at } else { w.saved_by };
            fill(pattern, &[("name", &name), ("at", &in_sentence(lang, &at.text))])
        },
    );
    let standing = move || if drafted.is_unsaved() { w.unsaved.to_owned() } else { saved.clone() };
    let idle = move || (!drafted.is_unsaved()).then_some("true");
    let discard = move |_| {
        let rules = drafted.data.with_value(|data| data.rules.rules.clone());
        drafted.change(w.nothing.to_owned(), |own| *own = rules);
    };
    let save = move |_| {
        if untrack(|| drafted.is_unsaved()) {
            drafted.save();
        }
    };
    let new = with_query(&Section::Routing.address(), &[("rule", NEW)]);
    let tools = drafted.may_edit.then(|| {
        view! {
            <LinkButton href=new icon="plus" attr:data-stays="">{w.add}</LinkButton>
            <Button kind="button" on:click=move |_| drafted.try_it()>{w.try_it}</Button>
            <Button kind="button" attr:aria-disabled=idle on:click=discard>{w.discard}</Button>
            <Button kind="button" look=Look::Primary attr:aria-disabled=idle on:click=save>{w.save}</Button>
        }
    });
    view! {
        <div class="row row--wrap ed__bar">
            <h2 class="t14 w6">{w.rules}</h2>
            <span class="push c2 t12" role="status">{standing}</span>
            {tools}
        </div>
    }
}

fn row(drafted: Drafted, place: usize, count: usize, rule: Rule) -> impl IntoView {
    let lang = use_me().lang;
    let w = console::routing(lang);
    let [takes, does] = drafted.data.with_value(|data| console::rule_lines(lang, &rule, data));
    let name = rule.name.clone();
    let off = rule.off.then(|| view! { <Pill icon="ban">{w.off}</Pill> });
    let title = match drafted.may_edit {
        true => view! { <a href=form_address(place) data-stays="">{name.clone()}</a> }.into_any(),
        false => name.clone().into_any(),
    };
    // Read when a button is pressed: the list is drawn anew around the buttons.
    let called = move || drafted.rules.with_untracked(|rules| rules.get(place).map(|rule| rule.name.clone()));
    let moved = move |to: usize| {
        let name = called().unwrap_or_default();
        let numbers = [("name", name.as_str()), ("n", &(to + 1).to_string()), ("all", &count.to_string())];
        drafted.change(fill(w.moved, &numbers), |rules| rules.swap(place, to));
        // The keyboard goes along: pressed again, the key moves the same rule.
        let goes_on = if to < place { to > 0 } else { to + 1 == count };
        let button = format!("#{}-{to}", if goes_on { "up" } else { "down" });
        request_animation_frame(move || focus(&button));
    };
    let labels = [w.up, w.down, w.remove].map(|pattern| fill(pattern, &[("name", &name)]));
    let [up_label, down_label, remove_label] = labels;
    let remove = move |_| {
        let gone = called().unwrap_or_default();
        drafted.change(fill(w.removed, &[("name", &gone)]), |rules| drop(rules.remove(place)));
    };
    let tools = drafted.may_edit.then(|| {
        view! {
            <span class="row row--tight push">
                {(place > 0).then(|| view! { <Button kind="button" look=Look::Quiet small=true icon="arrow-up" label=up_label attr:id=format!("up-{place}") on:click=move |_| moved(place - 1)/> })}
                {(place + 1 < count).then(|| view! { <Button kind="button" look=Look::Quiet small=true icon="arrow-down" label=down_label attr:id=format!("down-{place}") on:click=move |_| moved(place + 1)/> })}
                <Button kind="button" look=Look::Quiet small=true icon="trash-2" label=remove_label on:click=remove/>
            </span>
        }
    });
    view! {
        <li class="row">
            <span class="num c3">{place + 1}</span>
            <div class="grow"><p class="row"><b class="w6">{title}</b>{off}</p><p>{takes}</p><p class="c2">{does}</p></div>
            {tools}
        </li>
    }
}

fn doubts(drafted: Drafted) -> Option<impl IntoView> {
    let lang = use_me().lang;
    let rules = Rules { version: 0, rules: drafted.rules.get() };
    let lines = drafted.data.with_value(|data| {
        let line = |doubt| console::doubt_line(lang, &doubt, &rules.rules, data);
        rules.doubts(&data.known()).into_iter().map(line).collect::<Vec<_>>()
    });
    (!lines.is_empty()).then(|| {
        let lines = lines.into_iter().map(|line| view! { <p>{line}</p> }).collect_view();
        view! { <Banner tone=Tone::Risk icon="triangle-alert">{lines}</Banner> }
    })
}

/// What the draft would have done with the last tickets.
fn tried(drafted: Drafted, run: DryRun) -> impl IntoView {
    let lang = use_me().lang;
    let w = console::routing(lang);
    let line = console::dry_run_line(lang, &run);
    let names =
        drafted.rules.with_untracked(|rules| rules.iter().map(|rule| rule.name.clone()).collect::<Vec<_>>());
    let taken = names.into_iter().zip(&run.taken).map(|(name, n)| {
        view! { <dt>{name}</dt><dd>{fill(w.taken, &[("n", &n.to_string())])}</dd> }
    });
    let taken = taken.collect_view();
    let untouched = fill(w.untouched, &[("n", &run.untouched.to_string())]);
    let columns = [w.ticket, w.by, w.change].map(Column::new).to_vec();
    let rows = run.rows.iter().map(|row| {
        let href = desk::ticket("all", &row.number);
        let rule = row.rule.clone().unwrap_or_else(|| w.no_rule.to_owned());
        view! {
            <tr>
                <th scope="row"><a href=href>{row.number.clone()}</a>" "{row.subject.clone()}</th>
                <td>{rule}</td><td>{console::dry_row_line(lang, row)}</td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    let caption = fill(w.tried, &[("n", &run.looked.to_string())]);
    let table =
        (!run.rows.is_empty()).then(|| view! { <Table caption=caption.clone() columns>{rows}</Table> });
    view! {
        <section class="card box" role="status">
            <h3 class="t14 w6"><Icon name="flask-conical"/>" "{caption.clone()}</h3>
            <dl class="dl mt">{taken}</dl>
            <p class="mt">{untouched}" "{line}</p>
            {table}
        </section>
    }
}
