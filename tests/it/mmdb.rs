//! Writes databases of addresses in the `MaxMind` format, version 2.0, as a test needs them.
//!
//! Made from the "`MaxMind` DB File Format Specification". Networks of one database must not overlap.

use std::net::IpAddr;

use serde_json::{Value, json};

const TEXT: u8 = 2;
/// A number of 16 bits.
const SHORT: u8 = 5;
/// A number of 32 bits.
const NUMBER: u8 = 6;
const MAP: u8 = 7;
/// A number of 64 bits.
const LONG: u8 = 9;
const LIST: u8 = 11;

/// What a node of the search tree leads to.
#[derive(Clone, Copy)]
enum Branch {
    Nothing,
    Node(u32),
    /// Where its record begins in the data section.
    Record(u32),
}

/// A database that is being made.
pub(crate) struct Writer {
    database_type: String,
    /// 4 or 6.
    ip_version: u32,
    nodes: Vec<[Branch; 2]>,
    data: Vec<u8>,
}

impl Writer {
    /// An empty database of IPv4 and IPv6 addresses.
    pub(crate) fn new(database_type: &str) -> Self {
        let database_type = database_type.to_owned();
        Self { database_type, ip_version: 6, nodes: vec![[Branch::Nothing; 2]], data: Vec::new() }
    }

    /// The same for IPv4 addresses only.
    pub(crate) fn only_v4(self) -> Self {
        Self { ip_version: 4, ..self }
    }

    /// Adds the record of a network: `203.0.113.0/24`.
    pub(crate) fn with(mut self, network: &str, record: &Value) -> Self {
        let (address, length) = network.split_once('/').unwrap();
        let length: u32 = length.parse().unwrap();
        let (bits, length) = match address.parse().unwrap() {
            IpAddr::V4(address) if self.ip_version == 4 => {
                (u128::from(address.to_bits()) << 96, length)
            }
            IpAddr::V4(address) => (u128::from(address.to_bits()), length + 96),
            IpAddr::V6(address) => (address.to_bits(), length),
        };
        let at = u32::try_from(self.data.len()).unwrap();
        encode(record, &mut self.data);
        let mut node = 0;
        for depth in 0..length {
            let side = usize::from(bits >> (127 - depth) & 1 == 1);
            if depth + 1 == length {
                self.nodes[node][side] = Branch::Record(at);
                break;
            }
            node = match self.nodes[node][side] {
                Branch::Node(next) => next,
                Branch::Nothing => {
                    let next = u32::try_from(self.nodes.len()).unwrap();
                    self.nodes.push([Branch::Nothing; 2]);
                    self.nodes[node][side] = Branch::Node(next);
                    next
                }
                Branch::Record(_) => panic!("{network} overlaps another network"),
            } as usize;
        }
        self
    }

    /// The file.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let count = u32::try_from(self.nodes.len()).unwrap();
        let mut file = Vec::new();
        for branch in self.nodes.iter().flatten() {
            let record = match *branch {
                Branch::Nothing => count,
                Branch::Node(node) => node,
                Branch::Record(at) => count + 16 + at,
            };
            file.extend(record.to_be_bytes());
        }
        file.extend([0; 16]);
        file.extend(&self.data);
        file.extend(b"\xab\xcd\xefMaxMind.com");
        let numbers = [
            ("binary_format_major_version", SHORT, 2),
            ("binary_format_minor_version", SHORT, 0),
            ("build_epoch", LONG, 1_795_000_000),
            ("ip_version", SHORT, self.ip_version),
            ("node_count", NUMBER, count),
            ("record_size", SHORT, 32),
        ];
        let others = [
            ("database_type", json!(self.database_type)),
            ("description", json!({"en": "for tests"})),
            ("languages", json!(["en"])),
        ];
        control(MAP, numbers.len() + others.len(), &mut file);
        for (name, kind, value) in numbers {
            encode(&json!(name), &mut file);
            number(kind, value, &mut file);
        }
        for (name, value) in others {
            encode(&json!(name), &mut file);
            encode(&value, &mut file);
        }
        file
    }
}

/// A database of cities: two of Germany, one without a city, one of Japan and one of IPv6.
pub(crate) fn cities() -> Writer {
    let city = |country: &str, city: &str| json!({"city": {"names": {"de": city, "en": city}}, "country": {"iso_code": country}});
    Writer::new("GeoLite2-City")
        .with("203.0.113.0/25", &city("DE", "Berlin"))
        .with("203.0.113.128/25", &json!({"country": {"iso_code": "DE"}}))
        .with(
            "198.51.100.0/24",
            &json!({"city": {"names": {"ja": "東京"}}, "country": {"iso_code": "JP"}}),
        )
        .with("2001:db8::/32", &city("NL", "Amsterdam"))
}

/// A database of autonomous systems for the same networks.
pub(crate) fn systems() -> Writer {
    let system = |number: u32, org: &str| json!({"autonomous_system_number": number, "autonomous_system_organization": org});
    Writer::new("GeoLite2-ASN")
        .with("203.0.113.0/24", &system(64_496, "Example Net, GmbH"))
        .with("198.51.100.0/24", &system(u32::MAX, "Tokyo Example"))
        .with("2001:db8::/32", &system(64_511, "Example <IPv6>"))
}

/// Writes a value of the data section: maps, lists, texts and numbers.
fn encode(value: &Value, data: &mut Vec<u8>) {
    match value {
        Value::String(text) => {
            control(TEXT, text.len(), data);
            data.extend(text.as_bytes());
        }
        Value::Number(value) => {
            number(NUMBER, u32::try_from(value.as_u64().unwrap()).unwrap(), data);
        }
        Value::Object(members) => {
            control(MAP, members.len(), data);
            for (name, member) in members {
                encode(&json!(name), data);
                encode(member, data);
            }
        }
        Value::Array(elements) => {
            control(LIST, elements.len(), data);
            for element in elements {
                encode(element, data);
            }
        }
        _ => panic!("not a value of these databases: {value}"),
    }
}

/// Writes a whole number of this type, without zeros in front.
fn number(kind: u8, value: u32, data: &mut Vec<u8>) {
    let bytes = value.to_be_bytes();
    let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
    control(kind, 4 - zeros, data);
    data.extend(&bytes[zeros..]);
}

/// Writes the type and the length of a value. Types from 8 on have a byte of their own.
fn control(kind: u8, length: usize, data: &mut Vec<u8>) {
    let length = u8::try_from(length).unwrap();
    let (first, rest) = if length < 29 { (length, None) } else { (29, Some(length - 29)) };
    match kind {
        0..8 => data.push(kind << 5 | first),
        _ => data.extend([first, kind - 7]),
    }
    data.extend(rest);
}
