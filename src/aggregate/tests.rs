//! Rules of groups that hold whatever the events: how they are divided among threads changes nothing,
//! and sums over groups are the sums of all.

use std::io;
use std::ops::ControlFlow;

use jiff::SignedDuration;
use proptest::prelude::*;

use super::*;
use crate::error::UserError;
use crate::event::Event;
use crate::event::json::Index;
use crate::filter::expression::Expression;
use crate::sink::Sink as _;
use crate::sink::budget::Budget;
use crate::source::ObjectId;
use crate::table::Value;

/// Every measure, under names that are all different.
const MEASURES: [&str; 19] = [
    "events",
    "errors",
    "error-rate",
    "share",
    "first",
    "last",
    "first-id",
    "last-id",
    "agent=first:userAgent",
    "last:requestParameters.n",
    "distinct:userAgent",
    "values:requestParameters.list",
    "sum:requestParameters.n",
    "min:requestParameters.n",
    "max:requestParameters.n",
    "avg:requestParameters.n",
    "list=distinct:requestParameters.list",
    "duplicates",
    "empty-days",
];

/// Values of `requestParameters.n`, as JSON.
const NUMBERS: [&str; 14] = [
    "null",
    "\"\"",
    "1",
    "1.0",
    "-7",
    "\"12\"",
    "0.1",
    "2.5e3",
    "1e20",
    "100000000000000000000",
    "9007199254740993",
    "\"n/a\"",
    "true",
    "{\"a\":1}",
];

/// Values of `requestParameters.list`, as JSON.
const LISTS: [&str; 7] =
    ["null", "\"a\"", "[]", "[\"a\",\"b\",\"a\"]", "[1,1.0,\"\"]", "[\"c\",null]", "[\"b\"]"];

/// A record: its minute, and which of the values above it has.
fn records() -> impl Strategy<Value = Vec<String>> {
    let members = (0..9_u32, 0..2_000_u32, 0..4_usize, 0..14_usize, 0..7_usize, any::<bool>());
    let record = members.prop_map(|(id, minute, name, number, list, is_error)| {
        let (hour, minute) = (minute / 60, minute % 60);
        let time = match id {
            8 => "soon".to_owned(),
            _ => format!("2026-11-{:02}T{:02}:{minute:02}:00Z", 10 + hour / 24, hour % 24),
        };
        let name = ["PutObject", "DeleteObject", "DeleteObjects", ""][name];
        format!(
            r#"{{"eventTime":"{time}","eventName":"{name}","eventID":"{id}","userAgent":"a{number}",
            "requestID":"r{}","errorCode":"{}","recipientAccountId":"1",
            "requestParameters":{{"n":{},"list":{}}}}}"#,
            id % 3,
            if is_error { "E" } else { "" },
            NUMBERS[number],
            LISTS[list],
        )
    });
    prop::collection::vec(record, 0..60)
}

fn question(plan: &mut Plan, keys: &[&str], every: Option<&str>) -> Question {
    let keys = keys.iter().map(|key| Key::parse(key, &mut plan.fields).unwrap()).collect();
    let measures =
        MEASURES.iter().map(|text| Measure::parse(text, &mut plan.fields).unwrap()).collect();
    let interval = every.map(|every| every.parse().unwrap());
    Question { keys, measures, interval, time_name: "time".into(), ..Question::default() }
}

fn condition(plan: &mut Plan, text: &str) -> ConditionId {
    plan.fields.add_condition(text, &Expression::parse(text).unwrap())
}

/// Questions of every kind: without keys, by a list, over time, with conditions, of single events.
fn plan() -> Plan {
    let mut plan = Plan::default();
    let mut conditional = question(&mut plan, &["eventName"], None);
    let is_put = condition(&mut plan, "eventName = PutObject");
    conditional.measures.iter_mut().skip(1).for_each(|one| one.condition = Some(is_put));
    let mut once = question(&mut plan, &["eventName"], None);
    once.unless = Some(Unless {
        condition: condition(&mut plan, "eventName = DeleteObjects"),
        seen: condition(&mut plan, "eventName = DeleteObject"),
        field: plan.fields.add(&"requestID".parse().unwrap()),
    });
    let mut new = question(&mut plan, &["eventName"], None);
    new.newness = Some(Newness::BeforeLast(SignedDuration::from_hours(12)));
    let fields = ["userAgent", "eventID", "requestParameters"];
    let fields: Vec<Key> =
        fields.map(|name| Key::parse(name, &mut plan.fields).unwrap()).into_iter().collect();
    let sort = (0..3).map(|column| Order { column, is_descending: column == 0 }).collect();
    let known = Known {
        unless: Some(is_put),
        field: fields[1].field,
        seen: vec![(is_put, fields[1].field)],
    };
    let list = Listing { fields, sort, limit: 7, known: Some(known), ..Listing::default() };
    let mut top = question(&mut plan, &["eventName"], Some("12h"));
    top.limit = Some(1);
    let groups = vec![
        question(&mut plan, &[], None),
        question(&mut plan, &["requestParameters.list", "requestParameters.n"], None),
        question(&mut plan, &["eventName"], Some("1d")),
        top,
        conditional,
        once,
        new,
    ];
    plan.questions = groups.into_iter().map(Box::new).map(Query::Groups).collect();
    plan.questions.push(Query::Events(list));
    plan
}

