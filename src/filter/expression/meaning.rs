//! What a value means in a comparison, which depends on the field: `iam` is a service in
//! `eventSource`, `10.0.0.0/8` a network in `sourceIPAddress`, `True` is `true` in `readOnly`.
//!
//! Knows nothing of tokens and places in the text: the parser has those.

use std::net::IpAddr;

use ipnet::IpNet;
use jiff::civil::Date;

use super::{Expression, Test};
use crate::event::column::Column;
use crate::event::schema::FieldType;
use crate::event::service;
use crate::filter::glob::unescape;
use crate::filter::pattern::{Pattern, PatternError, SourceAddress, call, canonical};

/// A value as it was written.
pub(super) struct Given<'t> {
    pub(super) text: &'t str,
    /// Between quotes it is never more than text.
    pub(super) is_quoted: bool,
}

impl Given<'_> {
    /// Whether it stands for no value at all.
    pub(super) fn is_null(&self) -> bool {
        !self.is_quoted && self.text.eq_ignore_ascii_case("null")
    }

    fn is_truth(&self) -> bool {
        let is = |word| self.text.eq_ignore_ascii_case(word);
        !self.is_quoted && (is("true") || is("false"))
    }

    fn number(&self) -> Option<f64> {
        self.text.parse().ok().filter(|_| !self.is_quoted)
    }
}

/// Why a value cannot be compared with a field, and what to write.
pub(super) struct Misfit {
    pub(super) message: String,
    pub(super) help: String,
}

impl Misfit {
    fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { message: message.into(), help: help.into() }
    }
}

impl From<PatternError> for Misfit {
    fn from(error: PatternError) -> Self {
        Self { message: error.to_string(), help: error.help() }
    }
}

/// `column = value`.
pub(super) fn equal(column: &Column, value: &Given<'_>) -> Result<Expression, Misfit> {
    if value.is_null() {
        let exists = Expression::Test(column.clone(), Test::Exists);
        return Ok(Expression::Not(Box::new(exists)));
    }
    if let (Column::Derived(_), Some(kind)) = (column, column.kind())
        && let Some(wrong) = misfit(column, kind, value)
    {
        return Err(wrong);
    }
    let test = match column.kind() {
        Some(FieldType::Address) => Test::Source(vec![SourceAddress::new(value.text)?]),
        Some(kind) if !is_plain(kind) => return one_of(column, std::slice::from_ref(value)),
        _ if value.is_truth() => Test::Name(vec![Pattern::name(value.text)?]),
        _ => Test::Equal(Pattern::new(value.text)?, value.number()),
    };
    Ok(Expression::Test(column.clone(), test))
}

/// Whether values of the type are compared as text or numbers, and nothing else is known of them.
fn is_plain(kind: FieldType) -> bool {
    use FieldType::{Json, Text, TextList, Timestamp};
    matches!(kind, Text | TextList | Timestamp | Json)
}

/// `column in (values)`.
pub(super) fn one_of(column: &Column, values: &[Given<'_>]) -> Result<Expression, Misfit> {
    let kind = column.kind().unwrap_or(FieldType::Text);
    if let Some(wrong) = values.iter().find_map(|value| misfit(column, kind, value)) {
        return Err(wrong);
    }
    let named = || values.iter().map(|value| Pattern::name(value.text)).collect::<Result<_, _>>();
    let places =
        || values.iter().map(|value| SourceAddress::new(value.text)).collect::<Result<_, _>>();
    let test = match kind {
        FieldType::ApiName => return one_of_calls(column, values),
        FieldType::Integer(..) => return one_of_numbers(column, values),
        FieldType::Service if matches!(column, Column::Derived(_)) => {
            // The field has the short name alone.
            let short = values.iter().map(|value| Pattern::name(service(value.text)));
            Test::Service(short.collect::<Result<_, _>>()?)
        }
        FieldType::Service => Test::Service(named()?),
        FieldType::Name | FieldType::OneOf(_) | FieldType::Country | FieldType::Boolean => {
            Test::Name(named()?)
        }
        FieldType::Address => Test::Source(places()?),
        FieldType::Network(..) | FieldType::Date => Test::In(places()?),
        FieldType::Text | FieldType::TextList | FieldType::Timestamp | FieldType::Json => {
            let place = |value: &Given<'_>| {
                if value.is_truth() {
                    Pattern::name(value.text).map(SourceAddress::Name)
                } else {
                    SourceAddress::new(value.text)
                }
            };
            Test::In(values.iter().map(place).collect::<Result<_, _>>()?)
        }
    };
    Ok(Expression::Test(column.clone(), test))
}

