//! One tile as csv or tsv.
//!
//! Knows tables only.

use std::io::{self, Write};

use crate::report::result::TileResult;
use crate::sink::csv::Separator;
use crate::table::csv;

/// Writes the rows of a tile with headings; nothing of a tile with too many groups.
///
/// # Errors
/// The output cannot be written.
pub fn write(tile: &TileResult, separator: Separator, out: &mut dyn Write) -> io::Result<()> {
    match &tile.table {
        Ok(table) => csv::write(table, separator, out),
        Err(_) => Ok(()),
    }
}
