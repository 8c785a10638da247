//! Markdown made safe to show, and plain text made of it. Nothing in a text can run code, load from elsewhere, or cost
//! more than its size: HTML in it is shown as text, nesting is cut, remote images become links.

use std::collections::HashSet;
use std::sync::LazyLock;

use ammonia::Builder;
use pulldown_cmark::{CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd, html};

use super::tables::aligned;

/// Longest text that is rendered, in bytes; the rest is not shown. Authors are refused beyond it.
pub const MAX_MARKDOWN: usize = 256 * 1024;
/// Deepest nesting that is kept. The sanitiser's cost grows with the square of it.
const MAX_DEPTH: usize = 32;

static CLEANER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::default();
    for heading in ["h2", "h3", "h4", "h5", "h6"] {
        builder.add_tag_attributes(heading, ["id"]);
    }
    builder
        // Long lines scroll sideways, also for those who have no mouse.
        .set_tag_attribute_value("pre", "tabindex", "0")
        .url_schemes(HashSet::from(["http", "https", "mailto", "tel"]))
        .link_rel(Some("nofollow noopener noreferrer"))
        .attribute_filter(|element, name, value| {
            let kept = (element, name) != ("img", "src") || is_local(value);
            kept.then(|| value.into())
        });
    builder
});

/// Renders `text` to sanitised HTML whose headings begin at the second level, each with an id.
#[must_use]
pub fn render(text: &str) -> String {
    let events: Vec<Event<'_>> = parser(text).collect();
    let mut out = String::with_capacity(text.len() * 3 / 2);
    html::push_html(&mut out, aligned(tamed(&events)));
    CLEANER.clean(&out).to_string()
}

/// The words of `text` without markup, a line for each block.
#[must_use]
pub fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for event in parser(text) {
        match event {
            Event::Text(words) | Event::Code(words) | Event::Html(words) | Event::InlineHtml(words) => {
                out.push_str(&words);
            }
            Event::SoftBreak | Event::HardBreak => out.push(' '),
            Event::End(tag) if !is_inline(tag) && !out.ends_with('\n') => out.push('\n'),
            _ => {}
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// Ids and words of the headings that [`render`] puts at the second level: the list of contents.
#[must_use]
pub fn contents(text: &str) -> Vec<(String, String)> {
    let events: Vec<Event<'_>> = parser(text).collect();
    let all = headings(&events);
    all.into_iter().filter(|heading| heading.level == HeadingLevel::H2).map(|h| (h.id, h.words)).collect()
}

/// Every heading's words, in order.
pub(crate) fn heading_words(text: &str) -> Vec<String> {
    let events: Vec<Event<'_>> = parser(text).collect();
    headings(&events).into_iter().map(|heading| heading.words).collect()
}

fn parser(text: &str) -> Parser<'_> {
    Parser::new_ext(cut(text, MAX_MARKDOWN), Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH)
}

/// The first `max` bytes of `text`, less what would split a character.
pub(crate) fn cut(text: &str, max: usize) -> &str {
    &text[..text.floor_char_boundary(max)]
}

/// A path on this server: loads nothing from elsewhere.
fn is_local(address: &str) -> bool {
    address.starts_with('/') && !address.starts_with("//") && !address.contains('\\')
}

fn is_inline(tag: TagEnd) -> bool {
    use TagEnd::{Emphasis, Image, Link, Strikethrough, Strong};
    matches!(tag, Emphasis | Image | Link | Strikethrough | Strong)
}

struct Heading {
    /// Its place among the events.
    start: usize,
    level: HeadingLevel,
    id: String,
    words: String,
}

/// The headings with the levels they are shown at: the highest in the text becomes the second.
fn headings(events: &[Event<'_>]) -> Vec<Heading> {
    let levels = events.iter().enumerate().filter_map(|(start, event)| match event {
        Event::Start(Tag::Heading { level, .. }) => Some((start, *level as usize)),
        _ => None,
    });
    let levels: Vec<(usize, usize)> = levels.collect();
    let highest = levels.iter().map(|(_, level)| *level).min().unwrap_or(2);
    let mut taken = HashSet::new();
    let shown = levels.into_iter().map(|(start, level)| {
        let words = words_until_end(&events[start..]);
        let level = HeadingLevel::try_from((level + 2 - highest).min(6)).unwrap_or(HeadingLevel::H6);
        Heading { start, level, id: unique_id(&words, &mut taken), words }
    });
    shown.collect()
}

fn words_until_end(events: &[Event<'_>]) -> String {
    let inside = events.iter().take_while(|event| !matches!(event, Event::End(TagEnd::Heading(_))));
    let words = inside.filter_map(|event| match event {
        Event::Text(words) | Event::Code(words) => Some(&**words),
        Event::SoftBreak => Some(" "),
        _ => None,
    });
    words.collect::<String>().trim().to_owned()
}

/// An id that no element of our own pages has: they never start with `s-`.
fn unique_id(words: &str, taken: &mut HashSet<String>) -> String {
    let base = format!("s-{}", super::slug_of(words));
    let mut id = base.clone();
    let mut n = 2;
    while !taken.insert(id.clone()) {
        id = format!("{base}-{n}");
        n += 1;
    }
    id
}

/// The events that are shown.
fn tamed<'a>(events: &[Event<'a>]) -> Vec<Event<'a>> {
    let mut headings = headings(events).into_iter().peekable();
    let mut out = Vec::with_capacity(events.len());
    // What closes each open element; None where it was left out.
    let mut open: Vec<Option<TagEnd>> = Vec::new();
    for (place, event) in events.iter().enumerate() {
        match event {
            Event::Start(tag) => {
                let heading = headings.next_if(|heading| heading.start == place);
                let tag = if open.len() < MAX_DEPTH { shown_tag(tag, heading, &open) } else { None };
                open.push(tag.as_ref().map(Tag::to_end));
                out.extend(tag.map(Event::Start));
            }
            Event::End(_) => out.extend(open.pop().flatten().map(Event::End)),
            Event::Html(words) | Event::InlineHtml(words) => out.push(Event::Text(words.clone())),
            other => out.push(other.clone()),
        }
    }
    out
}

