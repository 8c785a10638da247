//! Desks to measure: filled with the demo, then served by a process of their own.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use backend::clock::SystemClock;
use backend::db::{Db, Options, q};
use backend::people::Client as Browser;
use backend::{Backend, Clock, RandomIds, Settings};
use clap::Parser;

use crate::Fault;

const AGENT: &str = "agent@demo.example";
const ADMIN: &str = "admin@demo.example";
const LISTED: &str = "SELECT number FROM tickets WHERE active = TRUE ORDER BY urgency, due_at, id LIMIT 200";

/// A folder for a desk of its own, which goes when it is dropped.
pub struct Home(PathBuf);

impl Home {
    pub fn make(name: &str) -> Result<Self, Fault> {
        let folder = std::env::temp_dir().join(format!("casewell-bench-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&folder)?;
        Ok(Self(folder))
    }

    /// Where it lies.
    pub fn folder(&self) -> PathBuf {
        self.0.clone()
    }

    pub fn database(&self) -> String {
        format!("sqlite://{}", self.0.join("casewell.db").display())
    }

    /// The desk in this process, empty at first; `record`: counting its statements.
    pub async fn open(&self, record: bool) -> Result<Backend, Fault> {
        let options = Options { started_at: SystemClock.now().0, record, ..Options::default() };
        let db = Db::open(&self.database(), options).await?;
        db.migrate().await?;
        let settings = Settings {
            data_dir: self.0.clone(),
            name: String::new(),
            base_url: "http://desk.example".into(),
            mail: Default::default(),
            bucket: None,
            webhooks: backend::webhooks::WebhookSettings::default(),
        };
        Ok(Backend::new(db, Arc::new(SystemClock), Arc::new(RandomIds), settings).await?)
    }

    /// The desk as `casewell serve` runs it, without limits on how much may be asked, and with `more` in its settings.
    pub fn serve(&self, more: &[&str]) -> Result<Running, Fault> {
        let folder = self.0.display().to_string();
        let many = "1000000";
        let usual = [
            "desk",
            "serve",
            "--addr",
            "127.0.0.1:0",
            "--log",
            "warn",
            "--data-dir",
            &folder,
            "--base-url",
            "http://desk.example",
            "--limit-calls",
            many,
            "--limit-searches",
            many,
            "--limit-creations",
            many,
        ];
        Running::start(&[&usual[..], more].concat())
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        // Whatever is left lies where the system tidies up.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A desk with the demo in it, and somebody who may look at it.
pub struct Filled {
    home: Home,
    pub tickets: u32,
    pub cookie: String,
    pub token: String,
    /// Of somebody who may hand mail over.
    pub admin_token: String,
    /// Tickets that pages are asked for.
    pub numbers: Arc<[i64]>,
    /// How long it took to fill.
    pub took: String,
}

impl Filled {
    /// Fills a desk with `tickets` tickets, within `patience` if there is a limit to it.
    pub async fn make(tickets: u32, patience: Option<Duration>) -> Result<Self, Fault> {
        let home = Home::make(&tickets.to_string())?;
        let mut filled = Self {
            home,
            tickets,
            cookie: String::new(),
            token: String::new(),
            admin_token: String::new(),
            numbers: [].into(),
            took: String::new(),
        };
        let began = Instant::now();
        let b = filled.open(false).await?;
        let fill = backend::demo::fill(&b, tickets, 1);
        tokio::time::timeout(patience.unwrap_or(Duration::MAX), fill)
            .await
            .map_err(|_| "it took too long to fill")??;
        backend::search::reindex(&b).await?;
        filled.took = format!("filled and indexed in {:.0} s", began.elapsed().as_secs_f64());
        filled.sign_in(&b).await?;
        b.db.close().await;
        Ok(filled)
    }

    /// The desk in this process; `record`: counting its statements.
    pub async fn open(&self, record: bool) -> Result<Backend, Fault> {
        self.home.open(record).await
    }

    async fn sign_in(&mut self, b: &Backend) -> Result<(), Fault> {
        let browser = Browser { agent: "bench".into(), address: "127.0.0.1".into() };
        let session = backend::people::sign_in_password(b, &browser, AGENT, backend::demo::PASSWORD).await?;
        self.cookie = format!("casewell={}", session.token);
        let scopes: Vec<String> = domain::access::Scope::ALL.map(|scope| scope.code().to_owned()).to_vec();
        for (email, token) in [(AGENT, &mut self.token), (ADMIN, &mut self.admin_token)] {
            *token = backend::access::tokens::make_as_operator(b, email, "bench", &scopes).await?.secret;
        }
        let numbers: Vec<i64> = q(LISTED).all(&mut b.db.read().await?).await?;
        self.numbers = numbers.into();
        Ok(())
    }

    /// The desk as `casewell serve` runs it.
    pub fn serve(&self) -> Result<Running, Fault> {
        self.home.serve(&[])
    }

    /// The bare server on the same database.
    pub fn serve_bare(&self) -> Result<Running, Fault> {
        Running::start(&["bare", &self.home.database()])
    }
}

/// The program `casewell` with these arguments.
pub fn serve(args: Vec<String>) -> Result<(), Fault> {
    let cli = server::config::Cli::try_parse_from(std::iter::once("casewell".to_owned()).chain(args))?;
    Ok(server::commands::run(cli)?)
}

/// A server in a process of its own, ended when dropped.
pub struct Running {
    child: Child,
    pub addr: SocketAddr,
}

impl Running {
    fn start(args: &[&str]) -> Result<Self, Fault> {
        let mut child = Command::new(std::env::current_exe()?).args(args).stderr(Stdio::piped()).spawn()?;
        let errors = child.stderr.take().ok_or("no words from the server")?;
        let mut lines = BufReader::new(errors).lines();
        let greeting = lines.by_ref().map_while(Result::ok).find(|line| line.contains("http://"));
        let addr = greeting.and_then(|line| line.rsplit("http://").next()?.parse().ok());
        // What it says later must not fill the pipe.
        std::thread::spawn(move || lines.for_each(drop));
        Ok(Self { addr: addr.ok_or("the server did not start")?, child })
    }

    /// Resident memory in MB, where the system tells.
    pub fn resident_mb(&self) -> Option<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
        line.trim().trim_end_matches(" kB").parse().ok().map(|kb: f64| kb / 1_024.0)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
