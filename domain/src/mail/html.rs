//! A mail's HTML as text, with `>` before what it marks as quoted. Reads in one pass, whatever the nesting.

mod colour;

use self::colour::is_coloured;
use super::entities;
use super::fold::is_intro_line;

/// Deepest quote that is told apart.
const MAX_DEPTH: usize = 9;
/// Elements that colour what stands in them, and how many of them may be open at once.
const COLOURING: [&str; 7] = ["font", "span", "div", "p", "b", "i", "strong"];
const MAX_COLOURS: usize = 200;
/// Longest address written beside the words that lead there.
const MAX_HREF: usize = 300;

/// The text that a reader of `html` sees, in lines.
#[must_use]
pub fn text_of(html: &str) -> String {
    let mut page = Page::default();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        page.words(&rest[..at]);
        rest = &rest[at..];
        match tag(rest) {
            Some((Tag::Skip, after)) => rest = after,
            Some((Tag::Open(name, attributes), after)) => {
                rest = page.open(&name, attributes, after);
            }
            Some((Tag::Close(name), after)) => {
                page.close(&name);
                rest = after;
            }
            // A sign like any other.
            None if rest[1..].contains('>') => {
                page.words("<");
                rest = &rest[1..];
            }
            // Nothing after this is a tag.
            None => break,
        }
    }
    page.words(rest);
    page.finish()
}

enum Tag<'a> {
    Open(String, &'a str),
    Close(String),
    /// A comment or a declaration.
    Skip,
}

/// The tag that `rest` begins with, and what follows it.
fn tag(rest: &str) -> Option<(Tag<'_>, &str)> {
    if let Some(comment) = rest.strip_prefix("<!--") {
        return Some((Tag::Skip, comment.split_once("-->").map_or("", |(_, after)| after)));
    }
    let inside = &rest[1..];
    let first = inside.chars().next()?;
    if !(first.is_ascii_alphabetic() || matches!(first, '/' | '!' | '?')) {
        return None;
    }
    let (inside, after) = inside.split_once('>')?;
    if matches!(first, '!' | '?') {
        return Some((Tag::Skip, after));
    }
    let closes = first == '/';
    let inside = inside.trim_start_matches('/');
    let end = inside.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(inside.len());
    let name = inside[..end].to_ascii_lowercase();
    Some((if closes { Tag::Close(name) } else { Tag::Open(name, &inside[end..]) }, after))
}

/// A line of the text.
struct Line {
    /// How often it is quoted.
    depth: usize,
    /// All of it is in a colour of its own.
    is_coloured: bool,
    text: String,
}

/// The text so far.
#[derive(Default)]
struct Page {
    done: Vec<Line>,
    line: String,
    /// The elements that are open inside a quote and may set a colour, and whether each does.
    colours: Vec<(String, bool)>,
    /// Signs of the line that are in a colour, and those that are not.
    coloured: usize,
    plain: usize,
    /// Whether each open blockquote is a quote.
    quotes: Vec<bool>,
    /// How many of them are.
    depth: usize,
    href: Option<(String, usize)>,
    keeps_blanks: usize,
    last_line: String,
}

