//! If one byte is changed, or objects are deleted or swapped, they are never valid. What is as CloudTrail
//! delivered it always is.

use std::collections::BTreeMap;
use std::fs;

use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::Value;

use super::{Copied, fixture, is_sidecar};
use crate::fixtures::gzip::members;
use crate::harness::{Ran, put};

/// What an attacker does who can write to the bucket.
#[derive(Debug, Clone)]
enum Deed {
    /// Changes a byte of an object or of its metadata.
    Change { object: Index, at: Index, by: u8 },
    /// Deletes a log file or a digest; its metadata too or, in a mirror, not.
    Delete { object: Index, with_metadata: bool },
    /// Swaps the names of two log files or two digests.
    Swap { digests: bool, one: Index, other: Index, with_metadata: bool },
}

fn deeds() -> impl Strategy<Value = Deed> {
    let change = (any::<Index>(), any::<Index>(), 1..=u8::MAX)
        .prop_map(|(object, at, by)| Deed::Change { object, at, by });
    let delete = (any::<Index>(), any::<bool>())
        .prop_map(|(object, with_metadata)| Deed::Delete { object, with_metadata });
    let swap = (any::<bool>(), any::<Index>(), any::<Index>(), any::<bool>()).prop_map(
        |(digests, one, other, with_metadata)| Deed::Swap { digests, one, other, with_metadata },
    );
    prop_oneof![4 => change, 1 => delete, 1 => swap]
}

/// The objects of the fixture and the metadata of its digests, by their names.
type Files = BTreeMap<String, Vec<u8>>;

fn delivered() -> Files {
    fixture().into_iter().filter(|(name, _)| name.starts_with("AWSLogs/")).collect()
}

impl Deed {
    /// The files that are different or missing afterwards.
    fn done_to(&self, files: &Files) -> BTreeMap<String, Option<Vec<u8>>> {
        let names: Vec<&String> = files.keys().collect();
        let objects: Vec<&String> =
            names.iter().copied().filter(|name| !is_sidecar(name)).collect();
        match self {
            Self::Change { object, at, by } => {
                let name = *object.get(&names);
                let mut bytes = files[name].clone();
                bytes[at.index(files[name].len())] ^= by;
                [(name.clone(), Some(bytes))].into()
            }
            Self::Delete { object, with_metadata } => {
                let name = *object.get(&objects);
                let mut gone = BTreeMap::from([(name.clone(), None)]);
                if *with_metadata && files.contains_key(&beside(name)) {
                    gone.insert(beside(name), None);
                }
                gone
            }
            Self::Swap { digests, one, other, with_metadata } => {
                let of_kind: Vec<&String> = objects
                    .into_iter()
                    .filter(|name| name.contains("CloudTrail-Digest") == *digests)
                    .collect();
                swapped(
                    files,
                    [*one.get(&of_kind), *other.get(&of_kind)],
                    *digests && *with_metadata,
                )
            }
        }
    }
}

fn swapped(
    files: &Files,
    [one, other]: [&str; 2],
    with_metadata: bool,
) -> BTreeMap<String, Option<Vec<u8>>> {
    let mut pairs = vec![[one.to_owned(), other.to_owned()]];
    if with_metadata {
        pairs.push([beside(one), beside(other)]);
    }
    let both = pairs.into_iter().flat_map(|[one, other]| {
        let (its, others) = (files[&one].clone(), files[&other].clone());
        [(one, Some(others)), (other, Some(its))]
    });
    both.collect()
}

fn beside(name: &str) -> String {
    format!("{name}{}", super::SIDECAR)
}

/// The content of a file, whatever its encoding: the inflated bytes of an object in one member, the
/// meaning of metadata. The time in a gzip header, for example, is not signed.
fn said(name: &str, bytes: &[u8]) -> Option<Vec<Vec<u8>>> {
    if !is_sidecar(name) {
        return members(bytes).filter(|members| members.len() == 1);
    }
    let metadata: BTreeMap<String, Value> = serde_json::from_slice(bytes).ok()?;
    let signature = metadata.get("signature")?.as_str()?.to_ascii_lowercase();
    let algorithm = metadata.get("signature-algorithm")?.as_str()?;
    Some(vec![signature.into_bytes(), algorithm.as_bytes().to_owned()])
}

/// Whether everything that CloudTrail signed is unchanged.
fn is_harmless(files: &Files, done: &BTreeMap<String, Option<Vec<u8>>>) -> bool {
    done.iter().all(|(name, bytes)| {
        bytes.as_ref().is_some_and(|bytes| said(name, bytes) == said(name, &files[name]))
    })
}

/// A run after tampering, which is then undone.
fn validated(copied: &Copied, files: &Files, done: &BTreeMap<String, Option<Vec<u8>>>) -> Ran {
    for (name, bytes) in done {
        match bytes {
            Some(bytes) => drop(put(copied.root(), name, bytes)),
            None => fs::remove_file(copied.root().join(name)).unwrap(),
        }
    }
    let ran = copied.validate("");
    for name in done.keys() {
        put(copied.root(), name, &files[name]);
    }
    ran
}

#[test]
fn tampering_is_never_valid() {
    let (copied, files) = (Copied::new(), delivered());
    let cases = ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(80) };
    proptest!(cases, |(deed in deeds())| {
        let done = deed.done_to(&files);
        prop_assume!(!is_harmless(&files, &done));
        let ran = validated(&copied, &files, &done);
        prop_assert!(matches!(ran.code, 1 | 2), "{:?}\n{}", done.keys(), ran);
    });
    // Afterwards everything is as it was delivered.
    assert_eq!(copied.validate("").code, 0);
}

#[test]
fn each_deleted_log_and_digest_is_detected() {
    let (copied, files) = (Copied::new(), delivered());
    for name in files.keys().filter(|name| !is_sidecar(name)) {
        for with_metadata in [false, true] {
            let mut done = BTreeMap::from([(name.clone(), None)]);
            done.extend(
                with_metadata
                    .then(|| beside(name))
                    .filter(|b| files.contains_key(b))
                    .map(|b| (b, None)),
            );
            let ran = validated(&copied, &files, &done);
            assert_eq!(ran.code, 1, "{name} is not missed\n{ran}");
        }
    }
}

#[test]
fn the_time_in_a_gzip_header_is_not_signed() {
    let (copied, files) = (Copied::new(), delivered());
    for name in files.keys().filter(|name| !is_sidecar(name)) {
        let mut bytes = files[name].clone();
        bytes[4] ^= 1;
        let done = BTreeMap::from([(name.clone(), Some(bytes))]);
        assert!(is_harmless(&files, &done), "{name}");
    }
    let first = files.keys().find(|name| !is_sidecar(name)).unwrap();
    let mut bytes = files[first].clone();
    bytes[4] ^= 1;
    let ran = validated(&copied, &files, &BTreeMap::from([(first.clone(), Some(bytes))]));
    assert_eq!(ran.code, 0, "{ran}");
}
