//! S3 clients for single buckets, each in the bucket's Region.

use crate::aws::error::{ApiCall, Error};
use crate::aws::{ANY_REGION, Session, bucket};
use crate::policy::name::partition;

/// A bucket and a client for its Region.
pub(super) struct BucketClient {
    pub(super) client: aws_sdk_s3::Client,
    arn: String,
}

impl BucketClient {
    pub(super) fn call<'a>(&'a self, action: &'a str) -> ApiCall<'a> {
        ApiCall { action, resource: &self.arn }
    }
}

impl Session {
    /// A bucket in a Region.
    pub(super) fn bucket_in(&self, name: &str, region: &str) -> BucketClient {
        let arn = format!("arn:{}:s3:::{name}", partition(region));
        let client = self.s3(region, self.settings.limits.first_attempts);
        BucketClient { client, arn }
    }

    /// An existing bucket, in whatever Region it is.
    pub(super) async fn bucket_at(&self, name: &str) -> Result<BucketClient, Error> {
        let configured = self.region().unwrap_or(ANY_REGION);
        let s3 = self.bucket_in(name, configured);
        let region = bucket::region(&s3.client, name, configured).await?;
        let is_elsewhere = region != configured && !self.has_endpoint();
        Ok(if is_elsewhere { self.bucket_in(name, &region) } else { s3 })
    }
}

/// The error code of a service.
pub(super) fn code<E: aws_sdk_s3::error::ProvideErrorMetadata>(
    error: &aws_sdk_s3::error::SdkError<E>,
) -> Option<&str> {
    error.as_service_error().and_then(|error| error.meta().code())
}
