//! Values at a path below a value of a record, through lists, with names in any case.
//!
//! Does not know templates, policies or security group rules.

use std::borrow::Cow;

use super::Value;

/// The texts at the end of a path below a value. Lists are entered; objects and empty values are
/// left out.
pub(super) fn values<'a>(value: Value<'a>, names: &[&str]) -> Vec<Cow<'a, str>> {
    let mut found = Vec::new();
    texts(value, names, &mut |value| found.push(value.text()));
    found
}

/// Hands on the values with these texts one by one.
pub(super) fn texts<'a>(value: Value<'a>, names: &[&str], found: &mut dyn FnMut(Value<'a>)) {
    walk(value, names, &mut |value| {
        if !value.is_object() && !matches!(value.written(), b"null" | b"\"\"") {
            found(value);
        }
    });
}

/// Hands on each value at the end of a path below a value, and the elements of lists one by one.
pub(super) fn walk<'a>(value: Value<'a>, names: &[&str], found: &mut dyn FnMut(Value<'a>)) {
    if value.is_array() {
        value.elements().for_each(|element| walk(element, names, found));
        return;
    }
    match names.split_first() {
        None => found(value),
        Some((first, rest)) => {
            if let Some(member) = member(value, first) {
                walk(member, rest, found);
            }
        }
    }
}

/// A member by its name in any case: services differ in how they write the same one.
pub(super) fn member<'a>(value: Value<'a>, name: &str) -> Option<Value<'a>> {
    value.members().find(|(written, _)| is_named(written, name)).map(|(_, value)| value)
}

/// Whether a name as written, with its quotes, is `name` in any case.
pub(super) fn is_named(written: &[u8], name: &str) -> bool {
    match written {
        [b'"', inner @ .., b'"'] => inner.eq_ignore_ascii_case(name.as_bytes()),
        _ => false,
    }
}
