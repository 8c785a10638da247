//! How good and how fast search is, on real questions and at size. Slow, so it runs only when asked:
//! `cargo test -p backend --test search_quality -- --ignored --nocapture`, with CASEWELL_TEST_TICKETS for other numbers.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "helpers of tests fail as tests do; the figures are printed"
)]

mod common;
mod library;

use backend::search::Known;
use backend::{import, search};
use common::desk::{Desk, desks};
use domain::Viewer;
use domain::access::Role;
use domain::search::{HitKind, fits};
use domain::words::Lang;
use library::{a_case, an_article, index_folder, shared_data};
use serde_json::Value;
use std::collections::HashMap;
use std::path::Path;
use std::time::{Duration, Instant};

/// Of how many questions a fitting article is first, among three, among five; and the mean of 1/rank.
#[derive(Debug, Default)]
struct Figures {
    asked: usize,
    first: usize,
    three: usize,
    five: usize,
    reciprocal: f64,
}

impl Figures {
    fn add(&mut self, found: &[String], right: &[String]) {
        self.asked += 1;
        let Some(rank) = found.iter().position(|id| right.contains(id)) else { return };
        self.first += usize::from(rank < 1);
        self.three += usize::from(rank < 3);
        self.five += usize::from(rank < 5);
        self.reciprocal += 1.0 / (rank + 1) as f64;
    }

    fn print(&self, name: &str) -> f64 {
        let share = |n: usize| n as f64 / self.asked as f64;
        let (first, three, five) = (share(self.first), share(self.three), share(self.five));
        let mrr = self.reciprocal / self.asked as f64;
        println!(
            "{name:<34} n={:<4} R@1 {first:.3}  R@3 {three:.3}  R@5 {five:.3}  MRR {mrr:.3}",
            self.asked
        );
        five
    }
}

