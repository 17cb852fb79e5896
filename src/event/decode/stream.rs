//! Consecutive documents, usually one a line: JSON Lines, CloudWatch Logs exports. A broken document
//! affects only its own line, because JSON strings contain no line breaks.

use std::ops::Range;

use memchr::memmem;

use super::document::Carrier;
use super::find::{Finder, Walk};
use super::recover::{LogLine, end_of_line, log_line, next_line, next_record};
use super::{DecodeError, MOST_MALFORMED};
use crate::event::json::{self, SplitEnd};
use crate::event::value;

/// A broken document.
struct Broken {
    start: usize,
    why: &'static str,
}

impl Finder<'_> {
    /// Reads documents to the end of the text, or to an array.
    pub(super) fn stream(&mut self, mut from: usize) -> Walk {
        while from < self.length {
            let end = match self.run_of_documents(from) {
                Ok(end) => end,
                Err(broken) => {
                    from = self.skip_broken(&broken)?;
                    continue;
                }
            };
            from = match end {
                SplitEnd::End(end) => return Ok(end),
                SplitEnd::Closed(end) => self.after_closed(end),
                SplitEnd::Stray(at) if self.own()[at] == b'[' => return Ok(at),
                SplitEnd::Stray(at) => match self.line_of_text(at) {
                    Some(next) => next,
                    None => {
                        self.skip_broken(&Broken { start: at, why: "neither a record nor a list" })?
                    }
                },
                SplitEnd::Open(start) => {
                    self.skip_broken(&Broken { start, why: "the record is never closed" })?
                }
            };
        }
        Ok(from)
    }

    /// Reads consecutive documents; the error is the first broken one.
    fn run_of_documents(&mut self, from: usize) -> Result<SplitEnd, Broken> {
        let kept = std::mem::take(&mut self.found.ranges);
        let end = json::split(&self.text[..self.length], from, &mut self.found.ranges);
        let documents = std::mem::replace(&mut self.found.ranges, kept);
        for range in documents {
            if self.spans_documents(&range)
                && self.found.index.fill(&self.text[range.clone()]).is_err()
            {
                let why = "the record is not closed on its line";
                return Err(Broken { start: range.start, why });
            }
            if !self.classify(range.clone()) {
                // The search reports a broken record when it parses it.
                self.found.ranges.push(range);
            }
        }
        Ok(end)
    }

    /// Whether something in the range begins as a document does, on a line of its own.
    fn spans_documents(&self, range: &Range<usize>) -> bool {
        memmem::find(&self.text[range.clone()], b"\n{").is_some()
    }

    /// Notes the broken document and finds the next one. On the same line that can only be a record.
    fn skip_broken(&mut self, broken: &Broken) -> Walk {
        if self.found.malformed.len() >= MOST_MALFORMED {
            return Err(Some(DecodeError::Hopeless));
        }
        self.found.malformed(broken.start, broken.why);
        let end = end_of_line(self.own(), broken.start);
        let on_this_line = next_record(&self.own()[..end], broken.start + 1);
        on_this_line.or_else(|| next_line(self.own(), broken.start)).ok_or(None)
    }

    /// The offset after the end of an array whose beginning is missing, and of the object around it.
    fn after_closed(&self, at: usize) -> usize {
        let brace = self.skip_blanks(at);
        if self.own().get(brace) == Some(&b'}') { brace + 1 } else { at }
    }

    /// Reads a line that is not a document but may contain one; returns the end of what was read.
    fn line_of_text(&mut self, at: usize) -> Option<usize> {
        if self.own()[at] == b'"' {
            return self.line_of_string(at);
        }
        let LogLine { json, end } = log_line(self.own(), at)?;
        match json {
            None => self.found.foreign.push(at),
            Some(start) => {
                let length = self.own()[start..end].trim_ascii_end().len();
                let range = start..start + length;
                let is_closed = self.own()[range.clone()].ends_with(b"}");
                if !is_closed || !self.classify(range) {
                    self.found.malformed(start, "the record is not closed on its line");
                }
            }
        }
        Some(end)
    }

    /// A string that is a line of its own and holds a document.
    fn line_of_string(&mut self, at: usize) -> Option<usize> {
        let end = at + value::length(&self.own()[at..])?;
        let next = self.own()[end..].iter().find(|byte| !matches!(byte, b' ' | b'\t' | b'\r'));
        if !self.own()[at..].starts_with(b"\"{") || !matches!(next, None | Some(b'\n')) {
            return None;
        }
        self.unwrap(at..end, Carrier::Records);
        Some(end)
    }
}
