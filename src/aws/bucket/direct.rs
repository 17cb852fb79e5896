//! Asks for an object with as little as possible between here and the wire: a signed GET.
//!
//! Three quarters of the CPU of a small GET is the SDK's way to make a request, and whole trails are
//! made of small objects. Where a bucket is, and whom to sign as, the SDK tells once, by signing a
//! request ahead ([`Place`]); each request is signed by its signer and sent by its HTTP client.
//! Knows nothing of errors: what is not simply answered is asked again by the SDK, which tries again,
//! sets the clock right, and says what is wrong.

use std::sync::OnceLock;
use std::time::{Duration, SystemTime};

use aws_config::SdkConfig;
use aws_sdk_s3::Client;
use aws_sdk_s3::config::http::{HttpRequest, HttpResponse};
use aws_sdk_s3::config::{ProvideCredentials as _, SharedAsyncSleep, SharedCredentialsProvider};
use aws_sdk_s3::presigning::PresigningConfig;
use aws_sdk_s3::primitives::SdkBody;
use aws_sigv4::http_request::{
    PayloadChecksumKind, PercentEncodingMode, SignableBody, SignableRequest, SigningSettings,
    UriPathNormalizationMode, sign,
};
use aws_sigv4::sign::v4;
use aws_smithy_http_client::proxy::ProxyConfig;
use aws_smithy_http_client::tls::{Provider, rustls_provider::CryptoMode};
use aws_smithy_http_client::{Connector, ConnectorBuilder};
use aws_smithy_runtime_api::client::http::{HttpConnector as _, HttpConnectorSettings};
use aws_smithy_runtime_api::client::identity::Identity;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use tokio::sync::Mutex;

use crate::aws::{ANSWER, CONNECT};

/// What stands for itself in the path of a request ("Create a canonical request", AWS Identity and
/// Access Management User Guide), and what parts a key.
const ENCODED: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');
/// Credentials that end so soon are renewed before.
const SOON: Duration = Duration::from_secs(30);
/// Those that do not tell their end are looked for again after so long, as the SDK does: another
/// program may have renewed them.
const USUAL: Duration = Duration::from_mins(15);
/// The key of the request that is signed ahead.
const KEY: &str = "key";
const AGENT: &str = concat!("ct/", env!("CARGO_PKG_VERSION"));

/// Connections and credentials for any number of buckets.
pub(in crate::aws) struct Direct {
    connector: OnceLock<Connector>,
    sleep: Option<SharedAsyncSleep>,
    provider: SharedCredentialsProvider,
    held: Mutex<Option<Identity>>,
}

/// Where a bucket is asked, and what for.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// The URL of an object without its key.
    base: String,
    /// For which region requests are signed.
    region: String,
}

/// Why nothing could be signed the SDK says when it is asked.
pub(super) struct Unsigned;

impl Direct {
    /// A way to all buckets; there is none without credentials.
    pub(in crate::aws) fn new(config: &SdkConfig) -> Option<Self> {
        let (sleep, provider) = (config.sleep_impl(), config.credentials_provider()?);
        Some(Self { connector: OnceLock::new(), sleep, provider, held: Mutex::default() })
    }

    /// Asks for an object; the answer, if it is one.
    pub(super) async fn get(&self, place: &Place, key: &str) -> Option<HttpResponse> {
        let identity = self.identity().await?;
        let request = place.signed(&identity, key, SystemTime::now())?;
        let connector = self.connector.get_or_init(|| connector(self.sleep.clone()));
        let answer = connector.call(request).await.ok()?;
        (answer.status().as_u16() == 200).then_some(answer)
    }

    /// The credentials, as long as they last.
    async fn identity(&self) -> Option<Identity> {
        let mut held = self.held.lock().await;
        let now = SystemTime::now();
        let lasts = |identity: &Identity| identity.expiration().is_some_and(|end| end > now + SOON);
        if !held.as_ref().is_some_and(lasts) {
            // Why there are none the SDK says.
            *held = self.provider.provide_credentials().await.ok().map(|credentials| {
                let end = credentials.expiry().unwrap_or(now + USUAL);
                Identity::new(credentials, Some(end))
            });
        }
        held.clone()
    }
}

/// Makes connections as the SDK does.
fn connector(sleep: Option<SharedAsyncSleep>) -> Connector {
    let settings =
        HttpConnectorSettings::builder().connect_timeout(CONNECT).read_timeout(ANSWER).build();
    let mut builder = ConnectorBuilder::default()
        .tls_provider(Provider::Rustls(CryptoMode::AwsLc))
        .connector_settings(settings)
        .proxy_config(ProxyConfig::from_env());
    builder.set_sleep_impl(sleep);
    builder.build()
}

