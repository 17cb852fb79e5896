//! The question of `ct count`, from the values of its flags.
//!
//! Knows a flag by its name only, and no command line.

use super::interval::Interval;
use super::measure::Measure;
use super::plan::{Plan, Query};
use super::question::{Having, Key, Order, Question};
use crate::error::UserError;
use crate::event::column;
use crate::event::field::Path;

/// The values of the flags as they are written: lists may have commas.
#[derive(Clone, Copy, Debug, Default)]
pub struct CountRequest<'f> {
    /// `--by`
    pub by: &'f [String],
    /// `--measure`
    pub measures: &'f [String],
    /// `--every`
    pub interval: Option<Interval>,
    /// `--sort`
    pub sort: &'f [String],
    /// `--having`
    pub having: Option<&'f str>,
    /// The most groups to print.
    pub limit: Option<usize>,
    /// `--unique`
    pub is_unique: bool,
}

impl CountRequest<'_> {
    /// The plan with the one question.
    ///
    /// # Errors
    /// A field, a measure, a column or the condition is wrong, or two columns have one name.
    pub fn plan(&self) -> Result<Plan, UserError> {
        let mut plan = Plan { is_by_event: self.is_unique, is_strict: true, ..Plan::default() };
        let key = |name: &str| Key::parse(name, &mut plan.fields);
        let keys = names(self.by).map(key).collect::<Result<_, _>>()?;
        let mut measures = vec![Measure::events()];
        for text in names(self.measures).filter(|text| *text != "events") {
            measures.push(Measure::parse(text, &mut plan.fields)?);
        }
        let (interval, limit, time_name) = (self.interval, self.limit, "time".to_owned());
        let mut question =
            Question { interval, time_name, keys, measures, limit, ..Question::default() };
        if let Some(name) = question.repeated_name() {
            return Err(UserError::new(
                format_args!("two columns are named {name}"),
                "name each field and measure once; NAME=MEASURE renames a measure",
            ));
        }
        let columns: Vec<String> = question.columns().map(|(name, _)| name.to_owned()).collect();
        for text in names(self.sort) {
            question.sort.push(Order::parse(text, &columns, question.key_count())?);
        }
        let having = self.having.map(|text| Having::parse(text, &question.group_names()));
        question.having = having.transpose()?;
        plan.questions.push(Query::Groups(Box::new(question)));
        Ok(plan)
    }

    /// The paths among the fields that can be misspelt.
    pub fn paths(&self) -> Vec<Path> {
        let measured = names(self.measures).filter_map(|text| Some(text.split_once(':')?.1));
        column::paths(names(self.by).chain(measured))
    }
}

/// The names in lists with commas.
fn names(lists: &[String]) -> impl Iterator<Item = &str> {
    lists.iter().flat_map(|list| list.split(',')).map(str::trim)
}
