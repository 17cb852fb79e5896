//! The window and the ended chains of a validation, from what the user wrote.
//!
//! Knows the words, not the flags' parser.

use jiff::{SignedDuration, Timestamp};

use super::scope::{EndedChain, later};
use crate::digest::DigestWindow;
use crate::error::UserError;
use crate::event::time::{TimeError, end_moment, moment};

/// Runs that share the work must have the same times, even if they start this much later.
const LATER: SignedDuration = SignedDuration::from_hours(2);

/// The window from `start` to `end`, or up to now; ages and days count from `now`. `is_shared`: other
/// runs do a part of the work.
///
/// # Errors
/// A time is malformed, the window is empty, or the runs that share the work would have other times.
pub(super) fn window(
    start: &str,
    end: Option<&str>,
    now: Timestamp,
    is_shared: bool,
) -> Result<DigestWindow, UserError> {
    let time = |text: &str, parse: fn(&str, Timestamp) -> Result<Timestamp, TimeError>| {
        let time = parse(text, now)?;
        if is_shared && parse(text, later(now, LATER)).is_ok_and(|other| other != time) {
            let help = "runs that share the work need the same times: 2026-11-20T09:00:00Z";
            return Err(UserError::new(format!("--shard needs absolute times: {text}"), help));
        }
        Ok(time)
    };
    let since = time(start, moment)?;
    let until = end.map_or(Ok(now), |text| time(text, end_of_digests))?;
    if since > until {
        let message = format!("empty range: {since} is after {until}");
        let help = "--start-time must not be later than --end-time";
        return Err(UserError::new(message, help));
    }
    Ok(DigestWindow::new(since, until))
}

/// An end time. The last digest period of a day ends on the first second of the next day.
fn end_of_digests(text: &str, now: Timestamp) -> Result<Timestamp, TimeError> {
    let end = end_moment(text, now)?;
    let is_day = end.subsec_nanosecond() == 999_999_999;
    Ok(if is_day { later(end, SignedDuration::from_nanos(1)) } else { end })
}

/// The chains of `ACCOUNT/REGION=TIME` that ended.
///
/// # Errors
/// One is malformed.
pub(super) fn ended_chains(texts: &[String], now: Timestamp) -> Result<Vec<EndedChain>, UserError> {
    let parse = |text: &String| {
        let parts = text.split_once('=').and_then(|(chain, time)| {
            let (account, region) = chain.split_once('/')?;
            let is_account = account.len() == 12 && account.bytes().all(|b| b.is_ascii_digit());
            (is_account && !region.is_empty()).then_some((account, region, time))
        });
        let Some((account, region, time)) = parts else {
            let help = "write --ended 111122223333/eu-west-1=2026-11-01T00:00:00Z";
            return Err(UserError::new(format!("not ACCOUNT/REGION=TIME: {text}"), help));
        };
        let (account, region) = (account.to_owned(), region.to_owned());
        let words = format!("--ended {text}");
        Ok(EndedChain { account, region, time: moment(time, now)?, words })
    };
    texts.iter().map(parse).collect()
}
