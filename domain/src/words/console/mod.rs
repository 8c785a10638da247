//! Words of the agent console, one file an area.

mod admin;
mod board;
mod clock;
mod composer;
mod customers;
mod frame;
mod kb;
mod ladder;
mod list;
mod me;
mod new;
mod notices;
mod palette;
mod reorganise;
mod routed;
mod ticket;
mod timeline;
mod why;

pub use admin::*;
pub use board::*;
pub use clock::*;
pub use composer::*;
pub use customers::*;
pub use frame::*;
pub use kb::*;
pub use ladder::*;
pub use list::*;
pub use me::*;
pub use new::*;
pub use notices::*;
pub use palette::*;
pub use reorganise::*;
pub use routed::*;
pub use ticket::*;
pub use timeline::*;
pub use why::*;