impl Page {
    /// What follows what was opened here.
    fn open<'a>(&mut self, name: &str, attributes: &str, after: &'a str) -> &'a str {
        self.colour(name, attributes);
        match name {
            "script" | "style" | "title" | "head" | "template" | "noscript" | "textarea" | "svg" => {
                return beyond(after, name);
            }
            "br" => self.end_line(true),
            "hr" => {
                self.end_line(false);
                self.line.push_str("________________");
                self.end_line(false);
            }
            "blockquote" => {
                self.end_line(false);
                let is_quote = has(attributes, "cite") || is_intro_line(&self.last_line);
                self.quotes.push(is_quote);
                self.depth += usize::from(is_quote);
            }
            "li" => {
                self.end_line(false);
                self.line.push_str("- ");
            }
            "td" | "th" if !self.line.is_empty() => self.line.push(' '),
            "pre" => {
                self.end_line(false);
                self.keeps_blanks += 1;
            }
            "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.end_line(false);
                self.blank();
            }
            "div" | "tr" | "table" | "ul" | "ol" | "section" | "article" | "center" => self.end_line(false),
            "a" => self.href = href(attributes).map(|href| (href, self.line.len())),
            _ => {}
        }
        after
    }

    /// Notes the colour that an element inside a quote sets.
    fn colour(&mut self, name: &str, attributes: &str) {
        if self.depth > 0 && COLOURING.contains(&name) && self.colours.len() < MAX_COLOURS {
            self.colours.push((name.to_owned(), is_coloured(attributes)));
        }
    }

    fn close(&mut self, name: &str) {
        if let Some(at) = self.colours.iter().rposition(|(open, _)| open == name) {
            self.colours.truncate(at);
        }
        match name {
            "blockquote" => {
                self.end_line(false);
                self.depth -= usize::from(self.quotes.pop() == Some(true));
            }
            "pre" => {
                self.end_line(false);
                self.keeps_blanks = self.keeps_blanks.saturating_sub(1);
            }
            "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.end_line(false);
                self.blank();
            }
            "div" | "tr" | "table" | "ul" | "ol" | "li" | "section" | "article" | "center" => {
                self.end_line(false)
            }
            "a" => self.lead(),
            _ => {}
        }
    }

    /// Says where words lead that do not say so themselves.
    fn lead(&mut self) {
        let Some((href, from)) = self.href.take() else { return };
        let words = self.line.get(from..).unwrap_or_default().trim();
        let bare =
            |text: &str| text.trim_end_matches('/').rsplit("//").next().unwrap_or_default().to_lowercase();
        if !words.is_empty() && !words.contains("://") && bare(words) != bare(&href) {
            self.line.push_str(&format!(" <{href}>"));
        }
    }

    fn words(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        let text = entities::decoded(text);
        let signs = text.chars().filter(|c| !c.is_whitespace()).count();
        if self.colours.iter().rev().any(|(_, sets)| *sets) {
            self.coloured += signs
        } else {
            self.plain += signs
        }
        if self.keeps_blanks > 0 {
            for (n, line) in text.split('\n').enumerate() {
                if n > 0 {
                    self.end_line(true);
                }
                self.line.push_str(line);
            }
            return;
        }
        for c in text.chars() {
            let blank = matches!(c, ' ' | '\t' | '\n' | '\r');
            if !blank {
                self.line.push(c);
            } else if !self.line.is_empty() && !self.line.ends_with(' ') {
                self.line.push(' ');
            }
        }
    }

    /// Ends the line; an empty one counts only when somebody asked for it.
    fn end_line(&mut self, counts: bool) {
        let line = std::mem::take(&mut self.line).replace('\u{a0}', " ");
        let line = line.trim_end();
        let (coloured, plain) = (std::mem::take(&mut self.coloured), std::mem::take(&mut self.plain));
        if line.trim().is_empty() && !counts {
            return;
        }
        if !line.trim().is_empty() {
            line.clone_into(&mut self.last_line);
        }
        self.put(line, coloured > 0 && plain == 0);
    }

    fn put(&mut self, line: &str, is_coloured: bool) {
        self.done.push(Line { depth: self.depth.min(MAX_DEPTH), is_coloured, text: line.to_owned() });
    }

    /// One blank line, unless there is one.
    fn blank(&mut self) {
        if self.done.last().is_some_and(|line| !line.text.is_empty()) {
            self.put("", false);
        }
    }

    fn finish(mut self) -> String {
        self.end_line(false);
        let answers = self.has_answers();
        let mut text = String::new();
        for line in self.done {
            let depth = if answers && line.is_coloured { 0 } else { line.depth };
            text.push_str(&">".repeat(depth));
            if depth > 0 && !line.text.is_empty() {
                text.push(' ');
            }
            text.push_str(&line.text);
            text.push('\n');
        }
        text.trim_matches('\n').to_owned()
    }

    /// Whether coloured lines in quotes are what somebody typed there: they are few beside those that are quoted. A letter
    /// that was colourful itself is only quoted.
    fn has_answers(&self) -> bool {
        let quoted = self.done.iter().filter(|line| line.depth > 0 && !line.text.is_empty());
        let coloured = quoted.clone().filter(|line| line.is_coloured).count();
        coloured > 0 && coloured * 2 <= quoted.count()
    }
}

