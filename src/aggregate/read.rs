//! What is read of an event: each field and each condition at most once, whatever number of questions
//! names it.
//!
//! Knows nothing of groups.

use std::collections::HashSet;

use jiff::Timestamp;
use regex::Regex;

use super::cell;
use crate::event::Event;
use crate::event::column::Column;
use crate::event::derived::Cell;
use crate::event::schema::{Derived, FieldType};
use crate::filter::expression::Expression;

/// A field of [`Fields`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FieldId(usize);

/// A condition of [`Fields`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConditionId(usize);

/// Where the values of a field come from.
#[derive(Clone, Debug)]
pub enum Source {
    /// A field of the vocabulary, or a path.
    Column(Column),
    /// The first of these texts whose condition holds.
    Cases(Vec<(String, ConditionId)>),
    /// The first of these fields that has a value.
    FirstOf(Vec<FieldId>),
    /// What tells an event from all others: eventID and account.
    Id,
    /// The first group of a pattern, or all that it matches, in the text of a field.
    Capture(Box<(FieldId, Regex)>),
}

#[derive(Clone, Debug)]
struct Entry {
    name: String,
    source: Source,
    kind: Option<FieldType>,
}

/// The fields and conditions that questions name.
#[derive(Clone, Debug, Default)]
pub struct Fields {
    entries: Vec<Entry>,
    conditions: Vec<(String, Expression)>,
    id: Option<FieldId>,
    reads_identity: bool,
}

impl Fields {
    /// Adds a field of the vocabulary, once.
    pub fn add(&mut self, column: &Column) -> FieldId {
        let name = column.written();
        let is_same =
            |entry: &Entry| matches!(entry.source, Source::Column(_)) && entry.name == name;
        if let Some(found) = self.entries.iter().position(is_same) {
            return FieldId(found);
        }
        self.reads_identity |= column.reads_identity();
        let kind = column.kind();
        self.push(Entry { name: name.to_owned(), source: Source::Column(column.clone()), kind })
    }

    /// Adds a field that a definition computes.
    pub fn add_computed(&mut self, name: &str, source: Source) -> FieldId {
        self.push(Entry { name: name.to_owned(), source, kind: Some(FieldType::Text) })
    }

    /// Has the id of each event read.
    pub fn add_id(&mut self) {
        if self.id.is_none() {
            self.reads_identity = true;
            self.id = Some(self.add_computed("", Source::Id));
        }
    }

    fn push(&mut self, entry: Entry) -> FieldId {
        self.entries.push(entry);
        FieldId(self.entries.len() - 1)
    }

    /// Adds a condition, once. `text`: how it was written.
    pub fn add_condition(&mut self, text: &str, condition: &Expression) -> ConditionId {
        let found = self.conditions.iter().position(|(other, _)| other == text);
        ConditionId(found.unwrap_or_else(|| {
            self.reads_identity |= condition.reads_identity();
            self.conditions.push((text.to_owned(), condition.clone()));
            self.conditions.len() - 1
        }))
    }

    /// The columns that fields and conditions read.
    pub fn columns(&self) -> Vec<Column> {
        let fields = self.entries.iter().filter_map(|entry| match &entry.source {
            Source::Column(column) => Some(column),
            _ => None,
        });
        let tested = self.conditions.iter().flat_map(|(_, condition)| condition.columns());
        fields.chain(tested).cloned().collect()
    }

    /// The type of a field's values, where the vocabulary knows it.
    pub fn kind(&self, field: FieldId) -> Option<FieldType> {
        self.entries[field.0].kind
    }

    /// Whether one value is taken for a member of `userIdentity`.
    pub fn reads_identity(&self) -> bool {
        self.reads_identity
    }
}

/// What was read of one event. Its buffers are kept from one event to the next.
#[derive(Clone, Debug, Default)]
pub(super) struct Values {
    /// All cells, one after the other.
    bytes: Vec<u8>,
    /// Where each cell ends; it begins where the one before ends.
    ends: Vec<u32>,
    /// The cells of each field, if it was read: the first, and the one after the last.
    fields: Vec<Option<(u32, u32)>>,
    conditions: Vec<Option<bool>>,
    time: Option<Option<Timestamp>>,
    is_error: Option<bool>,
}

impl Values {
    fn clear(&mut self, fields: &Fields) {
        self.bytes.clear();
        self.ends.clear();
        self.fields.clear();
        self.fields.resize(fields.entries.len(), None);
        self.conditions.clear();
        self.conditions.resize(fields.conditions.len(), None);
        (self.time, self.is_error) = (None, None);
    }

    /// The cell at this place.
    fn cell(&self, at: u32) -> &[u8] {
        let at = at as usize;
        let start = if at == 0 { 0 } else { self.ends[at - 1] as usize };
        &self.bytes[start..self.ends[at] as usize]
    }

    fn push(&mut self, text: &str) {
        if !text.is_empty() {
            cell::write(&Cell::Text(text.into()), None, None, &mut self.bytes);
            self.ends.push(count(self.bytes.len()));
        }
    }

