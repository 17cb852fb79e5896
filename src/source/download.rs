//! An object that is downloaded while its reader still reads others.
//!
//! A download that has room in the read-ahead budget ([`super::memory::ReadAhead`]) starts at once.
//! Any other one is deferred: its reader starts it, so that the reader can first wait until it may
//! hold an object of that size. Knows nothing of networks.

use std::cell::OnceCell;
use std::fmt;
use std::sync::mpsc::Receiver;

use super::memory::Reservation;
use super::{Arrived, Fault};

/// How a download that was started ahead of its reader ended.
#[derive(Debug)]
pub enum Prefetched {
    /// With the object, which takes reserved room until it is read.
    Object(Arrived, Reservation),
    /// Without: there is no room for an object of this size in bytes.
    Deferred(u64),
}

/// Downloads an object of at most so many bytes.
type Fetch = Box<dyn FnOnce(usize) -> Result<Arrived, Fault> + Send>;

/// An object on its way here. Dropping it cancels nothing that has begun, but frees its room.
pub struct Download {
    outcome: OnceCell<Result<Prefetched, Fault>>,
    ahead: Option<Receiver<Result<Prefetched, Fault>>>,
    fetch: Fetch,
}

impl Download {
    /// The size of an object whose size is not known.
    pub const UNKNOWN: u64 = u64::MAX;

    /// A download that was started: `ahead` receives its outcome. `fetch` is called for an object
    /// that was deferred.
    pub fn started(
        ahead: Receiver<Result<Prefetched, Fault>>,
        fetch: impl FnOnce(usize) -> Result<Arrived, Fault> + Send + 'static,
    ) -> Self {
        Self { outcome: OnceCell::new(), ahead: Some(ahead), fetch: Box::new(fetch) }
    }

    /// A download of an object of this size that starts when it is waited for.
    pub fn deferred(
        size: u64,
        fetch: impl FnOnce(usize) -> Result<Arrived, Fault> + Send + 'static,
    ) -> Self {
        let outcome = OnceCell::from(Ok(Prefetched::Deferred(size)));
        Self { outcome, ahead: None, fetch: Box::new(fetch) }
    }

    fn outcome(&self) -> &Result<Prefetched, Fault> {
        // Only an interrupt ends a download without an outcome.
        let received = || self.ahead.as_ref().and_then(|ahead| ahead.recv().ok());
        self.outcome.get_or_init(|| received().unwrap_or(Err(Fault::Interrupted)))
    }

    /// Its size in bytes, [`Self::UNKNOWN`] if the server does not say, `None` if the download
    /// failed. Waits for a download that was started.
    pub fn size(&self) -> Option<u64> {
        match self.outcome() {
            Ok(Prefetched::Object(arrived, _)) => Some(arrived.bytes.len() as u64),
            Ok(Prefetched::Deferred(size)) => Some(*size),
            Err(_) => None,
        }
    }

    /// Waits for the object, which may have at most `limit` bytes.
    ///
    /// # Errors
    /// It is larger, has grown since its size was known, or the download failed.
    pub fn wait(self, limit: usize) -> Result<Arrived, Fault> {
        self.outcome();
        let outcome = self.outcome.into_inner().unwrap_or(Err(Fault::Interrupted));
        match outcome? {
            Prefetched::Object(arrived, _) if arrived.bytes.len() > limit => {
                Err(Fault::TooLarge(limit))
            }
            Prefetched::Object(arrived, _) => Ok(arrived),
            Prefetched::Deferred(size) => {
                // The caller has decided by the size whether it may hold the object.
                let known = usize::try_from(size).unwrap_or(usize::MAX);
                if known > limit && size != Self::UNKNOWN {
                    return Err(Fault::TooLarge(limit));
                }
                match (self.fetch)(limit.min(known)) {
                    Err(Fault::TooLarge(_)) if known < limit => Err(Fault::Grown(known)),
                    arrived => arrived,
                }
            }
        }
    }
}

impl fmt::Debug for Download {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Download")
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::sync_channel;

    use super::*;
    use crate::source::memory::{LEAST, ReadAhead};

    fn object(bytes: &str) -> Arrived {
        Arrived { bytes: bytes.into(), ..Arrived::default() }
    }

    #[test]
    fn a_prefetched_object_holds_its_reservation_until_it_is_read() {
        let room = ReadAhead::new(LEAST);
        let (outcome, ahead) = sync_channel(1);
        let reservation = room.reserve(room.capacity()).unwrap();
        outcome.send(Ok(Prefetched::Object(object("1234"), reservation))).unwrap();
        let download = Download::started(ahead, |_| Err(Fault::Missing));
        assert_eq!(download.size(), Some(4));
        assert!(room.reserve(1).is_none());
        assert_eq!(download.wait(4).unwrap().bytes, b"1234");
        assert!(room.reserve(1).is_some());
    }

    #[test]
    fn a_deferred_object_is_fetched_by_its_reader() {
        let (outcome, ahead) = sync_channel(1);
        outcome.send(Ok(Prefetched::Deferred(4))).unwrap();
        let download = Download::started(ahead, |limit| {
            assert_eq!(limit, 4);
            Ok(object("1234"))
        });
        assert_eq!(download.size(), Some(4));
        assert_eq!(download.wait(100).unwrap().bytes, b"1234");
        let unknown = Download::deferred(Download::UNKNOWN, |limit| {
            assert_eq!(limit, 100);
            Ok(object("1"))
        });
        assert_eq!(unknown.wait(100).unwrap().bytes, b"1");
    }

    #[test]
    fn an_object_over_the_limit_is_not_fetched() {
        let download = Download::deferred(5, |_| panic!("fetched"));
        assert!(matches!(download.wait(4), Err(Fault::TooLarge(4))));
    }

    #[test]
    fn an_object_that_has_grown_since_it_was_listed_is_an_error() {
        let download = Download::deferred(5, |limit| Err(Fault::TooLarge(limit)));
        assert!(matches!(download.wait(100), Err(Fault::Grown(5))));
    }

    #[test]
    fn a_download_that_ends_without_an_outcome_was_interrupted() {
        let (outcome, ahead) = sync_channel(1);
        drop(outcome);
        let download = Download::started(ahead, |_| Err(Fault::Missing));
        assert_eq!(download.size(), None);
        assert!(matches!(download.wait(1), Err(Fault::Interrupted)));
    }
}
