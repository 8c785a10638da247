//! The one server that takes the desk's mail: how it is named in the settings, and a line to it that knows whether a mail
//! was handed over, was not, or may have been.

use std::net::IpAddr;
use std::time::Duration;

use domain::mail::bounce::nobody_there;
use lettre::Address;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{AsyncSmtpConnection, Certificate, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt, Rset};
use lettre::transport::smtp::extension::{ClientId, Extension, MailParameter};
use lettre::transport::smtp::response::Response;
use lettre::transport::smtp::{Error, client::CertificateStore};
use tokio::time::timeout;
use url::{Host, Url};

/// The longest wait for one answer, and for the one after a whole mail.
const STEP: Duration = Duration::from_secs(60);
const WHOLE: Duration = Duration::from_secs(300);
/// How a certificate begins in a file.
const PEM: &str = "-----BEGIN CERTIFICATE-----";
/// "Service not available, closing transmission channel".
const CLOSING: u16 = 421;

/// How to reach the mail server. The password stays out of `Debug`.
#[derive(Clone)]
pub struct Smtp {
    host: String,
    port: u16,
    tls: Tls,
    login: Option<(String, String)>,
    /// Certificates that are trusted besides those that everybody trusts, as PEM.
    trusted: Vec<u8>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tls {
    /// From the first byte.
    Always,
    /// From STARTTLS on, before anything else is said.
    Upgraded,
    /// STARTTLS where the server offers it: nobody listens between a machine and itself.
    Loopback,
}

impl std::fmt::Debug for Smtp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { host, port, tls, .. } = self;
        f.debug_struct("Smtp")
            .field("host", host)
            .field("port", port)
            .field("tls", tls)
            .finish_non_exhaustive()
    }
}

impl Smtp {
    /// The server at `smtp://user:password@host:587` (with STARTTLS; not asked of a server on this machine) or
    /// `smtps://user:password@host:465`; `%40` and the like stand for what an address cannot have. `trusted` holds
    /// certificates as PEM, or nothing.
    ///
    /// # Errors
    /// A sentence that says what is wrong, without the address itself.
    pub fn new(address: &str, trusted: Vec<u8>) -> Result<Self, String> {
        let url = Url::parse(address).map_err(|error| format!("the mail server’s address: {error}"))?;
        let host =
            url.host_str().filter(|host| !host.is_empty()).ok_or("the mail server’s address has no host")?;
        let (tls, port) = match url.scheme() {
            "smtps" => (Tls::Always, 465),
            "smtp" if is_loopback(host) => (Tls::Loopback, 25),
            "smtp" => (Tls::Upgraded, 587),
            _ => return Err("the mail server’s address starts with smtp:// or smtps://".to_owned()),
        };
        if !trusted.is_empty() {
            Certificate::from_pem(&trusted)
                .map_err(|error| format!("the mail server’s certificate: {error}"))?;
            // A file without a certificate reads as none, which would trust nobody and say nothing.
            if !String::from_utf8_lossy(&trusted).contains(PEM) {
                return Err("the mail server’s certificate: the file holds none".to_owned());
            }
        }
        let login = match (url.username(), url.password()) {
            ("", _) => None,
            (user, password) => Some((decoded(user)?, decoded(password.unwrap_or_default())?)),
        };
        let host = host.trim_matches(['[', ']']).to_owned();
        Ok(Self { host, port: url.port().unwrap_or(port), tls, login, trusted })
    }

    /// The same with the password of its user from elsewhere.
    #[must_use]
    pub fn with_password(mut self, password: String) -> Self {
        if let Some((_, own)) = &mut self.login {
            *own = password;
        }
        self
    }

    /// Host and port.
    pub(super) fn server(&self) -> String {
        format!("{}:{}", self.host, self.port)
    }

    /// A line to the server, signed in.
    pub(super) async fn connect(&self, hello: &str) -> Result<Line, String> {
        let hello = ClientId::Domain(hello.to_owned());
        timeout(STEP, self.open(&hello))
            .await
            .map_err(|_| "no answer in time".to_owned())?
            .map_err(|error| causes(&error))
    }

