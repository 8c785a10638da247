//! A real IMAP server on loopback, and a way to it that can be cut.
#![allow(
    dead_code,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "each test takes what it needs, and fails loudly"
)]

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU32, Ordering};
use std::time::Duration;

use backend::mail::inbound::{Imap, Login};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::common::Folder;
use super::common::sink::CERTIFICATE;

const PROGRAM: &str = "/usr/sbin/dovecot";
pub const PASSWORD: &str = "correct_horse";
/// Says until the year 2100 that its bearer is `desk`, signed with [`SIGNING_KEY`] (HS256).
pub const TOKEN: &str = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJkZXNrIiwiaWF0IjoxNTAwMDAwMDAwLCJleHAiOjQxMDI0NDQ4MDB9.Cjy4PCu0xraJOojRsswlZqtmau2YnJKzsTtFInpqp6A";
const SIGNING_KEY: &str = "YSBrZXkgdGhhdCBzaWducyB0b2tlbnMgb2YgdGVzdHM=";

/// The server; it ends when dropped.
pub struct Dovecot {
    child: Child,
    folder: Folder,
    pub imap: u16,
    pub imaps: u16,
}

impl Dovecot {
    /// Starts one; none, and a line that says so, where it is not installed or cannot be run.
    pub async fn start() -> Option<Self> {
        Self::start_with("").await
    }

    /// One that tells nobody of news.
    pub async fn without_idle() -> Option<Self> {
        Self::start_with("imap_capability = IMAP4rev1 SASL-IR LITERAL+\n").await
    }

    async fn start_with(more: &str) -> Option<Self> {
        if !Path::new(PROGRAM).exists() {
            println!("IMAP skipped: dovecot is not installed");
            return None;
        }
        let folder = Folder::new();
        let (imap, imaps) = (free_port(), free_port());
        let config = folder.0.join("dovecot.conf");
        std::fs::write(&config, conf(&folder.0, imap, imaps) + more).expect("a configuration");
        let certificates = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/common/sink");
        for name in ["certificate.pem", "key.pem"] {
            std::fs::copy(certificates.join(name), folder.0.join(name)).expect("a certificate");
        }
        signing_key(&folder.0);
        for name in ["mail", "mail/desk", "mail/desk/new", "mail/desk/cur", "mail/desk/tmp"] {
            let path = folder.0.join(name);
            std::fs::create_dir_all(&path).expect("a folder");
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o777)).expect("its rights");
        }
        std::fs::set_permissions(&folder.0, std::fs::Permissions::from_mode(0o755)).expect("its rights");
        let log = std::fs::File::create(folder.0.join("stderr")).expect("a log");
        let child =
            Command::new(PROGRAM).arg("-F").arg("-c").arg(&config).stderr(log).stdout(Stdio::null()).spawn();
        let server = Self { child: child.expect("dovecot"), folder, imap, imaps };
        for _ in 0..100 {
            if TcpStream::connect(("127.0.0.1", server.imap)).await.is_ok() {
                return Some(server);
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!(
            "dovecot did not start: {}",
            std::fs::read_to_string(server.folder.0.join("stderr")).unwrap_or_default()
        );
    }

    /// Puts `raw` into the mailbox.
    pub fn deliver(&self, raw: &[u8]) {
        static NEXT: AtomicU32 = AtomicU32::new(1);
        let name = format!("{:09}.M{}.test", NEXT.fetch_add(1, Ordering::Relaxed), std::process::id());
        let (tmp, new) = (self.mail().join("tmp").join(&name), self.mail().join("new").join(&name));
        std::fs::write(&tmp, raw).expect("a message");
        std::fs::set_permissions(&tmp, std::fs::Permissions::from_mode(0o666)).expect("its rights");
        std::fs::rename(tmp, new).expect("a delivery");
    }

    /// Forgets the numbers of all messages, as a mailbox does that was restored.
    pub fn renumber(&self) {
        for entry in std::fs::read_dir(self.mail()).expect("a mailbox").flatten() {
            if entry.file_name().to_string_lossy().starts_with("dovecot") {
                let _ = std::fs::remove_file(entry.path());
            }
        }
    }

    fn mail(&self) -> PathBuf {
        self.folder.0.join("mail/desk")
    }

    /// How the desk reaches the mailbox over TLS.
    pub fn over_tls(&self) -> Imap {
        at(&format!("imaps://desk@127.0.0.1:{}", self.imaps), PASSWORD, CERTIFICATE)
    }

    /// The same with `token` in a file in place of a password.
    pub fn by_token(&self, token: &str) -> Imap {
        self.renew(token);
        self.by_token_in("token")
    }

    /// With whatever the file `name` holds.
    pub fn by_token_in(&self, name: &str) -> Imap {
        let login = Login::TokenFile(self.folder.0.join(name));
        let address = format!("imaps://desk@127.0.0.1:{}", self.imaps);
        Imap::new(&address, login, "INBOX", CERTIFICATE.to_vec()).expect("a mailbox")
    }

    /// Puts another token into the file.
    pub fn renew(&self, token: &str) {
        std::fs::write(self.folder.0.join("token"), token).expect("a token");
    }

    /// The same with STARTTLS.
    pub fn over_starttls(&self) -> Imap {
        at(&format!("imap://desk@127.0.0.1:{}", self.imap), PASSWORD, CERTIFICATE)
    }
}

