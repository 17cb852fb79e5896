//! A file that names a queue, as clusters of log readers are configured:
//! `{"s3Region":"…","sqsRegion":"…","sqsUrl":"…"}`.

use std::path::Path;
use std::sync::Arc;

use anyhow::Context as _;
use serde::Deserialize;

use crate::aws::{Bucket, Session};
use crate::commands::{UserError, user_error};
use crate::source::interrupt::Interrupt;
use crate::source::{Object, Store as _, local};
use crate::sources::scheme;

/// The most bytes that are read of the file.
const LARGEST: usize = 1 << 20;

/// `s3Region` is ignored: S3 gives the bucket's Region.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Config {
    sqs_url: String,
    sqs_region: Option<String>,
}

/// The queue's URL, and its Region if the file names it.
pub(super) fn read(
    path: &Path,
    session: &Arc<Session>,
    interrupt: &Interrupt,
) -> anyhow::Result<(String, Option<String>)> {
    let mut text = Vec::new();
    object(path, session, interrupt)?.read(LARGEST, &mut text).map_err(|error| {
        user_error(error, "--config takes a file, or s3://BUCKET/KEY, that you may read")
    })?;
    let config: Result<Config, _> = serde_json::from_slice(&text);
    let config = config.map_err(|error| {
        let help = r#"it holds {"s3Region":"…","sqsRegion":"…","sqsUrl":"https://…"}"#;
        user_error(format!("{}: {error}", path.display()), help)
    })?;
    Ok((config.sqs_url, config.sqs_region.filter(|region| !region.is_empty())))
}

fn object(path: &Path, session: &Arc<Session>, interrupt: &Interrupt) -> anyhow::Result<Object> {
    let Some(("s3", place)) = scheme(path) else {
        return Ok(local::file(path, interrupt));
    };
    let (bucket, key) = place.split_once('/').with_context(|| format!("no key in s3://{place}"))?;
    let bucket = Bucket::below(session, bucket, "").map_err(UserError::from)?;
    Ok(bucket.get(key)?)
}
