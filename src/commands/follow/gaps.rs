//! Folders of a bucket that could not be listed: what is told of them, and which of them lack days
//! that are no longer asked for.
//!
//! Does not decide which days are asked for.

use std::collections::BTreeSet;

use super::unread::Failures;
use crate::event::key::Folder;
use crate::source::{Fault, SourceError};

/// Folders that could not be listed.
#[derive(Default)]
pub(super) struct Gaps {
    /// What the last round could not list.
    failed: Vec<SourceError>,
    /// Folders with days that were never listed, and are no longer asked for.
    lapsed: BTreeSet<String>,
}

impl Gaps {
    /// A round ends, which could not list these; gives those that the round before could.
    pub(super) fn end(&mut self, failed: Vec<SourceError>) -> Failures {
        let word = |error: &SourceError| (error.name.clone(), error.fault.to_string());
        let known: BTreeSet<_> = self.failed.iter().map(word).collect();
        self.failed = failed;
        let news = self.failed.iter().map(word).filter(|it| !known.contains(it));
        news.map(|(name, why)| (name, format!("{why}; the next round tries again"))).collect()
    }

    /// Days are no longer asked for, although these could not be listed.
    pub(super) fn lapse(&mut self, failed: &[SourceError]) {
        self.lapsed.extend(failed.iter().map(|error| error.name.clone()));
    }

    /// How many folders lack something.
    pub(super) fn number(&self) -> u64 {
        let failed = self.failed.iter().filter(|error| !self.lapsed.contains(&error.name));
        (failed.count() + self.lapsed.len()) as u64
    }
}

/// The region's folder that a prefix is in, if it is that deep.
pub(super) fn region_of(prefix: &str) -> Option<String> {
    let folder = Folder::parse(prefix.strip_suffix('/')?)?;
    folder.region?;
    Some(Folder { date: (None, None, None), ..folder }.to_string())
}

/// Whether a listing failed because AWS said so: it may also have nothing that looks like logs.
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
    fn each_folder_is_told_of_once_until_it_was_listed_again() {
        let mut gaps = Gaps::default();
        let mut told = |names: &[&str]| -> Vec<String> {
            let news = gaps.end(names.iter().map(|name| denied(name)).collect());
            news.into_iter().map(|(name, _)| name).collect()
        };
        assert_eq!(told(&["a"]), ["a"]);
        assert_eq!(told(&["a", "b"]), ["b"]);
        assert_eq!(told(&["b"]), [""; 0]);
        assert_eq!(told(&["a"]), ["a"]);
    }

    #[test]
    fn a_folder_that_lapsed_is_counted_for_good() {
        let mut gaps = Gaps::default();
        gaps.end(vec![denied("a"), denied("b")]);
        gaps.lapse(&[denied("a")]);
        assert_eq!(gaps.number(), 2);
        gaps.end(Vec::new());
        assert_eq!(gaps.number(), 1);
    }
}
