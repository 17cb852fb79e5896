//! A file that names a queue, as clusters of log readers are configured:
//! `{"s3Region":"…","sqsRegion":"…","sqsUrl":"…"}`.

use std::path::Path;
use std::sync::Arc;

use serde::Deserialize;

use super::{FollowError, Result};
use crate::aws::{Bucket, Session};
use crate::source::interrupt::Interrupt;
use crate::source::{Object, S3Uri, Store as _, local};

/// The most bytes that are read of the file.
const LARGEST: usize = 1 << 20;

/// `s3Region` is ignored: S3 gives the bucket's Region.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Config {
    sqs_url: String,
    sqs_region: Option<String>,
}

/// The URL of the queue that a file names, local or in a bucket, and its Region if the file has it.
///
/// # Errors
/// The file cannot be read, or names no queue.
pub fn configured_queue(
    path: &Path,
    session: &Arc<Session>,
    interrupt: &Interrupt,
) -> Result<(String, Option<String>)> {
    let mut text = Vec::new();
    object(path, session, interrupt)?.read(LARGEST, &mut text).map_err(|error| {
        FollowError::user(error, "--config takes a file, or s3://BUCKET/KEY, that you may read")
    })?;
    let config: serde_json::Result<Config> = serde_json::from_slice(&text);
    let config = config.map_err(|error| {
        let help = r#"it holds {"s3Region":"…","sqsRegion":"…","sqsUrl":"https://…"}"#;
        FollowError::user(format_args!("{}: {error}", path.display()), help)
    })?;
    Ok((config.sqs_url, config.sqs_region.filter(|region| !region.is_empty())))
}

fn object(path: &Path, session: &Arc<Session>, interrupt: &Interrupt) -> Result<Object> {
    let Some(uri) = path.to_str().and_then(S3Uri::parse) else {
        return Ok(local::file(path, interrupt));
    };
    if uri.key.is_empty() {
        return Err(FollowError::user(format_args!("no key in s3://{}", uri.bucket), ""));
    }
    let bucket = Bucket::below(session, &uri.bucket, "")?;
    bucket.get(&uri.key).map_err(|error| FollowError::user(error, ""))
}
