//! What was taken away for good, by somebody or by the desk's rule: the marks that it leaves, the page where it is done,
//! and the rule's own page.

use super::super::{Lang, count, fill, words};
use crate::tickets::entry::Body;

words! {
    /// What is said of an entry whose words or files are gone.
    Redaction, redaction {
        by: "Redacted by {name} {at}: {reason}",
        plain: "Removed by the help desk.",
        files: "Its files were removed {at}, {n} months after the request’s last change.",
        files_plain: "Its files were removed by the help desk.",
        expired: "Removed {at}, {n} months after the request’s last change.",
        event: "redacted entry {n}: {reason}",
        event_subject: "redacted entry {n} and the subject: {reason}",
        rule: "Removed after {n} months without a change, as the desk’s rule has it: {what}",
        rule_both: "{texts} and {files}",
        texts_one: "the words of 1 entry",
        texts_many: "the words of {n} entries",
        files_one: "1 file",
        files_many: "{n} files",
        link: "Redact…",
    }
    de {
        plain: "Vom Helpdesk entfernt.",
        files_plain: "Die Dateien wurden vom Helpdesk entfernt.",
    }
}

words! {
    /// The page where an entry is redacted.
    RedactWords, redact {
        title: "Redact entry {n} of {number}",
        back: "Back to {number}",
        what: "What goes",
        subject: "Subject",
        new_subject: "Subject removed",
        hint: "Its words and files are deleted for good, here and wherever this message was moved, in the mail that brought it or that told of it, in searches and notices. Mail that has not left is not sent. That it was here, who wrote it and when stays, and your reason beside it.",
        stays: "What was mailed lies with its readers, what others quoted stands in their own messages, and backups keep it until they are deleted.",
        reason: "Why",
        reason_hint: "Colleagues read it; customers read only that the help desk removed something. Do not repeat here what has to go.",
        sure: "I have read what goes. There is no way back.",
        go: "Redact for good",
        gone: "There is nothing left to redact in this entry.",
        conflict: "Somebody changed this ticket meanwhile. Read the page again, then go on.",
    }
}

words! {
    /// The page of the rule.
    Keeping, keeping {
        title: "Retention",
        hint: "What closed requests hold can go by itself. States, times, promises and who wrote stay for ever.",
        months: "Months after the last change of a closed request",
        months_hint: "Empty or 0: everything is kept for ever.",
        what: "What goes then",
        only_files: "Files, and the mail that brought them",
        all: "Messages, notes, answers, and files",
        save: "Save rule",
        saved: "The rule is saved. Old requests follow within the next hours.",
        conflict: "Somebody else changed the rule meanwhile. Read the page again, then change it.",
        warning: "What the rule removes cannot be brought back.",
    }
}

/// The line in the timeline for what was taken away, without who did it; `None` for everything else.
#[must_use]
pub fn redaction_event(lang: Lang, body: &Body) -> Option<String> {
    let w = redaction(lang);
    match body {
        Body::Redacted { entry, reason, subject } => {
            let pattern = if subject.is_some() { w.event_subject } else { w.event };
            Some(fill(pattern, &[("n", &entry.to_string()), ("reason", reason)]))
        }
        Body::Expired { months, files, texts } => {
            let what = [(*texts, w.texts_one, w.texts_many), (*files, w.files_one, w.files_many)];
            let mut what = what
                .into_iter()
                .filter(|(n, ..)| *n > 0)
                .map(|(n, one, many)| count(u64::from(n), one, many));
            let what = match (what.next(), what.next()) {
                (Some(texts), Some(files)) => fill(w.rule_both, &[("texts", &texts), ("files", &files)]),
                (one, _) => one.unwrap_or_default(),
            };
            Some(fill(w.rule, &[("n", &months.to_string()), ("what", &what)]))
        }
        _ => None,
    }
}

/// What stands in an entry in place of what `by`, a redaction or the rule, took from it at `at`, done by `name`.
/// `is_empty`: nothing is left of it. Customers learn that it was the desk, and no more.
#[must_use]
pub fn redaction_mark(lang: Lang, by: &Body, name: &str, at: &str, is_empty: bool, is_staff: bool) -> String {
    let w = redaction(lang);
    match by {
        _ if !is_staff => if is_empty { w.plain } else { w.files_plain }.to_owned(),
        Body::Redacted { reason, .. } => fill(w.by, &[("name", name), ("at", at), ("reason", reason)]),
        Body::Expired { months, .. } => {
            fill(if is_empty { w.expired } else { w.files }, &[("at", at), ("n", &months.to_string())])
        }
        _ => w.plain.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_went_is_counted() {
        let said = |files, texts| redaction_event(Lang::En, &Body::Expired { months: 12, files, texts });
        let rule = |what: &str| {
            Some(format!("Removed after 12 months without a change, as the desk’s rule has it: {what}"))
        };
        assert_eq!(said(1, 0), rule("1 file"));
        assert_eq!(said(0, 2), rule("the words of 2 entries"));
        assert_eq!(said(3, 1), rule("the words of 1 entry and 3 files"));
    }

    #[test]
    fn customers_learn_neither_who_nor_why() {
        let by = Body::Redacted { entry: 2, reason: "A password".into(), subject: None };
        let mark = |is_staff| redaction_mark(Lang::En, &by, "Lea", "today", true, is_staff);
        assert_eq!(mark(true), "Redacted by Lea today: A password");
        assert_eq!(mark(false), "Removed by the help desk.");
    }
}
