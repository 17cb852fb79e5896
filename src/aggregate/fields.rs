//! The fields and conditions that questions name, each once.
//!
//! Knows nothing of events: [`super::read`] reads them.

use regex::Regex;

use super::condition::{Atom, Condition};
use super::dictionary::FieldId;
use crate::event::column::Column;
use crate::event::schema::FieldType;
use crate::filter::expression::Expression;

/// A condition of [`Fields`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConditionId(pub(super) usize);

/// Where the values of a field come from.
#[derive(Clone, Debug)]
pub enum Source {
    /// A field of the vocabulary, or a path.
    Column(Column),
    /// The first of these texts whose condition holds.
    Cases(Vec<(String, ConditionId)>),
    /// The first of these fields that has a value.
    FirstOf(Vec<FieldId>),
    /// What identifies an event: eventID and account.
    Id,
    /// The first group of a pattern, or all that it matches, in the text of a field.
    Capture(Box<(FieldId, Regex)>),
}

#[derive(Clone, Debug)]
pub(super) struct Entry {
    name: String,
    pub(super) source: Source,
    pub(super) kind: Option<FieldType>,
}

/// The fields and conditions that questions name.
#[derive(Clone, Debug, Default)]
pub struct Fields {
    pub(super) entries: Vec<Entry>,
    pub(super) conditions: Vec<(String, Condition)>,
    pub(super) atoms: Vec<Atom>,
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
