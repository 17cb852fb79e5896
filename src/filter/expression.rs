//! `--where` and `--exclude`: a small language over a record's fields.
//!
//! ```ebnf
//! expression = term , { "or" , term } ;
//! term       = factor , { "and" , factor } ;
//! factor     = "not" , factor | "(" , expression , ")" | test ;
//! test       = field , ( "=" | "!=" ) , value              (* glob, plain text, or a number *)
//!            | field , ( "=" | "!=" ) , "null"             (* missing or null *)
//!            | field , ( "~" | "!~" ) , value              (* regular expression *)
//!            | field , ( "<" | "<=" | ">" | ">=" ) , value (* numbers, otherwise text *)
//!            | field , [ "not" ] , "in" , values           (* networks, addresses, globs *)
//!            | field , [ "not" ] , "exists" ;
//! values     = value | "(" , value , { "," , value } , ")" ;
//! value      = word | "'" , { character } , "'" | '"' , { character } , '"' ;
//! field      = derived-name | path ;                   (* see docs/fields.md *)
//! path       = [ "." ] , name , { "." , name | "[]" | "[" , number , "]" } ;
//! ```
//!
//! Keywords may be written in capitals. A path that leads to several values (`resources[].ARN`)
//! holds if one of them does. A missing field and `null` hold for nothing, so `!=`, `!~`, `not in`
//! and `not` are true of them. Objects and arrays are compared as the text in which they are
//! written. A dot in front of a path names a field of the record that the vocabulary
//! ([`crate::event::schema`]) does not have. A backslash makes the next character plain, in a word
//! and between quotes; see [`super::glob`]. It never ends a word or closes a quote. In a regular
//! expression it has its meaning there.
//!
//! Names that AWS defines (APIs, services, error codes, categories, types, Regions) are compared
//! without regard to case; everything else keeps it.

mod derived;
mod meaning;
mod parse;

use regex::bytes::Regex;

pub use parse::ExpressionError;

use super::needle::{self, Needle};
use super::pattern::{Pattern, SourceAddress, is_service};
use crate::event::Event;
use crate::event::column::Column;
use crate::event::derived::Cell;
use crate::event::field::PathError;

/// What is asked of a value.
pub type CellTest<'t> = dyn FnMut(&Cell<'_>) -> bool + 't;

/// A condition on the fields of a record.
#[derive(Clone, Debug)]
pub enum Expression {
    /// All of them.
    And(Vec<Expression>),
    /// One of them.
    Or(Vec<Expression>),
    /// The opposite.
    Not(Box<Expression>),
    /// A test of one field.
    Test(Column, Test),
}

/// What a field's value must be.
#[derive(Clone, Debug)]
pub enum Test {
    /// `=`: a number if both are, otherwise a glob or plain text.
    Equal(Pattern, Option<f64>),
    /// `=` and `in` of a field with names that AWS defines.
    Name(Vec<Pattern>),
    /// `=` and `in` of a field with services, whole or without `.amazonaws.com`.
    Service(Vec<Pattern>),
    /// `~`.
    Like(Regex),
    /// `<` and its kin.
    Compare(Comparison, String, Option<f64>),
    /// `in`.
    In(Vec<SourceAddress>),
    /// `=` and `in` of `sourceIPAddress`, which may list several addresses.
    Source(Vec<SourceAddress>),
    /// `exists`.
    Exists,
}

/// An order between two values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    Greater,
    /// `>=`
    AtLeast,
}

impl Comparison {
    fn holds<T: PartialOrd + ?Sized>(self, left: &T, right: &T) -> bool {
        match self {
            Self::Less => left < right,
            Self::AtMost => left <= right,
            Self::Greater => left > right,
            Self::AtLeast => left >= right,
        }
    }
}

impl Expression {
    /// Reads an expression.
    ///
    /// # Errors
    /// What is wrong and where.
    pub fn parse(text: &str) -> Result<Self, ExpressionError> {
        Self::parse_with(text, &|name| name.parse())
    }

