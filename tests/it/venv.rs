//! Programs of Python that tests need, each in a virtual environment below `target/` with one pinned
//! requirement. Knows nothing of what they are for.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::{self, Command, Stdio};

/// Holds the requirement that an installation meets.
const MARKER: &str = "requirement.txt";

pub(crate) const PYTHON: &str = if cfg!(windows) { "python" } else { "python3" };

/// What pip installs, and the folder that it is in; another requirement makes another installation.
pub(crate) struct Installation {
    pub(crate) name: &'static str,
    /// As pip takes them, with blanks between.
    pub(crate) requirement: &'static str,
}

/// Where cargo lets tests keep what they make: below `target/`.
fn kept() -> &'static Path {
    Path::new(env!("CARGO_TARGET_TMPDIR"))
}

impl Installation {
    /// Where it is.
    pub(crate) fn home(&self) -> PathBuf {
        kept().join(self.name)
    }

    /// Its python; it is installed if it is not there yet.
    pub(crate) fn python(&self) -> io::Result<PathBuf> {
        fs::create_dir_all(kept())?;
        // Several test processes may come here at once; the lock goes with the file.
        let lock = File::create(kept().join(format!("{}.lock", self.name)))?;
        lock.lock()?;
        let home = self.home();
        let python = Path::new(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" });
        let is_met = fs::read_to_string(home.join(MARKER)).is_ok_and(|met| met == self.requirement);
        // The link to a python that was removed since leads nowhere.
        if !is_met || !home.join(python).exists() {
            self.install(&home, python)?;
        }
        Ok(home.join(python))
    }

    /// Makes it beside its place and moves it there, so that it is never half there.
    fn install(&self, home: &Path, python: &Path) -> io::Result<()> {
        let Self { name, requirement } = self;
        // Not through `eprintln!`, which the test runner keeps to itself: this takes a while.
        writeln!(io::stderr(), "installing {requirement} in {}", home.display())?;
        let partial = format!("{name}-partial-");
        for entry in fs::read_dir(kept())? {
            let path = entry?.path();
            // With the lock in hand, what another process has not finished it will not finish.
            if path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(&partial)) {
                fs::remove_dir_all(path)?;
            }
        }
        let partial = kept().join(format!("{partial}{}", process::id()));
        run(Command::new(PYTHON).args(["-m", "venv"]).arg(&partial))?;
        let install = ["-m", "pip", "install"].into_iter().chain(requirement.split(' '));
        run(Command::new(partial.join(python)).args(install))?;
        fs::write(partial.join(MARKER), requirement)?;
        if home.exists() {
            fs::remove_dir_all(home)?;
        }
        // Scripts of the environment name its first place; its python finds itself wherever it is.
        fs::rename(partial, home)
    }
}

/// Runs a command; an error has its output.
fn run(command: &mut Command) -> io::Result<()> {
    let (end, said) = match command.stdin(Stdio::null()).output() {
        Ok(output) if output.status.success() => return Ok(()),
        // Debian's venv reports on stdout what is missing.
        Ok(output) => (output.status.to_string(), [output.stdout, output.stderr].concat()),
        Err(error) => (error.to_string(), Vec::new()),
    };
    let said = String::from_utf8_lossy(&said);
    Err(io::Error::other(format!("{command:?}: {end}\n{said}")))
}
