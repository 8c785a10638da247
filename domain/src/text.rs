//! Texts as they are kept: nothing gets in that nobody can see or type, and nothing that a database refuses.

/// A text of several lines as it is kept: lines end in `\n`, the tab is the only other control character, nothing
/// stands around it. Empty when nothing in it can be seen.
#[must_use]
pub fn prose(text: &str) -> String {
    visible(lines(text))
}

/// A text in a markup in which blanks before the first word have a meaning: as [`prose`], but for those.
#[must_use]
pub fn markup(text: &str) -> String {
    lines(text).trim_end().to_owned()
}

fn lines(text: &str) -> String {
    let lines = text.replace("\r\n", "\n").replace('\r', "\n");
    lines.chars().filter(|c| matches!(c, '\n' | '\t') || !c.is_control()).collect()
}

/// A single line as it is kept: a break becomes a blank; control characters and those that turn the reading direction
/// of what follows go. Empty when nothing in it can be seen.
#[must_use]
pub fn line(text: &str) -> String {
    let unbroken = text.replace("\r\n", " ").replace(breaks, " ");
    visible(unbroken.chars().filter(|c| !c.is_control() && !turns(*c)).collect())
}

/// `text` with one space wherever it had white space, as names are kept.
#[must_use]
pub fn spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether `c` leaves no mark on a page.
#[must_use]
pub fn is_invisible(c: char) -> bool {
    c.is_control() || c.is_whitespace() || turns(c) || leaves_no_mark(c)
}

fn visible(text: String) -> String {
    if text.chars().all(is_invisible) { String::new() } else { text.trim().to_owned() }
}

fn breaks(c: char) -> bool {
    c.is_whitespace() && (c.is_control() || matches!(c, '\u{2028}' | '\u{2029}'))
}

/// Embeddings, overrides and isolates, by which a line can be made to read as another.
fn turns(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// What Unicode calls default ignorable, and the two letters that are drawn as nothing.
fn leaves_no_mark(c: char) -> bool {
    matches!(c,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
        | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{2060}'..='\u{206F}' | '\u{2800}' | '\u{3164}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}' | '\u{E0000}'..='\u{E0FFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_lines_keep_their_breaks_and_lose_what_nobody_typed() {
        assert_eq!(prose("  one\r\n\ttwo\rthree\0 \u{1b}[31m "), "one\n\ttwo\nthree [31m");
        assert_eq!(
            prose("שלום \u{2067}CW-1\u{2069}"),
            "שלום \u{2067}CW-1\u{2069}",
            "writing of both directions"
        );
    }

    #[test]
    fn one_line_is_one_line_that_reads_as_it_is_written() {
        assert_eq!(line(" a\0b\r\nc\td\u{2028}e "), "ab c d e");
        assert_eq!(line("invoice\u{202E}fdp.exe"), "invoicefdp.exe");
        assert_eq!(line("👩\u{200D}🔧 Grace"), "👩\u{200D}🔧 Grace", "joiners belong to their neighbours");
    }

    #[test]
    fn nothing_to_be_seen_is_nothing() {
        for nothing in ["", " \n", "\0", "\u{200B}", "\u{FEFF} \u{2060}", "\u{3164}", "\u{2800}\u{AD}"] {
            assert_eq!((prose(nothing).as_str(), line(nothing).as_str()), ("", ""), "{nothing:?}");
        }
    }
}
