//! What each line of a mail's text is: typed, quoted, or put there by a mail program.

use super::phrases::{DEVICES, FIELDS, FORWARDED, Field, ON, ORIGINAL, SENT_FROM, WROTE};

/// What a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tag {
    Blank,
    Text,
    /// Begins with `>`.
    Quote,
    /// "On Monday, Ana wrote:", on one line or several.
    Intro,
    /// "-----Original Message-----", and the head of an older message.
    Original,
    /// "---------- Forwarded message ----------"
    Forwarded,
    /// `-- `: what follows is a signature.
    Dashes,
    /// A line of signs only.
    Rule,
    /// A long one of underscores.
    Footer,
    /// "Sent from my telephone"
    Device,
}

/// Longest line that a mail program writes above a quote, in bytes, and over how many lines it breaks it.
const MAX_INTRO: usize = 400;
const INTRO_LINES: usize = 4;
/// Lines among which the fields of an older message's head stand together.
const HEAD_LINES: usize = 9;
/// Lines below bare dashes, and words in one, that still are a signature.
const BARE_LINES: usize = 8;
const BARE_WORDS: usize = 9;

/// A tag for each of `lines`.
pub(super) fn tags(lines: &[&str]) -> Vec<Tag> {
    let mut tags: Vec<Tag> = lines.iter().map(|line| alone(line)).collect();
    let mut at = 0;
    while at < lines.len() {
        let taken = match tags[at] {
            Tag::Text | Tag::Rule | Tag::Footer => together(lines, &mut tags, at),
            _ => 1,
        };
        at += taken;
    }
    intros_inside(lines, &mut tags);
    for at in 0..lines.len() {
        if lines[at] == "--" && !is_above_signature(&lines[at + 1..], &tags[at + 1..]) {
            tags[at] = Tag::Rule;
        }
    }
    tags
}

/// Marks the lines with which a quote begins that announce it themselves, as Apple's mail program writes them.
fn intros_inside(lines: &[&str], tags: &mut [Tag]) {
    let mut before = Tag::Blank;
    for at in 0..lines.len() {
        if tags[at] == Tag::Quote && !matches!(before, Tag::Quote | Tag::Intro) {
            let inside: Vec<&str> = lines[at..]
                .iter()
                .take(INTRO_LINES)
                .map_while(|line| line.trim_start().strip_prefix('>'))
                .take_while(|line| !line.starts_with('>'))
                .collect();
            let intro = intro(&inside);
            tags[at..at + intro].fill(Tag::Intro);
        }
        if tags[at] != Tag::Blank {
            before = tags[at];
        }
    }
}

/// Marks what begins at `at` and takes several lines; how many it took.
fn together(lines: &[&str], tags: &mut [Tag], at: usize) -> usize {
    let rest = &lines[at..];
    let intro = intro(rest);
    if intro > 0 {
        tags[at..at + intro].fill(Tag::Intro);
        return intro;
    }
    let head = head(rest).filter(|head| stands_apart(lines, at, head) && !is_below_forward(tags, at));
    if let Some(head) = head {
        tags[at..at + head.lines].fill(Tag::Original);
        return head.lines;
    }
    1
}

/// Whether what stands below dashes that lack the blank of a signature's is one: a few short lines, no sentences.
fn is_above_signature(rest: &[&str], tags: &[Tag]) -> bool {
    let below = tags.iter().take_while(|tag| matches!(tag, Tag::Text | Tag::Blank | Tag::Device | Tag::Rule));
    let below = rest[..below.take(4 * BARE_LINES).count()].iter().filter(|line| !line.trim().is_empty());
    let is_sentence =
        |line: &str| line.split_whitespace().count() > BARE_WORDS || line.trim_end().ends_with('?');
    below.clone().count() <= BARE_LINES && !below.clone().any(|line| is_sentence(line))
}

/// Lines that somebody pastes into a sentence of theirs stand in the midst of it; what a program puts there is set apart.
fn stands_apart(lines: &[&str], at: usize, head: &Head) -> bool {
    let is_blank = |line: Option<&&str>| line.is_none_or(|line| line.trim().is_empty());
    let before = at.checked_sub(1).and_then(|before| lines.get(before));
    is_rule(lines[at].trim()) || is_blank(before) || is_blank(lines.get(at + head.lines))
}

