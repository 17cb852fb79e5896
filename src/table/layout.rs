//! Aligned columns that fit a width: what gives way, and in which order.
//!
//! Knows no values: cells are texts that are safe to show.

use std::io::{self, Write};

use anstyle::Style;
use unicode_width::UnicodeWidthStr as _;

use crate::sink::text::cut;

/// Spaces between columns.
const GAP: usize = 2;
/// How far headings, keys and other texts are cut before columns are left out.
const LEAST: [(Part, usize); 4] =
    [(Part::Heading, 6), (Part::Key, 14), (Part::Text, 10), (Part::Key, 12)];

/// What a column gives way for others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    /// A heading wider than the cells below it.
    Heading,
    /// Cells that are a key.
    Key,
    /// Cells that are a measure, but no number.
    Text,
}

/// A column of texts.
#[derive(Clone, Debug)]
pub(super) struct Column {
    pub(super) heading: String,
    pub(super) is_key: bool,
    /// Aligned on the right.
    pub(super) is_number: bool,
    /// Never cut: a part of it would mislead or say nothing.
    pub(super) is_whole: bool,
}

/// A drawing at the end of each line, as wide as there is room.
pub(super) struct Drawing<'d> {
    pub(super) heading: String,
    /// The columns that it needs, or it is left out.
    pub(super) least: usize,
    /// The columns that it takes at most.
    pub(super) most: usize,
    /// Whether other columns are cut to make room for it.
    pub(super) is_vital: bool,
    /// The drawing of each line in so many columns.
    pub(super) draw: &'d dyn Fn(usize) -> Vec<String>,
}

/// A grid of texts.
pub(super) struct Grid<'d> {
    pub(super) columns: Vec<Column>,
    pub(super) rows: Vec<Vec<String>>,
    pub(super) drawing: Option<Drawing<'d>>,
}

impl Grid<'_> {
    /// Writes the headings and the lines, none wider than the width. Returns the headings of columns
    /// for which there was no room.
    pub(super) fn write(
        &self,
        width: usize,
        is_coloured: bool,
        out: &mut dyn Write,
    ) -> io::Result<Vec<&str>> {
        let reserved = match &self.drawing {
            Some(drawing) if drawing.is_vital => drawing.least + GAP,
            _ => 0,
        };
        let widths = self.widths(width.saturating_sub(reserved), width);
        let used = widths.iter().sum::<usize>() + GAP * widths.len();
        let room = width.saturating_sub(used);
        let drawing = self.drawing.as_ref().filter(|drawing| room >= drawing.least);
        let dim = if is_coloured { Style::new().dimmed() } else { Style::new() };

        let headings = self.columns.iter().map(|column| &*column.heading);
        let heading = drawing.map(|drawing| cut(&drawing.heading, room).into_owned());
        let line = self.line(headings, &widths, heading.as_deref());
        writeln!(out, "{dim}{line}{dim:#}")?;
        let drawn = drawing.map(|drawing| (drawing.draw)(room.min(drawing.most)));
        for (at, row) in self.rows.iter().enumerate() {
            let drawn = drawn.as_ref().map(|lines| &*lines[at]);
            let line = self.line(row.iter().map(|cell| &**cell), &widths, drawn);
            writeln!(out, "{line}")?;
        }
        Ok(self.columns[widths.len()..].iter().map(|column| &*column.heading).collect())
    }

    fn line<'c>(
        &self,
        cells: impl Iterator<Item = &'c str>,
        widths: &[usize],
        drawn: Option<&str>,
    ) -> String {
        let mut line = String::new();
        for ((cell, width), column) in cells.zip(widths).zip(&self.columns) {
            let cell = cut(cell, *width);
            let spaces = " ".repeat(width.saturating_sub(cell.width()));
            let (before, after) =
                if column.is_number { (spaces, String::new()) } else { (String::new(), spaces) };
            line += &[&before, &*cell, &after, "  "].concat();
        }
        line += drawn.unwrap_or_default();
        line.truncate(line.trim_end().len());
        line
    }

    /// The width of each column that has room, from the left.
    fn widths(&self, room: usize, width: usize) -> Vec<usize> {
        let cells = |at: usize| self.rows.iter().map(move |row| row[at].width().min(width)).max();
        let cells: Vec<usize> = (0..self.columns.len()).map(|at| cells(at).unwrap_or(0)).collect();
        let mut count = self.columns.len();
        loop {
            let mut widths = self.shrunk(&cells[..count], room, width);
            if total(&widths) <= room {
                return widths;
            }
            if count <= 1 {
                widths.fill(room);
                return widths;
            }
            count -= 1;
        }
    }

    /// The widths of the first columns, as far as they can give way to each other.
    fn shrunk(&self, cells: &[usize], room: usize, width: usize) -> Vec<usize> {
        let columns = self.columns.iter().zip(cells);
        let whole =
            |(column, cells): (&Column, &usize)| column.heading.width().min(width).max(*cells);
        let mut widths: Vec<usize> = columns.map(whole).collect();
        for (part, least) in LEAST {
            let floor = |(at, width): (usize, &usize)| {
                let column = &self.columns[at];
                let floor = match part {
                    Part::Heading => cells[at].max(least),
                    _ if column.is_whole => *width,
                    Part::Key if column.is_key => least,
                    Part::Text if !column.is_key => least,
                    _ => *width,
                };
                floor.min(*width)
            };
            let floors: Vec<usize> = widths.iter().enumerate().map(floor).collect();
            shrink(&mut widths, &floors, room);
        }
        widths
    }
}

