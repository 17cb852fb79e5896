//! What is read of an event: each field and each condition at most once, whatever number of questions
//! names it.
//!
//! Keys are read as numbers of a [`Dictionary`], other fields as text. Knows nothing of groups.

use std::collections::HashSet;

use foldhash::quality::RandomState;
use jiff::Timestamp;
use jiff::tz::Offset;
use regex::Regex;

use super::cell;
use super::condition::{Atom, Condition, Memo};
use super::dictionary::{Dictionary, Id, NULL};
use crate::event::Event;
use crate::event::column::Column;
use crate::event::derived::Cell;
use crate::event::schema::{Derived, FieldType};
use crate::filter::expression::Expression;

/// A field of [`Fields`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FieldId(pub(super) usize);

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
    conditions: Vec<(String, Condition)>,
    atoms: Vec<Atom>,
    /// The columns that conditions test.
    tested: Vec<Column>,
    id: Option<FieldId>,
    reads_identity: bool,
}

impl Fields {
    /// Adds a field of the vocabulary, once.
    pub fn add(&mut self, column: &Column) -> FieldId {
        self.reads_identity |= column.reads_identity();
        add(column, &mut self.entries)
    }

    /// Adds a field that a definition computes.
    pub fn add_computed(&mut self, name: &str, source: Source) -> FieldId {
        let kind = Some(FieldType::Text);
        push(Entry { name: name.to_owned(), source, kind }, &mut self.entries)
    }

    /// Has the id of each event read.
    pub fn add_id(&mut self) {
        if self.id.is_none() {
            self.reads_identity = true;
            self.id = Some(self.add_computed("", Source::Id));
        }
    }

    /// Adds a condition, once. `text`: how it was written.
    pub fn add_condition(&mut self, text: &str, expression: &Expression) -> ConditionId {
        if let Some(found) = self.conditions.iter().position(|(other, _)| other == text) {
            return ConditionId(found);
        }
        self.reads_identity |= expression.reads_identity();
        self.tested.extend(expression.columns().into_iter().cloned());
        let entries = &mut self.entries;
        let mut field = |column: &Column| add(column, entries);
        let condition = Condition::new(expression, &mut self.atoms, &mut field);
        self.conditions.push((text.to_owned(), condition));
        ConditionId(self.conditions.len() - 1)
    }

    /// The columns that fields and conditions read.
    pub fn columns(&self) -> Vec<Column> {
        let fields = self.entries.iter().filter_map(|entry| match &entry.source {
            Source::Column(column) => Some(column),
            _ => None,
        });
        fields.chain(&self.tested).cloned().collect()
    }

    /// The type of a field's values, where the vocabulary knows it.
    pub fn kind(&self, field: FieldId) -> Option<FieldType> {
        self.entries[field.0].kind
    }

    /// Whether one value is taken for a member of `userIdentity`.
    pub fn reads_identity(&self) -> bool {
        self.reads_identity
    }

    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }

    /// The field of the events' ids.
    pub(super) fn id(&self) -> Option<FieldId> {
        self.id
    }
}

fn add(column: &Column, entries: &mut Vec<Entry>) -> FieldId {
    let name = column.written();
    let is_same = |entry: &Entry| matches!(entry.source, Source::Column(_)) && entry.name == name;
    if let Some(found) = entries.iter().position(is_same) {
        return FieldId(found);
    }
    let (source, kind) = (Source::Column(column.clone()), column.kind());
    push(Entry { name: name.to_owned(), source, kind }, entries)
}

fn push(entry: Entry, entries: &mut Vec<Entry>) -> FieldId {
    entries.push(entry);
    FieldId(entries.len() - 1)
}

/// What is kept from one event to the next: the numbers of values, and what tests say of them.
#[derive(Clone, Debug)]
pub(super) struct Cache {
    pub(super) dictionaries: Vec<Dictionary>,
    memo: Memo,
}

impl Cache {
    pub(super) fn new(fields: &Fields, hasher: &RandomState) -> Self {
        let dictionaries = (0..fields.len()).map(|_| Dictionary::new(hasher)).collect();
        Self { dictionaries, memo: Memo::default() }
    }

    /// Bytes that the values take.
    pub(super) fn bytes(&self) -> usize {
        self.dictionaries.iter().map(Dictionary::bytes).sum()
    }
}

/// The values of a field, if it was read of the event at hand.
#[derive(Clone, Copy, Debug, Default)]
struct Slot {
    /// The number of the event.
    event: u32,
    first: u32,
    end: u32,
    /// A list was taken apart.
    is_list: bool,
}

