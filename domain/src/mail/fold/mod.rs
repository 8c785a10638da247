//! What of a mail's text somebody typed, and what a mail program put around it: quotes, the lines above them, signatures.
//! Nothing is lost: what is folded away is counted, and the whole text stays where it came from.

mod lines;
mod phrases;
#[cfg(test)]
mod tests;

use self::lines::Tag;
pub(super) use self::lines::fields;
use self::lines::head;
pub(super) use self::phrases::Field;

/// Lines of a signature at most: more is something typed below a row of dashes.
const SIGNATURE_LINES: usize = 20;
/// Lines of text that are looked at; what comes after them is shown.
const MAX_LINES: usize = 20_000;

/// A text with what was folded taken out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Folded {
    /// What stays visible.
    pub text: String,
    /// Lines with something in them that are folded away.
    pub lines: u32,
}

/// Folds quotes and signatures of `text` away. What was typed inside or under a quote stays visible, as does what was
/// forwarded; when nothing else is there, all of it is.
#[must_use]
pub fn fold(text: &str) -> Folded {
    let text = apart(&text.replace("\r\n", "\n"));
    let lines: Vec<&str> = text.lines().collect();
    if lines.len() > MAX_LINES {
        return Folded { text: tidy(&lines), lines: 0 };
    }
    let tags = lines::tags(&lines);
    let hidden = hidden(&tags);
    let shown: Vec<&str> =
        lines.iter().zip(&hidden).filter(|(_, hidden)| !**hidden).map(|(line, _)| *line).collect();
    if shown.iter().all(|line| line.trim().is_empty()) {
        return Folded { text: tidy(&lines), lines: 0 };
    }
    let folded =
        lines.iter().zip(&hidden).filter(|(line, hidden)| **hidden && !line.trim().is_empty()).count();
    Folded { text: tidy(&shown), lines: u32::try_from(folded).unwrap_or(u32::MAX) }
}

/// Up to where `lines` are their sender's own, and from where they pass on another message, its head first.
pub(super) fn forwarded_at(lines: &[&str]) -> Option<(usize, usize)> {
    let lines: Vec<&str> = lines.iter().map(|line| line.trim_start_matches(['>', ' '])).collect();
    let tags = lines::tags(&lines);
    let at = tags.iter().position(|tag| matches!(tag, Tag::Forwarded | Tag::Original))?;
    // A head may stand alone, without a line that announces it.
    Some(if head(&lines[at..]).is_some() { (at, at) } else { (at, at + 1) })
}

/// Whether `line` announces a quote.
pub(super) fn is_intro_line(line: &str) -> bool {
    lines::tags(&[line]).first() == Some(&Tag::Intro)
}

/// A line that a program joined to the one a person typed stands alone again.
fn apart(text: &str) -> String {
    let split = |line: &str| match line.find("--- On ") {
        Some(at)
            if at > 0 && !line[..at].trim_matches('-').is_empty() && line.trim_end().ends_with("wrote:") =>
        {
            format!("{}\n{}", &line[..at], &line[at..])
        }
        _ => line.to_owned(),
    };
    text.split('\n').map(split).collect::<Vec<_>>().join("\n")
}

/// Without blank lines around, and with one at most between.
fn tidy(lines: &[&str]) -> String {
    let mut text = String::new();
    let mut blank = 0;
    for line in lines {
        let line = line.trim_end();
        blank = if line.is_empty() { blank + 1 } else { 0 };
        if blank < 3 {
            text.push_str(line);
            text.push('\n');
        }
    }
    let text = text.trim_end();
    text.trim_start_matches('\n').to_owned()
}

/// Which lines are folded away.
fn hidden(tags: &[Tag]) -> Vec<bool> {
    let mut hidden = vec![false; tags.len()];
    let end = tags.iter().position(|tag| *tag == Tag::Forwarded).unwrap_or(tags.len());
    let end = older(&tags[..end], &mut hidden);
    signatures(&tags[..end], &mut hidden);
    quotes(&tags[..end], &mut hidden);
    rules(&tags[..end], &mut hidden);
    hidden
}

