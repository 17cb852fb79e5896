//! One object of the corpus: its key and its document of records.

use jiff::Timestamp;

use super::principal::{ACCOUNT, Principal};
use super::random::{ALPHANUMERIC, BASE32, BASE64, HEX, Random};
use super::shape::{DELETE_TRAIL, Kind, SHAPES, Shape};

/// The rare event name, and in how many records it occurs.
pub(crate) const RARE_NAME: (&str, usize) = (DELETE_TRAIL.name, 20);
/// The rare source address, and in how many records it occurs.
pub(crate) const RARE_ADDRESS: (&str, usize) = ("203.0.113.77", 5);
/// The rare access key, and in how many records it occurs.
pub(crate) const RARE_ACCESS_KEY: (&str, usize) = (super::principal::RARE_ACCESS_KEY, 3);

const REGIONS: &[&str] = &["us-east-1", "eu-west-1", "us-west-2", "eu-central-1", "ap-southeast-2"];
/// 2026-03-01T00:00:00Z, when the first objects were delivered.
const FIRST_DELIVERY: usize = 1_772_323_200;
/// Seconds from one object of a region to the next.
const INTERVAL: usize = 115 * 60;
/// Seconds of events in one object.
const WINDOW: usize = 300;
/// How often an object is `SMALLEST << n` bytes up to twice that: many small ones, few of 10 MB.
const SIZES: [usize; 9] = [5, 5, 5, 5, 5, 4, 3, 2, 1];
const SMALLEST: usize = 20_000;
/// Where in an object the rare records stand.
const PLANTED_AFTER: u64 = 4;

/// One object, before it is compressed.
pub(crate) struct Object {
    pub(crate) key: String,
    pub(crate) json: String,
    pub(crate) records: u64,
    pub(crate) puts: u64,
}

impl Object {
    /// Number `index` of a corpus of so many objects.
    pub(crate) fn new(index: usize, objects: usize) -> Self {
        let mut scene = Scene::new(index);
        let key = scene.name();
        let size = size(index, &mut scene.random);
        Self::written(scene, key, size, plants(index, objects))
    }

    /// An object of about so many bytes, without anything rare in it.
    pub(crate) fn sized(index: usize, size: usize) -> Self {
        let mut scene = Scene::new(index);
        let key = scene.name();
        Self::written(scene, key, size, Vec::new())
    }

    fn written(mut scene: Scene, key: String, size: usize, mut plants: Vec<Plant>) -> Self {
        let mut object =
            Self { key, json: String::with_capacity(size + 16_000), records: 0, puts: 0 };
        object.json.push_str(r#"{"Records":["#);
        while object.json.len() < size || !plants.is_empty() {
            scene.advance(object.json.len(), size);
            let plant = if object.records < PLANTED_AFTER { None } else { plants.pop() };
            if object.records > 0 {
                object.json.push(',');
            }
            let shape = scene.turn(plant);
            scene.record(&mut object.json, shape);
            object.records += 1;
            object.puts += u64::from(shape.name == "PutObject");
        }
        object.json.push_str("]}");
        object
    }
}

/// A record that is made to occur in a known number of places.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Plant {
    Name,
    Address,
    AccessKey,
}

/// The rare records of one object: each kind is spread evenly over the corpus.
fn plants(index: usize, objects: usize) -> Vec<Plant> {
    let kinds = [
        (Plant::Name, RARE_NAME.1),
        (Plant::Address, RARE_ADDRESS.1),
        (Plant::AccessKey, RARE_ACCESS_KEY.1),
    ];
    let spread = |(plant, count): (Plant, usize)| {
        (0..count)
            .filter(move |place| (2 * place + 1) * objects / (2 * count) == index)
            .map(move |_| plant)
    };
    kinds.into_iter().flat_map(spread).collect()
}

/// How many bytes object `index` has, about.
fn size(index: usize, random: &mut Random) -> usize {
    let mut card = index * 11 % SIZES.iter().sum::<usize>();
    let mut smallest = SMALLEST;
    for count in SIZES {
        if card < count {
            break;
        }
        card -= count;
        smallest *= 2;
    }
    smallest + random.below(smallest)
}

/// What the records of one object have in common, and the record that is being written.
struct Scene {
    random: Random,
    region: &'static str,
    delivered: usize,
    time: String,
    /// The active callers: calls come in bursts from few callers.
    cast: Vec<Principal>,
    caller: usize,
    shape: &'static Shape,
    /// The only record that shows the rare address.
    is_rare_address: bool,
    places: Vec<Place>,
    place: usize,
    key: String,
}

/// The resources of one application, which are used together.
struct Place {
    bucket: String,
    function: String,
    kms: String,
}

