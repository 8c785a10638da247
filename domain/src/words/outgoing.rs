//! What the desk writes to people by mail, and the words around it. Admins may put these texts in words of their own; see
//! `domain::outbox::template` for what stands in their places.

use super::{Lang, fill, words};
use crate::outbox::template::{Template, TemplateKey};
use crate::outbox::{MailState, MailTrouble};
use crate::tickets::{PlanStep, Turn};

words! {
    /// The texts as they come with the desk.
    Templates, templates {
        reply_subject: "Re: {subject} [{number}]",
        reply_body: "{message}\n\n{solved}\n\n{plan}\n\n{contact}\n\n{signature}\n\nAnswer this mail, or read and answer at {url}",
        acknowledgement_subject: "{subject} [{number}]",
        acknowledgement_body: "Hello {name},\n\nwe have your request. Its number is {number}.\n\n{promise}\n\n{articles}\n\nTo add something, answer this mail, or go to {url}\n\n{signature}",
        plan_subject: "Re: {subject} [{number}]",
        plan_body: "Hello {name},\n\nthis is how your request {number} goes on.\n\n{plan}\n\n{contact}\n\nAnswer this mail, or read and answer at {url}\n\n{signature}",
        solved_subject: "Re: {subject} [{number}]",
        solved_body: "Hello {name},\n\nwe have marked your request {number} as solved. Is something still not right? Answer this mail, and it opens again.\n\nEverything about it is at {url}\n\n{signature}",
        alarm_subject: "{notice} [{number}]",
        alarm_body: "{notice}\n\n{number}: {subject}\n{url}",
        survey_subject: "{subject} [{number}]",
        survey_body: "Hello {name},\n\n{question}\n\n{url}\n\n{signature}",
        passed_subject: "Re: {subject} [{number}]",
        passed_body: "{author} wrote about the request {number}:\n\n{message}\n\nAnswer this mail, or read and answer at {url}",
        digest_subject: "Your tickets: {summary}",
        digest_body: "Hello {name},\n\n{work}\n\n{desk}\n\nYour tickets are at {url}",
    }
    de {
        reply_subject: "Re: {subject} [{number}]",
        reply_body: "{message}\n\n{solved}\n\n{plan}\n\n{contact}\n\n{signature}\n\nAntworten Sie auf diese Mail, oder lesen und antworten Sie unter {url}",
        acknowledgement_subject: "{subject} [{number}]",
        acknowledgement_body: "Guten Tag, {name},\n\nwir haben Ihre Anfrage erhalten. Sie hat die Nummer {number}.\n\n{promise}\n\n{articles}\n\nWenn Sie etwas ergänzen möchten, antworten Sie auf diese Mail, oder gehen Sie zu {url}\n\n{signature}",
        plan_subject: "Re: {subject} [{number}]",
        plan_body: "Guten Tag, {name},\n\nso geht es mit Ihrer Anfrage {number} weiter.\n\n{plan}\n\n{contact}\n\nAntworten Sie auf diese Mail, oder lesen und antworten Sie unter {url}\n\n{signature}",
        solved_subject: "Re: {subject} [{number}]",
        solved_body: "Guten Tag, {name},\n\nIhre Anfrage {number} gilt für uns als gelöst. Stimmt etwas noch nicht? Antworten Sie auf diese Mail, dann wird sie wieder geöffnet.\n\nAlles dazu steht unter {url}\n\n{signature}",
        alarm_subject: "{notice} [{number}]",
        survey_body: "Guten Tag, {name},\n\n{question}\n\n{url}\n\n{signature}",
        passed_subject: "Re: {subject} [{number}]",
        passed_body: "{author} schreibt zur Anfrage {number}:\n\n{message}\n\nAntworten Sie auf diese Mail, oder lesen und antworten Sie unter {url}",
        digest_subject: "Ihre Tickets: {summary}",
        digest_body: "Guten Tag, {name},\n\n{work}\n\n{desk}\n\nIhre Tickets finden Sie unter {url}",
    }
}

