//! A bucket and what a task needs to send requests to it.

use std::sync::Arc;

use aws_sdk_s3::Client;
use tokio::runtime::Handle;
use tokio::sync::Semaphore;

use super::signed_get::SignedGet;
use crate::aws::interrupt::Ending;
use crate::aws::limits::Limits;
use crate::policy::name::partition;
use crate::source::memory::ReadAhead;

/// A bucket to send requests to.
#[derive(Clone)]
pub(in crate::aws) struct Remote {
    pub(super) client: Client,
    pub(super) bucket: Arc<str>,
    /// A permit for each request that may be in flight.
    pub(super) requests: Arc<Semaphore>,
    pub(super) runtime: Handle,
    /// Ends listings.
    pub(super) ending: Ending,
    /// Ends downloads.
    pub(super) downloads: Ending,
    /// Room for objects that are downloaded ahead of their readers.
    pub(super) ahead: Arc<ReadAhead>,
    pub(super) limits: Limits,
    /// Our own way to request objects, if there are credentials.
    pub(super) signed_get: Option<Arc<SignedGet>>,
}

impl Remote {
    /// The partition in the ARNs of the bucket.
    pub(super) fn partition(&self) -> &'static str {
        self.client.config().region().map_or("aws", |region| partition(region.as_ref()))
    }
}
