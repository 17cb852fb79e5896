//! `ct trail insights`: shown, set, disabled, and refused without events to watch.

use serde_json::{Value, json};

use super::events::{TrailAccount, without_plan};

fn wanted(types: &[&str], categories: &[&str]) -> Value {
    let insight = |it: &&str| json!({ "InsightType": it, "EventCategories": categories });
    types.iter().map(insight).collect()
}

const BOTH: [&str; 2] = ["ApiCallRateInsight", "ApiErrorRateInsight"];

#[test]
fn dry_run_shows_insights_and_writes_nothing() {
    let account = TrailAccount::new("310000000011");
    insta::assert_snapshot!(account.run("trail insights main"), @"
    code 0
    --- stdout
    main  insights off
    --- stderr
    ");
    insta::assert_snapshot!(account.run("trail insights main -o json"), @r#"
    code 0
    --- stdout
    {
      "InsightSelectors": []
    }
    --- stderr
    "#);
    let both = "trail insights main --call-rate --error-rate --dry-run";
    insta::assert_snapshot!(account.run(both), @"
    code 0
    --- stdout
      set insights of  main  ApiCallRateInsight, ApiErrorRateInsight
    --- stderr
    main watches
      + call rate: management events
      + error rate: management events
    ");
    assert_eq!(account.relay.writes(), Vec::<String>::new());
}

#[test]
fn insights_are_set_and_disabled() {
    let account = TrailAccount::new("310000000014");
    let sent = || account.sent("PutInsightSelectors").1["InsightSelectors"].take();
    let both = "trail insights main --call-rate --error-rate --yes";
    let ran = account.run(both);
    assert_eq!(sent(), wanted(&BOTH, &["Management"]), "{ran}");
    account.relay.clear();
    insta::assert_snapshot!(account.run(both), @"
    code 0
    --- stdout
    main  insights
      call rate: management events
      error rate: management events
    --- stderr
    no change: main has these insights already
    ");
    assert_eq!(account.relay.writes(), Vec::<String>::new());
    insta::assert_snapshot!(account.run("trail insights main --error-rate --yes"), @"
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
    insta::assert_snapshot!(account.run("trail insights main --off --yes"), @"
    code 0
    --- stdout
    main  insights off
    --- stderr
    main watches
      - error rate: management events
    ");
    assert_eq!(sent(), json!([]));
    account.relay.clear();
    insta::assert_snapshot!(account.run("trail insights main --off --yes"), @"
    code 0
    --- stdout
    main  insights off
    --- stderr
    no change: main has these insights already
    ");
    assert_eq!(account.relay.writes(), Vec::<String>::new());
}

#[test]
fn data_flag_adds_data_events_in_the_home_region() {
    let account = TrailAccount::new("310000000012");
    assert_eq!(account.ct("trail events main --data s3 --yes").run().code, 0);
    let line = "trail insights main --call-rate --data --yes";
    insta::assert_snapshot!(without_plan(account.ct_in("eu-west-1", line).run()), @"
    code 0
    --- stdout
    main  insights
      call rate: management and data events
    --- stderr
    main watches
      + call rate: management and data events
    ");
    let (region, input) = account.sent("PutInsightSelectors");
    assert_eq!((region.as_str(), &input["TrailName"]), ("us-east-1", &json!(account.arn())));
    assert_eq!(input["InsightSelectors"], wanted(&BOTH[..1], &["Management", "Data"]));
}

#[test]
fn insights_on_unrecorded_events_are_refused() {
    let account = TrailAccount::new("310000000013");
    let mut refusals = vec![
        account.refusal("trail insights main --call-rate --data --yes"),
        account.refusal("trail insights main --data --yes"),
        account.refusal("trail insights main --off --call-rate --yes"),
    ];
    let set = |flags: &str| {
        assert_eq!(account.ct(&format!("trail events main {flags} --yes")).run().code, 0);
        account.relay.clear();
    };
    set("--management read");
    refusals.push(account.refusal("trail insights main --call-rate --yes"));
    assert_eq!(account.ct("trail insights main --error-rate --dry-run").run().code, 0);
    set("--management none --data s3");
    refusals.push(account.refusal("trail insights main --error-rate --data --yes"));
    insta::assert_snapshot!(refusals.join("\n"), @"
    ct: --data needs data events, and the trail records none
    help: record them first: ct trail events main --data TYPE

    ct: --data needs an insight type
    help: add --call-rate, --error-rate, or both

    ct: the argument '--off' cannot be used with '--call-rate'
    help: all flags: ct trail insights --help

    ct: the call rate needs write management events, and the trail records none
    help: record them first: ct trail events main --management all

    ct: the error rate needs management events, and the trail records none
    help: record them first: ct trail events main --management all
    ");
}
