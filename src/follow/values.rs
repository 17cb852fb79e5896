//! The values of the flags of `ct follow`, as they are written.

use std::time::Duration;

use crate::event::time::duration;
use crate::source::S3Uri;

/// The shortest pause between two poll cycles.
const LEAST_INTERVAL: Duration = Duration::from_secs(1);
/// The shortest lookback: a delivery within this time is not late.
const LEAST_LOOKBACK: Duration = Duration::from_mins(15);

/// Parses the pause between two poll cycles.
///
/// # Errors
/// It is no duration, or too short.
pub fn interval(text: &str) -> Result<Duration, String> {
    match duration(text)? {
        short if short < LEAST_INTERVAL => Err("at least 1s".into()),
        interval => Ok(interval),
    }
}

/// Parses how far each cycle looks back.
///
/// # Errors
/// It is no duration, or too short.
pub fn lookback(text: &str) -> Result<Duration, String> {
    match duration(text)? {
        short if short < LEAST_LOOKBACK => Err("at least 15m".into()),
        lookback => Ok(lookback),
    }
}

/// Parses the name of a bucket: `NAME` or `s3://NAME`.
///
/// # Errors
/// It is no name.
pub fn bucket_name(text: &str) -> Result<String, &'static str> {
    let uri = S3Uri::parse(text.trim_end_matches('/'));
    let name = uri.map_or_else(
        || text.trim_end_matches('/').to_owned(),
        |uri| match &*uri.key {
            "" => uri.bucket,
            _ => uri.to_string(),
        },
    );
    let is_name = !name.is_empty() && !name.contains(['/', ':']);
    if is_name { Ok(name) } else { Err("not the name of a bucket") }
}

/// Parses a command line of the shell.
///
/// # Errors
/// It is empty.
pub fn command(text: &str) -> Result<String, &'static str> {
    if text.trim().is_empty() { Err("there is no command") } else { Ok(text.to_owned()) }
}
