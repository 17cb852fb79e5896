//! Hints after a search without a match: which of its fields and names occur in no record, and which
//! similar ones do.
//!
//! Files and folders are read a second time for it. From other sources, the first records are
//! sampled during the search.

use std::sync::Arc;

use super::{counted, grouped, print_message};
use crate::event::field::Path;
use crate::filter::Filter;
use crate::filter::survey::{Absent, Named, Survey};
use crate::scan::Settings;
use crate::scan::watched::{self, Watched};
use crate::sink::safe::shown;
use crate::source::Entries;

/// The fields and names of a search.
pub(super) struct Hints {
    search: Arc<Named>,
    columns: Arc<Named>,
    /// All sources can be read again.
    is_local: bool,
}

impl Hints {
    /// `columns`: the paths of the fields to print.
    pub(super) fn new(filter: &Filter, columns: &[Path], is_local: bool) -> Self {
        let search = Arc::new(Named::new(filter, columns));
        Self { search, columns: Arc::new(Named::of_paths(columns)), is_local }
    }

    /// The sink, and beside it the surveys of what it receives.
    pub(super) fn watch<S>(&self, inner: S) -> Watched<S> {
        Watched::new(inner, &self.search, !self.is_local, &self.columns)
    }

    /// Reports the fields that no matching record has.
    pub(super) fn report_columns(columns: &Survey) {
        if columns.events > 0 {
            for absent in columns.absent() {
                print_message(&line("no matching record", &absent));
            }
        }
    }

    /// Reports what no record has, after a search without a match in `total` records. `entries` are
    /// those of the search, which are read again if all sources are local.
    pub(super) fn report_search(
        &self,
        sample: Survey,
        total: u64,
        entries: Entries<'_>,
        settings: Settings,
    ) {
        let mut survey = sample;
        if self.is_local && !self.search.is_empty() {
            let all = watched::survey(&survey, &self.search, entries, settings);
            let Some(all) = all else { return };
            survey = all;
        }
        let is_part = !self.is_local && survey.events < total;
        let who = if is_part {
            format!("none of the first {}", counted(survey.events, "record"))
        } else {
            "no record".to_owned()
        };
        if survey.events > 0 {
            for absent in survey.absent() {
                print_message(&line(&who, &absent));
            }
        }
    }
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
