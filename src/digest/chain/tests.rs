//! Complete and broken chains. Their digests are not signed: they are given as already examined.

use std::sync::Arc;

use super::*;
use crate::digest::covered::CoveredTime;
use crate::digest::examine::tests::{KEY, SIGNED, TEXT, gzip};
use crate::digest::examine::{Candidate, Examiner, Rules};
use crate::digest::gap::{GapEvidence, GapState};
use crate::digest::keys::tests::answer;
use crate::digest::keys::{KeySource, Keys};
use crate::digest::verdict::Hash;
use crate::source::{Arrived, Fault};

fn time(text: &str) -> Timestamp {
    format!("2026-11-20T{text}Z").parse().unwrap()
}

fn place_in(bucket: &str, end: Timestamp) -> S3Uri {
    let stamp = end.strftime("%Y%m%dT%H%M%SZ");
    let folder = "AWSLogs/111122223333/CloudTrail-Digest/us-east-1/2026/11/20";
    let file = "111122223333_CloudTrail-Digest_us-east-1_main_us-east-1_";
    S3Uri::new(bucket, format!("{folder}/{file}{stamp}.json.gz"))
}

fn uri(end: Timestamp) -> S3Uri {
    place_in("b", end)
}

/// The hash of a test's digest: the hour in which it ends, and one more byte.
fn hash(end: Timestamp, changed: u8) -> Hash {
    let mut hash = [changed; 32];
    hash[..8].copy_from_slice(&end.as_second().to_be_bytes());
    Hash(hash)
}

/// The digest of the hour that ends at this time, which links to the previous one.
fn digest(end: &str) -> ExaminedDigest {
    let end = time(end);
    let start = end - HOUR;
    let previous = PreviousDigest {
        uri: uri(start),
        hash: Some(hash(start, 0)),
        signature: Some(format!("{:x}", start.as_second())),
    };
    let document = DigestDocument {
        start,
        end,
        end_text: String::new(),
        uri: uri(end),
        fingerprint: String::new(),
        algorithm: None,
        previous_signature: previous.signature.clone(),
        previous: Some(previous),
        logs: vec![LogEntry { uri: S3Uri::new("b", "log"), hash: None }],
    };
    let read = ParsedDigest {
        document,
        hash: hash(end, 0),
        signature: Some(format!("{:x}", end.as_second())),
        key: Err(Judgement::missing()),
    };
    let candidate = Candidate { uri: uri(end), stamp: end };
    ExaminedDigest {
        candidate,
        judgement: Judgement::VALID,
        read: Some(Box::new(read)),
        stored: None,
    }
}

fn first(end: &str) -> ExaminedDigest {
    changed(end, |read| read.document.previous = None)
}

fn changed(end: &str, change: impl FnOnce(&mut ParsedDigest)) -> ExaminedDigest {
    let mut examined = digest(end);
    change(examined.read.as_mut().unwrap());
    examined
}

/// An object that could not be parsed.
fn junk(end: &str, judgement: Judgement) -> ExaminedDigest {
    ExaminedDigest { judgement, read: None, ..digest(end) }
}

fn id(backfill: bool) -> ChainId {
    let (chain, _) = Candidate::parse("b", &uri(time("00:00:00")).key).unwrap();
    ChainId { backfill, ..chain }
}

/// The verdicts on digests pushed in this order, and the gaps, in short form. All digests are due, and
/// something older is in the bucket.
fn judged_between(
    since: &str,
    until: &str,
    backfill: bool,
    digests: Vec<ExaminedDigest>,
) -> Vec<String> {
    judged_as(window(since, until), backfill, digests)
}

fn window(since: &str, until: &str) -> DigestWindow {
    DigestWindow::new(time(since), time(until))
}

