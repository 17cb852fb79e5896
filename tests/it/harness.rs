//! Runs the program as a user would, in an environment with only the variables that a test sets.
//!
//! Each run prints its command line, exit code and output, which the test runner shows if the test
//! fails.
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

/// Whether to update files that the program writes rather than compare them.
pub(crate) fn is_update() -> bool {
    env::var_os("UPDATE").is_some_and(|value| value == "1")
}

/// A run of the program that has not started.
pub(crate) struct Ct {
    command: Command,
    input: Vec<u8>,
}

impl Ct {
    /// The program with the arguments of a line, from the root of the repository.
    pub(crate) fn new(line: &str) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ct"));
        command.args(words(line)).current_dir(root()).env_clear().env("RUST_BACKTRACE", "1");
        // Tests do not look up credentials on the machine that they run on.
        command.env("AWS_EC2_METADATA_DISABLED", "true");
        // Windows' libraries need the first, coverage measurements the second.
        for name in ["SystemRoot", "LLVM_PROFILE_FILE"] {
            command.envs(env::var_os(name).map(|value| (name, value)));
        }
        // No server speaks TLS. The machine's hundreds of certificates take half of the time of a run.
        command.env("SSL_CERT_FILE", root().join("tests/it/root-certificate.pem"));
        // Each run has its own record of public keys.
        let home = empty_home();
        command.env("HOME", &home).env("XDG_STATE_HOME", home.join("state"));
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        Self { command, input: Vec::new() }
    }

    /// Adds an argument as it is.
    pub(crate) fn arg(mut self, argument: impl AsRef<OsStr>) -> Self {
        self.command.arg(argument);
        self
    }

    /// Adds the arguments of a line.
    pub(crate) fn args(mut self, line: &str) -> Self {
        self.command.args(words(line));
        self
    }

    /// Runs in another folder.
    pub(crate) fn at(mut self, folder: &Path) -> Self {
        self.command.current_dir(folder);
        self
    }

    /// Sets an environment variable.
    pub(crate) fn env(mut self, name: &str, value: &str) -> Self {
        self.command.env(name, value);
        self
    }

    /// Gives it these bytes on stdin.
    pub(crate) fn input(mut self, bytes: impl Into<Vec<u8>>) -> Self {
        self.input = bytes.into();
        self
    }

    /// Redirects its stdout.
    pub(crate) fn stdout(mut self, stdout: impl Into<Stdio>) -> Self {
        self.command.stdout(stdout);
        self
    }

    /// Runs to the end with a wide terminal as its stdout, whose output is the stdout of the result.
    #[cfg(unix)]
    pub(crate) fn run_on_a_terminal(self) -> Ran {
        self.run_on_a_terminal_of(u16::MAX)
    }

    /// The same on a terminal with so many columns.
    #[cfg(unix)]
    pub(crate) fn run_on_a_terminal_of(self, columns: u16) -> Ran {
        let size = nix::pty::Winsize { ws_row: 50, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0 };
        let terminal = nix::pty::openpty(Some(&size), None).unwrap();
        let mut screen = fs::File::from(terminal.master);
        let reader = thread::spawn(move || {
            let mut shown = Vec::new();
            // Linux reports the end of the last process on a terminal as an error.
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

    /// Starts with an empty stdin, so that a test can do something meanwhile.
    pub(crate) fn start(self) -> Child {
        self.start_with(Stdio::null())
    }

    /// Starts with this stdin.
    pub(crate) fn start_with(mut self, stdin: Stdio) -> Child {
        print_command(&self.command);
        self.command.stdin(stdin).spawn().unwrap()
    }

    fn spawn(mut self) -> (Child, thread::JoinHandle<()>) {
        print_command(&self.command);
        let mut child = self.command.spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        // A program need not read all of its input.
        let writer = thread::spawn(move || drop(stdin.write_all(&self.input)));
        (child, writer)
    }
}

/// Prints a command line, which the test runner shows if the test fails.
#[expect(clippy::print_stdout, reason = "captured by the test runner")]
fn print_command(command: &Command) {
    let arguments = command.get_args().map(|argument| argument.to_string_lossy());
    println!("$ ct {}", arguments.collect::<Vec<_>>().join(" "));
}

/// The most bytes of stdout that are printed for a test that fails.
const MOST_PRINTED: usize = 8 << 10;

/// The home folder of one run, which is created if the run writes to it.
fn empty_home() -> PathBuf {
    static HOMES: LazyLock<PathBuf> = LazyLock::new(|| {
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
        // The folder is kept: a run may still use it when the test ends.
        folder.keep()
    });
    static COUNT: AtomicU32 = AtomicU32::new(0);
    HOMES.join(COUNT.fetch_add(1, Ordering::Relaxed).to_string())
}

/// The result of a run.
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) stdout: Vec<u8>,
    pub(crate) stderr: String,
}

impl Ran {
    /// The result of a run that was not killed.
    #[expect(clippy::print_stdout, reason = "captured by the test runner")]
    pub(crate) fn of(output: Output) -> Self {
        let stderr = String::from_utf8(output.stderr).unwrap();
        let code = output.status.code().unwrap_or_else(|| panic!("killed by a signal: {stderr}"));
        assert!(!stderr.contains("panicked at"), "{stderr}");
        let stdout = output.stdout;
        let printed = &stdout[..stdout.len().min(MOST_PRINTED)];
        println!("{}", Self { code, stdout: printed.to_vec(), stderr: stderr.clone() });
        Self { code, stdout, stderr }
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

    /// Asserts exit code 0 and an empty stderr.
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

/// Splits a line as a shell does: at blanks outside quotes.
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

/// Every file below a folder, in the order of the program.
pub(crate) fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut entries: Vec<PathBuf> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort_unstable();
    let below = |path: PathBuf| if path.is_dir() { files_below(&path) } else { vec![path] };
    entries.into_iter().flat_map(below).collect()
}

/// Writes a file and creates its folders.
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
fn words_are_split_as_by_a_shell() {
    let line = r#"grep  --where 'a = "b c"' --user "" x"y z" "#;
    assert_eq!(words(line), ["grep", "--where", "a = \"b c\"", "--user", "", "xy z"]);
}

#[test]
fn the_environment_has_only_what_the_test_sets() {
    let ran = Ct::new("grep").env("CT_SOURCE", "fixtures/objects/array.json").arg("--count").run();
    assert_eq!(ran.to_string(), "code 0\n--- stdout\n3\n--- stderr\n");
}
