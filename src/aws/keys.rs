//! The public keys that digests are verified with.

use aws_sdk_cloudtrail::primitives::DateTime;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use jiff::Timestamp;
use serde::Serialize;

use super::Session;
use super::error::{Asked, Error};
use super::paging::Tokens;

/// What `ListPublicKeys` answers for one region, in the form of the API's own document, so that
/// a saved one can be read by whoever reads those.
#[derive(Clone, Debug, Default, Serialize)]
pub struct PublicKeys {
    /// All keys, those of other time ranges included that AWS chose to tell.
    #[serde(rename = "PublicKeyList")]
    pub keys: Vec<PublicKey>,
}

/// One key.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct PublicKey {
    /// The MD5 of the key, in hexadecimal digits.
    pub fingerprint: String,
    /// RFC 3339.
    pub validity_end_time: String,
    /// RFC 3339.
    pub validity_start_time: String,
    /// DER (PKCS #1) in Base64.
    pub value: String,
}

impl PublicKeys {
    /// These keys as a document of the same form.
    ///
    /// # Errors
    /// None that is known.
    pub fn document(mut self) -> serde_json::Result<Vec<u8>> {
        self.keys.sort_by(|a, b| a.order().cmp(&b.order()));
        self.keys.dedup_by(|a, b| a.fingerprint == b.fingerprint && a.value == b.value);
        serde_json::to_vec(&self)
    }
}

impl PublicKey {
    fn order(&self) -> (&str, &str, &str) {
        (&self.validity_start_time, &self.fingerprint, &self.value)
    }
}

impl Session {
    /// The keys of a region that were valid at some time between two others.
    ///
    /// # Errors
    /// AWS refuses, or cannot be reached.
    pub fn public_keys(
        &self,
        region: &str,
        since: Timestamp,
        until: Timestamp,
    ) -> Result<PublicKeys, Error> {
        let client = self.cloudtrail(Some(region))?;
        let time = |time: Timestamp| DateTime::from_secs(time.as_second());
        self.wait(async {
            let mut all = PublicKeys::default();
            let (mut tokens, mut token) = (Tokens::default(), None);
            loop {
                let request =
                    client.list_public_keys().start_time(time(since)).end_time(time(until));
                let answer = request.set_next_token(token).send().await;
                let answer = answer.map_err(|error| {
                    let action = "cloudtrail:ListPublicKeys";
                    Error::of(&error, Asked { action, resource: "*" })
                })?;
                let keys = answer.public_key_list.unwrap_or_default().into_iter();
                all.keys.extend(keys.map(|key| PublicKey {
                    fingerprint: key.fingerprint.unwrap_or_default(),
                    validity_end_time: shown(key.validity_end_time),
                    validity_start_time: shown(key.validity_start_time),
                    value: key.value.map_or(String::new(), |key| BASE64.encode(key.as_ref())),
                }));
                token = tokens.next(answer.next_token)?;
                if token.is_none() {
                    return Ok(all);
                }
            }
        })?
    }
}

/// RFC 3339; nothing for what is no time.
fn shown(time: Option<DateTime>) -> String {
    let time = time.and_then(|time| Timestamp::from_second(time.secs()).ok());
    time.map_or(String::new(), |time| time.to_string())
}
