//! What is asked of the events: questions, and the fields that they read.

use super::dictionary::FieldId;
use super::fields::Fields;
use super::listing::Listing;
use super::measure::What;
use super::question::Question;

/// What is asked of the events.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// What the questions read of an event.
    pub fields: Fields,
    /// The questions.
    pub questions: Vec<Query>,
    /// Events are kept one by one until they are merged, so that a sink around this one can leave some
    /// out.
    pub is_by_event: bool,
    /// The first question that needs too much memory ends the scan.
    pub is_strict: bool,
}

/// A question of either kind.
#[derive(Clone, Debug)]
pub enum Query {
    /// About groups of events.
    Groups(Box<Question>),
    /// About single events.
    Events(Listing),
}

/// What questions use of each event.
#[derive(Debug, Default)]
pub(super) struct Uses {
    /// Fields as numbers.
    pub(super) grouped: Vec<FieldId>,
    /// Fields as text.
    pub(super) shown: Vec<FieldId>,
}

impl Uses {
    pub(super) fn new(plan: &Plan) -> Self {
        let mut uses = Self::default();
        for query in &plan.questions {
            match query {
                Query::Groups(question) => {
                    uses.grouped.extend(question.keys.iter().map(|key| key.field));
                    uses.shown.extend(question.unless.map(|unless| unless.field));
                    for measure in &question.measures {
                        match measure.what {
                            What::Distinct(field) | What::Values(field) => uses.grouped.push(field),
                            What::FirstOf(field)
                            | What::LastOf(field)
                            | What::Sum(field)
                            | What::Min(field)
                            | What::Max(field)
                            | What::Avg(field) => uses.shown.push(field),
                            _ => {}
                        }
                    }
                }
                Query::Events(listing) => uses.shown.extend(listing.read_fields()),
            }
        }
        uses.shown.extend(plan.fields.id());
        uses.grouped.sort_unstable_by_key(|field| field.0);
        uses.grouped.dedup();
        uses
    }
}
