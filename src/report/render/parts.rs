//! What several formats say in the same words, or draw from the same columns.
//!
//! Knows no format.

use crate::report::result::ReportResult;
use crate::table::cell::counted;
use crate::table::{Kind, Table};

/// What to do about a tile with too many groups.
pub(super) const TOO_MANY: &str = "raise --max-memory, or narrow the search";

/// The accounts, and the events of each.
pub(super) fn accounts(report: &ReportResult) -> String {
    let account =
        |(account, events): &(String, u64)| format!("{account} ({})", counted(*events, "event"));
    let accounts: Vec<String> = report.accounts.iter().map(account).collect();
    format!("{} accounts: {}", accounts.len(), accounts.join(", "))
}

/// Whether a table over time has a series for each key, and not for each measure.
pub(super) fn is_by_key(table: &Table) -> bool {
    table.columns.iter().filter(|column| column.is_key).count() > 1
}

/// The measures that are numbers, in groups that share a scale: counts, and percentages.
pub(super) fn by_unit(table: &Table) -> Vec<Vec<usize>> {
    let of = |is_percent: bool| {
        let is_one = |at: &usize| {
            let column = &table.columns[*at];
            !column.is_key
                && column.kind.is_number()
                && (column.kind == Kind::Percent) == is_percent
        };
        (0..table.columns.len()).filter(is_one).collect::<Vec<_>>()
    };
    [of(false), of(true)].into_iter().filter(|measures| !measures.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::render::tests::{by_region, over_time, report};

    #[test]
    fn counts_and_percentages_have_scales_of_their_own() {
        assert_eq!(by_unit(&over_time(1)), [vec![1, 2], vec![3]]);
        assert_eq!(by_unit(&by_region(1, &["us-east-1"])), [vec![2]]);
    }

    #[test]
    fn accounts_have_their_events() {
        let text = "2 accounts: 111122223333 (1,200,000 events), 444455556666 (4,118 events)";
        assert_eq!(accounts(&report()), text);
    }
}
