//! Command lines drawn from a seed: the same seed gives the same lines.

use super::Scene;

/// A sequence of numbers that looks random and depends on its seed alone (`SplitMix64`).
pub(super) struct Chance {
    state: u64,
}

impl Chance {
    pub(super) fn new(seed: u64) -> Self {
        Self { state: seed.wrapping_mul(0xd134_2543_de82_ef95) }
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.state ^ (self.state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub(super) fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end as u64).unwrap()
    }

    pub(super) fn is_heads(&mut self) -> bool {
        self.below(2) == 0
    }

    /// Each of these words, or not.
    fn some<'w>(&mut self, words: &[&'w str]) -> Vec<&'w str> {
        words.iter().filter(|_| self.is_heads()).copied().collect()
    }

    fn one_of<'w>(&mut self, words: &[&'w str]) -> &'w str {
        words[self.below(words.len())]
    }
}

/// The flags of a queue: with a topic, CloudTrail or S3 sends the notifications.
fn queue(chance: &mut Chance, has_topic: bool) -> &'static str {
    let from_topic = "--queue kills --queue-from topic";
    if has_topic {
        chance.one_of(&["", "--queue kills", from_topic, from_topic])
    } else {
        chance.one_of(&["", "--queue kills"])
    }
}

const EVENTS: [&str; 4] =
    ["", "--data s3:kills:write", "--management read --data lambda", "--exclude kms --network ec2"];

/// `ct trail create`, with each of its options or without.
pub(super) fn create(chance: &mut Chance) -> Scene {
    let options = [
        "--create-topic",
        "--create-key",
        "--multi-region",
        "--organization",
        "--cloudwatch-log-group kills",
        "--prefix audit",
        "--tag team=security",
        "--no-validation",
        "--no-start",
    ];
    let mut words = vec!["create main --yes"];
    let bucket = chance.one_of(&["", "--bucket kills-{} --create-bucket", "--bucket kills-{}-own"]);
    words.push(bucket);
    words.extend(chance.some(&options));
    let has_topic = words.contains(&"--create-topic");
    words.push(queue(chance, has_topic));
    words.push(chance.one_of(&EVENTS));
    Scene {
        has_organization: words.contains(&"--organization"),
        bucket: bucket.ends_with("-own").then(|| "kills-{}-own".to_owned()),
        line: words.join(" "),
        ..Scene::default()
    }
}

/// `ct trail update` of a small trail, with each of its options or without.
pub(super) fn update(chance: &mut Chance) -> Scene {
    let options = [
        "--create-topic",
        "--create-key",
        "--bucket kills-{}-new --create-bucket",
        "--cloudwatch-log-group kills",
        "--prefix audit",
        "--no-validation",
        "--no-global-events",
    ];
    let mut words = vec!["update main --yes"];
    words.extend(chance.some(&options));
    let has_topic = words.contains(&"--create-topic");
    words.push(queue(chance, has_topic));
    words.push(chance.one_of(&EVENTS[1..]));
    Scene { before: vec![super::CREATE_MAIN.to_owned()], line: words.join(" "), ..Scene::default() }
}

/// `ct trail delete` of a trail with some of its options, with insights or without.
pub(super) fn delete(chance: &mut Chance) -> Scene {
    let options = ["--create-key", "--create-topic", "--organization", "--no-start"];
    let mut create = vec![super::CREATE_MAIN];
    create.extend(chance.some(&options));
    let has_organization = create.contains(&"--organization");
    let mut before = vec![create.join(" ")];
    if chance.is_heads() {
        before.push("insights main --call-rate --yes".to_owned());
    }
    let line = chance.one_of(&[
        "delete main --yes",
        "delete main --with-bucket --yes",
        "delete main --with-bucket --yes",
    ]);
    // A trail that is gone cannot be named again.
    Scene { has_organization, before, line: line.to_owned(), code_when_done: 2, bucket: None }
}
