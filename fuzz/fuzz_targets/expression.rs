//! The grammar of `--where`: the first line is an expression, the rest is a record. No text panics, and
//! no gate rejects a record that the expression matches.

#![no_main]

use ct::event::Event;
use ct::event::json::Index;
use ct::filter::Filter;
use ct::filter::condition::Condition;
use ct::filter::expression::Expression;
use jiff::SignedDuration;
use libfuzzer_sys::fuzz_target;

const RECORDS: [&[u8]; 3] = [
    include_bytes!("../../fixtures/events/escapes.json"),
    include_bytes!("../../fixtures/events/s3-data-event.json"),
    include_bytes!("../../fixtures/events/assumed-role.json"),
];

fuzz_target!(|text: &str| {
    let (written, record) = text.split_once('\n').unwrap_or((text, ""));
    let expression = match Expression::parse(written) {
        Ok(expression) => expression,
        Err(error) => {
            assert_eq!(error.to_string().lines().count().min(3), 3, "{error}");
            assert!(!error.help().is_empty());
            return;
        }
    };
    expression.needles();
    for record in RECORDS.into_iter().chain([record.as_bytes()]) {
        ask(&expression, record.trim_ascii());
    }
});

fn ask(expression: &Expression, record: &[u8]) {
    let mut index = Index::default();
    let Ok(event) = Event::parse(record, &mut index) else { return };
    let holds = expression.holds(&event);
    let filter = |condition| Filter::new(vec![condition], SignedDuration::from_hours(6));
    let wanted = filter(Condition::Where(expression.clone()));
    let unwanted = filter(Condition::Exclude(expression.clone()));
    assert_eq!((wanted.matches(&event), unwanted.matches(&event)), (holds, !holds));
    for filter in [wanted, unwanted] {
        let may = filter.may_match(record) && filter.may_match_any(record);
        assert!(may || !filter.matches(&event), "a gate refuses what matches: {filter:?}");
    }
}
