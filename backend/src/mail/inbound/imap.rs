//! A line to one IMAP mailbox: how it is named in the settings, and what is said over it.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use async_imap::extensions::idle::IdleResponse;
use async_imap::{Authenticator, Client, Session};
use bytes::Bytes;
use futures::TryStreamExt;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::ClientConfig;
use tokio_rustls::rustls::pki_types::ServerName;
use url::Url;

use crate::tls;

/// The longest wait for one answer, and for a whole message.
const STEP: Duration = Duration::from_secs(60);
const WHOLE: Duration = Duration::from_secs(300);

/// How to reach a mailbox. What signs in stays out of `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct Imap {
    host: String,
    port: u16,
    /// TLS from the first byte; otherwise from STARTTLS on, before anything is said.
    at_once: bool,
    user: String,
    login: Login,
    folder: String,
    /// Certificates that are trusted besides those that everybody trusts, as PEM.
    trusted: Vec<u8>,
}

/// What signs in.
#[derive(Clone, PartialEq, Eq)]
pub enum Login {
    Password(String),
    /// File of an OAuth2 access token, read at each sign-in: whoever renews it writes it there.
    TokenFile(std::path::PathBuf),
}

impl fmt::Debug for Imap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Imap").field("host", &self.host).field("port", &self.port).finish_non_exhaustive()
    }
}

/// What goes wrong with a mailbox: a stable word for the page, the cause for the log.
#[derive(Debug)]
pub(super) struct Broken {
    pub code: &'static str,
    pub cause: String,
}

impl Broken {
    fn of(code: &'static str) -> impl Fn(String) -> Self {
        move |cause| Self { code, cause }
    }
}

type Said<T> = Result<T, Broken>;

/// A TCP line, with TLS or without.
pub(super) trait Line: AsyncRead + AsyncWrite + Unpin + Send + fmt::Debug {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send + fmt::Debug> Line for T {}

/// A mailbox that is open.
pub(super) struct Open {
    session: Session<Box<dyn Line>>,
    pub validity: u32,
    pub next: u32,
    /// Its server tells of news.
    pub can_idle: bool,
}

impl Imap {
    /// The mailbox at `imaps://user@host:993` or, with STARTTLS, `imap://user@host:143`; `folder` is usually INBOX.
    ///
    /// # Errors
    /// A sentence that says what is wrong, without what signs in.
    pub fn new(address: &str, login: Login, folder: &str, trusted: Vec<u8>) -> Result<Self, String> {
        let url = Url::parse(address).map_err(|error| format!("the mailbox’s address: {error}"))?;
        let host =
            url.host_str().filter(|host| !host.is_empty()).ok_or("the mailbox’s address has no host")?;
        let (at_once, port) = match url.scheme() {
            "imaps" => (true, 993),
            "imap" => (false, 143),
            _ => return Err("the mailbox’s address starts with imap:// or imaps://".to_owned()),
        };
        if url.username().is_empty() {
            return Err("the mailbox’s address names no user".to_owned());
        }
        let user = url.username().replace("%40", "@");
        let host = host.trim_matches(['[', ']']).to_owned();
        let folder = if folder.is_empty() { "INBOX" } else { folder }.to_owned();
        let imap = Self { host, port: url.port().unwrap_or(port), at_once, user, login, folder, trusted };
        imap.tls().map(|_| imap)
    }

    /// Opens the mailbox, with TLS whatever the server thinks of it.
    pub(super) async fn open(&self) -> Said<Open> {
        let mut session = timeout(WHOLE, self.sign_in())
            .await
            .map_err(|_| Broken::of("unreachable")("no answer in time".into()))??;
        let can_idle = session.capabilities().await.map_err(broken)?.has_str("IDLE");
        let found =
            session.select(&self.folder).await.map_err(|error| Broken::of("no_folder")(error.to_string()))?;
        Ok(Open {
            session,
            validity: found.uid_validity.unwrap_or(1),
            next: found.uid_next.unwrap_or(1),
            can_idle,
        })
    }

    async fn sign_in(&self) -> Said<Session<Box<dyn Line>>> {
        let unreachable = |error: std::io::Error| Broken::of("unreachable")(error.to_string());
        let line = TcpStream::connect((self.host.as_str(), self.port)).await.map_err(unreachable)?;
        let client = if self.at_once {
            let mut client = Client::new(self.secured(Box::new(line)).await?);
            greeted(&mut client).await?;
            client
        } else {
            let mut plain: Client<Box<dyn Line>> = Client::new(Box::new(line));
            greeted(&mut plain).await?;
            let refused = |error: async_imap::error::Error| Broken::of("no_tls")(error.to_string());
            plain.run_command_and_check_ok("STARTTLS", None).await.map_err(refused)?;
            Client::new(self.secured(plain.into_inner()).await?)
        };
        let refused = |(error, _): (async_imap::error::Error, _)| Broken::of("refused")(error.to_string());
        match &self.login {
            Login::Password(password) => client.login(&self.user, password).await.map_err(refused),
            Login::TokenFile(file) => {
                let token = tokio::fs::read_to_string(file)
                    .await
                    .map_err(|error| Broken::of("no_token")(error.to_string()))?;
                let bearer = Bearer(format!("user={}\x01auth=Bearer {}\x01\x01", self.user, token.trim()));
                client.authenticate("XOAUTH2", bearer).await.map_err(refused)
            }
        }
    }

