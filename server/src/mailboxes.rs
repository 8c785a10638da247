//! The mailboxes in `casewell.toml`, as the backend reads them.

use std::path::{Path, PathBuf};
use std::time::Duration;

use backend::mail::inbound::{Imap, Inbound, Login, Mailbox};
use serde::Deserialize;

use crate::commands::Failed;

/// One `[[mailboxes]]` of the settings file.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MailboxFile {
    name: String,
    address: String,
    /// Id or name of the queue for its tickets.
    queue: Option<String>,
    /// `imaps://user@host:993`, or `imap://user@host:143` with STARTTLS; without it messages are handed over.
    imap: Option<String>,
    password_file: Option<PathBuf>,
    /// An OAuth2 access token that somebody keeps fresh.
    token_file: Option<PathBuf>,
    #[serde(default)]
    folder: String,
    /// PEM of a certificate authority besides the usual ones.
    ca: Option<PathBuf>,
    /// Seconds between looks where the server tells of no news.
    poll_seconds: Option<u32>,
}

/// The mailboxes that `files` name, and the servers whose Authentication-Results are believed.
///
/// # Errors
/// What is wrong with one of them, by its name.
pub fn inbound(files: Vec<MailboxFile>, trusted: Vec<String>) -> Result<Inbound, Failed> {
    let mut mailboxes: Vec<Mailbox> = Vec::new();
    for file in files {
        let name = file.name.clone();
        let off = |reason: String| Failed::usage(format!("mailbox {name}: {reason}"));
        if name.trim().is_empty() || mailboxes.iter().any(|known| known.name == name) {
            return Err(off("every mailbox needs a name of its own".into()));
        }
        mailboxes.push(file.mailbox().map_err(off)?);
    }
    Ok(Inbound { mailboxes, trusted })
}

impl MailboxFile {
    fn mailbox(self) -> Result<Mailbox, String> {
        if !domain::people::looks_like_email(&self.address) {
            return Err(format!("{} is no address", self.address));
        }
        let imap = match &self.imap {
            Some(address) => Some(Imap::new(address, self.login()?, &self.folder, self.trusted()?)?),
            None => None,
        };
        let poll = match self.poll_seconds {
            Some(seconds) if !(1..=3600).contains(&seconds) => {
                return Err("poll_seconds lies between 1 and 3600".to_owned());
            }
            seconds => seconds.map(|seconds| Duration::from_secs(seconds.into())),
        };
        Ok(Mailbox { name: self.name, address: self.address, queue: self.queue, imap, poll })
    }

    fn login(&self) -> Result<Login, String> {
        match (&self.token_file, &self.password_file) {
            (Some(file), None) => Ok(Login::TokenFile(file.clone())),
            (None, Some(file)) => {
                let password = std::fs::read_to_string(file).map_err(|error| unreadable(file, &error))?;
                Ok(Login::Password(password.trim_end_matches(['\r', '\n']).to_owned()))
            }
            _ => Err("it needs either password_file or token_file".to_owned()),
        }
    }

    fn trusted(&self) -> Result<Vec<u8>, String> {
        let read = |file: &PathBuf| std::fs::read(file).map_err(|error| unreadable(file, &error));
        Ok(self.ca.as_ref().map(read).transpose()?.unwrap_or_default())
    }
}

fn unreadable(file: &Path, error: &std::io::Error) -> String {
    format!("cannot read {}: {error}", file.display())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Inbound, Failed> {
        #[derive(Deserialize)]
        struct File {
            mailboxes: Vec<MailboxFile>,
        }
        let file: File = toml::from_str(text).expect("TOML");
        inbound(file.mailboxes, vec!["mx.desk.example".into()])
    }

    #[test]
    fn mailboxes_are_read_and_what_is_wrong_is_named() {
        let one =
            "[[mailboxes]]\nname = \"support\"\naddress = \"support@desk.example\"\nqueue = \"Printing\"\n";
        let inbound = read(one).expect("a mailbox");
        assert_eq!(inbound.mailbox("support").map(|own| own.queue.as_deref()), Some(Some("Printing")));
        assert!(inbound.mailboxes[0].imap.is_none());
        for (more, said) in [
            (one, "name of its own"),
            ("[[mailboxes]]\nname = \"b\"\naddress = \"nobody\"\n", "no address"),
            (
                "[[mailboxes]]\nname = \"b\"\naddress = \"b@desk.example\"\nimap = \"imaps://b@mx.example\"\n",
                "password_file",
            ),
            ("[[mailboxes]]\nname = \"b\"\naddress = \"b@desk.example\"\npoll_seconds = 0\n", "poll_seconds"),
            (
                "[[mailboxes]]\nname = \"b\"\naddress = \"b@desk.example\"\nimap = \"pop://b@mx.example\"\ntoken_file = \"t\"\n",
                "imap://",
            ),
        ] {
            let refused = read(&format!("{one}{more}")).expect_err("refused").to_string();
            assert!(refused.contains(said), "{refused}");
        }
    }
}
