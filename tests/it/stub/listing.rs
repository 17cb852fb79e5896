//! `ListObjectsV2`, and as much of `ListObjects` as aws-cli asks. A page costs what is on it, however much is in the bucket.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Bound;

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;

use super::bucket::Object;
use super::http::Request;
use super::s3::{Failure, MODIFIED};
use super::text::{encode, escape};

/// The most that S3 puts on a page.
const LARGEST_PAGE: usize = 1000;

/// The parameters of `ListObjects` that are understood.
pub(super) const FIRST_PARAMETERS: [&str; 4] = ["encoding-type", "marker", "max-keys", "prefix"];

/// Those of `ListObjectsV2`.
pub(super) const PARAMETERS: [&str; 9] = [
    "continuation-token",
    "delimiter",
    "encoding-type",
    "fetch-owner",
    "list-type",
    "max-keys",
    "prefix",
    "start-after",
    "x-id",
];

/// What is to be listed.
pub(super) struct Listing<'r> {
    pub(super) prefix: &'r str,
    delimiter: &'r str,
    start_after: &'r str,
    pub(super) token: Option<&'r str>,
    max_keys: usize,
    is_url: bool,
    /// `ListObjects`, which goes on behind the last key of a page and has no tokens.
    is_first_version: bool,
}

impl<'r> Listing<'r> {
    pub(super) fn of(request: &'r Request) -> Result<Self, Failure> {
        let text = |name| request.parameter(name).unwrap_or_default();
        let max_keys = request.parameter("max-keys").map_or(Ok(LARGEST_PAGE), str::parse);
        let Ok(max_keys) = max_keys else {
            return Err(Failure::new(400, "InvalidArgument", "max-keys is not a number"));
        };
        let is_first_version = request.parameter("list-type").is_none();
        Ok(Self {
            prefix: text("prefix"),
            delimiter: text("delimiter"),
            start_after: text(if is_first_version { "marker" } else { "start-after" }),
            token: request.parameter("continuation-token"),
            max_keys: max_keys.min(LARGEST_PAGE),
            is_url: text("encoding-type") == "url",
            is_first_version,
        })
    }

