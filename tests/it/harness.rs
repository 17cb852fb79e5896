//! Runs the program as a user would, in an environment that holds nothing but what a test says.
//!
//! `RUST_BACKTRACE` is set on purpose: it must not turn a user's error into a backtrace.

use std::ffi::OsStr;
use std::fmt;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fs};

/// The root of the repository.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Whether files that the program writes are to be written anew rather than compared.
pub(crate) fn is_update() -> bool {
    env::var_os("UPDATE").is_some_and(|value| value == "1")
}

/// A run of the program to be.
pub(crate) struct Ct {
    command: Command,
    input: Vec<u8>,
}

impl Ct {
    /// The program with the arguments of a line, from the root of the repository.
    pub(crate) fn new(line: &str) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ct"));
        command.args(words(line)).current_dir(root()).env_clear().env("RUST_BACKTRACE", "1");
        // Windows' own libraries want the first, coverage measurements the second.
        for name in ["SystemRoot", "LLVM_PROFILE_FILE"] {
            command.envs(env::var_os(name).map(|value| (name, value)));
        }
        Self { command, input: Vec::new() }
    }

    /// One more argument, whatever is in it.
    pub(crate) fn arg(mut self, argument: impl AsRef<OsStr>) -> Self {
        self.command.arg(argument);
        self
    }

    /// From another folder.
    pub(crate) fn at(mut self, folder: &Path) -> Self {
        self.command.current_dir(folder);
        self
    }

    /// With a variable in the environment.
    pub(crate) fn env(mut self, name: &str, value: &str) -> Self {
        self.command.env(name, value);
        self
    }

    /// With these bytes on the standard input.
    pub(crate) fn input(mut self, bytes: impl Into<Vec<u8>>) -> Self {
        self.input = bytes.into();
        self
    }

    /// With this as the standard output; [`Ran::stdout`] is empty then.
    pub(crate) fn stdout(mut self, stdout: impl Into<Stdio>) -> Self {
        self.command.stdout(stdout);
        let child = self.command.stdin(Stdio::null()).stderr(Stdio::piped()).spawn();
        self.command.stdout(Stdio::null());
        Self { child: Some(child.unwrap()), ..self }
    }

    /// Runs to the end.
    pub(crate) fn run(mut self) -> Ran {
        let piped = self.command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = piped.stderr(Stdio::piped()).spawn().unwrap();
        let (mut stdin, input) = (child.stdin.take().unwrap(), self.input);
        // A program that does not read its input closes the pipe, which is no failure of the test.
        let writer = std::thread::spawn(move || drop(stdin.write_all(&input)));
        let output = child.wait_with_output().unwrap();
        writer.join().unwrap();
        Ran::of(&output)
    }
}
