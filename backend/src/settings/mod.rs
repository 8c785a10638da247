//! What an admin sets up and everything else reads: products, queues, staff, policies, calendars. Siblings:
//! `domain::promises::policy`, `domain::intake`.

mod directory;
mod load;

pub use directory::{Directory, DirectoryCache, Staff};
