//! Checks the answers before anything is timed: a benchmark of a wrong answer is worthless.

use std::ffi::OsString;
use std::io::Read as _;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context as _, bail, ensure};

use crate::corpus::{Corpus, RARE_ACCESS_KEY, RARE_ADDRESS, RARE_NAME};
use crate::row::{COUNT_WITH_PYTHON, ct_grep};
use crate::run::succeeds;

/// Compares ct with the counts of the corpus's generator, and those with Python.
pub(crate) fn answers(corpus: &Corpus, with_python: bool) -> anyhow::Result<()> {
    if with_python {
        puts_by_python(corpus)?;
    }
    for (flags, expected) in [
        (&["-e", RARE_ACCESS_KEY.0][..], RARE_ACCESS_KEY.1 as u64),
        (&["-e", RARE_ADDRESS.0], RARE_ADDRESS.1 as u64),
        (&["--access-key", RARE_ACCESS_KEY.0], RARE_ACCESS_KEY.1 as u64),
        (&["--event-name", RARE_NAME.0], RARE_NAME.1 as u64),
        (&["--event-name", "PutObject"], corpus.figures.puts),
        (&[], corpus.figures.records),
    ] {
        let lines = lines(&ct_grep(&[flags, &["-o", "jsonl"]].concat(), &[&corpus.directory]))?;
        ensure!(lines == expected, "ct grep {}: {lines} records, not {expected}", flags.join(" "));
    }
    Ok(())
}

fn puts_by_python(corpus: &Corpus) -> anyhow::Result<()> {
    if !succeeds(&["python3", "--version"]) {
        eprintln!("not checked with Python: apt-get install python3");
        return Ok(());
    }
    let python =
        Command::new("python3").args(["-c", COUNT_WITH_PYTHON]).arg(&corpus.directory).output()?;
    let text = String::from_utf8_lossy(&python.stdout);
    let counted: u64 = text
        .trim()
        .parse()
        .with_context(|| String::from_utf8_lossy(&python.stderr).into_owned())?;
    let made = corpus.figures.puts;
    ensure!(
        counted == made,
        "the corpus is wrong: {made} PutObject records were made, Python counts {counted}"
    );
    Ok(())
}

/// How many lines a command prints.
fn lines(command: &[OsString]) -> anyhow::Result<u64> {
    let mut child = Command::new(&command[0])
        .args(&command[1..])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    let (mut stdout, mut stderr) =
        (child.stdout.take().context("no stdout")?, child.stderr.take().context("no stderr")?);
    let mut buffer = vec![0; 1 << 18];
    let mut lines = 0;
    loop {
        match stdout.read(&mut buffer)? {
            0 => break,
            size => lines += memchr::memchr_iter(b'\n', &buffer[..size]).count() as u64,
        }
    }
    let mut message = String::new();
    stderr.read_to_string(&mut message)?;
    if !child.wait()?.success() {
        let program = Path::new(&command[0]).display();
        bail!("{program} {} fails: {}", command[1..].join(" ".as_ref()).display(), message.trim());
    }
    Ok(lines)
}
