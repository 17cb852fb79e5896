//! Usage errors: one line that names the cause, one line of help, exit code 2.

use crate::harness::{Ct, Ran, words};

/// Runs with a source that is fine, so that all that is wrong is what the line says.
fn run(line: &str) -> Ran {
    Ct::new(&format!("grep fixtures/trail {line}")).run()
}

/// Whether this is an error as errors should be: it names `thing` on its first line.
fn assert_error(ran: &Ran, thing: &str) {
    let lines: Vec<&str> = ran.stderr.lines().collect();
    assert_eq!((ran.code, ran.text()), (2, ""), "{ran}");
    let [first, between @ .., last] = lines.as_slice() else { panic!("no two lines: {ran}") };
    assert!(first.starts_with("ct: ") && first.contains(thing), "does not name {thing}: {ran}");
    assert!(last.starts_with("help: ") && last.len() > 10, "no help: {ran}");
    let is_marked = |lines: &[&str]| {
        lines.len() == 2
            && lines[0].starts_with("    ")
            && lines[1].trim().chars().all(|c| c == '^')
    };
    assert!(between.is_empty() || is_marked(between), "{ran}");
}

#[test]
fn invalid_values_are_named() {
    let table = [
        ("--since soon", "soon"),
        ("--since 2026-02-30", "2026-02-30"),
        ("--until 2026-11-20T25:00:00Z", "2026-11-20T25:00:00Z"),
        ("--start-time 11/20/2026", "11/20/2026"),
        ("--since ''", "not a time"),
        ("--since 2026-11-21 --until 2026-11-20", "empty range"),
        ("--since 2026-11-20T10:00:00+02:00 --until 2026-11-20T07:59:59Z", "empty range"),
        ("--late soon", "soon"),
        ("--late=-1h", "-1h"),
        ("--event-name '[a'", "[a"),
        ("--event-name 'PutObject,{a'", "{a"),
        ("--user '[z-a]'", "[z-a]"),
        ("-E '('", "("),
        ("-E 'a{2,1}'", "a{2,1}"),
        ("-i -E '*a'", "*a"),
        ("--source-ip 10.0.0.0/99", "10.0.0.0/99"),
        ("--source-ip 10.0.0", "10.0.0"),
        ("--source-ip 2001:db8::/200", "2001:db8::/200"),
        ("--source-ip 10.0.0.0/8,300.1.1.1", "300.1.1.1"),
        ("--fields evntName", "evntName"),
        ("--fields eventName,nonsense", "nonsense"),
        ("--fields 'a b'", "a b"),
        ("--fields ''", "field"),
        ("--event-name ''", "--event-name"),
        ("--event-name GetObject,,PutObject", "--event-name"),
        ("--event-name ' '", "--event-name"),
        ("--event-name sts:", "sts:"),
        ("--event-source ''", "--event-source"),
        ("--error-code ''", "--error-code"),
        ("--user ''", "--user"),
        ("--user alice,", "--user"),
        ("--resource ''", "--resource"),
        ("--account ''", "--account"),
        ("--region ''", "--region"),
        ("--source-ip ''", "--source-ip"),
        ("--access-key ''", "--access-key"),
        ("--event-id ''", "--event-id"),
        ("--user-agent ''", "--user-agent"),
        ("--org-id ''", "--org-id"),
        ("-e ''", "-e"),
        ("-E ''", "-E"),
        ("--category ''", "--category"),
        ("--category Manegement", "Manegement"),
        ("--category 'Data,x*'", "x*"),
        ("--event-type AwsApi", "AwsApi"),
        ("--event-type ''", "--event-type"),
        ("--where 'errorCode is null'", "found is"),
        ("--where 'errorCode in (null)'", "null"),
        ("--where 'managementEvent = 1'", "managementEvent"),
        ("--where 'sourceIPAddress !~ 10.0.0.0/8'", "networks"),
        ("--exclude 'eventName = \"\"'", "eventName"),
    ];
    for (line, thing) in table {
        assert_error(&run(line), thing);
    }
}

