//! `JUnit` XML for CI systems: the one writer of XML. Knows nothing of what is tested.
//!
//! Any text may come from an attacker. Characters that XML 1.0 does not allow are dropped; those that
//! could end a text, or control the terminal that shows it, become character references. The crate
//! quick-junit (0.8) is not used because it writes bidirectional and zero-width characters as they are,
//! and drops escape sequences with the text inside them, so that part of an object key would vanish.

use std::io::{self, Write};

use super::safe::is_steering;

/// The cases of one subject.
#[derive(Default)]
pub struct Suite {
    /// The subject.
    pub name: String,
    /// Its cases, in the order of the document.
    pub cases: Vec<Case>,
}

/// A test case.
pub struct Case {
    /// Its `classname`, if there are several kinds of cases.
    pub class: Option<&'static str>,
    /// What was tested.
    pub name: String,
    /// None if it passed.
    pub problem: Option<Problem>,
}

/// Why a case did not pass.
pub struct Problem {
    /// Failure, error or skipped.
    pub result: CaseResult,
    /// Why, in one line.
    pub message: String,
    /// Details; may be empty.
    pub text: String,
}

/// The result of a case that did not pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaseResult {
    /// What was tested is not as it must be.
    Failure,
    /// It could not be tested.
    Error,
    /// It need not be tested.
    Skipped,
}

impl Case {
    /// A case that did not pass, with neither class nor details.
    pub fn new(name: String, result: CaseResult, message: String) -> Self {
        let problem = Some(Problem { result, message, text: String::new() });
        Self { class: None, name, problem }
    }
}

impl CaseResult {
    /// The element's name.
    fn name(self) -> &'static str {
        match self {
            Self::Failure => "failure",
            Self::Error => "error",
            Self::Skipped => "skipped",
        }
    }
}

/// Writes a document; `name` is the command.
///
/// # Errors
/// `out` cannot be written.
pub fn write(out: &mut impl Write, name: &str, suites: &[Suite]) -> io::Result<()> {
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    let all = || suites.iter().flat_map(|suite| &suite.cases);
    writeln!(out, "<testsuites name=\"{}\" {}>", escaped(name), sums(all))?;
    for Suite { name, cases } in suites {
        let sums = sums(|| cases.iter());
        writeln!(out, "  <testsuite name=\"{}\" {sums}>", escaped(name))?;
        cases.iter().try_for_each(|case| case.write(out))?;
        writeln!(out, "  </testsuite>")?;
    }
    writeln!(out, "</testsuites>")
}

fn sums<'c, I: Iterator<Item = &'c Case>>(cases: impl Fn() -> I) -> String {
    let count = |result| {
        cases().filter(|case| case.problem.as_ref().map(|it| it.result) == Some(result)).count()
    };
    format!(
        "tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\"",
        cases().count(),
        count(CaseResult::Failure),
        count(CaseResult::Error),
        count(CaseResult::Skipped)
    )
}

impl Case {
    fn write(&self, out: &mut impl Write) -> io::Result<()> {
        write!(out, "    <testcase ")?;
        if let Some(class) = self.class {
            write!(out, "classname=\"{}\" ", escaped(class))?;
        }
        write!(out, "name=\"{}\"", escaped(&self.name))?;
        let Some(Problem { result, message, text }) = &self.problem else {
            return writeln!(out, "/>");
        };
        let (tag, message) = (result.name(), escaped(message));
        match escaped(text) {
            text if text.is_empty() => writeln!(out, "><{tag} message=\"{message}\"/></testcase>"),
            text => writeln!(out, "><{tag} message=\"{message}\">{text}</{tag}></testcase>"),
        }
    }
}

/// A text as element content or attribute value.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars().filter(|c| is_xml(*c)) {
        match c {
            '&' | '<' | '>' | '"' | '\'' => out.push_str(&reference(c)),
            c if is_steering(c) => out.push_str(&reference(c)),
            c => out.push(c),
        }
    }
    out
}

fn reference(c: char) -> String {
    match c {
        '&' => "&amp;".to_owned(),
        '<' => "&lt;".to_owned(),
        '>' => "&gt;".to_owned(),
        '"' => "&quot;".to_owned(),
        c => format!("&#x{:x};", u32::from(c)),
    }
}

/// Whether XML 1.0 allows a character at all ("Extensible Markup Language 1.0", 2.2).
fn is_xml(c: char) -> bool {
    matches!(c,
        '\t' | '\n' | '\r' | '\u{20}'..='\u{FFFD}' | '\u{10000}'..)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str) -> String {
        let problem = Problem {
            result: CaseResult::Failure,
            message: text.to_owned(),
            text: text.to_owned(),
        };
        let case = Case { class: Some("c"), name: text.to_owned(), problem: Some(problem) };
        let mut out = Vec::new();
        write(&mut out, text, &[Suite { name: text.to_owned(), cases: vec![case] }]).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn text_cannot_end_its_attribute_or_element() {
        let text = "a\"'/><x y='&amp;]]>\n";
        let frame = written("TEXT");
        assert_eq!(frame.matches("TEXT").count(), 5);
        let escape = "a&quot;&#x27;/&gt;&lt;x y=&#x27;&amp;amp;]]&gt;&#xa;";
        assert_eq!(written(text), frame.replace("TEXT", escape));
    }

    #[test]
    fn every_code_point_is_written_escaped_or_dropped() {
        let frame = written("TEXT");
        for code in 0..=u32::from(char::MAX) {
            let Some(c) = char::from_u32(code) else { continue };
            let text = escaped(&c.to_string());
            assert!(!text.contains(|c| is_steering(c) || !is_xml(c)), "{code:04x}: {text}");
            let is_dropped =
                code < 32 && ![9, 10, 13].contains(&code) || matches!(code, 0xFFFE | 0xFFFF);
            assert_eq!(text.is_empty(), is_dropped, "{code:04x}: {text}");
        }
        let all: String = ('\0'..=char::MAX).filter(|c| is_steering(*c) || !is_xml(*c)).collect();
        let text = written(&all);
        assert!(!text.contains(|c| (is_steering(c) && c != '\n') || !is_xml(c)));
        assert_eq!(text.matches('<').count(), frame.matches('<').count());
    }
}
