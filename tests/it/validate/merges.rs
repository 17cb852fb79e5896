//! Merged reports: each chain is judged alone, whatever the order of the reports.

use super::coverage::{busy, gaps};
use super::summary;
use super::world::{ABROAD, ACCOUNT, Chain, HOME, Mirror, World, at};
use crate::harness::{Ct, Ran};

const WINDOW: [&str; 2] = ["10T09:00", "10T17:00"];

fn report(mirror: &Mirror, name: &str, window: [&str; 2], flags: &str) -> Ran {
    mirror.validate(window.map(at), &format!("{flags} --report {name}"))
}

fn merge(mirror: &Mirror, reports: &str) -> Ran {
    Ct::new(&format!("validate merge -o jsonl {reports}")).at(mirror.folder()).run()
}

#[test]
fn a_chain_that_ended_explains_no_gap_of_another_region() {
    let world = World::new(&[
        Chain::new(HOME, at("10T08:00"), 7),
        Chain::new(ABROAD, at("10T07:23:17"), 8).logs(|_| Vec::new()),
    ]);
    let mirror = Mirror::new(&world, at("11T06:00"));
    let ended = format!("--region {ABROAD} --ended {ACCOUNT}/{ABROAD}=2025-06-10T15:20:00Z");
    assert_eq!(report(&mirror, "abroad.jsonl", WINDOW, &ended).code, 0);
    let home = report(&mirror, "home.jsonl", WINDOW, &format!("--region {HOME}"));
    assert_eq!(home.code, 2, "{home}");
    let merged = merge(&mirror, "abroad.jsonl home.jsonl");
    assert_eq!(merged.code, 2, "{merged}");
    assert_eq!(gaps(&merged, HOME), ["gap 10T15:00 10T17:00"], "{merged}");
}

/// A digest at the edge of two windows was changed for the first report and repaired for the second.
#[test]
fn the_worst_verdict_on_an_object_counts_in_any_order_of_the_reports() {
    let world = busy();
    let digest = world.digest(HOME, "10T13:00");
    let mut changed = world.clone();
    changed.rewrite(&digest);
    let mirror = Mirror::new(&changed, at("10T19:30"));
    assert_eq!(report(&mirror, "a.jsonl", ["10T09:00", "10T12:59"], "").code, 1);
    mirror.fetch(&world.objects, at("10T19:30"));
    assert_eq!(report(&mirror, "b.jsonl", ["10T12:59:01", "10T17:00"], "").code, 0);
    let one = merge(&mirror, "a.jsonl b.jsonl");
    let other = merge(&mirror, "b.jsonl a.jsonl");
    assert_eq!((one.code, other.code), (1, 1), "{one}\n{other}");
    assert_eq!(summary(&one)["digests"], summary(&other)["digests"]);
    assert_eq!(summary(&one)["digests"]["invalid"], 1, "{one}");
}

#[test]
fn a_chain_that_a_later_report_lacks_is_not_covered_there() {
    let world = World::usual();
    let mirror = Mirror::new(&world, at("10T19:30"));
    assert_eq!(report(&mirror, "a.jsonl", ["10T09:00", "10T13:00"], "").code, 0);
    // Whatever shows that the chain existed is deleted.
    for key in world.objects.iter().filter(|(_, object)| object.region == ABROAD) {
        mirror.delete(key.0);
    }
    mirror.forget();
    let later = report(&mirror, "b.jsonl", ["10T13:00:01", "10T17:00"], "");
    assert_eq!(later.code, 0, "{later}");
    for reports in ["a.jsonl b.jsonl", "b.jsonl a.jsonl"] {
        let merged = merge(&mirror, reports);
        assert_eq!(merged.code, 2, "{merged}");
        assert_eq!(gaps(&merged, ABROAD), ["gap 10T13:00 10T17:00"], "{merged}");
    }
}

#[test]
fn a_chain_that_a_shard_lacks_is_not_covered_on_its_days() {
    let world = World::new(&[
        Chain::new(HOME, at("10T08:00"), 100),
        Chain::new(ABROAD, at("10T08:00"), 100),
    ]);
    let mirror = Mirror::new(&world, at("15T00:00"));
    let window = ["10T09:00", "14T09:00"];
    assert_eq!(report(&mirror, "1.jsonl", window, "--shard 1/2").code, 0);
    for key in world.objects.iter().filter(|(_, object)| object.region == ABROAD) {
        mirror.delete(key.0);
    }
    mirror.forget();
    let second = report(&mirror, "2.jsonl", window, "--shard 2/2");
    assert_eq!(second.code, 0, "{second}");
    let merged = merge(&mirror, "1.jsonl 2.jsonl");
    assert_eq!(merged.code, 2, "{merged}");
    assert!(gaps(&merged, ABROAD).iter().any(|gap| gap.starts_with("gap ")), "{merged}");
    assert_eq!(gaps(&merged, HOME), [""; 0], "{merged}");
}

/// A Region that is enabled later has nothing to cover before.
#[test]
fn a_chain_that_started_later_has_no_gap_in_an_earlier_report() {
    let world = World::new(&[
        Chain::new(HOME, at("10T08:00"), 11),
        Chain::new(ABROAD, at("10T14:23:17"), 4),
    ]);
    let mirror = Mirror::new(&world.until(at("10T13:30")), at("10T13:30"));
    assert_eq!(report(&mirror, "a.jsonl", ["10T09:00", "10T13:00"], "").code, 0);
    mirror.fetch(&world.objects, at("10T19:30"));
    assert_eq!(report(&mirror, "b.jsonl", ["10T13:00:01", "10T17:00"], "").code, 0);
    let merged = merge(&mirror, "a.jsonl b.jsonl");
    assert_eq!(merged.code, 0, "{merged}");
    assert!(gaps(&merged, ABROAD).iter().all(|gap| gap.starts_with("before_start ")), "{merged}");
}

#[test]
fn a_shown_report_exits_as_its_validation_did() {
    let show = |mirror: &Mirror| Ct::new("validate report r.jsonl").at(mirror.folder()).run().code;
    let mut world = World::usual();
    world.add_log(HOME, "10T12:20");
    let mirror = Mirror::new(&world, at("10T19:30"));
    for (flags, code) in [("", 0), ("--strict", 1)] {
        let ran = report(&mirror, "r.jsonl", WINDOW, flags);
        assert_eq!((ran.code, show(&mirror)), (code, code), "{flags}\n{ran}");
    }
    let empty = Mirror::new(&World::new(&[]), at("10T19:30"));
    std::fs::create_dir_all(empty.root()).unwrap();
    for (flags, code) in [("", 2), ("--allow-empty", 0)] {
        let ran = report(&empty, "r.jsonl", WINDOW, flags);
        assert_eq!((ran.code, show(&empty)), (code, code), "{flags}\n{ran}");
    }
}