fn lines(path: &Path) -> Vec<Value> {
    let text = std::fs::read_to_string(path).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn strings(value: &Value) -> Vec<String> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

/// Articles suggested for `text`, in order.
async fn suggested(desk: &Desk, text: &str) -> Vec<String> {
    let hits = search::suggest(&desk.b, &Viewer::visitor(Lang::En), &Known::of(text)).await.unwrap();
    hits.into_iter().filter(|hit| hit.kind == HitKind::Article).map(|hit| hit.id).collect()
}

/// The share of `questions` with a fitting article among the first five; `text` and `right` read a question.
async fn measure(
    desk: &Desk,
    name: &str,
    questions: &[Value],
    text: impl Fn(&Value) -> String,
    right: impl Fn(&Value) -> Vec<String>,
) -> f64 {
    let mut figures = Figures::default();
    for question in questions {
        figures.add(&suggested(desk, &text(question)).await, &right(question));
    }
    figures.print(name)
}

/// The same for what the search field finds.
async fn measure_search(
    desk: &Desk,
    name: &str,
    questions: &[Value],
    text: impl Fn(&Value) -> String,
    right: impl Fn(&Value) -> Vec<String>,
) -> f64 {
    let mut figures = Figures::default();
    for question in questions {
        figures.add(&desk.ids(&Viewer::visitor(Lang::En), &text(question)).await, &right(question));
    }
    figures.print(name)
}

async fn desk_with(folder: &Path) -> Desk {
    let desk = desks().await.remove(0);
    let report = import::kb(&desk.b, &folder.join("articles.jsonl"), None).await.unwrap();
    println!("{} articles", report.added);
    desk.index().await;
    desk
}

#[tokio::test]
#[ignore = "slow: prints figures"]
async fn questions_with_many_wordings() {
    let Some(folder) = shared_data("kb-webapps") else { return };
    let desk = desk_with(&folder).await;
    // Imported articles have addresses of words; the file's ids are known by their titles.
    let articles = lines(&folder.join("articles.jsonl"));
    let titles: HashMap<String, String> =
        articles.iter().map(|a| (text(a, "id"), text(a, "title"))).collect();
    let slugs: HashMap<String, String> = {
        let pairs = desk.texts("SELECT title || '|' || slug FROM articles ORDER BY id LIMIT 1000").await;
        pairs
            .iter()
            .filter_map(|pair| pair.rsplit_once('|'))
            .map(|(t, s)| (t.to_owned(), s.to_owned()))
            .collect()
    };
    let right = |question: &Value| {
        strings(&question["relevant"]).iter().filter_map(|id| slugs.get(titles[id].trim()).cloned()).collect()
    };
    let plain = lines(&folder.join("questions.jsonl"));
    let typos = lines(&folder.join("questions-typos.jsonl"));
    let five = measure(&desk, "webapps", &plain, |q| text(q, "text"), right).await;
    measure(&desk, "webapps, light typos", &typos, |q| text(q, "text_light"), right).await;
    let heavy = measure(&desk, "webapps, heavy typos", &typos, |q| text(q, "text_heavy"), right).await;
    let found = measure_search(&desk, "webapps, search", &plain, |q| text(q, "text"), right).await;
    measure_search(&desk, "webapps, search, light typos", &typos, |q| text(q, "text_light"), right).await;
    measure_search(&desk, "webapps, search, heavy typos", &typos, |q| text(q, "text_heavy"), right).await;
    assert!(five > 0.9 && heavy > 0.85 && found > 0.9);
}

#[tokio::test]
#[ignore = "slow: prints figures"]
async fn rambling_questions() {
    let Some(folder) = shared_data("kb-thunderbird") else { return };
    let desk = desk_with(&folder).await;
    let checked = |name: &str| {
        let all = lines(&folder.join(name));
        all.into_iter().filter(|question| question["checked"] == true).collect::<Vec<_>>()
    };
    let (plain, typos) = (checked("questions.jsonl"), checked("questions-typos.jsonl"));
    let strict = |question: &Value| strings(&question["relevant"]);
    let lenient = |question: &Value| strings(&question["acceptable"]);
    let whole = |suffix: &'static str| {
        move |q: &Value| {
            format!("{}\n{}", text(q, &format!("title{suffix}")), text(q, &format!("body{suffix}")))
        }
    };
    measure(&desk, "thunderbird, titles", &plain, |q| text(q, "title"), strict).await;
    let five = measure(&desk, "thunderbird, title and text", &plain, whole(""), strict).await;
    measure(&desk, "thunderbird, lenient", &plain, whole(""), lenient).await;
    measure(&desk, "thunderbird, light typos", &typos, whole("_light"), strict).await;
    let heavy = measure(&desk, "thunderbird, heavy typos", &typos, whole("_heavy"), strict).await;
    let found = measure_search(&desk, "thunderbird, search", &plain, |q| text(q, "title"), strict).await;
    let title = |q: &Value| text(q, "title_heavy");
    measure_search(&desk, "thunderbird, search, heavy typos", &typos, title, strict).await;
    assert!(five > 0.5 && heavy > 0.45 && found > 0.5);
}

fn text(value: &Value, name: &str) -> String {
    value[name].as_str().unwrap_or_default().to_owned()
}

/// Of how many texts an acknowledgement would name an article.
async fn named(desk: &Desk, name: &str, texts: impl Iterator<Item = String>) -> f64 {
    let (mut all, mut named) = (0, 0);
    for text in texts {
        let hits = search::suggest(&desk.b, &Viewer::visitor(Lang::En), &Known::of(&text)).await.unwrap();
        all += 1;
        named += usize::from(hits.iter().any(|hit| hit.kind == HitKind::Article && fits(hit)));
    }
    let share = named as f64 / all as f64;
    println!("{name:<34} n={all:<4} named {share:.3}");
    share
}

#[tokio::test]
#[ignore = "slow: prints figures"]
async fn what_has_nothing_to_do_with_the_articles_is_told_of_none() {
    let (Some(folder), Some(others)) = (shared_data("kb-webapps"), shared_data("tickets-intents")) else {
        return;
    };
    let desk = desk_with(&folder).await;
    let own = lines(&folder.join("questions.jsonl"));
    let own = named(&desk, "webapps", own.iter().map(|q| text(q, "text"))).await;
    let mut foreign = 0.0;
    for name in ["banking77", "clinc150"] {
        let questions = lines(&others.join(format!("{name}.jsonl")));
        let some = questions.iter().step_by(25).map(|q| text(q, "text"));
        foreign = named(&desk, name, some).await.max(foreign);
    }
    assert!(own > 0.93 && foreign < 0.1);
}