fn total(widths: &[usize]) -> usize {
    widths.iter().sum::<usize>() + GAP * widths.len().saturating_sub(1)
}

/// Takes from the column that has most to spare, until all fit or none has anything.
fn shrink(widths: &mut [usize], floors: &[usize], room: usize) {
    for _ in room..total(widths) {
        let spare = |at: &usize| widths[*at] - floors[*at];
        let Some(at) = (0..widths.len()).max_by_key(spare).filter(|at| spare(at) > 0) else {
            return;
        };
        widths[at] -= 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(heading: &str, is_key: bool, is_number: bool) -> Column {
        Column { heading: heading.to_owned(), is_key, is_number, is_whole: is_number }
    }

    fn written(grid: &Grid<'_>, width: usize) -> (String, usize) {
        let mut out = Vec::new();
        let left_out = grid.write(width, false, &mut out).unwrap().len();
        let text = String::from_utf8(out).unwrap();
        assert!(text.lines().all(|line| line.width() <= width), "{text}");
        (text, left_out)
    }

    fn grid(cells: [&str; 3]) -> Grid<'static> {
        let columns = vec![
            column("a-long-key", true, false),
            column("a-long-measure", false, true),
            column("text", false, false),
        ];
        let rows = vec![cells.map(str::to_owned).to_vec()];
        Grid { columns, rows, drawing: None }
    }

    #[test]
    fn headings_give_way_first_then_keys_then_texts_then_columns() {
        let grid = grid(["0123456789abcdef", "1,234", "0123456789abcdef"]);
        let lines = |width| {
            let (text, left_out) = written(&grid, width);
            (text.lines().nth(1).unwrap().to_owned(), left_out)
        };
        assert_eq!(lines(80), ("0123456789abcdef           1,234  0123456789abcdef".into(), 0));
        assert_eq!(lines(42), ("0123456789abcdef   1,234  0123456789abcdef".into(), 0));
        assert_eq!(lines(40), ("0123456789abc…   1,234  0123456789abcdef".into(), 0));
        assert_eq!(lines(36), ("0123456789abc…   1,234  0123456789a…".into(), 0));
        assert_eq!(lines(32), ("0123456789a…   1,234  012345678…".into(), 0));
        assert_eq!(lines(31), ("0123456789abcdef          1,234".into(), 1));
    }

    #[test]
    fn wide_characters_count_twice_and_lines_never_wrap() {
        let grid = grid(["日本語日本語日本語", "1", "é"]);
        for width in 10..60 {
            written(&grid, width);
        }
    }

    #[test]
    fn a_drawing_takes_what_is_left() {
        let draw = |width: usize| vec!["#".repeat(width)];
        let drawing = |is_vital| Drawing {
            heading: String::new(),
            least: 8,
            most: 20,
            is_vital,
            draw: &draw,
        };
        let grid = |is_vital| Grid { drawing: Some(drawing(is_vital)), ..grid(["k", "1", "t"]) };
        let drawn = |is_vital, width| written(&grid(is_vital), width).0.matches('#').count();
        assert_eq!(drawn(false, 80), 20);
        assert_eq!(drawn(false, 44), 10);
        assert_eq!(drawn(false, 38), 0);
        assert_eq!(drawn(true, 36), 8);
    }
}
