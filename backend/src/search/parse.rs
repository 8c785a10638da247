//! What a person typed, read into clauses. Never fails: what makes no sense as a mark is a word.

use domain::search::MAX_QUERY;

use super::{analysis, codes};

/// Most clauses that are looked at.
const MAX_CLAUSES: usize = 32;

/// A query as it was understood.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Asked {
    pub clauses: Vec<Clause>,
    pub filters: Vec<Narrowing>,
}

/// `name:value`, `name:one,other` or `-name:value`.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Narrowing {
    pub name: Qualifier,
    /// Any of these, in lower case.
    pub values: Vec<String>,
    pub excluded: bool,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) struct Clause {
    pub text: Text,
    /// Written with a minus: must not be there.
    pub excluded: bool,
}

/// A part of a query.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Text {
    /// A word, lower case; `open` while it may still be being typed.
    Word { word: String, open: bool },
    /// Words that stand side by side.
    Phrase(String),
    /// A number, error code or version: exactly this.
    Code(String),
}

impl Text {
    /// Whether more of it may still come.
    pub fn is_open(&self) -> bool {
        matches!(self, Self::Word { open: true, .. })
    }
}

/// What can be narrowed by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Qualifier {
    Product,
    Status,
    /// Who asked: a name, an address, an organisation, `me`.
    From,
    Number,
    /// Who works on it: a name, `me`, `none`. Staff only, like the queue.
    Assignee,
    Queue,
    /// A kind of ticket, or `article`, `problem`, `ticket`.
    Type,
    Priority,
    Channel,
    Lang,
    /// A version or an error code, exactly.
    Version,
}

const QUALIFIERS: [(&str, Qualifier); 13] = [
    ("product", Qualifier::Product),
    ("status", Qualifier::Status),
    ("from", Qualifier::From),
    ("number", Qualifier::Number),
    ("assignee", Qualifier::Assignee),
    ("queue", Qualifier::Queue),
    ("type", Qualifier::Type),
    ("priority", Qualifier::Priority),
    ("channel", Qualifier::Channel),
    ("lang", Qualifier::Lang),
    ("version", Qualifier::Version),
    ("code", Qualifier::Version),
    ("error", Qualifier::Version),
];

/// A stretch of the query between blanks, quotes kept together.
struct Piece<'q> {
    name: Option<Qualifier>,
    text: &'q str,
    quoted: bool,
    excluded: bool,
}

/// Reads the first [`MAX_QUERY`] characters of `query`.
pub(super) fn parse(query: &str) -> Asked {
    let end = query.char_indices().nth(MAX_QUERY).map_or(query.len(), |(end, _)| end);
    let query = &query[..end];
    let mut asked = Asked::default();
    let mut rest = query.trim_start();
    while !rest.is_empty() && asked.clauses.len() < MAX_CLAUSES && asked.filters.len() < MAX_CLAUSES {
        let (piece, after) = next_piece(rest);
        rest = after.trim_start();
        match piece.name {
            Some(name) => asked.filters.extend(piece.narrowing(name)),
            None => asked.clauses.extend(clauses(&piece, after.is_empty())),
        }
    }
    asked.clauses.truncate(MAX_CLAUSES);
    asked
}

impl Piece<'_> {
    fn narrowing(&self, name: Qualifier) -> Option<Narrowing> {
        let whole = self.text.to_lowercase();
        let parts = if self.quoted { vec![whole.as_str()] } else { whole.split(',').collect() };
        let values: Vec<String> =
            parts.into_iter().map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect();
        (!values.is_empty()).then_some(Narrowing { name, values, excluded: self.excluded })
    }
}

/// Splits the first piece off `rest`, which does not begin with a blank.
fn next_piece(rest: &str) -> (Piece<'_>, &str) {
    let (excluded, rest) = match rest.strip_prefix('-') {
        Some(after) if after.starts_with(|c: char| c.is_alphanumeric() || is_quote(c)) => (true, after),
        _ => (false, rest),
    };
    let (name, rest) = match qualifier(rest) {
        Some((name, value)) => (Some(name), value),
        None => (None, rest),
    };
    if let Some(quote) = rest.chars().next().filter(|c| is_quote(*c)) {
        let inside = &rest[quote.len_utf8()..];
        let (text, after) = inside.split_once(is_quote).unwrap_or((inside, ""));
        return (Piece { name, text, quoted: true, excluded }, after);
    }
    let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
    (Piece { name, text: &rest[..end], quoted: false, excluded }, &rest[end..])
}

