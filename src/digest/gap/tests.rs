//! Gaps of one chain, resolved with each kind of evidence.

use super::*;

const LIKE: &str = "p/AWSLogs/111122223333/CloudTrail-Digest/us-east-1/2026/11/20/111122223333_\
                    CloudTrail-Digest_us-east-1_main_us-east-1_20261120T001234Z.json.gz";

/// A day and a time, such as `20T01:12:34`.
fn time(text: &str) -> Timestamp {
    format!("2026-11-{text}Z").parse().unwrap()
}

/// From 22:12:34 of one day to 03:12:34 of the next.
fn gap(cause: GapCause) -> Gap {
    Gap::new(cause, [time("19T22:12:34"), time("20T03:12:34")], S3Uri::new("b", LIKE))
}

fn switch(name: &str, off: bool, at: &str) -> LoggingSwitch {
    LoggingSwitch { time: time(at), account: String::new(), name: name.to_owned(), off }
}

fn stop(at: &str) -> LoggingSwitch {
    switch("StopLogging", true, at)
}

/// Other evidence: by default none, in a window with the gap, with all digests due.
struct Circumstances {
    switches: Vec<LoggingSwitch>,
    delivered: Vec<Timestamp>,
    due: Timestamp,
    window: Window,
    others: CoveredTime,
    has_older: bool,
    is_known: bool,
    ended: Option<Timestamp>,
}

impl Default for Circumstances {
    fn default() -> Self {
        Self {
            switches: Vec::new(),
            delivered: Vec::new(),
            due: time("25T00:00:00"),
            window: Window { since: time("19T20:00:00"), until: time("20T06:00:00") },
            others: CoveredTime::default(),
            has_older: false,
            is_known: true,
            ended: None,
        }
    }
}

impl Circumstances {
    fn stopped(at: &str) -> Self {
        Self { switches: vec![stop(at)], ..Self::default() }
    }

    fn logs(times: &[&str]) -> Self {
        Self { delivered: times.iter().map(|at| time(at)).collect(), ..Self::default() }
    }

    /// Each piece as its state, its times of day, and its missing digests and log files.
    fn of(&self, gap: Gap) -> Vec<String> {
        let evidence = GapEvidence {
            switches: &self.switches,
            delivered: &self.delivered,
            due: self.due,
            window: self.window,
            others: &self.others,
            has_older: self.has_older,
            is_known: self.is_known,
            ended: self.ended.map(|at| (at, "the user says so")),
        };
        let hour = |time: Timestamp| time.to_string()[11..16].to_owned();
        let piece = |gap: Gap| {
            let (from, to) = (hour(gap.from), hour(gap.to));
            format!("{:?} {from}-{to} {} {}", gap.state, gap.missing_digests(), gap.logs)
        };
        gap.resolve(&evidence).into_iter().map(piece).collect()
    }
}

#[test]
fn missing_digests_have_the_keys_of_the_chain() {
    let mut gap = gap(GapCause::Deleted);
    (gap.missing, gap.state) = (3, GapState::Missing);
    gap.newest = time("20T01:12:34");
    let uris: Vec<_> = gap.findings().map(|finding| finding.uri).collect();
    assert_eq!(uris[0].key, LIKE.replace("T00", "T01"));
    assert_eq!(uris[1], S3Uri::new("b", LIKE));
    let day_before = LIKE.replace("2026/11/20", "2026/11/19");
    assert_eq!(uris[2].key, day_before.replace("20261120T00", "20261119T23"));
    let bare = at(&S3Uri::new("b", "copy/x.json.gz"), gap.newest);
    assert_eq!(bare.key, "copy/x.json.gz");
    let file = LIKE.rsplit_once('/').unwrap().1;
    let flat = at(&S3Uri::new("b", format!("copy/{file}")), gap.newest);
    assert_eq!(flat.key, format!("copy/{}", file.replace("T00", "T01")));
}

