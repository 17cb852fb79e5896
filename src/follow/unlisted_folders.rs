//! Folders of a bucket that could not be listed: each is reported once, and counted for good if its
//! days are no longer listed.
//!
//! Does not decide which days are listed.

use std::collections::BTreeSet;

use super::pending::Failures;
use crate::event::key::Folder;
use crate::source::{Fault, SourceError};

/// Folders that could not be listed.
#[derive(Default)]
pub(super) struct UnlistedFolders {
    /// The failures of the last poll cycle.
    failed: Vec<SourceError>,
    /// Folders with days that were never listed, and are not listed any more.
    lapsed: BTreeSet<String>,
}

impl UnlistedFolders {
    /// Ends a poll cycle with these failures; gives those that the cycle before did not have.
    pub(super) fn end_cycle(&mut self, failed: Vec<SourceError>) -> Failures {
        let words = |error: &SourceError| (error.name.clone(), error.fault.to_string());
        let known: BTreeSet<_> = self.failed.iter().map(words).collect();
        self.failed = failed;
        let new = self.failed.iter().map(words).filter(|it| !known.contains(it));
        new.map(|(name, why)| (name, format!("{why}; will retry"))).collect()
    }

    /// Notes that earlier days are no longer listed, although these folders were not.
    pub(super) fn lapse(&mut self, failed: &[SourceError]) {
        self.lapsed.extend(failed.iter().map(|error| error.name.clone()));
    }

    /// How many folders were not listed for all days.
    pub(super) fn len(&self) -> u64 {
        let failed = self.failed.iter().filter(|error| !self.lapsed.contains(&error.name));
        (failed.count() + self.lapsed.len()) as u64
    }
}

/// The Region's folder that contains a prefix, if it is that deep.
pub(super) fn region_of(prefix: &str) -> Option<String> {
    let folder = Folder::parse(prefix.strip_suffix('/')?)?;
    folder.region?;
    Some(Folder { date: (None, None, None), ..folder }.to_string())
}

/// Whether AWS refused a listing. A listing can also fail because nothing looks like logs.
pub(super) fn is_refused(error: &SourceError) -> bool {
    matches!(error.fault, Fault::Refused { .. })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FaultKind;

    fn denied(name: &str) -> SourceError {
        let fault = Fault::Refused { kind: FaultKind::Denied, message: "access denied".to_owned() };
        SourceError { name: name.to_owned(), fault }
    }

    #[test]
    fn each_folder_is_reported_once_until_it_was_listed_again() {
        let mut folders = UnlistedFolders::default();
        let mut reported = |names: &[&str]| -> Vec<String> {
            let new = folders.end_cycle(names.iter().map(|name| denied(name)).collect());
            new.into_iter().map(|(name, _)| name).collect()
        };
        assert_eq!(reported(&["a"]), ["a"]);
        assert_eq!(reported(&["a", "b"]), ["b"]);
        assert_eq!(reported(&["b"]), [""; 0]);
        assert_eq!(reported(&["a"]), ["a"]);
    }

    #[test]
    fn a_lapsed_folder_is_counted_for_good() {
        let mut folders = UnlistedFolders::default();
        folders.end_cycle(vec![denied("a"), denied("b")]);
        folders.lapse(&[denied("a")]);
        assert_eq!(folders.len(), 2);
        folders.end_cycle(Vec::new());
        assert_eq!(folders.len(), 1);
    }
}
