//! A thousand objects that arrive while a run goes on.

use super::going::Going;
use super::{Feed, sorted};

#[test]
fn the_records_of_a_thousand_new_objects_are_printed_once_and_unchanged() {
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
