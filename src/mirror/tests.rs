//! The mirror as its caller sees it, and the files on the disk.

use super::*;

const MONTH: &str = "AWSLogs/111122223333/CloudTrail/us-east-1/2026/11";
const DIGEST: &str = "AWSLogs/111122223333/CloudTrail-Digest/us-east-1/2026/11/20/\
    111122223333_CloudTrail-Digest_us-east-1_trail_us-east-1_20261120T090000Z.json.gz";

fn listed(key: &str, bytes: &str, etag: &str) -> Listed {
    let (key, etag) = (key.to_owned(), etag.to_owned());
    Listed { key, size: bytes.len() as u64, etag, archived: false }
}

fn arrived(bytes: &str) -> Arrived {
    Arrived { bytes: bytes.into(), metadata: BTreeMap::new(), ..Arrived::default() }
}

fn keys(lost: Vec<Unstored>) -> Vec<String> {
    lost.into_iter().map(|lost| lost.key).collect()
}

/// The files below a folder but for the mirror's own.
fn files(root: &Path) -> Vec<String> {
    let (mut found, mut folders) = (Vec::new(), vec![root.to_owned()]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if !path.is_dir() {
                let name = path.strip_prefix(root).unwrap().to_str().unwrap();
                found.push(name.replace('\\', "/"));
            } else if !path.ends_with(STATE) {
                folders.push(path);
            }
        }
    }
    found.sort();
    found
}

#[test]
fn committed_objects_are_stored() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("new/dest");
    let (x, y) = (format!("{MONTH}/20/x.json.gz"), "b 50%+ü/y".to_owned());
    let mut mirror = Mirror::open(&root, "logs").unwrap();
    for key in [&x, &y] {
        mirror.put(&listed(key, "1", "e"), arrived("1")).unwrap();
        assert!(!mirror.contains(&listed(key, "1", "e")).unwrap());
    }
    assert!(files(&root).is_empty(), "visible before its batch was committed");
    mirror.commit().unwrap();
    assert_eq!(files(&root), [x.as_str(), &y]);
    assert!(mirror.contains(&listed(&x, "1", "e")).unwrap());
    drop(mirror);
    for mut mirror in
        [Mirror::open(&root, "logs").unwrap(), Mirror::open_read_only(&root, "logs").unwrap()]
    {
        for key in [&x, &y] {
            assert!(mirror.contains(&listed(key, "1", "e")).unwrap());
            assert!(!mirror.contains(&listed(key, "1", "f")).unwrap());
            assert!(!mirror.contains(&listed(key, "12", "e")).unwrap());
        }
        assert!(!mirror.contains(&listed("z", "1", "e")).unwrap());
    }
}

#[test]
fn a_changed_object_is_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let mut mirror = Mirror::open(folder.path(), "logs").unwrap();
    for (bytes, etag) in [("1", "e"), ("2", "f")] {
        assert!(!mirror.contains(&listed("a/x", bytes, etag)).unwrap());
        mirror.put(&listed("a/x", bytes, etag), arrived(bytes)).unwrap();
        mirror.commit().unwrap();
        assert!(mirror.contains(&listed("a/x", bytes, etag)).unwrap());
    }
    assert!(!mirror.contains(&listed("a/x", "1", "e")).unwrap());
    assert_eq!(fs::read(folder.path().join("a/x")).unwrap(), b"2");
}

#[test]
fn an_object_whose_file_is_gone_or_changed_is_not_stored() {
    let folder = tempfile::tempdir().unwrap();
    let mut mirror = Mirror::open(folder.path(), "logs").unwrap();
    let object = listed("a/x", "1", "e");
    mirror.put(&object, arrived("1")).unwrap();
    mirror.commit().unwrap();
    let path = folder.path().join("a/x");
    fs::write(&path, "").unwrap();
    assert!(!mirror.contains(&object).unwrap());
    fs::remove_file(&path).unwrap();
    assert!(!mirror.contains(&object).unwrap());
    fs::create_dir(&path).unwrap();
    assert!(!mirror.contains(&object).unwrap());
    fs::remove_dir_all(folder.path().join("a")).unwrap();
    fs::write(folder.path().join("a"), "").unwrap();
    assert!(!mirror.contains(&object).unwrap());
}

