//! Days that differ from the week: closed once, closed every year, open at other hours.

use domain::promises::calendar::{Calendar, Window};
use domain::words::{Lang, common, console, fill};
use leptos::prelude::*;

use super::super::edit::Editing;
use super::super::week::in_words;
use super::editor::{calendar_of, change};
use crate::browser::form::fields;
use crate::me::use_me;
use crate::ui::{Button, Choice, Column, Look, SelectField, Table, TextField};

/// What can happen on a day, by the words of the form.
const KINDS: [&str; 3] = ["once", "yearly", "other"];

/// One line of the list, and where it stands in the calendar.
#[derive(Clone)]
struct Entry {
    kind: &'static str,
    date: String,
    name: String,
    hours: Vec<Window>,
}

#[component]
pub fn Days(editing: Editing) -> impl IntoView {
    let lang = use_me().lang;
    let w = console::calendar_editor(lang);
    let calendar = calendar_of(editing);
    let columns = move || {
        vec![
            Column::new(w.date),
            Column::new(w.what),
            Column::new(console::calendars(lang).hours),
            Column::new(w.remove_day).hidden(),
        ]
    };
    let list = move || {
        let entries = entries(&calendar.get());
        if entries.is_empty() {
            return view! { <p class="c2">{w.days_none}</p> }.into_any();
        }
        let rows = entries.into_iter().map(|entry| view! { <Row editing entry/> }).collect_view();
        view! { <Table caption=w.days columns=columns()>{rows}</Table> }.into_any()
    };
    view! {
        <section aria-labelledby="days-h" id="exceptions">
            <div class="eh"><h2 id="days-h">{w.days}</h2><p class="c2">{w.days_hint}</p></div>
            {list}
            <Add editing/>
        </section>
    }
}

/// Every day that differs and was entered by hand, those of every year first.
fn entries(calendar: &Calendar) -> Vec<Entry> {
    let entry = |kind, date: &String, hours: &[Window]| Entry {
        kind,
        date: date.clone(),
        name: calendar.names.get(date).cloned().unwrap_or_default(),
        hours: hours.to_vec(),
    };
    let yearly = calendar.yearly_holidays.iter().map(|date| entry("yearly", date, &[]));
    let once = calendar.holidays.iter().map(|date| entry("once", date, &[]));
    let other = calendar.exceptions.iter().map(|(date, hours)| entry("other", date, hours));
    let mut entries: Vec<Entry> = yearly.chain(once).chain(other).collect();
    entries.sort_by(|a, b| (a.kind != "yearly", &a.date).cmp(&(b.kind != "yearly", &b.date)));
    entries
}

fn kind_name(lang: Lang, kind: &str) -> &'static str {
    let w = console::calendar_editor(lang);
    match kind {
        "once" => w.once,
        "yearly" => w.yearly,
        _ => w.other,
    }
}

#[component]
fn Row(editing: Editing, entry: Entry) -> impl IntoView {
    let lang = use_me().lang;
    let w = console::calendar_editor(lang);
    let Entry { kind, date, name, hours } = entry;
    let shown = common::date_name(lang, &date);
    let label = fill(w.remove_day, &[("day", &shown)]);
    let what = match name.is_empty() {
        true => kind_name(lang, kind).to_owned(),
        false => format!("{name}, {}", kind_name(lang, kind).to_lowercase()),
    };
    let remove = move |_| {
        change(editing, |calendar| {
            match kind {
                "once" => calendar.holidays.retain(|own| *own != date),
                "yearly" => calendar.yearly_holidays.retain(|own| *own != date),
                _ => drop(calendar.exceptions.remove(&date)),
            }
            calendar.names.remove(&date);
        });
        editing.reshaped(String::new(), "#day-date");
    };
    view! {
        <tr>
            <th scope="row" class="num nowrap">{shown}</th><td>{what}</td><td class="num">{in_words(lang, &hours)}</td>
            <td class="end"><Button kind="button" small=true look=Look::Quiet icon="x" label=label on:click=remove/></td>
        </tr>
    }
}

