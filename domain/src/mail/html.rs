//! A mail's HTML as text, with `>` before what it marks as quoted. Reads in one pass, whatever the nesting.

use super::entities;
use super::fold::is_intro_line;

/// Deepest quote that is told apart.
const MAX_DEPTH: usize = 9;
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

/// The text so far.
#[derive(Default)]
struct Page {
    done: String,
    line: String,
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

    fn close(&mut self, name: &str) {
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
        if line.trim().is_empty() && !counts {
            return;
        }
        if !line.trim().is_empty() {
            line.clone_into(&mut self.last_line);
        }
        self.put(line);
    }

    fn put(&mut self, line: &str) {
        let depth = self.depth.min(MAX_DEPTH);
        self.done.push_str(&">".repeat(depth));
        if depth > 0 && !line.is_empty() {
            self.done.push(' ');
        }
        self.done.push_str(line);
        self.done.push('\n');
    }

    /// One blank line, unless there is one.
    fn blank(&mut self) {
        let last = self.done.trim_end_matches('\n').len();
        if !self.done.is_empty() && self.done.len() - last < 2 && !self.done.ends_with(">\n") {
            self.put("");
        }
    }

    fn finish(mut self) -> String {
        self.end_line(false);
        self.done.trim_matches('\n').to_owned()
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
