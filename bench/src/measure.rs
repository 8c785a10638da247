//! The measurements.

use std::time::{Duration, Instant};

use http_body_util::BodyExt;
use hyper::body::Incoming;

use crate::Fault;
use crate::client::{Ask, Client, Load, load, ms};
use crate::desk::{Filled, Running};
use crate::table::Table;

/// What people look for.
pub const TYPED: [&str; 6] = [
    "labels print blank on every dock since this morning",
    "cannot sign in after the password was changed",
    "export to csv misses the last column",
    "scanner does not find the new delivery",
    "invoice shows the wrong address of our branch office",
    "the app is slow and then loses its connection",
];
/// Pages asked for before measuring begins.
const WARM_UP: Duration = Duration::from_secs(1);

/// Loads of what is read, by name.
pub type Reads = Vec<(&'static str, Load)>;

/// Pages and JSON, each beside the bare server.
pub async fn pages(filled: &Filled, length: Duration, table: &mut Table) -> Result<Reads, Fault> {
    let mut reads = Reads::new();
    {
        let desk = filled.serve()?;
        for (name, ask) in asks(filled) {
            load(desk.addr, WARM_UP, ask.clone()).await?;
            reads.push((name, load(desk.addr, length, ask).await?));
        }
    }
    let bare = filled.serve_bare()?;
    let list = beside(&bare, length, |_| Ask::get("/list")).await?;
    let numbers = filled.numbers.clone();
    let ticket =
        beside(&bare, length, move |n| Ask::get(format!("/ticket/{}", numbers[n % numbers.len()]))).await?;
    for (name, measured) in &reads {
        let bare = if name.contains("list") { &list } else { &ticket };
        let share = measured.per_second / bare.per_second;
        table.row(
            *name,
            measured.figure(),
            format!("{}; bare {} ({share:.2} of it)", measured.times(), bare.figure()),
        );
    }
    Ok(reads)
}

async fn beside(
    bare: &Running,
    length: Duration,
    ask: impl Fn(usize) -> Ask + Clone + Send + Sync + 'static,
) -> Result<Load, Fault> {
    load(bare.addr, WARM_UP, ask.clone()).await?;
    load(bare.addr, length, ask).await
}

type Asking = std::sync::Arc<dyn Fn(usize) -> Ask + Send + Sync>;

fn asks(filled: &Filled) -> Vec<(&'static str, impl Fn(usize) -> Ask + Clone + Send + Sync + 'static)> {
    let page = |path: &'static str| -> Asking {
        let (cookie, numbers) = (filled.cookie.clone(), filled.numbers.clone());
        let of = move |n: usize| path.replace("{}", &format!("CW-{}", numbers[n % numbers.len()]));
        std::sync::Arc::new(move |n| Ask::get(of(n)).with("cookie", cookie.clone()))
    };
    let json = |path: &'static str| -> Asking {
        let (token, numbers) = (format!("Bearer {}", filled.token), filled.numbers.clone());
        let of = move |n: usize| path.replace("{}", &format!("CW-{}", numbers[n % numbers.len()]));
        std::sync::Arc::new(move |n| Ask::get(of(n)).with("authorization", token.clone()))
    };
    let all = [
        ("list page, 50 rows", page("/desk/v/all")),
        ("ticket page", page("/desk/v/all/t/{}")),
        ("request page of the portal", page("/requests/{}")),
        ("list as JSON, 50 rows", json("/api/v1/tickets?view=all&limit=50")),
        ("ticket as JSON", json("/api/v1/tickets/{}")),
    ];
    all.into_iter().map(|(name, ask)| (name, move |n: usize| ask(n))).collect()
}

/// New tickets, each on disk before it is answered.
pub async fn writes(filled: &Filled, length: Duration, table: &mut Table) -> Result<(), Fault> {
    let made = {
        let desk = filled.serve()?;
        let token = format!("Bearer {}", filled.token);
        let draft = r#"{"subject":"Labels print blank","text":"Every label is white.","requester":"customer@demo.example"}"#;
        let ask =
            move |_| Ask::post("/api/v1/tickets", draft.to_owned()).with("authorization", token.clone());
        load(desk.addr, length, ask).await?
    };
    let bare = filled.serve_bare()?;
    let number = filled.numbers.first().copied().unwrap_or_default();
    let copied =
        load(bare.addr, length, move |_| Ask::post(format!("/create/{number}"), String::new())).await?;
    let share = made.per_second / copied.per_second;
    table.row(
        "new tickets",
        made.figure(),
        format!("{}; bare {} ({share:.2} of it)", made.times(), copied.figure()),
    );
    Ok(())
}

/// Suggestions, events, memory.
pub async fn others(filled: &Filled, table: &mut Table) -> Result<(), Fault> {
    let desk = filled.serve()?;
    tokio::time::sleep(Duration::from_secs(3)).await;
    if let Some(idle) = desk.resident_mb() {
        table.row("memory when idle", format!("{idle:.0} MB"), "");
    }
    found(filled, &desk, table).await?;
    let heard = events(filled, &desk).await?;
    table.row(
        "a write until another browser hears",
        format!("{:.1} ms", ms(heard.within(0.5))),
        heard.times(),
    );
    if let Some(used) = desk.resident_mb() {
        table.row("memory after use", format!("{used:.0} MB"), "");
    }
    Ok(())
}

