//! The folder to mirror to.

use std::path::Path;

use crate::error::UserError;
use crate::mirror::Mirror;

/// An open mirror.
pub struct Destination<'d> {
    pub(super) root: &'d Path,
    /// The mirror to write to; `None` in a dry run.
    pub(super) mirror: Option<Mirror>,
    /// The same mirror, to be read.
    pub(super) known: Mirror,
}

impl<'d> Destination<'d> {
    /// Opens the mirror of a bucket, and creates it unless the run is a dry one.
    ///
    /// # Errors
    /// The folder mirrors another bucket, or cannot be used.
    pub fn open(root: &'d Path, bucket: &str, is_dry_run: bool) -> Result<Self, UserError> {
        let mirror = if is_dry_run { None } else { Some(Mirror::open(root, bucket)?) };
        Ok(Self { root, mirror, known: Mirror::open_read_only(root, bucket)? })
    }
}
