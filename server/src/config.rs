//! Commands and settings: flags first, then `CASEWELL_*`, then `casewell.toml`, then the defaults.

use std::net::SocketAddr;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

use backend::files::{Bucket, BucketAt};
use backend::mail::MailSettings;
use backend::webhooks::WebhookSettings;
use clap::{Args, Parser, Subcommand};
use serde::Deserialize;

use crate::commands::Failed;
use crate::http::limits::Rates;
use crate::mailboxes::{self, MailboxFile, SenderFile};
use crate::servers::{bucket, mail, webhooks};

/// What a file for import holds, in short; `docs/IMPORT.md` has every field.
const FORMATS: &str = "\
kb        JSON Lines: id, title, body or answers; also problem, keywords, products, locale, source_url, licence, credit
tickets   JSON Lines: id, subject, status (open, answered, solved), messages of author, role (customer, agent, peer),
          created_at and body; also product, solved_at, source_url
contacts  CSV with the columns name and email; also organisation, title, role (customer, organisation_manager)

Every field is described in docs/IMPORT.md. Lines that cannot be taken are reported; the others are taken.";

/// How many tickets a demo may have.
const DEMO_TICKETS: RangeInclusive<i64> = backend::demo::FEWEST as i64..=1_000_000;

/// The help desk that keeps its word.
#[derive(Debug, Parser)]
#[command(name = "casewell", version, about)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
    #[command(flatten)]
    pub settings: Flags,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Run the desk; brings the database up to date first.
    Serve,
    /// Fill an empty database with a believable company.
    Demo {
        /// How many tickets: from 50, those of the tour, to 1 000 000.
        #[arg(long, default_value_t = 400, value_parser = clap::value_parser!(u32).range(DEMO_TICKETS))]
        tickets: u32,
        /// Seed: the same arguments give the same desk.
        #[arg(long, default_value_t = 1)]
        rng: u64,
    },
    /// People.
    #[command(subcommand)]
    User(User),
    /// Bearer tokens for the REST API.
    #[command(subcommand)]
    Token(Token),
    /// Read articles, tickets or contacts from a file; running it again changes nothing.
    #[command(after_help = FORMATS)]
    Import {
        what: Import,
        file: PathBuf,
        /// Licence and credit of the articles, where the file names none, e.g. "CC BY-SA 3.0, the site's contributors".
        #[arg(long)]
        licence: Option<String>,
    },
    /// Take one message from standard input, as a mail server's pipe; ends with 75 when it has to be handed over again.
    MailIn {
        /// Name of the mailbox that it came to.
        #[arg(long, default_value = "")]
        mailbox: String,
    },
    /// Write the database and every file into one new file, also while the desk serves; not for PostgreSQL.
    Backup {
        /// Where it goes; nothing may be there yet.
        file: PathBuf,
    },
    /// Verify a backup, then put it where the settings have the desk, which nobody may serve meanwhile.
    Restore {
        /// What `casewell backup` has written.
        file: PathBuf,
        /// Move a desk that is there aside, into a folder of its own in the data folder; without this it is left alone.
        #[arg(long)]
        replace: bool,
    },
    /// Rebuild the search index, also while the desk serves.
    Reindex,
    /// Test configuration, database, promises, search index and clock; changes nothing.
    Check,
}

#[derive(Debug, Subcommand)]
pub enum User {
    /// Make a person.
    Add {
        #[arg(long)]
        email: String,
        #[arg(long)]
        name: String,
        /// customer, organisation_manager, light_agent, agent, lead, manager or admin
        #[arg(long)]
        role: String,
        /// Read the password from standard input; without it the person signs in by email code.
        #[arg(long)]
        password_stdin: bool,
    },
}

