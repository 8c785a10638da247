//! The ticket on show: read once with its address, brought up to date by live events, changed by the reader. What is
//! being typed lives elsewhere and is not touched.

use domain::Error;
use domain::tickets::decide::Command;
use domain::tickets::view::{EntryView, TicketPage, Written};
use leptos::prelude::*;
use leptos::reactive::spawn_local_scoped;

use super::super::desk::{Desk, use_desk};
use super::super::live::{gathered, on_mail, on_tickets};
use crate::api::tickets::{change, earlier, ticket as load};
use crate::browser::{live, ticker};
use crate::error::AppError;
use crate::ui::followed;

/// Cheap to copy into handlers.
#[derive(Clone, Copy)]
pub struct Ticket {
    page: RwSignal<TicketPage>,
    /// Every entry that has been read, oldest first.
    entries: RwSignal<Vec<EntryView>>,
    /// Older entries can be read.
    earlier: RwSignal<bool>,
    /// Why the last change was refused.
    pub refused: RwSignal<Option<AppError>>,
    desk: Desk,
    owner: StoredValue<Option<Owner>>,
}

impl Ticket {
    pub fn new(page: TicketPage) -> Self {
        Self {
            entries: RwSignal::new(page.entries.clone()),
            earlier: RwSignal::new(page.earlier),
            page: RwSignal::new(page),
            refused: RwSignal::new(None),
            desk: use_desk(),
            owner: StoredValue::new(Owner::current()),
        }
    }

    /// Keeps the ticket up to date from now on.
    pub fn follow(self) {
        let soon = gathered(move || self.scoped(move || spawn_local_scoped(self.reload())));
        let number = self.number();
        on_mail(number.clone(), soon.clone());
        on_tickets(move |event| {
            if event.id == number && self.page.with_untracked(|page| page.version < event.version) {
                soon();
            }
        });
    }

    /// A part of the ticket as it changes.
    pub fn part<T: PartialEq + Send + Sync + 'static>(self, read: fn(&TicketPage) -> T) -> Signal<T> {
        followed(move || self.page.with(read))
    }

    /// Calls `action` now and whenever the ticket has changed, in the browser.
    pub fn at_each_version(self, action: impl Fn() + 'static) {
        let version = self.part(|page| page.version);
        Effect::new(move |_| {
            // Read, not only tracked: a memo that nobody reads follows nothing.
            let _ = version.get();
            action();
        });
    }

    /// A part of the ticket as it is now.
    pub fn now<T>(self, read: impl FnOnce(&TicketPage) -> T) -> T {
        self.page.with_untracked(read)
    }

    pub fn number(self) -> String {
        self.now(|page| page.number.clone())
    }

    pub fn entries(self) -> RwSignal<Vec<EntryView>> {
        self.entries
    }

    pub fn has_earlier(self) -> bool {
        self.earlier.get()
    }

    /// Reads the ticket anew. Without an answer it stays as it is; the next event asks again.
    pub async fn reload(self) {
        let Ok(news) = load(self.number()).await else { return };
        if self.page.is_disposed() {
            return;
        }
        self.scoped(move || {
            ticker::synchronise(news.now);
            self.take(news);
        });
    }

    fn take(self, news: TicketPage) {
        let fresh = news.entries.first().map_or(u32::MAX, |entry| entry.seq);
        let known = self.entries.with_untracked(|known| known.iter().any(|entry| entry.seq + 1 >= fresh));
        if !known {
            // So much happened meanwhile that there is a gap: begin again at the newest.
            self.earlier.set(news.earlier);
        }
        self.entries.update(|entries| {
            entries.retain(|entry| known && entry.seq < fresh);
            entries.extend(news.entries.iter().cloned());
        });
        self.page.set(news);
    }

    /// Reads the entries before the oldest one on show.
    pub fn read_earlier(self) {
        let oldest = self.entries.with_untracked(|entries| entries.first().map(|entry| i64::from(entry.seq)));
        let Some(before) = oldest else { return };
        self.scoped(move || {
            spawn_local_scoped(async move {
                match earlier(self.number(), before).await {
                    Ok((mut older, more)) if !self.page.is_disposed() => {
                        older.reverse();
                        self.entries.update(|entries| drop(entries.splice(0..0, older)));
                        self.earlier.set(more);
                    }
                    Ok(_) => {}
                    Err(error) => drop(self.refused.try_set(Some(error))),
                }
            });
        });
    }

    /// Carries out `command` against the version on show; a refusal stands under the ticket's head.
    pub fn ask(self, command: Command) {
        self.ask_then(command, |_| ());
    }

    /// The same, and `then` with whether it was done.
    pub fn ask_then(self, command: Command, then: impl FnOnce(bool) + 'static) {
        let seen = self.now(|page| page.version);
        self.scoped(move || {
            spawn_local_scoped(async move {
                let refusal = self.carry_out(command, seen, Vec::new()).await.err();
                let is_done = refusal.is_none();
                if self.refused.try_set(refusal).is_none() {
                    then(is_done);
                }
            });
        });
    }

    /// Carries out `command`, with these uploads, against the version `seen`, and shows the ticket as it is afterwards either way.
    ///
    /// # Errors
    /// What the desk refuses.
    pub async fn carry_out(
        self,
        command: Command,
        seen: i64,
        files: Vec<String>,
    ) -> Result<Written, AppError> {
        let answer = change(self.number(), seen, command, files).await;
        if answer == Err(AppError::Desk(Error::SignIn)) {
            live::end_session();
            return answer;
        }
        self.desk.wrote();
        if !self.page.is_disposed() {
            self.reload().await;
        }
        answer
    }

    /// Runs `work` as part of the ticket, whoever calls.
    fn scoped(self, work: impl FnOnce()) {
        if let Some(owner) = self.owner.try_get_value().flatten() {
            owner.with(work);
        }
    }
}