impl Place {
    fn any(random: &mut Random) -> Self {
        let number = random.below(300);
        let mut own = Random::new(number as u64 ^ 0x91ac_e000);
        let stem = own.pick(&[
            "orders",
            "invoices",
            "catalogue",
            "sessions",
            "exports",
            "telemetry",
            "reports",
        ]);
        let mut kms = String::new();
        own.uuid(&mut kms);
        Self {
            bucket: format!("acme-{stem}-{number}"),
            function: format!("{stem}-{number}-handler"),
            kms,
        }
    }
}

impl Scene {
    fn new(index: usize) -> Self {
        let mut random = Random::new(index as u64 ^ 0xc0ff_ee00_0000);
        let delivered = FIRST_DELIVERY + index / REGIONS.len() * INTERVAL;
        let since = timestamp(delivered - WINDOW - random.below(3600)).to_string();
        let mut cast: Vec<_> = (0..9).map(|_| Principal::any(&mut random, &since)).collect();
        cast.push(Principal::rare());
        let places = (0..6).map(|_| Place::any(&mut random)).collect();
        let region = REGIONS[index % REGIONS.len()];
        let (time, key) = (String::new(), String::new());
        let shape = &SHAPES[0];
        Self {
            random,
            region,
            delivered,
            time,
            cast,
            caller: 0,
            shape,
            is_rare_address: false,
            places,
            place: 0,
            key,
        }
    }

    /// The key of the object.
    fn name(&mut self) -> String {
        let (delivered, region) = (timestamp(self.delivered), self.region);
        let mut key = format!(
            "AWSLogs/{ACCOUNT}/CloudTrail/{region}/{}/{ACCOUNT}_CloudTrail_{region}_{}_",
            delivered.strftime("%Y/%m/%d"),
            delivered.strftime("%Y%m%dT%H%MZ"),
        );
        self.random.spell(&mut key, ALPHANUMERIC, 16);
        key.push_str(".json.gz");
        key
    }

    /// Sets the time of the next record by how much of the object is written.
    fn advance(&mut self, written: usize, size: usize) {
        self.time =
            timestamp(self.delivered - WINDOW + WINDOW * written.min(size) / size).to_string();
    }

