//! Asks for an object with as little as possible between here and the wire: a signed GET.
//!
//! Three quarters of the CPU of a small GET is the SDK's way to make a request, and whole trails are
//! made of small objects. Where a bucket is, and for which region to sign, the SDK tells once, by
//! signing a request ahead ([`Place`]); each request is signed by its signer and sent by its HTTP client.
//! Knows nothing of errors: what is not simply answered is asked again by the SDK, which tries again,
//! sets the clock right, and says what is wrong.

use std::iter::once;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, OnceLock, PoisonError};
use std::time::{Duration, Instant, SystemTime};

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
use tokio::sync::{Mutex, OnceCell};
use tokio::time::{sleep, timeout};

use crate::aws::{ANSWER, CONNECT, FIRST_PAUSE};

/// What stands for itself in the path of a request ("Create a canonical request", AWS Identity and
/// Access Management User Guide), and what parts a key.
const ENCODED: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');
/// Credentials that end so soon are renewed before, as by the SDK.
const SOON: Duration = Duration::from_secs(10);
/// Those that do not tell their end are looked for again after so long, as by the SDK: another program
/// may have renewed them.
const USUAL: Duration = Duration::from_mins(15);
/// So long credentials are waited for, as by the SDK.
const LOAD: Duration = Duration::from_secs(5);
/// Requests in a row that may come to nothing before the SDK alone is asked, and for how long.
const PATIENCE: u32 = 8;
const REST: Duration = Duration::from_mins(1);
/// The key of the request that is signed ahead.
const KEY: &str = "key";
const AGENT: &str = concat!("ct/", env!("CARGO_PKG_VERSION"));
/// What is asked for with each object: the checksum that S3 has of it.
const CHECKSUM: (&str, &str) = ("x-amz-checksum-mode", "ENABLED");

/// Connections and credentials for any number of buckets.
pub(in crate::aws) struct Direct {
    connector: OnceLock<Connector>,
    sleep: Option<SharedAsyncSleep>,
    provider: SharedCredentialsProvider,
    held: Mutex<Option<Identity>>,
}

/// How one bucket is asked.
pub(super) struct Way {
    direct: Arc<Direct>,
    /// Found out with the first object.
    place: OnceCell<Option<Place>>,
    /// Requests that came to nothing since one was answered.
    failed: AtomicU32,
    /// Until then the SDK alone is asked.
    shut: std::sync::Mutex<Option<Instant>>,
}

/// Where a bucket is asked, and what for.
#[derive(Debug, PartialEq, Eq)]
struct Place {
    /// The URL of an object without its key.
    base: String,
    /// For which region requests are signed.
    region: String,
}

/// Why nothing could be signed the SDK says when it is asked.
struct Unsigned;

impl Way {
    pub(super) fn new(direct: Arc<Direct>) -> Self {
        let (place, failed, shut) = Default::default();
        Self { direct, place, failed, shut }
    }

    /// Asks for an object; the answer, if it is one.
    pub(super) async fn get(
        &self,
        client: &Client,
        bucket: &str,
        key: &str,
    ) -> Option<HttpResponse> {
        if self.is_shut() {
            return None;
        }
        let Ok(place) = self.place.get_or_try_init(|| Place::of(client, bucket)).await else {
            self.shut();
            return None;
        };
        let answer = self.direct.get(place.as_ref()?, key).await;
        let status = answer.as_ref().map_or(0, |answer| answer.status().as_u16());
        match status {
            // That there is no such object is an answer, too.
            200 | 404 => self.failed.store(0, Ordering::Relaxed),
            _ if self.failed.fetch_add(1, Ordering::Relaxed) + 1 >= PATIENCE => self.shut(),
            // Who wants to be asked more slowly is not asked again at once.
            429 | 500.. => sleep(FIRST_PAUSE).await,
            _ => {}
        }
        answer.filter(|_| status == 200)
    }

    fn is_shut(&self) -> bool {
        let shut = *self.shut.lock().unwrap_or_else(PoisonError::into_inner);
        shut.is_some_and(|until| Instant::now() < until)
    }

    fn shut(&self) {
        self.failed.store(0, Ordering::Relaxed);
        let mut shut = self.shut.lock().unwrap_or_else(PoisonError::into_inner);
        *shut = Some(Instant::now() + REST);
    }
}

impl Direct {
    /// A way to all buckets; there is none without credentials.
    pub(in crate::aws) fn new(config: &SdkConfig) -> Option<Self> {
        let (sleep, provider) = (config.sleep_impl(), config.credentials_provider()?);
        Some(Self { connector: OnceLock::new(), sleep, provider, held: Mutex::default() })
    }

    /// Asks for an object; what is answered.
    async fn get(&self, place: &Place, key: &str) -> Option<HttpResponse> {
        let identity = self.identity().await?;
        let request = place.signed(&identity, key, SystemTime::now())?;
        let connector = self.connector.get_or_init(|| connector(self.sleep.clone()));
        connector.call(request).await.ok()
    }

    /// The credentials, as long as they last. Why there are none the SDK says.
    async fn identity(&self) -> Option<Identity> {
        let mut held = self.held.lock().await;
        let lasts = |identity: &Identity, more: Duration| {
            identity.expiration().is_some_and(|end| end > SystemTime::now() + more)
        };
        if !held.as_ref().is_some_and(|identity| lasts(identity, SOON)) {
            let renewed = timeout(LOAD, self.provider.provide_credentials()).await;
            match renewed.ok().and_then(Result::ok) {
                Some(credentials) => {
                    let end = credentials.expiry().unwrap_or_else(|| SystemTime::now() + USUAL);
                    *held = Some(Identity::new(credentials, Some(end)));
                }
                None => *held = held.take().filter(|identity| lasts(identity, Duration::ZERO)),
            }
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
    async fn of(client: &Client, bucket: &str) -> Result<Option<Self>, Unsigned> {
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
            SignableRequest::new("GET", &*url, once(CHECKSUM), SignableBody::empty()).ok()?;
        let (instructions, _) = sign(asked, &parameters).ok()?.into_parts();
        let mut request = HttpRequest::new(SdkBody::empty());
        request.set_uri(url).ok()?;
        request.headers_mut().try_insert("user-agent", AGENT).ok()?;
        request.headers_mut().try_insert(CHECKSUM.0, CHECKSUM.1).ok()?;
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
