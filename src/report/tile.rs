//! What a tile means: the question that its definition asks.

use std::fmt;
use std::ops::Range;

use jiff::{SignedDuration, Span, SpanRelativeTo, Timestamp};
use regex::Regex;
use toml::Spanned;

use super::definition::{
    ComputedField, DefinitionError, KnownDefinition, MeasureDefinition, TileDefinition,
    UnlessDefinition,
};
use super::result::TileKind;
use crate::aggregate::{
    ConditionId, FieldId, Fields, Having, Key, Known, Listing, Measure, Newness, Order, Query,
    Question, Source, Unless, What,
};
use crate::event::column::Column;
use crate::event::schema::FieldType;
use crate::filter::expression::Expression;

/// Rows of a list of events where the definition has no limit.
const EVENTS: usize = 500;

/// What depends on the run and not on the definition.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Conditions {
    /// Only events from the first moment to before the second.
    pub(super) span: Option<(Timestamp, Timestamp)>,
    /// Since when a group is new.
    pub(super) newness: Option<Newness>,
    /// There is a database of places.
    pub(super) has_geoip: bool,
}

/// A definition, and the fields that its question reads.
struct Reader<'d> {
    tile: &'d TileDefinition,
    fields: &'d mut Fields,
    /// Fields that the tile computes.
    computed: Vec<(String, FieldId)>,
}

type Result<T> = std::result::Result<T, DefinitionError>;

fn wrong(at: Range<usize>, message: impl fmt::Display, help: impl Into<String>) -> DefinitionError {
    DefinitionError { message: format!("{message}"), help: help.into(), at }
}

/// The duration that a tile covers by default.
///
/// # Errors
/// It is none.
pub(super) fn span(tile: &TileDefinition) -> Result<Option<SignedDuration>> {
    let Some(text) = &tile.span else { return Ok(None) };
    let span = text.get_ref().parse::<Span>().ok();
    let exact = span.and_then(|span| span.to_duration(SpanRelativeTo::days_are_24_hours()).ok());
    let exact = exact.filter(SignedDuration::is_positive);
    let error = || {
        let message = format!("not a duration: {}", text.get_ref());
        wrong(text.span(), message, "durations are 30m, 48h, 365d")
    };
    exact.ok_or_else(error).map(Some)
}

/// The kind of a tile in a run.
pub(super) fn kind(tile: &TileDefinition, has_geoip: bool) -> TileKind {
    let with = tile.with_geoip.as_ref().filter(|_| has_geoip);
    with.and_then(|with| with.kind).unwrap_or(tile.kind)
}

/// The question that a tile asks.
///
/// # Errors
/// What is wrong with the definition and where.
pub(super) fn query(
    tile: &TileDefinition,
    conditions: Conditions,
    fields: &mut Fields,
) -> Result<Query> {
    let mut reader = Reader { tile, fields, computed: Vec::new() };
    for computed in &tile.define {
        let field = reader.computed(computed)?;
        reader.computed.push((computed.name.get_ref().clone(), field));
    }
    let at = tile.id.span();
    if tile.kind == TileKind::Events {
        if !tile.by.is_empty() || !tile.measures.is_empty() || tile.every.is_some() {
            let help = "a tile of events has fields, and no by, every or measures";
            return Err(wrong(at, "single events have no groups", help));
        }
        return reader.listing(conditions).map(Query::Events);
    }
    if !tile.fields.is_empty() {
        let help = "use by and measures, or kind = \"events\"";
        return Err(wrong(tile.fields[0].span(), "groups have no fields", help));
    }
    reader.question(conditions).map(|question| Query::Groups(Box::new(question)))
}