/// What was read of one event. Its buffers are kept from one event to the next.
#[derive(Clone, Debug, Default)]
pub(super) struct Values {
    /// The number of the event, from 1 on.
    event: u32,
    ids: Vec<Id>,
    id_slots: Vec<Slot>,
    /// All cells, one after the other.
    bytes: Vec<u8>,
    /// Where each cell ends; it begins where the one before ends.
    ends: Vec<u32>,
    cell_slots: Vec<Slot>,
    conditions: Vec<(u32, bool)>,
    atoms: Vec<(u32, bool)>,
    time: Option<Option<Timestamp>>,
    is_error: Option<bool>,
}

impl Values {
    /// Begins with the next event.
    fn clear(&mut self, fields: &Fields) {
        self.event = self.event.wrapping_add(1);
        if self.event == 0 || self.id_slots.len() != fields.entries.len() {
            *self = Self { event: 1, ..Self::default() };
            self.id_slots.resize(fields.entries.len(), Slot::default());
            self.cell_slots.resize(fields.entries.len(), Slot::default());
            self.conditions.resize(fields.conditions.len(), (0, false));
            self.atoms.resize(fields.atoms.len(), (0, false));
        }
        self.ids.clear();
        self.bytes.clear();
        self.ends.clear();
        (self.time, self.is_error) = (None, None);
    }

    /// The cell at this place.
    fn cell(&self, at: u32) -> &[u8] {
        let at = at as usize;
        let start = if at == 0 { 0 } else { self.ends[at - 1] as usize };
        &self.bytes[start..self.ends[at] as usize]
    }

    fn push_text(&mut self, text: &str) {
        if !text.is_empty() {
            cell::write(&Cell::Text(text.into()), None, None, &mut self.bytes);
            self.ends.push(count(self.bytes.len()));
        }
    }

    /// Bytes that it holds.
    pub(super) fn held(&self) -> usize {
        self.bytes.len()
            + size_of_val(&*self.ends)
            + size_of_val(&*self.ids)
            + 2 * size_of_val(&*self.id_slots)
            + size_of::<Self>()
    }

    /// Replaces the numbers of a field.
    pub(super) fn translate(&mut self, field: FieldId, mut translated: impl FnMut(Id) -> Id) {
        let slot = self.id_slots[field.0];
        if slot.event == self.event {
            for id in &mut self.ids[slot.first as usize..slot.end as usize] {
                *id = translated(*id);
            }
        }
    }
}

/// Cells of one field that are compared one by one before a set is made.
const FEW: usize = 16;

/// Numbers of one field that came before.
#[derive(Default)]
struct Seen(Option<HashSet<Id>>);

impl Seen {
    /// Adds a number to those from `first` on, unless it is there.
    fn push(&mut self, id: Id, first: usize, ids: &mut Vec<Id>) {
        let is_new = if ids.len() - first < FEW {
            !ids[first..].contains(&id)
        } else {
            self.0.get_or_insert_with(|| ids[first..].iter().copied().collect()).insert(id)
        };
        if is_new {
            ids.push(id);
        }
    }
}

/// One event, as far as it was read.
pub(super) struct Record<'r, 'e> {
    fields: &'r Fields,
    /// `None` of an event of which everything was read before.
    event: Option<&'r Event<'e>>,
    values: &'r mut Values,
    cache: &'r mut Cache,
}

impl<'r, 'e> Record<'r, 'e> {
    /// An event of which nothing was read.
    pub(super) fn new(
        fields: &'r Fields,
        event: &'r Event<'e>,
        values: &'r mut Values,
        cache: &'r mut Cache,
    ) -> Self {
        values.clear(fields);
        Self { fields, event: Some(event), values, cache }
    }

    /// An event of which everything was read: see [`Record::read_all`].
    pub(super) fn again(fields: &'r Fields, values: &'r mut Values, cache: &'r mut Cache) -> Self {
        Self { fields, event: None, values, cache }
    }

    /// Reads these fields as numbers and those as text, and all conditions.
    pub(super) fn read_all(&mut self, grouped: &[FieldId], shown: &[FieldId]) {
        for field in grouped {
            self.ids(*field);
        }
        for field in shown {
            self.read_cells(*field);
        }
        for at in 0..self.fields.conditions.len() {
            self.holds(ConditionId(at));
        }
        self.time();
        self.is_error();
    }

    /// The event, unless everything was read before.
    pub(super) fn event(&self) -> Option<&'r Event<'e>> {
        self.event
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
        let (event, holds) = self.values.conditions[condition.0];
        if event == self.values.event {
            return holds;
        }
        let fields = self.fields;
        let holds = fields.conditions[condition.0].1.holds(self);
        self.values.conditions[condition.0] = (self.values.event, holds);
        holds
    }

