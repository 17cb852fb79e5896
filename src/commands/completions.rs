//! `ct completions` and `ct man`: written from the same definition as the flags.

use anyhow::Context as _;
use clap::{Args, CommandFactory as _};
use clap_complete::Shell;

use super::{App, Outcome, stdout};

/// Print the completion script of a shell.
///
/// The scripts are also in the folder completions/ of the source.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  ct completions bash > /etc/bash_completion.d/ct
  ct completions zsh > ~/.zfunc/_ct
  ct completions fish > ~/.config/fish/completions/ct.fish")]
pub(super) struct Completions {
    /// The shell.
    shell: Shell,
}

/// Print the manual page.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  ct man | man -l -
  ct man > /usr/local/share/man/man1/ct.1")]
pub(super) struct Man {}

impl Completions {
    pub(super) fn run(&self) -> anyhow::Result<Outcome> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut App::command(), "ct", &mut script);
        print(&script)
    }
}

impl Man {
    #[expect(clippy::unused_self, reason = "commands are all run alike")]
    pub(super) fn run(&self) -> anyhow::Result<Outcome> {
        print(&page().context("cannot make the manual page")?)
    }
}

/// The page of `ct`, and behind it the pages of its commands and of theirs.
fn page() -> std::io::Result<Vec<u8>> {
    let mut page = Vec::new();
    let mut app = App::command();
    app.build();
    render(&app, &mut page)?;
    Ok(page)
}

fn render(command: &clap::Command, page: &mut Vec<u8>) -> std::io::Result<()> {
    let version = env!("CARGO_PKG_VERSION");
    clap_mangen::Man::new(command.clone())
        .title("CT")
        .source(format!("ct {version}"))
        .date("2026-11-21")
        .manual("CloudTrail toolkit")
        .render(page)?;
    let mut commands = command.get_subcommands().filter(|command| command.get_name() != "help");
    commands.try_for_each(|command| render(command, page))
}

fn print(bytes: &[u8]) -> anyhow::Result<Outcome> {
    stdout::print(&String::from_utf8_lossy(bytes))?;
    Ok(Outcome::Yes)
}