/// What stands in the place of `tag`; None: only what is inside it.
fn shown_tag<'a>(tag: &Tag<'a>, heading: Option<Heading>, open: &[Option<TagEnd>]) -> Option<Tag<'a>> {
    match tag {
        Tag::Heading { level, .. } => {
            let (level, id) = heading.map_or((*level, None), |h| (h.level, Some(CowStr::from(h.id))));
            Some(Tag::Heading { level, id, classes: Vec::new(), attrs: Vec::new() })
        }
        Tag::HtmlBlock => Some(Tag::Paragraph),
        Tag::Image { dest_url, .. } if !is_local(dest_url) => {
            let in_link = open.contains(&Some(TagEnd::Link));
            (!in_link).then(|| link(dest_url.clone()))
        }
        other => Some(other.clone()),
    }
}

fn link(dest_url: CowStr<'_>) -> Tag<'_> {
    Tag::Link { link_type: LinkType::Inline, dest_url, title: CowStr::from(""), id: CowStr::from("") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_authors_use_is_kept() {
        let html = render(
            "## Steps\n\n1. **Open** `Dock`\n\n| a | b |\n|---|---|\n| 1 | ~~2~~ |\n\n[help](/help/a/x)",
        );
        for part in [
            "<h2 id=\"s-steps\">Steps</h2>",
            "<strong>Open</strong> <code>Dock</code>",
            "<td>1</td>",
            "<del>2</del>",
        ] {
            assert!(html.contains(part), "{part} in {html}");
        }
        assert!(
            html.contains("<a href=\"/help/a/x\" rel=\"nofollow noopener noreferrer\">help</a>"),
            "{html}"
        );
    }

    #[test]
    fn columns_stand_where_their_author_put_them() {
        let html = render("| a | b | c |\n|:--|:-:|--:|\n| 1 | 2 | 3 |");
        for cell in ["<th>a</th>", "<th align=\"center\">b</th>", "<td align=\"right\">3</td>"] {
            assert!(html.contains(cell), "{cell} in {html}");
        }
        assert!(!html.contains("style"), "{html}");
    }

    #[test]
    fn a_page_keeps_one_first_heading() {
        let html = render("# Top\n\n## Under\n\n# Top");
        assert!(html.contains("<h2 id=\"s-top\">Top</h2>") && html.contains("<h3 id=\"s-under\">"), "{html}");
        assert!(html.contains("id=\"s-top-2\"") && !html.contains("<h1"), "{html}");
        assert!(render("#### Only").contains("<h2"));
        let top = |id: &str| (id.to_owned(), "Top".to_owned());
        assert_eq!(contents("# Top\n\n## Under\n\n# Top"), [top("s-top"), top("s-top-2")]);
    }

    #[test]
    fn nothing_runs_and_nothing_loads() {
        let hostile = [
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "[x](javascript:alert(1))",
            "[x](data:text/html;base64,PHNjcmlwdD4=)",
            "![x](https://evil.example/pixel.png)",
            "![x](//evil.example/pixel.png)",
            "![x](/\\evil.example/pixel.png)",
            "[![x](http://evil.example/p.png)](https://a.example)",
            "<iframe src=//evil.example></iframe>",
            "<svg/onload=alert(1)>",
            "<style>*{display:none}</style>",
            "a <b style='position:fixed'>b</b>",
            "<a href=\"&#106;avascript:alert(1)\">x</a>",
            "# x {#id .class onclick=alert(1)}",
            "<https://x.example/\" onmouseover=alert(1)>",
        ];
        for text in hostile {
            let html = render(text);
            for bad in
                ["<script", "<img", "<iframe", "<svg", "<style", "href=\"javascript", "href=\"data:", "<b "]
            {
                assert!(!html.contains(bad), "{bad} from {text}: {html}");
            }
        }
        assert!(render("![a shot](https://x.example/p.png)").contains("<a href=\"https://x.example/p.png\""));
        assert!(render("![a shot](/files/p.png)").contains("<img src=\"/files/p.png\" alt=\"a shot\""));
    }

    #[test]
    fn code_is_reached_by_keyboard() {
        assert!(render("```\na < b\n```").contains("<pre tabindex=\"0\"><code>a &lt; b"));
    }

    #[test]
    fn size_and_nesting_cost_little() {
        for unit in [
            "> ", "- ", "* a *b ", "[", "![", "<div>", "<a><b>", "`", "|-", "**_", "1. ", "[a](", "\\\n",
            "a\n\n",
        ] {
            let text = unit.repeat(MAX_MARKDOWN / unit.len() + 10);
            assert!(render(&text).matches("<blockquote>").count() <= MAX_DEPTH, "{unit}");
            assert!(plain(&text).len() <= MAX_MARKDOWN, "{unit}");
        }
    }

    #[test]
    fn plain_text_has_no_marks() {
        assert_eq!(
            plain("## Print\n\n- **one**\n- [two](http://x)\n\nlast `code`"),
            "Print\none\ntwo\nlast code"
        );
    }
}
