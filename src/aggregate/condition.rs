//! Conditions whose tests are shared: each test is made once for each event, and those of names that AWS
//! defines once for each distinct value.

use super::dictionary::{FieldId, Id};
use crate::event::column::Column;
use crate::event::schema::FieldType;
use crate::filter::expression::{Expression, Test};

/// A test of one column.
#[derive(Clone, Debug)]
pub(super) struct Atom {
    /// What it tests, to find it again.
    written: String,
    pub(super) column: Column,
    pub(super) test: Test,
    /// The field whose values are remembered with what the test says of them.
    pub(super) field: Option<FieldId>,
}

/// An expression of atoms.
#[derive(Clone, Debug)]
pub(super) enum Condition {
    And(Vec<Condition>),
    Or(Vec<Condition>),
    Not(Box<Condition>),
    Atom(usize),
}

/// What a test says of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Known {
    Unknown,
    Holds,
    Fails,
}

impl Condition {
    /// The expression, with its tests among `atoms`. `field` adds a field whose values are remembered.
    pub(super) fn new(
        expression: &Expression,
        atoms: &mut Vec<Atom>,
        field: &mut dyn FnMut(&Column) -> FieldId,
    ) -> Self {
        let mut all = |parts: &[Expression]| -> Vec<Self> {
            parts.iter().map(|part| Self::new(part, atoms, field)).collect()
        };
        match expression {
            Expression::And(parts) => Self::And(all(parts)),
            Expression::Or(parts) => Self::Or(all(parts)),
            Expression::Not(part) => Self::Not(Box::new(Self::new(part, atoms, field))),
            Expression::Test(column, test) => Self::Atom(atom(column, test, atoms, field)),
        }
    }
}

fn atom(
    column: &Column,
    test: &Test,
    atoms: &mut Vec<Atom>,
    field: &mut dyn FnMut(&Column) -> FieldId,
) -> usize {
    let written = format!("{} {test:?}", column.written());
    atoms.iter().position(|atom| atom.written == written).unwrap_or_else(|| {
        let field = has_few_values(column).then(|| field(column));
        let (column, test) = (column.clone(), test.clone());
        atoms.push(Atom { written, column, test, field });
        atoms.len() - 1
    })
}

/// Whether the values of a column are few in any log: names that AWS defines.
fn has_few_values(column: &Column) -> bool {
    let kind = column.kind();
    kind.is_some_and(|kind| kind.is_name() || matches!(kind, FieldType::Integer(..)))
}

/// What tests say of the values of their fields.
#[derive(Clone, Debug, Default)]
pub(super) struct Memo(Vec<Vec<Known>>);

impl Memo {
    /// What a test says of a value; `test` is called unless it is known.
    pub(super) fn holds(&mut self, atom: usize, id: Id, test: impl FnOnce() -> bool) -> bool {
        if self.0.len() <= atom {
            self.0.resize(atom + 1, Vec::new());
        }
        let known = &mut self.0[atom];
        let at = id as usize;
        if known.len() <= at {
            known.resize(at + 1, Known::Unknown);
        }
        match known[at] {
            Known::Unknown => {
                let holds = test();
                known[at] = if holds { Known::Holds } else { Known::Fails };
                holds
            }
            known => known == Known::Holds,
        }
    }
}
