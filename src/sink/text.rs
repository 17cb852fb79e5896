//! One line an event, for people: when, where, what, who, from where, on what, and the error.

use std::borrow::Cow;

use anstyle::{AnsiColor, Style};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

use super::safe::{is_printable_ascii, shown};
use crate::event::identity::Identity;
use crate::event::target::{Arns, target};
use crate::event::time::is_canonical;
use crate::event::{Event, Value};

/// How lines look.
#[derive(Clone, Debug)]
pub struct Look {
    /// Red errors and dim scaffolding.
    pub colour: bool,
    /// Columns of the terminal; lines are cut to fit. `None` where nothing is cut.
    pub width: Option<usize>,
    /// The caller's ARN in place of a name.
    pub arn: bool,
    /// The zone of the times.
    pub zone: TimeZone,
}

/// How a cell is laid out.
#[derive(Clone, Copy)]
struct Column {
    /// Columns that it takes at least where there is room, so that lines stand below one another.
    usual: usize,
    /// How far it is cut, at most, where there is none.
    least: usize,
}

const TIME: Column = Column { usual: 0, least: 25 };
const REGION: Column = Column { usual: 9, least: 0 };
const ACTION: Column = Column { usual: 20, least: 11 };
const WHO: Column = Column { usual: 16, least: 6 };
const FROM: Column = Column { usual: 15, least: 7 };
const TARGET: Column = Column { usual: 0, least: 10 };
const ERROR: Column = Column { usual: 0, least: 10 };
/// Spaces between cells.
const GAP: usize = 2;
/// A terminal with fewer columns has no room for the Region.
const ROOM_FOR_REGION: usize = 100;

/// Appends the line of an event.
pub fn line(event: &Event<'_>, look: &Look, out: &mut Vec<u8>) {
    let identity = Identity::new(event);
    let who = identity.map(|who| if look.arn { who.arn() } else { who.principal() });
    let arns = if look.arn { Arns::Whole } else { Arns::Short };
    let (plain, dim) = (Style::new(), Style::new().dimmed());
    let mut line = Line::new(look, out);
    match event.get("eventTime").and_then(canonical_time) {
        Some(time) if look.zone == TimeZone::UTC => line.ascii_cell(&time, TIME, dim),
        _ => line.cell(&time(event, &look.zone), TIME, dim),
    }
    if look.width.is_none_or(|width| width >= ROOM_FOR_REGION) {
        line.value_cell(event.get("awsRegion"), "", REGION, dim);
    }
    line.action(event);
    line.cell(who.as_deref().unwrap_or("-"), WHO, plain);
    line.value_cell(event.get("sourceIPAddress"), "-", FROM, plain);
    let target = target(event, arns);
    if !target.is_empty() {
        line.cell(&target, TARGET, plain);
    }
    let error = event.error();
    if !error.is_empty() {
        line.cell(&error, ERROR, AnsiColor::Red.on_default().bold());
    }
    line.finish();
}

/// A line in the making. Where nothing is cut and nothing has a colour, cells go straight to the
/// output; otherwise they wait for each other.
struct Line<'o> {
    look: &'o Look,
    out: &'o mut Vec<u8>,
    /// Where the line begins in `out`.
    start: usize,
    cells: Vec<Cell>,
}

struct Cell {
    text: String,
    /// Columns that the text takes.
    width: usize,
    /// Columns that the cell takes.
    room: usize,
    least: usize,
    style: Style,
}

impl<'o> Line<'o> {
    fn new(look: &'o Look, out: &'o mut Vec<u8>) -> Self {
        let start = out.len();
        Self { look, out, start, cells: Vec::new() }
    }

    /// Adds the text of a value, or `missing` in place of nothing.
    fn value_cell(
        &mut self,
        value: Option<Value<'_>>,
        missing: &str,
        column: Column,
        style: Style,
    ) {
        match value.and_then(Value::plain) {
            Some(text) if !text.is_empty() => self.ascii_cell(text, column, style),
            _ => {
                let text = value.map(Value::text).unwrap_or_default();
                self.cell(if text.is_empty() { missing } else { &text }, column, style);
            }
        }
    }

    /// Adds what was called.
    fn action(&mut self, event: &Event<'_>) {
        let plain = |name| event.get(name).and_then(Value::plain).filter(|text| !text.is_empty());
        let call = (plain("eventSource"), plain("eventName"), event.get("insightDetails"));
        if let ((Some(source), Some(name), None), true) = (call, self.is_direct()) {
            let service = source.split(|&byte| byte == b'.').next().unwrap_or_default();
            let start = self.out.len();
            self.out.extend_from_slice(service);
            self.out.push(b':');
            self.out.extend_from_slice(name);
            let width = self.out.len() - start;
            return pad(width.max(ACTION.usual) - width + GAP, self.out);
        }
        self.cell(&action(event), ACTION, Style::new().bold());
    }