/// Suggestions and searches on a desk of another size.
pub async fn searches(filled: &Filled, table: &mut Table) -> Result<(), Fault> {
    found(filled, &filled.serve()?, table).await
}

async fn found(filled: &Filled, desk: &Running, table: &mut Table) -> Result<(), Fault> {
    let tickets = filled.tickets;
    let visitor = |text: &str| Ask::get(format!("/api/v1/suggestions?text={text}"));
    let suggested = typed(desk, visitor).await?;
    table.row(format!("suggestions beside {tickets} tickets"), suggested.figure(), suggested.times());
    let token = format!("Bearer {}", filled.token);
    let agent =
        |text: &str| Ask::get(format!("/api/v1/search?q={text}")).with("authorization", token.clone());
    let searched = typed(desk, agent).await?;
    table.row(format!("searches in {tickets} tickets"), searched.figure(), searched.times());
    let p95 = format!("{:.1} ms", ms(searched.within(0.95)));
    table.row(format!("search p95 in {tickets} tickets (aim 50 ms)"), p95, "");
    Ok(())
}

/// Asks, one after the other, with sentences that grow word by word as people type them.
async fn typed(desk: &Running, ask: impl Fn(&str) -> Ask) -> Result<Load, Fault> {
    let mut client = Client::connect(desk.addr).await?;
    let (mut times, began) = (Vec::new(), Instant::now());
    for round in 0..50 {
        for text in TYPED {
            let words: Vec<&str> = text.split(' ').take(2 + round % 7).collect();
            let begun = Instant::now();
            client.send(&ask(&words.join("%20"))).await?;
            times.push(begun.elapsed());
        }
    }
    Ok(Load::of(times, began.elapsed()))
}

/// From sending a note to a colleague's browser hearing of it.
async fn events(filled: &Filled, desk: &Running) -> Result<Load, Fault> {
    const NOTES: usize = 50;
    let mut listener = Client::connect(desk.addr).await?;
    let mut stream = listener.open(&Ask::get("/live").with("cookie", filled.cookie.clone())).await?;
    next(&mut stream, "open").await?;
    let mut writer = Client::connect(desk.addr).await?;
    let (mut times, began) = (Vec::new(), Instant::now());
    for number in filled.numbers.iter().cycle().take(NOTES) {
        let note =
            Ask::post(format!("/api/v1/tickets/CW-{number}/notes"), r#"{"text":"measured"}"#.to_owned());
        let note = note.with("authorization", format!("Bearer {}", filled.token));
        let (begun, name) = (Instant::now(), format!("CW-{number}"));
        let (written, heard) = tokio::join!(writer.send(&note), next(&mut stream, &name));
        written?;
        heard?;
        times.push(begun.elapsed());
    }
    Ok(Load::of(times, began.elapsed()))
}

/// Reads the stream until it says `word`.
async fn next(stream: &mut Incoming, word: &str) -> Result<(), Fault> {
    loop {
        let frame = tokio::time::timeout(Duration::from_secs(10), stream.frame())
            .await?
            .ok_or("the stream ended")??;
        if frame.data_ref().is_some_and(|data| String::from_utf8_lossy(data).contains(word)) {
            return Ok(());
        }
    }
}

/// Bytes that a browser loads.
pub async fn site(filled: &Filled, table: &mut Table) -> Result<(), Fault> {
    let names = server::assets::names();
    let programs = ["portal", "console", "overview", "settings", "mail"].map(server::assets::program);
    let sheets = [names.portal_css, names.desk_css];
    let addresses = programs.iter().flat_map(|program| [program.wasm, program.js]).chain(sheets);
    for address in addresses {
        let Some(asset) = server::assets::get(address) else {
            table.note("sizes left out", "this build carries no site");
            break;
        };
        let packed =
            asset.brotli.map_or("not packed".to_owned(), |bytes| format!("{} kB", bytes.len() / 1_000));
        table.row(asset.logical, packed, format!("{} kB plain", asset.bytes.len() / 1_000));
    }
    let desk = filled.serve()?;
    let mut client = Client::connect(desk.addr).await?;
    for path in ["/", "/desk/v/all"] {
        let ask = Ask::get(path).with("cookie", filled.cookie.clone());
        let plain = client.send(&ask).await?.len();
        let packed = client.send(&ask.with("accept-encoding", "br")).await?.len();
        table.row(
            format!("HTML of {path}"),
            format!("{:.1} kB", packed as f64 / 1e3),
            format!("{:.1} kB plain", plain as f64 / 1e3),
        );
    }
    Ok(())
}

/// What size costs: the time of one answer on the larger desk by that on the smaller.
pub fn compare(small: &Reads, large: &Reads, table: &mut Table) {
    for ((name, few), (_, many)) in small.iter().zip(large) {
        let ratio = few.per_second / many.per_second;
        table.row(format!("{name}: larger desk"), format!("{ratio:.2} times"), "as long an answer");
    }
}
