//! Objects that are downloaded ahead stay within `--max-memory`.

use std::io::Read as _;

use super::going::stamp;
use crate::bucket::many::most_memory;
use crate::bucket::{Logs, events_of};

#[test]
fn downloaded_objects_stay_within_the_memory_budget() {
    const OBJECTS: usize = 24;
    let mut logs = Logs::new();
    // Not JSON, which the search sees at the first byte.
    let bytes = vec![b'x'; 12 << 20];
    let region = events_of("111122223333", "eu-west-1");
    for _ in 0..OBJECTS {
        let key = logs.log(&region, &stamp(0));
        logs.stub.put("logs", &key, &bytes);
    }
    let folder = tempfile::tempdir().unwrap();
    let line = "follow s3://logs --since 1d --until-idle 1s --max-memory 512M --threads 2 --to";
    let mut child = logs.ct(line).arg(folder.path()).start();
    let most = most_memory(&mut child);
    let mut messages = String::new();
    child.stderr.take().unwrap().read_to_string(&mut messages).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(2), "{messages}");
    assert!(messages.contains("INCOMPLETE: 24 objects not read"), "{messages}");
    // All of them are 288 MiB, and twice that before they are stored.
    assert!(most < 256 << 10, "{most} KiB");
}

#[test]
fn an_object_larger_than_the_limit_is_refused_and_the_others_are_read() {
    let mut logs = Logs::new();
    let region = events_of("111122223333", "eu-west-1");
    logs.log(&region, &stamp(0));
    let key = logs.log(&region, &stamp(0));
    logs.stub.put("logs", &key, &vec![b'x'; 3 << 20]);
    let line = "follow s3://logs --since 1d --every 1s --until-idle 3s --max-object-size 1M";
    let ran = logs.ct(line).run();
    assert_eq!((ran.code, ran.lines().len()), (2, 2), "{ran}");
    let message = format!("s3://logs/{key}: larger than the limit of 1048576 bytes\n");
    assert_eq!(ran.stderr.matches(&message).count(), 1, "{ran}");
    assert!(ran.stderr.contains("INCOMPLETE: 1 object not read"), "{ran}");
}