    fn read_column(&mut self, column: &Column, kind: Option<FieldType>, event: &Event<'_>) {
        let mut distinct = Distinct { first: self.ends.len(), seen: None };
        let mut write = |cell: &Cell<'_>| {
            let start = self.bytes.len();
            cell::write(cell, kind, Some(event), &mut self.bytes);
            if distinct.is_new(start, &self.bytes, &self.ends) {
                self.ends.push(count(self.bytes.len()));
            } else {
                self.bytes.truncate(start);
            }
        };
        match column {
            Column::Path(_) | Column::Derived(Derived::Resource) => {
                column.any(event, &mut |cell| {
                    match cell {
                        Cell::Json(list) if list.is_array() => {
                            list.elements().for_each(|element| write(&Cell::Json(element)));
                        }
                        cell => write(cell),
                    }
                    false
                });
            }
            Column::Derived(derived) => {
                if let Some(cell) = derived.first(event) {
                    write(&cell);
                }
            }
        }
    }

    /// Bytes that it holds.
    pub(super) fn held(&self) -> usize {
        self.bytes.len() + size_of_val(&*self.ends) + size_of_val(&*self.fields) + size_of::<Self>()
    }
}

/// Cells of one field that are compared one by one before a set is made.
const FEW: usize = 16;

/// Which cells of a field came before.
struct Distinct {
    /// The field's first cell.
    first: usize,
    /// The cells, once there are many.
    seen: Option<HashSet<Vec<u8>>>,
}

impl Distinct {
    /// Whether the cell from `start` to the end of `bytes` is none of those that end at `ends`.
    fn is_new(&mut self, start: usize, bytes: &[u8], ends: &[u32]) -> bool {
        let cell = &bytes[start..];
        let starts = || [0].into_iter().chain(ends.iter().copied()).skip(self.first);
        let mut before =
            starts().zip(&ends[self.first..]).map(|(from, to)| &bytes[from as usize..*to as usize]);
        if ends.len() - self.first < FEW {
            return !before.any(|other| other == cell);
        }
        let seen = self.seen.get_or_insert_with(|| before.map(<[u8]>::to_vec).collect());
        seen.insert(cell.to_vec())
    }
}

/// One event, as far as it was read.
pub(super) struct Record<'r, 'e> {
    fields: &'r Fields,
    /// `None` of an event of which everything was read before.
    event: Option<&'r Event<'e>>,
    values: &'r mut Values,
}

impl<'r, 'e> Record<'r, 'e> {
    /// An event of which nothing was read.
    pub(super) fn new(fields: &'r Fields, event: &'r Event<'e>, values: &'r mut Values) -> Self {
        values.clear(fields);
        Self { fields, event: Some(event), values }
    }

    /// An event of which everything was read: see [`Record::read_all`].
    pub(super) fn again(fields: &'r Fields, values: &'r mut Values) -> Self {
        Self { fields, event: None, values }
    }

    /// Reads all fields and conditions.
    pub(super) fn read_all(&mut self) {
        for at in 0..self.fields.entries.len() {
            self.read(FieldId(at));
        }
        for at in 0..self.fields.conditions.len() {
            self.holds(ConditionId(at));
        }
        self.time();
        self.is_error();
    }

    /// When it happened.
    pub(super) fn time(&mut self) -> Option<Timestamp> {
        let event = self.event;
        *self.values.time.get_or_insert_with(|| event.and_then(Event::time))
    }

    /// Whether the call failed.
    pub(super) fn is_error(&mut self) -> bool {
        let event = self.event;
        *self.values.is_error.get_or_insert_with(|| event.is_some_and(Event::is_error))
    }

    /// Whether a condition holds.
    pub(super) fn holds(&mut self, condition: ConditionId) -> bool {
        if let Some(holds) = self.values.conditions[condition.0] {
            return holds;
        }
        let expression = &self.fields.conditions[condition.0].1;
        let holds = self.event.is_some_and(|event| expression.holds(event));
        self.values.conditions[condition.0] = Some(holds);
        holds
    }

    /// What tells the event from all others; nothing of an event without an id, and where no question
    /// needs it.
    pub(super) fn id(&mut self) -> Option<&[u8]> {
        let id = self.fields.id?;
        Some(self.first_cell(id)).filter(|id| cell::is_value(id))
    }

    /// The distinct values of a field as cells; none if it has no value.
    pub(super) fn cells(&mut self, field: FieldId) -> impl ExactSizeIterator<Item = &[u8]> {
        let (first, end) = self.read(field);
        let values = &*self.values;
        // Few enough to count in 32 bits, as their bytes are.
        (first as usize..end as usize).map(move |at| values.cell(at.try_into().unwrap_or(u32::MAX)))
    }

    /// The first value of a field as a cell; that of no value if it has none.
    pub(super) fn first_cell(&mut self, field: FieldId) -> &[u8] {
        let (first, end) = self.read(field);
        if first == end { &[0] } else { self.values.cell(first) }
    }