impl Drop for Dovecot {
    fn drop(&mut self) {
        // Its master ends the processes that it has started.
        let _ = Command::new("kill").arg(self.child.id().to_string()).status();
        let _ = self.child.wait();
    }
}

pub fn at(address: &str, password: &str, trusted: &[u8]) -> Imap {
    Imap::new(address, Login::Password(password.into()), "INBOX", trusted.to_vec()).expect("a mailbox")
}

/// What the tokens of tests are signed with, and how the server checks them by itself.
fn signing_key(folder: &Path) {
    let keys = folder.join("keys/default/HS256");
    std::fs::create_dir_all(&keys).expect("a folder");
    std::fs::write(keys.join("default"), SIGNING_KEY).expect("a key");
    let at = folder.display();
    let checks = format!(
        "introspection_mode = local\nlocal_validation_key_dict = fs:posix:prefix={at}/keys/\nusername_attribute = sub\n"
    );
    std::fs::write(folder.join("oauth2.conf"), checks).expect("a configuration");
}

fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("its number").port()
}

fn conf(folder: &Path, imap: u16, imaps: u16) -> String {
    let at = folder.display();
    format!(
        "protocols = imap\nlisten = 127.0.0.1\nbase_dir = {at}/run\nstate_dir = {at}/state\nlog_path = {at}/log\n\
         ssl = required\nssl_cert = <{at}/certificate.pem\nssl_key = <{at}/key.pem\n\
         mail_location = maildir:{at}/mail/%u\nfirst_valid_uid = 1\nmail_uid = nobody\nmail_gid = nogroup\n\
         maildir_stat_dirs = yes\nmailbox_idle_check_interval = 1 secs\n\
         auth_mechanisms = plain login xoauth2\n\
         passdb {{\n driver = static\n mechanisms = plain login\n args = password={}\n}}\n\
         passdb {{\n driver = oauth2\n mechanisms = xoauth2\n args = {at}/oauth2.conf\n}}\n\
         userdb {{\n driver = static\n args = uid=nobody gid=nogroup home={at}/mail/%u\n}}\n\
         service imap-login {{\n inet_listener imap {{\n port = {imap}\n }}\n inet_listener imaps {{\n port = {imaps}\n ssl = yes\n }}\n}}\n",
        PASSWORD
    )
}

/// A way to a server that is cut after so many bytes came back over it, until it may stay.
pub struct Route {
    pub port: u16,
    left: Arc<AtomicI64>,
}

impl Route {
    pub async fn to(port: u16, bytes: i64) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let way = Self {
            port: listener.local_addr().expect("its number").port(),
            left: Arc::new(AtomicI64::new(bytes)),
        };
        let left = way.left.clone();
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let Ok(server) = TcpStream::connect(("127.0.0.1", port)).await else { return };
                tokio::spawn(carry(client, server, left.clone()));
            }
        });
        way
    }

    /// It is cut after so many more bytes.
    pub fn cut_after(&self, bytes: i64) {
        self.left.store(bytes, Ordering::SeqCst);
    }

    /// From now on it holds.
    pub fn mend(&self) {
        self.left.store(i64::MAX / 2, Ordering::SeqCst);
    }
}

async fn carry(client: TcpStream, server: TcpStream, left: Arc<AtomicI64>) {
    let (mut from_client, mut to_client) = client.into_split();
    let (mut from_server, mut to_server) = server.into_split();
    let there = tokio::spawn(async move {
        let _ = tokio::io::copy(&mut from_client, &mut to_server).await;
    });
    let mut buffer = vec![0; 1024];
    while let Ok(n) = from_server.read(&mut buffer).await {
        if n == 0
            || left.fetch_sub(n as i64, Ordering::SeqCst) < n as i64
            || to_client.write_all(&buffer[..n]).await.is_err()
        {
            break;
        }
    }
    there.abort();
}
