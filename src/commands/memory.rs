//! The memory budget for objects: `--max-memory`, or a quarter of the available memory.
//!
//! [`crate::source::memory`] divides the budget.

use super::{Context, args};
use crate::source::machine::available_memory;
use crate::source::memory::LEAST;

/// The default budget is one part in so many.
const PARTS: usize = 4;

/// Parses `--max-memory`.
pub(super) fn budget(text: &str) -> Result<usize, String> {
    match args::size(text)? {
        size if size < LEAST => Err("at least 512M".to_owned()),
        size => Ok(size),
    }
}

impl Context {
    /// Bytes for the objects of all threads together.
    pub(super) fn memory(&self) -> usize {
        self.globals.max_memory.unwrap_or_else(usual)
    }
}

/// The default budget.
fn usual() -> usize {
    (available_memory() / PARTS).max(LEAST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_budget_has_at_least_512_mebibytes() {
        assert_eq!(budget("512M"), Ok(LEAST));
        assert_eq!(budget("511M"), Err("at least 512M".to_owned()));
        assert!(budget("much").is_err() && usual() >= LEAST);
    }
}
