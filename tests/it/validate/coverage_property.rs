//! If any object of a trail is deleted, moved, replaced or altered, no window that its digest period
//! touches exits with 0. Without that, every window does.
//!
//! The period of a log is that of the digest that lists it.

use std::collections::BTreeMap;
use std::fs;
use std::sync::LazyLock;

use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use proptest::sample::Index;

use super::SIDECAR;
use super::world::{ABROAD, HOME, Mirror, Object, World, at, hours, is_digest, name};
use crate::fixtures::gzip::deflated;
use crate::harness::{Ran, put};

pub(super) static WORLD: LazyLock<World> = LazyLock::new(World::usual);

/// The time that the existing digests of both Regions cover.
pub(super) const BOTH: [&str; 2] = ["10T08:00", "10T18:23:17"];
/// The last fetch, so early that the newest periods are not due, or so late that all are.
const NOW: [&str; 2] = ["10T19:30", "11T06:00"];

/// A generated window, in seconds after June 10, 07:00.
pub(super) type Drawn = (Index, Index);

/// A window of at least this length that ends no later than the trail is known.
fn window((one, other): Drawn, is_late: bool) -> [Timestamp; 2] {
    let from = at("10T07:00");
    let last = if is_late { at(BOTH[1]) } else { at(NOW[0]) };
    let all = usize::try_from(from.duration_until(last).as_secs()).unwrap();
    let second = |index: Index| i64::try_from(index.index(all + 1)).unwrap();
    let [one, other] = [one, other].map(|index| from + SignedDuration::from_secs(second(index)));
    [one.min(other), one.max(other)]
}

