//! `casewell-bench quality`: how often search and suggestions find the right article, on real questions about real
//! articles (`data/kb-*`), as they were asked and with typing errors. Nothing is timed; any build will do.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use backend::db::q;
use backend::search::{self, Ask, Known};
use backend::{Backend, import};
use domain::Viewer;
use domain::search::{Hit, HitKind};
use domain::words::Lang;
use serde_json::Value;

use crate::Fault;
use crate::desk::Home;
use crate::table::Table;

const SLUGS: &str = "SELECT title, slug FROM articles ORDER BY id LIMIT 10000";
/// How the questions are spelled: the name and what the fields of that spelling end with.
const SPELLINGS: [(&str, &str); 3] = [("as asked", ""), ("light typos", "_light"), ("heavy typos", "_heavy")];

/// A set of articles and the questions they answer.
struct Corpus {
    name: &'static str,
    folder: PathBuf,
    backend: Backend,
    /// Ids of the file by title of the article: those without words get an address of their own when imported.
    slugs: HashMap<String, String>,
    // Goes with its folder when the measuring is done.
    _home: Home,
}

/// A question as one spelling has it, and the addresses of the articles that answer it.
struct Question {
    title: String,
    body: String,
    relevant: Vec<String>,
    /// Near-duplicates of those included.
    acceptable: Vec<String>,
    checked: bool,
}

/// Prints the figures of every corpus that is there, and the name of each that is not.
pub async fn run(table: &mut Table) -> Result<(), Fault> {
    for name in ["kb-thunderbird", "kb-webapps"] {
        let folder = shared_data().join(name);
        if !folder.exists() {
            table.note(name, &format!("left out: there is no {}", folder.display()));
            continue;
        }
        measure(&Corpus::load(name, folder).await?, table).await?;
    }
    Ok(())
}

/// The folder of real texts: `CASEWELL_SHARED_DATA`, else beside the project's.
fn shared_data() -> PathBuf {
    let beside = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/data");
    std::env::var("CASEWELL_SHARED_DATA").map_or_else(|_| beside(), PathBuf::from)
}

async fn measure(corpus: &Corpus, table: &mut Table) -> Result<(), Fault> {
    for (spelling, suffix) in SPELLINGS {
        let questions = corpus.questions(suffix)?;
        let (checked, others): (Vec<_>, Vec<_>) = questions.into_iter().partition(|q| q.checked);
        let (mut suggested, mut searched) = (Figures::default(), Figures::default());
        let mut lenient = Figures::default();
        for question in &checked {
            let found = corpus.suggested(question).await?;
            suggested.add(&found, &question.relevant);
            lenient.add(&found, &question.acceptable);
            searched.add(&corpus.searched(question).await?, &question.relevant);
        }
        corpus.row(table, &format!("suggestions, {spelling}"), &suggested);
        if checked.iter().any(|question| question.relevant != question.acceptable) {
            corpus.row(table, &format!("suggestions, {spelling}, lenient"), &lenient);
        }
        corpus.row(table, &format!("search, {spelling}"), &searched);
        if !others.is_empty() {
            let mut unchecked = Figures::default();
            for question in &others {
                unchecked.add(&corpus.suggested(question).await?, &question.relevant);
            }
            corpus.row(table, &format!("suggestions, {spelling}, unchecked"), &unchecked);
        }
    }
    Ok(())
}

impl Corpus {
    async fn load(name: &'static str, folder: PathBuf) -> Result<Self, Fault> {
        let home = Home::make(name)?;
        let backend = home.open(false).await?;
        import::kb(&backend, &folder.join("articles.jsonl"), None).await?;
        search::reindex(&backend).await?;
        let rows: Vec<(String, String)> = q(SLUGS).all(&mut backend.db.read().await?).await?;
        let by_title: HashMap<String, String> = rows.into_iter().collect();
        let slug = |article: Value| {
            Some((text(&article, "id"), by_title.get(text(&article, "title").trim())?.clone()))
        };
        let slugs = lines(&folder.join("articles.jsonl"))?.into_iter().filter_map(slug).collect();
        Ok(Self { name, folder, backend, slugs, _home: home })
    }

