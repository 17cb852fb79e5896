//! Lists a bucket page by page, several key ranges at a time, in the order of the keys.

use std::collections::VecDeque;
use std::vec;

use tokio::sync::mpsc::{Receiver, Sender, channel};

use super::layout::{self, Part, Start};
use super::pages::KeyRange;
use super::remote::Remote;
use crate::aws::error::Error;
use crate::aws::paging::Tokens;
use crate::source::{FolderTest, Listed, SourceError};

/// Key ranges that are listed at the same time.
const RANGES: usize = 16;
/// Pages of a range that are listed ahead.
const PAGES: usize = 1;

/// The objects of a page, or why the range ends before its end.
type PageResult = Result<Vec<Listed>, SourceError>;

impl Remote {
    /// Sends all pages of a range, until the receiver is gone.
    async fn send(&self, range: &KeyRange, pages: &Sender<PageResult>) -> Result<(), Error> {
        let (mut tokens, mut token) = (Tokens::default(), None);
        loop {
            let mut page = self.page(range, false, token).await?;
            let end = page.objects.iter().position(|object| range.ends_before(&object.key));
            page.objects.truncate(end.unwrap_or(usize::MAX));
            if pages.send(Ok(page.objects)).await.is_err() || end.is_some() {
                return Ok(());
            }
            token = tokens.next_if(page.is_truncated, page.token)?;
            if token.is_none() {
                return Ok(());
            }
        }
    }

    /// Starts to list a range.
    fn list(&self, range: KeyRange) -> Receiver<PageResult> {
        let (pages, receiver) = channel(PAGES);
        let remote = self.clone();
        let listing = async move {
            if let Err(error) = remote.send(&range, &pages).await {
                // The receiver may be gone.
                let _ = pages.send(Err(error.at(remote.name(&range.prefix)))).await;
            }
        };
        self.runtime.spawn(self.ending.clone().unless(listing));
        receiver
    }
}

/// A listing in progress.
pub(super) struct ObjectListing<'a> {
    remote: Remote,
    /// Where to begin and what to list, until the ranges are known.
    plan: Option<(&'a Start, FolderTest<'a>)>,
    parts: vec::IntoIter<Part>,
    /// The ranges that are being listed, in their order.
    ranges: VecDeque<Range>,
    page: vec::IntoIter<Listed>,
}

enum Range {
    Pages(Receiver<PageResult>),
    Failed(SourceError),
    Objects(Vec<Listed>),
}

impl<'a> ObjectListing<'a> {
    pub(super) fn new(remote: Remote, start: &'a Start, folders: FolderTest<'a>) -> Self {
        Self {
            remote,
            plan: Some((start, folders)),
            parts: Vec::new().into_iter(),
            ranges: VecDeque::new(),
            page: Vec::new().into_iter(),
        }
    }

    fn fill(&mut self) {
        if let Some((start, folders)) = self.plan.take() {
            let Remote { runtime, ending, .. } = &self.remote;
            let parts = ending.clone().unless(layout::parts(&self.remote, start, folders));
            self.parts = runtime.block_on(parts).unwrap_or_default().into_iter();
        }
        while self.ranges.len() < RANGES
            && let Some(part) = self.parts.next()
        {
            self.ranges.push_back(match part {
                Part::Range(range) => Range::Pages(self.remote.list(range)),
                Part::Objects(objects) => Range::Objects(objects),
                Part::Failed(error) => Range::Failed(error),
            });
        }
    }
}

impl Iterator for ObjectListing<'_> {
    type Item = Result<Listed, SourceError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(listed) = self.page.next() {
                return Some(Ok(listed));
            }
            self.fill();
            let page = match self.ranges.front_mut()? {
                Range::Pages(pages) => pages.blocking_recv(),
                Range::Objects(objects) if objects.is_empty() => None,
                Range::Objects(objects) => Some(Ok(std::mem::take(objects))),
                Range::Failed(_) => None,
            };
            match page {
                Some(Ok(page)) => self.page = page.into_iter(),
                Some(Err(error)) => return Some(Err(error)),
                None => {
                    if let Some(Range::Failed(error)) = self.ranges.pop_front() {
                        return Some(Err(error));
                    }
                }
            }
        }
    }
}