    /// Whether the test with this number holds.
    pub(super) fn atom(&mut self, at: usize) -> bool {
        let (event, holds) = self.values.atoms[at];
        if event == self.values.event {
            return holds;
        }
        let fields = self.fields;
        let holds = fields.atoms[at].holds(self, at);
        self.values.atoms[at] = (self.values.event, holds);
        holds
    }

    /// Whether a test holds for one of a field's values, each of which is tested once; `None` of a list,
    /// which a test takes as a whole.
    pub(super) fn any_known(
        &mut self,
        field: FieldId,
        atom: usize,
        test: &dyn Fn(&Cell<'_>) -> bool,
    ) -> Option<bool> {
        let slot = self.ids(field);
        if slot.is_list {
            return None;
        }
        let Cache { dictionaries, memo } = &mut *self.cache;
        let dictionary = &dictionaries[field.0];
        let ids = &self.values.ids[slot.first as usize..slot.end as usize];
        let mut ids = ids.iter().filter(|id| **id != NULL);
        Some(ids.any(|id| memo.holds(atom, *id, || test(&cell::read(dictionary.cell(*id))))))
    }

    /// What tells the event from all others; nothing of an event without an id, and where no question
    /// needs it.
    pub(super) fn id(&mut self) -> Option<&[u8]> {
        let id = self.fields.id?;
        Some(self.first_cell(id)).filter(|id| cell::is_value(id))
    }

    /// The numbers of a field's distinct values; none if it has no value.
    pub(super) fn keys(&mut self, field: FieldId) -> &[Id] {
        let slot = self.ids(field);
        &self.values.ids[slot.first as usize..slot.end as usize]
    }

    /// The values of a field as cells; none if it has no value.
    pub(super) fn cells(&mut self, field: FieldId) -> impl ExactSizeIterator<Item = &[u8]> {
        let slot = self.read_cells(field);
        let values = &*self.values;
        (slot.first as usize..slot.end as usize).map(move |at| values.cell(count(at)))
    }

    /// The first value of a field as a cell; that of no value if it has none.
    pub(super) fn first_cell(&mut self, field: FieldId) -> &[u8] {
        let slot = self.read_cells(field);
        if slot.first == slot.end { &[0] } else { self.values.cell(slot.first) }
    }

    fn ids(&mut self, field: FieldId) -> Slot {
        let slot = self.values.id_slots[field.0];
        if slot.event == self.values.event {
            return slot;
        }
        let fields = self.fields;
        let entry = &fields.entries[field.0];
        let (mut first, mut is_list) = (self.values.ids.len(), false);
        match (&entry.source, self.event) {
            (Source::Column(column), Some(event)) => {
                is_list = self.column_ids(field, column, entry.kind, event);
            }
            (Source::Column(_), None) => {}
            _ => {
                let cell = self.first_cell(field).to_vec();
                first = self.values.ids.len();
                let id = self.cache.dictionaries[field.0].id(cell::tag(&cell), &cell[1..]);
                self.values.ids.push(id);
            }
        }
        let end = count(self.values.ids.len());
        let slot = Slot { event: self.values.event, first: count(first), end, is_list };
        self.values.id_slots[field.0] = slot;
        slot
    }

    /// Adds the numbers of a column's values; whether one of them was a list.
    fn column_ids(
        &mut self,
        field: FieldId,
        column: &Column,
        kind: Option<FieldType>,
        event: &Event<'_>,
    ) -> bool {
        if let Column::Derived(derived @ (Derived::Date | Derived::Hour | Derived::Weekday)) =
            column
        {
            self.time_id(field, *derived);
            return false;
        }
        let dictionary = &mut self.cache.dictionaries[field.0];
        let mut id = |cell: &Cell<'_>| {
            cell::with(cell, kind, Some(event), |tag, bytes| dictionary.id(tag, bytes))
        };
        let ids = &mut self.values.ids;
        let first = ids.len();
        match column {
            Column::Path(_) | Column::Derived(Derived::Resource) => {
                let (mut seen, mut is_list) = (Seen::default(), false);
                column.any(event, &mut |cell| {
                    match cell {
                        Cell::Json(list) if list.is_array() => {
                            is_list = true;
                            let elements = list.elements().map(Cell::Json);
                            elements.for_each(|element| seen.push(id(&element), first, ids));
                        }
                        cell => seen.push(id(cell), first, ids),
                    }
                    false
                });
                return is_list;
            }
            Column::Derived(derived) => ids.extend(derived.first(event).map(|cell| id(&cell))),
        }
        false
    }

