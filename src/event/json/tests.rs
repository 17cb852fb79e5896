//! The fast readers compared with `serde_json`.

use proptest::prelude::*;

use super::grammar::Blocks;
use super::*;

type Pairs = Vec<(String, String)>;

/// The members of an object as `serde_json` reads them: names and values as written.
fn slow(text: &[u8]) -> Option<Pairs> {
    let mut index = Index::default();
    let spaced = [b" ", text].concat();
    index.fill(&spaced).ok()?;
    assert!(!index.is_compact() && serde_json::from_slice::<&RawValue>(text).is_ok());
    Some(pairs(&index, &spaced))
}

fn pairs(index: &Index, text: &[u8]) -> Pairs {
    let owned = |part: &[u8]| String::from_utf8_lossy(part).into_owned();
    index.members(text).map(|(name, value)| (owned(name), owned(value))).collect()
}

fn quick(text: &[u8]) -> Option<Pairs> {
    quick_after(&mut Index::default(), text)
}

/// The same with an index that may know the text's beginning.
fn quick_after(index: &mut Index, text: &[u8]) -> Option<Pairs> {
    index.begin(0);
    let mut blocks = Blocks::default();
    dispatch!(level(), simd => grammar::check(simd, text, index, &mut blocks))?;
    Some(pairs(index, text))
}

