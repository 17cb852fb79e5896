//! What an event says of itself.

use super::*;

fn with<T>(record: &str, read: impl FnOnce(Event<'_>) -> T) -> T {
    let mut index = Index::default();
    read(Event::parse(record.as_bytes(), &mut index).unwrap())
}

#[test]
fn the_account_is_that_of_the_recipient_or_else_of_the_caller() {
    let account = |record: &str| with(record, |event| event.account().into_owned());
    assert_eq!(account(r#"{"recipientAccountId":"1","userIdentity":{"accountId":"2"}}"#), "1");
    assert_eq!(account(r#"{"accountId":"3"}"#), "3");
    assert_eq!(account(r#"{"userIdentity":{"accountId":"2"}}"#), "2");
    assert_eq!(
        account(r#"{"userIdentity":{"sessionContext":{"sessionIssuer":{"accountId":"4"}}}}"#),
        "4"
    );
    assert_eq!(account("{}"), "");
}

#[test]
fn the_category_is_derived_where_old_records_lack_it() {
    let category = |record: &str| with(record, |event| event.category().into_owned());
    assert_eq!(category(r#"{"eventCategory":"Insight"}"#), "Insight");
    assert_eq!(category(r#"{"managementEvent":false}"#), "Data");
    assert_eq!(category("{}"), "Management");
}

#[test]
fn aggregated_events_have_an_id_and_a_time_of_their_own() {
    let record = r#"{"eventId":"e-1","timeWindow":{"windowStart":"2026-11-20T09:00:00Z"}}"#;
    with(record, |event| {
        assert_eq!(event.id(), "e-1");
        assert_eq!(event.time().unwrap().to_string(), "2026-11-20T09:00:00Z");
        assert_eq!(event.name(), "");
    });
}
