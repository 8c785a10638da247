//! Mail that comes in while people read pages: whether a hundred messages a second are taken, what that does to the pages,
//! and what the largest message costs.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crate::Fault;
use crate::client::{Ask, Client, Load, ms};
use crate::desk::{Filled, Running};
use crate::table::Table;

/// Messages of the flood, and how far they are apart: a hundred a second for a minute.
const MESSAGES: usize = 6_000;
const APART: Duration = Duration::from_millis(10);
/// Programs that hand messages over, and people who write them.
const LINES: usize = 4;
const WRITERS: usize = 500;
/// One reader of pages: how long before the flood, and the pause between two pages.
const QUIET: Duration = Duration::from_secs(10);
const PAUSE: Duration = Duration::from_millis(20);
/// Bytes of the largest message, a little under what is taken.
const LARGEST: usize = (25 << 20) - 4_096;

/// Measures on the desk `filled`.
pub async fn run(filled: &Filled, table: &mut Table) -> Result<(), Fault> {
    let desk = filled.serve()?;
    let idle = read(&desk, filled, QUIET).await?;
    let done = Arc::new(AtomicBool::new(false));
    let flood = async {
        let taken = flood(&desk, filled).await;
        done.store(true, Ordering::Relaxed);
        taken
    };
    let (taken, busy) = tokio::join!(flood, read_until(&desk, filled, &done));
    let (taken, busy) = (taken?, busy?);
    table.row("messages that come in", taken.figure(), format!("{}; {MESSAGES} of them", taken.times()));
    let times = |share| (ms(idle.within(share)), ms(busy.within(share)));
    for (name, share) in [("p50", 0.5), ("p95", 0.95)] {
        let (before, meanwhile) = times(share);
        let beside = format!("{before:.1} ms idle: {:.1} times", meanwhile / before);
        table.row(format!("pages meanwhile, {name}"), format!("{meanwhile:.1} ms"), beside);
    }
    large(&desk, filled, table).await
}

fn message(n: usize) -> String {
    let writer = n % WRITERS;
    // Every third goes on with what its writer sent before.
    let parent = match n.checked_sub(WRITERS) {
        Some(before) if n.is_multiple_of(3) => format!("In-Reply-To: <m-{before}@mail.example>\r\n"),
        _ => String::new(),
    };
    format!(
        "From: Reader {writer} <reader-{writer}@mail.example>\r\nTo: support@desk.example\r\n\
         Subject: Label printer {n} prints blank\r\nMessage-ID: <m-{n}@mail.example>\r\n{parent}\
         Date: Sat, 21 Nov 2026 10:00:00 +0000\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n\
         Since this morning every label of printer {n} comes out blank.\r\nWe changed nothing.\r\n\r\n\
         -- \r\nReader {writer}\r\n"
    )
}

fn ask(filled: &Filled, message: String) -> Ask {
    let ask = Ask { body: message, ..Ask::post("/api/v1/inbound/email", String::new()) };
    let headers = vec![("content-type", "message/rfc822".to_owned())];
    Ask { headers, ..ask }.with("authorization", format!("Bearer {}", filled.admin_token))
}

async fn flood(desk: &Running, filled: &Filled) -> Result<Load, Fault> {
    let began = Instant::now();
    let line = async |first: usize| {
        let mut client = Client::connect(desk.addr).await?;
        let mut times = Vec::new();
        for n in (first..MESSAGES).step_by(LINES) {
            let due = began + APART * u32::try_from(n)?;
            tokio::time::sleep_until(due.into()).await;
            client.send(&ask(filled, message(n))).await?;
            // From when it was there to be taken: one that had to wait waited.
            times.push(due.elapsed());
        }
        Ok::<_, Fault>(times)
    };
    let lines = futures::future::try_join_all((0..LINES).map(line)).await?;
    Ok(Load::of(lines.concat(), began.elapsed()))
}

async fn read(desk: &Running, filled: &Filled, length: Duration) -> Result<Load, Fault> {
    let done = AtomicBool::new(false);
    let end = async {
        tokio::time::sleep(length).await;
        done.store(true, Ordering::Relaxed);
    };
    tokio::join!(read_until(desk, filled, &done), end).0
}

/// One person goes from list to ticket and back.
async fn read_until(desk: &Running, filled: &Filled, done: &AtomicBool) -> Result<Load, Fault> {
    let mut client = Client::connect(desk.addr).await?;
    let (began, mut times) = (Instant::now(), Vec::new());
    for n in 0.. {
        let number = filled.numbers[n % filled.numbers.len()];
        let path = if n % 2 == 0 { "/desk/v/all".to_owned() } else { format!("/desk/v/all/t/CW-{number}") };
        let begun = Instant::now();
        client.send(&Ask::get(path).with("cookie", &filled.cookie)).await?;
        times.push(begun.elapsed());
        if done.load(Ordering::Relaxed) {
            break;
        }
        tokio::time::sleep(PAUSE).await;
    }
    Ok(Load::of(times, began.elapsed()))
}

/// The largest message that is taken: nearly all of it one file.
async fn large(desk: &Running, filled: &Filled, table: &mut Table) -> Result<(), Fault> {
    let line = format!("{}\r\n", "QUJD".repeat(19));
    let head = "From: Reader <large@mail.example>\r\nTo: support@desk.example\r\nSubject: The log\r\n\
        Message-ID: <large@mail.example>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n\
        --b\r\nContent-Type: text/plain\r\n\r\nThe log is in the file.\r\n--b\r\nContent-Type: application/octet-stream; name=log.bin\r\n\
        Content-Disposition: attachment; filename=log.bin\r\nContent-Transfer-Encoding: base64\r\n\r\n";
    let message = format!("{head}{}--b--\r\n", line.repeat((LARGEST - head.len()) / line.len()));
    let bytes = message.len();
    let mut client = Client::connect(desk.addr).await?;
    let before = desk.resident_mb().unwrap_or_default();
    let begun = Instant::now();
    let ask = ask(filled, message);
    let (mut most, mut took) = (before, Duration::ZERO);
    let mut sending = std::pin::pin!(client.send(&ask));
    while took.is_zero() {
        tokio::select! {
            answer = &mut sending => {
                answer?;
                took = begun.elapsed();
            }
            () = tokio::time::sleep(Duration::from_millis(5)) => {}
        }
        most = desk.resident_mb().unwrap_or_default().max(most);
    }
    let beside = format!("{before:.0} MB before, {most:.0} MB at most");
    let size = bytes as f64 / f64::from(1 << 20);
    table.row(format!("a message of {size:.1} MiB"), format!("{:.2} s", took.as_secs_f64()), beside);
    Ok(())
}
