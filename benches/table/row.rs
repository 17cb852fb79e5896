//! The rows of the table: the measured commands and their limits.

use std::env;
use std::ffi::OsString;
use std::path::Path;

use crate::corpus::{RARE_ACCESS_KEY, RARE_ADDRESS, RARE_NAME};
use crate::measure::Measurement;

/// One command and its measurements.
pub(crate) struct Row {
    /// The first cell: Markdown.
    pub(crate) label: String,
    pub(crate) command: Vec<OsString>,
    pub(crate) role: Role,
    pub(crate) limit: Limit,
    /// How often the command reads the corpus.
    pub(crate) passes: u16,
    /// Round by round.
    pub(crate) runs: Vec<Measurement>,
    /// Why there are no runs.
    pub(crate) trouble: Option<String>,
}

/// The role of a row in the comparison.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// The reference of all ratios.
    Floor,
    Ct,
    /// The row of ct that peers are compared with.
    CtPutObject,
    Peer,
}

/// The limit of a row.
#[derive(Clone, Copy)]
pub(crate) enum Limit {
    None,
    /// At most so many times the floor's CPU time.
    Floors(f64),
    /// At least so many times the CPU time that ct needs.
    TimesCt(f64),
}

/// A condition on two fields without a literal to search: nearly every record matches.
pub(crate) const WHERE: &str =
    "userIdentity.type != Root and requestParameters.bucketName != no-such-bucket";

// DuckDB infers the columns: with explicit columns it takes many times as long.
const COUNT_WITH_DUCKDB: &str = "\
import duckdb, sys
duckdb.sql('set threads = 2')
query = '''select count(*) from (select unnest(Records) as record from read_json(?, maximum_object_size = 33554432))
where record.eventName = 'PutObject' '''
print(duckdb.execute(query, [sys.argv[1] + '/**/*.json.gz']).fetchone()[0])";

// The same columns as those of `ct count --by eventName`.
const GROUP_WITH_DUCKDB: &str = "\
import duckdb, sys
duckdb.sql('set threads = 2')
query = '''select record.eventName, count(*) from (select unnest(Records) as record from read_json(?, maximum_object_size = 33554432))
group by 1 order by 2 desc, 1'''
print(duckdb.execute(query, [sys.argv[1] + '/**/*.json.gz']).fetchall())";

/// Names, sorted and counted: what users do without ct.
const JQ_GROUP: &str = r#"find "$1" -name '*.json.gz' -print0 | xargs -0 -P2 -n 50 sh -c 'gzip -dc "$@" | jq -r ".Records[].eventName"' sh | sort | uniq -c | sort -rn"#;

/// Counts the `PutObject` records of a directory without this project's code.
pub(crate) const COUNT_WITH_PYTHON: &str = "\
import glob, gzip, json, sys
count = 0
for name in glob.glob(sys.argv[1] + '/**/*.json.gz', recursive=True):
    with gzip.open(name) as file:
        count += sum(record.get('eventName') == 'PutObject' for record in json.load(file)['Records'])
print(count)";

/// One process for a batch of objects: one for each is slower.
const JQ: &str = r#"find "$1" -name '*.json.gz' -print0 | xargs -0 -P2 -n 50 sh -c 'gzip -dc "$@" | jq -c ".Records[] | select(.eventName == \"PutObject\")"' sh"#;

impl Row {
    fn new(label: impl Into<String>, role: Role, limit: Limit) -> Self {
        let (command, runs) = (Vec::new(), Vec::new());
        Self { label: label.into(), command, role, limit, passes: 1, runs, trouble: None }
    }

    fn command<S: Into<OsString>>(mut self, words: impl IntoIterator<Item = S>) -> Self {
        self.command.extend(words.into_iter().map(Into::into));
        self
    }

    /// Marks the row as impossible unless `program` runs.
    fn needs(mut self, program: &[&str], remedy: &str) -> Self {
        if !crate::run::succeeds(program) {
            self.trouble = Some(format!("not installed: {remedy}"));
        }
        self
    }
}

/// The ct that is measured.
pub(crate) fn ct() -> OsString {
    env::var_os("CT_BENCH_BIN").unwrap_or_else(|| env!("CARGO_BIN_EXE_ct").into())
}

/// `ct grep` on two threads.
pub(crate) fn ct_grep(flags: &[&str], sources: &[&Path]) -> Vec<OsString> {
    ct_command(&["grep"], flags, sources)
}

/// A command of ct on two threads.
fn ct_command(names: &[&str], flags: &[&str], sources: &[&Path]) -> Vec<OsString> {
    let mut command = vec![ct()];
    command.extend(names.iter().map(OsString::from));
    command.extend(["--threads", "2"].map(OsString::from));
    command.extend(flags.iter().map(OsString::from));
    command.extend(sources.iter().map(OsString::from));
    command
}

