//! Coverage is reported for each chain (account and Region): one chain never hides what is missing from
//! another.

use serde_json::Value;

use super::world::{ABROAD, ACCOUNT, Chain, HOME, Mirror, World, at, gather, hours, minutes, name};
use super::{documents, object_verdicts, summary};
use crate::harness::Ran;

/// The coverage lines.
pub(super) fn coverage(ran: &Ran) -> Vec<Value> {
    documents(ran).into_iter().filter(|line| line["kind"] == "coverage").collect()
}

/// The coverage line of a Region.
pub(super) fn chain(ran: &Ran, region: &str) -> Value {
    let mut lines = coverage(ran);
    lines.retain(|line| line["region"] == region);
    assert_eq!(lines.len(), 1, "{region} has no coverage line of its own: {ran}");
    lines.remove(0)
}

/// A time as [`at`] takes it.
fn short(time: &Value) -> String {
    let text = time.as_str().unwrap_or("-").trim_start_matches("2025-06-").trim_end_matches('Z');
    let is_minute = text.len() == "10T08:00:00".len() && text.ends_with(":00");
    if is_minute { text[..text.len() - 3].to_owned() } else { text.to_owned() }
}

/// The gaps of a Region, such as `missing 10T09:00 10T10:00`.
pub(super) fn gaps(ran: &Ran, region: &str) -> Vec<String> {
    let line = chain(ran, region);
    let gaps = line["gaps"].as_array().unwrap_or_else(|| panic!("no list of gaps: {ran}"));
    let text = |gap: &Value| {
        format!("{} {} {}", gap["state"].as_str().unwrap(), short(&gap["from"]), short(&gap["to"]))
    };
    gaps.iter().map(text).collect()
}

/// The log files that are not verifiable, such as `eu-west-1 20250610T1648Z`.
pub(super) fn not_verifiable(ran: &Ran) -> Vec<String> {
    let region_and_stamp = |line: &String| {
        let words: Vec<&str> = line.split(' ').collect();
        words.ends_with(&["no_digest"]).then(|| format!("{} {}", words[1], words[2]))
    };
    object_verdicts(ran).iter().filter_map(region_and_stamp).collect()
}

/// From when to when a Region is covered.
pub(super) fn covered(ran: &Ran, region: &str) -> [String; 2] {
    let line = chain(ran, region);
    ["from", "to"].map(|name| short(&line[name]))
}

/// A multi-Region trail whose newest digests have logs: clock hours from 08:00 to 18:00 at home,
/// odd seconds from 07:23:17 to 17:23:17 abroad.
pub(super) fn busy() -> World {
    let logs = |_| vec![40, 1500, 3590];
    World::new(&[
        Chain::new(HOME, at("10T08:00"), 10).logs(logs),
        Chain::new(ABROAD, at("10T07:23:17"), 10).logs(logs),
    ])
}

/// The forged trail: the newest digest of a Region and one of its log files are deleted, and another
/// log file of it is rewritten.
#[test]
fn deleting_the_newest_digest_hides_no_rewritten_log() {
    let mut world = busy();
    let [gone, rewritten, _] = &*world.logs(ABROAD, "10T17:00", "10T17:30") else { panic!() };
    let (gone, rewritten) = (gone.clone(), rewritten.clone());
    assert!(rewritten.contains("T1648Z"), "{rewritten}");
    world.remove(&world.digest(ABROAD, "10T17:23:17"));
    world.remove(&gone);
    world.rewrite(&rewritten);
    let windows = [
        ["10T16:30", "10T17:00"],
        ["10T10:00", "10T16:50"],
        ["10T16:23:17", "10T17:23:17"],
        ["10T16:40", "10T16:50"],
        ["10T08:00", "10T17:59"],
    ];
    let mirror = Mirror::new(&world, at("11T06:00"));
    mirror.forget();
    let wrong = gather(&windows, |window| {
        let text = mirror.validate(window.map(at), "");
        let jsonl = mirror.validate(window.map(at), "-o jsonl");
        let not_verifiable = not_verifiable(&jsonl);
        let is_named = not_verifiable.contains(&format!("{ABROAD} 20250610T1648Z"));
        let checks = [
            ("never exit 0", text.code != 0 && text.code == jsonl.code),
            ("the Region", text.text().contains(ABROAD)),
            ("the hour", text.text().contains("T16:") || text.text().contains("T17:")),
            ("the log", text.text().contains(name(&rewritten))),
            ("not verifiable", text.text().contains("not verifiable")),
            ("the log in JSON", is_named),
            ("a gap in JSON", !gaps(&jsonl, ABROAD).is_empty()),
            ("no gap elsewhere", gaps(&jsonl, HOME).is_empty()),
        ];
        let failed = checks.into_iter().filter(|(_, holds)| !holds);
        failed.map(|(what, _)| format!("{window:?}: {what}\n{text}\n{jsonl}")).collect()
    });
    assert_eq!(wrong.len(), 0, "{}", wrong.join("\n"));
}