    fn read(&mut self, field: FieldId) -> (u32, u32) {
        if let Some(cells) = self.values.fields[field.0] {
            return cells;
        }
        let fields = self.fields;
        let entry = &fields.entries[field.0];
        // A computed field reads others first, and those write cells of their own.
        let first = match &entry.source {
            Source::Column(column) => {
                let first = self.values.ends.len();
                if let Some(event) = self.event {
                    self.values.read_column(column, entry.kind, event);
                }
                first
            }
            Source::Id => {
                let first = self.values.ends.len();
                let id = self.event.map(|event| (event.id(), event.account()));
                if let Some((id, account)) = id.filter(|(id, _)| !id.is_empty()) {
                    self.values.push(&[&id, " ", &account].concat());
                }
                first
            }
            Source::Cases(cases) => {
                let found = cases.iter().find(|(_, condition)| self.holds(*condition));
                let first = self.values.ends.len();
                self.values.push(found.map_or("", |(text, _)| text));
                first
            }
            Source::FirstOf(fields) => {
                let cells = fields.iter().map(|field| self.first_cell(*field).to_vec());
                let found = cells.into_iter().find(|cell| cell::is_value(cell));
                let first = self.values.ends.len();
                if let Some(found) = found {
                    self.values.bytes.extend_from_slice(&found);
                    self.values.ends.push(count(self.values.bytes.len()));
                }
                first
            }
            Source::Capture(capture) => {
                let (of, pattern) = &**capture;
                let text = cell::text(self.first_cell(*of)).to_owned();
                let found = pattern.captures(&text).and_then(|all| all.get(1).or(all.get(0)));
                let first = self.values.ends.len();
                self.values.push(found.map_or("", |found| found.as_str()));
                first
            }
        };
        let cells = (count(first), count(self.values.ends.len()));
        self.values.fields[field.0] = Some(cells);
        cells
    }
}

#[expect(clippy::cast_possible_truncation, reason = "an object has at most 4 GiB")]
fn count(number: usize) -> u32 {
    number as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::json::Index;

    fn cells(record: &str, field: &str) -> Vec<String> {
        let mut fields = Fields::default();
        let id = fields.add(&field.parse().unwrap());
        let (mut index, mut values) = (Index::default(), Values::default());
        let event = Event::parse(record.as_bytes(), &mut index).unwrap();
        let mut record = Record::new(&fields, &event, &mut values);
        record.cells(id).map(|cell| cell::text(cell).to_owned()).collect()
    }

    #[test]
    fn a_list_gives_each_distinct_element_once() {
        let record = r#"{"resources":[{"ARN":"a"},{"ARN":"b"},{"ARN":"a"},{"type":"t"}],
            "requestParameters":{"names":["x","y","x"],"none":[],"one":"x"}}"#;
        assert_eq!(cells(record, "resources.ARN"), ["a", "b"]);
        assert_eq!(cells(record, "resource"), ["a", "b"]);
        assert_eq!(cells(record, "requestParameters.names"), ["x", "y"]);
        assert_eq!(cells(record, "requestParameters.one"), ["x"]);
        assert_eq!(cells(record, "requestParameters.none"), [""; 0]);
    }

    #[test]
    fn a_long_list_gives_each_distinct_element_once() {
        let names: Vec<String> = (0..1000).map(|at| format!("\"n{}\"", at % 300)).collect();
        let record = format!(r#"{{"requestParameters":{{"names":[{}]}}}}"#, names.join(","));
        assert_eq!(cells(&record, "requestParameters.names").len(), 300);
    }

    #[test]
    fn an_object_stands_on_one_line() {
        let record = "{\"requestParameters\":{\"a\" : {\n \"b\": 1 }}}";
        assert_eq!(cells(record, "requestParameters.a"), [r#"{"b":1}"#]);
    }

    #[test]
    fn truth_values_are_the_same_as_text_and_as_json() {
        for record in [r#"{"readOnly":"TRUE"}"#, r#"{"readOnly":true}"#] {
            assert_eq!(cells(record, "readOnly"), ["true"], "{record}");
        }
    }

    #[test]
    fn computed_fields_read_others() {
        let mut fields = Fields::default();
        let key = fields.add(&"requestParameters.key".parse().unwrap());
        let pattern = Regex::new("^(.*=[^/]*/)").unwrap();
        let part = fields.add_computed("part", Source::Capture(Box::new((key, pattern))));
        let text = "eventName = PutObject";
        let put = fields.add_condition(text, &Expression::parse(text).unwrap());
        let change = fields.add_computed("change", Source::Cases(vec![("written".into(), put)]));
        let (mut index, mut values) = (Index::default(), Values::default());
        let record = r#"{"eventName":"PutObject","requestParameters":{"key":"t/d=1/h=2/x"}}"#;
        let event = Event::parse(record.as_bytes(), &mut index).unwrap();
        let mut record = Record::new(&fields, &event, &mut values);
        assert_eq!(cell::text(record.first_cell(part)), "t/d=1/h=2/");
        assert_eq!(cell::text(record.first_cell(change)), "written");
        assert_eq!(cell::text(record.first_cell(key)), "t/d=1/h=2/x");
    }
}
