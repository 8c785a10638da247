//! Words of the customer portal, one file an area.

mod account;
mod ask;
mod clock;
mod help;
mod home;
mod request;
mod requests;
mod search;
mod sign_in;
mod status;

use super::Lang;

/// Where the pages begin that come in English only so far, whatever stands around them.
const ENGLISH: [&str; 5] = ["/help", "/new", "/requests", "/account", "/desk"];

/// The language that the page at `path` is written in for somebody who reads `lang`.
#[must_use]
pub fn page_lang(lang: Lang, path: &str) -> Lang {
    if ENGLISH.iter().any(|start| path.starts_with(start)) { Lang::En } else { lang }
}

pub use account::*;
pub use ask::*;
pub use clock::*;
pub use help::*;
pub use home::*;
pub use request::*;
pub use requests::*;
pub use search::*;
pub use sign_in::*;
pub use status::*;
