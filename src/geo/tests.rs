//! Lookups in small databases, and in broken ones.

use proptest::prelude::*;

use super::*;

#[path = "../../tests/it/mmdb.rs"]
mod mmdb;

use mmdb::{Writer, cities, systems};

fn geo(databases: &[Writer]) -> Geo {
    let mut geo = Geo::default();
    for (number, database) in databases.iter().enumerate() {
        geo.add(&format!("{number}.mmdb"), database.bytes()).unwrap();
    }
    geo
}

fn ip(text: &str) -> IpAddr {
    text.parse().unwrap()
}

/// Everything that is known of an address.
fn facts(
    geo: &Geo,
    address: &str,
) -> (Option<String>, Option<String>, Option<u32>, Option<String>) {
    let (address, owned) = (ip(address), |text: Option<&str>| text.map(str::to_owned));
    let (country, city) = (geo.country(address), geo.city(address));
    (owned(country), owned(city), geo.asn(address), owned(geo.org(address)))
}

#[test]
fn both_databases_know_addresses_of_both_versions() {
    let geo = geo(&[systems(), cities()]);
    let some = |text: &str| Some(text.to_owned());
    let berlin = (some("DE"), some("Berlin"), Some(64_496), some("Example Net, GmbH"));
    assert_eq!(facts(&geo, "203.0.113.7"), berlin);
    let amsterdam = (some("NL"), some("Amsterdam"), Some(64_511), some("Example <IPv6>"));
    assert_eq!(facts(&geo, "2001:db8:ffff::1"), amsterdam);
    assert_eq!(facts(&geo, "192.0.2.1"), (None, None, None, None));
    assert_eq!(facts(&geo, "2001:db9::1"), (None, None, None, None));
    assert!(geo.take_faults().is_none());
}

#[test]
fn a_record_may_lack_the_city_or_its_english_name() {
    let geo = geo(&[cities()]);
    let some = |text: &str| Some(text.to_owned());
    assert_eq!(facts(&geo, "203.0.113.200"), (some("DE"), None, None, None));
    assert_eq!(facts(&geo, "198.51.100.1"), (some("JP"), some("東京"), None, None));
}

#[test]
fn a_database_of_ipv4_alone_has_no_ipv6_address() {
    let record = serde_json::json!({"country": {"iso_code": "FR"}});
    let geo = geo(&[Writer::new("GeoLite2-Country").only_v4().with("203.0.113.0/24", &record)]);
    assert_eq!(geo.country(ip("203.0.113.7")), Some("FR"));
    assert_eq!(geo.country(ip("2001:db8::1")), None);
    assert!(geo.take_faults().is_none());
}

#[test]
fn the_type_in_the_metadata_says_what_a_database_has() {
    let has = |name: &str| {
        let geo = geo(&[Writer::new(name)]);
        [Fact::Country, Fact::City, Fact::Asn, Fact::Org].map(|fact| geo.has(fact))
    };
    for name in ["GeoLite2-City", "GeoIP2-City-Europe", "DBIP-City-Lite", "GeoIP2-Enterprise"] {
        assert_eq!(has(name), [true, true, false, false], "{name}");
    }
    for name in ["GeoIP2-Country", "DBIP-Country-Lite"] {
        assert_eq!(has(name), [true, false, false, false], "{name}");
    }
    for name in ["GeoLite2-ASN", "DBIP-ASN-Lite (compat=GeoLite2-ASN)", "GeoIP2-ISP"] {
        assert_eq!(has(name), [false, false, true, true], "{name}");
    }
}

#[test]
fn other_files_are_refused_with_the_reason() {
    let mut geo = geo(&[cities()]);
    let mut error = |bytes: Vec<u8>| geo.add("x.mmdb", bytes).unwrap_err().to_string();
    assert_eq!(
        error(Writer::new("GeoIP2-Anonymous-IP").bytes()),
        "a database of type \"GeoIP2-Anonymous-IP\", which is none of city, country and ASN"
    );
    assert_eq!(
        error(Writer::new("GeoLite2-Country").bytes()),
        "a second database of cities or countries; 0.mmdb is the first"
    );
    assert_eq!(error(vec![0x1f, 0x8b, 8]), "a compressed file, not a MaxMind database (.mmdb)");
    for bytes in [Vec::new(), b"{}".to_vec(), cities().bytes()[..200].to_vec()] {
        let error = error(bytes);
        assert!(error.starts_with("not a MaxMind database (.mmdb), or corrupt: "), "{error}");
    }
}

#[test]
fn a_lookup_that_fails_is_counted_with_its_reason() {
    let record = serde_json::json!({"country": "Germany"});
    let geo = geo(&[Writer::new("Country").with("203.0.113.0/24", &record)]);
    assert_eq!(geo.country(ip("203.0.113.7")), None);
    assert_eq!(geo.country(ip("203.0.113.8")), None);
    let (count, fault) = geo.take_faults().unwrap();
    assert_eq!((count, &*fault.database), (2, "0.mmdb"));
    assert!(fault.message.starts_with("corrupt at the record of 203.0.113.7: "));
    assert!(geo.take_faults().is_none(), "counted once");
}

/// A whole database, and what breaks it.
fn broken() -> impl Strategy<Value = Vec<u8>> {
    let whole = prop_oneof![Just(cities().bytes()), Just(systems().bytes())];
    let changes = prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..20);
    (whole, changes, any::<prop::sample::Index>(), any::<bool>()).prop_map(
        |(mut bytes, changes, cut, is_cut)| {
            for (at, byte) in changes {
                let at = at.index(bytes.len());
                bytes[at] = byte;
            }
            if is_cut {
                bytes.drain(..cut.index(bytes.len()));
            }
            bytes
        },
    )
}

proptest! {
    #[test]
    fn no_broken_file_makes_a_lookup_panic(
        bytes in broken(),
        cut in any::<prop::sample::Index>(),
        is_cut in any::<bool>(),
        v4 in any::<u32>(),
        v6 in any::<u128>(),
    ) {
        let end = if is_cut { cut.index(bytes.len() + 1) } else { bytes.len() };
        let mut geo = Geo::default();
        if geo.add("broken.mmdb", bytes[..end].to_vec()).is_ok() {
            let addresses = [
                ip("203.0.113.7"),
                ip("198.51.100.1"),
                ip("2001:db8::1"),
                IpAddr::V4(v4.into()),
                IpAddr::V6(v6.into()),
            ];
            for address in addresses {
                geo.country(address);
                geo.city(address);
                geo.asn(address);
                geo.org(address);
            }
        }
    }
}
