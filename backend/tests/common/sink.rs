//! A mail server on loopback that keeps what it is given, and misbehaves when told to.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::{ServerConfig, crypto};

/// What vouches for the sink: nobody but itself.
pub const CERTIFICATE: &[u8] = include_bytes!("sink/certificate.pem");
const KEY: &[u8] = include_bytes!("sink/key.pem");

/// When the sink speaks TLS.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Secrecy {
    Plain,
    StartTls,
    Tls,
}

/// What the sink does with one message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    Take,
    /// 451 to the recipient.
    Defer,
    /// 550 to the recipient.
    Refuse,
    /// 550 to the recipient for the sender's sake.
    Bar,
    /// Hangs up before anything was said about the message.
    HangUp,
    /// Keeps the message, and hangs up instead of saying so.
    DieAfterData,
    /// Keeps the message, and says so when it is [let go](Sink::let_go).
    Hold,
}

/// A message that the sink has kept.
#[derive(Debug, Clone)]
pub struct Got {
    pub from: String,
    pub to: String,
    /// As it came, dots undone, lines ending in `\n`.
    pub data: String,
}

#[derive(Default)]
struct Kept {
    script: VecDeque<Deed>,
    got: Vec<Got>,
    /// Connections that were opened.
    connections: usize,
    /// Whether what is held is answered.
    lets_go: bool,
}

/// The server; it ends when dropped.
pub struct Sink {
    pub port: u16,
    secrecy: Secrecy,
    kept: Arc<Mutex<Kept>>,
    running: Option<JoinHandle<()>>,
}

impl Sink {
    pub async fn start(secrecy: Secrecy) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let mut sink = Self { port, secrecy, kept: Arc::default(), running: None };
        sink.listen(listener);
        sink
    }

    fn listen(&mut self, listener: TcpListener) {
        let (kept, secrecy) = (self.kept.clone(), self.secrecy);
        self.running = Some(tokio::spawn(async move {
            let mut lines = tokio::task::JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                kept.lock().expect("the sink").connections += 1;
                lines.spawn(answer(stream, secrecy, kept.clone()));
            }
        }));
    }

    /// Goes away with every line that is open.
    pub async fn stop(&mut self) {
        if let Some(running) = self.running.take() {
            running.abort();
            let _ = running.await;
        }
    }

    /// Comes back under the same port.
    pub async fn resume(&mut self) {
        let mut tries = 0;
        let listener = loop {
            match TcpListener::bind(("127.0.0.1", self.port)).await {
                Ok(listener) => break listener,
                Err(error) if tries > 50 => panic!("the port is gone: {error}"),
                Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
            }
            tries += 1;
        };
        self.listen(listener);
    }

    /// What it does with the next messages; then it takes all.
    pub fn script(&self, deeds: &[Deed]) {
        self.kept.lock().expect("the sink").script.extend(deeds);
    }

    /// All that was kept so far, in its order.
    /// Answers whoever waits after [`Deed::Hold`], now and from now on.
    pub fn let_go(&self) {
        self.kept.lock().expect("the sink").lets_go = true;
    }

    pub fn got(&self) -> Vec<Got> {
        self.kept.lock().expect("the sink").got.clone()
    }

    /// How many messages were kept so far.
    pub fn count(&self) -> usize {
        self.kept.lock().expect("the sink").got.len()
    }

    pub fn connections(&self) -> usize {
        self.kept.lock().expect("the sink").connections
    }
}

impl Drop for Sink {
    fn drop(&mut self) {
        if let Some(running) = self.running.take() {
            running.abort();
        }
    }
}

impl Got {
    /// Whether `words` stand in it, wherever its lines were broken on the way.
    pub fn says(&self, words: &str) -> bool {
        self.data.replace("=\n", "").contains(words)
    }

    /// The first header of this name, unfolded.
    pub fn header(&self, name: &str) -> Option<String> {
        let (head, _) = self.data.split_once("\n\n")?;
        let unfolded = head.replace("\n ", " ").replace("\n\t", " ");
        unfolded.lines().find_map(|line| {
            let (own, value) = line.split_once(':')?;
            own.eq_ignore_ascii_case(name).then(|| value.trim().to_owned())
        })
    }
}

