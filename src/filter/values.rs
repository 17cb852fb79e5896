//! The values of filter flags: lists between commas, and the patterns that they are.
//!
//! Knows a flag by its name only, and no command line.

use super::condition::Condition;
use super::glob;
use super::pattern::{Pattern, PatternError};
use crate::error::UserError;

/// What the values of a flag may be.
#[derive(Clone, Copy, Debug)]
pub enum Values {
    /// Case-sensitive text: names that users choose, ids.
    Text,
    /// Names that AWS defines, in any case.
    Names,
    /// One of these, or a glob that matches some.
    OneOf(&'static [&'static str]),
}

/// Why the values of a flag make no condition.
#[derive(Debug, thiserror::Error)]
pub enum ValueError {
    /// A value is empty: no event can match it.
    #[error("{flag}: a value is empty")]
    Empty {
        /// The flag.
        flag: &'static str,
        /// The values that it takes; none if it takes any text.
        known: &'static [&'static str],
    },
    /// A value is none of a closed set.
    #[error("{flag}: no event has the value {value}")]
    Unknown {
        /// The flag.
        flag: &'static str,
        /// The value, as written.
        value: String,
        /// The values that the flag takes.
        known: &'static [&'static str],
    },
    /// A value is not a pattern.
    #[error(transparent)]
    Pattern(#[from] PatternError),
}

impl ValueError {
    /// What to do about it.
    pub fn help(&self) -> String {
        match self {
            Self::Empty { flag, known: [] } => {
                format!("leave {flag} out to find events whatever they have there")
            }
            Self::Empty { known, .. } | Self::Unknown { known, .. } => {
                format!("the values are {}", known.join(", "))
            }
            Self::Pattern(error) => error.help(),
        }
    }
}

impl Values {
    /// The patterns of a flag's values.
    ///
    /// # Errors
    /// A value is empty, not a pattern, or none of a closed set.
    pub fn patterns(
        self,
        flag: &'static str,
        values: &[String],
    ) -> Result<Vec<Pattern>, ValueError> {
        let known = self.known();
        let values = list_of(flag, known, values)?;
        let patterns = values.iter().map(|value| match self {
            Self::Text => Pattern::new(value),
            Self::Names | Self::OneOf(_) => Pattern::name(glob::trim(value)),
        });
        let patterns = patterns.collect::<Result<Vec<_>, _>>()?;
        let is_unknown =
            |p: &&Pattern| !known.is_empty() && !known.iter().any(|known| p.matches(known));
        match patterns.iter().find(is_unknown) {
            Some(unknown) => {
                Err(ValueError::Unknown { flag, value: unknown.written().to_owned(), known })
            }
            None => Ok(patterns),
        }
    }

    /// The closed set of values; empty if any text is one.
    fn known(self) -> &'static [&'static str] {
        match self {
            Self::OneOf(known) => known,
            Self::Text | Self::Names => &[],
        }
    }
}

impl From<ValueError> for UserError {
    fn from(error: ValueError) -> Self {
        Self::new(&error, error.help())
    }
}

impl From<PatternError> for UserError {
    fn from(error: PatternError) -> Self {
        Self::new(&error, error.help())
    }
}

/// A flag that takes values between commas, and the condition that they make.
pub(super) struct Flag<'f>(
    pub(super) &'static str,
    pub(super) &'f [String],
    pub(super) Values,
    pub(super) fn(Vec<Pattern>) -> Condition,
);

/// Adds a condition for each flag that has values.
pub(super) fn add_flags(
    flags: &[Flag<'_>],
    conditions: &mut Vec<Condition>,
) -> Result<(), UserError> {
    for Flag(flag, values, kind, make) in flags.iter().filter(|flag| !flag.1.is_empty()) {
        conditions.push(make(kind.patterns(flag, values)?));
    }
    Ok(())
}

/// The values between commas. A comma in brackets or braces, or after a backslash, is part of a glob.
///
/// # Errors
/// A value is empty: no event can match it.
pub fn list(flag: &'static str, values: &[String]) -> Result<Vec<String>, ValueError> {
    list_of(flag, &[], values)
}

fn list_of(
    flag: &'static str,
    known: &'static [&'static str],
    values: &[String],
) -> Result<Vec<String>, ValueError> {
    let list = split(values);
    if list.iter().any(|value| value.trim().is_empty()) {
        return Err(ValueError::Empty { flag, known });
    }
    Ok(list)
}

/// Splits values as [`list`] does; a value may be empty.
pub fn split(values: &[String]) -> Vec<String> {
    let mut list = Vec::new();
    for value in values {
        let (mut start, mut depth, mut escaped) = (0, 0_usize, false);
        for (at, c) in value.char_indices() {
            match c {
                _ if escaped => {}
                '{' | '[' => depth += 1,
                '}' | ']' => depth = depth.saturating_sub(1),
                ',' if depth == 0 => {
                    list.push(value[start..at].to_owned());
                    start = at + 1;
                }
                _ => {}
            }
            escaped = c == '\\' && !escaped;
        }
        list.push(value[start..].to_owned());
    }
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commas_separate_values_but_not_in_globs() {
        let split = |text: &str| split(&[text.to_owned()]);
        assert_eq!(split("a,b"), ["a", "b"]);
        assert_eq!(split("{Get,Head}*,[a,b],c"), ["{Get,Head}*", "[a,b]", "c"]);
        assert_eq!(split(r"a\,b"), [r"a\,b"]);
        assert_eq!(split(r"a\\,b"), [r"a\\", "b"]);
        assert_eq!(split(r"\{a,b\[,c"), [r"\{a", r"b\[", "c"]);
    }

    #[test]
    fn an_empty_value_names_the_flag_and_its_values() {
        let error = Values::Text.patterns("--user", &["a,".to_owned()]).unwrap_err();
        assert_eq!(error.to_string(), "--user: a value is empty");
        assert_eq!(error.help(), "leave --user out to find events whatever they have there");
        let error = Values::OneOf(&["Data", "Insight"]).patterns("--category", &[String::new()]);
        assert_eq!(error.unwrap_err().help(), "the values are Data, Insight");
    }

    #[test]
    fn a_value_of_a_closed_set_may_be_a_glob_in_any_case() {
        let values = |text: &str| {
            Values::OneOf(&["Data", "Insight"]).patterns("--category", &[text.to_owned()])
        };
        assert_eq!(values("data,ins*").unwrap().len(), 2);
        let error = values("Metrics").unwrap_err().to_string();
        assert_eq!(error, "--category: no event has the value Metrics");
    }
}
