//! Sources that cannot be read and outputs that cannot be written: all else is still searched, and the
//! answer names what was not.

use std::fs;
use std::io;

use super::lines;
use crate::fixtures;
use crate::harness::{Ct, put};

/// A folder `logs` with a log of five events, and the files that a test adds.
fn folder(more: &[(&str, &[u8])]) -> tempfile::TempDir {
    let temp = tempfile::tempdir().unwrap();
    let good = fs::read(fixtures::folder().join("objects/records.json.gz")).unwrap();
    put(temp.path(), "logs/good.json.gz", good);
    for (name, bytes) in more {
        put(temp.path(), &format!("logs/{name}"), bytes);
    }
    temp
}

#[test]
fn a_missing_source_makes_the_answer_incomplete() {
    let temp = folder(&[]);
    let ran = Ct::new("grep --count nope logs/good.json.gz gone/too").at(temp.path()).run();
    insta::assert_snapshot!(ran, @"
    code 2
    --- stdout
    5
    --- stderr
    5 of 5 events in 3 objects · INCOMPLETE: 2 objects not read
      nope: no such file or folder
      gone/too: no such file or folder
    ");
}

#[test]
fn a_folder_without_logs_is_an_error() {
    let temp = tempfile::tempdir().unwrap();
    put(temp.path(), "notes/README.md", "nothing");
    fs::create_dir(temp.path().join("empty.json.gz")).unwrap();
    for (name, args) in
        [("notes", "--count"), ("empty.json.gz", "-o jsonl"), ("notes empty.json.gz", "-l")]
    {
        let ran = Ct::new(&format!("grep {args} {name}")).at(temp.path()).run();
        let first = format!("ct: no CloudTrail logs in {name}");
        assert_eq!((ran.code, ran.stderr.lines().next()), (2, Some(first.as_str())), "{ran}");
        assert!(ran.stderr.lines().count() == 2 && ran.stderr.contains("\nhelp: "), "{ran}");
    }
}

#[test]
fn sound_objects_are_searched_beside_corrupt_ones() {
    let whole = fs::read(fixtures::folder().join("objects/records.json.gz")).unwrap();
    let cut = &whole[..whole.len() / 2];
    let temp = folder(&[("cut.json.gz", cut), ("text.json", b"not a log"), ("void.json", b"")]);
    let ran = Ct::new("grep --event-name PutObject logs").at(temp.path()).run();
    assert!(ran.text().ends_with(&lines(&super::five()[1..2])) && ran.code == 2, "{ran}");
    for name in
        ["logs/cut.json.gz: truncated gzip", "logs/text.json: not JSON", "logs/void.json: empty"]
    {
        assert!(ran.stderr.replace('\\', "/").contains(name), "{name}\n{ran}");
    }
    // Nothing found means nothing while something was not read.
    let ran = Ct::new("grep --event-name NoSuchCall logs").at(temp.path()).run();
    assert_eq!((ran.text(), ran.code), ("", 2));
    // A match does not hide what could not be read.
    assert_eq!(Ct::new("grep -q --count logs").at(temp.path()).run().code, 2);
}

#[test]
fn a_gzip_bomb_is_refused_and_the_rest_is_read() {
    let bomb =
        fixtures::gzip::deflated(format!("{{\"Records\":[{}]}}", " ".repeat(3_000_000)).as_bytes());
    assert!(bomb.len() < 10_000);
    let temp = folder(&[("bomb.json.gz", &bomb)]);
    insta::assert_snapshot!(Ct::new("grep --count --max-object-size 1M logs").at(temp.path()).run(), @"
    code 2
    --- stdout
    5
    --- stderr
    5 of 5 events in 2 objects · INCOMPLETE: 1 object not read
      logs/bomb.json.gz: inflates past the limit of 1048576 bytes
    ");
    let ran = Ct::new("grep --count --max-object-size 3M logs").at(temp.path()).run();
    assert_eq!(ran.expect_silent_yes().number(), 5);
    let ran = Ct::new("grep --count logs").env("CT_MAX_OBJECT_SIZE", "1K").at(temp.path()).run();
    assert_eq!((ran.number(), ran.code), (0, 2));
}

#[test]
fn control_characters_in_file_names_are_escaped() {
    if cfg!(windows) {
        return;
    }
    let temp = folder(&[("a\u{1b}[2J\n.json", b"not a log")]);
    fs::copy(temp.path().join("logs/good.json.gz"), temp.path().join("logs/b\u{1b}[31m\n.json.gz"))
        .unwrap();
    let ran = Ct::new("grep -l logs").at(temp.path()).run();
    assert_eq!(ran.lines(), ["logs/b\\u{1b}[31m\\n.json.gz", "logs/good.json.gz"]);
    assert!(ran.stderr.contains("  logs/a\\u{1b}[2J\\n.json: not JSON\n"), "{ran}");
}

#[cfg(unix)]
#[test]
fn a_file_without_permission_is_unreadable() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let temp = folder(&[("secret.json", b"{}"), ("locked/x.json", b"{}")]);
    let secret = temp.path().join("logs/secret.json");
    for path in [secret.clone(), temp.path().join("logs/locked")] {
        fs::set_permissions(path, fs::Permissions::from_mode(0o000)).unwrap();
    }
    let expected = if fs::read(&secret).is_ok() {
        // Root may read everything, but not address 0 of a process.
        fs::remove_file(&secret).unwrap();
        fs::remove_dir_all(temp.path().join("logs/locked")).unwrap();
        symlink("/proc/self/mem", &secret).unwrap();
        vec!["logs/secret.json: Input/output error (os error 5)"]
    } else {
        vec!["logs/locked: permission denied", "logs/secret.json: permission denied"]
    };
    let ran = Ct::new("grep --count logs").at(temp.path()).run();
    let messages: Vec<&str> = ran.stderr.lines().skip(1).map(str::trim).collect();
    assert_eq!((ran.number(), ran.code, messages), (5, 2, expected), "{ran}");
    let locked = temp.path().join("logs/locked");
    if locked.exists() {
        fs::set_permissions(locked, fs::Permissions::from_mode(0o700)).unwrap();
    }
}

#[cfg(unix)]
#[test]
fn a_pipe_in_a_folder_never_blocks() {
    use std::process::Command;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};
    let temp = folder(&[]);
    let pipe = temp.path().join("logs/pipe.json");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    // Opening the pipe for writing blocks until a reader opens it, and unblocks that reader.
    let opened = Arc::new(AtomicBool::new(false));
    let mark = Arc::clone(&opened);
    let _writer = std::thread::spawn(move || {
        let writer = fs::File::options().write(true).open(pipe);
        mark.store(true, Ordering::SeqCst);
        drop(writer);
    });
    let ran = Ct::new("grep --count logs").at(temp.path()).run();
    assert_eq!((ran.number(), ran.code), (5, 2), "{ran}");
    assert!(ran.stderr.contains("logs/pipe.json: not a regular file"), "{ran}");
    assert!(!opened.load(Ordering::SeqCst), "ct would have waited for the pipe for ever: {ran}");
}

