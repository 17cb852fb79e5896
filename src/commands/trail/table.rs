//! Text in columns.

use comfy_table::presets::NOTHING;
use comfy_table::{Row, Table};

/// Rows as lines with aligned columns. Each line starts with `indent`.
pub(super) fn columns(rows: &[Vec<String>], indent: &str) -> String {
    let mut table = Table::new();
    table.load_style(NOTHING);
    table.add_rows(rows.iter().map(|row| Row::from(row.clone())));
    let lines = table.lines().map(|line| format!("{indent}{}", line.trim()));
    lines.collect::<Vec<_>>().join("\n")
}
