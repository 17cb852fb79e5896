//! Whether what came is what was listed, and whether its bytes are proven.
//!
//! An object that is replaced between the two has another `ETag`. It is listed again, and fetched
//! again until both agree: never is one version noted under the name of another.

use std::io::{self, Read as _};

use flate2::read::MultiGzDecoder;

use crate::aws::Bucket;
use crate::event::inflate;
use crate::source::{Arrived, Fault, Listed};

/// How often an object that was replaced is listed and fetched again.
const ATTEMPTS: u32 = 3;
/// As much is inflated to see whether an object is whole; no log is nearly as large.
const LARGEST: u64 = 4 << 30;

/// An object as it is listed and the bytes of just that version, with the `ETag` that is known.
///
/// # Errors
/// It is replaced again and again, is gone, or cannot be had.
pub(super) fn agree(
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
            "not the object that is listed: ETag {} and {} bytes are listed, ETag {} and {} bytes \
             came; run the command again",
            listed.etag,
            listed.size,
            arrived.etag,
            arrived.bytes.len()
        )));
    }
    // What has no ETag of its own is not noted under one, and comes again.
    listed.etag.clone_from(&arrived.etag);
    Ok((listed, arrived))
}

/// Where one of the two has no `ETag` the length has to do.
fn is_same(listed: &Listed, arrived: &Arrived) -> bool {
    let is_unknown = listed.etag.is_empty() || arrived.etag.is_empty();
    let is_same_version = is_unknown || listed.etag == arrived.etag;
    is_same_version && listed.size == arrived.bytes.len() as u64
}

/// Whether the bytes are those that were stored: by a checksum, or by those of gzip.
pub(super) fn is_proven(arrived: &Arrived) -> bool {
    arrived.is_proven || is_whole_gzip(&arrived.bytes)
}

fn is_whole_gzip(bytes: &[u8]) -> bool {
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
    fn another_tag_or_length_is_another_version() {
        let came = |etag: &str| Arrived {
            bytes: b"12".to_vec(),
            etag: etag.to_owned(),
            ..Arrived::default()
        };
        for (listed, arrived, expected) in [
            (listed("a", 2), came("a"), true),
            (listed("a", 2), came("b"), false),
            (listed("a", 3), came("a"), false),
            (listed("", 2), came("b"), true),
            (listed("a", 2), came(""), true),
            (listed("a", 3), came(""), false),
        ] {
            assert_eq!(is_same(&listed, &arrived), expected, "{listed:?} {arrived:?}");
        }
    }

    #[test]
    fn gzip_proves_its_bytes_if_all_of_them_are_there() {
        let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
        gzip.write_all(b"{\"Records\":[]}").unwrap();
        let whole = gzip.finish().unwrap();
        let mut other = whole.clone();
        other[12] ^= 1;
        let mut sum = whole.clone();
        let end = sum.len() - 5;
        sum[end] ^= 1;
        let cut = &whole[..whole.len() - 1];
        let came = |bytes: &[u8]| Arrived { bytes: bytes.to_vec(), ..Arrived::default() };
        assert!(is_proven(&came(&whole)));
        for bytes in [&*other, &sum, cut, b"{}", b""] {
            assert!(!is_proven(&came(bytes)), "{bytes:?}");
            assert!(is_proven(&Arrived { is_proven: true, ..came(bytes) }));
        }
    }
}
