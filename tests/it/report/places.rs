//! Countries, cities and networks in counts and reports equal what another reader of the same databases
//! finds: `places.py` asks `MaxMind`'s.

use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

use super::{log, record};
use crate::harness::{put, root};
use crate::mmdb::{Writer, cities, systems};
use crate::venv::Installation;

const READER: Installation = Installation { name: "maxminddb", requirement: "maxminddb==2.8.2" };

/// Countries of the networks that the test adds.
const COUNTRIES: [&str; 5] = ["DE", "US", "BR", "IN", "ZA"];

/// Networks of every length, of both versions, no two of which overlap.
fn networks() -> Vec<(String, String)> {
    let v4 = (0..48).map(|at: usize| {
        let start = format!("{}.{}.{}", 20 + at, at * 37 % 256, at * 91 % 256);
        (format!("{start}.128/{}", 8 + at % 25), format!("{start}.129"))
    });
    let v6 = (0..48).map(|at: usize| {
        let start = format!("2a{at:02}:{:x}:{:x}:", at * 977, at * 31);
        (format!("{start}:8000/{}", 16 + at * 7 % 113), format!("{start}:8001"))
    });
    v4.chain(v6).collect()
}

/// The databases, and a log with addresses in and beside their networks.
fn write(folder: &Path) {
    let (mut places, mut owners) = (cities(), systems());
    let odd = [
        "203.0.113.7",
        "203.0.113.200",
        "198.51.100.1",
        "2001:db8::1",
        "192.0.2.1",
        "2001:db9::1",
        "10.1.2.3",
        "172.31.255.255",
        "172.32.0.1",
        "100.64.0.1",
        "100.128.0.1",
        "127.0.0.1",
        "169.254.1.1",
        "fd00::1",
        "fe80::1",
        "fec0::1",
        "::1",
        "::ffff:203.0.113.7",
        "::ffff:10.0.0.1",
        "203.0.113.9, 10.0.0.1",
        "10.0.0.1, 203.0.113.9",
        "unknown, 198.51.100.7",
        "2001:db8::2,1.2.3.4",
        " 203.0.113.8 ",
        "ec2.amazonaws.com",
        "s3.amazonaws.com.cn",
        "AWS Internal",
        "amazonaws.com",
        "example.com",
        "203.0.113.7.",
        "203.0.113.007",
        "",
        "VPC endpoint",
    ];
    let mut addresses: Vec<Value> = odd.iter().map(|text| json!(text)).collect();
    addresses.push(Value::Null);
    for (at, (network, beside)) in networks().into_iter().enumerate() {
        let country = json!({"iso_code": COUNTRIES[at % 5]});
        let city = match at % 3 {
            0 => json!({"country": country, "city": {"names": {"en": format!("City {at}")}}}),
            1 => json!({"country": country}),
            _ => json!({"city": {"names": {"en": format!("City {at}")}}}),
        };
        places = places.with(&network, &city);
        if at % 4 > 0 {
            let number = 64_496 + u32::try_from(at).unwrap() % 16;
            let owner = json!({"autonomous_system_number": number, "autonomous_system_organization": format!("Org {}", at % 7)});
            owners = owners.with(&network, &owner);
        }
        let address = network.split_once('/').unwrap().0;
        addresses.extend([json!(address), json!(beside), json!(format!("{beside}, {address}"))]);
    }
    let one = |(at, address): (usize, &Value)| {
        let name = if at % 3 == 0 { "ConsoleLogin" } else { "DescribeInstances" };
        let source = if at % 3 == 0 { "signin" } else { "ec2" };
        record(
            "2026-11-20T09:00:00Z",
            source,
            name,
            &json!({"sourceIPAddress": address, "eventID": at.to_string()}),
        )
    };
    let mut records: Vec<Value> = addresses.iter().enumerate().map(one).collect();
    records[5].as_object_mut().unwrap().remove("sourceIPAddress");
    log(folder, "logs/a.json", &records);
    put(folder, "city.mmdb", places.bytes());
    put(folder, "asn.mmdb", owners.bytes());
    let v4 = Writer::new("GeoLite2-City")
        .only_v4()
        .with("203.0.113.0/25", &json!({"country": {"iso_code": "DE"}}));
    put(folder, "v4.mmdb", v4.bytes());
}

#[test]
fn places_equal_those_of_another_reader() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path());
    let python = READER.python().unwrap();
    for (cities, places) in [("city.mmdb", 100), ("v4.mmdb", 20)] {
        let compared = Command::new(&python)
            .current_dir(folder.path())
            .arg(root().join("tests/it/report/places.py"))
            .args([env!("CARGO_BIN_EXE_ct"), cities, "asn.mmdb", "logs"])
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&compared.stdout);
        assert!(compared.status.success(), "{said}{}", String::from_utf8_lossy(&compared.stderr));
        let found = said.split(" events, ").nth(1).and_then(|rest| rest.split(' ').next()).unwrap();
        assert!(found.parse::<usize>().unwrap() > places && said.contains("6 answers"), "{said}");
    }
}