/// The form for one more day; it keeps what was typed when something is missing.
#[component]
fn Add(editing: Editing) -> impl IntoView {
    let lang = use_me().lang;
    let w = console::calendar_editor(lang);
    let kind = RwSignal::new("once".to_owned());
    let problem = RwSignal::new(None::<String>);
    let round = RwSignal::new(0_u32);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let form = fields(&event);
        let get = |name: &str| form.get(name).map(|text| text.trim().to_owned()).unwrap_or_default();
        let date = get("day-date");
        if date.len() != 10 {
            let error = domain::error::FieldError::new("date", domain::error::Problem::NotADate);
            return problem.set(Some(domain::words::errors::problem(lang, &error)));
        }
        problem.set(None);
        let (from, to) = (get("day-from"), get("day-to"));
        let hours = Some(Window(from, to)).filter(|Window(from, to)| !from.is_empty() && !to.is_empty());
        let said = fill(w.added, &[("day", &common::date_name(lang, &date))]);
        change(editing, |calendar| add(calendar, &get("day-kind"), &date, &get("day-name"), hours));
        round.update(|round| *round += 1);
        editing.reshaped(said, "#day-date");
    };
    let kinds = move || KINDS.map(|kind| Choice::new(kind, kind_name(lang, kind))).to_vec();
    let choose = move |event| kind.set(event_target_value(&event));
    let hours = move || {
        (kind.get() == "other").then(|| {
            view! {
                <TextField id="day-from" label=w.from kind="time" value="09:00"/>
                <TextField id="day-to" label=w.to_field kind="time" value="12:00"/>
            }
        })
    };
    let date = move || {
        round.track();
        view! { <TextField id="day-date" label=w.date kind="date" error=problem.get()/> }
    };
    let name = move || {
        round.track();
        view! { <TextField id="day-name" label=w.day_name autocomplete="off" optional=common::common(lang).optional/> }
    };
    view! {
        <form class="row row--wrap ad__add mt" novalidate on:submit=submit>
            {date}
            <SelectField id="day-kind" label=w.kind options=kinds() value="once" on:input=choose/>
            {name}
            {hours}
            <Button icon="plus">{w.add_day}</Button>
        </form>
    }
}

/// A day that stood in another list moves to this one.
fn add(calendar: &mut Calendar, kind: &str, date: &str, name: &str, hours: Option<Window>) {
    let yearly = date.get(5..).unwrap_or_default().to_owned();
    calendar.holidays.retain(|own| own != date);
    calendar.exceptions.remove(date);
    let key = match kind {
        "yearly" => {
            calendar.yearly_holidays.retain(|own| *own != yearly);
            calendar.yearly_holidays.push(yearly.clone());
            yearly
        }
        "other" => {
            calendar.exceptions.insert(date.to_owned(), hours.into_iter().collect());
            date.to_owned()
        }
        _ => {
            calendar.holidays.push(date.to_owned());
            date.to_owned()
        }
    };
    calendar.holidays.sort_unstable();
    calendar.yearly_holidays.sort_unstable();
    if !name.is_empty() {
        calendar.names.insert(key, name.to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_stands_in_one_list_only() {
        let mut calendar = Calendar::default();
        add(&mut calendar, "once", "2026-12-24", "Eve", None);
        add(&mut calendar, "other", "2026-12-24", "", Some(Window::new("09:00", "12:00")));
        add(&mut calendar, "yearly", "2026-12-25", "Christmas", None);
        add(&mut calendar, "yearly", "2026-12-25", "Christmas", None);
        let listed: Vec<(String, &str, String)> =
            entries(&calendar).into_iter().map(|own| (own.date, own.kind, own.name)).collect();
        let expected = [("12-25", "yearly", "Christmas"), ("2026-12-24", "other", "Eve")];
        assert_eq!(listed, expected.map(|(date, kind, name)| (date.to_owned(), kind, name.to_owned())));
    }
}
