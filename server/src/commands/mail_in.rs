//! `casewell mail-in`: one message from a mail server's pipe.

use std::io::Read;

use backend::mail::inbound::{self, Arrival};
use domain::mail::MAX_MESSAGE;

use super::Failed;
use crate::config::Config;

/// Bytes of a message that is too large which are read, so that its size can be told.
const FAR_TOO_LARGE: u64 = 4 * MAX_MESSAGE as u64;

/// Takes the message on standard input. It is safe on disk when this ends well.
pub async fn run(config: &Config, mailbox: String) -> Result<(), Failed> {
    let known = &config.mail.inbound;
    if !mailbox.is_empty() && known.mailbox(&mailbox).is_none() {
        // The message is kept by who hands it over, until the settings are right.
        return Err(Failed::Later(format!("there is no mailbox {mailbox}; casewell.toml names them")));
    }
    let mut raw = Vec::new();
    let mut stdin = std::io::stdin().take(FAR_TOO_LARGE);
    stdin.read_to_end(&mut raw).map_err(|error| Failed::Later(error.to_string()))?;
    std::io::copy(&mut std::io::stdin(), &mut std::io::sink())
        .map_err(|error| Failed::Later(error.to_string()))?;
    let backend = super::open_known(config).await.map_err(later)?;
    let taken = inbound::take(&backend, Arrival { mailbox, uid: None, raw: raw.into() }).await;
    let taken = taken.map_err(|failure| later(failure.into()))?;
    let of = taken.number.map(|number| format!(" {number}")).unwrap_or_default();
    let why = taken.reason.map(|reason| format!(" ({})", reason.code())).unwrap_or_default();
    eprintln!("{} {}{of}{why}", taken.id, taken.state);
    backend.db.close().await;
    Ok(())
}

/// A mail server tries again: what is wrong here will be put right, and the message must not be lost until then.
fn later(failed: Failed) -> Failed {
    Failed::Later(failed.to_string())
}
