//! Files that come with what people write: what is kept of each, what they are for, and the rules they are held to.
//! Siblings: `backend/src/files` (storing and handing out), `server/src/http/files` (addresses), `app/src/ui/files`.

use serde::{Deserialize, Serialize};

use crate::text;

/// Largest file, in bytes.
pub const MAX_FILE_BYTES: u64 = 25 << 20;
/// Files that one message carries.
pub const MAX_FILES: usize = 10;
/// Most bytes sent at once; an upload that was cut off goes on after the last part that arrived.
pub const PART_BYTES: u64 = 512 << 10;
/// Longest name kept, in characters.
const MAX_NAME: usize = 120;
/// How much of a text is shown where it was sent, in bytes and lines.
pub const START_BYTES: usize = 2 << 10;
const START_LINES: usize = 20;

/// Pictures that browsers show without running anything.
const PICTURES: [&str; 4] = ["image/png", "image/jpeg", "image/gif", "image/webp"];

/// A file as what carries it names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    pub id: String,
    pub name: String,
    /// Bytes.
    pub size: u64,
    /// Media type, told from the content and never from the name.
    pub media: String,
}

impl Attachment {
    /// Whether it may be shown on our own pages.
    #[must_use]
    pub fn is_picture(&self) -> bool {
        is_picture(&self.media)
    }

    /// Whether its first lines may be shown: logs, tables, markup, whatever reads as text.
    #[must_use]
    pub fn is_text(&self) -> bool {
        self.media == "text/plain"
    }

    /// Where it is fetched. The right to read it is checked there.
    #[must_use]
    pub fn href(&self) -> String {
        href(&self.id)
    }

    /// Where the first lines of a text are fetched, under the same right.
    #[must_use]
    pub fn start_href(&self) -> String {
        format!("{}/start", self.href())
    }
}

/// The first lines of a text that begins with `bytes`: at least one byte more than [`START_BYTES`] where it goes on.
#[must_use]
pub fn start(bytes: &[u8]) -> String {
    let cut = &bytes[..bytes.len().min(START_BYTES)];
    // The last character may have been cut in the middle.
    let text = text::markup(String::from_utf8_lossy(cut).trim_end_matches('\u{fffd}'));
    let mut lines = text.lines();
    let mut start: Vec<&str> = lines.by_ref().take(START_LINES).collect();
    if bytes.len() > cut.len() || lines.next().is_some() {
        start.push("…");
    }
    start.join("\n")
}

/// Where the file `id` is fetched.
#[must_use]
pub fn href(id: &str) -> String {
    format!("/files/{id}")
}

/// Whether files of this media type may be shown on our own pages; all others are only saved.
#[must_use]
pub fn is_picture(media: &str) -> bool {
    PICTURES.contains(&media)
}

/// A file on its way to the desk, or waiting there for what it is for to be sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Upload {
    pub id: String,
    pub name: String,
    /// Bytes in all.
    pub size: u64,
    /// Bytes that are safe on the desk's disk.
    pub received: u64,
    /// Media type, told from the content; empty until it is whole.
    #[serde(default)]
    pub media: String,
    /// The question that it answers; empty for all that answer none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub question: String,
}

impl Upload {
    /// Whether all of it has arrived.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.received == self.size
    }
}

/// What a file is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum For {
    /// A public message on the ticket with this number.
    Reply(String),
    /// An internal note on it.
    Note(String),
    /// An answer to this question, which the ticket with this number waits for.
    Answers { number: String, question: String },
    /// The request that is being written under this id; an answer to this question, or beside all of them.
    Intake { id: String, question: String },
    /// A ticket that a program or an agent is about to make; an answer to this question, or beside all of them.
    Ticket { question: String },
    /// An article that is being written.
    Article,
}

impl For {
    /// Reads what [`For::code`] wrote.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        let mut parts = code.splitn(3, ':');
        let mut next = || parts.next().unwrap_or_default().to_owned();
        match (next().as_str(), next(), next()) {
            ("reply", number, _) => Some(Self::Reply(number)),
            ("note", number, _) => Some(Self::Note(number)),
            ("answers", number, question) => Some(Self::Answers { number, question }),
            ("intake", id, question) => Some(Self::Intake { id, question }),
            ("ticket", question, _) => Some(Self::Ticket { question }),
            ("article", ..) => Some(Self::Article),
            _ => None,
        }
    }

    /// As forms and addresses have it: `reply:CW-10234`, `intake:{id}:{question}`.
    #[must_use]
    pub fn code(&self) -> String {
        match self {
            Self::Reply(number) => format!("reply:{number}"),
            Self::Note(number) => format!("note:{number}"),
            Self::Answers { number, question } if question.is_empty() => format!("answers:{number}"),
            Self::Answers { number, question } => format!("answers:{number}:{question}"),
            Self::Intake { id, question } if question.is_empty() => format!("intake:{id}"),
            Self::Intake { id, question } => format!("intake:{id}:{question}"),
            Self::Ticket { question } if question.is_empty() => "ticket".to_owned(),
            Self::Ticket { question } => format!("ticket:{question}"),
            Self::Article => "article".to_owned(),
        }
    }

    /// The field of the form under which its refusals are told.
    #[must_use]
    pub fn field(&self) -> &str {
        match self {
            Self::Intake { question, .. } | Self::Ticket { question } | Self::Answers { question, .. }
                if !question.is_empty() =>
            {
                question
            }
            _ => FIELD,
        }
    }
}

