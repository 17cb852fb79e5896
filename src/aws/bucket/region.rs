//! Looks up the Region of a bucket.

use aws_sdk_s3::Client;
use aws_sdk_s3::config::http::HttpResponse;

use crate::aws::error::{ApiCall, Error};
use crate::policy::name::partition;
use crate::source::FaultKind;

/// S3 sends it also with an error ("`HeadBucket`", Amazon S3 API Reference).
const REGION_HEADER: &str = "x-amz-bucket-region";

/// The Region of a bucket; `configured`, the client's Region, if S3 does not say it.
///
/// # Errors
/// There is no such bucket, or it cannot be reached.
pub(in crate::aws) async fn look_up(
    client: &Client,
    bucket: &str,
    configured: &str,
) -> Result<String, Error> {
    let error = match client.head_bucket().bucket(bucket).send().await {
        Ok(output) => return Ok(output.bucket_region.unwrap_or_else(|| configured.to_owned())),
        Err(error) => error,
    };
    if let Some(region) = error.raw_response().and_then(region_header) {
        return Ok(region.to_owned());
    }
    if error.raw_response().is_some_and(|response| response.status().as_u16() == 404) {
        let message = format!("no such bucket: {bucket}");
        return Err(Error::new(FaultKind::Missing, message, "check the name and the account"));
    }
    let resource = format!("arn:{}:s3:::{bucket}", partition(configured));
    let call = ApiCall { action: "s3:ListBucket", resource: &resource };
    if error.as_service_error().is_none() {
        return Err(Error::of(&error, call));
    }
    // The response to a HEAD request has no body: another request finds out why.
    let list = client.list_objects_v2().bucket(bucket).prefix("AWSLogs/").max_keys(1);
    match list.send().await.map_err(|error| Error::of(&error, call)) {
        // Access denied to this prefix says nothing of the objects below others.
        Err(error) if error.kind != FaultKind::Denied => Err(error),
        _ => Ok(configured.to_owned()),
    }
}

fn region_header(response: &HttpResponse) -> Option<&str> {
    response.headers().get(REGION_HEADER)
}