#[test]
fn only_a_stop_explains_a_restart() {
    let known = Circumstances::default();
    assert_eq!(known.of(gap(GapCause::Restart)), ["Gap 22:12-03:12 5 0"]);
    let known = Circumstances::stopped("19T22:05:00");
    assert_eq!(known.of(gap(GapCause::Restart)), ["Explained 22:12-03:12 0 0"]);
    // A stop long before the gap, or one followed by a start, explains nothing.
    let known = Circumstances::stopped("19T12:00:00");
    assert_eq!(known.of(gap(GapCause::Restart)), ["Gap 22:12-03:12 5 0"]);
    let mut known = Circumstances::stopped("19T22:00:00");
    known.switches.push(switch("StartLogging", false, "19T22:05:00"));
    assert_eq!(known.of(gap(GapCause::Restart)), ["Gap 22:12-03:12 5 0"]);
}

#[test]
fn periods_before_a_stop_are_still_required() {
    let known = Circumstances::stopped("20T00:40:00");
    let pieces = known.of(gap(GapCause::Restart));
    assert_eq!(pieces, ["Gap 22:12-00:12 2 0", "Explained 00:12-03:12 0 0"]);
}

#[test]
fn logs_in_a_gap_prove_missing_digests() {
    let known = Circumstances::logs(&["19T22:22:00", "19T23:42:00"]);
    let pieces = known.of(gap(GapCause::Restart));
    assert_eq!(pieces, ["Missing 22:12-00:12 2 2", "Gap 00:12-03:12 3 0"]);
    let known = Circumstances { switches: vec![stop("19T22:05:00")], ..known };
    let pieces = known.of(gap(GapCause::Restart));
    assert_eq!(pieces, ["Missing 22:12-00:12 2 2", "Explained 00:12-03:12 0 0"]);
    // Without validation, log files are delivered and digests are not.
    let known =
        Circumstances { switches: vec![switch("UpdateTrail", true, "19T22:05:00")], ..known };
    assert_eq!(known.of(gap(GapCause::Restart)), ["Explained 22:12-03:12 0 2"]);
}

/// A tail that ends when the window does.
fn tail() -> Gap {
    let mut tail = gap(GapCause::Tail);
    tail.to = time("20T07:00:00");
    tail.last = tail.to;
    tail
}

#[test]
fn a_tail_is_pending_until_it_is_due() {
    let mut known = Circumstances { due: time("20T01:00:00"), ..Circumstances::default() };
    known.window.until = time("20T02:30:00");
    let pieces = known.of(tail());
    assert_eq!(pieces, ["Gap 22:12-00:12 2 0", "Pending 00:12-02:30 0 0"]);
    known.due = time("19T23:00:00");
    assert_eq!(known.of(tail()), ["Pending 22:12-02:30 0 0"]);
}

#[test]
fn a_period_at_the_end_is_required_if_logs_or_other_chains_show_that_it_was_due() {
    let mut known = Circumstances::default();
    known.window.until = time("19T22:40:00");
    assert_eq!(known.of(tail()), ["Partial 22:12-23:12 0 0"]);
    known.delivered = vec![time("19T22:50:00")];
    assert_eq!(known.of(tail()), ["Gap 22:12-23:12 1 1"]);
    known.delivered.clear();
    known.others.add([time("19T22:00:00"), time("19T22:39:00")]);
    assert_eq!(known.of(tail()), ["Partial 22:12-23:12 0 0"]);
    known.others.add([time("19T22:39:00"), time("19T22:47:00")]);
    assert_eq!(known.of(tail()), ["Gap 22:12-23:12 1 0"]);
}

#[test]
fn a_stop_ends_a_chain_until_the_trail_starts_again() {
    let mut known = Circumstances::stopped("19T22:20:00");
    known.window.until = time("20T02:00:00");
    assert_eq!(known.of(tail()), ["Explained 22:12-02:12 0 0"]);
    known.switches.push(switch("StartLogging", false, "20T00:30:00"));
    let pieces = known.of(tail());
    assert_eq!(pieces, ["Explained 22:12-01:12 0 0", "Partial 01:12-02:12 0 0"]);
    let mut known = Circumstances { ended: Some(time("19T23:30:00")), ..Circumstances::default() };
    known.window.until = time("20T02:00:00");
    let pieces = known.of(tail());
    assert_eq!(pieces, ["Gap 22:12-23:12 1 0", "Explained 23:12-02:12 0 0"]);
}