/// The field that names the files of a form, with blanks between their ids.
pub const FIELD: &str = "files";

/// Ids of the files that `text` names by their addresses, as Markdown does.
#[must_use]
pub fn named_in(text: &str) -> Vec<String> {
    let ids = text.split("/files/").skip(1);
    let id = |rest: &str| rest.chars().take_while(char::is_ascii_alphanumeric).collect::<String>();
    let mut ids: Vec<String> = ids.map(id).filter(|id| !id.is_empty()).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// The last part of what a browser or a mail calls the file, without what could mislead whoever saves it: folders,
/// control characters, marks that turn the direction of writing, dots that hide it or that Windows drops.
#[must_use]
pub fn safe_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let misleads = |c: char| {
        c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
            || "<>:\"|?*".contains(c)
    };
    let clean: String = last.chars().filter(|c| !misleads(*c)).collect();
    let clean = clean.trim_matches(|c: char| c == '.' || c.is_whitespace());
    if clean.is_empty() { "file".to_owned() } else { shortened(clean) }
}

/// Cut in the middle, so that the ending still says what it is.
fn shortened(name: &str) -> String {
    let length = name.chars().count();
    if length <= MAX_NAME {
        return name.to_owned();
    }
    let ending: String = name.chars().skip(length - 16).collect();
    let start: String = name.chars().take(MAX_NAME - 17).collect();
    format!("{start}…{ending}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_made_safe() {
        for (name, safe) in [
            ("photo.png", "photo.png"),
            ("../../etc/passwd", "passwd"),
            (r"C:\Users\ana\Label 1.PDF", "Label 1.PDF"),
            ("invoice\u{202e}fdp.exe", "invoicefdp.exe"),
            ("a\0b\r\nc.txt", "abc.txt"),
            (".htaccess", "htaccess"),
            ("report.", "report"),
            ("", "file"),
            ("///", "file"),
            ("größe 漢字.txt", "größe 漢字.txt"),
        ] {
            assert_eq!(safe_name(name), safe, "{name:?}");
        }
        let long = safe_name(&format!("{}.tar.gz", "ä".repeat(500)));
        assert_eq!(long.chars().count(), MAX_NAME);
        assert!(long.ends_with(".tar.gz"));
    }

    #[test]
    fn only_plain_pictures_are_shown() {
        assert!(is_picture("image/png"));
        assert!(!is_picture("image/svg+xml") && !is_picture("text/html"));
    }

    #[test]
    fn a_text_shows_its_first_lines() {
        assert_eq!(start(b"a,b\r\n1,2\r\n"), "a,b\n1,2");
        assert_eq!(start("é\u{1b}[31m".as_bytes()), "é[31m", "nothing that steers a terminal");
        assert_eq!(start("x\n".repeat(30).as_bytes()), format!("{}…", "x\n".repeat(20)));
        let long = format!("a{}", "ä".repeat(START_BYTES));
        let shown = start(long.as_bytes());
        assert!(shown.ends_with("ä\n…") && shown.len() <= START_BYTES + 4, "{}", shown.len());
        assert_eq!(start(b""), "");
    }

    #[test]
    fn what_a_file_is_for_reads_back() {
        let intake = |question: &str| For::Intake { id: "1a2b".into(), question: question.into() };
        let ticket = |question: &str| For::Ticket { question: question.into() };
        let all = [
            For::Reply("CW-7".into()),
            For::Note("CW-7".into()),
            For::Answers { number: "CW-7".into(), question: "photo".into() },
            intake(""),
            intake("photo"),
            ticket(""),
            ticket("photo"),
            For::Article,
        ];
        for of in all {
            assert_eq!(For::parse(&of.code()), Some(of));
        }
        assert_eq!(For::parse("elsewhere:1"), None);
        assert_eq!((intake("photo").field(), intake("").field()), ("photo", FIELD));
        assert_eq!((ticket("photo").field(), ticket("").field()), ("photo", FIELD));
    }

    #[test]
    fn files_are_found_where_markdown_names_them() {
        let text = "![Dock](/files/1a2b) and [the log](/files/99ff \"log\"), again /files/1a2b, not /files/.";
        assert_eq!(named_in(text), ["1a2b", "99ff"]);
    }
}
