//! Runs the program as a user would, in an environment that holds nothing but what a test says.
//!
//! `RUST_BACKTRACE` is set on purpose: it must not turn a user's error into a backtrace.

use std::ffi::OsStr;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::{env, fmt, fs, thread};

use serde_json::Value;

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
        // No test is to ask the machine that it happens to run on for credentials.
        command.env("AWS_EC2_METADATA_DISABLED", "true");
        // Windows' own libraries want the first, measurements of coverage the second.
        for name in ["SystemRoot", "LLVM_PROFILE_FILE"] {
            command.envs(env::var_os(name).map(|value| (name, value)));
        }
        // What one run records of public keys is not what another knows.
        let home = empty_home();
        command.env("HOME", &home).env("XDG_STATE_HOME", home.join("state"));
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        Self { command, input: Vec::new() }
    }

    /// One more argument, whatever is in it.
    pub(crate) fn arg(mut self, argument: impl AsRef<OsStr>) -> Self {
        self.command.arg(argument);
        self
    }

    /// The arguments of another line behind those that it has.
    pub(crate) fn args(mut self, line: &str) -> Self {
        self.command.args(words(line));
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

    /// With something else than the test at the other end of the standard output.
    pub(crate) fn stdout(mut self, stdout: impl Into<Stdio>) -> Self {
        self.command.stdout(stdout);
        self
    }

    /// Runs to the end with a terminal, as wide as any line, for its standard output; what comes
    /// there is what it printed.
    #[cfg(unix)]
    pub(crate) fn run_on_a_terminal(self) -> Ran {
        let size = nix::pty::Winsize { ws_row: 50, ws_col: u16::MAX, ws_xpixel: 0, ws_ypixel: 0 };
        let terminal = nix::pty::openpty(Some(&size), None).unwrap();
        let mut screen = fs::File::from(terminal.master);
        let reader = thread::spawn(move || {
            let mut shown = Vec::new();
            // Linux says that all holders of a terminal are gone by an error.
            let _ = screen.read_to_end(&mut shown);
            shown
        });
        let mut ran = self.stdout(terminal.slave).run();
        ran.stdout = reader.join().unwrap();
        ran
    }

    /// Runs to the end.
    pub(crate) fn run(self) -> Ran {
        let (child, writer) = self.spawn();
        let output = child.wait_with_output().unwrap();
        writer.join().unwrap();
        Ran::of(output)
    }

    /// Reads one line and closes the pipe, as `head -1` does.
    pub(crate) fn run_for_one_line(self) -> (String, Ran) {
        let (mut child, writer) = self.spawn();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let output = child.wait_with_output().unwrap();
        writer.join().unwrap();
        (line, Ran::of(output))
    }

    /// Starts, so that a test can do something meanwhile; the standard input is empty.
    pub(crate) fn start(self) -> Child {
        self.start_with(Stdio::null())
    }

    /// The same with something else on the standard input.
    pub(crate) fn start_with(mut self, stdin: Stdio) -> Child {
        self.command.stdin(stdin).spawn().unwrap()
    }

    fn spawn(mut self) -> (Child, thread::JoinHandle<()>) {
        let mut child = self.command.spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        // A program that does not read its input closes the pipe, and that is its right.
        let writer = thread::spawn(move || drop(stdin.write_all(&self.input)));
        (child, writer)
    }
}

/// The home folder of one run, which is made if the run writes to it.
fn empty_home() -> PathBuf {
    static HOMES: LazyLock<PathBuf> = LazyLock::new(|| {
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
        // No run outlives the test process, but the folder outlives the last run.
        folder.keep()
    });
    static COUNT: AtomicU32 = AtomicU32::new(0);
    HOMES.join(COUNT.fetch_add(1, Ordering::Relaxed).to_string())
}

/// What came of a run.
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) stdout: Vec<u8>,
    pub(crate) stderr: String,
}

impl Ran {
    /// What came of a run that ended by itself.
    pub(crate) fn of(output: Output) -> Self {
        let stderr = String::from_utf8(output.stderr).unwrap();
        let code = output.status.code().unwrap_or_else(|| panic!("killed by a signal: {stderr}"));
        assert!(!stderr.contains("panicked at"), "{stderr}");
        Self { code, stdout: output.stdout, stderr }
    }

    /// The standard output as text.
    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.stdout).unwrap()
    }

    /// The lines of the standard output.
    pub(crate) fn lines(&self) -> Vec<&str> {
        self.text().lines().collect()
    }

    /// The number that `--count` prints.
    pub(crate) fn number(&self) -> usize {
        self.text().trim_end().parse().unwrap_or_else(|_| panic!("no number: {self}"))
    }

    /// Whether all went well: exit code 0 and nothing to tell.
    pub(crate) fn expect_silent_yes(self) -> Self {
        assert!(self.code == 0 && self.stderr.is_empty(), "{self}");
        self
    }
}

impl fmt::Display for Ran {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let stdout = String::from_utf8_lossy(&self.stdout);
        let stderr =
            if cfg!(windows) { self.stderr.replace('\\', "/") } else { self.stderr.clone() };
        write!(formatter, "code {}\n--- stdout\n{stdout}--- stderr\n{stderr}", self.code)
    }
}

/// Splits a line as a shell does: at blanks outside quotes of either kind, and nothing else.
pub(crate) fn words(line: &str) -> Vec<String> {
    let (mut words, mut word, mut quote) = (Vec::new(), None::<String>, None);
    for c in line.chars() {
        match quote {
            Some(open) if c == open => quote = None,
            None if matches!(c, '\'' | '"') => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            None if c.is_whitespace() => words.extend(word.take()),
            _ => word.get_or_insert_default().push(c),
        }
    }
    assert!(quote.is_none(), "a quote is never closed: {line}");
    words.extend(word);
    words
}

/// Every file below a folder, in the order in which the program walks.
pub(crate) fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut entries: Vec<PathBuf> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort_unstable();
    let below = |path: PathBuf| if path.is_dir() { files_below(&path) } else { vec![path] };
    entries.into_iter().flat_map(below).collect()
}

/// Writes a file and the folders that lead to it.
pub(crate) fn put(folder: &Path, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, bytes).unwrap();
    path
}

/// The JSON document in a file.
pub(crate) fn document(path: &Path) -> Value {
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

#[test]
fn a_line_is_split_as_a_shell_does() {
    let line = r#"grep  --where 'a = "b c"' --user "" x"y z" "#;
    assert_eq!(words(line), ["grep", "--where", "a = \"b c\"", "--user", "", "xy z"]);
}

#[test]
fn the_environment_is_what_the_test_says() {
    let ran = Ct::new("grep").env("CT_SOURCE", "fixtures/objects/array.json").arg("--count").run();
    assert_eq!(ran.to_string(), "code 0\n--- stdout\n3\n--- stderr\n");
}
