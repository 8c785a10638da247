//! `make bench`: measures what the budgets name and prints one table. The desk under load is a process of its own, as in
//! real life; beside it stands a bare axum server that runs the same statements and does nothing else.

mod bare;
mod client;
mod desk;
mod inbound;
mod inside;
mod library;
mod measure;
mod outbox;
mod promises;
mod quality;
mod table;

use std::error::Error;
use std::time::Duration;

use clap::{Parser, Subcommand};

use self::desk::Filled;
use self::table::Table;

/// Anything that ends a measurement.
pub type Fault = Box<dyn Error + Send + Sync>;

#[derive(Debug, Parser)]
struct Call {
    #[command(subcommand)]
    what: Option<What>,
    /// Tickets on the desk that is measured.
    #[arg(long, default_value_t = 10_000)]
    tickets: u32,
    /// Tickets on a second, larger desk, to see what size costs; 0: none.
    #[arg(long, env = "BENCH_LARGE", default_value_t = 0)]
    large: u32,
    /// Tickets beside the articles of a third desk, on which search is measured; 0: none.
    #[arg(long, env = "BENCH_SEARCH", default_value_t = 100_000)]
    search: u32,
    /// How long each of the larger desks may take to fill, in seconds.
    #[arg(long, default_value_t = 1_800)]
    patience: u64,
    /// How long each load lasts, in seconds.
    #[arg(long, default_value_t = 5)]
    seconds: u64,
}

#[derive(Debug, Subcommand)]
enum What {
    /// The bare server, for the program's own use.
    Bare { database: String },
    /// The desk, for the program's own use; takes what `casewell` takes.
    Desk {
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        args: Vec<String>,
    },
    /// Only how often search and suggestions find the right article, on the questions of `../shared/data/kb-*`.
    Quality,
    /// Only how timers and a changed calendar do with many open tickets.
    Promises {
        #[arg(default_value_t = 100_000)]
        open: u32,
    },
    /// Only how an outbox that filled up while the mail server was away runs empty.
    Outbox,
    /// Only how mail that comes in is taken while people read.
    Inbound,
}

fn main() -> Result<(), Fault> {
    let call = Call::parse();
    match call.what {
        Some(What::Desk { args }) => desk::serve(args),
        Some(What::Bare { ref database }) => runtime()?.block_on(bare::serve(database)),
        Some(What::Quality) => runtime()?.block_on(only_quality()),
        Some(What::Outbox) => runtime()?.block_on(only_outbox()),
        Some(What::Inbound) => runtime()?.block_on(only_inbound(call.tickets)),
        Some(What::Promises { open }) => runtime()?.block_on(only_promises(open)),
        None => runtime()?.block_on(run(&call)),
    }
}

fn runtime() -> Result<tokio::runtime::Runtime, Fault> {
    Ok(tokio::runtime::Builder::new_multi_thread().enable_all().build()?)
}

async fn only_promises(open: u32) -> Result<(), Fault> {
    let mut table = Table::default();
    promises::run(&mut table, open).await?;
    table.print();
    Ok(())
}

async fn only_quality() -> Result<(), Fault> {
    let mut table = Table::default();
    quality::run(&mut table).await?;
    table.print();
    Ok(())
}

async fn only_outbox() -> Result<(), Fault> {
    let mut table = Table::default();
    outbox::run(&mut table).await?;
    table.print();
    Ok(())
}

async fn only_inbound(tickets: u32) -> Result<(), Fault> {
    let mut table = Table::default();
    inbound::run(&Filled::make(tickets, None).await?, &mut table).await?;
    table.print();
    Ok(())
}

async fn run(call: &Call) -> Result<(), Fault> {
    let load = Duration::from_secs(call.seconds);
    let mut table = Table::default();
    let small = Filled::make(call.tickets, None).await?;
    table.note(&format!("{} tickets", call.tickets), &small.took);
    let pages = measure::pages(&small, load, &mut table).await?;
    measure::writes(&small, load, &mut table).await?;
    measure::others(&small, &mut table).await?;
    inside::statements(&small, &mut table).await?;
    measure::site(&small, &mut table).await?;
    outbox::run(&mut table).await?;
    inbound::run(&small, &mut table).await?;
    if call.large > 0 {
        match Filled::make(call.large, Some(Duration::from_secs(call.patience))).await {
            Ok(large) => {
                table.note(&format!("{} tickets", call.large), &large.took);
                let larger = measure::pages(&large, load, &mut table).await?;
                measure::compare(&pages, &larger, &mut table);
                measure::searches(&large, &mut table).await?;
            }
            Err(fault) => table.note("larger desk left out", &fault.to_string()),
        }
    }
    if call.search > 0 {
        library::run(call.search, Duration::from_secs(call.patience), &mut table).await?;
    }
    quality::run(&mut table).await?;
    table.print();
    Ok(())
}
