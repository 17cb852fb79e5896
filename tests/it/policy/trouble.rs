//! The errors of `ct policy`; and the layout of its output.

use super::cases;
use crate::harness::Ct;

const TRAIL: &str = "arn:aws:cloudtrail:eu-west-1:111122223333:trail/main";

/// A command line, its error and its help.
const ERRORS: [(&str, [&str; 2]); 22] = [
    (
        "bucket --bucket Acme --trail main",
        [
            "invalid value 'Acme' for '--bucket <BUCKET>': not the name of a bucket: it has 3 \
             to 63 small letters, digits, dots and hyphens, begins and ends with a letter or \
             digit, and is no address",
            "all flags: ct policy bucket --help",
        ],
    ),
    (
        "bucket --bucket logs --trail main --account 1111",
        [
            "invalid value '1111' for '--account <ACCOUNT>': not an account: it has 12 digits",
            "all flags: ct policy bucket --help",
        ],
    ),
    (
        "bucket --bucket logs --trail main --region europe",
        [
            "invalid value 'europe' for '--region <REGION>': not a region: one is written like \
             eu-west-1",
            "all flags: ct policy bucket --help",
        ],
    ),
    (
        "bucket --bucket logs --trail main --org-id acme",
        [
            "invalid value 'acme' for '--org-id <ID>': not an organization: it is o- and 10 to \
             32 small letters and digits, like o-a1b2c3d4e5",
            "all flags: ct policy bucket --help",
        ],
    ),
    (
        "bucket --bucket logs --trail main --prefix 'a*'",
        [
            "invalid value 'a*' for '--prefix <PREFIX>': not a prefix: it has up to 200 \
             characters, none of them * ? $, and no slash at its ends",
            "all flags: ct policy bucket --help",
        ],
    ),
    ("bucket --bucket logs", ["no trail is given", "add --trail NAME|ARN"]),
    (
        "bucket --bucket logs --trail main",
        [
            "--trail main: a name needs an account and a Region",
            "add --account ACCOUNT and --region REGION, or write --trail ARN",
        ],
    ),
    (
        "bucket --bucket logs --trail main --account 111122223333",
        [
            "--trail main: a name needs an account and a Region",
            "add --account ACCOUNT and --region REGION, or write --trail ARN",
        ],
    ),
    (
        "bucket --bucket logs --trail 'm*' --account 111122223333 --region eu-west-1",
        [
            "--trail m*: not the name of a trail",
            "it has 3 to 128 letters, digits and . _ -, no two of these signs together or at an end",
        ],
    ),
    (
        "bucket --bucket logs --trail arn:aws:cloudtrail:cn-north-1:111122223333:trail/main",
        [
            "--trail arn:aws:cloudtrail:cn-north-1:111122223333:trail/main: not the ARN of a \
             trail",
            "the partition of cn-north-1 is aws-cn",
        ],
    ),
    (
        "bucket --bucket logs --trail TRAIL --trail \
         arn:aws-cn:cloudtrail:cn-north-1:111122223333:trail/main",
        ["ARNs of two partitions: aws and aws-cn", "partitions share no resources"],
    ),
    (
        "bucket --bucket logs --trail TRAIL --trail \
         arn:aws:cloudtrail:eu-west-1:444455556666:trail/main --org-id o-a1b2c3d4e5",
        [
            "--org-id takes one trail, not 2: TRAIL \
             arn:aws:cloudtrail:eu-west-1:444455556666:trail/main",
            "name the trail of the management account: --trail NAME|ARN",
        ],
    ),
    (
        "key --trail main --account 111122223333 --account 444455556666 --region eu-west-1",
        [
            "trails of several accounts: 111122223333 444455556666",
            "name the account of the key: --key-owner ACCOUNT",
        ],
    ),
    (
        "key --trail TRAIL --reader '*'",
        [
            "invalid value '*' for '--reader <ACCOUNT|ARN>': not an account, a user or a role: \
             write 12 digits, or arn:PARTITION:iam::ACCOUNT:role/NAME",
            "all flags: ct policy key --help",
        ],
    ),
    (
        "key --trail TRAIL --reader arn:aws-cn:iam::111122223333:role/a",
        ["ARNs of two partitions: aws and aws-cn", "partitions share no resources"],
    ),
    (
        "topic --topic TRAIL --bucket logs",
        ["--topic TRAIL: not the ARN of a topic", "one is arn:PARTITION:sns:REGION:ACCOUNT:NAME"],
    ),
    (
        "topic --topic new-logs --account 111122223333 --region eu-west-1",
        [
            "the following required arguments were not provided: <--trail <NAME|ARN>|--bucket \
             <BUCKET>>",
            "all flags: ct policy topic --help",
        ],
    ),
    (
        "queue --queue arn:aws:sqs:eu-west-1:111122223333:q",
        [
            "the following required arguments were not provided: <--bucket <BUCKET>|--topic \
             <NAME|ARN>>",
            "all flags: ct policy queue --help",
        ],
    ),
    (
        "delivery-role --permissions",
        [
            "the following required arguments were not provided: --log-group <NAME|ARN>",
            "all flags: ct policy delivery-role --help",
        ],
    ),
    (
        "delivery-role --log-group trail",
        [
            "the following required arguments were not provided: <--trust|--permissions>",
            "all flags: ct policy delivery-role --help",
        ],
    ),
    (
        "cross-account-role --trust --external-id 'a b' --reader 111122223333",
        [
            "invalid value 'a b' for '--external-id <ID>': not an external id: it has 2 to \
             1,224 letters, digits and + = , . @ : / - _",
            "all flags: ct policy cross-account-role --help",
        ],
    ),
    (
        "nonsense",
        [
            "unrecognized subcommand 'nonsense'",
            "commands are bucket, key, topic, queue, delivery-role, reader, operator, \
             cross-account-role; see ct policy --help",
        ],
    ),
];