/// What follows the end of the element `name`.
fn beyond<'a>(after: &'a str, name: &str) -> &'a str {
    let mut rest = after;
    while let Some(at) = rest.find("</") {
        let closing = &rest[at + 2..];
        let is_it = closing.get(..name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name));
        if is_it {
            return closing.split_once('>').map_or("", |(_, after)| after);
        }
        // A head that nobody closed ends where the body begins.
        rest = closing;
    }
    if name == "head" { after } else { "" }
}

fn has(attributes: &str, word: &str) -> bool {
    let lower = attributes.to_ascii_lowercase();
    lower.contains(&format!("=\"{word}\""))
        || lower.contains(&format!("={word}"))
        || lower.contains(&format!("='{word}'"))
}

/// The web address in a link's attributes.
fn href(attributes: &str) -> Option<String> {
    let at = attributes.to_ascii_lowercase().find("href")?;
    let value = attributes.get(at + 4..)?.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next()?;
    let value = match quote {
        '"' | '\'' => value[1..].split(quote).next()?,
        _ => value.split_whitespace().next()?,
    };
    let value = entities::decoded(value.trim());
    let is_web = value.starts_with("http://") || value.starts_with("https://");
    (is_web && value.len() <= MAX_HREF).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_reads_as_lines() {
        for (html, text) in [
            ("<p>One</p><p>Two<br>Three</p>", "One\n\nTwo\nThree"),
            ("<div>a</div><div>b</div>", "a\nb"),
            ("<style>p{}</style>x<script>1<2</script>y", "xy"),
            ("<!-- a --><b>x</b> &amp; y&nbsp;z &#8364; &#x20ac;", "x & y z € €"),
            ("1 < 2 and 3 <b>4", "1 < 2 and 3 4"),
            ("<ul><li>a<li>b</ul>", "- a\n- b"),
            ("<pre>a\n  b</pre>", "a\n  b"),
            ("<a href='https://x.example/y'>here</a>", "here <https://x.example/y>"),
            ("<a href='https://x.example/'>x.example</a>", "x.example"),
            ("<a href='javascript:alert(1)'>here</a>", "here"),
            ("a<blockquote type=\"cite\">q<div>r</div></blockquote>b", "a\n> q\n> r\nb"),
            ("a<blockquote>indented</blockquote>b", "a\nindented\nb"),
            (
                "<blockquote type=cite>Red or blue?<br><font color=red>Blue.</font><br>When?</blockquote>",
                "> Red or blue?\nBlue.\n> When?",
            ),
            (
                "<blockquote type=cite><p>Red or blue?</p><p style='color:#1F497D'>Blue.</p></blockquote>",
                "> Red or blue?\n>\nBlue.\n>",
            ),
            (
                "<blockquote type=cite>One<br><span style='background-color:red'>Two</span><br>Three</blockquote>",
                "> One\n> Two\n> Three",
            ),
            (
                "<blockquote type=cite>One<br><span style='color:#333'>Two</span><br>Three</blockquote>",
                "> One\n> Two\n> Three",
            ),
            (
                "<blockquote type=cite><font color=red>Sale!<br>Now!</font><br>One</blockquote>",
                "> Sale!\n> Now!\n> One",
            ),
            ("<blockquote type=cite>One is <font color=red>red</font></blockquote>", "> One is red"),
            ("<", "<"),
            ("a <b", "a <b"),
        ] {
            assert_eq!(text_of(html), text, "{html}");
        }
    }

    #[test]
    fn nesting_and_open_ends_cost_no_more_than_their_length() {
        for hostile in [
            "<div>",
            "<",
            "<a href=",
            "<!--",
            "<blockquote type=cite>",
            "<blockquote type=cite>x",
            "</",
            "<script>",
            "&",
            "&#",
        ] {
            let _ = text_of(&hostile.repeat(200_000));
        }
    }
}
