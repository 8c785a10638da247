//! What staff and senders read about mail that came in.

use super::{Lang, fill, words};
use crate::mail::Came;
use crate::mail::bounce::Bounce;
use crate::mail::sender::Dmarc;

words! {
    /// Lines of the timeline, and what stands where a mail says nothing.
    MailIn, mail_in {
        no_subject: "(no subject)",
        no_text: "(no text)",
        cut: "(The mail goes on. It is kept whole.)",
        held: "Mail from {from} waits: they do not take part in this ticket, or nobody confirms that they wrote it",
        denied: "Mail from {from} waits: their domain denies that it is theirs",
        waits: "Mail from {from} waits to be let through",
        let_in: "Mail from {from} was let through",
        refused: "Mail from {from} was refused",
        refuses: "refused mail from {from}",
        aside: "Automatic mail from {from}: it changes nothing",
        bounced: "Mail to {to} came back for good: {status}",
        delayed: "Mail to {to} is late: {status}",
        unnamed: "an address that the report does not name",
        moved_away: "moved a message from {from} to {number}",
        moved_here: "moved a message from {from} here from {number}",
        moved_back: "moved a message from {from} back to {number}",
        moved_home: "moved a message from {from} back here from {number}",
        came_too_large: "A mail from {from} was too large to be taken",
        too_large_subject: "Your mail was too large [{number}]",
        sent_too_large: "Your mail “{subject}” was larger than {most} MB and could not be taken. We know that you wrote: your request has the number {number}. Please answer this mail with the text alone, or send the files at {url}.",
        too_large: "A mail of {size} MB was not taken: {most} MB is the most. It said of itself:\n\nFrom: {from}\nSubject: {subject}\n\n{told}",
        too_large_told: "A mail is to tell the sender; the outbox shows whether it has left.",
    }
    de {
        no_subject: "(ohne Betreff)",
        no_text: "(ohne Text)",
        cut: "(Die E-Mail geht weiter. Sie ist ganz aufbewahrt.)",
        held: "Eine E-Mail von {from} wartet: Sie gehören nicht zu diesem Ticket",
        denied: "Eine E-Mail von {from} wartet: Die Domain bestreitet, dass sie von dort ist",
        waits: "Eine E-Mail von {from} wartet auf Freigabe",
        let_in: "Eine E-Mail von {from} wurde freigegeben",
        refused: "Eine E-Mail von {from} wurde abgelehnt",
        refuses: "hat eine E-Mail von {from} abgelehnt",
        aside: "Automatische E-Mail von {from}: Sie ändert nichts",
        bounced: "Eine E-Mail an {to} kam endgültig zurück: {status}",
        delayed: "Eine E-Mail an {to} verspätet sich: {status}",
        moved_away: "hat eine Nachricht von {from} nach {number} verschoben",
        moved_here: "hat eine Nachricht von {from} aus {number} hierher verschoben",
        moved_back: "hat eine Nachricht von {from} nach {number} zurückverschoben",
        moved_home: "hat eine Nachricht von {from} aus {number} zurückgeholt",
        came_too_large: "Eine E-Mail von {from} war zu groß, um angenommen zu werden",
        too_large_subject: "Ihre E-Mail war zu groß [{number}]",
        sent_too_large: "Ihre E-Mail „{subject}“ war größer als {most} MB und konnte nicht angenommen werden. Wir wissen, dass Sie geschrieben haben: Ihre Anfrage hat die Nummer {number}. Bitte antworten Sie auf diese Mail nur mit dem Text, oder senden Sie die Dateien unter {url}.",
        unnamed: "eine Adresse, die der Bericht nicht nennt",
    }
}

/// The line about mail that stands beside the conversation.
#[must_use]
pub fn beside(lang: Lang, came: &Came) -> String {
    let w = mail_in(lang);
    let pattern = match (&came.bounce, came.sign) {
        (Some(bounce), _) => return bounced(lang, bounce),
        (None, Some(_)) => w.aside,
        _ if came.refused => w.refused,
        _ if !came.held => w.let_in,
        _ if came.dmarc == Dmarc::Fail => w.denied,
        _ => w.held,
    };
    fill(pattern, &[("from", &came.from.email)])
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
