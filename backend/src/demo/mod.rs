//! The demo: Fennwick Systems, an invented software house, with its customers, articles and some hundred days of tickets
//! ([`content`]). Everything is relative to now, so that clocks run, and the same arguments at the same minute give the
//! same rows. Tickets are lived through with the desk's own rules ([`life`]) and written in bulk ([`bulk`]).

mod bulk;
mod cast;
mod company;
mod content;
mod desk;
mod dice;
mod holidays;
mod invent;
mod library;
mod life;
mod pictures;
mod routing;
mod scenes;
mod script;
mod sheet;
mod tickets;
mod when;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use domain::live::Topic;
use domain::time::{Instant, MINUTE_MS};
use tokio::task::JoinHandle;

use crate::db::{Db, Tx, q};
use crate::ids::SeededIds;
use crate::live::{Change, record};
use crate::tickets::append::Pen;
use crate::tickets::number_text;
use crate::tickets::requester::{For, requester_facts};
use crate::{Backend, Failure, Outcome};
use bulk::Batch;
use company::Company;
use content::Content;
use dice::Dice;
use library::Library;
use pictures::Pictures;
use routing::Routing;
use script::Stage;
use tickets::Tickets;

/// Password of every address in [`SIGN_INS`].
pub const PASSWORD: &str = "casewell-demo";
/// The addresses that can sign in with [`PASSWORD`].
pub const SIGN_INS: [&str; 8] = [
    "admin@demo.example",
    "manager@demo.example",
    "lead@demo.example",
    "agent@demo.example",
    "agent2@demo.example",
    "customer@demo.example",
    "customer2@demo.example",
    "boss@demo.example",
];

/// The tickets of the tour, which are always there.
pub const FEWEST: u32 = 50;

/// Tickets a transaction.
const BATCH: usize = 500;

/// Whose desk the demo is.
pub const COMPANY: &str = "Fennwick";

const KIND: &str = "SELECT data_kind FROM desk WHERE id = 1";
const CLAIM: &str = "UPDATE desk SET data_kind = 'demo' WHERE id = 1 AND data_kind = 'empty'";
/// Those that every desk begins with.
const OTHER_TYPES: &str = "DELETE FROM ticket_types";
const DRAFT: &str = "INSERT INTO drafts (person_id, ticket_id, mode, body, changed_at)
  SELECT $1, t.id, 'reply', $2, $3 FROM tickets t WHERE t.number = $4";
const BEHIND_PROBLEM: &str = "UPDATE problems SET tickets = $2 WHERE id = $1";
const NUMBERED: &str = "UPDATE desk SET last_ticket = (SELECT MAX(number) FROM tickets) WHERE id = 1";
const FORGET_CHANGES: &str = "DELETE FROM change_log";
const SKIP: &str = "UPDATE desk SET change_seq = change_seq + 1000 WHERE id = 1";

/// What was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Report {
    pub people: usize,
    pub articles: usize,
    pub tickets: usize,
    /// Tickets on which something is still owed.
    pub active: usize,
    pub entries: usize,
}

/// Fills an empty database with the demo: `tickets` tickets, or the [`FEWEST`] of the tour if that is more. The same `seed`
/// at the same minute gives the same rows, except for the times at which nobody looks.
///
/// # Errors
/// [`Failure::NotEmpty`] unless the database is as its migrations left it; the database's own faults.
pub async fn fill(b: &Backend, tickets: u32, seed: u64) -> Outcome<Report> {
    let now = Instant(b.clock.now().0.div_euclid(MINUTE_MS) * MINUTE_MS);
    let content = Content::read()?;
    let b = b.drawing_from(Arc::new(SeededIds::new(seed)));
    let password_hash = crate::people::hash_password(&*b.ids, PASSWORD).await?;
    let company = Company::found(&content, &*b.ids, now);
    let pictures = Pictures::keep(&b).await?;
    let library = Library::read(&content, &company, &pictures, &*b.ids, now)?;
    open_desk(&b, &content, &company, &library, &password_hash, now).await?;
    let directory = b.directory().await?;
    let hours = directory
        .calendar("support-hours")
        .ok_or_else(|| Failure::broken("the demo has no support hours"))?;
    let stage = Stage {
        content: &content,
        company: &company,
        library: &library,
        facts: facts(&b, &company).await?,
        pen: Pen { backend: b.clone(), directory: directory.clone(), now, actor_id: None },
        hours: &hours.schedule,
        now,
    };
    let mut writing = Writing::default();
    write_tickets(&b, &stage, Tickets::new(&stage, tickets as usize, Dice::new(seed)), &mut writing).await?;
    close_up(&b, &stage, writing.behind_problems).await?;
    Ok(Report { people: company.people().count(), articles: library.titles.len(), ..writing.report })
}

/// Whether what `db` holds was invented.
///
/// # Errors
/// When the database does not answer.
pub async fn is_demo(db: &Db) -> Outcome<bool> {
    let kind: Option<String> = q(KIND).opt(&mut db.read().await?).await?;
    Ok(kind.as_deref() == Some("demo"))
}

