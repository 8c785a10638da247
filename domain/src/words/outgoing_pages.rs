//! The pages on which staff see and set up what leaves by mail.

use super::{Lang, fill, words};
use crate::outbox::template::TemplateKey;
use crate::outbox::{Delivery, MailState};

words! {
    /// Under a message on a ticket.
    Deliveries, deliveries {
        mail: "Mail: {state}",
        label: "Mail of this message",
        next: "Next try: {at}.",
        said: "The mail server said: {answer}",
        retry: "Send again",
        retry_to: " to {to}",
        retried: "It is sent again.",
        delayed: "Delayed",
        open: "Who got it",
    }
}

words! {
    /// Signatures.
    Signatures, signatures_page {
        title: "Signatures",
        hint: "What stands under a team’s replies, where an agent has no signature of their own.",
        none: "No teams yet",
        none_hint: "A team is there as soon as somebody belongs to it: see People and work.",
        own: "Your signature",
        own_hint: "Stands under your replies by mail. Empty: your team’s, or else your name.",
        of_team: "Signature of {team}",
        field_hint: "Plain text; {agent} becomes the name of whoever writes.",
        save: "Save signature",
        save_of: " of {team}",
        saved: "The signature is saved.",
        stale: "Somebody else changed it meanwhile. It now reads as below; what you typed is still in the field. Save again to put yours in its place.",
    }
}

words! {
    /// In whose name mail goes.
    Senders, senders_page {
        title: "Senders",
        hint: "In whose name the desk writes. A queue may have an address of its own, so that answers come there.",
        desk: "The desk",
        desk_hint: "Set in the settings file (CASEWELL_MAIL_FROM, CASEWELL_SMTP_URL).",
        from: "Writes as",
        server: "Mail server",
        no_server: "None: what is written waits in the outbox.",
        queues: "Queues",
        name: "Name",
        name_of: "Name of {queue}",
        address: "Address",
        address_of: "Address of {queue}",
        address_hint: "Empty: the queue writes as the desk does. A mailbox has to take mail for it, with a + in it too.",
        save: "Save",
        of_queue: " {queue}",
        saved: "{queue} now writes as {address}.",
        saved_as_desk: "{queue} now writes as the desk does.",
        test: "Send me a test",
        test_desk: " as the desk",
        tested: "A test mail is on its way to you. The outbox shows what becomes of it.",
        stale: "Somebody else changed it meanwhile. The fields show how it is now; what you typed was not saved.",
    }
}

words! {
    /// Addresses that nothing is sent to.
    StopList, stop_list {
        title: "Stop list",
        hint: "Addresses that nothing is sent to. One comes here by itself when mail to it comes back for good.",
        none: "Nobody is on the list",
        none_hint: "An address appears here when mail to it comes back for good, or when you put it here.",
        table: "Addresses that nothing is sent to",
        address: "Address",
        why: "Why",
        since: "Since",
        actions: "Actions",
        bounced: "Mail came back: {status}",
        returned: "“{subject}”",
        by: "{by}: {reason}",
        add: "Stop an address",
        add_title: "Send nothing to an address",
        add_hint: "No mail leaves for it any more, not even replies: whoever writes sees that on the message.",
        reason: "Reason",
        reason_hint: "For colleagues who wonder later, and for the audit log.",
        stop: "Stop",
        stopped: "Nothing is sent to {address} any more.",
        release: "Let mail go again",
        release_of: " to {address}",
        release_title: "Send mail to {address} again?",
        release_hint: "What failed meanwhile is not sent by itself: send it again from the outbox or the ticket.",
        released: "Mail may go to {address} again.",
    }
}

words! {
    /// Texts of mails.
    Texts, texts_page {
        title: "Mail texts",
        hint: "What the desk writes by mail, for each occasion and language.",
        kinds: "Occasions",
        languages: "Languages",
        subject: "Subject",
        body: "Text",
        body_hint: "A paragraph whose places all stay empty is left out.",
        places: "Places",
        places_hint: "Put a place where the cursor stands:",
        insert: "Insert {place}",
        save: "Save",
        saved: "Version {n} is saved. Mails written from now on read like this.",
        discard: "Discard changes",
        unsaved: "Not saved yet",
        leave: "This text is not saved. Leave it?",
        test: "Send me a test",
        tested: "A test mail is on its way to you.",
        preview: "Preview",
        preview_hint: "An invented ticket, as its reader sees it.",
        looks: "How it looks",
        light: "Light",
        dark: "Dark",
        text: "Plain text",
        frame: "Preview of the mail",
        versions: "Versions",
        version: "Version {n}",
        built_in: "As it came with the desk",
        by: "{by}, {at}",
        current: "In use",
        restore: "Bring back",
        restore_of: " {version}",
        restored: "{version} stands in the fields. Save to use it.",
        stale: "Somebody else saved meanwhile",
        stale_by: "{by} saved version {n}: {at}. What you typed is still in the fields.",
        stale_keep: "Save mine over it",
        stale_take: "Take theirs",
        reply: "Reply",
        acknowledgement: "Request received",
        plan: "Plan and next contact",
        solved: "Solved",
        alarm: "Notice to staff",
        survey: "Survey",
        passed: "A customer’s words to others",
        digest: "Digest",
    }
}

/// The occasion on which a mail is written.
#[must_use]
pub fn text_name(lang: Lang, key: TemplateKey) -> &'static str {
    let w = texts_page(lang);
    match key {
        TemplateKey::Reply => w.reply,
        TemplateKey::Acknowledgement => w.acknowledgement,
        TemplateKey::Plan => w.plan,
        TemplateKey::Solved => w.solved,
        TemplateKey::Alarm => w.alarm,
        TemplateKey::Survey => w.survey,
        TemplateKey::Passed => w.passed,
        TemplateKey::Digest => w.digest,
    }
}

/// Where one copy stands; one that was tried and waits is delayed.
#[must_use]
pub fn delivery_state(lang: Lang, copy: &Delivery) -> &'static str {
    match copy.state {
        MailState::Waiting if copy.trouble.is_some() => deliveries(lang).delayed,
        state => super::outgoing::state_name(lang, state),
    }
}

/// Why a copy is where it is, in sentences; empty when all is well.
#[must_use]
pub fn delivery_story(lang: Lang, copy: &Delivery) -> String {
    let w = deliveries(lang);
    let why = copy.trouble.map(|trouble| super::outgoing::trouble_sentence(lang, trouble).to_owned());
    let said = (!copy.answer.is_empty()).then(|| fill(w.said, &[("answer", &copy.answer)]));
    let next = copy.next.as_ref().map(|next| fill(w.next, &[("at", &next.text)]));
    [why, said, next].into_iter().flatten().collect::<Vec<_>>().join(" ")
}
