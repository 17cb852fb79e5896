//! Values to compare with: a glob, plain text, an address or a network.

use std::net::IpAddr;

use ipnet::{IpNet, Ipv4Net};
use regex::bytes::Regex;

use super::glob;
use crate::event::derived::Cell;
use crate::event::{Value, service};

/// Plain text, or a glob with `*`, `?`, `[…]`, `{…,…}` and `\` as in shells; `*` also crosses
/// slashes. Case counts, except for names that AWS defines: see [`Pattern::name`].
#[derive(Clone, Debug)]
pub struct Pattern {
    written: String,
    /// The text itself; of a glob, the longest part that any match holds.
    literal: String,
    /// Absent for plain text.
    glob: Option<Regex>,
    ignores_case: bool,
}

/// Why a value cannot be compared with anything.
#[derive(Debug, thiserror::Error)]
pub enum PatternError {
    /// A glob that does not close its brackets, say.
    #[error("not a glob: {0}")]
    Glob(String, String),
    /// Text that looks like a network and is none.
    #[error("not a network: {0}")]
    Network(String, &'static str),
    /// Text that looks like an address and is none.
    #[error("not an IP address: {0}")]
    Address(String),
    /// A service without the name of one of its APIs.
    #[error("no API name after the service: {0}")]
    Call(String),
    /// A regular expression that is none.
    #[error("not a regular expression: {0}")]
    Regex(String, String),
}

impl PatternError {
    /// What to do next.
    pub fn help(&self) -> String {
        match self {
            Self::Glob(_, why) => {
                format!("{why}; a backslash makes a character plain: \\[ \\{{ \\* \\? \\, \\\\")
            }
            Self::Network(_, why) => (*why).to_owned(),
            Self::Address(_) => {
                "give an address, a network such as 10.0.0.0/8, or a service name".to_owned()
            }
            Self::Call(_) => "write SERVICE:NAME, such as s3:DeleteBucket or iam:*".to_owned(),
            Self::Regex(_, why) => why.clone(),
        }
    }
}

impl Pattern {
    /// Reads a glob or plain text.
    ///
    /// # Errors
    /// The glob is not well formed.
    pub fn new(written: &str) -> Result<Self, PatternError> {
        Self::build(written, false)
    }

    /// Reads a glob or plain text that names something AWS defines, such as an API, a service or
    /// an error code: ASCII case does not count.
    ///
    /// # Errors
    /// The glob is not well formed.
    pub fn name(written: &str) -> Result<Self, PatternError> {
        Self::build(written, true)
    }

    fn build(written: &str, ignores_case: bool) -> Result<Self, PatternError> {
        let wrong = |why: String| PatternError::Glob(written.to_owned(), why);
        let glob::Glob { regex, literal } = glob::parse(written, ignores_case).map_err(wrong)?;
        let regex = regex.map(|regex| Regex::new(&regex)).transpose();
        let glob = regex.map_err(|error| wrong(reason(&error)))?;
        Ok(Self { written: written.to_owned(), literal, glob, ignores_case })
    }

    /// Whether `text` is what was meant.
    pub fn matches(&self, text: &str) -> bool {
        match &self.glob {
            None if self.ignores_case => text.eq_ignore_ascii_case(&self.literal),
            None => text == self.literal,
            Some(glob) => glob.is_match(text.as_bytes()),
        }
    }

    /// Whether the text of a value is what was meant.
    pub fn matches_value(&self, value: Value<'_>) -> bool {
        match self.glob {
            None if !self.ignores_case => value.text_is(&self.literal),
            _ => self.matches(&value.text()),
        }
    }

    /// Whether the text of a field's value is what was meant.
    pub fn matches_cell(&self, cell: &Cell<'_>) -> bool {
        match cell {
            Cell::Json(value) => self.matches_value(*value),
            computed => self.matches(&computed.text()),
        }
    }

    /// Whether case does not count.
    pub fn ignores_case(&self) -> bool {
        self.ignores_case
    }

    /// As it was given.
    pub fn written(&self) -> &str {
        &self.written
    }

    /// The text itself, if it is no glob.
    pub fn plain(&self) -> Option<&str> {
        self.glob.is_none().then_some(&self.literal)
    }

