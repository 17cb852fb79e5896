//! Charts over time as SVG: lines and stacked columns.
//!
//! The drawing is stretched to the width of the page; texts beside it keep their size.

use std::fmt::Write as _;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::scale::{Scale, label, time_ticks};
use crate::sink::text::clock;
use crate::table::cell::{grouped_number, text};
use crate::table::html::escaped;
use crate::table::timeline::{Series, Timeline};
use crate::table::{Column, Kind, Value};

/// Series with a colour of their own.
pub(super) const SERIES: usize = 8;
/// Buckets that are drawn; more are taken together.
const BUCKETS: usize = 400;
/// Pixels above the drawing.
const TOP: f64 = 16.0;
/// Pixels of the drawing.
const HEIGHT: f64 = 180.0;
/// Pixels between two names at its end.
const NAME: f64 = 13.0;

/// How series are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// A line each.
    Lines,
    /// On top of each other.
    Stacked,
}

/// Series that share a scale.
pub(super) struct Chart {
    times: Vec<Timestamp>,
    is_daily: bool,
    /// What each bucket that is drawn takes together.
    run: usize,
    series: Vec<Drawn>,
    shape: Shape,
    kind: Kind,
    unit: String,
}

/// A series as it is drawn.
struct Drawn {
    name: String,
    /// The class of its colour.
    class: String,
    values: Vec<Option<f64>>,
    /// Its sum or its highest value.
    figure: String,
}

impl Chart {
    /// A chart of series of a measure.
    pub(super) fn new(timeline: Timeline, shape: Shape, kind: Kind, unit: &str) -> Self {
        let run = timeline.times.len().div_ceil(BUCKETS).max(1);
        let (timeline, others) = timeline.with_others(SERIES);
        let drawn = |(at, series): (usize, &Series)| {
            Drawn::new(series, series.name(), format!("s{}", at + 1), run, shape, kind)
        };
        let mut series: Vec<Drawn> = timeline.series.iter().enumerate().map(drawn).collect();
        let others = others.iter().map(|others| {
            Drawn::new(others, "other".to_owned(), "so".to_owned(), run, shape, kind)
        });
        series.extend(others);
        let times = timeline.times.iter().copied().step_by(run).collect();
        let is_daily = timeline.is_daily;
        Self { times, is_daily, run, series, shape, kind, unit: unit.to_owned() }
    }

    /// The drawing, the names at its end, and the legend.
    pub(super) fn html(&self, zone: &TimeZone) -> String {
        // A day is one of UTC.
        let zone = if self.is_daily { &TimeZone::UTC } else { zone };
        let scale = Scale::new(self.largest(), self.kind);
        let mut out = "<div class=\"chart\">".to_owned();
        self.axis(&scale, &mut out);
        let _ = write!(
            out,
            "<svg width=\"100%\" height=\"{}\" role=\"img\" aria-label=\"{} over time\">",
            TOP + HEIGHT + 20.0,
            escaped(&self.unit),
        );
        self.grid(&scale, zone, &mut out);
        let _ = write!(
            out,
            "<svg y=\"{TOP}\" width=\"100%\" height=\"{HEIGHT}\" viewBox=\"0 0 {} {HEIGHT}\" \
             preserveAspectRatio=\"none\">",
            self.times.len()
        );
        match self.shape {
            Shape::Lines => self.lines(&scale, &mut out),
            Shape::Stacked => self.columns(&scale, &mut out),
        }
        self.tooltips(zone, &mut out);
        out.push_str("</svg></svg>");
        self.names(&scale, &mut out);
        out.push_str("</div>");
        self.legend(&mut out);
        out
    }

    /// The highest point of the drawing.
    fn largest(&self) -> f64 {
        match self.shape {
            Shape::Lines => {
                let values = self.series.iter().flat_map(|series| series.values.iter().flatten());
                values.copied().fold(0.0, f64::max)
            }
            Shape::Stacked => {
                let sum = |at| self.series.iter().map(|series| series.value(at)).sum();
                (0..self.times.len()).map(sum).fold(0.0, f64::max)
            }
        }
    }

