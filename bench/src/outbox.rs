//! An outbox that filled up while the mail server was away: how fast it runs empty, and what that takes of memory. The
//! server beside it takes everything as fast as it is given.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use backend::Backend;
use backend::mail::outbox::{Mail, enqueue};
use domain::outbox::MailKind;
use domain::words::Lang;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

use crate::Fault;
use crate::desk::Home;
use crate::table::Table;

/// Mails that wait, and those written in one transaction.
const WAITING: usize = 30_000;
const BATCH: usize = 500;
/// What one says: about two kilobytes, as a reply does.
const WORDS: &str = "The new print head is on its way; fitting it takes a minute.\n\n";
/// Longer than anybody waits for the figure.
const PATIENCE: Duration = Duration::from_secs(900);

/// Fills an outbox, lets the desk send it, and watches.
pub async fn run(table: &mut Table) -> Result<(), Fault> {
    let home = Home::make("outbox")?;
    let b = home.open(false).await?;
    for _ in 0..WAITING / BATCH {
        fill(&b).await?;
    }
    b.db.close().await;
    let taken = Arc::new(AtomicUsize::new(0));
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let server = format!("smtp://127.0.0.1:{}", listener.local_addr()?.port());
    let sink = tokio::spawn(listen(listener, taken.clone()));
    let desk = home.serve(&["--smtp-url", &server])?;
    let before = desk.resident_mb().unwrap_or_default();
    let (began, mut most) = (Instant::now(), before);
    while taken.load(Ordering::Relaxed) < WAITING && began.elapsed() < PATIENCE {
        tokio::time::sleep(Duration::from_millis(100)).await;
        most = desk.resident_mb().unwrap_or_default().max(most);
    }
    let (sent, seconds) = (taken.load(Ordering::Relaxed), began.elapsed().as_secs_f64());
    sink.abort();
    let pace = format!("{:.0} mails/s", sent as f64 / seconds);
    table.row(format!("outbox of {WAITING} runs empty"), pace, format!("{sent} sent in {seconds:.0} s"));
    let beside = format!("{before:.0} MB when it began; 64 MB more are the database's own cache");
    table.row("memory while it does", format!("{most:.0} MB"), beside);
    Ok(())
}

async fn fill(b: &Backend) -> Result<(), Fault> {
    let body = WORDS.repeat(32);
    let mail = |at: usize| {
        let to = format!("reader-{at}@mail.example");
        Mail::new(b, MailKind::Reply, Lang::En, &to, ("Re: Blank labels".to_owned(), body.clone()))
    };
    let mails: Arc<[Mail]> = (0..BATCH).map(mail).collect();
    let desk = b.clone();
    b.db.write(move |tx| {
        let (desk, mails) = (desk.clone(), mails.clone());
        Box::pin(async move {
            for mail in mails.iter() {
                enqueue(tx, &desk, mail).await?;
            }
            Ok::<(), backend::Failure>(())
        })
    })
    .await?;
    Ok(())
}

async fn listen(listener: TcpListener, taken: Arc<AtomicUsize>) {
    while let Ok((stream, _)) = listener.accept().await {
        let taken = taken.clone();
        tokio::spawn(async move { converse(stream, &taken).await });
    }
}

/// Takes whatever comes and keeps none of it.
async fn converse(stream: TcpStream, taken: &AtomicUsize) -> std::io::Result<()> {
    let mut line = BufReader::new(stream);
    line.write_all(b"220 sink\r\n").await?;
    let (mut said, mut in_data) = (Vec::new(), false);
    while line.read_until(b'\n', &mut said).await? > 0 {
        let reply: &[u8] = match (in_data, said.as_slice()) {
            (true, b".\r\n") => {
                taken.fetch_add(1, Ordering::Relaxed);
                in_data = false;
                b"250 taken\r\n"
            }
            (true, _) => b"",
            (false, verb) if verb.starts_with(b"DATA") => {
                in_data = true;
                b"354 go on\r\n"
            }
            (false, _) => b"250 ok\r\n",
        };
        said.clear();
        line.write_all(reply).await?;
    }
    Ok(())
}
