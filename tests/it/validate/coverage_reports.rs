//! Reports: evidence that another run merges and a person reads.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use serde_json::Value;

use super::coverage::{busy, coverage};
use super::world::{ABROAD, HOME, Mirror, World, at, name, signer};
use crate::harness::{Ct, Ran};
use crate::sign::sha256;

const WINDOW: [&str; 2] = ["10T09:00", "10T17:00"];

fn lines(mirror: &Mirror, report: &str) -> Vec<Value> {
    let text = fs::read_to_string(mirror.beside(report)).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn run(mirror: &Mirror, line: &str) -> Ran {
    Ct::new(line).at(mirror.folder()).run()
}

/// Writes a report, whatever the verdict.
fn report(mirror: &Mirror, name: &str, window: [&str; 2], flags: &str) -> Ran {
    mirror.validate(window.map(at), &format!("{flags} --report {name}"))
}

#[test]
fn merge_refuses_reports_of_the_same_chains_with_overlapping_windows() {
    let mirror = Mirror::new(&World::usual(), at("10T19:30"));
    for (name, window) in [
        ("a.jsonl", ["10T09:00", "10T13:00"]),
        ("b.jsonl", ["10T11:00", "10T16:00"]),
        ("c.jsonl", ["10T09:00", "10T16:00"]),
        ("d.jsonl", ["10T10:00", "10T11:00"]),
    ] {
        assert_eq!(report(&mirror, name, window, "").code, 0);
    }
    for both in ["a.jsonl b.jsonl", "b.jsonl a.jsonl", "a.jsonl c.jsonl", "c.jsonl d.jsonl"] {
        let ran = run(&mirror, &format!("validate merge {both}"));
        assert_eq!((ran.code, ran.text()), (2, ""), "{both}\n{ran}");
        assert!(ran.stderr.contains("overlap"), "{both}\n{ran}");
        assert!(both.split(' ').all(|name| ran.stderr.contains(name)), "{both}\n{ran}");
    }
}

#[test]
fn merge_refuses_reports_that_share_some_chains() {
    let mirror = Mirror::new(&World::usual(), at("10T19:30"));
    assert_eq!(report(&mirror, "all.jsonl", WINDOW, "").code, 0);
    let home = format!("--region {HOME}");
    assert_eq!(report(&mirror, "home.jsonl", ["10T10:00", "10T18:00"], &home).code, 0);
    let ran = run(&mirror, "validate merge all.jsonl home.jsonl");
    assert_eq!((ran.code, ran.stderr.contains("overlap")), (2, true), "{ran}");
    assert!(ran.stderr.contains(HOME), "the chain is not named: {ran}");
}

#[test]
fn merge_takes_reports_of_different_chains_with_any_windows() {
    let mirror = Mirror::new(&World::usual(), at("10T19:30"));
    for (name, window, region) in [
        ("home.jsonl", ["10T09:00", "10T13:00"], HOME),
        ("abroad.jsonl", ["10T11:00", "10T16:00"], ABROAD),
    ] {
        let ran = report(&mirror, name, window, &format!("--region {region}"));
        assert_eq!(ran.code, 0, "{ran}");
    }
    let ran = run(&mirror, "validate merge -o jsonl home.jsonl abroad.jsonl --report all.jsonl");
    assert_eq!(ran.code, 0, "{ran}");
    let count =
        |name: &str| lines(&mirror, name).iter().filter(|line| line["kind"] == "digest").count();
    assert_eq!(count("all.jsonl"), count("home.jsonl") + count("abroad.jsonl"));
}

#[test]
fn a_report_is_printed_as_text() {
    let mut world = busy();
    let log = world.logs(HOME, "10T12:30", "10T13:00")[1].clone();
    world.rewrite(&log);
    world.remove(&world.digest(ABROAD, "10T13:23:17"));
    let mirror = Mirror::new(&world, at("10T18:30"));
    let made = report(&mirror, "r.jsonl", WINDOW, "");
    let ran = run(&mirror, "validate report r.jsonl");
    assert_eq!((made.code, ran.code), (1, 1), "{made}\n{ran}");
    let text = ran.text();
    assert!(!text.trim_start().starts_with('{'), "{ran}");
    for expected in [
        HOME,
        ABROAD,
        name(&log),
        "INVALID",
        "2025-06-10T12:23:17Z",
        "2025-06-10T09:00:00Z",
        &*signer(HOME).fingerprint,
        concat!("ct ", env!("CARGO_PKG_VERSION")),
    ] {
        assert!(text.contains(expected), "{expected}\n{ran}");
    }
    let clean = Mirror::new(&World::usual(), at("10T19:30"));
    assert_eq!(report(&clean, "r.jsonl", WINDOW, "").code, 0);
    let ran = run(&clean, "validate report r.jsonl");
    assert!(ran.code == 0 && !ran.text().contains("INVALID"), "{ran}");
    let ran = run(&clean, "validate report nothing.jsonl");
    assert_eq!((ran.code, ran.text()), (2, ""), "{ran}");
}

/// Several runs together have the verdicts of one run.
#[test]
fn shards_have_the_coverage_of_one_run() {
    let mut gone = busy();
    gone.remove(&gone.digest(ABROAD, "10T17:23:17"));
    gone.rewrite(&gone.logs(ABROAD, "10T17:00", "10T17:30")[1].clone());
    let mut tail = World::usual();
    tail.remove(&tail.digest(HOME, "10T19:00"));
    let mut region = World::usual();
    region.objects.retain(|key, object| object.region == HOME || !key.contains("-Digest/"));
    let window = ["10T05:00", "10T17:30"];
    for world in [World::usual(), gone, tail, region] {
        let mirror = Mirror::new(&world, at("11T06:00"));
        let whole = report(&mirror, "whole.jsonl", window, "-o jsonl");
        for part in 1..=3 {
            report(&mirror, &format!("{part}.jsonl"), window, &format!("--shard {part}/3"));
        }
        let merged = run(&mirror, "validate merge -o jsonl 1.jsonl 2.jsonl 3.jsonl");
        assert_eq!(merged.code, whole.code, "{merged}\n{whole}");
        let [one, other] = [&merged, &whole].map(covered);
        assert_eq!(one, other, "{merged}\n{whole}");
    }
}

/// What each chain covers, and the times of its gaps; each part of a range reports its own.
fn covered(ran: &Ran) -> Vec<String> {
    let text = |line: &Value| {
        let gaps = line["gaps"].as_array().unwrap();
        let states: BTreeSet<String> = gaps.iter().map(|gap| gap["state"].to_string()).collect();
        let ends = gaps.first().zip(gaps.last()).map(|(one, other)| [&one["from"], &other["to"]]);
        format!("{} {} {} {states:?} {ends:?}", line["region"], line["from"], line["to"])
    };
    coverage(ran).iter().map(text).collect()
}

/// All values of a report with this name.
fn holds(lines: &[Value], text: &str) -> bool {
    lines.iter().any(|line| line.to_string().contains(text))
}

#[test]
fn a_report_has_the_keys_all_hashes_and_its_own_hash() {
    let world = busy();
    let mirror = Mirror::new(&world, at("10T18:30"));
    assert_eq!(report(&mirror, "r.jsonl", WINDOW, "").code, 0);
    let lines = lines(&mirror, "r.jsonl");
    for region in [HOME, ABROAD] {
        let key = signer(region).public_key("", "");
        assert!(holds(&lines, key["Fingerprint"].as_str().unwrap()));
        assert!(holds(&lines, key["Value"].as_str().unwrap()), "no public key of {region}");
    }
    let tool = concat!("ct ", env!("CARGO_PKG_VERSION"));
    assert_eq!(lines[0]["tool"], tool);
    // Both hashes are in the object's line.
    let objects: BTreeMap<String, &Value> = lines
        .iter()
        .filter(|line| line["uri"].is_string())
        .map(|line| (name(line["uri"].as_str().unwrap()).to_owned(), line))
        .collect();
    assert!(objects.len() > 30, "{}", objects.len());
    let mut checked = 0;
    for (key, object) in &world.objects {
        let Some(line) = objects.get(name(key)) else { continue };
        let members = line.as_object().unwrap();
        let hashes = |wanted: &str| members.values().any(|value| value == wanted);
        assert!(hashes(&sha256(&object.text)), "no hash of what {key} inflates to: {line}");
        assert!(hashes(&sha256(&object.bytes)), "no hash of the bytes of {key}: {line}");
        checked += 1;
    }
    assert_eq!(checked, objects.len());
}

/// Also the objects that are not valid.
#[test]
fn a_report_has_the_hashes_of_invalid_objects() {
    let mut world = busy();
    let log = world.logs(HOME, "10T12:30", "10T13:00")[1].clone();
    world.rewrite(&log);
    let mirror = Mirror::new(&world, at("10T18:30"));
    assert_eq!(report(&mirror, "r.jsonl", WINDOW, "").code, 1);
    let lines = lines(&mirror, "r.jsonl");
    let object = &world.objects[&log];
    let line =
        lines.iter().find(|line| line["uri"].as_str().is_some_and(|uri| uri.ends_with(&log)));
    let line = line.unwrap().to_string();
    assert!(
        line.contains(&sha256(&object.text)) && line.contains(&sha256(&object.bytes)),
        "{line}"
    );
}

#[test]
fn a_changed_report_is_refused() {
    let mut world = busy();
    world.rewrite(&world.logs(HOME, "10T12:30", "10T13:00")[1].clone());
    let mirror = Mirror::new(&world, at("10T18:30"));
    assert_eq!(report(&mirror, "r.jsonl", WINDOW, "").code, 1);
    let text = fs::read_to_string(mirror.beside("r.jsonl")).unwrap();
    let both = |text: &str, expected: i32| {
        fs::write(mirror.beside("other.jsonl"), text).unwrap();
        for line in ["validate merge other.jsonl", "validate report other.jsonl"] {
            let ran = run(&mirror, line);
            assert_eq!(ran.code, expected, "{line}\n{ran}");
            if expected == 2 {
                let says = ran.text().is_empty() && ran.stderr.contains("other.jsonl");
                assert!(says, "{line}\n{ran}");
            }
        }
    };
    both(&text, 1);
    // Still JSON, and the sums still match.
    for (from, to) in [
        ("hash value doesn't match", "hash value does match"),
        ("T12:00:00Z", "T11:00:00Z"),
        (&*signer(HOME).fingerprint, "00000000000000000000000000000000"),
        ("CloudTrail_us-east-1_20250610T1225Z", "CloudTrail_us-east-1_20250610T1226Z"),
        ("\"source\":\"logs\"", "\"source\":\"lies\""),
    ] {
        if text.contains(from) {
            both(&text.replacen(from, to, 1), 2);
        }
    }
    // The report's own hash, a missing line, a moved line, and a blank.
    let lines: Vec<&str> = text.lines().collect();
    let without: Vec<&str> = [&lines[..3], &lines[4..]].concat();
    both(&(without.join("\n") + "\n"), 2);
    let mut swapped = lines.clone();
    swapped.swap(4, 5);
    both(&(swapped.join("\n") + "\n"), 2);
    both(&text.replacen("\":\"", "\": \"", 1), 2);
}
