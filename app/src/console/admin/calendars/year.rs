//! The year of the draft, a line a month: what is open, closed, shorter or longer, each with a sign of its own.

use domain::promises::calendar::{Calendar, DayKind};
use domain::time::Date;
use domain::words::{Lang, common, console, fill};
use leptos::prelude::*;

use super::super::edit::Editing;
use super::editor::calendar_of;
use crate::me::use_me;
use crate::ui::{Button, Look};

/// Each kind with its sign and the class of its colour; the sign alone tells.
const SIGNS: [(DayKind, &str, &str); 5] = [
    (DayKind::Open, "■", "yr__o"),
    (DayKind::Closed, "·", "yr__c"),
    (DayKind::Holiday, "×", "yr__h"),
    (DayKind::Short, "◧", "yr__s"),
    (DayKind::Extra, "+", "yr__x"),
];

fn sign(kind: DayKind) -> (&'static str, &'static str) {
    SIGNS.iter().find(|(own, ..)| *own == kind).map_or(("", ""), |(_, sign, class)| (*sign, *class))
}

#[component]
pub fn Year(editing: Editing, begin: i32) -> impl IntoView {
    let lang = use_me().lang;
    let w = console::calendar_editor(lang);
    let year = RwSignal::new(begin);
    let calendar = calendar_of(editing);
    let months = Memo::new(move |_| calendar.with(|calendar| months(calendar, year.get())));
    let step = move |by: i32| move |_| year.update(|year| *year = (*year + by).clamp(1970, 2200));
    let lines = move || months.get().into_iter().map(|month| line(lang, month)).collect_view();
    let legend = SIGNS.map(|(kind, sign, class)| {
        view! { <li class="row row--tight"><span class=class aria-hidden="true">{sign}</span>{console::day_kind(lang, kind)}</li> }
    });
    let shown = move || year.get();
    view! {
        <section aria-labelledby="year-h">
            <div class="eh row row--wrap">
                <h2 id="year-h">{w.year}" "{shown}</h2>
                <span class="push row row--tight">
                    <Button kind="button" small=true look=Look::Quiet icon="chevron-left" label=w.previous on:click=step(-1)/>
                    <Button kind="button" small=true look=Look::Quiet icon="chevron-right" label=w.following on:click=step(1)/>
                </span>
            </div>
            <p class="c2">{w.year_hint}</p>
            <ul role="list" class="row row--wrap c2 t12">{legend}</ul>
            <div class="yr">{days_line()}{lines}</div>
        </section>
    }
}

/// A month: its number from 0, and its days.
type Month = (u32, Vec<(Date, DayKind)>);

/// Nothing while a part of the draft cannot be read: saving names it.
fn months(calendar: &Calendar, year: i32) -> Vec<Month> {
    let mut months: Vec<Month> = Vec::new();
    for (date, kind) in calendar.year(year).unwrap_or_default() {
        let month = u32::from(date.ymd().1) - 1;
        match months.last_mut().filter(|(own, _)| *own == month) {
            Some((_, days)) => days.push((date, kind)),
            None => months.push((month, vec![(date, kind)])),
        }
    }
    months
}

/// Every week's first date over the days.
fn days_line() -> impl IntoView {
    let dates = (1..=31).map(|day| view! { <span>{(day % 7 == 1).then_some(day)}</span> }).collect_view();
    view! { <div class="yr__m c3 num" aria-hidden="true"><span></span>{dates}</div> }
}

fn line(lang: Lang, (month, days): Month) -> impl IntoView {
    let name = common::month(lang, month);
    let cells = days.iter().map(|(_, kind)| {
        let (sign, class) = sign(*kind);
        view! { <i class=class>{sign}</i> }
    });
    let cells = cells.collect_view();
    view! {
        <div class="yr__m" role="img" aria-label=spoken(lang, name, &days)>
            <span class="c2">{name}</span>{cells}
        </div>
    }
}

/// "Dec: 20 days open. Holiday, closed: 25. Other hours: 24. "
fn spoken(lang: Lang, month: &str, days: &[(Date, DayKind)]) -> String {
    let w = console::calendar_editor(lang);
    let open = days.iter().filter(|(_, kind)| !matches!(kind, DayKind::Closed | DayKind::Holiday)).count();
    let of = |kind: DayKind| {
        let own = days.iter().filter(|(_, other)| *other == kind).map(|(date, _)| date.ymd().2.to_string());
        let own = own.collect::<Vec<_>>().join(", ");
        match own.is_empty() {
            true => String::new(),
            false => fill(w.month_days, &[("what", console::day_kind(lang, kind)), ("days", &own)]),
        }
    };
    let rest: String = [DayKind::Holiday, DayKind::Short, DayKind::Extra].map(of).concat();
    fill(w.month, &[("month", month), ("open", &open.to_string()), ("rest", &rest)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::promises::calendar::{Week, Window};

    #[test]
    fn a_month_is_told_in_words() {
        let calendar = Calendar {
            week: Week::workdays(&[Window::new("09:00", "17:00")]),
            yearly_holidays: vec!["12-25".into()],
            exceptions: [("2026-12-24".to_owned(), vec![Window::new("09:00", "12:00")])].into(),
            ..Calendar::default()
        };
        let months = months(&calendar, 2026);
        assert_eq!(months.len(), 12);
        let december = spoken(Lang::En, "Dec", &months[11].1);
        assert_eq!(december, "Dec: 22 days open. Holiday, closed: 25. Other hours: 24. ");
    }
}
