//! Status pills: a shape and a word, never colour alone.

use leptos::prelude::*;

use super::Icon;

/// What a coloured part says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    #[default]
    Quiet,
    Accent,
    Good,
    Risk,
    Bad,
    Note,
}

impl Tone {
    /// The suffix that `pill`, `banner` and `toast` take.
    #[must_use]
    pub fn suffix(self) -> Option<&'static str> {
        match self {
            Self::Quiet => None,
            Self::Accent => Some("accent"),
            Self::Good => Some("good"),
            Self::Risk => Some("risk"),
            Self::Bad => Some("bad"),
            Self::Note => Some("note"),
        }
    }

    /// `pill` → `pill pill--good`.
    #[must_use]
    pub fn class(self, block: &str) -> String {
        self.suffix().map_or_else(|| block.to_owned(), |suffix| format!("{block} {block}--{suffix}"))
    }
}

/// A state in words, with its shape.
#[component]
pub fn Pill(
    #[prop(optional)] tone: Tone,
    /// Name of the icon.
    #[prop(optional, into)]
    icon: Option<&'static str>,
    children: Children,
) -> impl IntoView {
    view! { <span class=tone.class("pill")>{icon.map(|name| view! { <Icon name/> })}{children()}</span> }
}
