//! Values that follow signals.

use leptos::prelude::*;

/// What `read` says, as it changes. On the server nothing changes while a page is drawn, so that nothing is set up to
/// follow it: lists and tickets have hundreds of these.
pub fn followed<T>(read: impl Fn() -> T + Send + Sync + 'static) -> Signal<T>
where
    T: PartialEq + Send + Sync + 'static,
{
    if is_server() { Signal::stored(read()) } else { Memo::new(move |_| read()).into() }
}
