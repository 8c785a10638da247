//! Words of the agent console, one file an area.

mod admin;
mod clock;
mod composer;
mod customers;
mod frame;
mod kb;
mod list;
mod me;
mod new;
mod notices;
mod palette;
mod ticket;
mod timeline;
mod why;

pub use admin::*;
pub use clock::*;
pub use composer::*;
pub use customers::*;
pub use frame::*;
pub use kb::*;
pub use list::*;
pub use me::*;
pub use new::*;
pub use notices::*;
pub use palette::*;
pub use ticket::*;
pub use timeline::*;
pub use why::*;
