//! Every statement text in the sources is compiled by both databases against the desk's schema.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod common;

use backend::db::Dialect;
use std::path::{Path, PathBuf};

const VERBS: [&str; 5] = ["SELECT", "INSERT", "UPDATE", "DELETE", "WITH"];

/// A statement as it stands in the sources: `const NAME: &str = "…"` or `q("…")`.
struct Statement {
    place: String,
    sql: String,
}

impl Statement {
    /// A constant named `…_POSTGRES` or `…_SQLITE` is meant for that database alone.
    fn concerns(&self, dialect: Dialect) -> bool {
        match dialect {
            Dialect::Sqlite => !self.place.ends_with("_POSTGRES"),
            Dialect::Postgres => !self.place.ends_with("_SQLITE"),
        }
    }
}

#[tokio::test]
async fn every_statement_compiles_on_both_databases() {
    let statements = statements();
    println!("{} statements", statements.len());
    assert!(statements.len() > 3);
    for_each_db!(db => {
        let mut conn = db.read().await.unwrap();
        let mut faults = Vec::new();
        for statement in statements.iter().filter(|statement| statement.concerns(db.dialect())) {
            if let Err(error) = conn.prepare_only(&statement.sql).await {
                faults.push(format!("{}: {error}\n    {}", statement.place, statement.sql));
            }
        }
        assert!(faults.is_empty(), "on {:?}:\n{}", db.dialect(), faults.join("\n"));
    });
}

fn statements() -> Vec<Statement> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found: Vec<Statement> = sources(&root).iter().flat_map(|file| in_file(&root, file)).collect();
    found.retain(|statement| VERBS.iter().any(|verb| statement.sql.trim_start().starts_with(verb)));
    found
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| if path.is_dir() { sources(&path) } else { vec![path] })
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .collect()
}

fn in_file(root: &Path, file: &Path) -> Vec<Statement> {
    let source = std::fs::read_to_string(file).unwrap();
    let name = file.strip_prefix(root).unwrap().display().to_string();
    let marks = source
        .match_indices(": &str =")
        .chain(source.match_indices(" q("))
        .chain(source.match_indices("(q("));
    marks
        .filter_map(|(at, mark)| {
            let sql = literal(source[at + mark.len()..].trim_start())?;
            let line = source[..at].lines().count();
            let word = source[..at].rsplit([' ', '\n']).next().unwrap_or_default();
            Some(Statement { place: format!("{name}:{line} {word}"), sql })
        })
        .collect()
}

/// The value of the string literal that `text` begins with.
fn literal(text: &str) -> Option<String> {
    if let Some(raw) = text.strip_prefix('r') {
        let hashes = raw.len() - raw.trim_start_matches('#').len();
        let body = raw[hashes..].strip_prefix('"')?;
        return Some(body[..body.find(&format!("\"{}", "#".repeat(hashes)))?].to_owned());
    }
    let mut chars = text.strip_prefix('"')?.chars().peekable();
    let mut value = String::new();
    loop {
        match chars.next()? {
            '"' => return Some(value),
            '\\' => match chars.next()? {
                'n' => value.push('\n'),
                '\n' => while chars.next_if(|next| next.is_whitespace()).is_some() {},
                other => value.push(other),
            },
            other => value.push(other),
        }
    }
}

#[test]
fn literals_are_read_as_the_compiler_reads_them() {
    assert_eq!(literal("\"a \\\n     b\"; rest").as_deref(), Some("a b"));
    assert_eq!(literal("\"a \\\"b\\\"\"").as_deref(), Some("a \"b\""));
    assert_eq!(literal("r#\"a \"b\"\"# rest").as_deref(), Some("a \"b\""));
    assert_eq!(literal("name"), None);
}
