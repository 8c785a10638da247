//! What is being written, and sending it. A refused send keeps everything; a send that is stopped because the ticket
//! moved on goes out again once the writer has seen what changed.

use domain::files::For;
use domain::tickets::decide::{AfterReply, Command};
use domain::tickets::{Change, PlanStep};
use domain::time::Instant;
use domain::words::{Lang, console, files as words};
use domain::{Error, error::FieldError};
use leptos::html;
use leptos::prelude::*;
use leptos::reactive::spawn_local_scoped;
use serde::{Deserialize, Serialize};

use super::super::desk::{Desk, use_desk};
use super::super::ticket::Ticket;
use crate::error::AppError;
use crate::me::use_me;
use crate::ui::{Files, Toasts, use_toasts};

/// What is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    Reply,
    Note,
}

impl Mode {
    pub const ALL: [Self; 2] = [Self::Reply, Self::Note];

    /// Name of the draft.
    pub fn code(self) -> &'static str {
        match self {
            Self::Reply => "reply",
            Self::Note => "note",
        }
    }

    /// Id of its tab.
    pub fn tab(self) -> &'static str {
        match self {
            Self::Reply => "c-reply",
            Self::Note => "c-note",
        }
    }
}

/// Whether the draft is on the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    Nothing,
    Saving,
    Saved,
    Failed,
}

/// A time that was chosen for the next contact, in the words it was chosen in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Promised {
    pub at: Instant,
    pub text: String,
}

/// Cheap to copy into handlers.
#[derive(Clone, Copy)]
pub struct Composer {
    pub ticket: Ticket,
    pub mode: RwSignal<Mode>,
    pub(super) reply: RwSignal<String>,
    pub(super) note: RwSignal<String>,
    reply_files: Files,
    note_files: Files,
    /// A plan that goes out with the reply; `None`: the ticket's own stays.
    pub plan: RwSignal<Option<Vec<PlanStep>>>,
    pub contact: RwSignal<Option<Promised>>,
    pub plan_open: RwSignal<bool>,
    pub contact_open: RwSignal<bool>,
    /// What changed since the writer looked.
    pub news: RwSignal<Vec<Change>>,
    pub error: RwSignal<Option<AppError>>,
    pub kept: RwSignal<Kept>,
    pub busy: RwSignal<bool>,
    /// What stands open beside the ticket.
    pub panel: RwSignal<&'static str>,
    pub field: NodeRef<html::Textarea>,
    /// The version that the writer had before them when they began.
    seen: StoredValue<i64>,
    pub(super) save: StoredValue<Option<Callback<Mode>>>,
    desk: Desk,
    toasts: Toasts,
    lang: Lang,
}

impl Composer {
    pub fn new(ticket: Ticket) -> Self {
        let number = ticket.number();
        Self {
            ticket,
            reply_files: Files::new(For::Reply(number.clone()).code(), Vec::new()).wake(),
            note_files: Files::new(For::Note(number).code(), Vec::new()).wake(),
            mode: RwSignal::new(Mode::Reply),
            reply: RwSignal::new(String::new()),
            note: RwSignal::new(String::new()),
            plan: RwSignal::new(None),
            contact: RwSignal::new(None),
            plan_open: RwSignal::new(false),
            contact_open: RwSignal::new(false),
            news: RwSignal::new(Vec::new()),
            error: RwSignal::new(None),
            kept: RwSignal::new(Kept::Nothing),
            busy: RwSignal::new(false),
            panel: RwSignal::new("customer"),
            field: NodeRef::new(),
            seen: StoredValue::new(ticket.now(|page| page.version)),
            save: StoredValue::new(None),
            desk: use_desk(),
            toasts: use_toasts(),
            lang: use_me().lang,
        }
    }

    /// Who may only write notes begins with one; drafts come back.
    pub fn begin(self, may_reply: bool) {
        if !may_reply {
            self.mode.set(Mode::Note);
        }
        self.keep_drafts();
    }

