//! Where the desk may call: the public internet, and the private ranges that its settings list. Asked of every address at
//! the moment it is connected to, so that no name can lead inside.

use std::net::IpAddr;

use ipnet::IpNet;

/// Not the public internet, after IANA's registries of special-purpose addresses.
const SPECIAL_V4: [&str; 15] = [
    "0.0.0.0/8",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.0.0.0/24",
    "192.0.2.0/24",
    "192.88.99.0/24",
    "192.168.0.0/16",
    "198.18.0.0/15",
    "198.51.100.0/24",
    "203.0.113.0/24",
    "224.0.0.0/4",
    "240.0.0.0/4",
];
/// All of IPv6 that is handed out, and what of it is special: tunnels that can hide an IPv4 address, and examples.
const GLOBAL_V6: &str = "2000::/3";
const SPECIAL_V6: [&str; 4] = ["2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"];

/// The addresses that may be called.
#[derive(Debug, Clone, Default)]
pub struct Bounds {
    private: Vec<IpNet>,
}

impl Bounds {
    /// The public internet and the ranges in `private`.
    #[must_use]
    pub fn new(private: Vec<IpNet>) -> Self {
        Self { private }
    }

    /// Whether `address` may be called with TLS.
    #[must_use]
    pub fn allows(&self, address: IpAddr) -> bool {
        self.lists(address) || is_public(address)
    }

    /// Whether the settings list `address`: it may be called without TLS, too.
    #[must_use]
    pub fn lists(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.private.iter().any(|range| range.contains(&address))
    }

    /// Whether the settings list anything.
    #[must_use]
    pub fn lists_any(&self) -> bool {
        !self.private.is_empty()
    }
}

fn is_public(address: IpAddr) -> bool {
    let lies_in =
        |range: &&str| range.parse::<IpNet>().is_ok_and(|range| range.contains(&address.to_canonical()));
    match address.to_canonical() {
        IpAddr::V4(_) => !SPECIAL_V4.iter().any(lies_in),
        IpAddr::V6(_) => lies_in(&GLOBAL_V6) && !SPECIAL_V6.iter().any(lies_in),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_special_range_is_one() {
        for range in SPECIAL_V4.iter().chain(&SPECIAL_V6).chain([&GLOBAL_V6]) {
            assert!(range.parse::<IpNet>().is_ok(), "{range}");
        }
    }

    #[test]
    fn nothing_inside_may_be_called_unless_it_is_listed() {
        let (open, none) = (Bounds::new(vec!["10.1.0.0/16".parse().unwrap()]), Bounds::default());
        for inside in [
            "0.0.0.0",
            "10.1.2.3",
            "100.64.0.1",
            "127.0.0.1",
            "169.254.169.254",
            "172.31.255.255",
            "192.168.1.1",
            "224.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "fe80::1",
            "fc00::1",
            "fd12::1",
            "ff02::1",
            "::ffff:127.0.0.1",
            "::ffff:10.1.2.3",
            "64:ff9b::7f00:1",
            "2002:7f00:1::",
            "2001:0:7f00:1::",
        ] {
            assert!(!none.allows(inside.parse().unwrap()), "{inside}");
        }
        for outside in ["1.1.1.1", "93.184.216.34", "172.32.0.1", "2606:4700::1111", "::ffff:1.1.1.1"] {
            assert!(none.allows(outside.parse().unwrap()), "{outside}");
            assert!(!none.lists(outside.parse().unwrap()), "{outside}");
        }
        for (listed, is_it) in [("10.1.2.3", true), ("::ffff:10.1.2.3", true), ("10.2.0.1", false)] {
            assert_eq!(open.allows(listed.parse().unwrap()), is_it, "{listed}");
        }
    }
}