    /// Adds printable ASCII text.
    fn ascii_cell(&mut self, text: &[u8], column: Column, style: Style) {
        if self.is_direct() {
            self.out.extend_from_slice(text);
            pad(text.len().max(column.usual) - text.len() + GAP, self.out);
        } else {
            self.cell(&String::from_utf8_lossy(text), column, style);
        }
    }

    fn cell(&mut self, text: &str, column: Column, style: Style) {
        if is_printable_ascii(text) && self.is_direct() {
            return self.ascii_cell(text.as_bytes(), column, style);
        }
        let text = shown(text);
        let width = text.width();
        let room = width.max(column.usual);
        if self.is_direct() {
            self.out.extend_from_slice(text.as_bytes());
            pad(room - width + GAP, self.out);
        } else {
            let (text, least) = (text.into_owned(), column.least);
            self.cells.push(Cell { text, width, room, least, style });
        }
    }

    /// Whether cells need not wait for each other.
    fn is_direct(&self) -> bool {
        self.look.width.is_none() && !self.look.colour
    }

    fn width(&self) -> usize {
        let gaps = GAP * self.cells.len().saturating_sub(1);
        self.cells.iter().map(|cell| cell.room).sum::<usize>() + gaps
    }

    /// Makes the line fit: spaces go first, and then each time the end of the cell that has most to
    /// spare.
    fn fit(&mut self, width: usize) {
        let mut excess = self.width().saturating_sub(width);
        for cell in self.cells.iter_mut().rev() {
            let spaces = excess.min(cell.room - cell.width);
            cell.room -= spaces;
            excess -= spaces;
        }
        while excess > 0 {
            let longest =
                self.cells.iter_mut().max_by_key(|cell| cell.room.saturating_sub(cell.least));
            let Some(cell) = longest.filter(|cell| cell.room > cell.least) else { return };
            cell.room -= 1;
            excess -= 1;
        }
    }

    /// Writes the cells that wait, and ends the line without blanks at its end.
    fn finish(mut self) {
        if let Some(width) = self.look.width {
            self.fit(width);
        }
        let Self { look, out, start, cells } = self;
        for cell in cells {
            let style = if look.colour { cell.style } else { Style::new() };
            let text = cut(&cell.text, cell.room);
            out.extend_from_slice(format!("{style}{text}{style:#}").as_bytes());
            pad(cell.room.saturating_sub(text.width()) + GAP, out);
        }
        let end = start + out[start..].trim_ascii_end().len();
        out.truncate(end);
        out.push(b'\n');
    }
}

fn pad(blanks: usize, out: &mut Vec<u8>) {
    const BLANKS: [u8; 24] = [b' '; 24];
    if blanks > BLANKS.len() {
        return out.extend(std::iter::repeat_n(b' ', blanks));
    }
    // Blanks of a number that is known beforehand are written without a call.
    let end = out.len() + blanks;
    out.extend_from_slice(&BLANKS);
    out.truncate(end);
}

/// `2026-11-20 09:14:07Z` of `2026-11-20T09:14:07Z`, which nearly every record has.
fn canonical_time(value: Value<'_>) -> Option<[u8; 20]> {
    let mut time: [u8; 20] = value.plain()?.try_into().ok()?;
    if !is_canonical(&time) {
        return None;
    }
    time[10] = b' ';
    Some(time)
}

/// `2026-11-20 09:14:07Z`, or with the offset of another zone; as written where it cannot be read.
fn time<'a>(event: &Event<'a>, zone: &TimeZone) -> Cow<'a, str> {
    let Some(time) = event.time() else { return or_dash(event.text("eventTime")) };
    Cow::Owned(clock(time, zone))
}

/// A moment for people.
pub fn clock(time: Timestamp, zone: &TimeZone) -> String {
    if *zone == TimeZone::UTC {
        return time.strftime("%Y-%m-%d %H:%M:%SZ").to_string();
    }
    time.to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M:%S%:z").to_string()
}

/// `s3:PutObject`; of an Insights event, the unusual call and that it is one.
fn action(event: &Event<'_>) -> String {
    let join = |source: &str, name: &str| {
        [source.split('.').next().unwrap_or_default(), ":", name].concat()
    };
    if let Some(details) = event.get("insightDetails") {
        let text = |name| details.member(name).map(Value::text).unwrap_or_default();
        let call = join(&text("eventSource"), &text("eventName"));
        return format!("{call} ({} {})", text("insightType"), text("state"));
    }
    let name = event.name();
    let name = if name.is_empty() { event.text("eventType") } else { name };
    join(&event.source(), &name)
}

