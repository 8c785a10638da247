//! A mail's HTML made safe to show: a small set of tags, nothing that loads from elsewhere, pictures that came with it from
//! our own files. Runs beside everything else, on pages whose depth and size were bounded before.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

use ammonia::Builder;
use domain::mail::view::Clean;

/// Deepest nesting that is cleaned: the time that it takes grows with its square.
const MAX_DEPTH: usize = 200;
/// Largest page, in bytes.
const MAX_BYTES: usize = 512 << 10;
/// Elements that would be parts of our own page, or work only with what is left out.
const NO_PLACE: [&str; 9] =
    ["map", "area", "article", "aside", "footer", "header", "hgroup", "nav", "section"];
/// Addresses of pictures elsewhere that are named.
const MAX_REMOTE: usize = 50;

/// `page` without what could harm; `pictures` are those that came with it: Content-ID to address. Nothing when it is larger
/// or deeper than anybody writes: its text is what is shown then.
pub(super) fn clean(page: &str, pictures: HashMap<String, String>) -> Option<Clean> {
    if page.len() > MAX_BYTES || depth(page) > MAX_DEPTH {
        return None;
    }
    let remote = Arc::new(Mutex::new(Vec::new()));
    let noted = remote.clone();
    let source = move |element: &str, attribute: &str, value: &str| -> Option<String> {
        if matches!(attribute, "href" | "cite") {
            return leads_out(value).then(|| value.to_owned());
        }
        if (element, attribute) != ("img", "src") {
            return Some(value.to_owned());
        }
        match without_scheme(value.trim(), "cid:") {
            Some(cid) => pictures.get(cid.trim_matches(['<', '>'])).cloned(),
            None => {
                let mut noted = noted.lock().unwrap_or_else(PoisonError::into_inner);
                if noted.len() < MAX_REMOTE && value.starts_with("http") {
                    noted.push(value.to_owned());
                }
                None
            }
        }
    };
    let html = Builder::default()
        .url_schemes(HashSet::from(["http", "https", "mailto", "cid"]))
        .rm_tags(NO_PLACE)
        .attribute_filter(move |element, attribute, value| source(element, attribute, value).map(Cow::Owned))
        .clean(page)
        .to_string();
    let remote = remote.lock().unwrap_or_else(PoisonError::into_inner).clone();
    Some(Clean { html: pictured(&html), remote })
}

/// Whether an address says by itself where it leads: anything else would lead into the desk.
fn leads_out(address: &str) -> bool {
    ["http://", "https://", "mailto:"].iter().any(|scheme| without_scheme(address, scheme).is_some())
}

fn without_scheme<'a>(address: &'a str, scheme: &str) -> Option<&'a str> {
    let begins = address.get(..scheme.len())?.eq_ignore_ascii_case(scheme);
    begins.then(|| &address[scheme.len()..])
}

