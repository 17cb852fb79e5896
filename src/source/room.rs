//! How many bytes objects that nobody reads yet may hold together.
//!
//! A download starts long before its object is read, and nothing says how large the object is. So each
//! reserves its bytes as they arrive; one that finds no room is refused, and its reader requests it
//! again once it can be read at once. Nothing ever waits for room, so nothing can wait for ever.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// Bytes that all reservations may hold together. All copies are one room.
#[derive(Clone, Debug)]
pub struct Room(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    capacity: usize,
    held: AtomicUsize,
}

impl Room {
    /// A room of so many bytes.
    pub fn new(capacity: usize) -> Self {
        Self(Arc::new(Shared { capacity, held: AtomicUsize::new(0) }))
    }

    /// How many bytes fit in at all.
    pub fn capacity(&self) -> usize {
        self.0.capacity
    }

    /// How many bytes reservations hold now.
    pub fn held(&self) -> usize {
        self.0.held.load(Ordering::Relaxed)
    }

    /// A reservation that holds nothing yet.
    pub fn reservation(&self) -> Reservation {
        Reservation(Arc::new(Held { room: self.clone(), bytes: Mutex::default() }))
    }
}

/// The bytes of one object in a [`Room`]. They are released when the last copy is dropped.
#[derive(Clone, Debug)]
pub struct Reservation(Arc<Held>);

#[derive(Debug)]
struct Held {
    room: Room,
    bytes: Mutex<usize>,
}

impl Reservation {
    /// Makes this reservation hold so many bytes, if the room has them. If not, it holds nothing.
    #[must_use]
    pub fn resize(&self, bytes: usize) -> bool {
        let shared = &self.0.room.0;
        let mut own = self.0.bytes.lock().unwrap_or_else(PoisonError::into_inner);
        let resized = shared.held.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |held| {
            let held = (held - *own).checked_add(bytes)?;
            (held <= shared.capacity).then_some(held)
        });
        let old = std::mem::replace(&mut *own, if resized.is_ok() { bytes } else { 0 });
        if resized.is_err() {
            shared.held.fetch_sub(old, Ordering::Relaxed);
        }
        resized.is_ok()
    }

    /// How many bytes fit in the room at all.
    pub fn capacity(&self) -> usize {
        self.0.room.capacity()
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        let bytes = *self.bytes.get_mut().unwrap_or_else(PoisonError::into_inner);
        self.room.0.held.fetch_sub(bytes, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::*;

    #[test]
    fn reservations_share_the_capacity() {
        let room = Room::new(100);
        let (one, other) = (room.reservation(), room.reservation());
        assert!(one.resize(60));
        assert!(!other.resize(41));
        assert!(other.resize(40));
        assert_eq!(room.held(), 100);
    }

    #[test]
    fn a_refused_reservation_holds_nothing() {
        let room = Room::new(100);
        let one = room.reservation();
        assert!(one.resize(60));
        assert!(!one.resize(101));
        assert_eq!(room.held(), 0);
        assert!(!one.resize(usize::MAX));
    }

    #[test]
    fn the_last_copy_releases_the_bytes() {
        let room = Room::new(100);
        let one = room.reservation();
        let copy = one.clone();
        assert!(copy.resize(70));
        drop(copy);
        assert_eq!(room.held(), 70);
        drop(one);
        assert_eq!(room.held(), 0);
    }

    #[test]
    fn threads_never_hold_more_than_the_capacity() {
        let room = Room::new(1_000);
        thread::scope(|scope| {
            for bytes in [100, 300, 500, 700] {
                let room = &room;
                scope.spawn(move || {
                    for _ in 0..10_000 {
                        let reservation = room.reservation();
                        let _ = reservation.resize(bytes / 2) && reservation.resize(bytes);
                        assert!(room.held() <= 1_000);
                    }
                });
            }
        });
        assert_eq!(room.held(), 0);
    }
}
