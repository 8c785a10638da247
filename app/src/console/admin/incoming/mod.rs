//! Mail that came in: the list ([`list`]), one message ([`message`]), the mailboxes ([`mailboxes`]) and the laboratory
//! ([`lab`]).

mod domains;
mod lab;
mod list;
mod mailboxes;
mod message;
mod moving;

use domain::mail::view::Shelf;
use domain::words::incoming;

pub use self::lab::Laboratory;
pub use self::list::Incoming;
pub use self::mailboxes::Mailboxes;
pub use self::message::MessagePage;
use crate::me::use_me;
use crate::ui::{Pill, Tone};
use leptos::prelude::*;

/// Where messages are, each under its id.
pub const ADDRESS: &str = "/desk/mail";

/// Where the message `id` is read.
pub fn address(id: &str) -> String {
    format!("{ADDRESS}/{id}")
}

/// Where a message lies, as a pill.
fn shelf_pill(shelf: Shelf) -> impl IntoView {
    let (tone, icon) = match shelf {
        Shelf::Waiting => (Tone::Accent, "clock"),
        Shelf::Quarantined => (Tone::Bad, "mail-warning"),
        Shelf::Held => (Tone::Risk, "pause"),
        Shelf::Refused => (Tone::Quiet, "x"),
        Shelf::Arrived => (Tone::Good, "mail-check"),
        Shelf::Machine | Shelf::Ignored => (Tone::Quiet, "mail"),
    };
    view! { <Pill tone icon>{incoming::shelf_name(use_me().lang, shelf)}</Pill> }
}
