//! A trail without tampering exits with 0 whenever it is checked: at any minute, with late digests, with
//! empty hours, right after it was created and after S3 expired the old days.

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use super::coverage::coverage;
use super::world::{
    ABROAD, Chain, HOME, Mirror, OPS, Server, World, arn, at, gather, hours, is_digest, minutes,
};
use crate::harness::Ran;

/// A Region without events.
const QUIET: &str = "ap-south-1";

/// Two days of three Regions from June 10, 08:00 on. The digests of two of them are up to 100 minutes
/// late, but in order.
fn two_days() -> World {
    let delays = [10, 55, 100, 60, 20];
    let late = |n: i64| delays[usize::try_from(n).unwrap() % delays.len()];
    World::new(&[
        Chain::new(HOME, at("10T08:00"), 52),
        Chain::new(ABROAD, at("10T08:11:17"), 52).late(late),
        Chain::new(QUIET, at("10T08:04:41"), 52).logs(|_| Vec::new()).late(|n| late(n + 2)),
    ])
}

fn time(value: &Value) -> Option<Timestamp> {
    value.as_str().map(|text| text.parse().unwrap())
}

/// What is wrong with a run over the existing objects of a world.
fn complaints(there: &World, [from, to]: [Timestamp; 2], ran: &Ran) -> Vec<String> {
    let mut wrong = Vec::new();
    if ran.code != 0 {
        wrong.push("not exit 0".to_owned());
    }
    let lines = coverage(ran);
    for region in [HOME, ABROAD, QUIET] {
        let digests = there.digests(region);
        let ends = digests.iter().map(|key| there.objects[key].period);
        let (start, end) = (ends.clone().map(|p| p[0]).min(), ends.map(|p| p[1]).max());
        let (Some(start), Some(end)) = (start, end) else { continue };
        let Some(line) = lines.iter().find(|line| line["region"] == region) else {
            wrong.push(format!("no coverage line of {region}"));
            continue;
        };
        let gaps = line["gaps"].as_array().cloned().unwrap_or_default();
        let is_fine = |gap: &Value| gap["state"] == "before_start" && from < start;
        if !gaps.iter().all(is_fine) {
            wrong.push(format!("{region} has gaps"));
        }
        let pending = time(&line["pending"]["from"]).map(|pending| pending.max(from));
        if end < to && pending != Some(end.max(from)) {
            wrong.push(format!("{region} is pending from {pending:?}, not {end}"));
        }
    }
    let context = |wrong: String| format!("{from} to {to}: {wrong}\n{ran}");
    wrong.into_iter().map(context).collect()
}

/// Times between two others; together they have each minute of an hour.
fn moments(from: Timestamp, to: Timestamp) -> Vec<Vec<Timestamp>> {
    let step = minutes(67) + SignedDuration::from_secs(13);
    let all: Vec<Timestamp> = std::iter::successors(Some(from), |at| Some(*at + step))
        .take_while(|at| *at < to)
        .collect();
    all.chunks(12).map(<[Timestamp]>::to_vec).collect()
}

/// Fetches the world at each of the moments, and validates these windows of each.
fn walk(
    world: &World,
    moments: &[Vec<Timestamp>],
    windows: impl Fn(Timestamp) -> Vec<[Timestamp; 2]> + Sync,
) {
    let wrong = gather(moments, |row| {
        let mirror = Mirror::new(&world.until(row[0]), row[0]);
        let mut wrong = Vec::new();
        for (n, now) in row.iter().enumerate() {
            let before = row[n.saturating_sub(1)];
            mirror.fetch(&world.delivered(before, *now).objects, *now);
            for window in windows(*now) {
                let ran = mirror.validate(window, "-o jsonl");
                wrong.extend(complaints(&world.until(*now), window, &ran));
            }
        }
        wrong
    });
    assert_eq!(
        wrong.len(),
        0,
        "{} of them\n{}",
        wrong.len(),
        wrong[..wrong.len().min(3)].join("\n")
    );
}

#[test]
fn a_healthy_trail_checked_daily_at_any_minute_is_valid() {
    let moments = moments(at("10T09:31:07"), at("12T10:00"));
    walk(&two_days(), &moments, |now| vec![[now - hours(24), now]]);
}

/// Such windows may have nothing due.
#[test]
fn a_healthy_trail_checked_for_the_last_hours_is_valid() {
    let moments = moments(at("10T12:02:41"), at("12T10:00"));
    walk(&two_days(), &moments, |now| {
        let hour = now.as_second() - now.as_second() % 3600;
        let hour = Timestamp::from_second(hour).unwrap();
        vec![[hour - hours(3), now], [hour - hours(1), hour]]
    });
}

#[test]
fn a_healthy_trail_after_expiry_is_valid_once_the_window_begins_after_it() {
    let mut world = two_days();
    world.expire("2025/06/11");
    let moments = moments(at("11T04:17:59"), at("12T10:00"));
    walk(&world, &moments, |now| vec![[(now - hours(24)).max(at("11T02:00")), now]]);
}