    async fn open(&self, hello: &ClientId) -> Result<Line, Error> {
        let implicit = (self.tls == Tls::Always).then(|| self.parameters()).transpose()?;
        let server = (self.host.as_str(), self.port);
        let mut line = AsyncSmtpConnection::connect_tokio1(server, Some(STEP), hello, implicit, None).await?;
        if self.tls == Tls::Upgraded || (self.tls == Tls::Loopback && line.can_starttls()) {
            line.starttls(self.parameters()?, hello).await?;
        }
        if let Some((user, password)) = &self.login {
            let login = Credentials::new(user.clone(), password.clone());
            line.auth(DEFAULT_MECHANISMS, &login).await?;
        }
        Ok(Line(line))
    }

    fn parameters(&self) -> Result<TlsParameters, Error> {
        let builder = TlsParameters::builder(self.host.clone()).certificate_store(CertificateStore::Default);
        let trusted =
            if self.trusted.is_empty() { None } else { Some(Certificate::from_pem(&self.trusted)?) };
        trusted.into_iter().fold(builder, |builder, own| builder.add_root_certificate(own)).build_rustls()
    }
}

fn is_loopback(host: &str) -> bool {
    match Host::parse(host) {
        Ok(Host::Domain(name)) => name == "localhost",
        Ok(Host::Ipv4(ip)) => IpAddr::V4(ip).is_loopback(),
        Ok(Host::Ipv6(ip)) => IpAddr::V6(ip).is_loopback(),
        Err(_) => host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback()),
    }
}

fn decoded(part: &str) -> Result<String, String> {
    let decoded = percent_encoding::percent_decode_str(part).decode_utf8();
    decoded
        .map(|text| text.into_owned())
        .map_err(|_| "the mail server’s user or password is not UTF-8".to_owned())
}

/// Why a mail was not handed over. The texts are the server's own words, or the operating system's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fault {
    /// The server wants it later.
    Deferred(String),
    /// The server does not want it.
    Refused(String),
    /// The server has nobody under this address: its enhanced status, and its words.
    Nobody(String, String),
    /// The line broke before the mail went over it.
    Lost(String),
    /// The line broke after that: the server may have it.
    Unknown(String),
}

/// A line to the mail server.
pub(super) struct Line(AsyncSmtpConnection);

impl Line {
    /// Whether the server is still there.
    pub(super) async fn is_alive(&mut self) -> bool {
        timeout(STEP, self.0.test_connected()).await.unwrap_or(false)
    }

    /// Hands over `message` for `to`; bounces go to `from`, if to anybody.
    pub(super) async fn send(
        &mut self,
        from: Option<Address>,
        to: Address,
        message: &str,
    ) -> Result<(), Fault> {
        let begun = self.begin(from, to).await;
        if let Err(Fault::Deferred(_) | Fault::Refused(_) | Fault::Nobody(..)) = begun {
            self.step(Rset)
                .await
                .or_else(|fault| if let Fault::Lost(_) = fault { Err(fault) } else { Ok(()) })?;
        }
        begun?;
        let Ok(answer) = timeout(WHOLE, self.0.command(Whole(message))).await else {
            return Err(Fault::Unknown("no answer in time".to_owned()));
        };
        answer.map(drop).map_err(|error| said(&error).unwrap_or_else(|| Fault::Unknown(causes(&error))))
    }

    async fn begin(&mut self, from: Option<Address>, to: Address) -> Result<(), Fault> {
        let is_ascii = |address: &Address| address.to_string().is_ascii();
        let mut wide = Vec::new();
        if !is_ascii(&to) || !from.as_ref().is_none_or(is_ascii) {
            if !self.0.server_info().supports_feature(Extension::SmtpUtfEight) {
                return Err(Fault::Refused("the server takes ASCII addresses only".to_owned()));
            }
            wide.push(MailParameter::SmtpUtfEight);
        }
        self.step(Mail::new(from, wide)).await?;
        self.ask(Rcpt::new(to, Vec::new())).await?.map(drop).map_err(|error| of_recipient(&error))?;
        self.step(Data).await
    }

