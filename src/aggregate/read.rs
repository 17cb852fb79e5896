//! Reads one event: each field and each condition at most once, whatever number of questions names it.
//!
//! Keys are read as numbers of a dictionary, other fields as text. Knows nothing of groups.

use jiff::Timestamp;
use jiff::tz::Offset;

use super::cell;
use super::condition::Condition;
use super::dictionary::{FieldId, Id, NULL};
use super::fields::{ConditionId, Fields, Source};
use super::values::{Cache, Moment, Seen, Slot, Values, count};
use crate::event::Event;
use crate::event::column::Column;
use crate::event::derived::Cell;
use crate::event::schema::{Derived, FieldType};

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

    /// When it happened.
    pub(super) fn time(&mut self) -> Option<Timestamp> {
        if let Moment::Read(time) = self.values.time {
            return time;
        }
        let time = self.event.and_then(Event::time);
        self.values.time = Moment::Read(time);
        time
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
        let holds = self.condition(&fields.conditions[condition.0].1);
        self.values.conditions[condition.0] = (self.values.event, holds);
        holds
    }

    fn condition(&mut self, condition: &Condition) -> bool {
        match condition {
            Condition::And(parts) => parts.iter().all(|part| self.condition(part)),
            Condition::Or(parts) => parts.iter().any(|part| self.condition(part)),
            Condition::Not(part) => !self.condition(part),
            Condition::Atom(at) => self.atom(*at),
        }
    }

    /// Whether the test with this number holds.
    fn atom(&mut self, at: usize) -> bool {
        let (event, holds) = self.values.atoms[at];
        if event == self.values.event {
            return holds;
        }
        let holds = self.known_atom(at).unwrap_or_else(|| {
            let atom = &self.fields.atoms[at];
            let any = |event| atom.column.any(event, &mut |cell| atom.test.holds(cell));
            self.event.is_some_and(any)
        });
        self.values.atoms[at] = (self.values.event, holds);
        holds
    }

    /// Whether a test holds for one of its field's values, each of which is tested once; `None` of values
    /// that are not remembered, and of a list, which a test takes as a whole.
    fn known_atom(&mut self, at: usize) -> Option<bool> {
        let atom = &self.fields.atoms[at];
        let field = atom.field?;
        let slot = self.ids(field);
        if slot.is_list {
            return None;
        }
        let Cache { dictionaries, memo } = &mut *self.cache;
        let dictionary = &dictionaries[field.0];
        let ids = &self.values.ids[slot.first as usize..slot.end as usize];
        let mut ids = ids.iter().filter(|id| **id != NULL);
        let test = |id| atom.test.holds(&cell::read(dictionary.cell(id)));
        Some(ids.any(|id| memo.holds(at, *id, || test(*id))))
    }

    /// What identifies the event; nothing of an event without an id, and where no question
    /// needs it.
    pub(super) fn id(&mut self) -> Option<&[u8]> {
        let id = self.fields.id()?;
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

#[cfg(test)]
mod tests {
    use foldhash::quality::RandomState;
    use regex::Regex;

    use super::*;
    use crate::event::json::Index;
    use crate::filter::expression::Expression;

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
