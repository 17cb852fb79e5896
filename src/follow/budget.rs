//! How the memory of `--max-memory` is divided between objects that were downloaded and the search
//! that reads them.
//!
//! Does not know objects or AWS. [`crate::source::memory`] divides the search's part.

use crate::scan::Settings;
use crate::source::memory::{Memory, ReadAhead};

/// One part of the budget is for downloaded objects, the others are for the search.
const PARTS: usize = 8;
/// A mirrored object is held twice until it is on the disk.
const COPIES: usize = 2;

/// The parts of a budget, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Budget {
    /// The most bytes of an object that is held beside others, and the bytes from which no further
    /// object is gathered.
    pub(super) share: usize,
    /// The most bytes of any object. One that is larger than a share is held alone, in the memory
    /// that the search has for one large object.
    pub(super) largest: usize,
    /// The search's part.
    pub(super) search: usize,
}

impl Budget {
    /// Divides the memory of a search with these `settings`.
    pub(super) fn new(settings: Settings) -> Self {
        let downloaded = settings.memory / PARTS;
        let search = settings.memory - downloaded;
        let largest = Memory::new(search, settings.threads, settings.limit).most();
        // The room for downloads ahead is a part of the whole budget, not of the search's part only.
        let ahead = room_ahead(settings.memory) - room_ahead(search);
        // Less than a share is gathered before the last object, which has a share at most.
        let share = ((downloaded - ahead) / COPIES / 2).min(largest);
        Self { share, largest, search }
    }
}

/// The bytes of objects that the session downloads ahead of their readers.
fn room_ahead(budget: usize) -> usize {
    usize::try_from(ReadAhead::new(budget).capacity()).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::memory::LEAST;

    fn budget(memory: usize, threads: usize, limit: usize) -> Budget {
        Budget::new(Settings { memory, threads, limit, count_untimed: false })
    }

    #[test]
    fn downloaded_objects_and_the_search_fit_in_the_budget() {
        for memory in [LEAST, 3 << 30, 64 << 30] {
            for threads in [1, 2, 64, 500] {
                let Budget { share, search, .. } = budget(memory, threads, usize::MAX);
                let ahead = room_ahead(memory) - room_ahead(search);
                assert!(2 * share * COPIES + ahead + search <= memory);
            }
        }
    }

    #[test]
    fn a_large_object_fits_in_the_half_of_the_search_for_one() {
        for memory in [LEAST, 3 << 30, 64 << 30] {
            let Budget { share, largest, search } = budget(memory, 4, usize::MAX);
            assert!(largest * COPIES <= search / 2);
            assert!(share <= largest);
        }
    }

    #[test]
    fn no_object_is_larger_than_the_limit() {
        let Budget { share, largest, .. } = budget(LEAST, 2, 1_000);
        assert_eq!((share, largest), (1_000, 1_000));
    }
}
