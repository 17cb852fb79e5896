//! The throughput of each stage on one object of the corpus, in bytes of inflated text a second:
//! `cargo bench --bench stages`. The bench `table` measures the whole program.
#![expect(clippy::unwrap_used, reason = "a benchmark stops at the first error")]

#[expect(dead_code, unused_imports, reason = "the bench `table` uses the rest of the corpus")]
mod corpus;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use ct::event::Event;
use ct::event::decode::{Decoder, Intent};
use ct::event::inflate::Inflater;
use ct::event::json::{self, Index, Lookout, Probe};
use ct::filter::Filter;
use ct::filter::condition::Condition;
use ct::filter::expression::Expression;
use ct::filter::pattern::Pattern;
use jiff::SignedDuration;

/// An object of about a megabyte, and the same as gzip.
fn object() -> (Vec<u8>, Vec<u8>) {
    let texts = (0..1_500).map(|number| corpus::Object::new(number, 1_500).json.into_bytes());
    let text = texts.into_iter().find(|text| text.len() > 1_000_000).unwrap();
    let mut compressor = libdeflater::Compressor::new(libdeflater::CompressionLvl::default());
    let mut packed = vec![0; compressor.gzip_compress_bound(text.len())];
    let length = compressor.gzip_compress(&text, &mut packed).unwrap();
    packed.truncate(length);
    (text, packed)
}

fn filter(condition: Condition) -> Filter {
    Filter::new(vec![condition], SignedDuration::from_hours(6))
}

fn inflate_and_split(criterion: &mut Criterion) {
    let (text, packed) = object();
    let list = "{\"Records\":[".len();
    let opening = Probe::new(b"{\"eventVersion\":\"1.", 0).unwrap();
    let mut group = criterion.benchmark_group("find records");
    group.throughput(Throughput::Bytes(text.len() as u64));
    let (mut inflater, mut buffer) = (Inflater::new(1 << 30), Vec::new());
    group.bench_function("inflate", |bench| {
        bench.iter(|| inflater.inflate(&packed, &mut buffer).0);
    });
    let mut ranges = Vec::new();
    group.bench_function("split by braces", |bench| {
        bench.iter(|| {
            ranges.clear();
            json::split(&text, list, &mut ranges)
        });
    });
    group.bench_function("split by openings", |bench| {
        bench.iter(|| {
            ranges.clear();
            json::fast_split(&text, list, &opening, &mut ranges, &mut |_| (), None)
        });
    });
    let (probe, barred) = (b"no-such-bucket", b"\"Records\"");
    let [probe, barred] = [&probe[..], barred].map(|text| Probe::new(text, 0).unwrap());
    let lookout = Lookout { probe: &probe, barred: &barred };
    group.bench_function("split by openings, with a lookout", |bench| {
        bench.iter(|| {
            ranges.clear();
            json::fast_split(&text, list, &opening, &mut ranges, &mut |_| (), Some(lookout))
        });
    });
    let mut seen = Vec::new();
    group.bench_function("split by braces, with a search", |bench| {
        bench.iter(|| {
            ranges.clear();
            json::split_and_search(&text, list, &mut ranges, &mut |_| (), (&probe, &mut seen))
        });
    });
    let mut decoder = Decoder::new(1 << 30);
    group.bench_function("decode", |bench| {
        bench.iter(|| decoder.decode(&packed, Intent::ReadAll).ranges().len());
    });
    group.finish();
}

fn parse_and_filter(criterion: &mut Criterion) {
    let (text, _) = object();
    let mut decoder = Decoder::new(1 << 30);
    let records = decoder.decode(&text, Intent::ReadAll);
    let raws: Vec<&[u8]> = records.ranges().iter().map(|r| &records.text()[r.clone()]).collect();
    let mut group = criterion.benchmark_group("read records");
    group.throughput(Throughput::Bytes(text.len() as u64));
    let mut index = Index::default();
    group.bench_function("parse", |bench| {
        bench.iter(|| raws.iter().filter(|raw| index.fill(raw).is_ok()).count());
    });
    let name = filter(Condition::Field("eventName", vec![Pattern::name("PutObject").unwrap()]));
    let fields = "userIdentity.type != Root and requestParameters.bucketName != no-such-bucket";
    let fields = filter(Condition::Where(Expression::parse(fields).unwrap()));
    for (what, filter) in [("event name", name), ("two fields", fields)] {
        group.bench_function(format!("gate, parse and match: {what}"), |bench| {
            bench.iter(|| {
                let admitted = raws.iter().filter(|raw| filter.may_match(raw));
                let matches =
                    |raw: &&&[u8]| filter.matches(&Event::parse(raw, &mut index).unwrap());
                admitted.filter(matches).count()
            });
        });
    }
    group.finish();
}

criterion_group!(benches, inflate_and_split, parse_and_filter);
criterion_main!(benches);
