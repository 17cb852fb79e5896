//! A bucket and what is in it.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use md5::{Digest as _, Md5};

/// Objects by key, in the order in which S3 lists them: that of the bytes.
pub(super) struct Bucket {
    pub(super) region: String,
    pub(super) objects: BTreeMap<String, Object>,
    /// Prefixes that must be neither listed nor read.
    pub(super) denied: Vec<String>,
}

impl Bucket {
    /// An empty bucket.
    pub(super) fn new(region: &str) -> Self {
        Self { region: region.to_owned(), objects: BTreeMap::new(), denied: Vec::new() }
    }

    /// An object that must be there.
    pub(super) fn object(&mut self, key: &str) -> &mut Object {
        self.objects.get_mut(key).unwrap_or_else(|| panic!("there is no object {key}"))
    }

    /// Whether a key, or all keys with a prefix, must not be seen.
    pub(super) fn denies(&self, start: &str) -> bool {
        self.denied.iter().any(|prefix| start.starts_with(prefix))
    }
}

/// An object.
pub(super) struct Object {
    pub(super) bytes: Arc<[u8]>,
    /// The MD5 of the bytes in hexadecimal, in quotes.
    pub(super) etag: String,
    /// Without the `x-amz-meta-` of the headers.
    pub(super) metadata: Vec<(String, String)>,
    pub(super) state: State,
    /// What readers get instead of what is listed.
    pub(super) served: Option<Box<Object>>,
}

impl Object {
    pub(super) fn new(bytes: &[u8], metadata: Vec<(String, String)>) -> Self {
        let mut etag = String::from("\"");
        for byte in Md5::digest(bytes) {
            // Writing to a string cannot fail.
            let _ = write!(etag, "{byte:02x}");
        }
        etag.push('"');
        Self { bytes: bytes.into(), etag, metadata, state: State::Present, served: None }
    }

    pub(super) fn class(&self) -> &'static str {
        if self.state == State::Archived { "GLACIER" } else { "STANDARD" }
    }
}

/// What becomes of who reads an object that was listed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    Present,
    Vanished,
    Archived,
}