    /// Chooses the next call: often the same again.
    fn turn(&mut self, plant: Option<Plant>) -> &'static Shape {
        let callers = self.cast.len() - 1;
        if self.caller == callers || self.random.below(5) < 2 {
            self.caller = self.random.below(callers);
        }
        if self.random.below(5) < 2 {
            self.place = self.random.below(self.places.len());
        }
        if self.random.below(5) < 3 {
            self.shape = any_shape(&mut self.random);
        }
        self.is_rare_address = plant == Some(Plant::Address);
        if plant == Some(Plant::AccessKey) {
            self.caller = callers;
        }
        self.name_object();
        if plant == Some(Plant::Name) { &DELETE_TRAIL } else { self.shape }
    }

    /// Invents the S3 key that the next record is about.
    fn name_object(&mut self) {
        self.key.clear();
        self.key.push_str(self.random.pick(&[
            "raw/2026/03/09/part-000",
            "exports/daily/",
            "thumbnails/640/",
        ]));
        self.random.spell(&mut self.key, HEX, 12);
        self.key.push_str(self.random.pick(&[".snappy.parquet", ".json.gz", ".jpg"]));
    }

    /// Appends one record.
    fn record(&mut self, out: &mut String, shape: &Shape) {
        let is_error = self.random.below(25) == 0;
        let Shape { service, name, .. } = shape;
        self.fill(out, r#"{"eventVersion":"1.11","userIdentity":$identity,"eventTime":"$time","eventSource":""#);
        out.extend([service, ".amazonaws.com", r#"","eventName":""#, name]);
        self.fill(
            out,
            r#"","awsRegion":"$region","sourceIPAddress":"$address","userAgent":"$agent""#,
        );
        self.outcome(out, shape, is_error);
        self.member(out, "additionalEventData", shape.additional);
        if shape.kind != Kind::SignIn {
            let id = if *service == "s3" { "$short" } else { "$uuid" };
            self.member(out, "requestID", &format!(r#""{id}""#));
        }
        let read_only = matches!(shape.kind, Kind::Read | Kind::DataRead);
        self.member(out, "eventID", r#""$uuid""#);
        self.member(out, "readOnly", if read_only { "true" } else { "false" });
        self.member(out, "resources", shape.resources);
        let is_data = matches!(shape.kind, Kind::DataRead | Kind::DataWrite);
        self.member(
            out,
            "eventType",
            if shape.kind == Kind::SignIn { r#""AwsConsoleSignIn""# } else { r#""AwsApiCall""# },
        );
        self.member(out, "managementEvent", if is_data { "false" } else { "true" });
        self.member(out, "recipientAccountId", r#""$account""#);
        if self.cast[self.caller].is_service {
            self.member(out, "sharedEventID", r#""$uuid""#);
        }
        self.member(out, "eventCategory", if is_data { r#""Data""# } else { r#""Management""# });
        self.tls(out, shape);
        out.push('}');
    }

    /// Appends the request and the response.
    fn outcome(&mut self, out: &mut String, shape: &Shape, is_error: bool) {
        if !is_error {
            self.member(out, "requestParameters", shape.request);
            return self.member(out, "responseElements", shape.response);
        }
        if shape.kind == Kind::SignIn {
            self.member(out, "errorMessage", r#""Failed authentication""#);
            self.member(out, "requestParameters", "null");
            return self.member(out, "responseElements", r#"{"ConsoleLogin":"Failure"}"#);
        }
        let code = if shape.service == "ec2" {
            r#""Client.UnauthorizedOperation""#
        } else {
            r#""AccessDenied""#
        };
        self.member(out, "errorCode", code);
        out.push_str(r#","errorMessage":"User: "#);
        self.fill(out, "$arn is not authorized to perform: ");
        out.extend([shape.service, ":", shape.name]);
        out.push_str(r#" because no identity-based policy allows the action""#);
        self.member(out, "requestParameters", shape.request);
        self.member(out, "responseElements", "null");
    }

    /// Appends the TLS details; services have none.
    fn tls(&mut self, out: &mut String, shape: &Shape) {
        if self.cast[self.caller].is_service {
            return;
        }
        out.push_str(r#","tlsDetails":{"tlsVersion":"TLSv1.3","cipherSuite":"TLS_AES_128_GCM_SHA256","clientProvidedHostHeader":""#);
        if shape.host.is_empty() {
            out.push_str(shape.service);
            self.fill(out, ".$region.amazonaws.com");
        } else {
            self.fill(out, shape.host);
        }
        out.push_str(r#""}"#);
    }

    /// Appends one member of the record, if it has a value.
    fn member(&mut self, out: &mut String, name: &str, value: &str) {
        if !value.is_empty() {
            out.extend([",\"", name, "\":"]);
            self.fill(out, value);
        }
    }

    /// Appends a template with every `$word` filled in.
    fn fill(&mut self, out: &mut String, template: &str) {
        let mut pieces = template.split('$');
        out.push_str(pieces.next().unwrap_or_default());
        for piece in pieces {
            let end = piece.find(|c: char| !c.is_ascii_lowercase()).unwrap_or(piece.len());
            self.word(out, &piece[..end]);
            out.push_str(&piece[end..]);
        }
    }

    fn word(&mut self, out: &mut String, word: &str) {
        let (caller, place, random) =
            (&self.cast[self.caller], &self.places[self.place], &mut self.random);
        match word {
            "identity" => out.push_str(&caller.identity),
            "arn" => out.push_str(&caller.arn),
            "agent" => out.push_str(&caller.agent),
            "address" if self.is_rare_address => out.push_str(RARE_ADDRESS.0),
            "address" => out.push_str(&caller.address),
            "time" => out.push_str(&self.time),
            "region" => out.push_str(self.region),
            "account" => out.push_str(ACCOUNT),
            "bucket" => out.push_str(&place.bucket),
            "function" => out.push_str(&place.function),
            "kms" => out.push_str(&place.kms),
            "key" => out.push_str(&self.key),
            "uuid" => random.uuid(out),
            "short" => random.spell(out, ALPHANUMERIC, 16),
            "hex" => random.spell(out, HEX, 16),
            "digest" => random.spell(out, HEX, 32),
            "token" => random.spell(out, BASE64, 76),
            "temporary" => {
                out.push_str("ASIA");
                random.spell(out, BASE32, 16);
            }
            "size" => out.push_str(&(1 + random.below(90_000)).to_string()),
            "" => out.push('$'),
            _ => unreachable!("a template names ${word}, which nothing fills in"),
        }
    }
}

/// A shape, as often as its weight says.
fn any_shape(random: &mut Random) -> &'static Shape {
    let mut card = random.below(1000);
    let found = SHAPES.iter().find(|shape| {
        let is_hit = card < shape.weight;
        card = card.saturating_sub(shape.weight);
        is_hit
    });
    found.expect("the weights sum to 1,000")
}

fn timestamp(seconds: usize) -> Timestamp {
    let seconds = i64::try_from(seconds).expect("a time of this age");
    Timestamp::from_second(seconds).expect("a time of this age")
}