/// The floor and every row of ct.
pub(crate) fn own(directory: &Path) -> Vec<Row> {
    let floor = env::current_exe().unwrap_or_default();
    let mut rows = vec![
        Row::new("floor: inflate with libdeflate, nothing else", Role::Floor, Limit::None)
            .command([floor.as_os_str(), "floor".as_ref(), directory.as_os_str()]),
    ];
    let rare = Limit::Floors(1.25);
    for (what, flags, limit) in [
        ("rare text", &["-e", RARE_ACCESS_KEY.0, "-o", "jsonl"][..], rare),
        ("rare address as text", &["-e", RARE_ADDRESS.0, "-o", "jsonl"], rare),
        ("rare access key", &["--access-key", RARE_ACCESS_KEY.0, "-o", "jsonl"], rare),
        ("rare event name", &["--event-name", RARE_NAME.0, "-o", "jsonl"], rare),
        ("8 % of the records", &["--event-name", "PutObject", "-o", "jsonl"], Limit::Floors(2.0)),
        ("every record", &["-o", "jsonl"], Limit::Floors(2.5)),
        ("two fields, no literal", &["--where", WHERE, "-o", "jsonl"], Limit::Floors(2.6)),
        ("the same", &["--where", WHERE, "--count"], Limit::None),
        ("every record", &["-o", "csv"], Limit::Floors(3.0)),
        ("every record", &["-o", "text"], Limit::Floors(3.0)),
        ("8 % of the records", &["--event-name", "PutObject", "-o", "csv"], Limit::Floors(1.6)),
        ("8 % of the records", &["--event-name", "PutObject", "-o", "text"], Limit::Floors(1.6)),
    ] {
        let is_base = flags.contains(&"PutObject") && flags.contains(&"jsonl");
        let role = if is_base { Role::CtPutObject } else { Role::Ct };
        let label = format!("{what}: `ct grep {}`", shown(flags));
        rows.push(Row::new(label, role, limit).command(ct_grep(flags, &[directory])));
    }
    rows.push(
        Row::new("every record: `ct grep --count`", Role::Ct, Limit::None)
            .command(ct_grep(&["--count"], &[directory])),
    );
    for (names, flags) in [
        (&["count"][..], &["--by", "eventName"][..]),
        (&["count"], &["--by", "principal,eventName", "-m", COUNT_MEASURES]),
        (&["report", "overview"], &["-o", "json"]),
        (&["report", "all"], &["-o", "json"]),
    ] {
        let label = format!("`ct {} {}`", names.join(" "), shown(flags));
        let command = ct_command(names, flags, &[directory]);
        rows.push(Row::new(label, Role::Ct, Limit::None).command(command));
    }
    rows
}

/// Measures that need the time of each event, and the distinct values of a field.
const COUNT_MEASURES: &str = "first,last,distinct:sourceIPAddress";

/// Slower rows, measured less often: the corpus ten times over, and the peers.
pub(crate) fn long(directory: &Path) -> Vec<Row> {
    let python = &env::var("DUCKDB_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let tenfold = ct_grep(&["--event-name", "PutObject", "-o", "jsonl"], &[directory; 10]);
    let mut rows = vec![
        Row::new(
            "`ct grep --event-name PutObject -o jsonl`, corpus named ten times",
            Role::Ct,
            Limit::None,
        )
        .command(tenfold),
    ];
    rows[0].passes = 10;
    let path = directory.as_os_str();
    rows.push(
        Row::new(
            r"`xargs -P2 gzip -dc \| jq -c 'select(.eventName == …)'`",
            Role::Peer,
            Limit::TimesCt(20.0),
        )
        .command(["sh".as_ref(), "-c".as_ref(), JQ.as_ref(), "sh".as_ref(), path])
        .needs(&["jq", "--version"], "apt-get install jq"),
    );
    rows.push(
        Row::new("`rg -z -j2 PutObject` (prints whole objects)", Role::Peer, Limit::TimesCt(4.0))
            .command(["rg", "-z", "--no-ignore", "--no-config", "-j2", "PutObject"])
            .command([path])
            .needs(&["rg", "--version"], "apt-get install ripgrep"),
    );
    rows.push(
        Row::new("DuckDB: `count(*)` over `read_json`, 2 threads", Role::Peer, Limit::None)
            .command([python.as_str(), "-c", COUNT_WITH_DUCKDB])
            .command([path])
            .needs(&[python, "-c", "import duckdb"], "pip install duckdb, DUCKDB_PYTHON=…"),
    );
    rows.push(
        Row::new(
            "DuckDB: `group by eventName` over `read_json`, 2 threads",
            Role::Peer,
            Limit::None,
        )
        .command([python.as_str(), "-c", GROUP_WITH_DUCKDB])
        .command([path])
        .needs(&[python, "-c", "import duckdb"], "pip install duckdb, DUCKDB_PYTHON=…"),
    );
    rows.push(
        Row::new(
            r"`xargs -P2 gzip -dc \| jq -r .Records[].eventName \| sort \| uniq -c`",
            Role::Peer,
            Limit::None,
        )
        .command(["sh".as_ref(), "-c".as_ref(), JQ_GROUP.as_ref(), "sh".as_ref(), path])
        .needs(&["jq", "--version"], "apt-get install jq"),
    );
    rows.push(
        Row::new("Python `json.load`, count, one process", Role::Peer, Limit::None)
            .command(["python3", "-c", COUNT_WITH_PYTHON])
            .command([path])
            .needs(&["python3", "--version"], "apt-get install python3"),
    );
    rows
}

/// Flags as one would type them.
fn shown(flags: &[&str]) -> String {
    let quoted =
        |flag: &&str| if flag.contains(' ') { format!("'{flag}'") } else { (*flag).to_owned() };
    flags.iter().map(quoted).collect::<Vec<_>>().join(" ")
}