/// Takes the empty database and writes everything but tickets.
async fn open_desk(
    b: &Backend,
    content: &Content,
    company: &Company,
    library: &Library,
    password_hash: &str,
    now: Instant,
) -> Outcome<()> {
    let mut sheets = company.sheets(content, password_hash, &*b.ids, now);
    // Products stand before what refers to them.
    sheets.splice(0..0, desk::sheets(content, now)?);
    let (sheets, library) = (Arc::new(sheets), Arc::new(library.clone()));
    b.db.write(move |tx| {
        let (sheets, library) = (sheets.clone(), library.clone());
        Box::pin(async move {
            if q(CLAIM).exec(tx).await? == 0 {
                return Err(Failure::NotEmpty);
            }
            q(OTHER_TYPES).exec(tx).await?;
            for sheet in sheets.iter() {
                sheet.write(tx).await?;
            }
            library.save(tx, now).await
        })
    })
    .await
}

/// What decides each contact's promises.
async fn facts(b: &Backend, company: &Company) -> Outcome<HashMap<String, For>> {
    let mut conn = b.db.read().await?;
    let mut facts = HashMap::new();
    for person in company.people() {
        let id = &person.viewer.person_id;
        facts.extend(requester_facts(&mut conn, id).await?.map(|own| (id.clone(), own)));
    }
    Ok(facts)
}

/// What is being written and what was counted.
#[derive(Default)]
struct Writing {
    report: Report,
    /// Tickets by problem.
    behind_problems: BTreeMap<String, i64>,
    batch: Batch,
    /// The batch before, on its way to disk while the next one is made.
    under_way: Option<JoinHandle<Outcome<()>>>,
}

async fn write_tickets<'s>(
    b: &Backend,
    stage: &'s Stage<'s>,
    mut tickets: Tickets<'s>,
    writing: &mut Writing,
) -> Outcome<()> {
    while let Some(lived) = tickets.next()? {
        writing.report.tickets += 1;
        writing.report.active += usize::from(lived.ticket.status.is_active());
        writing.report.entries += lived.entries.len();
        if let Some(problem) = &lived.ticket.problem_id {
            *writing.behind_problems.entry(problem.clone()).or_default() += 1;
        }
        writing.batch.add(&lived, &*b.ids, stage.now)?;
        if writing.batch.count == BATCH {
            writing.send(b).await?;
        }
    }
    writing.send(b).await?;
    writing.wait().await
}

impl Writing {
    /// Waits for the batch before, then sends this one.
    async fn send(&mut self, b: &Backend) -> Outcome<()> {
        self.wait().await?;
        let (db, batch) = (b.db.clone(), Arc::new(std::mem::take(&mut self.batch)));
        self.under_way = Some(tokio::spawn(async move {
            db.write(move |tx| {
                let batch = batch.clone();
                Box::pin(async move { batch.write(tx).await })
            })
            .await
        }));
        Ok(())
    }

    async fn wait(&mut self) -> Outcome<()> {
        match self.under_way.take() {
            Some(task) => {
                task.await.map_err(|error| Failure::broken(format!("writing the demo: {error}")))?
            }
            None => Ok(()),
        }
    }
}

/// Counts, the story's draft, and a change log that begins with a gap, so that every follower of it starts afresh.
async fn close_up(b: &Backend, stage: &Stage<'_>, behind_problems: BTreeMap<String, i64>) -> Outcome<()> {
    let story = &stage.content.story;
    let author = stage.person(&story.draft.who)?.viewer.person_id.clone();
    let (text, number, now) = (story.draft.text.clone(), story.number, stage.now);
    let routing = Routing::of(&stage.content.routing, stage.company, now);
    b.db.write(move |tx| {
        let (author, text, behind_problems) = (author.clone(), text.clone(), behind_problems.clone());
        let routing = routing.clone();
        Box::pin(async move {
            for (problem, tickets) in behind_problems {
                q(BEHIND_PROBLEM).bind(problem).bind(tickets).exec(tx).await?;
            }
            q(DRAFT).bind(author).bind(text).bind(now.0).bind(number).exec(tx).await?;
            q(NUMBERED).exec(tx).await?;
            routing.write(tx).await?;
            begin_changes(tx, number, now).await
        })
    })
    .await?;
    b.directory_cache.forget();
    Ok(())
}

/// The first change that is known is one far behind those that anybody can have seen.
async fn begin_changes(tx: &mut Tx, number: i64, at: Instant) -> Outcome<()> {
    q(FORGET_CHANGES).exec(tx).await?;
    q(SKIP).exec(tx).await?;
    let change = Change {
        topic: Topic::Ticket,
        id: number_text(number),
        version: 0,
        requester_id: None,
        organisation_id: None,
        is_public: false,
        actor_id: None,
        at,
    };
    record(tx, &change).await?;
    Ok(())
}
