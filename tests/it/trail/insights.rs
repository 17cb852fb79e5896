//! `ct trail insights`: shown, set, switched off, and refused where nothing would be watched.

use serde_json::{Value, json};

use super::events::{Place, unplanned};

fn wanted(types: &[&str], categories: &[&str]) -> Value {
    let insight = |it: &&str| json!({ "InsightType": it, "EventCategories": categories });
    types.iter().map(insight).collect()
}

const BOTH: [&str; 2] = ["ApiCallRateInsight", "ApiErrorRateInsight"];

#[test]
fn insights_are_shown_before_they_are_set() {
    let place = Place::new("310000000011");
    insta::assert_snapshot!(place.told("trail insights main"), @"
    code 0
    --- stdout
    main  insights off
    --- stderr
    ");
    insta::assert_snapshot!(place.told("trail insights main -o json"), @r#"
    code 0
    --- stdout
    {
      "InsightSelectors": []
    }
    --- stderr
    "#);
    let both = "trail insights main --call-rate --error-rate --dry-run";
    insta::assert_snapshot!(place.told(both), @"
    code 0
    --- stdout
      take insights  main  ApiCallRateInsight, ApiErrorRateInsight
    --- stderr
    main watches
      + call rate: management events
      + error rate: management events
    ");
    assert_eq!(place.relay.writes(), Vec::<String>::new());
}

#[test]
fn insights_are_set_and_switched_off() {
    let place = Place::new("310000000014");
    let sent = || place.sent("PutInsightSelectors").1["InsightSelectors"].take();
    let both = "trail insights main --call-rate --error-rate --yes";
    let ran = place.told(both);
    assert_eq!(sent(), wanted(&BOTH, &["Management"]), "{ran}");
    place.relay.clear();
    insta::assert_snapshot!(place.told(both), @"
    code 0
    --- stdout
    main  insights
      call rate: management events
      error rate: management events
    --- stderr
    nothing to change: main is set so already
    ");
    assert_eq!(place.relay.writes(), Vec::<String>::new());
    insta::assert_snapshot!(place.told("trail insights main --error-rate --yes"), @"
    code 0
    --- stdout
    main  insights
      error rate: management events
    --- stderr
    main watches
      - call rate: management events
        error rate: management events
    ");
    assert_eq!(sent(), wanted(&BOTH[1..], &["Management"]));
    insta::assert_snapshot!(place.told("trail insights main --off --yes"), @"
    code 0
    --- stdout
    main  insights off
    --- stderr
    main watches
      - error rate: management events
    ");
    assert_eq!(sent(), json!([]));
    place.relay.clear();
    insta::assert_snapshot!(place.told("trail insights main --off --yes"), @"
    code 0
    --- stdout
    main  insights off
    --- stderr
    nothing to change: main is set so already
    ");
    assert_eq!(place.relay.writes(), Vec::<String>::new());
}

#[test]
fn data_events_are_watched_as_well_and_at_home() {
    let place = Place::new("310000000012");
    assert_eq!(place.ct("trail events main --data s3 --yes").run().code, 0);
    let line = "trail insights main --call-rate --data --yes";
    insta::assert_snapshot!(unplanned(place.ct_in("eu-west-1", line).run()), @"
    code 0
    --- stdout
    main  insights
      call rate: management and data events
    --- stderr
    main watches
      + call rate: management and data events
    ");
    let (region, input) = place.sent("PutInsightSelectors");
    assert_eq!((region.as_str(), &input["TrailName"]), ("us-east-1", &json!(place.arn())));
    assert_eq!(input["InsightSelectors"], wanted(&BOTH[..1], &["Management", "Data"]));
}

#[test]
fn what_is_not_recorded_cannot_be_watched() {
    let place = Place::new("310000000013");
    let mut said = vec![
        place.refusal("trail insights main --call-rate --data --yes"),
        place.refusal("trail insights main --data --yes"),
        place.refusal("trail insights main --off --call-rate --yes"),
    ];
    let set = |flags: &str| {
        assert_eq!(place.ct(&format!("trail events main {flags} --yes")).run().code, 0);
        place.relay.clear();
    };
    set("--management read");
    said.push(place.refusal("trail insights main --call-rate --yes"));
    assert_eq!(place.ct("trail insights main --error-rate --dry-run").run().code, 0);
    set("--management none --data s3");
    said.push(place.refusal("trail insights main --error-rate --data --yes"));
    insta::assert_snapshot!(said.join("\n"), @"
    ct: data events are to be watched, and the trail records none
    help: record them first: ct trail events main --data TYPE

    ct: --data does not say what of data events is to be watched
    help: add --call-rate, --error-rate

    ct: the argument '--off' cannot be used with '--call-rate'
    help: all flags: ct trail insights --help

    ct: the call rate is that of management events that write, and the trail records none
    help: record them first: ct trail events main --management all

    ct: the error rate is that of management events, and the trail records none
    help: record them first: ct trail events main --management all
    ");
}
