//! The objects of a test trail as a mirror, as a plain copy, or on a test server.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::thread;

use jiff::Timestamp;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::{BUCKET, Object, World, signer};
use crate::bucket;
use crate::harness::{Ct, Ran, put};
use crate::sign::Trail;
use crate::stub::Stub;
use crate::validate::SIDECAR;

/// The validity of the public keys of these tests.
const VALID: [&str; 2] = ["2020-01-01T00:00:00Z", "2040-01-01T00:00:00Z"];

/// A folder with the objects of a bucket.
pub(in crate::validate) struct Mirror(TempDir);

impl Mirror {
    /// A mirror of `ct fetch` whose last complete run ended at this time.
    pub(in crate::validate) fn new(world: &World, completed: Timestamp) -> Self {
        let mirror = Self(tempfile::tempdir().unwrap());
        mirror.fetch(&world.objects, completed);
        mirror
    }

    /// A copy by another tool: no metadata of digests or of the mirror.
    pub(in crate::validate) fn plain_copy(world: &World) -> Self {
        let mirror = Self(tempfile::tempdir().unwrap());
        for (key, object) in &world.objects {
            put(&mirror.root(), key, &object.bytes);
        }
        mirror.save_keys(&world.objects);
        mirror
    }

    /// Adds objects, and records when that was complete.
    pub(in crate::validate) fn fetch(
        &self,
        objects: &BTreeMap<String, Object>,
        completed: Timestamp,
    ) {
        let root = self.root();
        let mut ledgers: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (key, object) in objects {
            put(&root, key, &object.bytes);
            let mut line = json!({ "key": key, "size": object.bytes.len(), "etag": "e" });
            if let Some(metadata) = &object.metadata {
                put(&root, &format!("{key}{SIDECAR}"), metadata.to_string());
                line["sidecar"] = json!(true);
            }
            let month = key.rsplitn(3, '/').nth(2).unwrap();
            ledgers.entry(month.to_owned()).or_default().push(line.to_string() + "\n");
        }
        for (month, lines) in ledgers {
            let name = format!(".ct/ledger/{month}.jsonl");
            let held = fs::read_to_string(root.join(&name)).unwrap_or_default();
            put(&root, &name, held + &lines.concat());
        }
        self.save_keys(objects);
        self.note(completed);
    }

    /// Records when the last complete fetch ended.
    pub(in crate::validate) fn note(&self, completed: Timestamp) {
        let note = json!({ "version": 1, "bucket": BUCKET, "completed": completed.to_string() });
        put(&self.root(), ".ct/mirror.json", note.to_string());
    }

    /// Deletes the ledgers, which name all objects.
    pub(in crate::validate) fn forget(&self) {
        fs::remove_dir_all(self.root().join(".ct/ledger")).unwrap();
    }

    fn save_keys(&self, objects: &BTreeMap<String, Object>) {
        let regions: BTreeSet<&str> = objects.values().map(|object| object.region).collect();
        for region in regions {
            let keys = json!({ "PublicKeyList": [signer(region).public_key(VALID[0], VALID[1])] });
            put(&self.root(), &format!("public-keys/{region}.json"), keys.to_string());
        }
    }

    /// A mirror that `make` writes to the folder.
    pub(in crate::validate) fn made_by(make: impl FnOnce(&Path)) -> Self {
        let mirror = Self(tempfile::tempdir().unwrap());
        make(&mirror.root());
        mirror
    }

    /// Deletes an object from the folder alone: its metadata and the ledger's line stay.
    pub(in crate::validate) fn delete(&self, key: &str) {
        fs::remove_file(self.root().join(key)).unwrap();
    }

    /// Deletes a digest's metadata.
    pub(in crate::validate) fn delete_metadata(&self, key: &str) {
        let _ = fs::remove_file(self.root().join(format!("{key}{SIDECAR}")));
    }

    pub(in crate::validate) fn root(&self) -> PathBuf {
        self.0.path().join("logs")
    }

