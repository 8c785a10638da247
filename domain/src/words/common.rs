//! Words that every page shares.

use super::words;

words! {
    /// Frame, buttons and small words used everywhere.
    Common, common {
        product: "Casewell",
        skip: "Skip to main content",
        search: "Search",
        back: "Back",
        cancel: "Cancel",
        save: "Save",
        send: "Send",
        change: "Change",
        close: "Close",
        retry: "Try again",
        yes: "Yes",
        no: "No",
        optional: "optional",
        you: "You",
        desk: "Casewell",
        nobody: "Nobody",
        more: "Show more",
        loading: "Loading",
        signed_out: "You are signed out. Sign in to go on; what you typed is still here.",
        offline: "No connection since {time}. This page shows what was known then and catches up by itself.",
        today: "Today, {time}",
        yesterday: "Yesterday, {time}",
        tomorrow: "Tomorrow, {time}",
        home: "Home",
    }
    de {
        skip: "Zum Inhalt springen",
        search: "Suchen",
        back: "Zurück",
        cancel: "Abbrechen",
        save: "Speichern",
        send: "Senden",
        change: "Ändern",
        close: "Schließen",
        retry: "Noch einmal versuchen",
        yes: "Ja",
        no: "Nein",
        optional: "freiwillig",
        you: "Sie",
        nobody: "Niemand",
        more: "Mehr zeigen",
        loading: "Wird geladen",
        signed_out: "Sie sind abgemeldet. Melden Sie sich an, um weiterzumachen; was Sie geschrieben haben, ist noch da.",
        offline: "Keine Verbindung seit {time}. Diese Seite zeigt, was dann bekannt war, und holt von selbst auf.",
        today: "Heute, {time}",
        yesterday: "Gestern, {time}",
        tomorrow: "Morgen, {time}",
        home: "Startseite",
    }
}

words! {
    /// Names of days and months.
    Dates, dates {
        date: "{day} {month} {year}",
        mon: "Monday", tue: "Tuesday", wed: "Wednesday", thu: "Thursday", fri: "Friday", sat: "Saturday", sun: "Sunday",
        jan: "Jan", feb: "Feb", mar: "Mar", apr: "Apr", may: "May", jun: "Jun",
        jul: "Jul", aug: "Aug", sep: "Sep", oct: "Oct", nov: "Nov", dec: "Dec",
    }
    de {
        date: "{day}. {month} {year}",
        mon: "Montag", tue: "Dienstag", wed: "Mittwoch", thu: "Donnerstag", fri: "Freitag", sat: "Samstag", sun: "Sonntag",
        jan: "Januar", feb: "Februar", mar: "März", apr: "April", may: "Mai", jun: "Juni",
        jul: "Juli", aug: "August", sep: "September", oct: "Oktober", nov: "November", dec: "Dezember",
    }
}

/// Name of a weekday, Monday = 0; numbers beyond Sunday wrap round.
#[must_use]
pub fn weekday(lang: super::Lang, day: u32) -> &'static str {
    let w = dates(lang);
    [w.mon, w.tue, w.wed, w.thu, w.fri, w.sat, w.sun][day as usize % 7]
}

/// Name of a month, January = 0; numbers beyond December wrap round.
#[must_use]
pub fn month(lang: super::Lang, month: u32) -> &'static str {
    let w = dates(lang);
    [w.jan, w.feb, w.mar, w.apr, w.may, w.jun, w.jul, w.aug, w.sep, w.oct, w.nov, w.dec][month as usize % 12]
}

/// `2026-12-24` or, every year, `12-24`, for people: "24 Dec 2026", "24 Dec". Anything else stays as it is.
#[must_use]
pub fn date_name(lang: super::Lang, date: &str) -> String {
    let numbers: Option<Vec<u32>> = date.split('-').map(|part| part.parse().ok()).collect();
    match numbers.as_deref() {
        Some([year, nth @ 1..=12, day]) => format!("{day} {} {year}", month(lang, nth - 1)),
        Some([nth @ 1..=12, day]) => format!("{day} {}", month(lang, nth - 1)),
        _ => date.to_owned(),
    }
}

/// What somebody wrote, as a sentence that others follow.
#[must_use]
pub fn closed(text: &str) -> String {
    let is_closed = text.ends_with(['.', '!', '?', '…']);
    if is_closed { text.to_owned() } else { format!("{text}.") }
}

/// A moment as the server wrote it ("Today, 15:00") inside a sentence: "today, 15:00". Names of days and months keep
/// their capitals.
#[must_use]
pub fn in_sentence(lang: super::Lang, moment: &str) -> String {
    let w = common(lang);
    let is_near = [w.today, w.yesterday, w.tomorrow].iter().any(|pattern| {
        let day = pattern.split("{time}").next().unwrap_or_default();
        !day.is_empty() && moment.starts_with(day)
    });
    let mut letters = moment.chars();
    match letters.next().filter(|_| is_near) {
        Some(first) => first.to_lowercase().chain(letters).collect(),
        None => moment.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Lang;
    use super::{date_name, in_sentence};

    #[test]
    fn near_days_begin_small_inside_a_sentence() {
        assert_eq!(in_sentence(Lang::En, "Today, 15:00"), "today, 15:00");
        assert_eq!(in_sentence(Lang::De, "Morgen, 09:00"), "morgen, 09:00");
        assert_eq!(in_sentence(Lang::En, "Tuesday, 09:30"), "Tuesday, 09:30");
        assert_eq!(in_sentence(Lang::En, ""), "");
    }

    #[test]
    fn dates_are_read_with_and_without_a_year() {
        assert_eq!(date_name(Lang::En, "2026-12-24"), "24 Dec 2026");
        assert_eq!(date_name(Lang::En, "01-01"), "1 Jan");
        assert_eq!(date_name(Lang::En, "13-01"), "13-01");
        assert_eq!(date_name(Lang::En, "soon"), "soon");
    }
}
