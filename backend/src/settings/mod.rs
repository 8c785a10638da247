//! What an admin sets up and everything else reads: products, queues, staff, policies, calendars. Siblings:
//! `domain::promises::policy`, `domain::settings`, `domain::intake`, `app/src/console/admin`.

mod directory;
mod load;
mod promises;
mod what_if;

pub use directory::{Directory, DirectoryCache, Staff};
pub(crate) use load::IMPACTS;
pub use promises::promises;
pub use what_if::what_if;