fn judged_as(window: DigestWindow, backfill: bool, digests: Vec<ExaminedDigest>) -> Vec<String> {
    let mut chain = Chain::new(id(backfill), window, Location::Exact);
    let mut lines = Vec::new();
    let short = |finding: Finding| {
        let key = &finding.uri.key;
        let at = key.len() - "000000Z.json.gz".len();
        let Judgement { verdict, reason, .. } = finding.judgement;
        let what = reason.map_or(format!("{verdict:?}"), |reason| format!("{reason:?}"));
        format!("{} {what}", &key[at..at + 4])
    };
    let evidence = GapEvidence {
        switches: &[],
        delivered: &[],
        due: Timestamp::MAX,
        window: window.window(),
        others: &CoveredTime::default(),
        has_older: true,
        is_known: true,
        ended: None,
    };
    let gap_text = |gap: Gap| {
        // A partial period at the end is not listed as a gap.
        let pieces =
            gap.resolve(&evidence).into_iter().filter(|gap| gap.state != GapState::Partial);
        let text = |gap: Gap| {
            let what = match gap.state {
                GapState::Missing => gap.missing_digests().to_string(),
                state => format!("{state:?}"),
            };
            let head = format!("{:?} {what}", gap.cause);
            [head].into_iter().chain(gap.findings().map(short)).collect::<Vec<_>>()
        };
        pieces.flat_map(text).collect::<Vec<_>>()
    };
    for examined in digests {
        let step = chain.push(examined);
        lines.extend(step.released.into_iter().map(short));
        lines.extend(step.gaps.into_iter().flat_map(gap_text));
        if let Some(finding) = &step.finding {
            let proven = step.logs.is_some_and(|logs| logs.proven);
            assert_eq!(proven, finding.judgement.verdict == Verdict::Valid);
        }
        lines.extend(step.finding.map(short));
    }
    let step = chain.finish();
    lines.extend(step.released.into_iter().map(short));
    lines.extend(step.gaps.into_iter().flat_map(gap_text));
    lines
}

fn judged(digests: Vec<ExaminedDigest>) -> Vec<String> {
    judged_between("00:30:00", "05:30:00", false, digests)
}

const UNTIL_FIVE: [&str; 5] = ["05:00:00", "04:00:00", "03:00:00", "02:00:00", "01:00:00"];

/// The digests of all hours, some of them replaced or left out.
fn whole(mut replace: impl FnMut(&str) -> Option<Option<ExaminedDigest>>) -> Vec<ExaminedDigest> {
    UNTIL_FIVE.iter().filter_map(|end| replace(end).unwrap_or_else(|| Some(digest(end)))).collect()
}

fn without(gone: &[&str]) -> Vec<ExaminedDigest> {
    whole(|end| gone.contains(&end).then_some(None))
}

fn with(at: &str, one: ExaminedDigest) -> Vec<ExaminedDigest> {
    let mut one = Some(one);
    whole(|end| (end == at).then(|| one.take()))
}

#[test]
fn a_complete_chain_is_valid() {
    let all = ["0500 Valid", "0400 Valid", "0300 Valid", "0200 Valid", "0100 Valid"];
    assert_eq!(judged(without(&[])), all);
    let started = judged(with("01:00:00", first("01:00:00")));
    assert_eq!(started[..5], all);
    assert_eq!(started[5..], ["Beginning 0"; 0]);
    let started = judged_between("00:00:00", "05:30:00", false, vec![first("05:00:00")]);
    assert_eq!(started, ["0500 Valid", "Beginning Gap"]);
}

#[test]
fn only_digests_of_the_window_are_judged() {
    let lines = judged_between("02:00:00", "03:00:00", false, without(&[]));
    assert_eq!(lines, ["0400 Valid", "0300 Valid", "0200 Valid"]);
}

#[test]
fn each_deleted_digest_is_named() {
    assert_eq!(
        judged(without(&["03:00:00"])),
        ["0500 Valid", "0400 Valid", "Deleted 1", "0300 Missing", "0200 Valid", "0100 Valid"]
    );
    assert_eq!(
        judged(without(&["03:00:00", "02:00:00"]))[2..],
        ["Deleted 2", "0300 Missing", "0200 Missing", "0100 Valid"]
    );
    assert_eq!(judged(without(&["01:00:00"]))[4..], ["Head 1", "0100 Missing"]);
    let tail = judged(without(&["05:00:00", "04:00:00"]));
    assert_eq!(tail[..2], ["Tail Gap", "0300 Valid"]);
    assert_eq!(judged(vec![]), ["Nothing Gap"]);
}

#[test]
fn a_restart_is_a_gap_and_not_invalid() {
    let digests =
        vec![digest("05:00:00"), first("04:00:00"), digest("02:00:00"), digest("01:00:00")];
    let lines = judged(digests);
    assert_eq!(lines, ["0500 Valid", "0400 Valid", "Restart Gap", "0200 Valid", "0100 Valid"]);
    let seamless = judged(with("04:00:00", first("04:00:00")));
    assert!(seamless.iter().all(|line| line.ends_with("Valid")), "{seamless:?}");
    let pause = changed("03:00:00", |read| read.document.end -= HOUR / 2);
    assert_eq!(judged(with("03:00:00", pause))[2..4], ["Pause Gap", "0300 Valid"]);
}

