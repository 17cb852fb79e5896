//! `--report FILE`: the evidence, so that another person can repeat a validation or merge it with
//! others.
//!
//! Writes the lines of [`crate::verify::report`] as long as there are objects, and the SHA-256 of all
//! of them at the end. The file gets its name only once it is complete.

use std::fs::File;
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use crate::aws::without_user_info;
use crate::digest::Hash;
use crate::error::UserError;
use crate::mirror::files::Access;
use crate::mirror::new_file::{NewFile, not_created};
use crate::sink::safe::json;
use crate::verify::report::{
    ChainCoverage, ChainLine, ErrorLine, Header, KeyLine, REPORT_VERSION, ReportScope, SealLine,
    Sums, VERSION,
};
use crate::verify::shard::Shard;

/// A report that is being written.
pub struct ReportFile {
    path: PathBuf,
    new: NewFile,
    file: BufWriter<File>,
    /// Of all that was written.
    hasher: Sha256,
}

/// The run that a report is of.
pub struct ReportedRun {
    /// The command line.
    pub arguments: Vec<String>,
    /// When the run began.
    pub time: Timestamp,
    /// Which part of the work it does, if it shares the work.
    pub shard: Option<Shard>,
}

impl ReportFile {
    /// Begins a report.
    ///
    /// # Errors
    /// The file cannot be created.
    pub fn create(path: &Path) -> Result<Self, UserError> {
        let new = NewFile::create(path, Access::Private)
            .and_then(|new| Ok((BufWriter::new(new.file().try_clone()?), new)));
        let (file, new) = new.map_err(|error| not_created(path, error))?;
        Ok(Self { path: path.to_owned(), new, file, hasher: Sha256::new() })
    }

    /// Writes what is validated, how and when, with which keys, and which chains are expected.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn begin(
        &mut self,
        scope: ReportScope,
        run: &ReportedRun,
        keys: impl IntoIterator<Item = KeyLine>,
        chains: impl IntoIterator<Item = ChainLine>,
    ) -> io::Result<()> {
        let arguments = run.arguments.iter().map(|text| without_user_info(text).into_owned());
        self.line(&Header {
            version: REPORT_VERSION,
            kind: "report".to_owned(),
            tool: concat!("ct ", env!("CARGO_PKG_VERSION")).to_owned(),
            arguments: arguments.collect(),
            time: run.time,
            scope,
            shard: run.shard.map(|shard| shard.to_string()),
        })?;
        keys.into_iter().try_for_each(|key| self.line(&key))?;
        chains.into_iter().try_for_each(|chain| self.line(&chain))
    }

    /// Adds a line.
    pub(super) fn line(&mut self, line: &impl Serialize) -> io::Result<()> {
        let mut line = json(line)?;
        line.push('\n');
        self.hasher.update(&line);
        let written = self.file.write_all(line.as_bytes());
        written.map_err(|error| self.failed(&error))
    }

    /// Adds the last lines, and gives the file its name.
    pub(super) fn finish(
        &mut self,
        errors: &[String],
        chains: &[ChainCoverage],
        sums: &Sums<'_>,
    ) -> io::Result<()> {
        for error in errors {
            let message = without_user_info(error);
            self.line(&ErrorLine { version: VERSION, kind: "error".into(), message })?;
        }
        chains.iter().try_for_each(|chain| self.line(chain))?;
        self.line(sums)?;
        let sha256 = Hash(self.hasher.clone().finalize().into());
        self.line(&SealLine { version: VERSION, kind: "sha256".into(), sha256 })?;
        let written = self.file.flush().and_then(|()| self.new.finish());
        written.map_err(|error| self.failed(&error))
    }

    /// Without the kind of the error: a report on a closed pipe is an error, stdout on one is not.
    fn failed(&self, error: &io::Error) -> io::Error {
        io::Error::other(format!("{}: {error}", self.path.display()))
    }
}