    /// Adds the number of a part of the event's time.
    fn time_id(&mut self, field: FieldId, derived: Derived) {
        let Some(time) = self.time() else { return };
        let dictionary = &mut self.cache.dictionaries[field.0];
        let at = || Offset::UTC.to_datetime(time);
        let seconds = time.as_second() - i64::from(time.subsec_nanosecond() < 0);
        let id = match derived {
            Derived::Hour => dictionary.integer(at().hour()),
            Derived::Weekday => dictionary.integer(at().weekday().to_monday_one_offset()),
            _ => dictionary.day(seconds.div_euclid(86_400), || at().date().to_string()),
        };
        self.values.ids.push(id);
    }

    fn read_cells(&mut self, field: FieldId) -> Slot {
        let slot = self.values.cell_slots[field.0];
        if slot.event == self.values.event {
            return slot;
        }
        let fields = self.fields;
        let entry = &fields.entries[field.0];
        // A computed field reads others first, and those write cells of their own.
        let mut first = self.values.ends.len();
        match &entry.source {
            Source::Column(column) => {
                if let Some(event) = self.event {
                    self.column_cells(column, entry.kind, event);
                }
            }
            Source::Id => {
                let id = self.event.map(|event| (event.id(), event.account()));
                if let Some((id, account)) = id.filter(|(id, _)| !id.is_empty()) {
                    let Values { bytes, ends, .. } = &mut *self.values;
                    bytes.push(cell::Tag::Text as u8);
                    for part in [&id, " ", &account] {
                        bytes.extend_from_slice(part.as_bytes());
                    }
                    ends.push(count(bytes.len()));
                }
            }
            Source::Cases(cases) => {
                let found = cases.iter().find(|(_, condition)| self.holds(*condition));
                first = self.values.ends.len();
                self.values.push_text(found.map_or("", |(text, _)| text));
            }
            Source::FirstOf(fields) => {
                let cells = fields.iter().map(|field| self.first_cell(*field).to_vec());
                let found = cells.into_iter().find(|cell| cell::is_value(cell));
                first = self.values.ends.len();
                if let Some(found) = found {
                    self.values.bytes.extend_from_slice(&found);
                    self.values.ends.push(count(self.values.bytes.len()));
                }
            }
            Source::Capture(capture) => {
                let (of, pattern) = &**capture;
                let text = cell::text(self.first_cell(*of)).to_owned();
                let found = pattern.captures(&text).and_then(|all| all.get(1).or(all.get(0)));
                first = self.values.ends.len();
                self.values.push_text(found.map_or("", |found| found.as_str()));
            }
        }
        let end = count(self.values.ends.len());
        let slot = Slot { event: self.values.event, first: count(first), end, is_list: false };
        self.values.cell_slots[field.0] = slot;
        slot
    }

    /// Adds a column's values as cells, each element of a list as one.
    fn column_cells(&mut self, column: &Column, kind: Option<FieldType>, event: &Event<'_>) {
        let Values { bytes, ends, .. } = &mut *self.values;
        let mut write = |cell: &Cell<'_>| {
            cell::write(cell, kind, Some(event), bytes);
            ends.push(count(bytes.len()));
        };
        match column {
            Column::Path(_) | Column::Derived(Derived::Resource) => {
                column.any(event, &mut |cell| {
                    match cell {
                        Cell::Json(list) if list.is_array() => {
                            list.elements().map(Cell::Json).for_each(|element| write(&element));
                        }
                        cell => write(cell),
                    }
                    false
                });
            }
            Column::Derived(derived) => derived.first(event).iter().for_each(write),
        }
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

    /// The distinct values of a field.
    fn cells(record: &str, field: &str) -> Vec<String> {
        let mut fields = Fields::default();
        let id = fields.add(&field.parse().unwrap());
        let (mut index, mut values) = (Index::default(), Values::default());
        let mut cache = Cache::new(&fields, &RandomState::default());
        let event = Event::parse(record.as_bytes(), &mut index).unwrap();
        let mut record = Record::new(&fields, &event, &mut values, &mut cache);
        let keys = record.keys(id).to_vec();
        let dictionary = &cache.dictionaries[id.0];
        keys.iter().map(|key| cell::text(dictionary.cell(*key)).to_owned()).collect()
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
        let mut cache = Cache::new(&fields, &RandomState::default());
        let mut record = Record::new(&fields, &event, &mut values, &mut cache);
        assert_eq!(cell::text(record.first_cell(part)), "t/d=1/h=2/");
        assert_eq!(cell::text(record.first_cell(change)), "written");
        assert_eq!(cell::text(record.first_cell(key)), "t/d=1/h=2/x");
    }
}