#[test]
fn a_signed_digest_with_another_hash_is_a_broken_link() {
    for replaced in [
        changed("03:00:00", |read| read.hash = hash(time("03:00:00"), 1)),
        changed("03:00:00", |read| read.signature = Some("00".to_owned())),
    ] {
        let lines = judged(with("03:00:00", replaced));
        assert_eq!(lines[1..4], ["0400 Valid", "0300 BrokenLink", "0200 Valid"]);
        assert_eq!(lines.len(), 5);
    }
}

#[test]
fn links_of_a_digest_with_changed_metadata_count_if_its_hash_is_recorded() {
    let spoiled = || ExaminedDigest { judgement: Judgement::signature(), ..digest("03:00:00") };
    let replaced = changed("02:00:00", |read| read.hash = hash(time("02:00:00"), 1));
    let mut digests = with("02:00:00", replaced);
    digests[2] = spoiled();
    assert_eq!(judged(digests)[2..4], ["0300 Signature", "0200 BrokenLink"]);
    let forged = changed("03:00:00", |read| {
        read.hash = hash(time("03:00:00"), 1);
        read.document.previous = None;
    });
    let forged = ExaminedDigest { judgement: Judgement::signature(), ..forged };
    let mut digests = with("03:00:00", forged);
    digests.remove(3);
    assert_eq!(judged(digests)[2..], ["0300 Signature", "Deleted 1", "0200 Missing", "0100 Valid"]);
}

#[test]
fn junk_hides_nothing() {
    let format = || Judgement::format("junk");
    let mut among = without(&["02:00:00"]);
    among.insert(3, junk("02:30:00", format()));
    let lines = judged(among);
    assert_eq!(lines[2..5], ["0300 Valid", "0230 Unlinked", "Deleted 1"], "{lines:?}");
    let mut newest = without(&["04:00:00"]);
    newest.insert(0, junk("05:40:00", format()));
    newest.insert(0, junk("06:20:00", format()));
    let lines = judged(newest);
    assert_eq!(lines[..3], ["0620 Unlinked", "0540 Unlinked", "0500 Valid"]);
    assert_eq!(lines[3..5], ["Deleted 1", "0400 Missing"]);
    let mut restarted = vec![first("05:00:00"), digest("02:00:00"), digest("01:00:00")];
    restarted.insert(1, junk("04:30:00", format()));
    assert_eq!(judged(restarted)[1..4], ["0430 Unlinked", "Restart Gap", "0200 Valid"]);
    let mut cut = without(&["05:00:00", "04:00:00"]);
    cut.insert(0, junk("05:20:00", format()));
    let lines = judged(cut);
    assert_eq!(lines[..3], ["0520 Unlinked", "Tail Gap", "0300 Valid"]);
    let mut altered = without(&["05:00:00"]);
    altered.insert(0, junk("05:00:00", format()));
    assert_eq!(judged(altered)[..2], ["0500 Format", "0400 Valid"]);
    // A chain has no digest before its first one, but an object that parses as one is judged.
    let before_first = |one: ExaminedDigest| judged(vec![first("05:00:00"), one])[1].clone();
    assert_eq!(before_first(junk("03:17:00", format())), "0317 Unlinked");
    let forged = ExaminedDigest { judgement: Judgement::signature(), ..digest("03:00:00") };
    assert_eq!(before_first(forged), "0300 Signature");
}

#[test]
fn an_untrusted_newest_digest_shows_that_the_one_before_is_missing() {
    let mut digests = without(&["04:00:00"]);
    digests[0] = junk("05:00:00", Judgement::from(&Fault::Denied));
    let window = window("00:30:00", "04:30:00");
    let lines = judged_as(window, false, digests);
    assert_eq!(lines[..4], ["0500 AccessDenied", "Deleted 1", "0400 Missing", "0300 Valid"]);
}

