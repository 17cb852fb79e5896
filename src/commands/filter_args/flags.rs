//! Filter flags as conditions: what a value is not, as the error that a user sees.

use crate::commands::user_error;
use crate::filter::condition::Condition;
use crate::filter::pattern::{Pattern, PatternError};
use crate::filter::values::{ValueError, Values};

/// Makes a condition from a flag's values.
pub(super) type Make = fn(Vec<Pattern>) -> Condition;

/// A flag that takes values between commas.
pub(super) struct Flag<'f>(
    pub(super) &'static str,
    pub(super) &'f [String],
    pub(super) Values,
    pub(super) Make,
);

/// Adds a condition for each flag that has values.
pub(super) fn add_flags(flags: &[Flag<'_>], conditions: &mut Vec<Condition>) -> anyhow::Result<()> {
    for Flag(flag, values, kind, make) in flags.iter().filter(|flag| !flag.1.is_empty()) {
        conditions.push(make(kind.patterns(flag, values).map_err(invalid)?));
    }
    Ok(())
}

/// Makes something of each value.
pub(super) fn each<T>(
    values: &[String],
    make: impl Fn(&String) -> Result<T, PatternError>,
) -> anyhow::Result<Vec<T>> {
    values.iter().map(make).collect::<Result<Vec<T>, PatternError>>().map_err(invalid)
}

/// The error for a value that is not what its flag takes.
pub(super) fn invalid(error: impl Into<ValueError>) -> anyhow::Error {
    let error = error.into();
    user_error(&error, error.help())
}
