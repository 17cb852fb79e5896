//! How the memory of `--max-memory` is divided between objects that are downloaded ahead and the
//! search that reads them.
//!
//! Knows nothing of objects or of AWS. How the search divides its part is decided by
//! [`crate::source::memory`].

use crate::scan::Settings;
use crate::source::memory::Memory;

/// One part of the budget holds objects that were downloaded and not searched yet, another one is
/// the session's room for downloads ([`crate::source::memory::ReadAhead`]). All others are for the
/// search.
const PARTS: usize = 8;
/// An object that is mirrored is held twice until it is on the disk.
const COPIES: usize = 2;

/// The parts of a budget, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Budget {
    /// The most that an object may have, as it is stored, to be downloaded beside others.
    pub(super) share: usize,
    /// The most that an object may have at all. One that is larger than a share is downloaded alone,
    /// into the memory that the search keeps for one large object.
    pub(super) largest: usize,
    /// The part of the search.
    pub(super) search: usize,
}

impl Budget {
    /// Divides the memory of a search with these `settings` that has so many `downloads` at once.
    pub(super) fn new(settings: Settings, downloads: usize) -> Self {
        let held = settings.memory / PARTS;
        let search = settings.memory - 2 * held;
        let largest = Memory::new(search, settings.threads, settings.limit).most();
        let share = (held / COPIES / downloads.max(1)).min(largest);
        Self { share, largest, search }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::memory::{LEAST, ReadAhead};

    fn budget(memory: usize, threads: usize, limit: usize, downloads: usize) -> Budget {
        Budget::new(Settings { memory, threads, limit, count_untimed: false }, downloads)
    }

    #[test]
    fn downloads_and_the_search_fit_in_the_budget() {
        for memory in [LEAST, 3 << 30, 64 << 30] {
            for threads in [1, 2, 64, 500] {
                for downloads in [1, 32, 256] {
                    let Budget { share, largest, search } =
                        budget(memory, threads, usize::MAX, downloads);
                    let room = usize::try_from(ReadAhead::new(memory).capacity()).unwrap();
                    assert!(downloads * share * COPIES + room + search <= memory);
                    // A large object is held by the search, which keeps half of its part for one.
                    assert!(largest * COPIES <= search / 2, "{largest}");
                    assert!(share <= largest);
                }
            }
        }
    }

    #[test]
    fn no_object_is_larger_than_the_limit() {
        let Budget { share, largest, .. } = budget(LEAST, 2, 1_000, 32);
        assert_eq!((share, largest), (1_000, 1_000));
    }
}