words! {
    /// What stands in the places.
    Pieces, pieces {
        plan: "What happens next:",
        ours: "we: {step}",
        yours: "you: {step}",
        done: "done: {step}",
        contact: "You hear from us by {at} at the latest.",
        promise: "You hear from us by {at} at the latest.",
        articles: "These articles may help until then:",
        solved: "With this we think that your request is solved. Is something still not right? Answer this mail, and it opens again.",
        files_one: "The message comes with a file that is too large for a mail. You find it at {url}",
        files_many: "The message comes with {n} files that are too large for a mail. You find them at {url}",
        desk: "Support",
        answer_inside: "An answer to this mail becomes a note on the ticket, for colleagues only.",
        answer_outside: "An answer to this mail goes to the customer.",
        test_subject: "Test: {subject}",
        sender_subject: "Test of a sender",
        sender_body: "This mail was sent by the desk as\n\n    {name} <{address}>\n\nAnswer it to see where answers go.",
    }
    de {
        answer_inside: "Eine Antwort auf diese Mail wird eine Notiz am Ticket, nur für Kolleginnen und Kollegen.",
        answer_outside: "Eine Antwort auf diese Mail geht an die Kundin oder den Kunden.",
        plan: "So geht es weiter:",
        ours: "wir: {step}",
        yours: "Sie: {step}",
        done: "erledigt: {step}",
        contact: "Sie hören spätestens von uns: {at}.",
        promise: "Sie hören spätestens von uns: {at}.",
        articles: "Diese Artikel helfen vielleicht bis dahin:",
        solved: "Damit gilt Ihre Anfrage für uns als gelöst. Stimmt etwas noch nicht? Antworten Sie auf diese Mail, dann wird sie wieder geöffnet.",
        files_one: "Zur Nachricht gehört eine Datei, die für eine Mail zu groß ist. Sie finden sie unter {url}",
        files_many: "Zur Nachricht gehören {n} Dateien, die für eine Mail zu groß sind. Sie finden sie unter {url}",
    }
}

words! {
    /// What fills the places where an admin looks at a text.
    Samples, samples {
        subject: "Labels print blank",
        message: "Hello,\n\nthe new print head is on its way. Fitting it takes a minute; [this article](/help) shows how.",
        step: "send a new print head",
        other_step: "fit it and print a test page",
        article: "Labels come out blank",
        notice: "First reply is due soon",
        question: "Do you know how your request stands?",
        author: "Bo Lind",
        passed: "The second printer shows the same.",
        due: "Saturday, 21 Nov 2026, 15:00 CET",
    }
    de {
        subject: "Etiketten bleiben leer",
        message: "Guten Tag,\n\nder neue Druckkopf ist unterwegs. Der Einbau dauert eine Minute; [dieser Artikel](/help) zeigt, wie es geht.",
        step: "schicken einen neuen Druckkopf",
        other_step: "bauen ihn ein und drucken eine Testseite",
        article: "Etiketten kommen leer heraus",
        question: "Wissen Sie, wie es um Ihre Anfrage steht?",
    }
}

words! {
    /// Where a mail stands, and what is in its way.
    States, states {
        waiting: "Waiting",
        sending: "Being sent",
        sent: "Sent",
        failed: "Not delivered",
        bounced: "Came back",
        withheld: "Not sent",
        deferred: "The mail server put it off. It is tried again.",
        no_server: "No mail server is named in the settings: it waits until an admin names one.",
        away: "The mail server of its sender cannot be reached. It is tried again.",
        interrupted: "The connection to the mail server broke. It is tried again.",
        refused: "The mail server refused it.",
        expired: "It could not be sent while it was of use.",
        capped: "The limit of automatic mail to this address was reached. What people write leaves all the same.",
        stopped: "Mail to this address came back before.",
        machine: "The address is the desk’s own, or a machine’s.",
        unsure: "The connection broke twice while it was handed over. It may have arrived.",
        files: "Its files cannot be read just now. It is tried again.",
        unsendable: "The address or the text cannot be put into a mail.",
        returned: "It came back after it was sent.",
        redacted: "What it said was redacted. It is not sent, unless it was on its way just then.",
    }
}