fn add(sink: &mut Aggregates, record: &str) {
    let mut index = Index::default();
    let event = Event::parse(record.as_bytes(), &mut index).unwrap();
    sink.event(&event, &ObjectId::named("x"));
}

fn merge(root: &mut Aggregates, mut fork: Aggregates) {
    assert!(root.merge(&mut fork).unwrap().is_continue());
}

/// The answers to all questions in one pass over the records.
fn in_one_pass(plan: Plan, records: &[String]) -> Vec<Answered> {
    let mut root = Aggregates::new(plan, Budget::new(usize::MAX));
    let mut fork = root.fork();
    for record in records {
        add(&mut fork, record);
    }
    merge(&mut root, fork);
    root.answers()
}

/// The same with the records dealt to several parts, which are merged in another order.
fn in_parts(
    plan: Plan,
    records: &[String],
    parts: &[prop::sample::Index],
    order: u64,
) -> Vec<Answered> {
    let mut root = Aggregates::new(plan, Budget::new(usize::MAX));
    let mut forks: Vec<Aggregates> = (0..5).map(|_| root.fork()).collect();
    for (record, part) in records.iter().zip(parts.iter().cycle()) {
        add(&mut forks[part.index(5)], record);
    }
    let mut order = order;
    while !forks.is_empty() {
        let next = usize::try_from(order % forks.len() as u64).unwrap();
        order /= 7;
        merge(&mut root, forks.swap_remove(next));
    }
    root.answers()
}

fn assert_same(one: &[Answered], two: &[Answered]) {
    assert_eq!(one.len(), two.len());
    for (one, two) in one.iter().zip(two) {
        let counts = |of: &Answered| (of.matched, of.outside, of.untimed, of.is_multiple);
        assert_eq!(counts(one), counts(two));
        let (one, two) = (one.table.as_ref().unwrap(), two.table.as_ref().unwrap());
        assert_eq!((one.rows.len(), one.more), (two.rows.len(), two.more));
        for (one, two) in one.rows.iter().zip(&two.rows) {
            for (one, two) in one.iter().zip(two) {
                assert!(is_same(one, two), "{one:?} {two:?}");
            }
        }
    }
}

/// Sums with fractions agree to 1e-9.
fn is_same(one: &Value, two: &Value) -> bool {
    match (one, two) {
        (Value::Number(one), Value::Number(two)) => (one - two).abs() <= 1e-9 * one.abs().max(1.0),
        _ => one == two,
    }
}

/// The sum of the column `events`.
fn events(question: &Question, answered: &Answered) -> u64 {
    let at = question.key_count();
    let rows = &answered.table.as_ref().unwrap().rows;
    let events = rows.iter().map(|row| match row[at] {
        Value::Integer(events) => u64::try_from(events).unwrap(),
        _ => 0,
    });
    events.sum()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn parts_merged_in_any_order_are_one_pass(
        records in records(),
        parts in prop::collection::vec(any::<prop::sample::Index>(), 1..60),
        order in any::<u64>(),
        is_by_event in any::<bool>(),
    ) {
        let plan = plan();
        let one = in_one_pass(plan.clone(), &records);
        let parts = in_parts(Plan { is_by_event, ..plan }, &records, &parts, order);
        assert_same(&one, &parts);
    }

    #[test]
    fn events_add_up_over_groups_and_buckets(records in records()) {
        let mut plan = Plan::default();
        let keys: [(&[&str], Option<&str>); 5] = [
            (&[], None),
            (&["eventName"], None),
            (&["requestParameters.n", "hour", "eventName"], None),
            (&[], Some("1h")),
            (&["eventName", "userAgent"], Some("12h")),
        ];
        for (keys, every) in keys {
            let question = question(&mut plan, keys, every);
            plan.questions.push(Query::Groups(question.into()));
        }
        let answers = in_one_pass(plan.clone(), &records);
        for (query, answered) in plan.questions.iter().zip(&answers) {
            let Query::Groups(question) = query else { continue };
            prop_assert!(!answered.is_multiple);
            prop_assert_eq!(events(question, answered), answered.matched);
            let untimed = if question.interval.is_some() { answered.untimed } else { 0 };
            prop_assert_eq!(answered.matched + untimed, records.len() as u64);
        }
    }
}

