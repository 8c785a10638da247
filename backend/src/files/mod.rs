//! Files that come with what people write: taken in parts that survive a lost connection, kept once by the hash of their
//! content, sent with what they are for, and handed out to those who may read that. They lie in the data folder or in a
//! [`Bucket`]. Siblings: `domain::files` (rules), `server/src/http/files` (addresses), `app/src/ui/files`.

mod attach;
mod bucket;
mod check;
mod clean;
mod keep;
mod kind;
mod pixels;
mod read;
mod scope;
mod store;
mod upload;

pub use attach::Enclosed;
pub(crate) use attach::{attach, claim, copy, show};
pub use bucket::{Bucket, BucketAt};
pub use check::{Checked, check};
pub(crate) use clean::let_go_mail;
pub use clean::{forget_old, let_go};
pub(crate) use keep::{Kept, keep};
pub(crate) use read::content;
pub use read::{Content, Opened, open, start};
pub(crate) use scope::Mode;
pub use store::Store;
pub(crate) use store::{is_away, is_full};
pub use upload::{Part, remove, take, take_stream, waiting};
pub(crate) use upload::{for_new, in_intake, to_answer, with_reply};

/// Why files that came with a form were not taken, for the use case that the form is for.
#[derive(Debug, Clone)]
pub struct Refused(pub domain::Error);