words! {
    /// The admin's page of what leaves.
    OutboxPage, outbox_page {
        no_server: "No mail server is named in the settings. What is written waits here and leaves once there is one: see CASEWELL_SMTP_URL.",
        unreachable: "The mail server cannot be reached. First seen: {at}. What is wrong now: {cause}",
        waits_one: "1 mail waits. It was written: {at}.",
        waits_many: "{n} mails wait. The oldest was written: {at}.",
        said: "The mail server said: {answer}",
        next: "Next try: {at}",
        retry: "Send again",
        retried: "It is sent again.",
    }
}

/// The text that came with the desk.
#[must_use]
pub fn template(lang: Lang, key: TemplateKey) -> Template {
    let w = templates(lang);
    let (subject, body) = match key {
        TemplateKey::Reply => (w.reply_subject, w.reply_body),
        TemplateKey::Acknowledgement => (w.acknowledgement_subject, w.acknowledgement_body),
        TemplateKey::Plan => (w.plan_subject, w.plan_body),
        TemplateKey::Solved => (w.solved_subject, w.solved_body),
        TemplateKey::Alarm => (w.alarm_subject, w.alarm_body),
        TemplateKey::Survey => (w.survey_subject, w.survey_body),
        TemplateKey::Passed => (w.passed_subject, w.passed_body),
        TemplateKey::Digest => (w.digest_subject, w.digest_body),
    };
    Template { subject: subject.to_owned(), body: body.to_owned() }
}

/// A plan as a list under its heading; empty when there is none.
#[must_use]
pub fn plan(lang: Lang, steps: &[PlanStep]) -> String {
    if steps.is_empty() {
        return String::new();
    }
    let w = pieces(lang);
    let line = |step: &PlanStep| {
        let pattern = match (step.done, step.turn) {
            (true, _) => w.done,
            (false, Turn::Us) => w.ours,
            (false, Turn::You) => w.yours,
        };
        format!("- {}", fill(pattern, &[("step", &step.text)]))
    };
    let lines: Vec<String> = steps.iter().map(line).collect();
    format!("{}\n{}", w.plan, lines.join("\n"))
}

/// Titles and addresses as a list under its heading; empty when there are none.
#[must_use]
pub fn articles(lang: Lang, found: &[(String, String)]) -> String {
    if found.is_empty() {
        return String::new();
    }
    let lines: Vec<String> = found.iter().map(|(title, url)| format!("- {title}: {url}")).collect();
    format!("{}\n{}", pieces(lang).articles, lines.join("\n"))
}

#[must_use]
pub fn state_name(lang: Lang, state: MailState) -> &'static str {
    let w = states(lang);
    match state {
        MailState::Waiting => w.waiting,
        MailState::Sending => w.sending,
        MailState::Sent => w.sent,
        MailState::Failed => w.failed,
        MailState::Bounced => w.bounced,
        MailState::Withheld => w.withheld,
    }
}

#[must_use]
pub fn trouble_sentence(lang: Lang, trouble: MailTrouble) -> &'static str {
    let w = states(lang);
    match trouble {
        MailTrouble::Deferred => w.deferred,
        MailTrouble::NoServer => w.no_server,
        MailTrouble::Away => w.away,
        MailTrouble::Interrupted => w.interrupted,
        MailTrouble::Refused => w.refused,
        MailTrouble::Expired => w.expired,
        MailTrouble::Capped => w.capped,
        MailTrouble::Stopped => w.stopped,
        MailTrouble::Machine => w.machine,
        MailTrouble::Unsure => w.unsure,
        MailTrouble::Files => w.files,
        MailTrouble::Unsendable => w.unsendable,
        MailTrouble::Returned => w.returned,
        MailTrouble::Redacted => w.redacted,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_can_be_kept_as_it_comes() {
        for lang in Lang::ALL {
            for key in TemplateKey::ALL {
                let own = template(lang, *key);
                assert_eq!(own.clone().checked(*key), Ok(own), "{lang:?} {key:?}");
            }
        }
    }

    #[test]
    fn a_plan_says_whose_turn_it_is() {
        let step = |text: &str, turn, done| PlanStep { text: text.into(), turn, done };
        let steps = [step("send a new head", Turn::Us, false), step("fit it", Turn::You, true)];
        assert_eq!(plan(Lang::En, &steps), "What happens next:\n- we: send a new head\n- done: fit it");
        assert_eq!(plan(Lang::En, &[]), "");
    }
}
