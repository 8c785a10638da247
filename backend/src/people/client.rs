//! Where a request comes from, and what of that is counted when too much is tried.

use std::net::{IpAddr, Ipv6Addr};

use domain::Viewer;

/// The one at the other end, as far as the connection tells.
#[derive(Debug, Clone, Default)]
pub struct Client {
    /// The browser's `User-Agent`.
    pub agent: String,
    /// IP address, behind trusted proxies the one they name.
    pub address: String,
}

impl Client {
    /// The part of the address that one subscriber holds: all of IPv4, the first 64 bits of IPv6.
    #[must_use]
    pub fn network(&self) -> String {
        match self.address.parse::<IpAddr>().map(|address| address.to_canonical()) {
            Ok(IpAddr::V6(address)) => Ipv6Addr::from_bits(address.to_bits() >> 64 << 64).to_string(),
            Ok(IpAddr::V4(address)) => address.to_string(),
            Err(_) => self.address.clone(),
        }
    }

    /// Whose tries are counted: the person who is signed in, else the network.
    #[must_use]
    pub fn or_person(&self, v: &Viewer) -> String {
        if v.is_signed_in() { v.person_id.clone() } else { self.network() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn network(address: &str) -> String {
        Client { agent: String::new(), address: address.to_owned() }.network()
    }

    #[test]
    fn one_subscriber_is_one_address() {
        assert_eq!(network("2001:db8:1:2:3:4:5:6"), network("2001:db8:1:2::1"));
        assert_ne!(network("2001:db8:1:2::1"), network("2001:db8:1:3::1"));
        assert_eq!(network("::ffff:192.0.2.7"), network("192.0.2.7"));
        assert_ne!(network("192.0.2.7"), network("192.0.2.8"));
    }
}
