//! A sink around another that hashes the list of the objects read, so that two runs can be compared.

use std::io;
use std::ops::ControlFlow;

use sha2::{Digest as _, Sha256};

use super::{Outcome, Sink, pass_on};
use crate::source::ObjectId;

/// Passes everything on, and hashes the names of the objects that were read: each with a line break
/// after it, in the order in which they are merged.
pub struct Inputs<S> {
    inner: S,
    hash: Sha256,
    objects: u64,
    /// Of a fork, the objects that were read.
    names: Vec<String>,
}

impl<S: Sink> Inputs<S> {
    /// A sink around `inner`.
    pub fn new(inner: S) -> Self {
        Self { inner, hash: Sha256::new(), objects: 0, names: Vec::new() }
    }

    /// The sink around which this one was, the hexadecimal SHA-256 of the list, and the number of its
    /// objects.
    pub fn into_parts(self) -> (S, String, u64) {
        (self.inner, format!("{:x}", self.hash.finalize()), self.objects)
    }
}

impl<S: Sink> Sink for Inputs<S> {
    pass_on!(inner: begin, event, wants_sample, sample, reads_identity, finish);

    fn fork(&self) -> Self {
        Self::new(self.inner.fork())
    }

    fn end_object(&mut self, object: &ObjectId, outcome: &Outcome) {
        if matches!(outcome, Outcome::Read | Outcome::Malformed(_)) {
            self.names.push(object.name.clone());
        }
        self.inner.end_object(object, outcome);
    }

    fn held(&self) -> usize {
        self.names.iter().map(String::len).sum::<usize>() + self.inner.held()
    }

    fn merge(&mut self, fork: &mut Self) -> io::Result<ControlFlow<()>> {
        for name in fork.names.drain(..) {
            self.hash.update(name.as_bytes());
            self.hash.update(b"\n");
            self.objects += 1;
        }
        self.inner.merge(&mut fork.inner)
    }
}