/// The head right below "Forwarded message" belongs to what was forwarded.
fn is_below_forward(tags: &[Tag], at: usize) -> bool {
    tags[..at].iter().rev().find(|tag| **tag != Tag::Blank) == Some(&Tag::Forwarded)
}

fn alone(line: &str) -> Tag {
    let plain = line.trim();
    if plain.is_empty() {
        return Tag::Blank;
    }
    if plain.starts_with('>') || plain == "|" || plain.starts_with("| ") {
        return Tag::Quote;
    }
    if matches!(plain, "--" | "—" | "–" | "__" | "\u{1427}") {
        return Tag::Dashes;
    }
    if is_rule(plain) {
        return if plain.starts_with("__________") { Tag::Footer } else { Tag::Rule };
    }
    let lower = plain.to_lowercase();
    if let Some(inside) = between_dashes(&lower) {
        if names(inside, ORIGINAL) {
            return Tag::Original;
        }
        if names(inside, FORWARDED) {
            return Tag::Forwarded;
        }
    }
    if is_forward_line(&lower) {
        return Tag::Forwarded;
    }
    if is_device(&lower) { Tag::Device } else { Tag::Text }
}

fn is_rule(line: &str) -> bool {
    let mut signs = line.chars();
    let first = signs.next();
    first.is_some_and(|sign| "-_=*#~+—".contains(sign))
        && line.len() >= 3
        && signs.all(|sign| Some(sign) == first)
}

fn between_dashes(line: &str) -> Option<&str> {
    let inside = line.trim_matches(|c: char| c == '-' || c == '_' || c == '*' || c == ' ');
    (line.starts_with("--") || line.starts_with("__")).then_some(inside)
}

fn names(text: &str, phrases: &[&str]) -> bool {
    text.len() < 80 && phrases.iter().any(|phrase| text.contains(phrase))
}

/// "Begin forwarded message:"
fn is_forward_line(line: &str) -> bool {
    let stated = line.trim_end_matches([' ', ':', '：']);
    line.ends_with([':', '：']) && stated.len() < 60 && names(stated, FORWARDED)
}

fn is_device(line: &str) -> bool {
    let line = line.trim_matches(|c: char| matches!(c, '(' | ')' | '*' | '_' | '.' | '<' | '~'));
    let begins = SENT_FROM.iter().any(|phrase| line.starts_with(phrase));
    let words = line.split_whitespace().count();
    // "Sent from my desk, which is easier" is a sentence.
    begins
        && words < 16
        && DEVICES.iter().any(|device| names_device(line, device))
        && !(line.contains(", is ") || line.contains(", which "))
}

fn names_device(line: &str, device: &str) -> bool {
    let boundary = |c: Option<char>| c.is_none_or(|c| !c.is_alphabetic());
    line.match_indices(device).any(|(at, _)| boundary(line[..at].chars().next_back()))
}

/// How many lines of `rest` are one intro; 0: it is none.
fn intro(rest: &[&str]) -> usize {
    let first = rest.first().map(|line| line.trim()).unwrap_or_default();
    if first.is_empty() || first.len() > MAX_INTRO {
        return 0;
    }
    let mut whole = String::new();
    for (at, line) in rest.iter().take(INTRO_LINES).enumerate() {
        let line = line.trim();
        // It breaks within its date or its address; a sentence of a person's is not carried on.
        if line.is_empty() || at > 0 && (starts_one(line) || !may_go_on(first)) {
            return 0;
        }
        whole.push(' ');
        whole.push_str(line);
        if whole.len() > MAX_INTRO {
            return 0;
        }
        if is_intro(&whole.to_lowercase(), || is_before_quote(&rest[at + 1..])) {
            return at + 1;
        }
    }
    0
}

fn is_before_quote(rest: &[&str]) -> bool {
    rest.iter()
        .map(|line| line.trim())
        .find(|line| !line.is_empty())
        .is_some_and(|line| line.starts_with('>') || line.starts_with('|'))
}

fn may_go_on(first: &str) -> bool {
    starts_one(first) || first.contains(" <") || first.contains('@')
}

