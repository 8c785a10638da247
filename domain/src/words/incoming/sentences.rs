//! Verdicts, troubles and steps in sentences.

use super::super::{Lang, count, fill, mail_in};
use super::{incoming, laboratory, mailboxes, message, reasons, troubles};
use crate::mail::head::Address;
use crate::mail::machine::Sign;
use crate::mail::sender::{Dmarc, Standing};
use crate::mail::view::{Retried, Shelf, Steps, Way};
use crate::mail::which::{Deed, Rule};
use crate::mail::{Came, Suggestion, Trouble};

/// What a shelf is called.
#[must_use]
pub fn shelf_name(lang: Lang, shelf: Shelf) -> &'static str {
    let w = incoming(lang);
    match shelf {
        Shelf::Waiting => w.waiting,
        Shelf::Quarantined => w.quarantined,
        Shelf::Held => w.held,
        Shelf::Refused => w.refused,
        Shelf::Arrived => w.arrived,
        Shelf::Machine => w.machine,
        Shelf::Ignored => w.ignored,
    }
}

/// What is wrong with a message.
#[must_use]
pub fn trouble_sentence(lang: Lang, trouble: Trouble) -> &'static str {
    let w = troubles(lang);
    match trouble {
        Trouble::Unreadable => w.unreadable,
        Trouble::TooComplex => w.too_complex,
        Trouble::TooLarge => w.too_large,
        Trouble::NoSender => w.no_sender,
        Trouble::Disabled => w.disabled,
        Trouble::Fault => w.fault,
        Trouble::TooSlow => w.too_slow,
        Trouble::Ours => w.ours,
        Trouble::Machine => w.machine,
        Trouble::Unsubscribed => w.unsubscribed,
    }
}

/// Why a message belongs to its ticket.
#[must_use]
pub fn rule_sentence(lang: Lang, rule: Rule, clue: &str) -> String {
    let w = reasons(lang);
    let pattern = match rule {
        Rule::Token => w.token,
        Rule::OurId => w.our_id,
        Rule::TheirId => w.their_id,
        Rule::Ancestor => w.ancestor,
        Rule::Subject => w.subject,
        Rule::Mark => w.mark,
        Rule::Moved => w.moved,
        Rule::New | Rule::Close => w.new,
    };
    fill(pattern, &[("clue", clue)])
}

/// Whom a message counts as, and what is known of its domain.
#[must_use]
pub fn sender_sentence(lang: Lang, from: &Address, standing: Standing, dmarc: Dmarc) -> String {
    let w = reasons(lang);
    let standing = match standing {
        Standing::Ours => w.ours,
        Standing::Staff => w.staff,
        Standing::ClaimsStaff => w.claims_staff,
        Standing::Contact => w.contact,
        Standing::Stranger => w.stranger,
    };
    let dmarc = match dmarc {
        Dmarc::Pass => w.pass,
        Dmarc::Fail => w.fail,
        Dmarc::Unknown => w.unknown,
    };
    format!("{}. {standing} {dmarc}", from.email)
}

/// Who or what wrote a message.
#[must_use]
pub fn writer_sentence(lang: Lang, sign: Option<Sign>) -> &'static str {
    let w = reasons(lang);
    match sign {
        None => message(lang).person,
        Some(Sign::Loop) => w.is_loop,
        Some(Sign::Report) => w.report,
        Some(Sign::NoReturnPath) => w.no_return_path,
        Some(Sign::Replied) => w.replied,
        Some(Sign::Generated) => w.generated,
        Some(Sign::AutoReply) => w.auto_reply,
        Some(Sign::Precedence) => w.precedence,
        Some(Sign::Daemon) => w.daemon,
    }
}

/// What of a message is folded away.
#[must_use]
pub fn folded_sentence(lang: Lang, lines: u32, logos: usize) -> String {
    let w = message(lang);
    let lines = (lines > 0).then(|| count(u64::from(lines), w.fold_one, w.fold_many));
    let logos = (logos > 0).then(|| count(logos as u64, w.logos_one, w.logos_many));
    let both: Vec<String> = [lines, logos].into_iter().flatten().collect();
    if both.is_empty() { w.fold_none.to_owned() } else { both.join(" ") }
}

/// The verdict on a message: what each part of it is called, and what it says.
#[must_use]
pub fn verdict(lang: Lang, came: &Came) -> Vec<(&'static str, String)> {
    let w = message(lang);
    let through = came.through.iter().map(|number| fill(w.through, &[("number", number)]));
    let suggested = came.suggested.iter().map(|other| suggestion(lang, other));
    let answers = came.answers.iter().map(|_| w.answers_quarantined.to_owned());
    let which = [rule_sentence(lang, came.rule, &came.clue)]
        .into_iter()
        .chain(through)
        .chain(suggested)
        .chain(answers);
    let bounce = came.bounce.as_ref().map(|_| mail_in::beside(lang, came));
    let writer = [Some(writer_sentence(lang, came.sign).to_owned()), bounce];
    let cut = came.cut.then(|| w.cut.to_owned());
    let folded = [Some(folded_sentence(lang, came.folded, came.logos.len())), cut];
    vec![
        (w.which, which.collect::<Vec<_>>().join(" ")),
        (w.who, sender_sentence(lang, &came.from, came.standing, came.dmarc)),
        (w.writer, writer.into_iter().flatten().collect::<Vec<_>>().join(" ")),
        (w.folded, folded.into_iter().flatten().collect::<Vec<_>>().join(" ")),
    ]
}

