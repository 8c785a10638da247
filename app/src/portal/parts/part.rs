//! Parts of a page that come to life in the browser: drawn by the server like everything else, with what they need to
//! go on written beside them.

use leptos::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Something that goes on by itself. Both halves draw it with [`Part::view`] from the same data.
pub trait Part: Serialize + DeserializeOwned + 'static {
    /// Tells the parts of a page apart.
    const NAME: &'static str;
    /// Class of the element around it.
    const CLASS: &'static str;

    fn view(self) -> AnyView;
}

/// A part in its place on the page.
pub fn place<P: Part>(part: P) -> AnyView {
    let data = leptos::serde_json::to_string(&part).unwrap_or_default();
    view! { <div class=P::CLASS data-part=P::NAME data-of=data>{part.view()}</div> }.into_any()
}