    fn questions(&self, suffix: &str) -> Result<Vec<Question>, Fault> {
        let file = if suffix.is_empty() { "questions.jsonl" } else { "questions-typos.jsonl" };
        let read = |line: &Value| self.question(line, suffix);
        Ok(lines(&self.folder.join(file))?.iter().map(read).collect())
    }

    /// Some corpora have questions of one line, `text`; those were all looked at.
    fn question(&self, line: &Value, suffix: &str) -> Question {
        let field = |name: &str| text(line, &format!("{name}{suffix}"));
        let relevant = self.articles(&line["relevant"]);
        let acceptable = self.articles(&line["acceptable"]);
        Question {
            title: format!("{}{}", field("title"), field("text")),
            body: field("body"),
            acceptable: if acceptable.is_empty() { relevant.clone() } else { acceptable },
            relevant,
            checked: line["checked"] != false,
        }
    }

    fn articles(&self, ids: &Value) -> Vec<String> {
        let ids = ids.as_array().into_iter().flatten().filter_map(Value::as_str);
        ids.filter_map(|id| self.slugs.get(id).cloned()).collect()
    }

    /// What stands beside the form of a request with this subject and description.
    async fn suggested(&self, question: &Question) -> Result<Vec<String>, Fault> {
        let known =
            Known { subject: question.title.clone(), text: question.body.clone(), ..Known::default() };
        Ok(articles(search::suggest(&self.backend, &Viewer::visitor(Lang::En), &known).await?))
    }

    /// What the search page finds for the question's title.
    async fn searched(&self, question: &Question) -> Result<Vec<String>, Fault> {
        let ask = Ask { q: question.title.clone(), limit: 5, ..Ask::default() };
        Ok(articles(search::search(&self.backend, &Viewer::visitor(Lang::En), &ask).await?.hits))
    }

    fn row(&self, table: &mut Table, what: &str, figures: &Figures) {
        table.row(
            format!("{}: {what}", self.name),
            format!("R@3 {:.3}", figures.recall(3)),
            figures.others(),
        );
    }
}

fn articles(hits: Vec<Hit>) -> Vec<String> {
    hits.into_iter().filter(|hit| hit.kind == HitKind::Article).map(|hit| hit.id).collect()
}

fn lines(path: &Path) -> Result<Vec<Value>, Fault> {
    let text = std::fs::read_to_string(path)?;
    Ok(text.lines().map(serde_json::from_str).collect::<Result<_, _>>()?)
}

fn text(value: &Value, name: &str) -> String {
    value[name].as_str().unwrap_or_default().to_owned()
}

/// At which place the first right article stood, question by question; None: not among the first five.
#[derive(Debug, Default)]
struct Figures(Vec<Option<usize>>);

impl Figures {
    fn add(&mut self, found: &[String], right: &[String]) {
        self.0.push(found.iter().take(5).position(|id| right.contains(id)));
    }

    /// The share of questions with a right article among the first `k`.
    fn recall(&self, k: usize) -> f64 {
        self.0.iter().flatten().filter(|place| **place < k).count() as f64 / self.0.len().max(1) as f64
    }

    /// The mean of 1 / place.
    fn reciprocal(&self) -> f64 {
        let sum: f64 = self.0.iter().flatten().map(|place| 1.0 / (place + 1) as f64).sum();
        sum / self.0.len().max(1) as f64
    }

    fn others(&self) -> String {
        let (first, five, mrr, asked) = (self.recall(1), self.recall(5), self.reciprocal(), self.0.len());
        format!("R@1 {first:.3}  R@5 {five:.3}  MRR {mrr:.3}  of {asked} questions")
    }
}