/// The qualifier that `rest` begins with, and what stands behind its colon: something.
fn qualifier(rest: &str) -> Option<(Qualifier, &str)> {
    let (name, value) = rest.split_once(':')?;
    let name = QUALIFIERS.iter().find(|(known, _)| known.eq_ignore_ascii_case(name))?.1;
    value.starts_with(|c: char| !c.is_whitespace()).then_some((name, value))
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '«' | '»')
}

/// The clauses in a piece; `last` when nothing follows it, not even a blank.
fn clauses(piece: &Piece<'_>, last: bool) -> Vec<Clause> {
    let excluded = piece.excluded;
    let clause = |text| Clause { text, excluded };
    if piece.quoted {
        let empty = analysis::words(piece.text).is_empty();
        return if empty { Vec::new() } else { vec![clause(Text::Phrase(piece.text.to_owned()))] };
    }
    let typed = piece.text.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '+' | '#'));
    if let Some(code) = codes::whole(typed) {
        return vec![clause(Text::Code(code))];
    }
    // What stands behind an apostrophe bends a word; it is not one.
    let typed = typed.split(['\'', '’']).next().unwrap_or_default();
    let mut words = analysis::words(typed);
    match words.len() {
        0 => Vec::new(),
        1 => {
            words.pop().map(|word| clause(Text::Word { word, open: last && !excluded })).into_iter().collect()
        }
        _ => vec![clause(Text::Phrase(typed.to_owned()))],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(word: &str) -> Text {
        Text::Word { word: word.into(), open: false }
    }

    fn texts(query: &str) -> Vec<Text> {
        parse(query).clauses.into_iter().map(|clause| clause.text).collect()
    }

    #[test]
    fn words_codes_and_phrases_are_told_apart() {
        assert_eq!(
            texts("Printing \"not found\" CLIP-07 7.4.1 10234 "),
            [
                word("printing"),
                Text::Phrase("not found".into()),
                Text::Code("clip-07".into()),
                Text::Code("7.4.1".into()),
                word("10234")
            ]
        );
        assert_eq!(texts("c++ (driver), "), [Text::Code("c++".into()), word("driver")]);
        assert_eq!(
            texts("wi-fi ana@demo.example "),
            [Text::Phrase("wi-fi".into()), Text::Phrase("ana@demo.example".into())]
        );
        assert_eq!(texts("can’t "), [word("can")]);
    }

    #[test]
    fn only_the_word_being_typed_is_open() {
        assert_eq!(texts("label pri"), [word("label"), Text::Word { word: "pri".into(), open: true }]);
        assert_eq!(texts("label pri "), [word("label"), word("pri")]);
    }

    #[test]
    fn qualifiers_and_exclusions() {
        let asked = parse("product:Label status:\"on hold\" -template from: -\"test page\" - x");
        let narrowing = |name, value: &str| Narrowing { name, values: vec![value.into()], excluded: false };
        assert_eq!(
            asked.filters,
            [narrowing(Qualifier::Product, "label"), narrowing(Qualifier::Status, "on hold")]
        );
        let excluded: Vec<bool> = asked.clauses.iter().map(|clause| clause.excluded).collect();
        assert_eq!(excluded, [true, false, true, false]);
    }

    #[test]
    fn a_qualifier_takes_several_values_and_a_minus() {
        let asked = parse("status:New,open, -Type:question");
        assert_eq!(asked.filters[0].values, ["new", "open"]);
        assert_eq!((asked.filters[1].name, asked.filters[1].excluded), (Qualifier::Type, true));
        assert_eq!(parse("status:,").filters, []);
    }

    #[test]
    fn nonsense_is_read_without_harm() {
        for query in [
            "",
            "   ",
            "\"",
            "\"\"",
            "-",
            "--",
            ":",
            "product:",
            "-product:x",
            "-product:",
            "-status:,,",
            "\u{0}\u{1}",
            "🦀🦀",
            "((((",
            "\"a",
            "AND OR NOT",
            "*",
            "a:b:c",
        ] {
            parse(query);
        }
        let long = "x ".repeat(100_000);
        assert_eq!(parse(&long).clauses.len(), MAX_CLAUSES);
        assert_eq!(parse(&"é".repeat(5_000)).clauses.len(), 0, "longer than any word");
    }
}
