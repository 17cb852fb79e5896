//! Where an event's address is: the fields `geo.*`.
//!
//! `sourceIPAddress` may list several addresses if a request passed proxies: the first counts. It may
//! also name an AWS service. Knows no database format.

use std::borrow::Cow;
use std::net::{IpAddr, Ipv4Addr};

use super::Event;
use crate::geo::Fact;

/// What `sourceIPAddress` is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place<'t> {
    /// An address that databases may have.
    Public(IpAddr),
    /// An address of a private network, this host or this link.
    Private,
    /// An AWS service, or `AWS Internal`.
    Service(&'t str),
}

impl<'t> Place<'t> {
    /// Reads `sourceIPAddress`; `None` of anything else.
    fn parse(text: &'t str) -> Option<Self> {
        let mut addresses = text.split(',').filter_map(|part| part.trim().parse::<IpAddr>().ok());
        match addresses.next().map(|address| address.to_canonical()) {
            Some(address) if is_private(address) => Some(Self::Private),
            Some(address) => Some(Self::Public(address)),
            None => is_service(text.trim()).then(|| Self::Service(text.trim())),
        }
    }
}

/// A country, city or organization of the event; `None` if it is not known.
pub(super) fn text<'a>(event: &Event<'a>, fact: Fact) -> Option<Cow<'a, str>> {
    let geo = event.geo()?;
    let source = event.text("sourceIPAddress");
    match (Place::parse(&source)?, fact) {
        (Place::Public(address), Fact::Country) => geo.country(address).map(Cow::Borrowed),
        (Place::Public(address), Fact::City) => geo.city(address).map(Cow::Borrowed),
        (Place::Public(address), Fact::Org) => geo.org(address).map(Cow::Borrowed),
        (Place::Private, Fact::Country) => Some(Cow::Borrowed("private")),
        (Place::Service(name), Fact::Country) => Some(Cow::Owned(format!("aws:{name}"))),
        _ => None,
    }
}

/// The number of the autonomous system of the event's address.
pub(super) fn asn(event: &Event<'_>) -> Option<u32> {
    let geo = event.geo()?;
    match Place::parse(&event.text("sourceIPAddress"))? {
        Place::Public(address) => geo.asn(address),
        Place::Private | Place::Service(_) => None,
    }
}

/// `ec2.amazonaws.com` and the like, in China with `.cn`; `AWS Internal`.
fn is_service(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    text == "aws internal" || text.trim_end_matches(".cn").ends_with(".amazonaws.com")
}

/// RFC 1918, RFC 6598 (100.64.0.0/10), `fc00::/7`, loopback and link-local.
fn is_private(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => {
            address.is_private()
                || address.is_loopback()
                || address.is_link_local()
                || address.to_bits() & 0xFFC0_0000 == Ipv4Addr::new(100, 64, 0, 0).to_bits()
        }
        IpAddr::V6(address) => {
            address.is_unique_local() || address.is_loopback() || address.is_unicast_link_local()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn private_loopback_and_link_local_networks_are_private() {
        for address in [
            "10.0.0.0",
            "10.255.255.255",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.0.1",
            "100.64.0.0",
            "100.127.255.255",
            "127.0.0.1",
            "169.254.169.254",
            "::1",
            "fc00::1",
            "fdff::1",
            "fe80::1",
            "febf::1",
            "::ffff:10.0.0.1",
        ] {
            assert_eq!(Place::parse(address), Some(Place::Private), "{address}");
        }
        for address in [
            "9.255.255.255",
            "11.0.0.0",
            "172.15.0.1",
            "172.32.0.0",
            "192.169.0.0",
            "100.63.255.255",
            "100.128.0.0",
            "169.253.0.1",
            "fbff::1",
            "fe00::1",
            "fec0::1",
            "2001:db8::1",
        ] {
            let public = Place::Public(address.parse().unwrap());
            assert_eq!(Place::parse(address), Some(public), "{address}");
        }
    }

    #[test]
    fn the_first_of_several_addresses_counts() {
        let public = |text: &str| Some(Place::Public(text.parse().unwrap()));
        assert_eq!(Place::parse("203.0.113.7, 10.0.0.1"), public("203.0.113.7"));
        assert_eq!(Place::parse("10.0.0.1, 203.0.113.7"), Some(Place::Private));
        assert_eq!(Place::parse("::ffff:203.0.113.7"), public("203.0.113.7"));
    }

    #[test]
    fn services_keep_their_name_and_other_text_is_no_place() {
        for name in ["ec2.amazonaws.com", "s3.amazonaws.com.cn", "AWS Internal"] {
            assert_eq!(Place::parse(name), Some(Place::Service(name)));
        }
        for text in ["", "-", "unknown", "amazonaws.com.example", "203.0.113.300"] {
            assert_eq!(Place::parse(text), None, "{text}");
        }
    }
}