    async fn step(&mut self, command: impl std::fmt::Display) -> Result<(), Fault> {
        self.ask(command).await?.map(drop).map_err(|error| before(&error))
    }

    async fn ask(&mut self, command: impl std::fmt::Display) -> Result<Result<Response, Error>, Fault> {
        timeout(STEP, self.0.command(command)).await.map_err(|_| Fault::Lost("no answer in time".to_owned()))
    }
}

/// A message with its end, in one piece: of two, the second would wait until the server has acknowledged the first, which it
/// takes its time for.
struct Whole<'a>(&'a str);

impl std::fmt::Display for Whole<'_> {
    /// A line that begins with a dot gets another.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self(text) = self;
        f.write_str(if text.starts_with('.') { "." } else { "" })?;
        for (at, piece) in text.split("\r\n.").enumerate() {
            f.write_str(if at == 0 { "" } else { "\r\n.." })?;
            f.write_str(piece)?;
        }
        f.write_str(if text.ends_with("\r\n") { ".\r\n" } else { "\r\n.\r\n" })
    }
}

/// What the server itself answered; `None` when it did not get to that.
fn said(error: &Error) -> Option<Fault> {
    let code = u16::from(error.status()?);
    Some(match code {
        CLOSING => Fault::Lost(causes(error)),
        _ if error.is_permanent() => Fault::Refused(causes(error)),
        _ => Fault::Deferred(causes(error)),
    })
}

/// Before the mail itself goes over the line, an answer that never came means that it did not.
fn before(error: &Error) -> Fault {
    said(error).unwrap_or_else(|| Fault::Lost(causes(error)))
}

/// The same for the recipient's address.
fn of_recipient(error: &Error) -> Fault {
    let fault = before(error);
    let code = error.status().map_or(0, u16::from);
    match &fault {
        Fault::Refused(said) => match nobody_there(code, said) {
            Some(status) => Fault::Nobody(status, said.clone()),
            None => fault,
        },
        _ => fault,
    }
}

/// An error with what led to it, nothing said twice; neither holds what was sent.
fn causes(error: &Error) -> String {
    let first: &dyn std::error::Error = error;
    let chain = std::iter::successors(Some(first), |error| error.source()).map(ToString::to_string);
    let said = chain.reduce(|said, more| if said.contains(&more) { said } else { format!("{said}: {more}") });
    super::outbox::cut(&said.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn smtp(address: &str) -> Smtp {
        Smtp::new(address, Vec::new()).unwrap()
    }

    #[test]
    fn an_address_says_how_to_speak() {
        let far = smtp("smtp://desk%40a.example:p%3Ass@mail.example");
        assert_eq!((far.port, far.tls), (587, Tls::Upgraded));
        assert_eq!(far.login, Some(("desk@a.example".to_owned(), "p:ss".to_owned())));
        assert_eq!((smtp("smtps://mail.example").port, smtp("smtps://mail.example").tls), (465, Tls::Always));
        for here in ["smtp://localhost", "smtp://127.0.0.3", "smtp://[::1]"] {
            assert_eq!(smtp(here).tls, Tls::Loopback, "{here}");
        }
        for bad in ["", "mail.example", "http://mail.example", "smtp://", "smtp://u:%ff@mail.example"] {
            assert!(Smtp::new(bad, Vec::new()).is_err(), "{bad}");
        }
        assert!(Smtp::new("smtps://mail.example", b"no certificate".to_vec()).is_err());
    }

    #[test]
    fn a_message_ends_once_and_its_own_dots_stay() {
        assert_eq!(Whole("A: b\r\n\r\n.\r\n..x\r\n").to_string(), "A: b\r\n\r\n..\r\n...x\r\n.\r\n");
        assert_eq!(Whole(".a").to_string(), "..a\r\n.\r\n");
    }

    #[test]
    fn the_password_is_not_printed() {
        let shown = format!("{:?}", smtp("smtps://desk:hush-hush@mail.example"));
        assert!(shown.contains("mail.example") && !shown.contains("hush"), "{shown}");
    }
}
