//! Where logs are read from: files, folders, the standard input, the environment.

use std::fs;

use super::{five, lines, object, trail};
use crate::fixtures;
use crate::harness::{Ct, put};

fn bytes(name: &str) -> Vec<u8> {
    fs::read(fixtures::folder().join("objects").join(name)).unwrap()
}

#[test]
fn stdin_is_read_like_a_file() {
    for name in ["records.json.gz", "records.json"] {
        let ran = Ct::new("grep -").input(bytes(name)).run().expect_silent_yes();
        assert_eq!(ran.text(), lines(&five()), "{name}");
    }
    let ran = Ct::new("grep --event-name PutObject -l - fixtures/objects/array.json");
    assert_eq!(ran.input(bytes("lines.jsonl")).run().text(), "-\nfixtures/objects/array.json\n");
    insta::assert_snapshot!(Ct::new("grep --count -").run(), @"
    code 2
    --- stdout
    0
    --- stderr
    0 of 0 events in 1 object · INCOMPLETE: 1 object not read
      -: empty file
    ");
    insta::assert_snapshot!(Ct::new("grep --count -").input(bytes("truncated.json.gz")).run(), @"
    code 2
    --- stdout
    1
    --- stderr
    1 of 2 events in 1 object · INCOMPLETE: 1 object not read, 1 record malformed
      -: truncated gzip: the object ends early
      - at byte 1,647: the record is never closed
    ");
}

#[test]
fn sources_are_read_in_the_order_in_which_they_are_named() {
    let ran =
        Ct::new("grep fixtures/objects/single.json fixtures/trail fixtures/objects/array.json")
            .run();
    assert_eq!(ran.text(), lines(&five()[..1]) + &lines(&trail()) + &lines(&five()[..3]));
}

#[test]
fn environment_variables_set_flags() {
    let ran = Ct::new("grep --count").env("CT_SOURCE", "fixtures/trail").run();
    assert_eq!(ran.expect_silent_yes().number(), 144);
    let line = format!("grep --count {}", object("array.json"));
    assert_eq!(Ct::new(&line).env("CT_SOURCE", "fixtures/trail").run().number(), 3);
    for (format, start) in
        [("csv", "eventTime,"), ("json", "{\"Records\":["), ("text", "2026-11-20 ")]
    {
        let ran = Ct::new("grep fixtures/trail").env("CT_FORMAT", format).run().expect_silent_yes();
        assert!(ran.text().starts_with(start), "{format}");
        let flag = Ct::new("grep -o jsonl fixtures/trail").env("CT_FORMAT", format).run();
        assert!(flag.text().starts_with("{\"eventVersion\""), "{format}");
    }
    let since = Ct::new("grep --count fixtures/trail").env("CT_SINCE", "2026-11-20T11:00:00Z");
    assert_eq!(since.run().number(), 31);
}

#[test]
fn a_file_is_read_whatever_it_is_called_and_a_folder_only_where_it_has_logs() {
    let temp = tempfile::tempdir().unwrap();
    put(temp.path(), "logs/export", bytes("records.json"));
    put(temp.path(), "logs/a/b/deep.JSON.GZ", bytes("records.json.gz"));
    put(temp.path(), "logs/a/lines.ndjson", bytes("lines.jsonl"));
    let ran = |line: &str| Ct::new(line).at(temp.path()).run().expect_silent_yes().number();
    assert_eq!((ran("grep --count logs"), ran("grep --count logs/export")), (8, 5));
}

#[cfg(unix)]
#[test]
fn a_link_to_a_folder_above_is_not_followed() {
    let temp = tempfile::tempdir().unwrap();
    put(temp.path(), "logs/a/records.json", bytes("records.json"));
    for (target, link) in [(".", "logs/self"), ("..", "logs/a/up"), ("../a", "logs/a/again")] {
        std::os::unix::fs::symlink(target, temp.path().join(link)).unwrap();
    }
    let ran = Ct::new("grep --count logs").at(temp.path()).run();
    assert_eq!(ran.expect_silent_yes().number(), 5);
}

#[cfg(unix)]
#[test]
fn a_link_to_a_file_is_read_and_a_dangling_one_is_unreadable() {
    let temp = tempfile::tempdir().unwrap();
    let real = put(temp.path(), "elsewhere/records.json", bytes("records.json"));
    put(temp.path(), "logs/array.json", bytes("array.json"));
    std::os::unix::fs::symlink(real, temp.path().join("logs/link.json")).unwrap();
    let run = || Ct::new("grep --count logs").at(temp.path()).run();
    assert_eq!(run().expect_silent_yes().number(), 8);
    std::os::unix::fs::symlink("gone", temp.path().join("logs/torn.json")).unwrap();
    insta::assert_snapshot!(run(), @"
    code 2
    --- stdout
    8
    --- stderr
    8 of 8 events in 3 objects · INCOMPLETE: 1 object not read
      logs/torn.json: no such file or folder
    ");
}
