//! Python packages of a fixed version, installed below `target/` when they are first needed.
//!
//! It knows nothing of the other tests, so that a benchmark can use it too.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::{self, Command, Stdio};

/// What makes an environment.
pub(crate) const PYTHON: &str = if cfg!(windows) { "python" } else { "python3" };

/// Holds the requirement that an installation meets.
const MARKER: &str = "requirement.txt";

/// Where cargo lets tests keep what they make: below `target/`.
fn kept() -> &'static Path {
    Path::new(env!("CARGO_TARGET_TMPDIR"))
}

/// Where the environment of this name is.
pub(crate) fn home(name: &str) -> PathBuf {
    kept().join(name)
}

/// The python of an environment in which pip has installed a requirement; it is made if there is
/// none yet, or if it was made for another requirement.
pub(crate) fn installed(name: &str, requirement: &str) -> io::Result<PathBuf> {
    fs::create_dir_all(kept())?;
    // Several test processes may come here at once; the lock goes with the file.
    let lock = File::create(kept().join(format!("{name}.lock")))?;
    lock.lock()?;
    let python = home(name).join(python());
    let is_met =
        fs::read_to_string(home(name).join(MARKER)).is_ok_and(|installed| installed == requirement);
    // The link to a python that was removed since leads nowhere.
    if !is_met || !python.exists() {
        install(name, requirement)?;
    }
    Ok(python)
}

fn python() -> &'static Path {
    Path::new(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" })
}

/// Makes an installation beside its place and moves it there, so that it is never half there.
fn install(name: &str, requirement: &str) -> io::Result<()> {
    let home = home(name);
    // Not through `eprintln!`, which the test runner keeps to itself: this takes a while.
    writeln!(io::stderr(), "installing {requirement} in {}", home.display())?;
    let beside = format!("{name}-partial-");
    for entry in fs::read_dir(kept())? {
        let entry = entry?;
        // With the lock in hand, what another process has not finished it will not finish.
        if entry.file_name().to_string_lossy().starts_with(&beside) {
            fs::remove_dir_all(entry.path())?;
        }
    }
    let partial = kept().join(format!("{beside}{}", process::id()));
    run(Command::new(PYTHON).args(["-m", "venv"]).arg(&partial))?;
    run(Command::new(partial.join(python())).args(["-m", "pip", "install", requirement]))?;
    fs::write(partial.join(MARKER), requirement)?;
    if home.exists() {
        fs::remove_dir_all(&home)?;
    }
    // Scripts of the environment name its first place; its python finds itself wherever it is.
    fs::rename(partial, home)
}

/// Runs a command to a good end, or tells all it said.
fn run(command: &mut Command) -> io::Result<()> {
    let (end, said) = match command.stdin(Stdio::null()).output() {
        Ok(output) if output.status.success() => return Ok(()),
        // What is missing, Debian's venv tells on the standard output.
        Ok(output) => (output.status.to_string(), [output.stdout, output.stderr].concat()),
        Err(error) => (error.to_string(), Vec::new()),
    };
    let said = String::from_utf8_lossy(&said);
    Err(io::Error::other(format!("{command:?}: {end}\n{said}")))
}
