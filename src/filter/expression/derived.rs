//! Text that a record must hold if a test of a derived field holds.
//!
//! A derived field is computed, so its text need not stand in the record. Each field states here how
//! its text comes from the record's; where it does not, no record is ruled out by its text.

use super::Test;
use crate::event::error::SIGNS;
use crate::event::schema::Derived;
use crate::filter::needle::Needle;
use crate::filter::pattern::{Pattern, SourceAddress};

/// Needles one of which occurs in every record for which the test holds; `None` if there are none.
pub(super) fn needles(field: Derived, test: &Test) -> Option<Vec<Needle>> {
    let name = |name: &str| Needle::of_name(name).map(|needle| vec![needle]);
    match field {
        // One string of the record, whole.
        Derived::Role => test.needles().or_else(|| name("sessionIssuer")),
        Derived::Resource => test.needles().or_else(|| name("ARN")),
        Derived::Account => test.needles(),
        // The start of one string of the record.
        Derived::Service => test.needles().or_else(|| name("eventSource")),
        // Strings of the record with a slash or a colon between them, or `root`.
        Derived::Principal | Derived::Caller => parts(test),
        Derived::IsError if is_true(test) => SIGNS.into_iter().map(Needle::of_end).collect(),
        Derived::Mfa => name("mfaAuthenticated"),
        Derived::IsReadOnly => name("readOnly"),
        Derived::Target
        | Derived::Object
        | Derived::Outcome
        | Derived::IsError
        | Derived::Date
        | Derived::Hour
        | Derived::Weekday
        | Derived::Network
        | Derived::Geo(_) => None,
    }
}

/// Whether the test holds for `true` and not for `false`.
fn is_true(test: &Test) -> bool {
    let Test::Name(patterns) = test else { return false };
    patterns.iter().all(|pattern| !pattern.matches("false"))
}

/// A needle for each name that the test allows.
fn parts(test: &Test) -> Option<Vec<Needle>> {
    match test {
        Test::Equal(pattern, None) => Some(vec![part(pattern)?]),
        Test::In(places) => {
            let name = |place: &SourceAddress| match place {
                SourceAddress::Name(pattern) => part(pattern),
                SourceAddress::Network(_) => None,
            };
            places.iter().map(name).collect()
        }
        _ => None,
    }
}

/// The longest part of a name that stands in one string of the record.
fn part(pattern: &Pattern) -> Option<Needle> {
    if pattern.matches("root") {
        return None;
    }
    let part = pattern.literal().split(['/', ':']).max_by_key(|part| part.len())?;
    let needle = Needle::of_value(part)?;
    Some(if pattern.ignores_case() { needle.ignoring_case() } else { needle })
}
