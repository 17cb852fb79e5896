//! One memory budget for all objects that are held at a time.
//!
//! Half of the budget is for objects that threads hold at the same time and for objects that are
//! downloaded ahead of their readers ([`ReadAhead`]). The other half is for one large object: all
//! other threads with a large object wait until it is released. So the peak depends on the budget
//! and not on the number of threads. Knows nothing of machines: the budget is given.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The smallest budget, in bytes.
pub const LEAST: usize = 512 << 20;

/// An object needs room for its bytes as they are stored, for its text, and for indexes of both:
/// about four times its size at worst.
const COPIES: usize = 4;
/// The part of the budget for objects that are downloaded ahead of their readers: one in so many,
const AHEAD_PARTS: usize = 8;
/// and at most so many bytes. More did not make reading a bucket faster.
const MOST_AHEAD: usize = 64 << 20;

/// A budget, divided among threads.
#[derive(Debug)]
pub struct Memory {
    share: usize,
    most: usize,
    alone: Mutex<()>,
}

impl Memory {
    /// Divides a budget of bytes. No object may have more than `limit` bytes.
    pub fn new(budget: usize, threads: usize, limit: usize) -> Self {
        // Half of the budget holds what one large object needs at worst, and it rarely needs that.
        let most = (budget / 2 / COPIES * 2).min(limit);
        let shared = budget / 2 - ahead(budget);
        let share = (shared / COPIES / threads.max(1)).min(most);
        Self { share, most, alone: Mutex::new(()) }
    }

    /// The most bytes of an object that a thread may hold at any time.
    pub fn share(&self) -> usize {
        self.share
    }

    /// The most bytes of any object.
    pub fn most(&self) -> usize {
        self.most
    }

    /// Waits until no other large object is held.
    pub fn alone(&self) -> MutexGuard<'_, ()> {
        self.alone.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// `64K`, `10M`, `1G`, or bytes.
///
/// # Errors
/// It is something else.
pub fn size(text: &str) -> Result<usize, String> {
    let digits = text.trim_end_matches(|c: char| !c.is_ascii_digit());
    let shift = match text[digits.len()..].trim_start().to_ascii_uppercase().trim_end_matches('B') {
        "" => 0,
        "K" | "KI" => 10,
        "M" | "MI" => 20,
        "G" | "GI" => 30,
        _ => return Err("a size is a number and K, M or G".to_owned()),
    };
    let number: usize =
        digits.parse().map_err(|_| "a size is a number and K, M or G".to_owned())?;
    number.checked_mul(1 << shift).filter(|&size| size > 0).ok_or("too large or nothing".to_owned())
}

/// The part of a budget for objects that are downloaded ahead of their readers.
fn ahead(budget: usize) -> usize {
    (budget / AHEAD_PARTS).min(MOST_AHEAD)
}

/// Room for objects that are downloaded ahead of their readers. An object that does not fit is
/// downloaded once its reader waits for it, and then counts as its reader's.
#[derive(Debug)]
pub struct ReadAhead {
    capacity: u64,
    reserved: Mutex<u64>,
}

impl ReadAhead {
    /// The room that a budget of bytes has.
    pub fn new(budget: usize) -> Arc<Self> {
        Arc::new(Self { capacity: ahead(budget) as u64, reserved: Mutex::new(0) })
    }

    /// The most bytes that can be reserved at the same time.
    pub fn capacity(&self) -> u64 {
        self.capacity
    }

    /// Reserves room, if there is enough.
    pub fn reserve(self: &Arc<Self>, bytes: u64) -> Option<Reservation> {
        let mut reservation = Reservation { room: Arc::clone(self), bytes: 0 };
        reservation.grow_to(bytes).then_some(reservation)
    }

    fn add(&self, bytes: u64) -> bool {
        let mut reserved = self.reserved.lock().unwrap_or_else(PoisonError::into_inner);
        let sum = reserved.saturating_add(bytes);
        let fits = sum <= self.capacity;
        if fits {
            *reserved = sum;
        }
        fits
    }
}

/// Reserved room, released on drop.
#[derive(Debug)]
pub struct Reservation {
    room: Arc<ReadAhead>,
    bytes: u64,
}

impl Reservation {
    /// Makes sure that so many bytes are reserved; `false`, and no change, if there is no room.
    pub fn grow_to(&mut self, bytes: u64) -> bool {
        if bytes <= self.bytes {
            return true;
        }
        let grows = self.room.add(bytes - self.bytes);
        if grows {
            self.bytes = bytes;
        }
        grows
    }
}

impl Drop for Reservation {
    fn drop(&mut self) {
        let mut reserved = self.room.reserved.lock().unwrap_or_else(PoisonError::into_inner);
        *reserved -= self.bytes;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_shares_and_downloads_take_half_of_the_budget() {
        for budget in [LEAST, 3 << 30, 64 << 30] {
            for threads in [1, 2, 7, 64, 500] {
                let memory = Memory::new(budget, threads, usize::MAX);
                let ahead = usize::try_from(ReadAhead::new(budget).capacity()).unwrap();
                assert!(memory.share() * threads * COPIES + ahead <= budget / 2);
            }
        }
    }

    #[test]
    fn one_large_object_takes_the_other_half() {
        for budget in [LEAST, 3 << 30] {
            let memory = Memory::new(budget, 4, usize::MAX);
            assert!(memory.most() * COPIES / 2 <= budget / 2);
            assert!(memory.share() <= memory.most());
        }
    }

    #[test]
    fn a_share_is_no_more_than_the_limit_of_an_object() {
        let memory = Memory::new(LEAST, 1, 1000);
        assert_eq!((memory.share(), memory.most()), (1000, 1000));
    }

    #[test]
    fn room_is_reserved_up_to_the_capacity_and_released() {
        let room = ReadAhead::new(LEAST);
        let all = room.capacity();
        assert_eq!(all, 64 << 20);
        let mut first = room.reserve(all - 10).unwrap();
        let second = room.reserve(10).unwrap();
        assert!(room.reserve(1).is_none());
        assert!(!first.grow_to(all - 9));
        drop(second);
        assert!(first.grow_to(all - 9));
        assert!(first.grow_to(5), "a reservation never shrinks");
        assert!(room.reserve(10).is_none());
        drop(first);
        assert!(room.reserve(all).is_some());
        assert!(room.reserve(u64::MAX).is_none());
    }
}
