//! Records with odd characters and nested values.

use proptest::prelude::*;

/// A JSON value whose members keep their order.
#[derive(Clone, Debug)]
pub(super) enum Json {
    /// `null`, `true`, `false` or a number, as written.
    Bare(&'static str),
    Text(String),
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
}

/// A string in a record.
#[derive(Clone, Debug)]
pub(super) struct Leaf {
    /// Its path, as `--where` takes it.
    pub(super) path: String,
    /// The flag that looks at it, if one does.
    pub(super) flag: &'static str,
    pub(super) text: String,
}

impl Json {
    /// All strings of a record.
    pub(super) fn leaves(&self) -> Vec<Leaf> {
        let Self::Object(fields) = self else { return Vec::new() };
        let mut leaves = Vec::new();
        for (name, value) in fields {
            value.collect(name, &mut leaves);
        }
        leaves
    }

    fn collect(&self, path: &str, leaves: &mut Vec<Leaf>) {
        match self {
            Self::Bare(_) => {}
            Self::Text(text) => {
                leaves.push(Leaf { path: path.to_owned(), flag: flag(path), text: text.clone() });
            }
            Self::List(elements) => {
                for element in elements {
                    element.collect(&format!("{path}[]"), leaves);
                }
            }
            Self::Object(members) => {
                for (name, value) in members {
                    value.collect(&format!("{path}.\"{name}\""), leaves);
                }
            }
        }
    }
}

/// The flag that looks at the field.
fn flag(path: &str) -> &'static str {
    match path {
        "eventName" | "insightDetails.\"eventName\"" => "--event-name",
        "eventSource" | "insightDetails.\"eventSource\"" => "--event-source",
        "errorCode" | "insightDetails.\"errorCode\"" => "--error-code",
        "userAgent" => "--user-agent",
        "eventID" => "--event-id",
        "awsRegion" => "--region",
        "recipientAccountId" => "--account",
        "sourceIPAddress" => "--source-ip",
        "userIdentity.\"accessKeyId\"" => "--access-key",
        "userIdentity.\"userName\"" | "userIdentity.\"arn\"" | "userIdentity.\"principalId\"" => {
            "--user"
        }
        "resources[].\"ARN\"" | "resources[].\"ARNPrefix\"" => "--resource",
        _ if path.starts_with("requestParameters") || path.starts_with("responseElements") => {
            "--resource"
        }
        _ if path.ends_with("[].\"insight\"[].\"value\"") => "--user",
        _ => "",
    }
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-zA-Z0-9]{1,3}[,*?\\\\\"'\\[\\]{}/ :.=()!^|-]{0,4}[a-z0-9,/\\\\]{0,12}",
        "[éüß日本😀\u{202e}a-c,*\\\\\n\t-]{1,10}",
        "arn:aws:[a-z0-9]{2,4}::[0-9]{12}:[a-z]{3,6}/[a-z0-9,*é/-]{1,12}",
        "[is]g?-[0-9a-f]{8}",
        "\\PC{0,8}",
    ]
}

fn name() -> impl Strategy<Value = String> {
    prop_oneof!["[a-zA-Z]{1,10}", "x-amz-[a-z]{1,4}", "[é日 ,*.]{1,3}"]
}

fn tree() -> impl Strategy<Value = Json> {
    let bare = prop::sample::select(vec!["null", "true", "443", "-1.5e3", "0.0"]);
    let leaf = prop_oneof![1 => bare.prop_map(Json::Bare), 4 => text().prop_map(Json::Text)];
    leaf.prop_recursive(4, 16, 3, |inner| {
        let members = prop::collection::vec((name(), inner.clone()), 0..3).prop_map(|members| {
            let mut members = members;
            // Of two members with one name, the first counts.
            members.sort_by(|a, b| a.0.cmp(&b.0));
            members.dedup_by(|a, b| a.0 == b.0);
            Json::Object(members)
        });
        prop_oneof![prop::collection::vec(inner, 0..3).prop_map(Json::List), members]
    })
}

fn object(fields: Vec<(&str, Json)>) -> Json {
    Json::Object(fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

fn addresses() -> impl Strategy<Value = String> {
    let one = prop::sample::select(vec![
        "203.0.113.7",
        "10.0.0.1",
        "2001:DB8::1",
        "::1",
        "AWS Internal",
        "s3.amazonaws.com",
    ]);
    let separator = prop::sample::select(vec![",", ", ", " , "]);
    (prop::collection::vec(one, 1..4), separator).prop_map(|(all, between)| all.join(between))
}

/// Records of API calls, and of Insights.
pub(super) fn record() -> impl Strategy<Value = Json> {
    let texts = prop::collection::vec(text(), 13);
    let trees = (tree(), tree());
    (texts, trees, addresses(), any::<bool>()).prop_map(|(texts, trees, addresses, is_insight)| {
        let mut texts = texts.into_iter().map(Json::Text);
        let mut next = || texts.next().unwrap();
        let version = ("eventVersion", Json::Text("1.11".to_owned()));
        if is_insight {
            let value = object(vec![("value", next()), ("average", Json::Bare("0.5"))]);
            let attribution = object(vec![
                ("attribute", Json::Text("userIdentityArn".to_owned())),
                ("insight", Json::List(vec![value])),
            ]);
            let context = object(vec![("attributions", Json::List(vec![attribution]))]);
            let details = object(vec![
                ("eventSource", next()),
                ("eventName", next()),
                ("errorCode", next()),
                ("insightContext", context),
            ]);
            return object(vec![version, ("eventID", next()), ("insightDetails", details)]);
        }
        let caller = object(vec![
            ("type", Json::Text("IAMUser".to_owned())),
            ("principalId", next()),
            ("arn", next()),
            ("accessKeyId", next()),
            ("userName", next()),
        ]);
        let resource = object(vec![("ARN", next()), ("ARNPrefix", next())]);
        // Only sources of other services' records have a colon.
        let source = match next() {
            Json::Text(text) => Json::Text(text.replace(':', ".")),
            other => other,
        };
        object(vec![
            version,
            ("userIdentity", caller),
            ("eventSource", source),
            ("eventName", next()),
            ("awsRegion", next()),
            ("sourceIPAddress", Json::Text(addresses)),
            ("userAgent", next()),
            ("errorCode", next()),
            ("requestParameters", trees.0),
            ("responseElements", trees.1),
            ("resources", Json::List(vec![resource])),
            ("eventID", next()),
            ("recipientAccountId", next()),
        ])
    })
}