#[test]
fn a_digest_file_has_its_signature_beside_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut mirror = Mirror::open(folder.path(), "logs").unwrap();
    let pairs = [("signature-algorithm", "SHA256withRSA"), ("signature", "67ef")];
    let metadata: BTreeMap<_, _> = pairs.map(|(k, v)| (k.to_owned(), v.to_owned())).into();
    let log = format!("{MONTH}/20/x.json.gz");
    for key in [DIGEST, &log] {
        let arrived = Arrived { metadata: metadata.clone(), ..arrived("1") };
        mirror.put(&listed(key, "1", "e"), arrived).unwrap();
    }
    let bare = DIGEST.replace("T09", "T10");
    mirror.put(&listed(&bare, "1", "e"), arrived("1")).unwrap();
    mirror.commit().unwrap();
    let sidecar = format!("{DIGEST}.metadata.json");
    assert_eq!(files(folder.path()), [DIGEST, &sidecar, &bare, &log]);
    let sidecar = folder.path().join(sidecar);
    let text = fs::read_to_string(&sidecar).unwrap();
    assert_eq!(text, r#"{"signature":"67ef","signature-algorithm":"SHA256withRSA"}"#);
    assert!(mirror.contains(&listed(DIGEST, "1", "e")).unwrap());
    // A digest file without metadata needs none; else it would be fetched by each run.
    assert!(mirror.contains(&listed(&bare, "1", "e")).unwrap());
    fs::remove_file(sidecar).unwrap();
    assert!(!mirror.contains(&listed(DIGEST, "1", "e")).unwrap());
}

#[test]
fn a_full_batch_is_committed() {
    let folder = tempfile::tempdir().unwrap();
    let mut mirror = Mirror::open(folder.path(), "logs").unwrap();
    for number in 0..BATCH_OBJECTS {
        assert!(files(folder.path()).is_empty());
        mirror.put(&listed(&format!("a/{number}"), "1", "e"), arrived("1")).unwrap();
    }
    assert_eq!(files(folder.path()).len(), BATCH_OBJECTS);
    mirror.put(&listed("b", "1", "e"), arrived("1")).unwrap();
    mirror.batch_since -= BATCH_AGE;
    mirror.put(&listed("c", "1", "e"), arrived("1")).unwrap();
    assert_eq!(files(folder.path()).len(), BATCH_OBJECTS + 2);
    let large = "1".repeat(BATCH_BYTES);
    mirror.put(&listed("d", &large, "e"), arrived(&large)).unwrap();
    mirror.put(&listed("e", "1", "e"), arrived("1")).unwrap();
    assert_eq!(files(folder.path()).len(), BATCH_OBJECTS + 3);
    drop(mirror);
    assert_eq!(files(folder.path()).len(), BATCH_OBJECTS + 4);
}

#[test]
fn an_object_that_cannot_be_stored_does_not_affect_others() {
    let folder = tempfile::tempdir().unwrap();
    let mut mirror = Mirror::open(folder.path(), "logs").unwrap();
    for key in ["../x", ".ct/lock", "a/"] {
        let lost = mirror.put(&listed(key, "1", "e"), arrived("1")).unwrap_err();
        assert_eq!(keys(lost), [key]);
        assert!(!mirror.contains(&listed(key, "1", "e")).unwrap());
    }
    let lost = mirror.put(&listed("short", "12", "e"), arrived("1")).unwrap_err();
    assert_eq!(lost[0].to_string(), "short: received 1 bytes, listed 2");

    fs::create_dir_all(folder.path().join("taken/x")).unwrap();
    fs::write(folder.path().join("file"), "").unwrap();
    let long = "n".repeat(300);
    for key in ["a", "file/x", &long, "taken", "z"] {
        mirror.put(&listed(key, "1", "e"), arrived("1")).unwrap();
    }
    let lost = mirror.commit().unwrap_err();
    assert!(lost[0].to_string().contains(&folder.path().display().to_string()), "{}", lost[0]);
    assert_eq!(keys(lost), ["file/x", &long, "taken"]);
    for key in ["a", "z"] {
        assert!(mirror.contains(&listed(key, "1", "e")).unwrap());
    }
    assert_eq!(fs::read_dir(folder.path().join(".ct/tmp")).unwrap().count(), 0);
    mirror.commit().unwrap();
}

#[test]
fn the_next_run_completes_what_a_killed_run_left() {
    let folder = tempfile::tempdir().unwrap();
    let mut mirror = Mirror::open(folder.path(), "logs").unwrap();
    let (recorded, unrecorded) = (listed("a/x", "1", "e"), listed("a/y", "1", "e"));
    mirror.put(&recorded, arrived("1")).unwrap();
    mirror.commit().unwrap();
    mirror.put(&unrecorded, arrived("1")).unwrap();
    // Killed while it writes a file, one file further, and while it appends to the ledger.
    fs::write(mirror.temporary().unwrap(), "").unwrap();
    fs::write(folder.path().join("a/y"), "1").unwrap();
    let ledger = folder.path().join(".ct/ledger/a.jsonl");
    let text = fs::read_to_string(&ledger).unwrap();
    fs::write(&ledger, text + "{\"key\":\"a/y\",\"size\":1").unwrap();
    mirror.lock = None;
    mem::forget(mirror);

    let mut mirror = Mirror::open(folder.path(), "logs").unwrap();
    assert_eq!(fs::read_dir(folder.path().join(".ct/tmp")).unwrap().count(), 0);
    assert!(mirror.contains(&recorded).unwrap());
    assert!(!mirror.contains(&unrecorded).unwrap());
    mirror.put(&unrecorded, arrived("1")).unwrap();
    mirror.commit().unwrap();
    drop(mirror);
    let mut mirror = Mirror::open_read_only(folder.path(), "logs").unwrap();
    assert!(mirror.contains(&recorded).unwrap() && mirror.contains(&unrecorded).unwrap());
    assert_eq!(files(folder.path()), ["a/x", "a/y"]);
}

