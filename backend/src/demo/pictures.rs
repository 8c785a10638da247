//! Pictures in the demo's articles. Their Markdown shows one as `![what it says](picture/NAME)`.

use crate::files::{Kept, keep};
use crate::{Backend, Outcome};

macro_rules! pictures {
    ($($name:literal)*) => { [$(($name, include_bytes!(concat!("content/pictures/", $name, ".png")).as_slice())),*] };
}

const PICTURES: &[(&str, &[u8])] = &pictures! {
    "blank-labels"
    "gs1-128"
    "label-shift"
    "pairing"
    "ports"
    "retries"
    "roaming"
    "two-nights"
};

/// All of them in the desk's folder.
pub(super) struct Pictures(Vec<(String, Kept)>);

impl Pictures {
    /// Puts them there.
    ///
    /// # Errors
    /// When the folder refuses.
    pub async fn keep(b: &Backend) -> Outcome<Self> {
        let mut kept = Vec::with_capacity(PICTURES.len());
        for (name, content) in PICTURES {
            kept.push((format!("(picture/{name})"), keep(b, format!("{name}.png"), *content).await?));
        }
        Ok(Self(kept))
    }

    /// `text` with the addresses of those that it shows, and which they are.
    pub fn placed(&self, text: &str) -> (String, Vec<Kept>) {
        let is_shown = |(mark, _): &&(String, Kept)| text.contains(mark.as_str());
        let shown: Vec<&(String, Kept)> = self.0.iter().filter(is_shown).collect();
        let placed = shown.iter().fold(text.to_owned(), |text, (mark, kept)| {
            text.replace(mark, &format!("({})", domain::files::href(&kept.id)))
        });
        (placed, shown.into_iter().map(|(_, kept)| kept.clone()).collect())
    }
}