#[test]
fn an_unknown_category_or_event_type_lists_the_known_ones() {
    let help = |line: &str| run(line).stderr.lines().last().unwrap().to_owned();
    let categories = "help: the values are Management, Data, NetworkActivity, Insight, Aggregated";
    assert_eq!(help("--category foo"), categories);
    assert_eq!(help("--category ''"), categories);
    assert!(help("--event-type foo").contains("AwsApiCall, AwsServiceEvent, AwsConsoleAction"));
}

#[test]
fn unknown_flags_are_named() {
    let table = [
        ("--event-nam PutObject", "--event-nam"),
        ("--bogus", "--bogus"),
        ("-o xml", "xml"),
        ("--limit 0", "--limit"),
        ("--limit -1", "-1"),
        ("--threads 0", "--threads"),
        ("--max-object-size 1T", "1T"),
        ("--max-object-size 0", "--max-object-size"),
        ("--read-only --write-only", "--write-only"),
        ("--count -l", "--files-with-matches"),
        ("-q -v", "--verbose"),
        ("--color pink", "pink"),
        ("--event-name", "--event-name"),
    ];
    for (line, thing) in table {
        let ran = run(line);
        assert_error(&ran, thing);
        let help = ran.stderr.lines().last().unwrap().to_owned();
        assert!(help != "help: all flags: ct --help", "ct --help does not list them: {ran}");
    }
    let environment = [("CT_FORMAT", "xml"), ("CT_THREADS", "many"), ("CT_SINCE", "soon")];
    for (name, value) in environment {
        assert_error(&Ct::new("grep fixtures/trail").env(name, value).run(), value);
    }
}

#[test]
fn a_wrong_expression_is_marked_where_it_is_wrong() {
    // The expression, and the part below which the carets stand.
    let table = [
        ("evntName = x", "evntName"),
        ("eventName = x and nonsense = y", "nonsense"),
        ("sourceIPAddress in 10.0.0.0/99", "10.0.0.0/99"),
        ("sourceIPAddress not in (10.0.0.0/8, 1.2.3)", "1.2.3"),
        ("eventName ~ '('", "'('"),
        ("eventName = [a", "[a"),
        ("(eventName = x", ""),
        ("eventName = x)", ")"),
        ("eventName = é or é", "é"),
        ("eventName =", ""),
        ("eventName ?? x", "??"),
        ("eventName ! x", "!"),
        ("eventName = 'x", "'"),
        ("eventName not = x", "="),
        ("and", "and"),
        ("", ""),
        ("= x", "="),
        ("eventName = x y", "y"),
        ("resources[x].ARN = y", "resources[x].ARN"),
    ];
    for (expression, wrong) in table {
        for flag in ["--where", "--exclude"] {
            let ran = Ct::new("grep fixtures/trail").arg(flag).arg(expression).run();
            assert_error(&ran, "");
            let lines: Vec<&str> = ran.stderr.lines().collect();
            let [_, shown, marks, _] = lines.as_slice() else { panic!("no carets: {ran}") };
            assert_eq!(shown.strip_prefix("    "), Some(expression));
            let start = marks.chars().count() - marks.trim_start().chars().count();
            let marked = shown.chars().skip(start).take(marks.trim_start().chars().count());
            assert_eq!(marked.collect::<String>(), wrong, "{ran}");
        }
    }
}

#[test]
fn an_expression_cannot_exhaust_the_stack() {
    let deep = "(".repeat(100_000);
    let ran = Ct::new("grep fixtures/trail --where").arg(deep).run();
    assert!(ran.code == 2 && ran.stderr.starts_with("ct: nested too deeply\n"), "{}", ran.code);
    let deep = "not ".repeat(10_000) + "eventName = x";
    assert_eq!(Ct::new("grep fixtures/trail --where").arg(deep).run().code, 2);
}