impl Place {
    /// Where the SDK would ask; nothing if it would sign in a way of its own, as for directory
    /// buckets and access points of several regions.
    ///
    /// # Errors
    /// Nothing can be signed now: there are no credentials, perhaps.
    pub(super) async fn of(client: &Client, bucket: &str) -> Result<Option<Self>, Unsigned> {
        let ahead = PresigningConfig::expires_in(Duration::from_mins(1)).map_err(|_| Unsigned)?;
        let request = client.get_object().bucket(bucket).key(KEY).presigned(ahead).await;
        Ok(Self::read(request.map_err(|_| Unsigned)?.uri()))
    }

    /// Reads the URL of a request that was signed ahead ("Authenticating Requests: Using Query
    /// Parameters", Amazon S3 API Reference).
    fn read(url: &str) -> Option<Self> {
        let (path, query) = url.split_once('?')?;
        let base = path.strip_suffix(KEY)?.to_owned();
        let value =
            |name| query.split('&').find_map(|part| part.strip_prefix(name)?.strip_prefix('='));
        // The access key, the day, the region, the service.
        let scope: Vec<&str> = value("X-Amz-Credential")?.split("%2F").collect();
        let &[_, _, region, "s3", "aws4_request"] = &*scope else { return None };
        let is_plain = value("X-Amz-Algorithm") == Some("AWS4-HMAC-SHA256");
        is_plain.then(|| Self { base, region: region.to_owned() })
    }

    /// A request for an object.
    fn signed(&self, identity: &Identity, key: &str, now: SystemTime) -> Option<HttpRequest> {
        let url = format!("{}{}", self.base, utf8_percent_encode(key, ENCODED));
        let mut settings = SigningSettings::default();
        // S3 takes paths as they are.
        settings.percent_encoding_mode = PercentEncodingMode::Single;
        settings.uri_path_normalization_mode = UriPathNormalizationMode::Disabled;
        settings.payload_checksum_kind = PayloadChecksumKind::XAmzSha256;
        let parameters = v4::SigningParams::builder()
            .identity(identity)
            .region(&self.region)
            .name("s3")
            .time(now)
            .settings(settings)
            .build()
            .ok()?
            .into();
        let asked =
            SignableRequest::new("GET", &*url, std::iter::empty(), SignableBody::empty()).ok()?;
        let (instructions, _) = sign(asked, &parameters).ok()?.into_parts();
        let mut request = HttpRequest::new(SdkBody::empty());
        request.set_uri(url).ok()?;
        request.headers_mut().try_insert("user-agent", AGENT).ok()?;
        for header in instructions.into_parts().0 {
            let (name, value) = (header.name(), header.value().to_owned());
            request.headers_mut().try_insert(name, value).ok()?;
        }
        Some(request)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIGNED: &str = "?x-id=GetObject&X-Amz-Algorithm=AWS4-HMAC-SHA256\
         &X-Amz-Credential=AKIDEXAMPLE%2F20261120%2Feu-west-1%2Fs3%2Faws4_request&X-Amz-Date=x";

    fn read(url: &str) -> Option<(String, String)> {
        Place::read(url).map(|place| (place.base, place.region))
    }

    #[test]
    fn a_place_is_what_the_sdk_signs_for() {
        for base in [
            "https://logs.s3.eu-west-1.amazonaws.com/",
            "https://s3.eu-west-1.amazonaws.com/logs.of.ours/",
            "https://logs.s3-fips.dualstack.us-gov-west-1.amazonaws.com/",
            "http://127.0.0.1:5000/logs/",
        ] {
            let expected = (base.to_owned(), "eu-west-1".to_owned());
            assert_eq!(read(&format!("{base}key{SIGNED}")), Some(expected));
        }
    }

    #[test]
    fn what_is_signed_otherwise_is_left_to_the_sdk() {
        let url = format!("https://logs.s3.eu-west-1.amazonaws.com/key{SIGNED}");
        for (plain, other) in [
            ("AWS4-HMAC-SHA256", "AWS4-ECDSA-P256-SHA256"),
            ("%2Fs3%2F", "%2Fs3express%2F"),
            ("/key?", "/other?"),
            ("X-Amz-Credential", "X-Amz-Other"),
        ] {
            assert_eq!(read(&url.replace(plain, other)), None, "{other}");
        }
    }
}
