//! Words of the agent console, one file an area.

mod clock;
mod composer;
mod frame;
mod list;
mod ticket;
mod timeline;
mod why;

pub use clock::*;
pub use composer::*;
pub use frame::*;
pub use list::*;
pub use ticket::*;
pub use timeline::*;
pub use why::*;