fn or_dash(text: Cow<'_, str>) -> Cow<'_, str> {
    if text.is_empty() { Cow::Borrowed("-") } else { text }
}

/// The text, or as much of its beginning as fits, and an ellipsis.
pub fn cut(text: &str, room: usize) -> Cow<'_, str> {
    if text.width() <= room {
        return Cow::Borrowed(text);
    }
    let mut used = 1;
    let fits = |c: &char| {
        used += c.width().unwrap_or(0);
        used <= room
    };
    Cow::Owned(text.chars().take_while(fits).chain(['…']).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::json::Index;
    use crate::sink::safe::is_steering;

    const PLAIN: Look = Look { colour: false, width: None, arn: false, zone: TimeZone::UTC };

    fn shown_line(raw: &str, look: &Look) -> String {
        let mut index = Index::default();
        let mut out = Vec::new();
        line(&Event::parse(raw.as_bytes(), &mut index).unwrap(), look, &mut out);
        String::from_utf8(out).unwrap()
    }

    const RECORD: &str = r#"{"eventTime":"2026-11-20T09:14:11Z","eventSource":"s3.amazonaws.com","eventName":"PutObject",
        "awsRegion":"us-east-1","sourceIPAddress":"198.51.100.20","errorCode":"AccessDenied",
        "userIdentity":{"type":"IAMUser","userName":"alice","arn":"arn:aws:iam::1:user/alice"},
        "requestParameters":{"bucketName":"finance-reports","key":"q4/日本語/a-rather-long-name.xlsx"}}"#;

    #[test]
    fn a_line_reads_from_when_to_the_error() {
        assert_eq!(
            shown_line(RECORD, &PLAIN),
            "2026-11-20 09:14:11Z  us-east-1  s3:PutObject          alice             198.51.100.20    \
             finance-reports/q4/日本語/a-rather-long-name.xlsx  AccessDenied\n"
        );
    }

    #[test]
    fn a_time_is_that_of_the_record_in_the_zone_of_the_reader() {
        let time = |written: &str| {
            let line = shown_line(&RECORD.replace("2026-11-20T09:14:11Z", written), &PLAIN);
            line.split("  ").next().unwrap().to_owned()
        };
        assert_eq!(time("2026-11-20T09:14:11Z"), "2026-11-20 09:14:11Z");
        assert_eq!(time("2026-11-20T11:14:11+02:00"), "2026-11-20 09:14:11Z");
        assert_eq!(time("1795168800"), "2026-11-20 10:00:00Z");
        assert_eq!(time("2026-02-30T09:14:11Z"), "2026-02-30T09:14:11Z");
        assert_eq!(time(""), "-");
    }

    #[test]
    fn a_line_fits_the_terminal() {
        let line = shown_line(RECORD, &Look { width: Some(120), ..PLAIN });
        assert!(
            line.trim_end().width() <= 120
                && line.contains('…')
                && line.ends_with("AccessDenied\n")
        );
    }

    #[test]
    fn a_line_fits_any_terminal_from_80_columns_on() {
        let long = RECORD
            .replace("PutObject", "PutBucketIntelligentTieringConfiguration")
            .replace("alice", "an-automation-role/session-1234567890")
            .replace("198.51.100.20", "2001:db8:1234:5678:9abc:def0:1234:5678")
            .replace("AccessDenied", "Client.UnauthorizedOperation");
        for raw in [RECORD, &long] {
            for width in 80..200 {
                let line = shown_line(raw, &Look { width: Some(width), ..PLAIN });
                assert!(line.trim_end().width() <= width, "{width}: {line}");
                assert!(line.contains("2026-11-20 09:14:11Z"), "{line}");
            }
        }
    }

    #[test]
    fn a_narrow_line_keeps_something_of_each_column_but_the_region() {
        let line = shown_line(RECORD, &Look { width: Some(80), ..PLAIN });
        for part in ["s3:PutObj", "alice", "198.51", "finance", "AccessDe"] {
            assert!(line.contains(part), "{line}");
        }
        assert!(!line.contains("us-east-1"), "{line}");
    }

    #[test]
    fn nothing_is_cut_where_there_is_no_terminal() {
        let key = "k".repeat(900);
        let line = shown_line(&RECORD.replace("finance-reports", &key), &PLAIN);
        assert!(line.contains(&key) && !line.contains('…'));
    }

    #[test]
    fn colour_and_arn_are_asked_for() {
        let line = shown_line(RECORD, &Look { colour: true, arn: true, ..PLAIN });
        assert!(line.contains("\u{1b}[") && line.contains("arn:aws:iam::1:user/alice"));
    }

    #[test]
    fn what_an_attacker_wrote_cannot_steer_the_terminal() {
        let line = shown_line(
            r#"{"eventName":"A\u001b[2J\nB","userIdentity":{"type":"IAMUser","userName":"\u202ex"}}"#,
            &PLAIN,
        );
        assert!(!line.trim_end().contains(is_steering), "{line}");
    }

    #[test]
    fn events_without_a_name_say_what_they_are() {
        let insight = r#"{"insightDetails":{"state":"Start","eventSource":"ec2.amazonaws.com","eventName":"RunInstances","insightType":"ApiCallRateInsight"}}"#;
        assert!(
            shown_line(insight, &PLAIN).contains("ec2:RunInstances (ApiCallRateInsight Start)")
        );
        assert!(
            shown_line(
                r#"{"eventType":"AwsAggregatedEvent","eventSource":"s3.amazonaws.com"}"#,
                &PLAIN
            )
            .contains("s3:AwsAggregatedEvent")
        );
    }
}