    /// The longest part that any text must hold to match.
    pub fn literal(&self) -> &str {
        &self.literal
    }
}

/// The service, if there is one, and the API of `s3:DeleteBucket`.
///
/// # Errors
/// The API is missing.
pub fn call(written: &str) -> Result<(Option<&str>, &str), PatternError> {
    let in_service = |c: char| c.is_ascii_alphanumeric() || "-.*?".contains(c);
    match written.split_once(':') {
        Some((service, name)) if !service.is_empty() && service.chars().all(in_service) => {
            match glob::trim(name) {
                "" => Err(PatternError::Call(written.to_owned())),
                name => Ok((Some(service), name)),
            }
        }
        _ => Ok((None, written)),
    }
}

/// A regular expression over text as written in the record.
///
/// # Errors
/// The expression is not well formed; the reason is made fit for one line.
pub fn regex(written: &str, ignore_case: bool) -> Result<Regex, PatternError> {
    let built = regex::bytes::RegexBuilder::new(written).case_insensitive(ignore_case).build();
    built.map_err(|error| PatternError::Regex(written.to_owned(), reason(&error)))
}

/// Why an expression is none, in one line.
fn reason(error: &regex::Error) -> String {
    let text = error.to_string();
    text.lines().last().unwrap_or("").trim_start_matches("error: ").to_owned()
}

/// A condition on the source of a call: an IP address, a CIDR range or a service's name. An IPv4
/// address that is written as an IPv6 one, `::ffff:192.0.2.1`, is IPv4.
#[derive(Clone, Debug)]
pub enum SourceAddress {
    /// One or many addresses.
    Network(IpNet),
    /// `cloudtrail.amazonaws.com`, `AWS Internal`; also a glob.
    Name(Pattern),
}

impl SourceAddress {
    /// Reads an address, a network or a name.
    ///
    /// # Errors
    /// The text looks like an address or a network and is none, or is a broken glob.
    pub fn new(written: &str) -> Result<Self, PatternError> {
        if let Ok(address) = written.parse::<IpAddr>() {
            return Ok(Self::Network(address.to_canonical().into()));
        }
        if let Ok(network) = written.parse::<IpNet>() {
            return Ok(Self::Network(canonical(network)));
        }
        let addressed = |text: &str| {
            text.chars().all(|c| c.is_ascii_hexdigit() || c == '.' || c == ':')
                && text.contains(['.', ':'])
        };
        match written.split_once('/') {
            Some((address, _)) if addressed(address) => {
                let why = match address.parse() {
                    Ok(IpAddr::V4(_)) => "an IPv4 prefix length is 0 to 32",
                    Ok(IpAddr::V6(_)) => "an IPv6 prefix length is 0 to 128",
                    Err(_) => "a network is an address, a slash and a length: 10.0.0.0/8",
                };
                Err(PatternError::Network(written.to_owned(), why))
            }
            None if addressed(written) => Err(PatternError::Address(written.to_owned())),
            _ => Ok(Self::Name(Pattern::new(written)?)),
        }
    }

    /// Whether a value is the place or lies in it. A network holds a value if it holds one of the
    /// addresses, or of the networks, that the value lists between commas.
    pub fn matches(&self, text: &str) -> bool {
        match self {
            Self::Name(pattern) => pattern.matches(text),
            Self::Network(network) => text.split(',').any(|part| holds(network, part.trim())),
        }
    }

