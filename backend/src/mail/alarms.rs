//! Notices that come by mail too, to those who want them so. They leave when the notice is shown: after quiet hours.

use domain::outbox::MailKind;
use domain::outbox::template::TemplateKey;
use domain::tickets::view::Notice;
use domain::time::{DAY_MS, Instant};
use domain::words::console::notice_sentence;
use domain::words::outgoing;

use super::letter::Letter;
use super::outbox::{self, Mail};
use super::readers;
use crate::Outcome;
use crate::db::Tx;
use crate::tickets::append::Pen;
use crate::tickets::store::Ticket;

/// An alarm that could not be sent for a day is no news any more.
const USEFUL_MS: i64 = DAY_MS;

/// A notice on its way to one person's mailbox.
pub(crate) struct Alarm {
    pub person_id: String,
    pub notice: Notice,
    pub not_before: Option<Instant>,
}

/// Writes `alarms` about `ticket`.
///
/// # Errors
/// The database's faults.
pub(crate) async fn write(tx: &mut Tx, pen: &Pen, ticket: &Ticket, alarms: &[Alarm]) -> Outcome<()> {
    if alarms.is_empty() {
        return Ok(());
    }
    let ids = alarms.iter().map(|alarm| alarm.person_id.as_str().into()).collect();
    let people = readers::people(tx, ids).await?;
    let letter = Letter {
        b: &pen.backend,
        directory: &pen.directory,
        ticket,
        kind: MailKind::Alarm,
        key: TemplateKey::Alarm,
        now: pen.now,
        author: None,
        entry_id: None,
    };
    for alarm in alarms {
        let Some(reader) = people.iter().find(|reader| reader.person_id == alarm.person_id) else { continue };
        let notice = notice_sentence(reader.lang, &for_mail(&alarm.notice));
        let mut mail = letter.mail(reader, &[("notice", &notice)]);
        let is_inside = !matches!(alarm.notice, Notice::CustomerReplied { .. });
        if let Some(about) = &mut mail.about {
            about.is_inside = is_inside;
        }
        // Whatever words an admin has given the mail.
        let w = outgoing::pieces(reader.lang);
        mail.body =
            [mail.body.as_str(), if is_inside { w.answer_inside } else { w.answer_outside }].join("\n\n");
        let expires_at = Some(alarm.not_before.unwrap_or(pen.now).plus_ms(USEFUL_MS));
        outbox::enqueue(tx, letter.b, &Mail { not_before: alarm.not_before, expires_at, ..mail }).await?;
    }
    Ok(())
}

/// What colleagues wrote for each other stays on the desk.
fn for_mail(notice: &Notice) -> Notice {
    match notice.clone() {
        Notice::Climbed { name, cause, .. } => Notice::Climbed { name, cause, reason: String::new() },
        Notice::SentBack { by, .. } => Notice::SentBack { by, missing: "…".to_owned() },
        other => other,
    }
}
