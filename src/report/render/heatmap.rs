//! Weekdays by hours: counts, their shades and what these mean.
//!
//! Knows no format.

use crate::table::cell::grouped;
use crate::table::{Table, Value};

/// Counts of each weekday and hour.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Heatmap {
    /// Monday to Sunday, each with 24 hours.
    pub(super) cells: [[u64; 24]; 7],
    largest: u64,
}

impl Heatmap {
    /// The weekdays.
    pub(super) const DAYS: [&'static str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    /// Shades of what is not zero.
    const LEVELS: u64 = 4;

    /// The counts of a table whose keys are weekday (1 is Monday) and hour; `None` if it is another.
    pub(super) fn new(table: &Table) -> Option<Self> {
        let mut cells = [[0_u64; 24]; 7];
        for row in &table.rows {
            let [Value::Integer(weekday), Value::Integer(hour), Value::Integer(count), ..] =
                row.as_slice()
            else {
                return None;
            };
            let day = usize::try_from(weekday - 1).ok()?;
            let cell = cells.get_mut(day)?.get_mut(usize::try_from(*hour).ok()?)?;
            *cell = u64::try_from(*count).ok()?;
        }
        let largest = cells.iter().flatten().copied().max().unwrap_or(0);
        Some(Self { cells, largest })
    }

    /// The shade of a count: 0 for none, 4 for the most.
    pub(super) fn level(&self, count: u64) -> usize {
        let scaled = u128::from(count) * u128::from(Self::LEVELS);
        scaled.div_ceil(u128::from(self.largest.max(1))).min(4) as usize
    }

    /// The counts of each shade that there can be.
    pub(super) fn legend(&self) -> Vec<(usize, String)> {
        let bound = |level: u64| {
            let product = u128::from(self.largest) * u128::from(level);
            i128::try_from(product / u128::from(Self::LEVELS)).unwrap_or(i128::MAX)
        };
        let shade = |level: u64| {
            let (from, to) = (bound(level - 1) + 1, bound(level));
            let range = format!("{} to {}", grouped(from), grouped(to));
            let range = if from == to { grouped(to) } else { range };
            (from <= to).then(|| (usize::try_from(level).unwrap_or(0), range))
        };
        [(0, "0".to_owned())].into_iter().chain((1..=Self::LEVELS).filter_map(shade)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::render::tests::{top, weekdays};

    #[test]
    fn shades_and_legend_agree() {
        let heatmap = Heatmap::new(&weekdays()).unwrap();
        assert_eq!((heatmap.cells[0][12], heatmap.cells[6][12]), (144, 0));
        let levels = [0, 1, 36, 37, 72, 73, 108, 109, 144].map(|count| heatmap.level(count));
        assert_eq!(levels, [0, 1, 1, 2, 2, 3, 3, 4, 4]);
        let legend: Vec<String> = heatmap.legend().into_iter().map(|(_, range)| range).collect();
        assert_eq!(legend, ["0", "1 to 36", "37 to 72", "73 to 108", "109 to 144"]);
    }

    #[test]
    fn a_legend_leaves_out_shades_that_no_count_has() {
        let heatmap = Heatmap { cells: [[1; 24]; 7], largest: 1 };
        assert_eq!(heatmap.legend(), [(0, "0".to_owned()), (4, "1".to_owned())]);
        assert_eq!(heatmap.level(1), 4);
    }

    #[test]
    fn other_tables_are_none() {
        assert_eq!(Heatmap::new(&top(&["PutObject"])), None);
        let mut table = weekdays();
        table.rows[0][1] = Value::Integer(24);
        assert_eq!(Heatmap::new(&table), None);
    }
}