    /// The same for `sourceIPAddress`, which lists addresses and names between commas if the call
    /// came through proxies: any of them counts.
    pub fn matches_source(&self, text: &str) -> bool {
        self.matches(text)
            || (text.contains(',') && text.split(',').any(|part| self.matches(part.trim())))
    }
}

/// Whether the address or the whole network lies in `network`.
fn holds(network: &IpNet, text: &str) -> bool {
    if let Ok(address) = text.parse::<IpAddr>() {
        return network.contains(&address.to_canonical());
    }
    let is_inside = |other: IpNet| network.contains(&canonical(other));
    text.contains('/') && text.parse().is_ok_and(is_inside)
}

/// The prefix length of the IPv6 network that holds all IPv4 addresses.
const MAPPED: u8 = 96;

/// The network, as IPv4 if it is an IPv4 network that is written as an IPv6 one.
pub(super) fn canonical(network: IpNet) -> IpNet {
    let address = network.addr().to_canonical();
    match (address, network.prefix_len().checked_sub(MAPPED)) {
        (IpAddr::V4(address), Some(length)) if matches!(network, IpNet::V6(_)) => {
            Ipv4Net::new(address, length).map_or(network, IpNet::V4)
        }
        _ => network,
    }
}

/// Whether a service is one of these, whole or without `.amazonaws.com`.
pub(super) fn is_service(source: &str, patterns: &[Pattern]) -> bool {
    let is_one = |text: &str| patterns.iter().any(|pattern| pattern.matches(text));
    is_one(source) || is_one(service(source))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn globs_cross_slashes_and_plain_text_is_exact() {
        let matches = |pattern: &str, text: &str| Pattern::new(pattern).unwrap().matches(text);
        assert!(matches("Put*", "PutObject") && !matches("Put", "PutObject"));
        assert!(matches("arn:aws:iam::*:role/*", "arn:aws:iam::1:role/a/b"));
        assert!(matches("Get?bject", "GetObject") && matches("{Get,Put}Object", "PutObject"));
        assert!(matches("[GP]etObject", "GetObject") && !matches("getobject", "GetObject"));
        assert!(matches(r"a\*b", "a*b") && !matches(r"a\*b", "axb"));
        assert!(matches("", "") && !matches("", "x"));
    }

    #[test]
    fn names_match_without_regard_to_case() {
        let matches = |pattern: &str, text: &str| Pattern::name(pattern).unwrap().matches(text);
        assert!(matches("putobject", "PutObject") && matches("PUT*", "PutObject"));
        assert!(matches("{get,PUT}[N-O]bject", "PutObject") && !matches("putobjec", "PutObject"));
        // Only ASCII has two cases here, as in the text search that comes first.
        assert!(!matches("K", "\u{212a}") && !matches("[K]", "\u{212a}"));
        assert!(
            matches(r"A\*b", "a*B") && matches(r"{\[x\],Y}*", "[X]z") && !matches(r"a\*b", "axb")
        );
        assert!(matches("[!k]", "\u{212a}") && !matches("[!K]", "k") && matches("É*", "ÉX"));
    }

    #[test]
    fn the_literal_is_a_part_that_must_occur() {
        let literal = |pattern: &str| Pattern::new(pattern).unwrap().literal().to_owned();
        assert_eq!(literal("PutObject"), "PutObject");
        assert_eq!(literal("Get*Object?x"), "Object");
        assert_eq!(literal("Start{A,B}Longer"), "Longer");
        assert_eq!(literal("[ab]c"), "c");
        let plain = Pattern::new(r"a\,b").unwrap();
        assert_eq!(
            (plain.literal(), plain.plain(), plain.written()),
            ("a,b", Some("a,b"), r"a\,b")
        );
    }

    #[test]
    fn broken_globs_and_networks_say_why() {
        assert!(Pattern::new("[a").is_err() && Pattern::new("{a").is_err());
        let help = |text: &str| SourceAddress::new(text).unwrap_err().help();
        assert_eq!(help("10.0.0.0/99"), "an IPv4 prefix length is 0 to 32");
        assert_eq!(help("2001:db8::/200"), "an IPv6 prefix length is 0 to 128");
        assert!(help("10.0.0/8").contains("10.0.0.0/8") && help("10.0.0").contains("network"));
    }

    #[test]
    fn places_are_addresses_networks_or_names() {
        let matches = |place: &str, text: &str| SourceAddress::new(place).unwrap().matches(text);
        assert!(matches("10.0.0.0/8", "10.1.2.3") && !matches("10.0.0.0/8", "11.1.2.3"));
        assert!(matches("203.0.113.7", "203.0.113.7") && !matches("203.0.113.7", "203.0.113.70"));
        assert!(matches("2001:db8::/32", "2001:0db8:0::1") && matches("::1", "0:0::1"));
        assert!(
            matches("AWS Internal", "AWS Internal")
                && matches("*.amazonaws.com", "s3.amazonaws.com")
        );
        assert!(!matches("10.0.0.0/8", "AWS Internal"));
        assert!(matches("10.0.0.0/8", "10.1.0.0/16") && !matches("10.1.0.0/16", "10.0.0.0/8"));
        assert!(matches("0.0.0.0/0", "0.0.0.0/0") && !matches("10.0.0.0/8", "10.0.0.0/x"));
    }

    #[test]
    fn an_ipv4_address_written_as_ipv6_is_ipv4() {
        let matches = |place: &str, text: &str| SourceAddress::new(place).unwrap().matches(text);
        for spelling in ["10.1.2.3", "::ffff:10.1.2.3", "::FFFF:a01:203", "0:0:0:0:0:ffff:a01:203"]
        {
            for place in ["10.1.2.3", "10.0.0.0/8", "::ffff:10.1.2.3", "::ffff:10.0.0.0/104"] {
                assert!(matches(place, spelling), "{place} {spelling}");
            }
            for place in ["10.1.2.4", "11.0.0.0/8", "::ffff:11.0.0.0/104", "::/0"] {
                assert!(!matches(place, spelling), "{place} {spelling}");
            }
        }
        assert!(matches("10.0.0.0/8", "::ffff:10.1.0.0/112") && matches("::/0", "::ffff:0:0/95"));
        assert!(!matches("10.1.0.0/16", "::ffff:10.0.0.0/104"));
    }

    #[test]
    fn any_of_several_addresses_counts() {
        let matches =
            |place: &str, text: &str| SourceAddress::new(place).unwrap().matches_source(text);
        let proxied = "203.0.113.7, 10.0.0.1,2001:db8::1 , cloudfront.amazonaws.com";
        for place in
            ["203.0.113.7", "203.0.113.*", "10.0.0.0/24", "2001:DB8:0::1", "cloudfront*", "*0.1,*"]
        {
            let escaped = place.replace(',', r"\,");
            assert!(matches(&escaped, proxied), "{place}");
        }
        for place in ["203.0.113.70", "10.0.1.0/24", "cloudfront", "203"] {
            assert!(!matches(place, proxied), "{place}");
        }
        assert!(matches(r"203.0.113.7\, 10.0.0.1", "203.0.113.7, 10.0.0.1"));
        let other = SourceAddress::new("aws-cli").unwrap();
        assert!(!other.matches("curl, aws-cli") && other.matches_source("curl, aws-cli"));
    }
}
