//! What else may stand where a mirror writes: links, and who may read what is written.

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::Path;

use super::{expect_all, expect_sums, fetch};
use crate::bucket::{ACCOUNTS, Logs, events_of, expect_help};
use crate::harness::{Ct, files_below};

fn mode(path: &Path) -> u32 {
    fs::symlink_metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn mirror_metadata_is_private_and_objects_follow_the_umask() {
    let (logs, temp) = (Logs::of_regions(&["eu-west-1"]), tempfile::tempdir().unwrap());
    let usual = temp.path().join("usual");
    fs::write(&usual, "").unwrap();
    let dest = temp.path().join("mirror");
    fetch(&logs, "", &dest);
    assert_eq!(mode(&dest.join(".ct")), 0o700);
    for path in files_below(&dest) {
        let is_own = path.strip_prefix(&dest).unwrap().starts_with(".ct");
        if is_own && path.file_name().unwrap() != "mirror.json" {
            assert_eq!(mode(&path), 0o600, "{}", path.display());
        } else {
            assert_eq!(mode(&path), mode(&usual), "{}", path.display());
        }
    }
}

#[test]
fn links_among_the_files_of_a_mirror_are_not_followed() {
    let (logs, temp) = (Logs::of_regions(&["eu-west-1"]), tempfile::tempdir().unwrap());
    let victim = temp.path().join("victim");
    fs::write(&victim, "precious").unwrap();
    for link in [".ct/lock", ".ct/mirror.json"] {
        let dest = temp.path().join(link.replace('/', "-"));
        fs::create_dir_all(dest.join(".ct")).unwrap();
        symlink(&victim, dest.join(link)).unwrap();
        let ran = fetch(&logs, "", &dest);
        assert!(ran.code == 2 && ran.stderr.contains("a link: not followed"), "{ran}");
        assert_eq!(fs::read(&victim).unwrap(), b"precious");
    }
    let (dest, other) = (temp.path().join("whole"), temp.path().join("other"));
    for folder in [&dest, &other] {
        fs::create_dir(folder).unwrap();
    }
    symlink(&other, dest.join(".ct")).unwrap();
    expect_help(&fetch(&logs, "", &dest), ".ct: not a folder", "choose a folder");
    assert_eq!(fs::read_dir(&other).unwrap().count(), 0);
}

#[test]
fn nothing_is_written_through_a_link_out_of_the_mirror() {
    let (logs, temp) = (Logs::of_regions(&["eu-west-1"]), tempfile::tempdir().unwrap());
    let [dest, other] = ["dest", "other"].map(|name| temp.path().join(name));
    let account = dest.join("AWSLogs").join(ACCOUNTS[0]);
    fs::create_dir_all(account.parent().unwrap()).unwrap();
    fs::create_dir(&other).unwrap();
    symlink(&other, &account).unwrap();
    let ran = fetch(&logs, "", &dest);
    expect_sums(&ran, 2, [6, 0, 0, 3]);
    assert!(ran.stderr.contains("a link out of the folder"), "{ran}");
    assert_eq!(fs::read_dir(&other).unwrap().count(), 0);
    // A link within the mirror is a folder like any other.
    fs::remove_file(&account).unwrap();
    fs::create_dir(dest.join("real")).unwrap();
    symlink(dest.join("real"), &account).unwrap();
    expect_sums(&fetch(&logs, "", &dest), 0, [3, 6, 0, 0]);
}

#[test]
fn a_link_in_place_of_an_object_is_replaced() {
    let (logs, temp) = (Logs::of_regions(&["eu-west-1"]), tempfile::tempdir().unwrap());
    let dest = temp.path().join("dest");
    fetch(&logs, "", &dest);
    let (key, bytes) = logs.tree.iter().next().unwrap();
    let other = temp.path().join("other");
    fs::write(&other, vec![0; bytes.len()]).unwrap();
    fs::remove_file(dest.join(key)).unwrap();
    symlink(&other, dest.join(key)).unwrap();
    expect_sums(&fetch(&logs, "", &dest), 0, [1, logs.objects() - 1, 0, 0]);
    expect_all(&logs, &dest);
    assert_eq!(fs::read(&other).unwrap(), vec![0; bytes.len()]);
}

#[test]
fn a_summary_replaces_no_log_and_is_written_in_place_to_a_device() {
    let (logs, temp) = (Logs::of_regions(&["eu-west-1"]), tempfile::tempdir().unwrap());
    let dest = temp.path().join("dest");
    fetch(&logs, "", &dest);
    let region = events_of(ACCOUNTS[0], "eu-west-1");
    let key = logs.tree.keys().find(|key| key.starts_with(&region)).unwrap();
    let log = dest.join(key);
    for source in [&log, &dest] {
        let ran = Ct::new("grep --summary").arg(&log).arg(source).run();
        expect_help(&ran, "it is there, and ct did not write it", "is not replaced");
    }
    let ran = logs.ct("fetch --summary").arg(&log).arg("s3://logs").arg(&dest).run();
    expect_help(&ran, "it is there, and ct did not write it", "is not replaced");
    expect_all(&logs, &dest);
    // Its own summary it replaces, and does so without emptying what a link leads to.
    let summary = temp.path().join("summary");
    for _ in 0..2 {
        Ct::new("grep --count --summary").arg(&summary).arg(&log).run().expect_silent_yes();
        assert!(fs::read_to_string(&summary).unwrap().starts_with("{\n  \"version\": 1,"));
    }
    let ran = Ct::new("grep --count --summary /dev/stdout").arg(&log).run();
    assert!(ran.code == 0 && ran.text().contains("\"version\": 1"), "{ran}");
}