#[test]
fn an_unreadable_digest_fills_only_its_hour() {
    let denied = || junk("03:00:00", Judgement::from(&Fault::Denied));
    let lines = judged(with("03:00:00", denied()));
    assert_eq!(lines[1..4], ["0400 Valid", "0300 AccessDenied", "0200 Valid"]);
    let mut digests = with("03:00:00", denied());
    digests.remove(3);
    assert_eq!(judged(digests)[3..], ["Deleted 1", "0200 Missing", "0100 Valid"]);
    let vanished = junk("03:00:00", Judgement::missing());
    assert_eq!(judged(with("03:00:00", vanished))[2..4], ["0300 Missing", "0200 Valid"]);
    let oldest = junk("05:00:00", Judgement::from(&Fault::Denied));
    assert_eq!(judged(vec![oldest]), ["0500 AccessDenied", "Unknown Gap"]);
}

#[test]
fn the_expected_location_of_the_previous_digest_is_returned() {
    let window = window("01:30:00", "05:30:00");
    let mut chain = Chain::new(id(false), window, Location::Exact);
    assert_eq!(chain.expected(), None);
    let elsewhere = place_in("old", time("04:00:00"));
    chain.push(changed("05:00:00", |read| {
        read.document.previous.as_mut().unwrap().uri = elsewhere.clone();
    }));
    assert_eq!(chain.expected(), Some(&elsewhere));
    let mut moved = digest("04:00:00");
    moved.candidate.uri = elsewhere;
    let copy = chain.push(digest("04:00:00")).finding.unwrap();
    assert_eq!(copy.judgement.reason, Some(Reason::Unlinked));
    assert_eq!(chain.push(moved).finding.unwrap().judgement, Judgement::VALID);
    chain.push(digest("03:00:00"));
    chain.push(digest("02:00:00"));
    assert_eq!(chain.expected(), None);
    assert_eq!(chain.finish().gaps, []);
}

#[test]
fn a_digest_after_the_window_shows_a_missing_one() {
    let since_to = |digests| judged_between("01:30:00", "03:30:00", false, digests);
    let digests =
        || vec![digest("06:00:00"), digest("05:00:00"), digest("03:00:00"), digest("02:00:00")];
    // Nothing was due after 03:30, but a digest links to the missing one.
    let mut deleted = digests();
    assert_eq!(since_to(deleted.split_off(2)), ["0300 Valid", "0200 Valid"]);
    let lines = since_to(digests());
    assert_eq!(lines, ["Deleted 1", "0400 Missing", "0300 Valid", "0200 Valid"]);
    let mut junk_first = digests();
    junk_first[1] = junk("05:00:00", Judgement::format("junk"));
    assert_eq!(since_to(junk_first), ["0300 Valid", "0200 Valid"]);
    assert_eq!(since_to(vec![first("09:00:00")]), ["Beginning Gap"]);
    assert_eq!(since_to(vec![digest("09:00:00")]), ["Head 0"]);
    assert_eq!(since_to(vec![digest("05:00:00")]), ["Head 1", "0400 Missing"]);
}

#[test]
fn backfill_digests_need_not_cover_all_time() {
    let backfill = |digests| judged_between("00:30:00", "05:30:00", true, digests);
    let lines = backfill(vec![digest("03:00:00"), first("02:00:00")]);
    assert_eq!(lines, ["0300 Valid", "0200 Valid"]);
    let lines = backfill(vec![digest("03:00:00"), first("01:00:00")]);
    assert_eq!(lines, ["0300 Valid", "Deleted 1", "0200 Missing", "0100 Valid"]);
    assert_eq!(backfill(vec![]), [""; 0]);
}

/// The verdicts on the digests of some hours, the newest first, without gaps.
fn verdicts(window: DigestWindow, hours: &[(u32, bool)]) -> Vec<String> {
    let end = |hour: u32| format!("{hour:02}:00:00");
    let digest = |&(hour, is_first)| (if is_first { first } else { digest })(&end(hour));
    let lines = judged_as(window, false, hours.iter().map(digest).collect());
    lines.into_iter().filter(|line| line.starts_with(|c: char| c.is_ascii_digit())).collect()
}