/// The same, but with one end in the period or at its ends as often as elsewhere.
pub(super) fn window_at(
    period: [Timestamp; 2],
    drawn: Drawn,
    near: Near,
    is_late: bool,
) -> [Timestamp; 2] {
    let last = if is_late { at(BOTH[1]) } else { at(NOW[0]) };
    let [from, to] = window(drawn, is_late);
    let inside = period[0] + SignedDuration::from_secs(i64::from(near.second));
    let [from, to] = match near.kind % 5 {
        0 => [period[0], period[1]],
        1 => [from.min(inside), inside],
        2 => [inside, to.max(inside)],
        3 => [from.min(period[0]), to.max(period[1])],
        _ => [from, to],
    };
    [from, to.min(last)]
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Near {
    kind: u8,
    second: u16,
}

pub(super) fn near() -> impl Strategy<Value = Near> {
    (any::<u8>(), 1_u16..3600).prop_map(|(kind, second)| Near { kind, second })
}

pub(super) fn overlap(one: [Timestamp; 2], other: [Timestamp; 2]) -> Option<[Timestamp; 2]> {
    let both = [one[0].max(other[0]), one[1].min(other[1])];
    (both[0] < both[1]).then_some(both)
}

/// The files that are different or missing after an object was tampered with.
pub(super) type Done = BTreeMap<String, Option<Vec<u8>>>;

#[derive(Clone, Debug)]
enum Deed {
    Delete { with_metadata: bool },
    Move { how: u8, with_metadata: bool },
    Replace { by: Replacement, with_metadata: bool },
    Alter { at: Index, by: u8 },
}

#[derive(Clone, Debug)]
enum Replacement {
    /// An object of the same kind.
    Other(Index),
    Junk(Vec<u8>),
    CompressedJunk(Vec<u8>),
    Nothing,
}

fn beside(key: &str) -> String {
    format!("{key}{SIDECAR}")
}

fn sidecar(object: &Object) -> Option<Vec<u8>> {
    object.metadata.as_ref().map(|metadata| metadata.to_string().into_bytes())
}

/// Another key for an object: another day, name, Region, stamp, trail or folder.
fn moved(key: &str, how: u8) -> String {
    let (folder, name) = (key.rsplit_once('/').unwrap().0, name(key));
    let day = folder.replace("2025/06/10", "2025/06/11");
    let region = |text: &str| {
        let other = if key.contains("/eu-west-1/") { HOME } else { ABROAD };
        let own = if other == HOME { ABROAD } else { HOME };
        text.replacen(&format!("/{own}/"), &format!("/{other}/"), 1)
    };
    let stamp = name.find("_20250610T").unwrap() + "_20250610T".len();
    let shift = |minutes: u32| {
        let minute = name[stamp + 2..stamp + 4].parse::<u32>().unwrap();
        let (before, after) = (&name[..stamp + 2], &name[stamp + 4..]);
        format!("{before}{:02}{after}", (minute + minutes) % 60)
    };
    let trail = if is_digest(key) {
        name.replace("_ops_", "_opt_")
    } else {
        name.replace(".json.gz", "x.json.gz")
    };
    match how % 8 {
        0 => format!("{day}/{name}"),
        1 => format!("{}/{name}", region(folder)),
        2 => {
            let own = if key.contains("/eu-west-1/") { ABROAD } else { HOME };
            let other = if own == HOME { ABROAD } else { HOME };
            let renamed = name.replacen(&format!("_{own}_"), &format!("_{other}_"), 1);
            format!("{}/{renamed}", region(folder))
        }
        3 => format!("{folder}/{}", shift(17)),
        4 => format!("{day}/{}", name.replacen("_20250610T", "_20250611T", 1)),
        5 => format!("{folder}/{trail}"),
        6 => format!("{folder}/deeper/{name}"),
        _ => format!("elsewhere/{name}"),
    }
}

impl Deed {
    /// Empty if an object is replaced by itself.
    fn done_to(&self, key: &str) -> Done {
        let object = &WORLD.objects[key];
        match self {
            Self::Delete { with_metadata } => gone(key, object, *with_metadata),
            Self::Move { how, with_metadata } => {
                let mut done = gone(key, object, *with_metadata);
                let to = moved(key, *how);
                assert!(!WORLD.objects.contains_key(&to), "{to} is there already");
                if let Some(metadata) = sidecar(object).filter(|_| *with_metadata) {
                    done.insert(beside(&to), Some(metadata));
                }
                done.insert(to, Some(object.bytes.clone()));
                done
            }
            Self::Replace { by, with_metadata } => replaced(key, by, *with_metadata),
            Self::Alter { at, by } => {
                let mut text = object.text.clone();
                text[at.index(object.text.len())] ^= by;
                [(key.to_owned(), Some(deflated(&text)))].into()
            }
        }
    }
}

fn gone(key: &str, object: &Object, with_metadata: bool) -> Done {
    let mut done = Done::from([(key.to_owned(), None)]);
    if with_metadata && object.metadata.is_some() {
        done.insert(beside(key), None);
    }
    done
}

fn replaced(key: &str, by: &Replacement, with_metadata: bool) -> Done {
    let is_alike = |other: &&String| is_digest(other) == is_digest(key);
    let alike: Vec<&String> = WORLD.objects.keys().filter(is_alike).collect();
    let bytes = match by {
        Replacement::Other(index) => {
            let other = *index.get(&alike);
            if other == key {
                return Done::new();
            }
            let object = &WORLD.objects[other];
            let mut done = Done::from([(key.to_owned(), Some(object.bytes.clone()))]);
            if let Some(metadata) = sidecar(object).filter(|_| with_metadata) {
                done.insert(beside(key), Some(metadata));
            }
            return done;
        }
        Replacement::Junk(bytes) => bytes.clone(),
        Replacement::CompressedJunk(text) => deflated(text),
        Replacement::Nothing => Vec::new(),
    };
    [(key.to_owned(), Some(bytes))].into()
}

/// Whether the period is not required: the object's digest is not due and does not exist, or only a
/// part of its period lies in the window, with neither log files nor another Region's digest.
fn is_exempt(key: &str, done: &Done, window: [Timestamp; 2], now: Timestamp) -> bool {
    let object = &WORLD.objects[key];
    let [start, end] = object.period;
    let Some(part) = overlap(object.period, window) else { return true };
    let is_missing = is_digest(key) && done.get(key).is_some_and(Option::is_none);
    if !is_missing {
        return false;
    }
    let is_pending = now < end + hours(2);
    let has_logs = WORLD.objects.iter().any(|(other, o)| {
        !is_digest(other) && o.region == object.region && o.period == object.period
    });
    let other =
        if object.region == HOME { ["10T07:23:17", BOTH[1]] } else { ["10T08:00", "10T19:00"] };
    let is_covered = overlap(part, other.map(at)) == Some(part);
    let is_whole = window[0] <= start && end <= window[1];
    is_pending || !is_whole && !has_logs && !is_covered
}

/// A run after tampering, which is then undone.
pub(super) fn run(mirror: &Mirror, done: &Done, window: [Timestamp; 2]) -> Ran {
    let root = mirror.root();
    let before: Done =
        done.keys().map(|name| (name.clone(), fs::read(root.join(name)).ok())).collect();
    let apply = |files: &Done| {
        for (name, bytes) in files {
            match bytes {
                Some(bytes) => drop(put(&root, name, bytes)),
                None => fs::remove_file(root.join(name)).unwrap_or_default(),
            }
        }
    };
    apply(done);
    let ran = mirror.validate(window, "-o jsonl");
    apply(&before);
    ran
}

/// The objects to choose from: as often a digest as a log, and as often one of the newest, which no
/// other one links to, as any other.
fn choices() -> Vec<&'static String> {
    let is_newest = |key: &&String| WORLD.objects[*key].period[1] >= at(BOTH[1]);
    let digests = || WORLD.objects.keys().filter(|key| is_digest(key));
    let newest = digests().filter(is_newest);
    let newest = newest.cycle().take(digests().count());
    let logs = WORLD.objects.keys().filter(|key| !is_digest(key));
    logs.take(2 * digests().count()).chain(digests()).chain(newest).collect()
}

