//! Drafts: kept on the server a moment after the last key, one for each ticket and way of writing, and put back when
//! the ticket is opened again.

use domain::Error;
use domain::tickets::PlanStep;
use leptos::prelude::*;
use leptos::reactive::spawn_local_scoped;
use leptos::serde_json;
use serde::{Deserialize, Serialize};

use super::state::{Composer, Kept, Mode, Promised};
use crate::api::tickets::{drafts, save_draft};
use crate::browser::latest::{AGAIN, RESTING, latest};
use crate::browser::{kept, live};
use crate::error::AppError;

/// Everything that was typed.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
struct Draft {
    text: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    plan: Option<Vec<PlanStep>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    contact: Option<Promised>,
}

impl Draft {
    /// As it is stored; nothing for an empty one.
    fn write(&self) -> String {
        if *self == Self::default() { String::new() } else { serde_json::to_string(self).unwrap_or_default() }
    }
}

impl Composer {
    /// Keeps what is typed from now on, and puts back what was kept before. Until the desk has it, the browser does.
    pub(super) fn keep_drafts(self) {
        let number = self.ticket.number();
        let saver = |mode: Mode| {
            let number = number.clone();
            let question = move |draft| save_draft(number.clone(), mode.code().to_owned(), draft);
            latest(RESTING, question, move |saved| self.settled(mode, saved))
        };
        let (reply, note) = (saver(Mode::Reply), saver(Mode::Note));
        let save = Callback::new(move |mode: Mode| {
            let draft = self.draft(mode).write();
            kept::keep(&self.place(mode), &draft);
            match mode {
                Mode::Reply => reply(draft),
                Mode::Note => note(draft),
            }
        });
        self.save.set_value(Some(save));
        Effect::new(move |_| spawn_local_scoped(self.restore()));
        let online = window_event_listener_untyped("online", move |_| self.try_again());
        on_cleanup(move || {
            online.remove();
            self.save_now(&number);
        });
    }

    /// What the desk made of a draft. Without an answer it is sent again until there is one.
    fn settled(self, mode: Mode, saved: Result<(), AppError>) {
        let is_empty = untrack(|| self.text().is_empty());
        match saved {
            Ok(()) => {
                kept::forget(&self.place(mode));
                self.kept.set(if is_empty { Kept::Nothing } else { Kept::Saved });
            }
            Err(error) => {
                self.kept.set(Kept::Failed);
                match error {
                    AppError::Desk(Error::SignIn) => live::end_session(),
                    AppError::Network | AppError::Desk(Error::Busy) => {
                        set_timeout(move || self.try_again(), AGAIN);
                    }
                    AppError::Desk(_) => {}
                }
            }
        }
    }

    fn try_again(self) {
        if self.kept.try_get_untracked() == Some(Kept::Failed)
            && let Some(save) = self.save.get_value()
        {
            let unsaved = Mode::ALL.into_iter().filter(|mode| kept::kept(&self.place(*mode)).is_some());
            unsaved.for_each(|mode| save.run(mode));
        }
    }

    /// Where the browser keeps it.
    fn place(self, mode: Mode) -> String {
        format!("{}-{}", self.ticket.number(), mode.code())
    }

    fn draft(self, mode: Mode) -> Draft {
        match mode {
            Mode::Reply => Draft {
                text: self.reply.get_untracked(),
                plan: self.plan.get_untracked(),
                contact: self.contact.get_untracked(),
            },
            Mode::Note => Draft { text: self.note.get_untracked(), ..Draft::default() },
        }
    }

    /// The ticket is left while the last words are not kept yet.
    fn save_now(self, number: &str) {
        if self.kept.try_get_untracked() != Some(Kept::Saving) {
            return;
        }
        let mode = self.mode.get_untracked();
        let saving = save_draft(number.to_owned(), mode.code().to_owned(), self.draft(mode).write());
        leptos::task::spawn_local(async move { drop(saving.await) });
    }

    async fn restore(self) {
        let (kept, files) = drafts(self.ticket.number()).await.unwrap_or_default();
        if self.kept.is_disposed() {
            return;
        }
        // What only the browser has is newer than what the desk has.
        let here = Mode::ALL
            .into_iter()
            .filter_map(|mode| Some((mode.code().to_owned(), kept::kept(&self.place(mode))?)));
        let here: Vec<(String, String)> = here.collect();
        let is_unsaved = !here.is_empty();
        for (mode, written) in here.into_iter().chain(kept) {
            // A plain text is one that the customer's side of the desk, or an older one, has kept.
            let draft = serde_json::from_str(&written).unwrap_or(Draft { text: written, ..Draft::default() });
            if mode == Mode::Note.code() {
                restore_text(self.note, draft.text);
            } else if restore_text(self.reply, draft.text) {
                self.plan.set(draft.plan);
                self.contact.set(draft.contact);
            }
        }
        for (mode, waiting) in files {
            let mode = if mode == Mode::Note.code() { Mode::Note } else { Mode::Reply };
            self.files(mode).extend(waiting);
        }
        if untrack(|| !self.text().is_empty()) && self.kept.get_untracked() == Kept::Nothing {
            self.kept.set(if is_unsaved { Kept::Failed } else { Kept::Saved });
            self.try_again();
        }
    }
}

/// Puts a text back unless something is being typed already.
fn restore_text(buffer: RwSignal<String>, text: String) -> bool {
    let is_free = buffer.with_untracked(String::is_empty);
    if is_free {
        buffer.set(text);
    }
    is_free
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drafts_read_back_what_they_write() {
        let draft = Draft { text: "Try 7.3.9".into(), plan: Some(Vec::new()), contact: None };
        assert_eq!(serde_json::from_str::<Draft>(&draft.write()).unwrap(), draft);
        assert_eq!(Draft::default().write(), "", "an empty draft is none");
    }
}
