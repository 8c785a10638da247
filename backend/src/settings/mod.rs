//! What an admin sets up and everything else reads: products, queues, staff, policies, calendars. Siblings:
//! `domain::promises::policy`, `domain::settings`, `domain::intake`, `app/src/console/admin`.

mod directory;
mod load;
mod promises;

pub use directory::{Directory, DirectoryCache, Staff};
pub use promises::promises;
