//! Listing a bucket: page after page, several ranges of keys at a time, in the order of the keys.

use std::collections::VecDeque;
use std::vec;

use aws_sdk_s3::types::{EncodingType, ObjectStorageClass};
use percent_encoding::percent_decode_str;
use tokio::sync::mpsc::{Receiver, Sender, channel};

use super::bucket::Remote;
use super::error::{Asked, Error};
use super::layout::{self, Part, Span, Start};
use super::paging::Tokens;
use crate::source::{FolderTest, Listed, SourceError};

/// Ranges that are listed at once.
const RANGES: usize = 16;
/// Pages of a range that may wait.
const PAGES: usize = 1;

/// The objects of a page, or why the range ends before its end.
type PageResult = Result<Vec<Listed>, SourceError>;

/// What one request tells.
#[derive(Default)]
pub(super) struct Page {
    pub(super) objects: Vec<Listed>,
    /// Common prefixes, each with its last slash.
    pub(super) folders: Vec<String>,
    /// There is more.
    pub(super) is_truncated: bool,
    /// With which to request it.
    token: Option<String>,
}

impl Page {
    fn is_empty(&self) -> bool {
        self.objects.is_empty() && self.folders.is_empty()
    }
}

impl Remote {
    /// How messages call what lies below a prefix.
    pub(super) fn name(&self, prefix: &str) -> String {
        format!("s3://{}/{prefix}", self.bucket)
    }

    /// One page of what lies below `prefix`: only what lies directly there, if `flat`.
    async fn page(&self, span: &Span, flat: bool, token: Option<String>) -> Result<Page, Error> {
        let _permit = self.requests.acquire().await;
        let mut request = self.client.list_objects_v2().bucket(&*self.bucket).prefix(&span.prefix);
        if flat {
            request = request.delimiter("/");
        }
        if token.is_none() && !span.after.is_empty() {
            request = request.start_after(&span.after);
        }
        // A key may hold what XML cannot.
        let request = request.encoding_type(EncodingType::Url).set_continuation_token(token);
        let answer = request.send().await.map_err(|error| {
            let resource = format!("arn:{}:s3:::{}", self.partition(), self.bucket);
            Error::of(&error, Asked { action: "s3:ListBucket", resource: &resource })
        })?;
        let is_encoded = answer.encoding_type == Some(EncodingType::Url);
        let key = |text: String| if is_encoded { decoded(&text) } else { text };
        let token = answer.next_continuation_token;
        let is_truncated = answer.is_truncated.unwrap_or(token.is_some());
        let objects = answer.contents.unwrap_or_default().into_iter().filter_map(|object| {
            Some(Listed {
                key: key(object.key?),
                size: object.size.and_then(|size| u64::try_from(size).ok()).unwrap_or(0),
                etag: object.e_tag.unwrap_or_default().trim_matches('"').to_owned(),
                archived: matches!(
                    object.storage_class,
                    Some(ObjectStorageClass::Glacier | ObjectStorageClass::DeepArchive)
                ),
            })
        });
        let folders = answer.common_prefixes.unwrap_or_default();
        Ok(Page {
            objects: objects.collect(),
            folders: folders.into_iter().filter_map(|folder| folder.prefix).map(key).collect(),
            is_truncated,
            token,
        })
    }

    /// The first thousand things that lie directly below a prefix.
    pub(super) async fn glance(&self, prefix: &str) -> Result<Page, Error> {
        let span = Span { prefix: prefix.to_owned(), ..Span::default() };
        self.page(&span, true, None).await
    }

    /// The object with this very key, if there is one. Of all keys that begin with it, it is the first.
    pub(super) async fn object(&self, key: &str) -> Result<Option<Listed>, Error> {
        let page = self.glance(key).await?;
        Ok(page.objects.into_iter().next().filter(|object| object.key == key))
    }

    /// Whether any key begins with a prefix.
    pub(super) async fn holds(&self, prefix: &str) -> Result<bool, Error> {
        Ok(!self.glance(prefix).await?.is_empty())
    }

    /// All that lies directly below a prefix.
    pub(super) async fn level(&self, prefix: &str) -> Result<Page, Error> {
        let span = Span { prefix: prefix.to_owned(), ..Span::default() };
        let (mut all, mut tokens, mut token) = (Page::default(), Tokens::default(), None);
        loop {
            let page = self.page(&span, true, token).await?;
            all.objects.extend(page.objects);
            all.folders.extend(page.folders);
            token = tokens.next_if(page.is_truncated, page.token)?;
            if token.is_none() {
                return Ok(all);
            }
        }
    }

    /// Sends all pages of a range, or as many as are wanted.
    async fn send(&self, span: &Span, pages: &Sender<PageResult>) -> Result<(), Error> {
        let (mut tokens, mut token) = (Tokens::default(), None);
        loop {
            let mut page = self.page(span, false, token).await?;
            let end = page.objects.iter().position(|object| span.is_over(&object.key));
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
    fn list(&self, span: Span) -> Receiver<PageResult> {
        let (pages, receiver) = channel(PAGES);
        let remote = self.clone();
        let listing = async move {
            if let Err(error) = remote.send(&span, &pages).await {
                // The reader of the pages may be gone.
                let _ = pages.send(Err(error.at(remote.name(&span.prefix)))).await;
            }
        };
        self.runtime.spawn(self.ending.clone().unless(listing));
        receiver
    }
}

/// A listing under way.
pub(super) struct Pages<'a> {
    remote: Remote,
    /// Where to begin and what is wanted, until it is known which ranges that makes.
    plan: Option<(&'a Start, FolderTest<'a>)>,
    parts: vec::IntoIter<Part>,
    /// The ranges that are being listed, the first in line first.
    ranges: VecDeque<Range>,
    page: vec::IntoIter<Listed>,
}

enum Range {
    Pages(Receiver<PageResult>),
    Failed(SourceError),
    Objects(Vec<Listed>),
}

impl<'a> Pages<'a> {
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
                Part::Span(span) => Range::Pages(self.remote.list(span)),
                Part::Objects(objects) => Range::Objects(objects),
                Part::Failed(error) => Range::Failed(error),
            });
        }
    }
}

impl Iterator for Pages<'_> {
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

/// A key as S3 encodes it for XML: `%` and two digits, `+` for a space.
fn decoded(text: &str) -> String {
    percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_decoded() {
        for (encoded, key) in [
            ("AWSLogs/a%2Bb+c%25/%C3%A9.json.gz", "AWSLogs/a+b c%/é.json.gz"),
            ("100%", "100%"),
            ("%zz%4", "%zz%4"),
        ] {
            assert_eq!(decoded(encoded), key);
        }
    }
}
