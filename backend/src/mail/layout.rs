//! One text, read as two: the plain part of a mail, and an HTML part that reads well in light and dark mail programs. Styles
//! stand in the elements, since many programs drop all others; colours are left to the program, but for links.

use std::iter::Peekable;

use domain::links::{Part, hidden_host, parts};
use domain::words::Lang;

const BODY: &str =
    "margin:0;padding:16px;font:16px/1.5 -apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const COLUMN: &str = "max-width:640px";
const PARAGRAPH: &str = "margin:0 0 16px";
const LIST: &str = "margin:0 0 16px;padding:0 0 0 24px";
const QUOTE: &str = "margin:0 0 16px;padding:0 0 0 12px;border-left:3px solid #8a8f98";
const CODE: &str = "margin:0 0 16px;font:20px/1.5 ui-monospace,Consolas,monospace;white-space:pre-wrap";
/// Readable on white and on black.
const LINK: &str = "color:#3b82f6;text-decoration:underline";

/// The plain part: links say where they lead.
#[must_use]
pub fn plain(text: &str, base_url: &str) -> String {
    let part = |part: Part<'_>| match part {
        Part::Words(words) => words.to_owned(),
        Part::Link { words, href } if words == href => href.to_owned(),
        Part::Link { words, href } => format!("{words} ({})", absolute(href, base_url)),
    };
    parts(text).into_iter().map(part).collect()
}

/// The HTML part, a whole document. Everything in `text` is escaped; what looks like a list, a quote or code becomes one.
#[must_use]
pub fn html(text: &str, lang: Lang, base_url: &str) -> String {
    let blocks: String = text.split("\n\n").map(|block| blocks(block, base_url)).collect();
    format!(
        "<!doctype html><html lang=\"{}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><meta name=\"color-scheme\" content=\"light dark\">\
         <meta name=\"supported-color-schemes\" content=\"light dark\"></head>\
         <body style=\"{BODY}\"><div style=\"{COLUMN}\">{blocks}</div></body></html>",
        lang.code()
    )
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Words,
    Item,
    Quote,
    Code,
}

/// What a line is, and what it says.
fn line(line: &str) -> (Kind, &str) {
    let marks = [(Kind::Item, "- "), (Kind::Item, "* "), (Kind::Quote, "> "), (Kind::Code, "    ")];
    let marked = marks.iter().find_map(|(kind, mark)| Some((*kind, line.strip_prefix(mark)?)));
    marked.unwrap_or((Kind::Words, line))
}

fn blocks(block: &str, base_url: &str) -> String {
    let mut lines = block.lines().map(line).peekable();
    let mut html = String::new();
    while let Some((kind, first)) = lines.next() {
        let run = run(kind, first, &mut lines);
        let inner =
            |joint: &str| run.iter().map(|line| inline(line, base_url)).collect::<Vec<_>>().join(joint);
        html.push_str(&match kind {
            Kind::Words if run.iter().all(|line| line.trim().is_empty()) => String::new(),
            Kind::Words => format!("<p style=\"{PARAGRAPH}\">{}</p>", inner("<br>")),
            Kind::Item => format!("<ul style=\"{LIST}\"><li>{}</li></ul>", inner("</li><li>")),
            Kind::Quote => format!("<blockquote style=\"{QUOTE}\">{}</blockquote>", inner("<br>")),
            Kind::Code => format!("<p style=\"{CODE}\">{}</p>", inner("<br>")),
        });
    }
    html
}

/// The lines from `first` on that are of one kind.
fn run<'a>(
    kind: Kind,
    first: &'a str,
    lines: &mut Peekable<impl Iterator<Item = (Kind, &'a str)>>,
) -> Vec<&'a str> {
    let mut run = vec![first];
    run.extend(std::iter::from_fn(|| lines.next_if(|(next, _)| *next == kind).map(|(_, line)| line)));
    run
}

fn inline(text: &str, base_url: &str) -> String {
    let part = |part: Part<'_>| match part {
        Part::Words(words) => escaped(words),
        Part::Link { words, href } => {
            let host = hidden_host(words, href).map(|host| format!(" ({})", escaped(host)));
            let href = escaped(&absolute(href, base_url));
            format!("<a href=\"{href}\" style=\"{LINK}\">{}</a>{}", escaped(words), host.unwrap_or_default())
        }
    };
    parts(text).into_iter().map(part).collect()
}

/// Pages of the desk have no address of their own in a mail.
fn absolute(href: &str, base_url: &str) -> String {
    if href.starts_with('/') { format!("{base_url}{href}") } else { href.to_owned() }
}

/// As the HTML part has it.
pub(super) fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            _ => html.push(c),
        }
    }
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    const DESK: &str = "https://desk.example";

    fn shown(text: &str) -> String {
        let html = html(text, Lang::En, DESK);
        let styles = [PARAGRAPH, LIST, QUOTE, CODE, LINK, COLUMN];
        let bare = styles.iter().fold(html, |html, style| html.replace(&format!(" style=\"{style}\""), ""));
        let (_, inside) = bare.split_once("<div>").unwrap();
        inside.split_once("</div>").unwrap().0.to_owned()
    }

    #[test]
    fn texts_have_paragraphs_lists_quotes_and_code() {
        assert_eq!(
            shown("Hello Ana,\nhello\n\nNext:\n- one\n- two"),
            "<p>Hello Ana,<br>hello</p><p>Next:</p><ul><li>one</li><li>two</li></ul>"
        );
        assert_eq!(shown("> so you said\n\n    123456"), "<blockquote>so you said</blockquote><p>123456</p>");
        assert_eq!(shown("\n\n\n\na"), "<p>a</p>");
    }

    #[test]
    fn nothing_that_was_typed_becomes_markup() {
        for bad in [
            "<script>alert(1)</script>",
            "\"><img src=x onerror=alert(1)>",
            "- <b>",
            "> </blockquote>",
            "    <",
        ] {
            let inside = shown(bad);
            let tags = ["<p>", "</p>", "<ul><li>", "</li></ul>", "<blockquote>", "</blockquote>"];
            let rest = tags.iter().fold(inside.clone(), |rest, tag| rest.replace(tag, ""));
            assert!(!rest.contains(['<', '>', '"']), "{inside}");
        }
        let link = shown("[x](https://a.example/\"onclick=alert(1))");
        assert!(!link.contains("\"onclick"), "{link}");
    }

    #[test]
    fn links_say_where_they_lead() {
        let text = "See [this](/help/a/x) or [that](https://a.example/y).";
        assert_eq!(
            plain(text, DESK),
            "See this (https://desk.example/help/a/x) or that (https://a.example/y)."
        );
        assert_eq!(
            shown(text),
            "<p>See <a href=\"https://desk.example/help/a/x\">this</a> or <a href=\"https://a.example/y\">that</a> (a.example).</p>"
        );
    }
}
