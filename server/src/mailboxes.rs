//! The mailboxes in `casewell.toml`, and the senders with a mail server of their own, as the backend reads them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use backend::mail::Smtp;
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

/// One `[[senders]]` of the settings file: mail from this address leaves through this server.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SenderFile {
    address: String,
    /// As `CASEWELL_SMTP_URL`.
    smtp_url: String,
    password_file: Option<PathBuf>,
    /// PEM of a certificate authority besides the usual ones.
    ca: Option<PathBuf>,
}

/// The servers that `files` name, by address.
///
/// # Errors
/// What is wrong with one of them, by its address.
pub fn own_servers(files: Vec<SenderFile>) -> Result<BTreeMap<String, Smtp>, Failed> {
    let mut servers = BTreeMap::new();
    for file in files {
        let off = |reason: String| Failed::usage(format!("sender {}: {reason}", file.address));
        if !domain::people::looks_like_email(&file.address) {
            return Err(off("an address is needed".to_owned()));
        }
        let smtp = file.smtp().map_err(off)?;
        if servers.insert(domain::people::email_norm(&file.address), smtp).is_some() {
            return Err(off("every sender has one server".to_owned()));
        }
    }
    Ok(servers)
}

impl SenderFile {
    fn smtp(&self) -> Result<Smtp, String> {
        let smtp = Smtp::new(&self.smtp_url, trusted(self.ca.as_deref())?)?;
        let secret = self.password_file.as_deref().map(password).transpose()?;
        Ok(match secret {
            Some(secret) => smtp.with_password(secret),
            None => smtp,
        })
    }
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
            Some(address) => {
                Some(Imap::new(address, self.login()?, &self.folder, trusted(self.ca.as_deref())?)?)
            }
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
            (None, Some(file)) => password(file).map(Login::Password),
            _ => Err("it needs either password_file or token_file".to_owned()),
        }
    }
}

/// The first line of `file`.
fn password(file: &Path) -> Result<String, String> {
    let password = std::fs::read_to_string(file).map_err(|error| unreadable(file, &error))?;
    Ok(password.trim_end_matches(['\r', '\n']).to_owned())
}

fn trusted(ca: Option<&Path>) -> Result<Vec<u8>, String> {
    let read = |file: &Path| std::fs::read(file).map_err(|error| unreadable(file, &error));
    Ok(ca.map(read).transpose()?.unwrap_or_default())
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
    fn senders_have_a_server_each_and_what_is_wrong_is_named() {
        #[derive(Deserialize)]
        struct File {
            senders: Vec<SenderFile>,
        }
        let read = |text: &str| own_servers(toml::from_str::<File>(text).expect("TOML").senders);
        let one = "[[senders]]\naddress = \"Sales@desk.example\"\nsmtp_url = \"smtps://sales@mx.example\"\n";
        let servers = read(one).expect("a server");
        assert!(servers.keys().eq(["sales@desk.example"]), "{servers:?}");
        for (text, said) in [
            (format!("{one}{one}"), "one server"),
            (one.replace("Sales@", "Sales"), "an address"),
            (one.replace("smtps:", "http:"), "smtp://"),
            (format!("{one}password_file = \"/nowhere\"\n"), "/nowhere"),
        ] {
            let refused = read(&text).expect_err("refused").to_string();
            assert!(refused.contains(said), "{refused}");
        }
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