#[test]
fn unknown_sources_are_named() {
    let table = [
        ("grep", "no AWS Region"),
        ("grep PutObject", "PutObject"),
        ("grep no/such/folder", "no/such/folder"),
        ("grep fixtures/trail s3:///prefix", "no bucket in s3:///prefix"),
        ("grep trail:", "no AWS Region"),
        ("grep history:", "no AWS Region"),
        ("grep history:insights", "history:insights"),
        ("ls history:", "history:: Event History has no objects"),
        ("fetch history: ./logs", "history:: Event History has no objects"),
        ("validate history: --start-time 2026-11-20", "history:: Event History has no objects"),
        ("grep ''", "SOURCE"),
        ("gerp fixtures/trail", "gerp"),
        ("completions tcsh", "tcsh"),
        ("completions", "SHELL"),
    ];
    for (line, thing) in table {
        assert_error(&Ct::new(line).run(), thing);
    }
    assert_eq!(words("grep ''").len(), 2);
}

#[test]
fn errors_name_the_cause_and_the_fix() {
    insta::assert_snapshot!(Ct::new("grep PutObject").run().stderr, @"
    ct: PutObject: no such file or folder
    help: to search for text write: -e PutObject; for a bucket s3://PutObject
    ");
    insta::assert_snapshot!(Ct::new("ls logs/2026").run().stderr, @"
    ct: logs/2026: no such file or folder
    help: check the path; a bucket is written s3://BUCKET[/PREFIX], a trail trail:NAME
    ");
    insta::assert_snapshot!(Ct::new("grep s3:/logs").run().stderr, @"
    ct: s3:/logs: no such file or folder
    help: a bucket is written s3://BUCKET[/PREFIX]
    ");
    let arn = "arn:aws:cloudtrail:us-east-1:111122223333:trail/main";
    let ran = Ct::new("grep").arg(arn).run();
    assert!(ran.stderr.ends_with(&format!(" of a trail write trail:{arn}\n")), "{ran}");
    insta::assert_snapshot!(Ct::new("show").run().stderr, @"
    ct: unrecognized subcommand 'show'
    help: commands are grep, count, report, ls, fetch, follow, validate, trail, queue, policy, completions, man; see ct --help
    ");
    insta::assert_snapshot!(run("--threads 0").stderr, @"
    ct: invalid value '0' for '--threads <N>': a whole number from 1 on
    help: all flags: ct grep --help
    ");
    insta::assert_snapshot!(run("--event-nam PutObject").stderr, @"
    ct: unexpected argument '--event-nam' found
    help: a similar argument exists: '--event-name'
    ");
    insta::assert_snapshot!(run("--fields eventname").stderr, @"
    ct: unknown field: eventname
    help: a similar field exists: eventName
    ");
    insta::assert_snapshot!(run("--where 'eventName = Put* and sourceIPAddress in 10.0.0.0/99'").stderr, @"
    ct: not a network: 10.0.0.0/99
        eventName = Put* and sourceIPAddress in 10.0.0.0/99
                                                ^^^^^^^^^^^
    help: an IPv4 prefix length is 0 to 32
    ");
    insta::assert_snapshot!(run("--since 2026-11-21 --until 2026-11-20").stderr, @"
    ct: empty range: 2026-11-21T00:00:00Z is after 2026-11-20T23:59:59Z
    help: --since must not be later than --until
    ");
}

#[test]
fn an_error_is_one_line_whatever_its_value() {
    let mut wrong = Vec::new();
    let mut check = |ct: Ct, what: &str| {
        let ran = ct.run();
        let steers = ran.stderr.chars().any(|c| c.is_control() && c != '\n');
        if ran.code != 2 || steers || ran.stderr.lines().count() != 2 {
            wrong.push(format!("{what:?}: {ran}"));
        }
    };
    for text in ["no\nsuch", "no\u{1b}[31msuch", "no\rsuch"] {
        for flag in ["-o=", "--since=", "--event-name=[", "-E=(", "--fields=", "--source-ip=1.1/"] {
            let flag = format!("{flag}{text}");
            check(Ct::new("grep fixtures/trail").arg(&flag), &flag);
        }
        check(Ct::new("grep").arg(text), text);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