fn acceptor() -> TlsAcceptor {
    let chain = vec![CertificateDer::from_pem_slice(CERTIFICATE).expect("a certificate")];
    let key = PrivateKeyDer::from_pem_slice(KEY).expect("a key");
    let config = ServerConfig::builder_with_provider(Arc::new(crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .expect("a key that fits");
    TlsAcceptor::from(Arc::new(config))
}

async fn answer(mut stream: TcpStream, secrecy: Secrecy, kept: Arc<Mutex<Kept>>) {
    if secrecy == Secrecy::Tls {
        if let Ok(stream) = acceptor().accept(stream).await {
            let mut stream = stream;
            let _ = stream.write_all(b"220 sink\r\n").await;
            converse(&mut BufReader::new(stream), false, &kept).await;
        }
        return;
    }
    let _ = stream.write_all(b"220 sink\r\n").await;
    let offers = secrecy == Secrecy::StartTls;
    let mut plain = BufReader::new(stream);
    if converse(&mut plain, offers, &kept).await
        && let Ok(stream) = acceptor().accept(plain.into_inner()).await
    {
        converse(&mut BufReader::new(stream), false, &kept).await;
    }
}

/// Speaks SMTP until the other side leaves; true when it asked for TLS.
async fn converse<S>(line: &mut BufReader<S>, offers_tls: bool, kept: &Mutex<Kept>) -> bool
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let (mut from, mut to, mut deed) = (String::new(), String::new(), Deed::Take);
    let mut command = String::new();
    while line.read_line(&mut command).await.is_ok_and(|read| read > 0) {
        let said = command.trim_end().to_owned();
        command.clear();
        let verb = said.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase();
        let reply = match verb.as_str() {
            "EHLO" if offers_tls => "250-sink\r\n250 STARTTLS\r\n",
            "EHLO" => "250-sink\r\n250-SMTPUTF8\r\n250 AUTH PLAIN LOGIN\r\n",
            "STARTTLS" => {
                let _ = line.write_all(b"220 go\r\n").await;
                return true;
            }
            "AUTH" => "235 welcome\r\n",
            "MAIL" => {
                deed = kept.lock().expect("the sink").script.pop_front().unwrap_or(Deed::Take);
                if deed == Deed::HangUp {
                    return false;
                }
                from = said;
                "250 ok\r\n"
            }
            "RCPT" if deed == Deed::Defer => "451 4.7.1 later, please\r\n",
            "RCPT" if deed == Deed::Refuse => "550 5.1.1 nobody here\r\n",
            "RCPT" if deed == Deed::Bar => "550 5.7.1 we do not take mail of yours\r\n",
            "RCPT" => {
                to = said;
                "250 ok\r\n"
            }
            "DATA" => {
                let _ = line.write_all(b"354 go on\r\n").await;
                let Some(data) = data(line).await else { return false };
                let got = Got { from: from.clone(), to: to.clone(), data };
                kept.lock().expect("the sink").got.push(got);
                if deed == Deed::DieAfterData {
                    return false;
                }
                while deed == Deed::Hold && !kept.lock().expect("the sink").lets_go {
                    tokio::time::sleep(Duration::from_millis(5)).await;
                }
                "250 taken\r\n"
            }
            "QUIT" => "221 bye\r\n",
            _ => "250 ok\r\n",
        };
        if line.write_all(reply.as_bytes()).await.is_err() {
            return false;
        }
    }
    false
}

/// A message up to its final dot.
async fn data<S: AsyncRead + AsyncWrite + Unpin>(line: &mut BufReader<S>) -> Option<String> {
    let mut data = String::new();
    loop {
        let mut bytes = Vec::new();
        if line.read_until(b'\n', &mut bytes).await.ok()? == 0 {
            return None;
        }
        let text = String::from_utf8_lossy(&bytes).trim_end_matches(['\r', '\n']).to_owned();
        if text == "." {
            return Some(data);
        }
        data.push_str(text.strip_prefix('.').unwrap_or(&text));
        data.push('\n');
    }
}
