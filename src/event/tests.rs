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

/// The first part of a caller, up to the end of an object in it.
const CALLER: &str = r#"{"type":"IdentityCenterUser","accountId":"111122223333","onBehalfOf":{"userId":"94482488-3041-7098-3a4b-0d1f6f5e2b11","identityStoreArn":"arn:aws:identitystore::111122223333:identitystore/d-9067642ac7"}"#;

#[test]
fn a_caller_is_not_taken_for_an_object_in_an_earlier_record() {
    let mut index = Index::default();
    let forged = format!("{CALLER},\"eventID\":\"x\"}}");
    let genuine = |rest: &str| {
        format!(r#"{{"eventVersion":"1.11","userIdentity":{CALLER}{rest}}},"eventName":"A"}}"#)
    };
    let name = |record: &str, index: &mut Index| {
        let event = Event::parse(record.as_bytes(), index).unwrap();
        event.check_identity().unwrap();
        Identity::new(&event).map(|caller| caller.principal().into_owned())
    };
    for record in [&forged, &genuine(""), &genuine(r#","credentialId":"c""#)] {
        let expected = name(record, &mut Index::default());
        assert_eq!(name(record, &mut index), expected, "{record}");
        assert_eq!(name(record, &mut index), expected, "again: {record}");
    }
    let twice = genuine(r#","credentialId":"c","credentialId":"d""#);
    let event = Event::parse(twice.as_bytes(), &mut index).unwrap();
    assert!(event.check_identity().is_err());
}

#[test]
fn text_after_a_caller_of_an_earlier_record_makes_no_event() {
    let caller = format!(r#"{{"eventVersion":"1.08","userIdentity":{CALLER}}}}}"#);
    let record =
        format!(r#"{{"eventVersion":"1.08","a":[],"userIdentity":{caller},"eventID":"1"}}"#);
    let mut index = Index::default();
    let event = Event::parse(record.as_bytes(), &mut index).unwrap();
    event.check_identity().unwrap();
    assert!(Identity::new(&event).is_some());
    let text = format!(r#"{caller},"eventName":"StopLogging"}}"#);
    assert!(Event::parse(text.as_bytes(), &mut index).is_err());
}