#[test]
fn a_log_of_the_minute_in_which_a_period_begins_may_belong_to_it() {
    let mut known = Circumstances::logs(&["19T22:12:00"]);
    known.window.until = time("19T23:30:00");
    let pieces = known.of(tail());
    assert_eq!(pieces, ["Missing 22:12-23:12 1 1", "Partial 23:12-00:12 0 0"]);
}

#[test]
fn a_head_is_expired_only_if_nothing_older_exists() {
    let head = || {
        let mut head = gap(GapCause::Head);
        head.missing = 1;
        head
    };
    assert_eq!(Circumstances::default().of(head()), ["Expired 22:12-03:12 0 0"]);
    let known = Circumstances { has_older: true, ..Circumstances::default() };
    assert_eq!(known.of(head()), ["Missing 22:12-03:12 1 0"]);
    let known = Circumstances::logs(&["20T01:30:00", "20T02:30:00"]);
    assert_eq!(known.of(head()), ["Missing 22:12-03:12 2 2"]);
}

#[test]
fn time_is_before_the_start_only_if_nothing_older_exists() {
    assert_eq!(
        Circumstances::default().of(gap(GapCause::Beginning)),
        ["BeforeStart 22:12-03:12 0 0"]
    );
    let known = Circumstances { has_older: true, ..Circumstances::default() };
    assert_eq!(known.of(gap(GapCause::Beginning)), ["Gap 22:12-03:12 0 0"]);
    let known = Circumstances::logs(&["20T03:05:00"]);
    assert_eq!(known.of(gap(GapCause::Beginning)), ["BeforeStart 22:12-03:12 0 1"]);
    let known = Circumstances::logs(&["20T02:50:00"]);
    assert_eq!(known.of(gap(GapCause::Beginning)), ["Gap 22:12-03:12 0 1"]);
}

#[test]
fn without_digests_logs_prove_missing_ones_only_of_a_known_chain() {
    let mut known = Circumstances::logs(&["19T22:30:00"]);
    known.window = Window { since: time("19T22:12:34"), until: time("20T00:12:34") };
    let nothing = || Gap::nothing(DigestWindow::new(known.window.since, known.window.until));
    assert_eq!(known.of(nothing()), ["Missing 22:12-23:12 1 1", "Gap 23:12-00:12 1 0"]);
    let known = Circumstances { is_known: false, ..known };
    let nothing = Gap::nothing(DigestWindow::new(known.window.since, known.window.until));
    assert_eq!(known.of(nothing), ["Gap 22:12-00:12 2 1"]);
}

#[test]
fn a_linked_digest_may_be_late() {
    let deleted = || {
        let mut deleted = gap(GapCause::Deleted);
        deleted.missing = 5;
        deleted
    };
    assert_eq!(Circumstances::default().of(deleted()), ["Missing 22:12-03:12 5 0"]);
    let late = Circumstances {
        due: time("20T01:30:00"),
        ..Circumstances::logs(&["19T23:00:00", "20T02:00:00"])
    };
    assert_eq!(late.of(deleted()), ["Missing 22:12-01:12 3 1", "Pending 01:12-03:12 0 1"]);
    let late = Circumstances { due: time("19T20:00:00"), ..Circumstances::default() };
    assert_eq!(late.of(deleted()), ["Pending 22:12-03:12 0 0"]);
}

#[test]
fn names_of_causes_and_states_are_published() {
    let name = |json: serde_json::Result<String>| json.unwrap().replace('"', "");
    for (cause, expected) in [
        (GapCause::Tail, "tail"),
        (GapCause::Deleted, "deleted"),
        (GapCause::Head, "head"),
        (GapCause::Restart, "restart"),
        (GapCause::Pause, "pause"),
        (GapCause::Beginning, "beginning"),
        (GapCause::Unknown, "unknown"),
        (GapCause::Nothing, "nothing"),
    ] {
        assert_eq!(name(serde_json::to_string(&cause)), expected);
    }
    for (state, expected) in [
        (GapState::Missing, "missing"),
        (GapState::Gap, "gap"),
        (GapState::Expired, "expired"),
        (GapState::Partial, "partial"),
        (GapState::Pending, "pending"),
        (GapState::Explained, "explained"),
        (GapState::BeforeStart, "before_start"),
    ] {
        assert_eq!(name(serde_json::to_string(&state)), expected);
    }
}