fn expect_noticed(deed: impl Strategy<Value = Deed>, cases: u32) {
    let mirror = Mirror::new(&WORLD, at(NOW[0]));
    mirror.forget();
    let config = ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(cases) };
    let keys = choices();
    proptest!(config, |(
        deed in deed,
        object in any::<Index>(),
        drawn in any::<Drawn>(),
        near in near(),
        is_late in any::<bool>(),
    )| {
        let key = *object.get(&keys);
        let window = window_at(WORLD.objects[key].period, drawn, near, is_late);
        let now = at(NOW[usize::from(is_late)]);
        let done = deed.done_to(key);
        prop_assume!(window[0] < window[1] && !done.is_empty());
        prop_assume!(!is_exempt(key, &done, window, now));
        mirror.note(now);
        let ran = run(&mirror, &done, window);
        prop_assert!(matches!(ran.code, 1 | 2), "{} {:?} at {now}\n{:?}\n{ran}", key, window, done.keys());
    });
}

#[test]
fn a_deleted_object_is_detected_in_each_window_that_its_period_touches() {
    expect_noticed(any::<bool>().prop_map(|with_metadata| Deed::Delete { with_metadata }), 60);
}

#[test]
fn a_moved_object_is_detected_in_each_window_that_its_period_touches() {
    let deed = (any::<u8>(), any::<bool>())
        .prop_map(|(how, with_metadata)| Deed::Move { how, with_metadata });
    expect_noticed(deed, 50);
}

#[test]
fn a_replaced_object_is_detected_in_each_window_that_its_period_touches() {
    let junk = || prop::collection::vec(any::<u8>(), 1..200);
    let by = prop_oneof![
        3 => any::<Index>().prop_map(Replacement::Other),
        1 => junk().prop_map(Replacement::Junk),
        1 => junk().prop_map(Replacement::CompressedJunk),
        1 => Just(Replacement::Nothing),
    ];
    let deed =
        (by, any::<bool>()).prop_map(|(by, with_metadata)| Deed::Replace { by, with_metadata });
    expect_noticed(deed, 50);
}

#[test]
fn an_altered_object_is_detected_in_each_window_that_its_period_touches() {
    let deed = (any::<Index>(), 1..=u8::MAX).prop_map(|(at, by)| Deed::Alter { at, by });
    expect_noticed(deed, 40);
}

#[test]
fn each_window_of_a_clean_trail_with_a_full_period_is_valid() {
    let mirror = Mirror::new(&WORLD, at(NOW[0]));
    mirror.forget();
    let config = ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(60) };
    let keys: Vec<&String> = WORLD.objects.keys().filter(|key| is_digest(key)).collect();
    proptest!(config, |(
        drawn in any::<Drawn>(),
        object in any::<Index>(),
        only_that in any::<bool>(),
        is_late in any::<bool>(),
    )| {
        let [from, to] = window(drawn, is_late);
        let [start, end] = WORLD.objects[*object.get(&keys)].period;
        let window = if only_that { [start, end] } else { [from.min(start), to.max(end)] };
        prop_assume!(!is_late || window[1] <= at(BOTH[1]));
        mirror.note(at(NOW[usize::from(is_late)]));
        let ran = mirror.validate(window, "-o jsonl");
        prop_assert_eq!(ran.code, 0, "{:?}\n{}", window, ran);
    });
}
