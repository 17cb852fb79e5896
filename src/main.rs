//! The program `ct`: runs a command and turns what came of it into an exit code.
//!
//! Everything else is in the library, which does not end the process.

use std::process::ExitCode;

fn main() -> ExitCode {
    ct::commands::run(std::env::args_os()).code()
}
