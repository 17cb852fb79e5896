//! A thousand objects that arrive while a run goes on.

use super::faults::Queue;
use super::going::Going;

#[test]
fn the_records_of_a_thousand_new_objects_are_printed_once_and_unchanged() {
    let mut queue = Queue::with(0);
    let going = Going::start(queue.ct("-q"));
    for _ in 0..1_000 {
        queue.log();
    }
    queue.wait_for(|queue| queue.depth() == 0);
    let ran = going.stop("-INT");
    assert_eq!((ran.code, &*ran.stderr), (0, ""), "{ran}");
    queue.expect_once(&ran);
}