    /// A file beside the mirror.
    pub(in crate::validate) fn beside(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// The folder of the files of [`Mirror::beside`]; the mirror is `logs` in it.
    pub(in crate::validate) fn folder(&self) -> &Path {
        self.0.path()
    }

    /// Runs `ct validate` on the mirror, whose own keys are trusted, over this time.
    pub(in crate::validate) fn validate(&self, [from, to]: [Timestamp; 2], flags: &str) -> Ran {
        let trust = "--trust-mirror-keys";
        let line = format!("validate logs {trust} --start-time {from} --end-time {to} {flags}");
        Ct::new(&line).at(self.folder()).run()
    }
}

/// A server with the bucket.
pub(in crate::validate) struct Server {
    pub(in crate::validate) stub: Stub,
}

impl Server {
    pub(in crate::validate) fn new(world: &World) -> Self {
        let stub = Stub::start();
        stub.bucket(BUCKET);
        let regions: BTreeSet<&str> = world.objects.values().map(|object| object.region).collect();
        for region in regions {
            let mut key = signer(region).public_key(VALID[0], VALID[1]);
            for name in ["ValidityStartTime", "ValidityEndTime"] {
                let time: Timestamp = key[name].as_str().unwrap().parse().unwrap();
                key[name] = json!(time.as_second());
            }
            stub.answer_in(region, "ListPublicKeys", vec![json!({ "PublicKeyList": [key] })]);
        }
        let server = Self { stub };
        for (key, object) in &world.objects {
            server.put(key, object);
        }
        server
    }

    pub(in crate::validate) fn put(&self, key: &str, object: &Object) {
        let metadata = object.metadata.as_ref().and_then(Value::as_object);
        let metadata: Vec<(&str, &str)> = metadata
            .map(|all| all.iter().map(|(name, value)| (&**name, value.as_str().unwrap())).collect())
            .unwrap_or_default();
        self.stub.put_with(BUCKET, key, &object.bytes, &metadata);
    }

    /// Adds this trail to the answers of CloudTrail.
    pub(in crate::validate) fn describe(&self, trail: &Trail, is_multi_region: bool) {
        self.describe_as(trail, &json!({ "IsMultiRegionTrail": is_multi_region }));
    }

    /// The same, with these members as well.
    pub(in crate::validate) fn describe_as(&self, trail: &Trail, members: &Value) {
        let mut described = json!({
            "Name": trail.name, "TrailARN": arn(trail), "S3BucketName": trail.bucket,
            "HomeRegion": trail.home, "IsMultiRegionTrail": true, "IsOrganizationTrail": false,
            "LogFileValidationEnabled": true,
        });
        for (name, value) in members.as_object().unwrap() {
            described[name] = value.clone();
        }
        self.stub.answer("DescribeTrails", vec![json!({ "trailList": [described.clone()] })]);
        self.stub.answer("GetTrail", vec![json!({ "Trail": described })]);
    }

    /// Sets the answer of `GetTrailStatus` in a Region: when the last digest was delivered, and an
    /// error.
    pub(in crate::validate) fn status(
        &self,
        region: &str,
        delivered: Timestamp,
        error: Option<&str>,
    ) {
        let mut status =
            json!({ "IsLogging": true, "LatestDigestDeliveryTime": delivered.as_second() });
        if let Some(error) = error {
            status["LatestDigestDeliveryError"] = json!(error);
        }
        self.stub.answer_in(region, "GetTrailStatus", vec![status]);
    }

    /// The program with the server in its environment.
    pub(in crate::validate) fn ct(&self, line: &str) -> Ct {
        bucket::at(&self.stub.endpoint(), line)
    }

    /// Runs `ct validate` over this time; `line` names the source.
    pub(in crate::validate) fn validate(&self, [from, to]: [Timestamp; 2], line: &str) -> Ran {
        self.ct(&format!("validate --start-time {from} --end-time {to} {line}")).run()
    }

    /// Over the whole bucket.
    pub(in crate::validate) fn validate_bucket(&self, span: [Timestamp; 2], flags: &str) -> Ran {
        self.validate(span, &format!("{flags} s3://{BUCKET}"))
    }
}

pub(in crate::validate) fn arn(trail: &Trail) -> String {
    let Trail { account, name, home, .. } = trail;
    format!("arn:aws:cloudtrail:{home}:{account}:trail/{name}")
}

/// Runs independent checks on two threads, and returns what failed.
pub(in crate::validate) fn gather<T: Sync>(
    items: &[T],
    check: impl Fn(&T) -> Vec<String> + Sync,
) -> Vec<String> {
    let share = items.len().div_ceil(2).max(1);
    let check = &check;
    thread::scope(|scope| {
        let hands: Vec<_> = items
            .chunks(share)
            .map(|part| scope.spawn(move || part.iter().flat_map(check).collect::<Vec<_>>()))
            .collect();
        hands.into_iter().flat_map(|hand| hand.join().unwrap()).collect()
    })
}