    fn buffer(self, mode: Mode) -> RwSignal<String> {
        match mode {
            Mode::Reply => self.reply,
            Mode::Note => self.note,
        }
    }

    /// The files that go with it.
    pub fn files(self, mode: Mode) -> Files {
        match mode {
            Mode::Reply => self.reply_files,
            Mode::Note => self.note_files,
        }
    }

    /// What is written in the mode that is chosen.
    pub fn text(self) -> String {
        self.buffer(self.mode.get()).get()
    }

    /// The field holds `text` now.
    pub fn typed(self, text: String) {
        let buffer = self.buffer(self.mode.get_untracked());
        if buffer.with_untracked(String::is_empty) {
            // Whoever begins to write has read what is on show.
            self.has_seen();
        }
        buffer.set(text);
        self.changed();
    }

    /// Something of the draft is different: it is kept.
    pub fn changed(self) {
        self.kept.set(Kept::Saving);
        if let Some(save) = self.save.get_value() {
            save.run(self.mode.get_untracked());
        }
    }

    /// The writer has read the ticket as it is on show.
    pub fn has_seen(self) {
        self.seen.set_value(self.ticket.now(|page| page.version));
        self.news.set(Vec::new());
    }

    /// Puts a link to an article at the end of the text.
    pub fn insert_link(self, title: &str, path: &str) {
        let origin = window().location().origin().unwrap_or_default();
        let text = untrack(|| self.text());
        let gap = if text.is_empty() || text.ends_with(char::is_whitespace) { "" } else { " " };
        self.insert(&format!("{gap}{title}: {origin}{path} "));
        self.desk.say(console::context(self.lang).inserted);
    }

    /// Puts words at the end of the text, and the writer behind them.
    pub fn insert(self, words: &str) {
        self.typed(untrack(|| self.text()) + words);
        crate::browser::focus::focus(super::FIELD);
    }

    /// What is wrong with one field of what was sent.
    pub fn problem(self, field: &str) -> Option<String> {
        self.error.with(|error| error.as_ref().and_then(|error| error.on_field(self.lang, field)))
    }

    /// Sends the reply, or adds the note.
    pub fn send(self, after: AfterReply) {
        if self.busy.get_untracked() {
            return;
        }
        let mode = self.mode.get_untracked();
        let files = self.files(mode);
        if untrack(|| files.are_on_the_way()) {
            return self.toasts.say(words::files(self.lang).on_the_way);
        }
        let ids = untrack(|| files.here()).into_iter().map(|upload| upload.id).collect();
        let command = match mode {
            Mode::Note => Command::Note { text: self.note.get_untracked() },
            Mode::Reply => Command::Reply {
                text: self.reply.get_untracked(),
                after,
                plan: self.plan.get_untracked(),
                next_contact: self
                    .contact
                    .with_untracked(|contact| contact.as_ref().map(|promised| promised.at)),
            },
        };
        self.busy.set(true);
        self.error.set(None);
        spawn_local_scoped(async move {
            let answer = self.ticket.carry_out(command, self.seen.get_value(), ids).await;
            if self.busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(_) => self.sent(mode),
                Err(AppError::Desk(Error::Conflict(news))) => self.news.set(news),
                Err(error) => self.error.set(Some(named(error))),
            }
        });
    }

    fn sent(self, mode: Mode) {
        let w = console::composer(self.lang);
        self.buffer(mode).set(String::new());
        self.files(mode).clear();
        if mode == Mode::Reply {
            self.plan.set(None);
            self.contact.set(None);
        }
        self.has_seen();
        self.changed();
        self.kept.set(Kept::Nothing);
        self.toasts.say(if mode == Mode::Reply { w.sent } else { w.noted });
    }
}

/// A refusal that names no field is about the text.
fn named(error: AppError) -> AppError {
    match error {
        AppError::Desk(Error::Invalid(fields)) if fields.is_empty() => {
            AppError::Desk(Error::Invalid(vec![FieldError::new("text", domain::error::Problem::Required)]))
        }
        other => other,
    }
}