#[tokio::test]
#[ignore = "slow: prints figures"]
async fn a_thousand_articles_and_ten_thousand_tickets() {
    let (Some(kb), Some(threads)) = (shared_data("kb-thunderbird"), shared_data("tickets-thunderbird"))
    else {
        return;
    };
    let desk = desks().await.remove(0);
    let agent = desk.person(Role::Agent, "agent@demo.example").await;
    let customers = [
        desk.of(Role::Customer, "a@quill.example", "quill").await,
        desk.of(Role::Customer, "b@heron.example", "heron").await,
    ];
    let articles = lines(&kb.join("articles.jsonl"));
    for n in 0..1_000 {
        let article = &articles[n % articles.len()];
        desk.save(an_article(&format!("a{n}"), &text(article, "title"), &text(article, "body"))).await;
    }
    let threads = lines(&threads.join("tickets.jsonl"));
    let tickets = std::env::var(TICKETS).map_or(10_000, |number| number.parse().unwrap());
    for n in 0..tickets {
        let thread = &threads[n % threads.len()];
        let (subject, body) = (text(thread, "subject"), text(&thread["messages"][0], "body"));
        // A hundred of them are one customer's own.
        let by = &customers[usize::from(n % 100 != 0)];
        desk.raise(a_case(20_000 + n as i64, by, &subject, &body)).await;
    }
    let started = Instant::now();
    search::reindex(&desk.b).await.unwrap();
    println!("rebuilt in {:?}; {} kB in memory", started.elapsed(), memory());
    let questions = lines(&kb.join("questions-typos.jsonl"));
    let typed: Vec<(String, String)> = questions
        .iter()
        .take(300)
        .map(|question| (text(question, "title_heavy"), text(question, "body_heavy")))
        .collect();
    for v in [&customers[0], &agent] {
        let mut clocked = Clocked::default();
        for (title, body) in &typed {
            let whole = format!("{title}\n{body}");
            clocked
                .run(async || search::suggest(&desk.b, v, &Known::of(&whole)).await.map(drop).unwrap())
                .await;
        }
        clocked.print(&format!("{:?} suggest", v.role));
        let mut clocked = Clocked::default();
        for (title, _) in &typed {
            clocked.run(async || drop(desk.search(v, title).await)).await;
        }
        clocked.print(&format!("{:?} search", v.role));
        let mut clocked = Clocked::default();
        for (title, _) in &typed {
            let two: Vec<&str> = title.split_whitespace().take(2).collect();
            clocked.run(async || drop(desk.search(v, &two.join(" ")).await)).await;
        }
        clocked.print(&format!("{:?} two words", v.role));
    }
    println!("{} kB of index, {} kB in memory", folder_size(&index_folder(&desk.b)) / 1_024, memory());
}

/// Says how many tickets there are when speed is measured, ten thousand when nothing is said.
const TICKETS: &str = "CASEWELL_TEST_TICKETS";

fn folder_size(folder: &Path) -> u64 {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    let size = |entry: std::fs::DirEntry| {
        let about = entry.metadata().unwrap();
        if about.is_dir() { folder_size(&entry.path()) } else { about.len() }
    };
    entries.map(size).sum()
}

/// What this process holds in memory, in kB; nothing where the system does not tell.
fn memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or_default()
}

/// Time on the wall, and on the processor: a busy machine bends only the first.
#[derive(Default)]
struct Clocked {
    times: Vec<Duration>,
    began: Option<Duration>,
}

impl Clocked {
    async fn run(&mut self, work: impl AsyncFnOnce()) {
        self.began.get_or_insert_with(processor);
        let started = Instant::now();
        work().await;
        self.times.push(started.elapsed());
    }

    fn print(mut self, name: &str) {
        let used = processor().saturating_sub(self.began.unwrap_or_default());
        self.times.sort_unstable();
        let at = |share: f64| self.times[((self.times.len() - 1) as f64 * share) as usize];
        let mean = used / u32::try_from(self.times.len()).unwrap();
        println!(
            "{name:<18} p50 {:?}  p95 {:?}  p99 {:?}  processor {mean:?} each",
            at(0.5),
            at(0.95),
            at(0.99)
        );
    }
}

/// What this process has used of the processor so far, to ten milliseconds; nothing where the system does not tell.
fn processor() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit_once(") ").map_or("", |(_, rest)| rest).split(' ');
    let ticks: u64 = fields.skip(11).take(2).filter_map(|ticks| ticks.parse::<u64>().ok()).sum();
    Duration::from_millis(ticks * 10)
}
