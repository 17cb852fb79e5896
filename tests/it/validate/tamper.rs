//! One object is changed, deleted or added: it is named, and nothing else.

use std::fs;
use std::path::Path;

use super::{
    A_LOG, Copied, SIDECAR, counts, digest, documents, object_verdicts, summary, verdict_lines,
};
use crate::fixtures::gzip::{deflated, members};
use crate::harness::put;

/// Changes one byte of an object's inflated content.
fn change_inside(path: &Path) {
    let mut text = members(&fs::read(path).unwrap()).unwrap().concat();
    let at = text.len() / 2;
    text[at] ^= 1;
    fs::write(path, deflated(&text)).unwrap();
}

#[test]
fn a_changed_byte_of_a_log_is_one_invalid_line() {
    let copied = Copied::new();
    change_inside(&copied.object(A_LOG));
    let ran = copied.validate("");
    let lines = verdict_lines(&ran, "INVALID");
    assert_eq!((ran.code, lines.len()), (1, 1), "{ran}");
    assert!(lines[0].contains(A_LOG) && lines[0].contains("INVALID: hash value doesn't match"));
    assert!(ran.text().contains("20/21 log files valid, 1/21 log files INVALID"), "{ran}");
    let ran = copied.validate("-o jsonl");
    assert_eq!(
        object_verdicts(&ran),
        ["log us-east-1 20261120T1010Z invalid hash_mismatch"],
        "{ran}"
    );
    assert_eq!(counts(&ran), [[8, 0, 0, 0], [20, 1, 0, 0]], "{ran}");
}

#[test]
fn a_log_that_cannot_be_inflated_is_invalid() {
    let copied = Copied::new();
    let path = copied.object(A_LOG);
    let bytes = fs::read(&path).unwrap();
    fs::write(&path, &bytes[..bytes.len() - 8]).unwrap();
    let cut = copied.validate("-o jsonl");
    assert_eq!(object_verdicts(&cut), ["log us-east-1 20261120T1010Z invalid format"], "{cut}");
    for trailing in [&b"x"[..], &deflated(b"")] {
        fs::write(&path, [&bytes, trailing].concat()).unwrap();
        let ran = copied.validate("-o jsonl");
        assert_eq!(
            object_verdicts(&ran),
            ["log us-east-1 20261120T1010Z invalid trailing_data"],
            "{ran}"
        );
        assert_eq!(ran.code, 1, "{ran}");
    }
}

#[test]
fn a_deleted_log_is_missing() {
    let copied = Copied::new();
    copied.delete(A_LOG);
    let ran = copied.validate("");
    assert!(verdict_lines(&ran, "INVALID: not found").len() == 1, "{ran}");
    let ran = copied.validate("-o jsonl");
    assert_eq!(object_verdicts(&ran), ["log us-east-1 20261120T1010Z invalid missing"], "{ran}");
    assert_eq!(ran.code, 1, "{ran}");
}

#[test]
fn the_logs_of_a_changed_digest_are_not_verifiable() {
    let copied = Copied::new();
    change_inside(&copied.object(&digest("us-east-1", 10)));
    let ran = copied.validate("-o jsonl");
    assert_eq!(ran.code, 1, "{ran}");
    let object_verdicts = object_verdicts(&ran);
    assert!(object_verdicts[0].starts_with("digest us-east-1 20261120T100000Z invalid "), "{ran}");
    // Its three log files are no longer verifiable; all others are.
    assert_eq!(counts(&ran)[0], [7, 1, 0, 0], "{ran}");
    assert_eq!(summary(&ran)["logs"]["valid"], 18, "{ran}");
}

#[test]
fn a_digest_deleted_in_the_middle_is_missing() {
    let copied = Copied::new();
    copied.delete(&digest("us-east-1", 10));
    let ran = copied.validate("-o jsonl");
    assert_eq!(ran.code, 1, "{ran}");
    assert!(
        object_verdicts(&ran)
            .contains(&"digest us-east-1 20261120T100000Z invalid missing".to_owned()),
        "{ran}"
    );
    assert_eq!(counts(&ran)[0], [7, 1, 0, 0], "{ran}");
    let gaps = gaps(&ran);
    assert_eq!(gaps, ["us-east-1 2026-11-20T09:00:00Z 2026-11-20T10:00:00Z 1"], "{ran}");
}

#[test]
fn consecutive_deleted_digests_are_counted() {
    let copied = Copied::new();
    copied.delete(&digest("us-east-1", 10));
    copied.delete(&digest("us-east-1", 11));
    let ran = copied.validate("-o jsonl");
    assert_eq!((ran.code, counts(&ran)[0]), (1, [6, 2, 0, 0]), "{ran}");
    assert_eq!(gaps(&ran), ["us-east-1 2026-11-20T09:00:00Z 2026-11-20T11:00:00Z 2"], "{ran}");
}

#[test]
fn the_oldest_digest_deleted_is_missing() {
    let copied = Copied::new();
    copied.delete(&digest("us-east-1", 9));
    let ran = copied.validate("-o jsonl");
    assert_eq!((ran.code, counts(&ran)[0]), (1, [7, 1, 0, 0]), "{ran}");
    assert_eq!(gaps(&ran), ["us-east-1 2026-11-20T08:00:00Z 2026-11-20T09:00:00Z 1"], "{ran}");
}