#[derive(Debug, Subcommand)]
pub enum Token {
    /// Make a bearer token and print it once.
    Add {
        #[arg(long)]
        email: String,
        /// tickets:read, tickets:write, search:read, calendars:read, customers:read, mail:write
        #[arg(long, value_delimiter = ',', required = true)]
        scope: Vec<String>,
        #[arg(long, default_value = "command line")]
        name: String,
    },
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
pub enum Import {
    Kb,
    Tickets,
    Contacts,
}

/// Settings as given on the command line or in the environment.
#[derive(Debug, Default, Args, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Flags {
    /// Address to listen on [default: 127.0.0.1:3000]
    #[arg(long, env = "CASEWELL_ADDR", global = true)]
    addr: Option<SocketAddr>,
    /// sqlite://path or postgres://… [default: casewell.db in the data folder]
    #[arg(long, env = "CASEWELL_DATABASE_URL", global = true, hide_env_values = true)]
    database_url: Option<String>,
    /// Folder for the database, the search index and files [default: ./data]
    #[arg(long, env = "CASEWELL_DATA_DIR", global = true)]
    data_dir: Option<PathBuf>,
    /// Folder of the sentence model, if there is one [default: model in the data folder]
    #[arg(long, env = "CASEWELL_MODEL_DIR", global = true)]
    model_dir: Option<PathBuf>,
    /// What your company is called, on top of the portal [default: none, it says “Support”]
    #[arg(long, env = "CASEWELL_NAME", global = true)]
    name: Option<String>,
    /// Address that people reach the desk under, for links and cookies [default: http://ADDR]
    #[arg(long, env = "CASEWELL_BASE_URL", global = true)]
    base_url: Option<String>,
    /// Mail server to send through: smtp://user:password@host:587 with STARTTLS, smtps://… with TLS [default: none, mail
    /// waits]
    #[arg(long, env = "CASEWELL_SMTP_URL", global = true, hide_env_values = true)]
    smtp_url: Option<String>,
    /// PEM file of a certificate authority that the mail server’s certificate may come from, besides the usual ones
    #[arg(long, env = "CASEWELL_SMTP_CA", global = true)]
    smtp_ca: Option<PathBuf>,
    /// Address that mail comes from and answers go to, e.g. "Quill Support <support@quill.example>" [default: support at
    /// the host of CASEWELL_BASE_URL]
    #[arg(long, env = "CASEWELL_MAIL_FROM", global = true)]
    mail_from: Option<String>,
    /// Names under which mail servers of yours write Authentication-Results, comma-separated: only these are believed
    /// [default: none, and no mail counts as a colleague's]
    #[arg(long, env = "CASEWELL_MAIL_TRUSTED", value_delimiter = ',', global = true)]
    mail_trusted: Option<Vec<String>>,
    /// Only in the settings file, see docs/OPERATIONS.md.
    #[arg(skip)]
    mailboxes: Vec<MailboxFile>,
    /// Likewise.
    #[arg(skip)]
    senders: Vec<SenderFile>,
    /// Bucket of an S3-compatible store for files, s3://bucket or s3://bucket/folder [default: none, files lie in the data
    /// folder]
    #[arg(long, env = "CASEWELL_FILES_URL", global = true)]
    files_url: Option<String>,
    /// Web address of that store, e.g. https://s3.quill.example:9000 [default: Amazon’s]
    #[arg(long, env = "CASEWELL_S3_ENDPOINT", global = true)]
    s3_endpoint: Option<String>,
    /// Its region [default: us-east-1]
    #[arg(long, env = "CASEWELL_S3_REGION", global = true)]
    s3_region: Option<String>,
    /// Id of the key that opens it
    #[arg(long, env = "CASEWELL_S3_KEY_ID", global = true)]
    s3_key_id: Option<String>,
    /// The key itself
    #[arg(long, env = "CASEWELL_S3_SECRET", global = true, hide_env_values = true)]
    s3_secret: Option<String>,
    /// PEM file of a certificate authority that its certificate may come from, besides the usual ones
    #[arg(long, env = "CASEWELL_S3_CA", global = true)]
    s3_ca: Option<PathBuf>,
    /// Ranges inside your own network that webhooks may call, also by http, comma-separated, e.g. 10.20.0.0/16 [default:
    /// none, only the public internet by https]
    #[arg(long, env = "CASEWELL_WEBHOOK_PRIVATE", value_delimiter = ',', global = true)]
    webhook_private: Option<Vec<String>>,
    /// PEM file of a certificate authority that their certificates may come from, besides the usual ones
    #[arg(long, env = "CASEWELL_WEBHOOK_CA", global = true)]
    webhook_ca: Option<PathBuf>,
    /// What to log, e.g. info or casewell=debug,warn [default: info]
    #[arg(long, env = "CASEWELL_LOG", global = true)]
    log: Option<String>,
    /// Reverse proxies whose X-Forwarded-For is believed, comma-separated addresses [default: none]
    #[arg(long, env = "CASEWELL_TRUSTED_PROXIES", value_delimiter = ',', global = true)]
    trusted_proxies: Option<Vec<std::net::IpAddr>>,
    /// Calls of the API that one caller may make, per second; whoever was quiet may make those of 5 seconds at once
    /// [default: 300]
    #[arg(long, env = "CASEWELL_LIMIT_CALLS", global = true)]
    limit_calls: Option<u32>,
    /// Searches and suggestions that one caller may ask for, per second, or those of 5 seconds at once [default: 20]
    #[arg(long, env = "CASEWELL_LIMIT_SEARCHES", global = true)]
    limit_searches: Option<u32>,
    /// Tickets that one caller may make through the API, per second, or those of 5 seconds at once [default: 100]
    #[arg(long, env = "CASEWELL_LIMIT_CREATIONS", global = true)]
    limit_creations: Option<u32>,
    /// Minutes that the desk's clock is ahead of this machine's, to try out what the next days bring; never for a desk in
    /// use [default: 0]
    #[arg(long, env = "CASEWELL_CLOCK_AHEAD", global = true)]
    clock_ahead: Option<u32>,
    /// Settings file [default: casewell.toml, if there]
    #[arg(long, env = "CASEWELL_CONFIG", global = true)]
    #[serde(skip)]
    config: Option<PathBuf>,
}

