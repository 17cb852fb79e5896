//! `geo.*`: where addresses are, from databases that the test writes.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::harness::{Ct, Ran, document, put};
use crate::mmdb::{Writer, cities, systems};

/// `sourceIPAddress`, and the country, city, number and organization that it has.
const PLACES: [(&str, &str, &str, u32, &str); 10] = [
    ("203.0.113.7", "DE", "Berlin", 64_496, "Example Net, GmbH"),
    ("203.0.113.200", "DE", "", 64_496, "Example Net, GmbH"),
    ("198.51.100.1", "JP", "東京", u32::MAX, "Tokyo Example"),
    ("2001:db8::1", "NL", "Amsterdam", 64_511, "Example <IPv6>"),
    ("203.0.113.9, 10.0.0.1", "DE", "Berlin", 64_496, "Example Net, GmbH"),
    ("10.1.2.3", "private", "", 0, ""),
    ("fd00::1", "private", "", 0, ""),
    ("ec2.amazonaws.com", "aws:ec2.amazonaws.com", "", 0, ""),
    ("AWS Internal", "aws:AWS Internal", "", 0, ""),
    ("192.0.2.1", "", "", 0, ""),
];

/// A folder with one log and both databases.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let event = |place: &(&str, &str, &str, u32, &str)| json!({"eventVersion": "1.11", "eventTime": "2026-11-20T09:00:00Z", "eventSource": "s3.amazonaws.com", "eventName": "GetObject", "sourceIPAddress": place.0});
    let events = PLACES.iter().map(event);
    let log = json!({"Records": events.collect::<Vec<_>>()});
    put(folder.path(), "log.json", log.to_string());
    put(folder.path(), "city.mmdb", cities().bytes());
    put(folder.path(), "asn.mmdb", systems().bytes());
    folder
}

fn grep(folder: &Path, line: &str) -> Ran {
    Ct::new(&format!("grep log.json {line}")).at(folder).run()
}

/// Checks that a run is a usage error with this message and help.
fn assert_error(ran: &Ran, message: &str, help: &str) {
    assert_eq!((ran.code, ran.text()), (2, ""), "{ran}");
    assert_eq!(ran.stderr, format!("ct: {message}\nhelp: {help}\n"));
}

#[test]
fn all_four_fields_are_printed_with_their_types() {
    let folder = folder();
    let fields = "--fields geo.country,geo.city,geo.asn,geo.org";
    let ran = grep(folder.path(), &format!("-o jsonl --geoip city.mmdb --geoip asn.mmdb {fields}"));
    let ran = ran.expect_silent_yes();
    let text = |text: &str| if text.is_empty() { Value::Null } else { json!(text) };
    let expected = PLACES.map(|(_, country, city, asn, org)| {
        let asn = if asn == 0 { Value::Null } else { json!(asn) };
        json!({"geo.country": text(country), "geo.city": text(city), "geo.asn": asn, "geo.org": text(org)})
    });
    let printed: Vec<Value> =
        ran.lines().iter().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(printed, expected);
    let csv = grep(folder.path(), "-o csv --geoip asn.mmdb --fields geo.asn,geo.org -n 1");
    assert_eq!(csv.text(), "geo.asn,geo.org\n64496,\"Example Net, GmbH\"\n", "{csv}");
}

#[test]
fn conditions_compare_countries_in_any_case_and_numbers_as_numbers() {
    let folder = folder();
    let databases = std::env::join_paths(["city.mmdb", "asn.mmdb"]).unwrap();
    let databases = databases.to_str().unwrap();
    let table = [
        ("geo.country = de", 3),
        ("geo.country in (DE, nl)", 4),
        ("geo.country != DE", 7),
        ("geo.country = private", 2),
        ("geo.country = 'aws:*'", 2),
        ("geo.country = 'aws:aws internal'", 1),
        ("geo.country not exists", 1),
        ("geo.city = Berlin", 2),
        ("geo.city = berlin", 0),
        ("geo.city exists", 4),
        ("geo.asn = 64496", 3),
        ("geo.asn > 64496", 2),
        ("geo.asn in (64496, 64511)", 4),
        ("geo.org ~ 'Example'", 5),
        ("geo.country = DE and geo.city not exists", 1),
    ];
    for (expression, number) in table {
        let run = |flag: &str| {
            let ct = Ct::new("grep log.json --count").at(folder.path()).arg(flag).arg(expression);
            ct.env("CT_GEOIP", databases).run().number()
        };
        assert_eq!(run("--where"), number, "{expression}");
        assert_eq!(run("--exclude"), PLACES.len() - number, "{expression}");
    }
}

#[test]
fn fields_without_their_database_are_a_usage_error() {
    let folder = folder();
    let help = "pass --geoip FILE.mmdb or set CT_GEOIP";
    for line in [
        "--where 'geo.country = DE'",
        "--where 'eventName = x or not geo.country = DE'",
        "--exclude 'geo.country = DE'",
        "--fields eventName,geo.country",
        "--geoip asn.mmdb --where 'geo.country = DE'",
    ] {
        let ran = grep(folder.path(), line);
        assert_error(&ran, "geo.country needs a city or country database", help);
    }
    let ran = grep(folder.path(), "--geoip city.mmdb --fields geo.asn");
    assert_error(&ran, "geo.asn needs an ASN database", help);
    let country = Writer::new("DBIP-Country-Lite").bytes();
    put(folder.path(), "country.mmdb", country);
    let ran = grep(folder.path(), "--geoip country.mmdb --where 'geo.city = Berlin'");
    assert_error(&ran, "geo.city needs a city database", help);
    let ran = Ct::new("follow history: --until-idle 1s --where 'geo.country = DE'").run();
    assert_error(&ran, "geo.country needs a city or country database", help);
}

