//! People: signing in and out, one's own account, and what admins do with people. Siblings: `domain::people`,
//! `domain::access`, `app/src/portal/account.rs`; counted tries and bearer tokens live in [`access`](crate::access).

mod account;
mod add;
mod attempt;
mod cache;
mod cleanup;
mod client;
mod code;
pub(crate) mod holder;
mod list;
mod manage;
mod password;
mod session;
mod sign_in;

pub use account::{account, update_account};
pub(crate) use add::contact;
pub use add::{add, add_as_operator};
pub use cache::SessionCache;
pub use cleanup::cleanup;
pub use client::Client;
pub use code::{send_code, sign_in_code};
pub use list::list;
pub use manage::{disable, enable, set_role};
pub(crate) use session::announce_end;
pub use session::{NewSession, session, sign_out, sign_out_everywhere};
pub use sign_in::sign_in_password;

pub(crate) use cache::Credential;
pub(crate) use holder::Holder;
pub(crate) use list::containing;
pub(crate) use password::hash as hash_password;