#[test]
fn no_flag_makes_a_forged_trail_valid() {
    let mut world = busy();
    let logs = world.logs(ABROAD, "10T17:00", "10T17:30");
    world.remove(&world.digest(ABROAD, "10T17:23:17"));
    world.remove(&logs[0]);
    world.rewrite(&logs[1]);
    let mirror = Mirror::new(&world, at("11T06:00"));
    for flags in [
        "--no-unlisted",
        "--allow-empty",
        "--strict",
        "--relocated",
        "--region eu-west-1",
        "--account-id 111122223333",
        "--threads 1",
        "--quiet",
    ] {
        for window in [["10T16:30", "10T17:00"], ["10T12:00", "10T17:23:17"]] {
            let ran = mirror.validate(window.map(at), flags);
            assert_ne!(ran.code, 0, "{flags}\n{ran}");
        }
    }
}

#[test]
fn a_missing_newest_digest_is_a_gap_even_without_logs() {
    let mut world = World::usual();
    world.remove(&world.digest(ABROAD, "10T18:23:17"));
    let mirror = Mirror::new(&world, at("11T06:00"));
    mirror.forget();
    for to in ["10T18:23:17", "10T18:10"] {
        let ran = mirror.validate([at("10T09:00"), at(to)], "-o jsonl");
        assert_eq!((ran.code, summary(&ran)["verdict"].as_str()), (2, Some("incomplete")), "{ran}");
        assert_eq!(gaps(&ran, ABROAD), ["gap 10T17:23:17 10T18:23:17"], "{ran}");
        assert_eq!(covered(&ran, ABROAD), ["10T09:00", "10T17:23:17"], "{ran}");
        assert_eq!(gaps(&ran, HOME), Vec::<String>::new(), "{ran}");
        assert_eq!(covered(&ran, HOME), ["10T09:00", to], "{ran}");
    }
}

#[test]
fn logs_without_a_digest_in_a_whole_due_period_are_a_missing_digest() {
    let mut world = busy();
    world.remove(&world.digest(ABROAD, "10T17:23:17"));
    let mirror = Mirror::new(&world, at("11T06:00"));
    let ran = mirror.validate([at("10T09:00"), at("10T17:23:17")], "-o jsonl");
    assert_eq!(ran.code, 1, "{ran}");
    assert_eq!(gaps(&ran, ABROAD)[0], "missing 10T16:23:17 10T17:23:17", "{ran}");
    assert_eq!(chain(&ran, ABROAD)["gaps"][0]["missing_digests"], 1, "{ran}");
}

#[test]
fn a_middle_digest_that_is_linked_to_is_missing() {
    for region in [HOME, ABROAD] {
        let mut world = World::usual();
        let end = if region == HOME { "10T14:00" } else { "10T13:23:17" };
        let start = if region == HOME { "10T13:00" } else { "10T12:23:17" };
        world.remove(&world.digest(region, end));
        let mirror = Mirror::new(&world, at("10T19:30"));
        for window in [["10T08:00", "10T18:00"], ["10T13:10", "10T13:20"], [start, end]] {
            let ran = mirror.validate(window.map(at), "-o jsonl");
            assert_eq!((ran.code, gaps(&ran, region).len()), (1, 1), "{ran}");
            assert!(gaps(&ran, region)[0].starts_with("missing "), "{ran}");
        }
        let whole = mirror.validate(["10T08:00", "10T18:00"].map(at), "-o jsonl");
        assert_eq!(gaps(&whole, region), [format!("missing {start} {end}")], "{whole}");
    }
}

#[test]
fn each_chain_has_a_coverage_line_clipped_to_the_window() {
    let mirror = Mirror::new(&World::usual(), at("10T19:30"));
    let ran = mirror.validate(["10T10:10", "10T15:40"].map(at), "-o jsonl");
    assert_eq!((ran.code, coverage(&ran).len()), (0, 2), "{ran}");
    for region in [HOME, ABROAD] {
        assert_eq!(covered(&ran, region), ["10T10:10", "10T15:40"], "{ran}");
        let line = chain(&ran, region);
        let expected = [ACCOUNT, region, "ops", HOME];
        let named = ["account", "region", "trail", "home"].map(|name| line[name].as_str().unwrap());
        assert_eq!((line["version"].as_u64(), named), (Some(1), expected), "{ran}");
        assert!(line["pending"].is_null() && line["ended"].is_null(), "{ran}");
    }
    // The same in the one document, and before the sums in lines.
    let last: Vec<Value> = documents(&ran).into_iter().rev().take(3).collect();
    let kinds = [&last[0]["kind"], &last[1]["kind"], &last[2]["kind"]];
    assert_eq!(kinds, ["summary", "coverage", "coverage"], "{ran}");
    let json = mirror.validate(["10T10:10", "10T15:40"].map(at), "-o json");
    let document: Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!(document["coverage"], Value::from(coverage(&ran)), "{json}");
}

