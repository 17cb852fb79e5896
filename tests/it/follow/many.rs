//! A thousand objects put meanwhile; and killed at any moment.

use std::fs::File;
use std::thread;
use std::time::Duration;
use std::{env, fs};

use super::going::Going;
use super::{Feed, sorted};

#[test]
fn a_thousand_objects_put_meanwhile_come_out_as_they_are() {
    let mut feed = Feed::new("700000000060", 60);
    let going = Going::start(feed.ct("follow --queue new-logs --errors -q"));
    for _ in 0..1_000 {
        feed.log();
    }
    feed.wait_for(|depth| depth == (0, 0));
    let ran = going.stop("-INT");
    assert_eq!((ran.code, &*ran.stderr, feed.depth()), (0, "", (0, 0)), "{ran}");
    let wanted = feed.all().into_iter().filter(|record| record.contains("AccessDenied"));
    assert_eq!(sorted(ran.lines()), wanted.collect::<Vec<_>>());
}

/// How often to kill; `CT_TEST_KILLS` says if there is time.
fn kills() -> usize {
    env::var("CT_TEST_KILLS").map_or(3, |kills| kills.parse().unwrap())
}

#[test]
fn whoever_is_killed_loses_no_record() {
    // The shortest time that messages stay hidden once their reader is dead.
    let mut feed = Feed::new("700000000061", 10);
    let folder = tempfile::tempdir().unwrap();
    let dest = folder.path().join("mirror");
    let line = format!("follow --queue new-logs --to '{}'", dest.display());
    let mut outputs = Vec::new();
    for number in 0..kills() {
        let out = folder.path().join(number.to_string());
        // Polls of three seconds: those of the dead are answered too, and hide what they are given.
        let killed = format!("{line} --until-idle 3s");
        let mut child = feed.ct(&killed).stdout(File::create(&out).unwrap()).start();
        for _ in 0..50 {
            feed.log();
        }
        thread::sleep(Duration::from_millis((number as u64 * 137) % 500));
        child.kill().unwrap();
        child.wait().unwrap();
        outputs.push(out);
    }
    let out = folder.path().join("last");
    let ran = feed.ct(&line).args("--until-idle 16s").stdout(File::create(&out).unwrap()).run();
    assert_eq!((ran.code, feed.depth()), (0, (0, 0)), "{ran}");
    outputs.push(out);
    let mut printed: Vec<String> = Vec::new();
    for path in outputs {
        let text = fs::read_to_string(path).unwrap();
        // The last line of one that was killed may be torn.
        printed.extend(
            text.split_inclusive('\n').filter_map(|it| it.strip_suffix('\n')).map(str::to_owned),
        );
    }
    printed.sort_unstable();
    printed.dedup();
    assert_eq!(printed.iter().map(String::as_str).collect::<Vec<_>>(), feed.all());
    for key in feed.records.keys() {
        assert!(dest.join(key).exists(), "{key} is not mirrored");
    }
}