/// Names of APIs, each alone or after its service.
fn one_of_calls(column: &Column, values: &[Given<'_>]) -> Result<Expression, Misfit> {
    let (mut names, mut branches) = (Vec::new(), Vec::new());
    for value in values {
        let (service, name) = call(value.text)?;
        let name = Pattern::name(name)?;
        let Some(service) = service else {
            names.push(name);
            continue;
        };
        let service = Test::Service(vec![Pattern::name(service)?]);
        let service = Expression::Test(service_column(column), service);
        let name = Expression::Test(column.clone(), Test::Name(vec![name]));
        branches.push(Expression::And(vec![service, name]));
    }
    if !names.is_empty() {
        branches.push(Expression::Test(column.clone(), Test::Name(names)));
    }
    Ok(any(branches))
}

/// Whole numbers, however they are written.
fn one_of_numbers(column: &Column, values: &[Given<'_>]) -> Result<Expression, Misfit> {
    let test = |value: &Given<'_>| -> Result<Expression, Misfit> {
        let equal = Test::Equal(Pattern::new(value.text)?, value.text.parse().ok());
        Ok(Expression::Test(column.clone(), equal))
    };
    Ok(any(values.iter().map(test).collect::<Result<_, _>>()?))
}

fn any(mut branches: Vec<Expression>) -> Expression {
    if branches.len() == 1 { branches.remove(0) } else { Expression::Or(branches) }
}

/// The column with the service of the API in `column`.
fn service_column(column: &Column) -> Column {
    let source = column.written().replace("eventName", "eventSource");
    source.parse().unwrap_or_else(|_| column.clone())
}

/// Why no record can have this value.
fn misfit(column: &Column, kind: FieldType, value: &Given<'_>) -> Option<Misfit> {
    let name = column.written();
    let text = value.text;
    if value.is_null() {
        let help = format!("write: {name} not exists or {name} in (…)");
        return Some(Misfit::new("null is no value of a list", help));
    }
    let is_computed = matches!(column, Column::Derived(_));
    if (kind.is_name() || is_computed) && text.trim().is_empty() {
        let help = format!("to find records without it write: {name} not exists");
        return Some(Misfit::new(format!("{name} is never empty"), help));
    }
    let matches_one = |names: &[&str]| {
        Pattern::name(text).is_ok_and(|pattern| names.iter().any(|name| pattern.matches(name)))
    };
    match kind {
        FieldType::Boolean if !matches_one(&["true", "false"]) => Some(Misfit::new(
            format!("{name} is true or false, never {text}"),
            format!("write: {name} = true or {name} = false"),
        )),
        FieldType::OneOf(names) if !matches_one(names) => {
            let names = names.join(" or ");
            let help = format!("the values of {name} are {names}");
            Some(Misfit::new(format!("{name} is {names}, never {text}"), help))
        }
        FieldType::Integer(min, max) if !is_between(text, min, max) => Some(Misfit::new(
            format!("{name} is a whole number from {min} to {max}, never {text}"),
            format!(
                "write a number: {name} = {min}, or a range: {name} >= {min} and {name} <= {max}"
            ),
        )),
        FieldType::Date if !is_date(text) => Some(Misfit::new(
            format!("{name} is a date, never {text}"),
            format!("write a date or a glob: {name} = 2026-11-20, {name} = 2026-11-*"),
        )),
        FieldType::Country if !is_country(text) => Some(Misfit::new(
            format!("{name} is an ISO country code, private or aws:NAME, never {text}"),
            format!("write two letters or a glob: {name} = DE, {name} = 'aws:*'"),
        )),
        FieldType::Network(v4, v6) => wrong_network(name, (v4, v6), text),
        _ => None,
    }
}

fn is_between(text: &str, min: u32, max: u32) -> bool {
    text.parse::<f64>().is_ok_and(|number| {
        number.fract() == 0.0 && (f64::from(min)..=f64::from(max)).contains(&number)
    })
}

/// A date, or a glob for dates.
fn is_date(text: &str) -> bool {
    Pattern::new(text).is_ok_and(|pattern| match pattern.plain() {
        Some(plain) => plain.len() == "2026-11-20".len() && plain.parse::<Date>().is_ok(),
        None => true,
    })
}

/// What `geo.country` may be, or a glob for it.
fn is_country(text: &str) -> bool {
    Pattern::name(text).is_ok_and(|pattern| match pattern.plain() {
        Some(plain) => {
            let plain = plain.to_ascii_lowercase();
            let is_code = plain.len() == 2 && plain.bytes().all(|byte| byte.is_ascii_lowercase());
            is_code || plain == "private" || plain.starts_with("aws:")
        }
        None => true,
    })
}

/// Why no address lies in a network of these bits that is, or lies in, the network `text`.
fn wrong_network(name: &str, (v4, v6): (u8, u8), text: &str) -> Option<Misfit> {
    let (address, length) = match (text.parse::<IpNet>().map(canonical), text.split_once('/')) {
        (Ok(network), _) => (network.addr(), network.prefix_len()),
        (Err(_), Some((address, length))) => (address.parse().ok()?, length.parse().ok()?),
        (Err(_), None) => (text.parse::<IpAddr>().ok()?.to_canonical(), u8::MAX),
    };
    let most = match address {
        IpAddr::V4(_) => v4,
        IpAddr::V6(_) => v6,
    };
    (length > most).then(|| {
        Misfit::new(
            format!("{name} is a /{v4} (IPv4) or /{v6} (IPv6) network, never {text}"),
            format!("write: {name} = {address}/{most} or sourceIPAddress = {text}"),
        )
    })
}

/// Why a value does not fit `operator`, which is `~`, `<` or the like.
pub(super) fn unordered(column: &Column, operator: &str, value: &Given<'_>) -> Option<Misfit> {
    let name = column.written();
    let kind = column.kind();
    let is_network = value.text.contains('/')
        && matches!(SourceAddress::new(value.text), Ok(SourceAddress::Network(_)));
    if kind == Some(FieldType::Address) && is_network {
        let help = format!("write: {name} in ({})", value.text);
        return Some(Misfit::new(format!("{operator} compares no networks"), help));
    }
    if operator.ends_with('~') {
        return None;
    }
    if value.is_null() {
        let help = format!("write: {name} exists or {name} not exists");
        return Some(Misfit::new(format!("null is not compared with {operator}"), help));
    }
    let is_number = value.text.parse::<f64>().is_ok_and(f64::is_finite);
    match kind {
        Some(FieldType::Integer(min, max)) if !is_number => Some(Misfit::new(
            format!("{name} is a whole number from {min} to {max}, never {}", value.text),
            format!("write a number: {name} {operator} {min}"),
        )),
        _ => None,
    }
}

/// The order test of `column`: numbers if both sides are numbers, otherwise text.
pub(super) fn compared(column: &Column, value: &Given<'_>) -> (String, Option<f64>) {
    let is_number = !value.is_quoted || matches!(column.kind(), Some(FieldType::Integer(..)));
    (unescape(value.text), value.text.parse().ok().filter(|_| is_number))
}
