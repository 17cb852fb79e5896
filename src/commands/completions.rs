//! `ct completions` and `ct man`: written from the same definition as the flags.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::{Args, Command, CommandFactory as _};
use clap_complete::Shell;

use super::app::App;
use super::{Outcome, help, stdout};
use crate::mirror::new_file::not_created;

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
    /// Shell to complete for.
    shell: Shell,
}

/// Print the manual page, or write one page for each command.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  ct man | man -l -
  ct man > /usr/local/share/man/man1/ct.1
  ct man ./man1")]
pub(super) struct Man {
    /// Directory for one page for each command: ct.1, ct-grep.1, ct-trail-create.1, …
    #[arg(value_name = "DIR")]
    directory: Option<PathBuf>,
}

impl Completions {
    pub(super) fn run(&self) -> anyhow::Result<Outcome> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut App::command(), "ct", &mut script);
        stdout::print(&String::from_utf8_lossy(&script))?;
        Ok(Outcome::Yes)
    }
}

impl Man {
    pub(super) fn run(&self) -> anyhow::Result<Outcome> {
        let app = help::documented();
        if let Some(directory) = &self.directory {
            fs::create_dir_all(directory).map_err(|error| not_created(directory, error))?;
            write_pages(&app, directory)?;
        } else {
            let mut page = Vec::new();
            append(&app, &mut page).context("cannot make the manual page")?;
            stdout::print(&String::from_utf8_lossy(&page))?;
        }
        Ok(Outcome::Yes)
    }
}

/// Appends the page of a command, and after it the pages of its subcommands.
fn append(command: &Command, page: &mut Vec<u8>) -> std::io::Result<()> {
    manual(command).title("CT").render(page)?;
    subcommands(command).try_for_each(|command| append(command, page))
}

/// Writes a page for a command and for each of its subcommands into a directory.
fn write_pages(command: &Command, directory: &Path) -> anyhow::Result<()> {
    let manual = manual(command);
    let path = directory.join(manual.get_filename());
    let mut page = Vec::new();
    manual.render(&mut page).context("cannot make the manual page")?;
    fs::write(&path, page).map_err(|error| not_created(&path, error))?;
    subcommands(command).try_for_each(|command| write_pages(command, directory))
}

fn subcommands(command: &Command) -> impl Iterator<Item = &Command> {
    command.get_subcommands().filter(|command| command.get_name() != "help")
}

fn manual(command: &Command) -> clap_mangen::Man {
    clap_mangen::Man::new(command.clone())
        .source(concat!("ct ", env!("CARGO_PKG_VERSION")))
        .date("2026-11-21")
        .manual("CloudTrail toolkit")
}