#[test]
fn a_database_of_ipv4_alone_has_no_country_of_ipv6_addresses() {
    let folder = folder();
    let record = json!({"country": {"iso_code": "FR"}});
    let writer = Writer::new("DBIP-Country-Lite").only_v4().with("203.0.113.0/24", &record);
    put(folder.path(), "country.mmdb", writer.bytes());
    let run = |line: &str| grep(folder.path(), &format!("--geoip country.mmdb --count {line}"));
    assert_eq!(run("--where 'geo.country = FR'").number(), 3);
    assert_eq!(run("--where 'geo.country not exists' --source-ip 2001:db8::/32").number(), 1);
}

#[test]
fn a_country_that_no_address_has_is_a_usage_error() {
    let folder = folder();
    let ran = grep(folder.path(), "--geoip city.mmdb --where 'geo.country = Germany'");
    assert_eq!((ran.code, ran.text()), (2, ""), "{ran}");
    let first = ran.stderr.lines().next().unwrap();
    let message = "ct: geo.country is an ISO country code, private or aws:NAME, never Germany";
    assert_eq!(first, message);
}

#[test]
fn files_that_are_no_database_are_named() {
    let folder = folder();
    put(folder.path(), "text.mmdb", "nothing");
    put(folder.path(), "city.mmdb.gz", [0x1f, 0x8b, 8, 0]);
    let half = cities().bytes();
    put(folder.path(), "half.mmdb", &half[..half.len() / 2]);
    let help = "name the .mmdb file of a city, country or ASN database in --geoip or CT_GEOIP";
    let ran = grep(folder.path(), "--geoip nowhere.mmdb");
    assert_error(&ran, "cannot read nowhere.mmdb: no such file or folder", help);
    let ran = grep(folder.path(), "--geoip city.mmdb.gz");
    let message = "cannot read city.mmdb.gz: a compressed file, not a MaxMind database (.mmdb)";
    assert_error(&ran, message, "decompress it: gunzip FILE.mmdb.gz, or tar -xzf FILE.tar.gz");
    for name in ["text.mmdb", "half.mmdb"] {
        let ran = grep(folder.path(), &format!("--geoip {name}"));
        let lines: Vec<&str> = ran.stderr.lines().collect();
        let start = format!("ct: cannot read {name}: not a MaxMind database (.mmdb), or corrupt: ");
        assert!(ran.code == 2 && lines.len() == 2 && lines[0].starts_with(&start), "{ran}");
    }
    let ran = grep(folder.path(), "--geoip city.mmdb --geoip ./city.mmdb");
    let message =
        "cannot read ./city.mmdb: a second database of cities or countries; city.mmdb is the first";
    assert_error(&ran, message, "name one database of places and one of autonomous systems");
}

#[test]
fn the_variable_is_read_only_if_a_field_needs_it_and_the_flag_goes_first() {
    let folder = folder();
    let run = |line: &str| {
        let ct = Ct::new(&format!("grep log.json --count {line}")).at(folder.path());
        ct.env("CT_GEOIP", "nowhere.mmdb").run()
    };
    assert_eq!(run("").number(), PLACES.len());
    assert_eq!(run("--geoip city.mmdb --where 'geo.country = DE'").number(), 3);
    let ran = run("--where 'geo.country = DE'");
    assert!(ran.code == 2 && ran.stderr.starts_with("ct: cannot read nowhere.mmdb"), "{ran}");
}

#[test]
fn a_lookup_that_fails_makes_the_answer_incomplete() {
    let folder = folder();
    let record = json!({"country": "Germany"});
    let broken = Writer::new("GeoLite2-Country").with("203.0.113.0/24", &record);
    put(folder.path(), "broken.mmdb", broken.bytes());
    let ran = grep(
        folder.path(),
        "--geoip broken.mmdb --where 'geo.country = DE' --threads 1 --summary summary.json",
    );
    assert_eq!((ran.code, ran.text()), (2, ""), "{ran}");
    assert!(ran.stderr.contains("INCOMPLETE: 3 address lookups failed\n"), "{ran}");
    let reason = "\n  broken.mmdb: corrupt at the record of 203.0.113.7: ";
    assert!(ran.stderr.contains(reason), "{ran}");
    let summary = document(&folder.path().join("summary.json"));
    assert_eq!(summary["complete"], json!(false));
    assert_eq!(summary["lookup_errors"][0]["object"], json!("broken.mmdb"));
    fs::remove_file(folder.path().join("summary.json")).unwrap();
    grep(folder.path(), "--geoip city.mmdb --fields geo.country --summary summary.json");
    let summary = document(&folder.path().join("summary.json"));
    assert_eq!((&summary["complete"], summary.get("lookup_errors")), (&json!(true), None));
}