#[test]
fn a_mirror_has_one_bucket_and_one_writer() {
    let folder = tempfile::tempdir().unwrap();
    let mirror = Mirror::open(folder.path(), "logs").unwrap();
    let refused = |opened: Result<Mirror, MirrorError>| {
        let error = opened.err().unwrap();
        assert!(error.help().is_some(), "{error}");
        error.to_string().replace(&folder.path().display().to_string(), "DEST")
    };
    let locked = "DEST: another process is fetching into this folder";
    assert_eq!(refused(Mirror::open(folder.path(), "logs")), locked);
    assert!(Mirror::open_read_only(folder.path(), "logs").is_ok());
    drop(mirror);
    let other = "DEST: this folder mirrors the bucket logs, not other";
    assert_eq!(refused(Mirror::open(folder.path(), "other")), other);
    assert_eq!(refused(Mirror::open_read_only(folder.path(), "other")), other);
    let metadata = folder.path().join(".ct/mirror.json");
    assert_eq!(fs::read_to_string(&metadata).unwrap(), "{\"version\":1,\"bucket\":\"logs\"}\n");
    fs::write(&metadata, r#"{"version":2,"bucket":"logs"}"#).unwrap();
    assert!(refused(Mirror::open(folder.path(), "logs")).ends_with("mirror metadata"));
    fs::write(&metadata, "").unwrap();
    assert!(refused(Mirror::open_read_only(folder.path(), "logs")).ends_with("mirror metadata"));
}

#[test]
fn a_mirror_that_is_read_is_not_created() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("none");
    let mut mirror = Mirror::open_read_only(&root, "logs").unwrap();
    assert!(!mirror.contains(&listed("a", "1", "e")).unwrap());
    assert!(mirror.put(&listed("a", "1", "e"), arrived("1")).is_err());
    assert!(mirror.write("a", b"1").is_err());
    drop(mirror);
    assert!(!root.exists());
}

#[test]
fn other_files_are_written_only_if_they_differ() {
    let folder = tempfile::tempdir().unwrap();
    let mut mirror = Mirror::open(folder.path(), "logs").unwrap();
    let path = folder.path().join("public-keys/us-east-1.json");
    for text in ["[]", "[]", "[1]"] {
        mirror.write("public-keys/us-east-1.json", text.as_bytes()).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), text);
    }
    let written = mirror.temporaries;
    mirror.write("public-keys/us-east-1.json", b"[1]").unwrap();
    assert_eq!(mirror.temporaries, written);
    assert!(mirror.write("../a", b"").is_err());
}

#[test]
fn the_time_of_a_complete_fetch_is_recorded() {
    let folder = tempfile::tempdir().unwrap();
    let time = |text: &str| text.parse::<jiff::Timestamp>().unwrap();
    let [early, late] = [time("2026-11-20T09:00:00Z"), time("2026-11-20T12:00:00Z")];
    let mut mirror = Mirror::open(folder.path(), "logs").unwrap();
    assert_eq!(completed(folder.path()).unwrap(), None);
    mirror.complete("logs", "", early).unwrap();
    assert_eq!(completed(folder.path()).unwrap(), Some(early));
    // A later fetch of one Region does not cover the others.
    mirror.complete("logs", "region=eu-west-1", late).unwrap();
    assert_eq!(completed(folder.path()).unwrap(), Some(early));
    mirror.complete("logs", "", late).unwrap();
    assert_eq!(completed(folder.path()).unwrap(), Some(late));
    assert_eq!(bucket_of(folder.path()).unwrap().as_deref(), Some("logs"));
}

#[test]
fn of_keys_that_differ_only_in_case_the_first_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let mut mirror = Mirror::open(folder.path(), "b").unwrap();
    mirror.is_case_insensitive = true;
    mirror.put(&listed("a/X", "1", "e"), arrived("1")).unwrap();
    let lost = mirror.put(&listed("A/x", "2", "f"), arrived("2")).unwrap_err();
    assert!(lost[0].is_of_its_key && lost[0].to_string().contains("only in case"), "{lost:?}");
    mirror.put(&listed("a/X", "3", "g"), arrived("3")).unwrap();
    mirror.commit().unwrap();
    assert_eq!(fs::read(folder.path().join("a/X")).unwrap(), b"3");
}
