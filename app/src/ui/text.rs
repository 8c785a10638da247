//! Texts: ones that may be missing, ones that stand raw inside a `<textarea>`, and sanitised HTML.

use domain::search::Piece;
use leptos::prelude::*;

/// A text that may be missing. An empty one counts as missing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MaybeText(Option<String>);

impl MaybeText {
    #[must_use]
    pub fn get(self) -> Option<String> {
        self.0.filter(|text| !text.is_empty())
    }
}

impl From<&str> for MaybeText {
    fn from(text: &str) -> Self {
        Self(Some(text.to_owned()))
    }
}

impl From<String> for MaybeText {
    fn from(text: String) -> Self {
        Self(Some(text))
    }
}

impl From<Option<String>> for MaybeText {
    fn from(text: Option<String>) -> Self {
        Self(text)
    }
}

impl From<Option<&str>> for MaybeText {
    fn from(text: Option<&str>) -> Self {
        Self(text.map(str::to_owned))
    }
}

/// `text` as the inside of an element whose children the renderer does not escape.
pub(crate) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// A text with what was searched for marked.
pub fn marked(pieces: Vec<Piece>) -> impl IntoView {
    let piece = |piece: Piece| match piece.hit {
        true => view! { <mark>{piece.text}</mark> }.into_any(),
        false => piece.text.into_any(),
    };
    pieces.into_iter().map(piece).collect_view()
}

/// HTML that the server made of Markdown or mail and has sanitised; the only place where a page takes HTML as it is.
#[component]
pub fn Prose(
    /// Sanitised HTML.
    #[prop(into)]
    html: String,
    /// For messages: takes the size of what surrounds it.
    #[prop(optional)]
    small: bool,
) -> impl IntoView {
    let class = if small { "prose prose--sm" } else { "prose" };
    view! { <div class=class inner_html=html></div> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escaped_text_cannot_leave_its_element() {
        assert_eq!(escaped("</textarea><script>&amp;"), "&lt;/textarea&gt;&lt;script&gt;&amp;amp;");
        assert_eq!(escaped("2 < 3 & 5 > 4 \"ok\""), "2 &lt; 3 &amp; 5 &gt; 4 \"ok\"");
    }

    #[test]
    fn empty_counts_as_missing() {
        assert_eq!(MaybeText::from("").get(), None);
        assert_eq!(MaybeText::from("x").get().as_deref(), Some("x"));
    }
}