#[test]
fn the_newest_digest_deleted_is_missing() {
    for region in ["us-east-1", "eu-west-1"] {
        let copied = Copied::new();
        copied.delete(&digest(region, 12));
        let ran = copied.validate("-o jsonl");
        assert_eq!((ran.code, counts(&ran)[0]), (1, [7, 1, 0, 0]), "{ran}");
        let gap = format!("{region} 2026-11-20T11:00:00Z 2026-11-20T12:00:00Z 1");
        assert_eq!(gaps(&ran), [gap], "{ran}");
    }
}

#[test]
fn a_tail_deleted_with_its_logs_is_a_gap() {
    let copied = Copied::new();
    copied.delete(&digest("eu-west-1", 12));
    copied.delete_all(
        "CloudTrail/eu-west-1/2026/11/20/111122223333_CloudTrail_eu-west-1_20261120T11",
    );
    let ran = copied.validate("-o jsonl");
    assert_eq!((ran.code, counts(&ran)[0]), (2, [7, 0, 0, 0]), "{ran}");
    let gap = "eu-west-1 2026-11-20T11:00:00Z 2026-11-20T12:00:00Z 1".to_owned();
    assert_eq!(gaps(&ran), [gap], "{ran}");
    assert_eq!(copied.validate("--strict").code, 2);
    assert_eq!(Copied::new().validate("--strict").code, 0);
}

#[test]
fn a_region_without_any_digest_is_not_valid() {
    let copied = Copied::new();
    copied.delete_all("CloudTrail-Digest/eu-west-1/");
    let ran = copied.validate("-o jsonl");
    assert_ne!(ran.code, 0, "{ran}");
    assert!(format!("{ran}").contains("eu-west-1"), "{ran}");
}

#[test]
fn a_bucket_without_any_digest_is_not_valid() {
    let copied = Copied::new();
    copied.delete_all("CloudTrail-Digest/");
    let ran = copied.validate("");
    assert_eq!(ran.code, 2, "{ran}");
    assert!(ran.text().contains("No digests found"), "{ran}");
    // Log files without digests are not ignored.
    assert_eq!(copied.validate("--allow-empty").code, 2);
}

#[test]
fn a_digest_in_place_of_another_is_moved() {
    let copied = Copied::new();
    let [from, to] = [9, 10].map(|hour| copied.object(&digest("us-east-1", hour)));
    fs::copy(&from, &to).unwrap();
    let sidecar = |path: &Path| path.with_file_name(format!("{}{SIDECAR}", name(path)));
    fs::copy(sidecar(&from), sidecar(&to)).unwrap();
    let ran = copied.validate("-o jsonl");
    assert_eq!(ran.code, 1, "{ran}");
    let line = "digest us-east-1 20261120T100000Z invalid moved".to_owned();
    assert!(object_verdicts(&ran).contains(&line), "{ran}");
}

#[test]
fn another_digests_signature_does_not_verify() {
    let copied = Copied::new();
    let [from, to] = [9, 12].map(|hour| copied.object(&digest("us-east-1", hour)));
    let sidecar = |path: &Path| path.with_file_name(format!("{}{SIDECAR}", name(path)));
    fs::copy(sidecar(&from), sidecar(&to)).unwrap();
    let ran = copied.validate("-o jsonl");
    assert_eq!(ran.code, 1, "{ran}");
    let line = "digest us-east-1 20261120T120000Z invalid signature".to_owned();
    assert!(object_verdicts(&ran).contains(&line), "{ran}");
}

#[test]
fn a_log_that_no_digest_lists_is_named() {
    let copied = Copied::new();
    let path = copied.object(A_LOG);
    let added = name(&path).replace("T1010Z_", "T1012Z_x");
    put(path.parent().unwrap(), &added, fs::read(&path).unwrap());
    let line = "log us-east-1 20261120T1012Z unlisted -";

    let named = copied.validate("-o jsonl");
    assert_eq!((named.code, object_verdicts(&named)), (0, vec![line.to_owned()]), "{named}");
    let sums = summary(&named);
    assert_eq!((&sums["unlisted"], &sums["verdict"]), (&1.into(), &"valid".into()), "{named}");
    let strict = copied.validate("-o jsonl --strict");
    assert_eq!((strict.code, object_verdicts(&strict)), (1, vec![line.to_owned()]), "{strict}");
    let silent = copied.validate("-o jsonl --no-unlisted");
    super::expect_all_valid(&silent);
    let text = copied.validate("");
    assert!(text.text().contains(&added) && text.code == 0, "{text}");
}

#[test]
fn junk_among_the_digests_hides_nothing() {
    let copied = Copied::new();
    let folder = copied.object(&digest("us-east-1", 10));
    let folder = folder.parent().unwrap();
    for junk in ["readme.txt", "0.json.gz", "111122223333_CloudTrail-Digest_x.json.gz"] {
        put(folder, junk, "junk");
    }
    assert_eq!(copied.validate("").code, 0);
    copied.delete(A_LOG);
    let ran = copied.validate("-o jsonl");
    assert_eq!((ran.code, counts(&ran)), (1, [[8, 0, 0, 0], [20, 1, 0, 0]]), "{ran}");
}

fn name(path: &Path) -> String {
    path.file_name().unwrap().to_str().unwrap().to_owned()
}

/// Region, beginning, end and missing digests of each gap.
fn gaps(ran: &crate::harness::Ran) -> Vec<String> {
    let documents = documents(ran);
    let gaps = documents.iter().filter(|line| line["kind"] == "gap");
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    gaps.map(|gap| {
        let [region, from, to] = ["region", "from", "to"].map(|name| text(&gap[name]));
        format!("{region} {from} {to} {}", gap["missing_digests"])
    })
    .collect()
}
