//! What staff and senders read about mail that came in.

use super::{Lang, fill, words};
use crate::mail::Came;
use crate::mail::bounce::Bounce;

words! {
    /// Lines of the timeline, and what stands where a mail says nothing.
    MailIn, mail_in {
        no_subject: "(no subject)",
        no_text: "(no text)",
        cut: "(The mail goes on. It is kept whole.)",
        held: "Mail from {from} waits: they do not take part in this ticket",
        aside: "Automatic mail from {from}: it changes nothing",
        bounced: "Mail to {to} came back for good: {status}",
        delayed: "Mail to {to} is late: {status}",
        unnamed: "an address that the report does not name",
        moved_away: "moved a message from {from} to {number}",
        moved_here: "moved a message from {from} here from {number}",
        moved_back: "moved a message from {from} back to {number}",
        moved_home: "moved a message from {from} back here from {number}",
        came_too_large: "A mail from {from} was too large to be taken",
        too_large_subject: "Your mail was too large",
        sent_too_large: "Your mail “{subject}” was larger than {most} MB and could not be taken. We know that you wrote. Please send it again without large files, or send them at {url}.",
        too_large: "A mail of {size} MB was not taken: {most} MB is the most. It said of itself:\n\nFrom: {from}\nSubject: {subject}\n\nThe sender was told.",
    }
    de {
        no_subject: "(ohne Betreff)",
        no_text: "(ohne Text)",
        cut: "(Die E-Mail geht weiter. Sie ist ganz aufbewahrt.)",
        held: "Eine E-Mail von {from} wartet: Sie gehören nicht zu diesem Ticket",
        aside: "Automatische E-Mail von {from}: Sie ändert nichts",
        bounced: "Eine E-Mail an {to} kam endgültig zurück: {status}",
        delayed: "Eine E-Mail an {to} verspätet sich: {status}",
        moved_away: "hat eine Nachricht von {from} nach {number} verschoben",
        moved_here: "hat eine Nachricht von {from} aus {number} hierher verschoben",
        moved_back: "hat eine Nachricht von {from} nach {number} zurückverschoben",
        moved_home: "hat eine Nachricht von {from} aus {number} zurückgeholt",
        came_too_large: "Eine E-Mail von {from} war zu groß, um angenommen zu werden",
        too_large_subject: "Ihre E-Mail war zu groß",
        sent_too_large: "Ihre E-Mail „{subject}“ war größer als {most} MB und konnte nicht angenommen werden. Wir wissen, dass Sie geschrieben haben. Bitte senden Sie sie ohne große Dateien noch einmal, oder senden Sie diese unter {url}.",
        unnamed: "eine Adresse, die der Bericht nicht nennt",
    }
}

/// The line about mail that stands beside the conversation.
#[must_use]
pub fn beside(lang: Lang, came: &Came) -> String {
    let w = mail_in(lang);
    match (&came.bounce, came.sign) {
        (Some(bounce), _) => bounced(lang, bounce),
        (None, Some(_)) => fill(w.aside, &[("from", &came.from.email)]),
        (None, None) => fill(w.held, &[("from", &came.from.email)]),
    }
}

fn bounced(lang: Lang, bounce: &Bounce) -> String {
    let w = mail_in(lang);
    let to = bounce.recipient.as_deref().unwrap_or(w.unnamed);
    let status = if bounce.status.is_empty() { "–" } else { &bounce.status };
    fill(if bounce.permanent { w.bounced } else { w.delayed }, &[("to", to), ("status", status)])
}

/// The line about a message that was moved, without who did it.
#[must_use]
pub fn moved(lang: Lang, from: &str, number: &str, away: bool, back: bool) -> String {
    let w = mail_in(lang);
    let pattern = match (away, back) {
        (true, false) => w.moved_away,
        (false, false) => w.moved_here,
        (true, true) => w.moved_back,
        (false, true) => w.moved_home,
    };
    fill(pattern, &[("from", from), ("number", number)])
}
