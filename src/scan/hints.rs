//! Hints after a search without a match: which of its fields and names occur in no record, and which
//! similar ones do.
//!
//! Files and folders are read a second time for it. From other sources, the first records are
//! sampled during the search.

use std::sync::Arc;

use crate::event::field::Path;
use crate::filter::Filter;
use crate::filter::survey::{Absent, Named, Survey};
use crate::scan::Settings;
use crate::scan::watched::{self, Watched};
use crate::sink::numbers::{counted, grouped};
use crate::sink::safe::shown;
use crate::source::Entries;

/// The fields and names of a search.
#[derive(Debug)]
pub struct Hints {
    search: Arc<Named>,
    columns: Arc<Named>,
    /// All sources can be read again.
    is_local: bool,
}

impl Hints {
    /// `columns`: the paths of the fields to print.
    pub fn new(filter: &Filter, columns: &[Path], is_local: bool) -> Self {
        let search = Arc::new(Named::new(filter, columns));
        Self { search, columns: Arc::new(Named::of_paths(columns)), is_local }
    }

    /// The sink, and beside it the surveys of what it receives.
    pub fn watch<S>(&self, inner: S) -> Watched<S> {
        Watched::new(inner, &self.search, !self.is_local, &self.columns)
    }

    /// A line for each field that no matching record has.
    pub fn of_columns(columns: &Survey) -> Vec<String> {
        lines("no matching record", columns)
    }

    /// A line for each thing that no record has, after a search without a match in `total` records. `entries` are
    /// those of the search, which are read again if all sources are local.
    pub fn of_search(
        &self,
        sample: Survey,
        total: u64,
        entries: Entries<'_>,
        settings: Settings,
    ) -> Vec<String> {
        let mut survey = sample;
        if self.is_local && !self.search.is_empty() {
            let all = watched::survey(&survey, &self.search, entries, settings);
            let Some(all) = all else { return Vec::new() };
            survey = all;
        }
        let is_part = !self.is_local && survey.events < total;
        let who = if is_part {
            format!("none of the first {}", counted(survey.events, "record"))
        } else {
            "no record".to_owned()
        };
        lines(&who, &survey)
    }
}

/// A line for each thing that no record of a survey has; none without records.
fn lines(who: &str, survey: &Survey) -> Vec<String> {
    if survey.events == 0 {
        return Vec::new();
    }
    survey.absent().iter().map(|absent| line(who, absent)).collect()
}

/// `no record has eventName PutObjct; 12 have PutObject`.
fn line(who: &str, absent: &Absent) -> String {
    let near = absent.near.iter().map(|(text, number)| {
        let have = if *number == 1 { "has" } else { "have" };
        format!("{} {have} {}", grouped(*number), shown(text))
    });
    let near: Vec<String> = near.collect();
    let near = if near.is_empty() { String::new() } else { format!("; {}", near.join(", ")) };
    format!("{who} has {}{near}", shown(&absent.what))
}
