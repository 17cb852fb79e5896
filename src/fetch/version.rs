//! Whether an object that arrived is the version that was listed, and whether its bytes are proven.
//!
//! An object that is replaced in between has another `ETag`. It is listed and downloaded again until
//! both agree, so that one version is never recorded with the `ETag` of another.

use std::io::{self, Read as _};

use flate2::read::MultiGzDecoder;

use crate::aws::Bucket;
use crate::event::inflate;
use crate::source::{Arrived, Fault, Listed};

/// How often an object that was replaced is listed and downloaded again.
const ATTEMPTS: u32 = 3;
/// The most bytes that are inflated to verify a gzip trailer: no log is nearly as large.
const LARGEST: u64 = 4 << 30;

/// The object as it is listed and the bytes of that version, with the `ETag` that is known.
///
/// # Errors
/// It is replaced again and again, no longer exists, or cannot be downloaded.
pub(super) fn of_listed(
    bucket: &Bucket,
    mut listed: Listed,
    mut arrived: Arrived,
    limit: usize,
) -> Result<(Listed, Arrived), Fault> {
    for _ in 0..ATTEMPTS {
        if is_same(&listed, &arrived) {
            break;
        }
        listed = bucket.listed(&listed.key)?.ok_or(Fault::Missing)?;
        if !is_same(&listed, &arrived) {
            // Two versions of an object may not fit in memory.
            drop(std::mem::take(&mut arrived.bytes));
            arrived = bucket.fetch(&listed, limit)?;
        }
    }
    if !is_same(&listed, &arrived) {
        return Err(Fault::Other(format!(
            "replaced while it was fetched: listed with ETag {} and {} bytes, received with ETag {} \
             and {} bytes; run the command again",
            listed.etag,
            listed.size,
            arrived.etag,
            arrived.bytes.len()
        )));
    }
    // A response without an ETag is recorded without one, and the object is fetched again.
    listed.etag.clone_from(&arrived.etag);
    Ok((listed, arrived))
}

/// Without one of the two `ETag`s the length decides.
fn is_same(listed: &Listed, arrived: &Arrived) -> bool {
    let is_unknown = listed.etag.is_empty() || arrived.etag.is_empty();
    let is_same_version = is_unknown || listed.etag == arrived.etag;
    is_same_version && listed.size == arrived.bytes.len() as u64
}

/// Whether a checksum, that of S3 or that of gzip, proves the bytes.
pub(super) fn is_proven(arrived: &Arrived) -> bool {
    arrived.is_proven || is_complete_gzip(&arrived.bytes)
}

fn is_complete_gzip(bytes: &[u8]) -> bool {
    if !inflate::is_gzip(bytes) {
        return false;
    }
    let mut text = MultiGzDecoder::new(bytes).take(LARGEST);
    io::copy(&mut text, &mut io::sink()).is_ok_and(|length| length < LARGEST)
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    fn listed(etag: &str, size: u64) -> Listed {
        Listed { key: "a".to_owned(), size, etag: etag.to_owned(), archived: false }
    }

    #[test]
    fn another_etag_or_length_is_another_version() {
        let arrived = |etag: &str| Arrived {
            bytes: b"12".to_vec(),
            etag: etag.to_owned(),
            ..Arrived::default()
        };
        for (listed, arrived, expected) in [
            (listed("a", 2), arrived("a"), true),
            (listed("a", 2), arrived("b"), false),
            (listed("a", 3), arrived("a"), false),
            (listed("", 2), arrived("b"), true),
            (listed("a", 2), arrived(""), true),
            (listed("a", 3), arrived(""), false),
        ] {
            assert_eq!(is_same(&listed, &arrived), expected, "{listed:?} {arrived:?}");
        }
    }

    #[test]
    fn a_complete_gzip_file_is_proven_by_its_trailer() {
        let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
        gzip.write_all(b"{\"Records\":[]}").unwrap();
        let whole = gzip.finish().unwrap();
        let mut other = whole.clone();
        other[12] ^= 1;
        let mut sum = whole.clone();
        let end = sum.len() - 5;
        sum[end] ^= 1;
        let cut = &whole[..whole.len() - 1];
        let arrived = |bytes: &[u8]| Arrived { bytes: bytes.to_vec(), ..Arrived::default() };
        assert!(is_proven(&arrived(&whole)));
        for bytes in [&*other, &sum, cut, b"{}", b""] {
            assert!(!is_proven(&arrived(bytes)), "{bytes:?}");
            assert!(is_proven(&Arrived { is_proven: true, ..arrived(bytes) }));
        }
    }
}
