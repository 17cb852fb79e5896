//! Keys, there and back.

use proptest::prelude::*;

use super::*;

#[test]
fn a_log_key_is_taken_apart() {
    let text = "logs/AWSLogs/o-abcdefghij/111122223333/CloudTrail/us-east-1/2026/11/20/\
                111122223333_CloudTrail_us-east-1_20261120T0915Z_Qx1aB2cD3eF4gH5i.json.gz";
    let key = Key::parse(text).unwrap();
    let folder = key.folder.unwrap();
    assert_eq!((folder.prefix, folder.organization), ("logs", Some("o-abcdefghij")));
    assert_eq!((key.account, key.kind, key.region), ("111122223333", Kind::Events, "us-east-1"));
    assert_eq!(
        (key.stamp.to_string().as_str(), key.unique),
        ("2026-11-20T09:15:00Z", "Qx1aB2cD3eF4gH5i")
    );
    assert_eq!(key.to_string(), text);
}

#[test]
fn a_digest_key_names_its_trail() {
    let text = "AWSLogs/111122223333/CloudTrail-Digest/eu-west-1/2026/11/20/111122223333_CloudTrail-\
                Digest_eu-west-1_my_trail.v2_us-east-1_20261120T091500Z_backfill.json.gz";
    let key = Key::parse(text).unwrap();
    let expected = DigestName { trail: "my_trail.v2", home: "us-east-1", backfill: true };
    assert_eq!(key.digest, Some(expected));
    assert_eq!(key.to_string(), text);
}

#[test]
fn a_file_name_alone_is_enough() {
    let key = Key::parse("111122223333_CloudTrail-Insight_us-east-1_20261120T0915Z_Qx1aB2cD.json")
        .unwrap();
    assert_eq!((key.kind, key.folder), (Kind::Insight, None));
    assert!(
        Key::parse("111122223333_CloudTrail_us-east-1_20140620T1255ZHdkvFTXOA3Vnhbc.json.gz")
            .is_some()
    );
}

#[test]
fn other_names_are_no_keys() {
    for text in [
        "",
        "events.json",
        "AWSLogs/111122223333/CloudTrail/",
        "11112222333_CloudTrail_us-east-1_20261120T0915Z_Qx1aB2cD.json.gz",
        "111122223333_Config_us-east-1_20261120T0915Z_Qx1aB2cD.json.gz",
        "111122223333_CloudTrail_us-east-1_20261320T0915Z_Qx1aB2cD.json.gz",
        "111122223333_CloudTrail_us-east-1_20261120T0915Z_short.json.gz",
        "111122223333_CloudTrail-Digest_us-east-1_20261120T091500Z.json.gz",
        "111122223333_CloudTrail_us-east-1_20261120\u{e9}0915Z_Qx1aB2cD.json.gz",
    ] {
        assert_eq!(Key::parse(text), None, "{text}");
    }
}

#[test]
fn folders_are_taken_apart_as_deep_as_they_go() {
    let folder = |text| Folder::parse(text).unwrap();
    assert_eq!(folder("a/AWSLogs/x/AWSLogs/111122223333").prefix, "a/AWSLogs/x");
    assert_eq!(folder("a/AWSLogs").prefix, "a");
    assert_eq!(folder("a//AWSLogs/111122223333").prefix, "a/");
    assert_eq!(folder("a//AWSLogs").prefix, "a/");
    assert_eq!(folder("/AWSLogs/111122223333").account, Some("111122223333"));
    assert_eq!(folder("a/AWSLogs/x/AWSLogs").prefix, "a/AWSLogs/x");
    assert!(folder("AWSLogs/111122223333/Config/us-east-1/2026").is_foreign());
    assert!(!folder("AWSLogs/111122223333").is_foreign());
    let days = |text: &str| Folder::parse(text).unwrap().days().map(|(a, b)| format!("{a}..{b}"));
    let base = "AWSLogs/111122223333/CloudTrail/us-east-1";
    assert_eq!(days(base), None);
    assert_eq!(days(&format!("{base}/2026")).unwrap(), "2026-01-01..2026-12-31");
    assert_eq!(days(&format!("{base}/2026/02")).unwrap(), "2026-02-01..2026-02-28");
    assert_eq!(days(&format!("{base}/2026/02/07")).unwrap(), "2026-02-07..2026-02-07");
    assert_eq!(Folder::parse("AWSLogsX/111122223333"), None);
}

proptest! {
    #[test]
    fn nothing_makes_the_parser_fail_hard(text in ".{0,120}") {
        let _ = Key::parse(&text);
        let _ = Folder::parse(&text);
    }

    #[test]
    fn a_key_that_is_written_is_read_back(
        prefix in prop::option::of("[a-z]{1,4}(/AWSLogs)?(/[a-z é+%]{1,5}){0,2}/{0,2}"),
        organization in prop::option::of("o-[a-z0-9]{10,32}"),
        account in "[0-9]{12}",
        kind in prop::sample::select(vec![Kind::Events, Kind::Insight, Kind::NetworkActivity, Kind::Aggregated, Kind::Digest]),
        region in prop::sample::select(vec!["us-east-1", "us-gov-west-1", "cn-north-1"]),
        minutes in 0_i64..30_000_000,
        unique in "[A-Za-z0-9]{8,32}",
        trail in "[A-Za-z0-9]([._-]?[A-Za-z0-9]){2,20}",
        backfill in any::<bool>(),
    ) {
        let stamp = Timestamp::from_second(minutes * 60).unwrap();
        let day = Offset::UTC.to_datetime(stamp).date();
        let folder = Folder {
            prefix: prefix.as_deref().unwrap_or(""),
            organization: organization.as_deref(),
            account: Some(&account),
            service: Some(kind.name()),
            region: Some(region),
            date: (Some(day.year()), Some(day.month()), Some(day.day())),
        };
        let digest = DigestName { trail: &trail, home: "eu-west-1", backfill };
        let key = Key {
            folder: Some(folder), account: &account, kind, region, stamp,
            unique: if kind == Kind::Digest { "" } else { &unique },
            digest: (kind == Kind::Digest).then_some(digest),
        };
        let text = key.to_string();
        prop_assert_eq!(Key::parse(&text), Some(key));
    }
}
