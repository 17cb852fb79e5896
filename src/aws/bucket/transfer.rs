//! Reads the body of a response as long as it arrives fast enough and there is room for it.

use std::time::Duration;

use aws_sdk_s3::primitives::ByteStream;
use tokio::time::{Instant, timeout};

use crate::source::memory::Reservation;

/// The largest object that is read, in bytes: no log of CloudTrail is nearly as large, since logs
/// hold at most 50 MB, inflated ("Quotas in AWS CloudTrail", AWS CloudTrail User Guide).
pub(super) const LARGEST: u64 = 1 << 30;
/// Bytes that are allocated before anything arrived: the announced length need not be true.
const FIRST_ALLOCATION: usize = 1 << 20;
/// Bytes a second that a transfer must move.
const SLOWEST: u64 = 1 << 10;

/// Room for the bytes of one object.
pub(super) enum Room {
    /// A part of the read-ahead budget, which grows as far as there is room.
    Ahead(Reservation),
    /// So many bytes, which the reader of the object has.
    Reader(usize),
}

impl Room {
    /// Makes sure that there is room for so many bytes; `false` if there is none.
    fn grow_to(&mut self, bytes: u64) -> bool {
        match self {
            Self::Ahead(reservation) => reservation.grow_to(bytes),
            Self::Reader(limit) => bytes <= *limit as u64,
        }
    }
}

/// Why a body was not read to its end.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum TransferError {
    /// It is larger than [`LARGEST`].
    TooLarge,
    /// There is no room for it. Its length in bytes, if the server says it.
    NoRoom(Option<u64>),
    /// The connection failed or was too slow, and how.
    Failed(String),
}

/// Reads a body to its end. `length` is what the server announces; `stall` is for how long a
/// transfer may move less than 1 KiB/s.
pub(super) async fn read(
    mut body: ByteStream,
    length: Option<u64>,
    room: &mut Room,
    stall: Duration,
) -> Result<Vec<u8>, TransferError> {
    if length.is_some_and(|length| length > LARGEST) {
        return Err(TransferError::TooLarge);
    }
    if !room.grow_to(length.unwrap_or(0)) {
        return Err(TransferError::NoRoom(length));
    }
    let announced = length.and_then(|length| usize::try_from(length).ok()).unwrap_or(0);
    let mut bytes = Vec::with_capacity(announced.min(FIRST_ALLOCATION));
    let mut pace = Pace::new(stall);
    loop {
        let begun = Instant::now();
        match timeout(pace.remaining(), body.next()).await {
            Ok(None) => return Ok(bytes),
            Ok(Some(Ok(more))) => {
                pace.add(begun.elapsed(), more.len() as u64);
                let total = bytes.len() as u64 + more.len() as u64;
                if total > LARGEST {
                    return Err(TransferError::TooLarge);
                }
                if !room.grow_to(total) {
                    return Err(TransferError::NoRoom(None));
                }
                bytes.extend_from_slice(&more);
            }
            Ok(Some(Err(error))) => return Err(TransferError::Failed(error.to_string())),
            Err(_) if pace.is_kept(begun.elapsed()) => pace = Pace::new(stall),
            Err(_) => {
                let how = format!("stalled: less than 1 KiB/s for {} s", stall.as_secs_f64());
                return Err(TransferError::Failed(how));
            }
        }
    }
}

/// Bytes moved over a span of time in which the server was waited for.
struct Pace {
    span: Duration,
    waited: Duration,
    moved: u64,
}

impl Pace {
    fn new(span: Duration) -> Self {
        Self { span, waited: Duration::ZERO, moved: 0 }
    }

    /// How much of the span is left.
    fn remaining(&self) -> Duration {
        self.span.saturating_sub(self.waited)
    }

    /// Whether a wait lasted longer than the timer allows: then ct itself did not run, or had no
    /// turn, and bytes may have waited for it.
    fn is_late(&self, waited: Duration) -> bool {
        waited > self.remaining() + self.span / 10
    }

    /// Adds bytes that arrived after a wait. Time in which ct did not read does not count.
    fn add(&mut self, waited: Duration, bytes: u64) {
        if self.is_late(waited) {
            *self = Self::new(self.span);
        } else {
            self.waited += waited;
        }
        self.moved += bytes;
    }

    /// Whether a transfer is fast enough after a wait without bytes to the end of the span.
    fn is_kept(&self, waited: Duration) -> bool {
        let is_moved =
            u128::from(self.moved) * 1_000 >= u128::from(SLOWEST) * self.span.as_millis();
        is_moved || self.is_late(waited)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::memory::{LEAST, ReadAhead};

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn a_transfer_must_move_1_kib_a_second_over_the_span() {
        for (bytes_a_second, is_kept) in [(1_024, true), (1_023, false), (0, false)] {
            let mut pace = Pace::new(30 * SECOND);
            (0..30).for_each(|_| pace.add(SECOND, bytes_a_second));
            assert_eq!(pace.remaining(), Duration::ZERO);
            assert_eq!(pace.is_kept(Duration::ZERO), is_kept, "{bytes_a_second} bytes a second");
        }
    }

    #[test]
    fn time_in_which_ct_does_not_read_does_not_count() {
        let mut pace = Pace::new(30 * SECOND);
        pace.add(29 * SECOND, 1);
        pace.add(300 * SECOND, 1);
        assert_eq!(pace.remaining(), 30 * SECOND);
        assert_eq!(pace.moved, 1);
        assert!(!pace.is_kept(30 * SECOND));
        assert!(pace.is_kept(300 * SECOND));
    }

    #[test]
    fn a_reader_has_room_up_to_its_limit() {
        let mut room = Room::Reader(10);
        assert!(room.grow_to(10));
        assert!(!room.grow_to(11));
    }

    #[test]
    fn a_download_ahead_of_its_reader_takes_room_of_the_budget() {
        let budget = ReadAhead::new(LEAST);
        let mut room = Room::Ahead(budget.reserve(0).unwrap());
        assert!(room.grow_to(budget.capacity()));
        assert!(!room.grow_to(budget.capacity() + 1));
        assert!(budget.reserve(1).is_none());
    }
}
