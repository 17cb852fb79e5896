//! The public keys that verify digest files (`ListPublicKeys`).

use aws_sdk_cloudtrail::primitives::DateTime;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use jiff::Timestamp;
use serde::Serialize;

use super::Session;
use super::error::{ApiCall, Error};
use super::paging::Tokens;

/// The public keys of one Region, in the form of the API's own document.
#[derive(Clone, Debug, Default, Serialize)]
pub struct PublicKeys {
    /// All keys that the API returned, which may include other validity periods.
    #[serde(rename = "PublicKeyList")]
    pub keys: Vec<PublicKey>,
}

/// One key.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct PublicKey {
    /// The MD5 of the key, in hexadecimal.
    pub fingerprint: String,
    /// RFC 3339.
    pub validity_end_time: String,
    /// RFC 3339.
    pub validity_start_time: String,
    /// DER (PKCS #1) in Base64.
    pub value: String,
}

impl PublicKeys {
    /// These keys as a JSON document, sorted and without duplicates.
    ///
    /// # Errors
    /// They cannot be serialized, which is not known to happen.
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
    /// The keys of a Region that were valid at some time in a period.
    ///
    /// # Errors
    /// AWS refuses the call, or cannot be reached.
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
                let output = request.set_next_token(token).send().await;
                let output = output.map_err(|error| {
                    let action = "cloudtrail:ListPublicKeys";
                    Error::of(&error, ApiCall { action, resource: "*" })
                })?;
                let keys = output.public_key_list.unwrap_or_default().into_iter();
                all.keys.extend(keys.map(|key| PublicKey {
                    fingerprint: key.fingerprint.unwrap_or_default(),
                    validity_end_time: rfc3339(key.validity_end_time),
                    validity_start_time: rfc3339(key.validity_start_time),
                    value: key.value.map_or(String::new(), |key| BASE64.encode(key.as_ref())),
                }));
                token = tokens.next(output.next_token)?;
                if token.is_none() {
                    return Ok(all);
                }
            }
        })?
    }
}

/// RFC 3339; empty without a valid time.
fn rfc3339(time: Option<DateTime>) -> String {
    let time = time.and_then(|time| Timestamp::from_second(time.secs()).ok());
    time.map_or(String::new(), |time| time.to_string())
}
