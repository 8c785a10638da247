//! What an entry shows of the mail that it came by: the way to the message, pictures that come with every mail, and
//! words that stand on another ticket now.

use domain::access::Action;
use domain::files::Attachment;
use domain::mail::Came;
use domain::tickets::entry::Body;
use domain::tickets::view::EntryView;
use domain::words::{console, count, incoming};
use leptos::prelude::*;

use super::super::{admin, redact};
use super::state::Ticket;
use crate::me::use_me;
use crate::ui::{Attachments, Icon, Linked};

/// Where it is told how the entry came, if it came by mail.
pub fn origin(body: &Body) -> Option<AnyView> {
    let came = body.mail()?;
    let words = incoming::on_entry(use_me().lang).open;
    Some(view! { <p class="m__mail"><a href=admin::mail_address(&came.id)>{words}</a></p> }.into_any())
}

/// What was taken away from the entry, or the way to do so for who may.
pub fn redaction(entry: &EntryView) -> Option<AnyView> {
    let me = use_me();
    if let Some(words) = entry.redacted.clone() {
        return Some(view! { <p class="hint"><Icon name="trash-2"/>{words}</p> }.into_any());
    }
    let ticket = use_context::<Ticket>().filter(|_| me.viewer().may(Action::Redact))?;
    let href = redact::address(&ticket.number(), entry.seq);
    let words = console::redaction(me.lang).link;
    Some(view! { <p class="m__mail"><a href=href>{words}</a></p> }.into_any())
}

/// Where the message lies that a line speaks of.
pub fn moved_link(body: &Body) -> Option<AnyView> {
    let (Body::MailMoved { mail, .. } | Body::MailRefused { mail, .. }) = body else { return None };
    let words = incoming::on_entry(use_me().lang).open_moved;
    Some(view! { " "<a href=admin::mail_address(mail)>{words}</a> }.into_any())
}

/// The files of what may have come by mail: its sender's usual pictures stand folded below the others.
pub fn files(files: Vec<Attachment>, mail: Option<&Came>) -> AnyView {
    let logos = mail.map(|came| came.logos.as_slice()).unwrap_or_default();
    let (folded, shown): (Vec<_>, Vec<_>) = files.into_iter().partition(|file| logos.contains(&file.id));
    let w = incoming::on_entry(use_me().lang);
    let folded = (!folded.is_empty()).then(|| {
        let words = count(folded.len() as u64, w.logos_one, w.logos_many);
        view! { <details class="mail-fold"><summary>{words}</summary><Attachments files=folded/></details> }
    });
    view! { <Attachments files=shown/>{folded} }.into_any()
}

/// What an entry said that stands on another ticket now, folded away.
pub fn gone(entry: &EntryView) -> AnyView {
    let w = incoming::on_entry(use_me().lang);
    let text = match &entry.body {
        Body::Created { text, .. } | Body::Message { text, .. } | Body::Mailed { text, .. } => text.clone(),
        _ => String::new(),
    };
    let held = entry.body.files().unwrap_or_default().to_vec();
    view! {
        <details class="mail-fold"><summary>{w.moved_show}</summary><Linked text/><Attachments files=held/></details>
    }
    .into_any()
}
