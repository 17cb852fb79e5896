//! Every way to spell a record as JSON: spaces, and characters that are escaped or not.

use std::fmt::Write as _;

use proptest::prelude::*;

use super::record::Json;

/// How a record is spelled.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spelling {
    is_pretty: bool,
    /// Of 16 characters, how many are escaped that need not be.
    escapes: u64,
    seed: u64,
}

impl Arbitrary for Spelling {
    type Parameters = ();
    type Strategy = BoxedStrategy<Self>;

    fn arbitrary_with((): ()) -> Self::Strategy {
        let escapes = prop::sample::select(vec![0, 1, 8, 16]);
        let all = (any::<bool>(), escapes, any::<u64>());
        all.prop_map(|(is_pretty, escapes, seed)| Self { is_pretty, escapes, seed }).boxed()
    }
}

impl Spelling {
    pub(super) fn write(mut self, value: &Json) -> String {
        let mut out = String::new();
        self.value(value, 0, &mut out);
        out
    }

    fn value(&mut self, value: &Json, depth: usize, out: &mut String) {
        match value {
            Json::Bare(text) => out.push_str(text),
            Json::Text(text) => self.string(text, out),
            Json::List(elements) => {
                out.push('[');
                for (at, element) in elements.iter().enumerate() {
                    self.separate(at > 0, depth + 1, out);
                    self.value(element, depth + 1, out);
                }
                self.close(elements.is_empty(), depth, ']', out);
            }
            Json::Object(members) => {
                out.push('{');
                for (at, (name, value)) in members.iter().enumerate() {
                    self.separate(at > 0, depth + 1, out);
                    // The first name distinguishes records from the envelope around them.
                    if (depth, at) == (0, 0) {
                        let _ = write!(out, "\"{name}\"");
                    } else {
                        self.string(name, out);
                    }
                    out.push_str(if self.is_pretty { " : " } else { ":" });
                    self.value(value, depth + 1, out);
                }
                self.close(members.is_empty(), depth, '}', out);
            }
        }
    }

    fn separate(self, is_next: bool, depth: usize, out: &mut String) {
        out.push_str(if is_next { "," } else { "" });
        if self.is_pretty {
            let _ = write!(out, "\n{:1$}", "", 2 * depth);
        }
    }

    fn close(self, is_empty: bool, depth: usize, bracket: char, out: &mut String) {
        if self.is_pretty && !is_empty {
            let _ = write!(out, "\n{:1$}", "", 2 * depth);
        }
        out.push(bracket);
    }

    fn string(&mut self, text: &str, out: &mut String) {
        out.push('"');
        for c in text.chars() {
            self.seed = self.seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let is_escaped = (self.seed >> 60) < self.escapes;
            match c {
                '"' | '\\' => out.extend(['\\', c]),
                '/' if is_escaped => out.push_str("\\/"),
                '\n' => out.push_str("\\n"),
                c if is_escaped || c.is_control() => {
                    for unit in c.encode_utf16(&mut [0; 2]) {
                        let _ = write!(out, "\\u{unit:04x}");
                    }
                }
                c => out.push(c),
            }
        }
        out.push('"');
    }
}
