//! Objects that are downloaded ahead stay within `--max-memory`.

use std::io::Read as _;

use super::going::stamp;
use crate::bucket::many::most_memory;
use crate::bucket::{Logs, events_of};

#[test]
fn objects_larger_than_a_share_of_the_memory_are_downloaded_one_at_a_time() {
    const OBJECTS: usize = 40;
    let mut logs = Logs::new();
    // Not JSON, which the search sees at the first byte.
    let bytes = vec![b'x'; 6 << 20];
    let region = events_of("111122223333", "eu-west-1");
    for _ in 0..OBJECTS {
        let key = logs.log(&region, &stamp(0));
        logs.stub.put("logs", &key, &bytes);
    }
    let line = "follow s3://logs --since 1d --until-idle 1s --max-memory 512M --threads 2";
    let mut child = logs.ct(line).start();
    let most = most_memory(&mut child);
    let mut told = String::new();
    child.stderr.take().unwrap().read_to_string(&mut told).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(2), "{told}");
    assert!(told.contains("INCOMPLETE: 40 objects not read"), "{told}");
    // The 32 that may be in flight at once have 192 MiB.
    assert!(most < 130 << 10, "{most} KiB");
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
    let told = format!("s3://logs/{key}: larger than the limit of 1048576 bytes\n");
    assert_eq!(ran.stderr.matches(&told).count(), 1, "{ran}");
    assert!(ran.stderr.contains("INCOMPLETE: 1 object not read"), "{ran}");
}