    /// The numbers of the scale.
    fn axis(&self, scale: &Scale, out: &mut String) {
        let ticks = [0.0].iter().chain(&scale.ticks);
        let labels: Vec<(f64, String)> =
            ticks.map(|tick| (height(scale, *tick), label(*tick, self.kind))).collect();
        let length = labels.iter().map(|(_, label)| label.len()).max().unwrap_or(0);
        let width = (length * 7 + 12).max(44);
        let _ = write!(out, "<svg width=\"{width}\" height=\"{}\">", TOP + HEIGHT + 20.0);
        for (y, label) in labels {
            let (x, y) = (width - 8, TOP + y + 4.0);
            let _ = write!(out, "<text class=\"tick e\" x=\"{x}\" y=\"{y:.1}\">{label}</text>");
        }
        out.push_str("</svg>");
    }

    /// Lines of the scale, its unit, and times below.
    fn grid(&self, scale: &Scale, zone: &TimeZone, out: &mut String) {
        for tick in [0.0].iter().chain(&scale.ticks) {
            let y = TOP + height(scale, *tick);
            let _ = write!(
                out,
                "<line class=\"grid\" x1=\"0\" x2=\"100%\" y1=\"{y:.1}\" y2=\"{y:.1}\"/>"
            );
        }
        let unit = escaped(&self.unit);
        let _ = write!(out, "<text class=\"tick\" y=\"{}\">{unit}</text>", TOP - 5.0);
        let (Some(first), Some(last)) = (self.times.first(), self.times.last()) else { return };
        for (time, text) in time_ticks(*first, *last, zone) {
            let bucket = self.times.partition_point(|start| *start < time);
            let x = share(bucket, self.times.len());
            let anchor = match x {
                88.0.. => "e",
                10.0.. => "m",
                _ => "",
            };
            let y = TOP + HEIGHT;
            let _ = write!(
                out,
                "<line class=\"mark\" x1=\"{x:.2}%\" x2=\"{x:.2}%\" y1=\"{y}\" y2=\"{}\"/>\
                 <text class=\"tick {anchor}\" x=\"{x:.2}%\" y=\"{}\">{text}</text>",
                y + 4.0,
                y + 16.0,
            );
        }
    }

    fn lines(&self, scale: &Scale, out: &mut String) {
        // The first series last, on top.
        for series in self.series.iter().rev() {
            let (mut path, mut dots) = (String::new(), String::new());
            for (at, value) in series.values.iter().enumerate() {
                let Some(value) = value else { continue };
                let y = height(scale, *value);
                let is_start = at == 0 || series.values[at - 1].is_none();
                let is_end = series.values.get(at + 1).is_none_or(Option::is_none);
                if is_start && is_end {
                    let _ = write!(dots, "M{at}.5 {y:.1}h0");
                } else {
                    let sign = if is_start { 'M' } else { 'L' };
                    let _ = write!(path, "{sign}{at}.5 {y:.1}");
                }
            }
            let class = &series.class;
            let _ = write!(out, "<path class=\"line {class}\" d=\"{path}\"/>");
            if !dots.is_empty() {
                let _ = write!(out, "<path class=\"dot {class}\" d=\"{dots}\"/>");
            }
        }
    }

    fn columns(&self, scale: &Scale, out: &mut String) {
        let mut bases = vec![0.0; self.times.len()];
        // Many columns have no room for gaps.
        let (start, width) = if bases.len() > 120 { ("", "1") } else { (".1", ".8") };
        for series in &self.series {
            let mut path = String::new();
            for (at, base) in bases.iter_mut().enumerate() {
                let (from, to) = (*base, *base + series.value(at));
                *base = to;
                let (bottom, top) = (height(scale, from), height(scale, to));
                if bottom - top >= 0.05 {
                    let _ = write!(path, "M{at}{start} {top:.1}h{width}V{bottom:.1}h-{width}z");
                }
            }
            let _ = write!(out, "<path class=\"area {}\" d=\"{path}\"/>", series.class);
        }
    }

    /// What each bucket holds, shown when pointed at.
    fn tooltips(&self, zone: &TimeZone, out: &mut String) {
        for (at, time) in self.times.iter().enumerate() {
            let mut title = self.time(*time, zone);
            if self.run > 1 {
                let _ = write!(title, " and {} more", self.run - 1);
            }
            for series in self.series.iter().filter(|series| series.value(at) != 0.0) {
                let value = self.number(series.value(at));
                let _ = write!(title, "\n{}: {value}", escaped(&series.name));
            }
            let _ = write!(
                out,
                "<rect class=\"hit\" x=\"{at}\" width=\"1\" height=\"{HEIGHT}\"><title>{title}</title></rect>"
            );
        }
    }

