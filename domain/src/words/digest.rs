//! What a digest says. Sibling: `domain::outbox::digest`.

use super::{Lang, count, fill, words};
use crate::outbox::digest::{Desk, Digest, Line};

words! {
    Digests, digests {
        nothing: "You have no open tickets.",
        missed: "Missed:",
        due: "Due next:",
        unanswered: "Customers wait for an answer:",
        line: "[{number}]({url}) {subject}",
        line_due: "[{number}]({url}) {subject} – {due}",
        open_one: "You have 1 open ticket.",
        open_many: "You have {n} open tickets.",
        missed_one: "1 missed",
        missed_many: "{n} missed",
        due_one: "1 due",
        due_many: "{n} due",
        open_short: "{n} open",
        desk: "The desk since the last digest:\n- new: {made}\n- solved: {solved}\n- missed promises: {missed}\n- open without an owner now: {unassigned}",
    }
    de {
        nothing: "Sie haben keine offenen Tickets.",
        missed: "Überfällig:",
        due: "Als Nächstes fällig:",
        unanswered: "Kunden warten auf Antwort:",
        open_one: "Sie haben 1 offenes Ticket.",
        open_many: "Sie haben {n} offene Tickets.",
        missed_one: "1 überfällig",
        missed_many: "{n} überfällig",
        due_one: "1 fällig",
        due_many: "{n} fällig",
        open_short: "{n} offen",
        desk: "Das Helpdesk seit der letzten Übersicht:\n- neu: {made}\n- gelöst: {solved}\n- verpasste Zusagen: {missed}\n- jetzt offen und ohne Bearbeiter: {unassigned}",
    }
}

/// The reader's own tickets.
#[must_use]
pub fn work(lang: Lang, digest: &Digest) -> String {
    let w = digests(lang);
    if digest.open == 0 {
        return w.nothing.to_owned();
    }
    let lists = [(w.missed, &digest.missed), (w.due, &digest.due), (w.unanswered, &digest.unanswered)];
    let lists = lists.into_iter().filter(|(_, lines)| !lines.is_empty());
    let lists = lists.map(|(title, lines)| list(lang, title, lines));
    let open = count(digest.open.into(), w.open_one, w.open_many);
    [open].into_iter().chain(lists).collect::<Vec<_>>().join("\n\n")
}

fn list(lang: Lang, title: &str, lines: &[Line]) -> String {
    let w = digests(lang);
    let line = |own: &Line| {
        let pattern = if own.due.is_empty() { w.line } else { w.line_due };
        let values = [
            ("number", own.number.as_str()),
            ("url", &own.url),
            ("subject", &own.subject),
            ("due", &own.due),
        ];
        format!("- {}", fill(pattern, &values))
    };
    let lines: Vec<String> = lines.iter().map(line).collect();
    format!("{title}\n{}", lines.join("\n"))
}

/// What stands in the subject: what presses, or else how much there is.
#[must_use]
pub fn summary(lang: Lang, digest: &Digest) -> String {
    let w = digests(lang);
    let parts =
        [(digest.missed.len(), w.missed_one, w.missed_many), (digest.due.len(), w.due_one, w.due_many)];
    let parts = parts.into_iter().filter(|(n, ..)| *n > 0);
    let parts: Vec<String> = parts.map(|(n, one, many)| count(n as u64, one, many)).collect();
    if parts.is_empty() {
        return fill(w.open_short, &[("n", &digest.open.to_string())]);
    }
    parts.join(", ")
}

/// How the desk fared; empty for those who do not lead.
#[must_use]
pub fn desk(lang: Lang, desk: Option<Desk>) -> String {
    let Some(desk) = desk else { return String::new() };
    let numbers = [
        ("made", desk.made),
        ("solved", desk.solved),
        ("missed", desk.missed),
        ("unassigned", desk.unassigned),
    ];
    let numbers = numbers.map(|(name, n)| (name, n.to_string()));
    fill(digests(lang).desk, &numbers.each_ref().map(|(name, n)| (*name, n.as_str())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_presses_stands_first() {
        let line = |number: &str, due: &str| Line {
            number: number.into(),
            subject: "Blank labels".into(),
            due: due.into(),
            url: format!("/desk/t/{number}"),
        };
        let digest = Digest {
            missed: vec![line("CW-1", "Yesterday, 09:00")],
            unanswered: vec![line("CW-2", "")],
            open: 2,
            ..Digest::default()
        };
        assert_eq!(summary(Lang::En, &digest), "1 missed");
        let said = work(Lang::En, &digest);
        assert!(
            said.starts_with("You have 2 open tickets.\n\nMissed:\n- [CW-1](/desk/t/CW-1) Blank labels – ")
        );
        assert!(
            said.ends_with("Customers wait for an answer:\n- [CW-2](/desk/t/CW-2) Blank labels"),
            "{said}"
        );
        assert_eq!(desk(Lang::En, None), "");
        assert!(desk(Lang::De, Some(Desk { made: 3, ..Desk::default() })).contains("neu: 3"));
        assert!(Digest::default().is_empty() && !digest.is_empty());
    }
}