#[test]
fn a_closed_pipe_after_a_match_exits_with_0() {
    for threads in [1, 2, 8] {
        let trails = "fixtures/trail ".repeat(20);
        let ct = Ct::new(&format!("grep --threads {threads} {trails}"));
        let (line, ran) = ct.run_for_one_line();
        assert_eq!(line, lines(&super::trail()[..1]));
        assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    }
}

#[test]
fn a_closed_pipe_is_no_error() {
    let commands = [
        "grep fixtures/trail",
        "grep --count fixtures/trail",
        "man",
        "completions bash",
        "--help",
        "grep --help",
    ];
    let mut wrong = Vec::new();
    for command in commands {
        let (reader, writer) = io::pipe().unwrap();
        drop(reader);
        let ran = Ct::new(command).stdout(writer).run();
        if ran.code != 0 || !ran.stderr.is_empty() {
            wrong.push(format!("ct {command}: {ran}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_one_error_line() {
    let commands = [
        "grep fixtures/trail",
        "grep --count fixtures/trail",
        "grep -n 1 fixtures/trail",
        "man",
        "completions bash",
        "--help",
    ];
    for command in commands {
        let full = fs::File::options().write(true).open("/dev/full").unwrap();
        let ran = Ct::new(command).stdout(full).run();
        let expected = "ct: cannot write to the standard output: No space left on device (os error 28)\n\
                        help: make room on the disk, or write elsewhere\n";
        assert_eq!((ran.code, ran.stderr.as_str()), (2, expected), "{command}");
    }
}

#[test]
fn an_unwritable_summary_fails_before_anything_is_read() {
    let ran = Ct::new("grep fixtures/trail --summary no/such/folder/s.json").run();
    assert_eq!((ran.code, ran.text()), (2, ""));
    assert!(ran.stderr.starts_with("ct: cannot write no/such/folder/s.json: "), "{ran}");
    assert!(ran.stderr.lines().last().unwrap().starts_with("help: "), "{ran}");
}

#[cfg(unix)]
#[test]
fn anything_but_a_regular_file_in_a_logs_place_is_unreadable() {
    use std::os::unix::fs::symlink;
    let temp = folder(&[]);
    let at = |name: &str| temp.path().join(name);
    let refused = |why: &str| {
        let ran = Ct::new("grep --count logs").at(temp.path()).run();
        assert_eq!((ran.number(), ran.code), (5, 2), "{ran}");
        assert!(ran.stderr.contains(why), "{why}: {ran}");
    };
    symlink("/dev/null", at("logs/x.json")).unwrap();
    refused("logs/x.json: not a regular file");
    fs::remove_file(at("logs/x.json")).unwrap();
    fs::create_dir(at("logs/x.json")).unwrap();
    refused("logs/x.json: not a regular file");
    fs::remove_dir(at("logs/x.json")).unwrap();
    // A link to a file is read, unless ct fetched the folder and the link leaves it.
    fs::write(at("outside.json"), r#"{"eventVersion":"1.08","eventName":"X","eventID":"1"}"#)
        .unwrap();
    symlink("../outside.json", at("logs/x.json")).unwrap();
    let ran = Ct::new("grep --count logs").at(temp.path()).run();
    assert_eq!((ran.number(), ran.code), (6, 0), "{ran}");
    put(temp.path(), "logs/.ct/mirror.json", "{}");
    refused("logs/x.json: a link that leaves the mirror");
}

#[test]
fn a_duplicate_member_is_malformed() {
    let log = |records: &str| format!(r#"{{"Records":[{records}]}}"#);
    let table = [
        // The text of the object, and what is looked for in the second of two members.
        (log(r#"{"eventVersion":"1.08","eventName":"A","eventName":"Hidden"}"#), "--event-name Hidden"),
        (log(r#"{"eventName":"A","event\u004eame":"Hidden"}"#), "--event-name Hidden"),
        (log(r#"{"eventVersion":"1.08","eventSource":"aws:s3","eventSource":"iam.amazonaws.com"}"#), "--event-source iam"),
        (log(r#"{"eventName":"A","userIdentity":{"userName":"a","userName":"hidden"}}"#), "--user hidden"),
        (
            log(r#"{"eventName":"A","userIdentity":{"sessionContext":{"sessionIssuer":{"userName":"a","userName":"hidden"}}}}"#),
            "--user hidden",
        ),
        (r#"{"Records":[{"eventName":"A"}],"Records":[{"eventName":"Hidden"}]}"#.to_owned(), "--event-name Hidden"),
        (r#"{"Records":[{"eventName":"A"}],"x":[{"y":"Records"}],"\u0052ecords":[{"eventName":"Hidden"}]}"#.to_owned(), "--event-name Hidden"),
        (r#"{"x":1,"Records":[],"Records":[{"eventName":"Hidden"}]}"#.to_owned(), "--event-name Hidden"),
        (r#"{"Records":7,"Records":[{"eventName":"Hidden"}]}"#.to_owned(), "--event-name Hidden"),
        (
            r#"{"messageType":"CONTROL_MESSAGE","messageType":"DATA_MESSAGE","logEvents":[{"message":"{\"eventName\":\"Hidden\"}"}]}"#.to_owned(),
            "--event-name Hidden",
        ),
        (
            r#"{"Events":[{"EventId":"1","CloudTrailEvent":"{\"eventName\":\"A\"}","CloudTrailEvent":"{\"eventName\":\"Hidden\"}"}]}"#.to_owned(),
            "--event-name Hidden",
        ),
        (
            r#"{"detail-type":"AWS API Call via CloudTrail","detail":{"eventVersion":"1.08"},"detail":{"eventVersion":"1.08","eventName":"Hidden"}}"#.to_owned(),
            "--event-name Hidden",
        ),
        (
            r#"{"status":"Complete","results":[[{"field":"@message","value":"{}"},{"field":"@message","value":"{\"eventName\":\"Hidden\"}"}]]}"#.to_owned(),
            "--event-name Hidden",
        ),
    ];
    for (text, filter) in table {
        let ran = Ct::new(&format!("grep --count {filter} -")).input(text.clone()).run();
        assert_eq!(ran.code, 2, "{text}: {ran}");
        let reasons = ["duplicate member", "two fields"];
        assert!(reasons.iter().any(|why| ran.stderr.contains(why)), "{text}: {ran}");
    }
}

#[test]
fn a_second_records_list_is_malformed_for_every_filter() {
    let record = |id: u32| {
        let caller = r#""userIdentity":{"type":"Root"},"eventName":"GetObject""#;
        format!(r#"{{"eventVersion":"1.08",{caller},"eventID":"{id}"}}"#)
    };
    let [one, two] = [1, 2].map(record);
    for name in ["Records", r"\u0052ecords"] {
        for list in [format!("[{two}]"), r#"[{"eventName":"PutObject"}]"#.to_owned()] {
            let text = format!(r#"{{"Records":[{one}],"{name}":{list}}}"#);
            for filter in ["", "--event-name NoSuchCall", "-e absent", "-E 'ab[s]ent'"] {
                let ran = Ct::new(&format!("grep --count {filter} -")).input(text.clone()).run();
                assert_eq!(ran.code, 2, "{text}: {ran}");
                assert!(ran.stderr.contains("duplicate member \"Records\""), "{text}: {ran}");
            }
        }
    }
}

#[test]
fn both_of_two_nested_members_are_searched() {
    let text =
        r#"{"Records":[{"eventVersion":"1.08","requestParameters":{"name":"a","name":"hidden"}}]}"#;
    let count = |filter: &str| Ct::new(&format!("grep --count {filter} -")).input(text).run().code;
    assert_eq!(count("--where 'requestParameters.name == \"hidden\"'"), 0);
    assert_eq!(count("--where 'requestParameters.name == \"a\"'"), 0);
    assert_eq!(count("--where 'requestParameters.name == \"b\"'"), 1);
    assert_eq!(count("--resource hidden"), 0);
    let text = r#"{"Records":[{"eventVersion":"1.08","resources":[{"ARN":"a","ARN":"hidden"}]}]}"#;
    assert_eq!(Ct::new("grep --count --resource hidden -").input(text).run().code, 0);
    // The second of two is shown by nothing that takes one.
    let text = r#"{"Records":[{"eventVersion":"1.08","userIdentity":{"arn":"a","arn":"b"}}]}"#;
    let ran = Ct::new("grep -o csv -").input(text).run();
    assert_eq!(ran.code, 2, "{ran}");
    let ran = Ct::new("grep -o jsonl -").input(text).run();
    assert_eq!(ran.code, 0, "{ran}");
}
