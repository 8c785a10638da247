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