#[test]
fn a_partial_period_at_the_end_is_required_if_another_region_covers_it() {
    let single = World::new(&[Chain::new(HOME, at("10T08:00"), 10)]);
    let window = [at("10T08:00"), at("10T18:40")];
    // Nothing shows that the period was due.
    let ran = Mirror::new(&single, at("11T06:00")).validate(window, "");
    assert_eq!(ran.code, 0, "{ran}");
    assert!(ran.text().contains("covered to 2025-06-10T18:00:00Z"), "{ran}");
    let jsonl = Mirror::new(&single, at("11T06:00")).validate(window, "-o jsonl");
    assert_eq!(covered(&jsonl, HOME), ["10T08:00", "10T18:00"], "{jsonl}");
    // The other Region was covered then.
    let both = [Chain::new(HOME, at("10T08:00"), 10), Chain::new(ABROAD, at("10T07:23:17"), 12)];
    let ran = Mirror::new(&World::new(&both), at("11T06:00")).validate(window, "-o jsonl");
    assert_eq!((ran.code, gaps(&ran, HOME)), (2, vec!["gap 10T18:00 10T19:00".into()]), "{ran}");
    // Or a log file was delivered.
    let mut logged = single;
    logged.add_log(HOME, "10T18:10");
    let ran = Mirror::new(&logged, at("11T06:00")).validate(window, "-o jsonl");
    assert_ne!(ran.code, 0, "{ran}");
    assert_eq!(gaps(&ran, HOME).len(), 1, "{ran}");
}

#[test]
fn a_period_is_pending_until_the_grace_is_over() {
    let mut world = World::usual();
    let newest = world.digest(ABROAD, "10T18:23:17");
    world.remove(&newest);
    let window = [at("10T09:00"), at("10T18:23:17")];
    for (late, flags, code) in [
        (minutes(119), "", 0),
        (minutes(121), "", 2),
        (hours(3), "--grace 4h", 0),
        (minutes(40), "--grace 30m", 2),
        (minutes(20), "--grace 30m", 0),
    ] {
        let mirror = Mirror::new(&world, at("10T18:23:17") + late);
        let ran = mirror.validate(window, &format!("-o jsonl {flags}"));
        assert_eq!(ran.code, code, "{late} {flags}\n{ran}");
        let pending = chain(&ran, ABROAD)["pending"].clone();
        assert_eq!(pending.is_object(), code == 0, "{late} {flags}\n{ran}");
        if code == 0 {
            assert_eq!(short(&pending["from"]), "10T17:23:17", "{ran}");
        }
    }
}

/// For a copy, the present is when it was complete, not when it is read.
#[test]
fn the_present_of_a_mirror_is_its_last_complete_fetch() {
    let world = World::usual().until(at("10T12:40"));
    let window = [at("10T08:00"), at("10T19:00")];
    let mirror = Mirror::new(&world, at("10T12:40"));
    let ran = mirror.validate(window, "-o jsonl");
    assert_eq!((ran.code, gaps(&ran, HOME)), (0, Vec::new()), "{ran}");
    assert!(chain(&ran, HOME)["pending"].is_object(), "{ran}");
    mirror.note(at("11T06:00"));
    let ran = mirror.validate(window, "-o jsonl");
    assert_eq!(ran.code, 1, "logs came after the newest digests: {ran}");
    assert!(gaps(&ran, HOME)[0].starts_with("missing 10T12:00 "), "{ran}");
}

/// The lines of gaps agree.
#[test]
fn a_gap_line_has_its_state() {
    let mut world = World::usual();
    world.remove(&world.digest(HOME, "10T12:00"));
    let mirror = Mirror::new(&world, at("10T19:30"));
    let ran = mirror.validate(["10T06:00", "10T18:00"].map(at), "-o jsonl");
    let lines = documents(&ran).into_iter().filter(|line| line["kind"] == "gap");
    let mut states: Vec<String> = lines
        .map(|line| {
            format!(
                "{} {}",
                line["region"].as_str().unwrap(),
                line["state"].as_str().unwrap_or("-")
            )
        })
        .collect();
    states.sort();
    let expected = ["eu-west-1 before_start", "us-east-1 before_start", "us-east-1 missing"];
    assert_eq!((ran.code, &*states), (1, &expected.map(str::to_owned)[..]), "{ran}");
}

#[test]
fn text_has_a_line_for_each_differing_chain_worst_first() {
    let mut world = World::usual();
    world.remove(&world.digest(HOME, "10T19:00"));
    let mirror = Mirror::new(&world, at("11T06:00"));
    let ran = mirror.validate(["10T09:00", "10T19:00"].map(at), "");
    assert_eq!(ran.code, 2, "{ran}");
    let text = ran.text();
    let line = |region: &str| {
        text.lines().position(|line| {
            line.contains(&format!("{ACCOUNT} {region}"))
                || line.contains(&format!("{ACCOUNT}/{region}"))
        })
    };
    let both = [line(HOME), line(ABROAD)];
    assert!(both[0].is_some() && both[0] < both[1], "not both, or not in this order\n{ran}");
    assert!(
        !text.contains("Results found for 2025-06-10T09:00:00Z to 2025-06-10T19:00:00Z"),
        "{ran}"
    );
}