/// Settings with every default filled in.
#[derive(Debug, Clone)]
pub struct Config {
    pub addr: SocketAddr,
    pub database_url: String,
    pub data_dir: PathBuf,
    pub model_dir: PathBuf,
    pub name: String,
    pub base_url: String,
    /// Whether `base_url` is only where the desk listens, since nobody gave one.
    pub base_url_is_default: bool,
    pub mail: MailSettings,
    pub bucket: Option<Bucket>,
    pub webhooks: WebhookSettings,
    pub log: String,
    pub trusted_proxies: Vec<std::net::IpAddr>,
    pub limits: Rates,
    /// Minutes.
    pub clock_ahead: u32,
}

impl Flags {
    /// # Errors
    /// When the settings file cannot be read or says something unknown.
    pub fn resolve(self) -> Result<Config, Failed> {
        let file = read_file(self.config.as_deref())?;
        let addr = self.addr.or(file.addr).unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 3000)));
        let data_dir = self.data_dir.or(file.data_dir).unwrap_or_else(|| PathBuf::from("data"));
        let given = self.base_url.or(file.base_url);
        let base_url_is_default = given.is_none();
        let base_url = given.unwrap_or_else(|| format!("http://{addr}"));
        if !base_url.starts_with("http://") && !base_url.starts_with("https://") {
            return Err(Failed::usage(format!(
                "CASEWELL_BASE_URL must start with http:// or https://, not {base_url}"
            )));
        }
        let usual = Rates::default();
        let limits = Rates {
            calls: self.limit_calls.or(file.limit_calls).unwrap_or(usual.calls),
            searches: self.limit_searches.or(file.limit_searches).unwrap_or(usual.searches),
            creations: self.limit_creations.or(file.limit_creations).unwrap_or(usual.creations),
        };
        if [limits.calls, limits.searches, limits.creations].contains(&0) {
            return Err(Failed::usage("a limit is at least 1 per second: with 0 nobody could use the desk"));
        }
        let trusted = self.mail_trusted.or(file.mail_trusted).unwrap_or_default();
        let inbound = mailboxes::inbound(file.mailboxes, trusted)?;
        let own_servers = mailboxes::own_servers(file.senders)?;
        let mail = mail(
            self.smtp_url.or(file.smtp_url),
            self.smtp_ca.or(file.smtp_ca).as_deref(),
            self.mail_from.or(file.mail_from).as_deref(),
        )?;
        let bucket = bucket(
            self.s3_ca.or(file.s3_ca).as_deref(),
            BucketAt {
                address: self.files_url.or(file.files_url).unwrap_or_default(),
                endpoint: self.s3_endpoint.or(file.s3_endpoint).unwrap_or_default(),
                region: self.s3_region.or(file.s3_region).unwrap_or_default(),
                key_id: self.s3_key_id.or(file.s3_key_id).unwrap_or_default(),
                secret: self.s3_secret.or(file.s3_secret).unwrap_or_default(),
                trusted: Vec::new(),
            },
        )?;
        let at_home = || format!("sqlite://{}", data_dir.join("casewell.db").display());
        Ok(Config {
            addr,
            database_url: self.database_url.or(file.database_url).unwrap_or_else(at_home),
            name: domain::text::line(&self.name.or(file.name).unwrap_or_default()),
            base_url: base_url.trim_end_matches('/').to_owned(),
            base_url_is_default,
            mail: MailSettings { inbound, own_servers, ..mail },
            bucket,
            webhooks: webhooks(
                &self.webhook_private.or(file.webhook_private).unwrap_or_default(),
                self.webhook_ca.or(file.webhook_ca).as_deref(),
            )?,
            log: self.log.or(file.log).unwrap_or_else(|| "info".to_owned()),
            trusted_proxies: self.trusted_proxies.or(file.trusted_proxies).unwrap_or_default(),
            limits,
            clock_ahead: self.clock_ahead.or(file.clock_ahead).unwrap_or(0),
            model_dir: self.model_dir.or(file.model_dir).unwrap_or_else(|| data_dir.join("model")),
            data_dir,
        })
    }
}

fn read_file(given: Option<&Path>) -> Result<Flags, Failed> {
    let path = given.unwrap_or(Path::new("casewell.toml"));
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if given.is_none() && error.kind() == std::io::ErrorKind::NotFound => {
            return Ok(Flags::default());
        }
        Err(error) => return Err(Failed::usage(format!("cannot read {}: {error}", path.display()))),
    };
    toml::from_str(&text).map_err(|error| Failed::usage(format!("{}: {}", path.display(), error.message())))
}