/// `html` as it was cleaned, without pictures that have no address any more; those without words say that they say nothing.
fn pictured(html: &str) -> String {
    let (mut out, mut rest) = (String::with_capacity(html.len()), html);
    while let Some(at) = rest.find('<') {
        let (text, tag) = rest.split_at(at);
        let (tag, after) = tag.split_at(end_of_tag(tag));
        out.push_str(text);
        match tag.strip_prefix("<img") {
            Some(attributes) if attributes.contains(" src=\"") => {
                out.push_str(if attributes.contains(" alt=\"") { "<img" } else { "<img alt=\"\"" });
                out.push_str(attributes);
            }
            Some(_) => {
                // What is left over where a picture was written so that something else would run.
                rest = after.strip_prefix("\"&gt;").unwrap_or(after);
                continue;
            }
            None => out.push_str(tag),
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Where the tag that `html` begins with ends. What was cleaned has every value in double quotes, and none in one.
fn end_of_tag(html: &str) -> usize {
    let mut quoted = false;
    for (at, c) in html.char_indices() {
        match c {
            '"' => quoted = !quoted,
            '>' if !quoted => return at + 1,
            _ => {}
        }
    }
    html.len()
}

/// How deep tags nest in `page` at most, whoever forgets to close them.
fn depth(page: &str) -> usize {
    const VOID: [&str; 12] =
        ["br", "img", "hr", "input", "meta", "link", "col", "wbr", "area", "base", "source", "embed"];
    let (mut depth, mut deepest) = (0_usize, 0);
    for tag in page.split('<').skip(1) {
        let closes = tag.starts_with('/');
        let name: String =
            tag.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
        if name.is_empty() || VOID.contains(&name.to_ascii_lowercase().as_str()) {
            continue;
        }
        depth = if closes { depth.saturating_sub(1) } else { depth + 1 };
        deepest = deepest.max(depth);
    }
    deepest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cleaned(page: &str) -> Clean {
        clean(page, HashMap::from([("here@x".to_owned(), "/files/1a2b".to_owned())])).expect("a page")
    }

    #[test]
    fn nothing_runs_loads_or_covers() {
        for page in [
            "<script>1</script>",
            "<img src=x onerror=alert(1)>",
            "<a href=javascript:alert(1)>x</a>",
            "<style>*{position:fixed}</style>",
            "<div style='position:fixed;inset:0'>x</div>",
            "<iframe src=https://evil.example></iframe>",
            "<form action=https://evil.example><input></form>",
            "<svg onload=1></svg>",
            "<meta http-equiv=refresh content=0>",
            "<link rel=stylesheet href=//evil.example>",
            "<img src=//evil.example/x.png>",
            "<img src='data:image/svg+xml,<svg>'>",
            "<base href=//evil.example>",
        ] {
            let html = cleaned(page).html;
            for bad in ["script", "onerror", "style", "evil", "form", "svg", "meta", "data:"] {
                assert!(!html.contains(bad), "{page} became {html}");
            }
        }
    }

    #[test]
    fn pictures_that_came_along_are_shown_and_others_are_named() {
        let page = cleaned(
            "<p>a<img src=\"cid:here@x\"><img src=\"cid:gone@x\"><img src=\"https://t.example/p.gif\" alt=b></p>",
        );
        assert_eq!(page.html, "<p>a<img alt=\"\" src=\"/files/1a2b\"></p>");
        assert_eq!(page.remote, ["https://t.example/p.gif"]);
        assert!(!page.html.contains("t.example"));
    }

    #[test]
    fn a_mail_has_no_places_in_our_page() {
        let page = cleaned(
            "<main><header>a</header><nav>b</nav><section><aside>c</aside></section><footer>d</footer></main>",
        );
        assert_eq!(page.html, "abcd");
    }

    #[test]
    fn links_say_by_themselves_where_they_lead() {
        for (href, stays) in [
            ("https://quill.example/x", true),
            ("HTTP://quill.example/x", true),
            ("mailto:ana@quill.example", true),
            ("/logout", false),
            ("logout", false),
            ("//quill.example/x", false),
            ("#top", false),
            ("?a=b", false),
            ("cid:here@x", false),
            ("tel:110", false),
            ("data:text/html,x", false),
            ("https:/logout", false),
        ] {
            let html = cleaned(&format!("<a href=\"{href}\">x</a>")).html;
            assert_eq!(html.contains("href"), stays, "{href} became {html}");
        }
    }

    #[test]
    fn nothing_is_left_of_a_picture_that_was_none() {
        let page = cleaned("<p>a<IMG \"\"\"><SCRIPT>alert(1)</SCRIPT>\">b</p>");
        assert_eq!(page.html, "<p>ab</p>");
        assert_eq!(cleaned("<p>\"x\">y</p>").html, "<p>\"x\"&gt;y</p>", "what somebody wrote stays");
        assert_eq!(cleaned("<img src=\"CID:here@x\">").html, "<img alt=\"\" src=\"/files/1a2b\">");
    }

    #[test]
    fn values_that_look_like_tags_stay_values() {
        let page = cleaned("<p title='<img src=\"x\">'><img alt='> <b>' src=\"cid:here@x\">&lt;img&gt;</p>");
        assert!(
            page.html.contains("alt=\"> <b>\"") || page.html.contains("alt=\"&gt; &lt;b&gt;\""),
            "{}",
            page.html
        );
        assert!(page.html.ends_with("&lt;img&gt;</p>") && page.html.contains("/files/1a2b"), "{}", page.html);
    }

    #[test]
    fn what_nobody_writes_is_not_cleaned() {
        assert_eq!(clean(&"<b>".repeat(100_000), HashMap::new()), None);
        assert_eq!(clean(&"a".repeat(MAX_BYTES + 1), HashMap::new()), None);
        assert!(clean(&"<br>".repeat(10_000), HashMap::new()).is_some());
        assert!(clean(&"<p>a</p>".repeat(10_000), HashMap::new()).is_some());
    }
}