/// Hides an older message that stands unmarked below the new one, and answers where it begins.
fn older(tags: &[Tag], hidden: &mut [bool]) -> usize {
    let mut typed = false;
    for (at, tag) in tags.iter().enumerate() {
        let begins = match tag {
            Tag::Original => true,
            Tag::Intro => {
                next(&tags[at..], |tag| !matches!(tag, Tag::Intro | Tag::Blank)) != Some(Tag::Quote)
            }
            _ => false,
        };
        if begins && typed {
            hidden[at..tags.len()].fill(true);
            return at;
        }
        typed |= *tag == Tag::Text;
    }
    tags.len()
}

fn next(tags: &[Tag], wanted: impl Fn(Tag) -> bool) -> Option<Tag> {
    tags.iter().copied().find(|tag| wanted(*tag))
}

/// Hides signatures below their dashes, up to the quote that may follow, and what telephones add.
fn signatures(tags: &[Tag], hidden: &mut [bool]) {
    let mut at = 0;
    while at < tags.len() {
        let below = if matches!(tags[at], Tag::Dashes | Tag::Footer) { below(&tags[at + 1..]) } else { 0 };
        let written = tags[at + 1..at + 1 + below].iter().filter(|tag| **tag == Tag::Text).count();
        let ends = at + 1 + below == tags.len();
        let is_sign = match tags[at] {
            Tag::Dashes => written <= SIGNATURE_LINES,
            // The footer of a list.
            Tag::Footer => ends && written <= 5 && at > 0,
            _ => false,
        };
        if is_sign {
            hidden[at..=at + below].fill(true);
            at += below;
        } else if tags[at] == Tag::Device {
            hidden[at] = true;
        }
        at += 1;
    }
}

/// How many lines there are up to the next quote, as far as a signature may go.
fn below(tags: &[Tag]) -> usize {
    let ends = |tag: &&Tag| !matches!(tag, Tag::Intro | Tag::Quote | Tag::Original);
    tags.iter().take(10 * SIGNATURE_LINES).take_while(ends).count()
}

/// Hides quotes, unless answers stand between them.
fn quotes(tags: &[Tag], hidden: &mut [bool]) {
    let blocks = blocks(tags, hidden);
    let last = blocks.len().saturating_sub(1);
    for (n, block) in blocks.iter().enumerate() {
        let is_last = n == last && block.is_end;
        // Several with text between are an answer point by point; so is one in the middle that nothing announces.
        let between = blocks.len() > 2 || blocks.len() == 2 && !blocks[1].is_end;
        let announced = tags[block.from..block.to].contains(&Tag::Intro) || block.from == 0;
        if is_last || announced && !between {
            hidden[block.from..block.to].fill(true);
        } else {
            for at in block.from..block.to {
                hidden[at] |= tags[at] == Tag::Intro;
            }
        }
    }
}

/// A run of quoted lines with what announces it.
struct Block {
    from: usize,
    to: usize,
    /// Nothing typed follows.
    is_end: bool,
}

fn blocks(tags: &[Tag], hidden: &[bool]) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut open: Option<usize> = None;
    for (at, tag) in tags.iter().enumerate() {
        let quoted = matches!(tag, Tag::Quote | Tag::Intro | Tag::Original) || hidden[at] && open.is_some();
        match (quoted, open) {
            (true, None) => open = Some(at),
            (false, Some(from)) if *tag != Tag::Blank => {
                blocks.push(Block { from, to: at, is_end: false });
                open = None;
            }
            _ => {}
        }
    }
    blocks.extend(open.map(|from| Block { from, to: tags.len(), is_end: true }));
    blocks
}

/// Hides rows of signs that nothing follows any more.
fn rules(tags: &[Tag], hidden: &mut [bool]) {
    for at in (0..tags.len()).rev() {
        match tags[at] {
            Tag::Rule | Tag::Footer | Tag::Dashes => hidden[at] = true,
            Tag::Blank => {}
            _ if hidden[at] => {}
            _ => return,
        }
    }
}
