//! A heatmap as SVG: weekdays by hours.
//!
//! The shade is a share of the most; positions are percentages.

use std::fmt::Write as _;

use crate::report::render::heatmap::Heatmap;
use crate::sink::numbers::counted;

/// Pixels of a weekday.
const ROW: usize = 24;

/// The heatmap, and what its shades mean.
pub(super) fn svg(heatmap: &Heatmap) -> String {
    let height = 7 * ROW + 18;
    let mut out = format!("<div class=\"chart\"><svg width=\"32\" height=\"{height}\">");
    for (day, name) in Heatmap::DAYS.iter().enumerate() {
        let y = day * ROW + 16;
        let _ = write!(out, "<text class=\"tick\" y=\"{y}\">{name}</text>");
    }
    let _ = write!(
        out,
        "</svg><svg class=\"heat\" width=\"100%\" height=\"{height}\" role=\"img\" \
         aria-label=\"Events by weekday and hour\">"
    );
    for (day, (name, counts)) in Heatmap::DAYS.iter().zip(&heatmap.cells).enumerate() {
        let (y, height) = (day * ROW + 1, ROW - 2);
        for (hour, count) in counts.iter().enumerate() {
            let (x, level, count) = (share(hour), heatmap.level(*count), counted(*count, "event"));
            let _ = write!(
                out,
                "<rect class=\"h{level}\" x=\"{x}\" y=\"{y}\" width=\"4%\" height=\"{height}\">\
                 <title>{name} {hour:02}:00: {count}</title></rect>"
            );
        }
    }
    for hour in (0..24).step_by(3) {
        let (x, y) = (share(hour), 7 * ROW + 14);
        let _ = write!(out, "<text class=\"tick\" x=\"{x}\" y=\"{y}\">{hour:02}</text>");
    }
    out.push_str("</svg></div><ul class=\"legend\">");
    for (level, range) in heatmap.legend() {
        let _ = write!(
            out,
            "<li><svg class=\"key\" width=\"12\" height=\"12\"><rect class=\"h{level}\" width=\"12\" \
             height=\"12\"/></svg> {range}</li>"
        );
    }
    out.push_str("</ul>");
    out
}

/// Where an hour begins.
fn share(hour: usize) -> String {
    let thousandths = hour * 100_000 / 24;
    format!("{}.{:03}%", thousandths / 1_000, thousandths % 1_000)
}