#[test]
fn invalid_names_are_usage_errors() {
    for (line, [fault, help]) in ERRORS {
        let ran = Ct::new(&format!("policy {}", line.replace("TRAIL", TRAIL))).run();
        assert!(ran.code == 2 && ran.stdout.is_empty(), "{line}: {ran}");
        let expected = format!("ct: {}\nhelp: {help}\n", fault.replace("TRAIL", TRAIL));
        assert_eq!(ran.stderr, expected, "{line}");
    }
}

#[test]
fn members_are_in_the_order_of_aws() {
    let order = ["Sid", "Effect", "Principal", "Action", "Resource", "Condition"];
    for (name, line) in cases() {
        let printed = Ct::new(&line).run().expect_silent_yes();
        let text = printed.text();
        assert!(
            text.starts_with("{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": [\n"),
            "{name}"
        );
        assert!(text.ends_with("]\n}\n"), "{name}");
        for statement in text.split("    {\n").skip(1) {
            let start = |member: &&str| statement.find(&format!("      \"{member}\": "));
            let places: Vec<usize> = order.iter().filter_map(start).collect();
            assert!(places.is_sorted() && places.len() >= 4, "{name}: {statement}");
        }
    }
}

#[test]
fn only_the_region_is_read_from_the_environment() {
    let line = "policy reader --bucket acme-trail --queue new-logs --account 111122223333";
    let flag = Ct::new(line).args("--region cn-north-1").run().expect_silent_yes();
    let there = Ct::new(line).env("AWS_REGION", "cn-north-1").env("AWS_PROFILE", "none");
    assert_eq!(there.run().expect_silent_yes().text(), flag.text());
    assert!(flag.text().contains("arn:aws-cn:s3:::acme-trail"));
    // The Region of an ARN takes precedence.
    let trail = format!("policy bucket --bucket acme-trail --trail {TRAIL}");
    let here = Ct::new(&trail).run().expect_silent_yes();
    let there = Ct::new(&trail).env("AWS_REGION", "cn-north-1").run().expect_silent_yes();
    assert_eq!(here.text(), there.text());
}
