//! Duplicate members: readers differ in which of the two they use, so such a record is malformed.
//!
//! For almost every record the table of names shows that all differ. Otherwise the names themselves
//! are compared, in linear time.

use std::borrow::Cow;
use std::collections::HashSet;

use super::nested::NestedNames;
use crate::event::Value;

/// The first of the names, as written with their quotes, that occurs a second time.
pub fn repeated<'t>(names: impl Iterator<Item = &'t [u8]>) -> Option<Cow<'t, str>> {
    let mut seen = HashSet::new();
    for name in names {
        let name = Value::new(name).text();
        if seen.contains(&name) {
            return Some(name);
        }
        seen.insert(name);
    }
    None
}

/// The first name that the value, or an object at any depth in it, has twice.
pub fn repeated_within(value: Value<'_>) -> Option<Cow<'_, str>> {
    match NestedNames::find(value.written()) {
        Some(_) => None,
        None => repeated_anywhere(value),
    }
}

/// The same, name by name.
pub fn repeated_anywhere(value: Value<'_>) -> Option<Cow<'_, str>> {
    if value.is_array() {
        return value.elements().find_map(repeated_anywhere);
    }
    repeated(value.members().map(|(name, _)| name))
        .or_else(|| value.members().find_map(|(_, inner)| repeated_anywhere(inner)))
}

/// The message about a name that occurs twice.
pub fn message(name: &str) -> String {
    let short: String = name.chars().take(60).collect();
    format!("duplicate member {short:?}")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::event::json::Index;
    use crate::event::schema::top_level;

    proptest! {
        #[test]
        fn duplicates_are_never_missed(
            names in prop::collection::vec("(a|b|\\\\u0061|\\\\u0062|cccccccc){0,3}", 0..5),
            value in prop::sample::select(vec!["0", "\"\\\\\"", "{\"a\":1}"]),
        ) {
            let members: Vec<_> = names.iter().map(|name| format!("\"{name}\":{value}")).collect();
            let text = format!("{{{}}}", members.join(","));
            let decoded = |name: &String| name.replace("\\u0061", "a").replace("\\u0062", "b");
            let mut all: Vec<_> = names.iter().map(decoded).collect();
            all.sort_unstable();
            let is_repeated = all.windows(2).any(|pair| pair[0] == pair[1]);
            prop_assert_eq!(found(&text).is_some(), is_repeated, "{}", text);
        }
    }

    fn found(text: &str) -> Option<String> {
        let mut index = Index::default();
        index.fill(text.as_bytes()).unwrap();
        index.repeated(text.as_bytes()).map(Cow::into_owned)
    }

    #[test]
    fn duplicate_names_are_found_in_every_spelling() {
        for (text, name) in [
            (r#"{"eventName":"A","b":1,"eventName":"B"}"#, "eventName"),
            (r#"{"eventName":"A","event\u004eame":"B"}"#, "eventName"),
            (r#"{"event\u004eame":"A","eventName":"\\"}"#, "eventName"),
            (r#"{ "a" : 1, "a" : 1 }"#, "a"),
            (r#"{"a":1,"a":1}"#, "a"),
            (r#"{"xyz":[1,2],"":0,"ab":{},"":0}"#, ""),
            (r#"{"1234567":1,"12345678":2,"1234567":1}"#, "1234567"),
            (r#"{"12345678":1,"x":"\n","12345678":1}"#, "12345678"),
        ] {
            assert_eq!(found(text).as_deref(), Some(name), "{text}");
        }
        for text in [
            r#"{"eventName":"A","EventName":"B","eventname":"C"}"#,
            r#"{"a":{"a":1,"b":2},"b":["a","b"]}"#,
            r#"{"accountId":1,"recipientAccountId":1,"vpcEndpointAccountId":1}"#,
            "{}",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
    }

    #[test]
    fn the_documented_names_always_have_a_table() {
        let members: Vec<_> = top_level().map(|name| format!("\"{name}\":\"\"")).collect();
        // The first name needs eight bytes before its end, as in every record.
        let text = format!("{{\"eventVersion2\":1,{}}}", members.join(","));
        let mut index = Index::default();
        index.fill(text.as_bytes()).unwrap();
        assert!(index.names.is_complete());
        for name in top_level() {
            assert!(index.get(text.as_bytes(), name).is_some(), "{name}");
        }
    }

    #[test]
    fn many_names_are_compared_in_linear_time() {
        for count in [30_000, 300_000] {
            let members: Vec<_> = (0..count).map(|n| format!("\"m{n}\":0")).collect();
            let text = format!("{{{},\"m7\":1}}", members.join(","));
            assert_eq!(found(&text).as_deref(), Some("m7"));
        }
    }

    proptest! {
        #[test]
        fn nested_duplicates_are_never_missed(
            names in prop::collection::vec("(a|b|cccccccc|x\\{y|z:){0,3}", 1..7),
            shape in prop::collection::vec(0_u8..4, 1..7),
        ) {
            // Each name opens, closes or continues an object or a list.
            let (mut text, mut closing) = (String::from("{"), vec!['}']);
            for (name, shape) in names.iter().zip(shape) {
                if text.ends_with(['}', ']', '0']) {
                    text.push(',');
                }
                match shape {
                    0 => {
                        text.extend(["\"", name, "\":{"]);
                        closing.push('}');
                    }
                    1 => {
                        text.extend(["\"", name, "\":[{"]);
                        closing.push(']');
                        closing.push('}');
                    }
                    2 if closing.len() > 1 => text.extend(closing.pop()),
                    _ => text.extend(["\"", name, "\":0"]),
                }
                if text.ends_with('}') && closing.last() == Some(&']') {
                    text.extend(closing.pop());
                }
            }
            text.extend(closing.iter().rev());
            prop_assume!(serde_json::from_str::<serde::de::IgnoredAny>(&text).is_ok());
            let value = Value::new(text.as_bytes());
            prop_assert_eq!(repeated_within(value), repeated_anywhere(value), "{}", text);
        }
    }

    #[test]
    fn names_are_compared_in_nested_objects_and_lists() {
        let within = |text: &'static str| repeated_within(Value::new(text.as_bytes()));
        assert_eq!(within(r#"{"a":{"b":[{"c":1},{"c":1,"c":2}]}}"#).as_deref(), Some("c"));
        assert_eq!(within(r#"{"a":{"b":1},"b":{"a":1,"c":["a","a"]}}"#), None);
    }
}