proptest::proptest! {
    /// Hours are kept, deleted or the first of a chain; each part has its neighbors.
    #[test]
    fn all_parts_together_find_what_the_whole_does(
        hours in proptest::collection::vec(0..4_u8, 12),
        cut in 1..12_u32,
        again in 1..12_u32,
    ) {
        let there = (1_u32..).zip(&hours).filter(|(_, kind)| **kind > 0);
        let mut there: Vec<(u32, bool)> = there.map(|(hour, kind)| (hour, *kind == 3)).collect();
        there.reverse();
        // No part has anything before the oldest digest.
        proptest::prop_assume!(there.last().is_some_and(|(hour, _)| *hour == 1));
        let whole = DigestWindow::new(time("01:00:00"), time("11:00:00"));
        let mut parts = Vec::new();
        let edges = [1, cut.min(again), cut.max(again), 13];
        for edge in edges.windows(2).rev().filter(|edge| edge[0] < edge[1]) {
            let (from, to) = (edge[0], edge[1]);
            let first = there.iter().position(|(hour, _)| *hour < to).unwrap_or(there.len());
            let own = there[first..].iter().take_while(|(hour, _)| *hour >= from).count();
            let seen = first.saturating_sub(2)..(first + own + 1).min(there.len());
            let at = |hour: u32| time(&format!("{hour:02}:00:00"));
            let window = whole.part(at(from), at(to - 1));
            parts.extend(verdicts(window, &there[seen]));
        }
        proptest::prop_assert_eq!(parts, verdicts(whole, &there));
    }
}

/// A digest of a copy without metadata, and a newer one that records its signature.
fn plain_copy(signature: &str, newer: Judgement) -> Judgement {
    let mut keys = Keys::default();
    keys.add(Some("us-east-1"), &KeySource::CloudTrail, answer().to_string().as_bytes()).unwrap();
    let rules = Rules { location: Location::Exact, limit: 1 << 20, hash_stored: false };
    let (chain, candidate) = Candidate::parse("vec-bucket", KEY).unwrap();
    let end = candidate.stamp;
    let recorded = candidate.uri.clone();
    let object = Arrived { bytes: gzip(TEXT), ..Arrived::default() };
    let older = Examiner::new(Arc::new(keys), rules).examine(&chain, candidate, Ok(object));
    let window = DigestWindow::new(end - HOUR, end + HOUR);
    let mut newest = changed("05:00:00", |read| {
        let previous = read.document.previous.as_mut().unwrap();
        *previous =
            PreviousDigest { uri: recorded, hash: None, signature: Some(signature.to_owned()) };
    });
    newest.judgement = newer;
    newest.candidate.stamp = end + HOUR;
    let mut judge = Chain::new(chain, window, Location::Exact);
    judge.push(newest);
    let pushed = judge.push(older).finding;
    pushed.or_else(|| judge.finish().released.pop()).unwrap().judgement
}

#[test]
fn a_signature_recorded_by_any_digest_is_verified() {
    let no_signature = || Judgement::unverified(Reason::NoSignature, "");
    for newer in [Judgement::VALID, no_signature(), Judgement::signature()] {
        assert_eq!(plain_copy(SIGNED, newer), Judgement::VALID);
    }
    let wrong = "00".repeat(256);
    assert_eq!(plain_copy(&wrong, Judgement::VALID).reason, Some(Reason::Signature));
    assert_eq!(plain_copy(&wrong, no_signature()).reason, Some(Reason::Signature));
    // It is unknown which of the two was changed.
    let judgement = plain_copy(&wrong, Judgement::signature());
    assert_eq!(judgement.reason, Some(Reason::NoSignature));
}

#[test]
fn logs_of_a_moved_digest_are_read_beside_it() {
    let logs = |recorded: &str, found: &str| ListedLogs {
        entries: Vec::new(),
        proven: true,
        start: time("01:00:00"),
        end: time("02:00:00"),
        recorded: S3Uri::new("b", recorded),
        found: S3Uri::new("c", found),
    };
    let entry = |bucket: &str, key: &str| LogEntry { uri: S3Uri::new(bucket, key), hash: None };
    let (digest, log) = ("p/AWSLogs/1/D/d.gz", entry("b", "p/AWSLogs/1/C/l.gz"));
    let at = |found: &str| logs(digest, found).uri(&log);
    assert_eq!(at(digest), S3Uri::new("c", "p/AWSLogs/1/C/l.gz"));
    assert_eq!(at("x/y/AWSLogs/1/D/d.gz"), S3Uri::new("c", "x/y/AWSLogs/1/C/l.gz"));
    assert_eq!(at("AWSLogs/1/D/d.gz"), S3Uri::new("c", "AWSLogs/1/C/l.gz"));
    let other = entry("other", "p/AWSLogs/1/C/l.gz");
    assert_eq!(logs(digest, "AWSLogs/1/D/d.gz").uri(&other), other.uri);
    assert_eq!(logs("d.gz", "x/d.gz").uri(&entry("b", "l.gz")).key, "x/l.gz");
}
