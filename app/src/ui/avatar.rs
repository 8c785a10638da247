//! Initials of a person or organisation, in a colour that stays theirs.

use leptos::prelude::*;

/// How many hues `style/components/avatar.css` has.
const HUES: u32 = 12;

/// Size of an avatar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Size {
    Tiny,
    Small,
    #[default]
    Normal,
    Large,
    Huge,
}

impl Size {
    fn class(self) -> &'static str {
        match self {
            Self::Tiny => " av--xs",
            Self::Small => " av--sm",
            Self::Normal => "",
            Self::Large => " av--lg",
            Self::Huge => " av--xl",
        }
    }
}

/// People who help are round, customers and their companies squared. Silent for screen readers: the name stands beside.
#[component]
pub fn Avatar(
    #[prop(into)] name: String,
    /// Of the team, hence round.
    #[prop(optional)]
    team: bool,
    #[prop(optional)] size: Size,
) -> impl IntoView {
    let shape = if team { "" } else { " av--org" };
    let class = format!("av{}{shape} av--h{}", size.class(), hue(&name));
    view! { <span class=class aria-hidden="true">{initials(&name)}</span> }
}

/// First letters of the first and last word, upper case: `Ines Kovar` → `IK`, `Quillmark` → `Q`.
fn initials(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    let ends = match words.as_slice() {
        [] => [None, None],
        [only] => [Some(*only), None],
        [first, .., last] => [Some(*first), Some(*last)],
    };
    ends.into_iter().flatten().filter_map(|word| word.chars().next()).flat_map(char::to_uppercase).collect()
}

/// FNV-1a of the name: the same on every machine and in every release.
fn hue(name: &str) -> u32 {
    name.bytes().fold(0x811c_9dc5, |hash: u32, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
        % HUES
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_those_of_the_ends() {
        for (name, letters) in [
            ("Ines Kovar", "IK"),
            ("Ana Maria de la Cruz", "AC"),
            ("quillmark", "Q"),
            ("  Émile  zola ", "ÉZ"),
            ("", ""),
        ] {
            assert_eq!(initials(name), letters, "{name}");
        }
    }

    #[test]
    fn hues_stay_and_spread() {
        assert_eq!(hue("Ines Kovar"), hue("Ines Kovar"));
        let used: std::collections::BTreeSet<u32> = (0..200).map(|n| hue(&format!("Person {n}"))).collect();
        assert_eq!(used.len(), HUES as usize);
    }
}
