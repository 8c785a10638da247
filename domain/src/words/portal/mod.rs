//! Words of the customer portal, one file an area.

mod account;
mod ask;
mod clock;
mod help;
mod home;
mod hours;
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
    let is_survey = path.split('?').next().is_some_and(|path| path.ends_with("/survey"));
    let is_english = !is_survey && ENGLISH.iter().any(|start| path.starts_with(start));
    if is_english { Lang::En } else { lang }
}

pub use account::*;
pub use ask::*;
pub use clock::*;
pub use help::*;
pub use home::*;
pub use hours::*;
pub use request::*;
pub use requests::*;
pub use search::*;
pub use sign_in::*;
pub use status::*;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_survey_is_written_in_its_readers_language() {
        assert_eq!(page_lang(Lang::De, "/requests/CW-7/survey?kind=solved"), Lang::De);
        assert_eq!(page_lang(Lang::De, "/requests/CW-7?next=/survey"), Lang::En);
        assert_eq!(page_lang(Lang::En, "/requests/CW-7/survey"), Lang::En);
    }
}