/// The first digests of the day cover some minutes of the day before, whose log files expired too.
#[test]
fn a_window_from_the_first_unexpired_day_is_valid() {
    let mut world = two_days();
    world.expire("2025/06/11");
    let mirror = Mirror::new(&world.until(at("11T20:00")), at("11T20:00"));
    for to in ["11T06:00", "11T19:30"] {
        let ran = mirror.validate([at("11T00:00"), at(to)], "-o jsonl");
        assert_eq!(ran.code, 0, "{ran}");
    }
}

/// A digest may be delivered before the one that it links to.
#[test]
fn a_linked_digest_that_is_not_due_is_pending() {
    let late = |n: i64| if n == 5 { 110 } else { 5 };
    let world = World::new(&[
        Chain::new(HOME, at("10T08:00"), 8),
        Chain::new(ABROAD, at("10T08:11:17"), 8).late(late),
    ]);
    // The one that ends at 14:11:17 is delivered at 16:01:17, the next one at 15:16:17.
    let now = at("10T15:40");
    let mirror = Mirror::new(&world.until(now), now);
    let ran = mirror.validate([at("10T08:00"), now], "-o jsonl");
    assert_eq!(ran.code, 0, "{ran}");
    // If it is never delivered it is missing.
    let mut world = world;
    world.remove(&world.digest(ABROAD, "10T14:11:17"));
    let now = at("10T17:00");
    let mirror = Mirror::new(&world.until(now), now);
    let ran = mirror.validate([at("10T08:00"), now], "-o jsonl");
    assert_eq!(ran.code, 1, "{ran}");
}

/// A Region has only log files so far: its first digest is not due.
#[test]
fn a_region_whose_first_digest_is_not_due_yet_is_pending() {
    let world = World::new(&[
        Chain::new(HOME, at("10T08:00"), 4),
        Chain::new(ABROAD, at("10T08:11:17"), 4).late(|_| 100).logs(|_| vec![600, 1900]),
    ]);
    let now = at("10T10:20");
    let there = world.until(now);
    assert_eq!((there.digests(ABROAD).len(), there.digests(HOME).len()), (0, 2));
    let mirror = Mirror::new(&there, now);
    let ran = mirror.validate([at("10T08:00"), now], "-o jsonl");
    assert_eq!(ran.code, 0, "{ran}");
}

/// The present is the clock's, and CloudTrail reports when each Region's last digest was delivered.
#[test]
fn a_healthy_trail_is_valid_up_to_the_present() {
    let now = Timestamp::now();
    let hour = Timestamp::from_second(now.as_second() - now.as_second() % 3600).unwrap();
    let world = World::new(&[
        Chain::new(HOME, hour - hours(30), 32),
        Chain::new(ABROAD, hour - hours(30) + SignedDuration::from_secs(677), 32).late(|_| 35),
    ]);
    let there = world.until(now);
    let server = Server::new(&there);
    server.describe(&OPS, true);
    for region in [HOME, ABROAD] {
        let delivered =
            there.objects.iter().filter(|(key, object)| is_digest(key) && object.region == region);
        let newest = delivered.map(|(_, object)| object.delivered).max().unwrap();
        server.status(region, newest, None);
    }
    let end = |line: &str| server.validate([now - hours(24), now], line);
    for line in ["-o jsonl trail:", &format!("-o jsonl --trail-arn {}", arn(&OPS))] {
        let ran = end(line);
        assert_eq!(ran.code, 0, "{ran}");
        let pending = coverage(&ran).iter().filter(|line| line["pending"].is_object()).count();
        assert_eq!(pending, 2, "{ran}");
    }
    // The day after it was created, the window begins before that.
    let ran = server.validate([now - hours(40), now], "-o jsonl trail:");
    assert_eq!(ran.code, 0, "{ran}");
}

#[test]
fn a_healthy_trail_of_an_organization_is_valid() {
    let member = crate::sign::Trail { account: "222233334444", ..OPS };
    let chain = |trail, region, start| {
        Chain::new(region, at(start), 12).of(trail).above("AWSLogs/o-a1b2c3d4e5/")
    };
    let world = World::new(&[
        chain(OPS, HOME, "10T08:00"),
        chain(OPS, ABROAD, "10T08:11:17"),
        chain(member, HOME, "10T08:02:05"),
        chain(member, ABROAD, "10T08:20:00"),
    ]);
    let mirror = Mirror::new(&world, at("10T20:40"));
    for window in [["10T08:00", "10T20:40"], ["10T10:00", "10T13:00"]] {
        let ran = mirror.validate(window.map(at), "-o jsonl");
        assert_eq!((ran.code, coverage(&ran).len()), (0, 4), "{ran}");
    }
}

/// Earlier standard digests exist too; backfill digests need not cover every hour.
#[test]
fn backfill_digests_need_not_cover_every_hour() {
    let mut chains = World::usual_chains().to_vec();
    let backfill = Chain::new(ABROAD, at("10T09:00"), 5).logs(|_| vec![77]);
    chains.push(backfill.off(1, 3).backfill());
    let world = World::new(&chains);
    let mirror = Mirror::new(&world, at("10T18:30"));
    let ran = mirror.validate([at("10T08:00"), at("10T17:00")], "-o jsonl");
    assert_eq!(ran.code, 0, "{ran}");
    let valid = super::summary(&ran)["backfill_digests"]["valid"].as_u64().unwrap();
    assert_eq!((valid, coverage(&ran).len()), (3, 2), "{ran}");
}