/// Records of as many groups.
fn many(groups: usize) -> Vec<String> {
    (0..groups)
        .map(|at| {
            format!(
                r#"{{"eventTime":"2026-11-20T09:00:00Z","eventName":"E","userAgent":"agent {at}"}}"#
            )
        })
        .collect()
}

/// A question with many groups, one with one, and a list.
fn costly() -> Plan {
    let mut plan = Plan::default();
    for key in ["userAgent", "eventName"] {
        let key = Key::parse(key, &mut plan.fields).unwrap();
        let measures = vec![Measure::events()];
        let question = Question { keys: vec![key], measures, ..Question::default() };
        plan.questions.push(Query::Groups(question.into()));
    }
    let fields = vec![Key::parse("userAgent", &mut plan.fields).unwrap()];
    plan.questions.push(Query::Events(Listing { fields, limit: 10_000, ..Listing::default() }));
    plan
}

/// Merges logs of 100 records into a sink with this budget.
fn with_budget(plan: Plan, bytes: usize) -> (Aggregates, Budget, io::Result<ControlFlow<()>>) {
    let budget = Budget::new(bytes);
    let mut root = Aggregates::new(plan, budget.clone());
    let mut merged = Ok(ControlFlow::Continue(()));
    for records in many(1000).chunks(100) {
        let mut fork = root.fork();
        for record in records {
            add(&mut fork, record);
        }
        merged = merged.and(root.merge(&mut fork));
    }
    (root, budget, merged)
}

#[test]
fn a_question_that_passes_the_budget_has_no_table_and_frees_its_memory() {
    let (root, budget, merged) = with_budget(costly(), 40_000);
    assert!(merged.is_ok());
    // Others do not pay for it.
    assert!(root.held() < 40_000 && budget.change(0, 20_000), "{}", root.held());
    let answers = root.answers();
    let over = |at: usize| match answers[at].table {
        Err(NoTable::OverBudget(over)) => Some(over.groups),
        _ => None,
    };
    assert!(over(0).unwrap() >= 100 && over(2).is_some(), "{answers:?}");
    assert_eq!(
        answers[1].table.as_ref().unwrap().rows,
        [[Value::Text("E".into()), Value::Integer(1000)]]
    );
}

#[test]
fn the_only_question_that_passes_the_budget_ends_the_scan() {
    let plan = Plan { is_strict: true, ..costly() };
    let (root, _, merged) = with_budget(plan.clone(), 40_000);
    let error = merged.unwrap_err();
    let over = root.over_budget().unwrap();
    assert_eq!(over.most, 40_000);
    assert_eq!(error.downcast::<UserError>().unwrap(), UserError::from(over));
    let (root, _, merged) = with_budget(plan, 10_000_000);
    assert!(merged.is_ok());
    assert_eq!(root.answers()[0].table.as_ref().unwrap().rows.len(), 1000);
}

#[test]
fn memory_is_given_back_where_lists_name_the_same_values() {
    let mut plan = plan();
    plan.questions.drain(..7);
    let mut root = Aggregates::new(plan, Budget::new(usize::MAX));
    let record = r#"{"eventName":"PutObject","eventID":"1"}"#;
    let mut held = Vec::new();
    for _ in 0..40 {
        let mut fork = root.fork();
        add(&mut fork, record);
        merge(&mut root, fork);
        held.push(root.held());
    }
    // The list keeps at most twice its limit.
    let most = held[..14].iter().max().unwrap();
    assert!(held[14..].iter().all(|held| held <= most), "{held:?}");
}

#[test]
fn filling_ten_million_rows_is_refused() {
    let mut plan = Plan::default();
    let mut question = question(&mut plan, &["userAgent"], Some("1m"));
    question.measures.truncate(1);
    plan.questions.push(Query::Groups(question.into()));
    let far = r#"{"eventTime":"2027-11-20T09:00:00Z","userAgent":"far"}"#.to_owned();
    let mut records = many(19);
    records.push(far);
    let answers = in_one_pass(plan, &records);
    let expected = TooManyRows { buckets: 525_601, groups: 20 };
    assert_eq!(answers[0].table.as_ref().unwrap_err(), &NoTable::TooManyRows(expected));
}

#[test]
fn a_rate_with_a_condition_is_of_the_events_for_which_it_holds() {
    let mut plan = Plan::default();
    let mut question = question(&mut plan, &[], None);
    question.measures = vec![Measure::parse("error-rate", &mut plan.fields).unwrap()];
    question.measures[0].condition = Some(condition(&mut plan, "eventName = A"));
    plan.questions.push(Query::Groups(question.into()));
    let record =
        |name: &str, code: &str| format!(r#"{{"eventName":"{name}","errorCode":"{code}"}}"#);
    let records = [record("A", "x"), record("A", ""), record("B", "")];
    let answers = in_one_pass(plan, &records);
    assert_eq!(answers[0].table.as_ref().unwrap().rows, [[Value::Number(50.0)]]);
}
