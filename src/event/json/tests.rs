use proptest::prelude::*;

use super::*;

/// What `serde_json` says the members of an object are: names and values as written.
fn oracle(text: &[u8]) -> Option<Vec<(String, String)>> {
    let map: Result<Vec<(String, String)>, _> = {
        let mut members = Vec::new();
        index_slowly(text, &mut members).map(|()| written(text, &members))
    };
    let sound = serde_json::from_slice::<&RawValue>(text).is_ok();
    assert!(!map.is_ok() || sound, "the slow reader took what serde_json refuses");
    map.ok()
}

fn written(text: &[u8], members: &[Member]) -> Vec<(String, String)> {
    let part = |range: Range<usize>| String::from_utf8_lossy(&text[range]).into_owned();
    members.iter().map(|member| (part(member.name()), part(member.value()))).collect()
}

fn quick(text: &[u8]) -> Option<Vec<(String, String)>> {
    let mut members = Vec::new();
    dispatch!(Level::new(), simd => sound::index::<true, _>(simd, text, &mut members))?;
    Some(written(text, &members))
}

/// JSON values as CloudTrail might write them, without white space.
fn value() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("null".to_owned()),
        any::<bool>().prop_map(|b| b.to_string()),
        any::<i32>().prop_map(|n| n.to_string()),
        Just("-0.5e+10".to_owned()),
        ".{0,90}".prop_map(|s| serde_json::to_string(&s).unwrap()),
        Just(r#""{\"a\":[1,2]}\\""#.to_owned()),
    ];
    leaf.prop_recursive(4, 40, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(|v| format!("[{}]", v.join(","))),
            object(inner),
        ]
    })
}

fn object(inner: impl Strategy<Value = String>) -> impl Strategy<Value = String> {
    prop::collection::vec(("[a-zA-Z\\\\\"\u{e9}]{0,20}", inner), 0..8).prop_map(|members| {
        let members: Vec<_> = members
            .iter()
            .map(|(name, value)| format!("{}:{value}", serde_json::to_string(name).unwrap()))
            .collect();
        format!("{{{}}}", members.join(","))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn sound_objects_take_the_quick_way(text in object(value())) {
        let expected = oracle(text.as_bytes());
        prop_assert!(expected.is_some());
        prop_assert_eq!(quick(text.as_bytes()), expected);
    }

    #[test]
    fn what_is_changed_is_never_taken_for_sound(
        text in object(value()),
        changes in prop::collection::vec((any::<prop::sample::Index>(), prop::sample::select(b"{}[]:,\"\\ 0a-.\n\x01\xFFtru".to_vec())), 1..4),
    ) {
        let mut bytes = text.into_bytes();
        for (place, byte) in changes {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        if let Some(members) = quick(&bytes) {
            prop_assert_eq!(Some(members), oracle(&bytes));
        }
    }

    #[test]
    fn a_truncated_object_is_never_sound(text in object(value()), cut in any::<prop::sample::Index>()) {
        let bytes = &text.as_bytes()[..cut.index(text.len())];
        prop_assert_eq!(quick(bytes), None);
    }

    #[test]
    fn a_split_gives_back_the_objects(
        objects in prop::collection::vec(object(value()), 0..9),
        gap in prop::sample::select(vec![",", " ,\n", "\n"]),
    ) {
        let text = format!("[{}]}}", objects.join(gap));
        let mut found = Vec::new();
        let end = split(text.as_bytes(), 1, &mut found);
        let found: Vec<_> = found.into_iter().map(|range| text[range].to_owned()).collect();
        prop_assert_eq!(&found, &objects);
        prop_assert_eq!(end, SplitEnd::Closed(text.len() - 1));
    }
}

#[test]
fn each_kind_of_error_is_found() {
    let wrong = [
        "",
        "{",
        "}",
        "[]",
        "{]",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{,}",
        "{\"a\":1 \"b\":2}",
        "{\"a\":1\"b\":2}",
        "{\"a\":tru}",
        "{\"a\":truex}",
        "{\"a\":01}",
        "{\"a\":1.}",
        "{\"a\":-}",
        "{\"a\":[1,]}",
        "{\"a\":[,1]}",
        "{\"a\":[1:2]}",
        "{\"a\":[\"b\":2]}",
        "{\"a\":{\"b\",\"c\"}}",
        "{\"a\":\"\u{1}\"}",
        "{\"a\":\"\\x\"}",
        "{\"a\":\"\\u12g4\"}",
        "{\"a\":\"b}",
        "{\"a\":1}}",
        "{\"a\":1}{\"b\":2}",
        "{1:2}",
        "{\"a\":[}]",
        "{\"a\"::1}",
        "{\"a\":\\\"b\\\"}",
        "{\"a\":\"b\"c}",
    ];
    for text in wrong {
        let mut members = Vec::new();
        assert!(index(text.as_bytes(), &mut members).is_err(), "{text} was taken for sound");
        assert!(check(text.as_bytes()).is_err(), "{text} was taken for sound");
        assert_eq!(quick(text.as_bytes()), None, "{text}");
    }
}

#[test]
fn white_space_is_read_the_slow_way() {
    let text = b" {\n \"a\" : [ 1 , 2 ] ,\n \"b\" : { } } \n";
    let mut members = Vec::new();
    index(text, &mut members).unwrap();
    let expected = [("\"a\"", "[ 1 , 2 ]"), ("\"b\"", "{ }")];
    assert_eq!(written(text, &members), expected.map(|(n, v)| (n.to_owned(), v.to_owned())));
}

#[test]
fn bytes_that_are_not_utf8_are_refused() {
    let mut members = Vec::new();
    assert!(index(b"{\"a\":\"\xFF\"}", &mut members).is_err());
}

#[test]
fn a_split_says_where_it_stopped() {
    let stop = |text: &str| {
        let mut objects = Vec::new();
        (split(text.as_bytes(), 0, &mut objects), objects.len())
    };
    assert_eq!(stop("{},{}"), (SplitEnd::End(5), 2));
    assert_eq!(stop("{},null,{}"), (SplitEnd::Stray(3), 1));
    assert_eq!(stop("{},{\"a\":{}"), (SplitEnd::Open(3), 1));
    assert_eq!(stop("{\"}]\":\"\\\"}\"}] "), (SplitEnd::Closed(13), 1));
    assert_eq!(stop(""), (SplitEnd::End(0), 0));
}
