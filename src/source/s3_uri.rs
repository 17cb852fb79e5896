//! Where an object is in Amazon S3.

use std::fmt;

/// The bucket and the key of an object, or of the objects below a prefix: `s3://BUCKET[/KEY]`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct S3Uri {
    /// The bucket's name.
    pub bucket: String,
    /// The key or the prefix in it; empty for the whole bucket.
    pub key: String,
}

impl S3Uri {
    /// An object by bucket and key.
    pub fn new(bucket: impl Into<String>, key: impl Into<String>) -> Self {
        Self { bucket: bucket.into(), key: key.into() }
    }

    /// Parses `s3://BUCKET[/KEY]`; `None` for text with another scheme, or none.
    pub fn parse(text: &str) -> Option<Self> {
        const SCHEME: &str = "s3://";
        let (scheme, place) = text.split_at_checked(SCHEME.len())?;
        let (bucket, key) = place.split_once('/').unwrap_or((place, ""));
        scheme.eq_ignore_ascii_case(SCHEME).then(|| Self::new(bucket, key))
    }

    /// The key without its folder.
    pub fn file_name(&self) -> &str {
        self.key.rsplit_once('/').map_or(&self.key, |(_, file)| file)
    }
}

impl fmt::Display for S3Uri {
    /// `s3://BUCKET/KEY`
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "s3://{}/{}", self.bucket, self.key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bucket_and_key_are_divided_at_the_first_slash() {
        let parse = |text: &str| S3Uri::parse(text).map(|uri| (uri.bucket, uri.key));
        let some = |bucket: &str, key: &str| Some((bucket.to_owned(), key.to_owned()));
        assert_eq!(parse("s3://logs/a/b.json.gz"), some("logs", "a/b.json.gz"));
        assert_eq!(parse("S3://logs"), some("logs", ""));
        assert_eq!(parse("s3://logs/"), some("logs", ""));
        assert_eq!(parse("s3:///a"), some("", "a"));
        for text in ["logs/a", "s3:/logs", "https://logs", "s3", ""] {
            assert_eq!(parse(text), None, "{text}");
        }
        assert_eq!(S3Uri::parse("s3://logs/a/b").unwrap().to_string(), "s3://logs/a/b");
    }
}