/// A date's first words, or a figure.
fn starts_one(line: &str) -> bool {
    let lower = line.trim_start_matches(['-', '*', '_', ' ']).to_lowercase();
    let has_figure = lower.bytes().any(|byte| byte.is_ascii_digit());
    has_figure
        && (ON.iter().any(|on| lower.starts_with(on)) || lower.starts_with(|c: char| c.is_ascii_digit()))
}

/// `whole`: lower case, in one line.
fn is_intro(whole: &str, is_before_quote: impl Fn() -> bool) -> bool {
    let whole = whole.trim();
    let ends = whole.ends_with([':', '：']) || whole.ends_with("--") || whole.ends_with(" (a):");
    let figures = whole.bytes().filter(u8::is_ascii_digit).count();
    let has_address = whole.contains('@');
    let wrote = || WROTE.iter().any(|verb| has_word(whole, verb));
    if ends && (figures >= 3 || has_address) && wrote() {
        return true;
    }
    let dated = figures >= 6 && has_address;
    dated && starts_one(whole) && (whole.ends_with(">:") || whole.ends_with('>') && is_before_quote())
}

fn has_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, found)| {
        let before = text[..at].chars().next_back();
        let after = text[at + found.len()..].chars().next();
        // Some programs leave no blank before the English word; others write without blanks at all.
        let begins = before.is_none_or(|c| !c.is_alphabetic()) || !word.is_ascii() || word == "wrote";
        begins && after.is_none_or(|c| !c.is_alphabetic())
    })
}

/// The head of an older message.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::mail) struct Head {
    /// How many lines it takes, with the rule above it.
    pub lines: usize,
    pub fields: Vec<(Field, String)>,
}

impl Head {
    fn has(&self, field: Field) -> bool {
        self.fields.iter().any(|(own, _)| *own == field)
    }

    fn value(&self, field: Field) -> &str {
        self.fields.iter().find(|(own, _)| *own == field).map_or("", |(_, value)| value)
    }

    /// Enough of one that nobody types it: who, when, and what or to whom. Below a line across, less will do.
    fn is_one(&self, is_ruled: bool) -> bool {
        let others = [Field::To, Field::Subject].into_iter().filter(|field| self.has(*field)).count();
        let dated = self.value(Field::Date).bytes().any(|byte| byte.is_ascii_digit());
        let named = self.value(Field::From).contains('@');
        self.has(Field::From)
            && (dated && (others > 0 || named)
                || is_ruled && (others > 0 || dated || named)
                || others == 2 && named && self.has(Field::Date))
    }
}

/// The head that `rest` begins with.
pub(super) fn head(rest: &[&str]) -> Option<Head> {
    let found = fields(rest);
    let is_ruled = rest.first().is_some_and(|line| is_rule(line.trim()));
    found.is_one(is_ruled).then_some(found)
}

/// The fields that stand together where `rest` begins, however few.
pub(in crate::mail) fn fields(rest: &[&str]) -> Head {
    let mut head = Head::default();
    let mut blank = 0;
    for (at, line) in rest.iter().take(HEAD_LINES * 2).enumerate() {
        let line = line.trim();
        if line.is_empty() {
            blank += 1;
            // Some programs leave one line free after each field.
            if blank > 2 || head.has(Field::Subject) || head.fields.len() > 4 {
                break;
            }
            continue;
        }
        if at == 0 && is_rule(line) {
            continue;
        }
        match field(line) {
            Some(found) => {
                head.fields.push(found);
                head.lines = at + 1;
            }
            None if blank > 0 || head.fields.is_empty() || head.lines + 1 != at + 1 => break,
            // One line may be carried on by the next.
            None => {
                let goes_on = rest.get(at + 1).is_some_and(|next| field(next.trim()).is_some());
                let Some((_, value)) = head.fields.last_mut().filter(|_| goes_on) else { break };
                value.push(' ');
                value.push_str(line);
                head.lines = at + 1;
            }
        }
        blank = 0;
    }
    head
}

fn field(line: &str) -> Option<(Field, String)> {
    let line = line.trim_start_matches(['>', ' ', '*', '\t']);
    let (name, value) = line.split_once([':', '：'])?;
    let name = name.trim().trim_end_matches('*').trim().to_lowercase();
    let (field, _) = FIELDS.iter().find(|(_, names)| names.contains(&name.as_str()))?;
    let value = value.trim().trim_start_matches('*').trim();
    Some((*field, value.to_owned()))
}