impl Reader<'_> {
    fn question(&mut self, conditions: Conditions) -> Result<Question> {
        let tile = self.tile;
        let with_geoip = tile.with_geoip.as_ref().filter(|_| conditions.has_geoip);
        let by = with_geoip.map_or(&tile.by, |with| &with.by);
        let interval = tile.every.as_ref().map(|every| {
            let help = "intervals are 5m, 30m, 1h, 1d, 1w";
            every.get_ref().parse().map_err(|error| wrong(every.span(), error, help))
        });
        let interval = interval.transpose()?;
        let is_of_days = |interval: &crate::aggregate::Interval| interval.is_of_days();
        let mut question = Question {
            condition: self.optional(tile.condition.as_ref())?,
            span: conditions.span,
            time_name: if interval.as_ref().is_some_and(is_of_days) { "date" } else { "time" }
                .into(),
            interval,
            keys: by.iter().map(|name| self.key(name)).collect::<Result<_>>()?,
            measures: tile.measures.iter().map(|m| self.measure(m)).collect::<Result<_>>()?,
            limit: self.limit()?,
            is_filled: tile.fill,
            newness: conditions.newness.filter(|_| tile.new),
            unless: tile.unless_seen.as_ref().map(|unless| self.unless(unless)).transpose()?,
            ..Question::default()
        };
        self.check_fill(by, &question.keys)?;
        if question.measures.is_empty() {
            question.measures.push(Measure::events());
        }
        let names: Vec<String> = question.columns().map(|(name, _)| name.to_owned()).collect();
        if let Some(name) = question.repeated_name() {
            let help = "name each field and measure once; NAME=MEASURE renames a measure";
            return Err(wrong(tile.id.span(), format!("two columns are named {name}"), help));
        }
        if tile.new && question.measures.iter().all(|measure| measure.what != What::First) {
            let help = "add first to measures: the time since when a group is known";
            return Err(wrong(
                tile.id.span(),
                "a tile of what is new needs the measure first",
                help,
            ));
        }
        let sort = with_geoip.map(|with| &with.sort).filter(|sort| !sort.is_empty());
        for text in sort.unwrap_or(&tile.sort) {
            let order = Order::parse(text.get_ref(), &names, question.key_count());
            let order = order.map_err(|error| wrong(text.span(), &error, error.help()))?;
            question.sort.push(order);
        }
        if let Some(having) = tile.having.as_ref().filter(|having| !having.get_ref().is_empty()) {
            let parsed = Having::parse(having.get_ref(), &question.group_names());
            let parsed =
                parsed.map_err(|error| wrong(having.span(), error.message(), error.help()));
            question.having = Some(parsed?);
        }
        Ok(question)
    }

    /// Rows without events need keys whose values are known.
    fn check_fill(&self, by: &[Spanned<String>], keys: &[Key]) -> Result<()> {
        let is_unknown = |key: &Key| !matches!(key.kind, Some(FieldType::Integer(..)));
        let unknown = by.iter().zip(keys).find(|(_, key)| self.tile.fill && is_unknown(key));
        let Some((name, _)) = unknown else { return Ok(()) };
        let message = format!("fill does not know all values of {}", name.get_ref());
        Err(wrong(name.span(), message, "fill goes with keys such as hour and weekday"))
    }

    fn listing(&mut self, conditions: Conditions) -> Result<Listing> {
        let tile = self.tile;
        let fields: Vec<Key> =
            tile.fields.iter().map(|name| self.key(name)).collect::<Result<_>>()?;
        if fields.is_empty() {
            let help = "add fields = [\"eventTime\", \"eventName\", …]";
            return Err(wrong(tile.id.span(), "a tile of events needs fields", help));
        }
        let names: Vec<String> = fields.iter().map(|key| key.name.clone()).collect();
        let order = |text: &Spanned<String>| {
            let order = Order::parse(text.get_ref(), &names, names.len());
            order.map_err(|error| wrong(text.span(), &error, error.help()))
        };
        Ok(Listing {
            condition: self.optional(tile.condition.as_ref())?,
            span: conditions.span,
            sort: tile.sort.iter().map(order).collect::<Result<_>>()?,
            limit: self.limit()?.unwrap_or(EVENTS),
            known: tile.known.as_ref().map(|known| self.known(known)).transpose()?,
            fields,
        })
    }

    fn known(&mut self, known: &KnownDefinition) -> Result<Known> {
        let seen = known
            .seen
            .iter()
            .map(|seen| Ok((self.condition(&seen.condition)?, self.key(&seen.field)?.field)));
        let seen = seen.collect::<Result<_>>()?;
        let unless = self.optional(known.unless.as_ref())?;
        Ok(Known { unless, field: self.key(&known.field)?.field, seen })
    }

    fn unless(&mut self, unless: &UnlessDefinition) -> Result<Unless> {
        Ok(Unless {
            condition: self.condition(&unless.condition)?,
            seen: self.condition(&unless.seen)?,
            field: self.key(&unless.field)?.field,
        })
    }

    fn limit(&self) -> Result<Option<usize>> {
        let limit = self.tile.limit.as_ref().map(|limit| {
            let number = usize::try_from(*limit.get_ref()).ok().filter(|number| *number > 0);
            number
                .ok_or_else(|| wrong(limit.span(), "a limit is at least 1", "leave it out for all"))
        });
        limit.transpose()
    }

    fn optional(&mut self, condition: Option<&Spanned<String>>) -> Result<Option<ConditionId>> {
        let condition = condition.filter(|condition| !condition.get_ref().trim().is_empty());
        condition.map(|condition| self.condition(condition)).transpose()
    }

    fn condition(&mut self, condition: &Spanned<String>) -> Result<ConditionId> {
        condition_of(condition, self.fields)
    }

    fn key(&mut self, name: &Spanned<String>) -> Result<Key> {
        if let Some((computed, field)) = self.computed.iter().find(|(n, _)| n == name.get_ref()) {
            return Ok(Key {
                name: computed.clone(),
                field: *field,
                kind: self.fields.kind(*field),
            });
        }
        let key = Key::parse(name.get_ref(), self.fields);
        key.map_err(|error| wrong(name.span(), &error, error.help()))
    }

    fn measure(&mut self, definition: &Spanned<MeasureDefinition>) -> Result<Measure> {
        let at = definition.span();
        let (name, measure, condition) = match definition.get_ref() {
            MeasureDefinition::Text(text) => match text.split_once('=') {
                Some((name, measure)) => (name, measure, None),
                None => (text.as_str(), text.as_str(), None),
            },
            MeasureDefinition::Table(table) => {
                (table.name.as_str(), table.measure.as_str(), table.condition.as_ref())
            }
        };
        let find = |field: &str| {
            self.computed.iter().find(|(name, _)| name == field).map(|(_, field)| *field)
        };
        let parsed = Measure::named(name, measure, self.fields, &find);
        let mut parsed = parsed.map_err(|error| wrong(at, &error, error.help()))?;
        if let Some(condition) = condition {
            // The parser gives no place inside a measure.
            parsed.condition = Some(condition_at(condition, definition.span(), self.fields)?);
        }
        Ok(parsed)
    }

    fn computed(&mut self, computed: &ComputedField) -> Result<FieldId> {
        let name = computed.name.get_ref();
        let is_taken = name.parse::<Column>().is_ok();
        if is_taken || self.computed.iter().any(|(other, _)| other == name) {
            let message = format!("{name} is the name of another field");
            return Err(wrong(
                computed.name.span(),
                message,
                "give the computed field another name",
            ));
        }
        let source = match (&computed.field, &computed.pattern) {
            (Some(field), Some(pattern)) => {
                let regex = Regex::new(pattern.get_ref());
                let help = "patterns are regular expressions";
                let regex = regex.map_err(|error| wrong(pattern.span(), one_line(&error), help))?;
                Source::Capture(Box::new((self.key(field)?.field, regex)))
            }
            (None, None) if !computed.cases.is_empty() => {
                let cases = computed
                    .cases
                    .iter()
                    .map(|case| Ok((case.text.clone(), self.condition(&case.condition)?)));
                Source::Cases(cases.collect::<Result<_>>()?)
            }
            (None, None) if !computed.first_of.is_empty() => {
                let fields = computed.first_of.iter().map(|name| Ok(self.key(name)?.field));
                Source::FirstOf(fields.collect::<Result<_>>()?)
            }
            _ => {
                let help = "write field and pattern, or cases, or first_of";
                return Err(wrong(computed.name.span(), "an incomplete computed field", help));
            }
        };
        Ok(self.fields.add_computed(name, source))
    }
}

/// A condition of a definition.
///
/// # Errors
/// What is wrong and where.
pub(super) fn condition_of(
    condition: &Spanned<String>,
    fields: &mut Fields,
) -> Result<ConditionId> {
    condition_at(condition.get_ref(), condition.span(), fields)
}

fn condition_at(text: &str, at: Range<usize>, fields: &mut Fields) -> Result<ConditionId> {
    let parsed = Expression::parse(text);
    let parsed = parsed.map_err(|error| wrong(at, error.message(), error.help()))?;
    Ok(fields.add_condition(text, &parsed))
}

fn one_line(error: &regex::Error) -> String {
    let text = error.to_string();
    text.lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned()
}
