//! One line an event, for people: when, where, what, who, from where, on what, and the error.

use std::borrow::Cow;

use anstyle::{AnsiColor, Style};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

use super::safe::shown;
use crate::event::identity::Identity;
use crate::event::target::target;
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

/// Columns that a cell takes at least, so that lines stand below one another.
const REGION: usize = 9;
const ACTION: usize = 20;
const WHO: usize = 16;
const FROM: usize = 15;
/// What is left of a target at least, however narrow the terminal.
const TARGET: usize = 12;

/// Appends the line of an event.
pub fn line(event: &Event<'_>, look: &Look, out: &mut Vec<u8>) {
    let mut line = Line { out, used: 0 };
    let identity = Identity::of(event);
    let who = identity.map(|who| if look.arn { who.arn() } else { who.principal() });
    line.cell(&time(event, &look.zone), 0, look.style(Style::new().dimmed()));
    line.cell(&event.text("awsRegion"), REGION, look.style(Style::new().dimmed()));
    line.cell(&action(event), ACTION, look.style(Style::new().bold()));
    line.cell(who.as_deref().unwrap_or("-"), WHO, Style::new());
    line.cell(&or_dash(event.text("sourceIPAddress")), FROM, Style::new());
    let error = event.error();
    let target = target(event);
    if !target.is_empty() {
        let room = look.width.map(|width| {
            let error = if error.is_empty() { 0 } else { shown(&error).width() + 2 };
            width.saturating_sub(line.used + error).max(TARGET)
        });
        line.cell(&cut(&shown(&target), room), 0, Style::new());
    }
    if !error.is_empty() {
        let red = AnsiColor::Red.on_default().bold();
        line.cell(&cut(&shown(&error), look.width), 0, look.style(red));
    }
    line.end();
}

impl Look {
    fn style(&self, style: Style) -> Style {
        if self.colour { style } else { Style::new() }
    }
}

/// A line in the making.
struct Line<'o> {
    out: &'o mut Vec<u8>,
    used: usize,
}

impl Line<'_> {
    /// Appends a cell and the space behind it.
    fn cell(&mut self, text: &str, width: usize, style: Style) {
        let text = shown(text);
        let cell = format!("{style}{text}{style:#}");
        self.out.extend_from_slice(cell.as_bytes());
        let padding = width.saturating_sub(text.width()) + 2;
        self.out.extend(std::iter::repeat_n(b' ', padding));
        self.used += text.width() + padding;
    }

    fn end(self) {
        let end = self.out.trim_ascii_end().len();
        self.out.truncate(end);
        self.out.push(b'\n');
    }
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

/// `s3:PutObject`; of an Insight event, the unusual call and that it is one.
fn action(event: &Event<'_>) -> String {
    let service = |source: &str| source.split('.').next().unwrap_or("").to_owned();
    if let Some(details) = event.get("insightDetails") {
        let text = |name| details.member(name).map(Value::text).unwrap_or_default();
        return format!(
            "{}:{} ({} {})",
            service(&text("eventSource")),
            text("eventName"),
            text("insightType"),
            text("state")
        );
    }
    let name = event.name();
    let name = if name.is_empty() { event.text("eventType") } else { name };
    format!("{}:{name}", service(&event.source()))
}

fn or_dash(text: Cow<'_, str>) -> Cow<'_, str> {
    if text.is_empty() { Cow::Borrowed("-") } else { text }
}

/// The text, or as much of its beginning as fits, and an ellipsis.
fn cut(text: &str, room: Option<usize>) -> Cow<'_, str> {
    let Some(room) = room.filter(|room| text.width() > *room) else { return Cow::Borrowed(text) };
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
    fn a_line_fits_the_terminal() {
        let line = shown_line(RECORD, &Look { width: Some(120), ..PLAIN });
        assert!(
            line.trim_end().width() <= 120
                && line.contains('…')
                && line.ends_with("AccessDenied\n")
        );
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