fn split_all(text: &[u8], from: usize) -> (SplitEnd, Vec<Range<usize>>) {
    let mut found = Vec::new();
    let end = split(text, from, &mut found);
    (end, found)
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
    fn valid_objects_are_accepted_by_the_fast_check(text in object(value())) {
        let expected = slow(text.as_bytes());
        prop_assert!(expected.is_some());
        prop_assert_eq!(quick(text.as_bytes()), expected);
    }

    #[test]
    fn invalid_text_is_never_accepted(
        text in object(value()),
        changes in prop::collection::vec((any::<prop::sample::Index>(), prop::sample::select(b"{}[]:,\"\\ 0a-.\n\x01\xFFtru".to_vec())), 1..4),
    ) {
        let mut bytes = text.into_bytes();
        for (place, byte) in changes {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        if let Some(members) = quick(&bytes) {
            prop_assert_eq!(Some(members), slow(&bytes));
        }
    }

    #[test]
    fn resuming_after_a_known_beginning_gives_the_same_result(
        first in object(value()),
        other in object(value()),
        before in 0..3_usize,
        changes in prop::collection::vec((any::<prop::sample::Index>(), prop::sample::select(b"{}[]:,\"\\ 0a".to_vec())), 0..3),
    ) {
        let before = ["", r#""b":[{}],"#, r#""\u0062":1,"#][before];
        let before = format!(r#"{{"a":"x",{before}"#);
        let mut index = Index::default();
        let known = format!(r#"{before}"first":{first},"other":{{}}}}"#);
        index.fill(known.as_bytes()).unwrap();
        prop_assert_eq!(quick_after(&mut index, known.as_bytes()), quick(known.as_bytes()));
        prop_assert!(index.beginning.is_some() || known.contains('\\') || known.len() > 2000);
        let mut text = format!(r#"{before}"first":{first},"other":{other}}}"#).into_bytes();
        for (place, byte) in changes {
            let place = place.index(text.len());
            text[place] = byte;
        }
        // An object elsewhere is no beginning.
        index.known(b"", first.as_bytes());
        prop_assert_eq!(quick_after(&mut index, &text), quick(&text));
        let continued = [first.as_bytes(), b",\"more\":1}"].concat();
        prop_assert_eq!(quick_after(&mut index, &continued), quick(&continued));
    }

    #[test]
    fn a_truncated_object_is_never_accepted(text in object(value()), cut in any::<prop::sample::Index>()) {
        let bytes = &text.as_bytes()[..cut.index(text.len())];
        prop_assert_eq!(quick(bytes), None);
    }

    #[test]
    fn a_split_gives_back_the_objects(
        objects in prop::collection::vec(object(value()), 0..9),
        gap in prop::sample::select(vec![",", " ,\n", "\n"]),
    ) {
        let text = format!("[{}]}}", objects.join(gap));
        let (end, found) = split_all(text.as_bytes(), 1);
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
        assert!(Index::default().fill(text.as_bytes()).is_err(), "{text} was accepted");
        assert_eq!(quick(text.as_bytes()), None, "{text}");
    }
}

#[test]
fn bracket_errors_are_found_in_any_block_and_the_depth_is_limited() {
    let nested = |depth: usize| {
        format!("{{\"a\":{}{}{}}}", "[{\"b\":".repeat(depth), "0", "}]".repeat(depth))
    };
    for depth in 0..80 {
        let text = nested(depth);
        let expected = (depth <= 30).then(|| slow(text.as_bytes()).unwrap());
        assert_eq!(quick(text.as_bytes()), expected, "{depth}");
        assert!(Index::default().fill(text.as_bytes()).is_ok(), "{depth}");
    }
    for padding in 0..200 {
        let name = "x".repeat(padding);
        for wrong in ["]", "]}", "}]}", "}}}", "}{}}", "}},\"b\":1}", "}}{}", "}\"b\"}"] {
            let text = format!("{{\"{name}\":{{\"a\":[1]{wrong}");
            assert_eq!(quick(text.as_bytes()), None, "{text}");
        }
    }
}

#[test]
fn text_with_white_space_is_left_to_serde_json() {
    let text = b" {\n \"a\" : [ 1 , 2 ] ,\n \"b\" :{ },\"c\":0 } \n";
    let mut index = Index::default();
    index.fill(text).unwrap();
    let expected = [("\"a\"", "[ 1 , 2 ]"), ("\"b\"", "{ }"), ("\"c\"", "0")];
    assert_eq!(pairs(&index, text), expected.map(|(n, v)| (n.to_owned(), v.to_owned())));
    assert_eq!(index.get(text, "b"), Some(b"{ }".as_slice()));
}

#[test]
fn members_are_found_by_name_even_if_it_is_escaped() {
    let text = br#"{"a":1,"\u0062b":2,"c":"\n","a":3}"#;
    let mut index = Index::default();
    index.fill(text).unwrap();
    assert!(index.is_compact());
    assert_eq!(index.get(text, "a"), Some(b"1".as_slice()));
    assert_eq!(index.get(text, "bb"), Some(b"2".as_slice()));
    assert_eq!(index.get(text, "d"), None);
    index.fill(b"{}").unwrap();
    assert_eq!((index.members(b"{}").count(), index.get(b"{}", "a")), (0, None));
}

#[test]
fn bytes_that_are_not_utf8_are_refused() {
    assert!(Index::default().fill(b"{\"a\":\"\xFF\"}").is_err());
}

#[test]
fn a_split_reports_where_it_stopped() {
    let stop = |text: &str| {
        let (end, objects) = split_all(text.as_bytes(), 0);
        (end, objects.len())
    };
    assert_eq!(stop("{},{}"), (SplitEnd::End(5), 2));
    assert_eq!(stop("{},null,{}"), (SplitEnd::Stray(3), 1));
    assert_eq!(stop("{},{\"a\":{}"), (SplitEnd::Open(3), 1));
    assert_eq!(stop("{\"}]\":\"\\\"}\"}] "), (SplitEnd::Closed(13), 1));
    assert_eq!(stop(""), (SplitEnd::End(0), 0));
}

fn opening() -> Probe {
    Probe::new(br#"{"v":"1."#, 0).unwrap()
}

fn barred(spellable: &str) -> Probe {
    let letters = spellable.bytes().fold(0, |set, letter| set | 1 << letter);
    Probe::new(br#""List""#, letters).unwrap()
}

proptest! {
    #[test]
    fn the_fast_split_agrees_with_the_exact_split(
        objects in prop::collection::vec(object(value()), 1..9),
        from in any::<prop::sample::Index>(),
        length in 2_usize..30,
    ) {
        let objects: Vec<_> = objects.iter().map(|object| format!(r#"{{"v":"1.0","w":{object}}}"#)).collect();
        let text = format!(r#"{{"L":[{}]}}"#, objects.join(","));
        let bytes = text.as_bytes();
        let from = 6 + from.index(bytes.len() - 9);
        let literal = &bytes[from..(from + length).min(bytes.len() - 2)];
        prop_assume!(literal.len() > 1);
        let probe = Probe::new(literal, 0).unwrap();
        let (mut found, mut seen) = (Vec::new(), Vec::new());
        let end = fast_split(bytes, 6, &opening(), &mut found, &mut |_| (), None);
        prop_assert_eq!(end, Some(bytes.len() - 1));
        prop_assert_eq!(&found, &split_all(bytes, 6).1);
        let lookout = Lookout { probe: &probe, barred: &barred("") };
        let end = fast_split(bytes, 6, &opening(), &mut Vec::new(), &mut |_| (), Some(lookout));
        prop_assert_eq!(end, None);
        found.clear();
        let mut read = 0;
        let end = split_and_search(bytes, 6, &mut found, &mut |end| read = end, (&probe, &mut seen));
        prop_assert_eq!(end, SplitEnd::Closed(bytes.len() - 1));
        prop_assert_eq!(&found, &split_all(bytes, 6).1);
        prop_assert!(read >= bytes.len());
        let places: Vec<_> = memchr::memmem::find_iter(&bytes[6..], literal).map(|at| at + 6).collect();
        prop_assert!(places.iter().all(|place| seen.contains(place)), "{places:?} not in {seen:?}");
        prop_assert!(seen.iter().all(|place| bytes[*place..].starts_with(literal)));
    }
}

#[test]
fn the_fast_split_rejects_text_that_is_not_a_list() {
    let parts = |text: &[u8]| {
        let mut found = Vec::new();
        let end = fast_split(text, 6, &opening(), &mut found, &mut |_| (), None);
        (end, found.len())
    };
    assert_eq!(parts(br#"{"L":[{"v":"1.0"},{"v":"1.1"}]}"#), (Some(30), 2));
    assert_eq!(parts(b"{\"L\":[{\"v\":\"1.0\"}]}\n"), (Some(18), 1));
    for text in [
        br#"{"L":[{"v":"1.0"},{"v":"1.1"}"#.as_slice(),
        br#"{"L":[{"v":"2.0"},{"v":"1.1"}]}"#,
        br#"{"L":[{"v":"1.0"}, {"v":"1.1"}]}"#,
        br#"{"L":[{"v":"1.0","w":[{"v":"1.2"}]},{"v":"1.1"}]}"#,
        br#"{"L":[{"v":"1.0","w":{"v":"1.2"}},{"v":"1.1"}]}"#,
        br#"{"L":[{"v":"1.0"}],"more":[]}"#,
    ] {
        assert_eq!(parts(text), (None, 0), "{}", String::from_utf8_lossy(text));
    }
}

#[test]
fn escapes_that_may_spell_the_literal_are_seen() {
    let seen = |value: &str| {
        let text = format!(r#"{{"L":[{{"v":"1.0","a":"{value}"}}]}}"#);
        let letters = "PutObject".bytes().fold(0, |set, b| set | 1 << b);
        let probe = Probe::new(b"PutObject", letters).unwrap();
        let lookout = Some(Lookout { probe: &probe, barred: &barred("") });
        let text = text.as_bytes();
        let end = fast_split(text, 6, &opening(), &mut Vec::new(), &mut |_| (), lookout);
        let mut seen = Vec::new();
        split_and_search(text, 6, &mut Vec::new(), &mut |_| (), (&probe, &mut seen));
        assert_eq!(end.is_none(), !seen.is_empty(), "{value}");
        !seen.is_empty()
    };
    for value in [
        "PutObject",
        r"Put\u004fbject",
        r"Put\u004Fbject",
        r"\u0050utObject",
        r"PutObjec\u0074",
        r"P\u0075\u0074\u004f\u0062\u006A\u0065\u0063\u0074",
        r"\u0050\u0075\u0074\u004f\u0062\u006A\u0065\u0063\u0074",
    ] {
        assert!(seen(value), "{value}");
    }
    for value in [r"a\u0026b", r"\u0061\/", r"x\u0074y", r"GetX\u0062jx", r"\u00e9", r"\u2028\n"] {
        assert!(!seen(value), "{value}");
    }
}

#[test]
fn the_fast_split_rejects_text_with_the_barred_literal() {
    let is_split = |between: &str| {
        let text =
            format!(r#"{{"L":[{{"v":"1.0","a":"{}"}}{between}{{"v":"1.1"}}]}}"#, "x".repeat(99));
        let probe = Probe::new(b"absent", 0).unwrap();
        let lookout = Lookout { probe: &probe, barred: &barred("List") };
        fast_split(text.as_bytes(), 6, &opening(), &mut Vec::new(), &mut |_| (), Some(lookout))
            .is_some()
    };
    assert!(is_split(r#",{"a":"List of lists"},"#));
    for name in ["List", r"\u004cist", r"\u004C\u0069\u0073\u0074", r"Lis\u0074"] {
        assert!(!is_split(&format!(r#"],"{name}":[{{"a":1}},"#)), "{name}");
    }
}

#[test]
fn a_literal_in_any_case_is_found_at_every_offset() {
    for literal in ["PutObject", "kms", "\"s3", "a1", "GetObject.2_x"] {
        let probe = Probe::new(literal.as_bytes(), 0).unwrap().ignoring_case();
        for length in [literal.len(), 63, 64, 65, 128, 200, 257] {
            for at in 0..=length - literal.len() {
                let mut text = vec![b'p'; length];
                assert!(!occurs(&text, &probe), "{literal} {length}");
                let typed =
                    if at % 2 == 0 { literal.to_uppercase() } else { literal.to_lowercase() };
                text[at..at + literal.len()].copy_from_slice(typed.as_bytes());
                assert!(occurs(&text, &probe), "{literal} {length} {at}");
                // Cut off, it is another text.
                let end = at + literal.len() - 1;
                assert!(!occurs(&text[..end], &probe), "{literal} {length} {at}");
            }
        }
        assert!(!occurs(b"", &probe));
    }
}
