//! Building blocks of all roots: plain functions of data that draw the same on the server and in the browser. They
//! know no clock, no locale and no route; every word comes from the caller. Class names are those of `style/`.

mod attachments;
mod avatar;
mod button;
mod dialog;
mod field;
mod files;
mod followed;
mod icon;
mod linked;
mod menu;
mod notice;
mod pill;
mod promise;
mod select;
mod table;
mod tabs;
mod text;
mod time;
mod toast;

pub use attachments::{Attachments, show_starts};
pub use avatar::{Avatar, Size};
pub use button::{BlockedButton, Button, Kbd, LinkButton, Look};
pub use dialog::Dialog;
pub use field::{ErrorSummary, TextArea, TextField};
pub use files::{AddFiles, Chosen, FileField, Files};
pub use followed::followed;
pub use icon::{Icon, Mark, PriorityIcon, provide_icons};
pub use linked::Linked;
pub use menu::{Menu, MenuButton, MenuLink, close_menus};
pub use notice::{Banner, EmptyState, Skeleton, StatusLine};
pub use pill::{Pill, Tone};
pub use promise::{Badge, ClockState, Dial, Ring, SlaBadge, percent};
pub use select::{Check, Choice, Choices, SelectField};
pub use table::{Column, Pager, Table};
pub use tabs::{Tab, TabLink, TabLinks, Tabs};
pub(crate) use text::escaped;
pub use text::{MaybeText, Prose, marked};
pub use time::Time;
pub use toast::{ToastRegion, Toasts, provide_toasts, use_toasts};