    async fn secured(&self, line: Box<dyn Line>) -> Said<Box<dyn Line>> {
        let no_tls = Broken::of("no_tls");
        let connector = TlsConnector::from(Arc::new(self.tls().map_err(&no_tls)?));
        let name = ServerName::try_from(self.host.clone()).map_err(|error| no_tls(error.to_string()))?;
        let line = connector.connect(name, line).await.map_err(|error| no_tls(error.to_string()))?;
        Ok(Box::new(line))
    }

    fn tls(&self) -> Result<ClientConfig, String> {
        tls::client(&self.trusted).map_err(|error| format!("the mailbox’s certificate: {error}"))
    }
}

/// An answer to every challenge: the token.
struct Bearer(String);

impl Authenticator for Bearer {
    type Response = String;

    fn process(&mut self, _challenge: &[u8]) -> String {
        std::mem::take(&mut self.0)
    }
}

async fn greeted(client: &mut Client<Box<dyn Line>>) -> Said<()> {
    let greeting =
        client.read_response().await.map_err(|error| Broken::of("unreachable")(error.to_string()))?;
    greeting.map(drop).ok_or_else(|| Broken::of("unreachable")("no greeting".into()))
}

fn broken(error: async_imap::error::Error) -> Broken {
    Broken::of("broken")(error.to_string())
}

/// A message in the mailbox, before it is fetched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Found {
    pub uid: u32,
    /// Bytes, as the server says.
    pub size: u32,
}

impl Open {
    /// What lies behind the UID `last`, oldest first; with `unseen` only what nobody has read.
    pub(super) async fn after(&mut self, last: u32, unseen: bool) -> Said<Vec<Found>> {
        let range = format!("{}:*", last.saturating_add(1));
        let unread =
            if unseen { Some(self.session.uid_search("UNSEEN").await.map_err(broken)?) } else { None };
        let listing = self.session.uid_fetch(&range, "(UID RFC822.SIZE)").await.map_err(broken)?;
        let fetched: Vec<_> = timeout(WHOLE, listing.try_collect()).await.map_err(late)?.map_err(broken)?;
        let found = fetched.iter().filter_map(|one: &async_imap::types::Fetch| {
            Some(Found { uid: one.uid?, size: one.size.unwrap_or_default() })
        });
        // The last message is listed even when nothing is new.
        let is_new =
            |one: &Found| one.uid > last && unread.as_ref().is_none_or(|unread| unread.contains(&one.uid));
        let mut found: Vec<Found> = found.filter(is_new).collect();
        found.sort_unstable();
        Ok(found)
    }

    /// The bytes of a message, or of its head only. Nothing when somebody removed it meanwhile.
    pub(super) async fn fetch(&mut self, uid: u32, head_only: bool) -> Said<Option<Bytes>> {
        let part = if head_only { "(UID BODY.PEEK[HEADER])" } else { "(UID BODY.PEEK[])" };
        let listing = self.session.uid_fetch(uid.to_string(), part).await.map_err(broken)?;
        let fetched: Vec<async_imap::types::Fetch> =
            timeout(WHOLE, listing.try_collect()).await.map_err(late)?.map_err(broken)?;
        let own = fetched.iter().find(|one| one.uid == Some(uid));
        let bytes =
            own.and_then(|one| if head_only { one.header() } else { one.body() }).map(Bytes::copy_from_slice);
        if bytes.is_none() {
            // A line that broke says nothing either.
            self.session.noop().await.map_err(broken)?;
        }
        Ok(bytes)
    }

    /// Shows others that the desk has it.
    pub(super) async fn mark_seen(&mut self, uid: u32) -> Said<()> {
        let marked =
            self.session.uid_store(uid.to_string(), "+FLAGS.SILENT (\\Seen)").await.map_err(broken)?;
        let marked: Vec<_> = timeout(STEP, marked.try_collect()).await.map_err(late)?.map_err(broken)?;
        drop(marked);
        Ok(())
    }

    /// Waits until something happens, `most` at the longest; on servers that do not tell, just that long.
    pub(super) async fn wait(mut self, most: Duration, poll: Duration) -> Said<Self> {
        if !self.can_idle {
            tokio::time::sleep(poll).await;
            timeout(STEP, self.session.noop()).await.map_err(late)?.map_err(broken)?;
            return Ok(self);
        }
        let mut idle = self.session.idle();
        timeout(STEP, idle.init()).await.map_err(late)?.map_err(broken)?;
        let (news, _stop) = idle.wait_with_timeout(most);
        match news.await.map_err(broken)? {
            IdleResponse::ManualInterrupt => return Err(Broken::of("broken")("the line was cut".into())),
            IdleResponse::Timeout | IdleResponse::NewData(_) => {}
        }
        self.session = timeout(STEP, idle.done()).await.map_err(late)?.map_err(broken)?;
        Ok(self)
    }

    /// Says good-bye, if the server still listens.
    pub(super) async fn close(mut self) {
        let _ = timeout(Duration::from_secs(2), self.session.logout()).await;
    }
}

fn late(_: tokio::time::error::Elapsed) -> Broken {
    Broken::of("broken")("no answer in time".into())
}