/// A ticket that a message may belong to, and why.
#[must_use]
pub fn suggestion(lang: Lang, other: &Suggestion) -> String {
    let r = reasons(lang);
    let because = if other.because == Rule::Subject { r.because_subject } else { r.because_close };
    fill(message(lang).suggested, &[("number", &other.number), ("because", because)])
}

/// What is in the way of a mailbox.
#[must_use]
pub fn mailbox_trouble(lang: Lang, code: &str) -> &'static str {
    let w = mailboxes(lang);
    match code {
        "unreachable" => w.unreachable,
        "no_tls" => w.no_tls,
        "refused" => w.refused,
        "no_token" => w.no_token,
        "no_folder" => w.no_folder,
        "fault" => w.fault,
        _ => w.broken,
    }
}

/// How a mailbox is read.
#[must_use]
pub fn way_name(lang: Lang, way: Way) -> &'static str {
    let w = mailboxes(lang);
    match way {
        Way::Told => w.told,
        Way::Polled => w.polled,
        Way::Unread => w.unread,
        Way::HandedOver => w.handed_over,
    }
}

/// The steps that a message went through in the laboratory: what each is called, and what came of it.
#[must_use]
pub fn steps(lang: Lang, steps: &Steps) -> Vec<(&'static str, String)> {
    let w = laboratory(lang);
    let mut told = vec![(w.kept, w.kept_text.to_owned())];
    if let (Some(trouble), None) = (steps.trouble, &steps.from) {
        told.push((w.read, quarantined(lang, trouble)));
        return told;
    }
    let id = steps.message_id.as_deref().unwrap_or(w.no_id);
    told.push((w.read, fill(w.read_text, &[("subject", &steps.subject), ("id", id)])));
    told.push((w.writer, wrote(lang, steps)));
    if let Some(trouble) = steps.trouble {
        told.push((w.who, quarantined(lang, trouble)));
        return told;
    }
    if let (Some(from), Some(standing)) = (&steps.from, steps.standing) {
        told.push((w.who, sender_sentence(lang, from, standing, steps.dmarc)));
    }
    told.push((w.which, belongs(lang, steps)));
    told.push((w.deed, done(lang, steps)));
    let files = (!steps.files.is_empty()).then(|| fill(w.files, &[("names", &steps.files.join(", "))]));
    let shown = [Some(folded_sentence(lang, steps.folded, 0)), files];
    told.push((message(lang).folded, shown.into_iter().flatten().collect::<Vec<_>>().join(" ")));
    told
}

/// What came of trying everything in quarantine again.
#[must_use]
pub fn retried(lang: Lang, retried: Retried) -> String {
    let (w, m) = (incoming(lang), mailboxes(lang));
    let said = |n, none: &str, one, many| if n == 0 { none.to_owned() } else { count(n, one, many) };
    let taken = said(retried.taken, w.taken_none, w.taken_one, w.taken_many);
    let still = said(retried.still, w.still_none, m.quarantined_one, m.quarantined_many);
    format!("{taken} {still}")
}

fn quarantined(lang: Lang, trouble: Trouble) -> String {
    format!("{} {}", trouble_sentence(lang, trouble), laboratory(lang).quarantine)
}

fn wrote(lang: Lang, steps: &Steps) -> String {
    let w = laboratory(lang);
    let writer = if steps.is_list { reasons(lang).list } else { writer_sentence(lang, steps.sign) };
    let report = steps.bounce.as_ref().map(|bounce| {
        let to = bounce.recipient.as_deref().unwrap_or(mail_in::mail_in(lang).unnamed);
        let pattern = if bounce.permanent { w.bounce_permanent } else { w.bounce_late };
        fill(pattern, &[("to", to), ("status", &bounce.status)])
    });
    [Some(writer.to_owned()), report].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

fn belongs(lang: Lang, steps: &Steps) -> String {
    let w = laboratory(lang);
    match (&steps.ticket, steps.rule, &steps.suggested) {
        (Some(number), Some(rule), _) => {
            fill(w.belongs, &[("number", number), ("why", &rule_sentence(lang, rule, &steps.clue))])
        }
        (_, _, Some(other)) => format!("{} {}", w.new_ticket, suggestion(lang, other)),
        _ => w.new_ticket.to_owned(),
    }
}

fn done(lang: Lang, steps: &Steps) -> String {
    let w = laboratory(lang);
    let deed = match steps.deed {
        Some(Deed::Aside) => w.aside,
        Some(Deed::Hold) => w.hold,
        Some(Deed::Say) => w.say,
        Some(Deed::Note) => w.note,
        Some(Deed::Answer) => w.answer,
        Some(Deed::Open) => w.open,
        Some(Deed::Keep) | None => w.keep,
    };
    let answered = if steps.is_acknowledged { w.acknowledged } else { w.unacknowledged };
    format!("{deed} {answered}")
}
