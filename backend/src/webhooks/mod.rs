//! Webhooks: programs elsewhere that alarms call. A call is written in its alarm's transaction and made after it, again
//! and again for a day until it is taken: at least once, by whichever node comes first. Siblings: `domain::webhooks`,
//! `app/src/console/admin/webhooks.rs`; what a call says and how it is signed is promised in `docs/API.md`.

mod bounds;
mod calls;
mod deliver;
mod letter;
mod line;
mod manage;

pub use bounds::Bounds;
pub(crate) use calls::{LISTED, failed, forget_old, keep};
pub use deliver::{round, run};
pub(crate) use manage::load;
pub use manage::{list, remove, save, try_out};

use std::net::IpAddr;

use ipnet::IpNet;

/// What whoever runs the desk says about webhooks.
#[derive(Debug, Clone, Default)]
pub struct WebhookSettings {
    /// Ranges inside private networks that may be called, also without TLS.
    pub private: Vec<IpNet>,
    /// PEM of certificate authorities besides the usual ones, or nothing.
    pub trusted: Vec<u8>,
}

impl WebhookSettings {
    /// `private` holds ranges such as 10.20.0.0/16, or single addresses.
    ///
    /// # Errors
    /// A sentence that says what is wrong.
    pub fn new(private: &[String], trusted: Vec<u8>) -> Result<Self, String> {
        crate::tls::client(&trusted).map_err(|error| format!("the webhooks’ certificate: {error}"))?;
        let range = |text: &String| {
            let text = text.trim();
            let range = text.parse::<IpNet>().or_else(|_| text.parse::<IpAddr>().map(IpNet::from));
            range.map_err(|_| format!("{text} is no range of addresses such as 10.20.0.0/16"))
        };
        Ok(Self { private: private.iter().map(range).collect::<Result<_, _>>()?, trusted })
    }
}