    /// Reads an expression whose names are those of another table.
    ///
    /// # Errors
    /// What is wrong and where.
    pub fn parse_with(
        text: &str,
        column: &dyn Fn(&str) -> Result<Column, PathError>,
    ) -> Result<Self, ExpressionError> {
        parse::parse(text, column)
    }

    /// Whether the expression holds for the event.
    pub fn holds(&self, event: &Event<'_>) -> bool {
        self.holds_for(&mut |column, test| column.any(event, test))
    }

    /// Whether the expression holds where `any` says whether a test holds for one of a column's
    /// values.
    pub fn holds_for(&self, any: &mut dyn FnMut(&Column, &mut CellTest<'_>) -> bool) -> bool {
        match self {
            Self::And(parts) => parts.iter().all(|part| part.holds_for(any)),
            Self::Or(parts) => parts.iter().any(|part| part.holds_for(any)),
            Self::Not(part) => !part.holds_for(any),
            Self::Test(column, test) => any(column, &mut |cell| test.holds(cell)),
        }
    }

    /// Whether a test takes one value for a member of the caller's identity that may occur twice.
    pub fn reads_identity(&self) -> bool {
        match self {
            Self::And(parts) | Self::Or(parts) => parts.iter().any(Self::reads_identity),
            Self::Not(part) => part.reads_identity(),
            Self::Test(column, _) => column.reads_identity(),
        }
    }

    /// The columns that it tests.
    pub fn columns(&self) -> Vec<&Column> {
        match self {
            Self::And(parts) | Self::Or(parts) => parts.iter().flat_map(Self::columns).collect(),
            Self::Not(part) => part.columns(),
            Self::Test(column, _) => vec![column],
        }
    }

    /// For each condition that any matching record must fulfil: needles one of which must occur.
    pub fn needles(&self) -> Vec<Vec<Needle>> {
        match self {
            Self::And(all) => all.iter().flat_map(Self::needles).collect(),
            Self::Or(any) => needle::either(any.iter().map(Self::needles)).into_iter().collect(),
            Self::Not(_) => Vec::new(),
            Self::Test(Column::Derived(derived), test) => {
                derived::needles(*derived, test).into_iter().collect()
            }
            Self::Test(Column::Path(path), test) => {
                let value = test.needles();
                let name = || Needle::of_name(path.last_name()).map(|needle| vec![needle]);
                value.or_else(name).into_iter().collect()
            }
        }
    }
}

impl Test {
    /// Whether the test holds for a value.
    pub fn holds(&self, cell: &Cell<'_>) -> bool {
        match self {
            Self::Exists => true,
            Self::Equal(pattern, number) => match number {
                Some(number) if !cell.is_text() => cell.number() == Some(*number),
                _ => pattern.matches_cell(cell),
            },
            Self::Name(patterns) => patterns.iter().any(|pattern| pattern.matches_cell(cell)),
            Self::Service(patterns) => is_service(&cell.text(), patterns),
            Self::Like(regex) => regex.is_match(cell.text().as_bytes()),
            Self::Compare(order, text, number) => match (number, cell.number()) {
                (Some(right), Some(left)) => order.holds(&left, right),
                _ => order.holds(cell.text().as_ref(), text.as_str()),
            },
            Self::In(places) => {
                let text = cell.text();
                places.iter().any(|place| place.matches(&text))
            }
            Self::Source(places) => {
                let text = cell.text();
                places.iter().any(|place| place.matches_source(&text))
            }
        }
    }

    /// Needles one of which a value that passes must hold; a number can be spelled in many ways.
    fn needles(&self) -> Option<Vec<Needle>> {
        match self {
            Self::Equal(pattern, None) => Some(vec![Needle::of_pattern(pattern)?]),
            Self::Name(patterns) => patterns.iter().map(Needle::of_string).collect(),
            Self::Service(patterns) => patterns.iter().map(Needle::of_start).collect(),
            Self::In(places) | Self::Source(places) => Needle::of_places(places),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests;
