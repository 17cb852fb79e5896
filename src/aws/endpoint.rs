//! Custom endpoints, to which requests go in place of AWS.
//!
//! Knows the configuration and the text of URLs; sends nothing.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ffi::OsString;
use std::net::IpAddr;

use aws_types::service_config::ServiceConfigKey;

use super::{Error, Session};
use crate::source::FaultKind;

/// The services that ct calls, as the configuration names them.
const SERVICES: [&str; 9] =
    ["S3", "CloudTrail", "STS", "KMS", "SNS", "SQS", "IAM", "CloudWatch Logs", "Organizations"];

impl Session {
    /// Whether S3 has a custom endpoint: then URLs are path-style, and there is one Region.
    pub(super) fn has_endpoint(&self) -> bool {
        self.has_endpoint_for("S3")
    }

    /// Whether a service has a custom endpoint.
    pub(super) fn has_endpoint_for(&self, service: &'static str) -> bool {
        self.config.endpoint_url().is_some() || self.own_endpoint(service).is_some()
    }

    /// The custom endpoint of this service only.
    fn own_endpoint(&self, service: &'static str) -> Option<String> {
        let key = ServiceConfigKey::builder()
            .service_id(service)
            .env("AWS_ENDPOINT_URL")
            .profile("endpoint_url")
            .build();
        self.config.service_config()?.load_config(key.ok()?)
    }

    /// Custom endpoints that are reached over a network without TLS.
    pub fn cleartext_endpoints(&self) -> BTreeSet<String> {
        let of_all = self.config.endpoint_url().map(str::to_owned);
        let is_flag = self.settings.endpoint.as_ref().is_some_and(|it| !it.is_empty());
        let services = if is_flag { &[][..] } else { &SERVICES[..] };
        let own = services.iter().filter_map(|service| self.own_endpoint(service));
        own.chain(of_all).filter(|url| is_cleartext(url)).collect()
    }
}

/// Refuses an empty endpoint in the environment, which the SDK would use.
pub(super) fn none_is_empty() -> Result<(), Error> {
    let is_empty = |(name, value): &(OsString, OsString)| {
        name.to_string_lossy().starts_with("AWS_ENDPOINT_URL") && value.is_empty()
    };
    match std::env::vars_os().find(is_empty) {
        None => Ok(()),
        Some((name, _)) => Err(Error::new(
            FaultKind::Other,
            format!("{} is empty", name.to_string_lossy()),
            "unset it, or set it to the URL of an endpoint",
        )),
    }
}

/// Whether a URL is plain HTTP to another machine.
pub fn is_cleartext(url: &str) -> bool {
    let Some((scheme, rest)) = url.trim().split_once("://") else { return false };
    if !scheme.eq_ignore_ascii_case("http") {
        return false;
    }
    let authority = &rest[..authority_end(rest)];
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let host = match host.strip_prefix('[') {
        Some(address) => address.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    };
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    let is_local = host == "localhost" || host.ends_with(".localhost");
    !is_local && !host.parse().is_ok_and(|address: IpAddr| address.to_canonical().is_loopback())
}

/// The text with user names and passwords removed from URLs.
pub fn without_user_info(text: &str) -> Cow<'_, str> {
    let Some((before, rest)) = text.split_once("://") else { return Cow::Borrowed(text) };
    let authority = &rest[..authority_end(rest)];
    let word = rest.find(is_end_of_url).unwrap_or(rest.len());
    let is_port = |port: &str| port.bytes().all(|byte| byte.is_ascii_digit() || byte == b']');
    // A password should be percent-encoded, but may have any character.
    let is_cut = authority.rsplit_once(':').is_some_and(|(_, port)| !is_port(port));
    let end = authority.rfind('@').or_else(|| rest[..word].rfind('@').filter(|_| is_cut));
    let after = end.map_or(rest, |end| &rest[end + 1..]);
    Cow::Owned(format!("{before}://{}", without_user_info(after)))
}

fn is_end_of_url(c: char) -> bool {
    c.is_whitespace() || matches!(c, '"' | '<' | '>')
}

/// The end of the authority (user, host and port) in the text after a URL's scheme.
fn authority_end(rest: &str) -> usize {
    rest.find(|c| matches!(c, '/' | '?' | '#' | '\\') || is_end_of_url(c)).unwrap_or(rest.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_http_to_another_machine_is_cleartext() {
        let clear = [
            "http://minio.example:9000",
            "HTTP://10.0.0.7",
            "http://127.0.0.1.example",
            "http://localhost@example",
            "http://[2001:db8::1]:9000/",
            "http://127.0.0.1:x@example/",
        ];
        assert_eq!(clear.into_iter().filter(|url| !is_cleartext(url)).collect::<Vec<_>>(), [""; 0]);
        let fine = [
            "https://minio.example",
            "http://127.0.0.1:5000",
            "http://127.9.9.9",
            "http://[::1]:9000",
            "http://[::ffff:127.0.0.1]",
            "http://localhost:4566/x",
            "http://s3.localhost.",
            "http://user:word@localhost",
            "minio.example",
        ];
        assert_eq!(fine.into_iter().filter(|url| is_cleartext(url)).collect::<Vec<_>>(), [""; 0]);
    }

    #[test]
    fn user_names_and_passwords_are_removed_from_urls() {
        let table = [
            ("--endpoint-url=https://me:secret@host:9000/x", "--endpoint-url=https://host:9000/x"),
            ("http://me@host", "http://host"),
            ("http://me:a@b@host", "http://host"),
            ("http://me:a/b?c#d@host/x", "http://host/x"),
            ("see http://a:b@c, then http://d:e@f", "see http://c, then http://f"),
            ("s3://bucket/a@b", "s3://bucket/a@b"),
            ("http://host:9000/a@b", "http://host:9000/a@b"),
            ("http://[::1]:9000/a@b", "http://[::1]:9000/a@b"),
            ("me@host", "me@host"),
        ];
        for (text, without) in table {
            assert_eq!(without_user_info(text), without);
        }
    }
}
