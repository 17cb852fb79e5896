//! Requests for one page or one level of a bucket's keys.

use aws_sdk_s3::types::{EncodingType, ObjectStorageClass};
use percent_encoding::percent_decode_str;

use super::remote::Remote;
use crate::aws::error::{ApiCall, Error};
use crate::aws::paging::Tokens;
use crate::source::Listed;

/// A range of keys.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct KeyRange {
    /// All keys begin with this.
    pub(super) prefix: String,
    /// The range begins after this key.
    pub(super) after: String,
    /// It ends before this key.
    pub(super) before: Option<String>,
}

impl KeyRange {
    /// All keys below a prefix.
    pub(super) fn below(prefix: &str) -> Self {
        Self { prefix: prefix.to_owned(), ..Self::default() }
    }

    /// Whether the range ends before this key.
    pub(super) fn ends_before(&self, key: &str) -> bool {
        self.before.as_deref().is_some_and(|before| key >= before)
    }
}

/// One page of a listing.
#[derive(Default)]
pub(super) struct Page {
    pub(super) objects: Vec<Listed>,
    /// Common prefixes, each with its last slash.
    pub(super) folders: Vec<String>,
    /// There are more pages.
    pub(super) is_truncated: bool,
    /// The continuation token of the next page.
    pub(super) token: Option<String>,
}

impl Page {
    fn is_empty(&self) -> bool {
        self.objects.is_empty() && self.folders.is_empty()
    }
}

impl Remote {
    /// The name of a prefix in messages.
    pub(super) fn name(&self, prefix: &str) -> String {
        format!("s3://{}/{prefix}", self.bucket)
    }

    /// One page of a range; of its first level only, if `is_flat`.
    pub(super) async fn page(
        &self,
        range: &KeyRange,
        is_flat: bool,
        token: Option<String>,
    ) -> Result<Page, Error> {
        let _permit = self.requests.acquire().await;
        let mut request = self.client.list_objects_v2().bucket(&*self.bucket).prefix(&range.prefix);
        if is_flat {
            request = request.delimiter("/");
        }
        if token.is_none() && !range.after.is_empty() {
            request = request.start_after(&range.after);
        }
        // A key may hold characters that XML cannot.
        let request = request.encoding_type(EncodingType::Url).set_continuation_token(token);
        let output = request.send().await.map_err(|error| {
            let resource = format!("arn:{}:s3:::{}", self.partition(), self.bucket);
            Error::of(&error, ApiCall { action: "s3:ListBucket", resource: &resource })
        })?;
        let is_encoded = output.encoding_type == Some(EncodingType::Url);
        let key = |text: String| if is_encoded { decoded(&text) } else { text };
        let token = output.next_continuation_token;
        let is_truncated = output.is_truncated.unwrap_or(token.is_some());
        let objects = output.contents.unwrap_or_default().into_iter().filter_map(|object| {
            Some(Listed {
                key: key(object.key?),
                size: object.size.and_then(|size| u64::try_from(size).ok()).unwrap_or(0),
                etag: object.e_tag.unwrap_or_default().trim_matches('"').to_owned(),
                archived: matches!(
                    object.storage_class,
                    Some(ObjectStorageClass::Glacier | ObjectStorageClass::DeepArchive)
                ),
            })
        });
        let folders = output.common_prefixes.unwrap_or_default();
        Ok(Page {
            objects: objects.collect(),
            folders: folders.into_iter().filter_map(|folder| folder.prefix).map(key).collect(),
            is_truncated,
            token,
        })
    }

    /// The first page of the level below a prefix.
    pub(super) async fn first_page(&self, prefix: &str) -> Result<Page, Error> {
        self.page(&KeyRange::below(prefix), true, None).await
    }

    /// The object with this key, if there is one: of all keys with this prefix it is the first.
    pub(super) async fn object(&self, key: &str) -> Result<Option<Listed>, Error> {
        let page = self.first_page(key).await?;
        Ok(page.objects.into_iter().next().filter(|object| object.key == key))
    }

    /// Whether any key has this prefix.
    pub(super) async fn holds(&self, prefix: &str) -> Result<bool, Error> {
        Ok(!self.first_page(prefix).await?.is_empty())
    }

    /// All pages of the level below a prefix.
    pub(super) async fn level(&self, prefix: &str) -> Result<Page, Error> {
        let range = KeyRange::below(prefix);
        let (mut all, mut tokens, mut token) = (Page::default(), Tokens::default(), None);
        loop {
            let page = self.page(&range, true, token).await?;
            all.objects.extend(page.objects);
            all.folders.extend(page.folders);
            token = tokens.next_if(page.is_truncated, page.token)?;
            if token.is_none() {
                return Ok(all);
            }
        }
    }
}

/// Decodes a key of a URL-encoded listing: `%` and two digits, `+` for a space.
fn decoded(text: &str) -> String {
    percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_decoded() {
        for (encoded, key) in [
            ("AWSLogs/a%2Bb+c%25/%C3%A9.json.gz", "AWSLogs/a+b c%/é.json.gz"),
            ("100%", "100%"),
            ("%zz%4", "%zz%4"),
        ] {
            assert_eq!(decoded(encoded), key);
        }
    }
}
