//! Sorts lines by their events' times, in memory up to a bound. Knows nothing of what is in a line.

use indicatif::HumanBytes;
use jiff::Timestamp;

use crate::error::UserError;

/// Lines are kept together in pieces of this size.
const PIECE: usize = 1 << 20;

/// How lines are sorted.
#[derive(Clone, Copy, Debug)]
pub struct Sorting {
    /// Bytes that may be held.
    pub most: usize,
    /// Keep only so many lines, the oldest.
    pub limit: Option<u64>,
    /// Objects are read newest first, and so are their events of the same moment.
    pub is_newest_first: bool,
}

/// The error if the lines need more memory than this.
fn too_much_to_sort(most: usize) -> UserError {
    let most = HumanBytes(most as u64);
    UserError::new(
        format_args!("--sort time: the events that match take more than {most}"),
        "narrow the search, add --limit, raise --sort-memory, or leave out --sort",
    )
}

/// Holds lines until all are added.
pub(super) struct Sorter {
    sorting: Sorting,
    limit: Option<usize>,
    entries: Vec<Entry>,
    pieces: Vec<Vec<u8>>,
    number: i64,
    held: usize,
}

/// A line.
struct Entry {
    /// Events without a time come last.
    time: Timestamp,
    number: i64,
    piece: usize,
    start: usize,
    end: usize,
}

impl Sorter {
    pub(super) fn new(sorting: Sorting) -> Self {
        let limit = sorting.limit.map(|limit| usize::try_from(limit).unwrap_or(usize::MAX));
        Self { sorting, limit, entries: Vec::new(), pieces: Vec::new(), number: 0, held: 0 }
    }

    /// Adds a line.
    ///
    /// # Errors
    /// The lines need more memory than allowed.
    pub(super) fn add(&mut self, time: Option<Timestamp>, line: &[u8]) -> Result<(), UserError> {
        self.number += 1;
        let number = if self.sorting.is_newest_first { -self.number } else { self.number };
        self.push(time.unwrap_or(Timestamp::MAX), number, line);
        let most = self.sorting.most;
        if self.held <= most {
            return Ok(());
        }
        self.drop_unwanted();
        // With little room after that, each further line would drop others again.
        if self.held > most - most / 8 { Err(too_much_to_sort(most)) } else { Ok(()) }
    }

    fn push(&mut self, time: Timestamp, number: i64, line: &[u8]) {
        let fits = |piece: &Vec<u8>| piece.capacity() - piece.len() >= line.len();
        if !self.pieces.last().is_some_and(fits) {
            self.pieces.push(Vec::with_capacity(line.len().max(PIECE.min(self.sorting.most / 8))));
        }
        let at = self.pieces.len() - 1;
        let piece = &mut self.pieces[at];
        let start = piece.len();
        piece.extend_from_slice(line);
        self.entries.push(Entry { time, number, piece: at, start, end: start + line.len() });
        // A vector that grows has room for twice as many.
        self.held += line.len() + 2 * size_of::<Entry>();
    }

    /// Keeps only the lines within the limit.
    fn drop_unwanted(&mut self) {
        if self.limit.is_none_or(|limit| self.entries.len() <= limit) {
            return;
        }
        let mut kept = Self { number: self.number, ..Self::new(self.sorting) };
        self.sort();
        for entry in &self.entries {
            kept.push(entry.time, entry.number, self.line(entry));
        }
        *self = kept;
    }

    fn sort(&mut self) {
        self.entries.sort_unstable_by_key(|entry| (entry.time, entry.number));
        self.entries.truncate(self.limit.unwrap_or(usize::MAX));
    }

    fn line(&self, entry: &Entry) -> &[u8] {
        &self.pieces[entry.piece][entry.start..entry.end]
    }

    /// The lines within the limit, in order.
    pub(super) fn lines(&mut self) -> impl Iterator<Item = &[u8]> {
        self.sort();
        self.entries.iter().map(|entry| self.line(entry))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(times: &[Option<i64>], sorting: Sorting, limit: Option<u64>) -> Option<String> {
        let mut sorter = Sorter::new(Sorting { limit, ..sorting });
        for (number, time) in times.iter().enumerate() {
            let time = time.map(|time| Timestamp::from_second(time).unwrap());
            sorter.add(time, format!("{number} ").as_bytes()).ok()?;
        }
        Some(sorter.lines().map(|line| String::from_utf8_lossy(line).into_owned()).collect())
    }

    const ROOM: Sorting = Sorting { most: 1 << 20, limit: None, is_newest_first: false };

    #[test]
    fn equal_times_keep_their_order_and_no_time_comes_last() {
        let times = [Some(5), None, Some(3), Some(5), Some(3), None];
        assert_eq!(sorted(&times, ROOM, None).unwrap(), "2 4 0 3 1 5 ");
        let newest_first = Sorting { is_newest_first: true, ..ROOM };
        assert_eq!(sorted(&times, newest_first, None).unwrap(), "4 2 3 0 5 1 ");
        assert_eq!(sorted(&times, ROOM, Some(3)).unwrap(), "2 4 0 ");
    }

    #[test]
    fn what_is_held_is_bounded() {
        let times: Vec<Option<i64>> = (0..10_000).rev().map(Some).collect();
        let little = Sorting { most: 10_000, ..ROOM };
        assert_eq!(sorted(&times, little, None), None);
        assert_eq!(sorted(&times, little, Some(9_000)), None);
        // A few of the oldest need no more room, however many there are.
        assert_eq!(sorted(&times, little, Some(3)).unwrap(), "9999 9998 9997 ");
    }
}