    /// The names at the end of the lines, or of the columns, apart from each other.
    fn names(&self, scale: &Scale, out: &mut String) {
        let last = self.times.len().saturating_sub(1);
        let mut base = 0.0;
        let mut places: Vec<(f64, &Drawn)> = Vec::new();
        for series in &self.series {
            let value = series.value(last);
            let middle = match self.shape {
                Shape::Lines => value,
                Shape::Stacked => base + value / 2.0,
            };
            base += value;
            places.push((TOP + height(scale, middle), series));
        }
        places.sort_by(|a, b| a.0.total_cmp(&b.0));
        spread(&mut places);
        let _ = write!(out, "<svg class=\"names\" height=\"{}\">", TOP + HEIGHT + 20.0);
        for (y, series) in places {
            let _ = write!(
                out,
                "<text class=\"name {}\" x=\"4\" y=\"{:.1}\">{}</text>",
                series.class,
                y + 4.0,
                escaped(&series.name)
            );
        }
        out.push_str("</svg>");
    }

    fn legend(&self, out: &mut String) {
        out.push_str("<ul class=\"legend\">");
        for series in &self.series {
            let mark = match self.shape {
                Shape::Lines => "<path class=\"line\" d=\"M0 6h22\"/>",
                Shape::Stacked => "<rect class=\"area\" x=\"5\" width=\"12\" height=\"12\"/>",
            };
            let _ = write!(
                out,
                "<li><svg class=\"key {}\" width=\"22\" height=\"12\">{mark}</svg> {} <b>{}</b></li>",
                series.class,
                escaped(&series.name),
                escaped(&series.figure),
            );
        }
        out.push_str("</ul>");
        if self.run > 1 {
            let how = if self.shape == Shape::Lines { "the highest" } else { "the sum" };
            let _ = write!(out, "<p class=\"note\">A point is {how} of {} buckets.</p>", self.run);
        }
    }

    fn time(&self, time: Timestamp, zone: &TimeZone) -> String {
        if self.is_daily {
            return time.strftime("%a %Y-%m-%d").to_string();
        }
        clock(time, zone)
    }

    fn number(&self, value: f64) -> String {
        match self.kind {
            Kind::Percent => label(value, self.kind),
            _ => grouped_number(value),
        }
    }
}

impl Drawn {
    fn new(
        series: &Series,
        name: String,
        class: String,
        run: usize,
        shape: Shape,
        kind: Kind,
    ) -> Self {
        let taken = |run: &[Option<f64>]| match shape {
            Shape::Lines => run.iter().flatten().copied().reduce(f64::max),
            Shape::Stacked => run.iter().flatten().copied().reduce(|a, b| a + b),
        };
        let values = series.values.chunks(run).map(taken).collect();
        let shown = |value: &Value| text(value, &Column::measure("", kind), &TimeZone::UTC);
        let figure = match shape {
            Shape::Lines => format!("highest {}", shown(&series.highest())),
            Shape::Stacked => shown(&series.total),
        };
        Self { name, class, values, figure }
    }

    fn value(&self, at: usize) -> f64 {
        self.values.get(at).copied().flatten().unwrap_or(0.0)
    }
}

/// How far below the top of the drawing a number is.
fn height(scale: &Scale, number: f64) -> f64 {
    HEIGHT * (1.0 - scale.share(number))
}

/// Percentage of the width.
#[expect(clippy::cast_precision_loss, reason = "a few hundred buckets")]
fn share(bucket: usize, buckets: usize) -> f64 {
    100.0 * bucket as f64 / buckets.max(1) as f64
}

/// Moves names apart, first downwards and then up from the end.
fn spread(places: &mut [(f64, &Drawn)]) {
    let mut least = TOP;
    for (y, _) in places.iter_mut() {
        *y = y.max(least);
        least = *y + NAME;
    }
    let mut most = TOP + HEIGHT;
    for (y, _) in places.iter_mut().rev() {
        *y = y.min(most);
        most = *y - NAME;
    }
}