    /// One page as the XML document of S3.
    pub(super) fn document(
        &self,
        name: &str,
        objects: &BTreeMap<String, Object>,
    ) -> Result<String, Failure> {
        let page = self.page(objects)?;
        let mut document = XML.to_owned();
        document.push_str("<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">");
        element(&mut document, "Name", &escape(name));
        element(&mut document, "Prefix", &self.key(self.prefix));
        let after = if self.is_first_version { "Marker" } else { "StartAfter" };
        for (tag, text) in [("Delimiter", self.delimiter), (after, self.start_after)] {
            if !text.is_empty() {
                element(&mut document, tag, &self.key(text));
            }
        }
        let next = page.next.as_deref().filter(|_| !self.is_first_version);
        for (tag, text) in [("ContinuationToken", self.token), ("NextContinuationToken", next)] {
            if let Some(text) = text {
                element(&mut document, tag, &escape(text));
            }
        }
        if self.is_url {
            element(&mut document, "EncodingType", "url");
        }
        element(&mut document, "MaxKeys", &self.max_keys.to_string());
        if !self.is_first_version {
            element(&mut document, "KeyCount", &page.len().to_string());
        }
        element(&mut document, "IsTruncated", if page.next.is_some() { "true" } else { "false" });
        for (key, object) in &page.objects {
            self.add_contents(&mut document, key, object);
        }
        for group in &page.groups {
            document.push_str("<CommonPrefixes>");
            element(&mut document, "Prefix", &self.key(group));
            document.push_str("</CommonPrefixes>");
        }
        document.push_str("</ListBucketResult>");
        Ok(document)
    }

    fn add_contents(&self, document: &mut String, key: &str, object: &Object) {
        document.push_str("<Contents>");
        element(document, "Key", &self.key(key));
        element(document, "LastModified", MODIFIED);
        if !object.etag.is_empty() {
            element(document, "ETag", &escape(&object.etag));
        }
        element(document, "Size", &object.bytes.len().to_string());
        element(document, "StorageClass", object.class());
        document.push_str("</Contents>");
    }

    fn key(&self, text: &str) -> String {
        if self.is_url { encode(text) } else { escape(text) }
    }

    fn page<'o>(&self, objects: &'o BTreeMap<String, Object>) -> Result<Page<'o>, Failure> {
        let mut page = Page::default();
        let Some(start) = self.start()?.filter(|_| self.max_keys > 0) else {
            return Ok(page);
        };
        let start = start.as_ref().map(String::as_str);
        let mut rest = objects.range::<str, _>((start, Bound::Unbounded));
        let mut last = String::new();
        while let Some((key, object)) = rest.next().filter(|(key, _)| key.starts_with(self.prefix))
        {
            if page.len() == self.max_keys {
                page.next = Some(BASE64_URL_SAFE_NO_PAD.encode(last));
                break;
            }
            let Some(group) = self.group(key) else {
                last = format!("{KEY}{key}");
                page.objects.push((key, object));
                continue;
            };
            last = format!("{GROUP}{group}");
            page.groups.push(group);
            // However many keys are in the group, none is looked at.
            let Some(beyond) = beyond(group) else { break };
            rest = objects.range::<str, _>((Bound::Included(&*beyond), Bound::Unbounded));
        }
        Ok(page)
    }

    /// Where the page begins; none if nothing can follow what was listed before.
    fn start(&self) -> Result<Option<Bound<String>>, Failure> {
        let Some(token) = self.token else {
            let after = self.start_after;
            let is_within = !after.is_empty() && after >= self.prefix;
            return Ok(Some(if is_within {
                Bound::Excluded(after.to_owned())
            } else {
                Bound::Included(self.prefix.to_owned())
            }));
        };
        let last = BASE64_URL_SAFE_NO_PAD.decode(token).ok();
        let last = last.and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default();
        if let Some(key) = last.strip_prefix(KEY) {
            Ok(Some(Bound::Excluded(key.to_owned())))
        } else if let Some(group) = last.strip_prefix(GROUP) {
            Ok(beyond(group).map(Bound::Included))
        } else {
            let message = "The continuation token provided is incorrect";
            Err(Failure::new(400, "InvalidArgument", message))
        }
    }

    /// The common prefix that stands for a key, if one does.
    fn group<'o>(&self, key: &'o str) -> Option<&'o str> {
        if self.delimiter.is_empty() {
            return None;
        }
        let at = key[self.prefix.len()..].find(self.delimiter)?;
        Some(&key[..self.prefix.len() + at + self.delimiter.len()])
    }
}

/// What pages say of the next one.
#[derive(Clone, Copy, Default)]
pub(crate) enum Paging {
    /// The truth.
    #[default]
    Honest,
    /// Each page is truncated, and has no token.
    NoToken,
    /// Each page is truncated, and has the token of the first key.
    SameToken,
}

impl Paging {
    /// A page that says so.
    pub(super) fn bend(self, page: String) -> String {
        let token = match self {
            Self::Honest => return page,
            Self::NoToken => String::new(),
            Self::SameToken => {
                let token = BASE64_URL_SAFE_NO_PAD.encode(KEY.to_string());
                format!("<NextContinuationToken>{token}</NextContinuationToken>")
            }
        };
        let truncated = format!("{token}<IsTruncated>true</IsTruncated>");
        page.replace("<IsTruncated>false</IsTruncated>", &truncated)
    }
}

/// How a document begins.
pub(super) const XML: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

/// The marks of a token that continues after a key or after a common prefix.
const KEY: char = 'k';
const GROUP: char = 'g';

/// What is on a page.
#[derive(Default)]
struct Page<'o> {
    objects: Vec<(&'o str, &'o Object)>,
    groups: Vec<&'o str>,
    next: Option<String>,
}

impl Page<'_> {
    fn len(&self) -> usize {
        self.objects.len() + self.groups.len()
    }
}

/// The least text that is greater than all texts with this prefix.
fn beyond(prefix: &str) -> Option<String> {
    let mut text = prefix.to_owned();
    while let Some(last) = text.pop() {
        if let Some(next) = (last..=char::MAX).nth(1) {
            text.push(next);
            return Some(text);
        }
    }
    None
}

/// Adds an element whose text is escaped already.
pub(super) fn element(document: &mut String, tag: &str, text: &str) {
    // Writing to a string cannot fail.
    let _ = write!(document, "<{tag}>{text}</{tag}>");
}
